//! A paragraph's characters → one line after another, greedily, as Word breaks them.
//!
//! Spaces hang over the line's end; a word longer than a line is broken where the line is full.
//! Invariant: lines tile the characters; each has at least one, so that breaking ends.

use super::context::Context;
use super::glyphs::{Character, Kind, Text};
use super::tabs;
use crate::docx::{Alignment, Leader, ParagraphStyle, TabAlignment};

/// Rounding of widths must not break a line that just fits.
const TOLERANCE: f32 = 0.05;

/// A line of a paragraph. Horizontal lengths are from the left edge of the column.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its characters.
    pub first: usize,
    pub end: usize,
    /// Where its text starts.
    pub x: f32,
    /// Advance of each tab, and what fills it.
    pub tabs: Vec<(usize, f32, Leader)>,
    /// Added to each space from `stretch_from` up to the end of the visible text.
    pub stretch: f32,
    pub stretch_from: usize,
    /// End of what is seen: spaces after it hang.
    pub visible: usize,
    /// A hyphen stands at the end.
    pub hyphen: bool,
    /// Height, and of the baseline below the top.
    pub height: f32,
    pub baseline: f32,
    /// Of the height, what only parts it from the next line.
    pub hang: f32,
    /// Space above it that text leaves to a drawing.
    pub skip: f32,
    pub ends: Ends,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ends {
    #[default]
    Full,
    LineBreak,
    ColumnBreak,
    PageBreak,
    Paragraph,
}

impl Ends {
    /// What follows stands in another column or on another page.
    pub fn is_break(self) -> bool {
        matches!(self, Ends::PageBreak | Ends::ColumnBreak)
    }
}

/// Room for a line, from the left edge of the column.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Where the text starts and where it must end.
    pub left: f32,
    pub right: f32,
}

/// Breaks off the line that starts at `first`. `start` is where its text begins.
pub fn next(
    text: &Text,
    style: &ParagraphStyle,
    context: &Context,
    first: usize,
    start: f32,
    room: Room,
) -> Line {
    let line = Line { first, x: start, stretch_from: first, ..Line::default() };
    let (right, own) = (room.right, first.max(text.label_end));
    let mut filling = Filling {
        text,
        style,
        context,
        room,
        line,
        right,
        own,
        x: start,
        last_break: None,
        after_tabs: None,
        squeezed: first,
        written: false,
    };
    let (end, ends) = filling.fill();
    filling.close(end, ends)
}

/// A line while it takes characters.
struct Filling<'a> {
    text: &'a Text,
    style: &'a ParagraphStyle,
    context: &'a Context<'a>,
    room: Room,
    line: Line,
    /// Where the text must end: a tab stop of the paragraph's own may stand beyond the room.
    right: f32,
    /// Where the text after the label begins.
    own: usize,
    /// The pen.
    x: f32,
    /// Where the line may end if what follows does not fit.
    last_break: Option<usize>,
    /// Where a tab ends and nothing but a label, tabs and spaces stand before, and the pen there.
    after_tabs: Option<(usize, f32)>,
    /// Up to here the characters fit, because spaces are squeezed.
    squeezed: usize,
    /// There is more than a label, tabs and spaces.
    written: bool,
}

