//! From a TSV file that stands in the program to its rows.
//!
//! Lines that start with `#` are comments; the first other line is the header. Invariant: every row has
//! as many cells as the header. These files are ours, so anything else is a panic, and a test reads them all.

/// The rows of a table, each with as many cells as the header, which is checked against `columns`.
///
/// # Panics
/// When the table is not what its reader expects: a mistake of ours.
pub fn rows<const N: usize>(name: &str, text: &'static str, columns: [&str; N]) -> Vec<[&'static str; N]> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let header = lines.next().unwrap_or_default();
    assert!(header.split('\t').eq(columns), "{name}: the header is not {columns:?}");
    lines.map(|line| cells(name, line)).collect()
}

fn cells<const N: usize>(name: &str, line: &'static str) -> [&'static str; N] {
    let cells: Vec<&'static str> = line.split('\t').map(str::trim).collect();
    let count = cells.len();
    cells.try_into().unwrap_or_else(|_| panic!("{name}: {count} cells, not {N}, in {line:?}"))
}
