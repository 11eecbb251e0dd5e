//! Why a rule book could not be read.

use thiserror::Error;

use crate::finding::{self, Notice};
use crate::language::Text;

/// What is wrong with a rule book, by the name of its key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// The text is not TOML.
    #[error("the rule book is not TOML: {message}")]
    Syntax { message: String },
    /// A key that no rule reads: mostly a slip of the pen, so it is refused.
    #[error("the rule book has an unknown key `{key}`")]
    Unknown { key: String },
    /// A parameter, or a part of one, is not there.
    #[error("the rule book has no `{key}`")]
    Missing { key: String },
    /// A value of another kind or outside its bounds.
    #[error("`{key}` of the rule book is `{found}`, expected {expected}")]
    Wrong { key: String, found: String, expected: Expected },
    /// The changes of a parameter do not stand in the order of time.
    #[error("the changes of `{key}` do not stand in the order of their dates")]
    Order { key: String },
}

/// What a value should be, in English, Russian and Kazakh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    pub en: &'static str,
    pub ru: &'static str,
    pub kk: &'static str,
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.en)
    }
}

impl Error {
    /// The words of the catalogue for it.
    pub fn notice(&self) -> Notice {
        let same = |text: &str| Text::same(text);
        match self {
            Error::Syntax { message } => finding::notice("rules-syntax", &[("problem", &same(message))]),
            Error::Unknown { key } => finding::notice("rules-unknown-key", &[("key", &same(key))]),
            Error::Missing { key } => finding::notice("rules-missing-key", &[("key", &same(key))]),
            Error::Wrong { key, found, expected } => finding::notice(
                "rules-wrong-value",
                &[
                    ("key", &same(key)),
                    ("found", &same(found)),
                    ("expected", &Text::new(expected.en, expected.ru, expected.kk)),
                ],
            ),
            Error::Order { key } => finding::notice("rules-order", &[("key", &same(key))]),
        }
    }
}
