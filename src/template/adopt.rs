//! From the tags of other programs to ours, so that old letters work as they are: fields of a mail merge,
//! content controls whose tag names a field, boxes to tick.
//!
//! Each becomes text in double braces in the place of what was shown, with its formatting; the rest of the
//! engine then knows nothing of them (ECMA-376 part 1 §17.16, §17.5.2). A name is a path (`employee.iin`), the
//! header of a column we know, or, for a merge field, a column of the user's own. Deliberately absent: the
//! rules of mail merges (`IF`, `NEXT`), which are told as faults.

mod control;
mod merge;
mod name;

use super::place::{Fault, Location};
use crate::docx::Package;
use crate::docx::xml::{self, Element, Node};

/// Attribute of a content control whose box is ticked by its text.
pub const TICKED: &str = "otinish:ticked";
/// Attribute of a run whose text ticks the form field after it.
pub const TICKS: &str = "otinish:ticks";

/// Adopts all that is below an element of a part.
pub fn adopt(part: &str, element: &mut Element<'_>, faults: &mut Vec<Fault>) {
    let mut codes = Vec::new();
    merge::adopt(element, &mut codes);
    control::adopt(element, &mut codes);
    for (fault, code) in codes {
        let place = Location { context: code.trim().to_owned(), ..Location::part(part) };
        faults.push(Fault::new(place, fault, &[("found", code.trim())]));
    }
}

/// Takes the source of a mail merge off: the letter is filled here, not from a database.
pub fn unlink(package: &mut Package) {
    edit(package, "word/settings.xml", |root| {
        root.children.retain(|child| !child.is("w:mailMerge"));
    });
    edit(package, "word/_rels/settings.xml.rels", |root| {
        let merges = |node: &Node<'_>| {
            let kind = node.element().and_then(|element| element.attribute("Type")).unwrap_or_default();
            ["/mailMergeSource", "/mailMergeHeaderSource", "/recipientData"]
                .iter()
                .any(|end| kind.ends_with(end))
        };
        root.children.retain(|child| !merges(child));
    });
}

/// Changes a part, if it is there and well-formed and changes at all.
fn edit(package: &mut Package, name: &str, act: impl FnOnce(&mut Element<'_>)) {
    let Some(content) = package.parts.get(name) else { return };
    let Ok(text) = xml::decode(content) else { return };
    let Ok(mut root) = xml::parse(&text) else { return };
    let before = root.children.len();
    act(&mut root);
    if root.children.len() < before {
        let written = xml::write(&root).into_bytes();
        package.parts.insert(name.to_owned(), written);
    }
}

/// A run that shows a text with the formatting of another.
fn run<'a>(properties: Option<Element<'a>>, text: String) -> Element<'a> {
    let mut run = Element::new("w:r");
    run.children.extend(properties.map(Node::Element));
    run.containing(Element::new("w:t").with("xml:space", "preserve").containing(Node::Text(text.into())))
}
