//! Which comes first in the dates of a column, day or month, as the column itself proves.

use std::collections::BTreeMap;

use crate::record::date::{DayMonthOrder, order_of};
use crate::roster::{Column, Kind, Sheet, Value};

/// The proven order of each column of a sheet that has one.
pub struct Orders(BTreeMap<u32, DayMonthOrder>);

impl Orders {
    /// Reads the evidence of all columns of dates.
    pub fn of(sheet: &Sheet) -> Orders {
        let is_date = |column: &&Column| column.field.is_some_and(|field| field.kind() == Kind::Date);
        let mut texts: BTreeMap<u32, Vec<&str>> =
            sheet.columns.iter().filter(is_date).map(|column| (column.index, Vec::new())).collect();
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            if let (Value::Text(text), Some(texts)) = (&cell.value, texts.get_mut(&cell.column)) {
                texts.push(text);
            }
        }
        let proven =
            texts.into_iter().filter_map(|(column, texts)| order_of(texts).map(|order| (column, order)));
        Orders(proven.collect())
    }

    /// The order of a column, if it is proven.
    pub fn of_column(&self, column: u32) -> Option<DayMonthOrder> {
        self.0.get(&column).copied()
    }
}
