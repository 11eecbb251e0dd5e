//! From a Word document to readable text, one line for a paragraph: what changed between two versions of a
//! template is then seen in a diff.
//!
//! Shown are the words of every story, styles, bold and italic, tables, fields, pictures and the size of the
//! page, tracked changes as accepted. Deliberately absent: all other formatting, and a way back.

use std::fmt::Write as _;

use super::revise;
use crate::docx::xml::{self, Element, Node};
use crate::docx::{self, Package};

/// The stories of a document, the body first.
///
/// # Errors
/// When the file is not a Word document, or a story of it cannot be read.
pub fn text(docx: &[u8]) -> Result<String, docx::Error> {
    let package = Package::read(docx)?;
    let body = "word/document.xml";
    let others = package.parts.keys().filter(|name| is_story(name));
    let mut out = String::new();
    for name in std::iter::once(body).chain(others.map(String::as_str)) {
        let damaged = || docx::Error::Damaged { part: name.to_owned() };
        let source = xml::decode(&package.parts[name]).map_err(|_| damaged())?;
        let mut root = xml::parse(&source).map_err(|_| damaged())?;
        revise::accept(&mut root);
        if name != body {
            _ = writeln!(out, "\n=== {}", name.trim_start_matches("word/").trim_end_matches(".xml"));
        }
        blocks(&root, "", &mut out);
    }
    Ok(out)
}

fn is_story(name: &str) -> bool {
    let stem = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")).unwrap_or_default();
    let kind = stem.trim_end_matches(|character: char| character.is_ascii_digit());
    ["header", "footer", "footnotes", "endnotes"].contains(&kind)
}

fn blocks(container: &Element<'_>, indent: &str, out: &mut String) {
    for child in container.elements() {
        match child.name.as_ref() {
            "w:p" => paragraph(child, indent, out),
            "w:tbl" => table(child, indent, out),
            "w:sectPr" => page(child, out),
            name if name.ends_with("Pr") => {}
            _ => blocks(child, indent, out),
        }
    }
}

fn paragraph(paragraph: &Element<'_>, indent: &str, out: &mut String) {
    let properties = paragraph.child("w:pPr");
    let mut line = String::new();
    if let Some(style) = properties.and_then(|properties| properties.child("w:pStyle")?.attribute("w:val")) {
        _ = write!(line, "[{style}] ");
    }
    if properties.is_some_and(|properties| properties.child("w:numPr").is_some()) {
        line.push_str("• ");
    }
    let mut boxes = Vec::new();
    inline(paragraph, &mut line, &mut boxes);
    _ = writeln!(out, "{indent}{}", line.trim_end());
    for text_box in boxes {
        _ = writeln!(out, "{indent}<box>");
        blocks(text_box, &format!("{indent}  "), out);
        _ = writeln!(out, "{indent}</box>");
    }
    if let Some(section) = properties.and_then(|properties| properties.child("w:sectPr")) {
        page(section, out);
    }
}

/// A row on a line, its cells between bars; a cell with more than a line of text under it, indented.
fn table(table: &Element<'_>, indent: &str, out: &mut String) {
    _ = writeln!(out, "{indent}<table>");
    let inner = format!("{indent}  ");
    for row in descend(table, "w:tr") {
        let cells: Vec<String> = descend(row, "w:tc").into_iter().map(cell).collect();
        match cells.iter().any(|cell| cell.contains('\n')) {
            false => _ = writeln!(out, "{indent}| {} |", cells.join(" | ")),
            true => {
                for (number, cell) in cells.iter().enumerate() {
                    let bar = if number == 0 { "|" } else { " " };
                    for (line, text) in cell.lines().enumerate() {
                        let mark = if line == 0 { format!("{indent}{bar} - ") } else { format!("{inner}  ") };
                        _ = writeln!(out, "{}", format!("{mark}{text}").trim_end());
                    }
                }
            }
        }
    }
    _ = writeln!(out, "{indent}</table>");
}

