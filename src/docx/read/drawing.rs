//! Drawings: pictures and boxes of text, in the line or anchored (ECMA-376 §20.4, and VML of before).
//!
//! Charts, diagrams and freehand shapes are named in the warnings; text in them is kept.

use std::sync::Arc;

use super::patch::RunPatch;
use super::run::Builder;
use super::source::{Element, Source};
use super::{Reader, metafile, vml};
use crate::docx::Error;
use crate::docx::document::*;
use crate::docx::style::{Alignment, Rgb};
use crate::docx::table::CellVertical;
use crate::docx::units::{Emu, HalfPoints, Twips};

/// What was found in a drawing.
#[derive(Default)]
pub(super) struct Found {
    pub width: Emu,
    pub height: Emu,
    pub anchor: Option<Anchor>,
    pub picture: Option<String>,
    pub alternative: Option<String>,
    pub shape: Shape,
    /// Has a fill, an outline or text that is printed.
    pub boxed: bool,
    pub grouped: bool,
    /// Text along a path: a watermark.
    pub along: Option<String>,
}

impl Reader<'_> {
    /// Walks `w:drawing`, `w:pict` or `w:object`, whose start was taken.
    pub fn read_drawings(&mut self, name: &str, source: &mut Source) -> Result<Vec<Drawing>, Error> {
        let mut drawings = Vec::new();
        while let Some(element) = source.child()? {
            match (name, element.name()) {
                ("drawing", kind @ ("inline" | "anchor")) => {
                    let anchor = (kind == "anchor").then(|| anchor(&element));
                    let mut found = Found { anchor, ..Found::default() };
                    self.read_place(source, &mut found)?;
                    drawings.extend(self.drawing(found));
                }
                ("drawing", _) => source.skip()?,
                (_, "shape" | "rect" | "roundrect" | "oval" | "group" | "line") => {
                    self.read_shapes(&element, source, &mut drawings)?;
                }
                _ => source.skip()?,
            }
        }
        Ok(drawings)
    }

    pub(super) fn drawing(&mut self, found: Found) -> Option<Drawing> {
        let mut found = found;
        if found.grouped {
            self.warn("print-groups");
        }
        if let Some(text) = found.along.take().filter(|text| !text.trim().is_empty()) {
            self.warn("print-text-path");
            self.watermark(&text, &mut found);
        }
        let (width, height, anchor, alternative) =
            (found.width, found.height, found.anchor, found.alternative);
        if let Some(picture) = found.picture.as_ref().and_then(|id| self.picture(id)) {
            return Some(Drawing { width, height, anchor, content: Content::Picture(picture), alternative });
        }
        if found.picture.is_some() && !found.boxed {
            self.stand_in(alternative.as_deref().unwrap_or_default(), &mut found.shape);
        }
        if found.picture.is_none() && !found.boxed && found.shape.blocks.is_empty() {
            self.warn("print-empty-drawing");
        }
        let visible = found.boxed || !found.shape.blocks.is_empty() || found.picture.is_some();
        visible.then_some(Drawing {
            width,
            height,
            anchor,
            content: Content::Shape(found.shape),
            alternative,
        })
    }

    /// In the place of a picture that cannot be printed a box with what it shows, in words.
    fn stand_in(&mut self, text: &str, shape: &mut Shape) {
        /// A quarter of a point.
        const PEN: Emu = Emu(3_175);
        shape.line = Some((Rgb([0x80; 3]), PEN));
        shape.vertical = CellVertical::Center;
        let patch = RunPatch { size: Some(HalfPoints(16)), ..self.memory.styles.default_run };
        shape.blocks = vec![self.centered(text, &patch)];
    }

    /// Text of a watermark in the middle of its box, in the box's colour and as large as it goes in there.
    fn watermark(&mut self, text: &str, found: &mut Found) {
        let count = text.chars().count().max(1) as f32;
        let widest = found.width.points() / (count * 0.75);
        let size = HalfPoints((found.height.points().min(widest) * 2.0) as i32)
            .clamp(HalfPoints(12), HalfPoints(400));
        let color = Some(found.shape.fill.take());
        let patch = RunPatch { size: Some(size), color, ..self.memory.styles.default_run };
        found.shape.blocks = vec![self.centered(text, &patch)];
        found.shape.vertical = CellVertical::Center;
        found.shape.line = None;
        found.boxed = false;
    }

    /// A paragraph of one format in the middle of its box.
    fn centered(&mut self, text: &str, patch: &RunPatch) -> Block {
        let style = self.intern(patch);
        let mut builder = Builder::new(*patch);
        text.chars()
            .filter(|character| !character.is_control())
            .for_each(|character| builder.push(character, style));
        let mut paragraph = self.memory.styles.default_paragraph.clone();
        (paragraph.alignment, paragraph.after) = (Some(Alignment::Center), Some(Twips(0)));
        Block::Paragraph(Box::new(builder.finish(Arc::new(paragraph.resolve(u16::MAX)), style, None)))
    }

    /// A picture by its relationship; each part is sniffed and copied once.
    fn picture(&mut self, id: &str) -> Option<Arc<Picture>> {
        let Some(part) = self.relations.target(id).map(str::to_owned) else {
            self.warn("print-linked-picture");
            return None;
        };
        if let Some(known) = self.pictures.get(&part) {
            return known.clone();
        }
        let bytes = self.parts.get(&part).map(|content| &**content).unwrap_or_default();
        let found = match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some((PictureFormat::Png, bytes.to_vec())),
            [0xFF, 0xD8, 0xFF, ..] => Some((PictureFormat::Jpeg, bytes.to_vec())),
            [b'G', b'I', b'F', b'8', ..] => Some((PictureFormat::Gif, bytes.to_vec())),
            [b'B', b'M', ..] => Some((PictureFormat::Bmp, bytes.to_vec())),
            _ => metafile::bitmap(bytes).map(|bitmap| (PictureFormat::Bmp, bitmap)),
        };
        if found.is_none() {
            let kind = part.rsplit_once('.').map_or("unknown", |(_, kind)| kind).to_ascii_uppercase();
            self.warn_of("print-picture-kind", &[("kind", &kind)]);
        }
        let picture = found.map(|(format, bytes)| Arc::new(Picture { format, bytes }));
        self.pictures.insert(part, picture.clone());
        picture
    }

    /// Walks `wp:inline` or `wp:anchor`.
    fn read_place(&mut self, source: &mut Source, found: &mut Found) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "extent" => {
                    found.width = emu(&element, "cx");
                    found.height = emu(&element, "cy");
                }
                "docPr" => found.alternative = alternative(&element, "descr"),
                "positionH" => {
                    let from = match element.get("relativeFrom").as_deref() {
                        Some("page" | "leftMargin" | "outsideMargin" | "insideMargin") => {
                            FromHorizontal::Page
                        }
                        Some("margin") => FromHorizontal::Margin,
                        Some("rightMargin") => FromHorizontal::RightMargin,
                        _ => FromHorizontal::Column,
                    };
                    let place = place(source)?;
                    if let (Some(anchor), Some(place)) = (&mut found.anchor, place) {
                        anchor.horizontal = Horizontal { from, place };
                    }
                    continue;
                }
                "positionV" => {
                    let from = match element.get("relativeFrom").as_deref() {
                        Some("page" | "topMargin" | "outsideMargin" | "insideMargin") => FromVertical::Page,
                        Some("margin") => FromVertical::Margin,
                        Some("bottomMargin") => FromVertical::BottomMargin,
                        _ => FromVertical::Paragraph,
                    };
                    let place = place(source)?;
                    if let (Some(anchor), Some(place)) = (&mut found.anchor, place) {
                        anchor.vertical = Vertical { from, place };
                    }
                    continue;
                }
                "wrapSquare" | "wrapTight" | "wrapThrough" => set_wrap(found, Wrap::Square),
                "wrapTopAndBottom" => set_wrap(found, Wrap::TopAndBottom),
                "graphic" => {
                    self.read_graphic(source, found, false)?;
                    continue;
                }
                _ => {}
            }
            source.skip()?;
        }
        Ok(())
    }

    /// Looks for a picture, a fill, an outline and text at any depth.
    pub(super) fn read_graphic(
        &mut self,
        source: &mut Source,
        found: &mut Found,
        line: bool,
    ) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "blip" => {
                    found.picture = element.get("embed").map(|id| id.into_owned()).or(found.picture.take())
                }
                "imagedata" => {
                    found.picture = element.get("id").map(|id| id.into_owned()).or(found.picture.take())
                }
                "txbxContent" => {
                    let fields = std::mem::take(&mut self.fields);
                    let table = self.table_text.take();
                    let mut blocks = std::mem::take(&mut found.shape.blocks);
                    self.inside += 1;
                    self.read_story(source, &mut blocks)?;
                    self.inside -= 1;
                    found.shape.blocks = blocks;
                    self.fields = fields;
                    self.table_text = table;
                    continue;
                }
                "bodyPr" => {
                    let inset = |name, rest| element.get(name).map_or(Emu(rest), |_| emu(&element, name));
                    found.shape.insets = [
                        inset("lIns", 91_440),
                        inset("tIns", 45_720),
                        inset("rIns", 91_440),
                        inset("bIns", 45_720),
                    ];
                    found.shape.vertical = match element.get("anchor").as_deref() {
                        Some("ctr") => CellVertical::Center,
                        Some("b") => CellVertical::Bottom,
                        _ => CellVertical::Top,
                    };
                }
                "textbox" => vml::text_box(&element, found),
                "wrap" => vml::wrap(&element, found),
                "spAutoFit" => found.shape.fits_height = true,
                "textpath" => found.along = element.get("string").map(|text| text.into_owned()),
                "srgbClr" | "schemeClr" | "prstClr" => {
                    if let Some(color) = self.read_color(&element, source)? {
                        paint(color, found, line);
                    }
                    continue;
                }
                "chart" | "relIds" => self.warn("print-chart"),
                "custGeom" => self.warn("print-freehand"),
                "wgp" | "group" | "grpSp" => found.grouped = true,
                "style" | "extLst" | "Fallback" | "nvPicPr" | "effectLst" | "gradFill" | "pattFill" => {
                    source.skip()?;
                    continue;
                }
                "ln" => {
                    let width = element.get("w").map_or(Emu(9525), |_| emu(&element, "w"));
                    found.shape.line = Some((Rgb::default(), width));
                    let painted = found.boxed;
                    found.boxed = false;
                    self.read_graphic(source, found, true)?;
                    if !found.boxed {
                        found.shape.line = None;
                    }
                    found.boxed |= painted;
                    continue;
                }
                _ => {}
            }
            self.read_graphic(source, found, line)?;
        }
        Ok(())
    }
}

