//! Header as typed → the field it names on a kind of sheet, or the fields it may name.
//!
//! Looked up from the narrowest reading to the widest: group and label, the label whole, a group inside
//! the label («Паспорт: выдан», «Срок (виза)»), the label without its brackets, and the parts of a
//! header in several languages. What is deliberately absent: any guess; a near miss is only a suggestion.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::label::{brackets, key, words};
use super::{Field, SheetKind, table};
use crate::language::Language;

/// A longer text is a title or a sentence, no header.
const LONGEST: usize = 300;
/// How alike a header must be to be suggested, of 1.
const NEAR: f64 = 0.8;

/// What a header names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Field {
        field: Field,
        /// Language of the header.
        language: Language,
        /// 3: the group says so too; 2: the label alone; 1: the label alone, under a group that says
        /// something else.
        weight: u8,
    },
    /// One of these, and only a group could say which: «Дата выдачи».
    Ambiguous(Vec<Field>),
}

#[derive(Default)]
struct Index {
    /// Group and key of the label → field; an empty group is none.
    entries: HashMap<(String, String), (Field, Language)>,
    /// Key of a label → the fields that it may name below a group.
    grouped: HashMap<String, BTreeSet<Field>>,
    /// All keys of bare labels with their fields, for suggestions.
    bare: Vec<(String, Field)>,
}

static INDEXES: LazyLock<[Index; 7]> = LazyLock::new(|| SheetKind::ALL.map(index));

fn index(kind: SheetKind) -> Index {
    let mut index = Index::default();
    for field in Field::ALL.iter().copied().filter(|field| field.sheets().contains(&kind)) {
        for synonym in
            table::of(field).synonyms.iter().filter(|synonym| synonym.only.is_none_or(|only| only == kind))
        {
            let group = synonym.group.map(group_of).unwrap_or_default();
            let label = key(synonym.label);
            if group.is_empty() {
                index.bare.push((label.clone(), field));
            } else {
                index.grouped.entry(label.clone()).or_default().insert(field);
            }
            // A label limited to this sheet is meant before one for all sheets.
            let entry = (field, synonym.language);
            if synonym.only.is_some() {
                index.entries.insert((group, label), entry);
            } else {
                index.entries.entry((group, label)).or_insert(entry);
            }
        }
    }
    index
}

/// The name of a group by its title: `@passport` for «Паспортные данные», else the key of the title.
fn group_of(title: &str) -> String {
    match known_group(title) {
        Some(group) => format!("@{group}"),
        None => key(title),
    }
}

fn known_group(title: &str) -> Option<&'static str> {
    let words = words(title);
    let whole = words.concat();
    STEMS
        .iter()
        .find(|(_, stems)| {
            stems.iter().any(|stem| match &stem[..] {
                [one] if one.chars().count() <= 2 => words.contains(one),
                [one] => words.iter().any(|word| word.starts_with(one.as_str())),
                several => whole.contains(&several.concat()),
            })
        })
        .map(|(group, _)| *group)
}

/// A stem as its folded words.
type Stem = Vec<String>;

/// The groups with their stems.
static STEMS: LazyLock<Vec<(&'static str, Vec<Stem>)>> = LazyLock::new(|| {
    table::groups()
        .iter()
        .map(|group| (group.name, group.stems.iter().map(|stem| words(stem)).collect()))
        .collect()
});

/// What a header means on a kind of sheet; `groups` are the titles above it, the nearest first.
pub(super) fn meaning(kind: SheetKind, groups: &[&str], label: &str) -> Option<Meaning> {
    let readable = label.chars().any(|letter| letter.is_alphabetic() || matches!(letter, '№' | '#'));
    if label.len() > LONGEST || !readable {
        return None;
    }
    let index = &INDEXES[kind as usize];
    for group in groups {
        let told = || in_language(index, group, label);
        if let Some((field, language)) = below(index, group, label).or_else(told) {
            return Some(Meaning::Field { field, language, weight: 3 });
        }
    }
    if let Some((field, language)) = alone(index, label).or_else(|| in_parts(index, label)) {
        return Some(Meaning::Field { field, language, weight: if groups.is_empty() { 2 } else { 1 } });
    }
    let label = brackets(label).map_or(key(label), |(outside, _)| key(&outside));
    index.grouped.get(&label).map(|fields| Meaning::Ambiguous(fields.iter().copied().collect()))
}

