//! What holds for every document: no character is lost, nothing stands outside its page, the pages are
//! finite; also for what no one should write.

use otinish::language::Language;
use otinish::layout::{Item, Pages, Step};

use super::pages;

/// Printed characters without white space, in their order.
pub fn printed(pages: &Pages) -> String {
    let mut text = String::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Glyphs(glyphs) = item {
            text.extend(glyphs.run.text.chars().filter(|character| !character.is_whitespace()));
        }
    }
    text
}

/// Letters of a text, counted.
pub fn census(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut counts = std::collections::BTreeMap::new();
    text.chars()
        .filter(|character| !character.is_whitespace())
        .for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// Left, top, right and bottom of a path, control points included.
fn bounds(steps: &[Step]) -> [f32; 4] {
    let points = steps.iter().flat_map(|step| match step {
        Step::Move(to) | Step::Line(to) => vec![*to],
        Step::Curve(points) => points.to_vec(),
        Step::Close => Vec::new(),
    });
    points.fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[left, top, right, bottom], [x, y]| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    })
}

fn assert_on_paper(pages: &Pages) {
    const SLACK: f32 = 1.0;
    for (number, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let [left, top, right, bottom] = match item {
                Item::Glyphs(glyphs) => {
                    let run = &glyphs.run;
                    let shown = run.text.trim_end().len();
                    let inked = run.glyphs.iter().filter(|glyph| (glyph.cluster as usize) < shown);
                    [
                        glyphs.x,
                        glyphs.y - run.size * 0.6,
                        glyphs.x + inked.map(|glyph| glyph.advance).sum::<f32>(),
                        glyphs.y,
                    ]
                }
                Item::Rectangle { x, y, width, height, .. } | Item::Image { x, y, width, height, .. } => {
                    [*x, *y, x + width, y + height]
                }
                Item::Path { steps, .. } => bounds(steps),
                Item::Link { .. }
                | Item::Place { .. }
                | Item::Heading { .. }
                | Item::Begin { .. }
                | Item::End => {
                    continue;
                }
            };
            assert!(
                left >= -SLACK
                    && top >= -SLACK
                    && right <= page.width + SLACK
                    && bottom <= page.height + SLACK,
                "page {}: {left} {top} {right} {bottom} is outside {} × {}: {item:?}",
                number + 1,
                page.width,
                page.height
            );
        }
    }
}

fn check(notation: &str, letters: &str, most: usize) {
    let pages = pages(notation);
    assert_eq!(census(&printed(&pages)), census(letters), "letters of\n{notation}");
    assert_on_paper(&pages);
    assert!((1..=most).contains(&pages.pages.len()), "{} pages of\n{notation}", pages.pages.len());
}

/// Numbers that look random and are the same at every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.throw(choices.len())]
    }
}

const WORDS: &[&str] = &[
    "Прошу",
    "выдать",
    "разрешение",
    "на",
    "привлечение",
    "иностранной",
    "рабочей",
    "силы",
    "«Алатау»",
    "№\u{a0}12",
    "шетелдік",
    "қызметкерлерге",
    "рұқсат",
    "өтініш",
    "work",
    "permit",
    "2026\u{a0}г.",
    "ТОО",
    "—",
    "неразрывноедлинноесловобезпробелов",
];

#[test]
fn no_letter_is_lost_in_random_documents() {
    let mut dice = Dice(2026);
    for _ in 0..60 {
        let (mut notation, mut letters) = (String::new(), String::new());
        for _ in 0..1 + dice.throw(25) {
            let text: Vec<&str> = (0..dice.throw(60)).map(|_| dice.pick(WORDS)).collect();
            let text = text.join(dice.pick(&[" ", " ", "  ", "\\t", "\\n"]));
            letters += &text.replace("\\t", "").replace("\\n", "");
            let alignment = dice.pick(&["", "both", "center", "right", "distribute"]);
            let shape = dice.pick(&[
                "",
                "left=720 hanging=360",
                "firstLine=708",
                "keep",
                "together before=200",
                "line=360",
                "exact=200",
            ]);
            if dice.throw(5) == 0 {
                let other = dice.pick(WORDS);
                letters += other;
                notation += &format!("table 2000,3000 borders\nrow\ncell | {text}\ncell | {other}\nend\n");
            } else {
                notation += &format!("p {alignment} {shape}| {text}\n");
            }
        }
        check(&notation, &letters, 60);
    }
}

