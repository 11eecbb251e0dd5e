//! What a reader remembers from one document for the next one of the same foundation: formats by their text, and
//! whole paragraphs, tables and rows, of which the letters of a season have most in common.
//!
//! Invariant: with or without a memory the same document is read. So only what its own text and the foundation decide
//! alone is remembered.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use memchr::memmem::Finder;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::Reader;
use super::fonts::Families;
use super::patch::RunPatch;
use super::properties::{ParagraphProperties, RunProperties};
use super::relations::Relations;
use super::source::Source;
use super::styles::Styles;
use super::table_properties::{CellPatch, TablePatch};
use super::whole::Whole;
use crate::docx::Error;
use crate::docx::document::Paragraph;
use crate::docx::style::{ParagraphStyle, StyleId};
use crate::docx::table::{Row, Table};

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
    pub whole_paragraphs: Lately<Arc<Whole<Arc<Paragraph>>>>,
    pub whole_tables: Lately<Arc<Whole<Table>>>,
    /// With the properties of their tables.
    pub whole_rows: Lately<(Arc<TablePatch>, Arc<Whole<Row>>)>,
    /// What was met once, by the hash of its text: what stands in one letter only is not worth to be remembered.
    met: FxHashSet<u64>,
    /// Formats of runs, and their numbers here.
    formats: Vec<RunPatch>,
    numbers: FxHashMap<RunPatch, usize>,
    /// The one that was asked for last.
    last: usize,
    /// Fonts and languages of the foundation: what has others is of one document only.
    known: (usize, usize),
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

    /// Whether this text was met before; from now on it was.
    pub fn has_met(&mut self, markup: Markup) -> bool {
        if self.met.len() >= LIMIT {
            self.met.clear();
        }
        !self.met.insert(markup.hash)
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

/// The text of an element, hashed once for all places in which it is looked up.
#[derive(Clone, Copy)]
pub struct Markup<'t> {
    text: &'t str,
    hash: u64,
}

impl<'t> From<&'t str> for Markup<'t> {
    fn from(text: &'t str) -> Self {
        Markup { text, hash: FxBuildHasher.hash_one(text) }
    }
}

/// Things by the text that they were read from, as far as they were met lately.
#[derive(Debug)]
pub struct Lately<T> {
    now: Texts<T>,
    before: Texts<T>,
}

/// By the hash of the text; of two texts of one hash the later one is there.
type Texts<T> = FxHashMap<u64, (Box<str>, T)>;

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Lately { now: FxHashMap::default(), before: FxHashMap::default() }
    }
}

impl<T: Clone> Lately<T> {
    pub fn get<'t>(&mut self, text: impl Into<Markup<'t>>) -> Option<T> {
        let Markup { text, hash } = text.into();
        if let Some((_, known)) = self.now.get(&hash).filter(|(known, _)| **known == *text) {
            return Some(known.clone());
        }
        let (text, known) = self.before.remove(&hash).filter(|(known, _)| **known == *text)?;
        self.insert(hash, text, known.clone());
        Some(known)
    }

    pub fn keep<'t>(&mut self, text: impl Into<Markup<'t>>, read: T) {
        let Markup { text, hash } = text.into();
        self.insert(hash, text.into(), read);
    }

    fn insert(&mut self, hash: u64, text: Box<str>, read: T) {
        if self.now.len() >= LIMIT {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(hash, (text, read));
    }
}

impl Reader<'_> {
    /// The number of a format in this document, given to it at its first use.
    pub fn intern(&mut self, patch: &RunPatch) -> StyleId {
        let number = self.memory.number(patch);
        self.asked.push(number);
        self.style_of(number)
    }

    pub fn style_of(&mut self, number: usize) -> StyleId {
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
}
