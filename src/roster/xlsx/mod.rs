//! `.xlsx` and `.xlsm` → grids. The markup of sheets and of shared strings, nearly all of such a file, is walked once,
//! here; calamine reads what is small and intricate: the list of sheets, the epoch, the styles.
//!
//! calamine is not given the sheets: walking them a second time took as long as all the rest, and it believes what it
//! finds there (it reads `C4294967298` as `C2`, T4, and reserves what dimensions and counters say, T2, T3). In their
//! place it gets a sheet of one number under each style, and tells which of them are dates.

mod sheet;
mod text;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTimeType, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::sheet::{Book, Style};
use self::text::Strings;
use super::Error;
use super::grid::{Grid, Intake, guarded};
use super::preflight::Package;

/// Cell formats of a workbook: Excel's limit is 65,490.
const STYLES: usize = 1 << 16;

/// Where the parts are to be found.
struct Paths {
    folder: String,
    /// Each sheet's name and part, in the order of the workbook.
    sheets: Vec<(String, String)>,
    strings: String,
}

/// Reads all worksheets.
///
/// # Errors
/// [`Error::Damaged`] naming the part, [`Error::TooLarge`].
pub(super) fn read(mut package: Package, intake: &mut Intake) -> Result<Vec<Grid>, Error> {
    let paths = paths(&package, intake)?;
    let (strings, mut sheets) = (take_strings(&mut package, &paths, intake)?, BTreeMap::new());
    let probe = probe(package.text(&format!("{}styles.xml", paths.folder)).unwrap_or_default());
    for (_, path) in &paths.sheets {
        // Two names may stand for one part.
        if let std::collections::btree_map::Entry::Vacant(entry) = sheets.entry(path)
            && let Some(markup) = package.replace(path, probe.clone().into_bytes())
        {
            entry.insert(String::from_utf8(markup).map_err(|_| intake.damaged(path))?);
        }
    }
    let (metadata, book) = frame(package, strings, intake)?;
    let mut grids = Vec::new();
    for sheet in metadata.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut grid = Grid::new(&sheet.name, sheet.visible != SheetVisible::Visible);
        let path = paths.sheets.iter().find(|(name, _)| *name == sheet.name).map(|(_, path)| path);
        let markup = path.and_then(|path| sheets.get(path));
        let markup = markup.ok_or_else(|| intake.damaged(sheet.name.as_str()))?;
        sheet::read(markup, &book, &mut grid, intake)?;
        grids.push(grid);
    }
    Ok(grids)
}

/// The shared strings, which are then no part any more.
fn take_strings(package: &mut Package, paths: &Paths, intake: &Intake) -> Result<Strings, Error> {
    let Some(part) = package.take(&paths.strings) else { return Ok(Strings::default()) };
    let read = std::str::from_utf8(&part).map_err(|_| ()).and_then(Strings::read);
    read.map_err(|()| intake.damaged(&paths.strings))
}

/// A sheet of one number under each style.
fn probe(styles: &str) -> String {
    let cells =
        (0..styles.matches("xf").count().min(STYLES)).map(|style| format!("<c s=\"{style}\"><v>1</v></c>"));
    format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", cells.collect::<String>())
}

/// What calamine tells of a workbook whose sheets are probes: its sheets, and what their cells point to.
fn frame(package: Package, strings: Strings, intake: &Intake) -> Result<(Vec<calamine::Sheet>, Book), Error> {
    let part = "xl/workbook.xml";
    let bytes = package.pack();
    guarded(intake.name, part, || {
        let mut workbook = Xlsx::new(Cursor::new(&bytes[..])).map_err(|_| intake.damaged(part))?;
        let metadata = workbook.sheets_metadata().to_vec();
        let is_1904 = workbook.has_1904_epoch();
        let worksheet = metadata.iter().find(|sheet| sheet.typ == SheetType::WorkSheet);
        let styles = worksheet.map_or(Ok(Vec::new()), |sheet| styles(&mut workbook, &sheet.name));
        let styles = styles.map_err(|_| intake.damaged(part))?;
        Ok((metadata, Book { strings, styles, is_1904 }))
    })
}

/// The cell formats, by the cells of a probe.
fn styles(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Style>, calamine::XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(sheet)?;
    let formats = cells.styles().iter().map(|style| {
        let format = style.number_format.as_ref().map(|format| format.format_code.clone());
        Style { format: format.filter(|format| format.contains("00")), kind: None }
    });
    let mut styles: Vec<Style> = formats.collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        if let (DataRef::DateTime(shown), Some(style)) = (cell.get_value(), styles.get_mut(style)) {
            style.kind = Some(match shown.is_duration() {
                true => ExcelDateTimeType::TimeDelta,
                false => ExcelDateTimeType::DateTime,
            });
        }
    }
    Ok(styles)
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
    })
    .map_err(|()| intake.damaged(part))?;
    Ok(all)
}

/// The parts of a workbook, by its relationships (ECMA-376 part 1 §18.2.19, part 2 §6.5).
fn paths(package: &Package, intake: &Intake) -> Result<Paths, Error> {
    let main = relations(package, "_rels/.rels", intake)?
        .into_iter()
        .rfind(|relation| relation.kind.ends_with("/relationships/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let main = main.trim_start_matches('/');
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut strings = format!("{folder}sharedStrings.xml");
    let mut targets = BTreeMap::new();
    for relation in relations(package, &format!("{folder}_rels/{file}.rels"), intake)? {
        let path = match relation.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{folder}{}", relation.target),
        };
        if relation.kind.ends_with("/sharedStrings") && package.part(&path).is_some() {
            strings.clone_from(&path);
        }
        targets.insert(relation.id, path);
    }
    let mut sheets = Vec::new();
    each(package.text(main).unwrap_or_default(), |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let id = tag.attributes().with_checks(false).flatten().find(|attribute| {
                attribute.key.as_ref() != "sheetId" && attribute.key.local_name().as_ref() == "id"
            });
            let target = id.and_then(|id| targets.get(id.value.as_ref()));
            if let (Some(name), Some(target)) = (attribute(tag, "name"), target) {
                sheets.push((name, target.clone()));
            }
        }
    })
    .map_err(|()| intake.damaged(main))?;
    Ok(Paths { folder, sheets, strings })
}

/// Shows every start tag of a part.
fn each(text: &str, mut look: impl FnMut(&BytesStart)) -> Result<(), ()> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| ())? {
            Event::Start(tag) | Event::Empty(tag) => look(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute, unescaped.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&attribute.value).ok().map(|value| value.into_owned())
}
