//! Dates in words: «22 ноября 2026 г.», «2026 жылғы 22 қараша», “22 November 2026”.

use chrono::{Datelike, NaiveDate};

use crate::language::Language;
use crate::record::date::{month, weekday};

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

/// Reads `2026-11-22` (a time after it is ignored) or `22.11.2026`.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    NaiveDate::parse_from_str(date, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(date, "%d.%m.%Y")).ok()
}

/// Whether it is a day 0 of a spreadsheet: that of LibreOffice, or that of Excel.
pub fn is_day_zero(date: NaiveDate) -> bool {
    (date.year(), date.month(), date.day()) == (1899, 12, date.day().clamp(30, 31))
}

/// Writes a date. No-break spaces join the day and the month of a long one, in Russian all of its parts.
pub fn text(date: NaiveDate, format: Format, language: Language) -> String {
    let (day, month, year) = (date.day(), month(date, language, true), date.year());
    match (format, language) {
        (Format::Numeric, _) => date.format("%d.%m.%Y").to_string(),
        (Format::Iso, _) => date.format("%Y-%m-%d").to_string(),
        (Format::Long, Language::Ru) => format!("{day}\u{A0}{month}\u{A0}{year}\u{A0}г."),
        (Format::Long, Language::Kk) => format!("{year} жылғы {day}\u{A0}{month}"),
        (Format::Long, Language::En) => format!("{day}\u{A0}{month} {year}"),
    }
}

/// Whether a format is a picture of Word (ECMA-376 part 1 §17.16.4.1): `dd.MM.yyyy`, `d MMMM yyyy 'г.'`.
pub fn is_picture(format: &str) -> bool {
    let parts = parts(format);
    let letters = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic());
    let pictures = |part: &str| part.starts_with(['d', 'M', 'y', 'D', 'Y']);
    parts.iter().any(|(part, quoted)| !quoted && pictures(part))
        && parts.iter().all(|(part, quoted)| *quoted || pictures(part) || !letters(part))
}

/// Runs of one letter, quoted texts without their marks, and what is between.
fn parts(picture: &str) -> Vec<(&str, bool)> {
    let mut all = Vec::new();
    let mut rest = picture;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let inside = &rest[1..];
            let end = inside.find('\'').unwrap_or(inside.len());
            all.push((&inside[..end], true));
            rest = inside.get(end + 1..).unwrap_or_default();
            continue;
        }
        let end = rest.find(|character| character != first).unwrap_or(rest.len());
        all.push((&rest[..end], false));
        rest = &rest[end..];
    }
    all
}

/// Writes a date by a picture of Word. The name of a month beside a day is in the genitive in Russian.
pub fn pictured(date: NaiveDate, picture: &str, language: Language) -> String {
    let parts = parts(picture);
    let has_day =
        parts.iter().any(|(part, quoted)| !quoted && part.starts_with(['d', 'D']) && part.len() < 3);
    let month_name = month(date, language, has_day);
    let weekday = weekday(date, language);
    let short = |name: &str| name.chars().take(3).collect::<String>();
    let written = parts.into_iter().map(|(part, quoted)| match (part.chars().next(), part.len()) {
        _ if quoted => part.to_owned(),
        (Some('d' | 'D'), 1) => date.day().to_string(),
        (Some('d' | 'D'), 2) => format!("{:02}", date.day()),
        (Some('d' | 'D'), 3) => short(weekday),
        (Some('d' | 'D'), _) => weekday.to_owned(),
        (Some('M'), 1) => date.month().to_string(),
        (Some('M'), 2) => format!("{:02}", date.month()),
        (Some('M'), 3) => short(month_name),
        (Some('M'), _) => month_name.to_owned(),
        (Some('y' | 'Y'), 1 | 2) => format!("{:02}", date.year() % 100),
        (Some('y' | 'Y'), _) => date.year().to_string(),
        _ => part.to_owned(),
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_word() {
        let date = parse("2026-11-05").expect("a date");
        for (picture, language, text) in [
            ("dd.MM.yyyy", Language::Ru, "05.11.2026"),
            ("d MMMM yyyy 'г.'", Language::Ru, "5 ноября 2026 г."),
            ("MMMM yyyy", Language::Ru, "ноябрь 2026"),
            ("dddd, d MMM yy", Language::En, "Thursday, 5 Nov 26"),
        ] {
            assert!(is_picture(picture));
            assert_eq!(pictured(date, picture, language), text);
        }
        assert!(!is_picture("short") && !is_picture("long") && !is_picture("iso") && !is_picture("numeric"));
    }

    #[test]
    fn a_date_in_each_language() {
        let date = parse("2026-11-22").expect("a date");
        let long = |language| text(date, Format::Long, language);
        assert_eq!(long(Language::Ru), "22\u{A0}ноября\u{A0}2026\u{A0}г.");
        assert_eq!(long(Language::Kk), "2026 жылғы 22\u{A0}қараша");
        assert_eq!(long(Language::En), "22\u{A0}November 2026");
        assert_eq!(text(date, Format::Numeric, Language::En), "22.11.2026");
        assert_eq!(parse("22.11.2026"), Some(date));
        assert_eq!(parse("2026-11-22T10:00:00"), Some(date));
        assert_eq!(parse("2026-02-30"), None);
    }
}
