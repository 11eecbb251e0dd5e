//! An entry → the name under which a calendar knows its event, the same in each run.
//!
//! A filing's event is part of it (each arrival is notified anew), the last day is not: when that
//! moves, or a paper is extended, the calendar moves its event instead of adding another. It is a hash,
//! and nothing goes into it that a hash would not hide: passport number and IIN have so few possible
//! values that all can be tried.

use std::collections::BTreeMap;

use super::{Board, Entry};
use crate::packet::sha256;
use crate::plan::Subject;
use crate::record::Person;

/// 128 bits of the hash: far more than two events need to differ.
const DIGITS: usize = 32;

/// The UID of each entry, all different.
pub(super) fn of(board: &Board) -> Vec<String> {
    let bin = board.case.company.bin.as_ref().map_or("", |bin| bin.as_str());
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let uid = |entry: &Entry| {
        let event = entry.event.map(|day| day.to_string()).unwrap_or_default();
        let key = [bin, &subject(board, entry.subject), entry.matter.name(), &event].join("\n");
        // Two people of one number and name: a finding elsewhere, and no reason to lose an event.
        let before = seen.entry(key.clone()).or_default();
        *before += 1;
        let key = if *before == 1 { key } else { format!("{key}\n{before}") };
        format!("{}@otinish", &sha256(key.as_bytes())[..DIGITS])
    };
    board.entries.iter().map(uid).collect()
}

/// Whom an entry is about, by what stays the same from one roster to the next: the staff number rather
/// than the name, the name rather than the row.
fn subject(board: &Board, subject: Subject) -> String {
    match (subject, subject.people(board.case)) {
        (Subject::Region(region, year), _) => format!("{region}/{year}"),
        (_, Some((employee, None))) => worker(&employee.person),
        (_, Some((employee, Some(dependant)))) => {
            format!("{}/{}", worker(&employee.person), named(&dependant.person))
        }
        (_, None) => String::new(),
    }
}

fn worker(person: &Person) -> String {
    person.emp_id.as_ref().map_or_else(|| named(person), |number| number.trim().to_lowercase())
}

fn named(person: &Person) -> String {
    let name = [&person.full_name_lat, &person.full_name_cyr].into_iter().flatten().next();
    let born = person.birth_date.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {born}", name.unwrap_or(&person.subject).to_lowercase())
}
