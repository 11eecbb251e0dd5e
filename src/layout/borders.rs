//! Which line is printed where cells meet: of two that conflict the wider, then the darker one
//! (ECMA-376 §17.4.66, in short).

use super::Item;
use super::context::color;
use crate::docx::{Border, Cell, CellBorders, Merge, Rgb, Row, Table};

/// The lines of a table's grid.
#[derive(Debug, Default)]
pub struct Grid {
    /// By boundary of rows (one more than rows), then by column.
    horizontal: Vec<Vec<Option<Border>>>,
    /// By row, then by boundary of columns.
    vertical: Vec<Vec<Option<Border>>>,
}

impl Grid {
    pub fn of(table: &Table, columns: usize) -> Grid {
        let rows = table.rows.len();
        let mut grid = Grid {
            horizontal: vec![vec![None; columns]; rows + 1],
            vertical: vec![vec![None; columns + 1]; rows],
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
                        claim(&mut grid.horizontal[index][place], sides.top);
                    }
                    if !merged_below {
                        claim(&mut grid.horizontal[index + 1][place], sides.bottom);
                    }
                }
                claim(&mut grid.vertical[index][column], sides.left);
                claim(&mut grid.vertical[index][end], sides.right);
                column = end;
            }
        }
        grid
    }

    /// Whether lines divide both rows and columns.
    pub fn is_ruled(&self) -> bool {
        let drawn = |lines: &[Vec<Option<Border>>]| {
            lines.iter().flatten().any(|border| border.is_some_and(|border| border.width > 0))
        };
        drawn(&self.horizontal) && drawn(&self.vertical)
    }

    /// Width of the widest line above a row.
    pub fn above(&self, row: usize) -> f32 {
        self.horizontal.get(row).map_or(0.0, |line| widest(line))
    }

    /// Paints the lines of a row between `top` and `bottom`, at the boundaries `edges` of its columns.
    pub fn paint(&self, row: usize, edges: &[f32], x: f32, top: f32, bottom: f32, items: &mut Vec<Item>) {
        for (line, y) in [(row, top), (row + 1, bottom)] {
            let line = &self.horizontal[line];
            let mut column = 0;
            while column < line.len() {
                let run = line[column..].iter().take_while(|border| **border == line[column]).count();
                if let Some(border) = line[column].filter(|border| border.width > 0) {
                    let (start, end) = (x + edges[column], x + edges[column + run]);
                    let half = self.widest_at(row, column).max(self.widest_at(row, column + run)) / 2.0;
                    stroke(border, start - half, y, end - start + 2.0 * half, true, items);
                }
                column += run;
            }
        }
        for (column, border) in self.vertical[row].iter().enumerate() {
            if let Some(border) = border.filter(|border| border.width > 0) {
                stroke(border, x + edges[column], top, bottom - top, false, items);
            }
        }
    }

    fn widest_at(&self, row: usize, column: usize) -> f32 {
        self.vertical[row].get(column).copied().flatten().map_or(0.0, |border| border.points())
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
