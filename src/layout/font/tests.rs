//! The faces measured, covered and shaped.

use super::*;

const KAZAKH: &str = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

fn times(bold: bool, italic: bool) -> FontId {
    Fonts::load().find("Times New Roman", bold, italic).id
}

#[test]
fn families_are_recognised() {
    let fonts = Fonts::load();
    let name = |family: &str, bold, italic| {
        let found = fonts.find(family, bold, italic);
        (fonts.face(found.id).name.clone(), found.substituted)
    };
    assert_eq!(name("times NEW roman", false, false), ("LiberationSerif".into(), false));
    assert_eq!(name("Tinos", true, false), ("LiberationSerif-Bold".into(), false));
    assert_eq!(name("Times", false, true), ("LiberationSerif-Italic".into(), false));
    assert_eq!(name("Arial", true, true), ("LiberationSans-BoldItalic".into(), false));
    assert_eq!(name("Calibri", false, false), ("LiberationSans".into(), true));
    assert_eq!(name("Cambria", false, false), ("LiberationSerif".into(), true));
    assert_eq!(name("PT Sans", false, false), ("LiberationSans".into(), true));
    assert_eq!(name("Wingdings", false, false), ("DejaVuSans".into(), false));
}

/// Word: Times New Roman 12 pt, single spacing, is 13.8 pt a line; Arial likewise.
#[test]
fn lines_are_as_high_as_words() {
    let fonts = Fonts::load();
    for family in ["Times New Roman", "Arial"] {
        for (bold, italic) in [(false, false), (true, false), (false, true), (true, true)] {
            let metrics = fonts.metrics(fonts.find(family, bold, italic).id);
            let line = (metrics.ascent + metrics.descent + metrics.line_gap) * 12.0;
            assert!((line - 13.8).abs() < 0.01, "{family} {line}");
            assert!(metrics.underline_position >= metrics.underline_thickness / 2.0);
            assert!(metrics.x_height < metrics.cap_height && metrics.cap_height < metrics.ascent);
        }
    }
}

/// Widths of Times New Roman, from its own `hmtx` (2048 units an em).
#[test]
fn widths_are_those_of_times_new_roman() {
    let fonts = Fonts::load();
    let width = |text: &str| fonts.width(times(false, false), 2048.0, false, text);
    assert_eq!(width("A"), 1479.0);
    assert_eq!(width("i"), 569.0);
    assert_eq!(width(" "), 512.0);
    assert_eq!(width("Ж"), 1835.0);
}

#[test]
fn every_face_covers_the_letters() {
    let fonts = Fonts::load();
    for id in fonts.ids().filter(|&id| id != SYMBOLS) {
        for block in Block::ALL {
            for character in block.characters() {
                assert!(fonts.covers(id, character), "{} U+{:04X}", fonts.face(id).name, character as u32);
                assert_eq!(Block::of(character), Some(block), "U+{:04X}", character as u32);
            }
        }
        assert!(KAZAKH.chars().all(|letter| fonts.covers(id, letter)));
        assert!(!fonts.covers(id, '\n'));
    }
}

#[test]
fn signs_that_liberation_lacks_are_found_elsewhere() {
    let fonts = Fonts::load();
    for sign in "☐☑☒✓✔₸₽".chars() {
        for id in fonts.ids().filter(|&id| id != SYMBOLS) {
            assert!(!fonts.covers(id, sign));
            assert_eq!(fonts.fallback(id, sign), Some(SYMBOLS));
        }
    }
    assert_eq!(fonts.fallback(SYMBOLS, 'Ж'), Some(FontId(4)));
    assert_eq!(fonts.fallback(FontId(0), '漢'), None);
}

#[test]
fn a_missing_character_is_glyph_zero() {
    let glyphs = Fonts::load().shape(FontId(0), 12.0, false, "1 ₸");
    assert_eq!(glyphs.iter().map(|glyph| glyph.id == 0).collect::<Vec<_>>(), [false, false, true]);
}

/// The way through the character map and the way through rustybuzz give the same glyphs.
#[test]
fn both_ways_agree() {
    let fonts = Fonts::load();
    let text = "AVA fi ffl «Түркістан» №\u{a0}12\u{202f}500 – Ёлка\u{2011}ңғ „“” ôžİı\u{ad}";
    for id in fonts.ids().filter(|&id| id != SYMBOLS) {
        let fast = fonts.shape(id, 10.0, false, text);
        let mut slow = Vec::new();
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            let units =
                shape::shape(fonts.face(id), id, &fonts.words, 10.0, false, &format!("{word}\u{200b}"));
            slow.extend(units.into_iter().map(|glyph| Glyph { cluster: glyph.cluster + at, ..glyph }));
            at += word.len() as u32;
        }
        assert_eq!(fast, slow, "{}", fonts.face(id).name);
    }
}

#[test]
fn kerning_moves_letters_together() {
    let fonts = Fonts::load();
    let width = |kerning| fonts.width(times(false, false), 12.0, kerning, "AVAST TOV");
    assert!(width(true) < width(false));
    assert_eq!(fonts.shape(FontId(0), 12.0, true, "fi").len(), 2, "no ligature");
}

#[test]
fn clusters_are_byte_offsets() {
    let fonts = Fonts::load();
    let clusters = |kerning, text| {
        fonts.shape(FontId(4), 9.0, kerning, text).iter().map(|glyph| glyph.cluster).collect::<Vec<_>>()
    };
    assert_eq!(clusters(false, "aЖ №"), [0, 1, 3, 4]);
    assert_eq!(clusters(true, "aЖ №"), [0, 1, 3, 4]);
    assert_eq!(clusters(false, "и\u{306}н"), [0, 4], "й is composed");
    assert_eq!(clusters(false, "a\u{200b}b"), [0, 4]);
}

#[test]
fn symbol_fonts_are_read() {
    assert_eq!(symbol("Symbol", '\u{f0b7}'), Some('•'));
    assert_eq!(symbol("Wingdings", '\u{f0a8}'), Some('☐'));
    assert_eq!(symbol("Wingdings", '\u{f0fe}'), Some('☑'));
    assert_eq!(symbol("Arial", '\u{f0b7}'), None);
    let fonts = Fonts::load();
    for code in 0x20..0xff {
        for family in ["Symbol", "Wingdings", "Wingdings 2"] {
            let Some(sign) = char::from_u32(0xf000 + code).and_then(|own| symbol(family, own)) else {
                continue;
            };
            assert!(fonts.covers(SYMBOLS, sign) || fonts.fallback(SYMBOLS, sign).is_some(), "{sign}");
        }
    }
}

#[test]
fn threads_share_the_words() {
    let fonts = Fonts::load();
    let alone = fonts.shape(FontId(1), 11.0, true, "Қазақстан Республикасы");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(fonts.shape(FontId(1), 11.0, true, "Қазақстан Республикасы"), alone));
        }
    });
}
