//! Grids → the sheets of a roster: which grid is which sheet, by its name and by its headers.
//!
//! A name alone is not believed, nor is one needed: the headers decide, the name tips the scale. Hidden
//! sheets, leavers and old copies are left aside and told.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::card::{self, Card};
use super::correct::{Choices, Corrections};
use super::grid::Grid;
use super::header::{self, Header};
use super::label::{key, words};
use super::synonyms::Reader;
use super::{Error, Field, Kind, Roster, Sheet, SheetKind, rows};
use crate::finding::{Finding, Place};
use crate::language::Text;

/// What the name of a sheet weighs, in fields; fields that a sheet must have, named and not.
const NAMED: usize = 4;
const LEAST_NAMED: usize = 2;
const LEAST: usize = 3;

/// The beginning of the names of the sheets that Otinish itself adds to a completed workbook.
pub const OWN: &str = "Otinish";

/// What a grid turned out to be.
enum Found {
    Table(SheetKind, Header),
    Card(Card),
    /// Its name is known, its headers are not.
    NoHeaders,
    Unknown,
}

/// Finds the sheets of a roster. A csv has one grid, and that is a list of employees.
///
/// # Errors
/// [`Error::NoEmployees`], [`Error::DuplicateColumn`].
pub(super) fn recognise(
    grids: Vec<Grid>,
    name: &str,
    csv: bool,
    corrections: &Corrections,
) -> Result<Roster, Error> {
    let mut roster = Roster { name: name.to_owned(), sheets: Vec::new(), findings: Vec::new() };
    let reader = Reader::default();
    let names: Vec<String> = grids.iter().map(|grid| grid.name.clone()).collect();
    for grid in grids.iter().filter(|grid| !grid.name.starts_with(OWN)) {
        if grid.rows.is_empty() {
            let empty = || Finding::new("sheet-empty", of_sheet(grid), grid.name.clone(), &[]);
            roster.findings.extend((!grid.hidden).then(empty));
            continue;
        }
        let found = if csv { as_employees(grid, &reader) } else { decide(grid, &reader) };
        let known = matches!(found, Found::Table(..) | Found::Card(_));
        let note = |code| Finding::new(code, of_sheet(grid), grid.name.clone(), &[]);
        let findings = &mut roster.findings;
        match found {
            _ if grid.hidden => findings.extend(known.then(|| note("sheet-hidden"))),
            _ if known && is_aside(&grid.name, &names) => findings.push(note("sheet-aside")),
            Found::Unknown => findings.push(note("sheet-unknown")),
            Found::NoHeaders => findings.push(note("sheet-no-headers")),
            Found::Card(card) => roster.sheets.push(card.sheet(&grid.name, findings)?),
            Found::Table(kind, header) => {
                let choices = corrections.headers.get(&grid.name);
                roster.sheets.push(table(grid, kind, header, choices, findings)?);
            }
        }
    }
    match roster.sheets.iter().any(|sheet| sheet.kind == SheetKind::Employees) {
        true => Ok(roster),
        false => Err(Error::NoEmployees { name: name.to_owned(), sheets: names }),
    }
}

fn of_sheet(grid: &Grid) -> Place {
    Place { sheet: Some(grid.name.clone()), ..Place::default() }
}

