//! Rows onto pages: whole where they fit, divided where they may be, header rows again on each page.

use std::ops::Range;

use super::{Flow, Prepared, TOLERANCE};
use crate::docx::Block;
use crate::layout::paragraph;
use crate::layout::table::{Cell, Table};
use crate::layout::{Artifact, Item, Role};

impl<'d> Flow<'_, 'd> {
    pub(super) fn table(&mut self, blocks: &'d [Block], index: usize) {
        let Prepared::Table(table) = self.prepare(blocks, index) else { return };
        if self.floats(&table) {
            self.afloat.push(table);
            self.ahead.remove(&index);
            return;
        }
        self.set_afloat();
        if !self.fresh {
            self.y += self.previous.map_or(0.0, paragraph::space_after);
        }
        self.previous = None;
        let headers = table.rows.iter().take_while(|row| row.header).count();
        let headers = if headers == table.rows.len() { 0 } else { headers };
        for row in 0..table.rows.len() {
            if self.full {
                break;
            }
            let height = table.rows[row].height;
            self.y = self.below_obstacles(&table, height);
            let keep = table.rows[row].keep_next.then(|| table.rows.get(row + 1)).flatten();
            let needed = height + keep.map_or(0.0, |next| next.height);
            let notes = self.row_notes(&table, row);
            let needed = if needed + notes > self.bottom - self.top { height } else { needed + notes };
            if self.y + needed <= self.bottom + TOLERANCE {
                self.row(&table, row);
                continue;
            }
            self.broken_row(&table, row, if row >= headers { headers } else { 0 });
        }
        self.rule(&table);
        self.ahead.remove(&index);
    }

    fn row(&mut self, table: &Table<'d>, row: usize) {
        let (x, y) = (self.columns[self.column].0, self.y);
        let context = self.context;
        let band = table.paint_row(row, context, x, y, &mut self.draft_mut().page.items);
        self.bands.push(band);
        self.y += table.rows[row].height;
        self.fresh = false;
        self.place_row_notes(table, row);
    }

    /// A row that does not fit: divided if it may be and something of it fits, or on a new page.
    fn broken_row(&mut self, table: &Table<'d>, row: usize, headers: usize) {
        let whole = self.bottom - self.top;
        let own = &table.rows[row];
        let begins = own.splits && self.y + own.least <= self.bottom + TOLERANCE;
        if !begins && !self.fresh {
            self.continue_table(table, headers);
            if own.height <= whole {
                return self.row(table, row);
            }
        }
        let mut from = vec![0; own.cells.len()];
        loop {
            let room = self.bottom - self.y - self.row_notes(table, row);
            let (mut parts, mut height) = table.part(row, &from, room, false);
            let started = parts.iter().any(|part| !part.is_empty());
            let has_text = own.cells.iter().zip(&from).any(|(cell, from)| *from < cell.stack.pieces.len());
            // Every cell that still has text must get on, or the row goes to the next page as a whole; so it does where
            // it would part what keeps together, if a page has room for all of it.
            let waits =
                |(cell, part): (&Cell, &Range<usize>)| part.is_empty() && part.end < cell.stack.pieces.len();
            let stuck = own.cells.iter().zip(&parts).any(waits)
                || own.height <= whole && table.parts_what_keeps(row, &parts);
            if has_text && (!started || (stuck && from.iter().all(|from| *from == 0))) && !self.fresh {
                self.continue_table(table, headers);
                continue;
            }
            if has_text && !started {
                (parts, height) = table.part(row, &from, room, true);
            }
            let done = own.cells.iter().zip(&parts).all(|(cell, part)| part.end == cell.stack.pieces.len());
            let first = from.iter().all(|from| *from == 0);
            let height = match (done, first) {
                (true, true) => own.height.min(room.max(1.0)).max(height),
                (true, false) => height.max(1.0),
                (false, _) => room.max(height).max(1.0),
            };
            let (x, y) = (self.columns[self.column].0, self.y);
            let context = self.context;
            let items = &mut self.draft_mut().page.items;
            let band = table.paint_part(row, &parts, height.min(whole), context, [x, y], items);
            self.bands.push(band);
            self.y += height;
            self.fresh = false;
            if done || self.full {
                self.place_row_notes(table, row);
                return;
            }
            from = parts.into_iter().map(|part| part.end).collect();
            self.continue_table(table, headers);
        }
    }

    /// Goes on in the next column, header rows first; they leave the column fresh, so that rows too
    /// tall for the rest are divided there and not moved on for ever.
    fn continue_table(&mut self, table: &Table<'d>, headers: usize) {
        self.rule(table);
        self.next_column();
        let height: f32 = table.rows[..headers].iter().map(|row| row.height).sum();
        if height < (self.bottom - self.top) / 2.0 {
            let role = Role::Artifact(Artifact::Pagination);
            self.draft_mut().page.items.push(Item::Begin { element: 0, role });
            (0..headers).for_each(|row| self.row(table, row));
            self.draft_mut().page.items.push(Item::End);
        }
        self.fresh = true;
    }

    /// Draws the lines of the rows that stand in this column.
    fn rule(&mut self, table: &Table) {
        let (x, bands) = (self.columns[self.column].0, std::mem::take(&mut self.bands));
        table.rule(&bands, x, &mut self.draft_mut().page.items);
    }
}
