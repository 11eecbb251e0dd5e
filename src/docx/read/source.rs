//! A part's bytes as a tree that is walked once: events pulled from quick-xml, no nodes kept.
//!
//! Names are matched without their prefix. A walker that took a child must leave its end behind: by
//! walking its children to `None` or by [`Source::skip`].

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use crate::docx::Error;

/// Elements in one another: more than any writer makes, few enough to walk by recursion.
const DEPTH: u32 = 200;

/// How far the end of an element is looked for ahead, in bytes: properties are short, and a search to the end of the
/// part for each element would never end.
const NEAR: usize = 2_000;
/// The same for the end of a table or of its row.
const FAR: usize = 16_000;

/// The end tags that are looked for ahead, and what tracked changes are named by.
pub static END_OF_PARAGRAPH: Needle = LazyLock::new(|| Finder::new("</w:p>"));
pub static END_OF_PARAGRAPH_PROPERTIES: Needle = LazyLock::new(|| Finder::new("</w:pPr>"));
pub static END_OF_RUN_PROPERTIES: Needle = LazyLock::new(|| Finder::new("</w:rPr>"));
pub static END_OF_TABLE_PROPERTIES: Needle = LazyLock::new(|| Finder::new("</w:tblPr>"));
pub static END_OF_CELL_PROPERTIES: Needle = LazyLock::new(|| Finder::new("</w:tcPr>"));
pub static END_OF_TABLE: Needle = LazyLock::new(|| Finder::new("</w:tbl>"));
pub static END_OF_ROW: Needle = LazyLock::new(|| Finder::new("</w:tr>"));
static TABLE: Needle = LazyLock::new(|| Finder::new("<w:tbl"));
static ROW: Needle = LazyLock::new(|| Finder::new("<w:tr"));
static CHANGE: Needle = LazyLock::new(|| Finder::new("Change"));

type Needle = LazyLock<Finder<'static>>;

pub struct Source<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    part: &'a str,
    /// Something in the part may be a tracked change.
    changed: bool,
    depth: u32,
    /// The element that was just taken closed itself: its end comes next.
    closed: bool,
}

/// A child of the element that is walked.
pub enum Child<'a> {
    Element,
    Text(Cow<'a, str>),
}

pub struct Element<'a>(BytesStart<'a>);

impl<'a> Source<'a> {
    /// Opens a part at its root element, which is returned.
    pub fn open(part: &'a str, bytes: &'a [u8]) -> Result<(Source<'a>, Element<'a>), Error> {
        let text = std::str::from_utf8(bytes).map_err(|_| Error::Damaged { part: part.to_owned() })?;
        let text = text.trim_start_matches('\u{FEFF}');
        let (reader, changed) = (Reader::from_str(text), CHANGE.find(text.as_bytes()).is_some());
        let mut source = Source { reader, text, part, changed, depth: 0, closed: false };
        match source.child()? {
            Some(root) => Ok((source, root)),
            None => Err(source.damaged()),
        }
    }

    pub fn damaged(&self) -> Error {
        Error::Damaged { part: self.part.to_owned() }
    }

