//! A `Workbook` stream ([MS-XLS]) → the same stream without what a parser trips over, and what it does
//! not tell: hidden rows, joined cells, number formats.
//!
//! Taken out: declared dimensions, defined names, links to other workbooks, formulas (their results
//! stay). Records keep their places, because sheets are found by their position in the stream.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::super::Error;
use super::super::address;
use super::super::grid::Intake;
use crate::language::Text;

/// Cells of the rectangles of all sheets together, filled or not.
const AREA: u64 = 8_000_000;
/// Bytes of text in all cells together.
const TEXT: u64 = 256 << 20;

/// Types of records ([MS-XLS] §2.3).
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000a;
    pub const EXTERN_SHEET: u16 = 0x0017;
    pub const NAME: u16 = 0x0018;
    pub const FILE_PASS: u16 = 0x002f;
    pub const CONTINUE: u16 = 0x003c;
    pub const SHEET: u16 = 0x0085;
    pub const MANY_RK: u16 = 0x00bd;
    pub const RICH_STRING: u16 = 0x00d6;
    pub const CELL_FORMAT: u16 = 0x00e0;
    pub const MERGES: u16 = 0x00e5;
    pub const STRINGS: u16 = 0x00fc;
    pub const SHARED_STRING: u16 = 0x00fd;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027e;
    pub const FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
    /// No record has this type; readers pass over it.
    pub const NOTHING: u16 = 0x0fff;
}

/// A stream that is safe to parse.
pub(super) struct Stream {
    pub bytes: Vec<u8>,
    /// By sheet, in the order of the workbook.
    pub looks: Vec<Look>,
    /// Number formats of the cell formats.
    pub formats: Vec<String>,
}

/// What a sheet's records tell besides the values of its cells; rows from 1, columns from 0.
#[derive(Default)]
pub(super) struct Look {
    pub hidden_rows: BTreeSet<u32>,
    pub merges: Vec<((u32, u32), (u32, u32))>,
    /// Cell format of cells with numbers that keep leading zeros.
    pub formats: HashMap<(u32, u32), usize>,
    /// First and last row and column with a cell.
    area: Option<[u32; 4]>,
    /// A formula has come whose result is a text.
    formula: bool,
}

#[derive(Default)]
struct Walk {
    looks: Vec<Look>,
    /// Place of the beginning of each sheet.
    sheets: Vec<usize>,
    begins: BTreeSet<usize>,
    codes: BTreeMap<u16, String>,
    formats: Vec<String>,
    /// Letters of each shared string.
    strings: Vec<u64>,
    text: u64,
    old: bool,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Looks through a stream and disarms it, in its own place: it may be most of what a reader is allowed to hold.
pub(super) fn disarm(mut bytes: Vec<u8>, intake: &Intake) -> Result<Stream, Error> {
    let damaged = || intake.damaged("Workbook");
    let places = places(&bytes).ok_or_else(damaged)?;
    let mut walk = Walk { codes: BTreeMap::from([(1, "0".to_owned())]), ..Walk::default() };
    for (index, place) in places.iter().enumerate() {
        match place.kind {
            kind::FILE_PASS => return Err(Error::Encrypted { name: intake.name.to_owned() }),
            kind::STRINGS => {
                let following = places[index + 1..].iter().take_while(|place| place.kind == kind::CONTINUE);
                let parts: Vec<&[u8]> =
                    std::iter::once(place).chain(following).map(|place| place.data(&bytes)).collect();
                walk.strings = string_lengths(&parts).ok_or_else(damaged)?;
            }
            _ => walk.globals(place, &bytes).ok_or_else(damaged)?,
        }
    }
    // Each has a place of its own: what two sheets share would be measured once and read twice.
    let apart: BTreeSet<&usize> = walk.sheets.iter().collect();
    if apart.len() < walk.sheets.len() || apart.into_iter().any(|sheet| !walk.begins.contains(sheet)) {
        return Err(damaged());
    }
    let mut sheet = None;
    let mut depth = 0;
    for place in &places {
        match place.kind {
            kind::BEGIN => match walk.sheets.iter().position(|start| *start == place.start) {
                // A sheet inside another would hide the cells behind it.
                Some(_) if sheet.is_some() => return Err(damaged()),
                Some(index) => (sheet, depth) = (Some(index), 0),
                None => depth += 1,
            },
            kind::EOF if depth > 0 => depth -= 1,
            kind::EOF => sheet = None,
            _ => {
                let look = sheet.filter(|_| depth == 0);
                walk.sheet_record(look, place, &mut bytes).ok_or_else(damaged)?;
            }
        }
    }
    walk.check_size(intake)?;
    Ok(Stream { bytes, looks: walk.looks, formats: walk.formats })
}

/// Where a record stands.
struct Place {
    kind: u16,
    length: u16,
    start: usize,
}

impl Place {
    fn data<'a>(&self, stream: &'a [u8]) -> &'a [u8] {
        &stream[self.span()]
    }

    fn span(&self) -> Range<usize> {
        self.start + 4..self.start + 4 + usize::from(self.length)
    }
}

