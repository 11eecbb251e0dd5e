//! The cells of a worksheet (ECMA-376 part 1 §18.3.1): colours and values put in, row by row.
//!
//! Only one row at a time is a tree; the text between is copied. Formulas become their last values: a
//! workbook that is sent round should say the same everywhere, and nothing of ours may run. Nothing that
//! holds a value is overwritten.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::book::{Book, RELATION, SPREADSHEET};
use super::styles::{Colour, Shown};
use super::tree::{self, Tree};
use crate::docx::xml::{self, Element, Node};
use crate::roster;

/// Elements of a worksheet in their order; what stands beside controls is an alternative of them.
const ORDER: [&str; 39] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "drawingHF",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "mc:AlternateContent",
    "controls",
    "tableParts",
    "extLst",
];

/// Longest text of a cell, in UTF-16 units.
pub const LONGEST: usize = 32_767;

/// Row from 1, column from 0.
pub type At = (u32, u32);

/// What is put into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// What is done to a cell.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub colour: Option<Colour>,
    /// Put in only if the cell is empty.
    pub value: Option<Typed>,
    /// Put in whatever the cell holds: what a person retyped; nothing empties the cell.
    pub retyped: Option<String>,
}

/// A worksheet, open: all but its cells as a tree, its cells as text.
pub struct Worksheet {
    frame: Tree,
    data: String,
    /// How many formulas became values.
    pub formulas: usize,
}

impl Worksheet {
    /// Opens a worksheet; `None` if it is in a dialect that is not edited.
    pub fn open(text: &str) -> Option<Worksheet> {
        // Both could hold what looks like a row.
        if text.contains("<!--") || text.contains("<![CDATA[") {
            return None;
        }
        let start = text.find("<sheetData")?;
        let inner = start + text[start..].find('>')? + 1;
        let (data, end) = match text[..inner].ends_with("/>") {
            true => ("", inner),
            false => {
                let length = text[inner..].find("</sheetData>")?;
                (&text[inner..inner + length], inner + length + "</sheetData>".len())
            }
        };
        let frame = tree::piece(&format!("{}<sheetData/>{}", &text[..start], &text[end..]))?;
        let plain = frame.name == "worksheet" && frame.attribute("xmlns") == Some(SPREADSHEET);
        plain.then(|| Worksheet { frame, data: data.to_owned(), formulas: 0 })
    }

    /// A new worksheet: all but its cells, and these.
    pub fn of(frame: Tree, data: String) -> Worksheet {
        Worksheet { frame, data, formulas: 0 }
    }

    /// Puts edits in; `unmarked` are the styles that give way first. `None` if its rows are not in order.
    pub fn edit(
        &mut self,
        book: &mut Book,
        unmarked: &BTreeMap<u32, u32>,
        edits: &BTreeMap<At, Edit>,
    ) -> Option<()> {
        let mut edits = edits.clone();
        let mut out = String::with_capacity(self.data.len() + 128 * edits.len());
        let mut rest = self.data.as_str();
        let columns = columns(&self.frame);
        let mut number = 0;
        let mut formulas = 0;
        while let Some(start) = rest.find("<row") {
            let inner = start + rest[start..].find('>')? + 1;
            let end = match rest[..inner].ends_with("/>") {
                true => inner,
                false => inner + rest[inner..].find("</row>")? + "</row>".len(),
            };
            let mut row = tree::piece(&rest[start..end])?;
            rest = &rest[end..];
            let before = number;
            number = row.attribute("r").and_then(|number| number.parse().ok()).unwrap_or(before + 1);
            if number <= before {
                return None;
            }
            let later = edits.split_off(&(number + 1, 0));
            let mut own = edits.split_off(&(number, 0));
            missing_rows(edits, &columns, book, &mut out);
            edits = later;
            formulas += edit_row(&mut row, number, &mut own, &columns, unmarked, book);
            xml::write_element(&row, &mut out);
        }
        missing_rows(edits, &columns, book, &mut out);
        self.formulas += formulas;
        self.data = out;
        tree::remove(&mut self.frame, |child| child.name == "dimension");
        Some(())
    }

    /// An element of the sheet beside its cells, to be changed; made at its place if need be.
    pub fn part(&mut self, name: &'static str) -> &mut Tree {
        tree::ordered(&mut self.frame, name, &ORDER)
    }

    /// An element of the sheet beside its cells.
    pub fn child(&self, name: &str) -> Option<&Tree> {
        self.frame.child(name)
    }

    /// Takes elements away.
    pub fn remove(&mut self, name: &str) {
        tree::remove(&mut self.frame, |child| child.name == name);
    }

