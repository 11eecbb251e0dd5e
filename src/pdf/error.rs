//! Why pages cannot be printed, and the words for it.

use super::picture::Fault;
use crate::finding::{self, Notice};
use crate::language::Text;

/// Why pages cannot be printed. Pages are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The layout found no face that has the character, and left glyph 0 in its place.
    #[error("no glyph for `{character}` (U+{code:04X}) in {font}, page {page}", code = *character as u32)]
    MissingGlyph { character: char, font: String, page: usize },
    /// A picture is damaged, too large, or in colours that are not printed.
    #[error("the picture on page {page} cannot be printed: {reason}")]
    Image { page: usize, reason: Fault },
    /// The document goes on after these pages; half of a letter is none.
    #[error("the document goes on after page {pages}, the last one that was laid out")]
    TooLong { pages: usize },
    /// A font program is damaged; the embedded ones never are.
    #[error("the font {font} cannot be embedded")]
    Font { font: String },
}

impl Error {
    /// The words for a person, in three languages, with the next act.
    pub fn notice(&self) -> Notice {
        let number = |page: &usize| Text::same(page.to_string());
        match self {
            Error::MissingGlyph { character, font, page } => finding::notice(
                "pdf-missing-glyph",
                &[
                    ("character", &Text::same(*character)),
                    ("code", &Text::same(format!("U+{:04X}", *character as u32))),
                    ("font", &Text::same(font)),
                    ("page", &number(page)),
                ],
            ),
            Error::Image { page, reason } => {
                finding::notice("pdf-image", &[("page", &number(page)), ("reason", &reason.words())])
            }
            Error::TooLong { pages } => finding::notice("pdf-too-long", &[("pages", &number(pages))]),
            Error::Font { font } => finding::notice("pdf-font", &[("font", &Text::same(font))]),
        }
    }
}

impl Fault {
    /// The words for it: what is wrong with the file.
    pub fn words(self) -> Text {
        match self {
            Fault::Damaged => Text::new("its file is damaged", "файл повреждён", "файлы бүлінген"),
            Fault::TooLarge => Text::new(
                "it has more than 40 million pixels",
                "в нём больше 40\u{a0}миллионов точек",
                "онда 40\u{a0}миллионнан астам нүкте бар",
            ),
            Fault::Cmyk => Text::new(
                "its colours are CMYK, RGB is expected",
                "он в цветах CMYK, а нужен RGB",
                "түстері CMYK, ал RGB қажет",
            ),
            Fault::Uncommon => Text::new(
                "it is a JPEG of an uncommon kind, a baseline or progressive one is expected",
                "это JPEG редкой разновидности, а нужен обычный (baseline или progressive)",
                "бұл сирек кездесетін JPEG түрі, ал кәдімгісі (baseline немесе progressive) қажет",
            ),
        }
    }
}
