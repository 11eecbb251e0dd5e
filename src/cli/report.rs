//! Findings, filled values and filings as lines for a terminal, in one language.
//!
//! Understood without colour: the weight of a finding is a word, its place stands first.

use std::fmt::Write;

use crate::board::words;
use crate::check::{self, Case, Filled, label};
use crate::finding::{Finding, Severity, phrase};
use crate::language::{Language, Text};
use crate::plan::{self, Filing};
use crate::roster::Field;
use crate::rules::RuleBook;

/// The whole report of `check`.
pub fn human(case: &Case, filings: &[Filing], rules: &RuleBook, language: Language) -> String {
    let mut out = heading(case, language);
    if !case.findings.is_empty() {
        section(&mut out, "findings-title", language);
        for one in &case.findings {
            finding(&mut out, one, language);
        }
    }
    if !case.filled.is_empty() {
        section(&mut out, "filled-title", language);
        for value in &case.filled {
            writeln!(out, "{}", filled(value, language)).expect("a string takes any text");
        }
    }
    section(&mut out, "filings-title", language);
    if filings.is_empty() {
        writeln!(out, "{}", phrase("nothing-due", &[]).get(language)).expect("a string takes any text");
    }
    for filing in filings {
        writeln!(out, "{}", self::filing(case, filing, language)).expect("a string takes any text");
    }
    let later = plan::later_law(filings, rules);
    if !later.is_empty() {
        section(&mut out, "explain-later", language);
    }
    for law in later {
        writeln!(out, "{:<4} {} [{}]", law.rule, law.text.get(language), law.source)
            .expect("a string takes any text");
    }
    out
}

/// Two lines: what was read, how much was noticed.
pub fn heading(case: &Case, language: Language) -> String {
    format!("{}\n{}\n", read(case).get(language), counted(case).get(language))
}

/// How many workers, dependants and regions.
pub fn read(case: &Case) -> Text {
    let mut regions: Vec<_> = case.quota.iter().filter_map(|line| line.region).collect();
    regions.sort_unstable();
    regions.dedup();
    phrase(
        "read",
        &[
            ("roster", &Text::same(case.roster_name.as_str())),
            ("employees", &count(case.employees.len())),
            ("dependants", &count(case.dependants().count())),
            ("regions", &count(regions.len())),
        ],
    )
}

/// How many findings of each weight, how many values filled in.
pub fn counted(case: &Case) -> Text {
    phrase(
        "counted",
        &[
            ("errors", &count(case.count(Severity::Error))),
            ("warnings", &count(case.count(Severity::Warning))),
            ("notes", &count(case.count(Severity::Info))),
            ("filled", &count(case.filled.len())),
        ],
    )
}

/// A number as a value of a phrase.
pub fn count(number: usize) -> Text {
    Text::same(number.to_string())
}

fn section(out: &mut String, key: &str, language: Language) {
    writeln!(out, "\n{}", phrase(key, &[]).get(language)).expect("a string takes any text");
}

/// Place, person, weight and words of a finding; then the next act, and what it holds back.
fn finding(out: &mut String, finding: &Finding, language: Language) {
    let word = |key: &str| phrase(key, &[]).get(language).to_owned();
    let weight = word(severity_key(finding.severity));
    let rule = if finding.rule.is_empty() { String::new() } else { format!(", {}", finding.rule) };
    let place = format!("{:<18} {}", finding.place.to_string(), finding.subject);
    writeln!(out, "{}", place.trim_end()).expect("a string takes any text");
    writeln!(out, "  {weight}: {} [{}{rule}]", finding.message.get(language), finding.code)
        .expect("a string takes any text");
    writeln!(out, "  → {}", finding.hint.get(language)).expect("a string takes any text");
    if !finding.blocks.is_empty() {
        let kinds: Vec<_> = finding.blocks.iter().map(|kind| kind.title().get(language).to_owned()).collect();
        writeln!(out, "  {}: {}", word("blocks"), kinds.join("; ")).expect("a string takes any text");
    }
}

/// One line: cell, person, what was filled in, from what, by which rule.
fn filled(value: &Filled, language: Language) -> String {
    let Filled { place, subject, source, rule, .. } = value;
    let name = field_name(value.field);
    let shown = value.shown();
    let (name, shown, source) = (name.get(language), shown.get(language), source.get(language));
    format!("{:<18} {subject}: {name} = {shown} ({source}, {rule})", place.to_string())
}

/// The usual header of a field; two have no column in any workbook.
pub fn field_name(field: &str) -> Text {
    match Field::from_name(field) {
        Some(field) => check::label(field),
        None => phrase(&format!("field-{}", field.replace('_', "-")), &[]),
    }
}

/// The phrase that names a weight.
pub fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    }
}

/// One line: status, last day, whom, what, what it lacks.
fn filing(case: &Case, filing: &Filing, language: Language) -> String {
    let status = phrase(&format!("status-{}", filing.status.name()), &[]);
    let mut line = format!(
        "{:<18} {:<14} {}: {}",
        status.get(language),
        due(filing),
        filing.subject.label(case, language),
        filing.kind.title().get(language)
    );
    if let Some(day) = filing.advised {
        write!(line, " ({})", words::advised(day).get(language)).expect("a string takes any text");
    }
    if !filing.lacks.is_empty() {
        let lacks = phrase("lacks", &[]);
        let header = |field| label::header(field).get(language);
        let fields = filing.lacks.iter().map(|name| Field::from_name(name).map_or(*name, header));
        write!(line, " ({}: {})", lacks.get(language), fields.collect::<Vec<_>>().join(", "))
            .expect("a string takes any text");
    }
    line
}

/// The last day as it is written in the country, or a dash.
pub fn due(filing: &Filing) -> String {
    filing.due.map_or_else(|| "–".to_owned(), |due| due.format("%d.%m.%Y").to_string())
}
