//! The structure tree → objects, as bytes: an object model would cost more than all else of a letter.

use super::super::content::integer;
use super::super::file::Objects;
use super::super::metadata::text_string;
use super::{DOCUMENT, Detail, Element, Kid, Tag, Tree};
use crate::language::Language;
use crate::layout::NumberFormat;

/// The numbers of what the tree points at.
#[derive(PartialEq, Eq, Hash)]
pub(in super::super) struct Numbers {
    /// By page.
    pub pages: Vec<u32>,
    /// By annotation.
    pub annotations: Vec<u32>,
}

/// A tree and all else that decides what its objects say: equal ones are written alike.
#[derive(PartialEq, Eq, Hash)]
pub(in super::super) struct Plan {
    elements: Vec<Element>,
    kids: Vec<Kid>,
    numbers: Numbers,
    language: Language,
    /// The number of the root; those of the elements follow.
    root: u32,
}

impl Tree {
    /// How many objects it is written as.
    pub fn objects(&self) -> usize {
        1 + self.elements.len()
    }

    /// The tree as it is to be written, its root as the object of that number, its elements as those behind.
    pub fn plan(self, numbers: Numbers, language: Language, root: u32) -> Plan {
        Plan { elements: self.elements, kids: self.kids, numbers, language, root }
    }
}

impl Plan {
    /// The root (PDF §14.7.2) and the elements.
    pub fn write(&self) -> Objects {
        let mut kids: Vec<Vec<Kid>> = self.elements.iter().map(|_| Vec::new()).collect();
        for kid in &self.kids {
            let parent = match *kid {
                Kid::Element(own) => self.elements[own].parent,
                Kid::Mark { parent, .. } | Kid::Annotation { parent, .. } => parent,
            };
            kids[parent].push(*kid);
        }
        let mut objects = Objects::default();
        objects.bytes.extend_from_slice(b"<</Type/StructTreeRoot/K ");
        reference(self.own(DOCUMENT), &mut objects.bytes);
        self.parents(&mut objects.bytes);
        objects.end();
        for (index, (element, kids)) in self.elements.iter().zip(&kids).enumerate() {
            let parent = if index == DOCUMENT { self.root } else { self.own(element.parent) };
            head(element, kids, parent, self.language, &mut objects.bytes);
            self.kids(kids, &mut objects.bytes);
            objects.bytes.extend_from_slice(b">>");
            objects.end();
        }
        objects
    }

    /// The number of an element as an object.
    fn own(&self, element: usize) -> u32 {
        self.root + 1 + element as u32
    }

    /// From content back to elements: an array for each page, then one element for each annotation (PDF §14.7.4.4).
    fn parents(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"/ParentTree<</Nums[");
        let pages = self.numbers.pages.len();
        for page in 0..pages {
            integer(out, page as i64);
            out.push(b'[');
            let marks = self.kids.iter().filter_map(|kid| match kid {
                Kid::Mark { parent, page: own, .. } if *own == page => Some(*parent),
                _ => None,
            });
            for (index, element) in marks.enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                reference(self.own(element), out);
            }
            out.push(b']');
        }
        let mut next = pages as i64;
        for kid in &self.kids {
            if let Kid::Annotation { parent, .. } = kid {
                integer(out, next);
                out.push(b' ');
                reference(self.own(*parent), out);
                out.push(b' ');
                next += 1;
            }
        }
        out.extend_from_slice(b"]>>/ParentTreeNextKey ");
        integer(out, next);
        out.extend_from_slice(b">>");
    }

    /// What an element holds: a mark on the page that it names by its number alone.
    fn kids(&self, kids: &[Kid], out: &mut Vec<u8>) {
        let Numbers { pages, annotations } = &self.numbers;
        let home = kids.iter().find_map(|kid| match kid {
            Kid::Mark { page, .. } => Some(*page),
            _ => None,
        });
        if let Some(page) = home {
            out.extend_from_slice(b"/Pg ");
            reference(pages[page], out);
        }
        if kids.is_empty() {
            return;
        }
        out.extend_from_slice(b"/K[");
        for (index, kid) in kids.iter().enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            match *kid {
                Kid::Element(kid) => reference(self.own(kid), out),
                Kid::Mark { page, number, .. } if Some(page) == home => integer(out, number as i64),
                Kid::Mark { page, number, .. } => {
                    out.extend_from_slice(b"<</Type/MCR/Pg ");
                    reference(pages[page], out);
                    out.extend_from_slice(b"/MCID ");
                    integer(out, number as i64);
                    out.extend_from_slice(b">>");
                }
                Kid::Annotation { page, number, .. } => {
                    out.extend_from_slice(b"<</Type/OBJR/Obj ");
                    reference(annotations[number], out);
                    out.extend_from_slice(b"/Pg ");
                    reference(pages[page], out);
                    out.extend_from_slice(b">>");
                }
            }
        }
        out.push(b']');
    }
}

