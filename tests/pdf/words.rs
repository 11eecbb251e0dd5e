//! Word for word: what is read back from the PDF of a letter, in reading order, is what stands in the document.
//!
//! The letters are the built-in ones with invented people, and the corpus of the layout. Headers and footers are no part
//! of what is read. Boxes and notes stand where the page has room for them: their documents are compared by the letter,
//! whatever the order.

use std::collections::BTreeMap;

use otinish::docx::{Block, Document, Object, Package, Shelf};
use otinish::language::Language;
use otinish::layout::{Compositor, Fonts, Pages, lay_out};
use otinish::pdf::Press;
use otinish::template::specimen::{ROUTES, specimen_for, today};
use otinish::template::{BUILT_IN, Template, language_of};
use serde_json::{Value, json};

use crate::documents::{self, Print};
use crate::sheet::metadata;
use crate::structure;

/// The paragraphs of a document as words, one space between them.
fn written(document: &Document) -> Vec<String> {
    let mut body = document.clone();
    for section in &mut body.sections {
        (section.headers, section.footers) = Default::default();
    }
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    // A soft hyphen is no character of the word; a hyphen that does not break is one like any other.
    let text = body.text().replace('\u{AD}', "").replace('\u{2011}', "-").replace(['\u{B}', '\u{C}'], "\n");
    text.lines().map(plain).filter(|line| !line.is_empty()).collect()
}

/// What a reader is told, each white space as one space.
fn read(pdf: &[u8]) -> String {
    let mut out = String::new();
    for character in structure::reading(pdf).chars().filter(|character| *character != '\u{AD}') {
        match character.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(if character == '\u{2011}' { '-' } else { character }),
        }
    }
    out
}

/// The first paragraph that is not read where it should be.
fn missed<'w>(written: &'w [String], read: &str) -> Option<&'w String> {
    let mut rest = read;
    let missed = written.iter().find(|paragraph| {
        rest = rest.trim_start();
        match rest.strip_prefix(paragraph.as_str()) {
            Some(after) => rest = after,
            None => return true,
        }
        false
    });
    assert!(missed.is_some() || rest.trim().is_empty(), "more is read than stands there: {rest}");
    missed
}

fn census<'t>(text: impl IntoIterator<Item = &'t str>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    let characters = text.into_iter().flat_map(str::chars).filter(|character| !character.is_whitespace());
    characters.for_each(|character| *counts.entry(character).or_default() += 1);
    counts
}

fn has_drawings(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) => {
            paragraph.objects.iter().any(|object| matches!(object, Object::Drawing(_)))
        }
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).any(|cell| has_drawings(&cell.blocks))
        }
    })
}

#[test]
fn built_in_letters_are_read_word_for_word() {
    let mut count = 0;
    for Print { name, document, pdf } in documents::letters() {
        assert_eq!(missed(&written(&document), &read(&pdf)), None, "{name}");
        count += 1;
    }
    assert!(count >= 100, "{count} letters");
}

/// A specimen with what the papers of a packet list, too.
fn whole_specimen(name: &str, route: &str, language: Language) -> Value {
    let mut data = specimen_for(name, route, language);
    let document = json!({
        "number": 1, "title": "Letter", "subject": "SMITH John", "date": "2026-03-16", "sheets": 1, "pages": "2–3",
        "form": "original", "enclosures": null,
    });
    let filing = json!({
        "title": "Letter", "authority": "Office", "due": "2026-03-20", "status_text": "due", "documents_text": "kk",
        "attached": ["Passport"], "attach": ["Visa"],
    });
    let papers = json!({
        "packet": { "subject": "SMITH John", "company": "Example", "date": "2026-03-16" },
        "groups": [{ "title": "Letters", "documents": [document] }], "documents": [document],
        "draft": false, "documents_total": 1, "sheets_total": 1, "pages_total": 2, "handed_in": null,
        "enclosures_total": null, "filings": [filing],
        "missing": [{ "filing": "Letter", "field": "IIN", "place": "Staff!G2" }],
        "lacks": [{ "person": "SMITH John", "field": "IIN" }],
        "papers": [{ "person": "SMITH John", "line": "Passport" }], "due": "2026-03-20",
    });
    let papers = papers.as_object().expect("made just now").clone();
    data.as_object_mut().expect("a specimen has fields").extend(papers);
    data
}

/// What is laid out are the parts that were just packed: the PDF is the print of the very file that is handed out.
#[test]
fn the_pdf_of_the_parts_is_that_of_the_file() {
    let (fonts, shelf) = (Fonts::load(), Shelf::default());
    let (compositor, press) = (Compositor::new(&fonts), Press::new(&fonts));
    for (name, bytes) in BUILT_IN {
        let language = language_of(name).expect("kind.language.docx");
        let template = Template::compile(bytes, name, language).expect("a built-in letter compiles");
        for route in ROUTES {
            let filled =
                template.fill(&whole_specimen(name, route, language)).expect("the specimen fills it");
            let document = shelf.read_parts(&filled.parts, today()).expect("a document");
            let read = Document::read_on(&Package::read(&filled.docx).expect("a zip"), today());
            assert!(read.as_ref() == Ok(&document), "{name}, {route}");
            let print = |pages: &Pages| press.print(pages, &metadata()).expect("it is printed");
            let alone = lay_out(&read.expect("it was just compared"), &fonts);
            assert!(print(&compositor.lay_out(&document)) == print(&alone), "{name}, {route}");
        }
    }
}

#[test]
fn the_corpus_is_read_word_for_word() {
    for Print { name, document, pdf } in documents::cases("tests/corpus") {
        let (written, read) = (written(&document), read(&pdf));
        let notes = document.notes.footnotes.len() + document.notes.endnotes.len();
        if notes > 0 || document.sections.iter().any(|section| has_drawings(&section.blocks)) {
            assert_eq!(census([&*read]), census(written.iter().map(String::as_str)), "{name}");
        } else {
            assert_eq!(missed(&written, &read), None, "{name}\n{read}");
        }
    }
}
