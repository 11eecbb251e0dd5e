//! A table's columns → their boundaries: as the grid says, or fitted to what stands in them.
//!
//! Word fits columns as browsers do: each has a least width, that of its longest word, and a preferred
//! one; what the table lacks is taken from all in proportion to the difference (measured on its PDFs).
//! Where every cell prefers what the grid gives it, the grid is Word's own result and is kept, even for a
//! word that has become too long for its column: Word widens the column then, LibreOffice breaks the word.

use super::context::Context;
use super::glyphs::{Kind, Text};
use super::stack::Stack;
use crate::docx::{self, Block, Content, Object, Twips, Width};

/// Narrowest column.
pub const NARROWEST: f32 = 1.0;
/// In part of a width: grids are rounded.
const ROUNDED: f32 = 0.02;

/// Boundaries of the columns, from 0; `width` is that of what the table stands in.
pub fn edges(table: &docx::Table, context: &Context, width: f32) -> Vec<f32> {
    let mut widths = grid(table, width);
    let total: f32 = widths.iter().sum();
    let wanted = match table.format.width {
        Width::Twips(Twips(twips)) if twips > 0 => Some(Twips(twips).points()),
        Width::Percent(fiftieths) if fiftieths > 0 => Some(width * fiftieths as f32 / 5000.0),
        _ => None,
    };
    let (preferred, most) = match said_nothing(table) {
        true => (free(table, &widths, context), width),
        false => (preferred(table, &widths, width), total.min(width)),
    };
    if !table.format.fixed
        && let Some(preferred) = preferred
    {
        let least = least(table, context, widths.len());
        share(&mut widths, &preferred, &least, wanted.unwrap_or(most));
    }
    let total: f32 = widths.iter().sum();
    let scaled = wanted.filter(|wanted| !table.format.fixed && (wanted - total).abs() > total * 0.01);
    let factor = scaled.map_or(1.0, |wanted| (wanted / total.max(NARROWEST)).max(0.0));
    let mut edges = vec![0.0];
    let mut x = 0.0;
    for width in widths {
        x += width * factor;
        edges.push(x);
    }
    edges
}

/// Widths of the columns as the grid, or else the cells say them.
fn grid(table: &docx::Table, width: f32) -> Vec<f32> {
    let needed = |row: &docx::Row| {
        usize::from(row.before)
            + row.cells.iter().map(|cell| usize::from(cell.span)).sum::<usize>()
            + usize::from(row.after)
    };
    let columns = table.rows.iter().map(needed).max().unwrap_or(0).max(1);
    let mut widths: Vec<f32> = table.grid.iter().take(columns).map(|column| column.points()).collect();
    let known = widths.iter().any(|width| *width > 0.0);
    widths.resize(columns, 0.0);
    if !known || table.grid.len() < columns {
        each_cell(table, |cell, columns| {
            let own = points(cell.width, width);
            if columns.len() == 1 && widths[columns.start] <= 0.0 {
                widths[columns.start] = own.max(0.0);
            }
        });
    }
    let missing = widths.iter().filter(|width| **width <= 0.0).count();
    let rest = (width - widths.iter().sum::<f32>()).max(0.0) / missing.max(1) as f32;
    for width in &mut widths {
        *width = if *width > 0.0 { *width } else { rest.max(NARROWEST) };
    }
    widths
}

/// Widths that the cells prefer, where they and the grid disagree; of a cell over several columns the
/// width counts for nothing, as the grid's columns have their own.
fn preferred(table: &docx::Table, grid: &[f32], width: f32) -> Option<Vec<f32>> {
    let mut preferred = vec![0f32; grid.len()];
    each_cell(table, |cell, columns| {
        if columns.len() == 1 {
            let own = points(cell.width, width);
            preferred[columns.start] = preferred[columns.start].max(own);
        }
    });
    let known = preferred.iter().all(|width| *width > 0.0);
    let differs = |(own, grid): (&f32, &f32)| (own - grid).abs() > grid * ROUNDED + 1.0;
    // Both may differ by one factor: the table's own width decides then.
    let factor = grid.iter().sum::<f32>() / preferred.iter().sum::<f32>().max(NARROWEST);
    let scaled: Vec<f32> = preferred.iter().map(|width| width * factor).collect();
    (known && scaled.iter().zip(grid).any(differs)).then_some(preferred)
}

/// Whether no cell prefers a width.
fn said_nothing(table: &docx::Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.all(|cell| points(cell.width, 1.0) <= 0.0)
}

