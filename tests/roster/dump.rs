//! Roster → text that a person can read and a golden can hold.

use std::fmt::Write;

use otinish::finding::Finding;
use otinish::roster::{Roster, Sheet, Value};

/// A roster with its findings.
pub fn roster(roster: &Roster) -> String {
    let mut text = String::new();
    for sheet in &roster.sheets {
        self::sheet(sheet, &mut text);
    }
    for finding in &roster.findings {
        text.push_str(&self::finding(finding));
    }
    text
}

fn sheet(sheet: &Sheet, text: &mut String) {
    writeln!(text, "{}: {}", sheet.name, sheet.kind.name()).expect("memory");
    for column in &sheet.columns {
        let field = column.field.map_or("-", |field| field.name());
        let letters: String =
            column.address(1).chars().filter(|letter| letter.is_ascii_uppercase()).collect();
        writeln!(text, "  {letters:<3} {:<24} {field}", column.header.escape_debug()).expect("memory");
    }
    for row in &sheet.rows {
        let hidden = if row.hidden { " hidden" } else { "" };
        let section = row.section.as_ref().map(|section| format!(" in {section}")).unwrap_or_default();
        writeln!(text, "  row {}{hidden}{section}", row.number).expect("memory");
        for cell in &row.cells {
            let column = sheet.columns.iter().find(|column| column.holds(cell));
            let field = column.map_or("?", |column| column.field.map_or("-", |field| field.name()));
            let (kind, value) = (kind(&cell.value), cell.value.to_string());
            writeln!(text, "    {:<5} {field:<18} {kind} {}", cell.address(), value.escape_debug())
                .expect("memory");
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Number { digits: None, .. } => "number",
        Value::Number { digits: Some(_), .. } => "digits",
        Value::Date(_) => "date",
        Value::Bool(_) => "bool",
        Value::Error(_) => "error",
        Value::Refused => "refused",
    }
}

/// A finding with its words in all languages.
pub fn finding(finding: &Finding) -> String {
    format!("{:?} {} at {}\n{}", finding.severity, finding.code, finding.place, words(&finding.message))
}

/// The three languages of a message.
pub fn words(text: &otinish::language::Text) -> String {
    format!("  {}\n  {}\n  {}\n", text.en, text.ru, text.kk)
}
