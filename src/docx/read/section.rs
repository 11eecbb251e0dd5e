//! `w:sectPr`: page, columns, numbering, and which parts are its headers and footers (ECMA-376 §17.6).

use super::patch::number_format;
use super::properties;
use super::source::{Element, Source};
use super::values;
use crate::docx::Error;
use crate::docx::document::{Columns, Page, PageBorders, Section, SectionStart};
use crate::docx::units::Twips;

/// A section before its headers and footers are read.
#[derive(Clone, Debug, Default)]
pub struct SectionProperties {
    pub section: Section,
    /// Relationships of headers and footers by type: default, first, even.
    pub headers: [Option<String>; 3],
    pub footers: [Option<String>; 3],
    /// Features that are not printed.
    pub unprinted: Vec<&'static str>,
}

/// Walks `w:sectPr`, whose start was taken.
pub fn properties(source: &mut Source) -> Result<SectionProperties, Error> {
    let mut properties = SectionProperties::default();
    while let Some(element) = source.child()? {
        let section = &mut properties.section;
        match element.name() {
            "headerReference" => refer(&element, &mut properties.headers),
            "footerReference" => refer(&element, &mut properties.footers),
            "pgSz" => {
                section.page.width = at_least(&element, "w", section.page.width);
                section.page.height = at_least(&element, "h", section.page.height);
            }
            "pgMar" => margins(&element, &mut section.page),
            "pgBorders" => {
                let from_edge = element.get("offsetFrom").as_deref() == Some("page");
                let mut borders = PageBorders { from_edge, ..PageBorders::default() };
                properties::borders(source, &mut borders.lines)?;
                section.borders = Some(Box::new(borders));
                continue;
            }
            "vAlign" if !matches!(element.val().as_deref(), Some("top") | None) => {
                properties.unprinted.push("print-vertical");
            }
            "lnNumType" => properties.unprinted.push("print-line-numbers"),
            "textDirection" if !matches!(element.val().as_deref(), Some("lrTb" | "lr") | None) => {
                properties.unprinted.push("print-turned-section");
            }
            "titlePg" => section.title_page = values::on(&element),
            "type" => section.start = start(element.val().as_deref()),
            "pgNumType" => {
                section.first_number = element
                    .get("start")
                    .and_then(|v| values::integer(&v))
                    .and_then(|v| u32::try_from(v).ok());
                section.number_format = element.get("fmt").map(|v| number_format(&v)).unwrap_or_default();
            }
            "docGrid" => section.grid = grid(&element),
            "cols" => {
                section.columns = columns(&element, source)?;
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    Ok(properties)
}

fn refer(element: &Element, slots: &mut [Option<String>; 3]) {
    let slot = match element.get("type").as_deref() {
        Some("first") => 1,
        Some("even") => 2,
        _ => 0,
    };
    slots[slot] = element.get("id").map(|id| id.into_owned());
}

/// A page must be at least one inch, so that something fits on it.
fn at_least(element: &Element, name: &str, rest: Twips) -> Twips {
    element.get(name).and_then(|v| values::twips(&v)).map_or(rest, |v| v.max(Twips(1440)))
}

fn margins(element: &Element, page: &mut Page) {
    let value = |name, rest| element.get(name).and_then(|v| values::twips(&v)).unwrap_or(rest);
    page.top = value("top", page.top);
    page.bottom = value("bottom", page.bottom);
    page.left = value("left", page.left);
    page.right = value("right", page.right);
    page.header = value("header", page.header).max(Twips(0));
    page.footer = value("footer", page.footer).max(Twips(0));
    page.gutter = value("gutter", page.gutter).max(Twips(0));
}

/// What sort of place a section starts at (ECMA-376 §17.18.77).
fn start(value: Option<&str>) -> SectionStart {
    match value {
        Some("continuous") => SectionStart::Continuous,
        Some("nextColumn") => SectionStart::NextColumn,
        Some("evenPage") => SectionStart::EvenPage,
        Some("oddPage") => SectionStart::OddPage,
        _ => SectionStart::NextPage,
    }
}

/// The pitch of the line grid, where lines snap to it.
fn grid(element: &Element) -> Option<Twips> {
    let lines = matches!(element.get("type").as_deref(), Some("lines" | "linesAndChars" | "snapToChars"));
    let pitch = element.get("linePitch").and_then(|v| values::twips(&v));
    pitch.filter(|pitch| lines && pitch.0 > 0)
}

/// Walks `w:cols`, whose start was taken.
fn columns(element: &Element, source: &mut Source) -> Result<Columns, Error> {
    let is_on = |name| element.get(name).map(|v| matches!(&*v, "1" | "true" | "on"));
    let mut each = Vec::new();
    while let Some(column) = source.child()? {
        let value = |name| column.get(name).and_then(|v| values::twips(&v)).unwrap_or_default();
        each.push((value("w"), value("space")));
        source.skip()?;
    }
    if is_on("equalWidth").unwrap_or(true) {
        each.clear();
    }
    let count = match each.len() {
        0 => element.get("num").and_then(|v| values::integer(&v)).unwrap_or(1),
        count => i32::try_from(count).unwrap_or(i32::MAX),
    };
    Ok(Columns {
        count: count.clamp(1, 45) as u16,
        space: element.get("space").and_then(|v| values::twips(&v)).unwrap_or(Twips(720)).max(Twips(0)),
        each,
        separator: is_on("sep").unwrap_or(false),
    })
}
