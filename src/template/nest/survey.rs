//! What a story holds, as far as the level of tags depends on it: its elements, its tags and what is
//! visible between them, in the order of the document. Text boxes are left out: they are stories.

use std::ops::Range;

use crate::docx::xml::{Element, Node};
use crate::template::kept;
use crate::template::tag::{Action, Tag};
use crate::template::weave::tag_number;

/// What an element is to the level of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// `section`: it carries the properties of a section and must stay.
    Paragraph {
        section: bool,
    },
    Table,
    Row,
    Cell,
    Other,
}

/// An element of the story; its number is its index.
#[derive(Debug)]
pub struct SurveyNode {
    pub block: Block,
    /// How many elements of the story contain it.
    pub depth: usize,
    /// Whether it stands inside a paragraph.
    pub inline: bool,
    /// The events inside it.
    pub events: Range<usize>,
    /// The paragraphs, tables and wrapped blocks directly in it.
    pub children: Vec<usize>,
}

/// A tag of the story.
#[derive(Debug)]
pub struct Mark {
    /// Its number in the list of tags.
    pub tag: usize,
    /// The elements that contain it, from the outermost.
    pub chain: Vec<usize>,
    /// Its own event.
    pub event: usize,
}

/// Something that can be seen, or a mark.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    Visible,
    Tag(usize),
}

/// See the module.
#[derive(Debug, Default)]
pub struct Survey {
    pub nodes: Vec<SurveyNode>,
    pub marks: Vec<Mark>,
    pub events: Vec<Event>,
}

impl Survey {
    /// Surveys a story.
    pub fn of(story: &Element<'_>, tags: &[Tag]) -> Survey {
        let mut survey = Survey::default();
        survey.walk(story, &mut Vec::new(), false, tags);
        survey
    }

    fn walk(&mut self, parent: &Element<'_>, chain: &mut Vec<usize>, inline: bool, tags: &[Tag]) {
        for child in &parent.children {
            match child {
                Node::Text(text) => {
                    if parent.name == "w:t" && !text.trim().is_empty() {
                        self.events.push(Event::Visible);
                    }
                }
                Node::Element(child) => match tag_number(child) {
                    Some(tag) => {
                        self.marks.push(Mark { tag, chain: chain.clone(), event: self.events.len() });
                        self.events.push(match tags[tag].action {
                            Action::Print(_) => Event::Visible,
                            _ => Event::Tag(self.marks.len() - 1),
                        });
                    }
                    None => self.element(child, chain, inline, tags),
                },
            }
        }
    }

    fn element(&mut self, element: &Element<'_>, chain: &mut Vec<usize>, inline: bool, tags: &[Tag]) {
        let number = self.nodes.len();
        let block = block(element);
        if let Some(parent) = chain.last()
            && !element.name.ends_with("Pr")
        {
            self.nodes[*parent].children.push(number);
        }
        let start = self.events.len();
        self.nodes.push(SurveyNode {
            block,
            depth: chain.len(),
            inline,
            events: start..start,
            children: Vec::new(),
        });
        if shows(element) {
            self.events.push(Event::Visible);
        }
        if element.name != "w:txbxContent" {
            chain.push(number);
            self.walk(element, chain, inline || matches!(block, Block::Paragraph { .. }), tags);
            chain.pop();
        }
        self.nodes[number].events.end = self.events.len();
    }

    /// Whether an element is a paragraph that shows nothing and may go.
    pub fn is_bare(&self, element: usize) -> bool {
        let node = &self.nodes[element];
        node.block == Block::Paragraph { section: false }
            && self.events[node.events.clone()].iter().all(|event| matches!(event, Event::Tag(_)))
    }

    /// The depth of the bare paragraph in a chain of elements, if there is one.
    pub fn bare_paragraph(&self, chain: &[usize]) -> Option<usize> {
        chain.iter().position(|element| self.is_bare(*element))
    }

    /// Whether nothing is left of this event once all tags are brought to their levels, seen from an
    /// element of this depth.
    pub fn gone(&self, event: &Event, levels: &[Option<usize>], depth: usize, tags: &[Tag]) -> bool {
        match event {
            Event::Visible => false,
            Event::Tag(mark) => match levels[*mark] {
                Some(level) => level <= depth,
                None => !matches!(tags[self.marks[*mark].tag].action, Action::Print(_)),
            },
        }
    }
}

fn block(element: &Element<'_>) -> Block {
    match element.name.as_ref() {
        "w:p" => Block::Paragraph {
            section: element.child("w:pPr").is_some_and(|properties| properties.child("w:sectPr").is_some()),
        },
        "w:tbl" => Block::Table,
        "w:tr" => Block::Row,
        "w:tc" => Block::Cell,
        _ => Block::Other,
    }
}

/// Whether an element shows something besides its text: pictures, field marks, page breaks. Tabs and line
/// breaks are white space.
fn shows(element: &Element<'_>) -> bool {
    match element.name.as_ref() {
        "w:br" => element.attribute("w:type").is_some_and(|kind| kind != "textWrapping"),
        "w:drawing"
        | "w:pict"
        | "w:object"
        | "w:sym"
        | "w:fldChar"
        | "w:fldSimple"
        | "w:footnoteReference"
        | "w:endnoteReference"
        | "w:pgNum"
        | "m:oMath"
        | "m:oMathPara"
        | "mc:AlternateContent"
        | "w:noBreakHyphen" => true,
        _ => false,
    }
}

/// Whether an element shows anything: text that is not white space, a picture, a field.
pub fn visible(element: &Element<'_>) -> bool {
    shows(element)
        || (element.name == "w:r" && kept::number(element).is_some())
        || element.children.iter().any(|child| match child {
            Node::Element(child) => visible(child),
            Node::Text(text) => element.name == "w:t" && !text.trim().is_empty(),
        })
}
