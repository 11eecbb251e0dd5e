//! The gate before a packet is written: each finished document is read again and must be what it claims.
//!
//! It looks at the bytes that leave the house and not at what they were made from: no tag and no placeholder
//! is left in them, the person is named, no number is another person's, and the print holds together, has
//! every page and every font, and says what the Word file says. Numbers are compared with the roster's.
//! Deliberately absent: any repair; a packet with one fault is not written.

use std::collections::{HashMap, HashSet};

use crate::check::Case;
use crate::finding::notice;
use crate::language::Text;
use crate::pdf::{self, Reading};
use crate::plan::Subject;
use crate::record::{Iin, Person};

/// What a template leaves behind when a tag was not one.
const TAGS: [&str; 6] = ["{{", "}}", "{%", "%}", "{#", "#}"];

/// What programs write where there is no value: whole words, in this spelling.
const PLACEHOLDERS: [&str; 4] = ["None", "undefined", "NaN", "null"];

/// The day 0 of a spreadsheet, and its errors: never a value.
const ACCIDENTS: [&str; 9] = [
    "1899-12-30",
    "30.12.1899",
    "1899-12-31",
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "[object Object]",
];

/// Whose numbers are whose, for all packets of a run.
pub struct Gate {
    /// Passport number or IIN → the worker in whose family it is.
    owners: HashMap<String, usize>,
    /// Of the representative, whom a power of attorney names.
    representative: HashSet<String>,
}

/// A finished document that is about to leave.
pub struct Document<'a> {
    pub subject: Subject,
    /// Whether it is a letter about its subject, and so must name it.
    pub letter: bool,
    /// The text of the Word file, read again.
    pub text: &'a str,
    /// Pages that were laid out.
    pub pages: usize,
    pub pdf: &'a [u8],
}

impl Gate {
    /// For the packets of a case.
    pub fn new(case: &Case) -> Gate {
        let mut owners = HashMap::new();
        for (worker, employee) in case.employees.iter().enumerate() {
            let family = employee.dependants.iter().map(|dependant| &dependant.person);
            for person in std::iter::once(&employee.person).chain(family) {
                owners.extend(numbers(person).map(|number| (number.to_owned(), worker)));
            }
        }
        let document = case.company.representative_document.as_deref().unwrap_or_default();
        Gate { owners, representative: tokens(document).map(str::to_owned).collect() }
    }

    /// What is wrong with a document; nothing, if it may leave.
    pub fn faults(&self, case: &Case, document: &Document) -> Vec<Text> {
        let mut faults = left_behind(document.text);
        match pdf::inspect(document.pdf) {
            Err(damage) => faults.push(fault("gate-pdf-damaged", &[("cause", &damage.to_string())])),
            Ok(print) => self.compare(case, document, &print, &mut faults),
        }
        faults
    }

    /// The print against the Word file, and both against the roster.
    fn compare(&self, case: &Case, document: &Document, print: &Reading, faults: &mut Vec<Text>) {
        if print.pages != document.pages {
            let [found, wanted] = [print.pages, document.pages].map(|count| count.to_string());
            faults.push(fault("gate-pages", &[("found", &found), ("wanted", &wanted)]));
        }
        if let Some(person) = document.subject.person(case).filter(|_| document.letter)
            && !(names(document.text, person, false) && names(&print.text, person, true))
        {
            faults.push(fault("gate-name", &[]));
        }
        let worker = match document.subject {
            Subject::Employee(worker) | Subject::Dependant(worker, _) => Some(worker),
            Subject::Region(..) => None,
        };
        let mut seen = HashSet::new();
        for number in tokens(document.text).filter(|number| seen.insert(*number)) {
            if self.is_foreign(number, worker) {
                faults.push(fault("gate-number", &[("number", masked(number).as_str())]));
            } else if self.owners.contains_key(number) && !print.text.contains(number) {
                faults.push(fault("gate-print", &[]));
            }
        }
    }

    /// Whether a number is of another family of the roster, or an IIN or a passport that nobody in it has.
    fn is_foreign(&self, number: &str, worker: Option<usize>) -> bool {
        match (self.owners.get(number), worker) {
            (Some(owner), Some(worker)) => *owner != worker,
            (Some(_), None) => false,
            (None, _) => {
                worker.is_some() && Iin::parse(number).is_ok() && !self.representative.contains(number)
            }
        }
    }
}

