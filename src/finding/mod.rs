//! From what a stage noticed to what a person reads: a [`Finding`] with its place, its words in three
//! languages and what it blocks.
//!
//! A finding is a value about the user's data: stages gather all of them and stop for none. Its words
//! come from the message catalogue (`catalogue/*.toml`), so that the command line, the page and the
//! JSON say the same. What is deliberately absent: any decision about what a finding means for a run.

mod catalogue;
mod terms;

use std::borrow::Cow;

use serde::Serialize;

pub use catalogue::{Entry, entries, entry, notice, phrase, phrases};
pub use terms::{Term, terms};

use crate::filing::FilingKind;
use crate::language::Text;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something cannot be filed until this is put right.
    Error,
    /// Doubtful: a person should look, nothing is held back.
    Warning,
    /// Good to know.
    Info,
}

/// Where in the workbook: as much as is known, from the sheet down to the cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Name of the sheet as typed.
    pub sheet: Option<String>,
    /// Address in the sheet, `H7`.
    pub cell: Option<String>,
    /// Row number as Excel shows it, from 1.
    pub row: Option<u32>,
    /// Name of the field in the field table, `passport_no`.
    pub field: Option<&'static str>,
}

impl std::fmt::Display for Place {
    /// `Сотрудники!H7`, or as much of it as is known.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sheet = self.sheet.as_deref().unwrap_or("");
        match (&self.cell, self.row) {
            (Some(cell), _) => write!(f, "{sheet}!{cell}"),
            (None, Some(row)) => write!(f, "{sheet}!{row}:{row}"),
            (None, None) => f.write_str(sheet),
        }
    }
}

/// Words for an error or a finding: what was found, and the next act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Stable kebab-case name.
    pub code: &'static str,
    pub message: Text,
    pub hint: Text,
}

/// Something wrong, doubtful or worth knowing about the user's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable kebab-case name, `iin-checksum`; the key of the catalogue.
    pub code: &'static str,
    /// Rule of the FAQ that is behind it, `R38`; empty where it is about the workbook itself.
    pub rule: &'static str,
    pub severity: Severity,
    #[serde(flatten)]
    pub place: Place,
    /// The person as typed in the workbook, or the region; empty where it is about the workbook itself.
    pub subject: String,
    /// What stood there, as typed; empty where nothing did.
    pub found: String,
    pub message: Cow<'static, Text>,
    pub hint: Cow<'static, Text>,
    /// The kinds of filing of this subject that cannot be made until this is put right.
    pub blocks: Vec<FilingKind>,
}

impl Finding {
    /// A finding with the words of the catalogue. `found` fills `{found}`; `values` fill the other
    /// placeholders.
    ///
    /// # Panics
    /// When the catalogue has no such code: a mistake of ours that every test of the code shows.
    pub fn new(
        code: &'static str,
        place: Place,
        found: impl Into<String>,
        values: &[(&str, &Text)],
    ) -> Finding {
        let found = found.into();
        let (entry, [message, hint]) = catalogue::found(code, &found, values);
        Finding {
            code: entry.code,
            rule: entry.rule,
            severity: entry.severity,
            place,
            subject: String::new(),
            found,
            message,
            hint,
            blocks: Vec::new(),
        }
    }

    /// Says whom it is about.
    pub fn about(mut self, subject: impl Into<String>) -> Finding {
        self.subject = subject.into();
        self
    }

    /// Says which filings it holds back.
    pub fn blocking(mut self, kinds: &[FilingKind]) -> Finding {
        self.blocks = kinds.to_vec();
        self
    }
}
