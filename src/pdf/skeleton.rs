//! Subsets → the objects that every document with them shares, as bytes.
//!
//! printpdf writes them; then what it leaves rough is put right through lopdf, its object model: it truncates widths to
//! whole thousandths, deflates at the slowest level or not at all, and takes the cap height for the ascent.
//! printpdf is named in this module only.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use printpdf::{
    Codepoint, FontId as ResourceName, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle,
    PdfPage, PdfSaveOptions, Pt, TextItem,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::subset::Subset;
use super::{content, deflate, profile};
use crate::layout::FontId;

/// The common beginning of many documents.
pub(super) struct Skeleton {
    /// The header and the objects, from number 1 on.
    pub bytes: Vec<u8>,
    /// Where each object starts.
    pub offsets: Vec<usize>,
    /// The number of the dictionary that names the fonts: `/F0` is [`FontId`] 0.
    pub resources: u32,
    /// The number of the colour profile of the output intent.
    pub profile: u32,
    /// The entries of the catalogue, without `/Pages`.
    pub catalog: Vec<u8>,
    pub digest: [u8; 32],
    faces: Vec<(FontId, Codes)>,
}

/// How the text of a face is written.
pub(super) struct Codes {
    /// By glyph of the face.
    pub codes: Vec<u16>,
    /// By code, in thousandths of an em.
    pub widths: Vec<f64>,
}

impl Skeleton {
    pub fn face(&self, font: FontId) -> &Codes {
        let at = self.faces.binary_search_by_key(&font, |(id, _)| *id);
        &self.faces[at.expect("the skeleton was built for the faces of these pages")].1
    }
}

/// Builds the skeleton of documents that use these subsets, given by ascending face.
pub(super) fn build(subsets: &[Arc<Subset>]) -> Skeleton {
    let mut warnings = Vec::new();
    let mut document = print_glyphs(subsets).to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    let fonts = keep_fonts(&mut document);
    for subset in subsets {
        finish_font(&mut document, subset);
    }
    serialize(&mut document, fonts, subsets)
}

/// A document of one page on which every glyph stands once: printpdf embeds what is used.
fn print_glyphs(subsets: &[Arc<Subset>]) -> PdfDocument {
    let mut document = PdfDocument::new("");
    let mut ops = vec![Op::StartTextSection];
    for subset in subsets {
        let name = resource_name(subset);
        document.resources.fonts.map.insert(name.clone(), PdfFont::new(describe(subset)));
        let glyphs = subset.glyphs.iter().enumerate().skip(1);
        let glyphs = glyphs.map(|(code, (text, _))| Codepoint::with_cid(code as u16, 0.0, text.clone()));
        ops.push(Op::SetFont { font: PdfFontHandle::External(name), size: Pt(12.0) });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] });
    }
    ops.push(Op::EndTextSection);
    document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    document
}

fn resource_name(subset: &Subset) -> ResourceName {
    ResourceName(format!("F{}", subset.face.0))
}

fn describe(subset: &Subset) -> ParsedFont {
    let outline = &subset.outline;
    let widths =
        subset.glyphs.iter().enumerate().map(|(code, (_, width))| (code as u16, width.round() as u16));
    let mut font = ParsedFont::with_glyph_data(
        // Not the program, which would be deflated once more, but what tells that it is a TrueType one.
        vec![0, 1, 0, 0],
        0,
        Some(subset.name.clone()),
        Default::default(),
        widths.collect(),
        subset.units_per_em,
        FontMetrics { ascent: outline.ascent, descent: outline.descent },
    );
    let metrics = &mut font.pdf_font_metrics;
    [metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max] = outline.bounds;
    (metrics.caret_slope_rise, metrics.caret_slope_run) = outline.caret;
    metrics.us_weight_class = outline.weight;
    font
}

/// Leaves the fonts and the catalogue, numbered from 1; returns the number of the dictionary that names the fonts.
fn keep_fonts(document: &mut Document) -> u32 {
    let page = *document.get_pages().get(&1).expect("the page just made");
    let reference = |dictionary: &Dictionary, key: &[u8]| {
        dictionary.get(key).and_then(Object::as_reference).expect("printpdf refers to it")
    };
    let page = document.get_dictionary(page).expect("a page is a dictionary");
    let resources =
        document.get_dictionary(reference(page, b"Resources")).expect("resources are a dictionary");
    let fonts = reference(resources, b"Font");
    let root = reference(&document.trailer, b"Root");
    document.get_object_mut(root).and_then(Object::as_dict_mut).expect("a catalogue").remove(b"Pages");
    document.trailer =
        Dictionary::from_iter([("Root", Object::Reference(root)), ("Fonts", Object::Reference(fonts))]);
    document.prune_objects();
    document.renumber_objects();
    reference(&document.trailer, b"Fonts").0
}

