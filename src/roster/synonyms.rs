//! Header as typed → the field it names on a kind of sheet, or the fields it may name.
//!
//! Looked up from the narrowest reading to the widest: group and label, the label whole, a group inside
//! the label («Паспорт: выдан», «Срок (виза)»), the label without its brackets, and the parts of a
//! header in several languages. What is deliberately absent: any guess; a near miss is only a suggestion.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
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

impl Meaning {
    /// The field that it names beyond doubt.
    pub fn field(&self) -> Option<Field> {
        match self {
            Meaning::Field { field, .. } => Some(*field),
            Meaning::Ambiguous(_) => None,
        }
    }
}

#[derive(Default)]
struct Index {
    /// Group → key of the label → field; an empty group is none.
    entries: HashMap<String, HashMap<String, (Field, Language)>>,
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
            let labels = index.entries.entry(group).or_default();
            if synonym.only.is_some() {
                labels.insert(label, entry);
            } else {
                labels.entry(label).or_insert(entry);
            }
        }
    }
    index
}

/// The name of a group by its title: `@passport` for «Паспортные данные», else the key of the title.
fn group_of(title: &str) -> String {
    Fold::of(title).group_name().to_owned()
}

/// A label or a title, folded.
struct Fold {
    words: Vec<String>,
    key: String,
    /// `@passport`, if it is the title of a group.
    group: OnceCell<Option<String>>,
}

impl Fold {
    fn of(text: &str) -> Fold {
        let words = words(text);
        Fold { key: words.concat(), words, group: OnceCell::new() }
    }

    fn group_name(&self) -> &str {
        self.known_group().unwrap_or(&self.key)
    }

    fn known_group(&self) -> Option<&str> {
        self.group.get_or_init(|| known_group(&self.words, &self.key)).as_deref()
    }
}

fn known_group(words: &[String], whole: &str) -> Option<String> {
    STEMS
        .iter()
        .find(|(_, stems)| {
            stems.iter().any(|stem| match &stem[..] {
                [one] if one.chars().count() <= 2 => words.contains(one),
                [one] => words.iter().any(|word| word.starts_with(one.as_str())),
                several => whole.contains(&several.concat()),
            })
        })
        .map(|(group, _)| format!("@{group}"))
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

/// Looks headers up and remembers them: a label of a workbook is looked up for each kind of sheet, alone and in each
/// block of rows that may be the header.
#[derive(Default)]
pub(super) struct Reader {
    folds: RefCell<HashMap<String, Rc<Fold>>>,
    meanings: [RefCell<HashMap<String, Vec<Found>>>; SheetKind::ALL.len()],
}

/// What a label was found to mean below these titles.
struct Found {
    groups: Vec<String>,
    meaning: Option<Meaning>,
}

impl Reader {
    /// What a header means on a kind of sheet; `groups` are the titles above it, the nearest first.
    pub fn meaning(&self, kind: SheetKind, groups: &[&str], label: &str) -> Option<Meaning> {
        let readable = label.chars().any(|letter| letter.is_alphabetic() || matches!(letter, '№' | '#'));
        if label.len() > LONGEST || !readable {
            return None;
        }
        let meanings = &self.meanings[kind as usize];
        let known = |found: &&Found| found.groups == groups;
        if let Some(found) = meanings.borrow().get(label).and_then(|all| all.iter().find(known)) {
            return found.meaning.clone();
        }
        let meaning = Lookup { index: &INDEXES[kind as usize], reader: self }.meaning(groups, label);
        let groups = groups.iter().map(|group| (*group).to_owned()).collect();
        let found = Found { groups, meaning: meaning.clone() };
        meanings.borrow_mut().entry(label.to_owned()).or_default().push(found);
        meaning
    }

    fn fold(&self, text: &str) -> Rc<Fold> {
        if let Some(known) = self.folds.borrow().get(text) {
            return Rc::clone(known);
        }
        let fold = Rc::new(Fold::of(text));
        self.folds.borrow_mut().insert(text.to_owned(), Rc::clone(&fold));
        fold
    }
}

/// The field of an ambiguous label if it belongs to this group.
pub(super) fn within(fields: &[Field], group: &str) -> Option<Field> {
    let mut inside = fields.iter().copied().filter(|field| field.group() == Some(group));
    let field = inside.next()?;
    inside.next().is_none().then_some(field)
}

/// Looking up on one kind of sheet.
struct Lookup<'a> {
    index: &'static Index,
    reader: &'a Reader,
}

