//! Columns of equal length: a section that another one follows on the same page fills its columns evenly.

use std::rc::Rc;

use super::Flow;
use crate::docx::{Block, ParagraphStyle};
use crate::layout::table::Table;

/// Halvings of the height: the last one is below a point.
const STEPS: usize = 12;

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
    /// Boxes that stand in columns keep the text of their own section out: what follows below the columns goes on from
    /// where they end. So LibreOffice has it, and forms made in Word fill their pages by it.
    pub(super) fn leave_columns(&mut self) {
        let (page, before) = self.began;
        let kept = if page == self.pages.len() { before } else { 0 };
        let obstacles = &mut self.draft_mut().obstacles;
        let own = obstacles.split_off(kept);
        obstacles.extend(own.into_iter().filter(|obstacle| obstacle.table));
    }

    /// Fills columns evenly: tries a lower and lower bottom while all still fits on this page.
    pub(super) fn balance(&mut self, blocks: &'d [Block]) {
        let (pages, bottom) = (self.pages.len(), self.bottom);
        let start = self.snapshot();
        let mut low = self.top;
        let mut high = bottom;
        for _ in 0..STEPS {
            let middle = (low + high) / 2.0;
            self.restore(&start);
            self.bottom = middle;
            let fits = self.try_blocks(blocks, pages);
            if fits { high = middle } else { low = middle }
        }
        self.restore(&start);
        self.bottom = high;
        let whole = high >= bottom - 1.0;
        if whole {
            self.bottom = bottom;
        }
        self.blocks(blocks);
        if self.pages.len() == pages {
            self.y = self.y.max(self.bottom.min(high));
            self.bottom = bottom;
        }
    }

    fn try_blocks(&mut self, blocks: &'d [Block], pages: usize) -> bool {
        for index in 0..blocks.len() {
            self.block(blocks, index);
            if self.pages.len() > pages {
                return false;
            }
        }
        true
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
    }
}
