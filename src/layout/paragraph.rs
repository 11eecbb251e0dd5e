//! A paragraph at a width → its lines with their heights, and what stands between paragraphs.

use std::sync::Arc;

use super::context::Context;
use super::glyphs::{Kind, Text};
use super::line::{self, Ends, Line, Room};
use super::memory::{Column, Set, Written};
use crate::docx::{
    Alignment, Border, Content, Drawing, LineSpacing, Mark, Object, Paragraph, ParagraphStyle, StyleId,
};

/// Spacing that HTML has, in points (w:beforeAutospacing).
const AUTOMATIC: f32 = 14.0;
/// Part of a line of exact height that is above the baseline.
const EXACT_ASCENT: f32 = 0.8;
/// Narrowest room that text is set in.
const NARROWEST: f32 = 10.0;

/// A paragraph broken into lines.
#[derive(Debug)]
pub struct Laid<'d> {
    pub paragraph: &'d Arc<Paragraph>,
    pub text: Arc<Text>,
    pub lines: Arc<[Line]>,
    /// By line, what was written for it in a document before.
    pub written: Option<Arc<[Written]>>,
    /// Width of the column.
    pub width: f32,
    /// Borders above and below that neighbours do not take over.
    pub top: Option<Border>,
    pub bottom: Option<Border>,
}

/// What a paragraph is laid out in.
#[derive(Clone, Copy)]
pub struct Measure<'m> {
    /// Of the column.
    pub width: f32,
    /// Of the tallest thing that fits on a page.
    pub tallest: f32,
    /// Pitch of the line grid.
    pub grid: Option<f32>,
    /// The paragraphs before and after, for borders that join.
    pub before: Option<&'m ParagraphStyle>,
    pub after: Option<&'m ParagraphStyle>,
}

/// Room that a drawing takes from lines: given the top of a line below the paragraph's, and its height,
/// the space that it must be moved down by and the left and right edges that are left.
pub type Obstacles<'o> = &'o dyn Fn(f32, f32) -> Option<(f32, f32, f32)>;

impl<'d> Laid<'d> {
    pub fn of(
        paragraph: &'d Arc<Paragraph>,
        context: &Context,
        measure: Measure,
        obstacles: Option<Obstacles>,
    ) -> Laid<'d> {
        let style = &*paragraph.style;
        let joins = |other: Option<&ParagraphStyle>| {
            other.is_some_and(|other| {
                other.borders == style.borders && other.left == style.left && other.right == style.right
            })
        };
        let visible = |border: Option<Border>| border.filter(|border| border.width > 0);
        let above = if joins(measure.before) { style.borders.between } else { style.borders.top };
        let below = if joins(measure.after) { None } else { style.borders.bottom };
        let (top, bottom) = (visible(above), visible(below));
        let set = || set(paragraph, context, measure, room_of(top), obstacles);
        let Set { text, lines, written } = match context.memory.filter(|_| obstacles.is_none()) {
            Some(memory) => {
                memory.set(paragraph, context, Column { width: measure.width, grid: measure.grid }, set)
            }
            None => set(),
        };
        Laid { paragraph, text, lines, written, width: measure.width, top, bottom }
    }

    pub fn drawing(&self, index: u16) -> Option<&'d Drawing> {
        drawing(self.paragraph, index)
    }

    /// Anchored drawings of the paragraph.
    pub fn anchored(&self) -> impl Iterator<Item = &'d Drawing> {
        self.paragraph.objects.iter().filter_map(|object| match object {
            Object::Drawing(drawing) if drawing.anchor.is_some() => Some(&**drawing),
            _ => None,
        })
    }

    /// What stands in a line without being text.
    pub fn marks(&self, line: usize) -> impl Iterator<Item = (u32, Mark)> + '_ {
        let (line, characters) = (&self.lines[line], &self.text.characters);
        let place = |index: usize| characters.get(index).map_or(u32::MAX, |character| character.at);
        let (from, to) = (place(line.first), place(line.end));
        let marks = &self.text.marks;
        let from = marks.partition_point(|(at, _)| *at < from);
        // Marks at the end of the text belong to the last line.
        let to = if to == u32::MAX { marks.len() } else { marks.partition_point(|(at, _)| *at < to) };
        marks[from.min(to)..to].iter().copied()
    }

    /// The footnotes that a line refers to.
    pub fn footnotes(&self, line: usize) -> impl Iterator<Item = u16> + '_ {
        self.marks(line).filter_map(|(_, mark)| match mark {
            Mark::Footnote { note, .. } => Some(note),
            _ => None,
        })
    }

    /// Room for the border above the first line.
    pub fn pad_top(&self) -> f32 {
        room_of(self.top)
    }

    pub fn pad_bottom(&self) -> f32 {
        room_of(self.bottom)
    }

    /// Height of a line with the borders that stand at it.
    pub fn line_height(&self, index: usize) -> f32 {
        let line = &self.lines[index];
        let top = if index == 0 { self.pad_top() } else { 0.0 };
        let bottom = if index + 1 == self.lines.len() { self.pad_bottom() } else { 0.0 };
        line.skip + line.height + top + bottom
    }

    /// What of a line must stand above the foot of a page: not what only parts it from the next one.
    pub fn solid_height(&self, index: usize) -> f32 {
        let boxed = index + 1 == self.lines.len() && self.bottom.is_some();
        self.line_height(index) - if boxed { 0.0 } else { self.lines[index].hang }
    }

    /// Width of a line with the indents beside it, alignment not counted.
    pub fn natural_width(&self, index: usize) -> f32 {
        let style = &*self.paragraph.style;
        let first = if index == 0 { style.first_line.points() } else { 0.0 };
        let line = &self.lines[index];
        line.width(&self.text.characters) + style.left.points() + first + style.right.points()
    }

    pub fn height(&self) -> f32 {
        (0..self.lines.len()).map(|index| self.line_height(index)).sum()
    }
}

