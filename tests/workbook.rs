//! The completed workbook from the outside: what HR typed stays where it was, what Otinish adds is there,
//! and dropping the result back in gives the same.

#[path = "../fixtures/make/people.rs"]
#[rustfmt::skip]
mod people;
#[path = "../fixtures/make/sample.rs"]
mod sample;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use otinish::check::{self, Case};
use otinish::cli::{self, Exit, Surroundings};
use otinish::finding::Severity;
use otinish::language::Language;
use otinish::plan::{self, Filing};
use otinish::roster::{self, Grid, Value};
use otinish::rules::RuleBook;
use otinish::workbook;
use rust_xlsxwriter as xlsx;
use sample::{Edit, Wording};

/// A workbook, read, checked and planned.
struct Checked {
    bytes: Vec<u8>,
    roster: roster::Roster,
    case: Case,
    filings: Vec<Filing>,
}

fn checked(bytes: &[u8], name: &str) -> Checked {
    let rules = RuleBook::kazakhstan();
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let roster = roster::read(bytes, name).unwrap_or_else(|error| panic!("{name}: {:?}", error.notice()));
    let case = check::check(&roster, &rules, today);
    let filings = plan::plan(&case, &rules, today);
    Checked { bytes: bytes.to_vec(), roster, case, filings }
}

fn completed(of: &Checked, language: Language) -> Vec<u8> {
    workbook::completed(&of.bytes, &of.roster, &of.case, &of.filings, language).expect("it can be written")
}

/// The samples; the English one with a header that cannot be taken for the running number.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let wrong: &[Edit] = &[
        ("SMITH John", "ИИН", "850317300100"),
        ("YILMAZ Mehmet", "Дата рождения (дд.мм.гггг)", "31.02.1979"),
        ("WANG Wei", "Гражданство", ""),
    ];
    let english: &[Edit] = &[("header", "Количество", "Number of workers")];
    let make = |wording, edits: &[Edit]| sample::workbook(wording, edits).expect("the sample is written");
    vec![
        ("roster.xlsx", make(Wording::Russian, &[])),
        ("wrong.xlsx", make(Wording::Russian, wrong)),
        ("roster.en.xlsx", make(Wording::English, english)),
    ]
}

