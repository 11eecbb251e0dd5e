//! A sheet as it stands in the file, whatever the format: cells by row, and what is needed to tell a
//! header from a title. The caps on rows, columns, cells and text hold for all formats here.
//!
//! Deliberately absent: what the cells mean.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Cell, Error, Value, address, label};
use crate::finding::phrase;
use crate::language::Text;

/// Rows and columns that are read; a quota season has some ten thousand people.
pub(super) const ROWS: u32 = 100_000;
pub(super) const COLUMNS: u32 = 512;
/// Cells of all sheets together, and bytes of text in them: a text that many cells share counts each time.
const CELLS: usize = 3_000_000;
const TEXT: usize = 256 << 20;
/// Letters of a cell: Excel's limit.
const LETTERS: usize = 32_767;
/// Joined cells that are kept: those of headers; a sheet with more has them in its data.
const MERGES: usize = 20_000;

/// One reading of one file: its name for messages, and what is left of the caps.
pub(super) struct Intake<'a> {
    pub name: &'a str,
    cells: usize,
    text: usize,
}

impl<'a> Intake<'a> {
    pub fn new(name: &'a str) -> Intake<'a> {
        Intake { name, cells: CELLS, text: TEXT }
    }

    pub fn damaged(&self, part: impl Into<String>) -> Error {
        Error::Damaged { name: self.name.to_owned(), part: part.into() }
    }

    /// Refused for a cause of the phrase book, in which a part may be named.
    pub fn refused(&self, cause: &str, part: &str) -> Error {
        Error::Refused { name: self.name.to_owned(), cause: phrase(cause, &[("part", &Text::same(part))]) }
    }

    pub fn too_large(&self, what: Text) -> Error {
        Error::TooLarge { name: self.name.to_owned(), what }
    }

    /// Whether so many cells, with so many bytes of text in each, are within what is left of the caps.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn fits(&self, cells: usize, length: usize) -> Result<(), Error> {
        if cells <= self.cells && length <= self.text / cells.max(1) {
            return Ok(());
        }
        Err(self.too_large(Text::new(
            "more than 3 million filled cells",
            "более 3 миллионов заполненных ячеек",
            "3 миллионнан астам толтырылған ұяшық",
        )))
    }
}

/// Runs a parser of another crate. A panic in it is a damaged file, not a fault of the run: the binary
/// formats index their bytes unchecked there.
pub(super) fn guarded<T>(
    name: &str,
    part: &str,
    parse: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let damaged = || Error::Damaged { name: name.to_owned(), part: part.to_owned() };
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse)).unwrap_or_else(|_| Err(damaged()))
}

/// The bytes of text in a cell.
pub(super) fn length(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Error(text) => text.len(),
        _ => 0,
    }
}

/// Cells joined into one; rows from 1, columns from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// A sheet as it stands in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Grid {
    pub name: String,
    pub hidden: bool,
    /// Cells that are not empty by row (from 1), in the order of their columns.
    pub rows: BTreeMap<u32, Vec<Cell>>,
    pub hidden_rows: BTreeSet<u32>,
    pub merges: Vec<Merge>,
    /// Address of the first cell beyond the caps, and how many there are.
    pub stray: Option<(String, usize)>,
}

impl Grid {
    pub fn new(name: impl Into<String>, hidden: bool) -> Grid {
        Grid { name: name.into(), hidden, ..Grid::default() }
    }

    /// Takes in a cell; row from 1, column from 0. Blank text is no cell; a cell beyond the caps is
    /// counted and left out; a second cell at one address replaces the first.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when the file holds too many cells or too much text.
    pub(super) fn put(
        &mut self,
        intake: &mut Intake,
        row: u32,
        column: u32,
        value: Value,
    ) -> Result<(), Error> {
        if matches!(&value, Value::Text(text) if label::is_blank(text)) {
            return Ok(());
        }
        let length = length(&value);
        if row == 0 || row > ROWS || column >= COLUMNS {
            let stray = self.stray.get_or_insert_with(|| (address(row.max(1), column), 0));
            stray.1 += 1;
            return Ok(());
        }
        if let Value::Text(text) = &value
            && length > LETTERS
            && text.chars().count() > LETTERS
        {
            let cell = address(row, column);
            return Err(intake.too_large(Text::new(
                format!("more than 32,767 characters in the cell {cell}"),
                format!("более 32 767 знаков в ячейке {cell}"),
                format!("{cell} ұяшығында 32 767-ден астам таңба"),
            )));
        }
        intake.fits(1, length)?;
        intake.cells -= 1;
        intake.text -= length;
        let cells = self.rows.entry(row).or_default();
        let cell = Cell { row, column, value };
        match cells.last() {
            Some(last) if last.column >= column => {
                match cells.binary_search_by_key(&column, |cell| cell.column) {
                    Ok(index) => cells[index] = cell,
                    Err(index) => cells.insert(index, cell),
                }
            }
            _ => cells.push(cell),
        }
        Ok(())
    }

    /// Takes in joined cells; rows from 1, columns from 0.
    pub fn join(&mut self, rows: (u32, u32), columns: (u32, u32)) {
        if self.merges.len() < MERGES
            && rows.0 <= rows.1
            && columns.0 <= columns.1
            && (rows.0 < rows.1 || columns.0 < columns.1)
        {
            self.merges.push(Merge { rows, columns });
        }
    }

    /// The cell at an address.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let cells = self.rows.get(&row)?;
        cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|index| &cells[index])
    }

    /// The last column over which the cell that begins here is joined with its neighbours, if it is.
    pub fn joined_to(&self, row: u32, column: u32) -> Option<u32> {
        let merge = self.merges.iter().find(|merge| merge.rows.0 == row && merge.columns.0 == column)?;
        (merge.columns.1 > column).then_some(merge.columns.1)
    }
}

impl Cell {
    /// The text of a cell as typed; a number is no text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}