/// Breaks a paragraph into lines; the first is so far below the paragraph's top.
fn set(
    paragraph: &Paragraph,
    context: &Context,
    measure: Measure,
    top: f32,
    obstacles: Option<Obstacles>,
) -> Set {
    let mut text = Text::of(paragraph, context);
    let style = &*paragraph.style;
    let narrowed = measure.width - style.left.points().max(0.0) - style.right.points().max(0.0);
    size_objects(&mut text, paragraph, narrowed.max(context.widest), measure.tallest);
    let lines = Setting { paragraph, text: &text, context, measure, obstacles }.lines(top);
    Set { lines: lines.into(), text: Arc::new(text), written: None }
}

/// A paragraph that is set.
struct Setting<'s, 'd> {
    paragraph: &'s Paragraph,
    text: &'s Text,
    context: &'s Context<'d>,
    measure: Measure<'s>,
    obstacles: Option<Obstacles<'s>>,
}

impl Setting<'_, '_> {
    fn lines(&self, top: f32) -> Vec<Line> {
        let style = &*self.paragraph.style;
        let (mut lines, mut first, mut y) = (Vec::new(), 0, top);
        loop {
            let indent = if lines.is_empty() { style.first_line.points() } else { 0.0 };
            let left = style.left.points();
            let right = (self.measure.width - style.right.points()).max(left.max(0.0) + NARROWEST);
            let room = Room { left: left + indent, right };
            let (line, mut next) = self.fit(first, room, y);
            y += line.skip + line.height;
            let ends = line.ends;
            lines.push(line);
            if next >= self.text.characters.len() {
                // The mark of the paragraph stands after the break.
                if matches!(ends, Ends::LineBreak | Ends::ColumnBreak) {
                    let (last, _) = self.fit(next, room, y);
                    lines.push(last);
                }
                return lines;
            }
            std::mem::swap(&mut first, &mut next);
        }
    }

    /// Sets one line; beside a drawing twice: first to know its height.
    fn fit(&self, first: usize, room: Room, y: f32) -> (Line, usize) {
        let line = self.set(first, room);
        let Some(obstacles) = self.obstacles else {
            let end = line.end;
            return (line, end);
        };
        let Some((skip, left, right)) = obstacles(y, line.height) else {
            let end = line.end;
            return (line, end);
        };
        let shift = left.max(0.0);
        let narrow = Room {
            left: (room.left).max(shift + (room.left - self.paragraph.style.left.points()).max(0.0)),
            right: room.right.min(right),
        };
        let mut line = self.set(first, narrow);
        line.skip = skip;
        let end = line.end;
        (line, end)
    }

    fn set(&self, first: usize, room: Room) -> Line {
        let style = &*self.paragraph.style;
        let mut line = if first >= self.text.characters.len() {
            let x = match style.alignment {
                Alignment::Center => (room.left + room.right) / 2.0,
                Alignment::End => room.right,
                _ => room.left,
            };
            Line { first, end: first, visible: first, x, ends: Ends::Paragraph, ..Line::default() }
        } else {
            let label = self.paragraph.label.as_ref().filter(|_| first == 0);
            let start = match label.map(|label| label.alignment) {
                Some(Alignment::End) => room.left - self.text.label_width,
                Some(Alignment::Center) => room.left - self.text.label_width / 2.0,
                _ => room.left,
            };
            line::next(self.text, style, self.context, first, start, room)
        };
        self.measure(&mut line);
        line
    }

