//! The individual identification number (ИИН, ЖСН) of a person: `YYMMDD G NNNN C`.
//!
//! G tells century and sex (1/2 = 1800s M/F, 3/4 = 1900s, 5/6 = 2000s). The check digit is the weighted
//! sum of the first eleven modulo 11, with a second set of weights where the first gives 10; a number
//! that gives 10 twice is never issued (Rules on identification numbers, Res. 406 of 22.05.2007).
//!
//! Invariant: an [`Iin`] has twelve ASCII digits, a date that exists and a right check digit.

use chrono::NaiveDate;
use serde::Serialize;

use crate::reference::Sex;

/// A valid IIN, twelve digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Iin(String);

/// Why a text is no IIN; the first reason that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IinError {
    /// Excel rounded it to `8.50317E+11`: digits are lost for good.
    #[error("rounded by the spreadsheet")]
    Rounded,
    /// A character that is no ASCII digit, such as the letter O or an Arabic-Indic digit.
    #[error("has characters other than the digits 0-9")]
    Characters,
    /// Not twelve digits.
    #[error("has {found} digits, not 12")]
    Length { found: usize },
    /// The seventh digit is 0. No library takes it; some texts give it to foreigners, so the
    /// certificate of the IIN decides.
    #[error("its seventh digit is 0")]
    SeventhDigitZero,
    /// The seventh digit, which tells century and sex, is none of 1 to 6.
    #[error("its seventh digit is not 1 to 6")]
    CenturyDigit,
    /// The first six digits are no date of that century.
    #[error("its first six digits are no date")]
    Date,
    /// Both rounds of the check digit give 10.
    #[error("such a number is never issued")]
    NeverIssued,
    #[error("its check digit is wrong")]
    CheckDigit,
}

impl Iin {
    /// Reads an IIN; spaces, hyphens and a leading «ИИН», «ЖСН» or “IIN” are ignored.
    pub fn parse(text: &str) -> Result<Iin, IinError> {
        let digits = digits(text, &["ИИН", "ЖСН", "IIN"]).map_err(|rejected| match rejected {
            Rejected::Rounded => IinError::Rounded,
            Rejected::Characters => IinError::Characters,
        })?;
        if digits.len() != 12 {
            return Err(IinError::Length { found: digits.len() });
        }
        birth_date(&digits)?;
        match check_digit(&digits) {
            None => Err(IinError::NeverIssued),
            Some(check) if check == digit(&digits, 11) => Ok(Iin(digits)),
            Some(_) => Err(IinError::CheckDigit),
        }
    }

    /// The IIN of which a number cell lost the leading zeros (9 to 11 digits are left), only if the
    /// padded number is valid and says the same birth date.
    pub fn repair(digits: &str, born: NaiveDate) -> Option<Iin> {
        let digits = digits.trim();
        if !(9..=11).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Iin::parse(&format!("{digits:0>12}")).ok().filter(|iin| iin.birth_date() == born)
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn birth_date(&self) -> NaiveDate {
        birth_date(&self.0).expect("checked when it was read")
    }

    pub fn sex(&self) -> Sex {
        if digit(&self.0, 6) % 2 == 1 { Sex::Male } else { Sex::Female }
    }
}

impl std::fmt::Display for Iin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn birth_date(digits: &str) -> Result<NaiveDate, IinError> {
    let century = match digit(digits, 6) {
        0 => return Err(IinError::SeventhDigitZero),
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return Err(IinError::CenturyDigit),
    };
    let two = |at: usize| digit(digits, at) * 10 + digit(digits, at + 1);
    NaiveDate::from_ymd_opt(century + two(0) as i32, two(2), two(4)).ok_or(IinError::Date)
}

/// Why a text is not a plain number of digits.
pub(super) enum Rejected {
    Rounded,
    Characters,
}

/// The ASCII digits of a number whose label, spaces and hyphens are left out.
pub(super) fn digits(text: &str, labels: &[&str]) -> Result<String, Rejected> {
    let text = text.trim();
    let upper = text.to_uppercase();
    let bare = labels.iter().find_map(|label| upper.strip_prefix(label)).unwrap_or(&upper);
    let bare = bare.trim_start_matches([' ', '\u{a0}', ':', '№', '#', '.']);
    let kept: String = bare
        .chars()
        .filter(|letter| !letter.is_whitespace() && !is_invisible(*letter) && *letter != '-')
        .collect();
    if kept.contains("E+") && !kept.contains(|letter: char| letter.is_alphabetic() && letter != 'E') {
        return Err(Rejected::Rounded);
    }
    // A sheet written by a program may hold `850317300109.0`.
    let kept = kept.strip_suffix(".0").unwrap_or(&kept);
    if kept.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(kept.to_owned())
    } else {
        Err(Rejected::Characters)
    }
}

/// Zero-width characters and the apostrophe with which Excel marks a number as text.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\'')
}

pub(super) fn digit(digits: &str, at: usize) -> u32 {
    u32::from(digits.as_bytes()[at] - b'0')
}

/// The check digit of the first eleven digits; `None` where both rounds give 10.
pub(super) fn check_digit(digits: &str) -> Option<u32> {
    let round = |first: usize| {
        let weight = |at: usize| ((at + first) % 11 + 1) as u32;
        (0..11).map(|at| digit(digits, at) * weight(at)).sum::<u32>() % 11
    };
    [round(0), round(2)].into_iter().find(|check| *check != 10)
}
