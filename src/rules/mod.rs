//! Rule book text → [`RuleBook`]: the numbers by which `check` and `plan` decide, each with its rule,
//! its citation and the days from which it holds.
//!
//! Invariant: a rule book that was read is whole: every parameter is there, within its bounds, and no
//! key was passed over; so a look-up cannot fail. What is deliberately absent: the reference tables
//! (countries, holidays, the monthly calculation index), which state facts and not rules.

mod error;
mod parameter;
mod read;

use chrono::NaiveDate;

pub use error::{Error, Expected};
pub use parameter::{MciRange, MonthDay, Parameter};

use crate::reference::Counting;

const KAZAKHSTAN: &str = include_str!("kazakhstan.toml");

/// The dated parameters of a country, typed.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleBook {
    /// Last day of a quota request, in the year before the quota year (R1).
    pub quota_due: Parameter<MonthDay>,
    /// Business days for the notification of an arrival (R22).
    pub notification_business_days: Parameter<u32>,
    /// Whether the day of arrival counts (R22, reading A1).
    pub notification_counting: Parameter<Counting>,
    /// Calendar days of a stay above which a temporary residence permit is needed (R26).
    pub trp_threshold_days: Parameter<u32>,
    /// Calendar days after arrival within which its application is planned (R26, reading A5).
    pub trp_due_days: Parameter<u32>,
    /// Longest term of a temporary residence permit, in years (R29).
    pub trp_max_years: Parameter<u32>,
    /// Age in years from which a child needs one (R31, reading A6).
    pub trp_child_age: Parameter<u32>,
    /// Calendar days of a stay without a visa, for purposes other than work (R17).
    pub visa_free_days: Parameter<u32>,
    /// Penalty for lateness, in monthly calculation indexes (R21, R25, R32).
    pub penalty_mci: Parameter<MciRange>,
    /// Calendar days before its last day in which a filing is shown as due.
    pub due_soon_days: Parameter<u32>,
    source: String,
}

impl RuleBook {
    /// The rule book of the FAQ.
    pub fn kazakhstan() -> RuleBook {
        RuleBook::parse(KAZAKHSTAN).expect("the built-in rule book is read by a test")
    }

    /// Reads a rule book in TOML.
    ///
    /// # Errors
    /// The first thing that is wrong, by the name of its key: a key that is missing, unknown or holds
    /// something else than it should.
    pub fn parse(text: &str) -> Result<RuleBook, Error> {
        read::rule_book(text)
    }

    /// The text it was read from: what the manifest's hash is made of.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Last day of the quota request for a year (R1): 1 August 2026 for 2027.
    pub fn quota_due(&self, quota_year: i32) -> Option<NaiveDate> {
        let year = quota_year.checked_sub(1)?;
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        self.quota_due.on(first).in_year(year)
    }
}

#[cfg(test)]
mod tests;
