//! Work permits and visas that end: when their extension is applied for, for which term, and what forbids
//! it (R6–R12, R19).

use chrono::{Days, Months, NaiveDate};

use super::{Need, has_left_job, has_work_visa};
use crate::filing::FilingKind;
use crate::record::{Dependant, Employee, Person};
use crate::reference::{Category, Route};
use crate::rules::{DayOff, Range, RuleBook, Start};

/// Why a work permit is not extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// R7: the last day of the application has passed.
    TooLate { due: NaiveDate },
    /// R9: extended as often as is allowed.
    UsedUp { times: u32 },
    /// R8, R9: no such term is allowed.
    Term { asked: u32, allowed: Range },
    /// The FAQ says nothing of the fourth category.
    FourthCategory,
}

/// R6: the extension of a work permit that still runs, of a worker who stays.
pub fn of_permit(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Option<Need> {
    let to = employee.permit.to.filter(|to| *to >= today)?;
    let needs_permit = employee.route.is_some_and(|route| route != Route::Eaeu);
    (needs_permit && stays_beyond(employee, to)).then(|| {
        Need::open(FilingKind::WorkPermitExtension, before(to, rules.extension_opens_days.on(today)))
    })
}

/// R6: the last day of the application, as the FAQ counts it.
pub fn permit_due(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Option<NaiveDate> {
    before(employee.permit.to?, rules.extension_days.on(today))
}

/// R6, reading A3: the day by which to apply where the last day is a day off: the working day before.
pub fn permit_advised(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Option<NaiveDate> {
    let due = permit_due(employee, rules, today)?;
    let before = rules.calendar().worked_by(due);
    before.filter(|_| rules.extension_day_off.on(today) == DayOff::WorkingDayBefore)
}

/// What forbids the extension of a permit; the first that applies.
pub fn refusal(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Option<Refusal> {
    let category = employee.category?;
    let permit = &employee.permit;
    if let Some(due) = permit_due(employee, rules, today).filter(|due| *due < today) {
        return Some(Refusal::TooLate { due });
    }
    if category == Category::Fourth {
        return Some(Refusal::FourthCategory);
    }
    let times = rules.extensions_2_3.on(today);
    if category != Category::First && permit.extensions.is_some_and(|used| used >= times) {
        return Some(Refusal::UsedUp { times });
    }
    let allowed = years(category, rules, today)?;
    let asked = permit.extension_years.filter(|asked| !(allowed.from..=allowed.to).contains(asked))?;
    Some(Refusal::Term { asked, allowed })
}

/// R8, R9: the years of an extension by category; `None` for the fourth.
pub fn years(category: Category, rules: &RuleBook, today: NaiveDate) -> Option<Range> {
    match category {
        Category::First => Some(rules.extension_years_1.on(today)),
        Category::Second | Category::Third => Some(rules.extension_years_2_3.on(today)),
        Category::Fourth => None,
    }
}

/// R10: the term of the extended permit; `None` where the years are neither asked for nor fixed.
pub fn permit_term(
    employee: &Employee,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let old = employee.permit.to?;
    let allowed = years(employee.category?, rules, today)?;
    let only = (allowed.from == allowed.to).then_some(allowed.from);
    let asked = employee.permit.extension_years.or(only)?;
    let from = match rules.extension_starts.on(today) {
        Start::SameDay => old,
        Start::NextDay => old.succ_opt()?,
    };
    Some((from, old.checked_add_months(Months::new(12 * asked))?))
}

/// R12, R19: the extension of a valid visa that ends before the work permit, or that the permit's
/// extension outlasts. Of a dependant too (R16).
pub fn of_visa(
    employee: &Employee,
    dependant: Option<&Dependant>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<Need> {
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    let to = person.visa.to.filter(|_| has_work_visa(person, today))?;
    let by_visa = matches!(employee.route, Some(Route::Visa | Route::Bilateral));
    let term = visa_term(employee, person, rules, today)?;
    (by_visa && stays_beyond(employee, to) && term.1 > to)
        .then(|| Need::open(FilingKind::VisaExtension, before(to, rules.extension_opens_days.on(today))))
}

/// R19: the last day before which the request is made.
pub fn visa_due(person: &Person, rules: &RuleBook, today: NaiveDate) -> Option<NaiveDate> {
    before(person.visa.to?, rules.visa_extension_days.on(today))
}

/// R19: from the end of the visa to the end of the work permit, or of the extended one.
pub fn visa_term(
    employee: &Employee,
    person: &Person,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let (from, permit) = (person.visa.to?, employee.permit.to?);
    if permit > from {
        return Some((from, permit));
    }
    let extended = of_permit(employee, rules, today)
        .filter(|_| refusal(employee, rules, today).is_none())
        .and_then(|_| permit_term(employee, rules, today));
    Some((from, extended.map_or(permit, |(_, to)| to)))
}

/// Whether the worker is still to work here after a day.
fn stays_beyond(employee: &Employee, day: NaiveDate) -> bool {
    employee.termination_date.is_none_or(|end| end > day) && !has_left_job(employee, day)
}

fn before(day: NaiveDate, days: u32) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(u64::from(days)))
}