/// A table as a sheet, with what was noticed about its rows.
fn table(
    grid: &Grid,
    kind: SheetKind,
    header: Header,
    choices: Option<&Choices>,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Error> {
    let labels = header.labels().into_iter().map(|(column, label)| (column, key(label))).collect();
    let last = header.rows.1;
    let columns = header::columns(header, grid, kind, choices, findings)?;
    let rows = rows::read(grid, last, labels, &columns);
    if let Some((cell, count)) = &grid.stray {
        let place = Place { cell: Some(cell.clone()), ..of_sheet(grid) };
        findings.push(Finding::new(
            "cells-stray",
            place,
            cell.clone(),
            &[("count", &Text::same(count.to_string()))],
        ));
    }
    let hidden: Vec<u32> = rows.data.iter().filter(|row| row.hidden).map(|row| row.number).collect();
    if let Some(first) = hidden.first() {
        let place = Place { row: Some(*first), ..of_sheet(grid) };
        findings.push(Finding::new("rows-hidden", place, rows::ranges(&hidden), &[]));
    }
    if !rows.joined.is_empty() {
        let joined = Text::same(rows.joined.join(", "));
        findings.push(Finding::new("cells-joined", of_sheet(grid), "", &[("cells", &joined)]));
    }
    if !rows.left_out.is_empty() {
        let left_out = rows.left_out_in_words();
        findings.push(Finding::new("rows-left-out", of_sheet(grid), "", &[("rows", &left_out)]));
    }
    if rows.data.is_empty() {
        findings.push(Finding::new("sheet-no-rows", of_sheet(grid), grid.name.clone(), &[]));
    }
    Ok(Sheet { name: grid.name.clone(), kind, columns, rows: rows.data })
}

fn as_employees(grid: &Grid, reader: &Reader) -> Found {
    match header::find(grid, SheetKind::Employees, reader) {
        Some(header) if is_list(&header.fields()) && header.fields().len() >= LEAST_NAMED => {
            Found::Table(SheetKind::Employees, header)
        }
        _ => Found::Unknown,
    }
}

/// The kind whose headers are found most, the name counting for some.
fn decide(grid: &Grid, reader: &Reader) -> Found {
    let named = kind_by_name(&grid.name);
    let mut best: Option<(usize, Found)> = None;
    let mut offer = |score: usize, found: Found| {
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, found));
        }
    };
    for kind in SheetKind::ALL {
        let Some(header) = header::find(grid, kind, reader) else { continue };
        let fields = header.fields();
        let by_name = named == Some(kind);
        let enough =
            if by_name { fields.len() >= LEAST_NAMED } else { fields.len() >= LEAST && suits(kind, &fields) };
        let people = !matches!(kind, SheetKind::Employees | SheetKind::Family) || is_list(&fields);
        if enough && people {
            let telling = fields.iter().filter(|field| field.sheets() == [kind]).count();
            offer(fields.len() + 2 * telling + if by_name { NAMED } else { 0 }, Found::Table(kind, header));
        }
    }
    let card = card::find(grid, reader);
    let fields: BTreeSet<Field> = card.fields().into_iter().collect();
    let by_name = named == Some(SheetKind::Company);
    let least = if by_name { LEAST_NAMED } else { LEAST };
    if fields.len() >= least && (by_name || suits(SheetKind::Company, &fields)) {
        offer(3 * fields.len() + if by_name { NAMED } else { 0 }, Found::Card(card));
    }
    match (best, named) {
        (Some((_, found)), _) => found,
        (None, Some(_)) => Found::NoHeaders,
        (None, None) => Found::Unknown,
    }
}

/// A list of people has a column of names.
fn is_list(fields: &BTreeSet<Field>) -> bool {
    fields
        .iter()
        .any(|field| field.kind() == Kind::Name && *field != Field::Principal && *field != Field::MiddleName)
}

/// Whether these fields make such a sheet even without its name.
fn suits(kind: SheetKind, fields: &BTreeSet<Field>) -> bool {
    let has = |wanted: &[Field]| wanted.iter().any(|field| fields.contains(field));
    match kind {
        SheetKind::Employees => is_list(fields),
        SheetKind::Family => is_list(fields) && has(&[Field::Relation, Field::CertNo, Field::Principal]),
        SheetKind::Company => {
            has(&[Field::Bin, Field::CompanyNameRu, Field::CompanyNameKk, Field::CompanyNameEn])
        }
        SheetKind::Quota => {
            has(&[Field::Count]) && has(&[Field::Position, Field::Category, Field::OccupationCode])
        }
        SheetKind::Contracts => {
            has(&[Field::ContractNo])
                && has(&[Field::Customer, Field::SubjectRu, Field::SubjectKk, Field::SubjectEn])
        }
        SheetKind::Movements => has(&[Field::Movement]) && has(&[Field::MovementDate]),
        SheetKind::Authorities => {
            has(&[Field::AuthorityKind]) && has(&[Field::AuthorityRu, Field::AuthorityKk, Field::AuthorityEn])
        }
    }
}

