//! A face and the glyphs wanted → a font program, its widths and codes.
//!
//! Codes are the glyph numbers of the subset, two bytes each (Identity-H, PDF §9.7.5.2).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::{Error, deflate, strip};
use crate::layout::{Block, Face, FontId, Fonts};

/// What is to be embedded of a face. Equal wants give equal subsets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Wanted {
    pub face: FontId,
    /// A bit for each [`Block`].
    pub blocks: u8,
    /// Glyphs beyond the blocks, with the text that they stand for.
    pub single: BTreeMap<u16, String>,
}

impl Wanted {
    pub fn nothing(face: FontId) -> Wanted {
        Wanted { face, blocks: 0, single: BTreeMap::new() }
    }
}

/// A font program for the use of a PDF.
pub(super) struct Subset {
    pub face: FontId,
    /// `ABCDEF+LiberationSerif`: the tag is a function of what is wanted (PDF §9.6.4).
    pub name: String,
    pub outline: crate::layout::Outline,
    pub cap_height: i64,
    pub units_per_em: u16,
    /// By code: the text, and the width in thousandths of an em. Code 0 is `.notdef`.
    pub glyphs: Vec<(String, f64)>,
    /// Code by glyph of the face; 0 for those not embedded.
    pub codes: Vec<u16>,
    /// The TrueType program, deflated, and its length before that.
    pub program: Vec<u8>,
    pub length: usize,
}

/// Makes the subset.
pub(super) fn make(wanted: &Wanted, fonts: &Fonts) -> Result<Subset, Error> {
    let face = fonts.face(wanted.face);
    let texts = texts(wanted, face);
    let ids: Vec<u16> = texts.keys().copied().collect();
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&ids);
    let program = subsetter::subset(face.data, face.index, &remapper)
        .ok()
        .and_then(|program| strip::strip(&program))
        .ok_or_else(|| Error::Font { font: face.name.clone() })?;
    let mut codes = vec![0; usize::from(face.glyphs())];
    let mut glyphs = vec![(String::new(), width(face, 0))];
    for (glyph, text) in texts {
        codes[usize::from(glyph)] = glyphs.len() as u16;
        glyphs.push((text, width(face, glyph)));
    }
    Ok(Subset {
        face: wanted.face,
        name: format!("{}+{}", tag(wanted), face.name),
        outline: face.outline,
        cap_height: (fonts.metrics(wanted.face).cap_height * 1000.0).round() as i64,
        units_per_em: face.units_per_em,
        glyphs,
        codes,
        length: program.len(),
        program: deflate::deflate_best(&program),
    })
}

/// Glyph → text, in ascending order of glyphs.
fn texts(wanted: &Wanted, face: &Face) -> BTreeMap<u16, String> {
    let mut texts = wanted.single.clone();
    for block in Block::ALL.into_iter().filter(|&block| wanted.blocks & (1 << block as u8) != 0) {
        for character in block.characters() {
            if let Some(glyph) = face.glyph(character) {
                // Where two characters share a glyph, the first is read back: the hyphen, not the soft hyphen.
                texts.entry(glyph).or_insert_with(|| character.to_string());
            }
        }
    }
    texts
}

/// In thousandths of an em, to a thousandth of that: as exact as it is written.
fn width(face: &Face, glyph: u16) -> f64 {
    let exact = f64::from(face.advance(glyph)) * 1000.0 / f64::from(face.units_per_em);
    (exact * 1000.0).round() / 1000.0
}

/// Six capital letters that tell this subset from others of the face.
fn tag(wanted: &Wanted) -> String {
    let hash = Sha256::digest(format!("{wanted:?}"));
    hash[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}
