//! Where in the Word document something stands, and what is wrong there.
//!
//! Invariant: a place is told in the terms of what a person sees in Word (paragraph, table, row, column,
//! the words around), never in bytes of XML.

use serde::Serialize;

use crate::finding::{self, Notice};
use crate::language::Text;

/// A place in the template document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Location {
    /// Name of the part, `word/document.xml`, `word/header1.xml`.
    pub part: String,
    /// Number of the paragraph in its part, from 1, in reading order, those in tables counted too.
    /// 0 where it is about the part as a whole.
    pub paragraph: usize,
    /// Characters of the paragraph before the tag.
    pub offset: usize,
    /// The cell, if the paragraph stands in a table.
    pub cell: Option<Cell>,
    /// The nearest heading above, if there is one.
    pub heading: Option<String>,
    /// The tag with the words around it, as typed in the template.
    pub context: String,
}

/// A cell of a table; all numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Number of the table in its part, nested ones counted too.
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

impl Location {
    /// A place that is a part as a whole.
    pub fn part(part: &str) -> Location {
        Location { part: part.to_owned(), ..Location::default() }
    }

    /// The place in words, without the context: “header1, paragraph 3, table 1, row 2, column 4”.
    pub fn text(&self) -> Text {
        let short = self.part.rsplit('/').next().unwrap_or("").trim_end_matches(".xml");
        let mut text = match short {
            _ if self.paragraph == 0 => return Text::same(short),
            "document" => Text::default(),
            _ => Text::same(format!("{short}, ")),
        };
        let number = self.paragraph;
        text.en.push_str(&format!("paragraph {number}"));
        text.ru.push_str(&format!("абзац {number}"));
        text.kk.push_str(&format!("{number}-абзац"));
        if let Some(Cell { table, row, column }) = self.cell {
            text.en.push_str(&format!(", table {table}, row {row}, column {column}"));
            text.ru.push_str(&format!(", таблица {table}, строка {row}, столбец {column}"));
            text.kk.push_str(&format!(", {table}-кесте, {row}-жол, {column}-баған"));
        }
        text
    }
}

/// Something wrong in a template: the document cannot be filled until it is put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub place: Location,
    /// Stable kebab-case name.
    pub code: &'static str,
    pub message: Notice,
    /// Of a field that is not there: those that are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Fields>,
}

/// The fields that there are where a tag names another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fields {
    /// What they are fields of, as the tag calls it: `employee`; nothing for the top of the data.
    pub of: String,
    /// Sorted.
    pub names: Vec<String>,
}

impl Fields {
    /// “Fields of `employee`: address, address_en, …”
    pub fn words(&self) -> Text {
        let key = if self.of.is_empty() { "fields-top" } else { "fields-of" };
        let names = Text::same(self.names.join(", "));
        finding::phrase(key, &[("of", &Text::same(self.of.as_str())), ("names", &names)])
    }
}

impl Fault {
    /// What to do, with the fields that there are.
    pub fn advice(&self) -> Text {
        let hint = &self.message.hint;
        match self.fields.as_ref().map(Fields::words) {
            Some(Text { en, ru, kk }) => Text {
                en: format!("{} {en}", hint.en),
                ru: format!("{} {ru}", hint.ru),
                kk: format!("{} {kk}", hint.kk),
            },
            None => hint.clone(),
        }
    }

    /// A fault with the words of the catalogue.
    pub(super) fn new(place: Location, code: &'static str, values: &[(&str, &str)]) -> Fault {
        Fault { place, code, message: notice(code, values), fields: None }
    }

    /// A fault of the document as a whole.
    pub(super) fn of(message: Notice) -> Fault {
        Fault { place: Location::default(), code: message.code, message, fields: None }
    }
}

/// The words of a code whose values are spelled the same in all languages.
pub(super) fn notice(code: &'static str, values: &[(&str, &str)]) -> Notice {
    let texts: Vec<(&str, Text)> = values.iter().map(|(name, value)| (*name, Text::same(*value))).collect();
    let values: Vec<(&str, &Text)> = texts.iter().map(|(name, text)| (*name, text)).collect();
    finding::notice(code, &values)
}

/// The known word that is most like what was typed.
pub(super) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing takes the product of the lengths; nothing of ours is as long.
    let end = typed.char_indices().nth(100).map_or(typed.len(), |(end, _)| end);
    let typed = &typed[..end];
    let letters = typed.chars().count();
    let start = |word: &str| strsim::jaro_winkler(typed, word);
    let mut best: Option<(f64, &str)> = None;
    for word in known {
        let length = word.chars().count();
        // As alike as two texts of these lengths can be.
        let most = 1.0 - letters.abs_diff(length) as f64 / letters.max(length).max(1) as f64;
        if best.is_some_and(|(edits, _)| most < edits) {
            continue;
        }
        let edits = strsim::normalized_damerau_levenshtein(typed, word);
        let nearer = |(least, other): (f64, &str)| {
            let starts = || start(word).total_cmp(&start(other));
            edits.total_cmp(&least).then_with(starts).then_with(|| other.cmp(word)).is_gt()
        };
        if best.is_none_or(nearer) {
            best = Some((edits, word));
        }
    }
    best.map(|(_, word)| word)
}
