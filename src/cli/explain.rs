//! `otinish explain`: a rule of the FAQ or a finding in words, with an example, the citation, the numbers
//! that the program takes from it and what later law says.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Console;
use super::arguments::{Explain, ReportFormat};
use super::failure::{Exit, Failure};
use super::input;
use crate::check::country_name;
use crate::filing::FilingKind;
use crate::finding::{self, Entry, phrase};
use crate::language::{Language, Text};
use crate::reference::{Country, country};
use crate::roster::Field;
use crate::rules::faq::{self, Rule};
use crate::rules::{self, LawNote, RuleBook, Stated};

/// What is explained.
struct Subject<'a> {
    /// `R22`, and its words, where there is a rule behind it.
    rule: Option<(String, &'static Rule)>,
    /// The finding, if one was asked for.
    code: Option<&'static Entry>,
    stated: Vec<&'a Stated>,
    laws: Vec<&'a LawNote>,
}

/// What else is explained: the words of the program, and how to write a rule book of one's own.
const TERMS: &str = "terms";
const RULE_BOOK: &str = "rule-book";

/// The words of the program in three languages; in the order of the reader's.
fn terms(language: Language, json: bool) -> String {
    if json {
        return format!("{:#}\n", json!(finding::terms()));
    }
    let mut order = Language::ALL;
    order.sort_by_key(|one| *one != language);
    let mut text = String::new();
    for term in finding::terms() {
        let words = order.map(|language| term.word.get(language));
        writeln!(text, "{}\n    {}", words.join("  ·  "), term.about.get(language))
            .expect("a string takes any text");
    }
    text
}

/// Explains one rule or finding, or lists them all.
pub fn run(arguments: &Explain, console: &mut Console) -> Result<Exit, Failure> {
    let book = input::rule_book(arguments.rules.as_deref(), "")?;
    let json = arguments.format == ReportFormat::Json;
    let text = match &arguments.subject {
        None if json => listed_json(),
        None => listed(console.language),
        Some(name) if name == TERMS => terms(console.language, json),
        Some(name) if name == RULE_BOOK => rules::guide(console.language).to_owned(),
        Some(name) => {
            let subject = subject(name, &book)?;
            if json { subject.json() } else { subject.human(console.language) }
        }
    };
    drop(console.out.write_all(text.as_bytes()));
    Ok(Exit::Done)
}

/// The rule or finding of this name.
fn subject<'a>(name: &str, book: &'a RuleBook) -> Result<Subject<'a>, Failure> {
    let code = finding::entry(name.trim());
    // A finding may name several rules, or none.
    let named = code.map_or(name, |code| code.rule);
    let rule =
        named.split(',').find_map(|one| faq::rule(one)).map(|(number, rule)| (format!("R{number}"), rule));
    if rule.is_none() && code.is_none() {
        return Err(Failure::new("explain-unknown", &[("name", name), ("near", &nearest(name))]));
    }
    let laws = rule
        .as_ref()
        .map_or_else(Vec::new, |(number, _)| book.laws().iter().filter(|law| law.is_about(number)).collect());
    let stated = rule.as_ref().map_or_else(Vec::new, |(number, _)| {
        book.stated().iter().filter(|one| one.is_about(number)).collect()
    });
    Ok(Subject { rule, code, stated, laws })
}

/// The name that is most like one that is not known.
fn nearest(name: &str) -> String {
    let codes = finding::entries().map(|entry| entry.code.to_owned());
    let rules = faq::rules().map(|(number, _)| format!("R{number}"));
    let like = |known: &String| strsim::jaro_winkler(&known.to_lowercase(), &name.trim().to_lowercase());
    rules.chain(codes).max_by(|a, b| like(a).total_cmp(&like(b))).unwrap_or_default()
}

