//! Metadata → document information, XMP packet and catalogue.
//!
//! Information and XMP say the same, as PDF/A demands (ISO 19005-2 §6.6.3); the file claims PDF/A-2u and PDF/UA-1,
//! but not where a page of another file stands in it: what that one holds is not ours to answer for.

use super::Metadata;
use super::file::hexadecimal;
use super::skeleton::Skeleton;

const PRODUCER: &str = concat!("Otinish ", env!("CARGO_PKG_VERSION"));

/// PDF/A knows nothing of PDF/UA's property and wants it described (ISO 19005-2 §6.6.2.3).
const EXTENSION: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
    <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq>\
    </pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>";

/// The body of the information dictionary (PDF §14.3.3).
pub(super) fn info(metadata: &Metadata) -> Vec<u8> {
    let mut out = b"<<".to_vec();
    let texts = [("Title", &metadata.title), ("Author", &metadata.author), ("Subject", &metadata.subject)];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        entry(&mut out, key, text);
    }
    entry(&mut out, "Creator", PRODUCER);
    entry(&mut out, "Producer", PRODUCER);
    let date = metadata.created.format("%Y%m%d");
    out.extend_from_slice(
        format!("/CreationDate(D:{date}000000+05'00')/ModDate(D:{date}000000+05'00')>>").as_bytes(),
    );
    out
}

fn entry(out: &mut Vec<u8>, key: &str, text: &str) {
    out.push(b'/');
    out.extend_from_slice(key.as_bytes());
    text_string(out, text);
}

/// A text string (PDF §7.9.2.2).
pub(super) fn text_string(out: &mut Vec<u8>, text: &str) {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'(' | b')' | b'\\'));
    if plain {
        out.push(b'(');
        out.extend_from_slice(text.as_bytes());
        out.push(b')');
    } else {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        hexadecimal(out, &units.flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
    }
}

/// The XMP packet (ISO 16684-1); `archival`: it says that the file is PDF/A-2u and PDF/UA-1.
pub(super) fn xmp(metadata: &Metadata, archival: bool) -> String {
    let date = metadata.created.format("%Y-%m-%dT00:00:00+05:00");
    let mut properties = String::with_capacity(1200);
    let alternatives =
        |text: &str| format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escape(text));
    if !metadata.title.is_empty() {
        properties += &format!("<dc:title>{}</dc:title>", alternatives(&metadata.title));
    }
    if !metadata.author.is_empty() {
        let author = escape(&metadata.author);
        properties += &format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>");
    }
    if !metadata.subject.is_empty() {
        properties += &format!("<dc:description>{}</dc:description>", alternatives(&metadata.subject));
    }
    let language = metadata.language.code();
    properties += &format!(
        "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
         <dc:format>application/pdf</dc:format><pdf:Producer>{PRODUCER}</pdf:Producer>\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate>\
         <xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>"
    );
    if archival {
        properties += "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>";
        properties += EXTENSION;
    }
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
         xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
         xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>\
         <?xpacket end=\"r\"?>"
    )
}

/// Characters that XML 1.0 does not allow are left out: no title has them.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// The body of the catalogue: printpdf's, and what ties the document together.
pub(super) fn catalog(
    skeleton: &Skeleton,
    metadata: &Metadata,
    tree: u32,
    xmp: u32,
    structure: u32,
    outlines: Option<u32>,
) -> Vec<u8> {
    let mut out = b"<<".to_vec();
    out.extend_from_slice(&skeleton.catalog);
    let (language, profile) = (metadata.language.code(), skeleton.profile);
    out.extend_from_slice(
        format!(
            "/Pages {tree} 0 R/Metadata {xmp} 0 R/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>\
             /MarkInfo<</Marked true>>/StructTreeRoot {structure} 0 R\
             /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)\
             /DestOutputProfile {profile} 0 R>>]"
        )
        .as_bytes(),
    );
    if let Some(outlines) = outlines {
        out.extend_from_slice(format!("/Outlines {outlines} 0 R").as_bytes());
    }
    out.extend_from_slice(b">>");
    out
}