/// Takes a colour for the outline, where it is walked, or for the fill.
fn paint(color: Rgb, found: &mut Found, line: bool) {
    found.boxed = true;
    match (&mut found.shape.line, line) {
        (Some((pen, _)), true) => *pen = color,
        _ => found.shape.fill = Some(color),
    }
}

/// Alternative text (ECMA-376 §20.4.2.5), or the title that stands for one.
pub(super) fn alternative(element: &Element, name: &str) -> Option<String> {
    let text = |name| element.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    text(name).or_else(|| text("title"))
}

/// A length in EMU, at most that of the largest page.
fn emu(element: &Element, name: &str) -> Emu {
    let value = element.get(name).and_then(|text| text.trim().parse::<f64>().ok()).unwrap_or(0.0);
    Emu(value.clamp(-20_116_800.0, 20_116_800.0) as i64)
}

pub(super) fn set_wrap(found: &mut Found, wrap: Wrap) {
    if let Some(anchor) = &mut found.anchor {
        anchor.wrap = wrap;
    }
}

fn anchor(element: &Element) -> Anchor {
    let distance = |name| emu(element, name);
    Anchor {
        horizontal: Horizontal { from: FromHorizontal::Column, place: Place::Offset(Emu(0)) },
        vertical: Vertical { from: FromVertical::Paragraph, place: Place::Offset(Emu(0)) },
        wrap: Wrap::None,
        behind: element.get("behindDoc").is_some_and(|v| matches!(&*v, "1" | "true")),
        distances: [distance("distL"), distance("distT"), distance("distR"), distance("distB")],
    }
}

/// Walks `wp:positionH` or `wp:positionV`.
fn place(source: &mut Source) -> Result<Option<Place>, Error> {
    let mut place = None;
    while let Some(element) = source.child()? {
        let name = element.name().to_owned();
        let text = source.text()?;
        place = match name.as_str() {
            "posOffset" => text
                .trim()
                .parse()
                .ok()
                .map(|offset: i64| Place::Offset(Emu(offset.clamp(-20_116_800, 20_116_800)))),
            "align" => Some(match text.trim() {
                "center" => Place::Center,
                "right" | "bottom" | "outside" => Place::End,
                _ => Place::Start,
            }),
            _ => place,
        };
    }
    Ok(place)
}