/// All records, without those of no type and no length that pad a stream: a parser goes on behind them.
fn places(stream: &[u8]) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut start = 0;
    while start + 4 <= stream.len() {
        let kind = u16_at(stream, start)?;
        let length = u16_at(stream, start + 2)?;
        let place = Place { kind, length, start };
        start = place.span().end;
        if start > stream.len() {
            return None;
        }
        if kind != 0 || length != 0 {
            places.push(place);
        }
    }
    Some(places)
}

impl Walk {
    /// Notes a record of the workbook as a whole.
    fn globals(&mut self, place: &Place, stream: &[u8]) -> Option<()> {
        let data = place.data(stream);
        match place.kind {
            kind::BEGIN => {
                self.old |= self.begins.is_empty() && u16_at(data, 0)? < 0x0600;
                self.begins.insert(place.start);
            }
            kind::SHEET => {
                self.sheets.push(u32_at(data, 0)? as usize);
                self.looks.push(Look::default());
            }
            kind::FORMAT if !self.old => {
                let count = usize::from(u16_at(data, 2)?);
                let wide = data.get(4)? & 1 != 0;
                let letters = data.get(5..)?;
                let code = match wide {
                    true => letters
                        .chunks_exact(2)
                        .take(count)
                        .filter_map(|unit| u16_at(unit, 0))
                        .collect::<Vec<_>>(),
                    false => letters.iter().take(count).map(|letter| u16::from(*letter)).collect(),
                };
                self.codes.insert(u16_at(data, 0)?, String::from_utf16_lossy(&code));
            }
            kind::CELL_FORMAT => {
                let code = u16_at(data, 2).and_then(|id| self.codes.get(&id));
                self.formats.push(code.cloned().unwrap_or_default());
            }
            _ => {}
        }
        Some(())
    }

