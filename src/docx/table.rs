//! Tables as they are read: formats of the table, its rows and its cells (ECMA-376 §17.4).
//!
//! Table styles are already merged in; which of two borders that meet is printed is for layout.

use super::document::{Anchor, Block};
use super::style::{Border, Rgb};
use super::units::Twips;

/// A preferred width (ECMA-376 §17.18.90).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Auto,
    Twips(Twips),
    /// In fiftieths of a percent of what the table stands in.
    Percent(i32),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableAlignment {
    #[default]
    Start,
    Center,
    End,
}

/// Space between a cell's edge and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    pub top: Twips,
    pub left: Twips,
    pub bottom: Twips,
    pub right: Twips,
}

/// Lines of a table (with both inside lines) or of a cell; None: nothing said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellBorders {
    pub top: Option<Border>,
    pub left: Option<Border>,
    pub bottom: Option<Border>,
    pub right: Option<Border>,
    pub inside_horizontal: Option<Border>,
    pub inside_vertical: Option<Border>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableFormat {
    pub width: Width,
    /// Columns keep their width whatever stands in them.
    pub fixed: bool,
    pub indent: Twips,
    pub alignment: TableAlignment,
    pub borders: CellBorders,
    pub spacing: Twips,
    /// Of cells that say nothing themselves.
    pub margins: Margins,
    /// Where it stands if not in the flow of the text (w:tblpPr).
    pub floating: Option<Anchor>,
}

impl Default for Margins {
    /// What Word and its peers take where no style says more: 0.19 cm at the sides (ECMA-376 §17.4.42
    /// says 115 twips, the table style of every new document 108).
    fn default() -> Margins {
        Margins { top: Twips(0), left: Twips(108), bottom: Twips(0), right: Twips(108) }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub format: TableFormat,
    /// Widths of the grid's columns.
    pub grid: Vec<Twips>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowHeight {
    #[default]
    Auto,
    AtLeast(Twips),
    Exact(Twips),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub height: RowHeight,
    pub cant_split: bool,
    /// Repeated on every page.
    pub header: bool,
    /// Columns of the grid left empty before the first cell and after the last.
    pub before: u16,
    pub after: u16,
}

/// Part in a vertical merge (ECMA-376 §17.4.84).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    #[default]
    None,
    Start,
    Continue,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellVertical {
    #[default]
    Top,
    Center,
    Bottom,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub blocks: Vec<Block>,
    pub width: Width,
    /// Columns of the grid, at least 1.
    pub span: u16,
    pub merge: Merge,
    pub borders: CellBorders,
    pub margins: Margins,
    pub shading: Option<Rgb>,
    pub vertical: CellVertical,
}
