//! A page → its content stream (PDF §8.2, §9.4).
//!
//! Positions are kept in whole thousandths of a point, as they are written, so that nothing drifts. A run is one `TJ`;
//! an adjustment stands only where the pen would be more than [`TOLERANCE`] off, be it for kerning or justification.

use std::collections::HashSet;

use super::navigation;
use super::shown::Shown;
use super::skeleton::Skeleton;
use super::structure::{Target, Tree};
use crate::docx::Crop;
use crate::layout::{self, Artifact, Color, FontId, Glyph, Glyphs, Item, Page, Run, Step};

/// In points: a hundredth is a thirtieth of the finest stroke that a printer makes.
const TOLERANCE: f64 = 0.01;

/// What the contents of all pages of a document need.
pub(super) struct Common<'c> {
    pub skeleton: &'c Skeleton,
    pub shown: &'c Shown,
    /// Languages of text that are said to be others than the document's.
    pub tongues: Vec<Option<Tongue<'c>>>,
    /// Names of the places that links may lead to.
    pub places: HashSet<&'c str>,
    /// How many pages there are.
    pub pages: usize,
}

/// The content of a page.
pub(super) struct Content {
    pub operators: Vec<u8>,
    /// For each live link of the page, its number in the parent tree of the structure.
    pub links: Vec<usize>,
}

/// The operators of the page; `pictures` are the indices of its pictures in the order of its items.
pub(super) fn write(page: &Page, common: &Common<'_>, pictures: &[usize], tree: &mut Tree) -> Content {
    tree.page();
    let mut links = Vec::new();
    let mut writer = Writer {
        tree,
        marked: None,
        out: Vec::with_capacity(page.items.len() * 64),
        height: page.height,
        common,
        color: Color([0, 0, 0]),
        font: None,
        stretch: 100,
        line: None,
    };
    let mut pictures = pictures.iter();
    let mut items = page.items.iter().peekable();
    while let Some(item) = items.next() {
        match item {
            Item::Glyphs(run) => writer.run(run),
            Item::Rectangle { x, y, width, height, color } => {
                writer.rectangle(*x, *y, *width, *height, *color);
                // Neighbours of one colour are painted at once.
                if !matches!(items.peek(), Some(Item::Rectangle { color: next, .. }) if next == color) {
                    writer.out.extend_from_slice(b"f\n");
                }
            }
            Item::Path { steps, fill, line } => writer.path(steps, *fill, *line),
            Item::Image { x, y, width, height, crop, .. } => {
                let index = pictures.next().expect("one picture for each image of the page");
                writer.picture([*x, *y, *width, *height], *crop, *index);
            }
            Item::Begin { element, role } => writer.tree.begin(*element, role),
            Item::End => writer.tree.end(),
            Item::Link { goal, .. } if navigation::is_live(goal, &common.places) => {
                links.push(writer.tree.annotation(common.pages));
            }
            Item::Link { .. } | Item::Place { .. } | Item::Heading { .. } => {}
        }
    }
    writer.end_text();
    writer.unmark();
    Content { operators: writer.out, links }
}

/// Where the whole of a picture would stand of which a part fills an area: left, top, width, height.
fn uncut([x, y, width, height]: [f32; 4], [left, top, right, bottom]: Crop) -> [f32; 4] {
    let (wide, high) = (width / (1.0 - left - right), height / (1.0 - top - bottom));
    [x - left * wide, y - top * high, wide, high]
}

/// A language, as its tag, and whether it is written in Cyrillic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Tongue<'t> {
    pub tag: &'t str,
    pub cyrillic: bool,
}

/// What content is marked as: where it belongs, its language, whether it is the hyphen of a broken word.
type Mark<'a> = (Target, Option<&'a str>, bool);

/// The state of the graphics as the viewer will have it.
struct Writer<'a> {
    tree: &'a mut Tree,
    /// The marked content that is open.
    marked: Option<Mark<'a>>,
    out: Vec<u8>,
    height: f32,
    common: &'a Common<'a>,
    color: Color,
    font: Option<(FontId, f32)>,
    /// In percent (PDF §9.3.4).
    stretch: u16,
    /// Inside a text object: where its line starts.
    line: Option<[i64; 2]>,
}

