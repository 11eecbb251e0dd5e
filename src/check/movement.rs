//! The sheet of movements (R24): rows → [`Movement`]s, each given to its person, and what is wrong with them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::case::Filled;
use super::family::words;
use super::label;
use super::need::event;
use super::reader::Reader;
use super::region;
use super::whom::Whom;
use crate::filing::FilingKind::ArrivalNotification;
use crate::finding::Finding;
use crate::language::Text;
use crate::record::date::Kind;
use crate::record::{Employee, Layout, Movement, Person, Places};
use crate::reference::MovementKind;
use crate::roster::Field;
use crate::rules::RuleBook;

/// Reads a row.
pub fn read(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> Movement {
    let expected = Text::new(
        "arrival, change of address, trip, departure",
        "прибытие, смена адреса, поездка, выезд",
        "келу, мекенжай өзгерту, сапар, кету",
    );
    Movement {
        places: Places::of(layout, reader.row),
        emp_id: reader.text(Field::EmpId),
        mover: reader.raw(Field::Mover),
        kind: reader.code(Field::Movement, MovementKind::parse, expected),
        date: reader.date(Field::MovementDate, Kind::Event),
        to: reader.date(Field::MovementTo, Kind::Event),
        days: reader.number(Field::TripDays, 0..=3660),
        region: region::read(reader, Field::Region).first().copied(),
        address: reader.text(Field::Address),
        address_kk: reader.text(Field::AddressKk),
        address_en: reader.text(Field::AddressEn),
        entry_point: reader.text(Field::EntryPoint),
        purpose: reader.text(Field::Purpose),
        notified_on: reader.date(Field::NotifiedOn, Kind::Event),
    }
}

/// Gives each movement to its person, by date; an arrival date that the person's own row leaves blank is
/// taken from the last arrival.
pub fn join(
    employees: &mut [Employee],
    movements: Vec<Movement>,
    findings: &mut Vec<Finding>,
    filled: &mut Vec<Filled>,
) {
    if movements.is_empty() {
        return;
    }
    let index = Index::of(employees);
    for movement in movements {
        match index.find(&movement)[..] {
            [one] => person(employees, one).movements.push(movement),
            [] => findings.push(lost(&movement, None)),
            ref several => {
                let names = several.iter().map(|one| Text::same(person_at(employees, *one).subject.clone()));
                findings.push(lost(&movement, Some(label::list(names))));
            }
        }
    }
    for one in index.all {
        let place = place_of_arrival(employees, one);
        let person = person(employees, one);
        person.movements.sort_by_key(|movement| (movement.date, movement.places.row()));
        let arrived = |movement: &&Movement| movement.is(MovementKind::Arrival) && movement.date.is_some();
        let Some(last) = person.movements.iter().rev().find(arrived).cloned() else { continue };
        // What could not be read is not overwritten: it has a finding.
        if person.arrival_date.is_none() && place.1 {
            person.arrival_date = last.date;
            person.notified_on = person.notified_on.or(last.notified_on);
            filled.push(Filled {
                place: place.0,
                from: Some(last.place(Field::MovementDate)),
                field: Field::ArrivalDate.name(),
                subject: person.subject.clone(),
                value: last.date.map(|date| date.to_string()).unwrap_or_default(),
                source: Text::new(
                    "taken from the sheet of movements",
                    "с листа перемещений",
                    "қозғалыстар парағынан алынды",
                ),
                rule: "R24",
            });
        }
    }
}

/// Worker, and dependant among the worker's.
type Who = (usize, Option<usize>);

fn person(employees: &mut [Employee], (worker, own): Who) -> &mut Person {
    match own {
        Some(own) => &mut employees[worker].dependants[own].person,
        None => &mut employees[worker].person,
    }
}

fn person_at(employees: &[Employee], (worker, own): Who) -> &Person {
    own.map_or(&employees[worker].person, |own| &employees[worker].dependants[own].person)
}

/// Where the arrival date of a person would stand, and whether its cell is blank.
fn place_of_arrival(employees: &[Employee], (worker, own): Who) -> (crate::finding::Place, bool) {
    let places = match own {
        Some(own) => &employees[worker].dependants[own].places,
        None => &employees[worker].places,
    };
    (places.place(Field::ArrivalDate), !person_at(employees, (worker, own)).arrival_faulty)
}

fn lost(movement: &Movement, choices: Option<Text>) -> Finding {
    let typed = movement.mover.clone().or(movement.emp_id.clone()).unwrap_or_default();
    let place = movement.place(Field::Mover);
    let finding = match choices {
        Some(choices) => Finding::new("mover-several", place, typed.clone(), &[("choices", &choices)]),
        None if typed.is_empty() => Finding::new("mover-missing", place, "", &[]),
        None => Finding::new("mover-not-found", place, typed.clone(), &[]),
    };
    finding.about(typed).blocking(&[ArrivalNotification])
}

/// The people of a case by staff number and by the words of their names.
struct Index {
    numbers: BTreeMap<String, Vec<Who>>,
    names: BTreeMap<Vec<String>, Vec<Who>>,
    all: Vec<Who>,
}

impl Index {
    fn of(employees: &[Employee]) -> Index {
        let mut index = Index { numbers: BTreeMap::new(), names: BTreeMap::new(), all: Vec::new() };
        for (worker, employee) in employees.iter().enumerate() {
            if let Some(number) = &employee.person.emp_id {
                index.numbers.entry(number.to_lowercase()).or_default().push((worker, None));
            }
            let family = employee.dependants.iter().enumerate().map(|(own, one)| (Some(own), &one.person));
            for (own, person) in std::iter::once((None, &employee.person)).chain(family) {
                index.all.push((worker, own));
                let names =
                    [Some(&person.subject), person.full_name_lat.as_ref(), person.full_name_cyr.as_ref()];
                for name in names.into_iter().flatten().map(|name| words(name)) {
                    let who = index.names.entry(name).or_default();
                    if !who.contains(&(worker, own)) {
                        who.push((worker, own));
                    }
                }
            }
        }
        index
    }

    /// By name, within the worker's family where the number stands too; by number alone the worker.
    fn find(&self, movement: &Movement) -> Vec<Who> {
        let by_number =
            movement.emp_id.as_ref().and_then(|number| self.numbers.get(&number.trim().to_lowercase()));
        let by_name =
            movement.mover.as_ref().map(|name| self.names.get(&words(name)).cloned().unwrap_or_default());
        match (by_number, by_name) {
            (Some(workers), Some(named)) => {
                named.into_iter().filter(|(worker, _)| workers.iter().any(|(own, _)| own == worker)).collect()
            }
            (Some(workers), None) => workers.clone(),
            (None, named) => named.unwrap_or_default(),
        }
    }
}

/// What is wrong or doubtful about the movements of a person (R24, reading A4).
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let person = whom.person();
    person.movements.iter().flat_map(|movement| of_movement(whom, movement, rules, today)).collect()
}

