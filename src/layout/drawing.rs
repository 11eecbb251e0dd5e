//! Pictures and boxes: where an anchored one stands, and how one is painted (ECMA-376 §20.4.2, §20.4.3).

use super::context::{Context, color};
use super::stack::Stack;
use super::{Color, Item, Page, Role, form, lettering};
use crate::docx::{
    Anchor, CellVertical, Content, Drawing, Emu, FromHorizontal, FromVertical, Lettering, Member, Place,
    Section, Shape, Wrap,
};

/// What an anchored drawing is measured from. Points.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub page: (f32, f32),
    /// Left, top, right, bottom of the body on the page.
    pub margin: [f32; 4],
    /// Left and right of the column.
    pub column: (f32, f32),
    /// Top of the paragraph.
    pub paragraph: f32,
}

/// Left, top, width, height of an anchored drawing, kept on the page.
pub fn place<'d>(drawing: &'d Drawing, anchor: &Anchor, context: &Context<'d>, frame: &Frame) -> [f32; 4] {
    stand(size(drawing, context, frame), anchor, frame)
}

/// The same for anything of a width and a height.
pub fn stand((width, height): (f32, f32), anchor: &Anchor, frame: &Frame) -> [f32; 4] {
    let (width, height) = (width.clamp(0.0, frame.page.0), height.clamp(0.0, frame.page.1));
    let [left, top, right, bottom] = frame.margin;
    let across = match anchor.horizontal.from {
        FromHorizontal::Page => (0.0, frame.page.0),
        FromHorizontal::Margin => (left, right),
        FromHorizontal::Column => frame.column,
        FromHorizontal::RightMargin => (right, frame.page.0),
    };
    let down = match anchor.vertical.from {
        FromVertical::Page => (0.0, frame.page.1),
        FromVertical::Margin => (top, bottom),
        FromVertical::Paragraph => (frame.paragraph, frame.paragraph),
        FromVertical::BottomMargin => (bottom, frame.page.1),
    };
    let along = |(from, to): (f32, f32), size: f32, place: Place| match place {
        Place::Offset(offset) => from + offset.points(),
        Place::Start => from,
        Place::Center => (from + to - size) / 2.0,
        Place::End => to - size,
    };
    let x = along(across, width, anchor.horizontal.place).clamp(0.0, frame.page.0 - width);
    let y = along(down, height, anchor.vertical.place).clamp(0.0, frame.page.1 - height);
    [x, y, width, height]
}

/// Width and height of an anchored drawing: as it says, or as its text needs.
fn size<'d>(drawing: &'d Drawing, context: &Context<'d>, frame: &Frame) -> (f32, f32) {
    let said = (drawing.width.points(), drawing.height.points());
    let Content::Shape(shape) = &drawing.content else { return said };
    if !(shape.fits_width || shape.fits_height) || shape.blocks.is_empty() {
        return said;
    }
    let [left, top, right, bottom] = shape.insets.map(|inset| inset.points());
    let lay = |width: f32| Stack::of(&shape.blocks, context, width.max(1.0), frame.page.1);
    let width = match shape.fits_width {
        // A hair more than the text, so that it does not break in it.
        true => lay(frame.margin[2] - frame.margin[0]).natural_width() + left + right + 0.1,
        false => said.0,
    };
    let height = match shape.fits_height {
        true => lay(width - left - right).height + top + bottom,
        false => said.1,
    };
    (width, height)
}

/// The box that text keeps out of, distances included; None if text goes over it.
pub fn obstacle(anchor: &Anchor, [x, y, width, height]: [f32; 4]) -> Option<Obstacle> {
    let [left, top, right, bottom] = anchor.distances.map(|distance| distance.points());
    (anchor.wrap != Wrap::None).then_some(Obstacle {
        left: x - left,
        top: y - top,
        right: x + width + right,
        bottom: y + height + bottom,
        whole: anchor.wrap == Wrap::TopAndBottom,
    })
}

/// A box on the page that text goes round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obstacle {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    /// No text beside it.
    pub whole: bool,
}

