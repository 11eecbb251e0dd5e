//! One font file → its measures and its character map.
//!
//! Lengths in font units unless a name says otherwise. Only fonts with TrueType outlines are taken: the printer
//! strips their hints and embeds them as `FontFile2` (PDF §9.9).

use rustybuzz::ttf_parser;

use crate::docx::{Point, Step};

/// Characters below this have their glyph in a flat table; all that letters are written with is below it.
const FLAT: usize = 0x2800;

/// A parsed font file.
pub struct Face {
    /// The PostScript name, such as `LiberationSerif-Bold`.
    pub name: String,
    /// The name of its family, such as `Liberation Serif`.
    pub family: String,
    /// The whole file. Static because a face lives as long as the process.
    pub data: &'static [u8],
    /// Which face of the file, where it is a collection.
    pub index: u32,
    /// 0 regular, 1 bold, 2 italic, 3 bold italic.
    pub(super) style: usize,
    pub units_per_em: u16,
    pub metrics: Metrics,
    pub outline: Outline,
    pub(super) shaper: rustybuzz::Face<'static>,
    glyphs: Vec<u16>,
    advances: Vec<u16>,
}

/// The measures that a line needs, in ems. All are positive for a usual font.
///
/// A single-spaced line of Word is `ascent + descent + line_gap` high: 1.149 em for Times New Roman and Arial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// From the baseline up to the top of the line (OS/2 `usWinAscent`).
    pub ascent: f32,
    /// From the baseline down to the bottom of the line (OS/2 `usWinDescent`).
    pub descent: f32,
    /// External leading: `max(0, hhea.lineGap − (win − hhea))`, the rule that GDI and so Word follows.
    pub line_gap: f32,
    /// From the baseline down to the top of the underline.
    pub underline_position: f32,
    pub underline_thickness: f32,
    /// From the baseline up to the top of the stroke.
    pub strikeout_position: f32,
    pub strikeout_thickness: f32,
    pub cap_height: f32,
    pub x_height: f32,
}

/// What a PDF font descriptor tells of the face (PDF §9.8.1), in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outline {
    /// `x_min, y_min, x_max, y_max`
    pub bounds: [i16; 4],
    pub ascent: i16,
    pub descent: i16,
    /// Rise and run of the caret; run is 0 when upright.
    pub caret: (i16, i16),
    /// 400 regular, 700 bold.
    pub weight: u16,
    pub serif: bool,
    /// All advances are equal.
    pub fixed: bool,
}

impl Face {
    /// Parses a font file; `None` when it is none, or has no TrueType outlines or Unicode character map.
    pub fn parse(data: &'static [u8], index: u32) -> Option<Face> {
        let shaper = rustybuzz::Face::from_slice(data, index)?;
        let parsed: &ttf_parser::Face<'static> = &shaper;
        parsed.tables().glyf?;
        let name = name_of(parsed, ttf_parser::name_id::POST_SCRIPT_NAME)?;
        let glyphs = flat_map(parsed)?;
        let advances = (0..parsed.number_of_glyphs())
            .map(|glyph| parsed.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0))
            .collect();
        Some(Face {
            outline: outline(parsed),
            family: name_of(parsed, ttf_parser::name_id::FAMILY).unwrap_or_else(|| name.clone()),
            name,
            data,
            index,
            style: usize::from(parsed.is_bold()) + 2 * usize::from(parsed.is_italic()),
            units_per_em: parsed.units_per_em(),
            metrics: measure(parsed),
            glyphs,
            advances,
            shaper,
        })
    }

    /// The glyph of a character; a character with an equal-looking one in the face is drawn as that.
    pub fn glyph(&self, character: char) -> Option<u16> {
        match character {
            // Its own glyph would be read back as an invisible character.
            '\u{ad}' => self.own_glyph('-'),
            _ => self.own_glyph(character).or_else(|| self.own_glyph(stand_in(character)?)),
        }
    }

    /// How far the pen moves after a glyph, in font units.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// The lowest character that a glyph draws by itself; none for a ligature or an alternate form.
    pub fn character(&self, glyph: u16) -> Option<char> {
        let code = self.glyphs.iter().position(|&own| own == glyph && own != 0)?;
        char::from_u32(code as u32)
    }

    /// The outline of a glyph, in ems to the right and down from its origin.
    pub fn path(&self, glyph: u16) -> Vec<Step> {
        let mut pen = Pen { em: f32::from(self.units_per_em), at: [0.0; 2], steps: Vec::new() };
        self.shaper.outline_glyph(ttf_parser::GlyphId(glyph), &mut pen);
        pen.steps
    }

    /// How many glyphs the face has.
    pub fn glyphs(&self) -> u16 {
        self.advances.len() as u16
    }

    fn own_glyph(&self, character: char) -> Option<u16> {
        let glyph = match self.glyphs.get(character as usize) {
            Some(&glyph) => glyph,
            None => self.shaper.glyph_index(character)?.0,
        };
        (glyph != 0).then_some(glyph)
    }
}

