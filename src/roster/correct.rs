//! What a person decided about a roster after it was read, laid over it: the meaning of headers, cells that
//! were retyped, filled values that were refused.
//!
//! Invariant: the file is never changed; a correction to a cell that the roster does not have is nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Cell, Field, Roster, Row, SHEET_COLUMNS, Sheet, SheetKind, Value};

/// What headers of a sheet mean, by address; `None`: no field of ours.
pub(super) type Choices = BTreeMap<String, Option<Field>>;

/// Decisions about a roster, each by name of the sheet and address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    pub headers: BTreeMap<String, Choices>,
    /// What cells hold now, as typed; nothing for a cell that was emptied.
    pub cells: BTreeMap<String, BTreeMap<String, String>>,
    /// Cells into which nothing is to be filled.
    pub refused: BTreeMap<String, BTreeSet<String>>,
}

impl Roster {
    /// Lays corrections of cells over what was read.
    pub fn correct(&mut self, corrections: &Corrections) {
        for sheet in &mut self.sheets {
            for cell in corrections.refused.get(&sheet.name).into_iter().flatten() {
                put(sheet, cell, Some(Value::Refused));
            }
            for (cell, typed) in corrections.cells.get(&sheet.name).into_iter().flatten() {
                let typed = typed.trim();
                put(sheet, cell, (!typed.is_empty()).then(|| Value::Text(typed.to_owned())));
            }
        }
    }
}

impl Sheet {
    /// The row of a record in which a cell stands, or would stand; row from 1, column from 0.
    fn row_of(&mut self, (row, column): (u32, u32)) -> Option<&mut Row> {
        let card = self.kind == SheetKind::Company
            && self.columns.iter().any(|one| one.index == row * SHEET_COLUMNS + column);
        let number = if card { self.rows.first()?.number } else { row };
        self.rows.iter_mut().find(|row| row.number == number)
    }
}

fn put(sheet: &mut Sheet, cell: &str, value: Option<Value>) {
    let Some((row, column)) = position(cell) else { return };
    let Some(own) = sheet.row_of((row, column)) else { return };
    own.cells.retain(|cell| (cell.row, cell.column) != (row, column));
    if let Some(value) = value {
        let index = own.cells.partition_point(|cell| (cell.column, cell.row) < (column, row));
        own.cells.insert(index, Cell { row, column, value });
    }
}

/// Row (from 1) and column (from 0) of an address: `H7` → (7, 7); `None` if it is none of a spreadsheet.
pub fn position(address: &str) -> Option<(u32, u32)> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = address.split_at(letters);
    if !(1..=3).contains(&letters.len()) || digits.starts_with('0') || digits.len() > 7 {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    let row = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    (column < SHEET_COLUMNS).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for (row, column) in [(1, 0), (7, 7), (1_048_576, 16_383)] {
            assert_eq!(position(&super::super::address(row, column)), Some((row, column)));
        }
        for wrong in ["", "H", "7", "h7", "H0", "H07", "AAAA1", "XFE1", "H7 ", "H-7", "H99999999", "Ж7"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