/// Parts of names of sheets; the first kind that fits.
const NAMES: [(SheetKind, &[&str]); 7] = [
    (
        SheetKind::Family,
        &[
            "семь",
            "семей",
            "иждивен",
            "родственник",
            "family",
            "families",
            "dependant",
            "dependent",
            "отбасы",
        ],
    ),
    (SheetKind::Quota, &["квот", "потребност", "quota"]),
    (
        SheetKind::Contracts,
        &[
            "договоры услуг",
            "договор услуг",
            "договоры",
            "контракты",
            "услуг",
            "service contract",
            "contracts",
            "шарттар",
            "қызмет көрсету",
        ],
    ),
    (
        SheetKind::Company,
        &[
            "организац",
            "компани",
            "работодател",
            "предприят",
            "реквизит",
            "карточка",
            "company",
            "employer",
            "жұмыс беруші",
            "ұйым",
            "деректеме",
        ],
    ),
    (
        SheetKind::Employees,
        &[
            "сотрудник",
            "работник",
            "персонал",
            "иностран",
            "ирс",
            "реестр",
            "список",
            "штат",
            "экспат",
            "employee",
            "staff",
            "worker",
            "personnel",
            "expat",
            "foreign",
            "roster",
            "қызметкер",
            "жұмыскер",
            "жұмысшы",
            "шетел",
            "тізім",
        ],
    ),
    (
        SheetKind::Movements,
        &[
            "перемещ",
            "прибыти",
            "поездк",
            "событи",
            "movement",
            "arrival",
            "travel",
            "trips",
            "қозғалыс",
            "сапар",
        ],
    ),
    (SheetKind::Authorities, &["орган", "адресат", "authorit", "addressee"]),
];

fn kind_by_name(name: &str) -> Option<SheetKind> {
    static KEYS: LazyLock<Vec<(SheetKind, Vec<String>)>> = LazyLock::new(|| {
        NAMES.map(|(kind, parts)| (kind, parts.iter().map(|part| key(part)).collect())).to_vec()
    });
    let name = key(name);
    KEYS.iter().find(|(_, parts)| parts.iter().any(|part| name.contains(part))).map(|(kind, _)| *kind)
}

/// Leavers, archives and copies by their names.
fn is_aside(name: &str, names: &[String]) -> bool {
    const BEGINNINGS: [&str; 16] = [
        "уволен",
        "архив",
        "старый",
        "старая",
        "старое",
        "копия",
        "черновик",
        "leaver",
        "dismiss",
        "terminated",
        "archiv",
        "backup",
        "copy",
        "мұрағат",
        "көшірме",
        "босатыл",
    ];
    static KEYS: LazyLock<[String; 16]> = LazyLock::new(|| BEGINNINGS.map(key));
    let words = words(name);
    let begins = |word: &String| KEYS.iter().any(|beginning| word.starts_with(beginning));
    let copy =
        name.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).is_some_and(|(stem, number)| {
            number.chars().all(|letter| letter.is_ascii_digit())
                && names.iter().any(|other| other.trim() == stem.trim())
        });
    copy || words.iter().any(|word| begins(word) || word == "old")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_known() {
        for (name, kind) in [
            ("Сотрудники", Some(SheetKind::Employees)),
            ("СПИСОК ИРС 2026", Some(SheetKind::Employees)),
            ("Члены семьи сотрудников", Some(SheetKind::Family)),
            ("Отбасы", Some(SheetKind::Family)),
            ("Service contracts", Some(SheetKind::Contracts)),
            ("Жұмыс беруші", Some(SheetKind::Company)),
            ("Quota 2027", Some(SheetKind::Quota)),
            ("Лист1", None),
        ] {
            assert_eq!(kind_by_name(name), kind, "{name}");
        }
    }

    #[test]
    fn the_titles_of_the_kinds_are_known_names() {
        for kind in SheetKind::ALL {
            for language in crate::language::Language::ALL {
                assert_eq!(kind_by_name(kind.title().get(language)), Some(kind), "{}", kind.name());
            }
        }
    }

    #[test]
    fn leavers_and_copies_stand_aside() {
        let names = ["Сотрудники".to_owned(), "Сотрудники (2)".to_owned()];
        assert!(is_aside("Сотрудники (2)", &names));
        assert!(is_aside("Уволенные 2025", &names));
        assert!(is_aside("Staff OLD", &names));
        assert!(!is_aside("Сотрудники", &names));
        assert!(!is_aside("Атырау (2)", &names));
    }
}
