//! What the press prints, read back.

mod conformance;
mod documents;
mod reader;
mod sheet;
mod structure;
mod words;

use std::sync::Arc;

use lopdf::{Document, Object};
use otinish::layout::{FontId, Fonts, Glyphs, Image, ImageFormat, Item, Pages, Run, Target};
use otinish::pdf::{Error, ImageFault, Press};
use sheet::{ARIAL, TIMES, image, jpeg, justified, line, metadata, page, pages, png, rectangle};

const KAZAKH: &str = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі – «Түркістан облысы Көші-қон қызметі»";
const RUSSIAN: &str = "Съешь ещё этих мягких французских булок, да выпей чаю № 5";
const LATIN: &str = "Müller, Şahin Öztürk, Łukasz Żółć, İbrahim Kılıç (a\\b) ½";
const SIGNS: &str = "„так“ “so” — … • § ° ± × 12\u{a0}500\u{202f}€, e\u{2011}mail ☐ нет ☑ да ₸ ←→";

/// A page with everything on it.
fn sampler(fonts: &Fonts) -> Pages {
    let logo = png(64);
    let styles = [(false, false), (true, false), (false, true), (true, true)];
    let mut items =
        vec![rectangle(60.0, 60.0, 475.0, 1.0, [200, 0, 0]), rectangle(60.0, 64.0, 475.0, 1.0, [200, 0, 0])];
    let mut y = 90.0;
    for family in [TIMES, ARIAL] {
        for (bold, italic) in styles {
            for text in [KAZAKH, RUSSIAN, LATIN, SIGNS] {
                items.extend(line(fonts, (family, bold, italic), 12.0, (60.0, y), text));
                y += 18.0;
            }
        }
    }
    items.push(image(400.0, 700.0, 72.0, 72.0, &logo));
    items.push(image(480.0, 700.0, 36.0, 36.0, &jpeg()));
    items.push(rectangle(60.0, 700.0, 300.0, 30.0, [230, 230, 230]));
    items.push(justified(
        fonts,
        (TIMES, false, false),
        11.0,
        (60.0, 720.0),
        300.0,
        "Строка, растянутая по ширине полосы",
    ));
    let second = line(fonts, (TIMES, false, false), 12.0, (60.0, 80.0), RUSSIAN);
    let second = [second, vec![image(60.0, 100.0, 30.0, 30.0, &png(64))]].concat();
    pages(vec![page(items), page(second)])
}

fn printed(pages: &Pages) -> Vec<u8> {
    Press::new(&Fonts::load()).print(pages, &metadata()).expect("it can be printed")
}

/// The text of each page as laid out, with the characters that share a glyph made one.
fn source(pages: &Pages) -> Vec<String> {
    let text = |item: &Item| match item {
        Item::Glyphs(line) => line.run.text.replace('\u{2011}', "-"),
        _ => String::new(),
    };
    pages.pages.iter().map(|page| page.items.iter().map(text).collect()).collect()
}

#[test]
fn text_is_read_back_as_written() {
    let pages = sampler(&Fonts::load());
    assert_eq!(reader::text(&printed(&pages)), source(&pages));
}

#[test]
fn every_glyph_stands_where_it_was_laid() {
    let fonts = Fonts::load();
    let pages = pages([sheet::letter(&fonts, 7).pages, sampler(&fonts).pages].concat());
    for (page, signs) in pages.pages.iter().zip(reader::signs(&printed(&pages))) {
        let mut signs = signs.into_iter();
        for placed in page.items.iter().filter_map(|item| match item {
            Item::Glyphs(placed) => Some(placed),
            _ => None,
        }) {
            let (mut x, run) = (f64::from(placed.x), &placed.run);
            for glyph in &run.glyphs {
                let sign = signs.next().expect("as many signs as glyphs");
                assert!((sign.x - x).abs() < 0.012, "{} at {}, laid at {x}", sign.text, sign.x);
                assert!((sign.y - f64::from(page.height - placed.y)).abs() < 0.001);
                assert!((sign.size - f64::from(run.size)).abs() < 0.001);
                assert_eq!(sign.font.split_once('+').expect("a subset").1, fonts.face(run.font).name);
                x += f64::from(glyph.advance);
            }
        }
        assert!(signs.next().is_none());
    }
}

