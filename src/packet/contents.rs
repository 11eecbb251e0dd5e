//! What a packet consists of, in its order: as the index lists it and the volume binds it.

use chrono::NaiveDate;

use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::layout::Page;

/// In what form a document is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Original,
    Copy,
    NotarisedCopy,
}

impl Form {
    /// As the index says it.
    pub fn words(self) -> Text {
        match self {
            Form::Original => phrase("form-original", &[]),
            Form::Copy => phrase("form-copy", &[]),
            Form::NotarisedCopy => phrase("form-notarised-copy", &[]),
        }
    }
}

/// A document of the packet.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The filing that it belongs to.
    pub group: String,
    pub title: String,
    /// The day that it bears; `None` where only the paper tells.
    pub date: Option<NaiveDate>,
    pub form: Form,
    pub language: Language,
    pub pages: Vec<Page>,
}
