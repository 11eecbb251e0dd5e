//! Findings and filled values → what is done to the cells of HR's sheets: a colour, a note, a value.
//!
//! Green is filled in, yellow doubtful, red wrong; the note says so in words, since not everybody sees
//! colours. A value is put only into an empty cell.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cells::{At, Edit, Typed, at};
use super::earlier::Earlier;
use super::lists;
use super::styles::Colour;
use crate::check::{Case, Filled};
use crate::finding::{Finding, Place, Severity, phrase};
use crate::language::{Language, Text};
use crate::reference::{Sex, country, region};
use crate::roster::{Field, Grid, Kind, Roster, Sheet};

/// A value that was filled in, now or the last time.
pub struct Filling {
    pub place: Place,
    pub subject: String,
    /// Name of the field.
    pub field: String,
    /// Its usual header, in the language of the messages.
    pub title: String,
    /// What is put into the cell, if there is such a column.
    pub value: Option<Typed>,
    /// As a person reads it.
    pub shown: String,
    pub rule: String,
    pub source: String,
}

/// What is done to the cells of one sheet.
#[derive(Default)]
pub struct Marks {
    pub edits: BTreeMap<At, Edit>,
    pub notes: BTreeMap<At, String>,
}

/// The values filled in now, in the order of the workbook, and those of the last time that still stand
/// as they were filled.
pub fn fillings(
    case: &Case,
    roster: &Roster,
    grids: &[Grid],
    earlier: Option<&Earlier>,
    language: Language,
) -> Vec<Filling> {
    let mut words = Words { roster, language, known: BTreeMap::new() };
    let mut all: Vec<Filling> = case.filled.iter().map(|filled| words.filling(filled)).collect();
    let subjects = subjects(case);
    let known = earlier.map(|earlier| earlier.filled.as_slice()).unwrap_or_default();
    for fill in known {
        let Some(position) = at(&fill.cell) else { continue };
        let stands = grids
            .iter()
            .find(|grid| grid.name == fill.sheet)
            .and_then(|grid| grid.cell(position.0, position.1));
        let same = match subjects.get(&(fill.sheet.as_str(), position.0)) {
            Some(subject) => *subject == fill.subject,
            None => true,
        };
        if same && stands.is_some_and(|cell| cell.value.to_string() == fill.value) {
            let field = Field::from_name(&fill.field);
            all.push(Filling {
                place: Place {
                    sheet: Some(fill.sheet.clone()),
                    cell: Some(fill.cell.clone()),
                    row: Some(position.0),
                    field: field.map(Field::name),
                },
                subject: fill.subject.clone(),
                title: field
                    .map_or_else(|| fill.field.clone(), |field| field.title().get(language).to_owned()),
                field: fill.field.clone(),
                value: stands.map(|_| Typed::Text(fill.value.clone())),
                shown: fill.shown.clone(),
                rule: fill.rule.clone(),
                source: fill.source.clone(),
            });
        }
    }
    let order = |filling: &Filling| {
        let sheet = grids.iter().position(|grid| Some(&grid.name) == filling.place.sheet.as_ref());
        (sheet, filling.place.row, filling.place.cell.as_deref().and_then(at))
    };
    all.sort_by_key(order);
    all
}

/// Who stands in which row.
fn subjects(case: &Case) -> BTreeMap<(&str, u32), &str> {
    let mut all = BTreeMap::new();
    for employee in &case.employees {
        let people = [(&employee.places, &employee.person)].into_iter();
        let family = employee.dependants.iter().map(|one| (&one.places, &one.person));
        for (places, person) in people.chain(family) {
            if let Some(row) = places.row() {
                all.insert((places.sheet(), row), person.subject.as_str());
            }
        }
    }
    all
}

/// The words in which a value stands in a column; the column is looked through once for each value.
struct Words<'a> {
    roster: &'a Roster,
    language: Language,
    known: BTreeMap<(&'a str, Field, &'a str), Typed>,
}