impl<'a> Writer<'a> {
    fn run(&mut self, Glyphs { x, y, tongue, run }: &Glyphs) {
        if run.glyphs.is_empty() {
            return;
        }
        if self.line.is_none() {
            self.unmark();
            self.out.extend_from_slice(b"BT\n");
            self.line = Some([0, 0]);
        }
        let target = self.tree.target();
        let tongue = self.tongue(*tongue, run);
        self.mark(target, tongue, false);
        self.paint_in(run.color);
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            self.out.extend_from_slice(b"/F");
            integer(&mut self.out, run.font.0.into());
            self.out.push(b' ');
            number(&mut self.out, thousandths(run.size));
            self.out.extend_from_slice(b" Tf\n");
        }
        if self.stretch != run.stretch {
            self.stretch = run.stretch;
            self.numbers(&[i64::from(run.stretch) * 1000], b"Tz");
        }
        let to = [thousandths(*x), thousandths(self.height - y)];
        let from = self.line.replace(to).expect("just begun");
        self.numbers(&[to[0] - from[0], to[1] - from[1]], b"Td");
        // A soft hyphen at the end of a line is no character of the word (PDF §14.9.4).
        let (glyphs, hyphen) =
            run.glyphs.split_at(run.glyphs.len() - usize::from(run.text.ends_with('\u{AD}')));
        let Common { skeleton, shown, .. } = self.common;
        shown.write(run, skeleton, &mut self.out, |out| show(out, skeleton, run, glyphs));
        if !hyphen.is_empty() {
            self.mark(target, tongue, true);
            show(&mut self.out, skeleton, run, hyphen);
        }
    }

    /// The language of a run, where it is another than the document's. Cyrillic that is said to be English is not: no one
    /// corrects what a blank document says.
    fn tongue(&self, tongue: layout::Tongue, run: &Run) -> Option<&'a str> {
        let tongue = self.common.tongues.get(usize::from(tongue.0)).copied().flatten()?;
        let cyrillic = |character: char| matches!(character, '\u{400}'..='\u{52f}');
        (tongue.cyrillic || !run.text.contains(cyrillic)).then_some(tongue.tag)
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, color: Color) {
        self.end_text();
        let target = self.tree.decoration();
        self.mark(target, None, false);
        self.paint_in(color);
        let bottom = self.height - y - height;
        self.numbers(&[thousandths(x), thousandths(bottom), thousandths(width), thousandths(height)], b"re");
    }

    /// Fills and draws a path (PDF §8.5); what it goes round twice is a hole, as in Word.
    fn path(&mut self, steps: &[Step], fill: Option<Color>, line: Option<(Color, f32)>) {
        let operator: &[u8] = match (fill, line) {
            (Some(_), Some(_)) => b"B*",
            (Some(_), None) => b"f*",
            (None, Some(_)) => b"S",
            (None, None) => return,
        };
        self.end_text();
        let target = self.tree.drawn();
        self.mark(target, None, false);
        if let Some(color) = fill {
            self.paint_in(color);
        }
        if let Some((color, weight)) = line {
            self.numbers(&shares(color), b"RG");
            self.numbers(&[thousandths(weight)], b"w");
        }
        let height = self.height;
        let place = |[x, y]: [f32; 2]| [thousandths(x), thousandths(height - y)];
        for step in steps {
            match step {
                Step::Move(to) => self.numbers(&place(*to), b"m"),
                Step::Line(to) => self.numbers(&place(*to), b"l"),
                Step::Curve(points) => self.numbers(points.map(place).as_flattened(), b"c"),
                Step::Close => self.numbers(&[], b"h"),
            }
        }
        self.numbers(&[], operator);
    }

    fn picture(&mut self, mut area: [f32; 4], crop: Crop, index: usize) {
        self.end_text();
        let target = self.tree.target();
        self.mark(target, None, false);
        self.out.extend_from_slice(b"q\n");
        if crop != Crop::default() {
            let [x, y, width, height] = area;
            let place = [x, self.height - y - height, width, height].map(thousandths);
            self.numbers(&place, b"re");
            self.out.extend_from_slice(b"W n\n");
            area = uncut(area, crop);
        }
        let [x, y, width, height] = area;
        let bottom = thousandths(self.height - y - height);
        self.numbers(&[thousandths(width), 0, 0, thousandths(height), thousandths(x), bottom], b"cm");
        self.out.extend_from_slice(b"/I");
        integer(&mut self.out, index as i64);
        self.out.extend_from_slice(b" Do\nQ\n");
    }

    fn paint_in(&mut self, color: Color) {
        if self.color == color {
            return;
        }
        self.color = color;
        let [red, green, blue] = shares(color);
        match red == green && green == blue {
            true => self.numbers(&[red], b"g"),
            false => self.numbers(&[red, green, blue], b"rg"),
        }
    }

    fn end_text(&mut self) {
        if self.line.is_some() {
            self.unmark();
            self.line = None;
            self.out.extend_from_slice(b"ET\n");
        }
    }

    /// What follows belongs there (PDF §14.7.4.2). Text is marked inside its text object, all else outside of one.
    fn mark(&mut self, target: Target, tongue: Option<&'a str>, hyphen: bool) {
        if self.marked == Some((target, tongue, hyphen)) {
            return;
        }
        self.unmark();
        self.marked = Some((target, tongue, hyphen));
        match target {
            Target::Artifact(artifact) => self.out.extend_from_slice(match artifact {
                Artifact::Layout => b"/Artifact BMC\n",
                Artifact::Pagination => b"/Artifact<</Type/Pagination>>BDC\n".as_slice(),
                Artifact::Header => b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
                Artifact::Footer => b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
            }),
            Target::Element(element) => {
                self.out.push(b'/');
                // Only a span says its language, or what it stands for (PDF §14.9.2.2, §14.9.4).
                let name = if tongue.is_some() || hyphen { "Span" } else { self.tree.name(element) };
                self.out.extend_from_slice(name.as_bytes());
                self.out.extend_from_slice(b"<</MCID ");
                integer(&mut self.out, self.tree.mark(element) as i64);
                if let Some(tag) = tongue {
                    self.out.extend_from_slice(b"/Lang(");
                    self.out.extend_from_slice(tag.as_bytes());
                    self.out.push(b')');
                }
                if hyphen {
                    self.out.extend_from_slice(b"/ActualText<FEFF00AD>");
                }
                self.out.extend_from_slice(b">>BDC\n");
            }
        }
    }

    fn unmark(&mut self) {
        if self.marked.take().is_some() {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn numbers(&mut self, numbers: &[i64], operator: &[u8]) {
        for &value in numbers {
            number(&mut self.out, value);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(operator);
        self.out.push(b'\n');
    }
}

/// The parts of a colour, in thousandths.
fn shares(color: Color) -> [i64; 3] {
    color.0.map(|part| (f32::from(part) / 255.0 * 1000.0).round() as i64)
}

/// Shows glyphs of a run where the pen is.
fn show(out: &mut Vec<u8>, skeleton: &Skeleton, run: &Run, glyphs: &[Glyph]) {
    if glyphs.is_empty() {
        return;
    }
    let face = skeleton.face(run.font);
    let em = f64::from(run.size) * f64::from(run.stretch) / 100_000.0;
    let (mut pen, mut wanted) = (0.0, 0.0);
    let mut adjusted = false;
    let start = out.len();
    out.extend_from_slice(b"[(");
    for glyph in glyphs {
        if f64::abs(pen - wanted) > TOLERANCE && em > 0.0 {
            let adjustment = ((pen - wanted) / em).round();
            pen -= adjustment * em;
            out.push(b')');
            integer(out, adjustment as i64);
            out.push(b'(');
            adjusted = true;
        }
        let code = face.codes[usize::from(glyph.id)];
        string_bytes(out, code);
        pen += face.widths[usize::from(code)] * em;
        wanted += f64::from(glyph.advance);
    }
    match adjusted {
        true => out.extend_from_slice(b")]TJ\n"),
        false => {
            out.remove(start);
            out.extend_from_slice(b")Tj\n");
        }
    }
}

fn thousandths(points: f32) -> i64 {
    (f64::from(points) * 1000.0).round() as i64
}

/// A number given in thousandths, without a needless digit.
pub(super) fn number(out: &mut Vec<u8>, thousandths: i64) {
    let value = thousandths.unsigned_abs();
    let (whole, fraction) = (value / 1000, value % 1000);
    let mut digits = Digits::new();
    if fraction != 0 {
        let mut rest = fraction;
        for _ in 0..3 {
            let digit = rest % 10;
            rest /= 10;
            if digit != 0 || !digits.is_empty() {
                digits.push(b'0' + digit as u8);
            }
        }
        digits.push(b'.');
    }
    if whole != 0 || fraction == 0 {
        digits.push_all(whole);
    }
    if thousandths < 0 {
        digits.push(b'-');
    }
    out.extend_from_slice(digits.as_slice());
}

pub(super) fn integer(out: &mut Vec<u8>, value: i64) {
    let mut digits = Digits::new();
    digits.push_all(value.unsigned_abs());
    if value < 0 {
        digits.push(b'-');
    }
    out.extend_from_slice(digits.as_slice());
}

/// A number, written from its end.
struct Digits {
    bytes: [u8; 24],
    start: usize,
}

impl Digits {
    fn new() -> Digits {
        Digits { bytes: [0; 24], start: 24 }
    }

    fn is_empty(&self) -> bool {
        self.start == self.bytes.len()
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn push_all(&mut self, mut value: u64) {
        loop {
            self.push(b'0' + (value % 10) as u8);
            value /= 10;
            if value == 0 {
                return;
            }
        }
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

/// A two-byte code inside a literal string (PDF §7.3.4.2): half the length of a hexadecimal one.
fn string_bytes(out: &mut Vec<u8>, code: u16) {
    for byte in code.to_be_bytes() {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written = |thousandths| {
            let mut out = Vec::new();
            number(&mut out, thousandths);
            String::from_utf8(out).expect("digits")
        };
        let cases = [(0, "0"), (1000, "1"), (-1000, "-1"), (500, ".5"), (-50, "-.05"), (12_345, "12.345")];
        for (thousandths, text) in
            cases.into_iter().chain([(841_890, "841.89"), (i64::from(i32::MIN), "-2147483.648")])
        {
            assert_eq!(written(thousandths), text);
        }
    }
}
