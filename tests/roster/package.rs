//! Workbooks written part by part, out of a text.
//!
//! `odd/<name>.parts` holds the parts of a package: `@ xl/worksheets/sheet1.xml` begins one (`utf-16le`,
//! `utf-16be`, `windows-1251` or `bom` behind its name says how it is encoded), `#` a remark. What is not there is what a
//! plain workbook has: one sheet «Сотрудники», no styles. `{head}` and `{person}` stand for a row of headers
//! and for one of data, `{main}` and `{relations}` for the namespaces. With a part `content.xml` it is an `.ods`.

use std::collections::BTreeMap;

use crate::faulty::zip;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const LINKS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Texts of a row as cells without styles.
fn row(number: u32, texts: &[&str]) -> String {
    let cells = texts.iter().zip('A'..).map(|(text, column)| {
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// A package by its parts: those of a plain workbook, and in their place those that are given.
pub fn package(given: BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut parts = BTreeMap::new();
    if !given.contains_key("content.xml") {
        let link = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
        };
        let links = |inner: String| format!("<Relationships xmlns=\"{LINKS}\">{inner}</Relationships>");
        let workbook = format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>\
             <sheet name=\"Сотрудники\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        let inner = link("rId1", "worksheet", "worksheets/sheet1.xml")
            + &link("rId2", "styles", "styles.xml")
            + &link("rId3", "sharedStrings", "sharedStrings.xml");
        let plain = [
            ("[Content_Types].xml", "<Types/>".to_owned()),
            ("_rels/.rels", links(link("rId1", "officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", links(inner)),
        ];
        parts.extend(plain.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    } else {
        let kind = "application/vnd.oasis.opendocument.spreadsheet";
        parts.insert("mimetype".to_owned(), kind.into());
        parts.insert("META-INF/manifest.xml".to_owned(), b"<manifest/>".to_vec());
    }
    parts.extend(given);
    let mut parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), &content[..])).collect();
    // OpenDocument wants its kind first.
    parts.sort_by_key(|(name, _)| *name != "mimetype");
    zip(&parts)
}

/// The parts that a case writes out.
pub fn parts(case: &str) -> BTreeMap<String, Vec<u8>> {
    let head = row(1, &["ФИО (лат.)", "Гражданство", "№ паспорта", "Должность"]);
    let person = row(2, &["SMITH John", "Великобритания", "AB1234567", "Инженер"]);
    let mut all = BTreeMap::new();
    for section in case.split("\n@ ").skip(1) {
        let (title, text) = section.split_once('\n').unwrap_or((section, ""));
        let (name, encoding) = title.trim().split_once(' ').unwrap_or((title.trim(), "utf-8"));
        let text = text.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n");
        let text = text.replace("{head}", &head).replace("{person}", &person);
        let text = text.replace("{main}", MAIN).replace("{relations}", RELATIONS);
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let content = match encoding {
            "utf-16le" => [&b"\xff\xfe"[..], &units(u16::to_le_bytes)].concat(),
            "utf-16be" => [&b"\xfe\xff"[..], &units(u16::to_be_bytes)].concat(),
            "windows-1251" => encoding_rs::WINDOWS_1251.encode(&text).0.into_owned(),
            "bom" => [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
            _ => text.into_bytes(),
        };
        all.insert(name.to_owned(), content);
    }
    all
}
