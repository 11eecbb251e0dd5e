//! `.xlsx` and `.xlsm` → grids: cells streamed by calamine, from parts that were looked through first.
//!
//! Every address of a cell and number of a row is checked before calamine sees it (it reads `C4294967298`
//! as `C2`, T4); the sheet's declared dimensions and the counters of the shared strings are taken out
//! (T2, T3). Hidden rows and joined cells, which the stream of cells does not tell, are read in the same
//! look.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::ops::Range;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Error;
use super::grid::{Grid, Intake, guarded};
use super::number;
use super::preflight::Package;
use super::{UNCALCULATED, Value};

/// What a sheet's markup tells besides its cells.
#[derive(Default)]
struct Markup {
    hidden_rows: BTreeSet<u32>,
    /// Rows from 1, columns from 0.
    merges: Vec<((u32, u32), (u32, u32))>,
    /// Cells of formulas without a value; row from 1, column from 0.
    uncalculated: Vec<(u32, u32)>,
    /// Bytes to take out.
    cuts: Vec<Range<usize>>,
}

/// Reads all worksheets.
///
/// # Errors
/// [`Error::Damaged`] naming the part, [`Error::TooLarge`].
pub(super) fn read(mut package: Package, intake: &mut Intake) -> Result<Vec<Grid>, Error> {
    let paths = sheet_paths(&package, intake)?;
    let mut markups = BTreeMap::new();
    let names: Vec<String> =
        package.names().filter(|name| name.ends_with(".xml")).map(str::to_owned).collect();
    for name in names {
        let text = package.text(&name).unwrap_or_default();
        let markup = match root(text).as_deref() {
            Some("worksheet") => look(text).map_err(|()| intake.damaged(&name))?,
            Some("sst") => Markup { cuts: counters(text).into_iter().collect(), ..Markup::default() },
            _ => continue,
        };
        if !markup.cuts.is_empty() {
            let content = cut(text, &markup.cuts);
            package.replace(&name, content);
        }
        markups.insert(name.to_ascii_lowercase(), markup);
    }
    let bytes = package.pack();
    guarded(intake.name, "xl/workbook.xml", || {
        let damaged = |part: &str| Error::Damaged { name: intake.name.to_owned(), part: part.to_owned() };
        let mut workbook = Xlsx::new(Cursor::new(&bytes[..])).map_err(|_| damaged("xl/workbook.xml"))?;
        let mut grids = Vec::new();
        for sheet in workbook.sheets_metadata().to_vec() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            let mut grid = Grid::new(&sheet.name, sheet.visible != SheetVisible::Visible);
            let path = paths.get(&sheet.name).map(|path| path.to_ascii_lowercase()).unwrap_or_default();
            let markup = markups.remove(&path).unwrap_or_default();
            grid.hidden_rows = markup.hidden_rows;
            markup.merges.into_iter().for_each(|(rows, columns)| grid.join(rows, columns));
            fill(&mut grid, &mut workbook, intake)?;
            for (row, column) in markup.uncalculated {
                grid.put(intake, row, column, Value::Error(UNCALCULATED.to_owned()))?;
            }
            grids.push(grid);
        }
        Ok(grids)
    })
}

/// Streams the cells of a sheet into its grid.
fn fill(grid: &mut Grid, workbook: &mut Xlsx<Cursor<&[u8]>>, intake: &mut Intake) -> Result<(), Error> {
    let name = grid.name.clone();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| intake.damaged(&name))?;
    let formats: Vec<Option<String>> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()))
        .map(|format| format.filter(|format| format.contains("00")))
        .collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| intake.damaged(&name))? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).and_then(Option::as_deref);
        if let Some(value) = number::value(cell.get_value(), format) {
            grid.put(intake, row.saturating_add(1), column, value)?;
        }
    }
    Ok(())
}

/// A link from one part to another.
pub(super) struct Relation {
    pub id: String,
    pub kind: String,
    pub target: String,
}

