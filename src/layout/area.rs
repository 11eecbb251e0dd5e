//! The areas of a section's pages: body, columns, and what header and footer leave of them.

use super::context::Context;
use super::drawing::Obstacle;
use super::stack::Stack;
use super::{Item, Page};
use crate::docx::{self, Block, Section, Stories};

/// A page that is being filled.
#[derive(Debug)]
pub struct Draft {
    pub page: Page,
    /// Painted before everything else.
    pub behind: Vec<Item>,
    pub obstacles: Vec<Obstacle>,
    /// Footnotes, by column.
    pub feet: Vec<Foot>,
    /// Section whose header and footer it has.
    pub section: usize,
    /// Number as printed.
    pub number: u32,
    pub story: Story,
    /// Top and bottom of the body, as header and footer leave it.
    pub body: (f32, f32),
    /// What the pages before it weigh, as [`Draft::weight`] reckons it.
    pub before: usize,
}

impl Draft {
    /// What it and the pages before it weigh, text of headers and footers reckoned by its length.
    pub fn weight(&self, section: &Section) -> usize {
        /// Of a letter in a line.
        const LETTER: usize = 64;
        let feet = self.feet.iter().flat_map(|foot| &foot.items);
        let items = self.page.items.iter().chain(&self.behind).chain(feet);
        let beside = text_beside(section, self.story) * LETTER;
        self.before + beside + items.map(Item::weight).sum::<usize>()
    }
}

/// Footnotes below a column, with what separates them from the text.
#[derive(Debug)]
pub struct Foot {
    pub column: usize,
    /// As if the foot's top were that of the page.
    pub items: Vec<Item>,
    pub height: f32,
    /// Where it ends on the page.
    pub bottom: f32,
}

/// Which of a section's headers and footers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    Default,
    First,
    Even,
}

impl Story {
    /// The header or footer of a page; a first page of its own may have none.
    pub fn of(self, stories: &Stories) -> Option<&Vec<Block>> {
        match self {
            Story::Default => stories.default.as_deref(),
            Story::First => stories.first.as_deref(),
            Story::Even => stories.even.as_deref(),
        }
    }
}

/// Bytes of text in the header and the footer of a page.
fn text_beside(section: &Section, story: Story) -> usize {
    let stories = [&section.headers, &section.footers];
    stories.into_iter().filter_map(|stories| story.of(stories)).map(|blocks| docx::text_length(blocks)).sum()
}

/// Width between the margins.
pub fn text_width(section: &Section) -> f32 {
    let page = &section.page;
    (page.width.points() - page.left.points() - page.right.points() - page.gutter.points()).max(20.0)
}

/// Left edge of the text.
pub fn text_left(section: &Section) -> f32 {
    (section.page.left.points() + section.page.gutter.points()).min(section.page.width.points() - 20.0)
}

/// Left edge and width of each column.
pub fn columns(section: &Section) -> Vec<(f32, f32)> {
    let (left, width) = (text_left(section), text_width(section));
    let columns = &section.columns;
    let count = columns.count.max(1);
    if count == 1 {
        return vec![(left, width)];
    }
    if !columns.each.is_empty() {
        let mut x = left;
        let one = |(own, space): &(crate::docx::Twips, crate::docx::Twips)| {
            let column = (x, own.points().max(10.0));
            x += own.points() + space.points();
            column
        };
        return columns.each.iter().map(one).collect();
    }
    let space = columns.space.points();
    let own = ((width - space * f32::from(count - 1)) / f32::from(count)).max(10.0);
    (0..count).map(|index| (left + f32::from(index) * (own + space), own)).collect()
}

/// Top and bottom of the body: the margins, or more where header or footer need it (ECMA-376 §17.6.11). Where there is
/// none, its distance from the edge does not count. That these show the number of pages does not say that the text does.
pub fn body(section: &Section, story: Story, context: &Context) -> (f32, f32) {
    let page = &section.page;
    let height = page.height.points();
    let room = (height - 40.0).max(20.0);
    let need = |distance: f32, stories: &Stories| {
        let blocks = story.of(stories);
        blocks.map_or(0.0, |blocks| distance + context.beside(|| story_height(blocks, section, context)))
    };
    let header = need(page.header.points(), &section.headers);
    let footer = need(page.footer.points(), &section.footers);
    let top = if page.top.0 < 0 { -page.top.points() } else { page.top.points().max(header) };
    let bottom = if page.bottom.0 < 0 { -page.bottom.points() } else { page.bottom.points().max(footer) };
    let top = top.min(room / 2.0 + page.top.points().abs().min(room / 2.0));
    let bottom = height - bottom.min(room - top).max(0.0);
    (top.min(height - 20.0), bottom.max(top + 20.0).min(height))
}

fn story_height(blocks: &[Block], section: &Section, context: &Context) -> f32 {
    let measure = || Stack::of(blocks, context, text_width(section), section.page.height.points()).height;
    context.story_height(blocks, section, measure)
}

/// Whether the bodies of pages would still be what they are, now that the number of pages is another one.
pub fn hold(drafts: &[Draft], context: &Context) -> bool {
    drafts.iter().all(|draft| {
        let section = &context.document.sections[draft.section];
        context.set_page(draft.number, section.number_format);
        body(section, draft.story, context) == draft.body
    })
}
