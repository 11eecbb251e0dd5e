//! Dates as people type them: from a text to a day, or to the reason why it is none.
//!
//! Texts are first cut into numbers, month names and signs ([`words`]), then the one reading that they
//! allow is taken. Invariant: of two possible readings neither is chosen, unless the column proves the
//! order of day and month ([`order_of`]). What is deliberately absent: whether a day is plausible for
//! its field (a birth in the future), which is for `check`.

use chrono::{Days, NaiveDate};

pub mod iso;
mod names;
mod words;

pub use names::{month, weekday};

use words::Word;

/// Which number stands first in `03/04/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayMonthOrder {
    DayFirst,
    MonthFirst,
}

/// What a date is about: it decides the century of a year with two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The latest year that is not in the future: `62` → 1962.
    Birth,
    /// Issue, arrival, start: 79 years back to 20 ahead.
    Event,
    /// The end of something: 29 years back to 70 ahead; `31` → 2031.
    Expiry,
}

/// Which end of `01.01.2025-31.12.2025` is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    First,
    Last,
}

/// How a column of dates is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub kind: Kind,
    /// The year of today, from which the century of two digits is found.
    pub year: i32,
    /// What the column proves ([`order_of`]).
    pub order: Option<DayMonthOrder>,
    /// Where a cell holds a period: the end that is wanted; `None` makes it an error.
    pub end: Option<End>,
}

/// What a cell for a date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    Date(NaiveDate),
    /// «бессрочно»: there is no end.
    Unlimited,
    /// «н/д», «-», «ожидается»: there is no date yet.
    Absent,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    #[error("is not a date")]
    Unreadable,
    /// 29 February of a common year, 31 April, month 13.
    #[error("there is no such day")]
    NoSuchDay,
    /// Day and month could be either way round.
    #[error("could be {day_first} or {month_first}")]
    Ambiguous { day_first: NaiveDate, month_first: NaiveDate },
    /// A period where one day is wanted.
    #[error("is the period {from} to {to}")]
    Range { from: NaiveDate, to: NaiveDate },
    /// More than one date, and they are no period.
    #[error("holds several dates")]
    Several,
    /// A year, or a month of a year, without a day.
    #[error("names no day")]
    Partial,
    /// A year before 1900 or after 2100.
    #[error("its year is {year}")]
    Year { year: i32 },
}

impl Reading {
    /// A reading without knowledge of its column; a period is an error.
    pub fn new(kind: Kind, today: NaiveDate) -> Reading {
        Reading { kind, year: chrono::Datelike::year(&today), order: None, end: None }
    }

    /// With the order that the column proves.
    pub fn ordered(self, order: Option<DayMonthOrder>) -> Reading {
        Reading { order, ..self }
    }

    /// Taking this end of a period.
    pub fn taking(self, end: End) -> Reading {
        Reading { end: Some(end), ..self }
    }
}

/// Reads the text of a cell.
pub fn parse(text: &str, reading: &Reading) -> Result<Parsed, DateError> {
    if words::is_absent(text) {
        return Ok(Parsed::Absent);
    }
    if words::is_unlimited(text) {
        return Ok(Parsed::Unlimited);
    }
    let words = words::words(text).ok_or(DateError::Unreadable)?;
    let (atoms, links) = atoms(&words);
    if atoms.len() <= 3 {
        return one(&atoms, &links, reading).map(Parsed::Date);
    }
    let (from, to) = two(&atoms, &links, reading)?;
    match reading.end {
        Some(End::First) if from <= to => Ok(Parsed::Date(from)),
        Some(End::Last) if from <= to => Ok(Parsed::Date(to)),
        _ => Err(DateError::Range { from, to }),
    }
}

/// The order of day and month that the texts of a column prove: some date allows only one reading, and
/// none contradicts it. Dates with dots, which are day-first by custom, prove nothing for the others.
pub fn order_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<DayMonthOrder> {
    let mut proven: Option<DayMonthOrder> = None;
    for order in texts.into_iter().filter_map(proof) {
        if proven.is_some_and(|before| before != order) {
            return None;
        }
        proven = Some(order);
    }
    proven
}

fn proof(text: &str) -> Option<DayMonthOrder> {
    let words = words::words(text)?;
    let (atoms, links) = atoms(&words);
    let [Atom::Number { value: first, .. }, Atom::Number { value: second, .. }, Atom::Number { .. }] =
        atoms[..]
    else {
        return None;
    };
    match (first, second) {
        (13..=31, 1..=12) if !links[0].dot => Some(DayMonthOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayMonthOrder::MonthFirst),
        _ => None,
    }
}

/// The day of an Excel serial number (1900 system); `None` outside 1927 to 2100, where a number is more
/// likely something else.
pub fn of_serial(serial: f64) -> Option<NaiveDate> {
    let days = serial.floor();
    if !(10_000.0..=73_415.0).contains(&days) {
        return None;
    }
    // Serial 60 is the 29 February 1900 that never was, so that later days count from 30.12.1899.
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))
}

/// A number or a month name.
#[derive(Clone, Copy, Debug)]
enum Atom {
    Number { value: u32, digits: usize },
    Month(u32),
}

/// What stands between two atoms.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    dot: bool,
    /// A dash, or a word such as «по», that joins the ends of a period.
    joins: bool,
}