fn cell(cell: &Element<'_>) -> String {
    let mut text = String::new();
    blocks(cell, "", &mut text);
    text.trim_end_matches('\n').to_owned()
}

/// The elements of a name below another one, also inside content controls, not inside one of their own.
fn descend<'e, 'a>(element: &'e Element<'a>, name: &str) -> Vec<&'e Element<'a>> {
    let mut all = Vec::new();
    for child in element.elements() {
        match child.name == name {
            true => all.push(child),
            false if child.name != "w:p" && child.name != "w:tc" => all.extend(descend(child, name)),
            false => {}
        }
    }
    all
}

fn inline<'e, 'a>(container: &'e Element<'a>, line: &mut String, boxes: &mut Vec<&'e Element<'a>>) {
    for child in container.elements() {
        match child.name.as_ref() {
            "w:r" => run(child, line, boxes),
            "w:fldSimple" => {
                _ = write!(line, "⟨{}⟩", child.attribute("w:instr").unwrap_or_default().trim());
            }
            name if name.ends_with("Pr") => {}
            _ => inline(child, line, boxes),
        }
    }
}

fn run<'e, 'a>(run: &'e Element<'a>, line: &mut String, boxes: &mut Vec<&'e Element<'a>>) {
    let set = |name: &str| {
        let property = run.child("w:rPr").and_then(|properties| properties.child(name));
        property.is_some_and(|property| !matches!(property.attribute("w:val"), Some("0" | "false")))
    };
    let marks = [("w:b", "**"), ("w:i", "_")].map(|(name, mark)| if set(name) { mark } else { "" });
    let mut text = String::new();
    for leaf in run.elements() {
        match leaf.name.as_ref() {
            "w:t" => leaf.children.iter().for_each(|node| {
                if let Node::Text(part) = node {
                    text.push_str(part);
                }
            }),
            "w:instrText" => {
                let code: String = leaf.children.iter().filter_map(text_of).collect();
                _ = write!(text, "⟨{}⟩", code.trim());
            }
            "w:tab" | "w:ptab" => text.push('\t'),
            "w:br" if leaf.attribute("w:type").is_some_and(|kind| kind == "page") => text.push('⇟'),
            "w:br" | "w:cr" => text.push('↵'),
            "w:noBreakHyphen" => text.push('\u{2011}'),
            "w:footnoteReference" | "w:endnoteReference" => {
                _ = write!(text, "[^{}]", leaf.attribute("w:id").unwrap_or_default());
            }
            "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent" => {
                let before = boxes.len();
                text_boxes(leaf, boxes);
                text.push_str(if boxes.len() > before { "[box]" } else { "[picture]" });
            }
            _ => {}
        }
    }
    match text.trim().is_empty() || marks.concat().is_empty() {
        true => line.push_str(&text),
        false => {
            let [bold, italic] = marks;
            // Runs of one look read as one.
            let end = format!("{italic}{bold}");
            let open = line.ends_with(&end).then(|| line.truncate(line.len() - end.len()));
            let start = if open.is_some() { String::new() } else { format!("{bold}{italic}") };
            _ = write!(line, "{start}{text}{end}");
        }
    }
}

fn text_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    }
}

/// Text boxes; the copy for old programs says the same again.
fn text_boxes<'e, 'a>(element: &'e Element<'a>, boxes: &mut Vec<&'e Element<'a>>) {
    for child in element.elements() {
        match child.name.as_ref() {
            "w:txbxContent" => boxes.push(child),
            "mc:Fallback" => {}
            _ => text_boxes(child, boxes),
        }
    }
}

/// `--- page 210 × 297 mm`, in place of a section's end.
fn page(section: &Element<'_>, out: &mut String) {
    let Some(size) = section.child("w:pgSz") else { return };
    let millimetres = |side| {
        let twips: Option<f64> = size.attribute(side).and_then(|twips| twips.parse().ok());
        twips.map_or(0.0, |twips| (twips * 25.4 / 1440.0).round())
    };
    _ = writeln!(out, "--- page {} × {} mm", millimetres("w:w"), millimetres("w:h"));
}
