//! From the runs of a paragraph and what was found in their text to runs with tags as elements.
//!
//! [`gather`] joins the text of the runs; [`cut`] walks the same way and puts each item in the place where
//! what it stands for started.

use std::ops::Range;

use super::tag_element;
use crate::docx::xml::{Element, Node};
use crate::template::scan::OBJECT;

/// What takes the place of something found.
pub enum Item {
    /// The number of a tag, and whether it is a value.
    Tag(usize, bool),
    Text(&'static str),
    Nothing,
}

/// The text that the children of a paragraph show, as `scan::scan` wants it.
pub fn gather(children: &[Node<'_>], text: &mut String) {
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

/// Puts the items, in order, in the place of what was found in the text of these children of a paragraph.
pub fn cut<'a>(children: Vec<Node<'a>>, text: &str, items: Vec<(Range<usize>, Item)>) -> Vec<Node<'a>> {
    Cutter { text, at: 0, items, next: 0 }.cut(children)
}

/// Walks the same way as [`gather`].
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
