//! What stays the same for a whole document: its formats as faces and measures, its pictures, the page
//! that is made, the warnings.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::memory::Memory;
use super::{Color, FontId, Fonts, Image, ImageFormat, Tongue};
use crate::docx::{
    Block, Document, Family, NumberFormat, Picture, PictureFormat, Rgb, RunStyle, Script, Section, StyleId,
    Unprinted, VerticalAlign, write_number,
};
use crate::language::Text;

/// Superscripts and subscripts: size and shift of the baseline, in ems of the full size.
const SCRIPT_SIZE: f32 = 0.58;
const RAISED: f32 = 0.33;
const LOWERED: f32 = -0.08;
/// Elements that a letter of two pages has.
const ELEMENTS: usize = 200;
/// How many of the characters that no font has are named.
const NAMED: usize = 12;

/// A run's format as layout needs it. Lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// By [`Script`].
    pub fonts: [FontId; 4],
    pub size: f32,
    /// Width of the letters, in percent of their own (w:w).
    pub stretch: u16,
    /// Above the baseline, leading included, and below it.
    pub ascent: f32,
    pub descent: f32,
    /// The baseline is raised by.
    pub rise: f32,
    pub kerning: bool,
    pub spacing: f32,
    pub color: Color,
    pub decorated: bool,
    pub tongue: Tongue,
}

pub struct Context<'d> {
    pub document: &'d Document,
    pub fonts: &'d Fonts,
    /// Of the batch that the document is one of.
    pub memory: Option<&'d Memory>,
    styles: Vec<TextStyle>,
    images: RefCell<FxHashMap<*const Picture, Arc<Image>>>,
    warnings: RefCell<Unprinted>,
    /// Characters that no font has.
    lacking: RefCell<BTreeSet<char>>,
    /// A feature was named that is not printed, be it for the first time or not.
    told: Cell<bool>,
    /// By address of what the document holds, and which part of it.
    elements: RefCell<FxHashMap<(usize, u32), u32>>,
    page: Cell<(u32, NumberFormat)>,
    total: Cell<usize>,
    asked_for_total: Cell<bool>,
    asked_for_page: Cell<bool>,
    /// By the addresses of a header or footer and of its section.
    heights: RefCell<FxHashMap<(usize, usize), f32>>,
    asked_beside: Cell<bool>,
    frame: Cell<PageFrame>,
    /// Width of the widest text of a section: what is wider is made to fit it.
    pub widest: f32,
}

impl TextStyle {
    /// The em by which letters are wide.
    pub fn width(&self) -> f32 {
        match self.stretch {
            100 => self.size,
            stretch => self.size * f32::from(stretch) / 100.0,
        }
    }
}

/// Size of the page that is made, and left, top, right, bottom of its body.
pub type PageFrame = ((f32, f32), [f32; 4]);