/// The field of an ambiguous label if it belongs to this group.
pub(super) fn within(fields: &[Field], group: &str) -> Option<Field> {
    let mut inside = fields.iter().copied().filter(|field| field.group() == Some(group));
    let field = inside.next()?;
    inside.next().is_none().then_some(field)
}

/// Group and label, the label with or without its brackets.
fn below(index: &Index, group: &str, label: &str) -> Option<(Field, Language)> {
    let group = group_of(group);
    let whole = index.entries.get(&(group.clone(), key(label)));
    let bare = || index.entries.get(&(group, key(&brackets(label)?.0)));
    whole.or_else(bare).copied()
}

/// A language below a label: «Адрес» over «рус.» and «каз.».
fn in_language(index: &Index, group: &str, label: &str) -> Option<(Field, Language)> {
    let language = super::label::language(label)?;
    let (field, written) = alone(index, group)?;
    Some((field.in_language(language)?, written))
}

/// A label by itself.
fn alone(index: &Index, label: &str) -> Option<(Field, Language)> {
    let bare = |text: &str| {
        index.entries.get(&(String::new(), key(text))).copied().filter(|_| !key(text).is_empty())
    };
    bare(label).or_else(|| group_inside(index, label)).or_else(|| {
        let (outside, inside) = brackets(label)?;
        let (field, written) = bare(&outside)?;
        // «Адрес (каз.)» is the address in Kazakh or nothing, never the address.
        match super::label::language(&inside) {
            Some(language) => Some((field.in_language(language)?, written)),
            None => Some((field, written)),
        }
    })
}

/// A label that has its group in it: «Паспорт: выдан», «Срок действия (виза)», «Паспорт (до)», «РНР по».
fn group_inside(index: &Index, label: &str) -> Option<(Field, Language)> {
    if label.contains(['\n', '\r']) || label.contains(" / ") {
        return None;
    }
    if let Some((outside, inside)) = brackets(label) {
        let found = below(index, &inside, &outside).filter(|_| known_group(&inside).is_some());
        if let Some(found) = found.or_else(|| below(index, &outside, &inside)) {
            return Some(found);
        }
    }
    [":", " — ", " – ", " - ", ", ", " "].into_iter().find_map(|mark| {
        let (group, rest) = label.split_once(mark)?;
        below(index, group, rest).filter(|_| known_group(group).is_some())
    })
}

/// A header in several languages, on lines or between slashes: all parts that are known must agree, but
/// for names, where the first says how the cell begins («ФИО / Full name»).
fn in_parts(index: &Index, label: &str) -> Option<(Field, Language)> {
    [&['\n', '\r'][..], &['/', '|'][..], &['\n', '\r', '/', '|'][..]].into_iter().find_map(|marks| {
        let parts: Vec<&str> = label.split(marks).filter(|part| !key(part).is_empty()).collect();
        if parts.len() < 2 {
            return None;
        }
        let known: Vec<_> = parts.iter().filter_map(|part| alone(index, part)).collect();
        let first = *known.first()?;
        let agree = known.iter().all(|(field, _)| {
            *field == first.0
                || (field.kind() == table::Kind::Name && first.0.kind() == table::Kind::Name)
                || field.stem() == first.0.stem()
        });
        agree.then_some(first)
    })
}