#[test]
fn fonts_are_embedded_subsets_with_exact_widths() {
    let fonts = Fonts::load();
    let document = Document::load_mem(&printed(&sampler(&fonts))).expect("a PDF");
    let page = document.get_pages()[&1];
    let used = document.get_page_fonts(page).expect("fonts");
    assert_eq!(used.len(), 9, "eight faces and the symbols");
    for (name, font) in used {
        let id = FontId(String::from_utf8_lossy(&name[1..]).parse().expect("/F and a number"));
        let face = fonts.face(id);
        let base = String::from_utf8_lossy(font.get(b"BaseFont").and_then(Object::as_name).expect("a name"));
        let (tag, rest) = base.split_once('+').expect("a subset tag");
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{base}");
        assert_eq!(rest, face.name);

        let descendant =
            font.get(b"DescendantFonts").and_then(Object::as_array).expect("descendants")[0].as_dict();
        let descendant = descendant.expect("a dictionary");
        let descriptor =
            document.get_dictionary(reference(descendant.get(b"FontDescriptor"))).expect("a descriptor");
        let program =
            document.get_object(reference(descriptor.get(b"FontFile2"))).and_then(Object::as_stream);
        let program = program.expect("a program");
        let bytes = program.decompressed_content().expect("deflated");
        assert_eq!(
            program.dict.get(b"Length1").and_then(Object::as_i64).expect("a length"),
            bytes.len() as i64
        );
        assert!(bytes.len() < 60_000, "{} bytes of {}", bytes.len(), face.name);
        let embedded = ttf_parser::Face::parse(&bytes, 0).expect("a font");
        let widths =
            descendant.get(b"W").and_then(Object::as_array).expect("widths")[1].as_array().expect("widths");
        assert_eq!(widths.len(), usize::from(embedded.number_of_glyphs()).min(widths.len()));
        for (code, width) in widths.iter().enumerate() {
            let own = embedded.glyph_hor_advance(ttf_parser::GlyphId(code as u16)).expect("a width");
            let exact = f64::from(own) * 1000.0 / f64::from(embedded.units_per_em());
            assert!((reader::number(width) - exact).abs() <= 0.0006, "{base} {code}");
        }
    }
}

fn reference(object: lopdf::Result<&Object>) -> lopdf::ObjectId {
    object.and_then(Object::as_reference).expect("a reference")
}

#[test]
fn only_the_faces_in_use_are_embedded() {
    let fonts = Fonts::load();
    let text = line(&fonts, (TIMES, false, false), 12.0, (60.0, 80.0), "Only ASCII.");
    let pdf = printed(&pages(vec![page(text)]));
    let document = Document::load_mem(&pdf).expect("a PDF");
    assert_eq!(document.get_page_fonts(document.get_pages()[&1]).expect("fonts").len(), 1);
    assert!(pdf.len() < 16_000, "{} bytes", pdf.len());
}

#[test]
fn letters_are_small() {
    let size = printed(&sheet::letter(&Fonts::load(), 7)).len();
    assert!(size < 60_000, "{size} bytes");
}

#[test]
fn lines_that_fit_need_no_adjustment() {
    let fonts = Fonts::load();
    let natural = pages(vec![page(line(&fonts, (TIMES, false, false), 12.0, (60.0, 80.0), RUSSIAN))]);
    assert_eq!(reader::operators(&printed(&natural), 1), ["BT", "BDC", "Tf", "Td", "Tj", "EMC", "ET"]);
}

/// Letters wider and narrower than their own: each stands where it was laid, and is read in its order.
#[test]
fn stretched_letters_stand_and_are_read_in_their_places() {
    let source = r#"raw <w:p><w:r><w:t xml:space="preserve">own </w:t></w:r><w:r><w:rPr><w:w w:val="150"/></w:rPr><w:t xml:space="preserve">wide Қазақ </w:t></w:r><w:r><w:rPr><w:w w:val="66"/></w:rPr><w:t xml:space="preserve">narrow буквы </w:t></w:r><w:r><w:t>own</w:t></w:r></w:p>
p| Below them."#;
    let document = otinish::docx::Document::read(&structure::notation::package(source)).expect("a document");
    let laid = otinish::layout::lay_out(&document, &Fonts::load());
    let pdf = printed(&laid);
    let scales = reader::operators(&pdf, 1).into_iter().filter(|operator| operator == "Tz").count();
    assert_eq!(scales, 3, "wide, narrow, and back");
    assert_eq!(structure::reading(&pdf), "own wide Қазақ narrow буквы ownBelow them.");
    let mut signs = reader::signs(&pdf).remove(0).into_iter();
    for item in &laid.pages[0].items {
        let Item::Glyphs(line) = item else { continue };
        let mut x = f64::from(line.x);
        for glyph in &line.run.glyphs {
            let sign = signs.next().expect("as many signs as glyphs");
            assert!((sign.x - x).abs() < 0.02, "{} at {}, laid at {x}", sign.text, sign.x);
            x += f64::from(glyph.advance);
        }
    }
}