/// Widths of columns that no cell prefers: a grid that words do not fit in is no writer's result, and columns are
/// as wide as their text then.
fn free(table: &docx::Table, grid: &[f32], context: &Context) -> Option<Vec<f32>> {
    let least = least(table, context, grid.len());
    let narrow = grid.iter().zip(&least).any(|(grid, least)| grid + 1.0 < *least);
    narrow.then(|| natural(table, context, grid.len()))
}

/// Width that each column needs to break no line.
fn natural(table: &docx::Table, context: &Context, columns: usize) -> Vec<f32> {
    /// More than any page is wide.
    const ENDLESS: f32 = 10_000.0;
    let mut natural = vec![NARROWEST; columns];
    each_cell(table, |cell, columns| {
        if columns.len() == 1 {
            let own = Stack::of(&cell.blocks, context, ENDLESS, ENDLESS).natural_width() + sides(cell);
            natural[columns.start] = natural[columns.start].max(own);
        }
    });
    natural
}

/// Calls with each cell and its columns.
fn each_cell<'t>(table: &'t docx::Table, mut visit: impl FnMut(&'t docx::Cell, std::ops::Range<usize>)) {
    for row in &table.rows {
        let mut column = usize::from(row.before);
        for cell in &row.cells {
            let end = column + usize::from(cell.span);
            visit(cell, column..end);
            column = end;
        }
    }
}

/// A preferred width in points; 0 if there is none.
fn points(width: Width, whole: f32) -> f32 {
    match width {
        Width::Twips(twips) => twips.points(),
        Width::Percent(fiftieths) => whole * fiftieths as f32 / 5000.0,
        Width::Auto => 0.0,
    }
}

fn sides(cell: &docx::Cell) -> f32 {
    cell.margins.left.points() + cell.margins.right.points()
}

fn indents(style: &docx::ParagraphStyle) -> f32 {
    (style.left.points() + style.first_line.points().max(0.0) + style.right.points()).max(0.0)
}

/// Width that each column needs for its longest word.
fn least(table: &docx::Table, context: &Context, columns: usize) -> Vec<f32> {
    let mut least = vec![NARROWEST; columns];
    let mut wide = Vec::new();
    each_cell(table, |cell, columns| {
        let need = cell.blocks.iter().map(|block| longest(block, context)).fold(0.0, f32::max) + sides(cell);
        match columns.len() {
            1 => least[columns.start] = least[columns.start].max(need),
            _ => wide.push((columns, need)),
        }
    });
    for (columns, need) in wide {
        let own: f32 = least[columns.clone()].iter().sum();
        let factor = need / own.max(NARROWEST);
        if factor > 1.0 {
            least[columns].iter_mut().for_each(|width| *width *= factor);
        }
    }
    least
}

/// Width of the longest stretch of a block that cannot be broken.
fn longest(block: &Block, context: &Context) -> f32 {
    let paragraph = match block {
        Block::Paragraph(paragraph) => paragraph,
        Block::Table(table) => return table.grid.iter().map(|column| column.points()).sum(),
    };
    let text = Text::of(paragraph, context);
    let (mut longest, mut width) = (0f32, 0f32);
    for character in &text.characters {
        if character.breaks || matches!(character.kind, Kind::Space | Kind::Tab | Kind::LineBreak) {
            width = 0.0;
        }
        width += match character.kind {
            Kind::Space | Kind::Tab => 0.0,
            Kind::Object(index) => match paragraph.objects.get(usize::from(index)) {
                Some(Object::Drawing(drawing)) if drawing.anchor.is_none() => match drawing.content {
                    Content::Picture(..) => drawing.width.points(),
                    Content::Shape(_) | Content::Group(_) => 0.0,
                },
                _ => 0.0,
            },
            _ => character.advance,
        };
        longest = longest.max(width);
    }
    longest + indents(&paragraph.style)
}

/// Shares a width out: every column gets its least, the rest in proportion to what it prefers beyond it.
fn share(widths: &mut [f32], preferred: &[f32], least: &[f32], whole: f32) {
    let wishes: Vec<f32> = preferred.iter().zip(least).map(|(wish, least)| wish.max(*least)).collect();
    let (wished, needed): (f32, f32) = (wishes.iter().sum(), least.iter().sum());
    let part = match wished > whole {
        true => ((whole - needed) / (wished - needed).max(NARROWEST)).max(0.0),
        false => 1.0,
    };
    for ((width, wish), least) in widths.iter_mut().zip(&wishes).zip(least) {
        *width = least + (wish - least) * part;
    }
}