/// The field whose header is nearest to an unknown one, if one is near.
pub(super) fn nearest(kind: SheetKind, label: &str) -> Option<Field> {
    let label = key(label);
    let length = label.chars().count();
    if !(4..=60).contains(&length) {
        return None;
    }
    let alike = |known: &str| strsim::normalized_damerau_levenshtein(known, &label);
    INDEXES[kind as usize]
        .bare
        .iter()
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= 3)
        .map(|(known, field)| (alike(known), *field))
        .filter(|(alike, _)| *alike >= NEAR)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, field)| field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: SheetKind, groups: &[&str], label: &str) -> Option<Field> {
        match meaning(kind, groups, label)? {
            Meaning::Field { field, .. } => Some(field),
            Meaning::Ambiguous(_) => None,
        }
    }

    #[test]
    fn no_header_names_two_fields_of_a_sheet() {
        let mut clashes = Vec::new();
        for kind in SheetKind::ALL {
            let mut seen: HashMap<(String, String, bool), (Field, &str)> = HashMap::new();
            for field in Field::ALL.iter().copied().filter(|field| field.sheets().contains(&kind)) {
                for synonym in &table::of(field).synonyms {
                    if synonym.only.is_some_and(|only| only != kind) {
                        continue;
                    }
                    let group = synonym.group.map(group_of).unwrap_or_default();
                    let entry = (group, key(synonym.label), synonym.only.is_some());
                    let (first, typed) = *seen.entry(entry).or_insert((field, synonym.label));
                    if first != field {
                        clashes.push(format!(
                            "{}: {typed} {} / {} {}",
                            kind.name(),
                            first.name(),
                            synonym.label,
                            field.name()
                        ));
                    }
                }
            }
        }
        assert!(clashes.is_empty(), "{clashes:#?}");
    }

    #[test]
    fn every_header_of_the_table_is_found_again() {
        let mut lost = Vec::new();
        for wanted in Field::ALL.iter().copied() {
            for synonym in &table::of(wanted).synonyms {
                for kind in wanted.sheets().iter().copied() {
                    if synonym.only.is_some_and(|only| only != kind) {
                        continue;
                    }
                    let groups: Vec<&str> = synonym.group.into_iter().collect();
                    let found = field(kind, &groups, synonym.label);
                    if found != Some(wanted) {
                        lost.push(format!(
                            "{} {groups:?} {} → {found:?}, not {}",
                            kind.name(),
                            synonym.label,
                            wanted.name()
                        ));
                    }
                }
            }
        }
        assert!(lost.is_empty(), "{lost:#?}");
    }

    #[test]
    fn a_header_in_three_languages_is_found() {
        for wanted in Field::ALL.iter().copied() {
            let title = wanted.title();
            for kind in wanted.sheets().iter().copied() {
                for between in ["\n", " / "] {
                    let header = [&*title.en, &title.ru, &title.kk].join(between);
                    assert_eq!(field(kind, &[], &header), Some(wanted), "{} {header}", kind.name());
                }
            }
        }
    }

    #[test]
    fn groups_tell_labels_apart() {
        let employees = |groups: &[&str], label| field(SheetKind::Employees, groups, label);
        assert_eq!(employees(&["Паспортные данные"], "выдан"), Some(Field::PassportIssue));
        assert_eq!(employees(&["Разрешение на привлечение ИРС"], "Дата выдачи"), Some(Field::WpFrom));
        assert_eq!(employees(&["Разрешение на временное проживание"], "Дата выдачи"), Some(Field::TrpFrom));
        assert_eq!(employees(&["Данные", "Паспорт"], "№"), Some(Field::PassportNo));
        assert_eq!(employees(&[], "Паспорт: дата выдачи"), Some(Field::PassportIssue));
        assert_eq!(employees(&[], "Категория (виза)"), Some(Field::VisaCat));
        assert_eq!(employees(&[], "Виза (до)"), Some(Field::VisaTo));
        assert_eq!(employees(&[], "Дата рождения (дд.мм.гггг) *"), Some(Field::BirthDate));
        assert_eq!(employees(&[], "Passport no.\nПаспорт №\nТөлқұжат №"), Some(Field::PassportNo));
        assert_eq!(employees(&[], "ФИО / Full name"), Some(Field::FullNameCyr));
        assert_eq!(employees(&[], "Размер одежды"), None);
        assert!(matches!(
            meaning(SheetKind::Employees, &[], "Дата выдачи"),
            Some(Meaning::Ambiguous(fields)) if within(&fields, "visa") == Some(Field::VisaFrom)
        ));
    }

    #[test]
    fn a_near_miss_is_suggested() {
        assert_eq!(nearest(SheetKind::Employees, "Гражданстов"), Some(Field::Citizenship));
        assert_eq!(nearest(SheetKind::Employees, "Размер одежды"), None);
    }
}
