//! What a reader remembers from one document for the next one of the same foundation: formats by their text, and
//! whole paragraphs, of which the letters of a season have most in common.
//!
//! Invariant: with or without a memory the same document is read. So only what its own text and the foundation decide
//! alone is remembered: no fields but those that layout computes, no notes, links, lists, drawings, and nothing that a
//! warning was told about.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::Reader;
use super::body::Found;
use super::fonts::Families;
use super::patch::RunPatch;
use super::properties::{ParagraphProperties, RunProperties};
use super::relations::Relations;
use super::source::{END_OF_PARAGRAPH, Source};
use super::styles::Styles;
use super::table_properties::{CellPatch, TablePatch};
use crate::docx::Error;
use crate::docx::document::{Object, Paragraph, Span};
use crate::docx::style::{ParagraphStyle, StyleId};

/// How many things of one kind are remembered; past that, those are forgotten that were not met lately.
const LIMIT: usize = 1_000;

/// The memory of one reader at a time.
#[derive(Debug, Default)]
pub struct Memory {
    /// With what named styles come to.
    pub styles: Styles,
    /// Formats of paragraphs that say nothing beyond their style, outside tables.
    pub plain: HashMap<u16, (Arc<ParagraphStyle>, RunPatch)>,
    /// Properties by their text.
    pub paragraphs: Lately<Arc<ParagraphProperties>>,
    pub runs: Lately<Arc<RunProperties>>,
    pub cells: Lately<CellPatch>,
    pub tables: Lately<Arc<TablePatch>>,
    /// Relationships by the text of their part.
    pub relations: Lately<Arc<Relations>>,
    wholes: Lately<Arc<Whole>>,
    /// Formats of runs, and their numbers here.
    formats: Vec<RunPatch>,
    numbers: FxHashMap<RunPatch, usize>,
    /// The one that was asked for last.
    last: usize,
    /// Fonts and languages of the foundation: what has others is of one document only.
    known: (usize, usize),
}

/// A paragraph of text and fields alone; formats of runs by their numbers in the memory.
#[derive(Debug)]
struct Whole {
    style: Arc<ParagraphStyle>,
    text: String,
    spans: Vec<(u32, usize)>,
    fields: Vec<Object>,
    mark: usize,
    /// In the order in which a reader asks for them.
    asked: Vec<usize>,
}

impl Memory {
    /// Of a foundation with these styles, fonts and languages.
    pub fn new(styles: Styles, families: &Families) -> Memory {
        Memory { styles, known: Memory::count(families), ..Memory::default() }
    }

    /// Whether what was met in a document holds for others: it named no font and no language of its own.
    pub fn holds(&self, families: &Families) -> bool {
        self.known == Memory::count(families) && self.formats.len() <= LIMIT
    }

    fn count(families: &Families) -> (usize, usize) {
        (families.names.len(), families.tongues.len())
    }

    /// The number of a format.
    fn number(&mut self, patch: &RunPatch) -> usize {
        if self.formats.get(self.last) != Some(patch) {
            let next = self.formats.len();
            self.last = *self.numbers.entry(*patch).or_insert(next);
            if self.last == next {
                self.formats.push(*patch);
            }
        }
        self.last
    }
}

/// Things by the text that they were read from, as far as they were met lately.
#[derive(Debug)]
pub struct Lately<T> {
    now: HashMap<Box<str>, T>,
    before: HashMap<Box<str>, T>,
}

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Lately { now: HashMap::new(), before: HashMap::new() }
    }
}

impl<T: Clone> Lately<T> {
    pub fn get(&mut self, text: &str) -> Option<T> {
        if let Some(known) = self.now.get(text) {
            return Some(known.clone());
        }
        let (text, known) = self.before.remove_entry(text)?;
        self.keep(text, known.clone());
        Some(known)
    }

    pub fn keep(&mut self, text: impl Into<Box<str>>, read: T) {
        if self.now.len() >= LIMIT {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(text.into(), read);
    }
}

impl Reader<'_> {
    /// The number of a format in this document, given to it at its first use.
    pub fn intern(&mut self, patch: &RunPatch) -> StyleId {
        let number = self.memory.number(patch);
        self.asked.push(number);
        self.style_of(number)
    }