impl Subject<'_> {
    fn human(&self, language: Language) -> String {
        let word = |key: &str| phrase(key, &[]).get(language).to_owned();
        let mut out = String::new();
        let mut line = |text: &str| writeln!(out, "{text}").expect("a string takes any text");
        if let Some(code) = self.code {
            line(&format!("{} ({})", code.code, word(super::report::severity_key(code.severity))));
            line(code.message.get(language));
            line(&format!("→ {}", code.hint.get(language)));
            line(&format!("{}: {}", word("explain-example"), example(code).get(language)));
            if self.rule.is_none() {
                line(&format!(
                    "{}: {}",
                    word("explain-citation"),
                    word(&format!("explain-of-{}", code.stage))
                ));
            }
            line("");
        }
        if let Some((number, rule)) = &self.rule {
            line(&format!("{number}: {}", rule.text.get(language)));
            line(&format!("{}: {}", word("explain-example"), rule.example.get(language)));
            line(&format!("{}: {}", word("explain-citation"), rule.citation));
        }
        for one in &self.stated {
            let reading = one.reading.as_ref().map(|reading| format!(", {reading}")).unwrap_or_default();
            line("");
            line(&format!("{} = {}{reading}", one.parameter, one.value));
            line(&format!("  {}", one.citation));
            if let Some(note) = &one.note {
                line(&format!("  {}", note.get(language)));
            }
        }
        if !self.laws.is_empty() {
            line("");
            line(&word("explain-later"));
        }
        for law in &self.laws {
            line(&format!("- {} [{}]", law.text.get(language), law.source));
            if let Some(parameter) = law.parameter.as_ref().filter(|_| law.selectable) {
                let key = if law.selected { "explain-selected" } else { "explain-select" };
                let values = [
                    ("parameter", &Text::same(parameter.as_str())),
                    ("name", &Text::same(law.name.as_str())),
                ];
                line(&format!("  {}", phrase(key, &values).get(language)));
            }
        }
        out
    }

    fn json(&self) -> String {
        let code = self.code.map(|code| {
            json!({
                "code": code.code, "severity": code.severity, "message": code.message, "hint": code.hint,
                "example": example(code), "citation": phrase(&format!("explain-of-{}", code.stage), &[]),
            })
        });
        let rule = self.rule.as_ref().map(|(number, rule)| {
            json!({ "number": number, "text": rule.text, "example": rule.example, "citation": rule.citation })
        });
        printed(&json!({ "finding": code, "rule": rule, "parameters": self.stated, "later_law": self.laws }))
    }
}

/// The message of a finding as it might read.
fn example(code: &Entry) -> Text {
    let found = Text::same(code.example.as_deref().unwrap_or("…"));
    let (korea, turkey) = (country::find("KR"), country::find("TR"));
    let named = |country: Result<Country, _>| country.map(country_name).unwrap_or_default();
    let other = |field: Field| field.title();
    let values = [
        ("found", found),
        ("field", other(Field::BirthDate)),
        ("fields", other(Field::AddressKk)),
        ("other", other(Field::PassportIssue)),
        ("kinds", FilingKind::ArrivalNotification.title()),
        ("country", named(turkey)),
        ("nearest", named(country::find("TR"))),
        ("choices", named(korea)),
    ];
    let same = [
        ("first", "03.04.2026"),
        ("second", "04.03.2026"),
        ("date", "17.03.1985"),
        ("year", "985"),
        ("range", "1–3660"),
        ("expected", "M, F"),
        ("value", "C01234567"),
        ("count", "2"),
        ("base", "г. Атырау, ул. Абая, 1"),
        ("age", "11"),
        ("shapes", "999999999"),
        ("file", "roster.xlsx"),
        ("sheet", "Сотрудники"),
    ];
    let same = same.map(|(name, value)| (name, Text::same(value)));
    let all: Vec<(&str, &Text)> = values.iter().chain(&same).map(|(name, text)| (*name, text)).collect();
    let Text { en, ru, kk } = finding::notice(code.code, &all).message;
    Text { en: blank(&en), ru: blank(&ru), kk: blank(&kk) }
}

/// A text in which what is still in braces is an ellipsis.
fn blank(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| match part.split_once('}') {
        Some((_, rest)) => text + "…" + rest,
        None => text + "{" + part,
    })
}

fn listed(language: Language) -> String {
    let mut out = String::new();
    for (number, rule) in faq::rules() {
        writeln!(out, "{:<4} {}", format!("R{number}"), rule.text.get(language))
            .expect("a string takes any text");
    }
    writeln!(out).expect("a string takes any text");
    for entry in finding::entries() {
        writeln!(out, "{:<30} {}", entry.code, entry.rule).expect("a string takes any text");
    }
    out
}

fn listed_json() -> String {
    let rules: Vec<Value> = faq::rules()
        .map(|(number, rule)| json!({ "number": format!("R{number}"), "text": rule.text }))
        .collect();
    let codes: Vec<Value> =
        finding::entries().map(|entry| json!({ "code": entry.code, "rule": entry.rule })).collect();
    printed(&json!({ "rules": rules, "findings": codes }))
}

fn printed(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("text and numbers make JSON") + "\n"
}
