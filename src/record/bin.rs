//! The business identification number (БИН, БСН) of a company: `YYMM T D NNNNN C`.
//!
//! T is 4 for a resident legal entity, 5 for a non-resident, 6 for a sole proprietor in partnership;
//! D is 0 head unit, 1 branch, 2 representative office, 3 peasant farm. The check digit is that of the
//! IIN. Invariant: a [`Bin`] has twelve ASCII digits, a month that exists and a right check digit.

use serde::Serialize;

use super::iin::{Iin, Rejected, check_digit, digit, digits};

/// A valid BIN, twelve digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Bin(String);

/// Why a text is no BIN; the first reason that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BinError {
    /// A spreadsheet rounded it to `1.0014E+11`: digits are lost for good.
    #[error("rounded by the spreadsheet")]
    Rounded,
    #[error("has characters other than the digits 0-9")]
    Characters,
    #[error("has {found} digits, not 12")]
    Length { found: usize },
    /// It is the valid IIN of a person.
    #[error("it is the IIN of a person")]
    IsIin,
    #[error("its third and fourth digits are no month")]
    Month,
    #[error("its fifth digit is not 4, 5 or 6")]
    Type,
    #[error("its sixth digit is not 0 to 3")]
    Unit,
    #[error("such a number is never issued")]
    NeverIssued,
    #[error("its check digit is wrong")]
    CheckDigit,
}

impl Bin {
    /// Reads a BIN; spaces, hyphens and a leading «БИН», «БСН» or “BIN” are ignored.
    pub fn parse(text: &str) -> Result<Bin, BinError> {
        let digits = digits(text, &["БИН", "БСН", "BIN"]).map_err(|rejected| match rejected {
            Rejected::Rounded => BinError::Rounded,
            Rejected::Characters => BinError::Characters,
        })?;
        if digits.len() != 12 {
            return Err(BinError::Length { found: digits.len() });
        }
        if Iin::parse(&digits).is_ok() {
            return Err(BinError::IsIin);
        }
        if !(1..=12).contains(&(digit(&digits, 2) * 10 + digit(&digits, 3))) {
            return Err(BinError::Month);
        }
        if !(4..=6).contains(&digit(&digits, 4)) {
            return Err(BinError::Type);
        }
        if digit(&digits, 5) > 3 {
            return Err(BinError::Unit);
        }
        match check_digit(&digits) {
            None => Err(BinError::NeverIssued),
            Some(check) if check == digit(&digits, 11) => Ok(Bin(digits)),
            Some(_) => Err(BinError::CheckDigit),
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it belongs to a branch or representative office.
    pub fn is_unit(&self) -> bool {
        matches!(digit(&self.0, 5), 1 | 2)
    }
}

impl std::fmt::Display for Bin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
