//! Tables with a place of their own: where they stand, and the room that they leave to text (ECMA-376 §17.4.57).
//!
//! Such a table waits for the paragraph after it, by which it stands. Invariant: each is placed once, as a whole; one
//! that fits on no page as a whole goes with the flow of the text, row by row.

use std::rc::Rc;

use super::{Flow, TOLERANCE};
use crate::docx::{Anchor, FromVertical, Place};
use crate::layout::drawing;
use crate::layout::table::Table;

impl<'d> Flow<'_, 'd> {
    /// Whether a table has a place of its own, and one that it fits into.
    pub(super) fn floats(&self, table: &Table) -> bool {
        table.source.format.floating.is_some() && {
            let fits = table.height() <= self.tallest();
            if !fits {
                self.context.warn("print-floating-table");
            }
            fits
        }
    }

    /// Whether a waiting table that follows the text has no room left on this page; its paragraph goes with it.
    pub(super) fn afloat_needs_page(&self, gap: f32) -> bool {
        let follows = |table: &&Rc<Table>| {
            table.source.format.floating.is_some_and(|anchor| anchor.vertical.from == FromVertical::Paragraph)
        };
        !self.fresh
            && self.afloat.iter().filter(follows).any(|table| {
                let anchor = table.source.format.floating.expect("such tables are kept only");
                let place = drawing::stand(size(table), &anchor, &self.frame(self.y + gap));
                let asked = match anchor.vertical.place {
                    Place::Offset(offset) => self.y + gap + offset.points(),
                    _ => place[1],
                };
                asked + table.height() > self.bottom + TOLERANCE
            })
    }

    /// Places the tables that wait, by a paragraph whose top is here.
    pub(super) fn set_afloat(&mut self) {
        for table in std::mem::take(&mut self.afloat) {
            if let Some(anchor) = table.source.format.floating {
                self.set_one_afloat(&table, &anchor);
            }
        }
    }

    fn set_one_afloat(&mut self, table: &Rc<Table<'d>>, anchor: &Anchor) {
        let mut place = drawing::stand(size(table), anchor, &self.frame(self.y));
        if !matches!(anchor.horizontal.place, Place::Center | Place::End) {
            place[0] = (place[0] - table.out).max(0.0);
        }
        place[1] = self.free_of_others(place);
        let (x, mut y) = (place[0] - table.x, place[1]);
        let mut bands = Vec::with_capacity(table.rows.len());
        for row in 0..table.rows.len() {
            let context = self.context;
            bands.push(table.paint_row(row, context, x, y, &mut self.draft_mut().page.items));
            y += table.rows[row].height;
            self.place_row_notes(table, row);
        }
        table.rule(&bands, x, &mut self.draft_mut().page.items);
        self.draft_mut().obstacles.extend(drawing::obstacle(anchor, place));
    }

    /// The top of a place that does not cover what stands there already, if the page has room for it.
    fn free_of_others(&self, [x, top, width, height]: [f32; 4]) -> f32 {
        let mut y = top;
        for other in &self.draft().obstacles {
            let meets =
                other.left < x + width && other.right > x && other.top < y + height && other.bottom > y;
            if meets && other.bottom + height <= self.bottom + TOLERANCE {
                y = other.bottom;
            }
        }
        y
    }

    /// Where a row of a table in the flow has room: below what stands beside the text.
    pub(super) fn below_obstacles(&self, table: &Table, height: f32) -> f32 {
        let obstacles = &self.draft().obstacles;
        let left = self.columns[self.column].0 + table.x;
        let right = left + table.width();
        let mut y = self.y;
        for _ in 0..obstacles.len() {
            let met = obstacles.iter().find(|obstacle| {
                obstacle.bottom > y + TOLERANCE
                    && obstacle.top < y + height - TOLERANCE
                    && obstacle.right > left + TOLERANCE
                    && obstacle.left < right - TOLERANCE
            });
            match met {
                Some(obstacle) => y = obstacle.bottom,
                None => break,
            }
        }
        y
    }
}

fn size(table: &Table) -> (f32, f32) {
    (table.width(), table.height())
}