fn numbers(person: &Person) -> impl Iterator<Item = &str> {
    let passport = person.passport_no.as_ref().map(|number| number.as_str());
    passport.into_iter().chain(person.iin.as_ref().map(Iin::as_str))
}

/// Tags, placeholders and accidents in a text, each with the words round it.
fn left_behind(text: &str) -> Vec<Text> {
    // Almost no text has any of them: then its lines need no look each.
    let sign = text.bytes().any(|byte| matches!(byte, b'{' | b'}' | b'#' | b'['));
    if !sign && !text.contains("1899") && !PLACEHOLDERS.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for line in text.lines() {
        let tag = TAGS.into_iter().find(|tag| line.contains(tag));
        let accident = ACCIDENTS.into_iter().find(|accident| line.contains(accident));
        let is_word = |word: &&str| {
            line.split(|character: char| !character.is_alphanumeric()).any(|found| found == *word)
        };
        if let Some(found) = tag.or(accident).or_else(|| PLACEHOLDERS.into_iter().find(is_word)) {
            faults.push(fault("gate-left", &[("found", found), ("line", &short(line))]));
        }
    }
    faults
}

/// The beginning of a line, for a person who looks for it; digits are masked, as messages hold no numbers.
fn short(line: &str) -> String {
    let shown: String = line.trim().chars().take(40).collect();
    shown.chars().map(|character| if character.is_ascii_digit() { '•' } else { character }).collect()
}

/// The first and last characters of a number.
fn masked(number: &str) -> String {
    let kept = number.len().min(2);
    format!("{}…{}", &number[..kept], &number[number.len() - kept..])
}

/// Whether a text names a person: the Latin surname, or the Cyrillic one without its case ending.
fn names(text: &str, person: &Person, without_spaces: bool) -> bool {
    let squeeze =
        |name: String| -> String { if without_spaces { name.split_whitespace().collect() } else { name } };
    let stem = |name: &str| {
        let length = name.chars().count();
        name.chars().take(length.saturating_sub(2).max(2)).collect::<String>()
    };
    let latin = [&person.last_name_lat, &person.full_name_lat].into_iter().flatten().cloned();
    let cyrillic = [&person.last_name_cyr, &person.full_name_cyr].into_iter().flatten();
    let first_words = cyrillic.filter_map(|name| name.split_whitespace().next()).map(stem);
    let all: Vec<String> = latin.chain(first_words).map(squeeze).collect();
    // Most letters have it as it is typed; only for the others it is worth to make the whole text small.
    if all.is_empty() || all.iter().any(|name| text.contains(name)) {
        return true;
    }
    let lower = text.to_lowercase();
    all.iter().any(|name| lower.contains(&name.to_lowercase()))
}

/// Runs of Latin letters and digits that may be somebody's number.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|token| (6..=12).contains(&token.len()) && token.bytes().any(|byte| byte.is_ascii_digit()))
}

fn fault(code: &'static str, values: &[(&str, &str)]) -> Text {
    let texts: Vec<(&str, Text)> = values.iter().map(|(name, value)| (*name, Text::same(*value))).collect();
    let borrowed: Vec<(&str, &Text)> = texts.iter().map(|(name, text)| (*name, text)).collect();
    notice(code, &borrowed).message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_or_a_spreadsheet_leaves_behind_is_seen() {
        for (line, found) in [
            ("Паспорт: {{ employee.passport_no", true),
            ("{% endif %}", true),
            ("Дата: 1899-12-30", true),
            ("Отчество: None", true),
            ("Nonetheless he came", false),
            ("ТОО «NaN-Инжиниринг»", true),
            ("NAN Li, 30.12.1989", false),
            ("стоимость #REF!", true),
        ] {
            assert_eq!(!left_behind(line).is_empty(), found, "{line}");
        }
    }

    #[test]
    fn a_person_is_named_in_any_case_of_the_language() {
        let person = Person {
            last_name_lat: Some("SMITH".to_owned()),
            full_name_lat: Some("SMITH John".to_owned()),
            last_name_cyr: Some("Смит".to_owned()),
            ..Person::default()
        };
        for (text, named) in [("гр. Смита Джона", true), ("Mr Smith", true), ("Mr Jones", false)]
        {
            assert_eq!(names(text, &person, false), named, "{text}");
        }
        assert!(names("worker:smithjohn,born", &person, true));
    }
}
