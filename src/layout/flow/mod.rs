//! Blocks onto pages: the body of a document, section by section, column by column.
//!
//! Invariant: each step places something or starts a page that is empty, and on an empty page something
//! is always placed; so the pages are finite.

mod afloat;
mod columns;
mod drawing;
mod notes;
mod pages;
mod table;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::docx::{Block, Paragraph, ParagraphStyle, Section, SectionStart};
use crate::layout::area::{self, Draft};
use crate::layout::borders::Band;
use crate::layout::context::Context;
use crate::layout::line::Ends;
use crate::layout::paint;
use crate::layout::paragraph::{self, Laid, Measure};
use crate::layout::stack::style_of;
use crate::layout::table::Table;

/// Rounding of heights must not push a line that just fits to the next page.
const TOLERANCE: f32 = 0.05;
/// How many blocks a chain of `keepNext` is followed.
const CHAIN: usize = 60;

/// The pages of a document, without headers and footers, and whether they are all that it has.
pub fn run<'d>(context: &Context<'d>) -> (Vec<Draft>, bool) {
    let document = context.document;
    let mut flow = Flow::new(context);
    for (index, section) in document.sections.iter().enumerate() {
        let next = document.sections.get(index + 1);
        flow.section(index, section, next);
    }
    flow.rest_of_notes();
    (flow.pages, !flow.full)
}

struct Flow<'c, 'd> {
    context: &'c Context<'d>,
    pages: Vec<Draft>,
    section: &'d Section,
    index: usize,
    columns: Vec<(f32, f32)>,
    column: usize,
    /// Where the columns start and end on this page.
    top: f32,
    bottom: f32,
    y: f32,
    /// Foot of the lowest column of this section on this page.
    lowest: f32,
    /// Where columns that are filled evenly end on a page, by its number among the pages.
    level: Option<(usize, f32)>,
    /// Nothing stands in this column yet.
    fresh: bool,
    previous: Option<&'d ParagraphStyle>,
    /// Blocks laid out ahead, by their place in `blocks` of the section.
    ahead: HashMap<usize, Prepared<'d>>,
    /// There are so many pages, or so much stands on them, that another one is not laid out.
    full: bool,
    pending: Option<Pending>,
    notes: notes::Notes<'d>,
    /// Tables with a place of their own that wait for the paragraph that they stand by.
    afloat: Vec<Rc<Table<'d>>>,
    /// Rows of the table in hand that stand in this column, whose lines are still to be drawn.
    bands: Vec<Band>,
}

/// A break in the text that is still to be followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Page,
    Column,
}

