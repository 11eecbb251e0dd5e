//! `w:tbl`: the grid, rows and cells, with what the table style says laid under them (ECMA-376 §17.4,
//! §17.7.6).

use std::sync::Arc;

use super::Reader;
use super::source::{END_OF_CELL_PROPERTIES, END_OF_TABLE_PROPERTIES, Source};
use super::styles::{Condition, Named};
use super::table_properties::{self, CellPatch, Look, RowPatch, TablePatch, margins};
use super::values;
use crate::docx::Error;
use crate::docx::style::Border;
use crate::docx::table::*;
use crate::docx::units::Twips;

/// What is known of a table while its cells are walked.
pub struct Frame {
    /// As they are remembered.
    own: Option<Arc<TablePatch>>,
    patch: TablePatch,
    style: Option<Named>,
    look: Look,
    columns: u16,
}

impl Reader<'_> {
    /// Walks `w:tbl`, whose start was taken.
    pub fn read_new_table(&mut self, source: &mut Source) -> Result<Table, Error> {
        let outer = self.table_text.take();
        let mut frame =
            Frame { own: None, patch: TablePatch::default(), style: None, look: Look::default(), columns: 0 };
        let mut table = Table::default();
        self.read_rows(source, &mut frame, &mut table)?;
        table.format = frame.patch.format();
        if table.format.spacing.0 > 0 {
            self.warn("print-cell-spacing");
        }
        if table.format.floating.is_some() && !self.in_flow() {
            table.format.floating = None;
            self.warn("print-floating-table");
        }
        self.table_text = outer;
        Ok(table)
    }

    fn read_rows(&mut self, source: &mut Source, frame: &mut Frame, table: &mut Table) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "tblPr" => {
                    let own = self.read_once(
                        source,
                        &END_OF_TABLE_PROPERTIES,
                        |memory| &mut memory.tables,
                        |_, source| Ok(Arc::new(table_properties::table(source)?)),
                    )?;
                    frame.look = own.look;
                    frame.style = self.memory.styles.table(own.style.as_deref());
                    frame.patch = frame.style.as_ref().map(|style| style.table.clone()).unwrap_or_default();
                    frame.patch.overlay(&own);
                    frame.own = Some(own);
                }
                "tblGrid" => {
                    while let Some(column) = source.child()? {
                        if column.name() == "gridCol" {
                            let width = column.get("w").and_then(|w| values::twips(&w)).unwrap_or_default();
                            table.grid.push(width.max(Twips(0)));
                        }
                        source.skip()?;
                    }
                    frame.columns = table.grid.len() as u16;
                }
                "tr" => {
                    let index = table.rows.len();
                    if let Some(row) = self.read_row(source, frame, index)? {
                        table.rows.push(row);
                    }
                }
                "sdt" | "sdtContent" | "ins" | "customXml" => self.read_rows(source, frame, table)?,
                _ => source.skip()?,
            }
        }
        Ok(())
    }

    /// Walks `w:tr`, whose start was taken; none if it is deleted.
    pub fn read_new_row(
        &mut self,
        source: &mut Source,
        frame: &Frame,
        index: usize,
    ) -> Result<Option<Row>, Error> {
        let mut patch = RowPatch::default();
        let mut cells = Vec::new();
        self.read_cells(source, frame, index, &mut patch, &mut cells)?;
        if patch.deleted || cells.is_empty() {
            return Ok(None);
        }
        Ok(Some(Row {
            cells,
            height: patch.height,
            cant_split: patch.cant_split,
            header: patch.header,
            before: patch.before,
            after: patch.after,
        }))
    }

    fn read_cells(
        &mut self,
        source: &mut Source,
        frame: &Frame,
        index: usize,
        patch: &mut RowPatch,
        cells: &mut Vec<Cell>,
    ) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "trPr" => *patch = table_properties::row(source)?,
                "tc" => self.read_cell(source, frame, index, patch, cells)?,
                "sdt" | "sdtContent" | "customXml" => self.read_cells(source, frame, index, patch, cells)?,
                _ => source.skip()?,
            }
        }
        Ok(())
    }

    /// Walks `w:tcPr`, whose start was taken; most cells have the properties of some cell before.
    fn read_cell_properties(&mut self, source: &mut Source) -> Result<CellPatch, Error> {
        self.read_once(
            source,
            &END_OF_CELL_PROPERTIES,
            |memory| &mut memory.cells,
            |_, source| table_properties::cell(source),
        )
    }

    fn read_cell(
        &mut self,
        source: &mut Source,
        frame: &Frame,
        row: usize,
        row_patch: &RowPatch,
        cells: &mut Vec<Cell>,
    ) -> Result<(), Error> {
        let column: u16 = row_patch.before + cells.iter().map(|cell| cell.span).sum::<u16>();
        let mut own = CellPatch::default();
        let mut blocks = Vec::new();
        // The cell's properties come first; what follows are its blocks.
        let mut child = source.child()?;
        if child.as_ref().is_some_and(|first| first.name() == "tcPr") {
            own = self.read_cell_properties(source)?;
            child = source.child()?;
        }
        let conditions = frame.conditions(row, column, own.span.unwrap_or(1), row_patch);
        self.enter_cell(frame, &conditions);
        self.inside += 1;
        while let Some(block) = child {
            self.read_one_block(&block, source, &mut blocks)?;
            child = source.child()?;
        }
        self.inside -= 1;
        self.release_frames(&mut blocks);
        if own.turned {
            self.warn("print-turned-cell");
        }
        if own.joined
            && let Some(left) = cells.last_mut()
        {
            left.span = left.span.saturating_add(own.span.unwrap_or(1)).min(63);
            left.blocks.extend(blocks);
            return Ok(());
        }
        cells.push(frame.cell(own, blocks, &conditions, column));
        Ok(())
    }

    fn enter_cell(&mut self, frame: &Frame, conditions: &[Condition]) {
        let text = frame.style.as_ref().map(|style| style.text(conditions));
        self.table_text =
            text.filter(|(paragraph, run)| *paragraph != Default::default() || *run != Default::default());
    }
}

