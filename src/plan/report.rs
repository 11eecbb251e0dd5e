//! Case and plan → the JSON of `check` (design §5): counts, findings, filled values, filings.

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Filing;
use crate::check::{Case, Filled};
use crate::finding::{Finding, Severity};

/// What `check --format json` prints.
#[derive(serde::Serialize)]
pub struct Report<'a> {
    pub roster: &'a str,
    pub today: String,
    pub counts: Counts,
    pub findings: &'a [Finding],
    pub filled: &'a [Filled],
    pub filings: Vec<Line<'a>>,
}

/// How many of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub employees: usize,
    pub dependants: usize,
    pub errors: usize,
    pub warnings: usize,
    pub filled: usize,
}

/// A filing with the case that names its subject.
pub struct Line<'a> {
    case: &'a Case,
    filing: &'a Filing,
}

impl<'a> Report<'a> {
    /// The report of a case planned on a day.
    pub fn new(case: &'a Case, filings: &'a [Filing], today: NaiveDate) -> Report<'a> {
        Report {
            roster: &case.roster_name,
            today: today.to_string(),
            counts: Counts {
                employees: case.employees.len(),
                dependants: case.dependants().count(),
                errors: case.count(Severity::Error),
                warnings: case.count(Severity::Warning),
                filled: case.filled.len(),
            },
            findings: &case.findings,
            filled: &case.filled,
            filings: filings.iter().map(|filing| Line { case, filing }).collect(),
        }
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line { case, filing } = self;
        let iso = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let mut line = serializer.serialize_struct("Filing", 14)?;
        line.serialize_field("kind", &filing.kind)?;
        line.serialize_field("subject", filing.subject.name(case))?;
        line.serialize_field("region", &filing.region)?;
        line.serialize_field("authority", &filing.region.map(|_| &filing.authority))?;
        line.serialize_field("event", &iso(filing.event))?;
        line.serialize_field("due", &iso(filing.due))?;
        line.serialize_field("status", &filing.status)?;
        line.serialize_field("rule", filing.rule)?;
        line.serialize_field("exposure_kzt", &filing.exposure)?;
        line.serialize_field("lacks", &filing.lacks)?;
        line.serialize_field("blocked_by", &filing.blocked_by)?;
        line.serialize_field("year", &filing.year)?;
        line.serialize_field("period_from", &iso(filing.period.map(|period| period.from)))?;
        line.serialize_field("period_to", &iso(filing.period.map(|period| period.to)))?;
        line.end()
    }
}
