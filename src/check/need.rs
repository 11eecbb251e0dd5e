//! Which filings a person needs on a day, and by which event: the duties of the FAQ without authority,
//! last day or completeness, which are the plan's.

use chrono::{Days, Months, NaiveDate};

use crate::filing::FilingKind;
use crate::record::{Dependant, Employee, Person};
use crate::reference::{Relation, Route, VisaCategory};
use crate::rules::RuleBook;

/// A filing that a person needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub kind: FilingKind,
    /// The day from which the duty runs: the arrival, the issue of the work permit.
    pub event: Option<NaiveDate>,
    /// The roster says that it was filed.
    pub done: bool,
}

impl Need {
    fn open(kind: FilingKind, event: Option<NaiveDate>) -> Need {
        Need { kind, event, done: false }
    }
}

/// What a worker needs today, in the order of the kinds.
pub fn of_employee(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Vec<Need> {
    if employee.person.citizenship.is_some_and(|country| country.is_kazakhstan()) {
        return Vec::new();
    }
    [invitation(employee, today), notification(&employee.person), residence(employee, None, rules, today)]
        .into_iter()
        .flatten()
        .collect()
}

/// What a dependant of this worker needs today, in the order of the kinds.
pub fn of_dependant(
    employee: &Employee,
    dependant: &Dependant,
    rules: &RuleBook,
    today: NaiveDate,
) -> Vec<Need> {
    if dependant.person.citizenship.is_some_and(|country| country.is_kazakhstan()) {
        return Vec::new();
    }
    [notification(&dependant.person), residence(employee, Some(dependant), rules, today)]
        .into_iter()
        .flatten()
        .collect()
}

/// R14: a national who needs a visa, has no valid one and is still to work here. Without a work permit
/// the need is there too: it is the letter that must wait.
fn invitation(employee: &Employee, today: NaiveDate) -> Option<Need> {
    let by_visa = matches!(employee.route, Some(Route::Visa | Route::Bilateral));
    let needed = by_visa && !has_left_job(employee, today) && !has_work_visa(&employee.person, today);
    needed.then(|| Need::open(FilingKind::InvitationLetter, employee.permit.from))
}

/// R24: each arrival of a worker or a family member.
fn notification(person: &Person) -> Option<Need> {
    let arrival = person.arrival_date?;
    let done = person.notified_on.is_some_and(|day| day >= arrival);
    Some(Need { kind: FilingKind::ArrivalNotification, event: Some(arrival), done })
}

/// R26, R30, R31: arrived from a CIS state for longer than the threshold, without a permit since.
fn residence(
    employee: &Employee,
    dependant: Option<&Dependant>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<Need> {
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    let arrival = person.arrival_date?;
    let by_residence = matches!(employee.route, Some(Route::Eaeu | Route::Azerbaijan | Route::Cis));
    let exempt = dependant.is_some_and(|dependant| is_exempt(dependant, rules, today));
    let long = planned_stay(employee, person).is_longer_than(rules.trp_threshold_days.on(today), arrival);
    let here = !has_departed(person, today) && !has_left_job(employee, today);
    let needed = by_residence && !exempt && long && here && !has_residence(person, rules, today);
    needed.then(|| Need::open(FilingKind::TrpApplication, Some(arrival)))
}

/// R31: children below the age are exempt; of parents and others the rule says nothing.
fn is_exempt(dependant: &Dependant, rules: &RuleBook, today: NaiveDate) -> bool {
    match dependant.relation {
        Some(Relation::Spouse) | None => false,
        Some(Relation::Child) => {
            let age = dependant.person.birth_date.and_then(|born| today.years_since(born));
            age.is_some_and(|age| age < rules.trp_child_age.on(today))
        }
        Some(Relation::Parent | Relation::Other) => true,
    }
}

/// A C3 visa that is valid on a day. A visa of unknown category counts: the roster often has only its end.
pub fn has_work_visa(person: &Person, today: NaiveDate) -> bool {
    let category = person.visa.category.is_none_or(|category| category == VisaCategory::WORK);
    category && person.visa.to.is_some_and(|to| to >= today)
}

/// R30: a residence permit that is valid on a day and was issued after the last arrival. Where its
/// first day is not known, its longest term tells whether it can be older than the arrival.
pub fn has_residence(person: &Person, rules: &RuleBook, today: NaiveDate) -> bool {
    let (Some(to), Some(arrival)) = (person.trp.to, person.arrival_date) else { return false };
    let longest = Months::new(12 * rules.trp_max_years.on(today));
    let from = person.trp.from.or_else(|| to.checked_sub_months(longest));
    to >= today && from.is_some_and(|from| from >= arrival)
}

/// Whether the person has gone since the last arrival.
pub fn has_departed(person: &Person, today: NaiveDate) -> bool {
    let Some(departure) = person.departure_date else { return false };
    departure <= today && person.arrival_date.is_none_or(|arrival| departure >= arrival)
}

/// Whether the employment has ended.
pub fn has_left_job(employee: &Employee, today: NaiveDate) -> bool {
    employee.termination_date.is_some_and(|day| day <= today)
}

/// How long a stay is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    Until(NaiveDate),
    /// The contract has no end.
    Indefinite,
    /// Nothing in the roster says it.
    Unknown,
}

impl Stay {
    /// Whether a stay since `arrival` lasts more days than these, the day of arrival being the first.
    /// An unknown one is taken to.
    pub fn is_longer_than(self, days: u32, arrival: NaiveDate) -> bool {
        match self {
            Stay::Until(end) => (end - arrival).num_days() + 1 > i64::from(days),
            Stay::Indefinite | Stay::Unknown => true,
        }
    }
}

/// The planned stay of a worker or of a dependant: the stated days, the departure, else the end of the
/// contract or the work permit, whichever is later.
pub fn planned_stay(employee: &Employee, person: &Person) -> Stay {
    let Some(arrival) = person.arrival_date else { return Stay::Unknown };
    let stated = employee
        .stay_days
        .and_then(|days| arrival.checked_add_days(Days::new(u64::from(days.saturating_sub(1)))));
    let departure = person.departure_date.filter(|day| *day >= arrival);
    if let Some(end) = departure.or(stated) {
        return Stay::Until(end);
    }
    if employee.contract.indefinite {
        return Stay::Indefinite;
    }
    let permit = employee.permit.to.filter(|_| employee.route != Some(Route::Eaeu));
    employee.contract.to.max(permit).map_or(Stay::Unknown, Stay::Until)
}

/// The term of a visa asked for on a day: that of the work permit (R19).
pub fn visa_term(employee: &Employee, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = (employee.permit.from?.max(today), employee.permit.to?);
    (to >= from).then_some((from, to))
}

/// The term of a stay to be notified: from the arrival to its planned end, within the visa.
pub fn stay_term(employee: &Employee, person: &Person) -> Option<(NaiveDate, NaiveDate)> {
    let from = person.arrival_date?;
    let end = match planned_stay(employee, person) {
        Stay::Until(end) => Some(end),
        Stay::Indefinite | Stay::Unknown => None,
    };
    let to = end.into_iter().chain(person.visa.to).min()?;
    (to >= from).then_some((from, to))
}

/// R29: the term of a residence permit asked for on a day: a year at most, not beyond the passport, and
/// (reading A11) not beyond the contract or work permit on which the worker's stay rests. `None` where
/// the passport's end is not known or leaves no day.
pub fn residence_term(
    employee: &Employee,
    person: &Person,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let (from, longest) = longest_residence(person, rules, today)?;
    let to = ground_end(employee).filter(|end| *end > from).map_or(longest, |end| end.min(longest));
    Some((from, to))
}

/// R29 alone: a year at most, and not beyond the passport.
pub fn longest_residence(
    person: &Person,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let from = person.arrival_date.map_or(today, |arrival| arrival.max(today));
    let year = from.checked_add_months(Months::new(12 * rules.trp_max_years.on(today)))?;
    let to = year.min(person.passport_expiry?);
    (to > from).then_some((from, to))
}

/// The end of what a worker's stay rests on: the contract (R28) or the work permit (R27).
pub fn ground_end(employee: &Employee) -> Option<NaiveDate> {
    match employee.route {
        Some(Route::Eaeu) => employee.contract.to,
        _ => employee.permit.to,
    }
}