fn reference(number: u32, out: &mut Vec<u8>) {
    integer(out, number.into());
    out.extend_from_slice(b" 0 R");
}

/// Type, parent and what else is said.
fn head(element: &Element, kids: &[Kid], parent: u32, language: Language, out: &mut Vec<u8>) {
    let annotated = kids.iter().any(|kid| matches!(kid, Kid::Annotation { .. }));
    let name = match element.tag {
        // An address that is not made live is text like any other.
        Tag::Link if !annotated => "Span",
        tag => tag.name(),
    };
    out.extend_from_slice(b"<</S/");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"/P ");
    reference(parent, out);
    match &element.detail {
        Detail::None => {}
        Detail::List(_, _, format) => {
            out.extend_from_slice(b"/A<</O/List/ListNumbering/");
            out.extend_from_slice(numbering(*format).as_bytes());
            out.extend_from_slice(b">>");
        }
        Detail::Span(columns, rows) => table_attributes(element.tag, *columns, *rows, out),
        Detail::Alternative(text) => {
            out.extend_from_slice(b"/Alt");
            let unsaid = language.choose("Picture", "Рисунок", "Сурет");
            text_string(out, text.as_deref().unwrap_or(unsaid));
        }
        Detail::Language(language) => {
            out.extend_from_slice(format!("/Lang({})", language.code()).as_bytes());
        }
        Detail::Note(number) => out.extend_from_slice(format!("/ID(note{number})").as_bytes()),
    }
}

/// How the items are counted (PDF §14.8.5.5).
fn numbering(format: NumberFormat) -> &'static str {
    match format {
        NumberFormat::Bullet => "Disc",
        NumberFormat::LowerLetter | NumberFormat::RussianLower => "LowerAlpha",
        NumberFormat::UpperLetter | NumberFormat::RussianUpper => "UpperAlpha",
        NumberFormat::LowerRoman => "LowerRoman",
        NumberFormat::UpperRoman => "UpperRoman",
        NumberFormat::None => "None",
        NumberFormat::Decimal | NumberFormat::DecimalZero | NumberFormat::Ordinal => "Decimal",
    }
}

/// What a cell spans, and that a head cell is that of its columns (PDF §14.8.5.7).
fn table_attributes(tag: Tag, columns: u16, rows: u16, out: &mut Vec<u8>) {
    if tag != Tag::HeadCell && columns == 1 && rows == 1 {
        return;
    }
    out.extend_from_slice(b"/A<</O/Table");
    if tag == Tag::HeadCell {
        out.extend_from_slice(b"/Scope/Column");
    }
    for (key, count) in [("/ColSpan ", columns), ("/RowSpan ", rows)] {
        if count != 1 {
            out.extend_from_slice(key.as_bytes());
            integer(out, count.into());
        }
    }
    out.extend_from_slice(b">>");
}
