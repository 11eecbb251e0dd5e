//! Pages composed by hand, without a layout.

use std::sync::Arc;

use otinish::language::Language;
use otinish::layout::{Color, Fonts, Glyph, Glyphs, Image, ImageFormat, Item, Page, Pages, Run};
use otinish::pdf::Metadata;

pub const TIMES: &str = "Times New Roman";
pub const ARIAL: &str = "Arial";

/// A4.
pub fn page(items: Vec<Item>) -> Page {
    Page { width: 595.3, height: 841.9, items }
}

pub fn pages(pages: Vec<Page>) -> Pages {
    Pages { pages, ..Pages::default() }
}

/// A line of text in its face, characters that it lacks in another one.
pub fn line(fonts: &Fonts, font: (&str, bool, bool), size: f32, at: (f32, f32), text: &str) -> Vec<Item> {
    let own = fonts.find(font.0, font.1, font.2).id;
    let mut items: Vec<Item> = Vec::new();
    let mut x = at.0;
    let face = |character| match fonts.covers(own, character) {
        true => own,
        false => fonts.fallback(own, character).unwrap_or(own),
    };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let font = face(first);
        let end = rest.find(|character| face(character) != font).unwrap_or(rest.len());
        let glyphs = fonts.shape(font, size, false, &rest[..end]);
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let text = rest[..end].to_string();
        let run = Run { font, size, stretch: 100, color: Color::default(), text, glyphs };
        items.push(Item::Glyphs(Glyphs { x, y: at.1, tongue: Default::default(), run: Arc::new(run) }));
        x += width;
        rest = &rest[end..];
    }
    items
}

/// A line stretched to a width by its spaces.
pub fn justified(
    fonts: &Fonts,
    font: (&str, bool, bool),
    size: f32,
    at: (f32, f32),
    width: f32,
    text: &str,
) -> Item {
    let Some(Item::Glyphs(mut line)) = line(fonts, font, size, at, text).pop() else {
        unreachable!("one run")
    };
    let run = Arc::make_mut(&mut line.run);
    let natural: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let spaces = text.matches(' ').count();
    for Glyph { advance, cluster, .. } in &mut run.glyphs {
        if text.as_bytes()[*cluster as usize] == b' ' {
            *advance += (width - natural) / spaces as f32;
        }
    }
    Item::Glyphs(line)
}

pub fn rectangle(x: f32, y: f32, width: f32, height: f32, color: [u8; 3]) -> Item {
    Item::Rectangle { x, y, width, height, color: Color(color) }
}

pub fn image(x: f32, y: f32, width: f32, height: f32, image: &Arc<Image>) -> Item {
    Item::Image { x, y, width, height, crop: [0.0; 4], image: image.clone() }
}

pub fn metadata() -> Metadata {
    Metadata {
        title: "Ходатайство № 17 <проба & проверка>".into(),
        language: Language::Ru,
        author: "ТОО «Каспий Инжиниринг» (Атырау)".into(),
        subject: "Employment \\ permit".into(),
        created: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date"),
    }
}

/// A PNG of a disc on nothing: `size` pixels a side, transparent outside.
pub fn png(size: u32) -> Arc<Image> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size, size);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut pixels = Vec::new();
    let radius = size as f32 / 2.0;
    for row in 0..size {
        for column in 0..size {
            let (x, y) = (column as f32 + 0.5 - radius, row as f32 + 0.5 - radius);
            let cover = (radius - (x * x + y * y).sqrt()).clamp(0.0, 1.0);
            pixels.extend_from_slice(&[30, (row * 255 / size) as u8, 140, (cover * 255.0) as u8]);
        }
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    Arc::new(Image { format: ImageFormat::Png, bytes })
}

/// A baseline JPEG, 16 × 16 pixels, made by Pillow: an orange square.
pub fn jpeg() -> Arc<Image> {
    Arc::new(Image { format: ImageFormat::Jpeg, bytes: include_bytes!("orange.jpg").to_vec() })
}

const WORDS: &str = "настоящим ходатайствуем о продлении разрешения на временное проживание гражданина Турецкой Республики \
    прибывшего по деловой визе в соответствии с Законом о миграции населения просим рассмотреть документы и выдать \
    решение в установленный срок работодатель обязуется обеспечить выезд иностранного работника за пределы страны \
    Қазақстан Республикасының көші-қон заңнамасына сәйкес өтінішіңізді қарауыңызды сұраймыз шетелдік қызметкердің \
    жұмысқа рұқсаты мерзімі өңірдегі жергілікті атқарушы органға мекенжайы бойынша тіркеу туралы хабарлама жібереміз \
    Ғылым Әкімшілік Үкімет Ұлттық Һәм Іс-шара Өндіріс Ңұсқау the employee holds a passport and works as piping engineer \
    at Atyrau site under contract dated invitation letter entry purpose business residence permit category specialist";

/// Words drawn by a linear congruence: as varied as prose, the same on every run.
fn prose(seed: usize, words: usize) -> String {
    let all: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = seed as u64 + 1;
    let draw = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match (state >> 33) as usize {
            number if number % 12 == 0 => format!("№\u{a0}{}", number % 9973),
            number => all[number % all.len()].to_string(),
        }
    };
    (0..words).map(draw).collect::<Vec<_>>().join(" ")
}

/// A letter of two pages, as a packet holds them: heading, body text in three languages, a table, a signature.
pub fn letter(fonts: &Fonts, number: usize) -> Pages {
    let mut all = Vec::new();
    for sheet in 0..2 {
        let title = format!("ХОДАТАЙСТВО № {number}/{sheet}");
        let mut items = line(fonts, (TIMES, true, false), 14.0, (200.0, 80.0), &title);
        for row in 0..30 {
            let text = prose(number * 100 + sheet * 50 + row, 8);
            items.push(justified(
                fonts,
                (TIMES, false, false),
                10.0,
                (71.0, 110.0 + 16.1 * row as f32),
                453.0,
                &text,
            ));
        }
        for row in 0..8 {
            let y = 620.0 + 18.0 * row as f32;
            items.push(rectangle(71.0, y, 453.0, 0.5, [0; 3]));
            for column in (0..4).filter(|_| row < 7) {
                let x = 71.0 + 113.25 * column as f32;
                items.push(rectangle(x, y, 0.5, 18.0, [0; 3]));
                let text = prose(number * 100 + row * 4 + column, 1);
                items.extend(line(fonts, (TIMES, row == 0, false), 10.0, (x + 4.0, y + 13.0), &text));
            }
        }
        items.extend(line(fonts, (TIMES, false, false), 12.0, (71.0, 790.0), "Директор  Е.С.\u{a0}Ахметов"));
        all.push(page(items));
    }
    pages(all)
}
