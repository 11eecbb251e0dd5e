//! One row of a sheet → its typed values, field by field, with a finding for each that cannot be read.
//!
//! Invariant: a cell that is not empty gives a value or a finding. What a finding holds back is settled
//! later (`blocks`), when it is known what the person needs.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::label;
use super::order::Orders;
use crate::finding::{Finding, Place};
use crate::language::Text;
use crate::record::Memory;
use crate::record::date::{self, DateError, End, Kind, Parsed, Reading};
use crate::reference::{CodeError, Country, CountryError, country};
use crate::roster::{Cell, Column, Field, Row, Sheet, UNCALCULATED, Value};
use crate::rules::RuleBook;

/// Reads the cells of one row and gathers what is wrong with them.
pub struct Reader<'a> {
    pub sheet: &'a Sheet,
    pub row: &'a Row,
    pub rules: &'a RuleBook,
    /// Numbers of earlier runs.
    pub memory: &'a Memory,
    pub today: NaiveDate,
    pub findings: Vec<Finding>,
    columns: &'a Columns<'a>,
}

/// The columns of a sheet by their fields, and the order of their dates: read once for all of its rows.
pub struct Columns<'a> {
    /// In the order of [`Field::ALL`].
    by_field: Vec<Option<&'a Column>>,
    orders: Orders,
}

impl<'a> Columns<'a> {
    pub fn of(sheet: &'a Sheet) -> Columns<'a> {
        let by_field = Field::ALL.iter().map(|field| sheet.column(*field)).collect();
        Columns { by_field, orders: Orders::of(sheet) }
    }
}

impl<'a> Reader<'a> {
    pub fn new(
        sheet: &'a Sheet,
        row: &'a Row,
        columns: &'a Columns<'a>,
        (rules, memory): (&'a RuleBook, &'a Memory),
        today: NaiveDate,
    ) -> Reader<'a> {
        Reader { sheet, row, rules, memory, today, findings: Vec::new(), columns }
    }

