//! Markup of a worksheet → its grid, in one walk (ECMA-376 part 1 §18.3.1).
//!
//! Every address of a cell and number of a row is checked; what the sheet says of its size is not looked at (T2, T4).

use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::grid::{Grid, Intake};
use super::super::{Error, UNCALCULATED, Value, number};
use super::attribute;
use super::text::{self, Strings};

/// What cells point to.
pub(super) struct Book {
    pub strings: Strings,
    pub styles: Vec<Style>,
    /// Days are counted from 1904.
    pub is_1904: bool,
}

/// What a cell format says of a number.
#[derive(Default)]
pub(super) struct Style {
    /// Its number format, where that may keep leading zeros.
    pub format: Option<String>,
    /// It is shown as a date, a time, or a length of time.
    pub kind: Option<ExcelDateTimeType>,
}

/// A worksheet while it is read: row from 1, column from 0.
struct Walk<'t, 'b> {
    reader: Reader<&'t [u8]>,
    book: &'b Book,
    /// The row, and the cell that comes next in it.
    row: u32,
    column: u32,
}

/// Reads a worksheet into its grid.
///
/// # Errors
/// [`Error::Damaged`], [`Error::TooLarge`].
pub(super) fn read(markup: &str, book: &Book, grid: &mut Grid, intake: &mut Intake) -> Result<(), Error> {
    let name = grid.name.clone();
    let damaged = |intake: &Intake| intake.damaged(name.as_str());
    let mut walk = Walk { reader: text::reader(markup), book, row: 0, column: 0 };
    let (mut inside, mut whole) = (false, false);
    loop {
        match walk.reader.read_event().map_err(|_| damaged(intake))? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sheetData" => inside = true,
                "row" if inside => walk.begin_row(&tag, grid).map_err(|()| damaged(intake))?,
                "c" if inside => {
                    let (row, column, value) = walk.cell(&tag).map_err(|()| damaged(intake))?;
                    if let Some(value) = value {
                        grid.put(intake, row, column, value)?;
                    }
                }
                "mergeCell" => {
                    let merge = attribute(&tag, "ref").unwrap_or_default();
                    if let Some((first, last)) = merge.split_once(':') {
                        let position = |address| position(address).map_err(|()| damaged(intake));
                        let (first, last) = (position(first)?, position(last)?);
                        grid.join((first.0, last.0), (first.1, last.1));
                    }
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => (inside, whole) = (false, true),
            Event::Eof if whole => return Ok(()),
            Event::Eof => return Err(damaged(intake)),
            _ => {}
        }
    }
}