impl<'a> Words<'a> {
    fn filling(&mut self, filled: &'a Filled) -> Filling {
        let language = self.language;
        let field = Field::from_name(filled.field);
        let value = self.value(field, filled);
        Filling {
            place: filled.place.clone(),
            subject: filled.subject.clone(),
            field: filled.field.to_owned(),
            title: field.map_or_else(
                || phrase(&format!("field-{}", filled.field.replace('_', "-")), &[]).get(language).to_owned(),
                |field| field.title().get(language).to_owned(),
            ),
            shown: match field {
                Some(_) => shown(&value),
                None => in_words(filled).get(language).to_owned(),
            },
            value: filled.place.cell.is_some().then_some(value),
            rule: filled.rule.to_owned(),
            source: filled.source.get(language).to_owned(),
        }
    }

    fn value(&mut self, field: Option<Field>, filled: &'a Filled) -> Typed {
        let sheets = &self.roster.sheets;
        let sheet = sheets.iter().find(|sheet| Some(&sheet.name) == filled.place.sheet.as_ref());
        let (Some(field), Some(sheet)) = (field, sheet) else { return Typed::Text(filled.value.clone()) };
        let key = (sheet.name.as_str(), field, filled.value.as_str());
        let language = self.language;
        self.known.entry(key).or_insert_with(|| typed(field, &filled.value, sheet, language)).clone()
    }
}

/// A value as it stands in a cell of this sheet: in the words that HR uses for it in that column, else in
/// those of the language of the headers.
fn typed(field: Field, value: &str, sheet: &Sheet, other: Language) -> Typed {
    let language = lists::language_of(sheet, other);
    let own = |reads: &dyn Fn(&str) -> bool| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for cell in sheet.rows.iter().filter_map(|row| sheet.cell(row, field)) {
            if let crate::roster::Value::Text(text) = &cell.value
                && reads(text)
            {
                *counts.entry(text.trim()).or_default() += 1;
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(text, _)| text.to_owned())
    };
    let text = match field.kind() {
        Kind::Date => match value.parse::<NaiveDate>() {
            Ok(day) => return Typed::Date(day),
            Err(_) => value.to_owned(),
        },
        Kind::Number => match value.parse::<f64>() {
            Ok(number) => return Typed::Number(number),
            Err(_) => value.to_owned(),
        },
        Kind::Sex => {
            own(&|text| Sex::parse(text).is_ok_and(|sex| sex.code() == value)).unwrap_or_else(|| {
                let index = usize::from(value == "F");
                match lists::values((Kind::Sex, language)).into_iter().nth(index) {
                    Some(Typed::Text(word)) => word,
                    _ => value.to_owned(),
                }
            })
        }
        Kind::Region => own(&|text| {
            region::find(text).is_ok_and(|found| matches!(found[..], [one] if one.code() == value))
        })
        .or_else(|| region::of_code(value).map(|region| region.name(language).to_owned()))
        .unwrap_or_else(|| value.to_owned()),
        Kind::Country => country::of_alpha2(value).map_or(value, |country| country.name(language)).to_owned(),
        _ => value.to_owned(),
    };
    Typed::Text(text)
}

/// A value that no workbook has a column for: a way of entry, an authentication.
fn in_words(filled: &Filled) -> Text {
    phrase(&format!("{}-{}", filled.field, filled.value).replace('_', "-"), &[])
}

/// A value as a person reads it.
fn shown(value: &Typed) -> String {
    match value {
        Typed::Text(text) => text.clone(),
        Typed::Number(number) => number.to_string(),
        Typed::Date(date) => date.format("%d.%m.%Y").to_string(),
    }
}

/// A value as the roster shows it when it is read back.
pub fn read_back(value: &Typed) -> String {
    match value {
        Typed::Date(date) => date.to_string(),
        value => shown(value),
    }
}