    /// The link to the drawing that holds the boxes of notes.
    pub fn set_notes(&mut self, id: &str) {
        self.remove("legacyDrawing");
        let drawing = self.part("legacyDrawing");
        drawing.set("xmlns:r", RELATION);
        drawing.set("r:id", id.to_owned());
    }

    /// Widths of columns in pixels, from 0.
    pub fn width(&self, column: u32) -> u32 {
        let usual = self.child("sheetFormatPr").and_then(|format| format.attribute("defaultColWidth"));
        let usual = usual.and_then(|width| width.parse().ok()).unwrap_or(8.43);
        let own = columns(&self.frame).into_iter().find(|own| own.first <= column && column <= own.last);
        let own = own.map_or(usual, |own| if own.hidden { 0.0 } else { own.width.unwrap_or(usual) });
        (own.clamp(0.0, 255.0) * 7.0) as u32 + 5
    }

    /// The part as text.
    pub fn write(self) -> String {
        let Worksheet { frame, data: mut text, .. } = self;
        let mut before = xml::DECLARATION.to_owned();
        xml::write_start(&frame, &mut before);
        let mut children = frame.elements();
        let cells = children.by_ref().take_while(|child| child.name != "sheetData");
        cells.for_each(|child| xml::write_element(child, &mut before));
        before.push_str("<sheetData>");
        // The cells of a season take a hundred megabytes: they are not copied.
        text.insert_str(0, &before);
        text.push_str("</sheetData>");
        children.for_each(|child| xml::write_element(child, &mut text));
        xml::write_end(&frame, &mut text);
        text
    }
}

/// A run of columns of one look.
struct Columns {
    first: u32,
    last: u32,
    style: Option<u32>,
    width: Option<f64>,
    hidden: bool,
}

fn columns(frame: &Tree) -> Vec<Columns> {
    let number = |column: &Tree, key: &str| column.attribute(key).and_then(|value| value.parse::<u32>().ok());
    let read = |column: &Tree| {
        Some(Columns {
            first: number(column, "min")?.checked_sub(1)?,
            last: number(column, "max")?.checked_sub(1)?,
            style: number(column, "style"),
            width: column.attribute("width").and_then(|width| width.parse().ok()),
            hidden: column.attribute("hidden") == Some("1"),
        })
    };
    frame.child("cols").into_iter().flat_map(|columns| columns.elements().filter_map(read)).collect()
}

/// Writes rows that the sheet did not have.
fn missing_rows(edits: BTreeMap<At, Edit>, columns: &[Columns], book: &mut Book, out: &mut String) {
    let mut rows: BTreeMap<u32, BTreeMap<At, Edit>> = BTreeMap::new();
    for (at, edit) in edits {
        rows.entry(at.0).or_default().insert(at, edit);
    }
    for (number, mut edits) in rows {
        let mut row = tree::element("row", &[("r", &number.to_string())]);
        edit_row(&mut row, number, &mut edits, columns, &BTreeMap::new(), book);
        xml::write_element(&row, out);
    }
}

/// Edits the cells of a row and makes those that it lacks; returns how many formulas became values.
fn edit_row(
    row: &mut Tree,
    number: u32,
    edits: &mut BTreeMap<At, Edit>,
    columns: &[Columns],
    unmarked: &BTreeMap<u32, u32>,
    book: &mut Book,
) -> usize {
    let style = |element: &Tree| element.attribute("s").and_then(|style| style.parse::<u32>().ok());
    let of_row = style(row).filter(|_| row.attribute("customFormat") == Some("1"));
    let mut formulas = 0;
    let mut next = 0;
    let mut cells: Vec<(u32, Tree)> = Vec::new();
    for child in std::mem::take(&mut row.children) {
        let Node::Element(mut cell) = child else { continue };
        let column = cell.attribute("r").and_then(column_of).unwrap_or(next);
        next = column + 1;
        if let Some(bare) = style(&cell).and_then(|style| unmarked.get(&style)) {
            cell.set("s", bare.to_string());
        }
        formulas += usize::from(without_formula(&mut cell));
        if let Some(edit) = edits.remove(&(number, column)) {
            let base = style(&cell).unwrap_or(0);
            edit_cell(&mut cell, &edit, base, book);
        }
        cells.push((column, cell));
    }
    cells.sort_by_key(|(column, _)| *column);
    for ((_, column), edit) in std::mem::take(edits) {
        let of_column = columns.iter().find(|own| own.first <= column && column <= own.last);
        let base = of_row.or_else(|| of_column.and_then(|own| own.style)).unwrap_or(0);
        let mut cell = tree::element("c", &[("r", &roster::address(number, column))]);
        edit_cell(&mut cell, &edit, base, book);
        let index = cells.partition_point(|(known, _)| *known < column);
        cells.insert(index, (column, cell));
        row.remove("spans");
    }
    row.children = cells.into_iter().map(|(_, cell)| cell.into()).collect();
    formulas
}

