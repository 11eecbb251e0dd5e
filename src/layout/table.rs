//! A table at a width → rows of cells with their contents stacked, and their heights.
//!
//! The text of vertically merged cells is dealt out over their rows, so that rows can go to different
//! pages.

use std::ops::Range;

use super::borders::{Band, Grid};
use super::context::{Context, color};
use super::fit::{self, NARROWEST};
use super::stack::{self, Piece, Stack};
use super::{Item, Role};
use crate::docx::{self, Block, CellVertical, Merge, RowHeight, TableAlignment};

/// A table laid out; lengths from its left edge.
#[derive(Debug)]
pub struct Table<'d> {
    pub source: &'d docx::Table,
    /// From the left edge of the column that it stands in.
    pub x: f32,
    /// How far its edge stands left of where its text is asked to.
    pub out: f32,
    /// Boundaries of the columns.
    pub edges: Vec<f32>,
    pub rows: Vec<Row<'d>>,
    grid: Grid,
    /// Holds data, and not only places: it has head rows, or lines both ways.
    data: bool,
}

#[derive(Debug)]
pub struct Row<'d> {
    pub cells: Vec<Cell<'d>>,
    pub height: f32,
    /// May be divided over pages.
    pub splits: bool,
    /// The height that it asks for at least: a page must have as much room for it to begin there.
    pub least: f32,
    pub header: bool,
    /// Some paragraph of it keeps with the next row.
    pub keep_next: bool,
}

#[derive(Debug)]
pub struct Cell<'d> {
    pub columns: Range<usize>,
    /// Left edge of its text.
    x: f32,
    /// Space above its text, the border's included.
    top: f32,
    bottom: f32,
    pub stack: Stack<'d>,
    shading: Option<docx::Rgb>,
    vertical: CellVertical,
    merge: Merge,
    /// The row in which its merge starts, and how many rows that has.
    start: usize,
    spanned: usize,
}

impl Cell<'_> {
    /// How far below the top of a row of that height its text begins: only that which stands there `whole` is aligned.
    fn shift(&self, height: f32, whole: bool) -> f32 {
        let free = (height - self.top - self.stack.height - self.bottom).max(0.0);
        match self.vertical {
            CellVertical::Center if whole => free / 2.0,
            CellVertical::Bottom if whole => free,
            _ => 0.0,
        }
    }
}