#[test]
fn neighbouring_rectangles_are_painted_at_once() {
    let boxes = (0..3).map(|at| rectangle(10.0, 10.0 * at as f32, 5.0, 5.0, [255, 0, 0])).collect();
    assert_eq!(
        reader::operators(&printed(&pages(vec![page(boxes)])), 1),
        ["BMC", "rg", "re", "re", "re", "f", "EMC"]
    );
}

#[test]
fn equal_input_gives_equal_bytes() {
    let fonts = Fonts::load();
    let pages = sampler(&fonts);
    let first = printed(&pages);
    // Another press, which has printed something else before.
    let press = Press::new(&fonts);
    press.print(&sheet::letter(&fonts, 1), &metadata()).expect("it can be printed");
    assert!(press.print(&pages, &metadata()).expect("it can be printed") == first);
    assert!(press.print(&pages, &metadata()).expect("it can be printed") == first);
    // Many threads on a new press.
    let press = Press::new(&fonts);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (press, fonts, pages, first) = (&press, &fonts, &pages, &first);
            scope.spawn(move || {
                for round in 0..3 {
                    press.print(&sheet::letter(fonts, thread * 10 + round), &metadata()).expect("printed");
                    assert!(press.print(pages, &metadata()).expect("printed") == *first);
                }
            });
        }
    });
}

#[test]
fn documents_differ_in_their_identity() {
    let identity = |pdf: &[u8]| {
        let document = Document::load_mem(pdf).expect("a PDF");
        let id = document.trailer.get(b"ID").and_then(Object::as_array).expect("an identity")[0].clone();
        id.as_str().expect("a string").to_vec()
    };
    let fonts = Fonts::load();
    let [one, other] = [1, 2].map(|number| identity(&printed(&sheet::letter(&fonts, number))));
    assert_eq!(one.len(), 16);
    assert_ne!(one, other);
}

#[test]
fn a_character_without_a_glyph_is_an_error() {
    let fonts = Fonts::load();
    let font = fonts.find(TIMES, true, false).id;
    let glyphs = fonts.shape(font, 12.0, false, "100 ₸");
    let run =
        Run { font, size: 12.0, stretch: 100, color: Default::default(), text: "100 ₸".into(), glyphs };
    let line = Glyphs { x: 0.0, y: 20.0, tongue: Default::default(), run: Arc::new(run) };
    let error =
        Press::new(&fonts).print(&pages(vec![page(vec![]), page(vec![Item::Glyphs(line)])]), &metadata());
    let error = error.expect_err("a hole in the text");
    assert_eq!(error, Error::MissingGlyph { character: '₸', font: "LiberationSerif-Bold".into(), page: 2 });
    assert!(error.notice().message.ru.contains("`₸` (U+20B8), который нужен на странице 2"));
    assert_eq!(error.to_string(), "no glyph for `₸` (U+20B8) in LiberationSerif-Bold, page 2");
}

/// Half of a letter is none: what was not laid out to its end is not printed.
#[test]
fn a_document_that_is_cut_off_is_an_error() {
    let cut = Pages { cut: true, ..pages(vec![page(vec![]), page(vec![])]) };
    let error = Press::new(&Fonts::load()).print(&cut, &metadata()).expect_err("more pages");
    assert_eq!(error, Error::TooLong { pages: 2 });
    assert!(error.notice().message.ru.contains("на странице 2 он не заканчивается"));
}

