//! A file of others, PDF, PNG or JPEG → pictures that can stand on our pages, one for each of its pages.
//!
//! A page of a PDF becomes a form (PDF §8.10) that fills a unit square, turned as the page says, with what it
//! draws and what is stamped or filled in on it. A JPEG passes through untouched; one that the camera took
//! sideways is turned by what its Exif data say. Invariant: a file is taken whole or not at all, and whatever
//! is in it, reading ends: depth and inflated size are bounded.
//! Deliberately absent: scripts, links, attachments and passwords of such files.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::parcel::{Parcel, Writer};
use super::{deflate, picture};
use crate::layout::{Image, ImageFormat};

/// More inflates from no scan of papers.
const INFLATED: usize = 256 << 20;
/// More pages has no paper that goes with a letter.
const PAGES: usize = 300;
/// Points of a pixel: a scan of 150 dots an inch.
const PIXEL: f32 = 0.48;

/// A page of a file of others. Sizes in points.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub width: f32,
    pub height: f32,
    pub image: Arc<Image>,
}

/// What a file is not taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it is empty")]
    Empty,
    #[error("it is no PDF, PNG or JPEG")]
    Unknown,
    #[error("it is protected by a password")]
    Encrypted,
    #[error("it is damaged")]
    Damaged,
    #[error("it has no page")]
    NoPage,
    #[error("it has more than 300 pages")]
    TooLong,
    #[error(transparent)]
    Picture(#[from] picture::Fault),
}

/// Reads a file, whatever its name says.
///
/// # Errors
/// The first [`Fault`] that was met.
pub fn scan(bytes: &[u8]) -> Result<Vec<Leaf>, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if is_pdf(bytes) {
        // Its parser was not made for files of others.
        return catch_unwind(AssertUnwindSafe(|| pages(bytes))).unwrap_or(Err(Fault::Damaged));
    }
    if bytes.starts_with(&[0xFF, 0xD8]) {
        return jpeg(bytes).map(|leaf| vec![leaf]);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return png(bytes).map(|leaf| vec![leaf]);
    }
    Err(Fault::Unknown)
}

/// Whether a file begins as a PDF does, with a little before it at most (PDF, annex H.3.4.1).
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

fn png(bytes: &[u8]) -> Result<Leaf, Fault> {
    let image = Image { format: ImageFormat::Png, bytes: bytes.to_vec() };
    picture::read(&image)?;
    let side = |at: usize| {
        bytes.get(at..at + 4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
    };
    let (Some(width), Some(height)) = (side(16), side(20)) else { return Err(Fault::Damaged) };
    Ok(Leaf { width: width as f32 * PIXEL, height: height as f32 * PIXEL, image: Arc::new(image) })
}

fn jpeg(bytes: &[u8]) -> Result<Leaf, Fault> {
    let entries = picture::read_jpeg(bytes)?;
    // A file that was cut short has no end of image.
    if !bytes.windows(2).any(|pair| pair == [0xFF, 0xD9]) {
        return Err(Fault::Damaged);
    }
    let side = |key: &str| {
        let rest = entries.split(key).nth(1)?;
        rest.split('/').next()?.trim().parse::<f32>().ok()
    };
    let (Some(width), Some(height)) = (side("/Width "), side("/Height ")) else { return Err(Fault::Damaged) };
    let (width, height) = (width * PIXEL, height * PIXEL);
    let Some((matrix, across)) = turn(orientation(bytes).unwrap_or(1)) else {
        let image = Arc::new(Image { format: ImageFormat::Jpeg, bytes: bytes.to_vec() });
        return Ok(Leaf { width, height, image });
    };
    let mut form = Writer::default();
    let drawn = format!("q {matrix} cm /I Do Q");
    form.bytes(b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</I ");
    form.reference(1);
    form.bytes(format!(">>>>/Length {}>>\nstream\n{drawn}\nendstream", drawn.len()).as_bytes());
    form.end();
    form.bytes(format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).as_bytes());
    form.bytes(bytes);
    form.bytes(b"\nendstream");
    form.end();
    let (width, height) = if across { (height, width) } else { (width, height) };
    let image = Arc::new(Image { format: ImageFormat::Form, bytes: form.finish() });
    Ok(Leaf { width, height, image })
}

/// How a picture is turned that the camera took otherwise than upright (Exif 2.3, tag 0x0112), and whether
/// its sides change places; nothing for an upright one.
fn turn(orientation: u16) -> Option<(&'static str, bool)> {
    Some(match orientation {
        2 => ("-1 0 0 1 1 0", false),
        3 => ("-1 0 0 -1 1 1", false),
        4 => ("1 0 0 -1 0 1", false),
        5 => ("0 -1 -1 0 1 1", true),
        6 => ("0 -1 1 0 0 1", true),
        7 => ("0 1 1 0 0 0", true),
        8 => ("0 1 -1 0 1 0", true),
        _ => return None,
    })
}

/// The orientation in the Exif data of a JPEG.
fn orientation(bytes: &[u8]) -> Option<u16> {
    let mut at = 2;
    let tiff = loop {
        let [0xFF, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            0xE1 if body.starts_with(b"Exif\0\0") => break &body[6..],
            0xDA => return None,
            _ => at += 2 + length,
        }
    };
    let little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize)
    };
    let directory = four(4)?;
    let entries = usize::from(two(directory)?);
    let entry = (0..entries).map(|index| directory + 2 + 12 * index).find(|at| two(*at) == Some(0x0112))?;
    two(entry + 8)
}

