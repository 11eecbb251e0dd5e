//! Findings by what they hold back: a person's row, a region's lines, or everything (the company card).

use std::collections::BTreeMap;

use super::Subject;
use crate::check::Case;
use crate::filing::FilingKind;
use crate::finding::{Finding, Severity};
use crate::record::Places;

/// The findings of a case that hold something back.
pub struct Blockers<'a> {
    rows: BTreeMap<(&'a str, u32), Vec<&'a Finding>>,
    /// Those of the company card, or of its absence.
    company: Vec<&'a Finding>,
}

impl<'a> Blockers<'a> {
    pub fn of(case: &'a Case) -> Blockers<'a> {
        let mut blockers = Blockers { rows: BTreeMap::new(), company: Vec::new() };
        let own = case.company.places.sheet();
        let blocking = |finding: &&Finding| finding.severity == Severity::Error && !finding.blocks.is_empty();
        for finding in case.findings.iter().filter(blocking) {
            match (finding.place.sheet.as_deref(), finding.place.row) {
                (Some(sheet), Some(row)) if sheet != own => {
                    blockers.rows.entry((sheet, row)).or_default().push(finding);
                }
                _ => blockers.company.push(finding),
            }
        }
        blockers
    }

    /// The codes that hold back a filing, without repetition, in the order of the workbook.
    pub fn of_filing(&self, case: &'a Case, kind: FilingKind, subject: Subject) -> Vec<&'static str> {
        let own = rows(case, subject).into_iter().flat_map(|places| self.of_row(places));
        let all = self.company.iter().chain(own);
        let mut codes: Vec<&'static str> = Vec::new();
        for finding in all.filter(|finding| finding.blocks.contains(&kind)) {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
        codes
    }

    /// The kinds that an unreadable value of the person's own row may make needed.
    pub fn unsettled(&self, case: &'a Case, subject: Subject) -> Vec<FilingKind> {
        let own = rows(case, subject).into_iter().flat_map(|places| self.of_row(places));
        let mut kinds: Vec<FilingKind> = own.flat_map(|finding| finding.blocks.iter().copied()).collect();
        // Who has an IIN, if a mistyped one, needs none.
        kinds.retain(|kind| *kind != FilingKind::IinApplication);
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn of_row(&self, places: &'a Places) -> &[&'a Finding] {
        let found = places.row().and_then(|row| self.rows.get(&(places.sheet(), row)));
        found.map_or(&[], Vec::as_slice)
    }
}

/// The rows of the workbook that a subject stands in.
fn rows(case: &Case, subject: Subject) -> Vec<&Places> {
    match subject.people(case) {
        Some((_, Some(dependant))) => vec![&dependant.places],
        Some((employee, None)) => vec![&employee.places],
        None => subject.lines(case).map(|line| &line.places).collect(),
    }
}
