//! Grid → where its header is, and which column is which field.
//!
//! The header is the row, or the two or three rows, in which the most headers are known. In a header of
//! several levels a title stands for all columns that it is joined over, or, where cells are not joined,
//! for the empty cells to its right. A header that only a group could explain («Дата выдачи») belongs to
//! the group of the columns on its left, or to the passport if the sheet knows no other document; else
//! it is reported and left as `extra`.

use std::collections::{BTreeMap, BTreeSet};

use super::correct::Choices;
use super::error::Heading;
use super::grid::Grid;
use super::label::{key, plain};
use super::synonyms::{self, Meaning, Reader};
use super::{Cell, Column, Error, Field, SheetKind, address};
use crate::finding::{Finding, Place};
use crate::language::{Language, Text};

/// Rows, of those with cells, in which the header is looked for; levels that it may have.
const ROWS: usize = 60;
const LEVELS: u32 = 3;
/// What the word of a person weighs against other headers of the same field.
const CHOSEN: u8 = u8::MAX;

/// A header as found: its rows, and what stands over each column.
#[derive(Debug)]
pub(super) struct Header {
    pub rows: (u32, u32),
    heads: Vec<Head>,
}

/// What stands over a column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where the label stands (row from 1, column from 0).
    pub row: u32,
    pub column: u32,
    /// The label as typed.
    pub label: String,
    /// Titles above it, the nearest first.
    pub groups: Vec<String>,
    pub meaning: Option<Meaning>,
}

/// The header of a grid as a sheet of this kind, if any row has known headers.
///
/// Several levels are tried only where one of the rows alone has at least half as many known headers as
/// the best row: titles without any known label below or above them are no header.
pub(super) fn find(grid: &Grid, kind: SheetKind, reader: &Reader) -> Option<Header> {
    let meaning = |groups: &[&str], label: &str| reader.meaning(kind, groups, label);
    let block = |first, last| Header { rows: (first, last), heads: heads(grid, meaning, first, last) };
    // How many fields the labels of a row name without titles; nothing if none of them could be a header.
    let known = |cells: &[Cell]| {
        let meant: Vec<Meaning> =
            cells.iter().filter_map(|cell| meaning(&[], &cell.value.to_string())).collect();
        let fields: BTreeSet<Field> = meant.iter().filter_map(Meaning::field).collect();
        (!meant.is_empty()).then_some(fields.len())
    };
    let alone: BTreeMap<u32, usize> =
        (grid.rows.iter().take(ROWS)).filter_map(|(row, cells)| Some((*row, known(cells)?))).collect();
    let (most, first) =
        alone.iter().map(|(row, known)| (*known, *row)).rev().max_by_key(|(known, _)| *known)?;
    let mut best = (most, (first, first));
    for levels in 2..=LEVELS {
        for first in grid.rows.keys().take(ROWS).copied() {
            let rows = first..first + levels;
            let likely = |row: u32| alone.get(&row).is_some_and(|known| known * 2 >= most);
            if !rows.clone().all(|row| grid.rows.contains_key(&row)) || !rows.clone().any(likely) {
                continue;
            }
            let known = block(first, first + levels - 1).fields().len();
            if known > best.0 {
                best = (known, (first, first + levels - 1));
            }
        }
    }
    (best.0 > 0).then(|| block(best.1.0, best.1.1))
}

impl Header {
    /// The fields that its headers name beyond doubt.
    pub fn fields(&self) -> BTreeSet<Field> {
        self.heads.iter().filter_map(Head::field).collect()
    }

    /// The label as typed over each column.
    pub fn labels(&self) -> BTreeMap<u32, &str> {
        self.heads.iter().map(|head| (head.column, head.label.as_str())).collect()
    }
}

/// What stands over each column in the rows from `first` to `last`.
fn heads(
    grid: &Grid,
    meaning: impl Fn(&[&str], &str) -> Option<Meaning>,
    first: u32,
    last: u32,
) -> Vec<Head> {
    let mut titles: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut labels: BTreeMap<u32, (u32, String, Vec<String>)> = BTreeMap::new();
    for row in first..=last {
        let own: BTreeMap<u32, String> = grid
            .rows
            .get(&row)
            .into_iter()
            .flatten()
            .map(|cell| (cell.column, cell.value.to_string()))
            .collect();
        for (column, text) in &own {
            labels.insert(*column, (row, text.clone(), titles.get(column).cloned().unwrap_or_default()));
        }
        if row < last {
            carry(grid, row, last, &own, &mut titles);
        }
    }
    labels
        .into_iter()
        .map(|(column, (row, label, groups))| {
            let nearest: Vec<&str> = groups.iter().map(String::as_str).collect();
            let meaning = meaning(&nearest, &label);
            Head { row, column, label, groups, meaning }
        })
        .collect()
}

