//! From a part to the same part with its tags as elements of their own.
//!
//! A tag that Word split over runs becomes one element in the place where it starts: a value inside its
//! `w:t`, so that it takes the formatting of that run; the other tags between runs, which are split there.
//! Invariant: apart from the tags no character is lost or moved. Which paragraphs, rows and cells a tag
//! stands for is decided later ([`super::nest`]).

use std::collections::BTreeSet;
use std::ops::Range;

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

/// What takes the place of something found.
enum Item {
    /// The number of a tag, and whether it is a value.
    Tag(usize, bool),
    Text(&'static str),
    Nothing,
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
            let mut cutter = Cutter { text: &text, at: 0, items, next: 0 };
            let children = std::mem::take(&mut paragraph.children);
            paragraph.children = cutter.cut(children);
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
                Err(fault) => self.fault(fault),
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

/// The text that the children of a paragraph show, as [`scan::scan`] wants it.
fn gather(children: &[Node<'_>], text: &mut String) {
    for child in children {
        let Node::Element(child) = child else { continue };
        match child.name.as_ref() {
            "w:r" => child.elements().for_each(|leaf| leaf_text(leaf, text)),
            name if is_math(name) => text.push(OBJECT),
            name if is_properties(name) => {}
            _ => gather(&child.children, text),
        }
    }
}

/// What one child of a run shows (ECMA-376 part 1 §17.3.3).
fn leaf_text(leaf: &Element<'_>, text: &mut String) {
    match leaf.name.as_ref() {
        "w:t" => leaf.children.iter().for_each(|node| {
            if let Node::Text(part) = node {
                text.push_str(part);
            }
        }),
        "w:tab" | "w:ptab" => text.push('\t'),
        "w:br" | "w:cr" => text.push('\n'),
        "w:noBreakHyphen" => text.push('\u{2011}'),
        "w:rPr" | "w:softHyphen" | "w:lastRenderedPageBreak" => {}
        _ => text.push(OBJECT),
    }
}

/// Formulas have runs and texts of their own kind.
fn is_math(name: &str) -> bool {
    name.starts_with("m:")
}

/// Properties hold no text: `w:pPr`, `w:sdtPr`.
fn is_properties(name: &str) -> bool {
    name.ends_with("Pr")
}

/// Puts the items in the place of what was found; walks the same way as [`gather`].
struct Cutter<'t> {
    text: &'t str,
    at: usize,
    items: Vec<(Range<usize>, Item)>,
    next: usize,
}

impl Cutter<'_> {
    fn cut<'a>(&mut self, children: Vec<Node<'a>>) -> Vec<Node<'a>> {
        let mut out = Vec::with_capacity(children.len());
        for child in children {
            match child {
                Node::Text(_) => out.push(child),
                Node::Element(run) if run.name == "w:r" => self.run(run, &mut out),
                Node::Element(element) if is_math(&element.name) => {
                    self.at += OBJECT.len_utf8();
                    self.pass();
                    out.push(element.into());
                }
                Node::Element(element) if is_properties(&element.name) => out.push(element.into()),
                Node::Element(mut element) => {
                    element.children = self.cut(element.children);
                    out.push(element.into());
                }
            }
        }
        out
    }

    fn run<'a>(&mut self, run: Element<'a>, out: &mut Vec<Node<'a>>) {
        let shell = Element {
            children: run.children.iter().filter(|child| child.is("w:rPr")).cloned().collect(),
            name: run.name,
            attributes: run.attributes,
        };
        let mut current = shell.clone();
        let mut changed = false;
        for child in run.children {
            let Node::Element(leaf) = child else { continue };
            if leaf.name == "w:rPr" {
                continue;
            }
            let mut length = String::new();
            leaf_text(&leaf, &mut length);
            let end = self.at + length.len();
            let touched = self.items.get(self.next).is_some_and(|(range, _)| range.start < end);
            if !touched {
                current.children.push(leaf.into());
            } else if leaf.name == "w:t" {
                changed = true;
                self.leaf(leaf, end, &shell, &mut current, out);
            } else {
                // A tab or a line break inside a tag belongs to it; a picture does not.
                changed = true;
                if length.starts_with(OBJECT) {
                    current.children.push(leaf.into());
                }
            }
            self.at = end;
            self.pass();
        }
        if !changed || current.children.len() > shell.children.len() {
            out.push(current.into());
        }
    }

    /// A `w:t` with something found in it.
    fn leaf<'a>(
        &mut self,
        leaf: Element<'a>,
        end: usize,
        shell: &Element<'a>,
        run: &mut Element<'a>,
        out: &mut Vec<Node<'a>>,
    ) {
        let empty = || Element::new("w:t").with("xml:space", "preserve");
        let mut text = empty();
        let start = self.at;
        drop(leaf);
        let mut at = start;
        while at < end {
            let found = self.items.get(self.next).filter(|(range, _)| range.start < end);
            let Some((range, item)) = found else {
                push_text(&mut text, &self.text[at..end]);
                break;
            };
            if range.start > at {
                push_text(&mut text, &self.text[at..range.start]);
            }
            if range.start >= start {
                match item {
                    Item::Nothing => {}
                    Item::Text(brackets) => push_text(&mut text, brackets),
                    Item::Tag(number, true) => text.children.push(tag_element(*number).into()),
                    Item::Tag(number, false) => {
                        flush(run, shell, std::mem::replace(&mut text, empty()), out);
                        out.push(tag_element(*number).into());
                    }
                }
            }
            at = range.end.min(end);
            if range.end <= end {
                self.next += 1;
            }
        }
        if !text.children.is_empty() {
            run.children.push(text.into());
        }
    }

    /// Goes past what has ended.
    fn pass(&mut self) {
        while self.items.get(self.next).is_some_and(|(range, _)| range.end <= self.at) {
            self.next += 1;
        }
    }
}

/// Ends a run before a tag that stands between runs.
fn flush<'a>(run: &mut Element<'a>, shell: &Element<'a>, text: Element<'a>, out: &mut Vec<Node<'a>>) {
    if !text.children.is_empty() {
        run.children.push(text.into());
    }
    let done = std::mem::replace(run, shell.clone());
    if done.children.len() > shell.children.len() {
        out.push(done.into());
    }
}

fn push_text(parent: &mut Element<'_>, text: &str) {
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.to_mut().push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned().into())),
    }
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