/// Paints a drawing in a box: left, top, width, height.
pub fn paint(drawing: &Drawing, context: &Context, [x, y, width, height]: [f32; 4], items: &mut Vec<Item>) {
    match &drawing.content {
        Content::Picture(picture, crop) => {
            if width > 0.0 && height > 0.0 {
                let role = Role::Figure(drawing.alternative.clone());
                items.push(Item::Begin { element: context.element(drawing, 0), role });
                let (crop, image) = (*crop, context.image(picture));
                items.push(Item::Image { x, y, width, height, crop, image });
                items.push(Item::End);
            }
        }
        Content::Shape(shape) => paint_shape(shape, context, [x, y, width, height], items),
        Content::Group(members) => {
            // A group that is printed smaller than it says, so that it stays on its page, shrinks with what is in it.
            let scale = [width / drawing.width.points().max(1.0), height / drawing.height.points().max(1.0)];
            let [across, down] = scale.map(|scale| move |length: Emu| length.points() * scale.min(1.0));
            for Member { left, top, drawing } in members {
                let own = [x + across(*left), y + down(*top), across(drawing.width), down(drawing.height)];
                paint(drawing, context, own, items);
            }
        }
    }
}

fn paint_shape(shape: &Shape, context: &Context, [x, y, width, height]: [f32; 4], items: &mut Vec<Item>) {
    if let Some(lettering) = &shape.lettering {
        return paint_lettering(shape, lettering, context, [x, y, width, height], items);
    }
    paint_form(shape, [x, y, width, height], items);
    let [across, down] = form::corners(&shape.form, width, height);
    let [left, top, right, bottom] = shape.insets.map(|inset| inset.points());
    let (left, top, right, bottom) = (left + across, top + down, right + across, bottom + down);
    let inner = (width - left - right).max(1.0);
    let stack = Stack::of(&shape.blocks, context, inner, height.max(1.0));
    let free = (height - top - bottom - stack.height).max(0.0);
    let down = match shape.vertical {
        CellVertical::Top => 0.0,
        CellVertical::Center => free / 2.0,
        CellVertical::Bottom => free,
    };
    stack.paint(context, x + left, y + top + down, items);
}

/// A figure with its words behind it.
fn paint_lettering(
    shape: &Shape,
    lettering: &Lettering,
    context: &Context,
    area: [f32; 4],
    items: &mut Vec<Item>,
) {
    let (steps, lacking) = lettering::path(lettering, context, area);
    if steps.is_empty() && lacking.is_none() {
        return;
    }
    let role = Role::Figure(Some(lettering.text.clone()));
    items.push(Item::Begin { element: context.element(shape, 0), role });
    if !steps.is_empty() {
        items.push(Item::Path { steps, fill: shape.fill.map(color), line: pen(shape) });
    }
    items.extend(lacking);
    items.push(Item::End);
}

/// Colour and width of a shape's outline.
fn pen(shape: &Shape) -> Option<(Color, f32)> {
    shape.line.map(|(pen, weight)| (color(pen), weight.points().clamp(0.25, 20.0)))
}

/// Fills the form of a shape and draws its outline.
fn paint_form(shape: &Shape, area: [f32; 4], items: &mut Vec<Item>) {
    let [x, y, width, height] = area;
    let fill = shape.fill.map(color);
    let line = pen(shape);
    // What is as thin as its pen is a rule, whatever its form.
    let thin = width.min(height) < line.map_or(0.25, |(_, weight)| weight);
    if let Some(steps) = form::path(&shape.form, area).filter(|_| !thin) {
        if fill.is_some() || line.is_some() {
            items.push(Item::Path { steps, fill, line });
        }
        return;
    }
    if let Some(color) = fill {
        items.push(Item::Rectangle { x, y, width, height, color });
    }
    if let Some((color, weight)) = line {
        outline(area, weight, color, items);
    }
}

/// The four sides of a box; of one without height or width a single line.
fn outline([x, y, width, height]: [f32; 4], pen: f32, color: Color, items: &mut Vec<Item>) {
    let mut stroke = |x: f32, y: f32, width: f32, height: f32| {
        items.push(Item::Rectangle { x, y, width, height, color });
    };
    if height < pen {
        return stroke(x, y + (height - pen) / 2.0, width, pen);
    }
    if width < pen {
        return stroke(x + (width - pen) / 2.0, y, pen, height);
    }
    stroke(x, y, width, pen);
    stroke(x, y + height - pen, width, pen);
    stroke(x, y, pen, height);
    stroke(x + width - pen, y, pen, height);
}

/// The frame of a section's page, for a paragraph there.
pub fn frame(section: &Section, body: [f32; 4], column: (f32, f32), paragraph: f32) -> Frame {
    let page = (section.page.width.points(), section.page.height.points());
    Frame { page, margin: body, column, paragraph }
}

/// An empty page of a section's size.
pub fn blank(section: &Section) -> Page {
    Page { width: section.page.width.points(), height: section.page.height.points(), items: Vec::new() }
}