#[test]
fn a_row_taller_than_a_page_is_divided() {
    let long = "слово ".repeat(3000);
    check(&format!("table 4000,4000 borders\nrow\ncell | {long}\ncell | b\nend"), &format!("{long}b"), 40);
    check(
        &format!("table 4000,4000 borders\nrow whole\ncell | {long}\ncell | b\nend"),
        &format!("{long}b"),
        40,
    );
}

#[test]
fn heights_and_widths_that_cannot_be_do_no_harm() {
    check("table 0,0 borders\nrow\ncell | a\ncell | b\nend", "ab", 1);
    check("table 20,20 borders\nrow\ncell | wide\ncell | narrow\nend", "widenarrow", 1);
    check("p left=9000 right=9000| squeezed into nothing", "squeezedintonothing", 2);
    check("p exact=1| lines on top of one another", "linesontopofoneanother", 1);
    check("p left=-3000| out to the left", "outtotheleft", 1);
    check("p| {600:Huge}", "Huge", 4);
}

#[test]
fn pictures_larger_than_a_page_are_made_smaller() {
    check("picture 3000 3000", "", 2);
    check("picture 0 0", "", 1);
    check("picture 100 9000\np| after", "after", 3);
}

#[test]
fn pages_without_room_still_take_text() {
    let margins = r#"<w:pgSz w:w="2000" w:h="2000"/><w:pgMar w:top="1900" w:bottom="1900" w:left="1900" w:right="1900" w:header="0" w:footer="0" w:gutter="0"/>"#;
    check(&format!("p| one two three\nsection {margins}"), "onetwothree", 20);
}

/// Of a word only what a line holds is looked at: one that is all of a text would else be gone through for each line.
#[test]
fn a_word_longer_than_all_pages_is_set() {
    let word = "ж".repeat(300_000);
    check(&format!("word 15\np both| {word}"), &word, 200);
}

/// How many pages are laid out of a document that goes on after them, and what its last warning says, in Russian.
fn cut(notation: &str) -> (usize, String) {
    let pages = pages(notation);
    assert!(pages.cut);
    let told = pages.warnings.last().map(|warning| warning.get(Language::Ru).to_owned());
    (pages.pages.len(), told.unwrap_or_default())
}

/// What each page repeats makes a small file a print without end: pages end there, and a warning says so.
#[test]
fn a_long_header_on_many_pages_is_bounded() {
    let (pages, told) = cut(&format!("header| {}\n{}", "ж".repeat(50_000), "p| а\\f\n".repeat(100)));
    assert_eq!(pages, 42);
    assert_eq!(told, "всё после страницы 42: документ слишком большой");
}

/// A line of dots as small as they get: thousands of letters from one character.
const DOTS: &str = "exact=20 tabs=right:9000:dot| {1:\\t}\n";

#[test]
fn dots_without_end_are_bounded() {
    let (pages, told) = cut(&format!("a4\n{}", format!("p {DOTS}").repeat(20_000)));
    assert!(pages < 20, "{pages}");
    assert_eq!(told, format!("всё после страницы {pages}: документ слишком большой"));
}

/// What a header weighs is known when it is drawn.
#[test]
fn a_header_of_dots_is_bounded() {
    let (pages, told) = cut(&format!("{}{}", format!("header {DOTS}").repeat(100), "p| а\\f\n".repeat(400)));
    assert!(pages < 200, "{pages}");
    assert_eq!(told, format!("всё после страницы {pages}: документ слишком большой"));
}

#[test]
fn header_rows_of_dots_are_bounded() {
    let head = format!("row header\ncell open| а\n{}", format!("p {DOTS}").repeat(100));
    let rows = "row atLeast=9000\ncell | б\n".repeat(400);
    let (pages, told) = cut(&format!("a4\ntable 9000\n{head}endcell\n{rows}end"));
    assert!(pages < 200, "{pages}");
    assert_eq!(told, format!("всё после страницы {pages}: документ слишком большой"));
}

