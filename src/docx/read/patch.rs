//! Formats as they stand in the file: each property said or not said, laid over one another.
//!
//! Order of a run (ECMA-376 §17.7.2): document defaults, table style, paragraph style, character
//! style, direct. Toggle properties of the styles cancel one another out (§17.7.3).

use super::fonts::Families;
use crate::docx::document::NumberFormat;
use crate::docx::style::*;
use crate::docx::units::{HalfPoints, Twips};

/// Properties of a run that are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RunPatch {
    pub families: [Option<Family>; 4],
    pub size: Option<HalfPoints>,
    pub color: Option<Option<Rgb>>,
    pub highlight: Option<Option<Rgb>>,
    pub shading: Option<Option<Rgb>>,
    pub underline: Option<Underline>,
    pub underline_color: Option<Rgb>,
    pub vertical: Option<VerticalAlign>,
    pub position: Option<HalfPoints>,
    pub spacing: Option<Twips>,
    pub scale: Option<u16>,
    pub kern: Option<HalfPoints>,
    pub toggles: [Option<bool>; 7],
    pub double_strike: Option<bool>,
    pub complex: Option<bool>,
    /// [`Border::NONE`] hides an inherited one.
    pub border: Option<Border>,
    pub tongue: Option<Tongue>,
}

/// Indices into [`RunPatch::toggles`].
pub const BOLD: usize = 0;
pub const ITALIC: usize = 1;
pub const STRIKE: usize = 2;
pub const CAPS: usize = 3;
pub const SMALL_CAPS: usize = 4;
pub const HIDDEN: usize = 5;
pub const EMBOSS: usize = 6;

macro_rules! overlay {
    ($under:expr, $over:expr, $($field:ident),+) => { $(if $over.$field.is_some() { $under.$field = $over.$field.clone(); })+ };
}

impl RunPatch {
    /// Lays `over` on top: what it says, counts.
    pub fn overlay(&mut self, over: &RunPatch) {
        for (under, over) in self.families.iter_mut().zip(over.families) {
            *under = over.or(*under);
        }
        for (under, over) in self.toggles.iter_mut().zip(over.toggles) {
            *under = over.or(*under);
        }
        overlay!(
            self,
            over,
            size,
            color,
            highlight,
            shading,
            underline,
            underline_color,
            vertical,
            position,
            spacing,
            scale,
            kern,
            double_strike,
            complex,
            border,
            tongue
        );
    }

    /// Lays a character style over a paragraph style: a toggle that both set is off again.
    pub fn overlay_style(&mut self, over: &RunPatch) {
        let under = self.toggles;
        self.overlay(over);
        for (index, toggle) in self.toggles.iter_mut().enumerate() {
            if under[index] == Some(true) && over.toggles[index] == Some(true) {
                *toggle = Some(false);
            }
        }
    }

    /// The format, with Word's defaults for what nobody said.
    pub fn resolve(&self, families: &mut Families) -> RunStyle {
        let fallback = families.default_family();
        let ascii = self.families[0].or(self.families[1]).unwrap_or(fallback);
        let family = |index: usize| self.families[index].unwrap_or(ascii);
        let toggle = |index: usize| self.toggles[index] == Some(true);
        RunStyle {
            families: [ascii, family(1), family(2), family(3)],
            size: self.size.unwrap_or(HalfPoints(20)),
            color: self.color.flatten(),
            highlight: self.highlight.flatten(),
            shading: self.shading.flatten(),
            underline: self.underline.unwrap_or_default(),
            underline_color: self.underline_color,
            vertical: self.vertical.unwrap_or_default(),
            position: self.position.unwrap_or_default(),
            spacing: self.spacing.unwrap_or_default(),
            scale: self.scale.unwrap_or(100),
            kern: self.kern.unwrap_or_default(),
            bold: toggle(BOLD),
            italic: toggle(ITALIC),
            strike: toggle(STRIKE),
            double_strike: self.double_strike.unwrap_or(false),
            complex: self.complex.unwrap_or(false),
            border: self.border.filter(|border| border.width > 0),
            tongue: self.tongue.unwrap_or_default(),
        }
    }
}

