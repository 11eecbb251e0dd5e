//! `fields.tsv` and `groups.tsv` → what is known of each field: its sheets, its kind of value, its path
//! in a template, the headers under which people write it, and what it means.
//!
//! Both files are part of the program, so a mistake in them is ours and panics at the first look; the
//! tests look. Headers are held as typed here; what counts as the same header is decided in `label`.

use std::sync::LazyLock;

use super::{Field, SheetKind};
use crate::language::{Language, Text};

/// What a cell of a field should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Text,
    Name,
    Date,
    Iin,
    Bin,
    Passport,
    Country,
    Region,
    Sex,
    Category,
    Number,
    Relation,
    Engagement,
    VisaCategory,
    Oked,
    CompanySize,
}

impl Kind {
    const NAMES: [(&'static str, Kind); 16] = [
        ("text", Kind::Text),
        ("name", Kind::Name),
        ("date", Kind::Date),
        ("iin", Kind::Iin),
        ("bin", Kind::Bin),
        ("passport", Kind::Passport),
        ("country", Kind::Country),
        ("region", Kind::Region),
        ("sex", Kind::Sex),
        ("category", Kind::Category),
        ("number", Kind::Number),
        ("relation", Kind::Relation),
        ("engagement", Kind::Engagement),
        ("visa_category", Kind::VisaCategory),
        ("oked", Kind::Oked),
        ("company_size", Kind::CompanySize),
    ];

    /// The name in the table: `visa_category`.
    pub fn name(self) -> &'static str {
        Kind::NAMES
            .iter()
            .find(|(_, kind)| *kind == self)
            .map(|(name, _)| *name)
            .expect("every kind has a name")
    }
}

/// A header under which people write a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Synonym {
    pub language: Language,
    /// The only sheet on which it means this field, if there is such a limit.
    pub only: Option<SheetKind>,
    /// `Паспорт` of `Паспорт / выдан`.
    pub group: Option<&'static str>,
    pub label: &'static str,
}

/// One line of the table.
pub(super) struct Line {
    pub sheets: Vec<SheetKind>,
    pub paths: Vec<Option<&'static str>>,
    pub kind: Kind,
    pub headers: [Vec<String>; 3],
    pub synonyms: Vec<Synonym>,
    pub about: Text,
}

/// A group of columns that belong together, and the beginnings of words by which its title is known.
pub(super) struct Group {
    pub name: &'static str,
    pub stems: Vec<&'static str>,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines: Vec<Line> = include_str!("fields.tsv").lines().skip(1).map(line).collect();
    assert_eq!(lines.len(), Field::ALL.len(), "fields.tsv has a line for each field");
    lines
});

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let group = |line: &'static str| {
        let (name, stems) = line.split_once('\t').expect("groups.tsv has two columns");
        Group { name, stems: stems.split('|').collect() }
    };
    include_str!("groups.tsv").lines().skip(1).map(group).collect()
});

/// The line of a field.
pub(super) fn of(field: Field) -> &'static Line {
    &LINES[field as usize]
}

/// The groups, the narrower before the wider («разрешение на временное проживание» before
/// «разрешение»).
pub(super) fn groups() -> &'static [Group] {
    &GROUPS
}

fn line(text: &'static str) -> Line {
    let columns: Vec<&'static str> = text.split('\t').collect();
    let [name, sheets, paths, kind, en, ru, kk, about_en, about_ru, about_kk] = columns[..] else {
        panic!("fields.tsv: ten columns in: {text}");
    };
    let sheets: Vec<SheetKind> = sheets.split(',').map(|sheet| sheet_kind(name, sheet)).collect();
    let paths: Vec<_> = paths.split(',').map(|path| (path != "-").then_some(path)).collect();
    assert_eq!(sheets.len(), paths.len(), "fields.tsv: {name} has a path for each sheet");
    let kind = Kind::NAMES.iter().find(|(known, _)| *known == kind).map(|(_, kind)| *kind);
    let mut synonyms = Vec::new();
    let mut headers = [Vec::new(), Vec::new(), Vec::new()];
    for (language, cell) in [(Language::Ru, ru), (Language::Kk, kk), (Language::En, en)] {
        for typed in cell.split('|').filter(|typed| !typed.is_empty()) {
            let (only, header) =
                match typed.split_once(':').map(|(sheet, rest)| (SheetKind::from_name(sheet), rest)) {
                    Some((Some(sheet), rest)) => (Some(sheet), rest),
                    _ => (None, typed),
                };
            let (group, label) = match header.split_once(" / ") {
                Some((group, label)) => (Some(group), label),
                None => (None, header),
            };
            headers[language as usize].push(header.to_owned());
            synonyms.push(Synonym { language, only, group, label });
        }
    }
    Line {
        sheets,
        paths,
        kind: kind.unwrap_or_else(|| panic!("fields.tsv: {name} has a known kind")),
        headers,
        synonyms,
        about: Text::new(about_en, about_ru, about_kk),
    }
}

fn sheet_kind(field: &str, sheet: &str) -> SheetKind {
    SheetKind::from_name(sheet).unwrap_or_else(|| panic!("fields.tsv: {field} stands on a known sheet"))
}

impl Field {
    /// The sheets on which it stands.
    pub fn sheets(self) -> &'static [SheetKind] {
        &of(self).sheets
    }

    /// What a cell of it should hold.
    pub fn kind(self) -> Kind {
        of(self).kind
    }

    /// Its path in a template when it stands on this sheet: `employee.passport_no`,
    /// `quota[].count`; none if templates do not see it.
    pub fn path(self, sheet: SheetKind) -> Option<&'static str> {
        let line = of(self);
        let index = line.sheets.iter().position(|kind| *kind == sheet)?;
        line.paths[index]
    }

    /// The headers under which it is written in a language; the first is the one to print. `Паспорт /
    /// выдан` is a title over several columns and the label below it.
    pub fn headers(self, language: Language) -> &'static [String] {
        &of(self).headers[language as usize]
    }

    /// The header to print, in the three languages.
    pub fn title(self) -> Text {
        let first = |language| self.headers(language)[0].clone();
        Text { en: first(Language::En), ru: first(Language::Ru), kk: first(Language::Kk) }
    }

    /// What it means, in one sentence.
    pub fn about(self) -> &'static Text {
        &of(self).about
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_stand_in_the_order_of_the_fields() {
        let names: Vec<_> =
            include_str!("fields.tsv").lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        let fields: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
        assert_eq!(names, fields);
    }

    #[test]
    fn every_field_has_a_header_and_a_meaning_in_every_language() {
        for field in Field::ALL {
            for language in Language::ALL {
                let headers = field.headers(language);
                assert!(!headers.is_empty(), "{} has no {language} header", field.name());
                assert!(!headers[0].contains(" / "), "{}: the first {language} header is bare", field.name());
                assert!(
                    !field.about().get(language).is_empty(),
                    "{} has no {language} meaning",
                    field.name()
                );
            }
        }
    }

    #[test]
    fn paths_are_told_per_sheet() {
        assert_eq!(Field::PassportNo.path(SheetKind::Family), Some("dependant.passport_no"));
        assert_eq!(Field::WpTo.path(SheetKind::Employees), Some("permit.to"));
        assert_eq!(Field::CompanyNameRu.path(SheetKind::Company), Some("company.name_ru"));
        assert_eq!(Field::Count.path(SheetKind::Quota), Some("quota[].count"));
        assert_eq!(Field::Note.path(SheetKind::Employees), None);
        assert_eq!(Field::WpTo.path(SheetKind::Quota), None);
    }
}