/// Carries the titles of a row to the columns that they stand over.
fn carry(
    grid: &Grid,
    row: u32,
    last: u32,
    own: &BTreeMap<u32, String>,
    titles: &mut BTreeMap<u32, Vec<String>>,
) {
    let filled_below = |column: u32| (row + 1..=last).any(|below| grid.cell(below, column).is_some());
    let below: BTreeSet<u32> = (row + 1..=last)
        .filter_map(|below| grid.rows.get(&below))
        .flatten()
        .map(|cell| cell.column)
        .collect();
    let mut starts = own.iter().peekable();
    while let Some((column, text)) = starts.next() {
        let next = starts.peek().map_or(u32::MAX, |(next, _)| **next);
        let end = match grid.joined_to(row, *column) {
            Some(end) => end.min(next.saturating_sub(1)),
            None if filled_below(*column) => next.saturating_sub(1),
            None => continue,
        };
        for over in below.range(*column..=end) {
            titles.entry(*over).or_default().insert(0, text.clone());
        }
    }
}

/// Something that names a field: a column of a table or a label of a card.
pub(super) struct Candidate {
    pub head: Head,
    pub column: Column,
    /// Whether anything stands under it.
    pub filled: bool,
}

/// The columns of a header with their fields.
///
/// # Errors
/// [`Error::DuplicateColumn`].
pub(super) fn columns(
    header: Header,
    grid: &Grid,
    kind: SheetKind,
    choices: Option<&Choices>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Column>, Error> {
    let last = header.rows.1;
    let filled: BTreeSet<u32> =
        grid.rows.range(last + 1..).flat_map(|(_, cells)| cells).map(|cell| cell.column).collect();
    let mut candidates: Vec<Candidate> = header
        .heads
        .into_iter()
        .map(|head| {
            let titles = head.groups.iter().rev().map(String::as_str);
            let text: Vec<String> = titles.chain([head.label.as_str()]).map(plain).collect();
            let column = Column { index: head.column, header: text.join(" / "), field: None };
            Candidate { filled: filled.contains(&head.column), column, head }
        })
        .collect();
    let decided = decide(&mut candidates, choices);
    explain(&mut candidates, &grid.name, findings);
    settle(&mut candidates, &grid.name)?;
    suggest(&candidates, &grid.name, kind, findings);
    findings.retain(|finding| {
        let cell = finding.place.cell.as_ref().filter(|_| finding.place.sheet.as_ref() == Some(&grid.name));
        !cell.is_some_and(|cell| decided.contains(cell))
    });
    Ok(candidates.into_iter().map(|candidate| candidate.column).collect())
}

/// Gives headers the meaning that a person chose for them; returns their addresses.
fn decide(candidates: &mut [Candidate], choices: Option<&Choices>) -> BTreeSet<String> {
    let mut decided = BTreeSet::new();
    for Candidate { head, .. } in candidates {
        let cell = address(head.row, head.column);
        if let Some(choice) = choices.and_then(|choices| choices.get(&cell)) {
            head.meaning =
                choice.map(|field| Meaning::Field { field, language: Language::Ru, weight: CHOSEN });
            decided.insert(cell);
        }
    }
    decided
}

/// Gives ambiguous headers the group of their neighbours.
fn explain(candidates: &mut [Candidate], sheet: &str, findings: &mut Vec<Finding>) {
    let known = |candidate: &Candidate| candidate.head.field();
    let groups: BTreeSet<_> = candidates.iter().filter_map(known).filter_map(Field::group).collect();
    let only = Some("passport").filter(|passport| groups.len() == 1 && groups.contains(passport));
    for index in 0..candidates.len() {
        let Some(Meaning::Ambiguous(fields)) = candidates[index].head.meaning.clone() else { continue };
        let left = index.checked_sub(1).map(|left| &candidates[left]);
        let left = left.filter(|left| left.head.column + 1 == candidates[index].head.column);
        // A date of nothing («Дата») says what it is only right after the number it dates.
        let vague = ["дата", "date", "күні"].map(key).contains(&key(&candidates[index].head.label));
        let left = left.and_then(known).filter(|field| !vague || field.name().ends_with("_no"));
        let group = left.and_then(Field::group).or(only.filter(|_| !vague));
        match group.and_then(|group| synonyms::within(&fields, group)) {
            Some(field) => {
                candidates[index].head.meaning =
                    Some(Meaning::Field { field, language: Language::Ru, weight: 1 });
            }
            None => {
                if candidates[index].filled {
                    findings.push(ambiguous(&candidates[index], &fields, sheet));
                }
                candidates[index].head.meaning = None;
            }
        }
    }
}

fn ambiguous(candidate: &Candidate, fields: &[Field], sheet: &str) -> Finding {
    let titles: Vec<Text> = fields.iter().map(|field| field.title()).collect();
    let list = |language| titles.iter().map(|title| title.get(language)).collect::<Vec<_>>();
    let fields = Text {
        en: list(Language::En).join("”, “"),
        ru: list(Language::Ru).join("», «"),
        kk: list(Language::Kk).join("», «"),
    };
    Finding::new(
        "header-ambiguous",
        place(candidate, sheet),
        plain(&candidate.head.label),
        &[("fields", &fields)],
    )
}

fn place(candidate: &Candidate, sheet: &str) -> Place {
    let Head { row, column, .. } = candidate.head;
    Place { sheet: Some(sheet.to_owned()), cell: Some(address(row, column)), row: Some(row), field: None }
}

/// Gives each field at most one column.
///
/// Of columns for one field: a header in another language may mean the field of that language
/// («Должность», “Position”); a group's word weighs more than a label's alone. What is then left twice
/// is an error.
pub(super) fn settle(candidates: &mut [Candidate], sheet: &str) -> Result<(), Error> {
    stand_in(candidates);
    let mut of: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if let Some(field) = candidate.head.field() {
            of.entry(field).or_default().push(index);
        }
    }
    let twice: Vec<(Field, Vec<usize>)> = of
        .iter()
        .filter(|(_, indexes)| indexes.len() > 1)
        .map(|(field, indexes)| (*field, indexes.clone()))
        .collect();
    for (field, indexes) in twice {
        for index in indexes {
            let Some(Meaning::Field { language, .. }) = candidates[index].head.meaning else { continue };
            let Some(other) = field.in_language(language).filter(|other| {
                Field::in_language(field, Language::Ru) == Some(field) && !of.contains_key(other)
            }) else {
                continue;
            };
            of.entry(field).or_default().retain(|kept| *kept != index);
            of.insert(other, vec![index]);
        }
    }
    for (field, indexes) in of {
        let weight = |index: usize| match candidates[index].head.meaning {
            Some(Meaning::Field { weight, .. }) => weight,
            _ => 0,
        };
        let most = indexes.iter().map(|index| weight(*index)).max().unwrap_or_default();
        let heaviest: Vec<usize> = indexes.into_iter().filter(|index| weight(*index) == most).collect();
        match heaviest[..] {
            [index] => candidates[index].column.field = Some(field),
            [first, second, ..] => {
                let heading = |index: usize| {
                    let Head { row, column, ref label, .. } = candidates[index].head;
                    Heading::new(row, column, label)
                };
                let (first, second) = (heading(first), heading(second));
                return Err(Error::DuplicateColumn { sheet: sheet.to_owned(), field, first, second });
            }
            [] => {}
        }
    }
    Ok(())
}

