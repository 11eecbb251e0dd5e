//! The faces measured, covered and shaped.

use super::*;

const KAZAKH: &str = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

fn times(bold: bool, italic: bool) -> FontId {
    Fonts::load().find("Times New Roman", bold, italic).id
}

/// The faces that have Cyrillic.
fn texts(fonts: &Fonts) -> impl Iterator<Item = FontId> {
    fonts.ids().filter(|id| id.0 < Family::Cambria as u16)
}

/// Word falls back too where Cambria's stand-in has Latin only: in the same style.
#[test]
fn cyrillic_in_cambria_is_set_in_the_serif_face() {
    let fonts = Fonts::load();
    let bold = fonts.find("Cambria", true, false).id;
    assert!(!fonts.covers(bold, 'Ж'));
    let other = fonts.fallback(bold, 'Ж').expect("a face");
    assert_eq!(fonts.face(other).name, "LiberationSerif-Bold");
}

/// Widths of Calibri and Courier New, from their own `hmtx` (2048 units an em).
#[test]
fn widths_are_those_of_words_other_faces() {
    let fonts = Fonts::load();
    let width = |family, text| fonts.width(fonts.find(family, false, false).id, 2048.0, false, text);
    assert_eq!((width("Calibri", "A"), width("Calibri", "m")), (1185.0, 1636.0));
    assert_eq!((width("Courier New", "A"), width("Courier New", "Ж")), (1229.0, 1229.0));
}

const BOLD: &[u8] = include_bytes!("../../../templates/fonts/OtinishSans-Bold.ttf");

/// What `Fonts::with` says of a bold face with some bytes of a table or of its record changed.
fn with(change: impl Fn(&mut [u8])) -> Result<Fonts, Unusable> {
    let mut bytes = BOLD.to_vec();
    change(&mut bytes);
    Fonts::with(vec![("own.ttf".into(), bytes)])
}

/// Where the record of a table starts in the table directory.
fn record(bytes: &[u8], tag: &[u8; 4]) -> usize {
    bytes.windows(4).position(|window| window == tag).expect("a table")
}

#[test]
fn a_users_own_font_goes_first() {
    // Another name of the same length, in UTF-16.
    let units = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (ours, theirs) = (units("Otinish Sans"), units("Courier New\0"));
    let renamed = |bytes: &mut [u8]| {
        for at in 0..bytes.len() - ours.len() {
            if bytes[at..].starts_with(&ours) {
                bytes[at..at + ours.len()].copy_from_slice(&theirs);
            }
        }
    };
    let fonts = with(renamed).expect("a font");
    let own = FontId(21);
    assert_eq!(fonts.find("courier NEW\0", true, false), Found { id: own, substituted: false });
    assert_eq!(fonts.find("courier NEW\0", true, true), Found { id: own, substituted: true });
    assert_eq!(fonts.find("courier NEW\0", false, false), Found { id: own, substituted: true });
    assert_eq!(fonts.find("Arial", true, false).id, FontId(5), "the embedded ones keep their places");
    assert_eq!(fonts.fallback(own, '☐'), Some(SYMBOLS));
}

#[test]
fn fonts_that_cannot_be_printed_are_refused() {
    let file = "own.ttf".to_owned();
    let why = |change: &dyn Fn(&mut [u8])| with(change).expect_err("unusable");
    assert_eq!(why(&|bytes| bytes.fill(0)), Unusable::Unreadable { file: file.clone() });
    let outlines = |bytes: &mut [u8]| {
        let at = record(bytes, b"glyf");
        bytes[at..at + 4].copy_from_slice(b"CFF ");
    };
    assert_eq!(why(&outlines), Unusable::PostScript { file: file.clone() });
    let rights = |bytes: &mut [u8]| {
        let at = record(bytes, b"OS/2");
        let table = u32::from_be_bytes(bytes[at + 8..at + 12].try_into().expect("four bytes")) as usize;
        bytes[table + 8..table + 10].copy_from_slice(&[0, 2]);
    };
    assert_eq!(why(&rights), Unusable::Restricted { file });
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
    assert_eq!(name("Calibri", false, false), ("OtinishSans-Regular".into(), false));
    assert_eq!(name("Calibri Light", false, true), ("OtinishSans-Italic".into(), true));
    assert_eq!(name("Cambria", true, false), ("Caladea-Bold".into(), true));
    assert_eq!(name("Courier New", true, true), ("OtinishMono-BoldItalic".into(), false));
    assert_eq!(name("Consolas", false, false), ("OtinishMono-Regular".into(), true));
    assert_eq!(name("Garamond", false, false), ("LiberationSerif".into(), true));
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
    for id in texts(&fonts) {
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
        for id in texts(&fonts) {
            assert!(sign == '₸' || !fonts.covers(id, sign));
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
fn threads_share_the_words() {
    let fonts = Fonts::load();
    let alone = fonts.shape(FontId(1), 11.0, true, "Қазақстан Республикасы");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(fonts.shape(FontId(1), 11.0, true, "Қазақстан Республикасы"), alone));
        }
    });
}
