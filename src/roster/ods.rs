//! `.ods` → grids, streamed from `content.xml` (ODF 1.2 part 1 §9).
//!
//! Read here and not by calamine, whose reader of this format never ends on a document that is cut off
//! and lays out every repeated cell before it is asked for any. It also does not tell what this needs:
//! hidden rows, joined cells, and the digits as shown.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::grid::{COLUMNS, Grid, Intake, ROWS, length};
use super::number;
use super::preflight::Package;
use super::xlsx::attribute;
use super::{Error, UNCALCULATED, Value, label};

const PART: &str = "content.xml";

/// Reads all tables.
///
/// # Errors
/// [`Error::Damaged`], [`Error::TooLarge`].
pub(super) fn read(package: &Package, intake: &mut Intake) -> Result<Vec<Grid>, Error> {
    let text = package.text(PART).ok_or_else(|| intake.damaged(PART))?;
    let mut reader = Reader::from_str(text);
    let mut hidden_styles = Vec::new();
    let mut style = String::new();
    let mut grids = Vec::new();
    loop {
        match reader.read_event().map_err(|_| intake.damaged(PART))? {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "style:style" => {
                style = attribute(&tag, "style:name").unwrap_or_default();
            }
            Event::Start(tag) | Event::Empty(tag)
                if tag.name().as_ref() == "style:table-properties"
                    && attribute(&tag, "table:display").as_deref() == Some("false") =>
            {
                hidden_styles.push(style.clone());
            }
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                let name = attribute(&tag, "table:name").unwrap_or_default();
                let hidden =
                    attribute(&tag, "table:style-name").is_some_and(|style| hidden_styles.contains(&style));
                let mut table =
                    Table { grid: Grid::new(name, hidden), row: 1, column: 0, repeat: 1, hidden: false };
                table.read(&mut reader, intake)?;
                grids.push(table.grid);
            }
            Event::Eof => return Ok(grids),
            _ => {}
        }
    }
}

/// A table being read.
struct Table {
    grid: Grid,
    /// The row and column that come next, and how many times the row stands.
    row: u32,
    column: u32,
    repeat: u32,
    hidden: bool,
}

impl Table {
    fn read(&mut self, reader: &mut Reader<&[u8]>, intake: &mut Intake) -> Result<(), Error> {
        loop {
            match reader.read_event().map_err(|_| intake.damaged(PART))? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table-row" => self.begin_row(&tag),
                    "table:table-cell" | "table:covered-table-cell" => {
                        let shown = content(reader).ok_or_else(|| intake.damaged(PART))?;
                        self.cell(&tag, &shown, intake)?;
                    }
                    // Pictures, embedded tables and change tracking are no cells.
                    "table:shapes" | "office:forms" | "table:table" => {
                        let end = tag.to_end().into_owned();
                        reader.read_to_end(end.name()).map_err(|_| intake.damaged(PART))?;
                    }
                    _ => {}
                },
                Event::Empty(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        self.begin_row(&tag);
                        self.end_row();
                    }
                    "table:table-cell" | "table:covered-table-cell" => self.cell(&tag, "", intake)?,
                    _ => {}
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "table:table-row" => self.end_row(),
                    "table:table" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err(intake.damaged(PART)),
                _ => {}
            }
        }
    }

    fn begin_row(&mut self, tag: &BytesStart) {
        self.column = 0;
        self.repeat = count(tag, "table:number-rows-repeated");
        self.hidden = matches!(attribute(tag, "table:visibility").as_deref(), Some("collapse" | "filter"));
    }

    fn end_row(&mut self) {
        if self.hidden {
            // Of a run of rows only those with cells matter.
            let last = self.row.saturating_add(self.repeat - 1);
            let rows: Vec<u32> = self.grid.rows.range(self.row..=last).map(|(row, _)| *row).collect();
            self.grid.hidden_rows.extend(rows);
        }
        self.row = self.row.saturating_add(self.repeat);
    }

    /// Puts a cell, as often as it stands, into the grid; `shown` is its text on the screen.
    fn cell(&mut self, tag: &BytesStart, shown: &str, intake: &mut Intake) -> Result<(), Error> {
        let times = count(tag, "table:number-columns-repeated");
        let spans = (count(tag, "table:number-rows-spanned"), count(tag, "table:number-columns-spanned"));
        if spans != (1, 1) {
            let end = |from: u32, span: u32| from.saturating_add(span - 1);
            self.grid.join((self.row, end(self.row, spans.0)), (self.column, end(self.column, spans.1)));
        }
        if let Some(value) = value(tag, shown) {
            // Beyond the caps one stray cell is as good as all.
            let rows = self.row..self.row.saturating_add(self.repeat).min(ROWS + 2);
            let columns = self.column..self.column.saturating_add(times).min(COLUMNS + 1);
            // A few bytes stand for millions of cells: too many are refused before the first is taken in.
            let within =
                |range: &Range<u32>, end: u32| range.end.min(end).saturating_sub(range.start) as usize;
            intake.fits(within(&rows, ROWS + 1) * within(&columns, COLUMNS), length(&value))?;
            for row in rows {
                for column in columns.clone() {
                    self.grid.put(intake, row, column, value.clone())?;
                }
            }
        }
        self.column = self.column.saturating_add(times);
        Ok(())
    }
}