impl Filling<'_> {
    /// Takes characters until the line is full or something ends it: where it ends, and what ended it.
    fn fill(&mut self) -> (usize, Ends) {
        let (first, characters) = (self.line.first, &self.text.characters);
        for (index, character) in characters.iter().enumerate().skip(first) {
            if character.breaks && index > first && self.has_room_for_hyphen(index) {
                match self.written {
                    true => self.last_break = Some(before_tab(&self.line, index, self.own)),
                    false if characters[index - 1].kind == Kind::Tab => {
                        self.after_tabs = Some((index, self.x))
                    }
                    false => {}
                }
            }
            let advance = match character.kind {
                Kind::LineBreak => return (index + 1, Ends::LineBreak),
                Kind::PageBreak => return (index + 1, Ends::PageBreak),
                Kind::ColumnBreak => return (index + 1, Ends::ColumnBreak),
                Kind::Tab => match self.tab(index) {
                    Some((advance, leader)) => self.take_tab(index, advance, leader),
                    None => return (index, Ends::Full),
                },
                Kind::Align { right } => self.take_tab(index, self.align_tab(index, right), Leader::None),
                Kind::Space => character.advance,
                _ if index > first && self.overflows(index) => {
                    let end = self.last_break.or_else(|| self.before_word(index)).unwrap_or(index);
                    return (end, Ends::Full);
                }
                _ => character.advance,
            };
            let blank = matches!(character.kind, Kind::Space | Kind::Tab | Kind::Hidden);
            self.written |= !blank && index >= self.text.label_end;
            self.x += advance;
        }
        (characters.len(), Ends::Paragraph)
    }

    /// Whether a break before a character leaves room for the hyphen of a soft one that stands before it.
    fn has_room_for_hyphen(&self, index: usize) -> bool {
        let before = &self.text.characters[index - 1];
        before.kind != Kind::SoftHyphen
            || self.x + hyphen_width(before, self.context) <= self.right + TOLERANCE
    }

    /// Advance of a tab and what fills it; none if it stands beyond the line's end.
    fn tab(&mut self, index: usize) -> Option<(f32, Leader)> {
        let default = self.context.document.settings.default_tab.points();
        let stop = tabs::next(self.style, default, self.x);
        let custom = custom(self.style, stop.position);
        if stop.position > self.right - TOLERANCE && !custom && index > self.own {
            return None;
        }
        if custom {
            self.right = self.right.max(stop.position);
        }
        let taken = match stop.alignment {
            TabAlignment::Left | TabAlignment::Bar => 0.0,
            TabAlignment::Right => ahead(self.text, index + 1, false),
            TabAlignment::Center => ahead(self.text, index + 1, false) / 2.0,
            TabAlignment::Decimal => ahead(self.text, index + 1, true),
        };
        Some(((stop.position - self.x - taken).max(0.0), stop.leader))
    }

    /// Advance of a tab that aligns what follows to the room's right end or middle.
    fn align_tab(&self, index: usize, right: bool) -> f32 {
        let ahead = ahead(self.text, index + 1, false);
        let place = match right {
            true => self.room.right - ahead,
            false => (self.room.left + self.room.right - ahead) / 2.0,
        };
        (place - self.x).max(0.0)
    }

    fn take_tab(&mut self, index: usize, advance: f32, leader: Leader) -> f32 {
        self.line.tabs.push((index, advance, leader));
        self.line.stretch_from = index + 1;
        advance
    }

    /// Whether a character stands beyond the line's end, even if the spaces before it are squeezed.
    fn overflows(&mut self, index: usize) -> bool {
        let characters = &self.text.characters;
        if self.x + characters[index].advance <= self.right + TOLERANCE || index < self.squeezed {
            return false;
        }
        let squeezes =
            self.style.alignment == Alignment::Both && self.context.document.settings.compatibility >= 15;
        if !squeezes {
            return true;
        }
        let before = &characters[self.line.stretch_from..index];
        let spaces: f32 = before.iter().filter(|c| c.kind == Kind::Space).map(|c| c.advance).sum();
        let room = self.right - self.x + spaces * SQUEEZE + TOLERANCE;
        match word_within(characters, index, 0.0, room) {
            Some(end) => {
                self.squeezed = end;
                false
            }
            None => true,
        }
    }

    /// Where the first word of a line begins, if it goes into the next line and not into this one: the tabs before it
    /// are then a line of their own. Else a break there would win nothing.
    fn before_word(&self, index: usize) -> Option<usize> {
        let (start, pen) = self.after_tabs?;
        let (characters, left) = (&self.text.characters, self.style.left.points());
        let begun: f32 = characters[start..index].iter().map(|c| c.advance).sum();
        let fits = word_within(characters, index, left + begun, self.room.right + TOLERANCE).is_some();
        (pen > left + 1.0 && fits).then_some(start)
    }

    /// The line with its end known: what is seen of it, and where that stands.
    fn close(mut self, end: usize, ends: Ends) -> Line {
        let characters = &self.text.characters;
        let line = &mut self.line;
        (line.end, line.ends) = (end, ends);
        line.tabs.retain(|(at, ..)| *at < end);
        line.stretch_from = line.tabs.last().map_or(line.first, |(at, ..)| at + 1);
        line.visible = visible(characters, line.first, end);
        line.hyphen = ends == Ends::Full && characters[end - 1].kind == Kind::SoftHyphen;
        align(line, characters, self.style, self.context, self.right, self.room.right);
        self.line
    }
}

/// How much narrower a space of a justified line may become, so that one more word fits (Word 2013 and
/// later; measured).
const SQUEEZE: f32 = 0.1;

/// End of the word that stands at `index` where the pen is, if it ends within the room. Of a word that is longer no more
/// is looked at: it may be all of a text.
fn word_within(characters: &[Character], index: usize, mut pen: f32, room: f32) -> Option<usize> {
    for (at, character) in characters.iter().enumerate().skip(index) {
        if at > index && (character.breaks || character.kind != Kind::Text) {
            return Some(at);
        }
        pen += character.advance;
        if pen > room {
            return None;
        }
    }
    Some(characters.len())
}