impl Lookup<'_> {
    fn meaning(&self, groups: &[&str], label: &str) -> Option<Meaning> {
        for group in groups {
            let told = || self.in_language(group, label);
            if let Some((field, language)) = self.below(group, label).or_else(told) {
                return Some(Meaning::Field { field, language, weight: 3 });
            }
        }
        if let Some((field, language)) = self.alone(label).or_else(|| self.in_parts(label)) {
            return Some(Meaning::Field { field, language, weight: if groups.is_empty() { 2 } else { 1 } });
        }
        let label = brackets(label).map_or_else(|| self.fold(label), |(outside, _)| self.fold(&outside));
        self.index.grouped.get(&label.key).map(|fields| Meaning::Ambiguous(fields.iter().copied().collect()))
    }

    fn fold(&self, text: &str) -> Rc<Fold> {
        self.reader.fold(text)
    }

    /// Group and label, the label with or without its brackets.
    fn below(&self, group: &str, label: &str) -> Option<(Field, Language)> {
        let labels = self.index.entries.get(self.fold(group).group_name())?;
        let whole = labels.get(&self.fold(label).key);
        let bare = || labels.get(&self.fold(&brackets(label)?.0).key);
        whole.or_else(bare).copied()
    }

    /// A language below a label: «Адрес» over «рус.» and «каз.».
    fn in_language(&self, group: &str, label: &str) -> Option<(Field, Language)> {
        let language = super::label::language_of(&self.fold(label).key)?;
        let (field, written) = self.alone(group)?;
        Some((field.in_language(language)?, written))
    }

    /// A label that stands so in the table.
    fn bare(&self, label: &str) -> Option<(Field, Language)> {
        let fold = self.fold(label);
        self.index.entries.get("")?.get(&fold.key).copied().filter(|_| !fold.key.is_empty())
    }

    /// A label by itself.
    fn alone(&self, label: &str) -> Option<(Field, Language)> {
        self.bare(label).or_else(|| self.group_inside(label)).or_else(|| {
            let (outside, inside) = brackets(label)?;
            let (field, written) = self.bare(&outside)?;
            // «Адрес (каз.)» is the address in Kazakh or nothing, never the address.
            match super::label::language_of(&self.fold(&inside).key) {
                Some(language) => Some((field.in_language(language)?, written)),
                None => Some((field, written)),
            }
        })
    }

    /// A label that has its group in it: «Паспорт: выдан», «Срок действия (виза)», «Паспорт (до)», «РНР по».
    fn group_inside(&self, label: &str) -> Option<(Field, Language)> {
        if label.contains(['\n', '\r']) || label.contains(" / ") {
            return None;
        }
        let is_group = |title: &str| self.fold(title).known_group().is_some();
        if let Some((outside, inside)) = brackets(label) {
            let found = self.below(&inside, &outside).filter(|_| is_group(&inside));
            if let Some(found) = found.or_else(|| self.below(&outside, &inside)) {
                return Some(found);
            }
        }
        [":", " — ", " – ", " - ", ", ", " "].into_iter().find_map(|mark| {
            let (group, rest) = label.split_once(mark)?;
            is_group(group).then(|| self.below(group, rest)).flatten()
        })
    }

    /// A header in several languages, on lines or between slashes: all parts that are known must agree, but
    /// for names, where the first says how the cell begins («ФИО / Full name»).
    fn in_parts(&self, label: &str) -> Option<(Field, Language)> {
        [&['\n', '\r'][..], &['/', '|'][..], &['\n', '\r', '/', '|'][..]].into_iter().find_map(|marks| {
            if !label.contains(marks) {
                return None;
            }
            let parts: Vec<&str> =
                label.split(marks).filter(|part| !self.fold(part).key.is_empty()).collect();
            if parts.len() < 2 {
                return None;
            }
            let known: Vec<_> = parts.iter().filter_map(|part| self.alone(part)).collect();
            let first = *known.first()?;
            let agree = known.iter().all(|(field, _)| {
                *field == first.0
                    || (field.kind() == table::Kind::Name && first.0.kind() == table::Kind::Name)
                    || field.stem() == first.0.stem()
            });
            agree.then_some(first)
        })
    }
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
        Reader::default().meaning(kind, groups, label)?.field()
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
            Reader::default().meaning(SheetKind::Employees, &[], "Дата выдачи"),
            Some(Meaning::Ambiguous(fields)) if within(&fields, "visa") == Some(Field::VisaFrom)
        ));
    }

    #[test]
    fn a_near_miss_is_suggested() {
        assert_eq!(nearest(SheetKind::Employees, "Гражданстов"), Some(Field::Citizenship));
        assert_eq!(nearest(SheetKind::Employees, "Размер одежды"), None);
    }
}
