//! Bytes → text and numbers as people and programs write them, and as they never should.

use libfuzzer_sys::arbitrary::Unstructured;

use crate::{byte, one};

/// Pieces of text: what lines break at, what is wide, what joins, what turns round, what XML forbids.
pub const PIECES: &[&str] = &[
    "а",
    "Қ",
    "a",
    "Z",
    "1",
    "0",
    " ",
    "  ",
    "\u{a0}",
    "\u{202f}",
    "\u{ad}",
    "-",
    "–",
    "\u{2011}",
    "\t",
    "\n",
    "\r",
    ".",
    ",",
    ":",
    ";",
    "/",
    "\\",
    "№",
    "«",
    "»",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "%",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "+",
    "@",
    "#",
    "*",
    "?",
    "!",
    "|",
    "_",
    "~",
    "$",
    "^",
    "₸",
    "☐",
    "☑",
    "ё",
    "Й",
    "И\u{306}",
    "ә",
    "Ұ",
    "ı",
    "İ",
    "ß",
    "ﬁ",
    "\u{301}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{0}",
    "\u{1}",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "王",
    "伟",
    "あ",
    "ع",
    "ب",
    "א",
    "👩‍👧",
    "🇰🇿",
    "𝔘",
    "x1F",
    "CON",
    "nul",
    "..",
    "../",
    "http://",
    "%2e",
    "SMITH",
    "John",
    "Иванов",
    "Иван",
    "Серикович",
    "қызы",
    "ugli",
    "г-н",
    "Mr",
    "достопримечательность",
    "аббревиатурааббревиатурааббревиатура",
    "770815300104",
    "N1234567",
    "22.11.2026",
    "2026-11-22",
    "45000",
    "1e5",
    "-1",
    "0.5",
];

/// Some text.
pub fn text(input: &mut Unstructured) -> String {
    let count = byte(input) % 12;
    (0..count).map(|_| piece(input)).collect()
}

/// A piece, or any character there is.
pub fn piece(input: &mut Unstructured) -> String {
    match byte(input) {
        255 => input.arbitrary::<char>().map_or_else(|_| String::new(), String::from),
        254 => one(PIECES, input).repeat(usize::from(byte(input))),
        index => PIECES[usize::from(index) % PIECES.len()].to_owned(),
    }
}

/// Text by words of a field, with pieces between.
pub fn of(words: &[&str], input: &mut Unstructured) -> String {
    let count = byte(input) % 10;
    let mut out = String::new();
    for _ in 0..count {
        match byte(input) {
            index @ 0..=191 => out += words[usize::from(index) % words.len()],
            192..=223 => out += &words[usize::from(byte(input)) % words.len()].to_uppercase(),
            _ => out += &piece(input),
        }
    }
    out
}

/// Numbers at which something ends.
const EDGES: &[&str] = &[
    "0",
    "-1",
    "1",
    "2",
    "127",
    "128",
    "255",
    "256",
    "32767",
    "32768",
    "-32768",
    "65535",
    "65536",
    "1048576",
    "16384",
    "31680",
    "99999999",
    "2147483647",
    "-2147483648",
    "4294967295",
    "9223372036854775807",
    "18446744073709551615",
    "1e9",
    "1e-9",
    "1e400",
    "NaN",
    "inf",
    "",
    " 1",
    "01",
    "1.5",
    "50%",
    "12pt",
    "auto",
    "none",
];

/// A number, small more often than not.
pub fn number(input: &mut Unstructured) -> String {
    match byte(input) {
        index @ 0..=39 => EDGES[usize::from(index) % EDGES.len()].to_owned(),
        40..=119 => (byte(input) % 16).to_string(),
        120..=199 => (u32::from(byte(input)) * 40).to_string(),
        200..=239 => input.arbitrary::<i16>().unwrap_or(0).to_string(),
        _ => input.arbitrary::<i64>().unwrap_or(0).to_string(),
    }
}

/// How often something stands: large only now and then, as what stands a hundred thousand times takes the time of
/// hundreds of inputs.
pub fn count(input: &mut Unstructured) -> String {
    match byte(input) {
        few @ 0..=247 => (few % 16).to_string(),
        _ => number(input),
    }
}

/// Text as XML holds it; what XML forbids stays, at times, for the reader to refuse.
pub fn escaped(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => *out += "&amp;",
            '<' => *out += "&lt;",
            '>' => *out += "&gt;",
            '"' => *out += "&quot;",
            _ => out.push(character),
        }
    }
}
