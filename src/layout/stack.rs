//! Blocks at a width → pieces below one another, without pages: what stands in a cell, a header, a box.

use std::rc::Rc;
use std::sync::Arc;

use super::context::Context;
use super::paragraph::{self, Laid, Measure};
use super::table::Table;
use super::{Item, drawing, paint};
use crate::docx::{Block, Paragraph, ParagraphStyle};

/// Something that is not divided: a line, or a row of a nested table.
#[derive(Clone, Debug)]
pub struct Piece<'d> {
    /// Top, below that of the stack.
    pub y: f32,
    pub height: f32,
    pub content: Content<'d>,
}

#[derive(Clone, Debug)]
pub enum Content<'d> {
    Line(Rc<Laid<'d>>, usize),
    Row(Rc<Table<'d>>, usize),
}

#[derive(Clone, Debug, Default)]
pub struct Stack<'d> {
    pub pieces: Vec<Piece<'d>>,
    pub height: f32,
}

/// The style of a block, if it is a paragraph.
pub fn style_of(block: Option<&Block>) -> Option<&ParagraphStyle> {
    match block {
        Some(Block::Paragraph(paragraph)) => Some(&paragraph.style),
        _ => None,
    }
}

impl<'d> Stack<'d> {
    pub fn of(blocks: &'d [Block], context: &Context<'d>, width: f32, tallest: f32) -> Stack<'d> {
        Stack::lay(blocks, context, width, tallest)
    }

    /// The same for the blocks of a cell: the empty paragraph that Word demands after a table that ends it takes no
    /// room. In a header or a box that paragraph is a line.
    pub fn of_cell(blocks: &'d [Block], context: &Context<'d>, width: f32, tallest: f32) -> Stack<'d> {
        let filled = if ends_in_filler(blocks) { blocks.len() - 1 } else { blocks.len() };
        Stack::lay(&blocks[..filled], context, width, tallest)
    }

    fn lay(blocks: &'d [Block], context: &Context<'d>, width: f32, tallest: f32) -> Stack<'d> {
        let mut stack = Stack::default();
        for (index, block) in blocks.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| style_of(blocks.get(before)));
            let after = style_of(blocks.get(index + 1));
            match block {
                Block::Paragraph(own) => {
                    let measure = Measure { width, tallest, grid: None, before, after };
                    stack.push(own, context, measure);
                }
                Block::Table(table) => {
                    stack.height += before.map_or(0.0, paragraph::space_after);
                    let table = Rc::new(Table::of(table, context, width, tallest));
                    for row in 0..table.rows.len() {
                        let height = table.rows[row].height;
                        let content = Content::Row(Rc::clone(&table), row);
                        stack.pieces.push(Piece { y: stack.height, height, content });
                        stack.height += height;
                    }
                }
            }
        }
        stack.height += style_of(blocks.last()).map_or(0.0, paragraph::space_after);
        stack
    }

    fn push(&mut self, own: &'d Arc<Paragraph>, context: &Context<'d>, measure: Measure) {
        self.height += paragraph::gap(measure.before, &own.style, self.pieces.is_empty());
        let laid = Rc::new(Laid::of(own, context, measure, None));
        for index in 0..laid.lines.len() {
            let height = laid.line_height(index);
            let content = Content::Line(Rc::clone(&laid), index);
            self.pieces.push(Piece { y: self.height, height, content });
            self.height += height;
        }
    }

    /// The element of the structure that stands for all of it: that of what it opens with.
    pub fn element(&self, context: &Context) -> u32 {
        const ALL: u32 = 1;
        self.pieces.first().map_or(0, |piece| match &piece.content {
            Content::Line(laid, _) => context.element(laid.paragraph, ALL),
            Content::Row(table, _) => context.element(table.source, ALL),
        })
    }

    /// Width of its widest line, were it not aligned.
    pub fn natural_width(&self) -> f32 {
        let width = |piece: &Piece| match &piece.content {
            Content::Line(laid, index) => laid.natural_width(*index),
            Content::Row(table, _) => table.edges.last().copied().unwrap_or(0.0),
        };
        self.pieces.iter().map(width).fold(0.0, f32::max)
    }

    /// Paints all of it.
    pub fn paint(&self, context: &Context<'d>, x: f32, y: f32, items: &mut Vec<Item>) {
        paint(&self.pieces, context, x, y, items);
    }
}

/// Paints pieces of a stack whose top left corner is there, the rows of a table with their lines.
pub fn paint<'d>(pieces: &[Piece<'d>], context: &Context<'d>, x: f32, y: f32, items: &mut Vec<Item>) {
    let mut pieces = pieces.iter().peekable();
    let mut bands = Vec::new();
    while let Some(piece) = pieces.next() {
        let y = y + piece.y;
        match &piece.content {
            Content::Line(laid, index) => {
                if *index == 0 {
                    anchored(laid, context, x, y, items);
                }
                paint::line(laid, *index, context, x, y, items);
            }
            Content::Row(table, row) => {
                bands.push(table.paint_row(*row, context, x, y, items));
                let next = pieces.peek().map(|next| &next.content);
                if !matches!(next, Some(Content::Row(next, _)) if Rc::ptr_eq(next, table)) {
                    table.rule(&bands, x, items);
                    bands.clear();
                }
            }
        }
    }
}

impl<'d> Piece<'d> {
    /// Whether nothing may part it from the next one, pages neither.
    pub fn keeps(&self) -> bool {
        match &self.content {
            Content::Line(laid, index) if index + 1 == laid.lines.len() => laid.paragraph.style.keep_next,
            Content::Line(laid, _) => laid.paragraph.style.keep_lines,
            Content::Row(table, row) => table.rows[*row].keep_next,
        }
    }

    /// The footnotes that its text refers to.
    pub fn footnotes(&self, found: &mut Vec<u16>) {
        match &self.content {
            Content::Line(laid, index) => found.extend(laid.footnotes(*index)),
            Content::Row(table, row) => table.footnotes(*row, found),
        }
    }
}

/// Paints the drawings that are anchored in a paragraph of a story, a cell or a box. Text does not go
/// round them there.
fn anchored<'d>(laid: &Laid<'d>, context: &Context<'d>, x: f32, y: f32, items: &mut Vec<Item>) {
    let (page, margin) = context.frame();
    let frame = drawing::Frame { page, margin, column: (x, x + laid.width), paragraph: y };
    for drawing in laid.anchored() {
        if let Some(anchor) = &drawing.anchor {
            drawing::paint(drawing, context, drawing::place(drawing, anchor, context, &frame), items);
        }
    }
}

/// Whether the last block is an empty paragraph after a table.
fn ends_in_filler(blocks: &[Block]) -> bool {
    let [.., Block::Table(_), Block::Paragraph(paragraph)] = blocks else { return false };
    paragraph.text.is_empty() && paragraph.label.is_none()
}