/// A label is written for each paragraph of its list: of one that is a text of its own only the beginning is.
#[test]
fn a_label_as_long_as_a_text_is_cut() {
    let level = format!(
        r#"<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{}"/></w:lvl>"#,
        "ж".repeat(50_000)
    );
    let list = r#"<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;
    let numbering = format!(r#"numbering <w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>{list}"#);
    let item = r#"raw <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>"#;
    let pages = pages(&format!("{numbering}\n{}", format!("{item}\n").repeat(20)));
    assert_eq!(printed(&pages), "ж".repeat(256 * 20));
    let told = pages.warnings.first().map(|warning| warning.get(Language::Ru));
    assert_eq!(told, Some("номера списков длиннее 255 знаков: напечатано только начало (абзац 1)"));
}

#[test]
fn an_empty_document_has_a_page() {
    check("", "", 1);
    check("p|", "", 1);
}

#[test]
fn damaged_parts_are_errors_or_text_but_never_panics() {
    let notation = "p num=1.0 both| Прошу {b:выдать} {PAGE}\\t1\ntable 2000,2000 borders\nrow\ncell span=2| a\nend\npicture 50 50";
    let whole = super::notation::package(notation);
    let mut dice = Dice(7);
    for part in ["word/document.xml", "word/styles.xml", "word/settings.xml"] {
        for _ in 0..300 {
            let mut package = whole.clone();
            let bytes = package.parts.get_mut(part).expect("the part is there");
            match dice.throw(3) {
                0 => bytes.truncate(dice.throw(bytes.len())),
                1 => {
                    let at = dice.throw(bytes.len());
                    bytes[at] = dice.throw(256) as u8;
                }
                _ => {
                    let (from, length) = (dice.throw(bytes.len()), dice.throw(200));
                    let end = (from + length).min(bytes.len());
                    let copy = bytes[from..end].to_vec();
                    let at = dice.throw(bytes.len());
                    bytes.splice(at..at, copy);
                }
            }
            if let Ok(document) = otinish::docx::Document::read(&package) {
                otinish::layout::lay_out(&document, &otinish::layout::Fonts::load());
            }
        }
    }
}

#[test]
fn depth_without_end_is_an_error() {
    for element in ["w:sdt", "w:tbl><w:tr><w:tc", "w:p><w:r><w:drawing", "w:p><w:hyperlink"] {
        let deep = format!("raw {}", format!("<{element}>").repeat(5000));
        let package = super::notation::package(&deep);
        assert!(otinish::docx::Document::read(&package).is_err(), "{element}");
    }
}

#[test]
fn nested_tables_keep_their_text() {
    let notation = "table 6000 borders\nrow\ncell open\ntable 2000,2000 borders\nrow\ncell | inner\ncell | text\nend\nendcell\nend";
    check(notation, "innertext", 1);
}

#[test]
fn breaks_at_the_end_make_no_empty_page() {
    check("p| one\\f", "one", 1);
    check("p| one\\ftwo", "onetwo", 2);
}

#[test]
fn signs_of_symbol_fonts_have_a_face() {
    let pages = pages("p| ➢✓✗❖☐☑☒❑❒■□▪♦○→•−°±≥≤×®©");
    assert_eq!(pages.warnings, Vec::<otinish::language::Text>::new());
    for font in ["Symbol", "Wingdings", "Wingdings 2"] {
        let sign = |code: u32| format!(r#"<w:sym w:font="{font}" w:char="F0{code:02X}"/>"#);
        let signs: String = (0x20..=0xFF).map(sign).collect();
        let pages = super::pages(&format!("raw <w:p><w:r>{signs}</w:r></w:p>"));
        assert_eq!(pages.warnings, Vec::<otinish::language::Text>::new(), "{font}");
    }
}

#[test]
fn a_picture_that_is_not_printed_leaves_its_words() {
    let drawing = r#"raw <w:p><w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" descr="Plan"/>
        <a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId99"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>
        </wp:inline></w:drawing></w:r></w:p>"#;
    let mut package = super::notation::package(&drawing.replace("\n        ", ""));
    package.parts.insert("word/media/plan.tif".to_owned(), b"II*\0".to_vec());
    let relation = r#"<Relationships><Relationship Id="rId99" Target="media/plan.tif"/></Relationships>"#;
    package.parts.insert("word/_rels/document.xml.rels".to_owned(), relation.into());
    let document = otinish::docx::Document::read(&package).expect("a document");
    let pages = otinish::layout::lay_out(&document, &otinish::layout::Fonts::load());
    assert_eq!(printed(&pages), "Plan");
    let told: Vec<_> = pages.warnings.iter().map(|told| [&*told.en, &told.ru, &told.kk]).collect();
    let words = [
        "pictures of kind TIF (paragraph 1)",
        "рисунки формата TIF (абзац 1)",
        "TIF пішіміндегі суреттер (1-абзац)",
    ];
    assert_eq!(told, [words]);
}

#[test]
fn notes_longer_than_pages_lose_nothing() {
    let small = r#"section <w:pgSz w:w="3000" w:h="2400"/><w:pgMar w:top="300" w:bottom="300" w:left="300" w:right="300"/>"#;
    let columns = small.to_owned() + r#"<w:cols w:num="2" w:space="100"/>"#;
    let words = "footnote ".repeat(150);
    for section in [small, &columns] {
        for place in ["p| one{NOTE} two{NOTE}", "table 2000 borders\nrow\ncell| one{NOTE} two{NOTE}\nend"] {
            let notation = format!("{section}\n{place}\np| three\nnote| {words}\nnote| {words}");
            let pages = pages(&notation);
            let expected = format!("one1two2three1{words}2{words}");
            assert_eq!(census(&printed(&pages)), census(&expected), "{notation}");
            assert!(pages.pages.len() < 80, "{} pages", pages.pages.len());
            assert_on_paper(&pages);
        }
    }
}

/// Every letter and form of the corpus: all its text is on its pages, and its pages are few.
#[test]
fn the_corpus_loses_no_letter() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there") {
        let path = entry.expect("its entries can be read").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let notation = std::fs::read_to_string(&path).expect("a case is text");
        let document = otinish::docx::Document::read(&super::notation::package(&notation))
            .expect("the notation gives a document");
        let pages = otinish::layout::lay_out(&document, &otinish::layout::Fonts::load());
        // Headers are printed more than once, and leaders fill tabs: at least as many of each letter.
        let found = census(&printed(&pages));
        for (character, least) in census(&document.text()) {
            let there = found.get(&character).copied().unwrap_or(0);
            let soft = character == '\u{AD}';
            assert!(soft || there >= least, "{}: {character:?} {there} of {least}", path.display());
        }
        assert_on_paper(&pages);
        assert!((1..=8).contains(&pages.pages.len()), "{}: {} pages", path.display(), pages.pages.len());
        assert_eq!(pages.warnings, Vec::<otinish::language::Text>::new(), "{}", path.display());
        count += 1;
    }
    assert!(count >= 60, "only {count} letters");
}