impl<'t> Walk<'t, '_> {
    /// A row without a number follows its neighbour (§18.3.1.73). It is hidden as such, by a filter, or by a height of
    /// nothing.
    fn begin_row(&mut self, tag: &BytesStart, grid: &mut Grid) -> Result<(), ()> {
        (self.row, self.column) = (self.row + 1, 0);
        let mut hidden = false;
        for attribute in attributes(tag.attributes_raw()) {
            match attribute? {
                ("r", number) => self.row = number_of_row(number)?,
                ("hidden", value) => hidden |= matches!(value, "1" | "true"),
                ("ht", height) => hidden |= height.parse() == Ok(0.0),
                _ => {}
            }
        }
        if hidden {
            grid.hidden_rows.insert(self.row);
        }
        Ok(())
    }

    /// Reads a cell to its end: row, column, and its value unless it is empty. A cell without an address follows its
    /// neighbour (§18.3.1.4).
    fn cell(&mut self, tag: &BytesStart) -> Result<(u32, u32, Option<Value>), ()> {
        let (mut at, mut style, mut kind) = ((self.row, self.column), None, "");
        for attribute in attributes(tag.attributes_raw()) {
            match attribute? {
                ("r", address) => at = position(address)?,
                ("s", index) => style = index.parse().ok(),
                ("t", name) => kind = name,
                _ => {}
            }
        }
        self.column = at.1 + 1;
        let (mut typed, mut inline, mut formula) = (None, None, false);
        loop {
            match self.reader.read_event().map_err(|_| ())? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" => typed = Some(text::content(&mut self.reader)?),
                    "is" => text::string(&mut self.reader, inline.insert(String::new()))?,
                    name => {
                        formula |= name == "f";
                        self.reader.read_to_end(tag.name()).map_err(|_| ())?;
                    }
                },
                Event::End(_) => break,
                Event::Eof => return Err(()),
                _ => {}
            }
        }
        let value = match (typed, inline) {
            (_, Some(text)) => Some(Value::Text(text)),
            (Some(typed), None) => self.value(kind, style.unwrap_or(0), &typed)?,
            (None, None) => None,
        };
        let uncalculated = || formula.then(|| Value::Error(UNCALCULATED.to_owned()));
        Ok((at.0, at.1, value.or_else(uncalculated)))
    }

    /// The value that stands in `v`, by the type of the cell (§18.18.11 ST_CellType); none if it is blank.
    fn value(&self, kind: &str, style: usize, typed: &str) -> Result<Option<Value>, ()> {
        let trimmed = typed.trim();
        let style = self.book.styles.get(style);
        let format = style.and_then(|style| style.format.as_deref());
        match kind {
            "str" => return Ok(Some(Value::Text(text::unescaped(typed).into_owned()))),
            "inlineStr" | "is" => return Ok(None),
            _ if trimmed.is_empty() => return Ok(None),
            _ => {}
        }
        let data = match kind {
            "s" => DataRef::SharedString(
                trimmed.parse().ok().and_then(|index| self.book.strings.get(index)).ok_or(())?,
            ),
            "b" if trimmed == "0" || trimmed.eq_ignore_ascii_case("false") => DataRef::Bool(false),
            "b" if trimmed == "1" || trimmed.eq_ignore_ascii_case("true") => DataRef::Bool(true),
            "d" => DataRef::DateTimeIso(trimmed.to_owned()),
            "e" => DataRef::Error(trimmed.parse::<CellErrorType>().map_err(|_| ())?),
            "" | "n" => match (trimmed.parse::<f64>(), style.and_then(|style| style.kind)) {
                (Ok(number), Some(kind)) => {
                    DataRef::DateTime(ExcelDateTime::new(number, kind, self.book.is_1904))
                }
                (Ok(number), None) => DataRef::Float(number),
                // Some programs write texts without saying so.
                (Err(_), _) if kind.is_empty() => DataRef::SharedString(typed),
                (Err(_), _) => return Err(()),
            },
            _ => return Err(()),
        };
        Ok(number::value(&data, format))
    }
}

/// Names and values of attributes as they stand in a start tag: a sheet has millions of them, and those that are read
/// here hold nothing that is escaped.
fn attributes(mut rest: &str) -> impl Iterator<Item = Result<(&str, &str), ()>> {
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return None;
        }
        let attribute = rest.split_once('=').and_then(|(name, after)| {
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            rest = after;
            Some((name.trim_ascii_end(), value))
        });
        Some(attribute.ok_or(()))
    })
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
    fn attributes_are_read_as_they_stand() {
        let read = |raw| attributes(raw).take(9).collect::<Result<Vec<_>, ()>>();
        assert_eq!(read(""), Ok(Vec::new()));
        let all = vec![("r", "A1"), ("x:t", "a'=b"), ("s", "")];
        assert_eq!(read(" r=\"A1\"\n x:t = \"a'=b\" s='' "), Ok(all));
        for torn in [" r", " r=", " r=A1", " r=\"A1"] {
            assert_eq!(read(torn), Err(()), "{torn}");
        }
    }

    #[test]
    fn addresses_are_checked() {
        assert_eq!(position("C2"), Ok((2, 2)));
        assert_eq!(position("XFD1048576"), Ok((1_048_576, 16_383)));
        for wrong in ["C4294967298", "C0", "C02", "AAAA1", "c2", "C", "2", "", "C2:D4", "Ж2"] {
            assert_eq!(position(wrong), Err(()), "{wrong}");
        }
    }
}
