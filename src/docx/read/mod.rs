//! Package → [`Document`]: each part is walked once, styles and numbers are resolved on the way.
//!
//! Invariant: no text is lost; a feature that the model does not hold is named once in `warnings`.
//! Deliberately absent: anything that would change the package.

mod body;
mod color;
mod date;
mod drawing;
mod field;
mod fonts;
mod form;
mod foundation;
mod frame;
mod group;
mod lettering;
mod memory;
mod metafile;
mod notes;
mod numbering;
mod parts;
mod patch;
mod properties;
mod relations;
mod run;
mod section;
mod shape;
mod source;
mod styles;
mod symbol;
mod table;
mod table_properties;
mod values;
mod vml;
mod whole;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
pub use numbering::write_number;
use rustc_hash::FxHashMap;

use super::document::*;
use super::style::{RunStyle, StyleId};
use super::{Error, Package, Unprinted};
use crate::finding::phrase;
use crate::language::Text;
use field::Field;
use fonts::Families;
pub use foundation::{Foundation, Origin};
pub use memory::Memory;
use notes::{BothNumbers, References};
use numbering::Numbering;
pub use parts::Parts;
use patch::{ParagraphPatch, RunPatch};
use properties::ParagraphProperties;
use relations::Relations;
use section::SectionProperties;
use source::Source;

const MAIN: &str = "word/document.xml";

impl Document {
    /// Reads the document that a package holds.
    ///
    /// # Errors
    /// [`Error::NotWord`] without `word/document.xml`; [`Error::Damaged`] if a part is no XML.
    pub fn read(package: &Package) -> Result<Document, Error> {
        Document::read_on(package, None)
    }

    /// Reads it with its date fields as Word would print them on a day; without one they keep the results that
    /// Word left.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub fn read_on(package: &Package, today: impl Into<Option<NaiveDate>>) -> Result<Document, Error> {
        let parts = Parts::of(package);
        let foundation = Foundation::read(&parts)?;
        let mut memory = foundation.memory();
        Document::from_parts(&parts, &foundation, &mut memory, today.into())
    }

    /// Reads it from its parts, what it stands on having been read. The memory is of earlier documents that stand on
    /// the same; what was met in this one is in it afterwards.
    pub(super) fn from_parts(
        parts: &Parts,
        foundation: &Foundation,
        memory: &mut Memory,
        today: Option<NaiveDate>,
    ) -> Result<Document, Error> {
        let mut reader = Reader::open(parts, foundation, std::mem::take(memory), today)?;
        reader.read_body()?;
        reader.read_stories()?;
        let notes = reader.read_notes()?;
        *memory = match reader.memory.holds(&reader.families) {
            true => reader.memory,
            false => foundation.memory(),
        };
        Ok(Document {
            sections: reader.sections.into_iter().map(|properties| properties.section).collect(),
            settings: reader.settings,
            run_styles: reader.run_styles,
            families: reader.families.names,
            tongues: reader.families.tongues,
            notes,
            links: reader.links,
            bookmarks: reader.bookmarks,
            warnings: reader.warnings.into_texts(),
        })
    }
}

/// All that is known while the parts are walked.
struct Reader<'p> {
    parts: &'p Parts<'p>,
    today: Option<NaiveDate>,
    families: Families,
    memory: Memory,
    numbering: Numbering,
    settings: Settings,
    /// Of the part that is walked.
    relations: Arc<Relations>,
    run_styles: Vec<RunStyle>,
    run_style_ids: FxHashMap<RunStyle, StyleId>,
    /// By number of the format in the memory.
    style_ids: Vec<Option<StyleId>>,
    /// The formats that were asked for, by their numbers in the memory.
    asked: Vec<usize>,
    /// Only text and fields that layout computes were met in it so far.
    plainly: bool,
    /// The properties of a paragraph that says nothing.
    unsaid: Arc<ParagraphProperties>,
    /// What the style of the table that is walked says about text.
    table_text: Option<(ParagraphPatch, RunPatch)>,
    fields: Vec<Field>,
    sections: Vec<SectionProperties>,
    pictures: HashMap<String, Option<Arc<Picture>>>,
    /// Footnotes and endnotes that were referred to, and how they are numbered: in all sections, in each.
    references: [References; 2],
    note_numbers: BothNumbers,
    section_notes: Vec<BothNumbers>,
    links: Vec<Target>,
    bookmarks: Vec<String>,
    /// Number of the note that is walked.
    note: Option<String>,
    warnings: Unprinted,
    /// Where the walk is: for the warnings.
    story: Story,
    paragraphs: u32,
    depth: u32,
    /// Cells and boxes that are open.
    inside: u32,
    /// Letters of watermarks so far.
    lettered: usize,
    /// Frames that wait for the paragraph that anchors them.
    waiting: frame::Waiting,
}

/// The story that is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
    Settings,
    Body,
    Header,
    Footer,
    Notes,
}

