//! Shapes in VML, which Word wrote before 2010 and other programs still write for text boxes, lines and rules
//! (ECMA-376 part 4 §14.1, §19.1).
//!
//! Deliberately absent: arcs, rotation, shadows.

use super::drawing::{Found, alternative, set_wrap};
use super::form::CORNER;
use super::group::{Area, Coordinates};
use super::source::{Element, Source};
use super::{Reader, form, values};
use crate::docx::Error;
use crate::docx::document::*;
use crate::docx::form::{Form, Point, Step};
use crate::docx::style::Rgb;
use crate::docx::table::CellVertical;
use crate::docx::units::Emu;

/// The margins of a text box that says nothing: left, top, right, bottom (ECMA-376 part 4 §19.1.2.22).
const INSETS: [Emu; 4] = [Emu(91_440), Emu(45_720), Emu(91_440), Emu(45_720)];
/// The pen that draws an outline that says nothing, 0.75 pt.
const PEN: Emu = Emu(9_525);
/// The largest page.
const LARGEST: f64 = 20_116_800.0;

/// The elements that are shapes (ECMA-376 part 4 §14.1.2).
pub const SHAPES: [&str; 9] =
    ["shape", "rect", "roundrect", "oval", "line", "arc", "curve", "polyline", "image"];

impl Reader<'_> {
    /// Walks a shape or a group of shapes, whose start was taken.
    pub(super) fn read_vml(&mut self, element: &Element, source: &mut Source) -> Result<Drawing, Error> {
        let mut found = shape(element);
        match element.name() {
            "group" => {
                let area = [0.0, 0.0, found.width.0 as f64, found.height.0 as f64];
                self.read_shapes(&coordinates(element, area), source, &mut found)?;
            }
            _ => self.read_graphic(source, &mut found, false)?,
        }
        Ok(self.drawing(found))
    }

    /// Walks the shapes of a group, and of the groups in it.
    fn read_shapes(
        &mut self,
        group: &Coordinates,
        source: &mut Source,
        whole: &mut Found,
    ) -> Result<(), Error> {
        while let Some(child) = source.child()? {
            match child.name() {
                "group" => {
                    let inner = coordinates(&child, group.area(units(&child)));
                    self.read_shapes(&inner, source, whole)?;
                }
                name if SHAPES.contains(&name) => {
                    let mut found = shape(&child);
                    self.read_graphic(source, &mut found, false)?;
                    whole.members.extend(self.member(found, group.area(units(&child))));
                }
                _ => {
                    if child.name() == "wrap" {
                        wrap(&child, whole);
                    }
                    source.skip()?;
                }
            }
        }
        Ok(())
    }
}

/// What the coordinates of a group in an area mean.
fn coordinates(element: &Element, area: Area) -> Coordinates {
    let origin = element.get("coordorigin").map_or([0.0; 2], |text| pair(&text));
    let extent = element.get("coordsize").map_or([1000.0; 2], |text| pair(&text));
    Coordinates::of(area, origin, extent)
}

/// The place of a shape in a group, in units of the group.
fn units(element: &Element) -> Area {
    let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
    let style = element.get("style").unwrap_or_default();
    let said = |name: &str| entries(&style).find(|(key, _)| *key == name).map_or(0.0, |(_, v)| number(v));
    bounds(element, number).unwrap_or_else(|| ["left", "top", "width", "height"].map(said))
}

/// The points that a line, a curve or a polyline goes through or is drawn to.
fn points(element: &Element, length: impl Fn(&str) -> f64) -> Option<Vec<[f64; 2]>> {
    let names: &[&str] = match element.name() {
        "line" => &["from", "to"],
        "curve" => &["from", "control1", "control2", "to"],
        "polyline" => &["points"],
        _ => return None,
    };
    let points: Vec<_> = names.iter().filter_map(|name| element.get(name)).collect();
    let numbers = points.iter().flat_map(|point| point.split([',', ' '])).filter(|text| !text.is_empty());
    let numbers: Vec<f64> = numbers.map(length).collect();
    Some(numbers.chunks_exact(2).map(|point| [point[0], point[1]]).collect())
}

/// The same in shares of the box round them.
fn shares(element: &Element) -> Option<Vec<Point>> {
    // Which unit does not matter to shares, as long as it is one.
    let length = |text: &str| css(text).0 as f64;
    let [left, top, width, height] = bounds(element, length)?;
    let share = |at: f64, from: f64, long: f64| if long > 0.0 { ((at - from) / long) as f32 } else { 0.0 };
    let points = points(element, length)?;
    Some(points.iter().map(|[x, y]| [share(*x, left, width), share(*y, top, height)]).collect())
}

