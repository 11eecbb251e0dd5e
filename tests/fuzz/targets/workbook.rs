//! Parts of a workbook of each format → read, its sheets found: a roster or one error with words, never a panic of ours.
//!
//! What the parser of `.xls` and `.xlsb` does on the way is caught by the library on purpose; it is run here for its
//! hunger, not for its panics.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::roster;
use otinish_fuzz::grammar::Grammar;
use otinish_fuzz::{byte, container, limit, one, text};

static SHEETS: LazyLock<Grammar> = LazyLock::new(|| Grammar::new("", include_str!("../src/spreadsheet.txt")));
static OPEN: LazyLock<Grammar> = LazyLock::new(|| Grammar::new("", include_str!("../src/opendocument.txt")));

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const ONE_SHEET: &str = "<sheets><sheet name=\"Сотрудники\" sheetId=\"1\" r:id=\"rId1\"/></sheets>";
const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ФИО</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Гражданство</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>№ паспорта</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>Дата рождения</t></is></c></row>";

fuzz_target!(|bytes: &[u8]| {
    limit(&["calamine-"]);
    let mut input = Unstructured::new(bytes);
    let file = match byte(&mut input) {
        0..=119 => xlsx(&mut input),
        120..=179 => ods(&mut input),
        180..=219 => xls(&mut input),
        _ => xlsb(&mut input),
    };
    if let Err(error) = roster::read(&file, "книга") {
        let told = error.notice();
        assert!(!told.message.ru.is_empty() && !told.message.kk.is_empty());
    }
});

fn xlsx(input: &mut Unstructured) -> Vec<u8> {
    let which = byte(input);
    let has = |bit: u8| which & bit != 0;
    let part = |root: &str, inside: &str| {
        let spaces = format!(
            "xmlns=\"{MAIN}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
        );
        format!("<{root} {spaces}>{inside}</{root}>")
    };
    let styles = if has(1) { SHEETS.inside("styleSheet", input) } else { String::new() };
    let strings = if has(2) { SHEETS.inside("sst", input) } else { String::new() };
    let book = if has(4) { SHEETS.inside("workbook", input) } else { ONE_SHEET.to_owned() };
    let second = if has(8) { SHEETS.inside("worksheet", input) } else { String::new() };
    let first = match has(16) {
        true => SHEETS.inside("worksheet", input),
        // Below headers that are known.
        false => format!("<sheetData>{HEAD}{}</sheetData>", SHEETS.inside("sheetData", input)),
    };
    let first = part("worksheet", &first);
    let first = if has(32) { utf16(&first) } else { first.into_bytes() };
    container::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/workbook.xml", part("workbook", &book).as_bytes()),
        ("xl/styles.xml", part("styleSheet", &styles).as_bytes()),
        ("xl/sharedStrings.xml", part("sst", &strings).as_bytes()),
        ("xl/worksheets/sheet1.xml", &first),
        ("xl/worksheets/sheet2.xml", part("worksheet", &second).as_bytes()),
    ])
}

fn utf16(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&b"\xff\xfe"[..], &units].concat()
}