/// The pages of a PDF.
fn pages(bytes: &[u8]) -> Result<Vec<Leaf>, Fault> {
    let options = LoadOptions { max_decompressed_size: Some(INFLATED), ..LoadOptions::default() };
    let protected = bytes.windows(8).any(|window| window == b"/Encrypt");
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|_| if protected { Fault::Encrypted } else { Fault::Damaged })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Fault::Encrypted);
    }
    if document.objects.values().any(|object| is_cut(&document, object, bytes)) {
        return Err(Fault::Damaged);
    }
    let pages: Vec<ObjectId> = document.page_iter().take(PAGES + 1).collect();
    match pages.len() {
        0 => Err(Fault::NoPage),
        count if count > PAGES => Err(Fault::TooLong),
        _ => pages.into_iter().map(|page| leaf(&document, page).ok_or(Fault::Damaged)).collect(),
    }
}

/// Whether an object was a stream of which the parser has not all bytes: where its length is a lie, it gives the
/// dictionary alone, or as many bytes as the lie says, and the page would be blank without a word.
fn is_cut(document: &Document, object: &Object, bytes: &[u8]) -> bool {
    let stream = match object {
        Object::Dictionary(dictionary) => return dictionary.has(b"Length"),
        Object::Stream(stream) => stream,
        _ => return false,
    };
    let length = stream.dict.get(b"Length").map(|length| resolve(document, length));
    if stream.content.is_empty() && !matches!(length, Ok(Object::Integer(0))) {
        return true;
    }
    // Only such a one, whose length is an object of its own, was not looked at up to its end (PDF §7.3.8).
    let end = stream.start_position.filter(|_| bytes.starts_with(b"%PDF-"));
    let behind = end.and_then(|start| bytes.get(start + stream.content.len()..));
    behind.is_some_and(|behind| !behind.trim_ascii_start().starts_with(b"endstream"))
}

/// A page as a form in a unit square.
fn leaf(document: &Document, id: ObjectId) -> Option<Leaf> {
    let page = document.get_dictionary(id).ok()?;
    let shown = inherited(document, page, b"CropBox").or_else(|| inherited(document, page, b"MediaBox"));
    let [left, bottom, right, top] = rectangle(document, shown?)?;
    let (width, height) = (right - left, top - bottom);
    if !(width > 1.0 && height > 1.0 && width < 20_000.0 && height < 20_000.0) {
        return None;
    }
    let quarter =
        inherited(document, page, b"Rotate").and_then(number).map_or(0, |turn| (turn / 90.0) as i64);
    let quarter = quarter.rem_euclid(4);
    let matrix = match quarter {
        1 => [0.0, -1.0 / width, 1.0 / height, 0.0, -bottom / height, right / width],
        2 => [-1.0 / width, 0.0, 0.0, -1.0 / height, right / width, top / height],
        3 => [0.0, 1.0 / width, -1.0 / height, 0.0, top / height, -left / width],
        _ => [1.0 / width, 0.0, 0.0, 1.0 / height, -left / width, -bottom / height],
    };
    if !has_content(document, page) {
        return None;
    }
    let mut drawn = document.get_page_content_with_limit(id, INFLATED).ok()?;
    let mut resources = match inherited(document, page, b"Resources").map(|found| resolve(document, found)) {
        Some(Object::Dictionary(resources)) => resources.clone(),
        _ => Dictionary::new(),
    };
    annotations(document, page, &mut resources, &mut drawn);
    let matrix = matrix.map(|value| format!("{value:.9}")).join(" ");
    let mut form = Dictionary::from_iter([
        ("Type", Object::Name(b"XObject".to_vec())),
        ("Subtype", Object::Name(b"Form".to_vec())),
        ("BBox", Object::Array([left, bottom, right, top].map(Object::Real).to_vec())),
        ("Resources", Object::Dictionary(resources)),
        ("Filter", Object::Name(b"FlateDecode".to_vec())),
    ]);
    if let Ok(group) = page.get(b"Group") {
        form.set("Group", group.clone());
    }
    let parcel =
        Wrap { document, places: HashMap::new(), waiting: Vec::new() }.form(form, &matrix, &drawn)?;
    let (width, height) = if quarter % 2 == 1 { (height, width) } else { (width, height) };
    Some(Leaf { width, height, image: Arc::new(Image { format: ImageFormat::Foreign, bytes: parcel }) })
}