impl<'d> Context<'d> {
    pub fn new(document: &'d Document, fonts: &'d Fonts, memory: Option<&'d Memory>) -> Context<'d> {
        let context = Context {
            document,
            fonts,
            memory,
            styles: Vec::new(),
            images: RefCell::default(),
            warnings: RefCell::default(),
            lacking: RefCell::default(),
            told: Cell::new(false),
            elements: RefCell::new(FxHashMap::with_capacity_and_hasher(ELEMENTS, FxBuildHasher)),
            page: Cell::new((1, NumberFormat::Decimal)),
            total: Cell::new(1),
            asked_for_total: Cell::new(false),
            asked_for_page: Cell::new(false),
            heights: RefCell::default(),
            asked_beside: Cell::new(false),
            frame: Cell::default(),
            widest: document.sections.iter().map(text_width).fold(20.0, f32::max),
        };
        let styles = document.run_styles.iter().map(|style| context.text_style(style)).collect();
        Context { styles, ..context }
    }

    fn text_style(&self, style: &RunStyle) -> TextStyle {
        let mut known: Option<(u16, FontId)> = None;
        let mut find = |script: Script| {
            let family = style.family(script);
            if let Some((_, id)) = known.filter(|(known, _)| *known == family.0) {
                return id;
            }
            let name = self.family_name(family);
            let found = self.fonts.find(name, style.bold, style.italic);
            if found.substituted && matches!(script, Script::Ascii | Script::HighAnsi) {
                let own = &self.fonts.face(found.id).family;
                self.warn_of("print-font", &[("asked", name), ("own", own)]);
            }
            known = Some((family.0, found.id));
            found.id
        };
        let fonts =
            [find(Script::Ascii), find(Script::HighAnsi), find(Script::EastAsia), find(Script::Complex)];
        let metrics = self.fonts.metrics(fonts[0]);
        let gap = if self.document.settings.leading { metrics.line_gap } else { 0.0 };
        let full = style.size.points();
        let (size, shift) = match style.vertical {
            VerticalAlign::Baseline => (full, 0.0),
            VerticalAlign::Superscript => (full * SCRIPT_SIZE, full * RAISED),
            VerticalAlign::Subscript => (full * SCRIPT_SIZE, full * LOWERED),
        };
        TextStyle {
            fonts,
            size,
            stretch: style.scale,
            ascent: (metrics.ascent + gap) * size,
            descent: metrics.descent * size,
            rise: style.position.points() + shift,
            kerning: style.kern.0 > 0 && style.size >= style.kern,
            spacing: style.spacing.points(),
            color: style.color.map(color).unwrap_or_default(),
            decorated: style.highlight.is_some()
                || style.shading.is_some()
                || style.underline != Default::default()
                || style.strike
                || style.double_strike
                || style.border.is_some(),
            tongue: style.tongue,
        }
    }

    pub fn style(&self, id: StyleId) -> &TextStyle {
        &self.styles[usize::from(id.0)]
    }

    pub fn run_style(&self, id: StyleId) -> &RunStyle {
        &self.document.run_styles[usize::from(id.0)]
    }

    /// The name of the family that a run asks for.
    pub fn family(&self, id: StyleId, script: Script) -> &str {
        self.family_name(self.run_style(id).family(script))
    }

    fn family_name(&self, family: Family) -> &str {
        self.document.families.get(usize::from(family.0)).map_or("", String::as_str)
    }

    /// A picture as pages hold it; copied once.
    pub fn image(&self, picture: &Arc<Picture>) -> Arc<Image> {
        let mut images = self.images.borrow_mut();
        let image = images.entry(Arc::as_ptr(picture)).or_insert_with(|| {
            let format = match picture.format {
                PictureFormat::Png => ImageFormat::Png,
                PictureFormat::Jpeg => ImageFormat::Jpeg,
                PictureFormat::Gif => ImageFormat::Gif,
                PictureFormat::Bmp => ImageFormat::Bmp,
            };
            Arc::new(Image { format, bytes: picture.bytes.clone() })
        });
        Arc::clone(image)
    }

    /// The number of the element of the structure that stands for a part of something in the document; the same
    /// each time that it is asked for. Of what the document shares with itself, `source` is one of the places.
    pub fn element<T>(&self, source: &T, part: u32) -> u32 {
        let mut elements = self.elements.borrow_mut();
        let next = elements.len() as u32;
        *elements.entry((std::ptr::from_ref(source).addr(), part)).or_insert(next)
    }

    /// Names a feature that is not printed, once.
    pub fn warn(&self, key: &'static str) {
        self.warn_of(key, &[]);
    }

    pub fn warn_of(&self, key: &'static str, values: &[(&str, &str)]) {
        self.told.set(true);
        self.warnings.borrow_mut().tell(key, values, |feature| feature);
    }

    /// Notes a character that no font has.
    pub fn lacks(&self, character: char) {
        self.told.set(true);
        self.lacking.borrow_mut().insert(character);
    }

    /// Does something, and says whether a feature was named meanwhile.
    pub fn listen<T>(&self, work: impl FnOnce() -> T) -> (T, bool) {
        let before = self.told.replace(false);
        let result = work();
        let told = self.told.get();
        self.told.set(before || told);
        (result, told)
    }

    /// What the document has that is not printed, and what was met while it was laid out.
    pub fn into_warnings(self) -> Vec<Text> {
        let mut all = self.document.warnings.clone();
        let lacking = self.lacking.take();
        let codes: Vec<String> =
            lacking.iter().take(NAMED).map(|character| format!("U+{:04X}", *character as u32)).collect();
        let codes = codes.join(", ");
        match lacking.len() {
            0 => {}
            1..=NAMED => self.warn_of("print-no-glyph", &[("codes", &codes)]),
            many => {
                let more = (many - NAMED).to_string();
                self.warn_of("print-no-glyphs", &[("codes", &codes), ("more", &more)]);
            }
        }
        all.extend(self.warnings.into_inner().into_texts());
        all
    }

    /// The page that is made: its number, and how its section writes it.
    pub fn set_page(&self, number: u32, format: NumberFormat) {
        self.page.set((number, format));
    }

    /// The page whose drawings are placed.
    pub fn set_frame(&self, page: (f32, f32), margin: [f32; 4]) {
        self.frame.set((page, margin));
    }

    pub fn frame(&self) -> PageFrame {
        self.frame.get()
    }

    pub fn set_total(&self, total: usize) {
        self.total.set(total);
    }

    pub fn total(&self) -> usize {
        self.total.get()
    }

    /// Whether the text shows the number of pages.
    pub fn asked_for_total(&self) -> bool {
        self.asked_for_total.get()
    }

    /// Whether headers or footers show it.
    pub fn asked_beside(&self) -> bool {
        self.asked_beside.get()
    }

    /// Does something for headers and footers: what they ask for, the text has not.
    pub fn beside<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.asked_for_total.replace(false);
        let result = work();
        let asked = self.asked_for_total.replace(before);
        self.asked_beside.set(self.asked_beside.get() || asked);
        result
    }

    /// The height of a header or footer, for which nothing is asked yet: measured for each page only where it counts
    /// them.
    pub fn story_height(&self, blocks: &[Block], section: &Section, measure: impl FnOnce() -> f32) -> f32 {
        let key = (blocks.as_ptr().addr(), std::ptr::from_ref(section).addr());
        if let Some(height) = self.heights.borrow().get(&key) {
            return *height;
        }
        self.asked_for_page.set(false);
        let height = measure();
        if !self.asked_for_page.get() && !self.asked_for_total.get() {
            self.heights.borrow_mut().insert(key, height);
        }
        height
    }

    /// The number of the page that follows after so many breaks.
    pub fn page_text(&self, format: Option<NumberFormat>, breaks: u32) -> String {
        self.asked_for_page.set(true);
        let (number, own) = self.page.get();
        let number = number.saturating_add(breaks);
        write_number(i32::try_from(number).unwrap_or(i32::MAX), format.unwrap_or(own))
    }

    pub fn total_text(&self, format: Option<NumberFormat>) -> String {
        self.asked_for_total.set(true);
        write_number(i32::try_from(self.total.get()).unwrap_or(i32::MAX), format.unwrap_or_default())
    }
}

fn text_width(section: &Section) -> f32 {
    let page = &section.page;
    page.width.points() - page.left.points() - page.right.points()
}

pub fn color(rgb: Rgb) -> Color {
    Color(rgb.0)
}
