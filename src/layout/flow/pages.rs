//! Pages and columns: where the next ones start, and the lines between columns.

use super::Flow;
use crate::docx::SectionStart;
use crate::layout::area::{self, Draft, Story};
use crate::layout::drawing::blank;
use crate::layout::furniture;
use crate::layout::page::LIMIT;

/// More pages than any letter has: the rest is not laid out.
const PAGES: usize = 5000;

impl Flow<'_, '_> {
    pub(super) fn draft(&self) -> &Draft {
        self.pages.last().expect("a section starts on a page")
    }

    pub(super) fn draft_mut(&mut self) -> &mut Draft {
        self.pages.last_mut().expect("a section starts on a page")
    }

    pub(super) fn body(&self) -> (f32, f32) {
        self.draft().body
    }

    pub(super) fn body_top(&self) -> f32 {
        self.body().0
    }

    pub(super) fn tallest(&self) -> f32 {
        (self.section.page.height.points()
            - self.section.page.top.points().abs()
            - self.section.page.bottom.points().abs())
        .max(20.0)
    }

    pub(super) fn next_column(&mut self) {
        if self.column + 1 < self.columns.len() {
            let differs = self.columns[self.column].1 != self.columns[self.column + 1].1;
            self.bottom += self.foot().map_or(0.0, |foot| foot.height);
            self.column += 1;
            self.lowest = self.lowest.max(self.y);
            self.y = self.top;
            self.fresh = true;
            if differs {
                self.ahead.clear();
            }
            self.continue_notes();
            return;
        }
        self.next_page();
    }

    pub(super) fn next_page(&mut self) {
        let differs = self.columns.len() > 1 && self.columns[self.column].1 != self.columns[0].1;
        self.rule_columns();
        self.new_page(false);
        if differs {
            self.ahead.clear();
        }
    }

    pub(super) fn new_page(&mut self, first: bool) {
        let section = self.section;
        let follows = self.pages.last().map_or(1, |draft| draft.number.saturating_add(1));
        let mut number = if first { section.first_number.unwrap_or(follows) } else { follows };
        let wrong = |number: u32| match section.start {
            SectionStart::OddPage => number.is_multiple_of(2),
            SectionStart::EvenPage => !number.is_multiple_of(2),
            _ => false,
        };
        if first && wrong(number) && !self.pages.is_empty() {
            number += 1;
        }
        let even = self.context.document.settings.even_and_odd_headers && number.is_multiple_of(2);
        let story = match (first && section.title_page, even) {
            (true, _) => Story::First,
            (false, true) => Story::Even,
            (false, false) => Story::Default,
        };
        let sections = &self.context.document.sections;
        let before = self.pages.last().map_or(0, |last| last.weight(&sections[last.section]));
        self.full = self.pages.len() >= PAGES || before > LIMIT;
        if self.full {
            return;
        }
        self.context.set_page(number, section.number_format);
        let body = area::body(section, story, self.context);
        self.pages.push(Draft {
            page: blank(section),
            behind: Vec::new(),
            obstacles: Vec::new(),
            feet: Vec::new(),
            section: self.index,
            number,
            story,
            body,
            before,
        });
        (self.top, self.bottom) = self.body();
        if let Some((_, foot)) = self.level.filter(|(page, _)| *page == self.pages.len()) {
            self.bottom = foot;
        }
        self.column = 0;
        self.y = self.top;
        self.tell_frame();
        self.lowest = self.top;
        self.fresh = true;
        self.pending = None;
        self.continue_notes();
    }

    /// Draws the lines between the columns that have text.
    pub(super) fn rule_columns(&mut self) {
        let lowest = self.lowest.max(self.y);
        if self.section.columns.separator && lowest > self.top && !self.pages.is_empty() {
            let (columns, top) = (self.columns[..=self.column].to_vec(), self.top);
            furniture::separators(&columns, top, lowest, &mut self.draft_mut().page.items);
        }
    }
}
