//! Which line is printed where cells meet: of two that conflict the wider, then the darker one
//! (ECMA-376 §17.4.66, in short).

use super::Item;
use super::context::color;
use crate::docx::{Border, Cell, CellBorders, Merge, Rgb, Row, Table};

/// The lines of a table's grid.
#[derive(Debug, Default)]
pub struct Grid {
    columns: usize,
    /// By boundary of rows (one more than rows), then by column.
    horizontal: Vec<Option<Border>>,
    /// By row, then by boundary of columns (one more than columns).
    vertical: Vec<Option<Border>>,
}

/// A row, or a part of one, that was painted: which it is, and where, from the top of the page.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub row: usize,
    pub top: f32,
    pub bottom: f32,
}

impl Band {
    /// Whether another one is the next row, right below.
    fn is_followed_by(&self, other: &Band) -> bool {
        self.row + 1 == other.row && self.bottom == other.top
    }
}

impl Grid {
    pub fn of(table: &Table, columns: usize) -> Grid {
        let rows = table.rows.len();
        let mut grid = Grid {
            columns,
            horizontal: vec![None; columns * (rows + 1)],
            vertical: vec![None; (columns + 1) * rows],
        };
        for (index, row) in table.rows.iter().enumerate() {
            let mut column = usize::from(row.before);
            for cell in &row.cells {
                let end = (column + usize::from(cell.span)).min(columns);
                if column >= end {
                    break;
                }
                let edges = Edges {
                    top: index == 0,
                    bottom: index + 1 == rows,
                    left: column == 0,
                    right: end == columns,
                };
                let merged_above = cell.merge == Merge::Continue && index > 0;
                let merged_below = continues(table.rows.get(index + 1), column);
                let sides = edges.sides(cell, &table.format.borders);
                for place in column..end {
                    if !merged_above {
                        claim(&mut grid.horizontal[index * columns + place], sides.top);
                    }
                    if !merged_below {
                        claim(&mut grid.horizontal[(index + 1) * columns + place], sides.bottom);
                    }
                }
                claim(&mut grid.vertical[index * (columns + 1) + column], sides.left);
                claim(&mut grid.vertical[index * (columns + 1) + end], sides.right);
                column = end;
            }
        }
        grid
    }

    /// Whether lines divide both rows and columns.
    pub fn is_ruled(&self) -> bool {
        let drawn = |lines: &[Option<Border>]| lines.iter().flatten().any(|border| border.width > 0);
        drawn(&self.horizontal) && drawn(&self.vertical)
    }

    /// Width of the widest line above a row.
    pub fn above(&self, row: usize) -> f32 {
        widest(self.line(row))
    }

    /// Paints the lines of rows that stand there, at the boundaries `edges` of their columns: what goes on from one row
    /// to the next is one line.
    pub fn paint(&self, bands: &[Band], edges: &[f32], x: f32, items: &mut Vec<Item>) {
        for bands in bands.chunk_by(Band::is_followed_by) {
            let places = [bands[0].top].into_iter().chain(bands.iter().map(|band| band.bottom));
            for (index, y) in places.enumerate() {
                self.paint_across(bands, index, edges, x, y, items);
            }
            for (column, edge) in edges.iter().enumerate() {
                let border = |band: &Band| self.beside(band.row, column);
                for bands in bands.chunk_by(|one, next| border(one) == border(next)) {
                    let (top, bottom) = (bands[0].top, bands[bands.len() - 1].bottom);
                    if let Some(border) = border(&bands[0]).filter(|border| border.width > 0) {
                        stroke(border, x + edge, top, bottom - top, false, items);
                    }
                }
            }
        }
    }

