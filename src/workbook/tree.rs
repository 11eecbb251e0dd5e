//! XML trees that are changed in place: children by name, and new ones at the place that a schema gives
//! them.
//!
//! Elements of SpreadsheetML stand in a fixed order (ECMA-376 part 1, annex A.2); Excel calls a workbook
//! damaged in which they do not.

use crate::docx::xml::{self, Element, Node};

/// A tree that holds its own text.
pub type Tree = Element<'static>;

/// Reads a part as a tree of its own.
pub fn read(part: &[u8]) -> Option<Tree> {
    let text = xml::decode(part).ok()?;
    xml::parse(&text).ok().map(Element::into_owned)
}

/// Reads a piece of a part.
pub fn piece(text: &str) -> Option<Tree> {
    xml::parse(text).ok().map(Element::into_owned)
}

/// A new element with these attributes.
pub fn element(name: &'static str, attributes: &[(&'static str, &str)]) -> Tree {
    let mut element = Element::new(name);
    for (key, value) in attributes {
        element = element.with(*key, (*value).to_owned());
    }
    element
}

/// The child elements, to be changed.
pub fn elements_mut(parent: &mut Tree) -> impl Iterator<Item = &mut Tree> {
    parent.children.iter_mut().filter_map(|child| match child {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    })
}

/// The first child of a name, to be changed.
pub fn child_mut<'e>(parent: &'e mut Tree, name: &str) -> Option<&'e mut Tree> {
    elements_mut(parent).find(|child| child.name == name)
}

/// The child of a name; a missing one is made before the first child that stands later in `order`.
pub fn ordered<'e>(parent: &'e mut Tree, name: &'static str, order: &[&str]) -> &'e mut Tree {
    if parent.child(name).is_none() {
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let own = rank(name);
        let later = |child: &Node| child.element().is_some_and(|child| rank(&child.name) > own);
        let index = parent.children.iter().position(later).unwrap_or(parent.children.len());
        parent.children.insert(index, Element::new(name).into());
    }
    child_mut(parent, name).expect("it was there or has just been made")
}

/// Takes away the children that are elements of which this is true.
pub fn remove(parent: &mut Tree, unwanted: impl Fn(&Tree) -> bool) {
    parent.children.retain(|child| !child.element().is_some_and(&unwanted));
}

/// All text within an element.
pub fn text(element: &Element) -> String {
    let piece = |child: &Node| match child {
        Node::Element(element) => text(element),
        Node::Text(text) => text.to_string(),
    };
    element.children.iter().map(piece).collect()
}

/// The value of an attribute by its name without prefix: `id` of `r:id`.
pub fn local<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let is = |key: &str| key.rsplit_once(':').is_some_and(|(_, own)| own == name);
    element.attributes.iter().find(|(key, _)| is(key)).map(|(_, value)| value.as_ref())
}
