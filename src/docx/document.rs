//! The model of a document that is laid out: sections of blocks, blocks of text and objects.
//!
//! Invariants: a paragraph's text is one string; its spans tile it; what is no text stands in it as
//! one character each: [`OBJECT`] or [`FIELD`] (in the order of `objects`), `\t` a tab, `\n` a line
//! break, `\u{B}` a column break, `\u{C}` a page break. Deleted and hidden text is not in it.
//! Deliberately absent: comments, revision marks.

use std::sync::Arc;

use super::style::{Borders, ParagraphStyle, RunStyle, StyleId};
use super::table::{CellVertical, Table};
use super::units::{Emu, Twips};
use crate::language::Text;

/// Stands in a paragraph's text for a drawing.
pub const OBJECT: char = '\u{FFFC}';
/// Stands in a paragraph's text for a field that layout computes (a noncharacter, so never typed).
pub const FIELD: char = '\u{FDD0}';

/// A Word document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub sections: Vec<Section>,
    pub settings: Settings,
    /// By [`StyleId`].
    pub run_styles: Vec<RunStyle>,
    /// Names of font families, by [`Family`](super::Family).
    pub families: Vec<String>,
    /// Languages of text as BCP 47 has them, without their regions, by [`Tongue`](super::Tongue).
    pub tongues: Vec<String>,
    /// Footnotes and endnotes that the text refers to, in order, each opening with its number.
    pub notes: Notes,
    /// What links point at, by [`Mark::Link`].
    pub links: Vec<Target>,
    /// Names of the places in the text, by [`Mark::Bookmark`].
    pub bookmarks: Vec<String>,
    /// Features that the model does not hold, each once, in words for a person.
    pub warnings: Vec<Text>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// What stands between the text and the footnotes of a page.
    pub separator: Vec<Block>,
    pub footnotes: Vec<Vec<Block>>,
    /// What stands between the text and the endnotes.
    pub end_separator: Vec<Block>,
    pub endnotes: Vec<Vec<Block>>,
    /// Of each endnote the section at whose end it stands.
    pub homes: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Distance of the default tab stops.
    pub default_tab: Twips,
    pub even_and_odd_headers: bool,
    /// Version of Word whose habits are kept: 15 for Word 2013 and later (w:compatibilityMode).
    pub compatibility: u8,
    /// Justified lines that end with a line break are stretched like any other (doNotExpandShiftReturn).
    pub expand_line_breaks: bool,
    /// Lines have the leading that their fonts ask for (noLeading).
    pub leading: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            default_tab: Twips(720),
            even_and_odd_headers: false,
            compatibility: 12,
            expand_line_breaks: true,
            leading: true,
        }
    }
}

/// Where a section starts (ECMA-376 §17.6.22).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SectionStart {
    #[default]
    NextPage,
    Continuous,
    NextColumn,
    EvenPage,
    OddPage,
}

/// Size and margins of a page (ECMA-376 §17.6.11, §17.6.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub width: Twips,
    pub height: Twips,
    /// Negative: kept even if the header needs more.
    pub top: Twips,
    pub bottom: Twips,
    pub left: Twips,
    pub right: Twips,
    pub header: Twips,
    pub footer: Twips,
    pub gutter: Twips,
}

impl Default for Page {
    fn default() -> Page {
        Page {
            width: Twips(12_240),
            height: Twips(15_840),
            top: Twips(1440),
            bottom: Twips(1440),
            left: Twips(1440),
            right: Twips(1440),
            header: Twips(720),
            footer: Twips(720),
            gutter: Twips(0),
        }
    }
}

/// Newspaper columns (ECMA-376 §17.6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    pub count: u16,
    pub space: Twips,
    /// Width and space after, where the columns differ.
    pub each: Vec<(Twips, Twips)>,
    pub separator: bool,
}

impl Default for Columns {
    fn default() -> Columns {
        Columns { count: 1, space: Twips(720), each: Vec::new(), separator: false }
    }
}

/// The headers or the footers of a section, by the pages they stand on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    pub default: Option<Arc<Vec<Block>>>,
    pub first: Option<Arc<Vec<Block>>>,
    pub even: Option<Arc<Vec<Block>>>,
}

/// Lines round a page (ECMA-376 §17.6.10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageBorders {
    /// The space of the lines is measured from the edges of the paper, not from the text.
    pub from_edge: bool,
    pub lines: Borders,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub start: SectionStart,
    pub page: Page,
    pub columns: Columns,
    /// The first page has a header and a footer of its own.
    pub title_page: bool,
    /// Number of the first page, where numbering starts anew.
    pub first_number: Option<u32>,
    pub number_format: NumberFormat,
    /// Pitch of the line grid, where lines keep to one (w:docGrid of type lines).
    pub grid: Option<Twips>,
    pub borders: Option<Box<PageBorders>>,
    pub headers: Stories,
    pub footers: Stories,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Paragraph(Arc<Paragraph>),
    Table(Box<Table>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    pub style: Arc<ParagraphStyle>,
    pub text: String,
    pub spans: Vec<Span>,
    pub objects: Vec<Object>,
    /// By their places in the text.
    pub marks: Vec<(u32, Mark)>,
    /// Format of the paragraph mark: the height of an empty line.
    pub mark: StyleId,
    pub label: Option<Label>,
}

