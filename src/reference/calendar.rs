//! The working calendar of Kazakhstan.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::table;

/// From which day a period of working days is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counting {
    /// The day of the event is the first day if it is a working day (the reading of the FAQ's authors).
    Inclusive,
    /// The first working day after the event is the first day (general civil law).
    Exclusive,
}

/// Which days are worked, in the years that the data cover.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Days whose standing differs from their weekday: `true` is worked.
    exceptions: BTreeMap<NaiveDate, bool>,
    years: Vec<i32>,
}

static KAZAKHSTAN: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::of_rows(include_str!("data/holidays.tsv")));

impl Calendar {
    /// The calendar of Kazakhstan (`data/holidays.tsv`).
    pub fn kazakhstan() -> &'static Calendar {
        &KAZAKHSTAN
    }

    fn of_rows(text: &'static str) -> Calendar {
        let rows = table::rows("holidays.tsv", text, ["date", "worked", "name", "certainty"]);
        let exceptions: BTreeMap<NaiveDate, bool> = rows
            .into_iter()
            .map(|[date, worked, ..]| (date.parse().expect("holidays.tsv holds dates"), worked == "1"))
            .collect();
        let mut years: Vec<i32> = exceptions.keys().map(|date| date.year()).collect();
        years.dedup();
        Calendar { exceptions, years }
    }

    /// Whether the days off of a year are known.
    pub fn covers(&self, year: i32) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// Whether a day is worked. In a year that is not covered, only the weekday speaks.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        let weekday = !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.exceptions.get(&date).copied().unwrap_or(weekday)
    }

    /// The last day of a period of `days` working days that starts with an event; `None` where it
    /// reaches a year that is not covered, or for a period of no days.
    pub fn deadline(&self, event: NaiveDate, days: u32, counting: Counting) -> Option<NaiveDate> {
        let mut date = match counting {
            Counting::Inclusive => event,
            Counting::Exclusive => event.checked_add_days(Days::new(1))?,
        };
        let mut left = days.checked_sub(1)?;
        loop {
            if !self.covers(date.year()) {
                return None;
            }
            if self.is_working(date) {
                if left == 0 {
                    return Some(date);
                }
                left -= 1;
            }
            date = date.checked_add_days(Days::new(1))?;
        }
    }
}
