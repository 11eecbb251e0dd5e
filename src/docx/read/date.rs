//! The date fields of a document, computed for one day (ECMA-376 §17.16.4.1, §17.16.5.10, §17.16.5.72).
//!
//! Deliberately absent: times of the day, which no letter is filed by; a field that asks for one keeps the result
//! that Word left.

use chrono::{Datelike, NaiveDate};

use crate::language::Language;
use crate::record::date;

/// The value of a field's code on a day, if it is a date. `language`: `ru`, `kk`, anything else is English.
pub fn value(code: &str, day: NaiveDate, language: &str) -> Option<String> {
    let name = code.split_whitespace().next()?.to_ascii_uppercase();
    if name != "DATE" && name != "TIME" {
        return None;
    }
    let language = Language::from_code(language).unwrap_or(Language::En);
    match picture(code) {
        Some(picture) => write(picture, day, language),
        None if name == "DATE" => {
            write(if language != Language::En { "dd.MM.yyyy" } else { "M/d/yyyy" }, day, language)
        }
        None => None,
    }
}

/// The argument of the switch `\@`, without its quotes.
fn picture(code: &str) -> Option<&str> {
    let (_, rest) = code.split_once("\\@")?;
    let rest = rest.trim_start();
    match rest.strip_prefix(['"', '“', '”', '«']) {
        Some(quoted) => quoted.split(['"', '“', '”', '»']).next(),
        None => rest.split_whitespace().next(),
    }
}

/// `None` if the picture asks for a time of the day.
fn write(picture: &str, day: NaiveDate, language: Language) -> Option<String> {
    let mut text = String::new();
    let mut rest = picture;
    let mut after_day = false;
    while let Some(first) = rest.chars().next() {
        let length = rest.chars().take_while(|next| *next == first).count();
        if first == '\'' {
            let (quoted, after) = rest[1..].split_once('\'').unwrap_or((&rest[1..], ""));
            text.push_str(quoted);
            rest = after;
            continue;
        }
        // A backslash takes the next character as it is.
        if first == '\\' {
            rest = &rest[1..];
            text.extend(rest.chars().next());
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
            continue;
        }
        match first {
            'd' | 'D' => after_day = length <= 2,
            'h' | 'H' | 'm' | 's' | 'S' => return None,
            _ => {}
        }
        match first {
            'd' | 'D' => text.push_str(&weekday(length, day, language)),
            'M' => text.push_str(&month(length, day, language, after_day)),
            'y' | 'Y' if length <= 2 => text.push_str(&format!("{:02}", day.year().rem_euclid(100))),
            'y' | 'Y' => text.push_str(&format!("{:04}", day.year())),
            other => text.extend(std::iter::repeat_n(other, length)),
        }
        rest = &rest[first.len_utf8() * length..];
    }
    Some(text)
}

fn weekday(length: usize, day: NaiveDate, language: Language) -> String {
    let name = date::weekday(day, language);
    match length {
        1 => day.day().to_string(),
        2 => format!("{:02}", day.day()),
        3 => name.chars().take(if language == Language::Ru { 2 } else { 3 }).collect(),
        _ => name.to_owned(),
    }
}

fn month(length: usize, day: NaiveDate, language: Language, after_day: bool) -> String {
    // After the day Word writes the genitive.
    let name = date::month(day, language, after_day);
    match length {
        1 => day.month().to_string(),
        2 => format!("{:02}", day.month()),
        3 => name.chars().take(3).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_written_in_three_languages() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 5).expect("a day");
        let value = |code: &str, language: &str| value(code, day, language);
        assert_eq!(
            value("DATE \\@ \"d MMMM yyyy 'г.'\" \\* MERGEFORMAT", "ru").as_deref(),
            Some("5 ноября 2026 г.")
        );
        assert_eq!(value("TIME \\@ \"MMMM yyyy\"", "ru").as_deref(), Some("ноябрь 2026"));
        assert_eq!(value("DATE \\@ \"yyyy 'жылғы' dd MMMM\"", "kk").as_deref(), Some("2026 жылғы 05 қараша"));
        assert_eq!(value("DATE \\@ \"dddd, d MMM yy\"", "en").as_deref(), Some("Thursday, 5 Nov 26"));
        assert_eq!(value("DATE \\@ \"MMMM\\ d\"", "en").as_deref(), Some("November 5"));
        assert_eq!(value("DATE", "ru").as_deref(), Some("05.11.2026"));
        assert_eq!(value("DATE \\@ \"dd.MM.yyyy HH:mm\"", "ru"), None);
        assert_eq!(value("TIME", "ru"), None);
        assert_eq!(value("PAGE", "ru"), None);
    }
}
