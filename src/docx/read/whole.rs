//! Paragraphs, tables and rows of tables that were read in an earlier document of the same foundation: taken as they
//! were, their formats by the numbers that they have in this one.
//!
//! Invariant: the document is the one that would be read without. So only text, breaks and fields that layout computes
//! are remembered: no other fields, no notes, links, lists, drawings, frames, sections, and nothing that a warning was
//! told about.

use std::sync::Arc;

use super::body::Found;
use super::memory::{Markup, Memory};
use super::source::{END_OF_PARAGRAPH, END_OF_ROW, END_OF_TABLE, Source};
use super::table::Frame;
use super::{Reader, Story};
use crate::docx::Error;
use crate::docx::document::{Block, Paragraph};
use crate::docx::style::StyleId;
use crate::docx::table::{Row, Table};

/// A paragraph, a table or a row.
#[derive(Debug)]
pub struct Whole<T> {
    /// As in the document that had it last.
    content: T,
    /// Formats by their numbers in the memory, each once, in the order in which a reader asks for them.
    asked: Vec<usize>,
    /// The numbers that these had in that document.
    own: Vec<StyleId>,
    /// How many paragraphs there are in it.
    paragraphs: u32,
}

/// What has formats of runs.
trait Formatted: Clone {
    fn change_formats(&mut self, change: &mut dyn FnMut(&mut StyleId));
}

impl Formatted for Arc<Paragraph> {
    fn change_formats(&mut self, change: &mut dyn FnMut(&mut StyleId)) {
        let paragraph = Arc::make_mut(self);
        paragraph.spans.iter_mut().for_each(|span| change(&mut span.style));
        change(&mut paragraph.mark);
    }
}

impl Formatted for Table {
    fn change_formats(&mut self, change: &mut dyn FnMut(&mut StyleId)) {
        self.rows.iter_mut().for_each(|row| row.change_formats(change));
    }
}

impl Formatted for Row {
    fn change_formats(&mut self, change: &mut dyn FnMut(&mut StyleId)) {
        self.cells.iter_mut().flat_map(|cell| &mut cell.blocks).for_each(|block| match block {
            Block::Paragraph(paragraph) => paragraph.change_formats(change),
            Block::Table(table) => table.change_formats(change),
        });
    }
}

/// Where a reader was before it walked what may be remembered.
struct Before {
    asked: usize,
    paragraphs: u32,
    plainly: bool,
    /// How many bytes of the part are left behind it.
    behind: usize,
}