#[derive(Clone)]
enum Prepared<'d> {
    Paragraph(Rc<Laid<'d>>),
    Table(Rc<Table<'d>>),
}

impl<'c, 'd> Flow<'c, 'd> {
    fn new(context: &'c Context<'d>) -> Flow<'c, 'd> {
        Flow {
            context,
            pages: Vec::new(),
            section: &context.document.sections[0],
            index: 0,
            columns: Vec::new(),
            column: 0,
            top: 0.0,
            bottom: 0.0,
            y: 0.0,
            lowest: 0.0,
            level: None,
            fresh: true,
            previous: None,
            ahead: HashMap::new(),
            full: false,
            pending: None,
            notes: notes::Notes::default(),
            afloat: Vec::new(),
            bands: Vec::new(),
        }
    }

    fn section(&mut self, index: usize, section: &'d Section, next: Option<&'d Section>) {
        let same_paper =
            self.section.page.width == section.page.width && self.section.page.height == section.page.height;
        let continues =
            section.start == SectionStart::Continuous && index > 0 && same_paper && !self.pages.is_empty();
        self.section = section;
        self.index = index;
        self.columns = area::columns(section);
        self.ahead.clear();
        if continues {
            self.break_now();
            self.y = self.y.max(self.lowest);
            self.top = self.y;
            self.lowest = self.y;
            self.column = 0;
            self.fresh = self.fresh && self.top <= self.body_top() + TOLERANCE;
            self.tell_frame();
        } else {
            self.new_page(true);
            self.previous = None;
        }
        // Columns with footnotes are filled one after another: a trial would have to take its notes back.
        let balanced = self.columns.len() > 1
            && next.is_some_and(|next| next.start == SectionStart::Continuous)
            && self.context.document.notes.footnotes.is_empty();
        match balanced {
            true => self.balance(&section.blocks),
            false => self.blocks(&section.blocks),
        }
        self.set_afloat();
        self.endnotes(index);
        self.rule_columns();
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        self.ahead.clear();
        for index in 0..blocks.len() {
            if self.full {
                return;
            }
            self.block(blocks, index);
        }
    }

    /// Follows a break that stood in the text. It waits for something to be placed: at the end of the
    /// document it makes no empty page.
    fn break_now(&mut self) {
        match self.pending.take() {
            Some(Pending::Page) => self.next_page(),
            Some(Pending::Column) => self.next_column(),
            None => {}
        }
    }

    fn block(&mut self, blocks: &'d [Block], index: usize) {
        self.break_now();
        match &blocks[index] {
            Block::Paragraph(paragraph) => self.paragraph(blocks, index, paragraph),
            Block::Table(_) => self.table(blocks, index),
        }
    }

    /// Lays a block out at the width of this column, or takes it from what was laid out ahead.
    fn prepare(&mut self, blocks: &'d [Block], index: usize) -> Prepared<'d> {
        if let Some(known) = self.ahead.get(&index) {
            return known.clone();
        }
        let width = self.columns[self.column].1;
        let prepared = match &blocks[index] {
            Block::Paragraph(paragraph) => {
                let laid = Laid::of(paragraph, self.context, self.measure(blocks, index), None);
                Prepared::Paragraph(Rc::new(laid))
            }
            Block::Table(table) => {
                Prepared::Table(Rc::new(Table::of(table, self.context, width, self.tallest())))
            }
        };
        self.ahead.insert(index, prepared.clone());
        prepared
    }

    fn measure<'b>(&self, blocks: &'b [Block], index: usize) -> Measure<'b> {
        Measure {
            width: self.columns[self.column].1,
            tallest: self.tallest(),
            grid: self.section.grid.map(|pitch| pitch.points()),
            before: index.checked_sub(1).and_then(|before| style_of(blocks.get(before))),
            after: style_of(blocks.get(index + 1)),
        }
    }

    fn paragraph(&mut self, blocks: &'d [Block], index: usize, source: &'d Arc<Paragraph>) {
        let style = &*source.style;
        if style.page_break_before && !self.fresh {
            self.next_page();
        }
        let Prepared::Paragraph(mut laid) = self.prepare(blocks, index) else { return };
        if !self.fresh && style.keep_next && self.chain_breaks(blocks, index) {
            self.next_column();
        }
        let mut gap = self.gap(style);
        let anchored = laid.anchored().next().is_some();
        let tall = self.lead(&laid);
        if !self.fresh && self.y + gap + tall > self.bottom + TOLERANCE {
            self.next_column();
            gap = self.gap(style);
        }
        if self.afloat_needs_page(gap) {
            self.next_column();
            gap = self.gap(style);
        }
        self.y += gap;
        self.set_afloat();
        if anchored {
            self.anchor(&laid);
        }
        if self.obstructed(laid.height()) {
            let (obstacles, x, y) = (self.draft().obstacles.clone(), self.columns[self.column].0, self.y);
            let measure = self.measure(blocks, index);
            let column = (x, measure.width);
            let around =
                move |below: f32, height: f32| drawing::around(&obstacles, column, (y + below, height));
            let beside = Rc::new(Laid::of(source, self.context, measure, Some(&around)));
            match self.fresh || self.y + beside.solid_height(0) <= self.bottom + TOLERANCE {
                true => laid = beside,
                false => self.next_column(),
            }
        }
        self.lines(&laid);
        self.previous = Some(style);
        self.ahead.remove(&index);
    }

    /// Space above a paragraph; none at the top of a page that no section starts, not even after a break (Word 2013).
    fn gap(&self, style: &ParagraphStyle) -> f32 {
        if self.fresh && self.previous.is_some() && !style.page_break_before && self.column_continues() {
            return 0.0;
        }
        paragraph::gap(self.previous.filter(|_| !self.fresh), style, self.fresh)
    }

    /// Whether this column was begun because the one before it was full.
    fn column_continues(&self) -> bool {
        self.pages.len() > 1 || self.column > 0
    }

    /// Height that must be there for a paragraph to start: its first lines, as orphan control asks.
    fn lead(&mut self, laid: &Laid) -> f32 {
        // A break alone hangs over the foot.
        if laid.lines[0].is_bare_break() {
            return 0.0;
        }
        let count = laid.lines.len();
        let style = &*laid.paragraph.style;
        let first = if style.keep_lines {
            count
        } else if style.widow_control {
            if count <= 3 { count } else { 2 }
        } else {
            1
        };
        // A forced break ends the lines that must stay together.
        let first =
            laid.lines[..first].iter().position(|line| line.ends.is_break()).map_or(first, |at| at + 1);
        // Two of three lines may stay only if one would be left alone: then all three go.
        let height: f32 = (0..first - 1).map(|line| laid.line_height(line)).sum();
        let height = height + laid.solid_height(first - 1);
        let notes = match laid.text.marks.is_empty() {
            true => 0.0,
            false => self.least_of_notes((0..first).flat_map(|line| laid.footnotes(line))),
        };
        if height + notes > self.bottom - self.top { laid.line_height(0) } else { height + notes }
    }

    fn lines(&mut self, laid: &Rc<Laid<'d>>) {
        let count = laid.lines.len();
        let mut index = 0;
        while index < count && !self.full {
            let fits = self.fitting(laid, index);
            let end = if fits == 0 && self.fresh { index + 1 } else { index + fits };
            for line in index..end {
                let x = self.columns[self.column].0;
                let y = self.y;
                paint::line(laid, line, self.context, x, y, &mut self.draft_mut().page.items);
                // A break alone makes its column no longer.
                self.y += if laid.lines[line].is_bare_break() { 0.0 } else { laid.line_height(line) };
                self.fresh = false;
                if !laid.text.marks.is_empty() {
                    laid.footnotes(line).for_each(|note| self.place_note(note));
                }
                match laid.lines[line].ends {
                    Ends::PageBreak => self.pending = Some(Pending::Page),
                    Ends::ColumnBreak => self.pending = Some(Pending::Column),
                    _ => {}
                }
            }
            index = end;
            if index < count && self.pending.is_none() {
                self.next_column();
            } else if index < count {
                self.break_now();
            }
        }
    }

    /// How many lines from `index` on go into this column, widows and orphans considered.
    fn fitting(&mut self, laid: &Laid, index: usize) -> usize {
        let count = laid.lines.len();
        let mut y = self.y;
        let mut fits = 0;
        for line in index..count {
            let bare_break = laid.lines[line].is_bare_break();
            let foot = y + laid.solid_height(line);
            y += laid.line_height(line);
            let notes = match laid.text.marks.is_empty() {
                true => 0.0,
                false => self.least_of_notes((index..=line).flat_map(|line| laid.footnotes(line))),
            };
            if foot + notes > self.bottom + TOLERANCE && !bare_break {
                break;
            }
            fits += 1;
            if laid.lines[line].ends.is_break() {
                return fits;
            }
        }
        let left = count - index - fits;
        if left == 0 || !laid.paragraph.style.widow_control {
            return fits;
        }
        let fits = if left == 1 { fits.saturating_sub(1) } else { fits };
        let orphan = fits == 1 && index == 0 && count > 1;
        if orphan && !self.fresh { 0 } else { fits }
    }

    /// Whether a chain of paragraphs that keep with the next does not fit here but would on a new page.
    fn chain_breaks(&mut self, blocks: &'d [Block], index: usize) -> bool {
        let starts_chain =
            index == 0 || !style_of(blocks.get(index - 1)).is_some_and(|style| style.keep_next);
        if !starts_chain {
            return false;
        }
        let mut height = 0.0;
        let mut previous = self.previous;
        for next in index..blocks.len().min(index + CHAIN) {
            let room = self.bottom - self.top;
            match self.prepare(blocks, next) {
                Prepared::Paragraph(laid) => {
                    let style = &*laid.paragraph.style;
                    height += paragraph::gap(previous, style, false);
                    if !style.keep_next {
                        height += self.lead(&laid);
                        return height <= room && self.y + height > self.bottom + TOLERANCE;
                    }
                    height += laid.height();
                    previous = Some(&laid.paragraph.style);
                }
                Prepared::Table(table) if table.source.format.floating.is_some() => {}
                Prepared::Table(table) => {
                    height += kept_rows(&table).min(room / 2.0);
                    return height <= room && self.y + height > self.bottom + TOLERANCE;
                }
            }
            if height > room {
                return false;
            }
        }
        false
    }
}

/// Height of the rows with which a table begins: those that keep with the next, and the one after them.
fn kept_rows(table: &Table) -> f32 {
    let kept = table.rows.iter().take_while(|row| row.keep_next).count();
    table.rows.iter().take(kept + 1).map(|row| row.height).sum()
}
