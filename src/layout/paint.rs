//! Lines → items: shading first, then glyphs, then the lines under and through them.

use super::context::{Context, TextStyle, color};
use super::drawing;
use super::glyphs::Kind;
use super::line::Line;
use super::marks;
use super::paragraph::Laid;
use super::{Color, Item, Role, furniture, runs};
use crate::docx::{Border, Content, Object, RunStyle, StyleId, Underline};

/// A line of a paragraph, its top left corner (the column's left edge) there.
pub fn line(laid: &Laid, index: usize, context: &Context, x: f32, y: f32, items: &mut Vec<Item>) {
    let line = &laid.lines[index];
    frame(laid, index, x, y, items);
    furniture::bars(laid, x, y, laid.line_height(index), items);
    let top = y + line.skip + if index == 0 { laid.pad_top() } else { 0.0 };
    let baseline = top + line.baseline;
    let (decorated, marked) = (laid.text.decorated, !laid.text.marks.is_empty());
    let drawn = laid.paragraph.objects.iter().any(|object| matches!(object, Object::Drawing(_)));
    let places = match decorated || marked || drawn {
        true => line.places(&laid.text.characters, x),
        false => Vec::new(),
    };
    if decorated {
        shade(laid, line, context, &places, top, items);
    }
    items.push(Item::Begin { element: context.element(laid.paragraph, 0), role: role(laid) });
    marks::heading(laid, index, top, items);
    let inlines = marks::inlines(laid, index, context);
    let write = |origin, items: &mut _| runs::write(laid, index, context, &inlines, origin, items);
    match laid.written.as_ref().filter(|_| inlines.is_empty()) {
        Some(written) => {
            runs::write_kept(&written[index], (x, baseline), items, |items| write((0.0, 0.0), items))
        }
        None => write((x, baseline), items),
    }
    if marked {
        marks::places(laid, index, context, top, items);
        marks::links(line, &inlines, context, &places, top, items);
    }
    if decorated {
        strokes(laid, line, context, &places, baseline, items);
    }
    if drawn {
        drawings(laid, line, context, &places, baseline, true, items);
    }
    items.push(Item::End);
    if drawn {
        drawings(laid, line, context, &places, baseline, false, items);
    }
}

/// What a paragraph is in the structure of the document.
fn role(laid: &Laid) -> Role {
    match (laid.paragraph.style.outline, &laid.paragraph.label) {
        (Some(level), _) => Role::Heading(level),
        (None, Some(label)) => Role::Item { list: label.list, level: label.level, format: label.format },
        (None, None) => Role::Paragraph,
    }
}

/// The drawings that stand in a line: pictures, which belong to their paragraph, or boxes with paragraphs of their own.
fn drawings(
    laid: &Laid,
    line: &Line,
    context: &Context,
    places: &[(f32, f32)],
    baseline: f32,
    pictures: bool,
    items: &mut Vec<Item>,
) {
    for (character, place) in laid.text.characters[line.first..line.end].iter().zip(places) {
        let Kind::Object(object) = character.kind else { continue };
        let Some(drawing) = laid.drawing(object).filter(|drawing| drawing.anchor.is_none()) else { continue };
        if matches!(drawing.content, Content::Picture(..)) == pictures {
            let scale = character.advance / drawing.width.points().max(0.01);
            let height = (drawing.height.points() * scale.min(1.0)).min(line.height.max(1.0));
            drawing::paint(drawing, context, [place.0, baseline - height, character.advance, height], items);
        }
    }
}

/// Shading and borders of the paragraph beside this line.
fn frame(laid: &Laid, index: usize, x: f32, y: f32, items: &mut Vec<Item>) {
    let style = &*laid.paragraph.style;
    if style.shading.is_none() && !style.borders.any() {
        return;
    }
    let side = |border: Option<Border>| border.filter(|border| border.width > 0);
    let (left, right) = (side(style.borders.left), side(style.borders.right));
    let out = |border: Option<Border>| border.map_or(0.0, |border| f32::from(border.space) + border.points());
    let start = x + style.left.points().min(style.left.points() + style.first_line.points()) - out(left);
    let end = x + laid.width - style.right.points() + out(right);
    let (width, height) = (end - start, laid.line_height(index));
    let mut rectangle =
        |x, y, width, height, color| items.push(Item::Rectangle { x, y, width, height, color });
    if let Some(shading) = style.shading {
        rectangle(start, y, width, height, color(shading));
    }
    if let Some(border) = left {
        rectangle(start, y, border.points(), height, color(border.color));
    }
    if let Some(border) = right {
        rectangle(end - border.points(), y, border.points(), height, color(border.color));
    }
    if let Some(border) = laid.top.filter(|_| index == 0) {
        rectangle(start, y, width, border.points(), color(border.color));
    }
    if let Some(border) = laid.bottom.filter(|_| index + 1 == laid.lines.len()) {
        rectangle(start, y + height - border.points(), width, border.points(), color(border.color));
    }
}

