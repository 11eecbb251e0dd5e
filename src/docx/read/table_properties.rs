//! `w:tblPr`, `w:trPr` and `w:tcPr` as patches (ECMA-376 §17.4).

use super::source::{Element, Source};
use super::values;
use crate::docx::Error;
use crate::docx::document::{Anchor, FromHorizontal, FromVertical, Horizontal, Place, Vertical, Wrap};
use crate::docx::style::Rgb;
use crate::docx::table::*;
use crate::docx::units::{Emu, Twips};

/// Top, left, bottom, right, as far as they are said.
pub type MarginsPatch = [Option<Twips>; 4];

/// What `w:tblPr` says.
#[derive(Clone, Debug, Default)]
pub struct TablePatch {
    pub style: Option<String>,
    pub width: Option<Width>,
    pub fixed: Option<bool>,
    pub indent: Option<Twips>,
    pub alignment: Option<TableAlignment>,
    pub borders: CellBorders,
    pub spacing: Option<Twips>,
    pub margins: MarginsPatch,
    pub shading: Option<Option<Rgb>>,
    pub floating: Option<Anchor>,
    pub look: Look,
    pub row_band: Option<i32>,
    pub column_band: Option<i32>,
}

/// Which conditional formats count (ECMA-376 §17.4.55).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub first_row: bool,
    pub last_row: bool,
    pub first_column: bool,
    pub last_column: bool,
    pub row_bands: bool,
    pub column_bands: bool,
}

/// What `w:tcPr` says.
#[derive(Clone, Debug, Default)]
pub struct CellPatch {
    pub width: Option<Width>,
    pub span: Option<u16>,
    pub merge: Option<Merge>,
    pub borders: CellBorders,
    pub margins: MarginsPatch,
    pub shading: Option<Option<Rgb>>,
    pub vertical: Option<CellVertical>,
    /// Text runs along the height of the cell.
    pub turned: bool,
    /// Continues the cell to its left (w:hMerge, of old).
    pub joined: bool,
}

/// What `w:trPr` says.
#[derive(Clone, Debug, Default)]
pub struct RowPatch {
    pub height: RowHeight,
    pub cant_split: bool,
    pub header: bool,
    pub before: u16,
    pub after: u16,
    pub deleted: bool,
    pub conditions: Option<String>,
}

impl CellBorders {
    fn overlay(&mut self, over: &CellBorders) {
        self.top = over.top.or(self.top);
        self.left = over.left.or(self.left);
        self.bottom = over.bottom.or(self.bottom);
        self.right = over.right.or(self.right);
        self.inside_horizontal = over.inside_horizontal.or(self.inside_horizontal);
        self.inside_vertical = over.inside_vertical.or(self.inside_vertical);
    }
}

fn overlay_margins(under: &mut MarginsPatch, over: &MarginsPatch) {
    for (under, over) in under.iter_mut().zip(over) {
        *under = over.or(*under);
    }
}

/// Margins with the unsaid ones taken from `rest`.
pub fn margins(patch: &MarginsPatch, rest: Margins) -> Margins {
    Margins {
        top: patch[0].unwrap_or(rest.top),
        left: patch[1].unwrap_or(rest.left),
        bottom: patch[2].unwrap_or(rest.bottom),
        right: patch[3].unwrap_or(rest.right),
    }
}

impl TablePatch {
    pub fn overlay(&mut self, over: &TablePatch) {
        self.width = over.width.or(self.width);
        self.fixed = over.fixed.or(self.fixed);
        self.indent = over.indent.or(self.indent);
        self.alignment = over.alignment.or(self.alignment);
        self.spacing = over.spacing.or(self.spacing);
        self.shading = over.shading.or(self.shading);
        self.row_band = over.row_band.or(self.row_band);
        self.column_band = over.column_band.or(self.column_band);
        self.floating = over.floating.or(self.floating);
        self.look = over.look;
        self.borders.overlay(&over.borders);
        overlay_margins(&mut self.margins, &over.margins);
    }

    pub fn format(&self) -> TableFormat {
        TableFormat {
            width: self.width.unwrap_or_default(),
            fixed: self.fixed.unwrap_or(false),
            indent: self.indent.unwrap_or_default(),
            alignment: self.alignment.unwrap_or_default(),
            borders: self.borders,
            spacing: self.spacing.unwrap_or_default(),
            margins: margins(&self.margins, Margins::default()),
            floating: self.floating,
        }
    }
}

