//! How text looks: the resolved formats of runs and paragraphs, inheritance already done.
//!
//! Invariant: nothing here refers to a named style; every value is the one that counts
//! (ECMA-376 §17.7.2). Theme colours and theme fonts are resolved too.

use super::units::{HalfPoints, Twips};

/// Red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// What is seen of it on white paper, if it covers that much of it: from 0 to 1.
    pub fn over_white(self, cover: f32) -> Rgb {
        Rgb(self.0.map(|part| (255.0 - (255.0 - f32::from(part)) * cover).round() as u8))
    }
}

/// An index into [`Document::run_styles`](super::Document::run_styles).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StyleId(pub u16);

/// An index into [`Document::families`](super::Document::families).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Family(pub u16);

/// An index into [`Document::tongues`](super::Document::tongues); 0 where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tongue(pub u16);

/// Which of a run's four fonts a character takes (ECMA-376 §17.3.2.26).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    Ascii,
    HighAnsi,
    EastAsia,
    Complex,
}

impl Script {
    /// The class of a character: East Asian scripts and complex (Hebrew to Thai) ones by block, all
    /// others above ASCII `hAnsi`.
    pub fn of(character: char) -> Script {
        match character as u32 {
            0..=0x7F => Script::Ascii,
            0x590..=0x8FF | 0x900..=0xEFF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE => Script::Complex,
            0x1100..=0x11FF | 0x2E80..=0xA4CF | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF => {
                Script::EastAsia
            }
            0x2_0000..=0x3_FFFF => Script::EastAsia,
            _ => Script::HighAnsi,
        }
    }
}

/// Lines under text; the patterns that are printed apart (ECMA-376 §17.18.99).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Underline {
    #[default]
    None,
    Single,
    /// Under words, not under spaces.
    Words,
    Double,
    Thick,
    Dotted,
    Dashed,
}

/// Where text stands beside the baseline (ECMA-376 §17.3.2.42).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VerticalAlign {
    #[default]
    Baseline,
    Superscript,
    Subscript,
}

/// The format of a run (ECMA-376 §17.3.2). Capitals are in the text already, small ones as a smaller
/// size; hidden text is not there at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunStyle {
    /// By [`Script`]: ascii, hAnsi, eastAsia, cs.
    pub families: [Family; 4],
    pub size: HalfPoints,
    /// None: automatic, black on paper.
    pub color: Option<Rgb>,
    pub highlight: Option<Rgb>,
    pub shading: Option<Rgb>,
    pub underline: Underline,
    pub underline_color: Option<Rgb>,
    pub vertical: VerticalAlign,
    /// Raised by.
    pub position: HalfPoints,
    /// Added to every advance.
    pub spacing: Twips,
    /// Horizontal scale in percent.
    pub scale: u16,
    /// Least size that is kerned; 0 for never (ECMA-376 §17.3.2.19).
    pub kern: HalfPoints,
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub double_strike: bool,
    /// Right to left, or a complex script.
    pub complex: bool,
    /// Round the text.
    pub border: Option<Border>,
    pub tongue: Tongue,
}

impl RunStyle {
    pub fn family(&self, script: Script) -> Family {
        self.families[script as usize]
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Alignment {
    #[default]
    Start,
    Center,
    End,
    /// Both edges, the last line excepted.
    Both,
    /// Both edges, the last line too.
    Distribute,
}

/// Distance of lines (ECMA-376 §17.3.1.33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineSpacing {
    /// A multiple of the line's own height, in 240ths.
    Multiple(i32),
    Exact(Twips),
    AtLeast(Twips),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TabAlignment {
    Left,
    Center,
    Right,
    Decimal,
    Bar,
}

/// What fills a tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Leader {
    #[default]
    None,
    Dot,
    Hyphen,
    Underscore,
    MiddleDot,
}

/// A tab stop, measured from the left margin, not from the indent (ECMA-376 §17.3.1.37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TabStop {
    pub position: Twips,
    pub alignment: TabAlignment,
    pub leader: Leader,
}

/// A line round a paragraph, a table or a cell (ECMA-376 §17.18.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Border {
    /// Width of the pen in eighths of a point; 0: there is none.
    pub width: u16,
    pub color: Rgb,
    /// Distance from text, in points (paragraph borders only).
    pub space: u16,
    pub double: bool,
    pub dashed: bool,
}

impl Border {
    /// No line at all (`w:val="nil"`): it hides an inherited one.
    pub const NONE: Border = Border { width: 0, color: Rgb([0; 3]), space: 0, double: false, dashed: false };

    pub fn points(&self) -> f32 {
        let pen = f32::from(self.width) / 8.0;
        if self.double { pen * 3.0 } else { pen }
    }
}

/// Borders of a paragraph (ECMA-376 §17.3.1.24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Borders {
    pub top: Option<Border>,
    pub left: Option<Border>,
    pub bottom: Option<Border>,
    pub right: Option<Border>,
    pub between: Option<Border>,
}

impl Borders {
    pub fn any(&self) -> bool {
        [self.top, self.left, self.bottom, self.right].iter().flatten().any(|border| border.width > 0)
    }
}

/// The format of a paragraph (ECMA-376 §17.3.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParagraphStyle {
    /// Number of the named style: neighbours of one style join for `contextual`.
    pub named: u16,
    pub alignment: Alignment,
    pub left: Twips,
    pub right: Twips,
    /// Of the first line, added to `left`; negative for a hanging indent.
    pub first_line: Twips,
    pub before: Twips,
    pub after: Twips,
    /// Spacing as HTML has it: 14 points, none at the ends of a cell (ECMA-376 §17.3.1.33).
    pub before_auto: bool,
    pub after_auto: bool,
    pub line: LineSpacing,
    /// No space between neighbours of the same style.
    pub contextual: bool,
    pub keep_next: bool,
    pub keep_lines: bool,
    pub page_break_before: bool,
    pub widow_control: bool,
    /// Sorted by position.
    pub tabs: Vec<TabStop>,
    pub borders: Borders,
    pub shading: Option<Rgb>,
    pub right_to_left: bool,
    /// Follow the grid of the section, if there is one.
    pub snap_to_grid: bool,
    /// Level as a heading, from 0 (ECMA-376 §17.3.1.20).
    pub outline: Option<u8>,
}
