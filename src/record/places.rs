//! Where the fields of a record stand in the workbook.
//!
//! One [`Layout`] per sheet is shared by all of its records; a record adds its row. In a company card each
//! field stands in a row of its own, which its column knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::finding::Place;
use crate::roster::{Column, Field, Row, Sheet};

/// The name of a sheet and the column of each field on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    sheet: String,
    columns: BTreeMap<Field, Column>,
}

impl Layout {
    /// The layout of a sheet; where two columns claim one field, the first has it, as in
    /// [`Sheet::column`].
    pub fn of(sheet: &Sheet) -> Arc<Layout> {
        let mut columns = BTreeMap::new();
        for column in &sheet.columns {
            if let Some(field) = column.field {
                columns.entry(field).or_insert_with(|| column.clone());
            }
        }
        Arc::new(Layout { sheet: sheet.name.clone(), columns })
    }
}

/// The places of one record's fields. Serialised as `sheet` and `row`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    layout: Arc<Layout>,
    row: Option<u32>,
}

impl Places {
    /// The places of a row of this sheet.
    pub fn of(layout: &Arc<Layout>, row: &Row) -> Places {
        Places { layout: Arc::clone(layout), row: Some(row.number) }
    }

    /// The places of a record that stands in no workbook but in a file of this name.
    pub fn outside(name: &str) -> Places {
        Places { layout: Arc::new(Layout { sheet: name.to_owned(), columns: BTreeMap::new() }), row: None }
    }

    /// Name of the sheet as typed; empty for a record that comes from no sheet.
    pub fn sheet(&self) -> &str {
        &self.layout.sheet
    }

    /// The row as Excel shows it, from 1.
    pub fn row(&self) -> Option<u32> {
        self.row
    }

    /// Where a field stands, or would stand if its cell were filled; without a cell where the sheet has
    /// no such column.
    pub fn place(&self, field: Field) -> Place {
        let column = self.layout.columns.get(&field);
        Place {
            cell: self.row.zip(column).map(|(row, column)| column.address(row)),
            field: Some(field.name()),
            ..self.record()
        }
    }

    /// The record's row as a whole.
    pub fn record(&self) -> Place {
        let sheet = (!self.layout.sheet.is_empty()).then(|| self.layout.sheet.clone());
        Place { sheet, cell: None, row: self.row, field: None }
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = serializer.serialize_struct("Places", 2)?;
        places.serialize_field("sheet", &self.layout.sheet)?;
        places.serialize_field("row", &self.row)?;
        places.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster;

    #[test]
    fn a_field_is_found_by_its_column() {
        let csv = "ФИО;Гражданство\nSMITH John;GB\n";
        let employees = roster::read(csv.as_bytes(), "people.csv").expect("a list of one");
        let sheet = &employees.sheets[0];
        let places = Places::of(&Layout::of(sheet), &sheet.rows[0]);
        assert_eq!(places.place(Field::Citizenship).cell.as_deref(), Some("B2"));
        assert_eq!(places.place(Field::Iin).cell, None, "no such column");
        assert_eq!(places.record().row, Some(2));
    }
}
