//! From the rendered XML of a part to XML that Word opens.
//!
//! Markers of missing values become visible blanks and are gathered as lacks, markers of pictures become
//! drawings; paragraphs that their tags
//! left empty vanish; paragraphs to be joined are joined; what OOXML needs in a cell, a story or a table
//! (ECMA-376 part 1 §17.4) is there afterwards. Paragraphs that were empty in the template stay.

mod grid;
mod tick;

use std::collections::BTreeSet;

use super::adopt::{TICKED, TICKS};
use super::drawing;
use super::fill::Lack;
use super::filter::picture::{MARK, Used};
use super::kept::{self, Kept};
use super::nest;
use super::source::{LACK, Table};
use super::{ADJACENT, COLUMNS, JOIN, TAGGED};
use crate::docx::xml::{Element, Node};

/// What is printed in a draft where a value is missing.
pub const BLANK: &str = "________";

/// Gathers the lacks and the pictures of a document while its parts are cleaned.
pub struct Cleaner<'t> {
    table: &'t Table,
    used: &'t dyn Fn(usize) -> Option<Used>,
    pub lacks: Vec<Lack>,
    /// The numbers of the pictures met.
    pub pictures: BTreeSet<usize>,
    told: BTreeSet<(String, String, usize, usize)>,
}

impl<'t> Cleaner<'t> {
    /// `used` gives the pictures by their numbers.
    pub fn new(table: &'t Table, used: &'t dyn Fn(usize) -> Option<Used>) -> Cleaner<'t> {
        let (pictures, told) = (BTreeSet::new(), BTreeSet::new());
        Cleaner { table, used, lacks: Vec::new(), pictures, told }
    }

    fn lack(&mut self, number: &str, path: &str) {
        let tag = number.parse().ok().and_then(|number: usize| self.table.tags.get(number));
        let place = tag.map(|tag| tag.place.clone()).unwrap_or_default();
        let key = (path.to_owned(), place.part.clone(), place.paragraph, place.offset);
        // The copy of a text box for old programs lacks the same.
        if self.told.insert(key) {
            self.lacks.push(Lack { path: path.to_owned(), place });
        }
    }
}

/// Cleans an element and all in it.
pub fn clean(element: &mut Element<'_>, cleaner: &mut Cleaner<'_>) {
    // What is kept is clean, and stands here without its content.
    if kept::number(element).is_some() {
        return;
    }
    let tagged = element.attribute(TAGGED).is_some();
    let mut children = Vec::with_capacity(element.children.len());
    let mut box_ticked = None;
    for child in std::mem::take(&mut element.children) {
        match child {
            Node::Element(run) if run.name == "w:r" && run.attribute(TICKS).is_some() && !is_marked(&run) => {
                box_ticked = Some(tick::shown(&run));
            }
            Node::Element(run) if run.name == "w:r" && is_marked(&run) => split(run, cleaner, &mut children),
            Node::Element(mut child) => {
                clean(&mut child, cleaner);
                if child.name == "w:sdt" && child.remove(TICKED).is_some() {
                    tick::control(&mut child);
                }
                if let (Some(field), Some(ticked)) = (tick::field(&mut child), box_ticked) {
                    tick::set(field, ticked);
                    box_ticked = None;
                }
                if !hollow(&child, tagged) {
                    children.push(child.into());
                }
            }
            Node::Text(text) => children.push(Node::Text(text)),
        }
    }
    element.children = match element.name.as_ref() {
        "w:p" | "w:r" | "w:t" => children,
        _ => settled(children, &element.name),
    };
    if element.remove(COLUMNS).is_some() {
        grid::fit(element);
    }
}

