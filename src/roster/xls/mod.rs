//! `.xls` → grids: the `Workbook` stream is looked through and disarmed, wrapped anew, and read by
//! calamine.
//!
//! calamine holds each sheet of this format as a full rectangle, so the rectangle is measured first
//! (T2). Older than BIFF8 (Excel 5 and 95) is read too, without number formats.

mod records;

use std::io::Cursor;

use calamine::{Reader as _, SheetType, SheetVisible, Xls};

use super::Error;
use super::grid::{Grid, Intake, guarded};
use super::number;
use super::preflight;
use records::Stream;

/// Reads all worksheets of a `Workbook` stream.
///
/// # Errors
/// [`Error::Encrypted`], [`Error::Damaged`], [`Error::TooLarge`].
pub(super) fn read(stream: Vec<u8>, intake: &mut Intake) -> Result<Vec<Grid>, Error> {
    let Stream { bytes, mut looks, formats } = records::disarm(stream, intake)?;
    let container = preflight::wrap(bytes);
    guarded(intake.name, "Workbook", || {
        let damaged = |part: &str| Error::Damaged { name: intake.name.to_owned(), part: part.to_owned() };
        // It is gone when its sheets are there.
        let mut workbook = Xls::new(Cursor::new(container)).map_err(|_| damaged("Workbook"))?;
        let mut grids = Vec::new();
        for (index, sheet) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            let mut grid = Grid::new(&sheet.name, sheet.visible != SheetVisible::Visible);
            let look = looks.get_mut(index).map(std::mem::take).unwrap_or_default();
            grid.hidden_rows = look.hidden_rows;
            look.merges.into_iter().for_each(|(rows, columns)| grid.join(rows, columns));
            let range = workbook.worksheet_range(&sheet.name).map_err(|_| damaged(&sheet.name))?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, data) in range.used_cells() {
                let (row, column) = (top + row as u32 + 1, left + column as u32);
                let format = look.formats.get(&(row, column)).and_then(|style| formats.get(*style));
                if let Some(value) = number::owned_value(data, format.map(String::as_str)) {
                    grid.put(intake, row, column, value)?;
                }
            }
            grids.push(grid);
        }
        Ok(grids)
    })
}
