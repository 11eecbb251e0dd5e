//! Words that fill a box → the path of their letters: watermarks. They are stretched over the box as Word stretches them,
//! and turned with it.

use std::sync::Arc;

use super::context::{Context, TextStyle};
use super::{FontId, Glyph, Glyphs, Item, Run};
use crate::docx::{Lettering, Point, Script, Step};

/// The letters on the page; empty where no font has any of them. Those that no font has are a run without glyphs, as in
/// text. The box: left, top, width, height.
pub fn path(
    lettering: &Lettering,
    context: &Context,
    [x, y, width, height]: [f32; 4],
) -> (Vec<Step>, Option<Item>) {
    let style = context.style(lettering.style);
    let main = style.fonts[Script::Ascii as usize];
    let mut steps = Vec::new();
    let mut across = 0.0;
    let mut lacking = String::new();
    for character in lettering.text.trim().chars() {
        let asked = style.fonts[Script::of(character) as usize];
        let Some((font, glyph)) = find(asked, character, context) else {
            context.lacks(character);
            lacking.push(character);
            continue;
        };
        let face = context.fonts.face(font);
        steps.extend(
            face.path(glyph).into_iter().map(|step| step.map(|[right, down]| [across + right, down])),
        );
        across += f32::from(face.advance(glyph)) / f32::from(face.units_per_em);
    }
    let lacking = (!lacking.is_empty()).then(|| without_glyphs(lacking, main, style, [x, y + height]));
    if across <= 0.0 {
        return (Vec::new(), lacking);
    }
    let metrics = context.fonts.face(main).metrics;
    let tall = metrics.ascent + metrics.descent;
    let (sine, cosine) = lettering.turn.to_radians().sin_cos();
    let place = |[right, down]: Point| {
        // From the middle of the box.
        let (right, down) = ((right / across - 0.5) * width, ((metrics.ascent + down) / tall - 0.5) * height);
        [x + width / 2.0 + right * cosine - down * sine, y + height / 2.0 + right * sine + down * cosine]
    };
    (within(steps.into_iter().map(|step| step.map(place)).collect(), context), lacking)
}

/// Letters that no font has, to be missed when the page is printed.
fn without_glyphs(text: String, font: FontId, style: &TextStyle, [x, y]: Point) -> Item {
    let glyph = |(at, _)| Glyph { id: 0, advance: 0.0, cluster: u32::try_from(at).unwrap_or(u32::MAX) };
    let glyphs = text.char_indices().map(glyph).collect();
    let run = Run { font, size: 1.0, stretch: 100, color: style.color, text, glyphs };
    Item::Glyphs(Glyphs { x, y, tongue: style.tongue, run: Arc::new(run) })
}

/// A face that has a character, and its glyph there.
fn find(font: FontId, character: char, context: &Context) -> Option<(FontId, u16)> {
    let glyph = |font| context.fonts.face(font).glyph(character);
    glyph(font).map(|glyph| (font, glyph)).or_else(|| {
        let other = context.fonts.fallback(font, character)?;
        Some((other, glyph(other)?))
    })
}

/// Makes what is larger than its page smaller, and moves what stands beside it onto it.
fn within(steps: Vec<Step>, context: &Context) -> Vec<Step> {
    let (page, _) = context.frame();
    let mut bounds = [[f32::MAX, f32::MIN]; 2];
    for point in steps.iter().flat_map(Step::points) {
        for (side, &at) in bounds.iter_mut().zip(point) {
            *side = [side[0].min(at), side[1].max(at)];
        }
    }
    let fit = |[from, to]: [f32; 2], page: f32| {
        let size = to - from;
        let scale = if size > page { page / size } else { 1.0 };
        (scale, from.clamp(0.0, (page - size * scale).max(0.0)) - from * scale)
    };
    let [(wide, right), (tall, down)] = [fit(bounds[0], page.0), fit(bounds[1], page.1)];
    steps.into_iter().map(|step| step.map(|[x, y]| [x * wide + right, y * tall + down])).collect()
}
