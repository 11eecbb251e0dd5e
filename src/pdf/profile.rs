//! The sRGB colour profile, made from its definition (IEC 61966-2-1; ICC.1:2004, version 4.2).
//!
//! PDF/A wants to know what a colour means. The profile is the shortest that says it: three primaries, one curve.

use super::deflate::deflate_best;

/// The deflated profile.
pub(super) fn bytes() -> Vec<u8> {
    deflate_best(&profile())
}

/// Primaries and white, adapted to D50 as ICC wants them.
const RED: [f64; 3] = [0.436_066, 0.222_488, 0.013_916];
const GREEN: [f64; 3] = [0.385_147, 0.716_873, 0.097_076];
const BLUE: [f64; 3] = [0.143_066, 0.060_608, 0.714_096];
const WHITE: [f64; 3] = [0.964_2, 1.0, 0.824_9];
/// From D65 to D50, after Bradford.
const ADAPTATION: [f64; 9] =
    [1.047_882, 0.022_919, -0.050_217, 0.029_587, 0.990_479, -0.017_075, -0.009_247, 0.015_076, 0.751_678];
/// `Y = ((X + 0.055) / 1.055) ^ 2.4` above 0.04045, `X / 12.92` below.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

fn profile() -> Vec<u8> {
    let curve = tagged(b"para", &[[0, 3, 0, 0].to_vec(), fixed(&CURVE)].concat());
    let elements: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB")),
        (b"cprt", text("Public domain")),
        (b"wtpt", tagged(b"XYZ ", &fixed(&WHITE))),
        (b"chad", tagged(b"sf32", &fixed(&ADAPTATION))),
        (b"rXYZ", tagged(b"XYZ ", &fixed(&RED))),
        (b"gXYZ", tagged(b"XYZ ", &fixed(&GREEN))),
        (b"bXYZ", tagged(b"XYZ ", &fixed(&BLUE))),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (elements.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let mut at = 0;
    for (index, (name, element)) in elements.iter().enumerate() {
        // The three curves are one.
        if index < 8 {
            at = 128 + 4 + 12 * elements.len() + data.len();
            data.extend_from_slice(element);
        }
        table.extend_from_slice(*name);
        table.extend_from_slice(&(at as u32).to_be_bytes());
        table.extend_from_slice(&(element.len() as u32).to_be_bytes());
    }
    [header(128 + table.len() + data.len()), table, data].concat()
}

fn header(size: usize) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[..4].copy_from_slice(&(size as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x20, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // 1 January 2026.
    header[24..36].copy_from_slice(&[0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&fixed(&WHITE));
    header
}

/// A `multiLocalizedUnicodeType` with one English text.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head =
        [[0, 0, 0, 1], [0, 0, 0, 12], *b"enUS", (units.len() as u32).to_be_bytes(), [0, 0, 0, 28]].concat();
    tagged(b"mluc", &[head, units].concat())
}

/// Type signature, four reserved bytes, the value, padding to four bytes.
fn tagged(kind: &[u8; 4], value: &[u8]) -> Vec<u8> {
    let mut out = [kind.as_slice(), &[0; 4], value].concat();
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

/// `s15Fixed16Number`s.
fn fixed(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| ((number * 65536.0).round() as i32).to_be_bytes()).collect()
}
