//! A character of Word's symbol fonts → Unicode.
//!
//! `Symbol` and `Wingdings` are not Unicode fonts: documents hold their characters as U+F000 + code, or as `w:sym`.
//! Only the signs that letters and forms use are known: bullets, check boxes, arrows.

/// The Unicode character that a character of a symbol font stands for; `None` when the family is not a symbol font
/// or its character is not known. `character` is U+F0xx or the bare code.
pub fn unicode(family: &str, character: char) -> Option<char> {
    let code = match character as u32 {
        code @ 0xF020..=0xF0FF => code - 0xF000,
        code @ 0x20..=0xFF => code,
        _ => return None,
    };
    let family = family.trim().to_lowercase();
    let table = match family.as_str() {
        "symbol" => SYMBOL,
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        _ => return None,
    };
    table.iter().find(|(own, _)| *own == code as u8).map(|(_, unicode)| *unicode)
}

const SYMBOL: &[(u8, char)] = &[
    (0x20, ' '),
    (0x2D, '−'),
    (0x6D, 'µ'),
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
    (0xDE, '⇒'),
    (0xE0, '◊'),
];

const WINGDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
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
