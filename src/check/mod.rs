//! Roster → [`Case`]: rows become records, empty fields are filled where something proves their value,
//! and all that is wrong or doubtful becomes a finding, in one pass.
//!
//! Invariants: every row is a record or an error; nothing typed is overwritten; a row with errors keeps
//! back only the filings that depend on them. What is deliberately absent: authorities, last days and
//! the state of a filing, which are the plan's.

mod authority;
mod block;
mod card;
mod case;
mod company;
mod complete;
mod contract;
mod copy;
mod coverage;
mod dates;
mod dependant;
mod duplicate;
mod earlier;
mod employee;
mod extension;
mod iin;
mod family;
mod kin;
pub mod label;
mod missing;
mod movement;
mod name;
pub mod need;
mod order;
mod papers;
pub(crate) mod parallel;
mod person;
mod quota;
mod reader;
pub mod region;
pub mod require;
mod rows;
mod spelling;
mod terms;
mod whom;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use chrono::NaiveDate;

pub use case::{Case, Filled};
pub use label::of as label;
pub use reader::{country_name, typed};

use crate::finding::{Finding, Place};
use crate::record::{Dependant, Employee, Memory};
use crate::roster::{Field, Roster};
use crate::rules::RuleBook;
use rows::{Noted, Rows};
use whom::Whom;

/// Checks a roster on a day.
pub fn check(roster: &Roster, rules: &RuleBook, today: NaiveDate) -> Case {
    check_after(roster, rules, &Memory::default(), today)
}

/// A row of a person: the worker, the dependant if it is one, and what was noted while it was read.
type PersonRow<'a> = (&'a Employee, Option<&'a Dependant>, Mutex<Vec<Finding>>);

/// Checks a roster on a day, with the numbers that earlier runs knew.
pub fn check_after(roster: &Roster, rules: &RuleBook, memory: &Memory, today: NaiveDate) -> Case {
    let Rows {
        company,
        mut employees,
        dependants,
        mut quota,
        contracts,
        movements,
        authorities,
        subjects,
        mut noted,
        mut filled,
    } = rows::read(roster, rules, memory, today);
    let mut findings = roster.findings.clone();
    family::join(&mut employees, dependants, &mut findings, &mut filled);
    movement::join(&mut employees, movements, &mut findings, &mut filled);
    copy::spellings(&mut employees, &mut quota, &noted, &mut filled);

    let people = people(&employees, &mut noted, &mut findings, rules, today);
    findings.extend(duplicate::check(&people));
    findings.extend(spelling::of_twins(&people));
    findings.extend(coverage::check(&people, &quota, rules, today));
    findings.extend(missing::of_quota(&quota, &contracts, &subjects, today));
    findings.extend(noted.rest());

    let order = Order::of(roster);
    once_per_sheet(&mut findings);
    findings.sort_by_cached_key(|finding| (order.key(&finding.place), finding.code));
    filled.sort_by_cached_key(|filled| (order.key(&filled.place), filled.field));
    Case {
        roster_name: roster.name.clone(),
        company,
        employees,
        quota,
        contracts,
        authorities,
        offices: rules.card.offices.clone(),
        findings,
        filled,
    }
}

/// Checks each worker and each dependant by himself, on all processors.
fn people<'a>(
    employees: &'a [Employee],
    noted: &mut Noted,
    findings: &mut Vec<Finding>,
    rules: &'a RuleBook,
    today: NaiveDate,
) -> Vec<Whom<'a>> {
    let mut rows: Vec<PersonRow> = Vec::new();
    for employee in employees {
        rows.push((employee, None, noted.take(&employee.places).into()));
        for dependant in &employee.dependants {
            rows.push((employee, Some(dependant), noted.take(&dependant.places).into()));
        }
    }
    let parts = parallel::in_parts(&rows, |part| {
        let mut own = Vec::new();
        let mut people = Vec::with_capacity(part.len());
        for (employee, dependant, noted) in part {
            let whom = Whom::of(employee, *dependant, rules, today);
            let noted = std::mem::take(&mut *noted.lock().expect("no thread has failed with it"));
            own.extend(of_person(&whom, noted, rules, today));
            people.push(whom);
        }
        (people, own)
    });
    let mut people = Vec::new();
    for (mut whom, mut own) in parts {
        people.append(&mut whom);
        findings.append(&mut own);
    }
    people
}

/// What is noted about a person's row, and what is wrong or doubtful about the person.
fn of_person(whom: &Whom, noted: Vec<Finding>, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut own = noted;
    block::settle(&mut own, whom);
    own.extend(missing::of_person(whom, &faulty(&own), rules, today));
    own.extend(papers::check(whom, rules, today));
    own.extend(dates::check(whom, rules, today));
    own.extend(terms::check(whom, rules, today));
    own.extend(extension::check(whom, rules, today));
    own.extend(contract::check(whom, rules, today));
    own.extend(kin::check(whom, rules, today));
    own.extend(movement::check(whom, rules, today));
    own.extend(iin::check(whom, today));
    own.extend(spelling::of_scripts(whom));
    own.iter_mut().for_each(|finding| block::cite(finding, whom));
    own
}

/// The fields of a row that have a finding already and so are not empty.
fn faulty(findings: &[Finding]) -> Vec<Field> {
    findings.iter().filter_map(|finding| finding.place.field.and_then(Field::from_name)).collect()
}

/// A column that a sheet does not have is missed once, not in each of its rows.
fn once_per_sheet(findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::with_capacity(findings.len());
    for Finding { code, place, .. } in findings.iter() {
        let common =
            matches!(*code, "translation-missing" | "contract-clauses-unknown" | "family-visa-missing");
        let columnless = common && place.cell.is_none();
        kept.push(!columnless || seen.insert((place.sheet.as_deref(), place.field)));
    }
    let mut kept = kept.into_iter();
    findings.retain(|_| kept.next().unwrap_or(true));
}

/// The order of the workbook: sheet, row, column.
struct Order<'a>(BTreeMap<&'a str, usize>);

impl<'a> Order<'a> {
    fn of(roster: &'a Roster) -> Order<'a> {
        let sheets = roster.sheets.iter().enumerate();
        Order(sheets.map(|(index, sheet)| (sheet.name.as_str(), index + 1)).collect())
    }

    /// What is about no known sheet comes first; what has no cell comes after the cells of its row.
    fn key(&self, place: &Place) -> (usize, u32, u32, Option<&'static str>) {
        let sheet = place.sheet.as_deref().and_then(|name| self.0.get(name)).copied().unwrap_or(0);
        let column = place.cell.as_deref().map_or(u32::MAX, column);
        (sheet, place.row.unwrap_or(0), column, place.field)
    }
}

/// The number of the column in an address, from 1: `H7` → 8.
fn column(address: &str) -> u32 {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase);
    letters.fold(0, |number, letter| number.saturating_mul(26).saturating_add(u32::from(letter - b'A') + 1))
}