    /// Height of a line and its baseline (ECMA-376 §17.3.1.33).
    fn measure(&self, line: &mut Line) {
        let (context, measure) = (self.context, self.measure);
        let (mut ascent, mut descent, mut tallest_object) = (0f32, 0f32, 0f32);
        let mut known: Option<StyleId> = None;
        for character in &self.text.characters[line.first..line.end] {
            if let Kind::Object(index) = character.kind {
                let height = drawing(self.paragraph, index)
                    .filter(|drawing| drawing.anchor.is_none())
                    .map_or(0.0, |drawing| {
                        let natural = drawing.width.points().max(0.01);
                        drawing.height.points() * (character.advance / natural).min(1.0)
                    });
                tallest_object = tallest_object.max(height.min(measure.tallest));
                // The place at which a drawing is anchored has no height, whatever its run.
                continue;
            }
            // Blanks count, too: they have the height of their run.
            if known != Some(character.style) {
                known = Some(character.style);
                let style = context.style(character.style);
                ascent = ascent.max(style.ascent + style.rise);
                descent = descent.max(style.descent - style.rise);
            }
        }
        // A line without text is as tall as its paragraph's mark; a taller picture stands on its foot.
        let mark = context.style(self.paragraph.mark);
        if known.is_none() && tallest_object < mark.ascent + mark.descent {
            (ascent, descent) = (mark.ascent, mark.descent);
        }
        ascent = ascent.max(tallest_object);
        let natural = ascent + descent;
        let style = &*self.paragraph.style;
        let (height, baseline, hang) = match style.line {
            LineSpacing::Multiple(parts) => {
                let natural = measure
                    .grid
                    .filter(|_| style.snap_to_grid)
                    .map_or(natural, |pitch| (natural / pitch).ceil() * pitch);
                let text = (natural - tallest_object).clamp(0.0, natural);
                // Pictures are not stretched, text is.
                let factor = parts as f32 / 240.0;
                let height =
                    if tallest_object > 0.0 && text < natural / 2.0 { natural } else { natural * factor };
                (height, ascent + (height - ascent - descent).min(0.0), (height - ascent - descent).max(0.0))
            }
            LineSpacing::Exact(height) => {
                let height = height.points();
                (height, height * EXACT_ASCENT, 0.0)
            }
            LineSpacing::AtLeast(least) => {
                let height = natural.max(least.points());
                (height, height - descent, 0.0)
            }
        };
        (line.height, line.baseline, line.hang) = (height, baseline, hang);
    }
}

fn drawing(paragraph: &Paragraph, index: u16) -> Option<&Drawing> {
    match paragraph.objects.get(usize::from(index)) {
        Some(Object::Drawing(drawing)) => Some(drawing),
        _ => None,
    }
}

/// Room that a border takes.
fn room_of(border: Option<Border>) -> f32 {
    border.map_or(0.0, |border| border.points() + f32::from(border.space))
}

/// Gives inline drawings their width: what they say, hanging out of a narrow cell, at most that of a page's text.
fn size_objects(text: &mut Text, paragraph: &Paragraph, width: f32, tallest: f32) {
    for character in &mut text.characters {
        let Kind::Object(index) = character.kind else { continue };
        match paragraph.objects.get(usize::from(index)) {
            Some(Object::Drawing(drawing)) if drawing.anchor.is_none() => {
                let (own, height) = (drawing.width.points().max(0.0), drawing.height.points().max(0.01));
                let scale = match drawing.content {
                    Content::Picture(..) => (tallest / height).min(1.0),
                    Content::Shape(_) | Content::Group(_) => 1.0,
                };
                character.advance = (own * scale).min(width);
            }
            _ => character.breaks = false,
        }
    }
}

/// Space between two paragraphs: the larger of the space after the one and before the other, as Word
/// prints it; between neighbours of one style that ask for it, none (ECMA-376 §17.3.1.9).
/// `first`: nothing stands above it, not even a table.
pub fn gap(before: Option<&ParagraphStyle>, after: &ParagraphStyle, first: bool) -> f32 {
    let same = before.is_some_and(|before| before.named == after.named);
    let below = before.map_or(0.0, |before| match (before.contextual && same, before.after_auto) {
        (true, _) => 0.0,
        (false, true) => AUTOMATIC,
        (false, false) => before.after.points(),
    });
    let above = match (after.contextual && same, after.before_auto) {
        (true, _) => 0.0,
        (false, true) if first => 0.0,
        (false, true) => AUTOMATIC,
        (false, false) => after.before.points(),
    };
    below.max(above)
}

/// Space after the last paragraph of a cell or a story.
pub fn space_after(style: &ParagraphStyle) -> f32 {
    if style.after_auto { 0.0 } else { style.after.points() }
}
