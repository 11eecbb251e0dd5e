//! A PDF read back with lopdf: where each character stands and in which font.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A character on a page.
#[derive(Debug, Clone)]
pub struct Sign {
    pub text: String,
    pub font: String,
    pub size: f64,
    pub x: f64,
    pub y: f64,
    /// The marked content that it stands in.
    pub mark: Mark,
}

/// What content is marked as; all content must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Artifact(String),
    /// Number, and language where one is told.
    Content(i64, String),
}

fn mark(operands: &[Object]) -> Mark {
    let name = String::from_utf8_lossy(operands[0].as_name().expect("a tag")).into_owned();
    let entry = |key: &[u8]| operands.get(1).and_then(|properties| properties.as_dict().ok()?.get(key).ok());
    let number = entry(b"MCID").map(|number| number.as_i64().expect("a number"));
    let text = |key, value: fn(&Object) -> lopdf::Result<&[u8]>| {
        entry(key).map(|object| String::from_utf8_lossy(value(object).expect("a value")).into_owned())
    };
    match number {
        Some(number) => Mark::Content(number, text(b"Lang", Object::as_str).unwrap_or_default()),
        None => {
            assert_eq!(name, "Artifact");
            let kind = text(b"Subtype", Object::as_name).or_else(|| text(b"Type", Object::as_name));
            Mark::Artifact(kind.unwrap_or_default())
        }
    }
}

struct Font {
    name: String,
    widths: Vec<f64>,
    unicode: BTreeMap<u16, String>,
}

/// The characters of each page, in the order of its content.
pub fn signs(pdf: &[u8]) -> Vec<Vec<Sign>> {
    let document = Document::load_mem(pdf).expect("a PDF");
    document.get_pages().values().map(|&page| signs_of_page(&document, page)).collect()
}

/// The text of each page, all characters in the order of its content.
pub fn text(pdf: &[u8]) -> Vec<String> {
    signs(pdf).into_iter().map(|page| page.into_iter().map(|sign| sign.text).collect()).collect()
}

/// The operators of a page.
pub fn operators(pdf: &[u8], page: u32) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("a PDF");
    let content = document.get_page_content(document.get_pages()[&page]);
    Content::decode(&content)
        .expect("operators")
        .operations
        .into_iter()
        .map(|operation| operation.operator)
        .collect()
}

fn signs_of_page(document: &Document, page: ObjectId) -> Vec<Sign> {
    let fonts: BTreeMap<Vec<u8>, Font> = document
        .get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, dictionary)| (name, read_font(document, dictionary)))
        .collect();
    let content = document.get_page_content(page);
    let mut signs = Vec::new();
    let (mut font, mut size, mut start, mut pen, mut stretch) = (None, 0.0, (0.0, 0.0), 0.0, 1.0);
    let mut marked = None;
    // What the next character stands for, if the content says so.
    let mut actual = None;
    for operation in Content::decode(&content).expect("operators").operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BT" => start = (0.0, 0.0),
            "BMC" | "BDC" => {
                assert!(marked.replace(mark(operands)).is_none(), "marks are not nested");
                let said =
                    operands.get(1).and_then(|properties| properties.as_dict().ok()?.get(b"ActualText").ok());
                actual = said.map(|text| lopdf::decode_text_string(text).expect("a text"));
            }
            "EMC" => assert!(marked.take().is_some(), "only what was begun ends"),
            "f" | "Do" => assert!(marked.is_some(), "everything is content or artifact"),
            "Tf" => {
                font = Some(&fonts[operands[0].as_name().expect("a name")]);
                size = number(&operands[1]);
            }
            "Tz" => stretch = number(&operands[0]) / 100.0,
            "Td" => {
                start = (start.0 + number(&operands[0]), start.1 + number(&operands[1]));
                pen = start.0;
            }
            "Tj" | "TJ" => {
                let single = vec![operands[0].clone()];
                let items = operands[0].as_array().unwrap_or(&single);
                let font = font.expect("a font is set");
                for item in items {
                    let Object::String(bytes, _) = item else {
                        pen -= number(item) * size * stretch / 1000.0;
                        continue;
                    };
                    for code in bytes.chunks(2) {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        let own = font.unicode.get(&code).expect("every code is mapped");
                        let text = actual.take().unwrap_or_else(|| own.clone());
                        let mark = marked.clone().expect("everything is content or artifact");
                        signs.push(Sign { text, font: font.name.clone(), size, x: pen, y: start.1, mark });
                        pen += font.widths[usize::from(code)] * size * stretch / 1000.0;
                    }
                }
            }
            _ => {}
        }
    }
    signs
}

fn read_font(document: &Document, font: &Dictionary) -> Font {
    let name = font.get(b"BaseFont").and_then(Object::as_name).expect("a name");
    let descendant = &font.get(b"DescendantFonts").and_then(Object::as_array).expect("descendants")[0];
    let widths =
        descendant.as_dict().and_then(|font| font.get(b"W")).and_then(Object::as_array).expect("widths");
    assert_eq!(number(&widths[0]), 0.0);
    let map = document.get_object(font.get(b"ToUnicode").and_then(Object::as_reference).expect("a map"));
    let map = map.and_then(Object::as_stream).and_then(|map| map.decompressed_content()).expect("a stream");
    Font {
        name: String::from_utf8_lossy(name).into_owned(),
        widths: widths[1].as_array().expect("an array").iter().map(number).collect(),
        unicode: read_map(&String::from_utf8(map).expect("ASCII")),
    }
}

/// `bfchar` and `bfrange` of a ToUnicode map.
fn read_map(map: &str) -> BTreeMap<u16, String> {
    let mut unicode = BTreeMap::new();
    let (mut inside, mut codes) = ("", Vec::new());
    for token in map.split_whitespace().flat_map(|word| word.split_inclusive('>')) {
        match token {
            "beginbfchar" | "beginbfrange" => (inside, codes) = (token, Vec::new()),
            "endbfchar" | "endbfrange" => inside = "",
            _ if !inside.is_empty() => {
                let digits = token.trim_matches(['<', '>']);
                let units: Vec<u16> = (0..digits.len() / 4)
                    .map(|at| u16::from_str_radix(&digits[at * 4..at * 4 + 4], 16).expect("hexadecimal"))
                    .collect();
                codes.push(units);
                match (inside, &codes[..]) {
                    ("beginbfchar", [code, text]) => {
                        unicode.insert(code[0], String::from_utf16(text).expect("UTF-16"));
                    }
                    ("beginbfrange", [first, last, text]) => {
                        for (step, code) in (first[0]..=last[0]).enumerate() {
                            let mut text = text.clone();
                            *text.last_mut().expect("a character") += step as u16;
                            unicode.insert(code, String::from_utf16(&text).expect("UTF-16"));
                        }
                    }
                    _ => continue,
                }
                codes.clear();
            }
            _ => {}
        }
    }
    unicode
}

pub fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        other => panic!("a number, not {other:?}"),
    }
}
