//! `w:rPr` and `w:pPr` as patches (ECMA-376 §17.3.1, §17.3.2).

use super::fonts::Families;
use super::frame::{self, Frame};
use super::patch::*;
use super::section::{self, SectionProperties};
use super::source::{Element, Source};
use super::values;
use crate::docx::Error;
use crate::docx::style::*;
use crate::docx::units::Twips;

/// Properties of a run and the character style that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RunProperties {
    pub patch: RunPatch,
    pub style: Option<String>,
    /// The paragraph mark was deleted or inserted by a tracked change.
    pub deleted: bool,
}

/// Walks `w:rPr`, whose start was taken.
pub fn run(source: &mut Source, families: &mut Families) -> Result<RunProperties, Error> {
    let mut properties = RunProperties::default();
    while let Some(element) = source.child()? {
        let patch = &mut properties.patch;
        match element.name() {
            "rStyle" => properties.style = element.val().map(|name| name.into_owned()),
            "del" => properties.deleted = true,
            "rFonts" => fonts(&element, families, patch),
            "sz" => {
                patch.size = element.val().and_then(|v| values::half_points(&v)).filter(|size| size.0 > 0)
            }
            "color" => patch.color = Some(element.val().and_then(|v| values::color(&v))),
            "b" => patch.toggles[BOLD] = Some(values::on(&element)),
            "i" => patch.toggles[ITALIC] = Some(values::on(&element)),
            "strike" => patch.toggles[STRIKE] = Some(values::on(&element)),
            "caps" => patch.toggles[CAPS] = Some(values::on(&element)),
            "smallCaps" => patch.toggles[SMALL_CAPS] = Some(values::on(&element)),
            "vanish" => patch.toggles[HIDDEN] = Some(values::on(&element)),
            "emboss" | "imprint" | "outline" | "shadow" => patch.toggles[EMBOSS] = Some(values::on(&element)),
            "dstrike" => patch.double_strike = Some(values::on(&element)),
            "rtl" | "cs" => patch.complex = Some(values::on(&element)),
            "u" => {
                // Without a value it says the colour alone: Word writes so where the line was taken away.
                patch.underline = element.val().map(|v| values::underline(&v)).or(patch.underline);
                patch.underline_color = element.get("color").and_then(|v| values::color(&v));
            }
            "highlight" => patch.highlight = Some(element.val().and_then(|v| values::highlight(&v))),
            "shd" => patch.shading = Some(values::shading(&element)),
            "vertAlign" => {
                patch.vertical = Some(match element.val().as_deref() {
                    Some("superscript") => VerticalAlign::Superscript,
                    Some("subscript") => VerticalAlign::Subscript,
                    _ => VerticalAlign::Baseline,
                });
            }
            "position" => patch.position = element.val().and_then(|v| values::half_points(&v)),
            "spacing" => patch.spacing = element.val().and_then(|v| values::twips(&v)),
            "w" => {
                patch.scale = element.val().and_then(|v| values::integer(v.trim_end_matches('%'))).map(scale)
            }
            "kern" => patch.kern = element.val().and_then(|v| values::half_points(&v)),
            "lang" => patch.tongue = element.val().map(|tag| families.tongue(&tag)),
            "bdr" => patch.border = values::border(&element).or(patch.border),
            _ => {}
        }
        source.skip()?;
    }
    Ok(properties)
}

fn scale(percent: i32) -> u16 {
    u16::try_from(percent.clamp(1, 600)).expect("clamped")
}

/// A theme's font counts before a named one (ECMA-376 §17.3.2.26).
fn fonts(element: &Element, families: &mut Families, patch: &mut RunPatch) {
    for (key, value) in element.attributes() {
        let (slot, theme) = match key {
            "ascii" => (0, false),
            "hAnsi" => (1, false),
            "eastAsia" => (2, false),
            "cs" => (3, false),
            "asciiTheme" => (0, true),
            "hAnsiTheme" => (1, true),
            // A theme's fonts for other scripts are chosen by language; ours by coverage.
            _ => continue,
        };
        match theme {
            true => patch.families[slot] = families.theme(&value).or(patch.families[slot]),
            false if !value.is_empty() => {
                let themed =
                    ["asciiTheme", "hAnsiTheme"].get(slot).is_some_and(|name| element.get(name).is_some());
                if !themed || patch.families[slot].is_none() {
                    patch.families[slot] = Some(families.intern(&value));
                }
            }
            false => {}
        }
    }
}

/// Properties of a paragraph, the style that it names, and of its mark.
#[derive(Clone, Debug, Default)]
pub struct ParagraphProperties {
    pub patch: ParagraphPatch,
    pub style: Option<String>,
    pub mark: RunProperties,
    /// Says nothing but a style and the mark.
    pub plain: bool,
    /// Stands in a frame of its own.
    pub frame: Option<Frame>,
    /// The paragraph ends a section.
    pub section: Option<Box<SectionProperties>>,
}

