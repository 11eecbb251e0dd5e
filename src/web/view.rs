//! A desk → what the page shows of it, in one language: counts, findings by what is to be done, the rows
//! with findings as a grid, filled values, deadlines, documents.
//!
//! Only as much as a person reads at once: long lists are cut, with their full length beside them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::desk::{self, Checked, Desk, as_read};
use super::{headers, scans};
use crate::board::{Board, words};
use crate::check::{Filled, label, typed};
use crate::finding::{Finding, Severity, phrase};
use crate::language::Language;
use crate::plan::{self, Filing, Status};
use crate::roster::{Column, Field, Row, Sheet, SheetKind};
use crate::rules::RuleBook;

/// Rows of the grid at once; findings of one group; filled values; filings.
const ROWS: usize = 40;
const ITEMS: usize = 100;
const FILLS: usize = 300;
const FILINGS: usize = 2_000;

/// Everything about a desk; the grid begins with the row of this number among those with findings.
pub fn desk(desk: &Desk, rules: &RuleBook, language: Language, from: usize) -> Value {
    let checked = &*desk.checked();
    let case = &checked.case;
    let rows = rows(checked);
    let shown = &rows[from.min(rows.len())..rows.len().min(from + ROWS)];
    json!({
        "id": desk.id,
        "name": desk.name,
        "run": desk.run().is_some(),
        "stale": desk.is_stale(),
        "today": words::day(Some(checked.today)),
        "counts": {
            "employees": case.employees.len(), "dependants": case.dependants().count(),
            "errors": case.count(Severity::Error), "warnings": case.count(Severity::Warning),
            "notes": case.count(Severity::Info), "filled": case.filled.len(),
            "ready": ready(checked),
        },
        "headers": headers::open(checked, language),
        "rivals": headers::rivals(checked, language),
        "scans": scans::view(desk, checked, language),
        "groups": groups(checked, language),
        "grid": { "from": from, "rows": rows.len(), "size": ROWS, "sheets": grid(checked, shown, language) },
        "fills": fills(checked, language),
        "deadlines": deadlines(checked, language),
        "filings": filings(checked, language),
        "later": plan::later_law(&checked.filings, rules).into_iter().map(|law| {
            json!({ "rule": law.rule, "text": law.text.get(language), "source": law.source })
        }).collect::<Vec<_>>(),
    })
}

/// A desk in one line.
pub fn summary(desk: &Desk) -> Value {
    let checked = desk.checked();
    let case = &checked.case;
    json!({
        "id": desk.id, "name": desk.name, "employees": case.employees.len(),
        "errors": case.count(Severity::Error), "warnings": case.count(Severity::Warning),
    })
}

/// How many of the filings that are printed can be made.
fn ready(checked: &Checked) -> usize {
    printed(checked).filter(|(_, filing)| filing.status.is_made()).count()
}

/// The filings that have letters and are still open, each with its place in the plan.
pub fn printed(checked: &Checked) -> impl Iterator<Item = (usize, &Filing)> {
    let open = |filing: &Filing| filing.status != Status::Done && filing.is_printed();
    checked.filings.iter().enumerate().filter(move |(_, filing)| open(filing))
}