/// The links of a part of relationships; none if there is no such part.
pub(super) fn relations(package: &Package, part: &str, intake: &Intake) -> Result<Vec<Relation>, Error> {
    let mut all = Vec::new();
    each(package.text(part).unwrap_or_default(), |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let get = |name| attribute(tag, name).unwrap_or_default();
            all.push(Relation { id: get("Id"), kind: get("Type"), target: get("Target") });
        }
        true
    })
    .map_err(|()| intake.damaged(part))?;
    Ok(all)
}

/// The part of each sheet by the sheet's name, by the relationships of the workbook (ECMA-376 part 1
/// §18.2.19, part 2 §6.5).
fn sheet_paths(package: &Package, intake: &Intake) -> Result<BTreeMap<String, String>, Error> {
    let main = relations(package, "_rels/.rels", intake)?
        .into_iter()
        .rfind(|relation| relation.kind.ends_with("/relationships/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let main = main.trim_start_matches('/');
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let targets: BTreeMap<String, String> =
        relations(package, &format!("{folder}_rels/{file}.rels"), intake)?
            .into_iter()
            .map(|relation| match relation.target.strip_prefix('/') {
                Some(absolute) => (relation.id, absolute.to_owned()),
                None => (relation.id, format!("{folder}{}", relation.target)),
            })
            .collect();
    let mut paths = BTreeMap::new();
    each(package.text(main).unwrap_or_default(), |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let id = tag.attributes().with_checks(false).flatten().find(|attribute| {
                attribute.key.as_ref() != "sheetId" && attribute.key.local_name().as_ref() == "id"
            });
            let target = id.and_then(|id| targets.get(id.value.as_ref()));
            if let (Some(name), Some(target)) = (attribute(tag, "name"), target) {
                paths.insert(name, target.clone());
            }
        }
        true
    })
    .map_err(|()| intake.damaged(main))?;
    Ok(paths)
}

/// Shows every start tag of a part until the look wants no more.
fn each(text: &str, mut look: impl FnMut(&BytesStart) -> bool) -> Result<(), ()> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| ())? {
            Event::Start(tag) | Event::Empty(tag) if !look(&tag) => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Name of the first element of a part.
fn root(text: &str) -> Option<String> {
    let mut name = None;
    each(text, |tag| {
        name = Some(tag.local_name().as_ref().to_owned());
        false
    })
    .ok()?;
    name
}

/// The value of an attribute, unescaped.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&attribute.value).ok().map(|value| value.into_owned())
}

/// A cell while its elements are looked at.
#[derive(Default)]
struct Seen {
    at: (u32, u32),
    /// Its value is a text, which may be empty.
    is_text: bool,
    formula: bool,
    value: bool,
}

/// Looks through a worksheet: checks its addresses, notes hidden rows, joined cells and formulas without a
/// value. A row or a cell without a reference follows its neighbour (ECMA-376 part 1 §18.3.1.4, §18.3.1.73).
fn look(text: &str) -> Result<Markup, ()> {
    let mut markup = Markup::default();
    let mut reader = Reader::from_str(text);
    let mut row = 0;
    let mut next = 0;
    let mut cell = Seen::default();
    let mut in_value = false;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|_| ())?;
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => match tag.local_name().as_ref() {
                "dimension" => markup.cuts.push(start..end),
                "row" => {
                    row = match attribute(tag, "r") {
                        Some(number) => number_of_row(&number)?,
                        None => row + 1,
                    };
                    next = 0;
                    if is_hidden(tag) {
                        markup.hidden_rows.insert(row);
                    }
                }
                "c" => {
                    let at = match attribute(tag, "r") {
                        Some(address) => position(&address)?,
                        None => (row, next),
                    };
                    next = at.1 + 1;
                    let is_text = attribute(tag, "t").as_deref() == Some("str");
                    cell = Seen { at, is_text, ..Seen::default() };
                }
                "f" => cell.formula = true,
                "v" => {
                    cell.value |= cell.is_text;
                    in_value = matches!(event, Event::Start(_));
                }
                "mergeCell" => {
                    let reference = attribute(tag, "ref").unwrap_or_default();
                    if let Some((first, last)) = reference.split_once(':') {
                        let (first, last) = (position(first)?, position(last)?);
                        markup.merges.push(((first.0, last.0), (first.1, last.1)));
                    }
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "dimension" => markup.cuts.push(start..end),
            Event::End(tag) if tag.local_name().as_ref() == "v" => in_value = false,
            Event::End(tag) if tag.local_name().as_ref() == "c" && cell.formula && !cell.value => {
                markup.uncalculated.push(cell.at);
            }
            Event::Text(text) if in_value && !text.xml10_content().trim().is_empty() => cell.value = true,
            Event::Eof => return Ok(markup),
            _ => {}
        }
    }
}

