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

/// One character of a font; private ones that are not known become a bullet.
pub fn character_of(font: &str, character: char) -> char {
    let code = character as u32;
    let private = (0xF000..=0xF0FF).contains(&code);
    if !private && !is_symbol_font(font) {
        return character;
    }
    let code = if private { code - 0xF000 } else { code };
    match symbol(font, code) {
        Some(known) => known,
        None if private => '•',
        None => character,
    }
}

/// The Unicode character of a code of a symbol font; none where it is not known.
fn symbol(font: &str, code: u32) -> Option<char> {
    let signs = match font {
        "Symbol" => {
            let letter =
                |(first, letters): &(u32, &str)| letters.chars().nth(code.checked_sub(*first)? as usize);
            if let Some(letter) = RUNS.iter().find_map(letter) {
                return Some(letter);
            }
            SYMBOL
        }
        "Wingdings" => WINGDINGS,
        "Wingdings 2" => WINGDINGS_2,
        _ => return None,
    };
    signs.iter().find(|(own, _)| u32::from(*own) == code).map(|(_, sign)| *sign)
}

/// Runs of the codes of Symbol, from the first one on: what it has of ASCII, and the Greek letters that stand by the
/// Latin ones (Unicode's mapping of Adobe's encoding). Left out are signs that no face of ours has.
const RUNS: [(u32, &str); 9] = [
    (0x20, " !"),
    (0x25, "%&"),
    (0x28, "()*+,−./0123456789:;<=>?"),
    (0x41, "ΑΒΧΔΕΦΓΗΙ"),
    (0x4B, "ΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ["),
    (0x5D, "]"),
    (0x61, "αβχδεφγηι"),
    (0x6B, "κλμνοπθρστυ"),
    (0x77, "ωξψζ{|}"),
];

const SYMBOL: &[(u8, char)] = &[
    (0x23, '#'),
    (0x5F, '_'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xA8, '♦'),
    (0xAC, '←'),
    (0xAD, '↑'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xBC, '…'),
    (0xD2, '®'),
    (0xD3, '©'),
    (0xDE, '⇒'),
    (0xE0, '◊'),
];

const WINGDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x52, '☑'),
    (0x6C, '●'),
    (0x6D, '○'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '☐'),
    (0xB7, '•'),
    (0xD8, '➢'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x20, ' '),
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x97, '●'),
    (0xA3, '☐'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_read_as_what_they_show() {
        let cases = [
            ("Symbol", '\u{f0b7}', '•'),
            ("Symbol", '\u{f06f}', 'ο'),
            ("Symbol", '\u{f041}', 'Α'),
            ("Symbol", '\u{f07a}', 'ζ'),
            ("Symbol", '\u{f035}', '5'),
            ("Wingdings", '\u{f0a8}', '☐'),
            ("Wingdings", '\u{f0fe}', '☑'),
            ("Wingdings", '\u{f0c0}', '•'),
            ("Arial", '\u{f0b7}', '•'),
            ("Arial", 'o', 'o'),
        ];
        for (font, character, sign) in cases {
            assert_eq!(character_of(font, character), sign, "{font} {character:?}");
        }
    }
}