/// Stretches of seen characters of one format: id, left end, right end.
fn stretches(laid: &Laid, line: &Line, places: &[(f32, f32)], words: bool) -> Vec<(StyleId, f32, f32)> {
    let mut stretches: Vec<(StyleId, f32, f32)> = Vec::new();
    let seen = &laid.text.characters[line.first..line.visible];
    for (character, (x, advance)) in seen.iter().zip(places) {
        if words && character.kind == Kind::Space {
            continue;
        }
        match stretches.last_mut() {
            Some((style, _, end)) if *style == character.style && (*end - x).abs() < 0.01 => {
                *end = x + advance
            }
            _ => stretches.push((character.style, *x, x + advance)),
        }
    }
    stretches
}

fn shade(
    laid: &Laid,
    line: &Line,
    context: &Context,
    places: &[(f32, f32)],
    top: f32,
    items: &mut Vec<Item>,
) {
    for (id, start, end) in stretches(laid, line, places, false) {
        let style = context.run_style(id);
        if let Some(paint) = style.highlight.or(style.shading) {
            let rectangle = Item::Rectangle {
                x: start,
                y: top,
                width: end - start,
                height: line.height,
                color: color(paint),
            };
            items.push(rectangle);
        }
    }
}

fn strokes(
    laid: &Laid,
    line: &Line,
    context: &Context,
    places: &[(f32, f32)],
    baseline: f32,
    items: &mut Vec<Item>,
) {
    for words in [false, true] {
        for (id, start, end) in stretches(laid, line, places, words) {
            let (style, face) = (context.run_style(id), context.style(id));
            let metrics = context.fonts.metrics(face.fonts[0]);
            if style.underline != Underline::None && (style.underline == Underline::Words) == words {
                let paint = style.underline_color.map_or(face.color, color);
                let thickness = metrics.underline_thickness * face.size;
                let y = baseline - face.rise + metrics.underline_position * face.size;
                underline(style.underline, [start, y, end - start, thickness], paint, items);
            }
            if let Some(border) = style.border.filter(|_| !words) {
                let top = baseline - face.rise - face.ascent;
                boxed(border, [start, top, end - start, face.ascent + face.descent], items);
            }
            if !words && (style.strike || style.double_strike) {
                strike(style, face, [start, baseline - face.rise, end - start], context, items);
            }
        }
    }
}

/// A border round text. `place`: left, top, width, height of what it goes round.
fn boxed(border: Border, [x, y, width, height]: [f32; 4], items: &mut Vec<Item>) {
    let (pen, color) = (border.points(), color(border.color));
    let out = f32::from(border.space) + pen;
    let [left, top, right, bottom] = [x - out, y - pen, x + width + out, y + height + pen];
    let mut stroke =
        |x: f32, y: f32, width: f32, height: f32| items.push(Item::Rectangle { x, y, width, height, color });
    stroke(left, top, right - left, pen);
    stroke(left, bottom - pen, right - left, pen);
    stroke(left, top, pen, bottom - top);
    stroke(right - pen, top, pen, bottom - top);
}

/// `place`: left, top, width, thickness.
fn underline(kind: Underline, [x, y, width, thickness]: [f32; 4], color: Color, items: &mut Vec<Item>) {
    let mut stroke =
        |x: f32, y: f32, width: f32, height: f32| items.push(Item::Rectangle { x, y, width, height, color });
    match kind {
        Underline::Double => {
            stroke(x, y, width, thickness * 0.7);
            stroke(x, y + thickness * 1.7, width, thickness * 0.7);
        }
        Underline::Thick => stroke(x, y, width, thickness * 2.0),
        Underline::Dotted | Underline::Dashed => {
            let dash = thickness.max(0.5) * if kind == Underline::Dotted { 1.0 } else { 4.0 };
            let mut at = 0.0;
            while at < width {
                stroke(x + at, y, dash.min(width - at), thickness);
                at += dash * 2.0;
            }
        }
        _ => stroke(x, y, width, thickness),
    }
}

/// `place`: left, baseline, width.
fn strike(
    style: &RunStyle,
    face: &TextStyle,
    [x, baseline, width]: [f32; 3],
    context: &Context,
    items: &mut Vec<Item>,
) {
    let metrics = context.fonts.metrics(face.fonts[0]);
    let height = metrics.strikeout_thickness * face.size;
    let y = baseline - metrics.strikeout_position * face.size;
    let offsets: &[f32] = if style.double_strike { &[-0.8, 0.8] } else { &[0.0] };
    for offset in offsets {
        items.push(Item::Rectangle { x, y: y + offset * height, width, height, color: face.color });
    }
}
