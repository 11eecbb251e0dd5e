//! Parts of a Word document → read, laid out, printed: never a panic, pages that end, glyphs at places that are numbers.

#![no_main]

use std::sync::{LazyLock, OnceLock};

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::docx::{Document, Package};
use otinish::language::Language;
use otinish::layout::{Fonts, Item, lay_out};
use otinish::pdf::{Metadata, Press};
use otinish_fuzz::grammar::Grammar;
use otinish_fuzz::{byte, limit, rest, today};

static WORD: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new("w:", include_str!("../src/wordprocessing.txt")));
static PRESS: OnceLock<(Fonts, Press)> = OnceLock::new();

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:c="c" xmlns:dgm="d""#;
/// A page that a letter has, behind whatever the fuzzer says.
const SECTION: &str = r#"<w:sectPr><w:headerReference w:type="default" r:id="head"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>"#;
/// A pixel, in each of the formats that a document may hold.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82";
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
const BMP: &[u8] = b"BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x18\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x20\x30\x00";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xd9";

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let (fonts, press) = PRESS.get_or_init(|| {
        let fonts = Fonts::load();
        let press = Press::new(&fonts);
        (fonts, press)
    });
    let package = package(&mut Unstructured::new(bytes));
    let Ok(document) = Document::read_on(&package, today()) else { return };
    let pages = lay_out(&document, fonts);
    assert!(!pages.pages.is_empty() && pages.pages.len() <= 5_000, "{} pages", pages.pages.len());
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Glyphs(line) = item {
            assert!(line.x.is_finite() && line.y.is_finite() && line.run.size.is_finite());
            assert!(line.run.glyphs.iter().all(|glyph| glyph.advance.is_finite()));
        }
    }
    // What takes seconds to print was laid out in them, too: long documents are for the tests.
    if pages.pages.len() <= 20 {
        let title = "Письмо".to_owned();
        let metadata = Metadata {
            title,
            language: Language::Ru,
            author: String::new(),
            subject: String::new(),
            created: today(),
        };
        if let Ok(pdf) = press.print(&pages, &metadata) {
            assert!(pdf.ends_with(b"%%EOF\n"));
        }
    }
});

fn package(input: &mut Unstructured) -> Package {
    let mut package = Package::default();
    let which = byte(input);
    let has = |bit: u8| which & bit != 0;
    let mut add = |name: &str, root: &str, inside: &str| {
        let part = format!("<w:{root} {SPACES}>{inside}</w:{root}>");
        package.parts.insert(format!("word/{name}.xml"), part.into_bytes());
    };
    if has(1) {
        add("styles", "styles", &WORD.inside("styles", input));
    }
    if has(2) {
        add("numbering", "numbering", &WORD.inside("numbering", input));
    }
    if has(4) {
        add("settings", "settings", &WORD.inside("settings", input));
    }
    if has(8) {
        add("footnotes", "footnotes", &WORD.inside("footnotes", input));
        add("endnotes", "endnotes", &WORD.inside("footnotes", input).replace("w:footnote", "w:endnote"));
    }
    if has(16) {
        add("header", "hdr", &WORD.inside("hdr", input));
    }
    let section = if has(32) { "" } else { SECTION };
    let body = format!("<w:body>{}{section}</w:body>", WORD.inside("body", input));
    add("document", "document", &body);
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>"#)
    };
    let links = link("head", "header", "header.xml")
        + &link("foot", "footer", "header.xml")
        + &link("s", "styles", "styles.xml")
        + &link("n", "numbering", "numbering.xml")
        + &link("t", "settings", "settings.xml")
        + &link("f", "footnotes", "footnotes.xml")
        + &link("e", "endnotes", "endnotes.xml")
        + &link("dot", "image", "media/dot.png")
        + &link("gif", "image", "media/dot.gif")
        + &link("bmp", "image", "media/dot.bmp")
        + &link("raw", "image", "media/raw.png")
        + r#"<Relationship Id="site" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.com/" TargetMode="External"/>"#;
    let links = format!("<Relationships>{links}</Relationships>");
    let mut insert = |name: &str, content: &[u8]| package.parts.insert(name.to_owned(), content.to_vec());
    insert("word/_rels/document.xml.rels", links.as_bytes());
    insert("word/_rels/header.xml.rels", links.as_bytes());
    insert("word/media/dot.png", DOT);
    insert("word/media/dot.gif", GIF);
    insert("word/media/dot.bmp", BMP);
    // What is left is a picture that nobody vouches for.
    let start: &[u8] = match which >> 6 {
        0 => &DOT[..8],
        1 => &GIF[..6],
        2 => &BMP[..14],
        _ => &JPEG[..2],
    };
    insert("word/media/raw.png", &[start, rest(input)].concat());
    package
}
