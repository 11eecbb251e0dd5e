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

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(content.len() as u16).to_le_bytes(), content].concat()
    }

    /// A workbook of sheets at these places behind its globals, and what stands there.
    fn outcome(places: &[u32], sheets: &[Vec<u8>]) -> Result<Vec<usize>, Error> {
        let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let start = (begin.len() + places.len() * 15 + 4) as u32;
        let bound = |place: &u32| {
            let content = [&(start + place).to_le_bytes()[..], &[0, 0, 3, 0], b"abc"].concat();
            record(0x0085, &content)
        };
        let globals = [begin, places.iter().flat_map(bound).collect(), record(0x000a, &[])].concat();
        let mut stream = [globals, sheets.concat()].concat();
        stream.resize(4_096, 0);
        let grids = read(stream, &mut Intake::new("a.xls"))?;
        Ok(grids.iter().map(|grid| grid.rows.len()).collect())
    }

    /// Two cells at opposite corners: a rectangle of four thousand million cells.
    #[test]
    fn no_trick_stretches_a_sheet_that_was_measured() {
        let begin = || record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0]);
        let end = || record(0x000a, &[]);
        let number = |at: u16| {
            let place = [at.to_le_bytes(), at.to_le_bytes(), [0, 0]].concat();
            record(0x0203, &[&place[..], &1f64.to_le_bytes()].concat())
        };
        let text = || record(0x0207, &[1, 0, 0, b'x']);
        let one = [begin(), number(0), end()].concat();
        assert_eq!(outcome(&[0], from_ref(&one)).ok(), Some(vec![1]));
        let corners = [begin(), number(0), number(u16::MAX), end()].concat();
        assert!(matches!(outcome(&[0], &[corners]), Err(Error::TooLarge { .. })));
        let of_no_formula = [begin(), text(), number(u16::MAX), end()].concat();
        assert_eq!(outcome(&[0], &[of_no_formula]).ok(), Some(vec![0]), "the far cell is a stray one");
        let boast = record(0x0200, &[[0; 4], [0xff; 4], [0; 4], [0xff; 4]].concat()[..14]);
        for padding in [0, 1, 3] {
            let behind = [begin(), record(0, &[]).repeat(padding), boast.clone(), number(0), end()].concat();
            assert_eq!(outcome(&[0], &[behind]).ok(), Some(vec![1]), "dimensions behind padding");
        }
        let damaged = |places: &[u32], sheets: &[Vec<u8>]| {
            matches!(outcome(places, sheets), Err(Error::Damaged { .. }))
        };
        assert!(damaged(&[0, 0], from_ref(&one)), "two sheets at one place");
        let around = [begin(), number(0), one, number(u16::MAX), end()].concat();
        assert!(damaged(&[0, 12 + 18], &[around]), "a sheet inside another");
    }
}