/// Glyphs that no character has alone: a letter with an accent that the font composes of two.
#[test]
fn accents_are_read_back() {
    let fonts = Fonts::load();
    let text = "за\u{301}мок и\u{306} ы\u{301} ғ\u{331}";
    let sheet = pages(vec![page(line(&fonts, (TIMES, false, false), 12.0, (60.0, 80.0), text))]);
    assert_eq!(reader::text(&printed(&sheet)), [text.replace("и\u{306}", "й")]);
}

#[test]
fn pictures_are_embedded_once() {
    let document = Document::load_mem(&printed(&sampler(&Fonts::load()))).expect("a PDF");
    let mut filters: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image"))
        .map(|stream| {
            let name =
                |key: &[u8]| stream.dict.get(key).and_then(Object::as_name).map(String::from_utf8_lossy);
            let mask = if stream.dict.has(b"SMask") { " masked" } else { "" };
            format!("{} {}{mask}", name(b"Filter").expect("a filter"), name(b"ColorSpace").expect("a space"))
        })
        .collect();
    filters.sort();
    assert_eq!(filters, ["DCTDecode DeviceRGB", "FlateDecode DeviceGray", "FlateDecode DeviceRGB masked"]);
}

#[test]
fn of_a_cropped_picture_what_is_left_fills_its_box() {
    let (x, y, width, height) = (10.0, 20.0, 30.0, 40.0);
    let item = Item::Image { x, y, width, height, crop: [0.25, 0.0, 0.0, 0.5], image: jpeg() };
    let document = Document::load_mem(&printed(&pages(vec![page(vec![item])]))).expect("a PDF");
    let content = document.get_page_content(document.get_pages()[&1]);
    let operations = lopdf::content::Content::decode(&content).expect("operators").operations;
    let operands = |name: &str| -> Vec<f32> {
        let own = operations.iter().find(|operation| operation.operator == name).expect("it is there");
        own.operands.iter().map(|operand| operand.as_float().expect("a number")).collect()
    };
    let names: Vec<_> = operations.iter().map(|operation| operation.operator.as_str()).collect();
    assert_eq!(names, ["BDC", "q", "re", "W", "n", "cm", "Do", "Q", "EMC"]);
    assert_eq!(operands("re"), [10.0, 781.9, 30.0, 40.0]);
    assert_eq!(operands("cm"), [40.0, 0.0, 0.0, 80.0, 0.0, 741.9]);
}

#[test]
fn a_jpeg_passes_through() {
    let pdf = printed(&pages(vec![page(vec![image(0.0, 0.0, 10.0, 10.0, &jpeg())])]));
    assert!(pdf.windows(jpeg().bytes.len()).any(|window| window == jpeg().bytes));
}

#[test]
fn bad_pictures_are_errors() {
    let print = |format, bytes: &[u8]| {
        let picture = Arc::new(Image { format, bytes: bytes.to_vec() });
        let sheet = pages(vec![page(vec![image(0.0, 0.0, 10.0, 10.0, &picture)])]);
        match Press::new(&Fonts::load()).print(&sheet, &metadata()) {
            Err(Error::Image { page: 1, reason }) => reason,
            other => panic!("{:?}", other.map(|pdf| pdf.len())),
        }
    };
    let (png, jpeg) = (png(8), jpeg());
    let mut huge = png.bytes.clone();
    huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let checksum = crc(&huge[12..29]);
    huge[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(print(ImageFormat::Png, &huge), ImageFault::TooLarge);
    assert_eq!(print(ImageFormat::Png, &[]), ImageFault::Damaged);
    assert_eq!(print(ImageFormat::Png, &png.bytes[..png.bytes.len() / 2]), ImageFault::Damaged);
    assert_eq!(print(ImageFormat::Jpeg, &png.bytes), ImageFault::Damaged);
    assert_eq!(print(ImageFormat::Jpeg, include_bytes!("cmyk.jpg")), ImageFault::Cmyk);
    let frame = jpeg.bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame");
    for length in 0..frame {
        assert_eq!(print(ImageFormat::Jpeg, &jpeg.bytes[..length]), ImageFault::Damaged);
    }
    let mut arithmetic = jpeg.bytes.clone();
    arithmetic[frame + 1] = 0xC9;
    assert_eq!(print(ImageFormat::Jpeg, &arithmetic), ImageFault::Uncommon);
}

/// The checksum of a PNG chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[test]
fn metadata_is_in_the_file() {
    let document = Document::load_mem(&printed(&sampler(&Fonts::load()))).expect("a PDF");
    assert_eq!(document.version, "1.7");
    let info = document.get_dictionary(reference(document.trailer.get(b"Info"))).expect("information");
    let text = |key| lopdf::decode_text_string(info.get(key).expect("an entry")).expect("a text");
    assert_eq!(text(b"Title"), metadata().title);
    assert_eq!(text(b"Author"), metadata().author);
    assert_eq!(text(b"Subject"), metadata().subject);
    assert_eq!(text(b"CreationDate"), "D:20261122000000+05'00'");
    let catalog = document.catalog().expect("a catalogue");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("a language"), b"ru");
    let xmp =
        document.get_object(reference(catalog.get(b"Metadata"))).and_then(Object::as_stream).expect("XMP");
    let xmp = String::from_utf8(xmp.content.clone()).expect("UTF-8");
    assert!(xmp.contains("Ходатайство № 17 &lt;проба &amp; проверка&gt;"), "{xmp}");
    assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>"));
}

