//! Company card → one row: labels in one column, values in the next, or in a column per language.
//!
//! Understood: a pair in a row or several, `БИН: 080540001236` in one cell, a title over some labels
//! («Исполнитель» over «ФИО» and «Телефон»), columns «рус.» and «каз.» of values. A label without a
//! value is a column without a cell.

use super::grid::Grid;
use super::header::{Candidate, Head, settle, suggest};
use super::label::{is_blank, language, plain};
use super::synonyms::{Meaning, Reader};
use super::{Cell, Column, Error, Field, Row, Sheet, SheetKind, Value};
use crate::finding::Finding;
use crate::language::Language;

/// Rows of the longest card; a longer sheet is a table.
const ROWS: usize = 200;
/// Labels longer than this are sentences.
const LABEL: usize = 120;

/// A card as found.
pub(super) struct Card {
    candidates: Vec<Candidate>,
    cells: Vec<Cell>,
}

/// Looks for labels with values; a grid without any yields a card without fields.
pub(super) fn find(grid: &Grid, reader: &Reader) -> Card {
    let mut card = Card { candidates: Vec::new(), cells: Vec::new() };
    if grid.rows.len() > ROWS {
        return card;
    }
    let languages = languages(grid);
    let mut title: Option<String> = None;
    for cells in grid.rows.values() {
        if languages.first().is_some_and(|(row, _, _)| cells.first().is_some_and(|cell| cell.row == *row)) {
            continue;
        }
        let mut index = 0;
        while index < cells.len() {
            index += card.pair(&cells[index..], title.as_deref(), &languages, reader);
        }
        if let [only] = &cells[..]
            && let Some(text) = only.text()
            && !text.trim_end_matches([':', ' ']).contains(':')
        {
            title = Some(plain(text));
        }
    }
    card
}

/// Cells that head a column of values in one language: row, column, language.
fn languages(grid: &Grid) -> Vec<(u32, u32, Language)> {
    let named = |cell: &Cell| Some((cell.row, cell.column, language(cell.text()?)?));
    grid.rows
        .values()
        .take(20)
        .map(|cells| cells.iter().filter_map(named).collect::<Vec<_>>())
        .find(|found| found.len() >= 2)
        .unwrap_or_default()
}

fn meaning(reader: &Reader, title: Option<&str>, label: &str) -> Option<Meaning> {
    let label = label.trim().trim_end_matches(':');
    let groups: Vec<&str> = title.into_iter().collect();
    let found = reader.meaning(SheetKind::Company, &groups, label);
    let known = matches!(found, Some(Meaning::Field { .. }));
    if label.len() > 2 * LABEL || !known { None } else { found }
}

impl Card {
    /// The fields that have a label.
    pub fn fields(&self) -> Vec<Field> {
        self.candidates.iter().filter_map(|candidate| candidate.head.field()).collect()
    }

    /// Takes the label at the beginning of these cells with its value; returns how many cells it took.
    fn pair(
        &mut self,
        cells: &[Cell],
        title: Option<&str>,
        languages: &[(u32, u32, Language)],
        reader: &Reader,
    ) -> usize {
        let label = &cells[0];
        let Some(words) = label.text() else { return 1 };
        if let [_] = cells
            && let Some((head, value)) = words.split_once(':').filter(|(_, value)| !is_blank(value))
            && let Some(meaning) = meaning(reader, title, head)
        {
            let value = Value::Text(value.trim().to_owned());
            self.add(label, head, Some(meaning), Some(Cell { value, ..label.clone() }));
            return 1;
        }
        let meant = meaning(reader, title, words);
        let mut taken = 0;
        for cell in &cells[1..] {
            let told = languages.iter().find(|(_, column, _)| *column == cell.column);
            let Some((_, _, language)) = told else { continue };
            if let Some(Meaning::Field { field, .. }) = meant
                && let Some(field) = field.in_language(*language)
            {
                let meaning = Meaning::Field { field, language: *language, weight: 3 };
                self.add(label, words, Some(meaning), Some(cell.clone()));
                taken += 1;
            }
        }
        if taken > 0 {
            return cells.len();
        }
        let is_label = |cell: &Cell| cell.text().is_some_and(|text| meaning(reader, title, text).is_some());
        let value = cells.get(1).filter(|next| !(is_label(next) && cells.len() > 2));
        match meant {
            Some(meaning) => {
                self.add(label, words, Some(meaning), value.cloned());
                1 + usize::from(value.is_some())
            }
            None if cells.len() == 2 && words.chars().count() <= LABEL => {
                self.add(label, words, None, value.cloned());
                2
            }
            None => 1,
        }
    }

    fn add(&mut self, label: &Cell, words: &str, meaning: Option<Meaning>, value: Option<Cell>) {
        let header = plain(words.trim().trim_end_matches(':'));
        let (row, column) =
            value.as_ref().map_or((label.row, label.column + 1), |cell| (cell.row, cell.column));
        self.candidates.push(Candidate {
            head: Head::of_label(label.row, label.column, &header, meaning),
            column: Column::at(row, column, header, None),
            filled: value.is_some(),
        });
        self.cells.extend(value);
    }

    /// The card as a sheet of one row.
    ///
    /// # Errors
    /// [`Error::DuplicateColumn`] if two labels of one field have different values.
    pub fn sheet(mut self, name: &str, findings: &mut Vec<Finding>) -> Result<Sheet, Error> {
        self.drop_repeats();
        settle(&mut self.candidates, name)?;
        suggest(&self.candidates, name, SheetKind::Company, findings);
        let columns: Vec<Column> = self.candidates.into_iter().map(|candidate| candidate.column).collect();
        let number = self.cells.first().map_or(1, |cell| cell.row);
        let row = Row { number, hidden: false, section: None, cells: self.cells };
        Ok(Sheet { name: name.to_owned(), kind: SheetKind::Company, columns, rows: vec![row] })
    }

    /// Of labels for one field, those without a value and those with the same value as another say
    /// nothing new.
    fn drop_repeats(&mut self) {
        let value = |cells: &[Cell], candidate: &Candidate| {
            cells.iter().find(|cell| candidate.column.holds(cell)).map(|cell| cell.value.clone())
        };
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in std::mem::take(&mut self.candidates) {
            let twin = kept.iter().position(|known| {
                let field = |candidate: &Candidate| match candidate.head.meaning {
                    Some(Meaning::Field { field, .. }) => Some(field),
                    _ => None,
                };
                field(known).is_some() && field(known) == field(&candidate)
            });
            let Some(twin) = twin else {
                kept.push(candidate);
                continue;
            };
            let (old, new) = (value(&self.cells, &kept[twin]), value(&self.cells, &candidate));
            if old.is_none() {
                kept[twin] = candidate;
            } else if new.is_some() && new != old {
                kept.push(candidate);
            }
        }
        self.candidates = kept;
    }
}
