//! A filled portal card → the values of its page: the rows of its table, part by part.
//!
//! The page is read from the Word file itself, so that the two cannot differ. A row of one cell begins a part;
//! a dash is a value that is not known, and has nothing to copy.

use serde_json::{Value, json};

use crate::docx::{Block, Document};
use crate::finding::phrase;
use crate::language::Language;

/// What the card's table has where a value is not known.
const UNKNOWN: &str = "–";

/// The values of the page.
pub fn read(document: &Document, language: Language) -> Value {
    let (mut texts, mut parts): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        match block {
            Block::Paragraph(paragraph) if !paragraph.text.trim().is_empty() => {
                texts.push(paragraph.text.trim().to_owned());
            }
            Block::Table(table) => table.texts().for_each(|row| add(&mut parts, &row)),
            Block::Paragraph(_) => {}
        }
    }
    let word = |key: &str| phrase(key, &[]).get(language).to_owned();
    json!({
        "language": language,
        "title": texts.first(),
        "texts": texts.get(1..).unwrap_or_default(),
        "parts": parts,
        "words": { "copy": word("portal-copy"), "copied": word("portal-copied") },
    })
}

/// A row of the table; the one with the headings stands before the first part and is left out.
fn add(parts: &mut Vec<Value>, row: &[String]) {
    match row {
        [title] => parts.push(json!({ "title": title, "lines": [] })),
        [label, value] => {
            let lines = parts.last_mut().and_then(|part| part["lines"].as_array_mut());
            lines.into_iter().for_each(|lines| {
                lines.push(json!({ "label": label, "value": value, "known": value != UNKNOWN }));
            });
        }
        _ => {}
    }
}
