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
    let characters = &text.characters;
    let default = context.document.settings.default_tab.points();
    let mut line = Line { first, x: start, stretch_from: first, ..Line::default() };
    let mut right = room.right;
    let mut x = start;
    let mut last_break = None;
    let mut index = first;
    let mut squeezed = first;
    let mut written = false;
    let squeezes = style.alignment == Alignment::Both && context.document.settings.compatibility >= 15;
    line.ends = Ends::Paragraph;
    while index < characters.len() {
        let character = &characters[index];
        // After nothing but tabs and spaces a break would win nothing.
        if character.breaks && index > first && written {
            let hyphen = characters[index - 1].kind == Kind::SoftHyphen;
            if !hyphen || x + hyphen_width(&characters[index - 1], context) <= right + TOLERANCE {
                last_break = Some(before_tab(&line, index, first.max(text.label_end)));
            }
        }
        let forced = match character.kind {
            Kind::LineBreak => Some(Ends::LineBreak),
            Kind::PageBreak => Some(Ends::PageBreak),
            Kind::ColumnBreak => Some(Ends::ColumnBreak),
            _ => None,
        };
        if let Some(ends) = forced {
            line.ends = ends;
            index += 1;
            break;
        }
        let (advance, leader) = match character.kind {
            Kind::Tab => {
                let stop = tabs::next(style, default, x);
                if stop.position > right - TOLERANCE
                    && !custom(style, stop.position)
                    && index > first.max(text.label_end)
                {
                    line.ends = Ends::Full;
                    break;
                }
                if custom(style, stop.position) {
                    right = right.max(stop.position);
                }
                let taken = match stop.alignment {
                    TabAlignment::Left | TabAlignment::Bar => 0.0,
                    TabAlignment::Right => ahead(text, index + 1, false),
                    TabAlignment::Center => ahead(text, index + 1, false) / 2.0,
                    TabAlignment::Decimal => ahead(text, index + 1, true),
                };
                ((stop.position - x - taken).max(0.0), stop.leader)
            }
            Kind::Align { right: true } => {
                ((room.right - x - ahead(text, index + 1, false)).max(0.0), Leader::None)
            }
            Kind::Align { right: false } => {
                let middle = (room.left + room.right - ahead(text, index + 1, false)) / 2.0;
                ((middle - x).max(0.0), Leader::None)
            }
            _ => (character.advance, Leader::None),
        };
        if matches!(character.kind, Kind::Tab | Kind::Align { .. }) {
            line.tabs.push((index, advance, leader));
            line.stretch_from = index + 1;
        } else if character.kind != Kind::Space
            && x + advance > right + TOLERANCE
            && index > first
            && index >= squeezed
        {
            let end = if squeezes { word_end(characters, index) } else { index };
            if squeezes
                && fits_squeezed(&characters[line.stretch_from..end], index - line.stretch_from, right - x)
            {
                squeezed = end;
                continue;
            }
            line.ends = Ends::Full;
            index = last_break.unwrap_or(index);
            break;
        }
        written |=
            !matches!(character.kind, Kind::Space | Kind::Tab | Kind::Hidden) && index >= text.label_end;
        x += advance;
        index += 1;
    }
    line.end = index.max(first + 1).min(characters.len());
    if index >= characters.len() && line.ends == Ends::Full {
        line.ends = Ends::Paragraph;
    }
    line.tabs.retain(|(at, ..)| *at < line.end);
    line.stretch_from = line.tabs.last().map_or(first, |(at, ..)| at + 1);
    line.visible = visible(characters, first, line.end);
    line.hyphen = line.ends == Ends::Full && characters[line.end - 1].kind == Kind::SoftHyphen;
    align(&mut line, characters, style, context, right, room.right);
    line
}

/// How much narrower a space of a justified line may become, so that one more word fits (Word 2013 and
/// later; measured).
const SQUEEZE: f32 = 0.1;

/// End of the word that stands at `index`.
fn word_end(characters: &[Character], index: usize) -> usize {
    let rest =
        characters[index + 1..].iter().take_while(|next| !next.breaks && next.kind == Kind::Text).count();
    index + 1 + rest
}

/// Whether the rest of a word, from `at` on, goes into `room` when the spaces before it are squeezed.
fn fits_squeezed(characters: &[Character], at: usize, room: f32) -> bool {
    let spaces: f32 = characters[..at].iter().filter(|c| c.kind == Kind::Space).map(|c| c.advance).sum();
    let rest: f32 = characters[at..].iter().map(|character| character.advance).sum();
    rest - room <= spaces * SQUEEZE + TOLERANCE
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
