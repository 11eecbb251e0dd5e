//! Case → filings: what each worker, dependant and region needs today, to which authority, until when,
//! and what holds it back.
//!
//! Invariant: a filing is listed whether or not it can be made; one that cannot says why. The order is
//! that of the workbook, then of the kinds; regions come last. What is deliberately absent: documents.

mod blockers;
mod filing;
mod report;
mod status;

use chrono::{Datelike, NaiveDate};

pub use filing::{Filing, Period, Status, Subject};
pub use report::Report;

use crate::check::need::{self, Need};
use crate::check::{Case, region, require};
use crate::filing::FilingKind;
use crate::reference::region::Authority;
use crate::reference::{Calendar, Region};
use crate::rules::RuleBook;
use blockers::Blockers;

/// The filings of a case on a day.
pub fn plan(case: &Case, rules: &RuleBook, today: NaiveDate) -> Vec<Filing> {
    let desk = Desk { case, rules, today, blockers: Blockers::of(case) };
    let mut filings = Vec::new();
    for (index, employee) in case.employees.iter().enumerate() {
        let needs = need::of_employee(employee, rules, today);
        desk.person(Subject::Employee(index), needs, &mut filings);
        for (own, dependant) in employee.dependants.iter().enumerate() {
            let needs = need::of_dependant(employee, dependant, rules, today);
            desk.person(Subject::Dependant(index, own), needs, &mut filings);
        }
    }
    filings.extend(desk.quotas());
    filings
}

/// What every filing is planned with.
struct Desk<'a> {
    case: &'a Case,
    rules: &'a RuleBook,
    today: NaiveDate,
    blockers: Blockers<'a>,
}

impl Desk<'_> {
    /// The filings of a person: those that are needed, and those of which an unreadable value leaves
    /// open whether they are.
    fn person(&self, subject: Subject, mut needs: Vec<Need>, filings: &mut Vec<Filing>) {
        for kind in self.blockers.unsettled(self.case, subject) {
            if !needs.iter().any(|need| need.kind == kind) {
                needs.push(Need { kind, event: None, done: false });
            }
        }
        needs.sort_by_key(|need| need.kind);
        filings.extend(needs.into_iter().map(|need| self.filing(subject, need)));
    }

    fn filing(&self, subject: Subject, need: Need) -> Filing {
        let Need { kind, event, done } = need;
        let (employee, dependant) = subject.people(self.case).expect("only people have needs");
        let lacks: Vec<&'static str> = (require::lacking(kind, employee, dependant).iter())
            .chain(&require::lacking_of_company(&self.case.company))
            .map(|field| field.name())
            .collect();
        let person = subject.person(self.case).expect("only people have needs");
        let term = match kind {
            FilingKind::InvitationLetter => need::visa_term(employee, self.today),
            FilingKind::ArrivalNotification => need::stay_term(employee, person),
            FilingKind::TrpApplication => {
                event.and(need::residence_term(employee, person, self.rules, self.today))
            }
            FilingKind::QuotaRequest | FilingKind::IinApplication => None,
        };
        Filing {
            period: term.map(|(from, to)| Period { from, to }),
            year: None,
            rule: require::rule(kind, dependant.is_some()),
            ..self.draft(kind, subject, region::of_filing(kind, employee, dependant), event, done, lacks)
        }
    }

    /// One request per region and year, in the order of years and regions (R1, R5).
    fn quotas(&self) -> Vec<Filing> {
        let lines = self.case.quota.iter().filter_map(|line| Some((line.year?, line.region?)));
        let mut wanted: Vec<(i32, Region)> = lines.collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.into_iter().map(|(year, region)| self.quota(year, region)).collect()
    }

    fn quota(&self, year: i32, region: Region) -> Filing {
        let lines =
            self.case.quota.iter().filter(|line| line.year == Some(year) && line.region == Some(region));
        let mut lacks: Vec<&'static str> =
            lines.flat_map(require::lacking_of_line).map(|field| field.name()).collect();
        lacks.extend(require::lacking_of_company(&self.case.company).iter().map(|field| field.name()));
        let mut seen = std::collections::BTreeSet::new();
        lacks.retain(|field| seen.insert(*field));
        let subject = Subject::Region(region, year);
        let draft = self.draft(FilingKind::QuotaRequest, subject, Some(region), None, false, lacks);
        Filing { year: Some(year), rule: require::rule(FilingKind::QuotaRequest, false), ..draft }
    }

    /// What all kinds have in common.
    fn draft(
        &self,
        kind: FilingKind,
        subject: Subject,
        region: Option<Region>,
        event: Option<NaiveDate>,
        done: bool,
        lacks: Vec<&'static str>,
    ) -> Filing {
        let authority = match kind {
            FilingKind::QuotaRequest => Authority::Employment,
            _ => Authority::Migration,
        };
        let due = self.due(kind, subject, event);
        let blocked_by = if done { Vec::new() } else { self.blockers.of_filing(self.case, kind, subject) };
        let held = !blocked_by.is_empty() || !lacks.is_empty();
        let status = status::of(done, held, event, due, self.rules, self.today);
        Filing {
            kind,
            subject,
            region,
            authority: region.map(|region| region.authority(authority)).unwrap_or_default(),
            addressee: region.map(|region| region.addressee(authority)).unwrap_or_default(),
            event,
            due,
            status,
            rule: "",
            exposure: status::exposure(kind, done, event, due, self.rules, self.today),
            lacks: if done { Vec::new() } else { lacks },
            blocked_by,
            period: None,
            year: None,
        }
    }

    /// The last day (R1, R22; for a residence permit the reading A5; for an invitation the FAQ has none).
    fn due(&self, kind: FilingKind, subject: Subject, event: Option<NaiveDate>) -> Option<NaiveDate> {
        match (kind, subject) {
            (FilingKind::QuotaRequest, Subject::Region(_, year)) => self.rules.quota_due(year),
            (FilingKind::ArrivalNotification, _) => {
                let event = event?;
                let days = self.rules.notification_business_days.on(event);
                Calendar::kazakhstan().deadline(event, days, self.rules.notification_counting.on(event))
            }
            (FilingKind::TrpApplication, _) => {
                let days = self.rules.trp_due_days.on(event?);
                event?.checked_add_days(chrono::Days::new(u64::from(days)))
            }
            _ => None,
        }
    }
}

/// Workers of a region whose work permit is valid on a day: what a quota request states beside its plan.
pub fn current_permits(case: &Case, region: Region, today: NaiveDate) -> usize {
    let valid = |employee: &&crate::record::Employee| {
        employee.region == Some(region)
            && employee.permit.number.is_some()
            && employee.permit.to.is_some_and(|to| to >= today)
            && employee.permit.from.is_none_or(|from| from <= today)
            && employee.route.is_none_or(|route| route != crate::reference::Route::Eaeu)
    };
    case.employees.iter().filter(valid).count()
}

/// The year of a day, for tables by year.
fn year(day: NaiveDate) -> i32 {
    day.year()
}
