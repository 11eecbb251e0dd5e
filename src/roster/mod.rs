//! Workbook → [`Roster`]: sheets, rows and cells as typed, each with its address and the field it
//! belongs to.
//!
//! Steps: `preflight` (what the file is, and whether it is safe to open) → one reader per format
//! (`xlsx`, `xlsb`, `xls`, `ods`, `csv`: bytes → grids of cells) → `sheets` (which grid is which sheet)
//! → `header` (which column is which field) or `card` (labels with values) → `rows` (which rows are
//! data).
//!
//! Invariant: nothing is interpreted yet. A cell holds what the workbook holds; what it means (a date
//! as text, a country, an IIN) is decided in `record` and `check`. The file's own dimensions and
//! counters are never trusted.

mod card;
mod csv;
mod correct;
mod error;
mod field;
mod grid;
mod header;
mod label;
mod number;
mod ods;
mod preflight;
mod rows;
mod sheets;
mod synonyms;
mod table;
mod xls;
mod xlsb;
mod xlsx;

use chrono::{NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

/// The field of such a sheet whose header is nearest to an unknown one, if one is near.
pub fn nearest(kind: SheetKind, header: &str) -> Option<Field> {
    synonyms::nearest(kind, header)
}

pub use correct::{Corrections, position};
pub use error::{Error, Heading};
pub use field::Field;
pub use grid::{Grid, Merge};
pub use sheets::OWN;
pub use table::Kind;

use crate::finding::{Finding, Place};
use crate::language::Text;

/// The sheets that Otinish knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SheetKind {
    Employees,
    Family,
    Company,
    Quota,
    Contracts,
    /// Arrivals, changes of address, trips (R24).
    Movements,
    /// Names of authorities, where an office knows them better than the program.
    Authorities,
}

impl SheetKind {
    pub const ALL: [SheetKind; 7] = [
        SheetKind::Employees,
        SheetKind::Family,
        SheetKind::Company,
        SheetKind::Quota,
        SheetKind::Contracts,
        SheetKind::Movements,
        SheetKind::Authorities,
    ];

    /// The name in the field table: `employees`.
    pub fn name(self) -> &'static str {
        match self {
            SheetKind::Employees => "employees",
            SheetKind::Family => "family",
            SheetKind::Company => "company",
            SheetKind::Quota => "quota",
            SheetKind::Contracts => "contracts",
            SheetKind::Movements => "movements",
            SheetKind::Authorities => "authorities",
        }
    }

    /// The kind with this name in the field table.
    pub fn from_name(name: &str) -> Option<SheetKind> {
        SheetKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name of such a sheet in a workbook.
    pub fn title(self) -> Text {
        match self {
            SheetKind::Employees => Text::new("Employees", "Сотрудники", "Қызметкерлер"),
            SheetKind::Family => Text::new("Family", "Семья", "Отбасы"),
            SheetKind::Company => Text::new("Company", "Компания", "Компания"),
            SheetKind::Quota => Text::new("Quota", "Квота", "Квота"),
            SheetKind::Contracts => {
                Text::new("Service contracts", "Договоры услуг", "Қызмет көрсету шарттары")
            }
            SheetKind::Movements => Text::new("Movements", "Перемещения", "Қозғалыстар"),
            SheetKind::Authorities => Text::new("Authorities", "Госорганы", "Мемлекеттік органдар"),
        }
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// From 0 (column A). In a company card, a number of its own for each label and value.
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Row as Excel shows it, from 1 (in a company card not the row of its neighbours).
    pub row: u32,
    /// Column from 0.
    pub column: u32,
    pub value: Value,
}

/// What stands for the value of a formula that the file holds without one: it was never calculated.
pub const UNCALCULATED: &str = "=…";

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    Text(String),
    /// A number; `digits` is what Excel shows where the number format keeps leading zeros (`000000000000`).
    Number {
        value: f64,
        digits: Option<String>,
    },
    Date(NaiveDateTime),
    Bool(bool),
    /// `#REF!`, `#N/A` …, or [`UNCALCULATED`].
    Error(String),
    /// An empty cell for which a person refused what would be filled in.
    Refused,
}

impl std::fmt::Display for Value {
    /// As a person would type it: a date as `2026-11-22`, a number with its leading zeros.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) | Value::Error(text) => f.write_str(text),
            Value::Number { digits: Some(digits), .. } => f.write_str(digits),
            Value::Number { value, digits: None } => write!(f, "{value}"),
            Value::Date(date) if date.num_seconds_from_midnight() == 0 => {
                write!(f, "{}", date.format("%Y-%m-%d"))
            }
            Value::Date(date) => write!(f, "{}", date.format("%Y-%m-%d %H:%M")),
            Value::Refused => Ok(()),
            Value::Bool(value) => f.write_str(if *value { "TRUE" } else { "FALSE" }),
        }
    }
}

impl Cell {
    /// The address in its sheet: `H7`.
    pub fn address(&self) -> String {
        address(self.row, self.column)
    }
}

