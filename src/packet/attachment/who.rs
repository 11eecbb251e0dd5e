//! The name of a folder or a file → the person or the region whose papers are in it.
//!
//! Names are compared as they sound, since Latin and Cyrillic spellings of one name differ: case, order,
//! diacritics and the usual ways of transliteration are forgotten. A number of a passport, an IIN or a staff
//! number is compared as it is. Invariant: where a name fits two people, nobody is taken.

use std::collections::{BTreeSet, HashMap};

use crate::record::{Employee, Iin, Person};
use crate::reference::{Region, region};

/// Whose papers they are: indexes into the workers of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    Employee(usize),
    Dependant(usize, usize),
    Region(Region),
}

/// What a name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    One(Holder),
    Several,
    Nobody,
}

/// Everybody of a roster, to be looked up.
pub struct Directory {
    /// By number: passport, IIN, staff number.
    numbers: HashMap<String, Vec<Holder>>,
    /// By each word of a name.
    words: HashMap<String, Vec<usize>>,
    /// The words of each spelling of a name.
    names: Vec<(BTreeSet<String>, Holder)>,
}

impl Directory {
    pub fn new(employees: &[Employee]) -> Directory {
        let mut all = Directory { numbers: HashMap::new(), words: HashMap::new(), names: Vec::new() };
        for (worker, employee) in employees.iter().enumerate() {
            all.add(&employee.person, Holder::Employee(worker));
            if let Some(number) = &employee.person.emp_id {
                all.number(number, Holder::Employee(worker));
            }
            for (index, dependant) in employee.dependants.iter().enumerate() {
                all.add(&dependant.person, Holder::Dependant(worker, index));
            }
        }
        all
    }

    fn add(&mut self, person: &Person, holder: Holder) {
        let numbers =
            [person.passport_no.as_ref().map(|number| number.as_str()), person.iin.as_ref().map(Iin::as_str)];
        numbers.into_iter().flatten().for_each(|number| self.number(number, holder));
        let spellings = [Some(&person.subject), person.full_name_lat.as_ref(), person.full_name_cyr.as_ref()];
        for spelling in spellings.into_iter().flatten() {
            let words = sounds(spelling);
            for word in &words {
                self.words.entry(word.clone()).or_default().push(self.names.len());
            }
            self.names.push((words, holder));
        }
    }

    fn number(&mut self, number: &str, holder: Holder) {
        let holders = self.numbers.entry(bare(number)).or_default();
        if !holders.contains(&holder) {
            holders.push(holder);
        }
    }

    /// Whom a name of a folder, or what is left of a file's name, means.
    pub fn find(&self, name: &str) -> Found {
        if let Some(holders) = self.numbers.get(&bare(name)) {
            return one(holders.iter().copied());
        }
        let words = sounds(name);
        let candidates: BTreeSet<usize> =
            words.iter().filter_map(|word| self.words.get(word)).flatten().copied().collect();
        let fitting = |fits: fn(&BTreeSet<String>, &BTreeSet<String>) -> bool| {
            one(candidates.iter().filter(|at| fits(&words, &self.names[**at].0)).map(|at| self.names[*at].1))
        };
        let equal = fitting(|typed, known| typed == known);
        // A name without its patronymic, or with one that the roster does not have.
        let close = fitting(|typed, known| {
            (typed.is_subset(known) || known.is_subset(typed)) && typed.len().min(known.len()) >= 2
        });
        let surname = fitting(|typed, known| typed.len() == 1 && typed.is_subset(known));
        match [equal, close, surname].into_iter().find(|found| *found != Found::Nobody) {
            Some(found) => found,
            None => match region::find(name).as_deref() {
                Ok([region]) => Found::One(Holder::Region(*region)),
                _ => Found::Nobody,
            },
        }
    }
}

fn one(holders: impl Iterator<Item = Holder>) -> Found {
    let all: BTreeSet<Holder> = holders.collect();
    match all.first() {
        None => Found::Nobody,
        Some(only) if all.len() == 1 => Found::One(*only),
        Some(_) => Found::Several,
    }
}

/// Letters and digits in capitals.
fn bare(number: &str) -> String {
    number.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The words of a name as they sound.
fn sounds(name: &str) -> BTreeSet<String> {
    let ascii = deunicode::deunicode(&name.replace('Ә', "A").replace('ә', "a")).to_lowercase();
    let words = ascii.split(|character: char| !character.is_ascii_alphabetic() && character != '\'');
    words.map(sound).filter(|word| !word.is_empty()).collect()
}

fn sound(word: &str) -> String {
    let mut out: String = word.chars().filter(|character| *character != '\'').collect();
    for (from, to) in [
        ("shch", "sh"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("q", "k"),
        ("y", "i"),
        ("j", "i"),
        ("iu", "u"),
        ("ia", "a"),
        ("io", "e"),
        ("ie", "e"),
    ] {
        out = out.replace(from, to);
    }
    let mut single = String::with_capacity(out.len());
    for character in out.chars() {
        if !single.ends_with(character) {
            single.push(character);
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (one, other) in [
            ("SMITH John", "john_smith"),
            ("Юлия Хасанова", "Yuliya KHASANOVA"),
            ("ЙЫЛМАЗ Мехмет", "Yilmaz-Mehmet"),
            ("Александр", "Alexandr"),
            ("O'NEIL", "Oneil"),
        ] {
            assert_eq!(sounds(one), sounds(other), "{one}, {other}");
        }
        assert_ne!(sounds("Каримов"), sounds("Каримова"));
    }
}
