//! Zips that lie, made of honest ones byte by byte (APPNOTE.TXT 4.3).

/// Where each record of a kind begins.
fn records(zip: &[u8], signature: &[u8; 4]) -> Vec<usize> {
    let found = zip.windows(4).enumerate().filter(|(_, window)| window == signature);
    found.map(|(at, _)| at).collect()
}

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";

fn patched(zip: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    zip[at..at + bytes.len()].copy_from_slice(bytes);
    zip
}

/// Every entry is said to be encrypted (general purpose bit 0).
pub fn encrypted(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    records(&zip, LOCAL).into_iter().for_each(|at| zip[at + 6] |= 1);
    records(&zip, CENTRAL).into_iter().for_each(|at| zip[at + 8] |= 1);
    zip
}

/// The second entry lies where the first does.
pub fn overlapping(zip: &[u8]) -> Vec<u8> {
    let central = records(zip, CENTRAL);
    let place = zip[central[0] + 42..central[0] + 46].to_vec();
    patched(zip, central[1] + 42, &place)
}

/// All sizes are said to be nothing.
fn sizes_of_nothing(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    records(&zip, CENTRAL).into_iter().for_each(|at| zip[at + 24..at + 28].fill(0));
    zip
}

/// All sizes are said to be four gigabytes.
fn sizes_without_end(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    records(&zip, CENTRAL)
        .into_iter()
        .for_each(|at| zip[at + 24..at + 28].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]));
    zip
}

/// The check sums are wrong.
fn wrong_sums(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    records(&zip, CENTRAL).into_iter().for_each(|at| zip[at + 16] ^= 1);
    records(&zip, LOCAL).into_iter().for_each(|at| zip[at + 14] ^= 1);
    zip
}

/// The end says that there are 65,535 entries.
fn many_entries(zip: &[u8]) -> Vec<u8> {
    let end = *records(zip, END).last().expect("a zip has an end");
    patched(zip, end + 8, &[0xff; 4])
}

/// A method of compression that there is none of.
fn unknown_method(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    records(&zip, CENTRAL).into_iter().for_each(|at| zip[at + 10] = 77);
    records(&zip, LOCAL).into_iter().for_each(|at| zip[at + 8] = 77);
    zip
}

/// One name in place of another of equal length, wherever it stands.
pub fn renamed(zip: &[u8], from: impl AsRef<[u8]>, to: impl AsRef<[u8]>) -> Vec<u8> {
    let (from, to) = (from.as_ref(), to.as_ref());
    assert_eq!(from.len(), to.len());
    let mut zip = zip.to_vec();
    let places: Vec<usize> =
        zip.windows(from.len()).enumerate().filter(|(_, window)| *window == from).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "the name is there");
    places.into_iter().for_each(|at| zip[at..at + to.len()].copy_from_slice(to));
    zip
}

/// A name that fits into a zip.
pub fn long_name() -> String {
    "x".repeat(60_000)
}

/// In place of [`long_name`] letters that have one byte in the zip and two in UTF-8.
pub fn named_without_end(zip: &[u8]) -> Vec<u8> {
    let name = long_name();
    renamed(zip, &name, [0xff].repeat(name.len()))
}

/// The first name in the list and the first name before the bytes differ: what one reader sees, another does not.
fn cloaked(zip: &[u8]) -> Vec<u8> {
    let local = records(zip, LOCAL)[0];
    patched(zip, local + 30, b"x")
}

/// Something before the zip, and something after it.
fn wrapped(zip: &[u8]) -> Vec<u8> {
    [b"#!/bin/sh\nexit\n", zip, &[b'x'; 300]].concat()
}

/// All these lies about one zip of two entries or more.
pub fn lies(good: &[u8]) -> [(&'static str, Vec<u8>); 9] {
    [
        ("encrypted", encrypted(good)),
        ("overlapping", overlapping(good)),
        ("sizes_of_nothing", sizes_of_nothing(good)),
        ("sizes_without_end", sizes_without_end(good)),
        ("wrong_sums", wrong_sums(good)),
        ("many_entries", many_entries(good)),
        ("unknown_method", unknown_method(good)),
        ("cloaked", cloaked(good)),
        ("wrapped", wrapped(good)),
    ]
}

/// The reader of a message knows no zip: what two programs would see differently is said in words.
#[test]
fn parts_in_one_place_are_told_in_words() {
    let told = |notice: otinish::finding::Notice| {
        assert!(!format!("{notice:?}").contains("zip"), "{notice:?}");
        notice.message.ru
    };
    let document = crate::notation::docx(&[("template".into(), "x".into())]);
    let error = otinish::docx::Package::read(&overlapping(&document)).expect_err("it is refused");
    assert_eq!(
        told(error.notice("письмо.docx")),
        "Документ `письмо.docx` не принят: две части занимают в файле одно и то же место или носят в точности одно \
         имя. Разные программы могут показать разные документы."
    );
    let workbook = crate::workbook::build(crate::faulty::SMALL);
    let error = otinish::roster::read(&overlapping(&workbook), "реестр.xlsx").expect_err("it is refused");
    assert_eq!(
        told(error.notice()),
        "Книга `реестр.xlsx` не принята: две части занимают в файле одно и то же место или носят в точности одно \
         имя. Так не пишет ни одна табличная программа."
    );
}