/// The atoms of a text and the links between them (`links[i]` stands after `atoms[i]`).
fn atoms(words: &[Word]) -> (Vec<Atom>, Vec<Link>) {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut links: Vec<Link> = Vec::new();
    for word in words {
        let atom = match *word {
            Word::Number { value, digits } => Atom::Number { value, digits },
            Word::Month(month) => Atom::Month(month),
            Word::Sign(sign) => {
                if let Some(link) = links.last_mut() {
                    match sign {
                        '.' => link.dot = true,
                        '-' => link.joins = true,
                        _ => {}
                    }
                }
                continue;
            }
            Word::Until => {
                if let Some(link) = links.last_mut() {
                    link.joins = true;
                }
                continue;
            }
        };
        atoms.push(atom);
        links.push(Link::default());
    }
    (atoms, links)
}

/// One date of up to three atoms.
fn one(atoms: &[Atom], links: &[Link], reading: &Reading) -> Result<NaiveDate, DateError> {
    use Atom::{Month, Number};
    match *atoms {
        [Number { value, digits: 8 }] => compact(value),
        [Number { value, digits: 5 }] => of_serial(f64::from(value)).ok_or(DateError::Unreadable),
        // `45992.0`
        [Number { value, digits: 5 }, Number { .. }] if links[0].dot => {
            of_serial(f64::from(value)).ok_or(DateError::Unreadable)
        }
        [Number { digits: 4, .. }] | [Month(_), Number { .. }] | [Number { .. }, Month(_)] => {
            Err(DateError::Partial)
        }
        [Number { value: 1..=12, .. }, Number { digits: 4, .. }] => Err(DateError::Partial),
        [Number { value: year, digits: 4 }, Month(month), Number { value: day, digits: 1..=2 }]
        | [Number { value: year, digits: 4 }, Number { value: day, digits: 1..=2 }, Month(month)] => {
            date(year as i32, month, day)
        }
        [Number { value: day, digits: 1..=2 }, Month(month), Number { value, digits }]
        | [Month(month), Number { value: day, digits: 1..=2 }, Number { value, digits }] => {
            date(year(value, digits, reading)?, month, day)
        }
        [
            Number { value: year, digits: 4 },
            Number { value: month, digits: 1..=2 },
            Number { value: day, digits: 1..=2 },
        ] => date(year as i32, month, day),
        [
            Number { value: first, digits: 1..=2 },
            Number { value: second, digits: 1..=2 },
            Number { value, digits },
        ] => numeric(first, second, year(value, digits, reading)?, links[0].dot, reading),
        _ => Err(DateError::Unreadable),
    }
}

/// Two dates in one cell; the first may leave out what the second says: `01.01-31.12.2025`, `12–31 мая 2026`.
fn two(atoms: &[Atom], links: &[Link], reading: &Reading) -> Result<(NaiveDate, NaiveDate), DateError> {
    let first = atoms.len() - 3;
    if first > 3 {
        return Err(if atoms.len().is_multiple_of(3) { DateError::Several } else { DateError::Unreadable });
    }
    let to = one(&atoms[first..], &links[first..], reading)?;
    let head: Vec<Atom> = atoms[..first].iter().chain(&atoms[2 * first..]).copied().collect();
    let head_links = if first == 1 { &links[1..] } else { links };
    let from = one(&head, head_links, reading)?;
    if links[first - 1].joins { Ok((from, to)) } else { Err(DateError::Several) }
}

/// `03/04/2026`: read as the column proves, or as its only possible reading.
fn numeric(
    first: u32,
    second: u32,
    year: i32,
    dots: bool,
    reading: &Reading,
) -> Result<NaiveDate, DateError> {
    let day_first = date(year, second, first);
    let month_first = date(year, first, second);
    match (day_first, month_first) {
        (Ok(day_first), Ok(month_first)) if day_first != month_first => match reading.order {
            Some(DayMonthOrder::DayFirst) => Ok(day_first),
            Some(DayMonthOrder::MonthFirst) if !dots => Ok(month_first),
            // Dots are day-first by custom, unless the column speaks against it.
            None if dots => Ok(day_first),
            _ => Err(DateError::Ambiguous { day_first, month_first }),
        },
        (Err(_), Ok(month_first)) => Ok(month_first),
        (day_first, _) => day_first,
    }
}

/// `20251231` or `31122025`.
fn compact(number: u32) -> Result<NaiveDate, DateError> {
    let year_first = date((number / 10_000) as i32, number / 100 % 100, number % 100);
    let day_first = date((number % 10_000) as i32, number / 10_000 % 100, number / 1_000_000);
    year_first.or(day_first)
}

/// A year of four digits, or of two by the kind of date.
fn year(value: u32, digits: usize, reading: &Reading) -> Result<i32, DateError> {
    let value = value as i32;
    match digits {
        4 => Ok(value),
        2 => {
            let latest = match reading.kind {
                Kind::Birth => reading.year,
                Kind::Event => reading.year + 20,
                Kind::Expiry => reading.year + 70,
            };
            Ok(latest - (latest - value).rem_euclid(100))
        }
        _ => Err(DateError::Unreadable),
    }
}

fn date(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    if !(1900..=2100).contains(&year) {
        return Err(DateError::Year { year });
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay)
}
