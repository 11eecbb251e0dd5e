//! A passport number: Latin capitals and digits (ICAO 9303), as the machine-readable zone has it.
//!
//! Cyrillic letters that look Latin (`С01234567`) are folded to Latin and remembered, so that the
//! correction can be shown. Invariant: a [`PassportNumber`] has 6 to 12 of `A-Z0-9`, with a digit.

use serde::{Serialize, Serializer};

use crate::reference::look_alike;

/// A passport number, serialised as its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassportNumber {
    text: String,
    folded: bool,
}

/// Why a text is no passport number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassportError {
    #[error("is empty")]
    Empty,
    /// Excel rounded it: digits are lost for good.
    #[error("rounded by the spreadsheet")]
    Rounded,
    /// More than one number in the cell.
    #[error("names more than one passport")]
    Several,
    /// A letter or sign that no passport number has.
    #[error("has the character {found:?}")]
    Character { found: char },
    #[error("has no digit")]
    NoDigit,
    /// Not 6 to 12 characters.
    #[error("has {found} characters, not 6 to 12")]
    Length { found: usize },
}

impl PassportNumber {
    /// Reads a number: spaces, hyphens and `№`/`N`/`No` before it are left out, letters become capitals.
    pub fn parse(text: &str) -> Result<PassportNumber, PassportError> {
        let text = strip_label(text);
        if text.trim().is_empty() {
            return Err(PassportError::Empty);
        }
        if text.to_uppercase().contains("E+") {
            return Err(PassportError::Rounded);
        }
        if several(text) {
            return Err(PassportError::Several);
        }
        let mut folded = false;
        let mut number = String::new();
        for letter in text.chars().filter(|letter| !is_filler(*letter)).flat_map(char::to_uppercase) {
            match letter {
                'A'..='Z' | '0'..='9' => number.push(letter),
                _ => {
                    number.push(look_alike(letter).ok_or(PassportError::Character { found: letter })?);
                    folded = true;
                }
            }
        }
        if !number.contains(|letter: char| letter.is_ascii_digit()) {
            return Err(PassportError::NoDigit);
        }
        match number.len() {
            6..=12 => Ok(PassportNumber { text: number, folded }),
            found => Err(PassportError::Length { found }),
        }
    }

    /// Latin capitals and digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether Cyrillic letters of the cell were read as the Latin ones that they look like.
    pub fn folded(&self) -> bool {
        self.folded
    }

    /// Whether it is longer than the nine characters of ICAO 9303: perhaps an internal passport.
    pub fn is_long(&self) -> bool {
        self.text.len() > 9
    }
}

/// The number without the words before it.
fn strip_label(text: &str) -> &str {
    let mut rest = text.trim();
    for label in ["паспорт", "passport", "серия", "№", "номер", "no.", "no ", "n°", "#"] {
        let head: String = rest.chars().take(label.chars().count()).collect();
        if head.to_lowercase() == label {
            rest = rest[head.len()..].trim_start_matches([' ', '\u{a0}', ':', '.']);
        }
    }
    // `N 01234567`, but not `N01234567`, which is a number of its own.
    rest.strip_prefix("N ").or_else(|| rest.strip_prefix("№")).unwrap_or(rest)
}

/// Whether two parts that could each be a number stand side by side.
fn several(text: &str) -> bool {
    let numbers = text.split(['/', ',', ';', '\n', '|']).filter(|part| {
        part.trim().chars().filter(|letter| letter.is_alphanumeric()).count() >= 6
            && part.contains(|letter: char| letter.is_ascii_digit())
    });
    numbers.count() > 1
}

fn is_filler(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '–' | '№' | '\'' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        )
}

impl std::fmt::Display for PassportNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for PassportNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
