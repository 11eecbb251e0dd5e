//! Footnotes at the foot of the column that refers to them; what does not fit goes on below the next one; endnotes at
//! the end of the document or of their section (ECMA-376 §17.11).
//!
//! Invariant: a note is placed once, whole or in parts; each page takes at least one line of what is left,
//! so the pages are finite.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Flow, TOLERANCE};
use crate::docx::Block;
use crate::layout::area::Foot;
use crate::layout::paragraph;
use crate::layout::stack::{self, Stack};
use crate::layout::table::Table;
use crate::layout::{Color, Item, Role};

/// Width and thickness of the line above footnotes, as Word draws it.
const RULE: f32 = 144.0;
const PEN: f32 = 0.5;
/// Height of what separates notes where the document says nothing.
const GAP: f32 = 12.0;
/// Part of a column that notes going on from the one before leave to text.
const LEFT: f32 = 0.25;

/// Footnotes laid out and still to be placed.
#[derive(Default)]
pub struct Notes<'d> {
    stacks: HashMap<u16, Rc<Stack<'d>>>,
    separator: Option<f32>,
    placed: Vec<bool>,
    /// Notes that go on, and from which piece on.
    carried: Vec<(Rc<Stack<'d>>, usize)>,
}

impl<'d> Flow<'_, 'd> {
    fn note(&mut self, note: u16) -> Option<Rc<Stack<'d>>> {
        if let Some(known) = self.notes.stacks.get(&note) {
            return Some(Rc::clone(known));
        }
        let blocks = self.context.document.notes.footnotes.get(usize::from(note))?;
        let stack = Rc::new(Stack::of(blocks, self.context, self.columns[self.column].1, self.tallest()));
        self.notes.stacks.insert(note, Rc::clone(&stack));
        Some(stack)
    }

    fn separator(&mut self) -> f32 {
        if let Some(known) = self.notes.separator {
            return known;
        }
        let blocks = &self.context.document.notes.separator;
        let own = Stack::of(blocks, self.context, self.columns[self.column].1, self.tallest()).height;
        let height = if own > 0.0 { own.min(self.tallest() / 4.0) } else { GAP };
        self.notes.separator = Some(height);
        height
    }

    fn is_placed(&self, note: u16) -> bool {
        self.notes.placed.get(usize::from(note)).copied().unwrap_or(false)
    }

    pub(super) fn foot(&self) -> Option<&Foot> {
        self.draft().feet.iter().find(|foot| foot.column == self.column)
    }

    /// Room that notes need below the text that refers to them: all but the last whole, of the last its
    /// first line.
    pub(super) fn least_of_notes(&mut self, notes: impl Iterator<Item = u16>) -> f32 {
        let (mut above, mut last) = (0.0, None);
        for note in notes {
            if self.is_placed(note) {
                continue;
            }
            let Some(stack) = self.note(note) else { continue };
            above += last.map_or(0.0, |last: Rc<Stack>| last.height);
            last = Some(stack);
        }
        let Some(last) = last else { return 0.0 };
        let separator = if self.foot().is_some() { 0.0 } else { self.separator() };
        separator + above + last.pieces.first().map_or(0.0, |piece| piece.y + piece.height)
    }

    pub(super) fn row_notes(&mut self, table: &Table<'d>, row: usize) -> f32 {
        if self.context.document.notes.footnotes.is_empty() {
            return 0.0;
        }
        let mut notes = Vec::new();
        table.footnotes(row, &mut notes);
        self.least_of_notes(notes.into_iter())
    }

    pub(super) fn place_row_notes(&mut self, table: &Table<'d>, row: usize) {
        if self.context.document.notes.footnotes.is_empty() {
            return;
        }
        let mut notes = Vec::new();
        table.footnotes(row, &mut notes);
        notes.into_iter().for_each(|note| self.place_note(note));
    }

    /// Places a note below the text that was just placed, as much of it as fits.
    pub(super) fn place_note(&mut self, note: u16) {
        if self.is_placed(note) || self.full {
            return;
        }
        let Some(stack) = self.note(note) else { return };
        let index = usize::from(note);
        self.notes.placed.resize(self.notes.placed.len().max(index + 1), false);
        self.notes.placed[index] = true;
        if !self.notes.carried.is_empty() {
            // The one before it goes on on the next page: they keep their order.
            self.notes.carried.push((stack, 0));
            return;
        }
        let room = self.bottom - self.y;
        let end = self.put(&stack, 0, room, false);
        if end < stack.pieces.len() {
            self.notes.carried.push((stack, end));
        }
    }

    /// Goes on with notes that the column before had no room for.
    pub(super) fn continue_notes(&mut self) {
        if self.notes.carried.is_empty() {
            return;
        }
        let carried = std::mem::take(&mut self.notes.carried);
        let mut force = true;
        for (stack, from) in carried {
            if !self.notes.carried.is_empty() {
                self.notes.carried.push((stack, from));
                continue;
            }
            let room = (self.bottom - self.top) * (1.0 - LEFT) - self.foot().map_or(0.0, |foot| foot.height);
            let end = self.put(&stack, from, room, force);
            force = false;
            if end < stack.pieces.len() {
                self.notes.carried.push((stack, end));
            }
        }
    }

    /// Puts pieces of a note below this column; gives the index of the first that has no room.
    fn put(&mut self, stack: &Rc<Stack<'d>>, from: usize, room: f32, force: bool) -> usize {
        let separator = if self.foot().is_some() { 0.0 } else { self.separator() };
        let base = if from == 0 { 0.0 } else { stack.pieces.get(from).map_or(0.0, |piece| piece.y) };
        let fits = |piece: &&crate::layout::stack::Piece| {
            separator + piece.y - base + piece.height <= room + TOLERANCE
        };
        let mut end = from + stack.pieces[from..].iter().take_while(fits).count();
        if end == from && force {
            end = (from + 1).min(stack.pieces.len());
        }
        if end == from {
            return end;
        }
        let last = &stack.pieces[end - 1];
        let whole = end == stack.pieces.len();
        let height = if whole { stack.height } else { last.y + last.height } - base;
        let (column, context) = (self.column, self.context);
        let (x, width) = self.columns[column];
        let (y, mut items) = match self.foot() {
            Some(foot) => (foot.height, Vec::new()),
            None => (separator, vec![rule(x, width, separator)]),
        };
        items.push(Item::Begin { element: stack.element(context), role: Role::Note });
        stack::paint(&stack.pieces[from..end], context, x, y - base, &mut items);
        items.push(Item::End);
        let bottom = self.bottom;
        let feet = &mut self.draft_mut().feet;
        match feet.iter_mut().find(|foot| foot.column == column) {
            Some(foot) => {
                foot.items.append(&mut items);
                foot.height += height;
            }
            None => feet.push(Foot { column, items, height: y + height, bottom }),
        }
        self.bottom = bottom - separator - height;
        end
    }

    /// What is left at the end of the document: notes that go on, footnotes that text refers to where none
    /// can stand (boxes, headers).
    pub(super) fn rest_of_notes(&mut self) {
        while !self.notes.carried.is_empty() && !self.full {
            self.next_column();
            self.continue_notes();
        }
        let notes = &self.context.document.notes;
        for (index, blocks) in notes.footnotes.iter().enumerate() {
            if !self.notes.placed.get(index).copied().unwrap_or(false) {
                self.context.warn("print-note-in-box");
                self.note_in_flow(blocks);
            }
        }
    }

    /// Places the endnotes that stand at the end of a section, below a line of their own.
    pub(super) fn endnotes(&mut self, section: usize) {
        let notes = &self.context.document.notes;
        let own = |(blocks, home): &(&'d Vec<Block>, &usize)| **home == section && !blocks.is_empty();
        let mut own =
            notes.endnotes.iter().zip(&notes.homes).filter(own).map(|(blocks, _)| blocks).peekable();
        if own.peek().is_none() {
            return;
        }
        self.break_now();
        self.end_separator();
        own.for_each(|blocks| self.note_in_flow(blocks));
    }

    fn end_separator(&mut self) {
        let (x, width) = self.columns[self.column];
        let blocks = &self.context.document.notes.end_separator;
        let own = Stack::of(blocks, self.context, width, self.tallest()).height;
        let height = if own > 0.0 { own.min(self.tallest() / 4.0) } else { GAP };
        self.y += self.previous.take().filter(|_| !self.fresh).map_or(0.0, paragraph::space_after);
        // The line goes with the first line of the notes.
        if !self.fresh && self.y + height * 2.0 > self.bottom + TOLERANCE {
            self.next_column();
        }
        let (x, width) = self.columns.get(self.column).copied().unwrap_or((x, width));
        let mut line = rule(x, width, height);
        line.lower(self.y);
        self.draft_mut().page.items.push(line);
        self.y += height;
        self.fresh = false;
    }

    /// A note among the blocks of the text; over several pages it is still one element.
    fn note_in_flow(&mut self, blocks: &'d [Block]) {
        let (first, start) = (self.pages.len() - 1, self.draft().page.items.len());
        self.blocks(blocks);
        let Some(opening) = blocks.first() else { return };
        let element = self.context.element(opening, 0);
        for (index, draft) in self.pages.iter_mut().enumerate().skip(first) {
            let start = if index == first { start } else { 0 };
            if draft.page.items.len() > start {
                draft.page.items.insert(start, Item::Begin { element, role: Role::Note });
                draft.page.items.push(Item::End);
            }
        }
    }
}

/// The line above footnotes, in the middle of the room that is kept for it.
fn rule(x: f32, width: f32, separator: f32) -> Item {
    let y = separator / 2.0;
    Item::Rectangle { x, y, width: width.min(RULE), height: PEN, color: Color([0; 3]) }
}
