//! Why a file could not be read as a roster: one error, with what was found, where, and what to do.

use serde::{Deserialize, Serialize};

use super::{Field, address};
use crate::finding::{Notice, notice};
use crate::language::{Language, Text};

/// A file that cannot be read as a roster. Faults of single cells are findings, not errors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Error {
    /// The file has no bytes, or none that show anything.
    #[error("{name}: the file is empty")]
    Empty { name: String },
    /// The content, whatever the name says, is not a workbook or a table as text.
    #[error("{name}: not a workbook but {}", found.en)]
    NotWorkbook { name: String, found: Text },
    /// The workbook opens only with a password.
    #[error("{name}: the workbook is protected with a password")]
    Encrypted { name: String },
    /// A part of the workbook cannot be read: cut off in copying, or written wrongly.
    #[error("{name}: damaged ({part})")]
    Damaged { name: String, part: String },
    /// Over the caps on sizes.
    #[error("{name}: too large: {}", what.en)]
    TooLarge { name: String, what: Text },
    /// The file holds what no spreadsheet program writes and what attacks use.
    #[error("{name}: refused: {}", cause.en)]
    Refused { name: String, cause: Text },
    /// No visible sheet is a list of employees.
    #[error("{name}: no sheet with employees")]
    NoEmployees { name: String, sheets: Vec<String> },
    /// Two columns of a sheet are headed as one field.
    #[error("{sheet}: two columns for {}: {first} and {second}", field.name())]
    DuplicateColumn { sheet: String, field: Field, first: Heading, second: Heading },
}

/// A header cell: its address and its text as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    pub cell: String,
    pub text: String,
}

impl Heading {
    pub(super) fn new(row: u32, column: u32, text: &str) -> Heading {
        Heading { cell: address(row, column), text: super::label::plain(text) }
    }
}

impl std::fmt::Display for Heading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.cell, self.text)
    }
}

impl Error {
    /// What to tell a person: what was found, where, and the next act.
    pub fn notice(&self) -> Notice {
        let name = |name: &String| Text::same(name.clone());
        match self {
            Error::Empty { name: file } => notice("roster-empty", &[("file", &name(file))]),
            Error::NotWorkbook { name: file, found } => {
                notice("roster-not-workbook", &[("file", &name(file)), ("found", found)])
            }
            Error::Encrypted { name: file } => notice("roster-encrypted", &[("file", &name(file))]),
            Error::Damaged { name: file, part } => {
                notice("roster-damaged", &[("file", &name(file)), ("part", &name(part))])
            }
            Error::TooLarge { name: file, what } => {
                notice("roster-too-large", &[("file", &name(file)), ("what", what)])
            }
            Error::Refused { name: file, cause } => {
                notice("roster-refused", &[("file", &name(file)), ("cause", cause)])
            }
            Error::NoEmployees { name: file, sheets } => {
                let sheets = sheets.iter().map(|sheet| format!("`{sheet}`")).collect::<Vec<_>>().join(", ");
                let sheets = if sheets.is_empty() {
                    Text::new("none", "ни одного", "бірде-бір парақ жоқ")
                } else {
                    Text::same(sheets)
                };
                notice(
                    "roster-no-employees",
                    &[("file", &name(file)), ("sheets", &sheets), ("expected", &expected())],
                )
            }
            Error::DuplicateColumn { sheet, field, first, second } => notice(
                "roster-duplicate-column",
                &[
                    ("sheet", &name(sheet)),
                    ("field", &field.title()),
                    ("first", &Text::same(first.to_string())),
                    ("second", &Text::same(second.to_string())),
                ],
            ),
        }
    }
}

/// The headers by which a list of employees is known, in each language.
fn expected() -> Text {
    let fields =
        [Field::FullNameLat, Field::FullNameCyr, Field::BirthDate, Field::Citizenship, Field::PassportNo];
    let list =
        |language: Language| fields.map(|field| format!("`{}`", field.headers(language)[0])).join(", ");
    Text { en: list(Language::En), ru: list(Language::Ru), kk: list(Language::Kk) }
}
