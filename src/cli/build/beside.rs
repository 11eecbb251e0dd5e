//! What lies beside the packets of a run: the completed workbook, the calendar, the numbers for the next run, the
//! report as a page and as tables.

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::input::{self, Checked};
use super::super::report;
use super::super::told::Made;
use crate::board::{self, Cell, Table};
use crate::check::{Case, Filled};
use crate::finding::{Finding, phrase};
use crate::language::Language;
use crate::output::Folder;
use crate::packet::{Gap, Paper};
use crate::plan::{self, Filing};
use crate::template::page;
use crate::workbook;

/// HR's workbook with what was filled in and found.
pub const COMPLETED: &str = "completed.xlsx";

/// The bytes of the completed workbook.
pub fn completed(checked: &Checked, filings: &[Filing], language: Language) -> Result<Vec<u8>, Failure> {
    let Checked { bytes, roster, corrections, case, .. } = checked;
    Ok(workbook::corrected(bytes, roster, corrections, case, filings, language)?)
}

/// Writes what lies beside the packets.
pub fn write(
    folder: &Folder,
    checked: &Checked,
    filings: &[Filing],
    made: &Made,
    completed: Vec<u8>,
    language: Language,
) -> Result<Vec<Paper>, Failure> {
    let Checked { case, today, .. } = checked;
    let mut tables = board::tables(case, filings, *today);
    tables.push(board::list(case, filings));
    let season = workbook::season(&tables, language)?;
    tables.pop();
    let mut papers = Vec::new();
    // One after the other: those of a season are long.
    let mut put = |path: &str, bytes: Vec<u8>| {
        papers.push(Paper::of(path, &bytes));
        folder.write(path, &bytes)
    };
    put(COMPLETED, completed)?;
    put("deadlines.ics", board::ics(case, filings, *today, language).into_bytes())?;
    put(input::RECORDS, case.numbers(*today).json())?;
    put("report.html", page::report(&page_data(checked, filings, made, &tables, language)).into_bytes())?;
    put("report.xlsx", season)?;
    Ok(papers)
}

/// What the report's page is filled with.
fn page_data(
    checked: &Checked,
    planned: &[Filing],
    made: &Made,
    tables: &[Table],
    language: Language,
) -> Value {
    let case = &checked.case;
    let findings = case.findings.iter().chain(&made.doubts);
    json!({
        "language": language,
        "roster": case.roster_name,
        "words": words(case, made, language),
        "states": board::STATES.map(|state| json!({ "name": state.name(), "title": board::words::status(state).get(language) })),
        "summary": rows(tables, |table| counted(table, language)),
        "changes": rows(&made.changes, |line| json!({ "subject": line.subject, "what": line.what })),
        "gaps": rows(&made.gaps, |gap| gap_row(gap, language)),
        "filings": rows(planned, |filing| filing_row(case, filing, language)),
        "findings": rows(findings, |finding| finding_row(finding, language)),
        "filled": rows(&case.filled, |value| filled_row(value, language)),
        "later": rows(plan::later_law(planned, &checked.rules), |law| {
            json!({ "rule": law.rule, "text": law.text.get(language), "source": law.source })
        }),
    })
}

fn rows<T>(all: impl IntoIterator<Item = T>, row: impl FnMut(T) -> Value) -> Vec<Value> {
    all.into_iter().map(row).collect()
}

fn word(key: &str, language: Language) -> String {
    phrase(key, &[]).get(language).to_owned()
}

/// The words of the page itself.
fn words(case: &Case, made: &Made, language: Language) -> Value {
    let word = |key: &str| word(key, language);
    json!({
        "title": word("report-title"),
        "read": report::read(case).get(language),
        "counted": report::counted(case).get(language),
        "draft_note": word("draft-note"),
        "not_made": phrase("not-made", &[("count", &report::count(made.gaps.len()))]).get(language),
        "place": word("place"), "subject": word("subject"), "document": word("document"),
        "reason": word("reason"), "authority": word("authority"), "due": word("due"),
        "status": word("status"), "field": word("field"), "value": word("value"), "source": word("source"),
        "filings": word("filings-title"), "findings": word("findings-title"), "filled": word("filled-title"),
        "later": word("explain-later"), "changes": word("changes-title"),
    })
}

fn gap_row(gap: &Gap, language: Language) -> Value {
    json!({
        "place": gap.place.to_string(), "subject": gap.subject,
        "document": gap.document(language), "reason": gap.reason.get(language),
    })
}

fn filing_row(case: &Case, filing: &Filing, language: Language) -> Value {
    json!({
        "subject": filing.subject.label(case, language), "title": filing.kind.title().get(language),
        "authority": filing.authority.get(language), "due": report::due(filing),
        "status": word(&format!("status-{}", filing.status.name()), language),
    })
}

fn finding_row(finding: &Finding, language: Language) -> Value {
    json!({
        "place": finding.place.to_string(), "subject": finding.subject,
        "severity": finding.severity, "label": word(report::severity_key(finding.severity), language),
        "message": finding.message.get(language), "hint": finding.hint.get(language),
    })
}

fn filled_row(value: &Filled, language: Language) -> Value {
    json!({
        "place": value.place.to_string(), "subject": value.subject,
        "field": report::field_name(value.field).get(language),
        "value": value.shown().get(language), "source": value.source.get(language),
    })
}

/// A table of the summary, with its bars where it has some.
fn counted(table: &Table, language: Language) -> Value {
    let cell = |cell: &Cell| json!({ "text": cell.shown(language), "is_number": matches!(cell, Cell::Number(_)), "is_zero": *cell == Cell::Number(0) });
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>());
    json!({
        "title": table.title.get(language),
        "columns": table.columns.iter().map(|column| column.get(language)).collect::<Vec<_>>(),
        "rows": rows.collect::<Vec<_>>(),
        "chart": table.chart(language),
    })
}
