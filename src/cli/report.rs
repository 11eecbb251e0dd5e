//! Findings, filled values and filings as lines for a terminal, in one language.
//!
//! Understood without colour: the weight of a finding is a word, its place stands first.

use std::fmt::Write;

use crate::check::Case;
use crate::finding::{Finding, Severity, phrase};
use crate::language::{Language, Text};
use crate::plan::Filing;

/// The whole report of `check`.
pub fn human(case: &Case, filings: &[Filing], language: Language) -> String {
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
            let source = value.source.get(language);
            writeln!(
                out,
                "{:<18} {}: {} = {} ({source}, {})",
                value.place.to_string(),
                value.subject,
                value.field,
                value.value,
                value.rule
            )
            .expect("a string takes any text");
        }
    }
    section(&mut out, "filings-title", language);
    if filings.is_empty() {
        writeln!(out, "{}", phrase("nothing-due", &[]).get(language)).expect("a string takes any text");
    }
    for filing in filings {
        writeln!(out, "{}", self::filing(case, filing, language)).expect("a string takes any text");
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
    writeln!(out, "{:<18} {}", finding.place.to_string(), finding.subject).expect("a string takes any text");
    writeln!(out, "  {weight}: {} [{}{rule}]", finding.message.get(language), finding.code)
        .expect("a string takes any text");
    writeln!(out, "  → {}", finding.hint.get(language)).expect("a string takes any text");
    if !finding.blocks.is_empty() {
        let kinds: Vec<_> = finding.blocks.iter().map(|kind| kind.title().get(language).to_owned()).collect();
        writeln!(out, "  {}: {}", word("blocks"), kinds.join("; ")).expect("a string takes any text");
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
    if !filing.lacks.is_empty() {
        let lacks = phrase("lacks", &[]);
        write!(line, " ({}: {})", lacks.get(language), filing.lacks.join(", "))
            .expect("a string takes any text");
    }
    line
}

/// The last day as it is written in the country, or a dash.
pub fn due(filing: &Filing) -> String {
    filing.due.map_or_else(|| "–".to_owned(), |due| due.format("%d.%m.%Y").to_string())
}
