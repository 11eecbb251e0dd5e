//! A person under the rules: worker or dependant, with the filings that are needed today.

use chrono::NaiveDate;

use super::{label, need};
use crate::filing::FilingKind::{self, ArrivalNotification, InvitationLetter, TrpApplication};
use crate::finding::{Finding, Place};
use crate::language::Text;
use crate::record::{Dependant, Employee, Person};
use crate::reference::Route;
use crate::roster::Field;
use crate::rules::RuleBook;

/// A worker, or a dependant of one.
pub struct Whom<'a> {
    pub employee: &'a Employee,
    pub dependant: Option<&'a Dependant>,
    /// The kinds that are needed and not done yet.
    pub open: Vec<FilingKind>,
}

impl<'a> Whom<'a> {
    /// A dependant of this worker, or the worker.
    pub fn of(
        employee: &'a Employee,
        dependant: Option<&'a Dependant>,
        rules: &RuleBook,
        today: NaiveDate,
    ) -> Whom<'a> {
        let needs = match dependant {
            Some(dependant) => need::of_dependant(employee, dependant, rules, today),
            None => need::of_employee(employee, rules, today),
        };
        Whom { employee, dependant, open: open(&needs, today) }
    }

    pub fn person(&self) -> &'a Person {
        self.dependant.map_or(&self.employee.person, |dependant| &dependant.person)
    }

    /// Where a field of this person stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.dependant.map_or_else(|| self.employee.place(field), |dependant| dependant.place(field))
    }

    /// Whether a kind is needed and not done.
    pub fn needs(&self, kind: FilingKind) -> bool {
        self.open.contains(&kind)
    }

    /// The kinds that may ever be needed on this way into the country; all where it is not known.
    pub fn possible(&self) -> &'static [FilingKind] {
        match (self.employee.route, self.dependant) {
            (None, None) => &[InvitationLetter, ArrivalNotification, TrpApplication],
            (Some(Route::Visa | Route::Bilateral), None) => &[InvitationLetter, ArrivalNotification],
            (Some(Route::Visa | Route::Bilateral), Some(_)) => &[ArrivalNotification],
            (_, _) => &[ArrivalNotification, TrpApplication],
        }
    }

    /// A finding about a field of this person, with its usual header as `{field}`.
    pub fn finding(
        &self,
        code: &'static str,
        field: Field,
        found: impl Into<String>,
        values: &[(&str, &Text)],
    ) -> Finding {
        let mut all = Vec::with_capacity(values.len() + 1);
        all.push(("field", label::header(field)));
        all.extend_from_slice(values);
        Finding::new(code, self.place(field), found, &all).about(&self.person().subject)
    }
}

fn open(needs: &[need::Need], today: NaiveDate) -> Vec<FilingKind> {
    let mut kinds: Vec<FilingKind> =
        needs.iter().filter(|need| need.is_open(today)).map(|need| need.kind).collect();
    kinds.dedup();
    kinds
}
