//! The structure tree → objects, as bytes: an object model would cost more than all else of a letter.

use sha2::{Digest, Sha256};

use super::super::content::integer;
use super::super::file::File;
use super::super::metadata::text_string;
use super::{DOCUMENT, Detail, Element, Kid, Tag, Tree};
use crate::language::Language;
use crate::layout::NumberFormat;

/// The numbers of what the tree points at.
pub(in super::super) struct Numbers<'n> {
    /// By page.
    pub pages: &'n [u32],
    /// By annotation.
    pub annotations: &'n [u32],
}

impl Tree {
    /// Writes the tree; gives the number of its root (PDF §14.7.2).
    pub fn write(
        &self,
        numbers: &Numbers<'_>,
        language: Language,
        file: &mut File,
        identity: &mut Sha256,
    ) -> u32 {
        let root = file.reserve();
        let first = root + 1;
        let own = |element: usize| first + element as u32;
        for _ in &self.elements {
            file.reserve();
        }
        let mut out = Vec::with_capacity(256);
        for (index, element) in self.elements.iter().enumerate() {
            out.clear();
            let parent = if index == DOCUMENT { root } else { own(element.parent) };
            head(element, parent, language, &mut out);
            kids(element, first, numbers, &mut out);
            out.extend_from_slice(b">>");
            identity.update(&out);
            file.fill(own(index), &out);
        }
        out.clear();
        out.extend_from_slice(b"<</Type/StructTreeRoot/K ");
        reference(own(DOCUMENT), &mut out);
        self.parents(first, &mut out);
        file.fill(root, &out);
        root
    }

    /// From content back to elements: an array for each page, then one element for each annotation (PDF §14.7.4.4).
    fn parents(&self, first: u32, out: &mut Vec<u8>) {
        out.extend_from_slice(b"/ParentTree<</Nums[");
        for (page, marks) in self.marks.iter().enumerate() {
            integer(out, page as i64);
            out.push(b'[');
            for (index, element) in marks.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                reference(first + *element as u32, out);
            }
            out.push(b']');
        }
        for (index, element) in self.annotations.iter().enumerate() {
            integer(out, (self.marks.len() + index) as i64);
            out.push(b' ');
            reference(first + *element as u32, out);
            out.push(b' ');
        }
        out.extend_from_slice(b"]>>/ParentTreeNextKey ");
        integer(out, (self.marks.len() + self.annotations.len()) as i64);
        out.extend_from_slice(b">>");
    }
}

fn reference(number: u32, out: &mut Vec<u8>) {
    integer(out, number.into());
    out.extend_from_slice(b" 0 R");
}

/// Type, parent and what else is said.
fn head(element: &Element, parent: u32, language: Language, out: &mut Vec<u8>) {
    let annotated = element.kids.iter().any(|kid| matches!(kid, Kid::Annotation { .. }));
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

/// What an element holds: a mark on the page that it names by its number alone.
fn kids(element: &Element, first: u32, numbers: &Numbers<'_>, out: &mut Vec<u8>) {
    let home = element.kids.iter().find_map(|kid| match kid {
        Kid::Mark { page, .. } => Some(*page),
        _ => None,
    });
    if let Some(page) = home {
        out.extend_from_slice(b"/Pg ");
        reference(numbers.pages[page], out);
    }
    if element.kids.is_empty() {
        return;
    }
    out.extend_from_slice(b"/K[");
    for (index, kid) in element.kids.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        match *kid {
            Kid::Element(kid) => reference(first + kid as u32, out),
            Kid::Mark { page, number } if Some(page) == home => integer(out, number as i64),
            Kid::Mark { page, number } => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                reference(numbers.pages[page], out);
                out.extend_from_slice(b"/MCID ");
                integer(out, number as i64);
                out.extend_from_slice(b">>");
            }
            Kid::Annotation { page, number } => {
                out.extend_from_slice(b"<</Type/OBJR/Obj ");
                reference(numbers.annotations[number], out);
                out.extend_from_slice(b"/Pg ");
                reference(numbers.pages[page], out);
                out.extend_from_slice(b">>");
            }
        }
    }
    out.push(b']');
}