fn of_movement(whom: &Whom, movement: &Movement, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut note = |code, field: Field, found: String, values: &[(&str, &Text)]| {
        let header = label::of(field);
        let mut all = vec![("field", &header)];
        all.extend_from_slice(values);
        let finding = Finding::new(code, movement.place(field), found, &all);
        findings.push(finding.about(&whom.person().subject));
    };
    let kinds = label::of_kinds(&[ArrivalNotification]);
    if movement.date.is_none() {
        note("movement-field-missing", Field::MovementDate, String::new(), &[("kinds", &kinds)]);
    }
    let limit = rules.trip_days.on(today);
    let days = Text::same(limit.to_string());
    match movement.kind {
        None => note("movement-field-missing", Field::Movement, String::new(), &[("kinds", &kinds)]),
        Some(MovementKind::Trip) => {
            let there = event::region(movement).map(|region| region.text());
            match (event::trip_days(movement, rules, today), there) {
                (_, Some(region)) if event::is_in_own_region(movement, whom.employee, whom.person()) => {
                    note("trip-own-region", Field::Region, String::new(), &[("region", &region)]);
                }
                (None, _) => note("trip-days-missing", Field::TripDays, String::new(), &[("days", &days)]),
                (Some(found), _) if found == limit => {
                    note("trip-at-limit", Field::TripDays, found.to_string(), &[("days", &days)]);
                }
                _ => {}
            }
        }
        Some(MovementKind::Address) if movement.address.is_none() => {
            note("movement-field-missing", Field::Address, String::new(), &[("kinds", &kinds)]);
        }
        _ => {}
    }
    findings
}
