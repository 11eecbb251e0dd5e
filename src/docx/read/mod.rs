//! Package → [`Document`]: each part is walked once, styles and numbers are resolved on the way.
//!
//! Invariant: no text is lost; a feature that the model does not hold is named once in `warnings`.
//! Deliberately absent: anything that would change the package.

mod body;
mod date;
mod drawing;
mod field;
mod fonts;
mod frame;
mod numbering;
mod patch;
mod properties;
mod relations;
mod run;
mod section;
mod source;
mod styles;
mod symbol;
mod table;
mod table_properties;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
pub use numbering::write_number;

use super::document::*;
use super::style::{ParagraphStyle, RunStyle, StyleId};
use super::{Error, Package};
use field::Field;
use fonts::Families;
use numbering::Numbering;
use patch::{ParagraphPatch, RunPatch};
use relations::Relations;
use section::SectionProperties;
use source::Source;
use styles::Styles;

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
        let mut reader = Reader::open(package, today.into())?;
        reader.read_body()?;
        reader.read_stories()?;
        let notes = reader.read_notes()?;
        Ok(Document {
            sections: reader.sections.into_iter().map(|properties| properties.section).collect(),
            settings: reader.settings,
            run_styles: reader.run_styles,
            families: reader.families.names,
            tongues: reader.families.tongues,
            notes,
            links: reader.links,
            bookmarks: reader.bookmarks,
            warnings: reader.warnings.into_iter().map(|warning| warning.feature + &warning.place).collect(),
        })
    }
}

/// All that is known while the parts are walked.
struct Reader<'p> {
    package: &'p Package,
    today: Option<NaiveDate>,
    families: Families,
    styles: Styles,
    numbering: Numbering,
    settings: Settings,
    /// Of the part that is walked.
    relations: Relations,
    run_styles: Vec<RunStyle>,
    run_style_ids: HashMap<RunStyle, StyleId>,
    /// Formats of paragraphs that say nothing beyond their style, outside tables.
    plain: HashMap<u16, (Arc<ParagraphStyle>, RunPatch)>,
    /// What the style of the table that is walked says about text.
    table_text: Option<(ParagraphPatch, RunPatch)>,
    fields: Vec<Field>,
    sections: Vec<SectionProperties>,
    pictures: HashMap<String, Option<Arc<Picture>>>,
    /// Ids of the notes referred to, in order.
    footnotes: Vec<String>,
    endnotes: Vec<String>,
    links: Vec<Target>,
    bookmarks: Vec<String>,
    /// Number of the note that is walked.
    note: Option<String>,
    warnings: Vec<Warning>,
    /// Where the walk is: for the warnings.
    story: Story,
    paragraphs: u32,
    depth: u32,
    /// Frames that wait for the paragraph that anchors them.
    waiting: frame::Waiting,
}