/// The marks of each sheet, by its name.
pub fn marks(
    case: &Case,
    fillings: &[Filling],
    grids: &[Grid],
    language: Language,
) -> BTreeMap<String, Marks> {
    let mut all: BTreeMap<String, Marks> = BTreeMap::new();
    for finding in &case.findings {
        let Some((marks, at)) = spot(&mut all, &finding.place) else { continue };
        let colour = match finding.severity {
            Severity::Error => Some(Colour::Wrong),
            Severity::Warning => Some(Colour::Doubtful),
            Severity::Info => None,
        };
        let edit = marks.edits.entry(at).or_default();
        edit.colour = edit.colour.max(colour);
        add(marks, at, &about(finding, language));
    }
    for filling in fillings {
        let Some((marks, at)) = spot(&mut all, &filling.place) else { continue };
        let grid = grids.iter().find(|grid| Some(&grid.name) == filling.place.sheet.as_ref());
        let covered = grid.is_some_and(|grid| is_covered(grid, at));
        let edit = marks.edits.entry(at).or_default();
        edit.colour = edit.colour.max(Some(Colour::Filled));
        edit.value = filling.value.clone().filter(|_| !covered);
        let word = phrase("filled-word", &[]);
        let rule = if filling.rule.is_empty() { String::new() } else { format!(" ({})", filling.rule) };
        let text = format!("{}: {}\n{}{rule}", word.get(language), filling.shown, filling.source);
        add(marks, at, &text);
    }
    all
}

/// Puts in what a person retyped, by sheet and address; a note keeps what stood there.
pub fn retype(
    all: &mut BTreeMap<String, Marks>,
    retyped: &BTreeMap<String, BTreeMap<String, String>>,
    grids: &[Grid],
    language: Language,
) {
    for (sheet, cells) in retyped {
        let grid = grids.iter().find(|grid| grid.name == *sheet);
        for (cell, text) in cells {
            let Some(at) = at(cell) else { continue };
            let marks = all.entry(sheet.clone()).or_default();
            let edit = marks.edits.entry(at).or_default();
            edit.retyped = Some(text.clone());
            edit.colour = edit.colour.max(Some(Colour::Filled));
            let before = grid.and_then(|grid| grid.cell(at.0, at.1)).map(|cell| cell.value.to_string());
            let before = Text::same(before.unwrap_or_else(|| "–".to_owned()));
            add(marks, at, phrase("retyped", &[("before", &before)]).get(language));
        }
    }
}

/// Whether a cell lies under a neighbour that it is joined with.
fn is_covered(grid: &Grid, (row, column): At) -> bool {
    grid.merges.iter().any(|merge| {
        let within = merge.rows.0 <= row
            && row <= merge.rows.1
            && merge.columns.0 <= column
            && column <= merge.columns.1;
        within && (merge.rows.0, merge.columns.0) != (row, column)
    })
}

fn spot<'m>(all: &'m mut BTreeMap<String, Marks>, place: &Place) -> Option<(&'m mut Marks, At)> {
    let at = at(place.cell.as_deref()?)?;
    Some((all.entry(place.sheet.clone()?).or_default(), at))
}

fn add(marks: &mut Marks, at: At, text: &str) {
    let note = marks.notes.entry(at).or_default();
    if !note.is_empty() {
        note.push_str("\n\n");
    }
    note.push_str(text);
}

/// A finding in the words of a note: its weight, what it says, the next act, its code.
fn about(finding: &Finding, language: Language) -> String {
    let rule = if finding.rule.is_empty() { String::new() } else { format!(", {}", finding.rule) };
    format!(
        "{}: {}\n→ {}\n[{}{rule}]",
        weight(finding.severity).get(language),
        finding.message.get(language),
        finding.hint.get(language),
        finding.code
    )
}

/// A weight in words.
pub fn weight(severity: Severity) -> Text {
    let key = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Info => "severity-info",
    };
    phrase(key, &[])
}