impl<'p> Reader<'p> {
    fn open(
        parts: &'p Parts<'p>,
        foundation: &Foundation,
        memory: Memory,
        today: Option<NaiveDate>,
    ) -> Result<Reader<'p>, Error> {
        if parts.get(MAIN).is_none() {
            return Err(Error::NotWord);
        }
        let Foundation { families, numbering, settings, hyphenates, note_numbers, .. } = foundation;
        let mut reader = Reader {
            parts,
            today,
            families: families.clone(),
            memory,
            numbering: numbering.clone(),
            settings: settings.clone(),
            relations: Arc::default(),
            run_styles: Vec::new(),
            run_style_ids: FxHashMap::default(),
            style_ids: Vec::new(),
            asked: Vec::new(),
            plainly: true,
            unsaid: Arc::new(ParagraphProperties { plain: true, ..ParagraphProperties::default() }),
            table_text: None,
            fields: Vec::new(),
            sections: Vec::new(),
            pictures: HashMap::new(),
            references: Default::default(),
            note_numbers: *note_numbers,
            section_notes: Vec::new(),
            links: Vec::new(),
            bookmarks: Vec::new(),
            note: None,
            warnings: Unprinted::default(),
            story: Story::Settings,
            paragraphs: 0,
            depth: 0,
            inside: 0,
            lettered: 0,
            waiting: Vec::new(),
        };
        reader.relations = reader.relations_of(MAIN)?;
        if *hyphenates {
            reader.warn("print-hyphenation");
        }
        Ok(reader)
    }

    /// Names a feature that is not printed, once, with the place where it was met first.
    fn warn(&mut self, key: &'static str) {
        self.warn_of(key, &[]);
    }

    fn warn_of(&mut self, key: &'static str, values: &[(&str, &str)]) {
        self.plainly = false;
        let (story, paragraph) = (self.story, self.paragraphs.max(1));
        self.warnings.tell(key, values, |feature| {
            let number = Text::same(paragraph.to_string());
            let values = [("feature", &feature), ("number", &number)];
            match story {
                Story::Settings => feature,
                Story::Body => phrase("print-in-paragraph", &values),
                Story::Header => phrase("print-in-header", &values[..1]),
                Story::Footer => phrase("print-in-footer", &values[..1]),
                Story::Notes => phrase("print-in-notes", &values[..1]),
            }
        });
    }

    /// Whether blocks stand in the flow of the pages, and in no cell, box, header or note.
    fn in_flow(&self) -> bool {
        self.story == Story::Body && self.inside == 0
    }

    /// Walks a whole story: a body, a header, a note, a box.
    fn read_story(
        &mut self,
        source: &mut Source,
        blocks: &mut Vec<Block>,
    ) -> Result<Option<Box<SectionProperties>>, Error> {
        let waiting = std::mem::take(&mut self.waiting);
        let last = self.read_blocks(source, blocks)?;
        self.release_frames(blocks);
        self.waiting = waiting;
        Ok(last)
    }

    fn read_body(&mut self) -> Result<(), Error> {
        self.story = Story::Body;
        self.look_for_note_numbers()?;
        let main = self.parts.get(MAIN).ok_or(Error::NotWord)?;
        let (mut source, _) = Source::open(MAIN, main)?;
        while let Some(element) = source.child()? {
            if element.name() == "body" {
                let mut blocks = Vec::new();
                let last = self.read_story(&mut source, &mut blocks)?;
                let mut last = last.map(|last| *last).unwrap_or_default();
                last.section.blocks = blocks;
                // Nothing after the last section's end: there is no further section.
                if !last.section.blocks.is_empty() || self.sections.is_empty() {
                    self.sections.push(last);
                }
            } else {
                source.skip()?;
            }
        }
        if self.sections.is_empty() {
            self.sections.push(SectionProperties::default());
        }
        Ok(())
    }

    /// Reads headers and footers; a section without one of a type has that of the section before it
    /// (ECMA-376 §17.10.5).
    fn read_stories(&mut self) -> Result<(), Error> {
        for index in 0..self.sections.len() {
            let properties = &self.sections[index];
            for feature in properties.unprinted.clone() {
                self.warn(feature);
            }
        }
        let relations = std::mem::take(&mut self.relations);
        let mut known: HashMap<String, Arc<Vec<Block>>> = HashMap::new();
        let mut sections = std::mem::take(&mut self.sections);
        let mut before = (Stories::default(), Stories::default());
        for properties in &mut sections {
            self.story = Story::Header;
            let headers = self.read_kinds(&properties.headers, before.0, &relations, &mut known)?;
            self.story = Story::Footer;
            let footers = self.read_kinds(&properties.footers, before.1, &relations, &mut known)?;
            before = (headers.clone(), footers.clone());
            properties.section.headers = headers;
            properties.section.footers = footers;
        }
        self.sections = sections;
        Ok(())
    }

    fn read_kinds(
        &mut self,
        ids: &[Option<String>; 3],
        before: Stories,
        relations: &Relations,
        known: &mut HashMap<String, Arc<Vec<Block>>>,
    ) -> Result<Stories, Error> {
        let mut kinds = [before.default, before.first, before.even];
        for (kind, id) in kinds.iter_mut().zip(ids) {
            let Some(part) = id.as_ref().and_then(|id| relations.target(id)) else { continue };
            if let Some(story) = known.get(part) {
                *kind = Some(Arc::clone(story));
                continue;
            }
            let Some(bytes) = self.parts.get(part) else { continue };
            self.relations = self.relations_of(part)?;
            self.fields.clear();
            let (mut source, _) = Source::open(part, bytes)?;
            let mut blocks = Vec::new();
            self.read_story(&mut source, &mut blocks)?;
            let story = Arc::new(blocks);
            known.insert(part.to_owned(), Arc::clone(&story));
            *kind = Some(story);
        }
        let [default, first, even] = kinds;
        Ok(Stories { default, first, even })
    }

    fn number(&mut self, patch: &RunPatch) -> StyleId {
        let style = patch.resolve(&mut self.families);
        if let Some(known) = self.run_style_ids.get(&style) {
            return *known;
        }
        if patch.toggles[patch::EMBOSS] == Some(true) {
            self.warn("print-outlined");
        }
        *self.run_style_ids.entry(style).or_insert_with(|| {
            self.run_styles.push(style);
            StyleId(u16::try_from(self.run_styles.len() - 1).unwrap_or(0))
        })
    }
}
