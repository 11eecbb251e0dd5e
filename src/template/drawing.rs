//! From the pictures that a document shows to drawings, and to the parts and relationships that they need
//! (ECMA-376 part 1 §20.4, §20.2; part 2 §9).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::filter::picture::Used;
use crate::docx::xml::{self, Element};

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const PLACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// The types of the parts of a package.
pub const TYPES: &str = "[Content_Types].xml";

/// The drawing of a picture in the line.
pub fn inline<'a>(number: usize, used: &Used) -> Element<'a> {
    let (width, height) = (used.size.0.to_string(), used.size.1.to_string());
    let name = format!("Picture {}", number + 1);
    let extent =
        |element: &'static str| Element::new(element).with("cx", width.clone()).with("cy", height.clone());
    let named = |element: &'static str, id: &'static str| {
        Element::new(element).with("id", id).with("name", name.clone()).with("descr", used.alt.clone())
    };
    let blip = Element::new("a:blip").with("xmlns:r", RELATION).with("r:embed", relation(used.file));
    let stretch = Element::new("a:stretch").containing(Element::new("a:fillRect"));
    let place = Element::new("a:xfrm")
        .containing(Element::new("a:off").with("x", "0").with("y", "0"))
        .containing(extent("a:ext"));
    let form = Element::new("a:prstGeom").with("prst", "rect").containing(Element::new("a:avLst"));
    let picture = Element::new("pic:pic")
        .with("xmlns:pic", PICTURE)
        .containing(
            Element::new("pic:nvPicPr")
                .containing(named("pic:cNvPr", "0"))
                .containing(Element::new("pic:cNvPicPr")),
        )
        .containing(Element::new("pic:blipFill").containing(blip).containing(stretch))
        .containing(Element::new("pic:spPr").containing(place).containing(form));
    let data = Element::new("a:graphicData").with("uri", PICTURE).containing(picture);
    let graphic = Element::new("a:graphic").with("xmlns:a", DRAWING).containing(data);
    let mut inline = Element::new("wp:inline").with("xmlns:wp", PLACE);
    for side in ["distT", "distB", "distL", "distR"] {
        inline = inline.with(side, "0");
    }
    // Ids that meet are renewed with all others (`ids`).
    let inline =
        inline.containing(extent("wp:extent")).containing(named("wp:docPr", "1")).containing(graphic);
    Element::new("w:drawing").containing(inline)
}

fn relation(number: usize) -> String {
    format!("otinishPicture{}", number + 1)
}

fn part(number: usize, used: &Used) -> String {
    format!("media/otinish{}.{}", number + 1, used.kind.extension())
}

/// The part with the relationships of a part: `word/_rels/header1.xml.rels`.
pub fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels")
}

/// Enters the pictures that a part shows in the parts of a document; `wiring` holds the relationships and
/// types that the template has.
pub fn enter(
    shown_in: &str,
    numbers: &BTreeSet<usize>,
    used: &dyn Fn(usize) -> Option<Used>,
    wiring: &BTreeMap<String, Vec<u8>>,
    parts: &mut BTreeMap<String, Arc<[u8]>>,
) {
    let files: BTreeMap<usize, Used> =
        numbers.iter().filter_map(|number| used(*number)).map(|used| (used.file, used)).collect();
    for (number, used) in files {
        parts.insert(format!("word/{}", part(number, &used)), Arc::clone(&used.bytes));
        let none = || format!("<Relationships xmlns=\"{PACKAGE}\"/>").into_bytes();
        edit(&relations_of(shown_in), none, wiring, parts, |root| {
            let relation = Element::new("Relationship").with("Id", relation(number));
            let relation =
                relation.with("Type", format!("{RELATION}/image")).with("Target", part(number, &used));
            root.children.push(relation.into());
        });
        edit(TYPES, Vec::new, wiring, parts, |root| {
            let extension = used.kind.extension();
            let known = |child: &Element<'_>| {
                child.attribute("Extension").is_some_and(|known| known.eq_ignore_ascii_case(extension))
            };
            if !root.elements().any(known) {
                let kind = Element::new("Default").with("Extension", extension);
                root.children.insert(0, kind.with("ContentType", format!("image/{extension}")).into());
            }
        });
    }
}

/// Changes a part of the document, which is the template's until it is changed.
fn edit(
    name: &str,
    none: impl FnOnce() -> Vec<u8>,
    wiring: &BTreeMap<String, Vec<u8>>,
    parts: &mut BTreeMap<String, Arc<[u8]>>,
    act: impl FnOnce(&mut Element<'_>),
) {
    let templates = || wiring.get(name).map(|content| content.as_slice().into());
    let content = parts.remove(name).or_else(templates).unwrap_or_else(|| none().into());
    let written = xml::decode(&content).ok().and_then(|text| {
        let mut root = xml::parse(&text).ok()?;
        act(&mut root);
        Some(xml::write(&root).into_bytes().into())
    });
    parts.insert(name.to_owned(), written.unwrap_or(content));
}
