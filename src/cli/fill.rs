//! `otinish fill`: one document from a template and any JSON.

use std::collections::BTreeSet;
use std::path::Path;

use super::arguments::Fill;
use super::failure::{Exit, Failure};
use super::template::print;
use super::{Console, fonts, input};
use crate::confine;
use crate::finding::Notice;
use crate::language::Language;
use crate::output;
use crate::template::{FillError, Filled, Location, Template, language_of};

/// Fills the template and writes the document; one that lacks values only as a draft.
pub fn run(arguments: &Fill, console: &mut Console) -> Result<Exit, Failure> {
    let Fill { template: file, data, output: target, draft, .. } = arguments;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let language = arguments.lang.or_else(|| language_of(&name)).unwrap_or(Language::Ru);
    let shown = file.display().to_string();
    let pictures = match &arguments.pictures {
        Some(folder) => input::pictures(folder)?,
        None => input::pictures_beside(file.parent())?,
    };
    confine::vet(file)?;
    let template = Template::compile(&input::read(file)?, &name, language)
        .map_err(|faults| Failure::about_template(&shown, faults.first().expect("at least one fault")))?
        .with_pictures(pictures);
    let data = input::json(data)?;
    let filled = match template.fill(&data) {
        Ok(filled) => filled,
        Err(FillError::UnknownFields(fields)) => {
            fields.iter().for_each(|field| tell(&field.notice(), Some(&field.place), &shown, console));
            let there: BTreeSet<String> =
                fields.iter().map(|field| field.fields.words().get(console.language).to_owned()).collect();
            there.iter().for_each(|fields| drop(writeln!(console.err, "{fields}")));
            return Ok(Exit::Unmade);
        }
        Err(error) => {
            tell(&error.notice(), error.place(), &shown, console);
            return Ok(Exit::Unmade);
        }
    };
    let Filled { docx, lacks, doubts, .. } = filled;
    lacks.iter().for_each(|lack| tell(&lack.notice(), Some(&lack.place), &shown, console));
    doubts.iter().for_each(|doubt| tell(&doubt.notice(), Some(&doubt.place), &shown, console));
    if !lacks.is_empty() && !draft {
        return Ok(Exit::Unmade);
    }
    let word = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    let bytes = match word {
        true => docx,
        false => {
            let title = target.file_stem().unwrap_or_default().to_string_lossy();
            print(&docx, &title, language, &shown, &fonts::load(&arguments.fonts, file.parent())?)?
        }
    };
    write(target, &bytes, console)?;
    Ok(if lacks.is_empty() { Exit::Done } else { Exit::Unmade })
}

fn write(target: &Path, bytes: &[u8], console: &mut Console) -> Result<(), Failure> {
    output::write_file(target, bytes)?;
    let _ = writeln!(console.out, "{}", target.display());
    Ok(())
}

fn tell(words: &Notice, place: Option<&Location>, shown: &str, console: &mut Console) {
    let language = console.language;
    let place = place.map_or_else(String::new, |place| format!("{}: ", place.text().get(language)));
    let _ = writeln!(console.err, "{shown}: {place}{}", words.message.get(language));
    let _ = writeln!(console.err, "  → {}", words.hint.get(language));
}
