//! A hand-made `.xlsb`: records of [MS-XLSB], as few as a reader needs.

use crate::faulty::zip;

/// A record: type and length in seven bits a byte, then the bytes.
fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match kind {
        0..0x80 => out.push(kind as u8),
        _ => out.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]),
    }
    let mut length = bytes.len();
    loop {
        let more = length >= 0x80;
        out.push((length & 0x7f) as u8 | if more { 0x80 } else { 0 });
        length >>= 7;
        if !more {
            break;
        }
    }
    out.extend(bytes);
    out
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// BrtRowHdr; `fDyZero` hides the row.
fn row(number: u32, hidden: bool) -> Vec<u8> {
    let mut bytes = numbers(&[number - 1, 0]);
    bytes.extend([0x2c, 0x01, 0, if hidden { 0x10 } else { 0 }, 0]);
    bytes.extend(numbers(&[0]));
    record(0x0000, &bytes)
}

/// BrtCellSt: a text in its cell.
fn text(column: u32, text: &str) -> Vec<u8> {
    record(0x0006, &[numbers(&[column, 0]), wide(text)].concat())
}

/// BrtCellReal: a number with a cell format.
fn number(column: u32, style: u32, value: f64) -> Vec<u8> {
    record(0x0005, &[numbers(&[column, style]), value.to_le_bytes().to_vec()].concat())
}

/// BrtCellIsst: a shared text.
fn shared(column: u32, index: u32) -> Vec<u8> {
    record(0x0007, &numbers(&[column, 0, index]))
}

/// A workbook with one list of two people, one in a hidden row.
pub fn build() -> Vec<u8> {
    let sheet = [
        record(0x0081, &[]),
        record(0x0094, &numbers(&[0, 2, 0, 3])),
        record(0x0091, &[]),
        row(1, false),
        ["ФИО", "Дата рождения", "ИИН", "№ паспорта"]
            .iter()
            .zip(0..)
            .flat_map(|(head, at)| text(at, head))
            .collect(),
        row(2, false),
        shared(0, 0),
        number(1, 1, 29356.0),
        number(2, 2, 80_515_300_108.0),
        text(3, "123456789"),
        row(3, true),
        text(0, "ЙЫЛМАЗ Ахмет"),
        number(3, 0, 42.0),
        record(0x0092, &[]),
        record(0x0082, &[]),
    ]
    .concat();
    let format = |parent: u16, code: u16| {
        let mut bytes = [parent.to_le_bytes(), code.to_le_bytes()].concat();
        bytes.resize(16, 0);
        record(0x002f, &bytes)
    };
    let styles = [
        record(0x0116, &[]),
        record(0x0267, &numbers(&[1])),
        record(0x002c, &[164u16.to_le_bytes().to_vec(), wide("000000000000")].concat()),
        record(0x0268, &[]),
        record(0x0269, &numbers(&[3])),
        format(0, 0),
        format(0, 14),
        format(0, 164),
        record(0x026a, &[]),
        record(0x0117, &[]),
    ]
    .concat();
    let workbook = [
        record(0x0083, &[]),
        record(0x008f, &[]),
        record(0x009c, &[numbers(&[0, 1]), wide("rId1"), wide("Сотрудники")].concat()),
        record(0x0090, &[]),
        record(0x0084, &[]),
    ]
    .concat();
    let strings = [
        record(0x009f, &numbers(&[1, 1])),
        record(0x0013, &[vec![0], wide("СМИТ Джон")].concat()),
        record(0x00a0, &[]),
    ]
    .concat();
    let relations = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
    ])
}
