//! From a part to the same part with its tags as elements of their own.
//!
//! A tag that Word split over runs becomes one element in the place where it starts: a value inside its
//! `w:t`, so that it takes the formatting of that run; the other tags between runs, which are split there.
//! Invariant: apart from the tags no character is lost or moved. Which paragraphs, rows and cells a tag
//! stands for is decided later ([`super::nest`]).

use std::collections::BTreeSet;
use std::ops::Range;

mod cut;

use cut::{Item, gather};

use super::guard;
use super::place::{Cell, Fault, Location};
use super::scan::{self, Brackets, OBJECT, What};
use super::tag::{self, Action, Joins, Tag};
use super::{TAG, TAGGED};
use crate::docx::xml::{Element, Node};

/// What is gathered while the parts of a document are read.
#[derive(Default)]
pub struct Gathered {
    pub tags: Vec<Tag>,
    pub faults: Vec<Fault>,
}

/// Turns the tags of one part into elements; `headings` are the styles of headings.
pub fn weave(part: &str, root: &mut Element<'_>, headings: &BTreeSet<String>, gathered: &mut Gathered) {
    let mut weaver = Weaver {
        part,
        headings,
        gathered,
        paragraph: 0,
        tables: 0,
        cell: None,
        heading: None,
        raw: false,
        raw_mark: None,
    };
    weaver.story(root);
    unbind(root);
}

/// Frees the content controls that hold tags from data of the document's own, which Word would put in the
/// place of the value when it opens the document, and from the look of a prompt (ECMA-376 part 1 §17.5.2.6,
/// §17.5.2.39). Tells whether the element holds tags.
fn unbind(element: &mut Element<'_>) -> bool {
    let mut holds = element.name == TAG;
    for child in &mut element.children {
        if let Node::Element(child) = child {
            holds |= unbind(child);
        }
    }
    if holds && element.name == "w:sdt" {
        for properties in &mut element.children {
            let Node::Element(properties) = properties else { continue };
            if properties.name == "w:sdtPr" {
                let binds = |node: &Node<'_>| {
                    ["w:dataBinding", "w15:dataBinding", "w:showingPlcHdr"].iter().any(|name| node.is(name))
                };
                properties.children.retain(|property| !binds(property));
            }
        }
    }
    holds
}

struct Weaver<'w> {
    part: &'w str,
    headings: &'w BTreeSet<String>,
    gathered: &'w mut Gathered,
    paragraph: usize,
    tables: usize,
    cell: Option<Cell>,
    heading: Option<String>,
    raw: bool,
    /// The last `{% raw %}`, with where it stands.
    raw_mark: Option<(String, Location)>,
}

