//! The program: clock, arguments and environment in, exit code out.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use otinish::cli::{self, Exit, Surroundings, World};
use otinish::confine;
use otinish::language::Language;

fn main() -> ExitCode {
    // The first Ctrl-C lets what is begun come to its end; the second does not wait. Where the system takes
    // no handler, Ctrl-C ends the process at once: files are whole all the same.
    let _ = ctrlc::set_handler(|| {
        if cli::process::interrupt() {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    if io::stderr().is_terminal() {
        cli::process::watch();
    }
    let today: cli::Clock = || chrono::Local::now().date_naive();
    let surroundings = Surroundings { today: today(), language: language() };
    // Files are read in a process of their own; without a path to it there is none, and that is told.
    confine::confine_with(std::env::current_exe().unwrap_or_default());
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut err = io::stderr().lock();
    let folder = std::env::current_dir().ok();
    let world = World {
        clock: Some(today),
        folder: folder.as_deref(),
        colours_out: is_coloured(&io::stdout()),
        colours_err: is_coloured(&io::stderr()),
    };
    let exit =
        cli::process::guard(|| cli::run_on(world, std::env::args_os(), surroundings, &mut out, &mut err));
    // A reader that went away (`| head`) wants no more of it: that is no failure.
    let _ = out.flush();
    ExitCode::from(exit as u8)
}

/// Whether colour is wanted there: a terminal that has it, without `NO_COLOR` or `CLICOLOR=0`; or `CLICOLOR_FORCE`.
fn is_coloured(stream: &impl IsTerminal) -> bool {
    let shows = || stream.is_terminal() && anstyle_query::term_supports_color();
    // Of older consoles of Windows it has to be asked first; elsewhere this does nothing.
    let _ = anstyle_query::windows::enable_ansi_colors();
    !anstyle_query::no_color()
        && (anstyle_query::clicolor_force() || anstyle_query::clicolor().unwrap_or(true) && shows())
}

/// The language of the system's messages, where it is one of ours; else English.
fn language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .and_then(|value| Language::from_code(value.get(..2)?))
        .unwrap_or(Language::En)
}