/// Whether all that a page says it draws is there: the parser leaves out what it cannot read.
fn has_content(document: &Document, page: &Dictionary) -> bool {
    let is_stream = |object: &Object| matches!(resolve(document, object), Object::Stream(_));
    match page.get(b"Contents").ok().map(|contents| (contents, resolve(document, contents))) {
        None | Some((_, Object::Null)) => true,
        Some((_, Object::Array(parts))) => parts.iter().all(is_stream),
        Some((contents, _)) => is_stream(contents),
    }
}

/// An entry of a page, its own or of a node above it.
fn inherited<'d>(document: &'d Document, page: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    let mut node = page;
    for _ in 0..32 {
        if let Ok(found) = node.get(key) {
            return Some(resolve(document, found));
        }
        node = document.get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
    }
    None
}

fn resolve<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document.dereference(object).map_or(object, |(_, found)| found)
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok()
}

fn numbers<const N: usize>(document: &Document, object: &Object) -> Option<[f32; N]> {
    let Object::Array(items) = resolve(document, object) else { return None };
    let all: Option<Vec<f32>> = items.iter().map(|item| number(resolve(document, item))).collect();
    all?.try_into().ok()
}

/// A rectangle with its lower left corner first.
fn rectangle(document: &Document, object: &Object) -> Option<[f32; 4]> {
    let [a, b, c, d] = numbers::<4>(document, object)?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// Draws what is filled in, stamped or written on a page (PDF §12.5.5): a scan of a signed form shows nothing
/// of it otherwise.
fn annotations(document: &Document, page: &Dictionary, resources: &mut Dictionary, drawn: &mut Vec<u8>) {
    let Some(Object::Array(all)) = page.get(b"Annots").ok().map(|found| resolve(document, found)) else {
        return;
    };
    let mut names = match resources.get(b"XObject").ok().map(|found| resolve(document, found)) {
        Some(Object::Dictionary(names)) => names.clone(),
        _ => Dictionary::new(),
    };
    let mut closed = false;
    for (index, annotation) in all.iter().enumerate() {
        let Object::Dictionary(annotation) = resolve(document, annotation) else { continue };
        let Some((id, matrix)) = appearance(document, annotation) else { continue };
        let name = format!("Annotation{index}");
        names.set(name.as_str(), Object::Reference(id));
        if !std::mem::replace(&mut closed, true) {
            drawn.splice(0..0, *b"q\n");
            drawn.extend_from_slice(b"\nQ\n");
        }
        drawn.extend_from_slice(format!("q {matrix} cm /{name} Do Q\n").as_bytes());
    }
    resources.set("XObject", Object::Dictionary(names));
}

/// What an annotation looks like, and the matrix that puts it in its place (PDF §12.5.5, algorithm 8.1).
fn appearance(document: &Document, annotation: &Dictionary) -> Option<(ObjectId, String)> {
    let flags = annotation.get(b"F").ok().and_then(|flags| flags.as_i64().ok()).unwrap_or(0);
    // Hidden, or not to be seen.
    if flags & 0b10_0010 != 0
        || annotation.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Popup")
    {
        return None;
    }
    let Object::Dictionary(looks) = resolve(document, annotation.get(b"AP").ok()?) else { return None };
    let mut normal = looks.get(b"N").ok()?;
    if let Object::Dictionary(states) = resolve(document, normal) {
        normal = states.get(annotation.get(b"AS").ok()?.as_name().ok()?).ok()?;
    }
    let id = normal.as_reference().ok()?;
    let Object::Stream(form) = document.get_object(id).ok()? else { return None };
    let [left, bottom, right, top] = rectangle(document, form.dict.get(b"BBox").ok()?)?;
    let own = form.dict.get(b"Matrix").ok().and_then(|matrix| numbers::<6>(document, matrix));
    let [a, b, c, d, e, f] = own.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let corners = [(left, bottom), (right, bottom), (left, top), (right, top)]
        .map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let least = |side: fn(&(f32, f32)) -> f32| corners.iter().map(side).fold(f32::INFINITY, f32::min);
    let most = |side: fn(&(f32, f32)) -> f32| corners.iter().map(side).fold(f32::NEG_INFINITY, f32::max);
    let (x, y) = (least(|corner| corner.0), least(|corner| corner.1));
    let (width, height) = (most(|corner| corner.0) - x, most(|corner| corner.1) - y);
    let goal = rectangle(document, annotation.get(b"Rect").ok()?)?;
    let wide = if width > 0.0 { (goal[2] - goal[0]) / width } else { 1.0 };
    let high = if height > 0.0 { (goal[3] - goal[1]) / height } else { 1.0 };
    Some((id, format!("{wide:.6} 0 0 {high:.6} {:.6} {:.6}", goal[0] - x * wide, goal[1] - y * high)))
}

/// Packs a form and all that it refers to.
struct Wrap<'d> {
    document: &'d Document,
    /// Place of an object in the parcel, the form being the first.
    places: HashMap<ObjectId, u32>,
    waiting: Vec<ObjectId>,
}

