//! Which filings a person needs on a day, and by which event: the duties of the FAQ without authority,
//! last day or completeness, which are the plan's.

pub mod event;
pub mod extension;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::contract;
use crate::filing::FilingKind;
use crate::record::{Dependant, Employee, Person};
use crate::reference::{Engagement, Relation, Route, VisaCategory};
use crate::rules::{AtAge, Ground, RuleBook, YesNo};

/// A filing that a person needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub kind: FilingKind,
    /// The day from which the duty runs: the arrival, the issue of the work permit.
    pub event: Option<NaiveDate>,
    /// The roster says that it was filed.
    pub done: bool,
    /// The row of the sheet of movements that it is about, among the person's.
    pub movement: Option<usize>,
    /// The last day of the paper that is to be followed by a new one, where that is the event.
    pub renews: Option<NaiveDate>,
}

impl Need {
    /// One that is not done yet.
    pub fn open(kind: FilingKind, event: Option<NaiveDate>) -> Need {
        Need { kind, event, done: false, movement: None, renews: None }
    }

    /// Whether it is to be worked on: not done, and, for what is only to be filed in a window, the window
    /// is open.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        !self.done && !self.is_ahead(today)
    }

    /// Whether its window is still to open, so that nothing can be lacking yet.
    pub fn is_ahead(&self, today: NaiveDate) -> bool {
        let windowed = matches!(self.kind, FilingKind::WorkPermitExtension | FilingKind::VisaExtension);
        windowed && self.event.is_some_and(|event| event > today)
    }
}

