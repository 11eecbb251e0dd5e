//! Groups of shapes and pictures: `wpg:wgp` and `wpg:grpSp` of DrawingML, drawing canvases (`wpc:wpc`); and what the
//! coordinates of a group mean, for those of VML, too (ECMA-376 §20.1.7.5, part 4 §14.1.2.7).
//!
//! Groups in groups become one. Deliberately absent: turned and mirrored groups.

use super::Reader;
use super::drawing::{Found, alternative};
use super::source::{Element, Source};
use crate::docx::Error;
use crate::docx::document::{Drawing, Member};
use crate::docx::style::Rgb;
use crate::docx::units::Emu;

/// Left, top, width, height.
pub type Area = [f64; 4];

/// The largest page, in EMU.
const LARGEST: f64 = 20_116_800.0;

/// What the coordinates of a group mean.
#[derive(Clone, Copy, Debug)]
pub struct Coordinates {
    /// Left and top of the group, in EMU.
    place: [f64; 2],
    origin: [f64; 2],
    /// EMU to a unit.
    scale: [f64; 2],
}

impl Coordinates {
    /// Of a group in that area, in EMU, whose coordinates start at `origin` and count `extent` units.
    pub fn of([left, top, width, height]: Area, origin: [f64; 2], extent: [f64; 2]) -> Coordinates {
        let scale = |length: f64, units: f64| if units > 0.0 { length / units } else { 1.0 };
        Coordinates { place: [left, top], origin, scale: [scale(width, extent[0]), scale(height, extent[1])] }
    }

    /// Units of the group → EMU.
    pub fn area(&self, [left, top, width, height]: Area) -> Area {
        let at = |axis: usize, at: f64| self.place[axis] + (at - self.origin[axis]) * self.scale[axis];
        let long = |axis: usize, length: f64| (length * self.scale[axis]).clamp(0.0, LARGEST);
        let near = |at: f64| at.clamp(-LARGEST, LARGEST);
        [near(at(0, left)), near(at(1, top)), long(0, width), long(1, height)]
    }
}

/// `a:xfrm`: where a shape stands, and what its coordinates mean if it is a group.
#[derive(Clone, Copy, Debug, Default)]
pub struct Transform {
    area: Area,
    inner: Option<Area>,
    /// Clockwise, in 60,000ths of a degree (ECMA-376 §20.1.10.3).
    turn: i64,
    /// Whether left and right, top and bottom are mirrored.
    pub mirrored: [bool; 2],
}

impl Transform {
    /// Walks it; its start was taken.
    pub fn read(element: &Element, source: &mut Source) -> Result<Transform, Error> {
        let turn = element.get("rot").and_then(|turn| turn.parse().ok()).unwrap_or(0);
        let mirrored =
            ["flipH", "flipV"].map(|name| element.get(name).is_some_and(|v| matches!(&*v, "1" | "true")));
        let mut transform = Transform { turn, mirrored, ..Transform::default() };
        while let Some(part) = source.child()? {
            let number =
                |name| part.get(name).and_then(|text| text.trim().parse::<f64>().ok()).unwrap_or(0.0);
            let inner = transform.inner.unwrap_or_default();
            match part.name() {
                "off" => transform.area[..2].copy_from_slice(&[number("x"), number("y")]),
                "ext" => transform.area[2..].copy_from_slice(&[number("cx"), number("cy")]),
                "chOff" => transform.inner = Some([number("x"), number("y"), inner[2], inner[3]]),
                "chExt" => transform.inner = Some([inner[0], inner[1], number("cx"), number("cy")]),
                _ => {}
            }
            source.skip()?;
        }
        Ok(transform)
    }

    pub fn is_turned(&self) -> bool {
        self.turn.rem_euclid(360 * 60_000) != 0
    }

    /// Where it is seen: one that lies on its side says how large it was before it was turned about its centre.
    fn area(&self) -> Area {
        let [left, top, width, height] = self.area;
        let aside = (45 * 60_000..135 * 60_000).contains(&self.turn.rem_euclid(180 * 60_000));
        match aside {
            true => [left + (width - height) / 2.0, top + (height - width) / 2.0, height, width],
            false => self.area,
        }
    }