/// Walks `w:pPr`, whose start was taken.
pub fn paragraph(source: &mut Source, families: &mut Families) -> Result<ParagraphProperties, Error> {
    let mut properties = ParagraphProperties { plain: true, ..ParagraphProperties::default() };
    while let Some(element) = source.child()? {
        match element.name() {
            "pStyle" => properties.style = element.val().map(|name| name.into_owned()),
            "rPr" => {
                properties.mark = run(source, families)?;
                continue;
            }
            "sectPr" => {
                properties.section = Some(Box::new(section::properties(source)?));
                continue;
            }
            "framePr" => properties.frame = Some(frame::properties(&element)),
            "numPr" => {
                properties.plain = false;
                while let Some(part) = source.child()? {
                    let value = part.val().and_then(|v| values::integer(&v));
                    match part.name() {
                        "numId" => properties.patch.number = value.and_then(|v| u32::try_from(v).ok()),
                        "ilvl" => {
                            properties.patch.level =
                                value.and_then(|v| u8::try_from(v).ok()).map(|v| v.min(8))
                        }
                        _ => {}
                    }
                    source.skip()?;
                }
                continue;
            }
            "tabs" => {
                properties.plain = false;
                while let Some(tab) = source.child()? {
                    properties.patch.tabs.extend(tab_stop(&tab));
                    source.skip()?;
                }
                continue;
            }
            "pBdr" => {
                properties.plain = false;
                borders(source, &mut properties.patch.borders)?;
                continue;
            }
            "proofErr" | "bookmarkStart" | "bookmarkEnd" | "suppressAutoHyphens" | "cnfStyle" => {}
            _ => {
                properties.plain = false;
                paragraph_property(&element, &mut properties.patch);
            }
        }
        source.skip()?;
    }
    Ok(properties)
}

fn paragraph_property(element: &Element, patch: &mut ParagraphPatch) {
    match element.name() {
        "jc" => patch.alignment = element.val().map(|v| alignment(&v)),
        "ind" => indents(element, patch),
        "spacing" => spacing(element, patch),
        "contextualSpacing" => patch.contextual = Some(values::on(element)),
        "keepNext" => patch.keep_next = Some(values::on(element)),
        "keepLines" => patch.keep_lines = Some(values::on(element)),
        "pageBreakBefore" => patch.page_break_before = Some(values::on(element)),
        "widowControl" => patch.widow_control = Some(values::on(element)),
        "shd" => patch.shading = Some(values::shading(element)),
        "bidi" => patch.right_to_left = Some(values::on(element)),
        "outlineLvl" => {
            patch.outline = element.val().and_then(|v| values::integer(&v)).map(|v| v.clamp(0, 9) as u8)
        }
        "snapToGrid" => patch.snap_to_grid = Some(values::on(element)),
        _ => {}
    }
}

pub fn alignment(text: &str) -> Alignment {
    match text {
        "center" => Alignment::Center,
        "right" | "end" => Alignment::End,
        "both" | "lowKashida" | "mediumKashida" | "highKashida" => Alignment::Both,
        "distribute" | "thaiDistribute" => Alignment::Distribute,
        _ => Alignment::Start,
    }
}

fn indents(element: &Element, patch: &mut ParagraphPatch) {
    for (key, value) in element.attributes() {
        let value = values::twips(&value);
        match key {
            "left" | "start" => patch.left = value.or(patch.left),
            "right" | "end" => patch.right = value.or(patch.right),
            "firstLine" if patch.first_line.is_none() => patch.first_line = value,
            // Hanging counts before firstLine (ECMA-376 §17.3.1.12).
            "hanging" => patch.first_line = value.map(|v| Twips(-v.0)).or(patch.first_line),
            _ => {}
        }
    }
}

fn spacing(element: &Element, patch: &mut ParagraphPatch) {
    let on = |value: &str| Some(matches!(value, "1" | "true" | "on"));
    for (key, value) in element.attributes() {
        match key {
            "before" => patch.before = values::twips(&value).or(patch.before),
            "after" => patch.after = values::twips(&value).or(patch.after),
            "beforeAutospacing" => patch.before_auto = on(&value),
            "afterAutospacing" => patch.after_auto = on(&value),
            "line" => patch.line = values::twips(&value).map(|v| v.0).or(patch.line),
            "lineRule" => {
                patch.line_rule = Some(match &*value {
                    "exact" => LineRule::Exact,
                    "atLeast" => LineRule::AtLeast,
                    _ => LineRule::Auto,
                });
            }
            _ => {}
        }
    }
    // Word writes both; who writes a measure alone means it.
    if patch.before.is_some() {
        patch.before_auto.get_or_insert(false);
    }
    if patch.after.is_some() {
        patch.after_auto.get_or_insert(false);
    }
    if patch.line.is_some() && patch.line_rule.is_none() {
        patch.line_rule = Some(LineRule::Auto);
    }
}

fn tab_stop(element: &Element) -> Option<(Twips, Option<TabStop>)> {
    let position = values::twips(&element.get("pos")?)?;
    let alignment = match element.val().as_deref()? {
        "clear" => return Some((position, None)),
        "center" => TabAlignment::Center,
        "right" | "end" => TabAlignment::Right,
        "decimal" => TabAlignment::Decimal,
        "bar" => TabAlignment::Bar,
        _ => TabAlignment::Left,
    };
    let leader = match element.get("leader").as_deref() {
        Some("dot") => Leader::Dot,
        Some("hyphen") => Leader::Hyphen,
        Some("underscore" | "heavy") => Leader::Underscore,
        Some("middleDot") => Leader::MiddleDot,
        _ => Leader::None,
    };
    Some((position, Some(TabStop { position, alignment, leader })))
}

/// Walks `w:pBdr` or `w:pgBorders`, whose start was taken.
pub fn borders(source: &mut Source, borders: &mut Borders) -> Result<(), Error> {
    while let Some(element) = source.child()? {
        let border = values::border(&element);
        match element.name() {
            "top" => borders.top = border,
            "left" | "start" => borders.left = border,
            "bottom" => borders.bottom = border,
            "right" | "end" => borders.right = border,
            "between" => borders.between = border,
            _ => {}
        }
        source.skip()?;
    }
    Ok(())
}
