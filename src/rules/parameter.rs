//! One parameter of the rule book: its value on a day, with what it rests on.

use chrono::NaiveDate;

use crate::language::Text;

/// A value with its rule, its citation and its later changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<T> {
    /// Number of the rule, `R22`; `-` where the FAQ is silent.
    pub rule: String,
    /// The words it rests on, as their source has them.
    pub citation: String,
    /// What else is known: shown, never applied.
    pub note: Option<Text>,
    pub(super) value: T,
    pub(super) changes: Vec<Change<T>>,
}

/// A later value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// First day on which it holds.
    pub from: NaiveDate,
    pub value: T,
    pub citation: String,
}

impl<T: Copy> Parameter<T> {
    /// The value that holds on a day.
    pub fn on(&self, day: NaiveDate) -> T {
        self.changes.iter().rev().find(|change| change.from <= day).map_or(self.value, |change| change.value)
    }

    /// The words behind the value that holds on a day.
    pub fn citation_on(&self, day: NaiveDate) -> &str {
        let change = self.changes.iter().rev().find(|change| change.from <= day);
        change.map_or(&self.citation, |change| &change.citation)
    }
}

/// A day of every year: `08-01`. Never 29 February, so that it exists in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// From `MM-DD`.
    pub fn parse(text: &str) -> Option<MonthDay> {
        let (month, day) = text.split_once('-')?;
        let number = |text: &str| (text.len() == 2).then(|| text.parse().ok()).flatten();
        let (month, day) = (number(month)?, number(day)?);
        NaiveDate::from_ymd_opt(2001, month, day).map(|_| MonthDay { month, day })
    }

    /// That day in a year; `None` for a year that the calendar does not reach.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

/// A range of a penalty in monthly calculation indexes, `from <= to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MciRange {
    pub from: u32,
    pub to: u32,
}
