//! Characters of a line → glyph items: one for each stretch of one face, size and colour.
//!
//! Tabs are written as spaces of their width or as leader characters, so that text comes back with its words apart.
//! Invariant: every character that is seen is written once, in order.

use std::ops::Range;
use std::sync::Arc;

use super::context::Context;
use super::glyphs::{Character, Kind, Text};
use super::line::Line;
use super::marks::{self, Inline};
use super::memory::Written;
use super::paragraph::Laid;
use super::{Artifact, FontId, Glyph, Glyphs, Item, Role, Run};
use crate::docx::{Leader, StyleId};

/// What is kept of a line, from this origin; the first time it is written from another.
pub fn write_kept(
    written: &Written,
    origin: (f32, f32),
    items: &mut Vec<Item>,
    write: impl FnOnce(&mut Vec<Item>),
) {
    let known = written.get_or_init(|| {
        let mut items = Vec::new();
        write(&mut items);
        items.into()
    });
    items.extend(known.iter().map(|item| moved(item, origin)));
}

/// The same from another origin.
fn moved(item: &Item, (left, baseline): (f32, f32)) -> Item {
    let mut item = item.clone();
    if let Item::Glyphs(glyphs) = &mut item {
        (glyphs.x, glyphs.y) = (left + glyphs.x, baseline + glyphs.y);
    }
    item
}

/// Writes the characters of a line. `origin`: the edge of its column, and the baseline.
pub fn write(
    laid: &Laid,
    index: usize,
    context: &Context,
    inlines: &[Inline],
    origin: (f32, f32),
    items: &mut Vec<Item>,
) {
    let (text, line) = (&*laid.text, &laid.lines[index]);
    // From the edge of the column: wherever it stands, the run is the same.
    let places = line.places(&text.characters, 0.0);
    let mut pen = Pen { text, line, context, inlines, origin, items, run: None, width: 0.0, inside: None };
    let plain = inlines.is_empty() && line.tabs.is_empty();
    let mut index = line.first;
    while index < line.end {
        let mut next = index + 1;
        if pen.shows(index) {
            pen.add(index, places[index - line.first]);
            if plain {
                next = index + alike(&text.characters[index..line.end]);
                pen.append(index + 1..next, &places[index + 1 - line.first..]);
            }
        }
        index = next;
    }
    pen.end_run();
    marks::change(&mut pen.inside, None, pen.items);
}

/// The glyphs of a line as they are written.
struct Pen<'a> {
    text: &'a Text,
    line: &'a Line,
    context: &'a Context<'a>,
    inlines: &'a [Inline],
    origin: (f32, f32),
    items: &'a mut Vec<Item>,
    /// What is not among the items yet, and its width.
    run: Option<Open>,
    width: f32,
    /// The element of the line that the pen is in.
    inside: Option<&'a Inline>,
}

/// A run that goes on.
struct Open {
    look: Look,
    /// Its left end, from the column's edge.
    x: f32,
    run: Run,
}

impl Pen<'_> {
    fn shows(&self, index: usize) -> bool {
        match self.text.characters[index].kind {
            Kind::Text | Kind::Space | Kind::Tab | Kind::Align { .. } => true,
            Kind::SoftHyphen => self.line.hyphen && index + 1 == self.line.end,
            _ => false,
        }
    }

    /// Adds a character at its place.
    fn add(&mut self, index: usize, (x, advance): (f32, f32)) {
        let leader = self.line.tab(index).map_or(Leader::None, |(_, leader)| leader);
        let inline = self.inlines.iter().find(|inline| inline.characters.contains(&index));
        if leader != Leader::None {
            self.part_words();
        }
        if leader != Leader::None || self.inside.map(|own| own.element) != inline.map(|own| own.element) {
            self.end_run();
            marks::change(&mut self.inside, inline, self.items);
        }
        let (text, context) = (self.text, self.context);
        let character = &text.characters[index];
        let run = self.run_at(index, x);
        let before = run.glyphs.len();
        push(run, character, text.source(index..index + 1), advance, leader, context);
        let added: f32 = run.glyphs[before..].iter().map(|glyph| glyph.advance).sum();
        self.width += added;
        if leader != Leader::None {
            self.items.push(Item::Begin { element: 0, role: Role::Artifact(Artifact::Layout) });
            self.end_run();
            self.items.push(Item::End);
        }
    }

    /// Leader characters are not read aloud; the words before and after them stay apart.
    fn part_words(&mut self) {
        if let Some(Open { run, .. }) = &mut self.run {
            let space = self.context.fonts.face(run.font).glyph(' ').unwrap_or(0);
            let cluster = run.text.len() as u32;
            run.text.push(' ');
            run.glyphs.push(Glyph { id: space, advance: 0.0, cluster });
        }
    }

    fn end_run(&mut self) {
        let (left, baseline) = self.origin;
        self.items.extend(self.run.take().map(|Open { look, x, run }| {
            let style = self.context.style(look.style);
            let (x, y) = (left + x, baseline - style.rise);
            Item::Glyphs(Glyphs { x, y, tongue: style.tongue, run: Arc::new(run) })
        }));
        self.width = 0.0;
    }

    /// The run that a character at `x` goes on with, or a new one.
    fn run_at(&mut self, index: usize, x: f32) -> &mut Run {
        let character = &self.text.characters[index];
        let look = Look { font: character.font, style: character.style };
        let goes_on = self.run.as_ref().is_some_and(|known| {
            known.look.same(&look, self.context) && (known.x + self.width - x).abs() < 0.02
        });
        if !goes_on {
            self.end_run();
        }
        let open = self.run.get_or_insert_with(|| {
            let style = self.context.style(look.style);
            let rest = self.line.end - index;
            let run = Run {
                font: look.font,
                size: style.size,
                stretch: style.stretch,
                color: style.color,
                text: String::with_capacity(2 * rest),
                glyphs: Vec::with_capacity(rest),
            };
            Open { look, x, run }
        });
        &mut open.run
    }

    /// Adds letters and spaces that go on with the run, at once.
    fn append(&mut self, characters: Range<usize>, places: &[(f32, f32)]) {
        let Some(Open { run, .. }) = self.run.as_mut().filter(|_| !characters.is_empty()) else { return };
        let start = self.text.characters[characters.start].at;
        let before = run.text.len() as u32;
        run.text.push_str(self.text.source(characters.clone()));
        for (character, (_, advance)) in self.text.characters[characters].iter().zip(places) {
            let (id, cluster) = (character.glyph, before + character.at - start);
            run.glyphs.push(Glyph { id, advance: *advance, cluster });
            self.width += advance;
        }
    }
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
            && a.tongue == b.tongue
    }
}

/// Adds a character; a tab is a space of its width, or as many leader characters as fill it.
fn push(run: &mut Run, character: &Character, source: &str, advance: f32, leader: Leader, context: &Context) {
    let cluster = run.text.len() as u32;
    let mut add = |text: &str, id: u16, advance: f32| {
        let cluster = run.text.len() as u32;
        run.text.push_str(text);
        run.glyphs.push(Glyph { id, advance, cluster });
    };
    let blank = matches!(character.kind, Kind::Tab | Kind::Align { .. });
    if !blank {
        run.text.push_str(source);
        run.glyphs.push(Glyph { id: character.glyph, advance, cluster });
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
