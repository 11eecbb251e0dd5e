//! Where the fields of a record stand in the workbook.
//!
//! One [`Layout`] per sheet is shared by all of its records; a record adds its row, and the cells that
//! stand in another row (a company card has one label per row).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::finding::Place;
use crate::roster::{self, Field, Row, Sheet};

/// The name of a sheet and the column of each field on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    sheet: String,
    columns: BTreeMap<Field, u32>,
}

impl Layout {
    /// The layout of a sheet; where two columns claim one field, the first has it, as in
    /// [`Sheet::column`].
    pub fn of(sheet: &Sheet) -> Arc<Layout> {
        let mut columns = BTreeMap::new();
        for column in &sheet.columns {
            if let Some(field) = column.field {
                columns.entry(field).or_insert(column.index);
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
    /// Fields whose cell stands in another row than the record's.
    elsewhere: BTreeMap<Field, u32>,
}

impl Places {
    /// The places of a row of this sheet.
    pub fn of(layout: &Arc<Layout>, row: &Row) -> Places {
        let elsewhere = (layout.columns.iter())
            .filter_map(|(field, column)| {
                let cell = row.cells.iter().find(|cell| cell.column == *column)?;
                (cell.row != row.number).then_some((*field, cell.row))
            })
            .collect();
        Places { layout: Arc::clone(layout), row: Some(row.number), elsewhere }
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
        let row = self.elsewhere.get(&field).copied().or(self.row);
        let column = self.layout.columns.get(&field);
        Place {
            cell: row.zip(column).map(|(row, column)| roster::address(row, *column)),
            field: Some(field.name()),
            ..self.whole_row(row)
        }
    }

    /// The record's row as a whole.
    pub fn record(&self) -> Place {
        self.whole_row(self.row)
    }

    fn whole_row(&self, row: Option<u32>) -> Place {
        let sheet = (!self.layout.sheet.is_empty()).then(|| self.layout.sheet.clone());
        Place { sheet, cell: None, row, field: None }
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
    use crate::roster::{Cell, Column, SheetKind, Value};

    fn sheet() -> Sheet {
        let column = |index, field| Column { index, header: String::new(), field };
        let cell = |row, column| Cell { row, column, value: Value::Bool(true) };
        Sheet {
            name: "Компания".into(),
            kind: SheetKind::Company,
            columns: vec![column(0, None), column(1, Some(Field::Bin)), column(2, Some(Field::Oked))],
            rows: vec![Row { number: 4, hidden: false, section: None, cells: vec![cell(6, 1)] }],
        }
    }

    #[test]
    fn a_card_keeps_the_address_of_each_cell() {
        let sheet = sheet();
        let places = Places::of(&Layout::of(&sheet), &sheet.rows[0]);
        assert_eq!(places.place(Field::Bin).to_string(), "Компания!B6");
        assert_eq!(places.place(Field::Oked).cell.as_deref(), Some("C4"), "where it would stand");
        assert_eq!(places.place(Field::Iin).cell, None, "no such column");
        assert_eq!(places.record().row, Some(4));
    }
}
