//! Whether anything that a document must show was lost on the way: the last look before it is handed out.
//!
//! What Tera rendered holds every literal word that no false condition removed and every value that was
//! printed. Afterwards paragraphs, rows and tables that tags left empty are taken away; none of that may
//! take a letter with it. Invariant: both looks are linear in the document.

use super::filter::picture::MARK;
use super::kept;
use super::source::LACK;
use crate::docx::xml::{Element, Node};

/// The letters that the runs of a part show, in order: without white space, markers and boxes to tick, which
/// turn into something else.
pub fn letters(root: &Element<'_>) -> String {
    let mut out = String::new();
    gather(root, &mut out);
    out
}

fn gather(element: &Element<'_>, out: &mut String) {
    for child in &element.children {
        match child {
            // What is kept stands for all its letters; formats have none.
            Node::Element(child)
                if matches!(&*child.name, "w:p" | "w:r" | "w:tbl" | "w:tr" | "w:tc")
                    && kept::number(child).is_some() =>
            {
                out.extend(kept::number(child).and_then(sign));
            }
            Node::Element(child) => gather(child, out),
            Node::Text(text) if element.name == "w:t" => push(text, out),
            Node::Text(_) => {}
        }
    }
}

/// A character of private use for a number.
fn sign(number: usize) -> Option<char> {
    char::from_u32(u32::try_from(number).ok()? % 0xFFFD + 0xF_0000)
}

fn push(text: &str, out: &mut String) {
    let mut end_of_marker = None;
    for character in text.chars() {
        match (end_of_marker, character) {
            (Some(end), _) if character == end => end_of_marker = None,
            (Some(_), _) => {}
            (None, _) if character == LACK.0 => end_of_marker = Some(LACK.2),
            (None, _) if character == MARK.0 => end_of_marker = Some(MARK.1),
            (None, '☑' | '☐') => {}
            (None, _) if character.is_whitespace() => {}
            (None, _) => out.push(character),
        }
    }
}

/// Whether all letters of `before` are in `after`, in their order; between them may stand others, those of
/// blanks and signs.
pub fn keeps(before: &str, after: &str) -> bool {
    let mut after = after.chars();
    before.chars().all(|letter| after.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml;

    #[test]
    fn a_lost_letter_is_noticed() {
        assert!(keeps("абв", "а________бв"));
        assert!(!keeps("абв", "аб"));
        assert!(!keeps("абв", "авб"));
    }

    #[test]
    fn letters_are_those_of_runs() {
        let source = "<w:p><w:pPr>х</w:pPr><w:r><w:t>а б\u{87}3\u{88}x.y\u{89}в ☑</w:t><w:instrText>PAGE</w:instrText></w:r></w:p>";
        assert_eq!(letters(&xml::parse(source).expect("well-formed")), "абв");
    }
}
