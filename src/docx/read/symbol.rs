//! Characters of symbol fonts (Symbol, Wingdings) in Unicode, so that a text font can draw them.
//!
//! Symbol fonts hold their glyphs at U+F000 + code; only marks that letters and forms use are known,
//! and layout finds a face that has them.

use super::fonts::Families;
use super::patch::RunPatch;
use crate::docx::style::Family;

/// Text in a symbol font as Unicode; the patch loses the symbol font if anything changed.
pub fn decode(text: &str, family: Option<Family>, families: &mut Families, patch: &mut RunPatch) -> String {
    let name = family.map_or("", |family| families.names[usize::from(family.0)].as_str());
    let symbolic = is_symbol_font(name);
    let decoded: String = text.chars().map(|character| character_of(name, character)).collect();
    if symbolic {
        patch.families = [None; 4];
    }
    decoded
}

pub fn is_symbol_font(name: &str) -> bool {
    matches!(name, "Symbol" | "Wingdings" | "Wingdings 2" | "Wingdings 3" | "Webdings" | "OpenSymbol")
}

/// One character of a font; unknown private ones become a bullet.
pub fn character_of(font: &str, character: char) -> char {
    let code = character as u32;
    let private = (0xF000..=0xF0FF).contains(&code);
    if !private && !is_symbol_font(font) {
        return character;
    }
    let code = if private { code - 0xF000 } else { code };
    match (font, code) {
        ("Wingdings", 0x6E) => '■',
        ("Wingdings", 0x6F | 0x70) => '□',
        ("Wingdings", 0x71) => '❑',
        ("Wingdings", 0x72) => '❒',
        ("Wingdings", 0xA8) => '☐',
        ("Wingdings", 0x76) => '❖',
        ("Wingdings", 0xA1 | 0x6D) => '○',
        ("Wingdings", 0xA7) => '▪',
        ("Wingdings", 0xD8) => '➢',
        ("Wingdings", 0xE0) => '→',
        ("Wingdings", 0xFD) => '☒',
        ("Wingdings", 0xFB) => '✗',
        ("Wingdings", 0xFC) => '✓',
        ("Wingdings", 0xFE | 0x52) => '☑',
        ("Wingdings 2", 0xA3) => '☐',
        ("Wingdings 2", 0x50) => '✓',
        ("Wingdings 2", 0x4F) => '✗',
        ("Wingdings 2", 0x52) => '☑',
        ("Wingdings 2", 0x54) => '☒',
        ("Symbol", 0x2D) => '−',
        ("Symbol", 0xA8) => '♦',
        ("Symbol", 0xAE) => '→',
        ("Symbol", 0xB0) => '°',
        ("Symbol", 0xB1) => '±',
        ("Symbol", 0xB3) => '≥',
        ("Symbol", 0xA3) => '≤',
        ("Symbol", 0xB4) => '×',
        ("Symbol", 0xD2) => '®',
        ("Symbol", 0xD3) => '©',
        ("Symbol", 0x20..=0x40) => char::from_u32(code).unwrap_or('•'),
        _ if !private => character,
        _ => '•',
    }
}
