//! Footnotes and endnotes: how references to them are numbered, and what stands in them (ECMA-376 §17.11).
//!
//! Numbers are known when the text is read, so the properties of sections that number them, which stand behind the
//! text of each, are looked for before. Deliberately absent: numbers that start anew on each page.

use memchr::memmem;

use super::patch::number_format;
use super::run::Builder;
use super::source::{Element, Source};
use super::{MAIN, Reader, Story, values, write_number};
use crate::docx::Error;
use crate::docx::document::{Block, Mark, Notes, NumberFormat};
use crate::docx::style::StyleId;

/// How the notes of one kind are numbered, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoteNumbers {
    format: Option<NumberFormat>,
    start: Option<i32>,
    /// In each section anew.
    restarts: Option<bool>,
    /// Endnotes stand at the end of their section.
    at_section: Option<bool>,
}

/// Of footnotes and of endnotes.
pub type BothNumbers = [NoteNumbers; 2];

const FOOT: usize = 0;
const END: usize = 1;

/// The notes of a kind that the text refers to, in order.
#[derive(Debug, Default)]
pub struct References {
    /// Id, number as it is written, section at whose end the note may stand.
    all: Vec<(String, String, usize)>,
    /// Number of the last one, and its section.
    last: i32,
    section: usize,
}

impl NoteNumbers {
    fn or(self, rest: NoteNumbers) -> NoteNumbers {
        NoteNumbers {
            format: self.format.or(rest.format),
            start: self.start.or(rest.start),
            restarts: self.restarts.or(rest.restarts),
            at_section: self.at_section.or(rest.at_section),
        }
    }
}

/// Walks `w:footnotePr` or `w:endnotePr`, whose start was taken.
pub fn properties(source: &mut Source) -> Result<NoteNumbers, Error> {
    let mut numbers = NoteNumbers::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "numFmt" => numbers.format = element.val().map(|format| number_format(&format)),
            "numStart" => numbers.start = element.val().and_then(|v| values::integer(&v)),
            "numRestart" => numbers.restarts = Some(element.val().as_deref() == Some("eachSect")),
            "pos" => numbers.at_section = Some(element.val().as_deref() == Some("sectEnd")),
            _ => {}
        }
        source.skip()?;
    }
    Ok(numbers)
}

/// What the sections of a body say of the numbers of notes, in their order.
pub fn of_sections(part: &str, bytes: &[u8]) -> Result<Vec<BothNumbers>, Error> {
    let mut sections = Vec::new();
    // `w:footnotePr` or `w:endnotePr`: most letters have neither.
    if memmem::find(bytes, b"notePr").is_some() {
        let (mut source, _) = Source::open(part, bytes)?;
        look_for_sections(&mut source, &mut sections)?;
    }
    Ok(sections)
}

fn look_for_sections(source: &mut Source, sections: &mut Vec<BothNumbers>) -> Result<(), Error> {
    while let Some(element) = source.child()? {
        match element.name() {
            "sectPr" => {
                let mut both = BothNumbers::default();
                while let Some(element) = source.child()? {
                    match element.name() {
                        "footnotePr" => both[FOOT] = properties(source)?,
                        "endnotePr" => both[END] = properties(source)?,
                        _ => source.skip()?,
                    }
                }
                sections.push(both);
            }
            _ => look_for_sections(source, sections)?,
        }
    }
    Ok(())
}

impl Reader<'_> {
    fn numbers(&self, kind: usize) -> NoteNumbers {
        let own = self.section_notes.get(self.sections.len()).map(|both| both[kind]).unwrap_or_default();
        own.or(self.note_numbers[kind])
    }

    /// Puts the number of a note where the text refers to it.
    pub fn read_reference(&mut self, element: &Element, builder: &mut Builder, style: StyleId) {
        let Some(id) = element.get("id").map(|id| id.into_owned()) else { return };
        let kind = if element.name() == "footnoteReference" { FOOT } else { END };
        let custom = element.get("customMarkFollows").is_some_and(|v| matches!(&*v, "1" | "true" | "on"));
        let (numbers, section) = (self.numbers(kind), self.sections.len());
        let references = &mut self.references[kind];
        if references.all.is_empty() || (numbers.restarts == Some(true) && references.section != section) {
            references.last = numbers.start.unwrap_or(1).saturating_sub(1);
        }
        references.section = section;
        let usual = if kind == FOOT { NumberFormat::Decimal } else { NumberFormat::LowerRoman };
        let mut written = String::new();
        if !custom {
            references.last = references.last.saturating_add(1);
            written = write_number(references.last, numbers.format.unwrap_or(usual));
        }
        let home = if numbers.at_section == Some(true) { section } else { usize::MAX };
        references.all.push((id, written.clone(), home));
        if let Ok(note) = u16::try_from(references.all.len() - 1) {
            let length = written.chars().count().min(255) as u8;
            builder.mark(match kind {
                FOOT => Mark::Footnote { note, length },
                _ => Mark::Endnote { note, length },
            });
        }
        for digit in written.chars() {
            builder.push(digit, style);
        }
    }

    /// Reads the notes that the text refers to.
    pub fn read_notes(&mut self) -> Result<Notes, Error> {
        self.story = Story::Notes;
        let [foot, end] = std::mem::take(&mut self.references);
        let mut notes = Notes::default();
        notes.footnotes = self.read_note_part("word/footnotes.xml", &foot, &mut notes.separator)?;
        notes.endnotes = self.read_note_part("word/endnotes.xml", &end, &mut notes.end_separator)?;
        let last = self.sections.len().saturating_sub(1);
        notes.homes = end.all.iter().map(|(_, _, home)| (*home).min(last)).collect();
        Ok(notes)
    }

    fn read_note_part(
        &mut self,
        part: &str,
        references: &References,
        separator: &mut Vec<Block>,
    ) -> Result<Vec<Vec<Block>>, Error> {
        let known = &references.all;
        let mut notes = vec![Vec::new(); known.len()];
        let Some(bytes) = self.parts.get(part).filter(|_| !known.is_empty()) else { return Ok(notes) };
        self.relations = self.relations_of(part)?;
        let (mut source, _) = Source::open(part, bytes)?;
        while let Some(element) = source.child()? {
            let place = element.get("id").and_then(|id| known.iter().position(|(known, ..)| *known == *id));
            let separates = element.get("type").as_deref() == Some("separator");
            match place {
                Some(place) => {
                    self.note = Some(known[place].1.clone());
                    self.read_story(&mut source, &mut notes[place])?;
                }
                None if separates => drop(self.read_story(&mut source, separator)?),
                None => source.skip()?,
            }
        }
        self.note = None;
        Ok(notes)
    }

    /// Gets to know how the sections of the body number their notes.
    pub fn look_for_note_numbers(&mut self) -> Result<(), Error> {
        if let Some(main) = self.parts.get(MAIN) {
            self.section_notes = of_sections(MAIN, main)?;
        }
        Ok(())
    }
}
