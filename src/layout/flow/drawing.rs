//! Anchored drawings of the body, and the room that they leave to lines.

use super::{Flow, TOLERANCE};
use crate::docx::Anchor;
use crate::layout::area;
use crate::layout::drawing::{self, Frame, Obstacle};
use crate::layout::paragraph::Laid;

impl<'d> Flow<'_, 'd> {
    /// Paints the anchored drawings of a paragraph that is about to be placed.
    pub(super) fn anchor(&mut self, laid: &Laid<'d>) {
        let frame = self.frame(self.y);
        for drawing in laid.anchored() {
            let Some(anchor): Option<&Anchor> = drawing.anchor.as_ref() else { continue };
            let context = self.context;
            let place = drawing::place(drawing, anchor, context, &frame);
            context.set_frame(frame.page, frame.margin);
            let draft = self.draft_mut();
            let items = if anchor.behind { &mut draft.behind } else { &mut draft.page.items };
            drawing::paint(drawing, context, place, items);
            draft.obstacles.extend(drawing::obstacle(anchor, place));
        }
    }

    /// Tells what drawings in the cells of tables are measured from, on this page.
    pub(super) fn tell_frame(&self) {
        let Frame { page, margin, .. } = self.frame(self.y);
        self.context.set_frame(page, margin);
    }

    /// What places by a paragraph with its top there are measured from.
    pub(super) fn frame(&self, paragraph: f32) -> Frame {
        let (column, body) = (self.columns[self.column], self.body());
        let (left, width) = (area::text_left(self.section), area::text_width(self.section));
        let margin = [left, body.0, left + width, body.1];
        drawing::frame(self.section, margin, (column.0, column.0 + column.1), paragraph)
    }

    pub(super) fn obstructed(&self, height: f32) -> bool {
        let (x, width) = self.columns[self.column];
        self.draft().obstacles.iter().any(|obstacle| {
            obstacle.bottom > self.y
                && obstacle.top < self.y + height
                && obstacle.right > x
                && obstacle.left < x + width
        })
    }
}

/// Narrower room beside a drawing is not used by text, not even by an empty paragraph: Word asks for an inch.
const LEAST_ROOM: f32 = 72.0;

/// What obstacles leave of a line at y of that height: see `Obstacles` of a paragraph. Text goes to the wider side.
pub(super) fn around(
    obstacles: &[Obstacle],
    (x, width): (f32, f32),
    (y, height): (f32, f32),
) -> Option<(f32, f32, f32)> {
    let mut skip = 0.0;
    for _ in 0..=obstacles.len() {
        let top = y + skip;
        let (mut left, mut right) = (x, x + width);
        let mut lowest: f32 = 0.0;
        for obstacle in obstacles {
            let beside = obstacle.bottom > top + TOLERANCE && obstacle.top < top + height - TOLERANCE;
            if !beside || obstacle.right <= left || obstacle.left >= right {
                continue;
            }
            lowest = if lowest == 0.0 { obstacle.bottom } else { lowest.min(obstacle.bottom) };
            if obstacle.whole {
                (left, right) = (right, right);
            } else if obstacle.left - left >= right - obstacle.right {
                right = obstacle.left;
            } else {
                left = obstacle.right;
            }
        }
        if lowest == 0.0 && skip == 0.0 {
            return None;
        }
        if right - left >= LEAST_ROOM.min(width) {
            return Some((skip, left - x, right - x));
        }
        skip = lowest - y;
    }
    Some((skip, 0.0, width))
}