/// What follows an outline.
struct Pen {
    em: f32,
    /// Where it stands, in font units.
    at: Point,
    steps: Vec<Step>,
}

impl Pen {
    fn draw(&mut self, step: Step, to: Point) {
        self.at = to;
        self.steps.push(step.map(|[x, y]| [x / self.em, -y / self.em]));
    }
}

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.draw(Step::Move([x, y]), [x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.draw(Step::Line([x, y]), [x, y]);
    }

    /// A quadratic curve as a cubic one: its control points lie two thirds of the way to the one that there is.
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let near = |[from, to]: [f32; 2]| from + (to - from) * 2.0 / 3.0;
        let first = [near([self.at[0], x1]), near([self.at[1], y1])];
        let second = [near([x, x1]), near([y, y1])];
        self.draw(Step::Curve([first, second, [x, y]]), [x, y]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.draw(Step::Curve([[x1, y1], [x2, y2], [x, y]]), [x, y]);
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

/// Characters that look the same; the fonts lack the no-break hyphen, for one.
pub(super) fn stand_in(character: char) -> Option<char> {
    match character {
        '\u{2010}' | '\u{2011}' | '\u{ad}' => Some('-'),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        _ => None,
    }
}

fn name_of(face: &ttf_parser::Face<'_>, id: u16) -> Option<String> {
    face.names().into_iter().filter(|name| name.name_id == id).find_map(|name| name.to_string())
}

fn flat_map(face: &ttf_parser::Face<'_>) -> Option<Vec<u16>> {
    let mut glyphs = vec![0; FLAT];
    for subtable in face.tables().cmap?.subtables.into_iter().filter(|subtable| subtable.is_unicode()) {
        subtable.codepoints(|code| {
            if let (Some(slot), Some(glyph)) = (glyphs.get_mut(code as usize), subtable.glyph_index(code)) {
                *slot = glyph.0;
            }
        });
    }
    Some(glyphs)
}

fn measure(face: &ttf_parser::Face<'_>) -> Metrics {
    let em = |units: i32| units as f32 / f32::from(face.units_per_em());
    let hhea = face.tables().hhea;
    let os2 = face.tables().os2;
    // A face may ask for its typographic measures (OS/2 fsSelection bit 7), and Word heeds it.
    let (ascent, descent) = os2
        .map(|os2| match os2.use_typographic_metrics() {
            true => (os2.typographic_ascender(), os2.typographic_descender()),
            false => (os2.windows_ascender(), os2.windows_descender()),
        })
        .map(|(ascent, descent)| (i32::from(ascent), -i32::from(descent)))
        .filter(|(ascent, descent)| ascent + descent > 0)
        .unwrap_or((hhea.ascender.into(), -i32::from(hhea.descender)));
    let tight = i32::from(hhea.ascender) - i32::from(hhea.descender);
    let line_gap = (i32::from(hhea.line_gap) - (ascent + descent - tight)).max(0);
    let underline = face.underline_metrics();
    let strikeout = face.strikeout_metrics();
    let thickness = underline.map_or(0.05, |line| em(line.thickness.into()));
    Metrics {
        ascent: em(ascent),
        descent: em(descent),
        line_gap: em(line_gap),
        // Liberation's bold faces put a thick line against the feet of the letters; half its thickness of air, as Word shows.
        underline_position: underline.map_or(0.1, |line| -em(line.position.into())).max(thickness / 2.0),
        underline_thickness: thickness,
        strikeout_position: strikeout.map_or(0.25, |line| em(line.position.into())),
        strikeout_thickness: strikeout.map_or(0.05, |line| em(line.thickness.into())),
        cap_height: face.capital_height().map_or(0.66, |height| em(height.into())),
        x_height: face.x_height().map_or(0.46, |height| em(height.into())),
    }
}

fn outline(face: &ttf_parser::Face<'_>) -> Outline {
    let bounds = face.global_bounding_box();
    let hhea = face.tables().hhea;
    let slant = face.italic_angle().to_radians().tan();
    Outline {
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
        ascent: hhea.ascender,
        descent: hhea.descender,
        caret: (1000, (-slant * 1000.0).round() as i16),
        weight: face.weight().to_number(),
        serif: is_serif(face),
        fixed: face.is_monospaced(),
    }
}

/// Whether PANOSE says that it is a Latin text face with serifs (OS/2 `panose`, at byte 32).
fn is_serif(face: &ttf_parser::Face<'_>) -> bool {
    let os2 = face.raw_face().table(ttf_parser::Tag::from_bytes(b"OS/2"));
    matches!(os2.and_then(|table| table.get(32..34)), Some(&[2, 2..=10]))
}
