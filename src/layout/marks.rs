//! What stands in a line without being printed → areas that lead somewhere, places, headings.

use super::Item;
use super::context::Context;
use super::paragraph::Laid;
use crate::docx::Mark;

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

/// The links and the places of a line. `places`: left end and advance of each of its characters.
pub fn links(
    laid: &Laid,
    index: usize,
    context: &Context,
    places: &[(f32, f32)],
    top: f32,
    items: &mut Vec<Item>,
) {
    for (_, mark) in laid.marks(index) {
        if let Mark::Bookmark(name) = mark {
            let name = context.document.bookmarks[usize::from(name)].clone();
            items.push(Item::Place { y: top, name });
        }
    }
    let line = &laid.lines[index];
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
            let from = seen.partition_point(|character| character.at < start);
            let to = seen.partition_point(|character| character.at < *at);
            if from < to {
                let x = places[from].0;
                let width = places[to - 1].0 + places[to - 1].1 - x;
                let goal = context.document.links[usize::from(link)].clone();
                items.push(Item::Link { x, y: top, width, height: line.height, goal });
            }
        }
        if let Mark::Link(link) = mark {
            open = Some((*at, *link));
        }
    }
}