impl CellPatch {
    pub fn overlay(&mut self, over: &CellPatch) {
        self.width = over.width.or(self.width);
        self.span = over.span.or(self.span);
        self.merge = over.merge.or(self.merge);
        self.shading = over.shading.or(self.shading);
        self.vertical = over.vertical.or(self.vertical);
        self.turned |= over.turned;
        self.joined |= over.joined;
        self.borders.overlay(&over.borders);
        overlay_margins(&mut self.margins, &over.margins);
    }
}

/// Walks `w:tblPr`, whose start was taken.
pub fn table(source: &mut Source) -> Result<TablePatch, Error> {
    let mut patch = TablePatch::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "tblStyle" => patch.style = element.val().map(|id| id.into_owned()),
            "tblW" => patch.width = width(&element),
            "tblLayout" => patch.fixed = Some(element.get("type").as_deref() == Some("fixed")),
            "tblInd" => {
                patch.indent = match width(&element) {
                    Some(Width::Twips(indent)) => Some(indent),
                    _ => None,
                }
            }
            "jc" => {
                patch.alignment = Some(match element.val().as_deref() {
                    Some("center") => TableAlignment::Center,
                    Some("right" | "end") => TableAlignment::End,
                    _ => TableAlignment::Start,
                });
            }
            "tblCellSpacing" => patch.spacing = element.get("w").and_then(|w| values::twips(&w)),
            "shd" => patch.shading = Some(values::shading(&element)),
            "tblpPr" => patch.floating = Some(floating(&element)),
            "tblLook" => patch.look = look(&element),
            "tblStyleRowBandSize" => patch.row_band = element.val().and_then(|v| values::integer(&v)),
            "tblStyleColBandSize" => patch.column_band = element.val().and_then(|v| values::integer(&v)),
            "tblBorders" => {
                patch.borders = borders(source)?;
                continue;
            }
            "tblCellMar" => {
                patch.margins = cell_margins(source)?;
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    Ok(patch)
}

/// Reads `w:tblpPr` (ECMA-376 §17.4.57); what it does not say is as Word takes it.
fn floating(element: &Element) -> Anchor {
    let emu = |name| {
        let twips = element.get(name).and_then(|value| values::twips(&value)).unwrap_or_default();
        Emu(i64::from(twips.0) * 635)
    };
    let aligned = |name| match element.get(name).as_deref() {
        Some("center") => Some(Place::Center),
        Some("right" | "outside" | "bottom") => Some(Place::End),
        Some("left" | "inside" | "top" | "inline") => Some(Place::Start),
        _ => None,
    };
    let across = match element.get("horzAnchor").as_deref() {
        Some("page") => FromHorizontal::Page,
        Some("margin") => FromHorizontal::Margin,
        _ => FromHorizontal::Column,
    };
    let down = match element.get("vertAnchor").as_deref() {
        _ if element.get("tblpYSpec").as_deref() == Some("inline") => FromVertical::Paragraph,
        Some("page") => FromVertical::Page,
        Some("text") => FromVertical::Paragraph,
        _ => FromVertical::Margin,
    };
    let place = |aligned: Option<Place>, offset| aligned.unwrap_or(Place::Offset(emu(offset)));
    Anchor {
        horizontal: Horizontal { from: across, place: place(aligned("tblpXSpec"), "tblpX") },
        vertical: Vertical { from: down, place: place(aligned("tblpYSpec"), "tblpY") },
        wrap: Wrap::Square,
        behind: false,
        distances: [emu("leftFromText"), emu("topFromText"), emu("rightFromText"), emu("bottomFromText")],
    }
}

/// Walks `w:trPr`, whose start was taken.
pub fn row(source: &mut Source) -> Result<RowPatch, Error> {
    let mut patch = RowPatch::default();
    while let Some(element) = source.child()? {
        let count = || element.val().and_then(|v| values::integer(&v)).map_or(0, |v| v.clamp(0, 63) as u16);
        match element.name() {
            "trHeight" => {
                let height = element.val().and_then(|v| values::twips(&v)).unwrap_or_default().max(Twips(0));
                patch.height = match element.get("hRule").as_deref() {
                    Some("exact") => RowHeight::Exact(height),
                    Some("auto") => RowHeight::Auto,
                    _ => RowHeight::AtLeast(height),
                };
            }
            "cantSplit" => patch.cant_split = values::on(&element),
            "tblHeader" => patch.header = values::on(&element),
            "gridBefore" => patch.before = count(),
            "gridAfter" => patch.after = count(),
            "del" => patch.deleted = true,
            "cnfStyle" => patch.conditions = element.val().map(|v| v.into_owned()),
            _ => {}
        }
        source.skip()?;
    }
    Ok(patch)
}

/// Walks `w:tcPr`, whose start was taken.
pub fn cell(source: &mut Source) -> Result<CellPatch, Error> {
    let mut patch = CellPatch::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "tcW" => patch.width = width(&element),
            "gridSpan" => {
                let span = element.val().and_then(|v| values::integer(&v)).unwrap_or(1);
                patch.span = Some(span.clamp(1, 63) as u16);
            }
            "vMerge" => {
                patch.merge = Some(match element.val().as_deref() {
                    Some("restart") => Merge::Start,
                    _ => Merge::Continue,
                });
            }
            "hMerge" => patch.joined = element.val().as_deref() != Some("restart"),
            "shd" => patch.shading = Some(values::shading(&element)),
            "vAlign" => {
                patch.vertical = Some(match element.val().as_deref() {
                    Some("center" | "both") => CellVertical::Center,
                    Some("bottom") => CellVertical::Bottom,
                    _ => CellVertical::Top,
                });
            }
            "textDirection" => patch.turned = !matches!(element.val().as_deref(), Some("lrTb" | "lr") | None),
            "tcBorders" => {
                patch.borders = borders(source)?;
                continue;
            }
            "tcMar" => {
                patch.margins = cell_margins(source)?;
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    Ok(patch)
}

fn width(element: &Element) -> Option<Width> {
    let text = element.get("w")?;
    Some(match element.get("type").as_deref() {
        Some("pct") => match text.strip_suffix('%') {
            Some(percent) => Width::Percent((percent.trim().parse::<f32>().ok()? * 50.0) as i32),
            None => Width::Percent(values::integer(&text)?),
        },
        Some("auto" | "nil") => Width::Auto,
        _ => Width::Twips(values::twips(&text)?),
    })
}

fn borders(source: &mut Source) -> Result<CellBorders, Error> {
    let mut borders = CellBorders::default();
    while let Some(element) = source.child()? {
        let border = values::border(&element);
        match element.name() {
            "top" => borders.top = border,
            "left" | "start" => borders.left = border,
            "bottom" => borders.bottom = border,
            "right" | "end" => borders.right = border,
            "insideH" => borders.inside_horizontal = border,
            "insideV" => borders.inside_vertical = border,
            _ => {}
        }
        source.skip()?;
    }
    Ok(borders)
}

fn cell_margins(source: &mut Source) -> Result<MarginsPatch, Error> {
    let mut margins = MarginsPatch::default();
    while let Some(element) = source.child()? {
        let value = element.get("w").and_then(|w| values::twips(&w)).map(|w| w.max(Twips(0)));
        match element.name() {
            "top" => margins[0] = value,
            "left" | "start" => margins[1] = value,
            "bottom" => margins[2] = value,
            "right" | "end" => margins[3] = value,
            _ => {}
        }
        source.skip()?;
    }
    Ok(margins)
}

/// Attributes of Word 2010 and later, or the bits of `w:val` of before.
fn look(element: &Element) -> Look {
    let bits = element.val().and_then(|v| u32::from_str_radix(&v, 16).ok()).unwrap_or(0);
    let flag = |name: &str, bit: u32| match element.get(name).as_deref() {
        Some(value) => matches!(value, "1" | "true" | "on"),
        None => bits & bit != 0,
    };
    Look {
        first_row: flag("firstRow", 0x20),
        last_row: flag("lastRow", 0x40),
        first_column: flag("firstColumn", 0x80),
        last_column: flag("lastColumn", 0x100),
        row_bands: !flag("noHBand", 0x200),
        column_bands: !flag("noVBand", 0x400),
    }
}
