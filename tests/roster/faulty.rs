//! Files that are no roster, and the tools that make them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::workbook;

pub const SMALL: &str =
    "== Сотрудники\nФИО | Гражданство | № паспорта\nСМИТ Джон | Великобритания | 123456789\n";

/// A zip of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a new name");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The parts of a zip.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let count = archive.len();
    let part = |index| {
        let mut file = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        std::io::copy(&mut file, &mut content).expect("it inflates");
        (file.name().expect("a name").into_owned(), content)
    };
    (0..count).map(part).collect()
}

/// A workbook with one text in a part replaced by another.
pub fn with(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut all = parts(bytes);
    let content = &mut all.iter_mut().find(|(name, _)| name == part).expect("the part is there").1;
    let text = String::from_utf8(std::mem::take(content)).expect("XML is text");
    assert!(text.contains(from), "{part} has {from}");
    *content = text.replacen(from, to, 1).into_bytes();
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, content)| (name.as_str(), &content[..])).collect();
    zip(&all)
}

/// An OLE container with one empty stream of this name.
pub fn compound(stream: &str) -> Vec<u8> {
    let mut file = vec![0u8; 512 * 4];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1u32.to_le_bytes());
    put(48, &1u32.to_le_bytes());
    put(56, &4096u32.to_le_bytes());
    put(60, &[0xfe, 0xff, 0xff, 0xff]);
    put(68, &[0xfe, 0xff, 0xff, 0xff]);
    put(76, &[0xff; 436]);
    put(76, &0u32.to_le_bytes());
    // The table of sectors: itself, then the directory.
    put(512, &[0xff; 512]);
    put(512, &[0xfd, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    for (index, name) in ["Root Entry", stream].iter().enumerate() {
        let at = 1024 + 128 * index;
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &units);
        put(at + 64, &(units.len() as u16 + 2).to_le_bytes());
        put(at + 66, &[if index == 0 { 5 } else { 2 }, 1]);
        put(at + 116, &[0xfe, 0xff, 0xff, 0xff]);
    }
    file
}

/// A spreadsheet of OpenDocument with this content.
pub fn ods(content: &str, manifest: &[u8]) -> Vec<u8> {
    let content = format!("<office:document-content>{content}</office:document-content>");
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content.as_bytes()),
    ])
}

/// One filled cell that stands in all columns of all rows.
const ENDLESS: &str = "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"1048576\">\
    <table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/>\
    </table:table-row></table:table>";

pub const XLS: &[u8] = include_bytes!("formats/roster.xls");

/// Bytes with the first place of some replaced by others of the same length.
pub fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).expect("the bytes are there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// The same workbook without compression, so that a flipped bit reaches the XML.
#[allow(dead_code, reason = "not every test that takes files from here flips bits")]
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts(bytes) {
        writer.start_file(name.as_str(), options).expect("a new name");
        writer.write_all(&content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// All of them by name.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let good = workbook::build(SMALL);
    let sheet = "xl/worksheets/sheet1.xml";
    let many: Vec<String> = (0..2_001).map(|index| format!("xl/part{index}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let bomb = vec![b' '; 65 << 20];
    vec![
        ("empty.xlsx", Vec::new()),
        ("spaces.csv", b" \r\n \n".to_vec()),
        ("letter.docx", zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])),
        ("photos.zip", zip(&[("a.jpg", b"x")])),
        ("scan.xlsx", b"%PDF-1.7\n...".to_vec()),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n....".to_vec()),
        ("report.xls", b"<html><table><tr><td>x</td></tr></table></html>".to_vec()),
        ("noise.xlsx", (0..2000u32).map(|index| (index * 7919 % 251) as u8).collect()),
        ("notes.txt", "Просто текст, а не таблица.\nВторая строка.".as_bytes().to_vec()),
        ("secret.xlsx", compound("EncryptedPackage")),
        ("letter.doc", compound("WordDocument")),
        ("cut.xls", compound("Workbook")[..700].to_vec()),
        ("cut.xlsx", good[..good.len() / 2].to_vec()),
        ("far.xlsx", with(&good, sheet, "r=\"C2\"", "r=\"C4294967298\"")),
        ("torn.xlsx", with(&good, sheet, "</sheetData>", "</sheet")),
        ("entities.xlsx", with(&good, sheet, "<worksheet", "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet")),
        ("bomb.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &bomb)])),
        ("many.xlsx", zip(&many)),
        ("secret.xls", replaced(XLS, &[0x42, 0, 2, 0], &[0x2f, 0, 2, 0])),
        ("secret.ods", ods("", b"<manifest><encryption-data/></manifest>")),
        ("text.odt", zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")])),
        ("endless.ods", ods(ENDLESS, b"<manifest/>")),
        ("cut.ods", ods("<table:table table:name=\"A\"><table:table-row>", b"<manifest/>")),
    ]
}
