//! Lines → items: shading first, then glyphs, then the lines under and through them.

use std::ops::Range;

use super::context::{Context, TextStyle, color};
use super::drawing;
use super::glyphs::{Character, Kind, Text};
use super::line::Line;
use super::marks::{self, Inline};
use super::paragraph::Laid;
use super::{Artifact, Color, FontId, Glyph, Glyphs, Item, Role, furniture};
use crate::docx::{Border, Content, Leader, RunStyle, StyleId, Underline};

/// A line of a paragraph, its top left corner (the column's left edge) there.
pub fn line(laid: &Laid, index: usize, context: &Context, x: f32, y: f32, items: &mut Vec<Item>) {
    let line = &laid.lines[index];
    frame(laid, index, x, y, items);
    furniture::bars(laid, x, y, laid.line_height(index), items);
    let top = y + line.skip + if index == 0 { laid.pad_top() } else { 0.0 };
    let baseline = top + line.baseline;
    let places = places(laid, line, x);
    if laid.text.decorated {
        shade(laid, line, context, &places, top, items);
    }
    items.push(Item::Begin { element: context.element(laid.paragraph, 0), role: role(laid) });
    marks::heading(laid, index, top, items);
    let inlines = marks::inlines(laid, index, context);
    glyphs(laid, line, context, &places, &inlines, baseline, items);
    if !laid.text.marks.is_empty() {
        marks::places(laid, index, context, top, items);
        marks::links(line, &inlines, context, &places, top, items);
    }
    if laid.text.decorated {
        strokes(laid, line, context, &places, baseline, items);
    }
    drawings(laid, line, context, &places, baseline, true, items);
    items.push(Item::End);
    drawings(laid, line, context, &places, baseline, false, items);
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
        if matches!(drawing.content, Content::Picture(_)) == pictures {
            let scale = character.advance / drawing.width.points().max(0.01);
            let height = (drawing.height.points() * scale.min(1.0)).min(line.height.max(1.0));
            drawing::paint(drawing, context, [place.0, baseline - height, character.advance, height], items);
        }
    }
}

