//! Font files → names, measures and shaped glyphs.
//!
//! Invariant: a glyph that [`Fonts::shape`] returns draws the characters of its cluster; a character that the face
//! does not have becomes glyph 0 and is refused by the printer, so nothing is lost in silence. Ask
//! [`Fonts::covers`] first, and [`Fonts::fallback`] for a face that has it.
//! Deliberately absent: right-to-left scripts, ligatures (Word prints none by default), vertical text, and faces of the
//! machine: equal input must give equal bytes everywhere.

mod charset;
mod face;
mod family;
mod shape;
mod symbol;

use std::sync::{Arc, LazyLock};

pub use charset::Block;
pub use face::{Face, Metrics, Outline};
pub use symbol::unicode as symbol;

use super::{FontId, Glyph};

/// The faces that a document can be printed with.
#[derive(Clone)]
pub struct Fonts {
    faces: Arc<[Face]>,
    words: Arc<shape::Words>,
}

/// A face for a family name of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: FontId,
    /// The face is not the one asked for, nor metrically equal to it: lines may break elsewhere.
    pub substituted: bool,
}

macro_rules! embedded {
    ($($file:literal),+ $(,)?) => { [$(include_bytes!(concat!("../../../templates/fonts/", $file)).as_slice()),+] };
}

/// The order is that of `family`: serif, sans, each regular, bold, italic, bold italic; then the symbols.
static FILES: [&[u8]; 9] = embedded![
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationSans-BoldItalic.ttf",
    "DejaVuSans-Symbols.ttf",
];
const SYMBOLS: FontId = FontId(8);

static EMBEDDED: LazyLock<Fonts> = LazyLock::new(|| Fonts {
    faces: FILES.iter().map(|file| Face::parse(file).expect("the embedded fonts are valid")).collect(),
    words: Arc::default(),
});

impl Fonts {
    /// The embedded faces: Liberation Serif and Sans in four styles, and the symbols that they lack.
    /// They are parsed once per process; a further call is a cheap clone.
    pub fn load() -> Fonts {
        EMBEDDED.clone()
    }

    /// The face for a family name as Word writes it, compared without regard to case.
    pub fn find(&self, family: &str, bold: bool, italic: bool) -> Found {
        let family = family::recognise(family);
        let style = u16::from(bold) + 2 * u16::from(italic);
        match family {
            family::Family::Serif { exact } => Found { id: FontId(style), substituted: !exact },
            family::Family::Sans { exact } => Found { id: FontId(4 + style), substituted: !exact },
            family::Family::Symbols => Found { id: SYMBOLS, substituted: false },
        }
    }

    /// The measures of a face, in ems.
    pub fn metrics(&self, id: FontId) -> Metrics {
        self.face(id).metrics
    }

    /// The glyphs of a text at a size in points, left to right. Kerning is Word's `w:kern`; off by default there.
    ///
    /// Clusters are byte offsets in `text`. A zero-width control (U+200B, U+FEFF …) has no glyph; a soft hyphen is drawn
    /// as a hyphen, so leave it out where the line does not break.
    pub fn shape(&self, id: FontId, size: f32, kerning: bool, text: &str) -> Vec<Glyph> {
        shape::shape(self.face(id), id, &self.words, size, kerning, text)
    }

    /// The width of a text in points: the sum of the advances of [`Fonts::shape`].
    pub fn width(&self, id: FontId, size: f32, kerning: bool, text: &str) -> f32 {
        self.shape(id, size, kerning, text).iter().map(|glyph| glyph.advance).sum()
    }

    /// Whether the face draws this character, or the character draws nothing at all.
    pub fn covers(&self, id: FontId, character: char) -> bool {
        self.face(id).glyph(character).is_some() || shape::is_invisible(character)
    }

    /// Another face that has the character: the same style first, then the symbols, then any.
    pub fn fallback(&self, id: FontId, character: char) -> Option<FontId> {
        let twin = FontId(if id.0 < 8 { (id.0 + 4) % 8 } else { 4 });
        [twin, SYMBOLS]
            .into_iter()
            .chain(self.ids())
            .find(|&other| other != id && self.covers(other, character))
    }

    /// All faces, in the order of their ids.
    pub fn ids(&self) -> impl Iterator<Item = FontId> + use<> {
        (0..self.faces.len()).map(|index| FontId(index as u16))
    }

    /// The face itself: its file, name and glyph table, as the printer needs them.
    pub fn face(&self, id: FontId) -> &Face {
        &self.faces[usize::from(id.0)]
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.faces.iter().map(|face| &face.name)).finish()
    }
}

#[cfg(test)]
mod tests;
