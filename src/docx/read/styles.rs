//! The styles part: named styles with what they are based on, resolved at first use and remembered
//! (ECMA-376 §17.7).
//!
//! A paragraph style's numbering level stands below the style's own properties and above those of the
//! style it is based on.

use std::collections::HashMap;
use std::sync::Arc;

use super::fonts::Families;
use super::numbering::Numbering;
use super::patch::{ParagraphPatch, RunPatch};
use super::properties;
use super::source::Source;
use super::table_properties::{CellPatch, TablePatch, cell, table};
use crate::docx::Error;

/// How deep `basedOn` is followed: more is a circle.
const DEPTH: usize = 32;

/// A style as it stands in the file.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// By its place in the part.
    number: u16,
    kind: Kind,
    based_on: Option<String>,
    paragraph: ParagraphPatch,
    run: RunPatch,
    pub table: TablePatch,
    pub cell: CellPatch,
    /// Formats of parts of a table: header row, bands … (ECMA-376 §17.7.6.6).
    pub conditions: Vec<(Condition, Arc<Named>)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    #[default]
    Paragraph,
    Character,
    Table,
    Numbering,
}

/// Which part of a table, in the order in which the formats are laid over one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    WholeTable,
    OddColumn,
    EvenColumn,
    OddRow,
    EvenRow,
    FirstColumn,
    LastColumn,
    FirstRow,
    LastRow,
    NorthWest,
    NorthEast,
    SouthWest,
    SouthEast,
}

/// A style with all that it inherits, document defaults not included.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Number of the style, by which neighbours know one another.
    pub named: u16,
    pub paragraph: ParagraphPatch,
    pub run: RunPatch,
}

#[derive(Clone, Debug, Default)]
pub struct Styles {
    pub default_paragraph: ParagraphPatch,
    pub default_run: RunPatch,
    sheet: Arc<Sheet>,
    /// By kind and id.
    resolved: [HashMap<String, Arc<Resolved>>; 4],
}

/// The named styles.
#[derive(Clone, Debug, Default)]
struct Sheet {
    named: HashMap<String, Named>,
    defaults: HashMap<Kind, String>,
}

impl Styles {
    pub fn read(part: &str, bytes: &[u8], families: &mut Families) -> Result<Styles, Error> {
        let mut styles = Styles::default();
        let mut sheet = Sheet::default();
        let mut numbers = 1..=u16::MAX;
        let (mut source, _) = Source::open(part, bytes)?;
        while let Some(element) = source.child()? {
            match element.name() {
                "docDefaults" => styles.read_defaults(&mut source, families)?,
                "style" => {
                    let id = element.get("styleId").unwrap_or_default().into_owned();
                    let kind = match element.get("type").as_deref() {
                        Some("character") => Kind::Character,
                        Some("table") => Kind::Table,
                        Some("numbering") => Kind::Numbering,
                        _ => Kind::Paragraph,
                    };
                    if matches!(element.get("default").as_deref(), Some("1" | "true" | "on")) {
                        sheet.defaults.insert(kind, id.clone());
                    }
                    let mut style = read_style(&mut source, families)?;
                    style.kind = kind;
                    style.number = numbers.next().unwrap_or(u16::MAX);
                    sheet.named.insert(id, style);
                }
                _ => source.skip()?,
            }
        }
        styles.sheet = Arc::new(sheet);
        Ok(styles)
    }