/// Puts in the program, the exact widths and what the descriptor lacks.
fn finish_font(document: &mut Document, subset: &Subset) {
    let fonts = document.trailer.get(b"Fonts").and_then(Object::as_reference).expect("just set");
    let fonts = document.get_dictionary(fonts).expect("a dictionary of fonts");
    let id = fonts
        .get(resource_name(subset).0.as_bytes())
        .and_then(Object::as_reference)
        .expect("every font is used");
    let mut font = document.get_dictionary(id).expect("a font").clone();
    let Ok(Object::Array(descendants)) = font.get_mut(b"DescendantFonts") else {
        unreachable!("a Type0 font")
    };
    let descendant = descendants[0].as_dict_mut().expect("printpdf writes it in place");
    descendant.set("W", widths(subset));
    let descriptor =
        descendant.get(b"FontDescriptor").and_then(Object::as_reference).expect("an embedded font");
    let unicode = font.get(b"ToUnicode").and_then(Object::as_reference).expect("a Type0 font of printpdf");

    let map = document.get_object_mut(unicode).and_then(Object::as_stream_mut).expect("a stream");
    map.set_content(deflate::deflate_best(&map.content));
    map.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));

    let descriptor = document.get_object_mut(descriptor).and_then(Object::as_dict_mut).expect("a dictionary");
    let flags = descriptor.get(b"Flags").and_then(Object::as_i64).expect("printpdf writes flags");
    descriptor.set("CapHeight", subset.cap_height);
    // FixedPitch, Serif (PDF §9.8.2).
    let own = i64::from(subset.outline.fixed) | (i64::from(subset.outline.serif) << 1);
    descriptor.set("Flags", flags | own);
    let program = descriptor.get(b"FontFile2").and_then(Object::as_reference).expect("TrueType");
    let filter = Dictionary::from_iter([
        ("Length1", Object::Integer(subset.length as i64)),
        ("Filter", Object::Name(b"FlateDecode".to_vec())),
    ]);
    document.set_object(program, Stream::new(filter, subset.program.clone()));
    document.set_object(id, font);
}

/// The widths by code, runs of equal ones together (PDF §9.7.4.3).
fn widths(subset: &Subset) -> Object {
    let widths = subset.glyphs.iter().map(|(_, width)| match width.fract() == 0.0 {
        true => Object::Integer(*width as i64),
        false => Object::Real(*width as f32),
    });
    Object::Array(vec![Object::Integer(0), Object::Array(widths.collect())])
}

fn serialize(document: &mut Document, fonts: u32, subsets: &[Arc<Subset>]) -> Skeleton {
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).expect("kept");
    let catalog = document.get_dictionary(root).expect("a catalogue").clone();
    // Its number is given to the profile: a document writes its own catalogue.
    let entries = [("N", Object::Integer(3)), ("Filter", Object::Name(b"FlateDecode".to_vec()))];
    document.set_object(root, Stream::new(Dictionary::from_iter(entries), profile::bytes()));

    let mut bytes = super::file::HEADER.to_vec();
    let mut offsets = Vec::new();
    for (&(number, _), object) in &document.objects {
        offsets.push(bytes.len());
        debug_assert_eq!(number as usize, offsets.len(), "numbered from 1 on");
        content::integer(&mut bytes, number.into());
        bytes.extend_from_slice(b" 0 obj\n");
        write(&mut bytes, object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let mut entries = Vec::new();
    write_entries(&mut entries, &catalog);
    let faces = subsets.iter().map(|subset| {
        let widths = subset.glyphs.iter().map(|(_, width)| *width).collect();
        (subset.face, Codes { codes: subset.codes.clone(), widths })
    });
    Skeleton {
        digest: Sha256::digest(&bytes).into(),
        bytes,
        offsets,
        resources: fonts,
        profile: root.0,
        catalog: entries,
        faces: faces.collect(),
    }
}

/// An object as PDF §7.3 has it.
pub(super) fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => content::integer(out, *value),
        Object::Real(value) => content::number(out, (f64::from(*value) * 1000.0).round() as i64),
        Object::Name(name) => write_name(out, name),
        Object::String(text, StringFormat::Literal) if text.iter().all(|b| b.is_ascii_alphanumeric()) => {
            out.push(b'(');
            out.extend_from_slice(text);
            out.push(b')');
        }
        Object::String(text, _) => super::file::hexadecimal(out, text),
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => {
            out.extend_from_slice(b"<<");
            write_entries(out, dictionary);
            out.extend_from_slice(b">>");
        }
        Object::Stream(stream) => {
            let mut dictionary = stream.dict.clone();
            dictionary.set("Length", stream.content.len() as i64);
            write(out, &Object::Dictionary(dictionary));
            out.extend_from_slice(b"\nstream\n");
            out.extend_from_slice(&stream.content);
            out.extend_from_slice(b"\nendstream");
        }
        Object::Reference((number, _)) => {
            content::integer(out, (*number).into());
            out.extend_from_slice(b" 0 R");
        }
    }
}

fn write_entries(out: &mut Vec<u8>, dictionary: &Dictionary) {
    for (key, value) in dictionary {
        write_name(out, key);
        if !matches!(value, Object::Name(_) | Object::Array(_) | Object::Dictionary(_)) {
            out.push(b' ');
        }
        write(out, value);
    }
}

/// Our names are letters, digits and the `+` of a subset's; the rest is written as `#xx` (PDF §7.3.5).
fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'+' | b'-' | b'_' | b'.' => out.push(byte),
            _ => out.extend_from_slice(format!("#{byte:02X}").as_bytes()),
        }
    }
}