/// The box round them.
fn bounds(element: &Element, length: impl Fn(&str) -> f64) -> Option<Area> {
    let points = points(element, length)?;
    let ends = |axis: usize| {
        let own = points.iter().map(|point| point[axis]);
        own.fold(None, |ends: Option<(f64, f64)>, at| {
            let (least, most) = ends.unwrap_or((at, at));
            Some((least.min(at), most.max(at)))
        })
    };
    let ((left, right), (top, bottom)) = (ends(0)?, ends(1)?);
    Some([left, top, right - left, bottom - top])
}

/// How text goes round it, and what its place is measured from (`w10:wrap`, ECMA-376 part 4 §19.3.2.6).
pub fn wrap(element: &Element, found: &mut Found) {
    match element.get("type").as_deref() {
        Some("square" | "tight" | "through") => set_wrap(found, Wrap::Square),
        Some("topAndBottom") => set_wrap(found, Wrap::TopAndBottom),
        _ => {}
    }
    let Some(anchor) = &mut found.anchor else { return };
    if let Some(from) = element.get("anchorx") {
        anchor.horizontal.from = from_horizontal(&from);
    }
    if let Some(from) = element.get("anchory") {
        anchor.vertical.from = from_vertical(&from);
    }
}

/// The margins of a text box, and whether the box is as tall as its text.
pub fn text_box(element: &Element, found: &mut Found) {
    found.shape.insets = INSETS;
    let inset = element.get("inset").unwrap_or_default();
    for (own, text) in found.shape.insets.iter_mut().zip(inset.split(',')) {
        if !text.trim().is_empty() {
            *own = css(text.trim());
        }
    }
    let style = element.get("style").unwrap_or_default();
    found.shape.fits_height |= entries(&style).any(|entry| entry == ("mso-fit-shape-to-text", "t"));
    found.turned |= entries(&style).any(|(name, way)| name == "layout-flow" && way.starts_with("vertical"));
}

/// What `v:imagedata` cuts off (ECMA-376 part 4 §19.1.2.11).
pub fn crop(element: &Element) -> Crop {
    ["cropleft", "croptop", "cropright", "cropbottom"]
        .map(|side| share(&element.get(side).unwrap_or_default()))
}

/// A share: a decimal, or 65,536ths with an f.
fn share(text: &str) -> f32 {
    let number = |text: &str| text.trim().parse::<f32>().unwrap_or(0.0);
    match text.strip_suffix('f') {
        Some(parts) => number(parts) / 65_536.0,
        None => number(text),
    }
}

/// Size, place, fill and outline of a shape.
fn shape(element: &Element) -> Found {
    let mut found = Found { alternative: alternative(element, "alt"), ..Found::default() };
    match form(element) {
        Some(form) => found.shape.form = form,
        None => found.freehand = true,
    }
    place(element, &mut found);
    if element.name() != "group" {
        paint(element, &mut found);
    }
    rule(element, &mut found);
    if element.name() == "image" {
        found.picture = ["id", "src"].iter().find_map(|name| element.get(name)).map(|id| id.into_owned());
    }
    found
}