impl Reader<'_> {
    /// Walks `w:p`, whose start was taken, unless it is remembered.
    pub fn read_paragraph(&mut self, source: &mut Source) -> Result<Found, Error> {
        let alone = self.table_text.is_none() && self.fields.is_empty();
        let inside = source.inside(&END_OF_PARAGRAPH).filter(|_| alone);
        let Some(inside) = inside else { return self.read_new_paragraph(source) };
        let markup = Markup::from(inside);
        if let Some(whole) = self.memory.whole_paragraphs.get(markup) {
            source.pass(inside);
            source.skip()?;
            let paragraph = self.again(&whole, |memory, now| memory.whole_paragraphs.keep(markup, now));
            return Ok(Found { paragraph: Some(paragraph), ..Found::default() });
        }
        if !self.memory.has_met(markup) {
            return self.read_new_paragraph(source);
        }
        let before = self.begin(source.behind(inside, &END_OF_PARAGRAPH));
        let found = self.read_new_paragraph(source)?;
        self.plainly &= found.section.is_none() && found.frame.is_none();
        let whole = found.paragraph.as_ref().and_then(|paragraph| self.end(source, before, paragraph));
        if let Some(whole) = whole {
            self.memory.whole_paragraphs.keep(markup, Arc::new(whole));
        }
        Ok(found)
    }

    /// Walks `w:tbl`, whose start was taken, unless it is remembered.
    pub fn read_table(&mut self, source: &mut Source) -> Result<Table, Error> {
        // The paragraphs of a body are counted.
        let alone = self.story == Story::Body && self.fields.is_empty();
        let inside = source.inside_table().filter(|_| alone);
        let inside = inside.map(|inside| (inside, Markup::from(inside)));
        let Some((inside, markup)) = inside.filter(|(_, markup)| self.memory.has_met(*markup)) else {
            return self.read_new_table(source);
        };
        if let Some(whole) = self.memory.whole_tables.get(markup) {
            source.pass(inside);
            source.skip()?;
            self.paragraphs += whole.paragraphs;
            return Ok(self.again(&whole, |memory, now| memory.whole_tables.keep(markup, now)));
        }
        let before = self.begin(source.behind(inside, &END_OF_TABLE));
        let table = self.read_new_table(source)?;
        // Whether it may float depends on where it stands.
        self.plainly &= table.format.floating.is_none();
        if let Some(whole) = self.end(source, before, &table) {
            self.memory.whole_tables.keep(markup, Arc::new(whole));
        }
        Ok(table)
    }

    /// Walks `w:tr`, whose start was taken, unless it is remembered in a table of the same properties.
    pub fn read_row(
        &mut self,
        source: &mut Source,
        frame: &Frame,
        index: usize,
    ) -> Result<Option<Row>, Error> {
        let alone = self.story == Story::Body && self.fields.is_empty();
        let own = frame.rows_are_alike().filter(|_| alone);
        let inside =
            own.and_then(|own| source.inside_row().map(|inside| (inside, Markup::from(inside), own)));
        let Some((inside, markup, own)) = inside.filter(|(_, markup, _)| self.memory.has_met(*markup)) else {
            return self.read_new_row(source, frame, index);
        };
        let known = self.memory.whole_rows.get(markup);
        if let Some((_, whole)) = known.filter(|(known, _)| Arc::ptr_eq(known, own)) {
            source.pass(inside);
            source.skip()?;
            self.paragraphs += whole.paragraphs;
            let own = Arc::clone(own);
            return Ok(Some(self.again(&whole, |memory, now| memory.whole_rows.keep(markup, (own, now)))));
        }
        let before = self.begin(source.behind(inside, &END_OF_ROW));
        let row = self.read_new_row(source, frame, index)?;
        let whole = row.as_ref().and_then(|row| self.end(source, before, row));
        if let Some(whole) = whole {
            self.memory.whole_rows.keep(markup, (Arc::clone(own), Arc::new(whole)));
        }
        Ok(row)
    }

    fn begin(&mut self, behind: usize) -> Before {
        let plainly = std::mem::replace(&mut self.plainly, true);
        Before { asked: self.asked.len(), paragraphs: self.paragraphs, plainly, behind }
    }

    /// What was walked since, if it can be remembered.
    fn end<T: Formatted>(&mut self, source: &Source, before: Before, content: &T) -> Option<Whole<T>> {
        let alone = self.plainly && self.fields.is_empty() && source.place() == before.behind;
        self.plainly &= before.plainly;
        if !alone {
            return None;
        }
        let mut asked: Vec<usize> = Vec::new();
        for number in &self.asked[before.asked..] {
            if !asked.contains(number) {
                asked.push(*number);
            }
        }
        let own: Option<Vec<StyleId>> = asked.iter().map(|number| self.style_ids[*number]).collect();
        let own = own.expect("a format that was asked for has a number");
        Some(Whole { content: content.clone(), asked, own, paragraphs: self.paragraphs - before.paragraphs })
    }

    /// What is remembered, with the numbers that its formats have in this document: most often they are those of the
    /// document before; if not, it is kept with the new ones.
    fn again<T: Formatted>(&mut self, whole: &Whole<T>, keep: impl FnOnce(&mut Memory, Arc<Whole<T>>)) -> T {
        self.asked.extend(&whole.asked);
        let own: Vec<StyleId> = whole.asked.iter().map(|number| self.style_of(*number)).collect();
        let mut content = whole.content.clone();
        if own == whole.own {
            return content;
        }
        content.change_formats(&mut |style| {
            let place = whole.own.iter().position(|known| known == style);
            *style = own[place.expect("a format was asked for while its text was read")];
        });
        let now =
            Whole { content: content.clone(), asked: whole.asked.clone(), own, paragraphs: whole.paragraphs };
        keep(&mut self.memory, Arc::new(now));
        content
    }
}
