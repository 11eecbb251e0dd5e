//! `otinish pdf`: any Word document as PDF.

use std::path::Path;

use chrono::NaiveDate;

use super::arguments::Pdf;
use super::failure::{Exit, Failure};
use super::{Console, fonts, input};
use crate::docx::Shelf;
use crate::finding::phrase;
use crate::language::Text;
use crate::layout::Compositor;
use crate::output;
use crate::pdf::{Metadata, Press};

/// Prints each file; one that cannot be printed holds up no other.
pub fn run(arguments: &Pdf, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let fonts = fonts::load(&arguments.fonts, None)?;
    let (shelf, compositor, press) = (Shelf::default(), Compositor::new(&fonts), Press::new(&fonts));
    let mut exit = Exit::Done;
    for file in &arguments.files {
        match print(file, &shelf, &compositor, &press, today, console) {
            Ok(bytes) => {
                let name = Path::new(file.file_name().unwrap_or_default()).with_extension("pdf");
                let folder = arguments.output.as_deref().or(file.parent()).unwrap_or(Path::new(""));
                let target = folder.join(name);
                output::write_file(&target, &bytes)?;
                let _ = writeln!(console.out, "{}", target.display());
            }
            Err(failure) if arguments.files.len() == 1 => return Err(failure),
            Err(failure) => {
                let _ = write!(console.err, "{}", failure.human(console.language));
                exit = Exit::Partial;
            }
        }
    }
    Ok(exit)
}

fn print(
    file: &Path,
    shelf: &Shelf,
    compositor: &Compositor,
    press: &Press,
    today: NaiveDate,
    console: &mut Console,
) -> Result<Vec<u8>, Failure> {
    let shown = file.display().to_string();
    let bytes = input::read(file)?;
    let document = shelf.read(&bytes, today).map_err(|error| Failure::document(&shown, &error))?;
    let pages = compositor.lay_out(&document);
    for feature in &pages.warnings {
        let values = [("path", &Text::same(shown.as_str())), ("feature", feature)];
        let _ = writeln!(console.err, "{}", phrase("not-printed", &values).get(console.language));
    }
    let title = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let metadata = Metadata {
        title,
        language: console.language,
        author: String::new(),
        subject: String::new(),
        created: today,
    };
    press.print(&pages, &metadata).map_err(|error| Failure::print(&shown, &error))
}