/// The findings by what is to be done, the heaviest first.
fn groups(checked: &Checked, language: Language) -> Value {
    let mut groups: BTreeMap<(Severity, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &checked.case.findings {
        groups.entry((finding.severity, finding.code)).or_default().push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|((severity, _), findings)| (*severity, std::cmp::Reverse(findings.len())));
    groups
        .into_iter()
        .map(|((severity, code), findings)| group(severity, code, &findings, language))
        .collect()
}

fn group(severity: Severity, code: &str, findings: &[&Finding], language: Language) -> Value {
    let hint = findings[0].hint.get(language);
    // Hints that name a field differ from finding to finding; then each has its own.
    let common = findings.iter().all(|finding| finding.hint.get(language) == hint);
    let items = findings.iter().take(ITEMS).map(|finding| {
        let blocks = finding.blocks.iter().map(|kind| kind.title().get(language).to_owned());
        json!({
            "sheet": finding.place.sheet, "cell": finding.place.cell, "row": finding.place.row,
            "place": finding.place.to_string(), "subject": finding.subject,
            "message": finding.message.get(language),
            "hint": if common { "" } else { finding.hint.get(language) },
            "blocks": blocks.collect::<Vec<_>>(),
        })
    });
    json!({
        "code": code, "rule": findings[0].rule, "severity": severity, "count": findings.len(),
        "hint": if common { hint } else { "" },
        "items": items.collect::<Vec<_>>(),
    })
}

/// A row of the roster by its sheet and number.
type RowKey<'a> = (usize, u32, &'a Sheet, &'a Row);

/// The rows that have a finding, or were corrected, in the order of the workbook.
fn rows(checked: &Checked) -> Vec<RowKey<'_>> {
    let findings = &checked.case.findings;
    let mut marked: BTreeSet<(&str, u32)> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info)
        .filter_map(|finding| Some((finding.place.sheet.as_deref()?, finding.place.row?)))
        .collect();
    let retyped = checked.corrections.cells.iter();
    let retyped = retyped.flat_map(|(sheet, cells)| cells.keys().map(move |cell| (sheet.as_str(), cell)));
    let refused = checked.corrections.refused.iter();
    let refused = refused.flat_map(|(sheet, cells)| cells.iter().map(move |cell| (sheet.as_str(), cell)));
    marked.extend(
        retyped.chain(refused).filter_map(|(sheet, cell)| Some((sheet, crate::roster::position(cell)?.0))),
    );
    let sheets = checked.roster.sheets.iter().enumerate();
    sheets
        .flat_map(|(index, sheet)| sheet.rows.iter().map(move |row| (index, row.number, sheet, row)))
        .filter(|(_, number, sheet, _)| match sheet.kind {
            // The rows of a card stand below each other and are one record.
            SheetKind::Company => marked.iter().any(|(own, _)| *own == sheet.name),
            _ => marked.contains(&(sheet.name.as_str(), *number)),
        })
        .collect()
}

/// The cells of a sheet that have something to say, by address.
#[derive(Default)]
struct Marks<'a> {
    findings: BTreeMap<String, Vec<&'a Finding>>,
    fills: BTreeMap<String, &'a Filled>,
    subjects: BTreeMap<u32, &'a str>,
}

fn marks<'a>(checked: &'a Checked, sheet: &Sheet) -> Marks<'a> {
    let mut marks = Marks::default();
    let own = |place: &crate::finding::Place| place.sheet.as_ref() == Some(&sheet.name);
    for finding in checked.case.findings.iter().filter(|finding| own(&finding.place)) {
        if let Some(row) = finding.place.row.filter(|_| !finding.subject.is_empty()) {
            marks.subjects.entry(row).or_insert(&finding.subject);
        }
        if let Some(cell) = &finding.place.cell {
            marks.findings.entry(cell.clone()).or_default().push(finding);
        }
    }
    for filled in checked.case.filled.iter().filter(|filled| own(&filled.place)) {
        if let Some(cell) = &filled.place.cell {
            marks.fills.insert(cell.clone(), filled);
        }
    }
    marks
}

/// The rows as tables, sheet by sheet: of each sheet the columns in which something is to be done.
fn grid(checked: &Checked, rows: &[RowKey], language: Language) -> Value {
    let mut tables = Vec::new();
    for rows in rows.chunk_by(|one, other| one.0 == other.0) {
        let sheet = rows[0].2;
        let marks = marks(checked, sheet);
        let at = |column: &Column, row: u32| {
            let cell = column.address(row);
            marks.findings.contains_key(&cell)
                || marks.fills.contains_key(&cell)
                || corrected(checked, &sheet.name, &cell)
        };
        let columns: Vec<&Column> = (sheet.columns.iter())
            .filter(|column| rows.iter().any(|(_, number, ..)| at(column, *number)))
            .collect();
        let lines = rows.iter().map(|(_, number, _, row)| {
            let cells = columns.iter().map(|column| cell(checked, sheet, row, column, &marks, language));
            json!({
                "row": number, "subject": marks.subjects.get(number).copied().unwrap_or_default(),
                "cells": cells.collect::<Vec<_>>(),
            })
        });
        tables.push(json!({
            "sheet": sheet.name,
            "columns": columns.iter().map(|column| &column.header).collect::<Vec<_>>(),
            "rows": lines.collect::<Vec<_>>(),
        }));
    }
    Value::Array(tables)
}

fn corrected(checked: &Checked, sheet: &str, cell: &str) -> bool {
    desk::is_corrected(&checked.corrections, sheet, cell)
}

/// Of the other cells that hold in the file what a corrected one held: how many do still, how many have the
/// same correction.
fn alike(checked: &Checked, sheet: &str, cell: &str) -> Value {
    let Some(typed) = desk::retyped(&checked.corrections, sheet, cell) else { return Value::Null };
    let (mut open, mut done) = (0, 0);
    for other in desk::alike(&checked.read, sheet, cell) {
        open += usize::from(!corrected(checked, sheet, &other));
        done += usize::from(desk::retyped(&checked.corrections, sheet, &other) == Some(typed));
    }
    json!({ "open": open, "done": done })
}