impl<'d> Table<'d> {
    pub fn of(source: &'d docx::Table, context: &Context<'d>, width: f32, tallest: f32) -> Table<'d> {
        let edges = fit::edges(source, context, width);
        let grid = Grid::of(source, edges.len() - 1);
        let rows =
            (0..source.rows.len()).map(|row| lay_row(source, row, &edges, &grid, context, tallest)).collect();
        let total = edges.last().copied().unwrap_or(0.0);
        let format = &source.format;
        let margin = source
            .rows
            .first()
            .and_then(|row| row.cells.first())
            .map_or(0.0, |cell| cell.margins.left.points());
        // Before Word 2013 the text of the first column stands at the margin, not its edge.
        let out = if context.document.settings.compatibility < 15 { margin } else { 0.0 };
        let x = match format.alignment {
            TableAlignment::Start => format.indent.points() - out,
            TableAlignment::Center => (width - total) / 2.0,
            TableAlignment::End => width - total,
        };
        let data = edges.len() > 2 && (source.rows.iter().any(|row| row.header) || grid.is_ruled());
        let mut table = Table { source, x, out, edges, rows, grid, data };
        table.mark_merged();
        table.deal_out_merged();
        table.fix_heights();
        table
    }

    pub fn width(&self) -> f32 {
        self.edges.last().copied().unwrap_or(0.0)
    }

    pub fn height(&self) -> f32 {
        self.rows.iter().map(|row| row.height).sum()
    }

    /// Last row of the merge that starts in this cell.
    fn merge_end(&self, row: usize, columns: &Range<usize>) -> usize {
        let follows = |row: &&Row| {
            row.cells.iter().any(|cell| cell.columns.start == columns.start && cell.merge == Merge::Continue)
        };
        row + self.rows[row + 1..].iter().take_while(follows).count()
    }

    /// Tells each cell of a merge where it starts; one that goes on nothing is a cell of its own.
    fn mark_merged(&mut self) {
        let mut open: Vec<(Range<usize>, usize)> = Vec::new();
        for row in 0..self.rows.len() {
            let mut next = Vec::with_capacity(open.len());
            for index in 0..self.rows[row].cells.len() {
                let cell = &self.rows[row].cells[index];
                let (columns, merge) = (cell.columns.clone(), cell.merge);
                let above = open.iter().find(|(above, _)| merge == Merge::Continue && *above == columns);
                let start = above.map_or(row, |(_, start)| *start);
                self.rows[row].cells[index].start = start;
                if let Some(first) = self.rows[start].cells.iter_mut().find(|cell| cell.columns == columns) {
                    first.spanned = row - start + 1;
                }
                if merge != Merge::None {
                    next.push((columns, start));
                }
            }
            open = next;
        }
    }

    /// Makes merged cells as tall as their text needs and gives each row its share of it.
    fn deal_out_merged(&mut self) {
        for row in 0..self.rows.len() {
            for index in 0..self.rows[row].cells.len() {
                let cell = &self.rows[row].cells[index];
                let end = self.merge_end(row, &cell.columns);
                if cell.merge != Merge::Start || end == row {
                    continue;
                }
                let (columns, need) = (cell.columns.clone(), cell.top + cell.stack.height + cell.bottom);
                let (first_top, vertical) = (cell.top, cell.vertical);
                let have: f32 = self.rows[row..=end].iter().map(|row| row.height).sum();
                self.rows[end].height += (need - have).max(0.0);
                let free = (have - need).max(0.0);
                let shift = match vertical {
                    CellVertical::Top => 0.0,
                    CellVertical::Center => free / 2.0,
                    CellVertical::Bottom => free,
                };
                let pieces = std::mem::take(&mut self.rows[row].cells[index].stack.pieces);
                self.deal_out(row..end + 1, &columns, pieces, first_top + shift);
            }
        }
    }

    fn deal_out(&mut self, rows: Range<usize>, columns: &Range<usize>, pieces: Vec<Piece<'d>>, shift: f32) {
        let mut top = 0.0;
        let mut pieces = pieces.into_iter().peekable();
        for row in rows.clone() {
            let last = row + 1 == rows.end;
            let bottom = top + self.rows[row].height;
            let Some(cell) = self.rows[row].cells.iter_mut().find(|cell| cell.columns.start == columns.start)
            else {
                continue;
            };
            cell.vertical = CellVertical::Top;
            cell.stack.height = 0.0;
            cell.top = 0.0;
            while let Some(mut piece) = pieces.next_if(|piece| last || piece.y + shift < bottom) {
                piece.y += shift - top;
                cell.stack.height = piece.y + piece.height;
                cell.stack.pieces.push(piece);
            }
            top = bottom;
        }
    }

    /// Rows of an exact height keep it; none is of no height at all, so that pages fill.
    fn fix_heights(&mut self) {
        for (row, source) in self.rows.iter_mut().zip(&self.source.rows) {
            if let RowHeight::Exact(height) = source.height {
                row.height = height.points().max(NARROWEST);
            }
        }
    }

    /// The footnotes that a row's text refers to.
    pub fn footnotes(&self, row: usize, found: &mut Vec<u16>) {
        for piece in self.rows[row].cells.iter().flat_map(|cell| &cell.stack.pieces) {
            piece.footnotes(found);
        }
    }

    /// Paints a row with its top left corner (the column's left edge) there, but for its lines: [`Table::rule`] draws
    /// those of the bands.
    pub fn paint_row(
        &self,
        row: usize,
        context: &Context<'d>,
        x: f32,
        y: f32,
        items: &mut Vec<Item>,
    ) -> Band {
        let whole = self.rows[row].cells.iter().map(|cell| 0..cell.stack.pieces.len());
        self.paint(row, whole, self.rows[row].height, context, [x, y], items)
    }

    /// Paints a part of a row: of each cell the pieces of a range, in a height.
    pub fn paint_part(
        &self,
        row: usize,
        parts: &[Range<usize>],
        height: f32,
        context: &Context<'d>,
        place: [f32; 2],
        items: &mut Vec<Item>,
    ) -> Band {
        self.paint(row, parts.iter().cloned(), height, context, place, items)
    }

    fn paint(
        &self,
        row: usize,
        parts: impl Iterator<Item = Range<usize>>,
        height: f32,
        context: &Context<'d>,
        [x, y]: [f32; 2],
        items: &mut Vec<Item>,
    ) -> Band {
        let x = x + self.x;
        let source = &self.rows[row];
        for cell in &source.cells {
            if let Some(shading) = cell.shading {
                let (left, right) = (self.edges[cell.columns.start], self.edges[cell.columns.end]);
                let color = color(shading);
                items.push(Item::Rectangle { x: x + left, y, width: right - left, height, color });
            }
        }
        let element = |source: &docx::Row, part| context.element(source, part);
        if self.data {
            items.push(Item::Begin { element: context.element(self.source, 0), role: Role::Table });
            items.push(Item::Begin { element: element(&self.source.rows[row], 0), role: Role::Row });
        }
        let mut column = 0;
        for (index, (cell, part)) in source.cells.iter().zip(parts).enumerate() {
            if self.data {
                self.fill_row(row, column..cell.columns.start, context, items);
                column = cell.columns.end.max(column);
                // The cells of a row by their first columns, which do not meet.
                let part = 1 + cell.columns.start as u32;
                let own = element(&self.source.rows[cell.start], part);
                items.push(Item::Begin { element: own, role: self.cell_role(row, index) });
            }
            let pieces = &cell.stack.pieces[part.clone()];
            let base = if part.start == 0 { 0.0 } else { pieces.first().map_or(0.0, |piece| piece.y) };
            let shift = cell.shift(height, pieces.len() == cell.stack.pieces.len());
            stack::paint(pieces, context, x + cell.x, y + cell.top + shift - base, items);
            if self.data {
                items.push(Item::End);
            }
        }
        if self.data {
            self.fill_row(row, column..self.edges.len() - 1, context, items);
            items.extend([Item::End, Item::End]);
        }
        Band { row, top: y, bottom: y + height }
    }

    /// Draws the lines of rows that were painted on one page, in a column with that left edge.
    pub fn rule(&self, bands: &[Band], x: f32, items: &mut Vec<Item>) {
        self.grid.paint(bands, &self.edges, x + self.x, items);
    }

    /// An empty cell where the row leaves columns of the grid out: the structure has no holes.
    fn fill_row(&self, row: usize, columns: Range<usize>, context: &Context<'d>, items: &mut Vec<Item>) {
        if !columns.is_empty() {
            let element = context.element(&self.source.rows[row], 1 + columns.start as u32);
            let role = Role::Cell { header: self.is_head(row), columns: columns.len() as u16, rows: 1 };
            items.extend([Item::Begin { element, role }, Item::End]);
        }
    }

    fn cell_role(&self, row: usize, index: usize) -> Role {
        let cell = &self.rows[row].cells[index];
        let columns = cell.columns.len().max(1) as u16;
        Role::Cell { header: self.is_head(row), columns, rows: cell.spanned.max(1) as u16 }
    }

    /// Whether a row is one of those at the top that tell what stands below.
    fn is_head(&self, row: usize) -> bool {
        let heads = self.rows.iter().take_while(|row| row.header).count();
        row < heads && heads < self.rows.len()
    }

    /// Of each cell the pieces from `from` on that fit into a height, and the height that they take.
    /// `force`: at least one piece of each cell, whatever its height.
    pub fn part(&self, row: usize, from: &[usize], room: f32, force: bool) -> (Vec<Range<usize>>, f32) {
        let mut parts = Vec::new();
        let mut taken = 0f32;
        for (cell, &from) in self.rows[row].cells.iter().zip(from) {
            let pieces = &cell.stack.pieces[from..];
            let base = if from == 0 { 0.0 } else { pieces.first().map_or(0.0, |piece| piece.y) };
            let bottom = |piece: &Piece| cell.top + piece.y - base + piece.height;
            let mut count = pieces.iter().take_while(|piece| bottom(piece) <= room + 0.05).count();
            if count == 0 && force && !pieces.is_empty() {
                count = 1;
            }
            let own = count.checked_sub(1).map_or(0.0, |last| bottom(&pieces[last]) + cell.bottom);
            taken = taken.max(own);
            parts.push(from..from + count);
        }
        (parts, taken)
    }

    /// Whether a row that ends with these pieces of its cells would part something from what it keeps with.
    pub fn parts_what_keeps(&self, row: usize, parts: &[Range<usize>]) -> bool {
        self.rows[row].cells.iter().zip(parts).any(|(cell, part)| {
            let pieces = &cell.stack.pieces;
            part.end < pieces.len() && pieces[..part.end].last().is_some_and(Piece::keeps)
        })
    }
}

