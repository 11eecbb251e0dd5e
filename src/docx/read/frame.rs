//! `w:framePr`: paragraphs in a frame → a box that is anchored in the paragraph after them (ECMA-376 §17.3.1.11).
//!
//! Page numbers beside a footer, addresses in the window of an envelope, drop capitals. Neighbours with the
//! same frame share one box. Deliberately absent: frames that a style asks for.

use std::sync::Arc;

use super::source::Element;
use super::{Reader, values};
use crate::docx::document::*;
use crate::docx::units::{Emu, Twips};

/// A frame as it is said; equal ones are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    width: Option<Twips>,
    height: Option<Twips>,
    anchor: Anchor,
}

/// Reads `w:framePr`.
pub fn properties(element: &Element) -> Frame {
    let measure = |name| element.get(name).and_then(|value| values::twips(&value));
    let emu = |name| Emu(i64::from(measure(name).unwrap_or_default().0) * 635);
    let from = match element.get("hAnchor").as_deref() {
        Some("margin") => FromHorizontal::Margin,
        Some("text") => FromHorizontal::Column,
        _ => FromHorizontal::Page,
    };
    let aligned = |name| match element.get(name).as_deref() {
        Some("center") => Some(Place::Center),
        Some("right" | "outside" | "bottom") => Some(Place::End),
        Some("left" | "inside" | "top") => Some(Place::Start),
        _ => None,
    };
    let horizontal = Horizontal { from, place: aligned("xAlign").unwrap_or(Place::Offset(emu("x"))) };
    let from = match element.get("vAnchor").as_deref() {
        Some("margin") => FromVertical::Margin,
        Some("text") => FromVertical::Paragraph,
        _ if element.get("dropCap").is_some() => FromVertical::Paragraph,
        _ => FromVertical::Page,
    };
    let vertical = Vertical { from, place: aligned("yAlign").unwrap_or(Place::Offset(emu("y"))) };
    let wrap = match element.get("wrap").as_deref() {
        Some("none" | "notBeside") => Wrap::TopAndBottom,
        _ => Wrap::Square,
    };
    let (across, down) = (emu("hSpace"), emu("vSpace"));
    let fixed = matches!(element.get("hRule").as_deref(), Some("exact" | "atLeast"));
    Frame {
        width: measure("w").filter(|width| width.0 > 0),
        height: measure("h").filter(|height| fixed && height.0 > 0),
        anchor: Anchor { horizontal, vertical, wrap, behind: false, distances: [across, down, across, down] },
    }
}

impl Frame {
    fn drawing(&self, blocks: Vec<Block>) -> Drawing {
        let emu = |length: Option<Twips>| Emu(i64::from(length.unwrap_or_default().0) * 635);
        let shape = Shape {
            fits_width: self.width.is_none(),
            fits_height: self.height.is_none(),
            blocks,
            ..Shape::default()
        };
        Drawing {
            width: emu(self.width),
            height: emu(self.height),
            anchor: Some(self.anchor),
            content: Content::Shape(shape),
            alternative: None,
        }
    }
}

/// Boxes whose paragraphs were read and that the next paragraph will anchor.
pub type Waiting = Vec<(Frame, Vec<Block>)>;

impl Reader<'_> {
    /// Puts a paragraph into its frame, or anchors the boxes that wait in it.
    pub fn settle(
        &mut self,
        mut paragraph: Arc<Paragraph>,
        frame: Option<Frame>,
        mut waiting: Waiting,
        blocks: &mut Vec<Block>,
    ) {
        match (frame, waiting.last_mut()) {
            (Some(frame), Some((known, inside))) if *known == frame => {
                inside.push(Block::Paragraph(paragraph));
                self.waiting = waiting;
            }
            (Some(frame), _) => {
                waiting.push((frame, vec![Block::Paragraph(paragraph)]));
                self.waiting = waiting;
            }
            (None, _) => {
                if !waiting.is_empty() {
                    let boxes = waiting.into_iter().map(|(frame, inside)| frame.drawing(inside));
                    let objects = &mut Arc::make_mut(&mut paragraph).objects;
                    objects.extend(boxes.map(|drawing| Object::Drawing(Box::new(drawing))));
                }
                blocks.push(Block::Paragraph(paragraph));
            }
        }
    }

    /// Boxes that no paragraph follows stand in the flow of the text.
    pub fn release_frames(&mut self, blocks: &mut Vec<Block>) {
        for (_, inside) in std::mem::take(&mut self.waiting) {
            self.warn("print-frame");
            blocks.extend(inside);
        }
    }
}
