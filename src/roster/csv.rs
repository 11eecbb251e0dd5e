//! Text → one grid: encoding by mark, else UTF-8 if it is that, else windows-1251; separator comma,
//! semicolon or tab, whichever parts the lines most evenly (RFC 4180).
//!
//! A csv has no sheets and no number formats: it is one sheet named after the file, and every cell is
//! text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::grid::{Grid, Intake};
use super::{Error, Value};

/// Records that are looked at to find the separator.
const SAMPLE: usize = 50;

/// Reads a table as text.
///
/// # Errors
/// [`Error::Empty`] without any cell, [`Error::TooLarge`].
pub(super) fn read(bytes: &[u8], intake: &mut Intake) -> Result<Grid, Error> {
    let text = decode(bytes);
    let (text, named) = named_separator(&text);
    let separator = named.unwrap_or_else(|| separator(text));
    let stem = intake.name.rsplit_once('.').map_or(intake.name, |(stem, _)| stem);
    let mut grid = Grid::new(stem, false);
    let first = if named.is_some() { 2 } else { 1 };
    for (row, record) in (first..).zip(Records { rest: text, separator }) {
        for (column, cell) in (0..).zip(record) {
            grid.put(intake, row, column, Value::Text(cell))?;
        }
    }
    match grid.rows.is_empty() {
        true => Err(Error::Empty { name: intake.name.to_owned() }),
        false => Ok(grid),
    }
}

/// UTF-16 by its mark, or by the zeros of its ASCII letters.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let head = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Separators, digits and Latin letters have a zero in one place of two; Cyrillic has 4 there.
    match (even, odd) {
        (0, odd) if odd * 10 > head.len() / 2 => Some(UTF_16LE),
        (even, 0) if even * 10 > head.len() / 2 => Some(UTF_16BE),
        _ => None,
    }
}

fn decode(bytes: &[u8]) -> String {
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// `sep=;` in the first line, as Excel writes and reads it.
fn named_separator(text: &str) -> (&str, Option<char>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim().trim_matches('"');
    let mut letters =
        line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP=")).unwrap_or_default().chars();
    match (letters.next(), letters.next()) {
        (Some(separator), None) => (rest, Some(separator)),
        _ => (text, None),
    }
}

/// The separator that most records have, and each as often as the others.
fn separator(text: &str) -> char {
    let score = |separator: char| {
        let widths: Vec<usize> = Records { rest: text, separator }
            .take(SAMPLE)
            .map(|record| record.len())
            .filter(|width| *width > 1)
            .collect();
        let mut counts = std::collections::BTreeMap::new();
        widths.iter().for_each(|width| *counts.entry(*width).or_insert(0usize) += 1);
        counts.into_iter().map(|(width, count)| (count, width)).max().unwrap_or_default()
    };
    [',', ';', '\t'].into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(',')
}

/// The records of a text: cells between separators, quotes round a cell, doubled quotes inside.
struct Records<'a> {
    rest: &'a str,
    separator: char,
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        let mut cell = String::new();
        let mut quoted = false;
        let mut letters = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            match letter {
                '"' if quoted && next == Some('"') => {
                    cell.push('"');
                    letters.next();
                }
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                _ if quoted => cell.push(letter),
                '\r' if next == Some('\n') => {}
                '\n' | '\r' => {
                    end = at + 1;
                    break;
                }
                _ if letter == self.separator => record.push(std::mem::take(&mut cell)),
                _ => cell.push(letter),
            }
        }
        record.push(cell);
        self.rest = &self.rest[end..];
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<Vec<String>> {
        Records { rest: text, separator: separator(text) }.collect()
    }

    #[test]
    fn quotes_hold_separators_and_line_breaks() {
        assert_eq!(records("a;b\r\n\"1;\"\"2\"\"\n3\";4\r\n"), [["a", "b"], ["1;\"2\"\n3", "4"]]);
        assert_eq!(records("a,b\n\n1,2"), [vec!["a", "b"], vec![""], vec!["1", "2"]]);
        assert_eq!(records("ФИО\tПол\nСМИТ, Джон\tМ"), [["ФИО", "Пол"], ["СМИТ, Джон", "М"]]);
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "ФИО;Гражданство;Дата\nСМИТ;Турция;01.02.2026\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16), text);
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big), text);
        assert_eq!(decode(&WINDOWS_1251.encode(text).0), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), text);
        assert_eq!(named_separator("sep=;\na;b").1, Some(';'));
    }
}
