//! Text and a face → glyphs with advances.
//!
//! Simple scripts without kerning go through the character map alone; all else goes word by word through rustybuzz,
//! whose results are kept in font units, so that one entry serves every size. Both ways give the same glyphs (tested).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{BufferClusterLevel, BufferFlags, Direction, Feature, UnicodeBuffer};

use super::face::{Face, stand_in};
use super::{FontId, Glyph};

/// When so many words are kept, all are forgotten: a batch repeats its words, so this costs little.
const LIMIT: usize = 20_000;

/// Shaped words, shared by all threads.
#[derive(Default)]
pub(super) struct Words {
    shards: [Mutex<HashMap<(FontId, bool), Kept>>; 8],
}

type Kept = HashMap<Box<str>, Arc<[Unit]>>;

/// A glyph of a word: advance in font units, cluster from the start of the word.
#[derive(Clone, Copy)]
struct Unit {
    id: u16,
    advance: i32,
    cluster: u32,
}

/// See [`Fonts::shape`](super::Fonts::shape).
pub(super) fn shape(
    face: &Face,
    id: FontId,
    words: &Words,
    size: f32,
    kerning: bool,
    text: &str,
) -> Vec<Glyph> {
    let scale = size / f32::from(face.units_per_em);
    let mut glyphs = Vec::with_capacity(text.len());
    if !kerning && text.chars().all(is_simple) {
        for (at, character) in text.char_indices() {
            let id = face.glyph(character).unwrap_or(0);
            glyphs.push(Glyph { id, advance: f32::from(face.advance(id)) * scale, cluster: at as u32 });
        }
        return glyphs;
    }
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        for unit in words.get(face, id, kerning, word).iter() {
            glyphs.push(Glyph {
                id: unit.id,
                advance: unit.advance as f32 * scale,
                cluster: at as u32 + unit.cluster,
            });
        }
        at += word.len();
    }
    glyphs
}

/// Characters whose glyph depends on no neighbour: no combining marks, no joining or invisible ones.
fn is_simple(character: char) -> bool {
    matches!(character,
        ' '..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{587}' | '\u{10a0}'..='\u{10ff}'
        | '\u{1e00}'..='\u{200a}' | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205f}' | '\u{2070}'..='\u{20bf}'
        | '\u{2100}'..='\u{2bff}')
}

/// Characters that draw nothing: joiners, direction marks, byte order mark, variation selectors.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{34f}' | '\u{61c}')
}

impl Words {
    fn get(&self, face: &Face, id: FontId, kerning: bool, word: &str) -> Arc<[Unit]> {
        let shard = word.bytes().fold(word.len(), |sum, byte| sum * 31 % 4093 + usize::from(byte))
            % self.shards.len();
        // A thread that panicked left the map whole: every change to it is one insert.
        let lock = || self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(units) = lock().get(&(id, kerning)).and_then(|kept| kept.get(word)) {
            return units.clone();
        }
        let units: Arc<[Unit]> = shape_word(face, kerning, word).into();
        let mut shard = lock();
        let kept = shard.entry((id, kerning)).or_default();
        if kept.len() >= LIMIT / self.shards.len() {
            kept.clear();
        }
        kept.insert(word.into(), units.clone());
        units
    }
}

fn shape_word(face: &Face, kerning: bool, word: &str) -> Vec<Unit> {
    let mut buffer = UnicodeBuffer::new();
    for (at, character) in word.char_indices() {
        let drawn = match face.shaper.glyph_index(character) {
            Some(_) => character,
            None => stand_in(character).unwrap_or(character),
        };
        // rustybuzz hides a soft hyphen; ours is drawn.
        buffer.add(if drawn == '\u{ad}' { '-' } else { drawn }, at as u32);
    }
    buffer.set_direction(Direction::LeftToRight);
    buffer.guess_segment_properties();
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
    let features = [
        Feature::new(Tag::from_bytes(b"kern"), u32::from(kerning), ..),
        Feature::new(Tag::from_bytes(b"liga"), 0, ..),
        Feature::new(Tag::from_bytes(b"clig"), 0, ..),
    ];
    let shaped = rustybuzz::shape(&face.shaper, &features, buffer);
    let mut units: Vec<Unit> = Vec::with_capacity(shaped.len());
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        // A glyph has no offset of its own on our pages: the pen before it and after it makes up for a mark's.
        if let Some(before) = units.last_mut() {
            before.advance += position.x_offset;
        }
        units.push(Unit {
            id: info.glyph_id as u16,
            advance: position.x_advance - position.x_offset,
            cluster: info.cluster,
        });
    }
    units
}
