//! Headers and footers onto the pages that the body filled, page numbers and all.

use super::area::{self, Draft};
use super::context::Context;
use super::page::LIMIT;
use super::stack::Stack;
use super::{Artifact, Item, Page, Role, furniture};

/// Puts header, body and footer of each page together, in reading order; leaves pages out when those before weigh too
/// much.
pub fn finish(context: &Context, drafts: Vec<Draft>) -> Vec<Page> {
    let mut weight = 0;
    let mut pages = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if weight > LIMIT {
            break;
        }
        let page = finish_page(context, draft);
        weight += page.items.iter().map(Item::weight).sum::<usize>();
        pages.push(page);
    }
    pages
}

fn finish_page(context: &Context, draft: Draft) -> Page {
    let section = &context.document.sections[draft.section];
    let mut page = draft.page;
    context.set_page(draft.number, section.number_format);
    let (top, bottom) = draft.body;
    let (left, width) = (area::text_left(section), area::text_width(section));
    context.set_frame((page.width, page.height), [left, top, left + width, bottom]);
    let mut items = Vec::new();
    let paper = (page.width, page.height);
    furniture::borders(section, paper, [left, top, left + width, bottom], &mut items);
    items.extend(draft.behind);
    let header = draft.story.of(&section.headers);
    if let Some(blocks) = header {
        let stack = Stack::of(blocks, context, width, page.height);
        items.push(Item::Begin { element: 0, role: Role::Artifact(Artifact::Header) });
        stack.paint(context, left, section.page.header.points(), &mut items);
        items.push(Item::End);
        items.retain(|item| !matches!(item, Item::Heading { .. }));
    }
    items.append(&mut page.items);
    for mut foot in draft.feet {
        let top = foot.bottom - foot.height;
        foot.items.iter_mut().for_each(|item| item.lower(top));
        items.append(&mut foot.items);
    }
    if let Some(blocks) = draft.story.of(&section.footers) {
        let stack = Stack::of(blocks, context, width, page.height);
        let y = page.height - section.page.footer.points() - stack.height;
        let before = items.len();
        items.push(Item::Begin { element: 0, role: Role::Artifact(Artifact::Footer) });
        stack.paint(context, left, y.max(0.0), &mut items);
        items.push(Item::End);
        let footer = items.split_off(before);
        items.extend(footer.into_iter().filter(|item| !matches!(item, Item::Heading { .. })));
    }
    for item in &mut items {
        keep_on_paper(item, page.width, page.height, context);
    }
    page.items = items;
    page
}

/// Moves text that an indent or a row put beside the page back onto it: better in the wrong place than
/// not there. What is not text may hang over the edge.
fn keep_on_paper(item: &mut Item, width: f32, height: f32, context: &Context) {
    let Item::Glyphs(glyphs) = item else { return };
    if glyphs.y > height || glyphs.y < 0.0 {
        context.warn("print-beyond");
        // Letters may be taller than the paper.
        let size = glyphs.run.size.min(height / 2.0);
        glyphs.y = glyphs.y.clamp(size, height - size * 0.25);
    }
    let run = &glyphs.run;
    let shown = run.text.trim_end().len();
    let inked = run.glyphs.iter().filter(|glyph| (glyph.cluster as usize) < shown);
    let right = glyphs.x + inked.map(|glyph| glyph.advance).sum::<f32>();
    glyphs.x = (glyphs.x - (right - width).max(0.0)).max(0.0);
}