fn cell(
    checked: &Checked,
    sheet: &Sheet,
    row: &Row,
    column: &Column,
    marks: &Marks,
    language: Language,
) -> Value {
    let address = column.address(row.number);
    let text = row.cells.iter().find(|cell| column.holds(cell)).map(|cell| typed(&cell.value));
    let findings = marks.findings.get(&address).map(Vec::as_slice).unwrap_or_default();
    let notes = findings.iter().map(|finding| {
        json!({
            "severity": finding.severity,
            "word": word(severity_key(finding.severity), language),
            "message": finding.message.get(language), "hint": finding.hint.get(language),
        })
    });
    let corrected = corrected(checked, &sheet.name, &address);
    json!({
        "cell": address,
        "text": text.unwrap_or_default(),
        "filled": marks.fills.get(&address).map(|filled| filled.shown().get(language).to_owned()),
        "read": corrected.then(|| as_read(&checked.read, &sheet.name, &address)),
        "alike": alike(checked, &sheet.name, &address),
        "findings": notes.collect::<Vec<_>>(),
    })
}

/// The filled values with their sources, and those that were refused.
fn fills(checked: &Checked, language: Language) -> Value {
    let open = checked.case.filled.iter().map(|filled| {
        let key = Checked::key(&filled.place, filled.field);
        json!({
            "sheet": key.0, "row": key.1, "cell": filled.place.cell, "place": filled.place.to_string(),
            "field": filled.field, "title": filled.title().get(language), "subject": filled.subject,
            "value": filled.shown().get(language), "source": filled.source.get(language),
            "from": filled.from.as_ref().map(ToString::to_string), "rule": filled.rule,
            "accepted": checked.accepted.contains(&key), "refused": false,
        })
    });
    let refused =
        checked.case.findings.iter().filter(|finding| finding.code == "filled-refused").map(|finding| {
            let field = finding.place.field.unwrap_or_default();
            json!({
                "sheet": finding.place.sheet, "row": finding.place.row, "cell": finding.place.cell,
                "place": finding.place.to_string(), "field": field,
                "title": Field::from_name(field).map(label).unwrap_or_default().get(language),
                "subject": finding.subject, "value": "", "source": "", "from": null, "rule": "",
                "accepted": false, "refused": true,
            })
        });
    let all: Vec<Value> = refused.chain(open).collect();
    json!({ "count": all.len(), "items": all.into_iter().take(FILLS).collect::<Vec<_>>() })
}

/// What has a last day, band by band.
fn deadlines(checked: &Checked, language: Language) -> Value {
    let board = Board::new(&checked.case, &checked.filings, checked.today);
    let bands = board.bands().into_iter().map(|(band, entries)| {
        let lines = entries.iter().take(FILINGS).map(|entry| {
            json!({
                "due": words::day(entry.due),
                "left": words::days_left(entry, board.today).get(language),
                "subject": entry.subject.label(board.case, language),
                "title": entry.matter.title().get(language),
                "region": words::region(entry).get(language),
                "authority": entry.authority.get(language),
                "exposure": words::exposure(entry).get(language),
                "rule": entry.rule,
                "notes": words::notes_line(entry, language),
            })
        });
        json!({
            "name": band.name(), "title": band.title().get(language), "count": entries.len(),
            "lines": lines.collect::<Vec<_>>(),
        })
    });
    json!({ "bands": bands.collect::<Vec<_>>(), "far": board.far() })
}

/// The filings that have letters.
fn filings(checked: &Checked, language: Language) -> Value {
    let all = printed(checked).take(FILINGS).map(|(index, filing)| {
        let lacks = filing.lacks.iter().filter_map(|field| Field::from_name(field));
        json!({
            "index": index,
            "kind": filing.kind,
            "title": filing.title(&checked.case).get(language),
            "subject": filing.subject.label(&checked.case, language),
            "due": words::day(filing.due),
            "status": filing.status,
            "word": word(&format!("status-{}", filing.status.name()), language),
            "made": filing.status.is_made(),
            "lacks": lacks.map(|field| label(field).get(language).to_owned()).collect::<Vec<_>>(),
        })
    });
    all.collect()
}

fn word(key: &str, language: Language) -> String {
    phrase(key, &[]).get(language).to_owned()
}

fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    }
}