/// Whether nothing of an element is left that may stand: a table without rows, a row without cells, a
/// wrapper without content; and a run or text without anything in it where tags stood.
fn hollow(element: &Element<'_>, tagged: bool) -> bool {
    if kept::number(element).is_some() {
        return false;
    }
    match element.name.as_ref() {
        "w:tbl" => !element.elements().any(|child| !child.name.ends_with("Pr") && child.name != "w:tblGrid"),
        "w:tr" => !element.elements().any(|child| !child.name.ends_with("Pr") && child.name != "w:tblPrEx"),
        "w:sdt" => element.child("w:sdtContent").is_some_and(|content| content.children.is_empty()),
        "w:t" => element.children.is_empty() && element.attribute("xml:space").is_some(),
        "w:r" => tagged && element.elements().all(|child| child.name == "w:rPr"),
        _ => false,
    }
}

/// The blocks of a container, joined where asked, without those that their tags emptied.
fn settled<'a>(children: Vec<Node<'a>>, container: &str) -> Vec<Node<'a>> {
    let needs_paragraph =
        ["w:tc", "w:txbxContent", "w:hdr", "w:ftr", "w:footnote", "w:endnote"].contains(&container);
    let mut out: Vec<Node<'a>> = Vec::with_capacity(children.len());
    let mut join = false;
    for child in children {
        match child {
            Node::Element(element) if element.name == JOIN => join = true,
            Node::Element(paragraph) if paragraph.name == "w:p" => {
                match out.last_mut() {
                    Some(Node::Element(before)) if join && before.name == "w:p" => run_on(before, paragraph),
                    _ => {
                        drop_emptied(&mut out);
                        out.push(paragraph.into());
                    }
                }
                join = false;
            }
            Node::Element(mut table) if table.name == "w:tbl" => {
                drop_emptied(&mut out);
                // Word shows two tables without a paragraph between them as one.
                let adjacent = table.remove(ADJACENT).is_some();
                if !adjacent && out.last().is_some_and(|last| last.is("w:tbl")) {
                    out.push(Element::new("w:p").into());
                }
                out.push(table.into());
                join = false;
            }
            other => {
                if other.element().is_some_and(|element| {
                    element.name != "w:bookmarkStart" && element.name != "w:bookmarkEnd"
                }) {
                    drop_emptied(&mut out);
                }
                out.push(other);
            }
        }
    }
    let only = !out.iter().rev().skip(1).any(|node| node.is("w:p") || node.is("w:tbl"));
    let last_matters =
        needs_paragraph && (only || out.iter().rev().nth(1).is_some_and(|node| node.is("w:tbl")));
    if !last_matters {
        drop_emptied(&mut out);
    }
    for node in &mut out {
        if let Node::Element(element) = node {
            element.remove(TAGGED);
        }
    }
    if needs_paragraph && !out.last().is_some_and(|last| last.is("w:p")) {
        out.push(Element::new("w:p").into());
    }
    out
}

/// Takes the last block away if it is a paragraph that its tags left empty.
fn drop_emptied(out: &mut Vec<Node<'_>>) {
    let emptied = out.last().and_then(Node::element).is_some_and(|last| {
        last.name == "w:p"
            && last.attribute(TAGGED).is_some()
            && !nest::visible(last)
            && last.child("w:pPr").is_none_or(|properties| properties.child("w:sectPr").is_none())
    });
    if emptied {
        out.pop();
    }
}

/// Makes a paragraph run on into the next one.
fn run_on<'a>(paragraph: &mut Element<'a>, next: Element<'a>) {
    if next.attribute(TAGGED).is_some() {
        paragraph.set(TAGGED, "1");
    }
    paragraph.children.extend(next.children.into_iter().filter(|child| !child.is("w:pPr")));
}

/// What a text holds where a value is missing or a picture stands.
const MARKS: [char; 2] = [LACK.0, MARK.0];

fn is_marked(run: &Element<'_>) -> bool {
    run.elements().any(is_marked_text)
}

fn is_marked_text(leaf: &Element<'_>) -> bool {
    leaf.name == "w:t"
        && leaf.children.iter().any(|node| matches!(node, Node::Text(text) if text.contains(MARKS)))
}