/// From its CSS (ECMA-376 part 4 §19.1.2.19).
fn place(element: &Element, found: &mut Found) {
    /// An eighth of an inch, which a style that says nothing has beside it.
    const BESIDE: Emu = Emu(114_300);
    let style = element.get("style").unwrap_or_default();
    let mut anchor = Anchor {
        horizontal: Horizontal { from: FromHorizontal::Column, place: Place::Offset(Emu(0)) },
        vertical: Vertical { from: FromVertical::Paragraph, place: Place::Offset(Emu(0)) },
        wrap: Wrap::None,
        behind: false,
        distances: [BESIDE, Emu(0), BESIDE, Emu(0)],
    };
    let mut absolute = false;
    for (name, value) in entries(&style) {
        match (name, value) {
            ("width", value) => found.width = css(value),
            ("height", value) => found.height = css(value),
            ("position", "absolute") => absolute = true,
            ("left" | "margin-left", value) => shift(&mut anchor.horizontal.place, name, value),
            ("top" | "margin-top", value) => shift(&mut anchor.vertical.place, name, value),
            ("flip", value) => found.transform.mirrored = ["x", "y"].map(|axis| value.contains(axis)),
            ("rotation", value) => {
                found.turned = !value.trim_matches('0').is_empty();
                found.turn = angle(value);
            }
            ("z-index", value) => anchor.behind = value.starts_with('-'),
            ("v-text-anchor", "middle") => found.shape.vertical = CellVertical::Center,
            ("v-text-anchor", "bottom") => found.shape.vertical = CellVertical::Bottom,
            ("mso-wrap-distance-left", value) => anchor.distances[0] = css(value),
            ("mso-wrap-distance-top", value) => anchor.distances[1] = css(value),
            ("mso-wrap-distance-right", value) => anchor.distances[2] = css(value),
            ("mso-wrap-distance-bottom", value) => anchor.distances[3] = css(value),
            ("mso-position-horizontal", "left" | "inside") => anchor.horizontal.place = Place::Start,
            ("mso-position-horizontal", "center") => anchor.horizontal.place = Place::Center,
            ("mso-position-horizontal", "right" | "outside") => anchor.horizontal.place = Place::End,
            ("mso-position-horizontal-relative", value) => anchor.horizontal.from = from_horizontal(value),
            ("mso-position-vertical", "top" | "inside") => anchor.vertical.place = Place::Start,
            ("mso-position-vertical", "center") => anchor.vertical.place = Place::Center,
            ("mso-position-vertical", "bottom" | "outside") => anchor.vertical.place = Place::End,
            ("mso-position-vertical-relative", value) => anchor.vertical.from = from_vertical(value),
            _ => {}
        }
    }
    if let Some([left, top, width, height]) = bounds(element, |text| css(text).0 as f64) {
        (found.width, found.height) = (Emu(width as i64), Emu(height as i64));
        let add = |place: &mut Place, more: f64| {
            if let Place::Offset(offset) = place {
                offset.0 += more as i64;
            }
        };
        add(&mut anchor.horizontal.place, left);
        add(&mut anchor.vertical.place, top);
    }
    found.anchor = absolute.then_some(anchor);
}

/// `left` and `margin-left` both count; Word writes a `left:0` beside the margin.
fn shift(place: &mut Place, name: &str, value: &str) {
    match place {
        Place::Offset(offset) if name.starts_with("margin") || *offset == Emu(0) => *offset = css(value),
        _ => {}
    }
}

/// Fill and outline, black if it does not say otherwise (ECMA-376 part 4 §14.1.2.18; that an unsaid fill is white does
/// not matter on paper); a picture's frame has none.
fn paint(element: &Element, found: &mut Found) {
    let named = |name: &str| element.get(name).and_then(|value| color(&value));
    let off = |name: &str| element.get(name).is_some_and(|v| matches!(&*v, "f" | "false" | "0"));
    if !off("filled") && element.name() != "line" {
        found.shape.fill = named("fillcolor");
    }
    let frame = element.name() == "image"
        || element.get("type").is_some_and(|kind| FRAMES.iter().any(|frame| kind.ends_with(frame)));
    let outlined = element.get("stroked").is_some() || element.get("strokecolor").is_some() || !frame;
    if !off("stroked") && outlined {
        let pen = element.get("strokeweight").map_or(PEN, |text| css(&text));
        found.shape.line = Some((named("strokecolor").unwrap_or_default(), pen));
    }
    found.boxed = found.shape.fill.is_some() || found.shape.line.is_some();
}

/// A colour as HTML names and writes them, with the number of a palette behind it (ECMA-376 part 4 §20.1.2.3).
fn color(text: &str) -> Option<Rgb> {
    const NAMES: [(&str, u32); 16] = [
        ("black", 0x00_0000),
        ("silver", 0xC0_C0C0),
        ("gray", 0x80_8080),
        ("white", 0xFF_FFFF),
        ("maroon", 0x80_0000),
        ("red", 0xFF_0000),
        ("purple", 0x80_0080),
        ("fuchsia", 0xFF_00FF),
        ("green", 0x00_8000),
        ("lime", 0x00_FF00),
        ("olive", 0x80_8000),
        ("yellow", 0xFF_FF00),
        ("navy", 0x00_0080),
        ("blue", 0x00_00FF),
        ("teal", 0x00_8080),
        ("aqua", 0x00_FFFF),
    ];
    let name = text.split(' ').next().unwrap_or_default();
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    if let Some((_, value)) = known {
        let [_, red, green, blue] = value.to_be_bytes();
        return Some(Rgb([red, green, blue]));
    }
    match name.strip_prefix('#') {
        Some(short) if short.len() == 3 => {
            values::color(&short.chars().flat_map(|c| [c, c]).collect::<String>())
        }
        _ => values::color(name),
    }
}