/// Where to break if the text after a tab does not fit: text that the tab aligns takes the tab along.
fn before_tab(line: &Line, index: usize, least: usize) -> usize {
    match line.tabs.last() {
        Some((at, _, leader)) if at + 1 == index && *at > least && *leader != Leader::None => *at,
        _ => index,
    }
}

fn custom(style: &ParagraphStyle, position: f32) -> bool {
    style.tabs.iter().any(|stop| (stop.position.points() - position).abs() < 0.01)
}

fn hyphen_width(character: &Character, context: &Context) -> f32 {
    let face = context.fonts.face(character.font);
    f32::from(face.advance(character.glyph)) * context.style(character.style).width()
        / f32::from(face.units_per_em)
}

/// Width of the text from `first` to the next tab, break or end; up to the decimal point if asked.
fn ahead(text: &Text, first: usize, decimal: bool) -> f32 {
    let characters = &text.characters;
    let mut width = 0.0;
    let mut solid = 0.0;
    let mut number = false;
    for character in &characters[first.min(characters.len())..] {
        match character.kind {
            Kind::Tab | Kind::LineBreak | Kind::PageBreak | Kind::ColumnBreak | Kind::Align { .. } => break,
            Kind::Space => {
                if decimal && number {
                    break;
                }
                width += character.advance;
            }
            _ => {
                if decimal
                    && number
                    && matches!(text.text.as_bytes().get(character.at as usize), Some(b'.' | b','))
                {
                    break;
                }
                number = true;
                width += character.advance;
                solid = width;
            }
        }
    }
    solid
}

/// End of the text without the spaces and breaks that hang.
fn visible(characters: &[Character], first: usize, end: usize) -> usize {
    let hanging = characters[first..end]
        .iter()
        .rev()
        .take_while(|c| matches!(c.kind, Kind::Space | Kind::LineBreak | Kind::PageBreak | Kind::ColumnBreak))
        .count();
    end - hanging
}

impl Line {
    /// Width of what is seen, stretch not included.
    pub fn width(&self, characters: &[Character]) -> f32 {
        let text: f32 = characters[self.first..self.visible].iter().map(|character| character.advance).sum();
        text + self
            .tabs
            .iter()
            .filter(|(at, ..)| *at < self.visible)
            .map(|(_, advance, _)| advance)
            .sum::<f32>()
    }

    /// Left end and advance of each of its characters; `left`: the edge of the column.
    pub fn places(&self, characters: &[Character], left: f32) -> Vec<(f32, f32)> {
        let mut pen = left + self.x;
        let mut places = Vec::with_capacity(self.end - self.first);
        for (index, character) in (self.first..).zip(&characters[self.first..self.end]) {
            let advance = match character.kind {
                Kind::Tab | Kind::Align { .. } => self.tab(index).map_or(0.0, |(advance, _)| advance),
                Kind::Space if index >= self.stretch_from && index < self.visible => {
                    character.advance + self.stretch
                }
                _ => character.advance,
            };
            places.push((pen, advance));
            pen += advance;
        }
        places
    }

    /// Nothing but a break to another column or page.
    pub fn is_bare_break(&self) -> bool {
        self.visible == self.first && self.ends.is_break()
    }

    pub fn tab(&self, index: usize) -> Option<(f32, Leader)> {
        self.tabs.iter().find(|(at, ..)| *at == index).map(|(_, advance, leader)| (*advance, *leader))
    }
}

/// Moves or stretches a line to its paragraph's alignment.
fn align(
    line: &mut Line,
    characters: &[Character],
    style: &ParagraphStyle,
    context: &Context,
    right: f32,
    edge: f32,
) {
    let hyphen = if line.hyphen { hyphen_width(&characters[line.end - 1], context) } else { 0.0 };
    let width = line.width(characters) + hyphen;
    let free = edge.max(right) - line.x - width;
    let free = if line.tabs.is_empty() { edge - line.x - width } else { free };
    let stretches = match style.alignment {
        Alignment::Both => {
            let expands = context.document.settings.expand_line_breaks && line.ends == Ends::LineBreak;
            line.ends == Ends::Full || expands || free < -TOLERANCE
        }
        Alignment::Distribute => line.ends != Ends::LineBreak,
        _ => false,
    };
    match style.alignment {
        Alignment::Center => line.x += (free / 2.0).max(0.0),
        Alignment::End => line.x += free.max(0.0),
        _ if stretches => {
            let seen = &characters[line.stretch_from.min(line.visible)..line.visible];
            let spaces = seen.iter().filter(|character| character.kind == Kind::Space).count();
            if spaces > 0 {
                line.stretch = free / spaces as f32;
            }
        }
        _ => {}
    }
}
