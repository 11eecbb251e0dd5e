//! Content controls whose tag names a value (ECMA-376 part 1 §17.5.2.42), boxes to tick among them.

use super::{TICKED, name, run};
use crate::docx::xml::{Element, Node};

/// Adopts the controls below an element. One whose tag names nothing that we know stays.
/// One that shows more than one block of text is told: the value would swallow it.
pub fn adopt(element: &mut Element<'_>, faults: &mut Vec<(&'static str, String)>) {
    for child in &mut element.children {
        let Node::Element(child) = child else { continue };
        adopt(child, faults);
        if child.name == "w:sdt" {
            control(child, faults);
        }
    }
}

fn control(control: &mut Element<'_>, faults: &mut Vec<(&'static str, String)>) {
    let Some(properties) = control.child("w:sdtPr") else { return };
    let tag = properties.child("w:tag").and_then(|tag| tag.attribute("w:val")).unwrap_or_default();
    let asked =
        tag.trim().strip_prefix("{{").and_then(|tag| tag.strip_suffix("}}")).map(|tag| tag.trim().to_owned());
    let Some(value) = asked.or_else(|| name::path(tag)) else { return };
    if control.child("w:sdtContent").is_some_and(|content| !has_tag(content) && texts(content) > 1) {
        faults.push(("template-text-swallowed", tag.to_owned()));
        return;
    }
    let checkbox = properties.child("w14:checkbox").is_some();
    let format = properties
        .child("w:date")
        .and_then(|date| date.child("w:dateFormat")?.attribute("w:val"))
        .map(|format| format.replace(['"', '\\'], ""));
    let text = match (checkbox, format) {
        (true, _) => format!("{{{{ ({value}) | checkbox }}}}"),
        (false, Some(format)) => format!("{{{{ {value} | date(format=\"{format}\") }}}}"),
        (false, None) => format!("{{{{ {value} }}}}"),
    };
    for part in &mut control.children {
        let Node::Element(part) = part else { continue };
        match part.name.as_ref() {
            // The day that was chosen last.
            "w:sdtPr" => part.children.iter_mut().for_each(|property| {
                if let Node::Element(property) = property {
                    property.remove("w:fullDate");
                }
            }),
            "w:sdtContent" if !has_tag(part) => replace(part, &text),
            _ => {}
        }
    }
    if checkbox {
        control.set(TICKED, "1");
    }
}

/// How many paragraphs have text.
fn texts(element: &Element<'_>) -> usize {
    let shows = |paragraph: &Element<'_>| {
        let runs = paragraph.elements().filter(|run| run.name == "w:r");
        runs.flat_map(Element::elements).any(|leaf| leaf.name == "w:t" && !leaf.children.is_empty())
    };
    element
        .elements()
        .map(|child| match child.name.as_ref() {
            "w:p" => usize::from(shows(child)),
            _ => texts(child),
        })
        .sum()
}

/// Whether somebody typed a tag into the control; then that counts.
fn has_tag(element: &Element<'_>) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(child) => has_tag(child),
        Node::Text(text) => text.contains("{{") || text.contains("{%"),
    })
}

/// Puts a text in the place of what the control shows: in the first paragraph, the others vanish.
fn replace(content: &mut Element<'_>, text: &str) {
    let first = content
        .children
        .iter()
        .position(|node| ["w:p", "w:tc", "w:tr", "w:tbl"].iter().any(|name| node.is(name)));
    match first {
        Some(index) => {
            content.children.swap(0, index);
            content.children.truncate(1);
            if let Some(Node::Element(block)) = content.children.first_mut() {
                match block.name.as_ref() {
                    "w:p" => fill(block, text),
                    _ => _ = first_paragraph(block, text),
                }
            }
        }
        None => fill(content, text),
    }
}

fn first_paragraph(block: &mut Element<'_>, text: &str) -> bool {
    for child in &mut block.children {
        let Node::Element(child) = child else { continue };
        if child.name == "w:p" {
            fill(child, text);
            return true;
        }
        if first_paragraph(child, text) {
            return true;
        }
    }
    false
}

/// The text, in the formatting of the first run, without the grey of a prompt.
fn fill(paragraph: &mut Element<'_>, text: &str) {
    let runs = paragraph.elements().filter(|child| child.name == "w:r");
    let mut properties = runs.filter_map(|run| run.child("w:rPr")).next().cloned();
    if let Some(properties) = &mut properties {
        properties.children.retain(|property| !property.is("w:rStyle"));
    }
    paragraph.children.retain(|child| child.is("w:pPr"));
    paragraph.children.push(run(properties, text.to_owned()).into());
}
