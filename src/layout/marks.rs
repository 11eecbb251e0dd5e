//! What stands in a line without being printed → areas that lead somewhere, places, headings, and the elements of the
//! structure that a line is divided in.

use std::ops::Range;

use super::context::Context;
use super::line::Line;
use super::paragraph::Laid;
use super::{Item, Role};
use crate::docx::Mark;

/// A stretch of a line that is an element of its own.
pub struct Inline {
    /// By their numbers in the paragraph.
    pub characters: Range<usize>,
    pub element: u32,
    pub role: Role,
    /// Where it leads, by the number of the link.
    link: Option<u16>,
}

/// The heading that starts with the first line of a paragraph.
pub fn heading(laid: &Laid, index: usize, top: f32, items: &mut Vec<Item>) {
    let Some(level) = laid.paragraph.style.outline.filter(|_| index == 0) else { return };
    let shown = laid.text.text.split(|c: char| c.is_whitespace() || !is_written(c));
    let title = shown.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        items.push(Item::Heading { y: top, level, title });
    }
}

fn is_written(character: char) -> bool {
    !character.is_control() && character != crate::docx::OBJECT && character != crate::docx::FIELD
}

/// Goes from one element of a line into another one, or back into the paragraph.
pub fn change<'i>(inside: &mut Option<&'i Inline>, into: Option<&'i Inline>, items: &mut Vec<Item>) {
    if inside.is_some() {
        items.push(Item::End);
    }
    if let Some(inline) = into {
        items.push(Item::Begin { element: inline.element, role: inline.role.clone() });
    }
    *inside = into;
}

/// The elements of a line: the label of a list item, links, marks of footnotes.
pub fn inlines(laid: &Laid, index: usize, context: &Context) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let (line, text) = (&laid.lines[index], &laid.text);
    let labelled = laid.paragraph.label.is_some() && laid.paragraph.style.outline.is_none();
    if labelled && line.first < text.label_end {
        let element = context.element(laid.paragraph, LABEL);
        let characters = line.first..text.label_end.min(line.end);
        inlines.push(Inline { characters, element, role: Role::Label, link: None });
    }
    if !text.marks.is_empty() {
        links_of(laid, line, context, &mut inlines);
        references(laid, line, context, &mut inlines);
    }
    inlines
}

/// Parts of a paragraph: all of it, its label; then what starts at each byte of its text.
const LABEL: u32 = 2;
const FIRST: u32 = 3;

fn links_of(laid: &Laid, line: &Line, context: &Context, inlines: &mut Vec<Inline>) {
    let seen = &laid.text.characters[line.first..line.visible];
    let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return };
    let ends = |(_, mark): &&(u32, Mark)| matches!(mark, Mark::Link(_) | Mark::LinkEnd);
    let marks = &laid.text.marks;
    let before = marks.partition_point(|(at, _)| *at < first.at);
    let after = marks.partition_point(|(at, _)| *at <= last.at);
    // A link that is open where the line starts was opened by the nearest mark of one.
    let opened = marks[..before].iter().rev().find(ends);
    let mut open = None;
    let end = [(u32::MAX, Mark::LinkEnd)];
    for (at, mark) in opened.into_iter().chain(marks[before..after].iter().filter(ends)).chain(&end) {
        if let Some((start, link)) = open.take() {
            let from = line.first + seen.partition_point(|character| character.at < start);
            let to = line.first + seen.partition_point(|character| character.at < *at);
            if from < to {
                // The space that ends the line is in it if the link goes on.
                let to = if *at > last.at { line.end } else { to };
                let element = context.element(laid.paragraph, FIRST.saturating_add(start));
                inlines.push(Inline { characters: from..to, element, role: Role::Link, link: Some(link) });
            }
        }
        if let Mark::Link(link) = mark {
            open = Some((*at, *link));
        }
    }
}

/// The number of a note follows its mark.
fn references(laid: &Laid, line: &Line, context: &Context, inlines: &mut Vec<Inline>) {
    let characters = &laid.text.characters;
    for (at, mark) in &laid.text.marks {
        let (Mark::Footnote { length, .. } | Mark::Endnote { length, .. }) = mark else { continue };
        let from = characters.partition_point(|character| character.at < *at);
        let digits = usize::from(*length);
        let within = |index: &usize| (line.first..line.end).contains(index);
        if digits > 0 && within(&from) && !inlines.iter().any(|inline| inline.characters.contains(&from)) {
            let element = context.element(laid.paragraph, FIRST.saturating_add(*at));
            let characters = from..(from + digits).min(line.end);
            inlines.push(Inline { characters, element, role: Role::Reference, link: None });
        }
    }
}

/// The places of a line that links lead to.
pub fn places(laid: &Laid, index: usize, context: &Context, top: f32, items: &mut Vec<Item>) {
    for (_, mark) in laid.marks(index) {
        if let Mark::Bookmark(name) = mark {
            let name = context.document.bookmarks[usize::from(name)].clone();
            items.push(Item::Place { y: top, name });
        }
    }
}

/// The areas of a line that lead somewhere. `places`: left end and advance of each of its characters.
pub fn links(
    line: &Line,
    inlines: &[Inline],
    context: &Context,
    places: &[(f32, f32)],
    top: f32,
    items: &mut Vec<Item>,
) {
    for inline in inlines {
        let Some(link) = inline.link else { continue };
        let (from, to) =
            (inline.characters.start - line.first, inline.characters.end.min(line.visible) - line.first);
        let x = places[from].0;
        let width = places[to - 1].0 + places[to - 1].1 - x;
        let goal = context.document.links[usize::from(link)].clone();
        items.push(Item::Begin { element: inline.element, role: Role::Link });
        items.push(Item::Link { x, y: top, width, height: line.height, goal });
        items.push(Item::End);
    }
}
