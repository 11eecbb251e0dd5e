//! Font files → names, measures and shaped glyphs.
//!
//! Invariant: a glyph that [`Fonts::shape`] returns draws the characters of its cluster; a character that the face
//! does not have becomes glyph 0 and is refused by the printer, so nothing is lost in silence. Ask
//! [`Fonts::covers`] first, and [`Fonts::fallback`] for a face that has it.
//! Deliberately absent: right-to-left scripts, ligatures (Word prints none by default), vertical text, and faces of the
//! machine: equal input must give equal bytes everywhere. A user's own faces are files that he names.

mod charset;
mod face;
mod family;
mod own;
mod shape;

use std::sync::{Arc, LazyLock};

pub use charset::Block;
pub use face::{Face, Metrics, Outline};
pub use own::Unusable;

use super::{FontId, Glyph};
use family::Family;

/// The faces that a document can be printed with.
#[derive(Clone)]
pub struct Fonts {
    faces: Arc<[Face]>,
    /// A user's own.
    own: Arc<own::Families>,
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

/// The order is that of [`Family`], each regular, bold, italic, bold italic.
static FILES: [&[u8]; 21] = embedded![
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationSans-BoldItalic.ttf",
    "OtinishMono-Regular.ttf",
    "OtinishMono-Bold.ttf",
    "OtinishMono-Italic.ttf",
    "OtinishMono-BoldItalic.ttf",
    "OtinishSans-Regular.ttf",
    "OtinishSans-Bold.ttf",
    "OtinishSans-Italic.ttf",
    "OtinishSans-BoldItalic.ttf",
    "Caladea-Regular.ttf",
    "Caladea-Bold.ttf",
    "Caladea-Italic.ttf",
    "Caladea-BoldItalic.ttf",
    "DejaVuSans-Symbols.ttf",
];
const SYMBOLS: FontId = FontId(Family::Symbols as u16);

static EMBEDDED: LazyLock<Fonts> =
    LazyLock::new(|| Fonts { faces: embedded_faces().collect(), own: Arc::default(), words: Arc::default() });

fn embedded_faces() -> impl Iterator<Item = Face> {
    FILES.iter().map(|file| Face::parse(file, 0).expect("the embedded fonts are valid"))
}

impl Fonts {
    /// The embedded faces: for Times New Roman, Arial, Courier New and Calibri with their widths, for Cambria with its
    /// look, each in four styles, and the symbols that they lack. They are parsed once per process; a further call is a cheap clone.
    pub fn load() -> Fonts {
        EMBEDDED.clone()
    }

    /// The embedded faces, and before them a user's own: files by name, a later one before an earlier.
    ///
    /// # Errors
    /// The first file that cannot be used, and why.
    pub fn with(files: Vec<(String, Vec<u8>)>) -> Result<Fonts, Unusable> {
        if files.is_empty() {
            return Ok(Fonts::load());
        }
        let mut faces: Vec<Face> = embedded_faces().collect();
        let mut own = own::Families::default();
        for (file, bytes) in files {
            own::add(&file, bytes, &mut faces, &mut own)?;
        }
        Ok(Fonts { faces: faces.into(), own: Arc::new(own), words: Arc::default() })
    }

    /// The face for a family name as Word writes it, compared without regard to case.
    pub fn find(&self, family: &str, bold: bool, italic: bool) -> Found {
        let name = family::plain(family);
        let style = u16::from(bold) + 2 * u16::from(italic);
        if let Some((id, exact)) =
            self.own.get(&name).and_then(|styles| own::nearest(styles, usize::from(style)))
        {
            return Found { id, substituted: !exact };
        }
        let (family, exact) = family::recognise(&name);
        let style = if family == Family::Symbols { 0 } else { style };
        Found { id: FontId(family as u16 + style), substituted: !exact }
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

    /// Another face that has the character: one of its kind and style first, then the symbols, then any.
    pub fn fallback(&self, id: FontId, character: char) -> Option<FontId> {
        let face = self.face(id);
        let kinds = match face.outline.serif {
            true => [Family::Serif, Family::Sans],
            false => [Family::Sans, Family::Serif],
        };
        let alike = kinds.map(|family| FontId(family as u16 + face.style as u16));
        alike
            .into_iter()
            .chain([SYMBOLS])
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