/// Properties of a paragraph that are said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParagraphPatch {
    pub alignment: Option<Alignment>,
    pub left: Option<Twips>,
    pub right: Option<Twips>,
    pub first_line: Option<Twips>,
    pub before: Option<Twips>,
    pub after: Option<Twips>,
    pub before_auto: Option<bool>,
    pub after_auto: Option<bool>,
    pub line: Option<i32>,
    pub line_rule: Option<LineRule>,
    pub contextual: Option<bool>,
    pub keep_next: Option<bool>,
    pub keep_lines: Option<bool>,
    pub page_break_before: Option<bool>,
    pub widow_control: Option<bool>,
    /// In the order said; `None` clears the stop at that place.
    pub tabs: Vec<(Twips, Option<TabStop>)>,
    pub borders: Borders,
    pub shading: Option<Option<Rgb>>,
    pub right_to_left: Option<bool>,
    pub snap_to_grid: Option<bool>,
    /// 9: body text.
    pub outline: Option<u8>,
    pub number: Option<u32>,
    pub level: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineRule {
    Auto,
    Exact,
    AtLeast,
}

impl ParagraphPatch {
    /// Lays `over` on top.
    pub fn overlay(&mut self, over: &ParagraphPatch) {
        overlay!(
            self,
            over,
            alignment,
            left,
            right,
            first_line,
            before,
            after,
            before_auto,
            after_auto,
            line,
            line_rule,
            contextual,
            keep_next,
            keep_lines,
            page_break_before,
            widow_control,
            shading,
            right_to_left,
            snap_to_grid,
            outline,
            number,
            level
        );
        overlay!(self.borders, over.borders, top, left, bottom, right, between);
        self.tabs.extend(over.tabs.iter().copied());
    }

    /// The format, with Word's defaults for what nobody said.
    pub fn resolve(&self, named: u16) -> ParagraphStyle {
        let mut tabs: Vec<TabStop> = Vec::new();
        for (position, stop) in &self.tabs {
            tabs.retain(|known| known.position != *position);
            tabs.extend(*stop);
        }
        tabs.sort_by_key(|stop| stop.position);
        let line = match (self.line, self.line_rule.unwrap_or(LineRule::Auto)) {
            (None, _) => LineSpacing::Multiple(240),
            (Some(line), LineRule::Auto) => LineSpacing::Multiple(line.max(1)),
            (Some(line), LineRule::Exact) => LineSpacing::Exact(Twips(line.max(1))),
            (Some(line), LineRule::AtLeast) => LineSpacing::AtLeast(Twips(line.max(0))),
        };
        ParagraphStyle {
            named,
            alignment: self.alignment.unwrap_or_default(),
            left: self.left.unwrap_or_default(),
            right: self.right.unwrap_or_default(),
            first_line: self.first_line.unwrap_or_default(),
            before: self.before.unwrap_or_default().max(Twips(0)),
            after: self.after.unwrap_or_default().max(Twips(0)),
            before_auto: self.before_auto.unwrap_or(false),
            after_auto: self.after_auto.unwrap_or(false),
            line,
            contextual: self.contextual.unwrap_or(false),
            keep_next: self.keep_next.unwrap_or(false),
            keep_lines: self.keep_lines.unwrap_or(false),
            page_break_before: self.page_break_before.unwrap_or(false),
            widow_control: self.widow_control.unwrap_or(true),
            tabs,
            borders: self.borders,
            shading: self.shading.flatten(),
            right_to_left: self.right_to_left.unwrap_or(false),
            snap_to_grid: self.snap_to_grid.unwrap_or(true),
            outline: self.outline.filter(|level| *level < 9),
        }
    }
}

/// ST_NumberFormat, as far as it is written; others count in decimals.
pub fn number_format(text: &str) -> NumberFormat {
    match text {
        "decimalZero" => NumberFormat::DecimalZero,
        "lowerLetter" => NumberFormat::LowerLetter,
        "upperLetter" => NumberFormat::UpperLetter,
        "lowerRoman" => NumberFormat::LowerRoman,
        "upperRoman" => NumberFormat::UpperRoman,
        "russianLower" => NumberFormat::RussianLower,
        "russianUpper" => NumberFormat::RussianUpper,
        "ordinal" => NumberFormat::Ordinal,
        "bullet" => NumberFormat::Bullet,
        "none" => NumberFormat::None,
        _ => NumberFormat::Decimal,
    }
}
