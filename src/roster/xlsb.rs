//! `.xlsb` → grids: cells streamed by calamine, from records whose lengths were looked through first.
//!
//! A part is a row of records: type, length, bytes ([MS-XLSB] §2.1.4). Number formats and hidden rows,
//! which the stream of cells does not tell, are read in the same look.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsb};

use super::Error;
use super::grid::{Grid, Intake, guarded};
use super::number;
use super::preflight::Package;

/// Types of records ([MS-XLSB] §2.3.2).
const ROW_HEADER: u16 = 0x0000;
const CELLS_WITH_NUMBERS: [u16; 3] = [0x0002, 0x0005, 0x0009];
const FORMAT: u16 = 0x002c;
const CELL_FORMAT: u16 = 0x002f;
const BEGIN_CELL_FORMATS: u16 = 0x0269;
const END_CELL_FORMATS: u16 = 0x026a;

/// What a sheet's records tell besides the values of its cells.
#[derive(Default)]
struct Look {
    hidden_rows: BTreeSet<u32>,
    /// Cell format by row (from 1) and column (from 0), of cells with numbers.
    formats: BTreeMap<(u32, u32), usize>,
}

/// Reads all worksheets.
///
/// # Errors
/// [`Error::Damaged`] naming the part, [`Error::TooLarge`].
pub(super) fn read(package: Package, intake: &mut Intake) -> Result<Vec<Grid>, Error> {
    for name in package.names().filter(|name| name.ends_with(".bin")) {
        records(package.part(name).unwrap_or_default(), |_, _| ()).map_err(|()| intake.damaged(name))?;
    }
    let formats = formats(package.part("xl/styles.bin").unwrap_or_default());
    let mut looks = BTreeMap::new();
    let targets = targets(&package, intake)?;
    for (name, target) in targets {
        looks.insert(name, look(package.part(&format!("xl/{target}")).unwrap_or_default(), &formats));
    }
    let bytes = package.pack();
    guarded(intake.name, "xl/workbook.bin", || {
        let damaged = |part: &str| Error::Damaged { name: intake.name.to_owned(), part: part.to_owned() };
        let mut workbook = Xlsb::new(Cursor::new(&bytes[..])).map_err(|_| damaged("xl/workbook.bin"))?;
        let mut grids = Vec::new();
        for sheet in workbook.sheets_metadata().to_vec() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            let mut grid = Grid::new(&sheet.name, sheet.visible != SheetVisible::Visible);
            let look = looks.remove(&sheet.name).unwrap_or_default();
            grid.hidden_rows = look.hidden_rows;
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| damaged(&sheet.name))?;
            while let Some(cell) = cells.next_cell().map_err(|_| damaged(&sheet.name))? {
                let (row, column) = cell.get_position();
                let row = row.saturating_add(1);
                let format = look.formats.get(&(row, column)).and_then(|index| formats.get(*index));
                if let Some(value) = number::value(cell.get_value(), format.map(String::as_str)) {
                    grid.put(intake, row, column, value)?;
                }
            }
            grids.push(grid);
        }
        Ok(grids)
    })
}

/// Shows every record of a part with its type.
fn records<'a>(mut part: &'a [u8], mut show: impl FnMut(u16, &'a [u8])) -> Result<(), ()> {
    fn byte(part: &mut &[u8]) -> Result<u8, ()> {
        let (first, rest) = part.split_first().ok_or(())?;
        *part = rest;
        Ok(*first)
    }
    while !part.is_empty() {
        let first = byte(&mut part)?;
        let mut kind = u16::from(first & 0x7f);
        if first & 0x80 != 0 {
            kind += u16::from(byte(&mut part)? & 0x7f) << 7;
        }
        let mut length = 0usize;
        for step in 0..4 {
            let next = byte(&mut part)?;
            length += usize::from(next & 0x7f) << (7 * step);
            if next & 0x80 == 0 {
                break;
            }
        }
        if length > part.len() {
            return Err(());
        }
        let (record, rest) = part.split_at(length);
        show(kind, record);
        part = rest;
    }
    Ok(())
}

fn u32_at(record: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(record.get(at..at + 4)?.try_into().ok()?))
}

fn u16_at(record: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(record.get(at..at + 2)?.try_into().ok()?))
}

/// A string with its length before it ([MS-XLSB] §2.5.168), and the bytes it takes.
fn wide_string(record: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(record, at)? as usize;
    let end = length.checked_mul(2)?.checked_add(at + 4)?;
    let units: Vec<u16> =
        record.get(at + 4..end)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some((String::from_utf16_lossy(&units), end - at))
}

/// The number formats of the cell formats, in their order.
fn formats(styles: &[u8]) -> Vec<String> {
    let mut codes: BTreeMap<u16, String> = BTreeMap::from([(1, "0".to_owned())]);
    let mut formats = Vec::new();
    let mut inside = false;
    let walked = records(styles, |kind, record| match kind {
        FORMAT => {
            if let (Some(id), Some((code, _))) = (u16_at(record, 0), wide_string(record, 2)) {
                codes.insert(id, code);
            }
        }
        BEGIN_CELL_FORMATS => inside = true,
        END_CELL_FORMATS => inside = false,
        CELL_FORMAT if inside => {
            let code = u16_at(record, 2).and_then(|id| codes.get(&id));
            formats.push(code.cloned().unwrap_or_default());
        }
        _ => {}
    });
    walked.map_or_else(|()| Vec::new(), |()| formats)
}

/// The part of each sheet by the sheet's name ([MS-XLSB] §2.4.307 BrtBundleSh).
fn targets(package: &Package, intake: &Intake) -> Result<Vec<(String, String)>, Error> {
    const SHEET: u16 = 0x009c;
    let relations = super::xlsx::relations(package, "xl/_rels/workbook.bin.rels", intake)?;
    let mut targets = Vec::new();
    let workbook = package.part("xl/workbook.bin").unwrap_or_default();
    records(workbook, |kind, record| {
        if kind != SHEET {
            return;
        }
        let Some((id, length)) = wide_string(record, 8) else { return };
        let Some((name, _)) = wide_string(record, 8 + length) else { return };
        if let Some(relation) = relations.iter().find(|relation| relation.id == id) {
            targets.push((name, relation.target.clone()));
        }
    })
    .map_err(|()| intake.damaged("xl/workbook.bin"))?;
    Ok(targets)
}

/// Hidden rows (bit fDyZero of [MS-XLSB] §2.4.740 BrtRowHdr) and the formats of cells with numbers that
/// keep leading zeros.
fn look(part: &[u8], formats: &[String]) -> Look {
    let mut look = Look::default();
    let mut row = 0;
    let walked = records(part, |kind, record| {
        if kind == ROW_HEADER {
            row = u32_at(record, 0).unwrap_or_default().saturating_add(1);
            if record.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                look.hidden_rows.insert(row);
            }
        } else if CELLS_WITH_NUMBERS.contains(&kind) {
            let (Some(column), Some(style)) = (u32_at(record, 0), u32_at(record, 4)) else { return };
            let style = (style & 0x00ff_ffff) as usize;
            if formats.get(style).is_some_and(|format| format.contains("00")) {
                look.formats.insert((row, column), style);
            }
        }
    });
    walked.map_or_else(|()| Look::default(), |()| look)
}
