//! The starter workbook from the outside: the reader knows all of it without a question, an example put
//! under its headers checks without an error, and it is the same every time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use chrono::NaiveDate;
use otinish::check;
use otinish::finding::Severity;
use otinish::language::Language;
use otinish::roster::{self, Field, Roster, SheetKind, Value};
use otinish::rules::RuleBook;
use otinish::workbook;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn starter(language: Language) -> Vec<u8> {
    workbook::starter(language).expect("the starter is written")
}

/// The starter with the examples of its last sheet put where they belong, by the headers that it has.
fn filled(language: Language) -> Vec<u8> {
    let grids = roster::grids(&starter(language), "starter.xlsx").expect("it is read");
    let text = |value: &Value| value.to_string();
    let example = grids.iter().filter(|grid| grid.name.starts_with(roster::OWN)).nth(1).expect("an example");
    let mut examples: BTreeMap<(String, String), String> = BTreeMap::new();
    for cells in example.rows.values() {
        let at = |column: u32| cells.iter().find(|cell| cell.column == column).map(|cell| text(&cell.value));
        if let (Some(sheet), Some(header), Some(value)) = (at(0), at(1), at(2)) {
            examples.insert((sheet, header), value);
        }
    }
    let mut book = Workbook::new();
    for grid in grids.iter().filter(|grid| !grid.name.starts_with(roster::OWN)) {
        let sheet = book.add_worksheet();
        sheet.set_name(&grid.name).expect("a name");
        let is_card = grid.rows.len() > 1;
        for cell in grid.rows.values().flatten() {
            let header = text(&cell.value);
            let (row, column) = (cell.row - 1, cell.column as u16);
            sheet.write(row, column, &header).expect("a header");
            let first = header.split(['\n', '/']).next().unwrap_or_default().trim().to_owned();
            let Some(value) = examples.get(&(grid.name.clone(), first)) else { continue };
            let (row, column) = if is_card { (row, column + 1) } else { (row + 1, column) };
            let date = value.split('.').collect::<Vec<_>>();
            match date[..] {
                [day, month, year] if value.len() == 10 && value.bytes().all(|byte| byte != b' ') => {
                    let number = |digits: &str| digits.parse().expect("a number of a date");
                    let day = ExcelDateTime::from_ymd(number(year), number(month) as u8, number(day) as u8);
                    let format = Format::new().set_num_format("dd.mm.yyyy");
                    sheet.write_with_format(row, column, day.expect("a day"), &format).expect("a date")
                }
                _ => sheet.write_string(row, column, value).expect("a text"),
            };
        }
    }
    book.save_to_buffer().expect("it is written")
}

fn read(bytes: &[u8]) -> Roster {
    roster::read(bytes, "starter.xlsx").unwrap_or_else(|error| panic!("{:?}", error.notice()))
}

#[test]
fn every_column_is_known_and_nothing_is_asked() {
    for language in Language::ALL {
        let roster = read(&starter(language));
        let kinds: Vec<SheetKind> = roster.sheets.iter().map(|sheet| sheet.kind).collect();
        let mut expected = SheetKind::ALL.to_vec();
        expected.retain(|kind| *kind != SheetKind::Authorities);
        assert_eq!(kinds.iter().collect::<BTreeSet<_>>(), expected.iter().collect(), "{language}");
        for sheet in &roster.sheets {
            for column in &sheet.columns {
                let first = column.header.split(" / ").last().unwrap_or_default().to_owned();
                let field = column.field.unwrap_or_else(|| panic!("{language} {}: {first}", sheet.name));
                let title = field.title();
                assert!(
                    column.header.starts_with(title.get(language)),
                    "{language} {}: `{}` was read as {}",
                    sheet.name,
                    column.header,
                    field.name()
                );
            }
            assert!(sheet.columns.len() > 8, "{language} {}", sheet.name);
        }
        let codes: BTreeSet<&str> = roster.findings.iter().map(|finding| finding.code).collect();
        assert!(codes.is_subset(&BTreeSet::from(["sheet-no-rows"])), "{language}: {codes:?}");
    }
}

#[test]
fn the_worked_example_checks_without_an_error() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    for language in Language::ALL {
        let roster = read(&filled(language));
        let case = check::check(&roster, &RuleBook::kazakhstan(), today);
        assert_eq!((case.employees.len(), case.dependants().count()), (1, 1), "{language}");
        let errors: Vec<_> = (case.findings.iter())
            .filter(|finding| finding.severity != Severity::Info)
            .map(|finding| {
                format!("{} {} {}", finding.code, finding.place, finding.message.get(Language::En))
            })
            .collect();
        assert!(errors.is_empty(), "{language}: {errors:#?}");
    }
}

#[test]
fn an_empty_line_of_the_card_is_named_by_its_cell() {
    let roster = read(&starter(Language::Ru));
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let case = check::check(&roster, &RuleBook::kazakhstan(), today);
    let places: Vec<String> = (case.findings.iter())
        .filter(|finding| finding.place.field == Some("bin"))
        .map(|finding| finding.place.to_string())
        .collect();
    assert_eq!(places, ["Компания!B4"]);
}

#[test]
fn equal_bytes_and_no_formula() {
    let bytes = starter(Language::Kk);
    assert_eq!(bytes, starter(Language::Kk));
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a workbook is a zip");
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("whole");
        assert!(!String::from_utf8_lossy(&text).contains("<f>"), "part {index} has a formula");
    }
}

/// The value of an attribute of an element written on one line.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let after = element.split_once(&format!(" {name}=\"")).map_or("", |(_, after)| after);
    after.split('"').next().unwrap_or_default()
}

#[test]
fn columns_of_identifiers_are_text() {
    let bytes = starter(Language::Ru);
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a workbook is a zip");
        let mut text = String::new();
        archive.by_name(name).expect("the part is there").read_to_string(&mut text).expect("UTF-8");
        text
    };
    let styles = part("xl/styles.xml");
    let formats = styles.split_once("<cellXfs").expect("cell formats").1;
    let formats: Vec<&str> = formats.split("<xf ").skip(1).map(attribute_of_xf).collect();
    let roster = read(&bytes);
    let (index, employees) = (roster.sheets.iter().enumerate())
        .find(|(_, sheet)| sheet.kind == SheetKind::Employees)
        .expect("employees");
    // The guide is the first part; the sheets follow in the order of the roster.
    let sheet = part(&format!("xl/worksheets/sheet{}.xml", index + 2));
    for field in [Field::Iin, Field::PassportNo, Field::WpNo, Field::VisaNo] {
        let column =
            employees.columns.iter().find(|column| column.field == Some(field)).expect("it is there");
        let number = column.index + 1;
        let range = |col: &&str| {
            let bound = |name| attribute(col, name).parse::<u32>().unwrap_or_default();
            (bound("min")..=bound("max")).contains(&number)
        };
        let cols: Vec<String> = sheet.split("<col ").skip(1).map(|col| format!(" {col}")).collect();
        let col = cols.iter().map(String::as_str).find(range).expect("the column has a width");
        let style: usize = attribute(col, "style").parse().expect("the column has a style");
        assert_eq!(formats[style], "49", "{} is text (ECMA-376 §18.8.30: format 49 is @)", field.name());
    }
}

/// The number format of a cell format.
fn attribute_of_xf(xf: &str) -> &str {
    xf.split_once("numFmtId=\"").map_or("", |(_, after)| after).split('"').next().unwrap_or_default()
}
