//! Gives a table whose cells a loop has repeated a column for each again.
//!
//! The width of the table stays; its columns become equally wide (ECMA-376 part 1 §17.4.16, §17.4.71).

use crate::docx::xml::{Element, Node};

/// Fits the grid of a table to its longest row.
pub fn fit(table: &mut Element<'_>) {
    let columns = table.elements().filter(|child| child.name == "w:tr").map(columns_of).max().unwrap_or(0);
    let Some(grid) = table.children.iter_mut().find_map(named("w:tblGrid")) else { return };
    let widths: Vec<u64> = grid
        .elements()
        .filter(|column| column.name == "w:gridCol")
        .map(|column| column.attribute("w:w").and_then(|width| width.parse().ok()).unwrap_or(0))
        .collect();
    if columns == 0 || widths.len() == columns {
        return;
    }
    let width = widths.iter().sum::<u64>() / columns as u64;
    let column = || Node::Element(Element::new("w:gridCol").with("w:w", width.to_string()));
    grid.children = (0..columns).map(|_| column()).collect();
    for row in table.children.iter_mut().filter_map(named("w:tr")) {
        for cell in row.children.iter_mut().filter_map(named("w:tc")) {
            let spanned = width * span_of(cell) as u64;
            let properties = cell.children.iter_mut().find_map(named("w:tcPr"));
            let preferred =
                properties.and_then(|properties| properties.children.iter_mut().find_map(named("w:tcW")));
            if let Some(preferred) = preferred {
                preferred.set("w:w", spanned.to_string());
                preferred.set("w:type", "dxa");
            }
        }
    }
}

fn named<'n, 'a: 'n>(name: &'static str) -> impl Fn(&'n mut Node<'a>) -> Option<&'n mut Element<'a>> {
    move |node| match node {
        Node::Element(element) if element.name == name => Some(element),
        _ => None,
    }
}

fn columns_of(row: &Element<'_>) -> usize {
    row.elements().filter(|child| child.name == "w:tc").map(span_of).sum()
}

fn span_of(cell: &Element<'_>) -> usize {
    let span = cell.child("w:tcPr").and_then(|properties| properties.child("w:gridSpan")?.attribute("w:val"));
    span.and_then(|span| span.parse().ok()).unwrap_or(1)
}