/// Columns of a sheet of Excel: the step between rows where the cells of a sheet are counted through.
const SHEET_COLUMNS: u32 = 16_384;

impl Column {
    /// The column of a company card whose value stands, or would stand, at this address (row from 1,
    /// column from 0).
    fn at(row: u32, column: u32, header: String, field: Option<Field>) -> Column {
        Column { index: row * SHEET_COLUMNS + column, header, field }
    }

    /// Whether a cell of a row is the cell of this column.
    pub fn holds(&self, cell: &Cell) -> bool {
        match self.card_row() {
            Some(row) => cell.row == row && cell.column == self.index % SHEET_COLUMNS,
            None => cell.column == self.index,
        }
    }

    /// The address of its cell in a row (from 1).
    pub fn address(&self, row: u32) -> String {
        address(self.card_row().unwrap_or(row), self.index % SHEET_COLUMNS)
    }

    fn card_row(&self) -> Option<u32> {
        Some(self.index / SHEET_COLUMNS).filter(|row| *row > 0)
    }
}

impl Sheet {
    /// The column of a field, if the sheet has one.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// The cell of a field in a row, if it is not empty.
    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> Option<&'a Cell> {
        let column = self.column(field)?;
        row.cells.iter().find(|cell| column.holds(cell))
    }

    /// The cells of a row under headers that are no field of ours, each with its header.
    pub fn extra<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a str, &'a Cell)> {
        self.columns.iter().filter(|column| column.field.is_none()).filter_map(|column| {
            let cell = row.cells.iter().find(|cell| column.holds(cell))?;
            Some((column.header.as_str(), cell))
        })
    }

    /// Where a field of a row stands, or would stand: without a cell address if there is no such column.
    pub fn place(&self, row: &Row, field: Field) -> Place {
        let cell = self.column(field).map(|column| column.address(row.number));
        Place { sheet: Some(self.name.clone()), cell, row: Some(row.number), field: Some(field.name()) }
    }
}

/// `H7` from row 7 (from 1) and column 7 (from 0).
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters.iter().map(|letter| char::from(*letter)).chain(row.to_string().chars()).collect()
}

/// Reads a workbook: `.xlsx`, `.xls`, `.xlsb`, `.ods` or `.csv`, told apart by content. `name` is the
/// file's name without its folder.
///
/// # Errors
/// One [`Error`] for the whole file: not a workbook, protected, damaged, too large, without employees,
/// two columns for one field. Everything smaller is in [`Roster::findings`].
pub fn read(bytes: &[u8], name: &str) -> Result<Roster, Error> {
    open(bytes, name)?.recognise(name, &Corrections::default())
}

/// All sheets of a workbook as they stand in the file, also those that are no part of the roster.
///
/// # Errors
/// As [`read`], but for those about headers and missing sheets.
pub fn grids(bytes: &[u8], name: &str) -> Result<Vec<Grid>, Error> {
    open(bytes, name).map(|opened| opened.grids)
}

/// What stands in a file, before anything of it is understood: all that is read of bytes that nobody vouches
/// for. It crosses from the process that reads them to the one that works on.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opened {
    grids: Vec<Grid>,
    /// Text, whose one sheet is the list of employees.
    csv: bool,
}

impl Opened {
    /// Finds the sheets of a roster; headers that a person has decided about mean what the person said, and
    /// cells that a person has retyped hold what was typed.
    ///
    /// # Errors
    /// [`Error::NoEmployees`], [`Error::DuplicateColumn`].
    pub fn recognise(self, name: &str, corrections: &Corrections) -> Result<Roster, Error> {
        let mut roster = sheets::recognise(self.grids, name, self.csv, corrections)?;
        roster.correct(corrections);
        Ok(roster)
    }
}

/// The first half of [`read`]: the sheets as they stand in the file.
///
/// # Errors
/// As [`read`], but for those about headers and missing sheets.
pub fn open(bytes: &[u8], name: &str) -> Result<Opened, Error> {
    let mut intake = grid::Intake::new(name);
    let opened = preflight::open(bytes, &intake)?;
    let csv = matches!(opened, preflight::Opened::Text);
    let grids = match opened {
        preflight::Opened::Xlsx(package) => xlsx::read(package, &mut intake)?,
        preflight::Opened::Xlsb(package) => xlsb::read(package, &mut intake)?,
        preflight::Opened::Ods(package) => ods::read(&package, &mut intake)?,
        preflight::Opened::Xls(stream) => xls::read(stream, &mut intake)?,
        preflight::Opened::Text => vec![csv::read(bytes, &mut intake)?],
    };
    Ok(Opened { grids, csv })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_a_spreadsheet() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(address(7, column), format!("{letters}7"));
        }
    }

    #[test]
    fn cells_of_a_card_are_told_apart_by_row() {
        let column = |row| Column::at(row, 1, "БИН".to_owned(), Some(Field::Bin));
        let cell = Cell { row: 4, column: 1, value: Value::Bool(true) };
        assert!(column(4).holds(&cell));
        assert!(!column(5).holds(&cell));
        assert_eq!(column(4).address(1), "B4");
    }
}