fn ods(input: &mut Unstructured) -> Vec<u8> {
    let content =
        format!("<office:document-content>{}</office:document-content>", OPEN.inside("content", input));
    container::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A number that counts or places something in a record.
fn small(input: &mut Unstructured) -> u32 {
    match byte(input) {
        few @ 0..=239 => u32::from(few % 12),
        _ => input.arbitrary().unwrap_or(0),
    }
}

/// A field of a record: a number of two or four bytes, a text, or any bytes.
fn field(input: &mut Unstructured, wide: fn(&str) -> Vec<u8>, out: &mut Vec<u8>) {
    match byte(input) {
        0..=119 => out.extend((small(input) as u16).to_le_bytes()),
        120..=169 => out.extend(small(input).to_le_bytes()),
        170..=229 => out.extend(wide(&text::text(input))),
        _ => {
            let count = usize::from(byte(input) % 16).min(input.len());
            out.extend(input.bytes(count).expect("so many are left"));
        }
    }
}

/// Records of the `Workbook` stream ([MS-XLS] §2.3).
fn xls(input: &mut Unstructured) -> Vec<u8> {
    const GLOBAL: [u16; 10] =
        [0x0085, 0x00fc, 0x003c, 0x00e0, 0x041e, 0x0018, 0x0017, 0x002f, 0x0042, 0x0022];
    const LOCAL: [u16; 16] = [
        0x0203, 0x0204, 0x0205, 0x0208, 0x027e, 0x00bd, 0x00fd, 0x00d6, 0x00e5, 0x0200, 0x0006, 0x0207,
        0x0201, 0x003c, 0x0809, 0x000a,
    ];
    let record = |kind: u16, content: &[u8], out: &mut Vec<u8>| {
        out.extend(kind.to_le_bytes());
        out.extend((content.len() as u16).to_le_bytes());
        out.extend(content);
    };
    let wide = |text: &str| -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let length = (units.len() as u16).to_le_bytes();
        [&length[..], &[1], &units.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat()
    };
    let some = |kinds: &[u16], input: &mut Unstructured, out: &mut Vec<u8>| {
        for _ in 0..byte(input) % 16 {
            let kind = if byte(input) == 255 { input.arbitrary().unwrap_or(0) } else { *one(kinds, input) };
            let mut content = Vec::new();
            for _ in 0..byte(input) % 8 {
                field(input, wide, &mut content);
            }
            record(kind, &content, out);
        }
    };
    let version: &[u8] = if byte(input) > 220 { &[0, 5] } else { &[0, 6] };
    let mut globals = Vec::new();
    record(0x0809, &[version, &[5, 0, 0, 0, 0, 0]].concat(), &mut globals);
    let mut more = Vec::new();
    some(&GLOBAL, input, &mut more);
    let mut sheet = Vec::new();
    record(0x0809, &[version, &[16, 0, 0, 0, 0, 0]].concat(), &mut sheet);
    some(&LOCAL, input, &mut sheet);
    record(0x000a, &[], &mut sheet);
    // Where the sheet begins: behind the globals, this record and the end.
    let start = globals.len() + 4 + 8 + 3 + more.len() + 4;
    let bound = [&(start as u32).to_le_bytes()[..], &[0, 0, 3, 0], b"abc"].concat();
    record(0x0085, &bound, &mut globals);
    globals.extend(more);
    record(0x000a, &[], &mut globals);
    globals.extend(sheet);
    while globals.len() < 4_096 {
        let length = (4_096 - globals.len()).saturating_sub(4);
        record(0x0fff, &vec![0; length], &mut globals);
    }
    globals.truncate(60_000);
    container::ole("Workbook", &globals)
}

/// Records of the parts of an `.xlsb` ([MS-XLSB] §2.3.2).
fn xlsb(input: &mut Unstructured) -> Vec<u8> {
    const BOOK: [u16; 5] = [0x009c, 0x008f, 0x0090, 0x0099, 0x0027];
    const SHEET: [u16; 14] = [
        0x0000, 0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008, 0x0009, 0x000a, 0x000b,
        0x0094, 0x0092,
    ];
    const STYLES: [u16; 5] = [0x002c, 0x002f, 0x0269, 0x026a, 0x0267];
    let wide = |text: &str| -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let length = (units.len() as u32).to_le_bytes();
        [&length[..], &units.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat()
    };
    let record = |kind: u16, content: &[u8], out: &mut Vec<u8>| {
        match kind {
            0..0x80 => out.push(kind as u8),
            _ => out.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8 & 0x7f]),
        }
        let mut length = content.len();
        loop {
            out.push((length & 0x7f) as u8 | if length >= 0x80 { 0x80 } else { 0 });
            length >>= 7;
            if length == 0 {
                break;
            }
        }
        out.extend(content);
    };
    let some = |kinds: &[u16], input: &mut Unstructured, out: &mut Vec<u8>| {
        for _ in 0..byte(input) % 16 {
            let kind = if byte(input) == 255 { input.arbitrary().unwrap_or(0) } else { *one(kinds, input) };
            let mut content = Vec::new();
            for _ in 0..byte(input) % 6 {
                field(input, wide, &mut content);
            }
            record(kind, &content, out);
        }
    };
    let mut book = Vec::new();
    record(0x0083, &[], &mut book);
    record(0x008f, &[], &mut book);
    record(0x009c, &[&[0, 0, 0, 0, 1, 0, 0, 0][..], &wide("rId1"), &wide("Сотрудники")].concat(), &mut book);
    some(&BOOK, input, &mut book);
    record(0x0090, &[], &mut book);
    record(0x0084, &[], &mut book);
    let mut sheet = Vec::new();
    record(0x0081, &[], &mut sheet);
    record(0x0094, &[0; 16], &mut sheet);
    record(0x0091, &[], &mut sheet);
    some(&SHEET, input, &mut sheet);
    record(0x0092, &[], &mut sheet);
    let mut styles = Vec::new();
    some(&STYLES, input, &mut styles);
    let mut strings = Vec::new();
    record(0x009f, &[&small(input).to_le_bytes()[..], &small(input).to_le_bytes()].concat(), &mut strings);
    some(&[0x0013, 0x00a0], input, &mut strings);
    let links = LINKS.replace("worksheets/sheet1.xml", "worksheets/sheet1.bin").replace(".xml\"", ".bin\"");
    container::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/worksheets/sheet2.bin", &[]),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
    ])
}
