//! Blocks of a story: paragraphs and tables, content controls opened, accepted insertions kept.

use std::sync::Arc;

use super::frame::Frame;
use super::patch::RunPatch;
use super::properties::{self, ParagraphProperties};
use super::run::Builder;
use super::section::SectionProperties;
use super::source::{END_OF_PARAGRAPH_PROPERTIES, Element, Source};
use super::styles::Kind;
use super::{Reader, Story, numbering, symbol};
use crate::docx::Error;
use crate::docx::document::*;
use crate::docx::style::{Alignment, ParagraphStyle, StyleId};

/// How deep tables, boxes and content controls may stand in one another; Word allows fewer.
pub const DEPTH: u32 = 60;

/// What a `w:p` holds.
#[derive(Default)]
pub struct Found {
    /// None if nothing of it is printed.
    pub paragraph: Option<Arc<Paragraph>>,
    /// The section that it ends.
    pub section: Option<Box<SectionProperties>>,
    /// The frame that it stands in.
    pub frame: Option<Frame>,
}

type Properties = (Arc<ParagraphProperties>, Option<Box<SectionProperties>>, Option<Frame>);

impl Reader<'_> {
    /// Walks the children of a body, a cell, a header …; sections that end on the way are closed with
    /// the blocks up to there. Gives the properties of a section that stand at the end.
    pub fn read_blocks(
        &mut self,
        source: &mut Source,
        blocks: &mut Vec<Block>,
    ) -> Result<Option<Box<SectionProperties>>, Error> {
        if self.depth >= DEPTH {
            self.warn("print-too-deep");
            source.skip()?;
            return Ok(None);
        }
        self.depth += 1;
        let mut last = None;
        while let Some(element) = source.child()? {
            let found = self.read_one_block(&element, source, blocks)?;
            last = found.or(last);
        }
        self.depth -= 1;
        Ok(last)
    }

    /// Takes a child of a body; its start was taken, its end will be.
    pub fn read_one_block(
        &mut self,
        element: &Element,
        source: &mut Source,
        blocks: &mut Vec<Block>,
    ) -> Result<Option<Box<SectionProperties>>, Error> {
        match element.name() {
            "p" => self.read_paragraph_block(source, blocks)?,
            "tbl" => {
                self.release_frames(blocks);
                let table = self.read_table(source)?;
                if !table.rows.is_empty() {
                    blocks.push(Block::Table(Box::new(table)));
                }
            }
            "sectPr" => return Ok(Some(Box::new(super::section::properties(source)?))),
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => {
                return self.read_blocks(source, blocks);
            }
            "AlternateContent" => {
                self.read_first_branch(source, |reader, source| reader.read_blocks(source, blocks).map(drop))?
            }
            "altChunk" => {
                self.warn("print-embedded");
                source.skip()?;
            }
            "r" | "hyperlink" | "oMathPara" | "oMath" => {
                // A run outside a paragraph: no one writes it, but its text must not be lost.
                self.plainly = false;
                let mut builder = Builder::new(self.memory.styles.default_run);
                self.read_inline(element, source, &mut builder)?;
                let style = Arc::new(self.memory.styles.default_paragraph.resolve(u16::MAX));
                let mark = self.intern(&RunPatch::default());
                blocks.push(Block::Paragraph(Arc::new(builder.finish(style, mark, None))));
            }
            _ => source.skip()?,
        }
        Ok(None)
    }

    /// Takes a paragraph in; one that ends a section closes it with the blocks up to there.
    fn read_paragraph_block(&mut self, source: &mut Source, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let waiting = std::mem::take(&mut self.waiting);
        if self.story == Story::Body {
            self.paragraphs += 1;
        }
        let Found { paragraph, section, frame } = self.read_paragraph(source)?;
        // An empty paragraph that only ends a section takes no room, unless the section is empty or begins with a table
        // (as LibreOffice prints it; ECMA-376 does not say).
        let only_ends = section.is_some()
            && matches!(blocks.last(), Some(Block::Paragraph(_)))
            && !matches!(blocks.first(), Some(Block::Table(_)));
        let anchors = !waiting.is_empty();
        let paragraph = paragraph.filter(|paragraph| !only_ends || !paragraph.text.is_empty() || anchors);
        match paragraph {
            Some(paragraph) => self.settle(paragraph, frame, waiting, blocks),
            None => self.waiting = waiting,
        }
        if let Some(mut properties) = section {
            properties.section.blocks = std::mem::take(blocks);
            self.sections.push(*properties);
        }
        Ok(())
    }

    /// Walks `w:p`, whose start was taken.
    pub fn read_new_paragraph(&mut self, source: &mut Source) -> Result<Found, Error> {
        let mut properties = Arc::clone(&self.unsaid);
        let (mut section, mut frame) = (None, None);
        let mut builder = None;
        while let Some(element) = source.child()? {
            match element.name() {
                "pPr" => (properties, section, frame) = self.read_properties(source)?,
                name => {
                    self.plainly &= name == "r";
                    if builder.is_none() {
                        builder = Some(self.start(&properties));
                    }
                    let (_, _, builder) = builder.as_mut().expect("just made");
                    self.read_inline(&element, source, builder)?;
                }
            }
        }
        let (style, run, builder) = match builder {
            Some(started) => started,
            None => self.start(&properties),
        };
        if style.right_to_left {
            self.warn("print-right-to-left");
        }
        let mark_patch = self.run_patch(&run, &properties.mark);
        let vanishes = mark_patch.toggles[super::patch::HIDDEN] == Some(true) || properties.mark.deleted;
        if vanishes && builder.is_empty() && section.is_none() {
            return Ok(Found::default());
        }
        let mark = self.intern(&mark_patch);
        let label = self.read_label(&properties, &mark_patch);
        let paragraph = Some(Arc::new(builder.finish(style, mark, label)));
        Ok(Found { paragraph, section, frame })
    }

    /// Walks `w:pPr`, whose start was taken: what it says, the section that it ends, the frame that it stands in.
    fn read_properties(&mut self, source: &mut Source) -> Result<Properties, Error> {
        let inside = source.inside(&END_OF_PARAGRAPH_PROPERTIES);
        if let Some((inside, known)) =
            inside.and_then(|inside| Some((inside, self.memory.paragraphs.get(inside)?)))
        {
            source.pass(inside);
            source.skip()?;
            return Ok((known, None, None));
        }
        let behind = inside.map(|inside| source.behind(inside, &END_OF_PARAGRAPH_PROPERTIES));
        let mut properties = properties::paragraph(source, &mut self.families)?;
        let (section, frame) = (properties.section.take(), properties.frame.take());
        let properties = Arc::new(properties);
        let alone = section.is_none() && frame.is_none() && behind == Some(source.place());
        if let Some(inside) = inside.filter(|_| alone) {
            self.memory.paragraphs.keep(inside, Arc::clone(&properties));
        }
        Ok((properties, section, frame))
    }

    /// The format of a paragraph, the format its runs start from, and a builder for its text.
    fn start(&mut self, properties: &ParagraphProperties) -> (Arc<ParagraphStyle>, RunPatch, Builder) {
        let named = self.memory.styles.resolve(Kind::Paragraph, properties.style.as_deref(), &self.numbering);
        let plain = properties.plain && self.table_text.is_none();
        if plain && let Some((style, run)) = self.memory.plain.get(&named.named) {
            return (Arc::clone(style), *run, Builder::new(*run));
        }
        let mut paragraph = self.memory.styles.default_paragraph.clone();
        let mut run = self.memory.styles.default_run;
        if let Some((table_paragraph, table_run)) = &self.table_text {
            paragraph.overlay(table_paragraph);
            run.overlay(table_run);
        }
        paragraph.overlay(&named.paragraph);
        run.overlay(&named.run);
        if let Some(number) = properties.patch.number {
            let level = properties.patch.level.or(named.paragraph.level).unwrap_or(0);
            if let Some(level) = self.numbering.level(number, level) {
                paragraph.overlay(&level.paragraph);
            } else if number == 0 && named.paragraph.number.is_some() {
                // Taking a paragraph out of its style's list takes the list's indent too.
                paragraph.left = None;
                paragraph.first_line = None;
            }
        }
        paragraph.overlay(&properties.patch);
        let style = Arc::new(paragraph.resolve(named.named));
        if plain {
            self.memory.plain.insert(named.named, (Arc::clone(&style), run));
        }
        (style, run, Builder::new(run))
    }

    /// The label of a list item; bullets and numbers take the format of the paragraph mark.
    fn read_label(&mut self, properties: &ParagraphProperties, mark: &RunPatch) -> Option<Label> {
        let named = self.memory.styles.resolve(Kind::Paragraph, properties.style.as_deref(), &self.numbering);
        let number = properties.patch.number.or(named.paragraph.number).filter(|number| *number != 0)?;
        self.plainly = false;
        let depth = properties.patch.level.or(named.paragraph.level).unwrap_or(0);
        let (text, level) = self.numbering.label(number, depth)?;
        if level.text.chars().count() == numbering::LABEL {
            self.warn("print-label");
        }
        let mut patch = *mark;
        patch.underline = None;
        patch.overlay(&level.run);
        let name = patch.families[0].map_or("", |family| self.families.names[usize::from(family.0)].as_str());
        if symbol::is_symbol_font(name) {
            patch.families = mark.families;
        }
        let style: StyleId = self.intern(&patch);
        let alignment = match level.alignment {
            Alignment::Both | Alignment::Distribute => Alignment::Start,
            alignment => alignment,
        };
        let (suffix, format, depth) = (level.suffix, level.format, depth.min(8));
        Some(Label { text, style, suffix, alignment, list: number, level: depth, format })
    }
}