/// What a worker needs today, in the order of the kinds.
pub fn of_employee(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Vec<Need> {
    if employee.person.citizenship.is_some_and(|country| country.is_kazakhstan()) {
        return Vec::new();
    }
    let single = [
        invitation(employee, today),
        residence(employee, None, rules, today),
        extension::of_permit(employee, rules, today),
        extension::of_visa(employee, None, rules, today),
        identification(employee, today),
        annex(employee, rules, today),
        permit_cancellation(employee),
        visa_cancellation(employee),
        invitation_email(employee, today),
    ];
    let mut needs: Vec<Need> = single.into_iter().flatten().collect();
    needs.extend(event::of_person(employee, &employee.person, rules, today));
    needs.sort_by_key(|need| need.kind);
    needs
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
    let single = [
        residence(employee, Some(dependant), rules, today),
        extension::of_visa(employee, Some(dependant), rules, today),
        family_visa(employee, dependant, rules, today),
        identification_for_duty(employee, dependant, rules, today),
    ];
    let mut needs: Vec<Need> = single.into_iter().flatten().collect();
    needs.extend(event::of_person(employee, &dependant.person, rules, today));
    needs.sort_by_key(|need| need.kind);
    needs
}

/// R14: a national who needs a visa, has no valid one and is still to work here. Without a work permit
/// the need is there too: it is the letter that must wait.
fn invitation(employee: &Employee, today: NaiveDate) -> Option<Need> {
    let by_visa = matches!(employee.route, Some(Route::Visa | Route::Bilateral));
    let needed = by_visa && !has_left_job(employee, today) && !has_work_visa(&employee.person, today);
    let done = employee.invitation_no.is_some();
    needed.then(|| Need { done, ..Need::open(FilingKind::InvitationLetter, employee.permit.from) })
}

/// R15: the number of the invitation is there, the visa is not: the employee is told.
fn invitation_email(employee: &Employee, today: NaiveDate) -> Option<Need> {
    let told = invitation(employee, today).is_some_and(|need| need.done);
    told.then(|| Need::open(FilingKind::InvitationEmail, None))
}

/// R16: a family member of who works here on a visa, without a valid C3 visa. Who may enter without one
/// by the own citizenship is left to a person.
fn family_visa(
    employee: &Employee,
    dependant: &Dependant,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<Need> {
    let by_visa = matches!(employee.route, Some(Route::Visa | Route::Bilateral));
    let own = dependant.person.citizenship.and_then(|country| rules.route(country, today));
    let own_visa = own.is_none_or(|route| matches!(route, Route::Visa | Route::Bilateral));
    let permit = employee.permit.number.is_some() && employee.permit.to.is_some_and(|to| to >= today);
    let needed = by_visa
        && own_visa
        && permit
        && !has_left_job(employee, today)
        && !has_work_visa(&dependant.person, today);
    needed.then(|| Need::open(FilingKind::FamilyVisaRequest, employee.permit.from))
}

/// R38: a worker who is here, is paid here and has no IIN.
fn identification(employee: &Employee, today: NaiveDate) -> Option<Need> {
    let person = &employee.person;
    let arrival = person
        .last_arrival()
        .filter(|_| person.iin.is_none() && !person.iin_faulty && needs_iin(employee))?;
    (!has_left_job(employee, today) && !has_departed(person, today))
        .then(|| Need::open(FilingKind::IinApplication, Some(arrival)))
}

/// R38: a family member who is here, has no IIN and for whom a state duty is to be paid: of what the rule
/// names, the FAQ lets the family only need that, for the extension of a visa (R20).
fn identification_for_duty(
    employee: &Employee,
    dependant: &Dependant,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<Need> {
    let person = &dependant.person;
    person.last_arrival().filter(|_| person.iin.is_none() && !person.iin_faulty)?;
    let extension = extension::of_visa(employee, Some(dependant), rules, today)?;
    (extension.is_open(today) && !has_departed(person, today))
        .then(|| Need::open(FilingKind::IinApplication, extension.event))
}

/// R38: whether the worker is paid here, as the roster says it or as the engagement makes it likely.
pub fn needs_iin(employee: &Employee) -> bool {
    employee.paid_in_kz.unwrap_or(!is_seconded(employee))
}

/// R37: no employment contract is concluded.
pub fn is_seconded(employee: &Employee) -> bool {
    matches!(employee.engagement, Some(Engagement::Ict | Engagement::ServicesNoBranch))
}

/// R34, R35: a contract that does not fit the work permit.
fn annex(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Option<Need> {
    let unfit = !contract::faults(employee, rules, today).is_empty() && !has_left_job(employee, today);
    unfit.then(|| Need::open(FilingKind::EmploymentContractAnnex, employee.permit.from))
}

/// R36: the employment ends before the work permit.
fn permit_cancellation(employee: &Employee) -> Option<Need> {
    let end = employee.termination_date?;
    let live = employee.route != Some(Route::Eaeu) && employee.permit.to.is_some_and(|to| to > end);
    live.then(|| Need::open(FilingKind::WorkPermitCancellation, Some(end)))
}

/// R36: the employment ends before the visa.
fn visa_cancellation(employee: &Employee) -> Option<Need> {
    let end = employee.termination_date?;
    let live = employee.person.visa.to.is_some_and(|to| to > end);
    live.then(|| Need::open(FilingKind::VisaCancellation, Some(end)))
}

/// R26, R30, R31: arrived from a CIS state for longer than the threshold, without a permit since; or with
/// one that ends before the stay. The duty runs from the arrival, or from the day on which a child came of
/// the age; where a permit ends, from when its end is near, and until it.
fn residence(
    employee: &Employee,
    dependant: Option<&Dependant>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<Need> {
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    let arrival = person.last_arrival()?;
    let by_residence = matches!(employee.route, Some(Route::Eaeu | Route::Azerbaijan | Route::Cis));
    let exempt = dependant.is_some_and(|dependant| is_exempt(dependant, rules, today));
    let here = !has_departed(person, today) && !has_left_job(employee, today);
    if !by_residence || exempt || !here {
        return None;
    }
    let stay = planned_stay(employee, person);
    if let Some(end) = residence_end(person, rules, today) {
        let ahead = Days::new(u64::from(rules.extension_opens_days.on(today)));
        let near = end.checked_sub_days(ahead).filter(|near| *near <= today)?;
        let renewal = Need { renews: Some(end), ..Need::open(FilingKind::TrpApplication, Some(near)) };
        return stay.is_beyond(end).then_some(renewal);
    }
    let grown = dependant.and_then(|dependant| comes_of_age(dependant, rules, today));
    let event = grown.map_or(arrival, |grown| grown.max(arrival));
    let long = stay.is_longer_than(rules.trp_threshold_days.on(today), event);
    long.then(|| Need::open(FilingKind::TrpApplication, Some(event)))
}

/// R31: children below the age are exempt; of parents and others the rule says nothing.
fn is_exempt(dependant: &Dependant, rules: &RuleBook, today: NaiveDate) -> bool {
    match dependant.relation {
        Some(Relation::Spouse) | None => false,
        Some(Relation::Child) => comes_of_age(dependant, rules, today).is_some_and(|grown| grown > today),
        Some(Relation::Parent | Relation::Other) => true,
    }
}

/// R31, reading A6: the day from which a child needs a residence permit.
fn comes_of_age(dependant: &Dependant, rules: &RuleBook, today: NaiveDate) -> Option<NaiveDate> {
    let born = dependant.person.birth_date.filter(|_| dependant.relation == Some(Relation::Child))?;
    let age = match rules.trp_child_at_age.on(today) {
        AtAge::Needs => rules.trp_child_age.on(today),
        AtAge::Exempt => rules.trp_child_age.on(today).saturating_add(1),
    };
    let year = born.year().checked_add_unsigned(age)?;
    // Who is born on 29 February is of the age on 1 March of a common year.
    born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// A C3 visa that is valid on a day. A visa of unknown category counts: the roster often has only its end.
pub fn has_work_visa(person: &Person, today: NaiveDate) -> bool {
    let category = person.visa.category.is_none_or(|category| category == VisaCategory::WORK);
    category && person.visa.to.is_some_and(|to| to >= today)
}

/// R30: the last day of the residence permit that was issued after the last arrival, past or to come. Where
/// its first day is not known, its longest term tells whether it can be older than the arrival.
fn residence_end(person: &Person, rules: &RuleBook, today: NaiveDate) -> Option<NaiveDate> {
    let (to, arrival) = (person.trp.to?, person.last_arrival()?);
    if rules.trp_renewed_on_return.on(today) == YesNo::No {
        return (to >= arrival).then_some(to);
    }
    let longest = Months::new(12 * rules.trp_max_years.on(today));
    let from = person.trp.from.or_else(|| to.checked_sub_months(longest))?;
    (from >= arrival).then_some(to)
}

/// Whether the person has gone since the last arrival.
pub fn has_departed(person: &Person, today: NaiveDate) -> bool {
    let Some(departure) = person.last_departure() else { return false };
    departure <= today && person.last_arrival().is_none_or(|arrival| departure >= arrival)
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
    /// Whether a stay lasts beyond a day. An unknown one is taken to.
    pub fn is_beyond(self, day: NaiveDate) -> bool {
        match self {
            Stay::Until(end) => end > day,
            Stay::Indefinite | Stay::Unknown => true,
        }
    }

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
    let Some(arrival) = person.last_arrival() else { return Stay::Unknown };
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
    let limit = match rules.trp_ground.on(today) {
        Ground::Shorten => ground_end(employee).filter(|end| *end > from),
        Ground::Ignore => None,
    };
    let to = limit.map_or(longest, |end| end.min(longest));
    Some((from, to))
}

/// R29 alone: a year at most, and not beyond the passport.
pub fn longest_residence(
    person: &Person,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let since = residence_end(person, rules, today).or(person.last_arrival());
    let from = since.map_or(today, |since| since.max(today));
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