    fn style_of(&mut self, number: usize) -> StyleId {
        if let Some(Some(known)) = self.style_ids.get(number) {
            return *known;
        }
        let patch = self.memory.formats[number];
        let id = self.number(&patch);
        if self.style_ids.len() <= number {
            self.style_ids.resize(number + 1, None);
        }
        self.style_ids[number] = Some(id);
        id
    }

    /// Walks an element, whose start was taken, unless it is remembered; its content alone decides what it is.
    pub fn read_once<T: Clone>(
        &mut self,
        source: &mut Source,
        end: &Finder,
        kept: fn(&mut Memory) -> &mut Lately<T>,
        read: impl FnOnce(&mut Self, &mut Source) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let inside = source.inside(end);
        let known = inside.and_then(|inside| Some((inside, kept(&mut self.memory).get(inside)?)));
        if let Some((inside, known)) = known {
            source.pass(inside);
            source.skip()?;
            return Ok(known);
        }
        let behind = inside.map(|inside| source.behind(inside, end));
        let read = read(self, source)?;
        // Not if another element of the name stands in it, whose end was found.
        if let Some(inside) = inside.filter(|_| behind == Some(source.place())) {
            kept(&mut self.memory).keep(inside, read.clone());
        }
        Ok(read)
    }

    /// The relationships of a part.
    pub fn relations_of(&mut self, part: &str) -> Result<Arc<Relations>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let Some(bytes) = self.parts.get(name.trim_start_matches('/')) else { return Ok(Arc::default()) };
        // Targets are told from the folder of the part: nearly all stand in this one.
        let text = std::str::from_utf8(bytes).ok().filter(|_| folder == "word");
        if let Some(known) = text.and_then(|text| self.memory.relations.get(text)) {
            return Ok(known);
        }
        let relations = Arc::new(Relations::read(&name, folder, bytes)?);
        if let Some(text) = text {
            self.memory.relations.keep(text, Arc::clone(&relations));
        }
        Ok(relations)
    }

    /// Walks `w:p`, whose start was taken, unless it is remembered.
    pub fn read_paragraph(&mut self, source: &mut Source) -> Result<Found, Error> {
        let alone = self.table_text.is_none() && self.fields.is_empty();
        let inside = source.inside(&END_OF_PARAGRAPH).filter(|_| alone);
        let Some(inside) = inside else { return self.read_new_paragraph(source) };
        if let Some(whole) = self.memory.wholes.get(inside) {
            source.pass(inside);
            source.skip()?;
            return Ok(Found { paragraph: Some(self.again(&whole)), ..Found::default() });
        }
        self.asked.clear();
        let outer = std::mem::replace(&mut self.plainly, true);
        let behind = source.behind(inside, &END_OF_PARAGRAPH);
        let found = self.read_new_paragraph(source)?;
        let Found { paragraph, section: None, frame: None } = &found else {
            self.plainly = false;
            return Ok(found);
        };
        let alone = self.plainly && self.fields.is_empty() && source.place() == behind;
        if let Some(paragraph) = paragraph.as_ref().filter(|_| alone) {
            let whole = self.whole(paragraph);
            self.memory.wholes.keep(inside, Arc::new(whole));
        }
        self.plainly &= outer;
        Ok(found)
    }

    fn whole(&mut self, paragraph: &Paragraph) -> Whole {
        let asked = std::mem::take(&mut self.asked);
        let number = |style: StyleId| {
            let known = asked.iter().copied().find(|number| self.style_ids[*number] == Some(style));
            known.expect("a format of a paragraph was asked for while it was read")
        };
        let spans = paragraph.spans.iter().map(|span| (span.start, number(span.style))).collect();
        let mark = number(paragraph.mark);
        let (text, fields) = (paragraph.text.clone(), paragraph.objects.clone());
        Whole { style: Arc::clone(&paragraph.style), text, spans, fields, mark, asked }
    }

    /// A paragraph that is remembered, with the numbers that its formats have in this document.
    fn again(&mut self, whole: &Whole) -> Paragraph {
        for number in &whole.asked {
            self.style_of(*number);
        }
        let span = |(start, number): &(u32, usize)| Span { start: *start, style: self.style_of(*number) };
        let spans = whole.spans.iter().map(span).collect();
        let (objects, marks, mark) = (whole.fields.clone(), Vec::new(), self.style_of(whole.mark));
        Paragraph {
            style: Arc::clone(&whole.style),
            text: whole.text.clone(),
            spans,
            objects,
            marks,
            mark,
            label: None,
        }
    }
}
