//! Documents in the notation of the layout → the structure that their PDFs tell, as an outline.
//!
//! A new case is a new file `tests/pdf/*.txt`: the notation, a line `=== structure`, the outline. An element is its type
//! and what else is said of it; content is its text in quotes, after its language where one is told; `→` is a link.

#[path = "../layout/notation.rs"]
pub mod notation;

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId};
use otinish::docx;
use otinish::layout::{Fonts, lay_out};
use otinish::pdf::Press;

use crate::reader::{self, Mark};
use crate::sheet::metadata;

const MARK: &str = "=== structure\n";

#[test]
fn the_structure_is_that_of_the_document() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf");
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    let mut failures = Vec::new();
    for path in cases {
        let content = std::fs::read_to_string(&path).expect("a case is text");
        let (source, expected) = content.split_once(MARK).unwrap_or((&content, ""));
        let found = outline(&print(source));
        if found != expected {
            failures.push(format!("{}\n{found}", path.display()));
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                let source = source.trim_end();
                std::fs::write(&path, format!("{source}\n\n{MARK}{found}")).expect("a case can be rewritten");
            }
        }
    }
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

fn print(source: &str) -> Vec<u8> {
    let document = docx::Document::read(&notation::package(source)).expect("the notation gives a document");
    let fonts = Fonts::load();
    Press::new(&fonts).print(&lay_out(&document, &fonts), &metadata()).expect("it can be printed")
}

/// The tree from its root down, and then what is no content.
fn outline(pdf: &[u8]) -> String {
    walk(pdf).0
}

/// The text as a person is read it: in the order of the tree.
pub fn reading(pdf: &[u8]) -> String {
    walk(pdf).1
}

fn walk(pdf: &[u8]) -> (String, String) {
    let document = Document::load_mem(pdf).expect("a PDF");
    let pages: BTreeMap<ObjectId, usize> =
        document.get_pages().values().enumerate().map(|(index, page)| (*page, index)).collect();
    let mut artifacts = BTreeMap::<String, String>::new();
    let mut marks = BTreeMap::<(usize, i64), (String, String)>::new();
    for (page, signs) in reader::signs(pdf).into_iter().enumerate() {
        for sign in signs {
            match sign.mark {
                Mark::Artifact(kind) => artifacts.entry(kind).or_default().push_str(&sign.text),
                Mark::Content(number, tongue) => {
                    let entry = marks.entry((page, number)).or_default();
                    entry.0 = tongue;
                    entry.1.push_str(&sign.text);
                }
            }
        }
    }
    let root = document.catalog().expect("a catalogue").get(b"StructTreeRoot").expect("a structure");
    let root = document.get_dictionary(root.as_reference().expect("a reference")).expect("a dictionary");
    let (out, text) = (String::new(), String::new());
    let mut walk = Walk { document: &document, pages, marks, parents: parents(root), out, text };
    walk.element(root.get(b"K").expect("a kid").as_reference().expect("a reference"), 0);
    assert!(walk.marks.is_empty(), "content that no element holds: {:?}", walk.marks);
    for (kind, text) in artifacts {
        writeln!(walk.out, "artifact {kind} {text:?}").expect("memory takes any text");
    }
    (walk.out, walk.text)
}

/// By page, the elements of its content; by number, those of annotations.
fn parents(root: &Dictionary) -> BTreeMap<i64, Vec<ObjectId>> {
    let tree = root.get(b"ParentTree").and_then(Object::as_dict).expect("a number tree");
    let numbers = tree.get(b"Nums").and_then(Object::as_array).expect("numbers");
    let entry = |pair: &[Object]| {
        let elements = match &pair[1] {
            Object::Array(all) => all.iter().map(|one| one.as_reference().expect("a reference")).collect(),
            one => vec![one.as_reference().expect("a reference")],
        };
        (pair[0].as_i64().expect("a number"), elements)
    };
    numbers.chunks(2).map(entry).collect()
}

struct Walk<'d> {
    document: &'d Document,
    pages: BTreeMap<ObjectId, usize>,
    /// By page and number: language and text. Taken out when an element holds it.
    marks: BTreeMap<(usize, i64), (String, String)>,
    parents: BTreeMap<i64, Vec<ObjectId>>,
    out: String,
    text: String,
}

impl Walk<'_> {
    fn element(&mut self, id: ObjectId, depth: usize) {
        let element = self.document.get_dictionary(id).expect("an element");
        let tag = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a type"));
        let indent = "  ".repeat(depth);
        writeln!(self.out, "{indent}{tag}{}", said(element)).expect("memory takes any text");
        let home = element.get(b"Pg").and_then(Object::as_reference).ok();
        let none = Vec::new();
        for kid in element.get(b"K").and_then(Object::as_array).unwrap_or(&none) {
            match kid {
                Object::Reference(kid) => {
                    let parent = self.document.get_dictionary(*kid).and_then(|kid| kid.get(b"P"));
                    assert_eq!(parent.and_then(Object::as_reference).expect("a parent"), id);
                    self.element(*kid, depth + 1);
                }
                Object::Integer(number) => self.content(id, home.expect("a page"), *number, depth + 1),
                Object::Dictionary(kid) => {
                    let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                    match kid.get(b"MCID").and_then(Object::as_i64) {
                        Ok(number) => self.content(id, page, number, depth + 1),
                        Err(_) => self.link(id, kid, depth + 1),
                    }
                }
                other => panic!("no kid of an element: {other:?}"),
            }
        }
    }

    fn content(&mut self, element: ObjectId, page: ObjectId, number: i64, depth: usize) {
        let page_index = self.pages[&page];
        assert_eq!(self.parents[&(page_index as i64)][number as usize], element, "the way back");
        // A picture has no text.
        let (tongue, text) = self.marks.remove(&(page_index, number)).unwrap_or_default();
        let space = if tongue.is_empty() { "" } else { " " };
        let indent = "  ".repeat(depth);
        writeln!(self.out, "{indent}{tongue}{space}{text:?}").expect("memory takes any text");
        self.text.push_str(&text);
    }

    fn link(&mut self, element: ObjectId, kid: &Dictionary, depth: usize) {
        let id = kid.get(b"Obj").and_then(Object::as_reference).expect("an annotation");
        let annotation = self.document.get_dictionary(id).expect("a dictionary");
        let parent = annotation.get(b"StructParent").and_then(Object::as_i64).expect("a number");
        assert_eq!(self.parents[&parent], [element], "the way back");
        let words = lopdf::decode_text_string(annotation.get(b"Contents").expect("contents"));
        let indent = "  ".repeat(depth);
        writeln!(self.out, "{indent}→ {}", words.expect("a text")).expect("memory takes any text");
    }
}

/// What an element says beside its type.
fn said(element: &Dictionary) -> String {
    let mut out = String::new();
    if let Ok(text) = element.get(b"Alt") {
        write!(out, " {:?}", lopdf::decode_text_string(text).expect("a text"))
            .expect("memory takes any text");
    }
    if let Ok(id) = element.get(b"ID").and_then(Object::as_str) {
        write!(out, " {}", String::from_utf8_lossy(id)).expect("memory takes any text");
    }
    if let Ok(attributes) = element.get(b"A").and_then(Object::as_dict) {
        for (key, value) in attributes.iter().filter(|(key, _)| key.as_slice() != b"O") {
            let value = match value {
                Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
                value => value.as_i64().expect("a number").to_string(),
            };
            write!(out, " {}={value}", String::from_utf8_lossy(key)).expect("memory takes any text");
        }
    }
    out
}
