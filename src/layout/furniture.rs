//! Lines that belong to the page and not to its text: round the page, between its columns, at bar tabs.

use super::context::color;
use super::paragraph::Laid;
use super::{Color, Item};
use crate::docx::{Border, PageBorders, Section, TabAlignment};

/// Pen of the lines that have none of their own, in points.
const PEN: f32 = 0.5;

/// The lines round a page (ECMA-376 §17.6.10); their space is measured from the paper's edge or from the text.
pub fn borders(section: &Section, size: (f32, f32), body: [f32; 4], items: &mut Vec<Item>) {
    let Some(PageBorders { from_edge, lines }) = section.borders.as_deref() else { return };
    let (width, height) = size;
    let side = |border: Option<Border>| border.filter(|border| border.width > 0);
    let (top, left) = (side(lines.top), side(lines.left));
    let (bottom, right) = (side(lines.bottom), side(lines.right));
    let space = |border: Option<Border>| border.map_or(0.0, |border| f32::from(border.space));
    let pen = |border: Option<Border>| border.map_or(0.0, |border| border.points());
    // Outer edges of the lines: left, top, right, bottom.
    let [x, y, end, foot] = match from_edge {
        true => [space(left), space(top), width - space(right), height - space(bottom)],
        false => [
            body[0] - space(left) - pen(left),
            body[1] - space(top) - pen(top),
            body[2] + space(right) + pen(right),
            body[3] + space(bottom) + pen(bottom),
        ],
    };
    let mut stroke = |border: Option<Border>, x: f32, y: f32, width: f32, height: f32| {
        if let Some(border) = border {
            items.push(Item::Rectangle { x, y, width, height, color: color(border.color) });
        }
    };
    stroke(top, x, y, end - x, pen(top));
    stroke(bottom, x, foot - pen(bottom), end - x, pen(bottom));
    stroke(left, x, y, pen(left), foot - y);
    stroke(right, end - pen(right), y, pen(right), foot - y);
}

/// The lines between columns, each in the middle of its gap.
pub fn separators(columns: &[(f32, f32)], top: f32, bottom: f32, items: &mut Vec<Item>) {
    for pair in columns.windows(2) {
        let x = (pair[0].0 + pair[0].1 + pair[1].0 - PEN) / 2.0;
        items.push(Item::Rectangle { x, y: top, width: PEN, height: bottom - top, color: Color([0; 3]) });
    }
}

/// The bars of a line's paragraph (ECMA-376 §17.3.1.37), beside that line. `x`: left edge of the column.
pub fn bars(laid: &Laid, x: f32, y: f32, height: f32, items: &mut Vec<Item>) {
    let stops = laid.paragraph.style.tabs.iter().filter(|stop| stop.alignment == TabAlignment::Bar);
    for stop in stops {
        let x = x + stop.position.points();
        items.push(Item::Rectangle { x, y, width: PEN, height, color: Color([0; 3]) });
    }
}
