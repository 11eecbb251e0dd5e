//! Documents that no one would write → no panic, finite pages with all the text on paper, a PDF or an error.
//!
//! The cases of the layout are changed where a program or a person could: values of attributes go to their extremes,
//! elements are removed, doubled, moved into others. The changes are drawn by a linear congruence, so a failure repeats;
//! `ROUNDS=1000` draws more of them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use otinish::docx::{Block, Content, Document, FIELD, Merge, OBJECT, Object, Package, Shelf};
use otinish::language::Language;
use otinish::layout::{Compositor, Fonts, Glyphs, Item, lay_out};
use otinish::pdf::{Metadata, Press};

use super::notation;
use super::properties::{census, printed};

const VALUES: [&str; 12] =
    ["0", "-1", "1", "7", "720", "31680", "-31680", "99999999", "-2147483648", "1e9", "", "none"];
const PARTS: [&str; 5] =
    ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml", "word/footnotes.xml"];

struct Draw(u64);

impl Draw {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Where each element starts and ends.
fn elements(xml: &str) -> Vec<(usize, usize)> {
    let (mut open, mut all) = (Vec::new(), Vec::new());
    for (start, _) in xml.match_indices('<') {
        let Some(end) = xml[start..].find('>').map(|end| start + end + 1) else { break };
        if xml[start..].starts_with("</") {
            all.extend(open.pop().map(|begin| (begin, end)));
        } else if xml[..end].ends_with("/>") {
            all.push((start, end));
        } else {
            open.push(start);
        }
    }
    // Not the root.
    all.retain(|(start, _)| *start > 0);
    all
}

/// Values of attributes, without their quotes.
fn values(xml: &str) -> Vec<(usize, usize)> {
    let inside = |(at, _): (usize, &str)| {
        let start = at + 2;
        Some((start, start + xml[start..].find('"')?))
    };
    // Not the namespaces of the root.
    let first = xml.find('>').unwrap_or(0);
    xml.match_indices("=\"").filter_map(inside).filter(|(start, _)| *start > first).collect()
}

fn change(xml: &mut String, draw: &mut Draw) {
    let (elements, values) = (elements(xml), values(xml));
    match draw.below(5) {
        0 | 1 if !values.is_empty() => {
            let (start, end) = values[draw.below(values.len())];
            xml.replace_range(start..end, VALUES[draw.below(VALUES.len())]);
        }
        kind if !elements.is_empty() => {
            let (start, end) = elements[draw.below(elements.len())];
            let element = xml[start..end].to_owned();
            match kind {
                2 => xml.replace_range(start..end, ""),
                3 => xml.insert_str(end, &element),
                _ => {
                    let (target, _) = elements[draw.below(elements.len())];
                    xml.insert_str(target, &element);
                }
            }
        }
        _ => {}
    }
}

/// The text of blocks. Word shows nothing of a cell that goes on the one above it.
fn text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                out.extend(paragraph.text.chars().filter(|character| {
                    !character.is_whitespace() && ![FIELD, OBJECT, '\u{AD}'].contains(character)
                }));
                for object in &paragraph.objects {
                    if let Object::Drawing(drawing) = object {
                        inner_text(&drawing.content, out);
                    }
                }
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.filter(|cell| cell.merge != Merge::Continue).for_each(|cell| text(&cell.blocks, out));
            }
        }
    }
}

fn inner_text(content: &Content, out: &mut String) {
    match content {
        Content::Picture(..) => {}
        Content::Shape(shape) => text(&shape.blocks, out),
        Content::Group(members) => {
            members.iter().for_each(|member| inner_text(&member.drawing.content, out));
        }
    }
}

fn print(package: &Package, shelf: &Shelf, fonts: &Fonts, compositor: &Compositor, press: &Press) {
    let read = Document::read(package);
    let bytes = package.write();
    let pages = read.as_ref().map(|document| lay_out(document, fonts));
    // The second reading keeps what the third one finds.
    for _ in 0..3 {
        let again = shelf.read(&bytes, None);
        assert!(again == read, "what is kept of other documents changes nothing");
        let again = again.as_ref().map(|document| compositor.lay_out(document));
        assert!(again == pages, "what is kept of other documents changes no page");
    }
    let (Ok(document), Ok(pages)) = (&read, &pages) else { return };
    assert!(!pages.pages.is_empty() && pages.pages.len() <= 5000, "{} pages", pages.pages.len());
    for page in &pages.pages {
        for item in &page.items {
            if let Item::Glyphs(Glyphs { x, y, run, .. }) = item {
                assert!((-1.0..=page.width + 1.0).contains(x), "{run:?} on {} pt", page.width);
                assert!((-1.0..=page.height + 1.0).contains(y), "{run:?} on {} pt", page.height);
                assert!(run.size.is_finite() && run.glyphs.iter().all(|glyph| glyph.advance.is_finite()));
            }
        }
    }
    if pages.pages.len() < 5000 {
        let mut written = String::new();
        document.sections.iter().for_each(|section| text(&section.blocks, &mut written));
        let shown = census(&printed(pages));
        for (character, count) in census(&written) {
            assert!(shown.get(&character).is_some_and(|shown| *shown >= count), "{character:?} is lost");
        }
    }
    let metadata = Metadata {
        title: "Письмо".to_owned(),
        language: Language::Ru,
        author: String::new(),
        subject: String::new(),
        created: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar"),
    };
    if let Ok(pdf) = press.print(pages, &metadata) {
        assert!(pdf.ends_with(b"%%EOF\n"));
    }
}

#[test]
fn no_document_is_too_odd() {
    let cases = super::cases("tests/layout");
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20);
    let fonts = Fonts::load();
    let (shelf, compositor, press) = (Shelf::default(), Compositor::new(&fonts), Press::new(&fonts));
    let mut fallen = Vec::new();
    for path in cases {
        let content = std::fs::read_to_string(&path).expect("a case is text");
        let source = content.split_once("=== pages\n").map_or(content.as_str(), |(source, _)| source);
        let whole = notation::package(source);
        for seed in 0..rounds {
            let mut draw = Draw(seed);
            let mut package = whole.clone();
            for _ in 0..=draw.below(4) {
                let part = PARTS[[0, 0, 0, 1, 2, 3, 4][draw.below(7)]];
                let Some(bytes) = package.parts.get_mut(part) else { continue };
                let mut xml = String::from_utf8(std::mem::take(bytes)).expect("the notation is UTF-8");
                change(&mut xml, &mut draw);
                *bytes = xml.into_bytes();
            }
            if catch_unwind(AssertUnwindSafe(|| print(&package, &shelf, &fonts, &compositor, &press)))
                .is_err()
            {
                fallen.push(format!("{} {seed}", path.display()));
            }
        }
    }
    assert!(fallen.is_empty(), "{} fell:\n{}", fallen.len(), fallen.join("\n"));
}