/// Whether a row is hidden: as such, by a filter, or by a height of nothing.
fn is_hidden(tag: &BytesStart) -> bool {
    let yes = |name| attribute(tag, name).is_some_and(|value| value == "1" || value == "true");
    yes("hidden") || attribute(tag, "ht").is_some_and(|height| height.parse() == Ok(0.0))
}

/// The start tag of the shared strings, whose counters are lies as good as any: it is written anew.
fn counters(text: &str) -> Option<Range<usize>> {
    let mut reader = Reader::from_str(text);
    loop {
        let start = reader.buffer_position() as usize;
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let name = tag.name().as_ref().len();
                let attributes = start + text[start..].find('<')? + 1 + name;
                return Some(attributes..reader.buffer_position() as usize - 1);
            }
            Event::Eof | Event::Empty(_) => return None,
            _ => {}
        }
    }
}

fn cut(text: &str, cuts: &[Range<usize>]) -> Vec<u8> {
    let mut content = Vec::with_capacity(text.len());
    let mut from = 0;
    for range in cuts {
        content.extend_from_slice(&text.as_bytes()[from..range.start]);
        from = range.end;
    }
    content.extend_from_slice(&text.as_bytes()[from..]);
    content
}

/// A number of a row, from 1, of at most seven digits.
fn number_of_row(text: &str) -> Result<u32, ()> {
    let digits = (1..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(row) if digits && row > 0 => Ok(row),
        _ => Err(()),
    }
}

/// An address as row (from 1) and column (from 0): one to three letters, one to seven digits.
fn position(address: &str) -> Result<(u32, u32), ()> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=3).contains(&letters) || address.as_bytes().get(letters) == Some(&b'0') {
        return Err(());
    }
    let column =
        address[..letters].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    Ok((number_of_row(&address[letters..])?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        assert_eq!(position("C2"), Ok((2, 2)));
        assert_eq!(position("XFD1048576"), Ok((1_048_576, 16_383)));
        for wrong in ["C4294967298", "C0", "C02", "AAAA1", "c2", "C", "2", "", "C2:D4", "Ж2"] {
            assert_eq!(position(wrong), Err(()), "{wrong}");
        }
    }

    #[test]
    fn counters_and_dimensions_are_taken_out() {
        let strings =
            r#"<?xml version="1.0"?><sst xmlns="x" uniqueCount="99999999999"><si><t>a</t></si></sst>"#;
        let range = counters(strings).expect("there is a start tag");
        assert_eq!(cut(strings, &[range]), br#"<?xml version="1.0"?><sst><si><t>a</t></si></sst>"#);
        let sheet = r#"<worksheet><dimension ref="A9:A1"/><sheetData><row r="3" hidden="1"/></sheetData></worksheet>"#;
        let markup = look(sheet).expect("it is well-formed");
        assert_eq!(markup.hidden_rows, BTreeSet::from([3]));
        assert!(!String::from_utf8_lossy(&cut(sheet, &markup.cuts)).contains("dimension"));
    }
}
