//! Columns of equal length: a section that another one follows on the same page fills its columns evenly.

use std::rc::Rc;

use super::Flow;
use crate::docx::{Block, ParagraphStyle};
use crate::layout::table::Table;

/// Halvings of the height: the last one is below a point.
const STEPS: usize = 12;

/// Longer sections are not filled evenly on their last page: each trial fills all their pages.
const FARTHEST: usize = 50;

struct Snapshot<'d> {
    pages: usize,
    items: usize,
    behind: usize,
    obstacles: usize,
    column: usize,
    top: f32,
    bottom: f32,
    y: f32,
    lowest: f32,
    fresh: bool,
    previous: Option<&'d ParagraphStyle>,
    afloat: Vec<Rc<Table<'d>>>,
}

impl<'d> Flow<'_, 'd> {
    /// Fills the columns on the section's last page evenly: tries a lower and lower foot of them while all still fits.
    pub(super) fn balance(&mut self, blocks: &'d [Block]) {
        let start = self.snapshot();
        self.blocks(blocks);
        let (last, bottom) = (self.pages.len(), self.bottom);
        if self.full || last - start.pages > FARTHEST {
            return;
        }
        let (mut low, mut high) = (self.top, bottom);
        for _ in 0..STEPS {
            let middle = (low + high) / 2.0;
            let fits = self.try_blocks(blocks, &start, (last, middle));
            if fits { high = middle } else { low = middle }
        }
        let foot = if high >= bottom - 1.0 { bottom } else { high };
        self.try_blocks(blocks, &start, (last, foot));
        self.bottom = bottom;
    }

    /// Fills the columns again, up to a foot on their last page; whether that took all.
    fn try_blocks(&mut self, blocks: &'d [Block], start: &Snapshot<'d>, level: (usize, f32)) -> bool {
        self.restore(start);
        let (last, foot) = level;
        if start.pages == last {
            self.bottom = foot;
        }
        self.level = Some(level);
        for index in 0..blocks.len() {
            self.block(blocks, index);
            if self.pages.len() > last {
                break;
            }
        }
        self.level = None;
        self.pages.len() <= last
    }

    fn snapshot(&self) -> Snapshot<'d> {
        let draft = self.pages.last().expect("a section starts on a page");
        Snapshot {
            pages: self.pages.len(),
            items: draft.page.items.len(),
            behind: draft.behind.len(),
            obstacles: draft.obstacles.len(),
            column: self.column,
            top: self.top,
            bottom: self.bottom,
            y: self.y,
            lowest: self.lowest,
            fresh: self.fresh,
            previous: self.previous,
            afloat: self.afloat.clone(),
        }
    }

    fn restore(&mut self, snapshot: &Snapshot<'d>) {
        self.pages.truncate(snapshot.pages);
        let draft = self.pages.last_mut().expect("a section starts on a page");
        draft.page.items.truncate(snapshot.items);
        draft.behind.truncate(snapshot.behind);
        draft.obstacles.truncate(snapshot.obstacles);
        (self.column, self.y, self.lowest) = (snapshot.column, snapshot.y, snapshot.lowest);
        (self.fresh, self.previous) = (snapshot.fresh, snapshot.previous);
        (self.top, self.bottom) = (snapshot.top, snapshot.bottom);
        self.afloat.clone_from(&snapshot.afloat);
        self.pending = None;
        self.ahead.clear();
    }
}