fn lay_row<'d>(
    table: &'d docx::Table,
    index: usize,
    edges: &[f32],
    grid: &Grid,
    context: &Context<'d>,
    tallest: f32,
) -> Row<'d> {
    let source = &table.rows[index];
    let mut column = usize::from(source.before);
    let mut cells = Vec::with_capacity(source.cells.len());
    let above = grid.above(index);
    let last = index + 1 == table.rows.len();
    let below = if last { grid.above(index + 1) } else { 0.0 };
    for own in &source.cells {
        let end = (column + usize::from(own.span)).min(edges.len() - 1);
        let start = column.min(end);
        let (left, right) = (own.margins.left.points(), own.margins.right.points());
        let width = (edges[end] - edges[start] - left - right).max(NARROWEST);
        let blocks: &'d [Block] = if own.merge == Merge::Continue { &[] } else { &own.blocks };
        cells.push(Cell {
            columns: start..end,
            x: edges[start] + left,
            top: above + own.margins.top.points(),
            bottom: below + own.margins.bottom.points(),
            stack: Stack::of_cell(blocks, context, width, tallest),
            shading: own.shading,
            vertical: own.vertical,
            merge: own.merge,
            start: index,
            spanned: 1,
        });
        column = end;
    }
    let content = cells
        .iter()
        .filter(|cell| cell.merge == Merge::None)
        .map(|cell| cell.top + cell.stack.height + cell.bottom)
        .fold(NARROWEST, f32::max);
    let (least, height) = match source.height {
        RowHeight::Auto => (0.0, content),
        RowHeight::AtLeast(least) => (least.points(), content.max(least.points())),
        RowHeight::Exact(height) => (0.0, height.points().max(NARROWEST)),
    };
    let keeps = |cell: &docx::Cell| stack::style_of(cell.blocks.first()).is_some_and(|style| style.keep_next);
    Row {
        height,
        least,
        splits: !source.cant_split && !matches!(source.height, RowHeight::Exact(_)),
        header: source.header,
        keep_next: source.cells.first().is_some_and(keeps),
        cells,
    }
}
