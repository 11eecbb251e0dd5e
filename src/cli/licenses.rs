//! `otinish licenses`: what is compiled into the program, and the words that its licences ask to pass on.
//!
//! `licenses.txt` is made and held against `Cargo.lock` by `tests/licenses.rs`; nothing is looked for at run time.

use super::Console;
use super::failure::{Exit, Failure};

/// Crates and fonts, then the notices and the texts.
const LICENSES: &str = include_str!("licenses.txt");

/// Prints them as they are: a licence has one language.
pub fn run(console: &mut Console) -> Result<Exit, Failure> {
    let _ = console.out.write_all(LICENSES.as_bytes());
    Ok(Exit::Done)
}