    /// Notes and disarms a record; `sheet` is the sheet whose own it is.
    fn sheet_record(&mut self, sheet: Option<usize>, place: &Place, bytes: &mut [u8]) -> Option<()> {
        let data = &mut bytes[place.span()];
        let mut kind = place.kind;
        match kind {
            kind::DIMENSIONS | kind::NAME | kind::EXTERN_SHEET => kind = kind::NOTHING,
            kind::MERGES => {
                if let Some(sheet) = sheet {
                    for merge in data.get(2..)?.chunks_exact(8) {
                        let at = |at| u16_at(merge, at).map(u32::from);
                        let rows = (at(0)? + 1, at(2)? + 1);
                        self.looks[sheet].merges.push((rows, (at(4)?, at(6)?)));
                    }
                }
                kind = kind::NOTHING;
            }
            kind::ROW => {
                if let Some(sheet) = sheet.filter(|_| data.get(12).is_some_and(|flags| flags & 0x20 != 0)) {
                    self.looks[sheet].hidden_rows.insert(u32::from(u16_at(data, 0)?) + 1);
                }
            }
            kind::FORMULA => {
                kind = result_only(data)?;
                if let Some(sheet) = sheet.filter(|_| kind == kind::FORMULA) {
                    self.looks[sheet].formula = true;
                }
            }
            // A text without a formula before it would be taken for the cell A1, and stretch the sheet to it.
            kind::FORMULA_TEXT if !sheet.is_some_and(|sheet| self.looks[sheet].formula) => {
                kind = kind::NOTHING;
            }
            kind::MANY_RK => {
                let (first, last) = (u16_at(data, 2)?, u16_at(data, data.len().checked_sub(2)?)?);
                if last < first || data.len() != 6 + 6 * (usize::from(last - first) + 1) {
                    return None;
                }
            }
            _ => {}
        }
        bytes[place.start..place.start + 2].copy_from_slice(&kind.to_le_bytes());
        let data = place.data(bytes);
        match kind {
            kind::FORMULA
            | kind::NUMBER
            | kind::RK
            | kind::BOOL_OR_ERROR
            | kind::LABEL
            | kind::RICH_STRING => {
                let style = usize::from(u16_at(data, 4)?);
                self.cell(sheet, u16_at(data, 0)?, u16_at(data, 2)?, style);
            }
            kind::SHARED_STRING => {
                self.cell(sheet, u16_at(data, 0)?, u16_at(data, 2)?, usize::MAX);
                let index = u32_at(data, 6)? as usize;
                self.text += self.strings.get(index).copied().unwrap_or_default() * 3;
            }
            kind::MANY_RK => {
                let first = u16_at(data, 2)?;
                for (index, number) in data[4..data.len() - 2].chunks_exact(6).enumerate() {
                    let style = usize::from(u16_at(number, 0)?);
                    self.cell(sheet, u16_at(data, 0)?, first.checked_add(index as u16)?, style);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn cell(&mut self, sheet: Option<usize>, row: u16, column: u16, style: usize) {
        let Some(sheet) = sheet else { return };
        let look = &mut self.looks[sheet];
        let (row, column) = (u32::from(row) + 1, u32::from(column));
        let area = look.area.get_or_insert([row, row, column, column]);
        *area = [area[0].min(row), area[1].max(row), area[2].min(column), area[3].max(column)];
        if self.formats.get(style).is_some_and(|format| format.contains("00")) {
            look.formats.insert((row, column), style);
        }
    }

    fn check_size(&self, intake: &Intake) -> Result<(), Error> {
        let areas = || self.looks.iter().filter_map(|look| look.area);
        let size = |area: &[u32; 4]| u64::from(area[1] - area[0] + 1) * u64::from(area[3] - area[2] + 1);
        if areas().map(|area| size(&area)).sum::<u64>() > AREA {
            let widest = areas().max_by_key(size).unwrap_or_default();
            let corner = address(widest[1], widest[3]);
            return Err(intake.too_large(Text::new(
                format!("a sheet reaches to the cell {corner}"),
                format!("лист тянется до ячейки {corner}"),
                format!("парақ {corner} ұяшығына дейін созылған"),
            )));
        }
        if self.text > TEXT {
            return Err(intake.too_large(Text::new(
                "more than 256 MB of text",
                "более 256 МБ текста",
                "256 МБ-тан астам мәтін",
            )));
        }
        Ok(())
    }
}

/// Turns a formula into its result: a number, a boolean, an error; for a text, which follows in the next
/// record, only the expression is taken out. Returns the new type.
fn result_only(data: &mut [u8]) -> Option<u16> {
    let result: [u8; 8] = data.get(6..14)?.try_into().ok()?;
    let kind = match result {
        [0, .., 0xff, 0xff] => {
            data.get_mut(20..22)?.fill(0);
            kind::FORMULA
        }
        [what @ (1 | 2), _, value, .., 0xff, 0xff] => {
            data[6] = value;
            data[7] = what - 1;
            kind::BOOL_OR_ERROR
        }
        [.., 0xff, 0xff] => kind::NOTHING,
        _ => kind::NUMBER,
    };
    Some(kind)
}

/// The letters of each shared string ([MS-XLS] §2.4.265, §2.5.293). A string that runs over the end of a
/// record goes on in the next, after a byte that says anew how wide its letters are.
fn string_lengths(parts: &[&[u8]]) -> Option<Vec<u64>> {
    let mut parts = parts.iter().copied();
    let mut rest = parts.next()?.get(8..)?;
    let mut lengths = Vec::new();
    loop {
        while rest.is_empty() {
            match parts.next() {
                Some(next) => rest = next,
                None => return Some(lengths),
            }
        }
        let count = u16_at(rest, 0)?;
        let flags = *rest.get(2)?;
        rest = rest.get(3..)?;
        let mut skip = 0usize;
        if flags & 8 != 0 {
            skip += 4 * usize::from(u16_at(rest, 0)?);
            rest = rest.get(2..)?;
        }
        if flags & 4 != 0 {
            skip = skip.checked_add(u32_at(rest, 0)? as usize)?;
            rest = rest.get(4..)?;
        }
        let mut width = 1 + usize::from(flags & 1);
        let mut left = usize::from(count);
        while left > 0 {
            let here = left.min(rest.len() / width);
            rest = &rest[here * width..];
            left -= here;
            if left > 0 {
                rest = parts.next()?;
                width = 1 + usize::from(rest.first()? & 1);
                rest = &rest[1..];
            }
        }
        while skip > rest.len() {
            skip -= rest.len();
            rest = parts.next()?;
        }
        rest = &rest[skip..];
        lengths.push(u64::from(count));
    }
}