    fn read_defaults(&mut self, source: &mut Source, families: &mut Families) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "rPrDefault" | "pPrDefault" => self.read_defaults(source, families)?,
                "rPr" => self.default_run = properties::run(source, families)?.patch,
                "pPr" => {
                    self.default_paragraph = properties::paragraph(source, families)?.patch;
                }
                _ => source.skip()?,
            }
        }
        Ok(())
    }

    /// A style by its id, or the default one of its kind if it is not named or not there.
    pub fn resolve(&mut self, kind: Kind, id: Option<&str>, numbering: &Numbering) -> Arc<Resolved> {
        let sheet = Arc::clone(&self.sheet);
        if let Some(resolved) = id.and_then(|id| self.resolved[kind as usize].get(id)) {
            return Arc::clone(resolved);
        }
        let known = id.filter(|id| sheet.named.get(*id).is_some_and(|style| style.kind == kind));
        let id = match (known, kind) {
            (Some(id), _) => id,
            // A run without a character style has none; the default one says nothing.
            (None, Kind::Character) => "",
            (None, _) => sheet.defaults.get(&kind).map_or("", String::as_str),
        };
        if let Some(resolved) = self.resolved[kind as usize].get(id) {
            return Arc::clone(resolved);
        }
        // 0: none of them.
        let named = sheet.named.get(id).map_or(0, |style| style.number);
        let mut resolved = Resolved { named, ..Resolved::default() };
        for (id, style) in sheet.chain(id).into_iter().rev() {
            if let Some(number) = style.paragraph.number {
                let level =
                    style.paragraph.level.or_else(|| numbering.level_of_style(number, id)).unwrap_or(0);
                if let Some(found) = numbering.level(number, level) {
                    resolved.paragraph.overlay(&found.paragraph);
                }
                resolved.paragraph.level = Some(level);
            }
            resolved.paragraph.overlay(&style.paragraph);
            resolved.run.overlay(&style.run);
        }
        let resolved = Arc::new(resolved);
        self.resolved[kind as usize].insert(id.to_owned(), Arc::clone(&resolved));
        resolved
    }

    /// A table style with all that it inherits; `None` if there is no such style.
    pub fn table(&self, id: Option<&str>) -> Option<Named> {
        let id = id.or(self.sheet.defaults.get(&Kind::Table).map(String::as_str))?;
        let mut whole = Named::default();
        for (_, style) in self.sheet.chain(id).into_iter().rev() {
            whole.paragraph.overlay(&style.paragraph);
            whole.run.overlay(&style.run);
            whole.table.overlay(&style.table);
            whole.cell.overlay(&style.cell);
            whole.conditions.extend(style.conditions.iter().cloned());
        }
        whole.conditions.sort_by_key(|(condition, _)| *condition);
        Some(whole)
    }
}

impl Sheet {
    fn chain<'s>(&'s self, id: &str) -> Vec<(&'s str, &'s Named)> {
        let mut chain = Vec::new();
        let mut next = self.named.get_key_value(id);
        while let Some((id, style)) = next.filter(|_| chain.len() < DEPTH) {
            chain.push((id.as_str(), style));
            next = style.based_on.as_ref().and_then(|id| self.named.get_key_value(id));
        }
        chain
    }
}

impl Named {
    /// What the style says about text, its conditions that hold included.
    pub fn text(&self, conditions: &[Condition]) -> (ParagraphPatch, RunPatch) {
        let (mut paragraph, mut run) = (self.paragraph.clone(), self.run);
        for (condition, part) in &self.conditions {
            if conditions.contains(condition) {
                paragraph.overlay(&part.paragraph);
                run.overlay(&part.run);
            }
        }
        (paragraph, run)
    }
}

fn read_style(source: &mut Source, families: &mut Families) -> Result<Named, Error> {
    let mut style = Named::default();
    while let Some(element) = source.child()? {
        match element.name() {
            "basedOn" => {
                style.based_on = element.val().map(|id| id.into_owned());
                source.skip()?;
            }
            "pPr" => style.paragraph = properties::paragraph(source, families)?.patch,
            "rPr" => style.run = properties::run(source, families)?.patch,
            "tblPr" => style.table = table(source)?,
            "tcPr" => style.cell = cell(source)?,
            "tblStylePr" => {
                let condition = condition(element.get("type").as_deref().unwrap_or(""));
                let part = read_style(source, families)?;
                if let Some(condition) = condition {
                    style.conditions.push((condition, Arc::new(part)));
                }
            }
            _ => source.skip()?,
        }
    }
    Ok(style)
}

fn condition(text: &str) -> Option<Condition> {
    Some(match text {
        "wholeTable" => Condition::WholeTable,
        "band1Vert" => Condition::OddColumn,
        "band2Vert" => Condition::EvenColumn,
        "band1Horz" => Condition::OddRow,
        "band2Horz" => Condition::EvenRow,
        "firstCol" => Condition::FirstColumn,
        "lastCol" => Condition::LastColumn,
        "firstRow" => Condition::FirstRow,
        "lastRow" => Condition::LastRow,
        "nwCell" => Condition::NorthWest,
        "neCell" => Condition::NorthEast,
        "swCell" => Condition::SouthWest,
        "seCell" => Condition::SouthEast,
        _ => return None,
    })
}
