//! The records' papers → those whose last day still counts.
//!
//! A paper counts while its holder is employed here and needs it: no permit for citizens of the EAEU
//! (R28), no visa for those who enter without one (R18, R26), none at all after the end of the job
//! (R36).

use chrono::NaiveDate;

use crate::check::{Case, need, region};
use crate::filing::FilingKind;
use crate::finding::phrase;
use crate::language::Text;
use crate::plan::{Filing, Status, Subject};
use crate::record::{Employee, Person};
use crate::reference::{Category, Region, Route};

/// A paper with a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Paper {
    WorkPermit,
    Visa,
    Passport,
    ResidencePermit,
    Contract,
}

/// The term of a person's paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    pub paper: Paper,
    pub subject: Subject,
    /// The rule by which its end matters.
    pub rule: &'static str,
    pub from: Option<NaiveDate>,
    /// The last day on which it is valid.
    pub to: NaiveDate,
}

impl Paper {
    /// The name of its end in JSON: `work-permit-expiry`.
    pub fn name(self) -> &'static str {
        match self {
            Paper::WorkPermit => "work-permit-expiry",
            Paper::Visa => "visa-expiry",
            Paper::Passport => "passport-expiry",
            Paper::ResidencePermit => "trp-expiry",
            Paper::Contract => "contract-end",
        }
    }

    /// What its end is called.
    pub fn title(self) -> Text {
        phrase(&format!("board-{}", self.name()), &[])
    }

    /// The rule by which its end matters: the extension of a permit (R6) and of a visa (R19), the bounds
    /// of a residence permit (R29), the term of a contract (R35; R28 where it stands in for the permit).
    fn rule(self, route: Option<Route>) -> &'static str {
        match self {
            Paper::WorkPermit => "R6",
            Paper::Visa => "R19",
            Paper::Passport | Paper::ResidencePermit => "R29",
            Paper::Contract if route == Some(Route::Eaeu) => "R28",
            Paper::Contract => "R35",
        }
    }
}

impl Validity {
    /// What the FAQ says to do about its end, where it says something: of the extension of a permit of
    /// category 4 it does not.
    pub fn advice(&self, case: &Case, today: NaiveDate) -> Option<Text> {
        let category = self.subject.people(case).and_then(|(employee, _)| employee.category);
        let key = match (self.paper, self.to < today) {
            (Paper::WorkPermit, true) => "board-advice-permit-expired",
            (Paper::WorkPermit, false) if category == Some(Category::Fourth) => "board-advice-category-4",
            (Paper::WorkPermit, false) => "board-advice-work-permit",
            (Paper::Visa, false) => "board-advice-visa",
            (Paper::Visa | Paper::Passport | Paper::ResidencePermit | Paper::Contract, _) => return None,
        };
        Some(phrase(key, &[]))
    }

    /// The region whose authority gives the paper; `None` for a passport.
    pub fn region(&self, case: &Case) -> Option<Region> {
        let (employee, dependant) = self.subject.people(case)?;
        match self.paper {
            Paper::Passport => None,
            Paper::WorkPermit | Paper::Contract => employee.region,
            Paper::Visa | Paper::ResidencePermit => {
                region::of_filing(FilingKind::TrpApplication, employee, dependant)
            }
        }
    }
}

/// The terms that count, in the order of the workbook.
pub(super) fn of(case: &Case, filings: &[Filing], today: NaiveDate) -> Vec<Validity> {
    let mut all = Vec::new();
    for (worker, employee) in case.employees.iter().enumerate() {
        if need::has_left_job(employee, today) {
            continue;
        }
        all.extend(of_employee(employee, Subject::Employee(worker), today));
        for (index, dependant) in employee.dependants.iter().enumerate() {
            let subject = Subject::Dependant(worker, index);
            all.extend(of_person(&dependant.person, employee.route, subject, today));
        }
    }
    all.retain(|validity| counts(validity, case, filings, today));
    all
}

fn of_employee(employee: &Employee, subject: Subject, today: NaiveDate) -> Vec<Validity> {
    let Employee { permit, contract, route, .. } = employee;
    let mut all = of_person(&employee.person, *route, subject, today);
    let own = [
        (Paper::WorkPermit, permit.from, permit.to.filter(|_| *route != Some(Route::Eaeu))),
        (Paper::Contract, contract.start.or(contract.from), contract.to),
    ];
    if !is_citizen(&employee.person) {
        all.extend(terms(&own, *route, subject));
        all.sort_by_key(|validity| validity.paper);
    }
    all
}

fn of_person(person: &Person, route: Option<Route>, subject: Subject, today: NaiveDate) -> Vec<Validity> {
    if is_citizen(person) {
        return Vec::new();
    }
    let by_visa = !matches!(route, Some(Route::Eaeu | Route::Azerbaijan | Route::Cis));
    // R30: it ends with the departure, and the next arrival needs a new one.
    let stays = !need::has_departed(person, today);
    terms(
        &[
            (Paper::Visa, person.visa.from, person.visa.to.filter(|_| by_visa)),
            (Paper::Passport, person.passport_issue, person.passport_expiry),
            (Paper::ResidencePermit, person.trp.from, person.trp.to.filter(|_| stays)),
        ],
        route,
        subject,
    )
}

fn terms(
    papers: &[(Paper, Option<NaiveDate>, Option<NaiveDate>)],
    route: Option<Route>,
    subject: Subject,
) -> Vec<Validity> {
    let term = |&(paper, from, to): &(Paper, Option<NaiveDate>, Option<NaiveDate>)| {
        Some(Validity { paper, subject, rule: paper.rule(route), from, to: to? })
    };
    papers.iter().filter_map(term).collect()
}

fn is_citizen(person: &Person) -> bool {
    person.citizenship.is_some_and(|country| country.is_kazakhstan())
}

/// Whether the end of a visa or a residence permit is still of use: while valid, unless the plan lists
/// the application for the residence permit that follows, because this one fell with an arrival (R30);
/// once expired, only of a person who came under it and is still here.
fn counts(validity: &Validity, case: &Case, filings: &[Filing], today: NaiveDate) -> bool {
    if !matches!(validity.paper, Paper::Visa | Paper::ResidencePermit) {
        return true;
    }
    if validity.to >= today {
        let successor = |filing: &Filing| {
            filing.kind == FilingKind::TrpApplication
                && filing.subject == validity.subject
                && filing.status != Status::Done
        };
        return validity.paper == Paper::Visa || !filings.iter().any(successor);
    }
    let Some(person) = validity.subject.person(case) else { return false };
    let came = person.arrival_date.is_some_and(|arrival| arrival <= validity.to);
    came && !need::has_departed(person, today)
}
