//! Document → [`Pages`].

mod page;

pub use page::{Color, FontId, Glyph, Glyphs, Image, ImageFormat, Item, Page, Pages};
