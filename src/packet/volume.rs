//! Documents laid out → one print-ready volume: continuous page numbers, bookmarks that mirror the index,
//! and each document on a sheet of its own where both sides are printed.
//!
//! The volume is bound from the pages themselves and printed at once, so its documents share their fonts
//! and keep the order of their text. Invariant: the page numbers are those of [`ranges`], which the index
//! prints. A blank reverse is counted and bears nothing.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::layout::{Artifact, Color, Fonts, Glyphs, Item, Page, Pages, Role, Run, Target, Tongue};

/// Size of the stamp, and how far its baseline is from the edge of the paper, in points: inside what every
/// office printer reaches, below the footers of letters.
const SIZE: f32 = 7.5;
const BASELINE: f32 = 16.0;
/// Between the stamp and the sides of the paper, in points.
const SIDE: f32 = 42.0;
const GREY: Color = Color([0x55, 0x55, 0x55]);

/// A document of the volume.
#[derive(Clone, Debug)]
pub struct Part {
    /// The bookmark that it stands under; those of one group follow each other.
    pub group: String,
    /// Its own bookmark, and its name in the stamp.
    pub title: String,
    pub language: Language,
    pub pages: Vec<Page>,
}

/// First and last page of each document of a volume; with `duplex` each starts on the front of a sheet.
pub fn ranges(counts: impl IntoIterator<Item = usize>, duplex: bool) -> Vec<RangeInclusive<usize>> {
    let mut next = 1;
    let place = |count| {
        let range = next..=next + count - 1;
        next += if duplex { usize::next_multiple_of(count, 2) } else { count };
        range
    };
    counts.into_iter().map(place).collect()
}

/// Sheets of paper that pages take.
pub fn sheets(pages: usize, duplex: bool) -> usize {
    if duplex { pages.div_ceil(2) } else { pages }
}

/// Binds the parts. `packet` is the packet's name, as the stamp prints it.
pub fn bind(parts: Vec<Part>, packet: &str, language: Language, duplex: bool, fonts: &Fonts) -> Pages {
    let counts: Vec<usize> = parts.iter().map(|part| part.pages.len()).collect();
    let ranges = ranges(counts.iter().copied(), duplex);
    let total = match (ranges.last(), duplex) {
        (Some(last), true) => last.end().next_multiple_of(2),
        (Some(last), false) => *last.end(),
        (None, _) => 0,
    };
    let stamp = Stamp { packet, language, total, fonts };
    let mut pages = Vec::with_capacity(total);
    let mut group: Option<String> = None;
    let mut elements = 0;
    for (index, (part, range)) in parts.into_iter().zip(ranges).enumerate() {
        let opens = group.as_ref() != Some(&part.group);
        let own = elements;
        elements += 1 + part.pages.iter().map(elements_of).max().unwrap_or(0);
        for (mut page, number) in part.pages.into_iter().zip(range.clone()) {
            rename(&mut page, index, own);
            page.items.insert(0, Item::Begin { element: own, role: Role::Part(part.language) });
            page.items.push(Item::End);
            if number == *range.start() {
                page.items.splice(0..0, bookmarks(&part.group, &part.title, opens));
            }
            let stamp = Item::Glyphs(stamp.on(&page, &part.title, number));
            let role = Role::Artifact(Artifact::Footer);
            page.items.extend([Item::Begin { element: 0, role }, stamp, Item::End]);
            pages.push(page);
        }
        if duplex && range.end() % 2 == 1 {
            let (width, height) = pages.last().map_or((0.0, 0.0), |page| (page.width, page.height));
            pages.push(Page { width, height, ..Page::default() });
        }
        group = Some(part.group);
    }
    Pages { pages, ..Pages::default() }
}

/// The bookmarks at the head of a document: that of its group where it is the first, then its own.
fn bookmarks(group: &str, title: &str, opens: bool) -> Vec<Item> {
    let entry = |level, title: &str| Item::Heading { y: 0.0, level, title: title.to_owned() };
    match (opens, group == title) {
        (true, true) => vec![entry(0, group)],
        (true, false) => vec![entry(0, group), entry(1, title)],
        (false, _) => vec![entry(1, title)],
    }
}

/// How many elements of the structure a page speaks of, at most.
fn elements_of(page: &Page) -> u32 {
    let elements = page.items.iter().map(|item| match item {
        Item::Begin { element, .. } => element + 1,
        _ => 0,
    });
    elements.max().unwrap_or(0)
}

