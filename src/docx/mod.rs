//! OOXML: the package of a Word document and, from its parts, the [`Document`] that is laid out.

pub mod xml;
mod package;
mod compressed;
mod units;
mod unprinted;
mod style;
mod table;
mod form;
mod document;
mod text;
mod read;
mod shelf;

pub use compressed::{Compressed, Fresh};
pub use document::{
    Anchor, Block, Columns, Content, Crop, Document, Drawing, FIELD, FieldKind, FromHorizontal, FromVertical,
    Horizontal, Label, Lettering, Mark, Member, Notes, NumberFormat, OBJECT, Object, Page, PageBorders,
    Paragraph, Picture, PictureFormat, Place, Section, SectionStart, Settings, Shape, Span, Stories, Suffix,
    Target, Vertical, Wrap,
};
pub use form::{Form, Point, Step};
pub use package::Package;
pub use read::{Parts, write_number};
pub use shelf::Shelf;
pub use style::{
    Alignment, Border, Borders, Family, Leader, LineSpacing, ParagraphStyle, Rgb, RunStyle, Script, StyleId,
    TabAlignment, TabStop, Tongue, Underline, VerticalAlign,
};
pub use table::{
    Cell, CellBorders, CellVertical, Margins, Merge, Row, RowHeight, Table, TableAlignment, TableFormat,
    Width,
};
pub use text::text_length;
pub use units::{Emu, HalfPoints, Twips};
pub use unprinted::Unprinted;

use crate::finding::{Notice, notice, phrase};
use crate::language::Text;

/// Why a Word document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are no zip, or a zip without a main document.
    #[error("this is not a Word document (.docx)")]
    NotWord,
    /// A document of Word 97 to 2003 (`.doc`), whatever its name says.
    #[error("this is an old Word document (.doc)")]
    OldWord,
    /// It opens only with a password.
    #[error("the document is protected with a password")]
    Protected,
    /// More parts or larger parts than any letter has.
    #[error("the document inflates to more than 128 MiB, or has more than 2,000 parts")]
    TooLarge,
    /// Two parts have one name but for case (ECMA-376 part 2, part name equivalence): two programs may see two
    /// documents.
    #[error("two parts of the document have one name: `{part}`")]
    Twins { part: String },
    /// Two parts share bytes, or have the very same name: the same.
    #[error("two parts of the document lie in one place of the file, or have the very same name")]
    Overlapping,
    /// A part cannot be inflated, or is no XML; `part` is its name.
    #[error("part `{part}` of the document is damaged")]
    Damaged { part: String },
}

impl Error {
    /// What to tell a person of a document of this name.
    pub fn notice(&self, name: &str) -> Notice {
        let of = |code: &str| notice(code, &[("file", &Text::same(name))]);
        let of_part = |code: &str, part: &str| {
            notice(code, &[("file", &Text::same(name)), ("part", &Text::same(part))])
        };
        let refused =
            |cause: Text| notice("document-refused", &[("file", &Text::same(name)), ("cause", &cause)]);
        match self {
            Error::NotWord => of("document-not-word"),
            Error::OldWord => of("document-old-word"),
            Error::Protected => of("document-protected"),
            Error::TooLarge => of("document-too-large"),
            Error::Twins { part } => refused(phrase("parts-of-one-name", &[("part", &Text::same(part))])),
            Error::Overlapping => refused(phrase("parts-overlap", &[])),
            Error::Damaged { part } => of_part("document-damaged", part),
        }
    }
}
