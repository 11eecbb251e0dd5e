//! Pictures in the place of a value: from base64 or the name of a file to bytes and a size on paper.
//!
//! The filter `image` prints a marker; what it stands for waits in the thread that fills the document
//! (Tera hands filters no place to write to), until the marker becomes a drawing. Invariant: only pictures
//! that the template was given are found by name; no path is ever opened here. PNG and JPEG only.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose};

/// Round the number of a picture: `\u{8A}3\u{8B}`.
pub const MARK: (char, char) = ('\u{8A}', '\u{8B}');

/// Longest picture, in bytes, and of all pictures of a document together.
const LIMIT: usize = 10 << 20;
const TOTAL_LIMIT: usize = 32 << 20;
/// English Metric Units in a millimetre, and in an inch (ECMA-376 part 1 §20.1.2.1).
const MILLIMETRE: f64 = 36_000.0;
const INCH: f64 = 914_400.0;
/// The width of the text on A4 with the usual margins: a picture without a size is no wider.
const WIDEST: f64 = 165.0 * MILLIMETRE;
/// Pixels on an inch, where the file does not say it.
const USUAL_DENSITY: f64 = 96.0;

/// Pictures that a template may show by name, as `logo.png`.
pub type Pictures = Arc<BTreeMap<String, Vec<u8>>>;

/// A picture of a filled document.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// Number of the file: the first use of the same bytes.
    pub file: usize,
    pub bytes: Arc<[u8]>,
    pub kind: Kind,
    /// Width and height on paper, in EMU.
    pub size: (u64, u64),
    pub alt: String,
}

/// The formats that Word and the print know alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Png,
    Jpeg,
}

impl Kind {
    /// The extension of the part.
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Png => "png",
            Kind::Jpeg => "jpeg",
        }
    }
}

#[derive(Default)]
struct Session {
    known: Pictures,
    used: Vec<Used>,
}

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

/// What acting used, in the order of the document; `known` are the pictures that it finds by name.
pub fn gather<T>(known: &Pictures, act: impl FnOnce(&dyn Fn(usize) -> Option<Used>) -> T) -> T {
    SESSION.replace(Session { known: Arc::clone(known), used: Vec::new() });
    let result = act(&|number| SESSION.with_borrow(|session| session.used.get(number).cloned()));
    SESSION.take();
    result
}

/// The number in a text that is a marker and nothing else.
pub fn number(text: &str) -> Option<usize> {
    let number = text.strip_prefix(MARK.0)?.strip_suffix(MARK.1)?.parse().ok()?;
    SESSION.with_borrow(|session| number < session.used.len()).then_some(number)
}

/// The marker of a picture: `value` is base64, a `data:` address or a known name; the size is in
/// millimetres. Nothing if it is no picture that can be shown.
pub fn mark(value: &str, width: Option<f64>, height: Option<f64>, alt: &str) -> Option<String> {
    let bytes: Arc<[u8]> = SESSION.with_borrow(|session| bytes(value.trim(), &session.known))?.into();
    let (kind, natural) = measure(&bytes)?;
    let (size, alt) = (size(natural, width, height)?, alt.to_owned());
    SESSION.with_borrow_mut(|session| {
        let same = session.used.iter().position(|one| one.bytes == bytes);
        let used = Used { file: same.unwrap_or(session.used.len()), bytes, kind, size, alt };
        let number = match session.used.iter().position(|one| *one == used) {
            Some(number) => number,
            None => {
                let total: usize = session.used.iter().map(|one| one.bytes.len()).sum();
                if total + used.bytes.len() > TOTAL_LIMIT {
                    return None;
                }
                session.used.push(used);
                session.used.len() - 1
            }
        };
        Some(format!("{}{number}{}", MARK.0, MARK.1))
    })
}

fn bytes(value: &str, known: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    if let Some(bytes) = known.get(value) {
        return (bytes.len() <= LIMIT).then(|| bytes.clone());
    }
    let text = match value.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,")?.1,
        None => value,
    };
    if text.len() > LIMIT / 3 * 4 {
        return None;
    }
    let joined: String = text.split_ascii_whitespace().collect();
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let lenient = lenient.with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&base64::alphabet::STANDARD, lenient)
        .decode(&joined)
        .or_else(|_| general_purpose::URL_SAFE_NO_PAD.decode(&joined))
        .ok()
}