/// Places and elements of two documents may have one name; headings of a document are no bookmarks of the volume.
/// `first`: the number of the document's own element, behind which come those in it.
fn rename(page: &mut Page, document: usize, first: u32) {
    page.items.retain(|item| !matches!(item, Item::Heading { .. }));
    for item in &mut page.items {
        match item {
            Item::Place { name, .. } | Item::Link { goal: Target::Bookmark(name), .. } => {
                *name = format!("{document}/{name}");
            }
            Item::Begin { element, .. } => *element += first + 1,
            // The languages of single words are told by a document alone.
            Item::Glyphs(run) => run.tongue = Tongue::default(),
            _ => {}
        }
    }
}

/// The line at the foot of each page: packet, document, page of pages.
struct Stamp<'a> {
    packet: &'a str,
    language: Language,
    total: usize,
    fonts: &'a Fonts,
}

impl Stamp<'_> {
    fn on(&self, page: &Page, title: &str, number: usize) -> Glyphs {
        let font = self.fonts.find("Arial", false, false).id;
        let covered: String = title.chars().filter(|character| self.fonts.covers(font, *character)).collect();
        let room = page.width - 2.0 * SIDE;
        let mut shown = covered.clone();
        let mut text = self.words(&shown, number);
        while self.fonts.width(font, SIZE, false, &text) > room && !shown.is_empty() {
            shown = shown.trim_end_matches('…').to_owned();
            shown.pop();
            shown = format!("{}…", shown.trim_end());
            text = self.words(&shown, number);
            if shown == "…" {
                break;
            }
        }
        let glyphs = self.fonts.shape(font, SIZE, false, &text);
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let (x, y) = ((page.width - width) / 2.0, page.height - BASELINE);
        let run = Run { font, size: SIZE, stretch: 100, color: GREY, text, glyphs };
        Glyphs { x, y, tongue: Tongue::default(), run: Arc::new(run) }
    }

    fn words(&self, title: &str, number: usize) -> String {
        let [number, total] = [number, self.total].map(|count| Text::same(count.to_string()));
        let values = [
            ("packet", &Text::same(self.packet)),
            ("document", &Text::same(title)),
            ("page", &number),
            ("total", &total),
        ];
        phrase("stamp", &values).get(self.language).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_starts_on_the_front_of_a_sheet_when_both_sides_are_printed() {
        assert_eq!(ranges([1, 3, 2], false), [1..=1, 2..=4, 5..=6]);
        assert_eq!(ranges([1, 3, 2], true), [1..=1, 3..=5, 7..=8]);
        assert_eq!([sheets(3, false), sheets(3, true)], [3, 2]);
    }

    #[test]
    fn bookmarks_stand_once_for_each_group_and_reverses_are_blank() {
        let part = |group: &str, title: &str, pages| Part {
            group: group.to_owned(),
            title: title.to_owned(),
            language: Language::En,
            pages: vec![Page { width: 595.0, height: 842.0, items: vec![] }; pages],
        };
        let parts = vec![part("index", "index", 1), part("visa", "ru", 1), part("visa", "kk", 2)];
        let bound = bind(parts, "0001_A", Language::En, true, &Fonts::load());
        let seen: Vec<String> = bound
            .pages
            .iter()
            .map(|page| {
                let items = page.items.iter().filter_map(|item| match item {
                    Item::Heading { level, title, .. } => Some(format!("{level}:{title}")),
                    Item::Glyphs(run) => Some(run.run.text.clone()),
                    _ => None,
                });
                items.collect::<Vec<_>>().join(" | ")
            })
            .collect();
        assert_eq!(
            seen,
            [
                "0:index | 0001_A · index · p.\u{a0}1 of\u{a0}6",
                "",
                "0:visa | 1:ru | 0001_A · ru · p.\u{a0}3 of\u{a0}6",
                "",
                "1:kk | 0001_A · kk · p.\u{a0}5 of\u{a0}6",
                "0001_A · kk · p.\u{a0}6 of\u{a0}6",
            ]
        );
    }

    #[test]
    fn a_long_title_is_cut_to_the_width_of_the_paper() {
        let fonts = Fonts::load();
        let page = Page { width: 595.0, height: 842.0, items: vec![] };
        let stamp = Stamp { packet: "0001_A", language: Language::Ru, total: 9, fonts: &fonts };
        let stamp = stamp.on(&page, &"Уведомление ".repeat(40), 1);
        let width: f32 = stamp.run.glyphs.iter().map(|glyph| glyph.advance).sum();
        assert!(width <= page.width - 2.0 * SIDE && stamp.run.text.contains("…"), "{}", stamp.run.text);
    }
}