/// Splits a run at its missing values and its pictures.
fn split<'a>(run: Element<'a>, cleaner: &mut Cleaner<'_>, out: &mut Vec<Node<'a>>) {
    let Element { name, mut attributes, children } = run;
    attributes.retain(|(name, _)| name != TICKS);
    let properties: Option<Element<'a>> =
        children.iter().find(|child| child.is("w:rPr")).and_then(Node::element).cloned();
    let shell = || Element {
        name: name.clone(),
        attributes: attributes.clone(),
        children: properties.iter().cloned().map(Node::Element).collect(),
    };
    let mut current = shell();
    let start = current.children.len();
    for child in children {
        let Node::Element(leaf) = child else { continue };
        if leaf.name == "w:rPr" {
            continue;
        }
        if !is_marked_text(&leaf) {
            if !hollow(&leaf, true) {
                current.children.push(leaf.into());
            }
            continue;
        }
        let text: String = leaf.children.iter().filter_map(text_of).collect();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(MARKS) {
            let (before, marked) = rest.split_at(at);
            push_text(&mut current, before);
            if current.children.len() > start {
                out.push(std::mem::replace(&mut current, shell()).into());
            }
            let (stand_in, after) = stand_in(marked, shell(), cleaner);
            out.push(stand_in.into());
            rest = after;
        }
        push_text(&mut current, rest);
    }
    if current.children.len() > start {
        out.push(current.into());
    }
}

fn text_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Element(_) => None,
    }
}

/// The run that stands where a marker stood, and the text after the marker.
fn stand_in<'a, 't>(
    marked: &'t str,
    mut run: Element<'a>,
    cleaner: &mut Cleaner<'_>,
) -> (Element<'a>, &'t str) {
    if let Some(marker) = marked.strip_prefix(MARK.0) {
        let (number, after) = marker.split_once(MARK.1).unwrap_or((marker, ""));
        let number = number.parse().ok();
        if let Some((number, used)) = number.and_then(|number| Some((number, (cleaner.used)(number)?))) {
            cleaner.pictures.insert(number);
            run.children.push(drawing::inline(number, &used).into());
        }
        return (run, after);
    }
    let marker = marked.strip_prefix(LACK.0).unwrap_or(marked);
    let (marker, after) = marker.split_once(LACK.2).unwrap_or((marker, ""));
    let (number, path) = marker.split_once(LACK.1).unwrap_or((marker, ""));
    cleaner.lack(number, path);
    (highlighted(run, &cleaner.table.kept), after)
}

fn push_text(run: &mut Element<'_>, text: &str) {
    if !text.is_empty() {
        let text = Node::Text(text.to_owned().into());
        run.children.push(Element::new("w:t").with("xml:space", "preserve").containing(text).into());
    }
}

/// Run properties that stand after `w:highlight` (ECMA-376 part 1 §17.3.2.28, CT_RPr).
const AFTER_HIGHLIGHT: [&str; 13] = [
    "w:u",
    "w:effect",
    "w:bdr",
    "w:shd",
    "w:fitText",
    "w:vertAlign",
    "w:rtl",
    "w:cs",
    "w:em",
    "w:lang",
    "w:eastAsianLayout",
    "w:specVanish",
    "w:oMath",
];

/// A run with the blank, marked in yellow.
fn highlighted<'a>(mut run: Element<'a>, kept: &Kept) -> Element<'a> {
    if run.child("w:rPr").is_none() {
        run.children.insert(0, Element::new("w:rPr").into());
    }
    if let Some(Node::Element(properties)) = run.children.first_mut() {
        *properties = kept.resolve(std::mem::take(properties));
        properties.children.retain(|child| !child.is("w:highlight"));
        let after = |node: &Node<'_>| {
            node.element().is_some_and(|element| AFTER_HIGHLIGHT.contains(&element.name.as_ref()))
        };
        let at = properties.children.iter().position(after).unwrap_or(properties.children.len());
        properties.children.insert(at, Element::new("w:highlight").with("w:val", "yellow").into());
    }
    push_text(&mut run, BLANK);
    run
}
