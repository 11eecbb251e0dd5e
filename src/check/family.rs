//! Dependants → their workers.
//!
//! A row names its worker by staff number or by name; in a block of rows only the first may name him,
//! as in a merged cell. A dependant whose worker is not found becomes a finding: nothing can be filed.

use std::collections::BTreeMap;

use super::case::Filled;
use super::label;
use crate::filing::FilingKind::{ArrivalNotification, TrpApplication};
use crate::finding::Finding;
use crate::language::Text;
use crate::record::{Dependant, Employee};
use crate::roster::Field;

/// Gives each dependant to its worker.
pub fn join(
    employees: &mut [Employee],
    dependants: Vec<Dependant>,
    findings: &mut Vec<Finding>,
    filled: &mut Vec<Filled>,
) {
    if dependants.is_empty() {
        return;
    }
    let index = Index::of(employees);
    let mut above: Option<(String, usize)> = None;
    for mut dependant in dependants {
        let sheet = dependant.places.sheet().to_owned();
        let found = match named(&dependant) {
            Some(by) => {
                let found = index.find(by);
                above = found.first().filter(|_| found.len() == 1).map(|one| (sheet, *one));
                found
            }
            None => {
                let same = above.as_ref().filter(|(of, _)| *of == sheet).map(|(_, one)| *one);
                if let Some(one) = same {
                    filled.push(inherited(&dependant, &employees[one].person.subject));
                    dependant.principal = Some(employees[one].person.subject.clone());
                }
                same.into_iter().collect()
            }
        };
        match found[..] {
            [one] => employees[one].dependants.push(dependant),
            _ => findings.push(lost(&dependant, &found, employees)),
        }
    }
}

/// By what the row names its worker.
fn named(dependant: &Dependant) -> Option<By<'_>> {
    let number = dependant.person.emp_id.as_deref().map(By::Number);
    number.or(dependant.principal.as_deref().map(By::Name))
}

#[derive(Clone, Copy)]
enum By<'a> {
    Number(&'a str),
    Name(&'a str),
}

fn inherited(dependant: &Dependant, principal: &str) -> Filled {
    Filled {
        place: dependant.place(Field::Principal),
        from: None,
        field: Field::Principal.name(),
        subject: dependant.person.subject.clone(),
        value: principal.to_owned(),
        source: Text::new("taken from the row above", "взято из строки выше", "жоғарғы жолдан алынды"),
        rule: "R16",
    }
}

fn lost(dependant: &Dependant, found: &[usize], employees: &[Employee]) -> Finding {
    let by_number = dependant.person.emp_id.is_some();
    let place = dependant.place(if by_number { Field::EmpId } else { Field::Principal });
    let typed = dependant.person.emp_id.clone().or(dependant.principal.clone());
    let finding = match typed {
        None => Finding::new("principal-missing", place, "", &[]),
        Some(typed) if found.is_empty() => Finding::new("principal-not-found", place, typed, &[]),
        Some(typed) => {
            let choices = label::list(found.iter().map(|one| Text::same(&*employees[*one].person.subject)));
            Finding::new("principal-several", place, typed, &[("choices", &choices)])
        }
    };
    finding.about(&dependant.person.subject).blocking(&[ArrivalNotification, TrpApplication])
}

/// The workers by staff number and by the words of their names.
struct Index {
    numbers: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<Vec<String>, Vec<usize>>,
    words: Vec<Vec<Vec<String>>>,
}

impl Index {
    fn of(employees: &[Employee]) -> Index {
        let mut index = Index { numbers: BTreeMap::new(), names: BTreeMap::new(), words: Vec::new() };
        for (one, employee) in employees.iter().enumerate() {
            let person = &employee.person;
            if let Some(number) = &person.emp_id {
                index.numbers.entry(number.to_lowercase()).or_default().push(one);
            }
            let names = [Some(&person.subject), person.full_name_lat.as_ref(), person.full_name_cyr.as_ref()];
            let mut all: Vec<Vec<String>> = names.into_iter().flatten().map(|name| words(name)).collect();
            all.sort();
            all.dedup();
            for name in &all {
                index.names.entry(name.clone()).or_default().push(one);
            }
            index.words.push(all);
        }
        index
    }

    /// The workers that fit: by number, by the whole name in any order, else by part of the name. A
    /// number cell may hold a name and the other way round.
    fn find(&self, by: By) -> Vec<usize> {
        let (By::Number(typed) | By::Name(typed)) = by;
        let by_number = self.numbers.get(&typed.trim().to_lowercase());
        if let Some(found) = by_number.or_else(|| self.names.get(&words(typed))) {
            return found.clone();
        }
        let typed: Vec<Vec<String>> =
            typed.split(['/', '(', ')', ';']).map(words).filter(|words| !words.is_empty()).collect();
        let fits = |one: &Vec<Vec<String>>| {
            typed.iter().any(|typed| one.iter().any(|name| typed.iter().all(|word| name.contains(word))))
        };
        self.words.iter().enumerate().filter(|(_, one)| fits(one)).map(|(one, _)| one).collect()
    }
}

/// The words of a name in a fixed order, by which two spellings are compared.
pub fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace('ё', "е");
    let mut words: Vec<String> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words
}