impl Weaver<'_> {
    /// A story: raw text that is opened in it is closed in it.
    fn story(&mut self, story: &mut Element<'_>) {
        let outer = std::mem::take(&mut self.raw);
        self.blocks(story);
        if let (true, Some((typed, place))) = (self.raw, self.raw_mark.take()) {
            let values = [("found", typed.as_str()), ("expected", "{% endraw %}")];
            self.gathered.faults.push(Fault::new(place, "template-open-without-close", &values));
        }
        self.raw = outer;
    }

    /// Paragraphs and tables, however they are wrapped.
    fn blocks(&mut self, container: &mut Element<'_>) {
        for child in &mut container.children {
            let Node::Element(child) = child else { continue };
            match child.name.as_ref() {
                "w:p" => self.paragraph(child),
                "w:tbl" => self.table(child),
                _ => self.blocks(child),
            }
        }
    }

    fn table(&mut self, table: &mut Element<'_>) {
        self.tables += 1;
        let outer = self.cell;
        self.cell = Some(Cell { table: self.tables, row: 0, column: 0 });
        self.rows(table);
        self.cell = outer;
    }

    fn rows(&mut self, container: &mut Element<'_>) {
        for child in &mut container.children {
            let Node::Element(child) = child else { continue };
            let Some(here) = self.cell else { continue };
            match child.name.as_ref() {
                "w:tr" => {
                    self.cell = Some(Cell { row: here.row + 1, column: 0, ..here });
                    self.rows(child);
                }
                "w:tc" => {
                    let cell = Cell { column: here.column + 1, ..here };
                    self.cell = Some(cell);
                    self.blocks(child);
                    self.cell = Some(cell);
                }
                _ => self.rows(child),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &mut Element<'_>) {
        self.paragraph += 1;
        let mut text = String::new();
        gather(&paragraph.children, &mut text);
        if self.is_heading(paragraph) && !text.trim().is_empty() {
            self.heading = Some(shown(&text));
        }
        self.out_of_place(paragraph, &text);
        let found = scan::scan(&text, &mut self.raw);
        if !found.is_empty() {
            let items = found.into_iter().map(|found| self.item(&text, found)).collect();
            let children = std::mem::take(&mut paragraph.children);
            paragraph.children = cut::cut(children, &text, items);
            paragraph.set(TAGGED, "1");
        }
        self.boxes(paragraph);
    }

    /// Fields that read from outside, and brackets of tags where tags do not work.
    fn out_of_place(&mut self, paragraph: &Element<'_>, text: &str) {
        let place = self.place(text, &(0..0));
        guard::check_fields(&place, paragraph, &mut self.gathered.faults);
        misplaced(&place, paragraph, &mut self.gathered.faults);
    }

    fn is_heading(&self, paragraph: &Element<'_>) -> bool {
        let properties = paragraph.child("w:pPr");
        let style = properties.and_then(|properties| properties.child("w:pStyle")?.attribute("w:val"));
        style.is_some_and(|style| self.headings.contains(style))
            || properties.is_some_and(|properties| properties.child("w:outlineLvl").is_some())
    }

    /// Text boxes are stories of their own. Their copy for old programs (`mc:Fallback`) has the same
    /// paragraphs and is counted as the same (ECMA-376 part 3 §9.3).
    fn boxes(&mut self, element: &mut Element<'_>) {
        for child in &mut element.children {
            let Node::Element(child) = child else { continue };
            match child.name.as_ref() {
                "w:txbxContent" => {
                    let cell = self.cell.take();
                    self.story(child);
                    self.cell = cell;
                }
                "mc:AlternateContent" => {
                    let (paragraph, tables) = (self.paragraph, self.tables);
                    for branch in &mut child.children {
                        let Node::Element(branch) = branch else { continue };
                        (self.paragraph, self.tables) = (paragraph, tables);
                        self.boxes(branch);
                    }
                }
                _ => self.boxes(child),
            }
        }
    }

    fn item(&mut self, text: &str, found: scan::Found) -> (Range<usize>, Item) {
        let typed = &text[found.range.clone()];
        let place = self.place(text, &found.range);
        let item = match found.what {
            What::Literal(brackets) => Item::Text(brackets),
            What::Raw => {
                self.raw_mark = Some((shown(typed), place.clone()));
                self.tag(Tag {
                    action: Action::Nothing,
                    hint: None,
                    joins: Joins::default(),
                    typed: shown(typed),
                    place,
                })
            }
            What::Tag(brackets, healed) => match tag::parse(brackets, &healed, &shown(typed), place) {
                Ok(tag) => self.tag(tag),
                Err(fault) => self.fault(*fault),
            },
            What::Unclosed(brackets) => {
                let start = shown(&text[found.range.start..].chars().take(24).collect::<String>());
                let values = [("found", start.as_str()), ("close", brackets.ends().1)];
                self.fault(Fault::new(place, "template-tag-unclosed", &values))
            }
            What::Stray(brackets) => {
                let values = [("found", brackets.ends().1), ("open", brackets.ends().0)];
                self.fault(Fault::new(place, "template-tag-stray", &values))
            }
        };
        (found.range, item)
    }

    fn tag(&mut self, tag: Tag) -> Item {
        let value = matches!(tag.action, Action::Print(_));
        self.gathered.tags.push(tag);
        Item::Tag(self.gathered.tags.len() - 1, value)
    }

    fn fault(&mut self, fault: Fault) -> Item {
        self.gathered.faults.push(fault);
        Item::Nothing
    }

    fn place(&self, text: &str, range: &Range<usize>) -> Location {
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let start = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let end = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        let cut = |cut: bool| if cut { "…" } else { "" };
        let around =
            format!("{}{}{}", cut(start > 0), shown(&text[start..range.end + end]), cut(end < after.len()));
        Location {
            part: self.part.to_owned(),
            paragraph: self.paragraph,
            offset: before.chars().count(),
            cell: self.cell,
            heading: self.heading.clone(),
            context: around,
        }
    }
}

/// How many characters before and after a tag a place shows.
const CONTEXT: usize = 24;

/// Text for a message: on one line, without marks of objects.
fn shown(text: &str) -> String {
    let spaced: String = text
        .chars()
        .filter(|character| *character != OBJECT)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    spaced.trim().to_owned()
}

/// The element that stands for a tag.
pub fn tag_element(number: usize) -> Element<'static> {
    Element::new(TAG).with("n", number.to_string())
}

/// The number of the tag that an element stands for.
pub fn tag_number(element: &Element<'_>) -> Option<usize> {
    (element.name == TAG).then(|| element.attribute("n")?.parse().ok())?
}

/// Text with brackets of tags that is not the text of a run. Text boxes have paragraphs of their own.
fn misplaced(place: &Location, element: &Element<'_>, faults: &mut Vec<Fault>) {
    for child in &element.children {
        match child {
            Node::Element(child) if child.name == "w:txbxContent" => {}
            Node::Element(child) => misplaced(place, child, faults),
            Node::Text(text) if element.name != "w:t" => {
                let tag = [Brackets::Print, Brackets::Block]
                    .iter()
                    .any(|brackets| text.contains(brackets.ends().0));
                if tag {
                    let place = Location { context: shown(text), ..place.clone() };
                    faults.push(Fault::new(place, "template-tag-misplaced", &[("found", &shown(text))]));
                }
            }
            Node::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml;

    #[test]
    fn a_control_with_a_tag_is_bound_to_nothing_else() {
        let control = |text: &str| {
            let source = format!(
                "<w:body><w:p><w:sdt><w:sdtPr><w:id w:val=\"1\"/><w:dataBinding/><w:showingPlcHdr/></w:sdtPr>\
                 <w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt></w:p></w:body>"
            );
            let mut root = xml::parse(&source).expect("well-formed");
            weave("word/document.xml", &mut root, &BTreeSet::new(), &mut Gathered::default());
            let mut out = String::new();
            xml::write_element(&root, &mut out);
            (out.contains("dataBinding"), out.contains("showingPlcHdr"), out.contains("w:id"))
        };
        assert_eq!(control("{{ x }}"), (false, false, true));
        assert_eq!(control("x"), (true, true, true));
    }
}
