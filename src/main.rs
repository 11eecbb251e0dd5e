//! The program: clock, arguments and environment in, exit code out.

use std::io::{self, Write};
use std::process::ExitCode;

use otinish::cli::{self, Surroundings};
use otinish::language::Language;

fn main() -> ExitCode {
    let surroundings = Surroundings { today: chrono::Local::now().date_naive(), language: language() };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let exit = cli::run(std::env::args_os(), surroundings, &mut out, &mut io::stderr().lock());
    // A reader that went away (`| head`) wants no more of it: that is no failure.
    let _ = out.flush();
    ExitCode::from(exit as u8)
}

/// The language of the system's messages, where it is one of ours; else English.
fn language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .and_then(|value| Language::from_code(value.get(..2)?))
        .unwrap_or(Language::En)
}
