//! From a part as it was edited to the part as it reads: tracked changes accepted, comments and the marks
//! of the proofing tools gone.
//!
//! A letter must not carry the paralegal's remarks to an authority, and these marks split runs in the middle
//! of tags (ECMA-376 part 1 §17.13).

use super::{JOIN, TAG_PREFIX};
use crate::docx::xml::{Element, Node};

/// Gone with what is in them.
const DROPPED: [&str; 17] = [
    "w:del",
    "w:moveFrom",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:moveFromRangeStart",
    "w:moveFromRangeEnd",
    "w:moveToRangeStart",
    "w:moveToRangeEnd",
    "w:rPrChange",
    "w:pPrChange",
    "w:tblPrChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:sectPrChange",
    "w:tblGridChange",
];
/// Gone, but what is in them stays.
const UNWRAPPED: [&str; 3] = ["w:ins", "w:moveTo", "w:smartTag"];

/// Whether an element is gone with what is in it once changes are accepted.
pub fn is_dropped(element: &Element<'_>) -> bool {
    DROPPED.contains(&element.name.as_ref()) || deleted_row(element)
}

/// Accepts all changes below an element.
pub fn accept(element: &mut Element<'_>) {
    let children = std::mem::take(&mut element.children);
    element.children = accepted(children);
}

fn accepted(children: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut out = Vec::with_capacity(children.len());
    for child in children {
        let Node::Element(mut element) = child else {
            out.push(child);
            continue;
        };
        // Names that are ours cannot come in from outside.
        if is_dropped(&element) || element.name.starts_with(TAG_PREFIX) {
            continue;
        }
        if element.name == "w:r" && element.child("w:commentReference").is_some() {
            continue;
        }
        if UNWRAPPED.contains(&element.name.as_ref()) {
            let inside = element.children.into_iter().filter(|node| !node.is("w:smartTagPr")).collect();
            out.extend(accepted(inside));
            continue;
        }
        let joined = element.name == "w:p" && mark(&element, "w:del");
        accept(&mut element);
        out.push(element.into());
        if joined {
            out.push(Element::new(JOIN).into());
        }
    }
    out
}

/// Whether the mark of a paragraph was deleted: it then runs on into the next one.
fn mark(paragraph: &Element<'_>, change: &str) -> bool {
    let properties = paragraph.child("w:pPr").and_then(|properties| properties.child("w:rPr"));
    properties.is_some_and(|properties| properties.child(change).is_some())
}

fn deleted_row(element: &Element<'_>) -> bool {
    element.name == "w:tr"
        && element.child("w:trPr").is_some_and(|properties| properties.child("w:del").is_some())
}
