//! The usual header of a field in three languages, for messages: the first of each list in the field
//! table, so that a person finds the column under the name that the starter workbook gives it.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Datelike;

use crate::filing::FilingKind;
use crate::language::Text;
use crate::reference::Sex;
use crate::roster::Field;

/// The headers in the order of the fields.
static LABELS: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let mut labels = read();
    let of = |field: &Field| labels.remove(field.name()).unwrap_or_else(|| Text::same(field.name()));
    Field::ALL.iter().map(of).collect()
});

fn read() -> BTreeMap<&'static str, Text> {
    let rows = include_str!("../roster/fields.tsv").lines().skip(1).map(|line| line.split('\t'));
    rows.filter_map(|mut cells| {
        let name = cells.next()?;
        let mut first = cells.skip(3).map(usual);
        let (en, ru, kk) =
            (first.next()?, first.next().unwrap_or_default(), first.next().unwrap_or_default());
        let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
        let en = or(en, name);
        Some((name, Text { ru: or(ru, &en), kk: or(kk, &en), en }))
    })
    .collect()
}

/// The first header of a list, without the sheet that it is bound to (`family:Dependant`).
fn usual(headers: &str) -> &str {
    let first = headers.split('|').next().unwrap_or_default();
    let bound =
        first.split_once(':').filter(|(sheet, _)| sheet.bytes().all(|byte| byte.is_ascii_lowercase()));
    bound.map_or(first, |(_, header)| header).trim()
}

/// The usual header of a field.
pub fn of(field: Field) -> Text {
    header(field).clone()
}

/// The usual header of a field, where it is only looked at.
pub fn header(field: Field) -> &'static Text {
    &LABELS[field as usize]
}

/// The titles of several kinds, as a list in a sentence.
pub fn of_kinds(kinds: &[FilingKind]) -> Text {
    static TITLES: LazyLock<BTreeMap<FilingKind, Text>> =
        LazyLock::new(|| FilingKind::ALL.map(|kind| (kind, lower_first(kind.title()))).into());
    list(kinds.iter().map(|kind| &TITLES[kind]))
}

/// Several texts with commas between them.
pub fn list<T: Borrow<Text>>(texts: impl IntoIterator<Item = T>) -> Text {
    let mut all = Text::default();
    for text in texts {
        let text = text.borrow();
        for (all, one) in [(&mut all.en, &text.en), (&mut all.ru, &text.ru), (&mut all.kk, &text.kk)] {
            if !all.is_empty() {
                all.push_str(", ");
            }
            all.push_str(one);
        }
    }
    all
}

fn lower_first(text: Text) -> Text {
    let lower = |text: &str| {
        let mut letters = text.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    };
    Text { en: lower(&text.en), ru: lower(&text.ru), kk: lower(&text.kk) }
}

/// The sex in a sentence.
pub fn sex(sex: Sex) -> Text {
    match sex {
        Sex::Male => Text::new("male", "мужской", "ер"),
        Sex::Female => Text::new("female", "женский", "әйел"),
    }
}

/// A day as officers write it: 22.11.2026.
pub fn day(date: chrono::NaiveDate) -> Text {
    Text::same(format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()))
}

/// A sum with no-break spaces between the thousands: 43 250.
pub fn sum(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join("\u{a0}")
}