/// Headers that say less where another column is absent: «Имя» or “Name” is the whole name where none holds
/// the surname, the contract's first day is its date where none holds the date.
fn stand_in(candidates: &mut [Candidate]) {
    let surname = [Field::LastNameLat, Field::LastNameCyr];
    let stand_ins = [
        (Field::FirstNameLat, Field::FullNameLat, &surname[..]),
        (Field::FirstNameCyr, Field::FullNameCyr, &surname[..]),
        (Field::ContractStart, Field::ContractFrom, &[]),
    ];
    let present: BTreeSet<Field> = candidates.iter().filter_map(|candidate| candidate.head.field()).collect();
    for (part, whole, beside) in stand_ins {
        if present.contains(&whole) || beside.iter().any(|field| present.contains(field)) {
            continue;
        }
        for candidate in candidates.iter_mut() {
            if let Some(Meaning::Field { field, .. }) = &mut candidate.head.meaning
                && *field == part
            {
                *field = whole;
            }
        }
    }
}

/// Suggests a field for an unknown header that is nearly one, and names the other columns that no field has.
pub(super) fn suggest(candidates: &[Candidate], sheet: &str, kind: SheetKind, findings: &mut Vec<Finding>) {
    let taken: BTreeSet<Field> = candidates.iter().filter_map(|candidate| candidate.column.field).collect();
    let unknown: Vec<(&Candidate, Option<Field>)> = candidates
        .iter()
        .filter(|candidate| candidate.column.field.is_none() && candidate.filled)
        .map(|candidate| (candidate, synonyms::nearest(kind, &candidate.head.label)))
        .map(|(candidate, near)| (candidate, near.filter(|field| !taken.contains(field))))
        .collect();
    for (candidate, near) in &unknown {
        let Some(field) = near else { continue };
        let found = plain(&candidate.head.label);
        findings.push(Finding::new(
            "column-unknown",
            place(candidate, sheet),
            found,
            &[("field", &field.title())],
        ));
    }
    let kept: Vec<&Candidate> = unknown
        .iter()
        .filter(|(candidate, near)| near.is_none() && candidate.head.meaning.is_none())
        .map(|(candidate, _)| *candidate)
        .filter(|candidate| findings.iter().all(|finding| finding.place != place(candidate, sheet)))
        .collect();
    if let Some(first) = kept.first() {
        let labels: Vec<String> = kept.iter().map(|candidate| plain(&candidate.head.label)).collect();
        findings.push(Finding::new("headers-unknown", place(first, sheet), labels.join("`, `"), &[]));
    }
}

impl Head {
    /// The head of a label of a card.
    pub fn of_label(row: u32, column: u32, label: &str, meaning: Option<Meaning>) -> Head {
        Head { row, column, label: label.to_owned(), groups: Vec::new(), meaning }
    }

    /// The field that it names beyond doubt.
    pub fn field(&self) -> Option<Field> {
        self.meaning.as_ref()?.field()
    }
}
