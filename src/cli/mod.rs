//! Command line → the work → an exit code.
//!
//! Results go to `out`, messages to `err`. What was typed becomes data in `arguments`, each command is a
//! file, and only `main` knows the clock and the environment.

mod arguments;
mod attachments;
mod build;
mod changes;
mod check;
mod config;
mod confined;
mod deadlines;
mod explain;
mod failure;
mod fill;
mod fonts;
mod input;
mod licenses;
mod manual;
mod new;
mod password;
mod pdf;
mod plain;
pub mod process;
mod progress;
mod records;
mod report;
mod serve;
mod template;
mod tint;
mod told;
mod verify;
mod watch;

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use clap::{CommandFactory, FromArgMatches};

use arguments::{
    Arguments, Colour, Command, ConfigCommand, DeadlinesFormat, Detail, ReportFormat, VerifyFormat,
};
use config::Config;
pub use failure::Exit;
use failure::Failure;
use plain::Plain;
use tint::Tint;

use crate::language::Language;

/// What a command knows of the world beside its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// The day, unless `--today` gives another.
    pub today: NaiveDate,
    /// Language of messages, unless `--messages` gives another.
    pub language: Language,
}

/// Where a command writes what it has to say.
pub struct Console<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Messages.
    pub err: &'a mut dyn Write,
    pub language: Language,
    /// Tells the day, for a command that outlives it.
    pub clock: Option<Clock>,
    pub detail: Detail,
}

/// Tells the day anew each time it is asked.
pub type Clock = fn() -> NaiveDate;

/// Runs the command that was typed, on one day.
pub fn run(
    typed: impl IntoIterator<Item = OsString>,
    surroundings: Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    run_on(World::default(), typed, surroundings, out, err)
}

/// What only the program itself has of the world.
#[derive(Clone, Copy, Default)]
pub struct World<'a> {
    /// A clock that goes on.
    pub clock: Option<Clock>,
    /// The folder in which, and above which, the configuration file is looked for.
    pub folder: Option<&'a Path>,
    /// Whether results are shown where colour is wanted.
    pub colours_out: bool,
    /// Whether messages are.
    pub colours_err: bool,
}

/// [`run`], by the program itself.
pub fn run_on(
    world: World,
    typed: impl IntoIterator<Item = OsString>,
    surroundings: Surroundings,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let parsed = Arguments::command()
        .try_get_matches_from(typed)
        .and_then(|matches| Arguments::from_arg_matches(&matches).map(|arguments| (arguments, matches)));
    let (mut arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // `--help` and `--version` are answers, everything else is a complaint.
            return match error.use_stderr() {
                true => answer(err, &error, world.colours_err, Exit::CouldNotWork),
                false => answer(out, &error, world.colours_out, Exit::Done),
            };
        }
    };
    // A confined process works by the settings of the one that asks.
    let is_confined = matches!(arguments.command, Command::Confined { .. });
    let config = Config::find(world.folder.filter(|_| !is_confined));
    if let Ok(config) = &config {
        config.apply(&mut arguments, &matches);
    }
    let language = arguments.messages.unwrap_or(surroundings.language);
    let detail = arguments.detail();
    if answers_in_bytes(&arguments.command) {
        let console = Console { out, err, language, clock: world.clock, detail };
        return answered(arguments.command, config, surroundings.today, console);
    }
    let wanted = |colours: bool| match arguments.color {
        Colour::Auto => colours,
        Colour::Always => true,
        Colour::Never => false,
    };
    let people = answers_people(&arguments.command);
    let mut out = Tint::new(out, language, people && wanted(world.colours_out));
    let mut err = Tint::new(err, language, wanted(world.colours_err));
    let (mut out, mut err) = (Plain::new(&mut out, people), Plain::new(&mut err, true));
    let console = Console { out: &mut out, err: &mut err, language, clock: world.clock, detail };
    answered(arguments.command, config, surroundings.today, console)
}

/// Help, version or a complaint about what was typed.
fn answer(to: &mut dyn Write, error: &clap::Error, is_coloured: bool, exit: Exit) -> Exit {
    let text = error.render();
    let _ = if is_coloured { write!(to, "{}", text.ansi()) } else { write!(to, "{text}") };
    exit
}

/// Does the work and tells why it could not be done.
fn answered(
    command: Command,
    config: Result<Config, Failure>,
    today: NaiveDate,
    mut console: Console,
) -> Exit {
    let json = wants_json(&command);
    let done = config.and_then(|config| {
        if console.detail == Detail::Verbose {
            config.tell(&mut console);
        }
        perform(command, &config, today, &mut console)
    });
    match done {
        Ok(exit) => exit,
        Err(failure) => {
            let _ = match json {
                true => writeln!(console.out, "{}", failure.json()),
                false => write!(console.err, "{}", failure.human(console.language)),
            };
            failure.exit
        }
    }
}

fn perform(
    command: Command,
    config: &Config,
    today: NaiveDate,
    console: &mut Console,
) -> Result<Exit, Failure> {
    match command {
        Command::Build(arguments) => build::run(&arguments, today, console),
        Command::Check(arguments) => check::run(&arguments, today, console),
        Command::Deadlines(arguments) => deadlines::run(&arguments, today, console),
        Command::Records(arguments) => records::run(&arguments, today, console),
        Command::New { dir } => new::run(&dir, console),
        Command::Fill(arguments) => fill::run(&arguments, console),
        Command::Pdf(arguments) => pdf::run(&arguments, today, console),
        Command::Verify(arguments) => verify::run(&arguments, console),
        Command::Explain(arguments) => explain::run(&arguments, console),
        Command::Serve(arguments) => serve::run(&arguments, today, console),
        Command::Watch(arguments) => watch::run(&arguments, today, console),
        Command::Config { command: ConfigCommand::Show { format } } => config.show(format, console),
        Command::Completions { shell } => manual::completions(shell, console),
        Command::Licenses => licenses::run(console),
        Command::Man { dir } => manual::pages(&dir, console),
        Command::Confined { task } => confined::run(&task, console),
        Command::Template { command } => template::run(&command, console),
    }
}

/// Whether the answer is a file, not text.
fn answers_in_bytes(command: &Command) -> bool {
    match command {
        Command::Check(check) => check.format == ReportFormat::Xlsx,
        Command::Confined { .. } => true,
        _ => false,
    }
}

/// Whether the answer is read by people, on a terminal.
fn answers_people(command: &Command) -> bool {
    let calendar_or_page = matches!(
        command,
        Command::Deadlines(deadlines) if matches!(deadlines.format, DeadlinesFormat::Ics | DeadlinesFormat::Html)
    );
    !calendar_or_page && !wants_json(command)
}

/// Whether the answer is read by a program, so that a failure is JSON too.
fn wants_json(command: &Command) -> bool {
    match command {
        Command::Check(check) => check.format == ReportFormat::Json,
        Command::Deadlines(deadlines) => deadlines.format == DeadlinesFormat::Json,
        Command::Verify(verify) => verify.format == VerifyFormat::Json,
        Command::Explain(explain) => explain.format == ReportFormat::Json,
        Command::Config { command: ConfigCommand::Show { format } } => *format == VerifyFormat::Json,
        Command::Records(_) => true,
        Command::Template { command } => command.wants_json(),
        Command::Build(_) | Command::Fill(_) | Command::New { .. } | Command::Pdf(_) => false,
        Command::Serve(_) | Command::Watch(_) | Command::Confined { .. } => false,
        Command::Completions { .. } | Command::Licenses | Command::Man { .. } => false,
    }
}
