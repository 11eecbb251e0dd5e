//! A working calendar: which days are worked, and where a period of them ends. Its days are the rule
//! book's.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// From which day a period of working days is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counting {
    /// The day of the event is the first day if it is a working day (the reading of the FAQ's authors).
    Inclusive,
    /// The first working day after the event is the first day (general civil law).
    Exclusive,
}

/// Which days are worked, in the years that the data cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days whose standing differs from their weekday: `true` is worked.
    exceptions: BTreeMap<NaiveDate, bool>,
    years: Vec<i32>,
}

impl Calendar {
    /// The calendar with these exceptions: days whose standing differs from their weekday, `true` is
    /// worked. A year without any is not covered.
    pub fn new(exceptions: BTreeMap<NaiveDate, bool>) -> Calendar {
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

    /// The day itself if it is worked, else the last working day before it; `None` where that reaches a
    /// year that is not covered.
    pub fn worked_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut day = day;
        while self.covers(day.year()) {
            if self.is_working(day) {
                return Some(day);
            }
            day = day.pred_opt()?;
        }
        None
    }
}