/// Left end and advance of each character of a line.
fn places(laid: &Laid, line: &Line, x: f32) -> Vec<(f32, f32)> {
    let mut pen = x + line.x;
    let characters = &laid.text.characters[line.first..line.end];
    let mut places = Vec::with_capacity(characters.len());
    for (index, character) in (line.first..).zip(characters) {
        let advance = match character.kind {
            Kind::Tab | Kind::Align { .. } => line.tab(index).map_or(0.0, |(advance, _)| advance),
            Kind::Space if index >= line.stretch_from && index < line.visible => {
                character.advance + line.stretch
            }
            _ => character.advance,
        };
        places.push((pen, advance));
        pen += advance;
    }
    places
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
fn runs(laid: &Laid, line: &Line, places: &[(f32, f32)], words: bool) -> Vec<(StyleId, f32, f32)> {
    let mut runs: Vec<(StyleId, f32, f32)> = Vec::new();
    let seen = &laid.text.characters[line.first..line.visible];
    for (character, (x, advance)) in seen.iter().zip(places) {
        if words && character.kind == Kind::Space {
            continue;
        }
        match runs.last_mut() {
            Some((style, _, end)) if *style == character.style && (*end - x).abs() < 0.01 => {
                *end = x + advance
            }
            _ => runs.push((character.style, *x, x + advance)),
        }
    }
    runs
}

fn shade(
    laid: &Laid,
    line: &Line,
    context: &Context,
    places: &[(f32, f32)],
    top: f32,
    items: &mut Vec<Item>,
) {
    for (id, start, end) in runs(laid, line, places, false) {
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
        for (id, start, end) in runs(laid, line, places, words) {
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

/// Glyphs of a line, one item for each stretch of one face, size and colour.
fn glyphs(
    laid: &Laid,
    line: &Line,
    context: &Context,
    places: &[(f32, f32)],
    inlines: &[Inline],
    baseline: f32,
    items: &mut Vec<Item>,
) {
    let text = &laid.text;
    let mut run: Option<(Look, Glyphs)> = None;
    // Width of the run so far.
    let mut width = 0.0;
    let mut inside: Option<&Inline> = None;
    let plain = inlines.is_empty() && line.tabs.is_empty();
    let mut next = line.first;
    while next < line.end {
        let index = next;
        next += 1;
        let character = &text.characters[index];
        let (x, advance) = places[index - line.first];
        let shown = match character.kind {
            Kind::Text | Kind::Space | Kind::Tab => true,
            Kind::SoftHyphen => line.hyphen && index + 1 == line.end,
            Kind::Align { .. } => true,
            _ => false,
        };
        if !shown {
            continue;
        }
        let style = context.style(character.style);
        let look = Look { font: character.font, style: character.style };
        let end = text.characters.get(index + 1).map_or(text.text.len(), |next| next.at as usize);
        let source = &text.text[character.at as usize..end];
        let leader = line.tab(index).map_or(Leader::None, |(_, leader)| leader);
        let own = inlines.iter().find(|inline| inline.characters.contains(&index));
        let apart = leader != Leader::None || inside.map(|own| own.element) != own.map(|own| own.element);
        if apart {
            if let Some((look, glyphs)) = run.as_mut().filter(|_| leader != Leader::None) {
                // Dots are not read aloud; the words before and after them stay apart.
                let space = context.fonts.face(look.font).glyph(' ').unwrap_or(0);
                let cluster = glyphs.text.len() as u32;
                glyphs.text.push(' ');
                glyphs.glyphs.push(Glyph { id: space, advance: 0.0, cluster });
            }
            items.extend(run.take().map(|(_, glyphs)| Item::Glyphs(glyphs)));
            marks::change(&mut inside, own, items);
        }
        let same = run
            .as_ref()
            .is_some_and(|(known, glyphs)| known.same(&look, context) && (glyphs.x + width - x).abs() < 0.02);
        if !same {
            items.extend(run.take().map(|(_, glyphs)| Item::Glyphs(glyphs)));
            width = 0.0;
        }
        let (_, glyphs) = run.get_or_insert_with(|| {
            let y = baseline - style.rise;
            let empty = Vec::with_capacity(line.end - index);
            let text = String::with_capacity(2 * (line.end - index));
            let (size, stretch, color) = (style.size, style.stretch, style.color);
            let tongue = context.run_style(character.style).tongue;
            (look, Glyphs { font: look.font, size, stretch, color, x, y, text, glyphs: empty, tongue })
        });
        let before = glyphs.glyphs.len();
        push(glyphs, character, source, advance, leader, context);
        width = glyphs.glyphs[before..].iter().fold(width, |width, glyph| width + glyph.advance);
        if plain {
            let stretch = alike(&text.characters[index..line.end]);
            next = index + stretch;
            width += append(glyphs, text, index + 1..next, &places[index + 1 - line.first..]);
        }
        if leader != Leader::None {
            let glyphs = run.take().map(|(_, glyphs)| Item::Glyphs(glyphs));
            items.push(Item::Begin { element: 0, role: Role::Artifact(Artifact::Layout) });
            items.extend(glyphs.into_iter().chain([Item::End]));
        }
    }
    items.extend(run.map(|(_, glyphs)| Item::Glyphs(glyphs)));
    marks::change(&mut inside, None, items);
}

/// How many characters, the first included, are letters and spaces of one face and format.
fn alike(characters: &[Character]) -> usize {
    let first = &characters[0];
    let like = |other: &&Character| {
        matches!(other.kind, Kind::Text | Kind::Space)
            && other.font == first.font
            && other.style == first.style
    };
    1 + characters[1..].iter().take_while(like).count()
}

/// Adds characters of one look at once; gives their width.
fn append(glyphs: &mut Glyphs, text: &Text, characters: Range<usize>, places: &[(f32, f32)]) -> f32 {
    let end = text.characters.get(characters.end).map_or(text.text.len(), |next| next.at as usize);
    let Some(first) = text.characters[characters.clone()].first() else { return 0.0 };
    let before = glyphs.text.len() as u32;
    glyphs.text.push_str(&text.text[first.at as usize..end]);
    let mut width = 0.0;
    for (character, (_, advance)) in text.characters[characters].iter().zip(places) {
        let (id, cluster) = (character.glyph, before + character.at - first.at);
        glyphs.glyphs.push(Glyph { id, advance: *advance, cluster });
        width += advance;
    }
    width
}

#[derive(Clone, Copy)]
struct Look {
    font: FontId,
    style: StyleId,
}

impl Look {
    fn same(&self, other: &Look, context: &Context) -> bool {
        if self.font != other.font || self.style == other.style {
            return self.font == other.font;
        }
        let (a, b) = (context.style(self.style), context.style(other.style));
        a.size == b.size
            && a.stretch == b.stretch
            && a.color == b.color
            && a.rise == b.rise
            && context.run_style(self.style).tongue == context.run_style(other.style).tongue
    }
}

/// Adds a character; a tab is a space of its width, or as many leader characters as fill it.
fn push(
    glyphs: &mut Glyphs,
    character: &Character,
    source: &str,
    advance: f32,
    leader: Leader,
    context: &Context,
) {
    let cluster = glyphs.text.len() as u32;
    let mut add = |text: &str, id: u16, advance: f32| {
        let cluster = glyphs.text.len() as u32;
        glyphs.text.push_str(text);
        glyphs.glyphs.push(Glyph { id, advance, cluster });
    };
    let blank = matches!(character.kind, Kind::Tab | Kind::Align { .. });
    if !blank {
        glyphs.text.push_str(source);
        glyphs.glyphs.push(Glyph { id: character.glyph, advance, cluster });
        return;
    }
    let face = context.fonts.face(character.font);
    let space = face.glyph(' ').unwrap_or(0);
    let sign = match leader {
        Leader::None => return add(" ", space, advance),
        Leader::Dot => '.',
        Leader::Hyphen => '-',
        Leader::Underscore => '_',
        Leader::MiddleDot => '·',
    };
    let glyph = face.glyph(sign).unwrap_or(0);
    let em = f32::from(face.units_per_em);
    let own = f32::from(face.advance(glyph)) * context.style(character.style).width() / em;
    let count = (advance / own.max(0.1)).floor().min(2000.0) as usize;
    if count == 0 {
        return add(" ", space, advance);
    }
    // The signs fill the tab evenly, so that no gap is left before what follows.
    for _ in 0..count {
        add(sign.encode_utf8(&mut [0; 4]), glyph, advance / count as f32);
    }
}