    fn event(&mut self) -> Result<Event<'a>, Error> {
        if std::mem::take(&mut self.closed) {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Event::End(BytesEnd::new("")));
        }
        let event = self.reader.read_event().map_err(|_| self.damaged())?;
        match event {
            Event::Start(_) | Event::Empty(_) if self.depth >= DEPTH => return Err(self.damaged()),
            Event::Start(_) => self.depth += 1,
            Event::Empty(start) => {
                self.depth += 1;
                self.closed = true;
                return Ok(Event::Start(start));
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(event)
    }

    /// The next child element; `None` at the end of the element that is walked.
    pub fn child(&mut self) -> Result<Option<Element<'a>>, Error> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Some(Element(start))),
                Event::End(_) | Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The next child, text included.
    pub fn node(&mut self) -> Result<Option<Child<'a>>, Error> {
        loop {
            match self.event()? {
                Event::Start(_) => return Ok(Some(Child::Element)),
                Event::End(_) | Event::Eof => return Ok(None),
                Event::Text(text) => return Ok(Some(Child::Text(text.into_inner()))),
                Event::CData(text) => return Ok(Some(Child::Text(text.into_inner()))),
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        Ok(None) => entity(&reference),
                        Err(_) => return Err(self.damaged()),
                    };
                    return Ok(Some(Child::Text(Cow::Owned(character.into()))));
                }
                _ => {}
            }
        }
    }

    /// The text between the tags of the element that was just taken, if it ends with the next such end tag and
    /// nothing of a tracked change is in it: who has read the same text before need not read it again, but
    /// [`Source::pass`] it.
    pub fn inside(&self, end: &Finder) -> Option<&'a str> {
        self.inside_within(end, NEAR)
    }

    fn inside_within(&self, end: &Finder, near: usize) -> Option<&'a str> {
        let at = self.text.len() - self.reader.get_ref().len();
        let (before, rest) = self.text.split_at_checked(at)?;
        let near = &rest.as_bytes()[..rest.len().min(near)];
        let content = &rest[..end.find(near).filter(|_| !before.ends_with("/>"))?];
        (!self.changed || CHANGE.find(content.as_bytes()).is_none()).then_some(content)
    }

    /// The same for a table that has no other in it.
    pub fn inside_table(&self) -> Option<&'a str> {
        self.inside_outermost(&END_OF_TABLE, &TABLE)
    }

    /// The same for a row of a table that has no other in it.
    pub fn inside_row(&self) -> Option<&'a str> {
        self.inside_outermost(&END_OF_ROW, &ROW)
    }

    fn inside_outermost(&self, end: &Finder, start: &Finder) -> Option<&'a str> {
        let inside = self.inside_within(end, FAR)?;
        let inner = |at: usize| matches!(inside.as_bytes().get(at + start.needle().len()), Some(b'>' | b' '));
        (!start.find_iter(inside.as_bytes()).any(inner)).then_some(inside)
    }

    /// Goes on behind what [`Source::inside`] gave.
    pub fn pass(&mut self, content: &str) {
        let rest = self.reader.get_mut();
        *rest = &rest[content.len()..];
    }

    /// How many bytes of the part are left.
    pub fn place(&self) -> usize {
        self.reader.get_ref().len()
    }

    /// How many will be left behind what [`Source::inside`] gave and the end tag.
    pub fn behind(&self, content: &str, end: &Finder) -> usize {
        self.place() - content.len() - end.needle().len()
    }

    /// Leaves the element that was just taken.
    pub fn skip(&mut self) -> Result<(), Error> {
        let mut depth = 0;
        loop {
            match self.event()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// All text in the element that was just taken.
    pub fn text(&mut self) -> Result<String, Error> {
        let mut text = String::new();
        let mut depth = 0;
        loop {
            match self.node()? {
                Some(Child::Element) => depth += 1,
                Some(Child::Text(part)) => text.push_str(&part),
                None if depth == 0 => return Ok(text),
                None => depth -= 1,
            }
        }
    }
}

fn entity(name: &str) -> char {
    match name {
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

impl Element<'_> {
    /// Name without prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Name with prefix, for the few elements whose local names two vocabularies share.
    pub fn qualified(&self) -> &str {
        self.0.name().0
    }

    /// Value of the attribute of that local name.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Value of `w:val`.
    pub fn val(&self) -> Option<Cow<'_, str>> {
        self.get("val")
    }

    /// All attributes by local name.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.0.attributes().with_checks(false).clone().flatten().map(|attribute| {
            let key = attribute.key.local_name().into_inner();
            let value = match attribute.value.contains('&') {
                true => attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .unwrap_or_else(|_| attribute.value.clone()),
                false => attribute.value,
            };
            (key, value)
        })
    }
}
