//! Document → [`Pages`].

mod page;
mod font;

pub use font::{Block, Face, Fonts, Found, Metrics, Outline, symbol};
pub use page::{Color, FontId, Glyph, Glyphs, Image, ImageFormat, Item, Page, Pages};