fn count(tag: &BytesStart, name: &str) -> u32 {
    attribute(tag, name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// The value of a cell: by its type, with the digits as shown for a number with leading zeros.
fn value(tag: &BytesStart, shown: &str) -> Option<Value> {
    let get = |name| attribute(tag, name);
    if get("calcext:value-type").as_deref() == Some("error") {
        return Some(Value::Error(shown.to_owned()));
    }
    let Some(kind) = get("office:value-type") else {
        return get("table:formula").map(|_| Value::Error(UNCALCULATED.to_owned()));
    };
    match kind.as_str() {
        "float" | "percentage" | "currency" => {
            let value: f64 = get("office:value")?.parse().ok().filter(|value: &f64| value.is_finite())?;
            let zero = shown.chars().find(char::is_ascii_digit) == Some('0');
            let plain = zero && value.fract() == 0.0 && value >= 1.0 && !shown.contains([',', '.', '%']);
            Some(Value::Number { value, digits: plain.then(|| shown.to_owned()) })
        }
        "date" => get("office:date-value").map(|date| number::iso(&date)),
        "boolean" => Some(Value::Bool(get("office:boolean-value").as_deref() == Some("true"))),
        "string" => Some(Value::Text(get("office:string-value").unwrap_or_else(|| shown.to_owned()))),
        _ => Some(Value::Text(shown.to_owned())),
    }
    .filter(|value| !matches!(value, Value::Text(text) if label::is_blank(text)))
}

/// The text of a cell as shown: its paragraphs on lines, without its annotation.
fn content(reader: &mut Reader<&[u8]>) -> Option<String> {
    let mut text = String::new();
    let mut paragraphs = 0;
    let mut depth = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => match tag.name().as_ref() {
                "office:annotation" | "draw:frame" | "draw:custom-shape" => {
                    let end = tag.to_end().into_owned();
                    reader.read_to_end(end.name()).ok()?;
                }
                name => {
                    depth += 1;
                    if name == "text:p" {
                        text.push_str(if paragraphs > 0 { "\n" } else { "" });
                        paragraphs += 1;
                    }
                }
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                "text:s" => {
                    let spaces = count(&tag, "text:c").min(1000);
                    text.extend(std::iter::repeat_n(' ', spaces as usize));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "text:p" => {
                    text.push_str(if paragraphs > 0 { "\n" } else { "" });
                    paragraphs += 1;
                }
                _ => {}
            },
            Event::Text(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if depth > 0 => {
                let letter = name.resolve_char_ref().ok()?;
                match (letter, quick_xml::escape::resolve_xml_entity(&name)) {
                    (Some(letter), _) => text.push(letter),
                    (None, Some(known)) => text.push_str(known),
                    (None, None) => return None,
                }
            }
            Event::End(_) if depth == 0 => return Some(text),
            Event::End(_) => depth -= 1,
            Event::Eof => return None,
            _ => {}
        }
    }
}