    /// Paints the line above one of these rows, or below the last of them.
    fn paint_across(
        &self,
        bands: &[Band],
        index: usize,
        edges: &[f32],
        x: f32,
        y: f32,
        items: &mut Vec<Item>,
    ) {
        let line = self.line(bands[0].row + index);
        // The rows above and below it.
        let beside = &bands[index.saturating_sub(1)..bands.len().min(index + 1)];
        let half = |column: usize| {
            let width = |band: &Band| self.beside(band.row, column).map_or(0.0, |border| border.points());
            beside.iter().map(width).fold(0.0, f32::max) / 2.0
        };
        let mut column = 0;
        for run in line.chunk_by(|one, next| one == next) {
            let end = column + run.len();
            if let Some(border) = run[0].filter(|border| border.width > 0) {
                let half = half(column).max(half(end));
                let length = edges[end] - edges[column] + 2.0 * half;
                stroke(border, x + edges[column] - half, y, length, true, items);
            }
            column = end;
        }
    }

    /// The line above a row, by column.
    fn line(&self, row: usize) -> &[Option<Border>] {
        &self.horizontal[row * self.columns..][..self.columns]
    }

    /// The line of a row at a boundary of columns.
    fn beside(&self, row: usize, column: usize) -> Option<Border> {
        self.vertical[row * (self.columns + 1) + column]
    }
}

fn continues(row: Option<&Row>, column: usize) -> bool {
    let Some(row) = row else { return false };
    let mut place = usize::from(row.before);
    for cell in &row.cells {
        if place == column {
            return cell.merge == Merge::Continue;
        }
        place += usize::from(cell.span);
    }
    false
}

/// At which edges of the table a cell stands.
struct Edges {
    top: bool,
    bottom: bool,
    left: bool,
    right: bool,
}

impl Edges {
    /// The lines that a cell claims: its own, or the table's.
    fn sides(&self, cell: &Cell, table: &CellBorders) -> CellBorders {
        let of = |own: Option<Border>, outer: bool, edge: Option<Border>, inside: Option<Border>| {
            own.or(if outer { edge } else { inside })
        };
        CellBorders {
            top: of(cell.borders.top, self.top, table.top, table.inside_horizontal),
            bottom: of(cell.borders.bottom, self.bottom, table.bottom, table.inside_horizontal),
            left: of(cell.borders.left, self.left, table.left, table.inside_vertical),
            right: of(cell.borders.right, self.right, table.right, table.inside_vertical),
            ..CellBorders::default()
        }
    }
}

fn claim(slot: &mut Option<Border>, border: Option<Border>) {
    let weight = |border: &Border| (border.points(), darkness(border.color));
    if let Some(border) = border
        && slot.as_ref().is_none_or(|known| weight(&border) > weight(known))
    {
        *slot = Some(border);
    }
}

fn darkness(Rgb(parts): Rgb) -> u32 {
    765 - parts.iter().map(|part| u32::from(*part)).sum::<u32>()
}

fn widest(line: &[Option<Border>]) -> f32 {
    line.iter().flatten().map(Border::points).fold(0.0, f32::max)
}

/// A line of a length, centred on where it stands: a double one as two.
fn stroke(border: Border, x: f32, y: f32, length: f32, across: bool, items: &mut Vec<Item>) {
    let width = border.points();
    let pen = if border.double { width / 3.0 } else { width };
    let color = color(border.color);
    let offsets: &[f32] = if border.double { &[0.0, 2.0] } else { &[0.0] };
    let dashes = if border.dashed { (length / (pen.max(0.5) * 6.0)).floor().clamp(1.0, 500.0) } else { 1.0 };
    let step = length / dashes;
    let dash = if border.dashed { step / 2.0 } else { step };
    for offset in offsets {
        let across_at = -width / 2.0 + offset * pen;
        for index in 0..dashes as usize {
            let along = step * index as f32;
            items.push(match across {
                true => Item::Rectangle { x: x + along, y: y + across_at, width: dash, height: pen, color },
                false => Item::Rectangle { x: x + across_at, y: y + along, width: pen, height: dash, color },
            });
        }
    }
}
