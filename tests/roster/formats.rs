//! One workbook in every format reads as one roster.
//!
//! `formats/roster.xls` and `.ods` are the workbook of `formats/roster.sheet` converted by LibreOffice
//! (`soffice --headless --convert-to xls` and `ods`). LibreOffice reads `.xlsb` but does not write it, so
//! that one is made by hand here, record by record.

use std::path::Path;

use crate::cases::{compare, outcome};
use crate::{workbook, xlsb};

/// The committed files by name.
pub const FILES: [(&str, &[u8]); 2] = [
    ("roster.xls", include_bytes!("formats/roster.xls")),
    ("roster.ods", include_bytes!("formats/roster.ods")),
];

const SKETCH: &str = include_str!("formats/roster.sheet");

#[test]
fn every_format_reads_as_the_golden() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/formats/roster.txt");
    compare(&golden, &outcome(&workbook::build(SKETCH), "roster")).expect("xlsx");
    for (name, bytes) in FILES {
        compare(&golden, &outcome(bytes, "roster")).expect(name);
    }
}

#[test]
fn xlsb_reads_as_its_golden() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/formats/xlsb.txt");
    compare(&golden, &outcome(&xlsb::build(), "roster.xlsb")).expect("xlsb");
}

/// A csv of each encoding and separator: the same list.
#[test]
fn every_csv_reads_as_one_list() {
    let text = "№;ФИО;Гражданство;№ паспорта;Примечание\r\n1;СМИТ Джон;Великобритания;012345678;\"он; она\"\r\n\r\n2;ЛИ Вэй;Китай;E1;\r\n";
    let wanted = outcome(text.as_bytes(), "Список 2026.csv");
    assert!(wanted.starts_with("Список 2026: employees\n"), "{wanted}");
    for line in ["E2", "passport_no        text 012345678", "note               text он; она", "row 4"] {
        assert!(wanted.contains(line), "{wanted}");
    }
    let tabs = text.replace("; она", "+ она").replace(';', "\t").replace("+ она", "; она");
    let commas = text.replace("; она", "+ она").replace(';', ",").replace("+ она", "; она");
    let utf16 = |units: fn(u16) -> [u8; 2]| -> Vec<u8> { tabs.encode_utf16().flat_map(units).collect() };
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    for (what, bytes) in [
        ("UTF-8 with a mark", marked(b"\xef\xbb\xbf", text.into())),
        ("windows-1251", encoding_rs::WINDOWS_1251.encode(text).0.into_owned()),
        ("tabs", tabs.clone().into_bytes()),
        ("commas", commas.into_bytes()),
        ("UTF-16LE with a mark", marked(b"\xff\xfe", utf16(u16::to_le_bytes))),
        ("UTF-16BE with a mark", marked(b"\xfe\xff", utf16(u16::to_be_bytes))),
        ("UTF-16LE without a mark", utf16(u16::to_le_bytes)),
    ] {
        assert_eq!(outcome(&bytes, "Список 2026.csv"), wanted, "{what}");
    }
}
