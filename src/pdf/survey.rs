//! Pages → the glyphs that each face must embed.
//!
//! Glyphs of the fixed charset count by their block; others are wanted one by one, with the text they stand for.

use std::collections::BTreeMap;

use super::Error;
use super::subset::Wanted;
use crate::layout::{Block, FontId, Fonts, Glyph, Glyphs, Item, Pages, Run};

/// The block of every glyph of every face, as a bit; 0 where it is in none.
pub(super) struct Survey(Vec<Vec<u8>>);

impl Survey {
    pub fn new(fonts: &Fonts) -> Survey {
        Survey(fonts.ids().map(|id| blocks(fonts, id)).collect())
    }

    /// What the pages want, by ascending face.
    pub fn wanted(&self, pages: &Pages, fonts: &Fonts) -> Result<Vec<Wanted>, Error> {
        let mut wanted = BTreeMap::<FontId, Wanted>::new();
        for (index, page) in pages.pages.iter().enumerate() {
            for item in &page.items {
                let Item::Glyphs(Glyphs { run, .. }) = item else { continue };
                let blocks = &self.0[usize::from(run.font.0)];
                let wanted = wanted.entry(run.font).or_insert_with(|| Wanted::nothing(run.font));
                // Most runs have glyphs of blocks only.
                let block = |glyph: &Glyph| blocks.get(usize::from(glyph.id)).copied().unwrap_or(0);
                let (all, least) = run
                    .glyphs
                    .iter()
                    .map(block)
                    .fold((0, u8::MAX), |(all, least), block| (all | block, least.min(block)));
                wanted.blocks |= all;
                if least == 0 {
                    single(run, index + 1, blocks, fonts, wanted)?;
                }
            }
        }
        wanted.retain(|_, wanted| wanted.blocks != 0 || !wanted.single.is_empty());
        Ok(wanted.into_values().collect())
    }
}

/// Adds the glyphs of a run, on the page of that number, that are in no block.
fn single(run: &Run, page: usize, blocks: &[u8], fonts: &Fonts, wanted: &mut Wanted) -> Result<(), Error> {
    for (at, glyph) in run.glyphs.iter().enumerate() {
        match blocks.get(usize::from(glyph.id)) {
            Some(0) if glyph.id != 0 => {
                wanted.single.entry(glyph.id).or_insert_with(|| text_of(run, at, fonts));
            }
            Some(_) if glyph.id != 0 => {}
            _ => return Err(missing(run, at, page, fonts)),
        }
    }
    Ok(())
}

fn blocks(fonts: &Fonts, id: FontId) -> Vec<u8> {
    let face = fonts.face(id);
    let mut blocks = vec![0; usize::from(face.glyphs())];
    for block in Block::ALL.into_iter().rev() {
        for glyph in block.characters().into_iter().filter_map(|character| face.glyph(character)) {
            blocks[usize::from(glyph)] = 1 << block as u8;
        }
    }
    // What stands for a glyph that is missing is in no block, whatever the face says.
    if let Some(missing) = blocks.first_mut() {
        *missing = 0;
    }
    blocks
}

/// What a glyph stands for when the text is read back: its character, or the whole cluster where it stands for several.
fn text_of(run: &Run, at: usize, fonts: &Fonts) -> String {
    let face = fonts.face(run.font);
    let glyph = run.glyphs[at];
    let cluster = cluster(run, at);
    let mut characters = cluster.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) if face.glyph(only) == Some(glyph.id) => only.to_string(),
        _ => match face.character(glyph.id) {
            Some(character) => character.to_string(),
            None if cluster.is_empty() => '\u{fffd}'.to_string(),
            None => cluster.to_string(),
        },
    }
}

/// The text from the start of a glyph's cluster to the start of the next one.
fn cluster(run: &Run, at: usize) -> &str {
    let start = run.glyphs[at].cluster;
    let end = run.glyphs[at..].iter().map(|glyph| glyph.cluster).find(|&next| next > start);
    let end = end.map_or(run.text.len(), |end| end as usize);
    run.text.get(start as usize..end).unwrap_or_default()
}

fn missing(run: &Run, at: usize, page: usize, fonts: &Fonts) -> Error {
    let character = cluster(run, at).chars().next().unwrap_or('\u{fffd}');
    Error::MissingGlyph { character, font: fonts.face(run.font).name.clone(), page }
}