/// Column of an address, from 0.
fn column_of(address: &str) -> Option<u32> {
    at(address).map(|(_, column)| column)
}

/// `H7` as row from 1 and column from 0.
pub fn at(address: &str) -> Option<At> {
    let letters = address.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column =
        address[..letters].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    let row = address[letters..].parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    (column < 16_384).then_some((row, column))
}

/// Takes the formula out of a cell and leaves its value.
fn without_formula(cell: &mut Tree) -> bool {
    let before = cell.children.len();
    tree::remove(cell, |child| child.name == "f");
    let had = cell.children.len() < before;
    if had {
        cell.remove("cm");
    }
    had
}

fn edit_cell(cell: &mut Tree, edit: &Edit, base: u32, book: &mut Book) {
    let holds = cell.child("v").is_some_and(|value| !tree::text(value).is_empty())
        || cell.child("is").is_some_and(|value| !tree::text(value).trim().is_empty());
    if let Some(retyped) = &edit.retyped {
        cell.set("s", book.styles.marked(base, edit.colour, Shown::Text).to_string());
        put(cell, &Typed::Text(retyped.clone()), book.counts_from_1904());
        if retyped.is_empty() {
            cell.remove("t");
            cell.children.clear();
        }
        return;
    }
    let value = edit.value.as_ref().filter(|_| !holds);
    let shown = match value {
        Some(Typed::Text(_)) => Shown::Text,
        Some(Typed::Date(_)) => Shown::Date,
        Some(Typed::Number(_)) | None => Shown::AsItWas,
    };
    cell.set("s", book.styles.marked(base, edit.colour, shown).to_string());
    if let Some(value) = value {
        put(cell, value, book.counts_from_1904());
    }
}

/// Puts a value into a cell: text as text, whatever it begins with (T12).
pub fn put(cell: &mut Tree, value: &Typed, from_1904: bool) {
    cell.remove("t");
    cell.children.clear();
    let number = |value: String| Element::new("v").containing(Node::Text(Cow::Owned(value)));
    let child = match value {
        Typed::Text(text) => {
            cell.set("t", "inlineStr");
            Element::new("is").containing(piece_of_text(text))
        }
        Typed::Number(value) => number(value.to_string()),
        Typed::Date(date) => number(serial(*date, from_1904).to_string()),
    };
    cell.children.push(child.into());
}

/// `<t>` with a text as it is, its control characters escaped (ECMA-376 part 1 §22.9.2.19).
pub fn piece_of_text(text: &str) -> Tree {
    let mut safe = String::with_capacity(text.len());
    let mut left = LONGEST;
    for (index, letter) in text.char_indices() {
        let escape = match letter {
            '_' => is_escape(&text[index..]),
            '\t' | '\n' => false,
            letter => letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}'),
        };
        let length = if escape { 7 } else { letter.len_utf16() };
        let Some(rest) = left.checked_sub(length) else { break };
        left = rest;
        match escape {
            true => safe.push_str(&format!("_x{:04X}_", u32::from(letter))),
            false => safe.push(letter),
        }
    }
    tree::element("t", &[("xml:space", "preserve")]).containing(Node::Text(Cow::Owned(safe)))
}

/// Whether a text begins like an escape, so that its first letter must be escaped itself.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// The number of a day as Excel counts them.
pub fn serial(date: NaiveDate, from_1904: bool) -> i64 {
    let zero = match from_1904 {
        true => NaiveDate::from_ymd_opt(1904, 1, 1),
        // The day before the first of January 1900, and Excel's 29 February 1900, which never was.
        false => NaiveDate::from_ymd_opt(1899, 12, 30),
    };
    (date - zero.expect("a day that was")).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_back() {
        for (row, column) in [(1, 0), (7, 25), (7, 26), (1_048_576, 16_383)] {
            assert_eq!(at(&roster::address(row, column)), Some((row, column)));
        }
        for wrong in ["", "7", "H", "H0", "XFE1", "h7", "H1048577", "H-1"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn control_characters_are_escaped_and_what_looks_escaped_is_too() {
        let text = |typed| tree::text(&piece_of_text(typed));
        assert_eq!(text("a\u{b}b\n_x0041_ _x_"), "a_x000B_b\n_x005F_x0041_ _x_");
    }

    #[test]
    fn days_are_counted_as_excel_does() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        assert_eq!(serial(day, false), 46_348);
        assert_eq!(serial(day, true), 46_348 - 1_462);
    }
}
