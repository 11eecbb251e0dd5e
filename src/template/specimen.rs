//! Invented people, one for each route: what a preview is filled with, and what is known of every path that
//! a letter about a filing may read.
//!
//! Invariant: the paths are exactly those of [`context`](super::context), because they come from it. What a
//! route does not have (a visa of an EAEU citizen) is `null`, as in a real filing.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::context::context;
use crate::check::Case;
use crate::filing::FilingKind;
use crate::language::{Language, Text};
use crate::plan::{Filing, Status, Subject};
use crate::record::{Company, Dependant, Employee, QuotaLine, ServiceContract};
use crate::reference::{Region, region};
use crate::rules::RepresentativeOffice;

const PEOPLE: &str = include_str!("specimen.json");
/// What the packet's own papers list, a value in three languages where it is in words.
const PAPERS: &str = include_str!("papers.json");

/// The routes, by the names of `employee.route`.
pub const ROUTES: [&str; 5] = ["eaeu", "azerbaijan", "cis", "visa", "bilateral"];

/// The context of a specimen filing in a language.
///
/// # Panics
/// When the route is not one of [`ROUTES`].
pub fn specimen(route: &str, language: Language) -> Value {
    let mut people: Value = serde_json::from_str(PEOPLE).expect("the specimen is JSON (a test)");
    let mut value = shape(language);
    overlay(&mut value, people["common"].take());
    let own = people["routes"][route].take();
    assert!(own.is_object(), "there is a specimen of each route (a test)");
    overlay(&mut value, own);
    value["family"] = Value::Array(vec![value["dependant"].clone()]);
    let worker = value["employee"].clone();
    overlay(&mut value["person"], worker);
    value["person"]["is_dependant"] = Value::Bool(false);
    value
}

/// As [`specimen()`], with whom a letter of this file name is about and what it asks for: a family visa is for the
/// wife, an extension begins where the permit ends, a cover letter lists letters.
pub fn specimen_for(name: &str, route: &str, language: Language) -> Value {
    let mut value = specimen(route, language);
    if let Some(paper) = paper(name, language) {
        // Index and checklist are about a packet, the others about its first filing, too.
        match paper.get("packet") {
            Some(_) => value = paper,
            None => overlay(&mut value, paper),
        }
        return value;
    }
    let Some(kind) = kind_of(name) else { return value };
    let mut people: Value = serde_json::from_str(PEOPLE).expect("the specimen is JSON (a test)");
    if !people["kinds"][kind.name()].is_null() {
        overlay(&mut value, people["kinds"][kind.name()].take());
    }
    value["filing"]["kind"] = Value::from(kind.name());
    if kind == FilingKind::FamilyVisaRequest {
        let kin = value["dependant"].clone();
        value["visa"] = kin["visa"].clone();
        value["trp"] = kin["trp"].clone();
        overlay(&mut value["person"], kin);
        value["person"]["is_dependant"] = Value::Bool(true);
    }
    value
}

/// The routes whose people get a letter of this file name; all, where it is none of ours.
pub fn routes_for(name: &str) -> &'static [&'static str] {
    use FilingKind::*;
    match kind_of(name) {
        Some(InvitationLetter | InvitationEmail | FamilyVisaRequest | VisaExtension | VisaCancellation) => {
            &["visa", "bilateral"]
        }
        Some(TrpApplication) => &["eaeu", "azerbaijan", "cis"],
        Some(WorkPermitExtension | WorkPermitCancellation) => &["azerbaijan", "cis", "visa", "bilateral"],
        // It is about a packet, whatever the routes of its people.
        None if paper(name, Language::En).is_some_and(|paper| paper.get("packet").is_some()) => &["visa"],
        _ => &ROUTES,
    }
}

fn kind_of(name: &str) -> Option<FilingKind> {
    FilingKind::from_name(stem(name))
}

/// `cover-letter.ru.docx` → `cover-letter`.
fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Whether a file name is that of a paper of the packet itself: index, checklist, cover letter, request.
pub fn is_paper(name: &str) -> bool {
    paper(name, Language::En).is_some()
}

