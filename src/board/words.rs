//! The cells of a line of the board as people read them.

use chrono::NaiveDate;

use super::{Board, Entry};
use crate::check::label;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::plan::{Status, Subject};
use crate::roster::Field;

/// A day as it is written in the country; a dash where there is none.
pub fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| day.format("%d.%m.%Y").to_string())
}

/// «5 дн.», «сегодня», «−3 дн.»; empty without a last day.
pub fn days_left(entry: &Entry, today: NaiveDate) -> Text {
    match entry.days_left(today) {
        None => Text::default(),
        Some(0) => phrase("board-today", &[]),
        Some(days) => {
            let sign = if days < 0 { "−" } else { "" };
            phrase("board-days", &[("days", &Text::same(format!("{sign}{}", days.abs())))])
        }
    }
}

/// «43 250–86 500 тенге», with no-break spaces; empty while nothing threatens.
pub fn exposure(entry: &Entry) -> Text {
    let Some([from, to]) = entry.exposure else { return Text::default() };
    let (from, to) = (Text::same(grouped(from)), Text::same(grouped(to)));
    match from == to {
        true => phrase("board-tenge-exact", &[("sum", &from)]),
        false => phrase("board-tenge", &[("from", &from), ("to", &to)]),
    }
}

/// The name of a filing's state.
pub fn status(status: Status) -> Text {
    phrase(&format!("status-{}", status.name()), &[])
}

/// The name of the authority's region; empty where it is not known, or is the subject itself.
pub fn region(entry: &Entry) -> Text {
    let known = entry.region.filter(|_| !matches!(entry.subject, Subject::Region(..)));
    known.map(|region| region.text()).unwrap_or_default()
}

/// The safer day, what it lacks, what holds it back, and what the FAQ says to do in time: parts of a
/// sentence.
pub fn notes(entry: &Entry) -> Vec<Text> {
    let mut notes: Vec<Text> = entry.advised.map(advised).into_iter().collect();
    if !entry.lacks.is_empty() {
        let name = |field: &&'static str| Field::from_name(field).map_or(Text::same(*field), label::of);
        notes.push(named("board-lacks", label::list(entry.lacks.iter().map(name))));
    }
    if !entry.blocked_by.is_empty() {
        let codes = label::list(entry.blocked_by.iter().map(|code| Text::same(*code)));
        notes.push(named("board-held", codes));
    }
    notes.extend(entry.advice.clone());
    notes
}

/// «надёжнее до 31.07.2026 включительно».
pub fn advised(day: NaiveDate) -> Text {
    phrase("board-advised", &[("day", &label::day(day))])
}

fn named(key: &str, list: Text) -> Text {
    phrase(key, &[("list", &list)])
}

/// The notes in one language, with semicolons between them.
pub fn notes_line(entry: &Entry, language: Language) -> String {
    notes(entry).iter().map(|note| note.get(language)).collect::<Vec<_>>().join("; ")
}

/// Whom it is about, for a text that leaves the office: a person whose typed name holds digits, which
/// may be a passport number, is called by the place in the workbook.
pub fn discreet_label(board: &Board, entry: &Entry, language: Language) -> String {
    let label = entry.subject.label(board.case, language);
    let places = entry.subject.people(board.case).map(|(employee, dependant)| {
        dependant.map_or(&employee.places, |dependant| &dependant.places).record()
    });
    match places {
        Some(place) if label.chars().any(char::is_numeric) => place.to_string(),
        _ => label,
    }
}

/// `12500` → «12 500» with a no-break space.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(5), "5");
        assert_eq!(grouped(43_250), "43\u{a0}250");
        assert_eq!(grouped(1_000_000), "1\u{a0}000\u{a0}000");
    }
}
