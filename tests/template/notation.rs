//! Tiny Word documents as text, both ways.
//!
//! One line is one paragraph. `¦` splits runs, `⟨b:…⟩` is a bold run (`⟨y:…⟩` one marked in yellow), `↵` a line
//! break, `→` a tab, `⇟` a page break, `⍽` a no-break space, `⟦…⟧` XML between runs, `@Heading1 ` at the start of a
//! line a style, `@section ` a section break. A table: lines of `‖ cell ‖ cell`, paragraphs of a cell
//! split by `¶`; or the marks `<table>`, `<row>`, `<cell>` and their ends on lines of their own.

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use otinish::docx::Package;
use otinish::docx::xml::{self, Element, Node};
use otinish::template::Pictures;

const NAMESPACES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" ",
    "xmlns:v=\"urn:schemas-microsoft-com:vml\" ",
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" ",
    "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\""
);

/// A document with these stories by section name: `template` is the body, `header` and `footnote` the others.
pub fn docx(sections: &[(String, String)]) -> Vec<u8> {
    let mut package = Package::default();
    let mut types = String::new();
    let mut relations = String::new();
    let mut references = String::new();
    for (name, text) in sections {
        let (part, root, kind) = match name.as_str() {
            "template" => continue,
            "header" => ("header1", "hdr", "header"),
            "footer" => ("footer1", "ftr", "footer"),
            "footnote" => ("footnotes", "footnotes", "footnotes"),
            "endnote" => ("endnotes", "endnotes", "endnotes"),
            "properties" => {
                let title = text.trim_end();
                let core = format!(
                    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title></cp:coreProperties>"
                );
                package.parts.insert("docProps/core.xml".into(), core.into());
                continue;
            }
            "styles" | "document.xml.rels" => {
                package.parts.insert(
                    if name == "styles" { "word/styles.xml".into() } else { "word/_rels/extra.rels".into() },
                    text.clone().into(),
                );
                continue;
            }
            _ => continue,
        };
        let mut content = blocks(text);
        if let "footnote" | "endnote" = name.as_str() {
            content = format!("<w:{name} w:id=\"1\">{content}</w:{name}>");
        }
        let xml = format!("<w:{root} {NAMESPACES}>{content}</w:{root}>");
        package.parts.insert(format!("word/{part}.xml"), xml.into());
        _ = write!(
            types,
            "<Override PartName=\"/word/{part}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>"
        );
        _ = write!(
            relations,
            "<Relationship Id=\"r{kind}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{part}.xml\"/>"
        );
        if let "header" | "footer" = kind {
            _ = write!(references, "<w:{kind}Reference w:type=\"default\" r:id=\"r{kind}\"/>");
        }
    }
    let body = sections.iter().find(|(name, _)| name == "template").map_or("", |(_, text)| text);
    let document = format!(
        "<w:document {NAMESPACES}><w:body>{}<w:sectPr>{references}<w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>",
        blocks(body)
    );
    package.parts.insert("word/document.xml".into(), document.into());
    package.parts.insert("[Content_Types].xml".into(), format!("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>{types}</Types>").into());
    package.parts.insert("_rels/.rels".into(), "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>".into());
    package.parts.insert("word/_rels/document.xml.rels".into(), format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>").into());
    package.write()
}

/// Pictures by name: a line for each, its base64 behind a space.
pub fn pictures(text: &str) -> Pictures {
    let pictures = text.lines().filter_map(|line| line.split_once(' ')).map(|(name, encoded)| {
        let bytes = STANDARD.decode(encoded).expect("the case has base64");
        (name.to_owned(), bytes)
    });
    Arc::new(pictures.collect())
}

/// Lines of the notation as XML.
fn blocks(text: &str) -> String {
    let mut out = String::new();
    let mut rows: Vec<&str> = Vec::new();
    for line in text.lines() {
        if let Some(row) = line.strip_prefix("‖ ") {
            rows.push(row);
            continue;
        }
        table(&mut out, &mut rows);
        match line {
            "<table>" => out.push_str("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid>"),
            "</table>" => out.push_str("</w:tbl>"),
            "<row>" => out.push_str("<w:tr>"),
            "</row>" => out.push_str("</w:tr>"),
            "<cell>" => out.push_str("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>"),
            "</cell>" => out.push_str("</w:tc>"),
            line => out.push_str(&paragraph(line)),
        }
    }
    table(&mut out, &mut rows);
    out
}

fn table(out: &mut String, rows: &mut Vec<&str>) {
    if rows.is_empty() {
        return;
    }
    out.push_str("<w:tbl><w:tblPr/><w:tblGrid>");
    for _ in rows[0].split(" ‖ ") {
        out.push_str("<w:gridCol w:w=\"2000\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in rows.drain(..) {
        out.push_str("<w:tr>");
        for cell in row.split(" ‖ ") {
            out.push_str("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>");
            cell.split('¶').for_each(|text| out.push_str(&paragraph(text)));
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

fn paragraph(line: &str) -> String {
    let mut properties = String::new();
    let mut line = line;
    if let Some(rest) = line.strip_prefix("@section ") {
        properties = "<w:pPr><w:sectPr/></w:pPr>".into();
        line = rest;
    } else if let Some((style, rest)) = line.strip_prefix('@').and_then(|line| line.split_once(' ')) {
        properties = format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        line = rest;
    }
    let mut out = format!("<w:p>{properties}");
    let mut text = String::new();
    let mut style = "";
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if let Some((raw, after)) = rest.strip_prefix('⟦').and_then(|rest| rest.split_once('⟧')) {
            run(&mut out, &mut text, style);
            out.push_str(raw);
            rest = after;
            continue;
        }
        match character {
            '¦' => run(&mut out, &mut text, style),
            '⟨' => {
                run(&mut out, &mut text, style);
                style = if rest.starts_with("⟨y:") { "<w:highlight w:val=\"yellow\"/>" } else { "<w:b/>" };
                rest = &rest["⟨b:".len()..];
                continue;
            }
            '⟩' => {
                run(&mut out, &mut text, style);
                style = "";
            }
            character => text.push(character),
        }
        rest = &rest[character.len_utf8()..];
    }
    run(&mut out, &mut text, style);
    out.push_str("</w:p>");
    out
}

fn run(out: &mut String, text: &mut String, style: &str) {
    if text.is_empty() {
        return;
    }
    out.push_str("<w:r>");
    if !style.is_empty() {
        _ = write!(out, "<w:rPr>{style}</w:rPr>");
    }
    let mut piece = String::new();
    let end = |out: &mut String, piece: &mut String, element: &str| {
        if !piece.is_empty() {
            out.push_str("<w:t xml:space=\"preserve\">");
            xml::write_text(&std::mem::take(piece), out);
            out.push_str("</w:t>");
        }
        out.push_str(element);
    };
    for character in text.chars() {
        match character {
            '↵' => end(out, &mut piece, "<w:br/>"),
            '→' => end(out, &mut piece, "<w:tab/>"),
            '⇟' => end(out, &mut piece, "<w:br w:type=\"page\"/>"),
            '⍽' => piece.push('\u{A0}'),
            character => piece.push(character),
        }
    }
    end(out, &mut piece, "");
    out.push_str("</w:r>");
    text.clear();
}

/// The stories of a document in the notation, by section name.
pub fn text(docx: &[u8]) -> Vec<(String, String)> {
    let package = Package::read(docx).expect("a filled document is a package");
    let mut out = Vec::new();
    for (name, part) in [
        ("document", "word/document.xml"),
        ("header", "word/header1.xml"),
        ("footer", "word/footer1.xml"),
        ("footnote", "word/footnotes.xml"),
        ("endnote", "word/endnotes.xml"),
    ] {
        let Some(content) = package.parts.get(part) else { continue };
        let source = xml::decode(content).expect("UTF-8");
        let root = xml::parse(&source).expect("well-formed");
        let mut text = String::new();
        show_blocks(&root, &mut text);
        out.push((name.to_owned(), text));
    }
    if let Some(core) = package.parts.get("docProps/core.xml") {
        let source = xml::decode(core).expect("UTF-8");
        let root = xml::parse(&source).expect("well-formed");
        let title = root.child("dc:title").map(|title| title.children.clone()).unwrap_or_default();
        let text =
            title.iter().map(|node| if let Node::Text(text) = node { text.to_string() } else { "?".into() });
        out.push(("properties".to_owned(), text.collect::<String>() + "\n"));
    }
    let media = package.parts.iter().filter(|(name, _)| name.starts_with("word/media/"));
    let media: String = media.map(|(name, bytes)| format!("{name}: {} bytes\n", bytes.len())).collect();
    if !media.is_empty() {
        out.push(("media".to_owned(), media));
    }
    out
}

fn show_blocks(container: &Element<'_>, out: &mut String) {
    for child in container.elements() {
        match child.name.as_ref() {
            "w:p" => {
                show_paragraph(child, out);
                out.push('\n');
            }
            "w:tbl" if compact(child) => {
                for row in child.elements().filter(|child| child.name == "w:tr") {
                    out.push('‖');
                    let cells: Vec<String> =
                        row.elements().filter(|child| child.name == "w:tc").map(show_cell).collect();
                    _ = writeln!(out, " {}", cells.join(" ‖ "));
                }
            }
            "w:tbl" | "w:tr" | "w:tc" => {
                let name = match child.name.as_ref() {
                    "w:tbl" => "table",
                    "w:tr" => "row",
                    _ => "cell",
                };
                _ = writeln!(out, "<{name}>");
                show_blocks(child, out);
                _ = writeln!(out, "</{name}>");
            }
            _ => show_blocks(child, out),
        }
    }
}

fn show_cell(cell: &Element<'_>) -> String {
    let mut text = String::new();
    show_blocks(cell, &mut text);
    text.trim_end_matches('\n').replace('\n', "¶")
}

/// Whether a table holds no other one.
fn compact(table: &Element<'_>) -> bool {
    fn holds_table(element: &Element<'_>) -> bool {
        element.elements().any(|child| child.name == "w:tbl" || holds_table(child))
    }
    !holds_table(table)
}

fn show_paragraph(paragraph: &Element<'_>, out: &mut String) {
    if let Some(properties) = paragraph.child("w:pPr") {
        if properties.child("w:sectPr").is_some() {
            out.push_str("@section ");
        }
        if let Some(style) = properties.child("w:pStyle").and_then(|style| style.attribute("w:val")) {
            _ = write!(out, "@{style} ");
        }
    }
    show_runs(paragraph, out);
}

fn show_runs(container: &Element<'_>, out: &mut String) {
    for child in container.elements() {
        match child.name.as_ref() {
            "w:r" => {
                let has = |name: &str| {
                    child.child("w:rPr").is_some_and(|properties| properties.child(name).is_some())
                };
                let style = if has("w:highlight") {
                    "⟨y:"
                } else if has("w:b") {
                    "⟨b:"
                } else {
                    ""
                };
                out.push_str(style);
                child.elements().for_each(|leaf| show_leaf(leaf, out));
                out.push_str(if style.is_empty() { "" } else { "⟩" });
            }
            "w:sdt" => {
                let checkbox = child.child("w:sdtPr").and_then(|properties| properties.child("w14:checkbox"));
                if let Some(checked) = checkbox.and_then(|checkbox| checkbox.child("w14:checked")) {
                    _ = write!(out, "⟦{}⟧", checked.attribute("w14:val").unwrap_or(""));
                }
                show_runs(child, out);
            }
            name if name.ends_with("Pr") => {}
            "w:bookmarkStart" => {
                _ = write!(
                    out,
                    "⟦{} {}⟧",
                    child.attribute("w:id").unwrap_or(""),
                    child.attribute("w:name").unwrap_or("")
                )
            }
            "w:bookmarkEnd" => _ = write!(out, "⟦/{}⟧", child.attribute("w:id").unwrap_or("")),
            _ => show_runs(child, out),
        }
    }
}

fn show_leaf(leaf: &Element<'_>, out: &mut String) {
    match leaf.name.as_ref() {
        "w:t" => leaf.children.iter().for_each(|node| {
            if let Node::Text(text) = node {
                out.push_str(&text.replace('\u{A0}', "⍽"));
            }
        }),
        "w:tab" => out.push('→'),
        "w:br" if leaf.attribute("w:type").is_some() => out.push('⇟'),
        "w:br" => out.push('↵'),
        "w:rPr" => {}
        _ => show_box(leaf, out),
    }
}

/// Drawings by their number, text boxes by their text.
fn show_box(element: &Element<'_>, out: &mut String) {
    match element.name.as_ref() {
        "w:checkBox" => {
            let checked = element.child("w:checked").and_then(|checked| checked.attribute("w:val"));
            _ = write!(out, "⟦box {}⟧", checked.unwrap_or("as it was"));
        }
        "wp:inline" => {
            let extent = element.child("wp:extent").and_then(|extent| {
                let millimetres = |side| Some(extent.attribute(side)?.parse::<f64>().ok()? / 36_000.0);
                Some(format!(" {:.1} × {:.1} mm", millimetres("cx")?, millimetres("cy")?))
            });
            let id = element.child("wp:docPr").and_then(|properties| properties.attribute("id"));
            _ = write!(out, "⟦drawing {}{}⟧", id.unwrap_or(""), extent.unwrap_or_default());
            let others = element.elements().filter(|child| child.name != "wp:docPr");
            others.for_each(|child| show_box(child, out));
        }
        "wp:docPr" => _ = write!(out, "⟦drawing {}⟧", element.attribute("id").unwrap_or("")),
        "w:txbxContent" => {
            let mut text = String::new();
            show_blocks(element, &mut text);
            _ = write!(out, "⟦box {}⟧", text.trim_end().replace('\n', "¶"));
        }
        _ => element.elements().for_each(|child| show_box(child, out)),
    }
}
