//! What a drawing shows: a picture, a fill, an outline, text, looked for at any depth (ECMA-376 §20.1, §20.5, and VML).
//!
//! What a shape does not say itself, its style does (`wps:style`, §20.1.4.2). Deliberately absent: effects.

use super::drawing::{Found, emu};
use super::group::{self, Transform};
use super::patch::{ParagraphPatch, RunPatch};
use super::source::{Element, Source};
use super::{Reader, form, lettering, vml};
use crate::docx::Error;
use crate::docx::document::Shape;
use crate::docx::style::Rgb;
use crate::docx::table::CellVertical;
use crate::docx::units::Emu;

/// The pen of an outline that says nothing of it, 0.75 pt.
const PEN: Emu = Emu(9_525);

/// What of a shape was said by itself, and not by its style.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// That it has a fill, or none.
    fill: bool,
    outline: bool,
    pen: Option<Emu>,
}

impl Reader<'_> {
    /// Walks an element of a drawing. `outline`: its colours are those of the outline.
    pub(super) fn read_graphic(
        &mut self,
        source: &mut Source,
        found: &mut Found,
        outline: bool,
    ) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "txbxContent" => self.read_box(source, found)?,
                "wgp" | "wpc" => self.read_group(source, found)?,
                "xfrm" => found.transform = Transform::read(&element, source)?,
                "style" if element.qualified() == "wps:style" => self.read_shape_style(source, found)?,
                "ln" => self.read_outline(&element, source, found)?,
                "srgbClr" | "schemeClr" | "prstClr" | "sysClr" => {
                    let color = self.read_color(&element, source)?;
                    paint(color, found, outline);
                }
                "gradFill" | "pattFill" => self.read_mixed_fill(source, found, outline)?,
                "blip" => {
                    self.note(&element, found, outline);
                    source.skip()?;
                }
                "style" | "extLst" | "Fallback" | "effectLst" | "effectDag" | "sp3d" => source.skip()?,
                _ => {
                    self.note(&element, found, outline);
                    self.read_graphic(source, found, outline)?;
                }
            }
        }
        Ok(())
    }

    /// Takes what an element says by its attributes.
    fn note(&mut self, element: &Element, found: &mut Found, outline: bool) {
        if let Some(pen) = &mut found.pen {
            pen.take(element);
        }
        let own = |name| element.get(name).map(|value| value.into_owned());
        match element.name() {
            "blip" => found.picture = own("embed").or(found.picture.take()),
            "imagedata" => {
                found.picture = own("id").or(found.picture.take());
                found.crop = vml::crop(element);
            }
            "srcRect" => found.crop = ["l", "t", "r", "b"].map(|side| share(element, side)),
            "cNvPr" => group::read_name(element, found),
            "bodyPr" => self::body(element, found),
            "textbox" => vml::text_box(element, found),
            "wrap" => vml::wrap(element, found),
            "spAutoFit" => found.shape.fits_height = true,
            "textpath" => found.along = lettering::along(element).or(found.along.take()),
            "fill" => found.opacity = lettering::opacity(element),
            "noFill" if outline => found.said.outline = true,
            "noFill" | "blipFill" => found.said.fill = true,
            "grpFill" => paint(found.group_fill, found, outline),
            "prstGeom" => match own("prst").map(|name| form::preset(&name)) {
                Some(None) => found.freehand = true,
                known => found.shape.form = known.flatten().unwrap_or_default(),
            },
            "gd" => form::adjust(element, &mut found.shape.form),
            "custGeom" => found.pen = Some(form::Pen::default()),
            "prstDash" | "headEnd" | "tailEnd" | "stroke" => found.fancy |= is_fancy(element),
            "chart" | "relIds" | "lockedCanvas" => self.warn("print-chart"),
            _ => {}
        }
    }

    /// Walks the text of a box.
    fn read_box(&mut self, source: &mut Source, found: &mut Found) -> Result<(), Error> {
        let fields = std::mem::take(&mut self.fields);
        let color = found.text_color.map(Some);
        let text = RunPatch { color, ..RunPatch::default() };
        let text = color.map(|_| (ParagraphPatch::default(), text));
        let table = std::mem::replace(&mut self.table_text, text);
        self.inside += 1;
        self.read_story(source, &mut found.shape.blocks)?;
        self.inside -= 1;
        self.fields = fields;
        self.table_text = table;
        Ok(())
    }

    /// Walks `a:ln`: an outline without a colour is none.
    fn read_outline(
        &mut self,
        element: &Element,
        source: &mut Source,
        found: &mut Found,
    ) -> Result<(), Error> {
        found.said.pen = element.get("w").map(|_| emu(element, "w"));
        self.read_graphic(source, found, true)
    }

    /// Walks a gradient or a pattern: its colours become one.
    fn read_mixed_fill(
        &mut self,
        source: &mut Source,
        found: &mut Found,
        outline: bool,
    ) -> Result<(), Error> {
        let mut colors = Vec::new();
        self.read_colors(source, &mut colors)?;
        self.warn("print-gradient");
        paint(mean(&colors), found, outline);
        Ok(())
    }

    fn read_colors(&mut self, source: &mut Source, colors: &mut Vec<Rgb>) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "srgbClr" | "schemeClr" | "prstClr" | "sysClr" => {
                    colors.extend(self.read_color(&element, source)?);
                }
                _ => self.read_colors(source, colors)?,
            }
        }
        Ok(())
    }

    /// Walks `wps:style`, which stands behind what the shape says itself and before its text.
    fn read_shape_style(&mut self, source: &mut Source, found: &mut Found) -> Result<(), Error> {
        while let Some(reference) = source.child()? {
            let index = reference.get("idx").and_then(|index| index.parse::<usize>().ok()).unwrap_or(0);
            let mut colors = Vec::new();
            self.read_colors(source, &mut colors)?;
            let Some(color) = colors.pop() else { continue };
            match reference.name() {
                // 0 and 1000: no style of the theme.
                "fillRef" if index % 1000 != 0 && !found.said.fill => paint(Some(color), found, false),
                "lnRef" if index != 0 && !found.said.outline => {
                    found.said.pen = found.said.pen.or(self.families.pen(index));
                    paint(Some(color), found, true);
                }
                "fontRef" => found.text_color = Some(color),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Takes a colour for the outline or for the fill.
fn paint(color: Option<Rgb>, found: &mut Found, outline: bool) {
    let said = if outline { &mut found.said.outline } else { &mut found.said.fill };
    *said = true;
    let Some(color) = color else { return };
    found.boxed = true;
    match outline {
        true => found.shape.line = Some((color, found.said.pen.unwrap_or(PEN))),
        false => found.shape.fill = Some(color),
    }
}

/// Whether an outline is dashed or ends in an arrow, by what DrawingML (§20.1.8.48, §20.1.8.38) or `v:stroke` says.
fn is_fancy(element: &Element) -> bool {
    let names: &[&str] = match element.name() {
        "prstDash" => &["val"],
        "stroke" => &["dashstyle", "startarrow", "endarrow"],
        _ => &["type"],
    };
    let said = names.iter().filter_map(|name| element.get(name));
    said.into_iter().any(|value| !matches!(&*value, "solid" | "none"))
}

fn mean(colors: &[Rgb]) -> Option<Rgb> {
    let count = u32::try_from(colors.len()).ok().filter(|count| *count > 0)?;
    let part = |index: usize| {
        let sum: u32 = colors.iter().map(|color| u32::from(color.0[index])).sum();
        u8::try_from(sum / count).expect("a mean of bytes is a byte")
    };
    Some(Rgb([part(0), part(1), part(2)]))
}

/// A share of a picture's side: thousandths of a percent, or percent with the sign (ST_Percentage).
fn share(element: &Element, name: &str) -> f32 {
    let text = element.get(name).unwrap_or_default();
    let number = |text: &str| text.trim().parse::<f32>().unwrap_or(0.0);
    match text.strip_suffix('%') {
        Some(percent) => number(percent) / 100.0,
        None => number(&text) / 100_000.0,
    }
}

/// `wps:bodyPr`: the margins of a text box, and where its text stands (ECMA-376 §21.1.2.1.1).
fn body(element: &Element, found: &mut Found) {
    let inset = |name, rest| element.get(name).map_or(Emu(rest), |_| emu(element, name));
    let Shape { insets, vertical, .. } = &mut found.shape;
    *insets = [inset("lIns", 91_440), inset("tIns", 45_720), inset("rIns", 91_440), inset("bIns", 45_720)];
    *vertical = match element.get("anchor").as_deref() {
        Some("ctr") => CellVertical::Center,
        Some("b") => CellVertical::Bottom,
        _ => CellVertical::Top,
    };
    found.turned |= element.get("vert").is_some_and(|way| way != "horz");
}