/// What a paper of the packet itself is filled with, if the file name is that of one.
fn paper(name: &str, language: Language) -> Option<Value> {
    let mut papers: Value = serde_json::from_str(PAPERS).expect("the papers are JSON (a test)");
    let paper = papers.get_mut(stem(name))?.take();
    let mut paper = in_language(paper, language);
    if paper.get("packet").is_some() {
        paper["language"] = Value::from(language.code());
    }
    Some(paper)
}

/// `{ru, kk, en}` → the words of one language, wherever such a value stands.
fn in_language(value: Value, language: Language) -> Value {
    match value {
        Value::Object(mut words) if words.len() == 3 && words.contains_key("kk") => {
            words[language.code()].take()
        }
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, in_language(value, language))).collect()
        }
        Value::Array(elements) => {
            elements.into_iter().map(|element| in_language(element, language)).collect()
        }
        value => value,
    }
}

/// The day on which the specimens live.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 16).expect("a day of the calendar")
}

/// Every path of a context; lists have one element. Nothing is known of anyone.
fn shape(language: Language) -> Value {
    let here = region::of_code("KZ-23").expect("Atyrau region is in the table");
    let case = nobody(here);
    let of = |subject, kind| context(&case, &filing(subject, kind, here), language, today());
    let mut value = of(Subject::Dependant(0, 0), FilingKind::ArrivalNotification);
    let mut quota = of(Subject::Region(here, 2026), FilingKind::QuotaRequest);
    for list in ["quota", "contracts"] {
        value[list] = quota[list].take();
    }
    value
}

/// A case of one of each, of whom nothing is known.
fn nobody(here: Region) -> Case {
    Case {
        roster_name: String::new(),
        company: Company::default(),
        employees: vec![Employee { dependants: vec![Dependant::default()], ..Employee::default() }],
        quota: vec![QuotaLine { region: Some(here), year: Some(2026), ..QuotaLine::default() }],
        contracts: vec![ServiceContract { region: Some(here), ..ServiceContract::default() }],
        authorities: Vec::new(),
        offices: vec![RepresentativeOffice { regions: vec![here], ..RepresentativeOffice::default() }],
        findings: Vec::new(),
        filled: Vec::new(),
    }
}

fn filing(subject: Subject, kind: FilingKind, here: Region) -> Filing {
    Filing {
        kind,
        subject,
        region: Some(here),
        authority: Text::default(),
        addressee: Text::default(),
        event: None,
        due: None,
        advised: None,
        status: Status::Ready,
        rule: "",
        exposure: None,
        lacks: Vec::new(),
        blocked_by: Vec::new(),
        period: None,
        year: None,
        movement: None,
    }
}

/// Lays values over others, field by field; elements of a list each over the first that is there. Null
/// empties what it lies on.
fn overlay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(fields), Value::Object(over)) => {
            for (name, value) in over {
                overlay(fields.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::Array(elements), Value::Array(over)) => {
            let first = elements.first().cloned().unwrap_or(Value::Object(Map::new()));
            *elements = over
                .into_iter()
                .map(|value| {
                    let mut element = first.clone();
                    overlay(&mut element, value);
                    element
                })
                .collect();
        }
        (Value::Object(fields), Value::Null) => fields.values_mut().for_each(|value| *value = Value::Null),
        (under, over) => *under = over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(value: &Value, path: &str, all: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| paths(value, &format!("{path}.{name}"), all));
            }
            Value::Array(elements) => {
                elements.iter().for_each(|value| paths(value, &format!("{path}[]"), all))
            }
            _ => all.push(path.to_owned()),
        }
    }

    #[test]
    fn a_specimen_has_the_paths_of_a_context_and_no_others() {
        let known = |value: &Value| {
            let mut all = Vec::new();
            paths(value, "", &mut all);
            all.sort();
            all.dedup();
            all
        };
        let shape = known(&shape(Language::Ru));
        for route in ROUTES {
            assert_eq!(known(&specimen(route, Language::Ru)), shape, "{route}");
            for kind in FilingKind::ALL {
                assert_eq!(known(&specimen_for(kind.name(), route, Language::Ru)), shape, "{kind}, {route}");
            }
        }
        assert!(shape.contains(&".quota[].position_kk".to_owned()));
        assert!(shape.contains(&".family[].trp.to".to_owned()));
    }
}
