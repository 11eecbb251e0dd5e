//! `columns.tsv` → the columns of the starter workbook: which fields stand on which sheet, how wide, and
//! what an invented person has there.
//!
//! The field table has more: other spellings of a name, columns for lawyers. A starter that asks for all
//! of them frightens; whoever needs one adds it under its header. The file is part of the program, so a
//! mistake in it panics at the first look, and the tests look.

use crate::language::Language;
use crate::roster::{Field, SheetKind};

/// A column of a sheet, or a line of the company's card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    pub field: Field,
    /// Most filings ask for it; the others are for some people or some letters.
    pub main: bool,
    /// In characters; the card has one width for all.
    pub width: f64,
    /// What stands there for the invented person, in ru, kk, en; one for all where it is no word.
    examples: [&'static str; 3],
}

impl Column {
    /// The example in a language; empty where there is none.
    pub fn example(&self, language: Language) -> &'static str {
        self.examples[language as usize]
    }

    /// The printed names of the field in three languages, this one first, with `between` between them.
    pub fn header(&self, first: Language, between: &str) -> String {
        let title = self.field.title();
        let mut lines = vec![title.get(first).to_owned()];
        for language in Language::ALL {
            let line = title.get(language);
            if !lines.iter().any(|known| known == line) {
                lines.push(line.to_owned());
            }
        }
        lines.join(between)
    }
}

/// The columns of a sheet, left to right.
pub fn of(sheet: SheetKind) -> Vec<Column> {
    let lines = include_str!("columns.tsv").lines().skip(1);
    lines.filter_map(|line| column(line, sheet)).collect()
}

/// The column of a line, if the line is about this sheet.
fn column(line: &'static str, sheet: SheetKind) -> Option<Column> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [own, field, need, width, examples @ ..] = &cells[..] else {
        panic!("columns.tsv: five columns or seven in: {line}");
    };
    if *own != sheet.name() {
        return None;
    }
    Some(Column {
        field: Field::from_name(field).expect("columns.tsv names fields of the field table"),
        main: *need == "main",
        width: width.parse().expect("columns.tsv: a width is a number"),
        examples: match examples {
            [same] => [same; 3],
            [ru, kk, en] => [ru, kk, en],
            _ => panic!("columns.tsv: one example or three in: {line}"),
        },
    })
}
