//! Elements of a template that are the same in every document: kept beside what Tera renders, so that they are
//! written, read and cleaned once, when the template is compiled, and not for every document again.
//!
//! In the source stands an empty element of the same name with the number of the kept one. Invariant: what is
//! written in its place is what rendering, cleaning and writing it would give. Only what no step of the filling looks
//! into is kept: formats, and runs, paragraphs, cells, rows and tables without tags, ticks and numbers that a loop
//! would have to renew.

use std::collections::HashMap;

use super::clean::{self, Cleaner};
use super::nest;
use super::source::Table;
use super::{COLUMNS, JOIN, TAG_PREFIX};
use crate::docx::xml::{self, Element, Node};

/// Attribute: the number of the kept element that stands here.
pub const KEPT: &str = "otinish:kept";

/// The kept elements of a template, each once.
#[derive(Debug, Default)]
pub struct Kept {
    all: Vec<(String, Element<'static>)>,
    known: HashMap<String, usize>,
}

/// Where an element stands, as far as it decides what can be kept.
#[derive(Clone, Copy, Default)]
pub struct Within {
    /// In a part of another vocabulary: the properties of a document.
    foreign: bool,
    paragraph: bool,
    /// Some neighbour is joined to another.
    joined: bool,
    /// The widths of the table are made to fit.
    columns: bool,
}

impl Within {
    /// At the root of a part.
    pub fn part(root: &Element<'_>) -> Within {
        Within { foreign: !root.name.starts_with("w:"), ..Within::default() }
    }

    /// The same for the children of an element.
    pub fn inside(self, element: &Element<'_>) -> Within {
        Within {
            foreign: self.foreign,
            paragraph: self.paragraph || element.name == "w:p",
            joined: element.elements().any(|child| child.name == JOIN),
            columns: self.columns || element.attribute(COLUMNS).is_some(),
        }
    }

    fn keeps(self, element: &Element<'_>) -> bool {
        let kind = match element.name.as_ref() {
            "w:rPr" | "w:sectPr" => true,
            // The paragraph ends a section: it is looked at.
            "w:pPr" => element.child("w:sectPr").is_none(),
            "w:tblPr" | "w:tblGrid" | "w:trPr" | "w:tcPr" => !self.columns,
            "w:p" | "w:tbl" | "w:tr" | "w:tc" => !self.paragraph && !self.joined && !self.columns,
            "w:r" => self.paragraph && nest::visible(element),
            _ => false,
        };
        kind && !self.foreign && !element.children.is_empty() && is_settled(element)
    }
}

/// Whether nothing in an element is a tag, a box to tick, or of a loop's concern.
fn is_settled(element: &Element<'_>) -> bool {
    const TOUCHED: [&str; 5] = ["wp:docPr", "w:bookmarkStart", "w:bookmarkEnd", "w:sdtPr", "w:ffData"];
    let own = |name: &str| name.starts_with(TAG_PREFIX) || name == "w14:paraId";
    !own(&element.name)
        && !TOUCHED.contains(&element.name.as_ref())
        && !element.attributes.iter().any(|(name, _)| own(name))
        && element.children.iter().all(|child| match child {
            Node::Element(child) => is_settled(child),
            Node::Text(text) => !text.contains(['☑', '☐']),
        })
}

/// The number of the kept element that stands here.
pub fn number(element: &Element<'_>) -> Option<usize> {
    element.attributes.first().filter(|(name, _)| name == KEPT).and_then(|(_, number)| number.parse().ok())
}

impl Kept {
    /// Keeps an element if it can be: gives what stands for it.
    pub fn keep(&mut self, element: &Element<'_>, within: Within) -> Option<Element<'static>> {
        if !within.keeps(element) {
            return None;
        }
        let mut source = String::new();
        xml::write_element(element, &mut source);
        let number = match self.known.get(&source) {
            Some(number) => *number,
            None => {
                let table = Table::default();
                let mut cleaned = xml::parse(&source).expect("what is written reads back").into_owned();
                clean::clean(&mut cleaned, &mut Cleaner::new(&table, &|_| None));
                let mut written = String::new();
                xml::write_element(&cleaned, &mut written);
                self.known.insert(source, self.all.len());
                self.all.push((written, cleaned));
                self.all.len() - 1
            }
        };
        Some(Element::new(element.name.to_string()).with(KEPT, number.to_string()))
    }

    /// The element that stands here, itself or the kept one.
    pub fn resolve<'a>(&self, element: Element<'a>) -> Element<'a> {
        match number(&element).and_then(|number| self.all.get(number)) {
            Some((_, kept)) => kept.clone(),
            None => element,
        }
    }

    /// Writes a part; nothing if it grows beyond a length in bytes.
    pub fn write(&self, root: &Element<'_>, limit: usize) -> Option<String> {
        let mut out = String::with_capacity(1 << 16);
        out.push_str(xml::DECLARATION);
        self.write_element(root, limit, &mut out).then_some(out)
    }

    fn write_element(&self, element: &Element<'_>, limit: usize, out: &mut String) -> bool {
        if let Some((kept, _)) = number(element).and_then(|number| self.all.get(number)) {
            out.push_str(kept);
            return out.len() <= limit;
        }
        xml::write_start(element, out);
        let written = element.children.iter().all(|child| match child {
            Node::Element(child) => self.write_element(child, limit, out),
            Node::Text(text) => {
                xml::write_text(text, out);
                true
            }
        });
        xml::write_end(element, out);
        written
    }
}