/// Width and height on paper: as asked, the other by the proportions; as the file says without either.
fn size(natural: (f64, f64), width: Option<f64>, height: Option<f64>) -> Option<(u64, u64)> {
    let sound = |length: Option<f64>| length.is_none_or(|length| (0.5..=1_000.0).contains(&length));
    if !sound(width) || !sound(height) || natural.0 <= 0.0 || natural.1 <= 0.0 {
        return None;
    }
    let ratio = natural.1 / natural.0;
    let (width, height) = match (width.map(|mm| mm * MILLIMETRE), height.map(|mm| mm * MILLIMETRE)) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width * ratio),
        (None, Some(height)) => (height / ratio, height),
        (None, None) => (natural.0.min(WIDEST), natural.0.min(WIDEST) * ratio),
    };
    Some((width.round().max(1.0) as u64, height.round().max(1.0) as u64))
}

/// The kind of a file and its natural size in EMU; nothing if it is neither PNG nor JPEG.
fn measure(bytes: &[u8]) -> Option<(Kind, (f64, f64))> {
    let (kind, pixels, density) = match bytes {
        [0x89, b'P', b'N', b'G', ..] => (Kind::Png, png_pixels(bytes)?, png_density(bytes)),
        [0xFF, 0xD8, 0xFF, ..] => (Kind::Jpeg, jpeg_pixels(bytes)?, jpeg_density(bytes)),
        _ => return None,
    };
    let density = density.filter(|density| (10.0..=5_000.0).contains(density)).unwrap_or(USUAL_DENSITY);
    let on_paper = |pixels: u32| f64::from(pixels) / density * INCH;
    Some((kind, (on_paper(pixels.0), on_paper(pixels.1))))
}

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// `IHDR` is the first chunk (PNG §11.2.2).
fn png_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number_at(bytes, 16)?, number_at(bytes, 20)?))
}

/// Pixels on an inch, of `pHYs` (PNG §11.3.5.3), which stands before the pixels.
fn png_density(bytes: &[u8]) -> Option<f64> {
    let mut at = 8;
    loop {
        let length = number_at(bytes, at)? as usize;
        match bytes.get(at + 4..at + 8)? {
            b"pHYs" if bytes.get(at + 16) == Some(&1) => {
                return Some(f64::from(number_at(bytes, at + 8)?) * 0.0254);
            }
            b"IDAT" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// The frame header (ISO 10918-1 §B.2.2).
fn jpeg_pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let half = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let mut at = 2;
    loop {
        match *bytes.get(at + 1)? {
            0xFF => at += 1,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Some((half(at + 7)?, half(at + 5)?));
            }
            0xD8 | 0xD9 | 0xDA | 0x00 => return None,
            _ => at += 2 + half(at + 2)?.max(2) as usize,
        }
    }
}

/// Pixels on an inch, of the JFIF segment, which is the first.
fn jpeg_density(bytes: &[u8]) -> Option<f64> {
    (bytes.get(6..10)? == b"JFIF").then_some(())?;
    let density = f64::from(u16::from_be_bytes(bytes.get(14..16)?.try_into().ok()?));
    match bytes.get(13)? {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_proportions() {
        let mm = |width, height| {
            size((2.0, 1.0), width, height).map(|(width, height)| (width / 36_000, height / 36_000))
        };
        assert_eq!(mm(Some(30.0), None), Some((30, 15)));
        assert_eq!(mm(None, Some(30.0)), Some((60, 30)));
        assert_eq!(mm(Some(30.0), Some(30.0)), Some((30, 30)));
        assert_eq!(mm(Some(-1.0), None), None);
        assert_eq!(mm(Some(f64::NAN), None), None);
    }

    #[test]
    fn broken_files_have_no_size() {
        for bytes in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xFF\xD8\xFF", b"\xFF\xD8\xFF\xE0\x00\x10JFIF", b"GIF89a", b""]
        {
            assert!(measure(bytes).is_none());
        }
    }
}
