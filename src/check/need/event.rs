//! Events of which the migration service is notified (R24): each arrival, a new address, a long trip to
//! another region.

use chrono::NaiveDate;

use super::Need;
use crate::filing::FilingKind::ArrivalNotification;
use crate::record::{Employee, Movement, Person};
use crate::reference::region::of_address;
use crate::reference::{MovementKind, Region};
use crate::rules::{RuleBook, TripDays};

/// The notifications of a person: of the arrival in the person's own row, then of the movements.
pub fn of_person(employee: &Employee, person: &Person, rules: &RuleBook, today: NaiveDate) -> Vec<Need> {
    let own = person.arrival_date.map(|arrival| {
        let again = person.movements.iter().filter(|one| is_same_arrival(one, person));
        let mut notified = again.filter_map(|one| one.notified_on).chain(person.notified_on);
        let done = notified.any(|day| day >= arrival);
        Need { done, ..Need::open(ArrivalNotification, Some(arrival)) }
    });
    let further = person.movements.iter().enumerate().filter_map(|(index, movement)| {
        let date = movement.date?;
        let due = is_notified(movement, employee, person, rules, today) && !is_same_arrival(movement, person);
        let done = movement.notified_on.is_some_and(|day| day >= date);
        due.then(|| Need { done, movement: Some(index), ..Need::open(ArrivalNotification, Some(date)) })
    });
    own.into_iter().chain(further).collect()
}

/// Whether a movement is the arrival that the person's own row has.
fn is_same_arrival(movement: &Movement, person: &Person) -> bool {
    movement.is(MovementKind::Arrival) && movement.date.is_some() && movement.date == person.arrival_date
}

/// R24: an arrival, a new address, or a trip to another region of more days than the limit; a trip whose
/// length is not known is taken to be long.
fn is_notified(
    movement: &Movement,
    employee: &Employee,
    person: &Person,
    rules: &RuleBook,
    today: NaiveDate,
) -> bool {
    match movement.kind {
        Some(MovementKind::Arrival | MovementKind::Address) => true,
        Some(MovementKind::Trip) => {
            let long = trip_days(movement, rules, today).is_none_or(|days| days > rules.trip_days.on(today));
            long && !is_in_own_region(movement, employee, person)
        }
        Some(MovementKind::Departure) | None => false,
    }
}

/// Calendar days of a trip: as typed, else from its dates (reading A4).
pub fn trip_days(movement: &Movement, rules: &RuleBook, today: NaiveDate) -> Option<u32> {
    let nights = || {
        let (from, to) = (movement.date?, movement.to?);
        u32::try_from((to - from).num_days()).ok()
    };
    let counted = || {
        Some(match rules.trip_counting.on(today) {
            TripDays::BothEnds => nights()?.saturating_add(1),
            TripDays::Nights => nights()?,
        })
    };
    movement.days.or_else(counted)
}

/// Where a movement leads to.
pub fn region(movement: &Movement) -> Option<Region> {
    movement.address.as_deref().and_then(of_address).or(movement.region)
}

/// Whether a trip stays in the region where the person lives.
pub fn is_in_own_region(movement: &Movement, employee: &Employee, person: &Person) -> bool {
    let home = person.address.as_deref().and_then(of_address).or(employee.region);
    region(movement).is_some_and(|region| Some(region) == home)
}