impl Wrap<'_> {
    fn form(mut self, form: Dictionary, matrix: &str, drawn: &[u8]) -> Option<Parcel> {
        let mut out = Writer::default();
        let pressed = deflate::deflate(drawn);
        out.bytes(b"<<");
        self.entries(&form, &mut out, 0)?;
        out.bytes(format!("/Matrix[{matrix}]/Length {}>>\nstream\n", pressed.len()).as_bytes());
        out.bytes(&pressed);
        out.bytes(b"\nendstream");
        out.end();
        let mut next = 0;
        while let Some(&id) = self.waiting.get(next) {
            next += 1;
            match self.document.get_object(id) {
                Ok(object) => self.object(object, &mut out, 0)?,
                Err(_) => out.bytes(b"null"),
            }
            out.end();
        }
        Some(out.finish())
    }

    fn place(&mut self, id: ObjectId) -> u32 {
        let Wrap { places, waiting, .. } = self;
        *places.entry(id).or_insert_with(|| {
            waiting.push(id);
            waiting.len() as u32
        })
    }

    fn object(&mut self, object: &Object, out: &mut Writer, depth: usize) -> Option<()> {
        if depth > 64 {
            return None;
        }
        match object {
            Object::Reference(id) => {
                let place = self.place(*id);
                out.reference(place);
            }
            Object::Array(items) => {
                out.bytes(b"[");
                for item in items {
                    self.object(item, out, depth + 1)?;
                    out.bytes(b" ");
                }
                out.bytes(b"]");
            }
            Object::Dictionary(dictionary) => {
                out.bytes(b"<<");
                self.entries(dictionary, out, depth)?;
                out.bytes(b">>");
            }
            Object::Stream(Stream { dict, content, .. }) => {
                let mut dict = dict.clone();
                dict.set("Length", content.len() as i64);
                out.bytes(b"<<");
                self.entries(&dict, out, depth)?;
                out.bytes(b">>\nstream\n");
                out.bytes(content);
                out.bytes(b"\nendstream");
            }
            // Three decimals are too few for the matrices of others.
            Object::Real(value) => out.bytes(value.to_string().as_bytes()),
            plain => {
                let mut bytes = Vec::new();
                super::skeleton::write(&mut bytes, plain);
                out.bytes(&bytes);
            }
        }
        Some(())
    }

    /// The entries of a dictionary but those that lead out of the page: to its parent, its annotations, its
    /// structure.
    fn entries(&mut self, dictionary: &Dictionary, out: &mut Writer, depth: usize) -> Option<()> {
        for (key, value) in dictionary {
            if matches!(
                key.as_slice(),
                b"Parent" | b"P" | b"StructParent" | b"StructParents" | b"OC" | b"Annots"
            ) {
                continue;
            }
            let mut name = Vec::new();
            super::skeleton::write(&mut name, &Object::Name(key.clone()));
            name.push(b' ');
            out.bytes(&name);
            self.object(value, out, depth + 1)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_scan_is_refused() {
        for (bytes, fault) in [
            (&b""[..], Fault::Empty),
            (b"Dear Sir", Fault::Unknown),
            (b"%PDF-1.7\nnothing", Fault::Damaged),
            (&[0xFF, 0xD8, 0xFF, 0xE0], Fault::Picture(picture::Fault::Damaged)),
        ] {
            assert_eq!(scan(bytes).map(|leaves| leaves.len()), Err(fault));
        }
    }

    #[test]
    fn a_photograph_taken_sideways_is_turned() {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend_from_slice(&[6, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
        bytes.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
        bytes.extend_from_slice(&exif);
        bytes.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 10, 0, 20, 1, 1, 0x11, 0, 0xFF, 0xD9]);
        let leaf = scan(&bytes).expect("a picture").remove(0);
        assert!(leaf.height > leaf.width, "20 by 10 pixels, turned: {} by {}", leaf.width, leaf.height);
        assert_eq!(leaf.image.format, ImageFormat::Form);
        let whole = leaf.image.bytes.windows(bytes.len()).any(|window| window == bytes);
        assert!(whole, "the file passes through untouched");
    }
}
