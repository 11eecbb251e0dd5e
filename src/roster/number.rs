//! Numbers of a spreadsheet → what Excel shows: a date for a serial under a date format, digits where
//! the format keeps leading zeros.
//!
//! Serials: ECMA-376 §18.17.4.1 (1900 and 1904 systems). Formats: ECMA-376 §18.8.30.

use calamine::{Data, DataRef, ExcelDateTime};
use chrono::{NaiveDate, NaiveDateTime};

use super::Value;

/// Digits that a number of a spreadsheet can hold exactly.
const EXACT: f64 = 999_999_999_999_999.0;

/// A cell of calamine → a value, with the cell's number format where the reader knows it. Empty cells
/// have none.
pub(super) fn value(data: &DataRef, format: Option<&str>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(number) => numeric(*number as f64, format),
        DataRef::Float(number) => numeric(*number, format),
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(value) => Value::Bool(*value),
        DataRef::DateTime(serial) => match date(serial) {
            Some(date) => Value::Date(date),
            None => Value::Number { value: serial.as_f64(), digits: None },
        },
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

/// The same for the owned cells of the formats that are not streamed.
pub(super) fn owned_value(data: &Data, format: Option<&str>) -> Option<Value> {
    let borrowed = match data {
        Data::Empty => DataRef::Empty,
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(serial) => DataRef::DateTime(*serial),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    };
    value(&borrowed, format)
}

/// A number with what Excel shows for it, where that keeps leading zeros.
pub(super) fn numeric(value: f64, format: Option<&str>) -> Value {
    Value::Number { value, digits: format.and_then(|format| digits(value, format)) }
}

/// A date in ISO 8601 as ODF and strict OOXML write it; other text stays text.
pub(super) fn iso(text: &str) -> Value {
    let trimmed = text.trim_end_matches('Z');
    let date = NaiveDate::parse_from_str(trimmed, "%Y-%m-%d").ok().and_then(|date| date.and_hms_opt(0, 0, 0));
    let time = || NaiveDateTime::parse_from_str(trimmed, "%Y-%m-%dT%H:%M:%S%.f").ok();
    match date.or_else(time) {
        Some(date) => Value::Date(date),
        None => Value::Text(text.to_owned()),
    }
}

/// A serial as a date. None for a time without a day, a length of time, and 29 February 1900, which
/// Excel counts and the calendar does not.
fn date(serial: &ExcelDateTime) -> Option<NaiveDateTime> {
    let value = serial.as_f64();
    if serial.is_duration() || !(1.0..2_958_466.0).contains(&value) {
        return None;
    }
    let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?.and_hms_opt(
        hour.into(),
        minute.into(),
        second.into(),
    )
}

/// What Excel shows for a whole number under a format that keeps leading zeros (`000000000000`,
/// `000 000`, `"N"00000000`); none for every other format.
pub(super) fn digits(value: f64, format: &str) -> Option<String> {
    if value.fract() != 0.0 || !(0.0..=EXACT).contains(&value) {
        return None;
    }
    let places = places(format)?;
    let zeros = places.iter().filter(|place| **place == Place::Zero).count();
    if zeros < 2 {
        return None;
    }
    let mut rest: Vec<char> = format!("{value:.0}").chars().collect();
    let mut shown = Vec::new();
    let mut left = places.iter().filter(|place| !place.is_literal()).count();
    for place in places.iter().rev() {
        match place {
            Place::Literal(letter) => shown.push(*letter),
            Place::Zero | Place::Digit => {
                match rest.pop() {
                    Some(digit) => shown.push(digit),
                    None if *place == Place::Zero => shown.push('0'),
                    None => {}
                }
                left -= 1;
                if left == 0 {
                    shown.extend(rest.drain(..).rev());
                }
            }
        }
    }
    shown.reverse();
    Some(shown.into_iter().collect())
}

/// One place of a number format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// `0`: a digit, or a zero where there is none.
    Zero,
    /// `#`: a digit, or nothing.
    Digit,
    Literal(char),
}

impl Place {
    fn is_literal(self) -> bool {
        matches!(self, Place::Literal(_))
    }
}

/// The places of a format of zeros and literals; none if it has anything else, a decimal point or a
/// percent sign among them.
fn places(format: &str) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '0' => places.push(Place::Zero),
            '#' => places.push(Place::Digit),
            ';' => break,
            '"' => places.extend(letters.by_ref().take_while(|letter| *letter != '"').map(Place::Literal)),
            '\\' => places.push(Place::Literal(letters.next()?)),
            '_' | '*' => {
                letters.next()?;
            }
            '[' => {
                letters.by_ref().find(|letter| *letter == ']')?;
            }
            ' ' | '-' | '(' | ')' | '+' | ':' | '№' | '/' => places.push(Place::Literal(letter)),
            _ => return None,
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_are_shown_where_the_format_keeps_them() {
        for (value, format, shown) in [
            (80_515_300_108.0, "000000000000", Some("080515300108")),
            (80_515_300_108.0, "000000\\ 000000", Some("080515 300108")),
            (1234567.0, "\"N\"00000000", Some("N01234567")),
            (1234567.0, "00000000;-00000000", Some("01234567")),
            (1234567.0, "0000", Some("1234567")),
            (7.0, "0", None),
            (7.0, "General", None),
            (7.5, "000", None),
            (7.0, "00.00", None),
            (7.0, "#,##0", None),
            (-7.0, "000", None),
        ] {
            let shown = shown.map(str::to_owned);
            assert_eq!(digits(value, format), shown, "{value} {format}");
        }
    }

    #[test]
    fn an_iso_date_is_a_date() {
        assert_eq!(iso("2026-11-22").to_string(), "2026-11-22");
        assert_eq!(iso("2026-11-22T08:30:00").to_string(), "2026-11-22 08:30");
        assert_eq!(iso("22 November"), Value::Text("22 November".to_owned()));
    }
}
