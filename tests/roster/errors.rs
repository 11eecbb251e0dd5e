//! Files that are no roster: each says what it is and what to do.

use std::path::Path;

use crate::cases::{compare, outcome};
use crate::faulty::{SMALL, XLS, files, parts, with};
use crate::workbook;

#[test]
fn every_error_says_what_to_do() {
    let files = files();
    let mut found = String::new();
    for (name, bytes) in &files {
        found.push_str(&format!("{name}: {}\n", outcome(bytes, name)));
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/errors.txt");
    compare(&golden, &found).expect("the errors are those of the golden");
}

#[test]
fn lying_counters_and_dimensions_do_no_harm() {
    let good = workbook::build(SMALL);
    let plain = outcome(&good, "r.xlsx");
    assert!(plain.starts_with("Сотрудники: employees"), "{plain}");
    let strings = String::from_utf8(
        parts(&good).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").expect("the part").1,
    )
    .expect("XML is text");
    let count =
        strings.split("uniqueCount=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a counter");
    let lie = with(
        &good,
        "xl/sharedStrings.xml",
        &format!("uniqueCount=\"{count}\""),
        "uniqueCount=\"99999999999\"",
    );
    assert_eq!(outcome(&lie, "r.xlsx"), plain);
    let lie =
        with(&lie, "xl/worksheets/sheet1.xml", "<dimension ref=\"A1:C2\"/>", "<dimension ref=\"Z99:A1\"/>");
    assert_eq!(outcome(&lie, "r.xlsx"), plain);
}

#[test]
fn stray_cells_are_a_warning() {
    let good = workbook::build(SMALL);
    let stray = with(
        &good,
        "xl/worksheets/sheet1.xml",
        "</row></sheetData>",
        "</row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
    );
    let found = outcome(&stray, "r.xlsx");
    assert!(found.contains("Warning cells-stray at Сотрудники!XFD1048576"), "{found}");
}

#[test]
fn the_1904_system_is_known() {
    let good = workbook::build("== Staff\nName | DOB | Passport\nSMITH John | date:1980-05-15 | 1\n");
    let moved = with(&good, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    assert!(outcome(&good, "r.xlsx").contains("date 1980-05-15"));
    assert!(outcome(&moved, "r.xlsx").contains("date 1984-05-16"));
}

#[test]
fn lying_dimensions_of_an_old_workbook_do_no_harm() {
    let plain = outcome(XLS, "r.xls");
    let at = XLS.windows(4).position(|window| window == [0, 2, 14, 0]).expect("a record of dimensions");
    let mut lie = XLS.to_vec();
    lie[at + 4..at + 16].copy_from_slice(&[0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    assert_eq!(outcome(&lie, "r.xls"), plain);
}
