//! Which comes first in the dates of a column, day or month, as the column itself proves.

use std::collections::BTreeMap;

use crate::record::date::{DayMonthOrder, order_of};
use crate::roster::{Sheet, Value};

/// The proven order of each column of a sheet that has one.
pub struct Orders(BTreeMap<u32, DayMonthOrder>);

impl Orders {
    /// Reads the evidence of all columns with a field.
    pub fn of(sheet: &Sheet) -> Orders {
        let mut texts: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            if let Value::Text(text) = &cell.value {
                texts.entry(cell.column).or_default().push(text);
            }
        }
        let known = sheet.columns.iter().filter(|column| column.field.is_some());
        let proven = known.filter_map(|column| {
            let texts = texts.get(&column.index)?;
            order_of(texts.iter().copied()).map(|order| (column.index, order))
        });
        Orders(proven.collect())
    }

    /// The order of a column, if it is proven.
    pub fn of_column(&self, column: u32) -> Option<DayMonthOrder> {
        self.0.get(&column).copied()
    }
}