#[test]
fn a_blank_page_is_printed() {
    let run = Run {
        font: FontId(0),
        size: 12.0,
        stretch: 100,
        color: Default::default(),
        text: String::new(),
        glyphs: Vec::new(),
    };
    let line = Glyphs { x: 0.0, y: 0.0, tongue: Default::default(), run: Arc::new(run) };
    let pdf = printed(&pages(vec![page(vec![Item::Glyphs(line)])]));
    assert_eq!(reader::text(&pdf), [""]);
}

#[test]
fn links_and_headings_are_live() {
    let area = |y: f32, goal| Item::Link { x: 60.0, y, width: 100.0, height: 14.0, goal };
    let heading = |y, level, title: &str| Item::Heading { y, level, title: title.to_owned() };
    let first = vec![
        heading(40.0, 0, "Первая"),
        area(60.0, Target::Address("https://example.org/а(б)".to_owned())),
        area(80.0, Target::Bookmark("end".to_owned())),
        area(100.0, Target::Bookmark("nowhere".to_owned())),
        area(120.0, Target::Address("file:///etc/passwd".to_owned())),
        heading(140.0, 1, "Part"),
    ];
    let second = vec![Item::Place { y: 30.0, name: "end".to_owned() }, heading(60.0, 0, "Second")];
    let document = Document::load_mem(&printed(&pages(vec![page(first), page(second)]))).expect("a PDF");
    let (one, two) = (document.get_pages()[&1], document.get_pages()[&2]);
    let annotations = document.get_page_annotations(one).expect("annotations");
    assert_eq!(annotations.len(), 2, "a place that is not there and a file are left out");
    assert!(annotations.iter().all(|link| link.get(b"F").and_then(Object::as_i64).expect("flags") == 4));
    let action = annotations[0].get(b"A").and_then(Object::as_dict).expect("an action");
    let address = action.get(b"URI").and_then(Object::as_str).expect("an address");
    assert_eq!(address, b"https://example.org/%D0%B0%28%D0%B1%29");
    let goal = annotations[1].get(b"Dest").and_then(Object::as_array).expect("a destination");
    assert_eq!(goal[0].as_reference().expect("a page"), two);
    assert!(document.get_page_annotations(two).expect("none").is_empty());

    let root =
        document.catalog().and_then(|catalog| document.get_dictionary(reference(catalog.get(b"Outlines"))));
    let root = root.expect("outlines");
    assert_eq!(root.get(b"Count").and_then(Object::as_i64).expect("a count"), 2);
    let entry = |from: &lopdf::Dictionary, key: &[u8]| {
        document.get_dictionary(reference(from.get(key))).expect("an entry").clone()
    };
    let title = |entry: &lopdf::Dictionary| {
        lopdf::decode_text_string(entry.get(b"Title").expect("a title")).expect("a text")
    };
    let first = entry(root, b"First");
    assert_eq!(title(&first), "Первая");
    assert_eq!(title(&entry(&first, b"First")), "Part");
    assert_eq!(title(&entry(&first, b"Next")), "Second");
    assert_eq!(title(&entry(root, b"Last")), "Second");
}