impl Frame {
    /// The properties of the table, if they say all of a row, wherever it stands.
    pub fn rows_are_alike(&self) -> Option<&Arc<TablePatch>> {
        let alike = self.style.as_ref().is_none_or(|style| style.conditions.is_empty());
        self.own.as_ref().filter(|_| alike)
    }

    /// The conditional formats that a cell takes, in their order.
    fn conditions(&self, row: usize, column: u16, span: u16, patch: &RowPatch) -> Vec<Condition> {
        if self.style.as_ref().is_none_or(|style| style.conditions.is_empty()) {
            return Vec::new();
        }
        let mut conditions = vec![Condition::WholeTable];
        let look = self.look;
        let last_row =
            look.last_row && patch.conditions.as_deref().is_some_and(|bits| bits.get(1..2) == Some("1"));
        let (first_row, first_column) = (look.first_row && row == 0, look.first_column && column == 0);
        let last_column = look.last_column && column + span >= self.columns;
        if look.column_bands {
            let band = self.patch.column_band.unwrap_or(1).clamp(1, 63) as u16;
            let place = column.saturating_sub(u16::from(look.first_column)) / band;
            conditions.push(if place.is_multiple_of(2) {
                Condition::OddColumn
            } else {
                Condition::EvenColumn
            });
        }
        if look.row_bands && !first_row {
            let band = self.patch.row_band.unwrap_or(1).clamp(1, 1000) as usize;
            let place = row.saturating_sub(usize::from(look.first_row)) / band;
            conditions.push(if place.is_multiple_of(2) { Condition::OddRow } else { Condition::EvenRow });
        }
        let parts = [
            (first_column, Condition::FirstColumn),
            (last_column, Condition::LastColumn),
            (first_row, Condition::FirstRow),
            (last_row, Condition::LastRow),
            (first_row && first_column, Condition::NorthWest),
            (first_row && last_column, Condition::NorthEast),
            (last_row && first_column, Condition::SouthWest),
            (last_row && last_column, Condition::SouthEast),
        ];
        conditions.extend(parts.into_iter().filter(|(holds, _)| *holds).map(|(_, part)| part));
        conditions
    }

    /// The cell, its own properties laid over those of the table style.
    fn cell(
        &self,
        own: CellPatch,
        blocks: Vec<crate::docx::Block>,
        conditions: &[Condition],
        column: u16,
    ) -> Cell {
        let mut patch = CellPatch { shading: self.patch.shading, ..CellPatch::default() };
        if let Some(style) = &self.style {
            patch.overlay(&style.cell);
            for (condition, part) in &style.conditions {
                if conditions.contains(condition) {
                    let mut part = part.cell.clone();
                    self.inner_lines(&mut part.borders, *condition, column, own.span.unwrap_or(1));
                    patch.overlay(&part);
                }
            }
        }
        patch.overlay(&own);
        Cell {
            blocks,
            width: patch.width.unwrap_or_default(),
            span: patch.span.unwrap_or(1),
            merge: patch.merge.unwrap_or_default(),
            borders: patch.borders,
            margins: margins(&patch.margins, margins(&self.patch.margins, Margins::default())),
            shading: patch.shading.flatten(),
            vertical: patch.vertical.unwrap_or_default(),
        }
    }

    /// In a header row the left and right lines of the format stand at the row's ends only, and the
    /// inside lines between its cells.
    fn inner_lines(&self, borders: &mut CellBorders, condition: Condition, column: u16, span: u16) {
        let row_wide = matches!(
            condition,
            Condition::FirstRow
                | Condition::LastRow
                | Condition::OddRow
                | Condition::EvenRow
                | Condition::WholeTable
        );
        if !row_wide {
            return;
        }
        let inside: Option<Border> = borders.inside_vertical;
        if column > 0 {
            borders.left = inside;
        }
        if column + span < self.columns {
            borders.right = inside;
        }
    }
}
