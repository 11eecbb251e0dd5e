//! Zips that lie about what is in them → workbook, letter, scans: each reader takes them or says one thing.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::docx::{Package, Shelf};
use otinish::{packet, roster};
use otinish_fuzz::{byte, container, limit, rest};

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
/// Zeros that inflate from few bytes: a bomb for whom believes the sizes.
const ZEROS: &[u8] = &[0; 3_000];

static SHEET: LazyLock<String> = LazyLock::new(|| {
    let texts = |row: u32, texts: [&str; 3]| {
        let cells = texts.iter().zip('A'..);
        let cells = cells.map(|(text, column)| {
            format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        });
        format!("<row r=\"{row}\">{}</row>", cells.collect::<String>())
    };
    let rows = texts(1, ["ФИО", "Гражданство", "№ паспорта"])
        + &texts(2, ["СМИТ Джон", "Великобритания", "AB1234567"]);
    format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
});
static BOOK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "<workbook {MAIN} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Сотрудники\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    )
});
const BOOK_LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const LETTER: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Письмо</w:t></w:r></w:p></w:body></w:document>"#;

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let raw = byte(&mut input) == 255;
    let file = if raw { rest(&mut input).to_vec() } else { zip(&mut input) };
    if let Err(error) = roster::read(&file, "a.xlsx") {
        assert!(!error.notice().message.ru.is_empty());
    }
    let package = Package::read(&file);
    // Two readers of one file: they see the same letter, or none.
    let shelved = Shelf::default().read(&file, None);
    if let Ok(package) = package {
        let document = otinish::docx::Document::read(&package);
        assert!(shelved.is_err() || shelved == document, "what is read once for all is what is read alone");
    }
    if let Ok(files) = packet::unzip(&file) {
        for (name, _) in &files {
            assert!(!name.split('/').any(|part| part == ".."), "{name}");
            assert!(!name.starts_with('/') && !name.contains(['\\', '\0', '\n']), "{name}");
        }
    }
});

fn zip(input: &mut Unstructured) -> Vec<u8> {
    let parts: [(&str, &[u8]); 12] = [
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/worksheets/sheet1.xml", SHEET.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_LINKS.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", LETTER.as_bytes()),
        ("xl/styles.xml", ZEROS),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<a/>"),
        ("SMITH/passport.pdf", b"%PDF-1.7"),
        ("../../x.png", b"x"),
        ("folder/", b""),
        ("xl/workbook.bin", b"\x83\x01\x00"),
    ];
    container::lying_zip(&parts, input)
}
