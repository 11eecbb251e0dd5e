//! Headers about which a person has to decide → what the page shows of them: those that were not recognised
//! for certain, and columns of which several are headed as one field.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::desk::Checked;
use crate::check::{label, typed};
use crate::language::Language;
use crate::roster::{Field, Sheet, nearest};

/// The codes of findings about headers that a person can decide.
const HEADERS: [&str; 2] = ["header-ambiguous", "column-unknown"];

/// The headers that a person may decide about, and those already decided.
pub fn open(checked: &Checked, language: Language) -> Value {
    let mut all = Vec::new();
    for finding in checked.read.findings.iter().filter(|finding| HEADERS.contains(&finding.code)) {
        let (Some(sheet), Some(cell)) = (&finding.place.sheet, &finding.place.cell) else { continue };
        let open = checked.corrections.headers.get(sheet).is_none_or(|own| !own.contains_key(cell));
        let Some(own) = checked.read.sheets.iter().find(|own| own.name == *sheet).filter(|_| open) else {
            continue;
        };
        all.push(json!({
            "sheet": sheet, "cell": cell, "header": finding.found,
            "message": finding.message.get(language), "hint": finding.hint.get(language),
            "samples": samples(own, cell), "fields": free_fields(own, language),
            "guess": nearest(own.kind, &finding.found).map(Field::name),
        }));
    }
    Value::Array(all)
}

/// The columns that are headed as one field, of which a person chooses.
pub fn rivals(checked: &Checked, language: Language) -> Value {
    let all = checked.rivals.iter().map(|rivals| {
        let sheet = checked.read.sheets.iter().find(|own| own.name == rivals.sheet);
        let columns = rivals.columns.iter().map(|heading| {
            let samples = sheet.map(|sheet| samples(sheet, &heading.cell)).unwrap_or_default();
            json!({ "cell": heading.cell, "header": heading.text, "samples": samples })
        });
        json!({
            "sheet": rivals.sheet, "field": rivals.field.name(), "title": label(rivals.field).get(language),
            "columns": columns.collect::<Vec<_>>(),
        })
    });
    all.collect()
}

/// The first values below a header.
fn samples(sheet: &Sheet, header: &str) -> Vec<String> {
    let column = crate::roster::position(header).map(|(_, column)| column);
    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
    cells.filter(|cell| Some(cell.column) == column).take(3).map(|cell| typed(&cell.value)).collect()
}

/// The fields of such a sheet that no column has yet.
fn free_fields(sheet: &Sheet, language: Language) -> Vec<Value> {
    let taken: BTreeSet<Field> = sheet.columns.iter().filter_map(|column| column.field).collect();
    let free =
        Field::ALL.iter().filter(|field| field.sheets().contains(&sheet.kind) && !taken.contains(field));
    free.map(|field| json!({ "field": field.name(), "title": label(*field).get(language) })).collect()
}
