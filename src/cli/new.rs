//! `otinish new`: a folder to begin with, holding the starter workbook and the letters to edit.

use std::path::Path;

use super::Console;
use super::failure::{Exit, Failure};
use crate::finding::phrase;
use crate::language::Text;
use crate::output;
use crate::template::BUILT_IN;
use crate::workbook;

/// The workbook and the folder of templates.
const ROSTER: &str = "roster.xlsx";
const TEMPLATES: &str = "templates";

/// Writes what is not there yet; a file that is there stays as it is.
pub fn run(dir: &Path, console: &mut Console) -> Result<Exit, Failure> {
    let roster = dir.join(ROSTER);
    let made = place(&roster, &workbook::starter(console.language)?)?;
    say(if made { "new-made" } else { "new-kept" }, &roster, console);
    let templates = dir.join(TEMPLATES);
    let mut made = false;
    for (name, bytes) in BUILT_IN {
        made |= place(&templates.join(name), bytes)?;
    }
    say(if made { "new-made" } else { "new-kept" }, &templates, console);
    say("new-next", &roster, console);
    Ok(Exit::Done)
}

/// Writes a file unless it is there; says whether it was written.
fn place(path: &Path, bytes: &[u8]) -> Result<bool, Failure> {
    if path.exists() {
        return Ok(false);
    }
    output::write_file(path, bytes)?;
    Ok(true)
}

fn say(key: &str, path: &Path, console: &mut Console) {
    let words = phrase(key, &[("path", &Text::same(path.display().to_string()))]);
    let _ = writeln!(console.out, "{}", words.get(console.language));
}
