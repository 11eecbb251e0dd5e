//! Case and plan → the JSON of `check` (design §5): counts, findings, filled values, filings.

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Filing;
use crate::check::{Case, Filled};
use crate::filing::FilingKind;
use crate::finding::{Finding, Severity};
use crate::rules::{LawNote, RuleBook};

/// What `check --format json` prints.
#[derive(serde::Serialize)]
pub struct Report<'a> {
    pub roster: &'a str,
    pub today: String,
    pub counts: Counts,
    pub findings: &'a [Finding],
    pub filled: &'a [Filled],
    pub filings: Vec<Line<'a>>,
    /// What later law says about the rules of these filings: shown, never applied by itself.
    pub later_law: Vec<&'a LawNote>,
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
    pub fn new(case: &'a Case, filings: &'a [Filing], rules: &'a RuleBook, today: NaiveDate) -> Report<'a> {
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
            later_law: later_law(filings, rules),
        }
    }
}

/// What later law says about the rules of filings that are not done, and those that a rule leads to.
pub fn later_law<'a>(filings: &[Filing], rules: &'a RuleBook) -> Vec<&'a LawNote> {
    let open = || filings.iter().filter(|filing| filing.status != super::Status::Done);
    let concerns =
        |law: &LawNote| open().any(|filing| bases(filing.kind).iter().any(|rule| law.is_about(rule)));
    rules.laws().iter().filter(|law| concerns(law)).collect()
}

/// The rules on which a filing of a kind rests.
fn bases(kind: FilingKind) -> &'static [&'static str] {
    match kind {
        FilingKind::QuotaRequest => &["R1"],
        FilingKind::InvitationLetter => &["R17"],
        FilingKind::ArrivalNotification => &["R22", "R24"],
        FilingKind::TrpApplication => &["R26", "R27", "R29", "R30", "R31"],
        FilingKind::WorkPermitExtension => &["R6", "R9"],
        FilingKind::IinApplication => &["R39", "R40"],
        _ => &[],
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line { case, filing } = self;
        let iso = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let mut line = serializer.serialize_struct("Filing", 17)?;
        line.serialize_field("kind", &filing.kind)?;
        line.serialize_field("subject", filing.subject.name(case))?;
        line.serialize_field("region", &filing.region)?;
        line.serialize_field("authority", &filing.region.map(|_| &filing.authority))?;
        line.serialize_field("event", &iso(filing.event))?;
        line.serialize_field("due", &iso(filing.due))?;
        line.serialize_field("advised", &iso(filing.advised))?;
        line.serialize_field("status", &filing.status)?;
        line.serialize_field("rule", filing.rule)?;
        line.serialize_field("exposure_kzt", &filing.exposure)?;
        line.serialize_field("lacks", &filing.lacks)?;
        line.serialize_field("blocked_by", &filing.blocked_by)?;
        line.serialize_field("year", &filing.year)?;
        line.serialize_field("period_from", &iso(filing.period.map(|period| period.from)))?;
        line.serialize_field("period_to", &iso(filing.period.map(|period| period.to)))?;
        line.serialize_field("movement", &filing.movement(case).and_then(|one| one.kind))?;
        line.serialize_field("printed", &filing.is_printed())?;
        line.end()
    }
}
