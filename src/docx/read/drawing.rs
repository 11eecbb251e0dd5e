//! Drawings: pictures, boxes of text and groups of both, in the line or anchored (ECMA-376 §20.4, and VML of before).
//!
//! Charts, diagrams and shapes of forms that are not drawn are named in the warnings; text that a shape holds is kept.

use std::sync::Arc;

use super::form::Pen;
use super::group::Transform;
use super::lettering::Along;
use super::patch::RunPatch;
use super::run::Builder;
use super::shape::Said;
use super::source::{Element, Source};
use super::{Reader, group, metafile, vml};
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
    pub crop: Crop,
    pub alternative: Option<String>,
    pub shape: Shape,
    /// Has a fill or an outline.
    pub boxed: bool,
    pub said: Said,
    /// That of the text in it, by its style.
    pub text_color: Option<Rgb>,
    /// Has a form that is not drawn.
    pub freehand: bool,
    /// Draws its form itself.
    pub pen: Option<Pen>,
    /// Its outline is dashed or ends in an arrow.
    pub fancy: bool,
    /// Its text is turned.
    pub turned: bool,
    /// How far VML turns it, in degrees.
    pub turn: f32,
    /// Words along a path: a watermark.
    pub along: Option<Along>,
    /// Of its fill, where that is seen through.
    pub opacity: Option<f32>,
    /// Where it stands in a group, and whether it is turned.
    pub transform: Transform,
    /// The fill of the group that it stands in.
    pub group_fill: Option<Rgb>,
    /// What is in it, if it is a group.
    pub members: Vec<Member>,
}

