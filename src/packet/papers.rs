//! The packet's own papers: what its index and its checklist are filled with.

use serde_json::{Value, json};

use super::assemble::{Letter, Office};
use super::attach::{self, Facts};
use super::contents::Entry;
use super::enclose::{self, FilingKey};
use super::gap::Gap;
use super::volume;
use crate::check::Case;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::plan::Filing;

/// The list of the documents, in the order of the packet; `own` is the number of pages of the index itself.
pub fn index(office: &Office, subject: &str, entries: &[Entry], own: usize, language: Language) -> Value {
    let counts = std::iter::once(own).chain(entries.iter().map(|entry| entry.pages.len()));
    let ranges = volume::ranges(counts, office.duplex);
    let mut groups: Vec<Value> = Vec::new();
    let mut sheets = 0;
    for (number, (entry, range)) in (1..).zip(entries.iter().zip(&ranges[1..])) {
        let own_sheets = volume::sheets(entry.pages.len(), office.duplex);
        sheets += own_sheets;
        let document = json!({
            "number": number,
            "title": entry.title,
            "date": entry.date.map(|date| date.to_string()),
            "sheets": own_sheets,
            "pages": match range.start() == range.end() {
                true => range.start().to_string(),
                false => format!("{}–{}", range.start(), range.end()),
            },
            "form": entry.form.words().get(language),
        });
        match groups.last_mut().filter(|group| group["title"] == *entry.group) {
            Some(group) => group["documents"].as_array_mut().expect("just made").push(document),
            None => groups.push(json!({ "title": entry.group, "documents": [document] })),
        }
    }
    json!({
        "packet": { "subject": subject, "company": office.case.company.name(language), "date": office.today.to_string() },
        "groups": groups,
        "draft": entries.iter().any(|entry| entry.title.ends_with("[draft]")),
        "documents_total": entries.len(),
        "sheets_total": sheets,
        "pages_total": entries.iter().map(|entry| entry.pages.len()).sum::<usize>(),
        "today": office.today.to_string(),
        "language": language,
    })
}

/// How many pages the index of these documents is likely to have: a wrong guess costs another round of laying it out.
pub fn likely_pages(entries: &[Entry]) -> usize {
    /// Characters in a line of a title, and lines on a page; those of the built-in template.
    const TITLE: usize = 28;
    const PAGE: usize = 42;
    /// What stands above and below the list.
    const REST: usize = 13;
    let titles: usize = entries.iter().map(|entry| 1 + entry.title.chars().count() / TITLE).sum();
    let groups = entries.chunk_by(|one, next| one.group == next.group).count();
    1 + (titles + groups + REST) / PAGE
}

/// What is made, what is still to be attached and what is missing, filing by filing.
pub fn checklist(
    office: &Office,
    subject: &str,
    filings: &[&Filing],
    letters: &[Letter],
    enclosed: &[(FilingKey, Text)],
    gaps: &[Gap],
    language: Language,
) -> Value {
    let filings: Vec<Value> =
        filings.iter().map(|filing| line(office, filing, letters, enclosed, language)).collect();
    let missing: Vec<Value> = gaps
        .iter()
        .map(|gap| {
            json!({
                "filing": gap.document(language),
                "field": gap.reason.get(language),
                "place": gap.place.to_string(),
            })
        })
        .collect();
    json!({
        "packet": { "subject": subject, "date": office.today.to_string() },
        "filings": filings,
        "missing": missing,
        "today": office.today.to_string(),
        "language": language,
    })
}

fn line(
    office: &Office,
    filing: &Filing,
    letters: &[Letter],
    enclosed: &[(FilingKey, Text)],
    language: Language,
) -> Value {
    let case = office.case;
    let made: Vec<String> = letters
        .iter()
        .filter(|letter| {
            (letter.kind, letter.subject, letter.movement) == (filing.kind, filing.subject, filing.movement)
        })
        .map(|letter| letter.language.name().get(language).to_owned())
        .collect();
    let needs = attach::needs(filing.kind, facts(case, filing));
    let is_there =
        |words: &Text| enclosed.iter().any(|(key, own)| *key == enclose::key(filing) && own == words);
    let (attached, attach): (Vec<_>, Vec<_>) = needs.iter().partition(|need| is_there(&need.words));
    let words = |needs: Vec<&attach::Need>| -> Vec<String> {
        needs.into_iter().map(|need| need.words.get(language).to_owned()).collect()
    };
    let status = format!("status-{}", filing.status.name());
    json!({
        "title": format!("{}: {}", filing.title(case).get(language), filing.subject.label(case, language)),
        "authority": filing.authority.get(language),
        "due": filing.due.map(|due| due.to_string()),
        "status_text": phrase(&status, &[]).get(language),
        "documents_text": (!made.is_empty()).then(|| made.join(", ")),
        "attached": words(attached),
        "attach": words(attach),
    })
}

/// What decides about the attachments of a filing.
pub fn facts(case: &Case, filing: &Filing) -> Facts {
    let Some((employee, dependant)) = filing.subject.people(case) else {
        return Facts { route: None, has_visa: false, dependant: None };
    };
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    Facts {
        route: employee.route,
        has_visa: person.visa.number.is_some(),
        dependant: dependant.map(|dependant| (dependant.relation, dependant.cert_authentication)),
    }
}
