//! Case and plan → [`Board`]: what has a last day, sorted by it, as a calendar file, a page and JSON.
//!
//! On the board stand the open filings and the last days of the papers that still count: work permit,
//! visa, passport, residence permit, contract. Invariant: equal input and day give equal bytes, and the
//! calendar file holds no passport number, because calendars travel to phones. What is deliberately
//! absent: last days of its own. Those of filings are the plan's, those of papers the roster's; a term
//! before the end of a paper (R6) comes on the board when the plan lists its filing.

mod band;
mod bars;
mod calendar;
mod entry;
mod json;
mod page;
mod summary;
mod tables;
mod timeline;
mod uid;
mod validity;
pub mod words;

use chrono::{Months, NaiveDate};

pub use band::Band;
pub use bars::Chart;
pub use entry::{Entry, Matter};
pub use summary::{Cause, Held, Need, STATES, Summary, Tally};
pub use tables::{Cell, Table, list, tables};
pub use validity::{Paper, Validity};

use crate::check::Case;
use crate::language::Language;
use crate::plan::{Filing, Status, Subject};

/// How far ahead the end of a paper is listed for people, in months; calendars and JSON have all.
const HORIZON: Months = Months::new(12);

/// All that has, or may get, a last day, as of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Board<'a> {
    pub case: &'a Case,
    pub today: NaiveDate,
    /// By last day, those without one at the end; then in the order of the workbook.
    pub entries: Vec<Entry>,
    /// The terms of all papers that count, in the order of the workbook.
    pub validities: Vec<Validity>,
}

/// The calendar file of a case (RFC 5545): one all-day event for each last day.
pub fn ics(case: &Case, filings: &[Filing], today: NaiveDate, language: Language) -> String {
    Board::new(case, filings, today).ics(language)
}

impl<'a> Board<'a> {
    /// The board of a case that was planned on a day. Filings that are done are left out.
    pub fn new(case: &'a Case, filings: &[Filing], today: NaiveDate) -> Board<'a> {
        let open = || filings.iter().filter(|filing| filing.status != Status::Done);
        let validities = validity::of(case, filings, today);
        let mut entries: Vec<Entry> = open().map(Entry::of_filing).collect();
        entries.extend(validities.iter().map(|validity| Entry::of_validity(case, validity, today)));
        entries.sort_by_key(|entry| (entry.due.is_none(), entry.due, rank(entry.subject), entry.matter));
        Board { case, today, entries, validities }
    }

    /// The bands that are not empty, the most pressing first, each with its entries. Papers that end
    /// beyond the horizon are in none; [`Board::far`] counts them.
    pub fn bands(&self) -> Vec<(Band, Vec<&Entry>)> {
        let of = |band: Band| {
            let own = self.entries.iter().filter(|entry| !self.is_far(entry));
            (band, own.filter(|entry| entry.band(self.today) == band).collect::<Vec<_>>())
        };
        Band::ALL.into_iter().map(of).filter(|(_, entries)| !entries.is_empty()).collect()
    }

    /// How many papers end beyond the horizon.
    pub fn far(&self) -> usize {
        self.entries.iter().filter(|entry| self.is_far(entry)).count()
    }

    fn is_far(&self, entry: &Entry) -> bool {
        let horizon = self.today.checked_add_months(HORIZON).unwrap_or(NaiveDate::MAX);
        matches!(entry.matter, Matter::Expiry(_)) && entry.due.is_some_and(|due| due > horizon)
    }

    /// As a calendar file (RFC 5545).
    pub fn ics(&self, language: Language) -> String {
        calendar::write(self, language)
    }

    /// As a page for a browser and for A4 paper.
    pub fn page(&self, language: Language) -> String {
        page::write(self, language)
    }
}

/// The order of the workbook: each worker, then the dependants, then the regions.
fn rank(subject: Subject) -> (usize, usize, Subject) {
    match subject {
        Subject::Employee(worker) => (worker, 0, subject),
        Subject::Dependant(worker, index) => (worker, index + 1, subject),
        Subject::Region(..) => (usize::MAX, 0, subject),
    }
}