    /// Forgets quarter turns: a box without anything in it looks the same once its sides are changed.
    fn settle(&mut self) {
        if self.turn % (90 * 60_000) == 0 {
            self.turn = 0;
        }
    }

    /// The coordinates of a group in an area.
    fn coordinates(&self, area: Area) -> Coordinates {
        let [left, top, width, height] = self.inner.unwrap_or([0.0, 0.0, area[2], area[3]]);
        Coordinates::of(area, [left, top], [width, height])
    }
}

/// A group that is walked.
struct Group {
    coordinates: Coordinates,
    /// That of shapes which ask for the fill of their group.
    fill: Option<Rgb>,
    members: Vec<Member>,
}

impl Reader<'_> {
    /// Walks a group that fills its drawing.
    pub(super) fn read_group(&mut self, source: &mut Source, found: &mut Found) -> Result<(), Error> {
        let area = [0.0, 0.0, found.width.0 as f64, found.height.0 as f64];
        let coordinates = Transform::default().coordinates(area);
        let mut group = Group { coordinates, fill: found.group_fill, members: Vec::new() };
        self.read_members(source, &mut group, |_| area)?;
        found.members.append(&mut group.members);
        Ok(())
    }

    /// Walks the members of a group; `place` gives the area of the one that says where it stands itself.
    fn read_members(
        &mut self,
        source: &mut Source,
        group: &mut Group,
        place: impl Fn(Area) -> Area + Copy,
    ) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "grpSpPr" => {
                    let mut own = Found { group_fill: group.fill, ..Found::default() };
                    self.read_graphic(source, &mut own, false)?;
                    group.coordinates = own.transform.coordinates(place(own.transform.area()));
                    group.fill = own.shape.fill;
                    if own.transform.is_turned() || own.transform.mirrored != [false; 2] {
                        self.warn("print-turned");
                    }
                }
                "grpSp" | "wgp" => self.read_inner_group(source, group)?,
                "wsp" | "pic" | "graphicFrame" => self.read_member(source, group)?,
                "AlternateContent" => self
                    .read_first_branch(source, |reader, source| reader.read_members(source, group, place))?,
                _ => source.skip()?,
            }
        }
        Ok(())
    }

    /// Walks a group in a group.
    fn read_inner_group(&mut self, source: &mut Source, outer: &mut Group) -> Result<(), Error> {
        let coordinates = outer.coordinates;
        let mut group = Group { coordinates, fill: outer.fill, members: Vec::new() };
        self.read_members(source, &mut group, |area| coordinates.area(area))?;
        outer.members.append(&mut group.members);
        Ok(())
    }

    fn read_member(&mut self, source: &mut Source, group: &mut Group) -> Result<(), Error> {
        let mut found = Found { group_fill: group.fill, ..Found::default() };
        self.read_graphic(source, &mut found, false)?;
        let area = group.coordinates.area(found.transform.area());
        if found.picture.is_none() && found.shape.blocks.is_empty() {
            found.transform.settle();
        }
        group.members.extend(self.member(found, area));
        Ok(())
    }

    /// A drawing in a group at its place there, in EMU; None if nothing of it is seen.
    pub(super) fn member(&mut self, mut found: Found, area: Area) -> Option<Member> {
        let [left, top, width, height] = area.map(|length| Emu(length as i64));
        (found.width, found.height) = (width, height);
        let content = self.content(&mut found)?;
        let drawing = Drawing { width, height, anchor: None, content, alternative: found.alternative };
        Some(Member { left, top, drawing })
    }
}

/// The pictures of a group that have no alternative text of their own have that of the group.
pub fn describe(members: &mut [Member], text: &Option<String>) {
    for Member { drawing: Drawing { alternative, .. }, .. } in members {
        if alternative.is_none() {
            alternative.clone_from(text);
        }
    }
}

/// Takes the alternative text of `wps:cNvPr` or `pic:cNvPr`.
pub fn read_name(element: &Element, found: &mut Found) {
    if found.alternative.is_none() {
        found.alternative = alternative(element, "descr");
    }
}
