//! Pages: what stands where on paper, ready to be written.
//!
//! Lengths are in points (1/72 inch); the origin is the top left corner of the page, y grows downward.
//! Invariant: every character of the text is in exactly one [`Glyphs`], in reading order.

use std::sync::Arc;

use crate::docx::Crop;
use crate::language::{Language, Text};

pub use crate::docx::{NumberFormat, Step, Target, Tongue};

/// What the pages of a document may weigh, in bytes: a small file can ask for a print without end, of what each page
/// repeats (headers, header rows) or of texts that are written once (labels).
pub(super) const LIMIT: usize = 256 << 20;

/// An index into the [`Fonts`](super::Fonts) that the pages were laid out with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FontId(pub u16);

/// Red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Color(pub [u8; 3]);

/// A document laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    pub pages: Vec<Page>,
    /// Features of the document that are not printed, each once, in words for a person.
    pub warnings: Vec<Text>,
    /// The document is longer than these pages: there are so many of them, or so much stands on them, that it is not laid
    /// out to its end.
    pub cut: bool,
    /// Languages of the text, by [`Glyphs::tongue`]; the first, or an empty one, is that of the document.
    pub tongues: Vec<String>,
}

/// One page. Sizes in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    /// In painting order, which is the reading order of the text.
    pub items: Vec<Item>,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Glyphs(Glyphs),
    /// A filled rectangle: shading, borders, underlines.
    Rectangle {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        color: Color,
    },
    /// A path on the page that is filled, or drawn with a pen of a width, or both.
    Path {
        steps: Vec<Step>,
        fill: Option<Color>,
        line: Option<(Color, f32)>,
    },
    /// A picture stretched over a box, but for what is cut off it.
    Image {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        crop: Crop,
        image: Arc<Image>,
    },
    /// An area that leads somewhere.
    Link {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        goal: Target,
    },
    /// A place that links lead to.
    Place {
        y: f32,
        name: String,
    },
    /// A heading starts; `level` counts from 0.
    Heading {
        y: f32,
        level: u8,
        title: String,
    },
    /// What follows, up to the [`Item::End`] of it, is in this element of the structure. An element that comes
    /// again goes on: a paragraph over two pages is one.
    Begin {
        element: u32,
        role: Role,
    },
    End,
}

/// What an element of the structure is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A document of several that are bound together, in its own language.
    Part(Language),
    Paragraph,
    /// The level counts from 0.
    Heading(u8),
    /// A paragraph of a list.
    Item {
        list: u32,
        level: u8,
        format: NumberFormat,
    },
    /// The number or bullet of an item.
    Label,
    Table,
    Row,
    /// `header`: it tells what stands below it. Columns and rows that it spans.
    Cell {
        header: bool,
        columns: u16,
        rows: u16,
    },
    /// A picture, and what a person who does not see it is told.
    Figure(Option<String>),
    Link,
    /// The mark of a footnote in the text.
    Reference,
    Note,
    /// No part of the document's content.
    Artifact(Artifact),
}

/// What is printed for the sake of the page alone (PDF §14.8.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Artifact {
    /// Lines, shading, dots before a page number.
    Layout,
    /// Head rows of a table, again on the next page.
    Pagination,
    Header,
    Footer,
}

impl Item {
    /// What it takes in memory, in bytes; a run that is shared counts as one of its own.
    pub(super) fn weight(&self) -> usize {
        let own = match self {
            Item::Glyphs(Glyphs { run, .. }) => {
                size_of::<Run>() + run.text.len() + size_of_val(run.glyphs.as_slice())
            }
            Item::Path { steps, .. } => size_of_val(steps.as_slice()),
            _ => 0,
        };
        size_of::<Item>() + own
    }

    /// Moves it down.
    pub(super) fn lower(&mut self, by: f32) {
        match self {
            Item::Glyphs(glyphs) => glyphs.y += by,
            Item::Rectangle { y, .. }
            | Item::Image { y, .. }
            | Item::Link { y, .. }
            | Item::Place { y, .. }
            | Item::Heading { y, .. } => *y += by,
            Item::Path { steps, .. } => {
                steps.iter_mut().for_each(|step| *step = step.map(|[x, y]| [x, y + by]));
            }
            Item::Begin { .. } | Item::End => {}
        }
    }
}

/// A run of glyphs at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyphs {
    /// Left end of the run.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// The language of the text, by [`Pages::tongues`].
    pub tongue: Tongue,
    /// One for all documents of a batch that have it.
    pub run: Arc<Run>,
}

/// Glyphs of one font, size and colour on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub font: FontId,
    /// Size in points.
    pub size: f32,
    /// Width of the letters, in percent of that which the font gives them.
    pub stretch: u16,
    pub color: Color,
    /// What is written, for text extraction.
    pub text: String,
    pub glyphs: Vec<Glyph>,
}

/// A glyph and how far the pen moves after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Index in the font file.
    pub id: u16,
    /// In points, kerning and justification included.
    pub advance: f32,
    /// Byte offset in the run's text of the first character that this glyph shows.
    pub cluster: u32,
}

/// A picture, as its file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub format: ImageFormat,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    Png,
    Jpeg,
    Gif,
    Bmp,
    /// A drawing of our own press in a unit square.
    Form,
    /// A page of another's file, likewise.
    Foreign,
}
