//! Dates in words: «22 ноября 2026 г.», «2026 жылғы 22 қараша», “22 November 2026”.

use chrono::{Datelike, NaiveDate};

use crate::language::Language;

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 22.11.2026
    Numeric,
    /// With the name of the month.
    Long,
    /// 2026-11-22
    Iso,
}

/// The formats by the names that templates use.
pub const FORMATS: [(&str, Format); 3] =
    [("numeric", Format::Numeric), ("long", Format::Long), ("iso", Format::Iso)];

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_KK: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reads `2026-11-22` (a time after it is ignored) or `22.11.2026`.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    NaiveDate::parse_from_str(date, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(date, "%d.%m.%Y")).ok()
}

/// Writes a date. In Russian the parts of a long one are joined by no-break spaces.
pub fn text(date: NaiveDate, format: Format, language: Language) -> String {
    let (day, month, year) = (date.day(), date.month0() as usize, date.year());
    match (format, language) {
        (Format::Numeric, _) => date.format("%d.%m.%Y").to_string(),
        (Format::Iso, _) => date.format("%Y-%m-%d").to_string(),
        (Format::Long, Language::Ru) => format!("{day}\u{A0}{}\u{A0}{year}\u{A0}г.", MONTHS_RU[month]),
        (Format::Long, Language::Kk) => format!("{year} жылғы {day} {}", MONTHS_KK[month]),
        (Format::Long, Language::En) => format!("{day} {} {year}", MONTHS_EN[month]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_each_language() {
        let date = parse("2026-11-22").expect("a date");
        let long = |language| text(date, Format::Long, language);
        assert_eq!(long(Language::Ru), "22\u{A0}ноября\u{A0}2026\u{A0}г.");
        assert_eq!(long(Language::Kk), "2026 жылғы 22 қараша");
        assert_eq!(long(Language::En), "22 November 2026");
        assert_eq!(text(date, Format::Numeric, Language::En), "22.11.2026");
        assert_eq!(parse("22.11.2026"), Some(date));
        assert_eq!(parse("2026-11-22T10:00:00"), Some(date));
        assert_eq!(parse("2026-02-30"), None);
    }
}