/// The members of a zip as text where they are.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a part is there");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("a part is whole");
            (file.name().expect("UTF-8").into_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// The cells of all sheets but ours, by sheet and address.
fn cells(grids: &[Grid]) -> BTreeMap<(String, String), Value> {
    (grids.iter().filter(|grid| !grid.name.starts_with(roster::OWN)))
        .flat_map(|grid| {
            let cells = grid.rows.values().flatten();
            cells.map(|cell| ((grid.name.clone(), cell.address()), cell.value.clone()))
        })
        .collect()
}

fn grids(bytes: &[u8]) -> Vec<Grid> {
    roster::grids(bytes, "r.xlsx").expect("it reads")
}

/// The texts of the sheet «Otinish», line by line.
fn own(bytes: &[u8]) -> Vec<Vec<String>> {
    let grids = grids(bytes);
    let sheet = grids.iter().find(|grid| grid.name == roster::OWN).expect("the sheet is there");
    sheet.rows.values().map(|cells| cells.iter().map(|cell| cell.value.to_string()).collect()).collect()
}

/// What the records say, without where they stand.
fn records(case: &Case) -> String {
    let all = serde_json::json!([case.company, case.employees, case.quota, case.contracts]);
    serde_json::to_string_pretty(&all).expect("JSON")
}

#[test]
fn typed_cells_stay_and_filled_ones_are_the_only_new_ones() {
    for (name, bytes) in samples() {
        let before = checked(&bytes, name);
        let after = completed(&before, Language::Ru);
        let (old, mut new) = (cells(&grids(&bytes)), cells(&grids(&after)));
        for (address, value) in &old {
            assert_eq!(new.remove(address).as_ref(), Some(value), "{name}: {address:?}");
        }
        let filled = before
            .case
            .filled
            .iter()
            .filter_map(|filled| Some((filled.place.sheet.clone()?, filled.place.cell.clone()?)));
        let filled: Vec<_> = filled.filter(|address| !old.contains_key(address)).collect();
        assert!(!filled.is_empty());
        assert_eq!(new.into_keys().collect::<Vec<_>>(), {
            let mut sorted = filled;
            sorted.sort();
            sorted
        });
    }
}

#[test]
fn dropped_back_in_it_gives_the_same_and_changes_no_more() {
    for ((name, bytes), language) in samples().into_iter().zip(Language::ALL) {
        let first = checked(&bytes, name);
        let once = completed(&first, language);
        let second = checked(&once, name);
        assert_eq!(records(&second.case), records(&first.case), "{name}");
        assert_eq!(second.filings, first.filings, "{name}");
        let codes = |case: &Case| {
            let all = case.findings.iter();
            all.map(|finding| (finding.code, finding.place.clone(), finding.subject.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&second.case), codes(&first.case), "{name}");
        let twice = completed(&second, language);
        assert_eq!(cells(&grids(&twice)), cells(&grids(&once)), "{name}");
        let different: Vec<_> = (own(&once).into_iter().zip(own(&twice))).filter(|(a, b)| a != b).collect();
        assert!(different.len() <= 1, "only the line of what changed: {different:?}");
        let thrice = completed(&checked(&twice, name), language);
        assert!(thrice == completed(&checked(&thrice, name), language), "{name}: it settles to the byte");
        assert!(once == completed(&first, language), "{name}: equal input, equal bytes");
    }
}

#[test]
fn every_finding_of_a_cell_has_a_note_that_begins_with_its_weight_and_a_colour() {
    let bytes = &samples()[1].1;
    let before = checked(bytes, "wrong.xlsx");
    assert!(before.case.count(Severity::Error) > 0, "{:#?}", before.case.findings);
    let after = completed(&before, Language::En);
    let parts = parts(&after);
    let notes: Vec<&String> = parts
        .iter()
        .filter(|(name, _)| name.contains("otinishNotes") && name.ends_with("xml"))
        .map(|(_, text)| text)
        .collect();
    for finding in before.case.findings.iter().filter(|finding| finding.place.cell.is_some()) {
        let cell = finding.place.cell.as_deref().expect("filtered");
        let note = format!("<comment ref=\"{cell}\"");
        let texts = notes
            .iter()
            .filter_map(|text| Some(text[text.find(&note)?..].split("</comment>").next()?.to_owned()));
        let weight = match finding.severity {
            Severity::Error => "error: ",
            Severity::Warning => "warning: ",
            Severity::Info => "note: ",
        };
        let mut texts = texts.filter(|text| text.contains(finding.code));
        assert!(
            texts.any(|text| text.contains(&format!("preserve\">{weight}"))
                || text.contains(&format!("\n{weight}"))),
            "{cell}"
        );
    }
    for colour in ["FFC7EFCE", "FFFFEB9D", "FFFFC7CF"] {
        assert!(parts["xl/styles.xml"].contains(colour), "{colour}");
    }
    // A colour is put on the very cells.
    let cells = colours(&after);
    let wrong = before
        .case
        .findings
        .iter()
        .find(|finding| finding.severity == Severity::Error && finding.place.cell.is_some());
    let wrong = wrong.expect("there is one");
    let at = (wrong.place.sheet.clone().expect("has"), wrong.place.cell.clone().expect("has"));
    assert_eq!(cells.get(&at).map(String::as_str), Some("FFFFC7CF"));
}

/// The colour of each cell that has one, read from the parts.
fn colours(bytes: &[u8]) -> BTreeMap<(String, String), String> {
    let parts = parts(bytes);
    let styles = &parts["xl/styles.xml"];
    let between = |text: &str, open: &str, close: &str| {
        let start = text.find(open).expect("is there") + open.len();
        text[start..start + text[start..].find(close).expect("ends")].to_owned()
    };
    let fills: Vec<String> =
        between(styles, "<fills", "</fills>").split("<fill>").skip(1).map(str::to_owned).collect();
    let formats: Vec<usize> = between(styles, "<cellXfs", "</cellXfs>")
        .split("<xf ")
        .skip(1)
        .map(|format| between(format, "fillId=\"", "\"").parse().expect("a number"))
        .collect();
    let mut all = BTreeMap::new();
    for (index, grid) in grids(bytes).iter().enumerate() {
        let Some(sheet) = parts.get(&format!("xl/worksheets/sheet{}.xml", index + 1)) else { continue };
        for cell in sheet.split("<c ").skip(1) {
            let Some(style) = cell.split("s=\"").nth(1).and_then(|style| style.split('"').next()) else {
                continue;
            };
            let Ok(style) = style.parse::<usize>() else { continue };
            if let Some(colour) = fills[formats[style]].split("fgColor rgb=\"").nth(1) {
                all.insert((grid.name.clone(), between(cell, "r=\"", "\"")), colour[..8].to_owned());
            }
        }
    }
    all
}

#[test]
fn no_formula_is_written_and_text_that_looks_like_one_stays_text() {
    let edits: &[Edit] = &[("SMITH John", "Должность", "=HYPERLINK(\"http://example.com\")")];
    let bytes = sample::workbook(Wording::Russian, edits).expect("the sample is written");
    for source in [bytes.clone(), csv(&bytes)] {
        let name = if source == bytes { "r.xlsx" } else { "r.csv" };
        let after = completed(&checked(&source, name), Language::Ru);
        for (part, text) in parts(&after) {
            assert!(!text.contains("<f>") && !text.contains("<f "), "{name}: {part}");
        }
        let typed =
            cells(&grids(&after)).into_values().any(|value| value.to_string().starts_with("=HYPERLINK"));
        assert!(typed, "{name}");
    }
}

/// The sheet of employees as a csv.
fn csv(bytes: &[u8]) -> Vec<u8> {
    let grids = grids(bytes);
    let sheet = grids.iter().find(|grid| grid.name == "Сотрудники").expect("is there");
    let mut text = String::new();
    for row in 1..=*sheet.rows.keys().last().expect("has rows") {
        let cell = |column| sheet.cell(row, column).map(|cell| cell.value.to_string().replace('"', "\"\""));
        let cells: Vec<String> =
            (0..50).map(|column| format!("\"{}\"", cell(column).unwrap_or_default())).collect();
        text.push_str(&cells.join(";"));
        text.push('\n');
    }
    text.into_bytes()
}

#[test]
fn a_csv_becomes_a_workbook_with_every_cell_at_its_address() {
    let bytes = csv(&samples()[0].1);
    let before = checked(&bytes, "штат компании за две тысячи двадцать шестой год.csv");
    let after = completed(&before, Language::Ru);
    let old = cells(&roster::grids(&bytes, "r.csv").expect("it reads"));
    let new: BTreeMap<String, Value> =
        cells(&grids(&after)).into_iter().map(|((_, at), value)| (at, value)).collect();
    for ((_, at), value) in old {
        assert_eq!(new.get(&at), Some(&value), "{at}");
    }
    let again = checked(&after, "completed.xlsx");
    let people =
        |case: &Case| case.employees.iter().map(|employee| employee.person.clone()).collect::<Vec<_>>();
    let shown = |case: &Case| {
        format!(
            "{:?}",
            people(case).iter().map(|one| (&one.subject, one.birth_date, one.sex)).collect::<Vec<_>>()
        )
    };
    assert_eq!(shown(&again.case), shown(&before.case));
    assert!(
        own(&after).iter().flatten().any(|text| text.contains("Оформление")),
        "it says that the look is lost"
    );
}

/// A workbook as HR departments make them: notes, rules, formulas, colours, a chart, a hidden sheet.
fn lived_in() -> Vec<u8> {
    let mut book = xlsx::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Staff").expect("a name");
    let yellow = xlsx::Format::new().set_background_color(xlsx::Color::RGB(0x00DD_EBF7));
    let heads = [
        "Surname",
        "Given name",
        "Sex",
        "Birth date",
        "Citizenship",
        "IIN",
        "Passport No",
        "Category",
        "Age",
    ];
    for (column, head) in (0..).zip(heads) {
        sheet.write(1, column, head).expect("writes");
    }
    sheet.merge_range(0, 0, 0, 3, "Person", &xlsx::Format::new().set_bold()).expect("joins");
    let people =
        [("IVANOV", "Sergei", "810609300119", "MP2847156"), ("SMITH", "John", "850317300100", "AB1")];
    for (row, (last, first, iin, passport)) in (2..).zip(people) {
        sheet.write(row, 0, last).and_then(|sheet| sheet.write(row, 1, first)).expect("writes");
        sheet
            .write_blank(row, 2, &yellow)
            .and_then(|sheet| sheet.write_blank(row, 3, &yellow))
            .expect("writes");
        sheet.write(row, 4, "Россия").and_then(|sheet| sheet.write(row, 5, iin)).expect("writes");
        sheet
            .write_with_format(row, 5, iin, &yellow)
            .and_then(|sheet| sheet.write(row, 6, passport))
            .expect("writes");
        sheet.write(row, 7, 3).expect("writes");
        sheet.write_formula(row, 8, xlsx::Formula::new("2026-1981").set_result("45")).expect("writes");
    }
    sheet.insert_note(3, 5, &xlsx::Note::new("ask John").set_author("Anna")).expect("notes");
    sheet.insert_note(3, 0, &xlsx::Note::new("on leave").set_author("Anna")).expect("notes");
    let rule = xlsx::DataValidation::new().allow_list_strings(&["M", "F"]).expect("a list");
    sheet.add_data_validation(2, 2, 9, 2, &rule).expect("a rule");
    let mut chart = xlsx::Chart::new(xlsx::ChartType::Column);
    chart.add_series().set_values("Staff!$H$3:$H$4");
    sheet.insert_chart(12, 1, &chart).expect("a chart");
    sheet.set_freeze_panes(2, 0).expect("freezes");
    sheet.set_column_width(0, 33).expect("a width");
    book.add_worksheet()
        .set_name("Secret")
        .expect("a name")
        .set_hidden(true)
        .write(0, 0, "keep")
        .expect("writes");
    book.define_name("Staff!Range", "=Staff!$A$3:$A$4").expect("a name");
    book.save_to_buffer().expect("writes")
}

#[test]
fn notes_rules_charts_and_colours_of_others_stay() {
    let bytes = lived_in();
    let before = checked(&bytes, "staff.xlsx");
    let after = completed(&before, Language::En);
    let (old, new) = (parts(&bytes), parts(&after));
    for name in
        ["xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/sharedStrings.xml", "docProps/core.xml"]
    {
        assert!(old.contains_key(name) && old.get(name) == new.get(name), "{name}: {:?}", old.keys());
    }
    let sheet = &new["xl/worksheets/sheet1.xml"];
    for piece in [
        "mergeCell ref=\"A1:D1\"",
        "<pane ",
        "width=\"33.",
        "<drawing ",
        "<legacyDrawing ",
        "&quot;M,F&quot;",
        "\"M,F\"",
    ] {
        let escaped = piece.contains("M,F");
        assert!(sheet.contains(piece) || (escaped && sheet.contains("M,F")), "{piece}");
    }
    assert!(!sheet.contains("Otinish_sex"), "a rule of HR's own is not replaced");
    assert!(sheet.contains("Otinish_category") && sheet.contains("errorStyle=\"warning\""));
    let notes = &new["xl/comments1.xml"];
    assert!(
        notes.contains("ask John") && notes.contains("on leave") && notes.contains("Otinish: error"),
        "{notes}"
    );
    let drawn = new["xl/drawings/vmlDrawing1.vml"].matches("<v:shape ").count();
    assert_eq!(drawn, notes.matches("<comment ").count(), "a box for each note");
    assert!(
        own(&after).iter().flatten().any(|text| text.starts_with("Formulas replaced")),
        "{:?}",
        own(&after)
    );

    // What Otinish put on is taken off again when HR has put the number right.
    let right = replaced(&after, "xl/sharedStrings.xml", "850317300100", "850317300109");
    let again = checked(&right, "staff.xlsx");
    let twice = completed(&again, Language::En);
    let notes = &parts(&twice)["xl/comments1.xml"];
    assert!(notes.contains("ask John") && !notes.contains("iin-checksum"), "{notes}");
    let at = ("Staff".to_owned(), "F4".to_owned());
    assert_eq!(colours(&after).get(&at).map(String::as_str), Some("FFFFC7CF"));
    assert_eq!(colours(&twice).get(&at), colours(&bytes).get(&at), "the former colour is back");
    assert_eq!(colours(&bytes).get(&at).map(String::as_str), Some("FFDDEBF7"));
    let since = workbook::since(&right, &again.case).expect("it reads").expect("Otinish was there before");
    assert!(
        since.fixed.iter().any(|known| known.code == "iin-checksum" && known.subject.contains("SMITH")),
        "{since:?}"
    );
    let lines = own(&twice);
    assert!(lines.iter().any(|line| line[0] == "fixed" && line[1] == "iin-checksum"), "{lines:#?}");
    assert!(workbook::since(&bytes, &before.case).expect("it reads").is_none());
}

/// The same workbook with a text in one part in place of another.
fn replaced(bytes: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is a zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part is there");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part is whole");
        let name = file.name().expect("UTF-8").into_owned();
        if name == part {
            content = String::from_utf8(content).expect("UTF-8").replace(old, new).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("starts");
        writer.write_all(&content).expect("writes");
    }
    writer.finish().expect("finishes").into_inner()
}

#[test]
fn a_workbook_in_another_dialect_is_written_anew() {
    let (sheet, comment) = ("xl/worksheets/sheet3.xml", "<!-- <row r=\"1\"/> --><sheetData>");
    let strange = replaced(&samples()[0].1, sheet, "<sheetData>", comment);
    let before = checked(&strange, "r.xlsx");
    let after = completed(&before, Language::Ru);
    let again = checked(&after, "r.xlsx");
    assert_eq!(records(&again.case), records(&before.case));
    assert!(own(&after).iter().flatten().any(|text| text.contains("Оформление")));
}

#[test]
fn the_command_writes_a_file_and_never_the_roster_itself() {
    let folder = std::env::temp_dir().join(format!("otinish-workbook-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let (roster, bytes) = (folder.join("r.xlsx"), &samples()[0].1);
    fs::write(&roster, bytes).expect("writes");
    let check = |words: &[&str]| {
        let typed = ["otinish", "check", roster.to_str().expect("UTF-8"), "--format", "xlsx"];
        let typed = typed.iter().chain(words).map(std::ffi::OsString::from);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let surroundings = Surroundings { today, language: Language::En };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        (cli::run(typed, surroundings, &mut out, &mut err), out, String::from_utf8(err).expect("UTF-8"))
    };
    let (exit, out, err) = check(&[]);
    assert!(exit == Exit::CouldNotWork && out.is_empty() && err.contains("-o completed.xlsx"), "{err}");
    let (exit, _, err) = check(&["-o", roster.to_str().expect("UTF-8")]);
    assert!(exit == Exit::CouldNotWork && err.contains("never written over"), "{err}");
    let target = folder.join("completed.xlsx");
    let (exit, out, err) = check(&["-o", target.to_str().expect("UTF-8")]);
    assert!(exit == Exit::Done && out.is_empty() && err.is_empty(), "{err}");
    assert_eq!(fs::read(&roster).expect("is there"), *bytes);
    assert!(fs::read(&target).expect("is there").starts_with(b"PK"));
    fs::remove_dir_all(&folder).expect("the scratch folder is ours");
}
