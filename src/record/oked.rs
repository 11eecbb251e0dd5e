//! The code of an economic activity (ОКЭД, ЭҚЖЖ; НК РК 03-2019): five digits, also written `42.11.1`.
//!
//! Invariant: an [`Oked`] has five digits, and its first two are one of the 88 divisions.

use serde::Serialize;

/// A code of five digits, without dots.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Oked(String);

/// Why a text is no OKED code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OkedError {
    /// It does not begin with a code.
    #[error("no code at its beginning")]
    NoCode,
    /// Not five digits. Four may be a class (`42.11`) or a subclass that lost its leading zero.
    #[error("has {found} digits, not 5")]
    Length { found: usize },
    /// The first two digits are no division of the classification.
    #[error("there is no division {division}")]
    Division { division: String },
}

impl Oked {
    /// Reads a code that stands alone: `42111`, `42.11.1`, `1.11.1` (= `01111`).
    pub fn parse(text: &str) -> Result<Oked, OkedError> {
        match Oked::split(text)? {
            (code, None) => Ok(code),
            (_, Some(_)) => Err(OkedError::NoCode),
        }
    }

    /// Reads a code and the name of the activity behind it: `42.11.1 – Строительство дорог`.
    pub fn split(text: &str) -> Result<(Oked, Option<String>), OkedError> {
        let text = text.trim();
        let bare = ["ОКЭД", "ЭҚЖЖ", "OKED"].iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
        let bare = bare.trim_start_matches([' ', '\u{a0}', ':', '-', '№']);
        let end = bare.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(bare.len());
        let (code, rest) = bare.split_at(end);
        if rest.starts_with(char::is_alphabetic) {
            return Err(OkedError::NoCode);
        }
        let rest = rest.trim_matches(|letter: char| letter.is_whitespace() || "-–—:;,()".contains(letter));
        Ok((of_digits(code.trim_matches('.'))?, (!rest.is_empty()).then(|| rest.to_owned())))
    }

    /// The five digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the classification writes it: `42.11.1`.
    pub fn dotted(&self) -> String {
        format!("{}.{}.{}", &self.0[..2], &self.0[2..4], &self.0[4..])
    }
}

fn of_digits(code: &str) -> Result<Oked, OkedError> {
    // With dots, a lost zero of the division is certain: `1.11.1` can only be 01.11.1.
    let dotted = code.find('.') == Some(1);
    let digits: String =
        dotted.then_some('0').into_iter().chain(code.chars().filter(|c| *c != '.')).collect();
    match digits.len() {
        0 => Err(OkedError::NoCode),
        5 if is_division(&digits[..2]) => Ok(Oked(digits)),
        5 => Err(OkedError::Division { division: digits[..2].to_owned() }),
        found => Err(OkedError::Length { found }),
    }
}

/// The 88 divisions (the same as those of NACE Rev. 2).
fn is_division(digits: &str) -> bool {
    let number: u32 = digits.parse().unwrap_or(0);
    matches!(number, 1..=3 | 5..=9 | 10..=33 | 35..=39 | 41..=43 | 45..=47 | 49..=53 | 55 | 56 | 58..=66)
        || matches!(number, 68..=75 | 77..=82 | 84..=88 | 90..=99)
}

impl std::fmt::Display for Oked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
