//! Files that go with a letter, PDF and pictures → leaves, or one word about what they are not.
//!
//! What the parser of PDF panics about is caught by the library on purpose; it is run here for its hunger.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::pdf;
use otinish_fuzz::text::number;
use otinish_fuzz::{byte, limit, one, rest};

/// Objects by their number: what a scanner writes, and what it should not.
static KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    "/Type/Page /Type/Pages /Type/Catalog /Pages /Kids /Count /Parent /MediaBox /CropBox /Rotate /Resources /Contents \
     /XObject /Font /Length /Filter /FlateDecode /ASCIIHexDecode /ASCII85Decode /LZWDecode /DCTDecode /DecodeParms \
     /Predictor /Columns /Colors /Annots /AP /N /AS /Subtype /Form /Widget /BBox /Matrix /Rect /F /UserUnit /Width /Height \
     /BitsPerComponent /ColorSpace /DeviceRGB /Im0 /Encrypt /AcroForm /Group /OCProperties /ObjStm /First /Extends /XRef \
     true false null"
        .split_whitespace()
        .collect()
});

fuzz_target!(|bytes: &[u8]| {
    limit(&["lopdf-", "weezl-"]);
    let mut input = Unstructured::new(bytes);
    let file = match byte(&mut input) {
        0..=199 => document(&mut input),
        200..=219 => [&b"\x89PNG\r\n\x1a\n"[..], rest(&mut input)].concat(),
        220..=239 => [&b"\xff\xd8"[..], rest(&mut input), b"\xff\xd9"].concat(),
        _ => rest(&mut input).to_vec(),
    };
    if let Ok(leaves) = pdf::scan(&file) {
        assert!(!leaves.is_empty() && leaves.len() <= 300);
        for leaf in leaves {
            assert!(leaf.width.is_finite() && leaf.height.is_finite());
        }
    }
});

fn document(input: &mut Unstructured) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    let mut object = |content: &[u8], file: &mut Vec<u8>| {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", places.len()).bytes());
        file.extend(content);
        file.extend(b"\nendobj\n");
    };
    object(b"<</Type/Catalog/Pages 2 0 R>>", &mut file);
    object(b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>", &mut file);
    object(format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{}>>", pairs(input, 0)).as_bytes(), &mut file);
    for _ in 0..=byte(input) % 6 {
        let dictionary = pairs(input, 0);
        match byte(input) {
            0..=99 => {
                let length = usize::from(byte(input)).min(input.len());
                let content = input.bytes(length).expect("so many are left");
                let told = if byte(input) < 200 { content.len().to_string() } else { number(input) };
                let head = format!("<<{dictionary}/Length {told}>>\nstream\n");
                object(&[head.as_bytes(), content, b"\nendstream"].concat(), &mut file);
            }
            100..=219 => object(format!("<<{dictionary}>>").as_bytes(), &mut file),
            _ => object(value(input, 0).as_bytes(), &mut file),
        }
    }
    let count = places.len() + 1;
    let table = file.len();
    let told = if byte(input) < 220 { table.to_string() } else { number(input) };
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n").bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let more = if byte(input) > 200 { pairs(input, 0) } else { String::new() };
    file.extend(format!("trailer\n<</Size {count}/Root 1 0 R{more}>>\nstartxref\n{told}\n%%EOF\n").bytes());
    file
}

fn pairs(input: &mut Unstructured, depth: u8) -> String {
    let count = byte(input) % 8;
    (0..count).map(|_| format!("{} {}", one(&KEYS, input), value(input, depth))).collect()
}

fn value(input: &mut Unstructured, depth: u8) -> String {
    match byte(input) {
        0..=79 => number(input),
        80..=139 => format!("{} 0 R", byte(input) % 12),
        140..=199 => (*one(&KEYS, input)).to_owned(),
        200..=219 if depth < 8 => {
            let count = byte(input) % 8;
            let inner: Vec<String> = (0..count).map(|_| value(input, depth + 1)).collect();
            format!("[{}]", inner.join(" "))
        }
        220..=239 if depth < 8 => format!("<<{}>>", pairs(input, depth + 1)),
        _ => format!("({})", otinish_fuzz::text::text(input)),
    }
}