/// A feature that the model does not hold, and where it was met first.
struct Warning {
    feature: String,
    place: String,
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
    fn open(package: &'p Package, today: Option<NaiveDate>) -> Result<Reader<'p>, Error> {
        if !package.parts.contains_key(MAIN) {
            return Err(Error::NotWord);
        }
        let part = |name: &str| package.parts.get(name);
        let mut families = Families::default();
        let theme = package.parts.range("word/theme/theme".to_owned()..).next();
        if let Some((name, bytes)) = theme.filter(|(name, _)| name.starts_with("word/theme/theme")) {
            families.read_theme(name, bytes)?;
        }
        let numbering = match part("word/numbering.xml") {
            Some(bytes) => Numbering::read("word/numbering.xml", bytes, &mut families)?,
            None => Numbering::default(),
        };
        let styles = match part("word/styles.xml") {
            Some(bytes) => Styles::read("word/styles.xml", bytes, &mut families)?,
            None => Styles::default(),
        };
        let (settings, hyphenates) = match part("word/settings.xml") {
            Some(bytes) => read_settings("word/settings.xml", bytes)?,
            None => (Settings::default(), false),
        };
        let mut reader = Reader {
            package,
            today,
            families,
            styles,
            numbering,
            settings,
            relations: Relations::read(package, MAIN)?,
            run_styles: Vec::new(),
            run_style_ids: HashMap::new(),
            plain: HashMap::new(),
            table_text: None,
            fields: Vec::new(),
            sections: Vec::new(),
            pictures: HashMap::new(),
            footnotes: Vec::new(),
            endnotes: Vec::new(),
            links: Vec::new(),
            bookmarks: Vec::new(),
            note: None,
            warnings: Vec::new(),
            story: Story::Settings,
            paragraphs: 0,
            depth: 0,
            waiting: Vec::new(),
        };
        if hyphenates {
            reader.warn("automatic hyphenation");
        }
        Ok(reader)
    }

    /// Names a feature that is not printed, once, with the place where it was met first.
    fn warn(&mut self, feature: &str) {
        if self.warnings.iter().any(|known| known.feature == feature) {
            return;
        }
        let place = match self.story {
            Story::Settings => String::new(),
            Story::Body => format!(" (paragraph {})", self.paragraphs.max(1)),
            Story::Header => " (header)".to_owned(),
            Story::Footer => " (footer)".to_owned(),
            Story::Notes => " (notes)".to_owned(),
        };
        self.warnings.push(Warning { feature: feature.to_owned(), place });
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
        let package = self.package;
        self.story = Story::Body;
        let (mut source, _) = Source::open(MAIN, &package.parts[MAIN])?;
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
        let relations = Relations::read(self.package, MAIN)?;
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
            let Some(bytes) = self.package.parts.get(part) else { continue };
            self.relations = Relations::read(self.package, part)?;
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

    fn read_notes(&mut self) -> Result<Notes, Error> {
        let (footnotes, endnotes) = (std::mem::take(&mut self.footnotes), std::mem::take(&mut self.endnotes));
        let mut separator = Vec::new();
        let footnotes = self.read_note_part(
            "word/footnotes.xml",
            &footnotes,
            NumberFormat::Decimal,
            Some(&mut separator),
        )?;
        let endnotes = self.read_note_part("word/endnotes.xml", &endnotes, NumberFormat::LowerRoman, None)?;
        Ok(Notes { separator, footnotes, endnotes })
    }

    fn read_note_part(
        &mut self,
        part: &str,
        ids: &[String],
        format: NumberFormat,
        mut separator: Option<&mut Vec<Block>>,
    ) -> Result<Vec<Vec<Block>>, Error> {
        self.story = Story::Notes;
        let mut notes = vec![Vec::new(); ids.len()];
        let Some(bytes) = self.package.parts.get(part).filter(|_| !ids.is_empty()) else { return Ok(notes) };
        self.relations = Relations::read(self.package, part)?;
        let (mut source, _) = Source::open(part, bytes)?;
        while let Some(element) = source.child()? {
            let place = element.get("id").and_then(|id| ids.iter().position(|known| *known == *id));
            let separates = element.get("type").as_deref() == Some("separator");
            let Some(place) = place else {
                match separator.as_deref_mut().filter(|_| separates) {
                    Some(blocks) => drop(self.read_story(&mut source, blocks)?),
                    None => source.skip()?,
                }
                continue;
            };
            self.note = Some(write_number(place as i32 + 1, format));
            self.read_story(&mut source, &mut notes[place])?;
        }
        self.note = None;
        Ok(notes)
    }

    /// The number of a format, given to it at its first use.
    fn intern(&mut self, patch: &RunPatch) -> StyleId {
        let style = patch.resolve(&mut self.families);
        if let Some(known) = self.run_style_ids.get(&style) {
            return *known;
        }
        let features = [
            (style.scale != 100, "text stretched or condensed (w:w): printed in its own width"),
            (patch.toggles[patch::EMBOSS] == Some(true), "outlined, shadowed, embossed or engraved text"),
        ];
        for (_, feature) in features.into_iter().filter(|(used, _)| *used) {
            self.warn(feature);
        }
        *self.run_style_ids.entry(style).or_insert_with(|| {
            self.run_styles.push(style);
            StyleId(u16::try_from(self.run_styles.len() - 1).unwrap_or(0))
        })
    }
}

/// Settings, and whether words are hyphenated automatically.
fn read_settings(part: &str, bytes: &[u8]) -> Result<(Settings, bool), Error> {
    let mut settings = Settings::default();
    let mut hyphenates = false;
    let (mut source, _) = Source::open(part, bytes)?;
    while let Some(element) = source.child()? {
        match element.name() {
            "defaultTabStop" => {
                let stop = element.val().and_then(|v| values::twips(&v)).filter(|stop| stop.0 > 0);
                settings.default_tab = stop.unwrap_or(settings.default_tab);
            }
            "evenAndOddHeaders" => settings.even_and_odd_headers = values::on(&element),
            "autoHyphenation" => hyphenates = values::on(&element),
            "compat" => {
                while let Some(entry) = source.child()? {
                    match entry.name() {
                        "doNotExpandShiftReturn" => settings.expand_line_breaks = !values::on(&entry),
                        "noLeading" => settings.leading = !values::on(&entry),
                        _ => {}
                    }
                    if entry.get("name").as_deref() == Some("compatibilityMode") {
                        let version = entry.val().and_then(|v| values::integer(&v));
                        settings.compatibility =
                            version.map_or(settings.compatibility, |v| v.clamp(0, 255) as u8);
                    }
                    source.skip()?;
                }
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    Ok((settings, hyphenates))
}