/// What is not taller or not wider than this is a rule, whatever its form: 3 pt.
const THIN: Emu = Emu(38_100);

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
                    drawings.push(self.drawing(found));
                }
                ("drawing", _) => source.skip()?,
                (_, kind) if kind == "group" || vml::SHAPES.contains(&kind) => {
                    drawings.push(self.read_vml(&element, source)?);
                }
                _ => source.skip()?,
            }
        }
        Ok(drawings)
    }

    /// A drawing takes its room even if nothing in it is printed.
    pub(super) fn drawing(&mut self, mut found: Found) -> Drawing {
        let content = self.content(&mut found).unwrap_or_else(|| {
            self.warn("print-empty-drawing");
            Content::Shape(Shape::default())
        });
        let Found { width, height, anchor, alternative, .. } = found;
        Drawing { width, height, anchor, content, alternative }
    }

    /// What is printed of a drawing: a picture, a box over it, members of a group over both.
    pub(super) fn content(&mut self, found: &mut Found) -> Option<Content> {
        settle_form(found);
        self.warn_of_form(found);
        if let Some(along) = found.along.take().filter(|along| !along.text.trim().is_empty()) {
            self.letter(along, found);
        }
        let mut layers = Vec::new();
        if let Some(id) = &found.picture {
            match self.picture(id) {
                Some(picture) => {
                    (found.boxed, found.shape.fill) = (false, None);
                    let crop = mirrored(printable(found.crop), found.transform.mirrored);
                    layers.push(Content::Picture(picture, crop));
                }
                None if found.boxed => {}
                None => self.stand_in(found.alternative.as_deref().unwrap_or_default(), &mut found.shape),
            }
        }
        if found.boxed || !found.shape.blocks.is_empty() {
            layers.push(Content::Shape(std::mem::take(&mut found.shape)));
        }
        if !found.members.is_empty() {
            group::describe(&mut found.members, &found.alternative);
            layers.push(Content::Group(std::mem::take(&mut found.members)));
        }
        stacked(layers, found)
    }

    /// Names what is printed, but not as it is drawn.
    fn warn_of_form(&mut self, found: &Found) {
        let thin = found.width <= THIN || found.height <= THIN;
        if found.freehand && found.boxed && found.picture.is_none() && !thin {
            self.warn("print-freehand");
        }
        if found.fancy && found.shape.line.is_some() {
            self.warn("print-fancy-line");
        }
        if found.along.is_none() && (found.turned || found.transform.is_turned()) {
            self.warn("print-turned");
        }
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

    /// A paragraph of one format in the middle of its box.
    fn centered(&mut self, text: &str, patch: &RunPatch) -> Block {
        let style = self.intern(patch);
        let mut builder = Builder::new(*patch);
        text.chars()
            .filter(|character| !character.is_control())
            .for_each(|character| builder.push(character, style));
        let mut paragraph = self.memory.styles.default_paragraph.clone();
        (paragraph.alignment, paragraph.after) = (Some(Alignment::Center), Some(Twips(0)));
        Block::Paragraph(Arc::new(builder.finish(Arc::new(paragraph.resolve(u16::MAX)), style, None)))
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
                    let from = from_horizontal(&element);
                    if let (Some(place), Some(anchor)) = (place(source)?, &mut found.anchor) {
                        anchor.horizontal = Horizontal { from, place };
                    }
                    continue;
                }
                "positionV" => {
                    let from = from_vertical(&element);
                    if let (Some(place), Some(anchor)) = (place(source)?, &mut found.anchor) {
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
}

/// The form that a shape draws itself, and its mirror image where it asks for that.
fn settle_form(found: &mut Found) {
    if let Some(pen) = found.pen.take() {
        let form = pen.form();
        found.freehand = form.is_none();
        found.shape.form = form.unwrap_or_default();
    }
    found.shape.form = std::mem::take(&mut found.shape.form).mirrored(found.transform.mirrored);
}

/// A crop of a picture that a mirror shows: what is left of it, from the other end.
fn mirrored([left, top, right, bottom]: Crop, [across, down]: [bool; 2]) -> Crop {
    let flip =
        |flips, first: f32, second: f32| if flips { [1.0 - second, 1.0 - first] } else { [first, second] };
    let ([left, right], [top, bottom]) = (flip(across, left, right), flip(down, top, bottom));
    [left, top, right, bottom]
}

/// A crop that leaves something of the picture, or none.
fn printable(crop: Crop) -> Crop {
    let [left, top, right, bottom] = crop;
    let leaves = |first: f32, second: f32| (0.001..=1000.0).contains(&(1.0 - first - second));
    if leaves(left, right) && leaves(top, bottom) { crop } else { Crop::default() }
}

/// Layers of the size of their drawing, the lowest first, as one.
fn stacked(mut layers: Vec<Content>, found: &Found) -> Option<Content> {
    if layers.len() < 2 {
        return layers.pop();
    }
    let member = |content| {
        let (width, height, alternative) = (found.width, found.height, found.alternative.clone());
        let drawing = Drawing { width, height, anchor: None, content, alternative };
        Member { left: Emu(0), top: Emu(0), drawing }
    };
    Some(Content::Group(layers.into_iter().map(member).collect()))
}

/// What `wp:positionH` is measured from (ECMA-376 §20.4.3.4).
fn from_horizontal(element: &Element) -> FromHorizontal {
    match element.get("relativeFrom").as_deref() {
        Some("page" | "leftMargin" | "outsideMargin" | "insideMargin") => FromHorizontal::Page,
        Some("margin") => FromHorizontal::Margin,
        Some("rightMargin") => FromHorizontal::RightMargin,
        _ => FromHorizontal::Column,
    }
}

/// What `wp:positionV` is measured from (ECMA-376 §20.4.3.5).
fn from_vertical(element: &Element) -> FromVertical {
    match element.get("relativeFrom").as_deref() {
        Some("page" | "topMargin" | "outsideMargin" | "insideMargin") => FromVertical::Page,
        Some("margin") => FromVertical::Margin,
        Some("bottomMargin") => FromVertical::BottomMargin,
        _ => FromVertical::Paragraph,
    }
}

/// Alternative text (ECMA-376 §20.4.2.5), or the title that stands for one.
pub(super) fn alternative(element: &Element, name: &str) -> Option<String> {
    let text = |name| element.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    text(name).or_else(|| text("title"))
}

/// A length in EMU, at most that of the largest page.
pub(super) fn emu(element: &Element, name: &str) -> Emu {
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