    /// The cell of a field as it stands, if it is not empty.
    pub fn at(&self, field: Field) -> Option<&'a Cell> {
        let column = self.columns.by_field[field as usize]?;
        self.row.cells.iter().find(|cell| column.holds(cell))
    }

    /// Where a field of this row stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.sheet.place(self.row, field)
    }

    /// Notes a finding about a field, with its usual header as `{field}`.
    pub fn note(&mut self, code: &'static str, field: Field, found: &str, values: &[(&str, &Text)]) {
        let mut all = vec![("field", label::header(field))];
        all.extend_from_slice(values);
        self.findings.push(Finding::new(code, self.place(field), found, &all));
    }

    /// The cell of a field; an Excel error in it is noted and reads as empty.
    pub fn cell(&mut self, field: Field) -> Option<&'a Cell> {
        let cell = self.at(field)?;
        match &cell.value {
            Value::Error(error) if error == UNCALCULATED => {
                self.note("formula-uncalculated", field, "", &[]);
            }
            Value::Error(error) => self.note("cell-error", field, error, &[]),
            Value::Refused => self.note("filled-refused", field, "", &[]),
            _ => return Some(cell),
        }
        None
    }

    /// The text of a cell, exactly as typed but for the space around it.
    pub fn raw(&mut self, field: Field) -> Option<String> {
        let value = &self.cell(field)?.value;
        let text = match value {
            Value::Text(text) => Cow::Borrowed(text.trim()),
            other => Cow::Owned(typed(other).trim().to_owned()),
        };
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// The text of a cell; «н/д», «нет», «ожидается» and the like are noted and read as empty.
    pub fn text(&mut self, field: Field) -> Option<String> {
        let text = self.raw(field)?;
        if is_dash(&text) {
            return None;
        }
        if is_placeholder(&text) {
            self.note("placeholder", field, &text, &[]);
            return None;
        }
        Some(text)
    }

    /// Whether a cell holds nothing, or only says so (`-`, «н/д»): nothing would be overwritten there.
    pub fn is_blank(&self, field: Field) -> bool {
        self.at(field).is_none_or(|cell| {
            let text = typed(&cell.value);
            cell.value != Value::Refused && (is_dash(text.trim()) || is_placeholder(text.trim()))
        })
    }

    /// A value read by `parse`; on failure `fault` notes what is wrong.
    pub fn value<T, E>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, E>,
        fault: impl FnOnce(&mut Reader<'a>, &str, E),
    ) -> Option<T> {
        let text = self.text(field)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                fault(self, &text, error);
                None
            }
        }
    }

    /// A value of a code list; `expected` names its values for the message.
    pub fn code<T>(
        &mut self,
        field: Field,
        parse: impl FnOnce(&str) -> Result<T, CodeError>,
        expected: Text,
    ) -> Option<T> {
        self.value(field, parse, |reader, text, error| {
            let code = match error {
                CodeError::Unknown => "value-unreadable",
                CodeError::Several => "value-several",
            };
            reader.note(code, field, text, &[("expected", &expected)]);
        })
    }

    /// A country.
    pub fn country(&mut self, field: Field) -> Option<Country> {
        self.value(field, country::find, |reader, text, error| match error {
            CountryError::Unknown { nearest: None } => reader.note("country-unknown", field, text, &[]),
            CountryError::Unknown { nearest: Some(near) } => {
                reader.note("country-misspelt", field, text, &[("nearest", &country_name(near))]);
            }
            CountryError::Ambiguous(choices) => {
                let choices = label::list(choices.into_iter().map(country_name));
                reader.note("country-ambiguous", field, text, &[("choices", &choices)]);
            }
        })
    }

    /// A whole number within bounds.
    pub fn number(&mut self, field: Field, bounds: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let text = self.text(field)?;
        let Some(number) = whole(&text) else {
            self.note("number-unreadable", field, &text, &[]);
            return None;
        };
        let within = u32::try_from(number).ok().filter(|number| bounds.contains(number));
        if within.is_none() {
            let range = Text::same(format!("{}–{}", bounds.start(), bounds.end()));
            self.note("number-range", field, &text, &[("range", &range)]);
        }
        within
    }

    /// A date of which a period gives no end.
    pub fn date(&mut self, field: Field, kind: Kind) -> Option<NaiveDate> {
        self.parsed_date(field, kind, None).and_then(|parsed| match parsed {
            Parsed::Date(date) => Some(date),
            Parsed::Unlimited => {
                let text = self.raw(field).unwrap_or_default();
                self.note("date-unreadable", field, &text, &[]);
                None
            }
            Parsed::Absent => None,
        })
    }

    /// The last day of something: of a period its end, and whether it has none («бессрочно»).
    pub fn end_date(&mut self, field: Field) -> (Option<NaiveDate>, bool) {
        match self.parsed_date(field, Kind::Expiry, Some(End::Last)) {
            Some(Parsed::Date(date)) => (Some(date), false),
            Some(Parsed::Unlimited) => (None, true),
            Some(Parsed::Absent) | None => (None, false),
        }
    }

    fn parsed_date(&mut self, field: Field, kind: Kind, end: Option<End>) -> Option<Parsed> {
        let cell = self.cell(field)?;
        let text = match &cell.value {
            Value::Date(date) => return self.bounded(field, date.date()),
            Value::Number { value, digits: None } => match date::of_serial(*value) {
                Some(date) => return Some(Parsed::Date(date)),
                None => typed(&cell.value),
            },
            value => typed(value),
        };
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let reading = Reading { end, ..Reading::new(kind, self.today) };
        match date::parse(text, &reading.ordered(self.columns.orders.of_column(cell.column))) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.date_fault(field, text, error);
                None
            }
        }
    }

    /// A cell that Excel holds as a date may still lie in the year 1900 or 9999.
    fn bounded(&mut self, field: Field, date: NaiveDate) -> Option<Parsed> {
        let year = chrono::Datelike::year(&date);
        if (1900..=2100).contains(&year) {
            return Some(Parsed::Date(date));
        }
        self.date_fault(field, &date.format("%d.%m.%Y").to_string(), DateError::Year { year });
        None
    }

    fn date_fault(&mut self, field: Field, text: &str, error: DateError) {
        match error {
            DateError::Unreadable => self.note("date-unreadable", field, text, &[]),
            DateError::NoSuchDay => self.note("date-impossible", field, text, &[]),
            DateError::Ambiguous { day_first, month_first } => {
                let (first, second) = (label::day(day_first), label::day(month_first));
                self.note("date-ambiguous", field, text, &[("first", &first), ("second", &second)]);
            }
            DateError::Range { .. } | DateError::Several => self.note("date-several", field, text, &[]),
            DateError::Partial => self.note("date-partial", field, text, &[]),
            DateError::Year { year } => {
                self.note("date-year", field, text, &[("year", &Text::same(year.to_string()))]);
            }
        }
    }
}

/// The everyday name of a country in three languages.
pub fn country_name(country: Country) -> Text {
    use crate::language::Language::{En, Kk, Ru};
    Text::new(country.name(En), country.name(Ru), country.name(Kk))
}

/// What a cell shows, as text.
pub fn typed(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Error(text) => text.clone(),
        Value::Number { digits: Some(digits), .. } => digits.clone(),
        Value::Number { value, digits: None } => value.to_string(),
        Value::Date(date) => date.format("%d.%m.%Y").to_string(),
        Value::Bool(true) => "+".to_owned(),
        Value::Bool(false) => "-".to_owned(),
        Value::Refused => String::new(),
    }
}

/// A whole number as people type it: `90`, `90.0`, `1 200`, `90 дней`.
fn whole(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = digits.strip_suffix(".0").unwrap_or(&digits);
    let digits = digits.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '.');
    digits.parse().ok()
}

fn is_dash(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '_' | '.' | '?' | '/' | '\\'))
}

/// Words that say that there is nothing. «Нет» is one; `No` and `Na` are not, being names too.
fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "н/д",
        "н.д.",
        "н/п",
        "нет",
        "нет данных",
        "не имеется",
        "отсутствует",
        "не требуется",
        "ожидается",
        "в процессе",
        "на оформлении",
        "n/a",
        "none",
        "nil",
        "pending",
        "tbd",
        "tba",
        "not required",
        "жоқ",
        "күтілуде",
    ];
    // The longest of them has 13 letters; most cells need no second look.
    text.chars().nth(14).is_none() && WORDS.contains(&text.to_lowercase().as_str())
}
