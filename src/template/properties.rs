//! The properties of a document (title, subject, author …) as a story, so that tags work in them.
//!
//! Each text with braces becomes a paragraph for as long as the engine works on it (ECMA-376 part 2 §10).

use crate::docx::xml::{Element, Node};

/// Whether a part holds properties, and with tags.
pub fn has_tags(name: &str, content: &[u8]) -> bool {
    is_part(name) && content.windows(2).any(|pair| pair == b"{{" || pair == b"{%")
}

/// Whether a part holds properties.
pub fn is_part(name: &str) -> bool {
    ["docProps/core.xml", "docProps/custom.xml"].contains(&name)
}

/// Makes paragraphs of texts with braces.
pub fn wrap(element: &mut Element<'_>) {
    for child in &mut element.children {
        match child {
            Node::Element(child) => wrap(child),
            Node::Text(text) if text.contains("{{") || text.contains("{%") => {
                let text =
                    Element::new("w:t").with("xml:space", "preserve").containing(Node::Text(text.clone()));
                *child = Element::new("w:p").containing(Element::new("w:r").containing(text)).into();
            }
            Node::Text(_) => {}
        }
    }
}

/// Makes texts of paragraphs; a property is one line.
pub fn unwrap(element: &mut Element<'_>) {
    for child in &mut element.children {
        let Node::Element(inner) = child else { continue };
        if inner.name == "w:p" {
            let mut text = String::new();
            gather(inner, &mut text);
            *child = Node::Text(text.into());
        } else {
            unwrap(inner);
        }
    }
}

fn gather(element: &Element<'_>, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Element(child) if child.name == "w:br" || child.name == "w:tab" => text.push(' '),
            Node::Element(child) => gather(child, text),
            Node::Text(part) => text.push_str(part),
        }
    }
}