/// A stretch of text of one format, up to the next span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Byte offset in the paragraph's text.
    pub start: u32,
    pub style: StyleId,
}

/// What stands at a place in the text without being text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Refers to the footnote of that index; its number, so many characters long, follows.
    Footnote {
        note: u16,
        length: u8,
    },
    Endnote {
        note: u16,
        length: u8,
    },
    /// A link starts, to the target of that index.
    Link(u16),
    LinkEnd,
    Bookmark(u16),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// An address of the web or of mail.
    Address(String),
    /// A place in this document.
    Bookmark(String),
}

/// The number or bullet of a list item, computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub text: String,
    pub style: StyleId,
    pub suffix: Suffix,
    pub alignment: super::style::Alignment,
    /// Which list it belongs to (w:numId), how deep, and how its items are counted.
    pub list: u32,
    pub level: u8,
    pub format: NumberFormat,
}

/// What stands between a label and its text (ECMA-376 §17.9.28).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suffix {
    #[default]
    Tab,
    Space,
    Nothing,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    Field(FieldKind),
    Drawing(Box<Drawing>),
}

/// A field that only layout can compute (ECMA-376 §17.16.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// None: as the section numbers its pages.
    Page(Option<NumberFormat>),
    Pages(Option<NumberFormat>),
    /// Where the text after it aligns (w:ptab): true for the right edge, false for the centre.
    Align {
        right: bool,
    },
}

/// How a number is written (ECMA-376 §17.18.59).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    #[default]
    Decimal,
    DecimalZero,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    RussianLower,
    RussianUpper,
    Ordinal,
    Bullet,
    None,
}

/// A picture or a box of text, in the line or at a place of its own (ECMA-376 §20.4.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub width: Emu,
    pub height: Emu,
    /// None: stands in the line as a character.
    pub anchor: Option<Anchor>,
    pub content: Content,
    /// What a person who does not see it is told.
    pub alternative: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Picture(Arc<Picture>, Crop),
    Shape(Shape),
    /// Drawings that move together, those behind first.
    Group(Vec<Member>),
}

/// What of a picture is cut off at its left, top, right and bottom, as shares of it; what is left is printed
/// (ECMA-376 §20.1.8.55). Sides that are cut off beyond one another leave it mirrored.
pub type Crop = [f32; 4];

/// A drawing in a group, without an anchor of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// From the left edge and the top of the group.
    pub left: Emu,
    pub top: Emu,
    pub drawing: Drawing,
}

/// A form with a fill, an outline and text, each if there is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub form: super::form::Form,
    pub fill: Option<super::style::Rgb>,
    /// Colour and width of the outline.
    pub line: Option<(super::style::Rgb, Emu)>,
    /// Left, top, right, bottom.
    pub insets: [Emu; 4],
    /// As wide and as tall as its text, whatever the drawing says; anchored boxes only.
    pub fits_width: bool,
    pub fits_height: bool,
    /// Where the text stands in it.
    pub vertical: CellVertical,
    pub blocks: Vec<Block>,
    /// Then fill and outline are those of its letters, and it has no form and no blocks.
    pub lettering: Option<Box<Lettering>>,
}

/// Words stretched over a box that may be turned, as a watermark's are (v:textpath, ECMA-376 part 4 §19.1.2.23).
#[derive(Clone, Debug, PartialEq)]
pub struct Lettering {
    pub text: String,
    /// Only its fonts count.
    pub style: StyleId,
    /// Clockwise about the middle of the box, in degrees.
    pub turn: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub horizontal: Horizontal,
    pub vertical: Vertical,
    pub wrap: Wrap,
    pub behind: bool,
    /// Least distance to text: left, top, right, bottom.
    pub distances: [Emu; 4],
}

/// Horizontal place (ECMA-376 §20.4.3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizontal {
    /// Measured from the page, the margin or the column.
    pub from: FromHorizontal,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vertical {
    pub from: FromVertical,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FromHorizontal {
    Page,
    Margin,
    #[default]
    Column,
    RightMargin,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FromVertical {
    Page,
    Margin,
    #[default]
    Paragraph,
    BottomMargin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Offset(Emu),
    Start,
    Center,
    End,
}

/// How text goes round (ECMA-376 §20.4.2.15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrap {
    #[default]
    None,
    /// On both sides of it.
    Square,
    TopAndBottom,
}

/// A picture, as its part holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub format: PictureFormat,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Png,
    Jpeg,
    Gif,
    Bmp,
}
