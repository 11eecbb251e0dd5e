//! Document → [`Pages`].
//!
//! A paragraph becomes glyphs ([`glyphs`](self)), glyphs become lines, lines and rows of tables become
//! pieces of known height, and pieces are placed on pages; headers and footers come last, when the
//! number of pages is known. Lengths are points.
//!
//! Invariants: no text is lost, whatever its size; every document has a page; nothing is placed outside
//! its page on purpose. Deliberately absent: right-to-left text, hyphenation.

mod page;
mod font;
mod context;
mod glyphs;
mod tabs;
mod line;
mod memory;
mod paragraph;
mod form;
mod lettering;
mod drawing;
mod fit;
mod table;
mod borders;
mod stack;
mod paint;
mod runs;
mod furniture;
mod marks;
mod area;
mod flow;
mod story;

pub use font::{Block, Face, Fonts, Found, Metrics, Outline, Unusable};
pub use page::{
    Artifact, Color, FontId, Glyph, Glyphs, Image, ImageFormat, Item, NumberFormat, Page, Pages, Role, Run,
    Step, Target, Tongue,
};

use crate::docx::Document;
use context::Context;
use memory::Memory;

/// Lays the documents of a batch out: sets once what their text has in common. One for all threads.
pub struct Compositor {
    fonts: Fonts,
    memory: Memory,
}

impl Compositor {
    /// A compositor for documents that are printed with these fonts. Cheap.
    pub fn new(fonts: &Fonts) -> Compositor {
        Compositor { fonts: fonts.clone(), memory: Memory::default() }
    }

    /// The pages that [`lay_out`] would give.
    pub fn lay_out(&self, document: &Document) -> Pages {
        pages(Context::new(document, &self.fonts, Some(&self.memory)))
    }
}

/// Lays a document out. It cannot fail: what is not laid out is named in [`Pages::warnings`].
pub fn lay_out(document: &Document, fonts: &Fonts) -> Pages {
    pages(Context::new(document, fonts, None))
}

fn pages(context: Context) -> Pages {
    let document = context.document;
    if document.sections.is_empty() {
        let blank = drawing::blank(&crate::docx::Section::default());
        return Pages { pages: vec![blank], warnings: context.into_warnings(), ..Pages::default() };
    }
    let (mut pages, mut all) = flow::run(&context);
    // The number of pages can change where the lines of the text break that shows it, and how tall a header is: then
    // all is laid out again.
    for _ in 0..2 {
        let known = context.total() == pages.len();
        context.set_total(pages.len());
        let stands = known || !context.asked_beside() || area::hold(&pages, &context);
        if stands && (known || !context.asked_for_total()) {
            break;
        }
        (pages, all) = flow::run(&context);
    }
    let laid = pages.len();
    context.set_total(laid);
    let pages = story::finish(&context, pages);
    let cut = !all || pages.len() < laid;
    if cut {
        context.warn_of("print-too-long", &[("pages", &pages.len().to_string())]);
    }
    Pages { pages, warnings: context.into_warnings(), cut, tongues: document.tongues.clone() }
}
