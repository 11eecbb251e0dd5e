//! Boxes to tick, set by the sign that the filter `checkbox` printed (☑ or ☐).

use crate::docx::xml::{Element, Node};

/// Whether the sign that an element shows is ticked.
pub fn shown(element: &Element<'_>) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(child) => shown(child),
        Node::Text(text) => text.contains('☑'),
    })
}

/// Sets a content control ([MS-DOCX] §2.6.2): its state, and the sign that it shows for the state.
pub fn control(control: &mut Element<'_>) {
    let content = control.child("w:sdtContent");
    let Some(ticked) = content.filter(|content| signed(content)).map(shown) else { return };
    let mut sign = None;
    for child in &mut control.children {
        let Node::Element(properties) = child else { continue };
        for property in &mut properties.children {
            let Node::Element(property) = property else { continue };
            if property.name == "w14:checkbox" {
                sign = state(property, ticked);
            }
        }
    }
    let sign = sign.unwrap_or(if ticked { '☒' } else { '☐' });
    for child in &mut control.children {
        let Node::Element(child) = child else { continue };
        replace(child, sign);
    }
}

/// Whether there is a sign at all; where the value was missing there is a blank.
fn signed(element: &Element<'_>) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(child) => signed(child),
        Node::Text(text) => text.contains(['☑', '☐']),
    })
}

/// Sets the state; tells the sign that the control shows for it.
fn state(checkbox: &mut Element<'_>, ticked: bool) -> Option<char> {
    let value = if ticked { "1" } else { "0" };
    checkbox.children.retain(|child| !child.is("w14:checked"));
    checkbox.children.insert(0, Element::new("w14:checked").with("w14:val", value).into());
    let name = if ticked { "w14:checkedState" } else { "w14:uncheckedState" };
    let code = checkbox.child(name)?.attribute("w14:val")?;
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

fn replace(element: &mut Element<'_>, sign: char) {
    for child in &mut element.children {
        match child {
            Node::Element(child) => replace(child, sign),
            Node::Text(text) if text.contains(['☑', '☐']) => {
                *text = text.replace(['☑', '☐'], &sign.to_string()).into();
            }
            Node::Text(_) => {}
        }
    }
}

/// The box of an old form that begins in a run (ECMA-376 part 1 §17.16.7).
pub fn field<'e, 'a>(run: &'e mut Element<'a>) -> Option<&'e mut Element<'a>> {
    let mut element = run;
    for name in ["w:fldChar", "w:ffData", "w:checkBox"] {
        element = element.children.iter_mut().find_map(|child| match child {
            Node::Element(child) if child.name == name => Some(child),
            _ => None,
        })?;
    }
    Some(element)
}

/// Sets the box of an old form.
pub fn set(field: &mut Element<'_>, ticked: bool) {
    field.children.retain(|child| !child.is("w:checked"));
    field.children.push(Element::new("w:checked").with("w:val", if ticked { "1" } else { "0" }).into());
}
