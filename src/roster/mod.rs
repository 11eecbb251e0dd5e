//! Workbook → [`Roster`]: sheets, rows and cells as typed, each with its address and the field it
//! belongs to.
//!
//! Invariant: nothing is interpreted yet. A cell holds what the workbook holds; what it means (a date,
//! a country, an IIN) is decided in `record` and `check`. The file's own dimensions are never trusted.

mod field;

use chrono::NaiveDateTime;

pub use field::Field;

use crate::finding::{Finding, Place};

/// The sheets that Otinish knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SheetKind {
    Employees,
    Family,
    Company,
    Quota,
    Contracts,
}

/// What was read of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// File name without its folder, as the user knows it.
    pub name: String,
    /// The sheets that were recognised, in the order of the workbook; several may be of one kind.
    pub sheets: Vec<Sheet>,
    /// What was noticed while reading: sheets left aside, hidden rows, columns not known.
    pub findings: Vec<Finding>,
}

/// A recognised sheet. A company card (labels in one column, values in the next) is turned into one row
/// with a column per label; its cells keep their own addresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub kind: SheetKind,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A column below a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// From 0 (column A).
    pub index: u32,
    /// The header as typed, with its group before it where there are two levels: `Паспорт / выдан`.
    pub header: String,
    /// The field that the header names; a column without one is kept as `extra`.
    pub field: Option<Field>,
}

/// A row of data.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As Excel shows it, from 1.
    pub number: u32,
    pub hidden: bool,
    /// Text of the section row above it («г. Атырау»), if there is one.
    pub section: Option<String>,
    /// The cells that are not empty, by column.
    pub cells: Vec<Cell>,
}

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Row as Excel shows it, from 1 (in a company card not the row of its neighbours).
    pub row: u32,
    /// Column from 0.
    pub column: u32,
    pub value: Value,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    /// A number; `digits` is what Excel shows where the number format keeps leading zeros (`000000000000`).
    Number {
        value: f64,
        digits: Option<String>,
    },
    Date(NaiveDateTime),
    Bool(bool),
    /// `#REF!`, `#N/A` …
    Error(String),
}

impl Cell {
    /// The address in its sheet: `H7`.
    pub fn address(&self) -> String {
        address(self.row, self.column)
    }
}

impl Sheet {
    /// The column of a field, if the sheet has one.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// The cell of a field in a row, if it is not empty.
    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> Option<&'a Cell> {
        let index = self.column(field)?.index;
        row.cells.iter().find(|cell| cell.column == index)
    }

    /// Where a field of a row stands, or would stand: without a cell address if there is no such column.
    pub fn place(&self, row: &Row, field: Field) -> Place {
        let cell = match self.cell(row, field) {
            Some(cell) => Some(cell.address()),
            None => self.column(field).map(|column| address(row.number, column.index)),
        };
        Place { sheet: Some(self.name.clone()), cell, row: Some(row.number), field: Some(field.name()) }
    }
}

/// `H7` from row 7 (from 1) and column 7 (from 0).
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters.iter().map(|letter| char::from(*letter)).chain(row.to_string().chars()).collect()
}