/// Types of shapes that are plain boxes, or hold what is printed without one: a box, text, a picture, text along a path.
const BOXES: [&str; 5] = ["_t1", "_t202", "_t75", "_t136", "_t0"];

/// Types of shapes that hold a picture or text along a path, and draw nothing else.
const FRAMES: [&str; 2] = ["_t75", "_t136"];

/// The form of a shape; None if it is not drawn.
fn form(element: &Element) -> Option<Form> {
    let extent = || element.get("coordsize").map_or([1000.0; 2], |text| pair(&text));
    let origin = || element.get("coordorigin").map_or([0.0; 2], |text| pair(&text));
    match element.name() {
        "oval" => Some(Form::Ellipse),
        "roundrect" => {
            let corner = element.get("arcsize").map_or(CORNER, |text| share(&text));
            Some(Form::Rounded(corner.clamp(0.0, 0.5)))
        }
        "line" | "polyline" => {
            Some(shares(element).map_or(Form::Box, |points| Form::Path(form::through(&points))))
        }
        "curve" => match shares(element)?[..] {
            [from, first, second, to] => {
                Some(Form::Path(vec![Step::Move(from), Step::Curve([first, second, to])]))
            }
            _ => None,
        },
        "arc" => None,
        _ => match (element.get("path"), element.get("type")) {
            (Some(path), _) => form::path(&path, origin(), extent()),
            (None, Some(kind)) if !BOXES.iter().any(|plain| kind.ends_with(plain)) => {
                kind.rsplit_once("_t").map_or(Some(Form::Box), |(_, number)| form::kind(number))
            }
            _ => Some(Form::Box),
        },
    }
}

/// A rule as HTML has them (o:hr). Without a width it is as wide as the text; layout clips it to that.
fn rule(element: &Element, found: &mut Found) {
    if !element.get("hr").is_some_and(|v| matches!(&*v, "t" | "true")) {
        return;
    }
    found.shape.fill = Some(found.shape.fill.unwrap_or(Rgb([160; 3])));
    found.shape.line = None;
    found.boxed = true;
    if found.width.0 == 0 {
        found.width = Emu(LARGEST as i64);
    }
    if found.height.0 == 0 {
        found.height = Emu(19_050);
    }
}

fn from_horizontal(value: &str) -> FromHorizontal {
    match value {
        "page" | "left-margin-area" => FromHorizontal::Page,
        "margin" => FromHorizontal::Margin,
        "right-margin-area" => FromHorizontal::RightMargin,
        _ => FromHorizontal::Column,
    }
}

fn from_vertical(value: &str) -> FromVertical {
    match value {
        "page" | "top-margin-area" => FromVertical::Page,
        "margin" => FromVertical::Margin,
        "bottom-margin-area" => FromVertical::BottomMargin,
        _ => FromVertical::Paragraph,
    }
}

/// Two numbers with a comma between them.
fn pair(text: &str) -> [f64; 2] {
    let (first, second) = text.split_once(',').unwrap_or((text, ""));
    [first, second].map(|text| text.trim().parse().unwrap_or(0.0))
}

pub fn entries(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let entries = style.split(';').filter_map(|entry| entry.split_once(':'));
    entries.map(|(name, value)| (name.trim(), value.trim()))
}

/// An angle in degrees; one that ends in `fd` is in 65,536th parts of them (ECMA-376 part 4 §19.1.2.19).
fn angle(text: &str) -> f32 {
    let (number, parts) = text.strip_suffix("fd").map_or((text, 1.0), |number| (number, 65536.0));
    let degrees: f32 = number.trim().parse().unwrap_or(0.0) / parts;
    if degrees.is_finite() { degrees % 360.0 } else { 0.0 }
}

/// A CSS length in EMU; bare numbers are pixels.
fn css(text: &str) -> Emu {
    let split = text.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(text.len());
    let number: f64 = text[..split].trim().parse().unwrap_or(0.0);
    let points = match &text[split..] {
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "pt" => 1.0,
        "%" => 0.0,
        _ => 0.75,
    };
    Emu((number * points * 12_700.0).clamp(-LARGEST, LARGEST) as i64)
}