/// A watermark, as Word writes one.
fn watermark(text: &str) -> String {
    let path = format!(r#"<v:textpath string="{text}"/>"#);
    format!(
        r#"raw <w:p><w:r><w:pict><v:shape style="width:90pt;height:9pt">{path}</v:shape></w:pict></w:r></w:p>"#
    )
}

/// What no font has is no less missing in a watermark than in text: no print of it is made.
#[test]
fn a_letter_of_a_watermark_that_no_font_has_is_missing() {
    let pages = pages(&watermark("Ж李Ж"));
    let mut runs = pages.pages[0].items.iter().filter_map(|item| match item {
        Item::Glyphs(glyphs) if !glyphs.run.glyphs.is_empty() => Some(&glyphs.run),
        _ => None,
    });
    let run = runs.next().expect("a run without a glyph");
    assert_eq!((run.text.as_str(), run.glyphs[0].id), ("李", 0));
}

/// Each letter of a watermark is printed as its outline: of a hostile number of them only the first are.
#[test]
fn letters_of_watermarks_are_bounded() {
    let pages = pages(&[watermark("ЖОБА"), watermark(&"Ж".repeat(2000)), watermark("ЖОБА")].join("\n"));
    let paths = pages.pages.iter().flat_map(|page| &page.items);
    assert_eq!(paths.filter(|item| matches!(item, Item::Path { .. })).count(), 1);
    let told = pages.warnings.first().map(|warning| warning.get(Language::En));
    assert_eq!(told, Some("watermarks of more than 2,000 letters in all (paragraph 2)"));
}
