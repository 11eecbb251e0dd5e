//! From a template and what was noticed in it to a copy with a comment of Word at each paragraph concerned.
//!
//! Invariant: apart from the comments the copy is the template. Word allows comments in the body only: what
//! is wrong in a header, a note or a property is told at the first paragraph, with its place (ECMA-376 part 1
//! §17.13.4).

use std::collections::BTreeMap;

use super::place::{Fault, Location};
use super::revise;
use crate::docx::xml::{self, Element, Node};
use crate::docx::{self, Package};
use crate::language::{Language, Text};

const BODY: &str = "word/document.xml";
const COMMENTS: &str = "word/comments.xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const TYPES: &str = "[Content_Types].xml";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// What a comment says, and where: something wrong, or something to look at.
pub struct Remark<'a> {
    pub place: &'a Location,
    pub message: Text,
    pub hint: Text,
}

impl<'a> From<&'a Fault> for Remark<'a> {
    fn from(fault: &'a Fault) -> Remark<'a> {
        Remark { place: &fault.place, message: fault.message.message.clone(), hint: fault.advice() }
    }
}

/// Writes the copy; the comments are in `language`.
///
/// # Errors
/// When the document or one of the parts that change cannot be read.
pub fn annotate(docx: &[u8], remarks: &[Remark], language: Language) -> Result<Vec<u8>, docx::Error> {
    let mut package = Package::read(docx)?;
    let mut first = 0;
    let had_comments = package.parts.contains_key(COMMENTS);
    if !had_comments {
        package.parts.insert(COMMENTS.to_owned(), format!("<w:comments xmlns:w=\"{NAMESPACE}\"/>").into());
    }
    edit(&mut package, COMMENTS, |root| {
        let ids = root.elements().filter_map(|comment| comment.attribute("w:id")?.parse::<usize>().ok());
        first = ids.max().map_or(0, |id| id + 1);
        for (index, remark) in remarks.iter().enumerate() {
            root.children.push(comment(first + index, remark, language).into());
        }
    })?;
    let mut targets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, remark) in remarks.iter().enumerate() {
        let paragraph = if remark.place.part == BODY { remark.place.paragraph.max(1) } else { 1 };
        targets.entry(paragraph).or_default().push(first + index);
    }
    edit(&mut package, BODY, |root| visit(root, &mut 0, &targets))?;
    if !had_comments {
        let none = || {
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>".into()
        };
        package.parts.entry(RELATIONS.to_owned()).or_insert_with(none);
        edit(&mut package, RELATIONS, |root| {
            let relation = Element::new("Relationship").with("Id", "rIdOtinishComments").with("Type", KIND);
            root.children.push(relation.with("Target", "comments.xml").into());
        })?;
        edit(&mut package, TYPES, |root| {
            let part = Element::new("Override").with("PartName", format!("/{COMMENTS}"));
            root.children.push(part.with("ContentType", CONTENT).into());
        })?;
    }
    Ok(package.write())
}

fn edit(package: &mut Package, name: &str, act: impl FnOnce(&mut Element<'_>)) -> Result<(), docx::Error> {
    let damaged = || docx::Error::Damaged { part: name.to_owned() };
    let content = package.parts.get(name).ok_or_else(damaged)?;
    let text = xml::decode(content).map_err(|_| damaged())?;
    let mut root = xml::parse(&text).map_err(|_| damaged())?;
    act(&mut root);
    let written = xml::write(&root).into_bytes();
    package.parts.insert(name.to_owned(), written);
    Ok(())
}

fn comment(id: usize, remark: &Remark, language: Language) -> Element<'static> {
    let line = |text: String| {
        let text = Element::new("w:t").with("xml:space", "preserve").containing(Node::Text(text.into()));
        Element::new("w:p").containing(Element::new("w:r").containing(text))
    };
    let place = match remark.place.part.as_str() {
        "" | BODY => String::new(),
        _ => format!("{}: ", remark.place.text().get(language)),
    };
    Element::new("w:comment")
        .with("w:id", id.to_string())
        .with("w:author", "otinish")
        .with("w:initials", "o")
        .containing(line(format!("{place}{}", remark.message.get(language))))
        .containing(line(format!("→ {}", remark.hint.get(language))))
}

/// Counts paragraphs as places do, and marks those that are asked for.
fn visit(element: &mut Element<'_>, count: &mut usize, targets: &BTreeMap<usize, Vec<usize>>) {
    for child in &mut element.children {
        let Node::Element(child) = child else { continue };
        if revise::is_dropped(child) {
            continue;
        }
        match child.name.as_ref() {
            "w:p" => {
                *count += 1;
                let mut ids = targets.get(count).cloned().unwrap_or_default();
                boxed(child, count, targets, &mut ids);
                mark(child, &ids);
            }
            _ => visit(child, count, targets),
        }
    }
}

/// Paragraphs of text boxes, which cannot have comments: those of the paragraph that holds them are theirs.
fn boxed(
    element: &Element<'_>,
    count: &mut usize,
    targets: &BTreeMap<usize, Vec<usize>>,
    ids: &mut Vec<usize>,
) {
    let start = *count;
    for (index, child) in element.elements().enumerate() {
        let copy = element.name == "mc:AlternateContent" && index > 0;
        if copy {
            *count = start;
        }
        if child.name == "w:p" {
            *count += 1;
            ids.extend(
                targets.get(count).filter(|_| !ids_has(ids, targets.get(count))).into_iter().flatten(),
            );
        }
        boxed(child, count, targets, ids);
    }
}

/// The copy of a box for old programs counts the same paragraphs.
fn ids_has(ids: &[usize], more: Option<&Vec<usize>>) -> bool {
    more.and_then(|more| more.first()).is_some_and(|first| ids.contains(first))
}

fn mark(paragraph: &mut Element<'_>, ids: &[usize]) {
    let start = paragraph.children.iter().take_while(|child| child.is("w:pPr")).count();
    for (index, id) in ids.iter().enumerate() {
        let of = |name: &'static str| Element::new(name).with("w:id", id.to_string());
        paragraph.children.insert(start + index, of("w:commentRangeStart").into());
        paragraph.children.push(of("w:commentRangeEnd").into());
        paragraph.children.push(Element::new("w:r").containing(of("w:commentReference")).into());
    }
}
