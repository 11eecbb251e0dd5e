//! Tallies → the geometry of their bars: a row for each, a piece for each state.
//!
//! Lengths are user units of the drawing, 720 to its width. Deliberately absent: colours and words, which
//! are the page's.

use serde::Serialize;

use super::summary::{STATES, Tally};
use crate::language::{Language, Text};

/// Where the bars begin, right of the names, of which the title of a filing is the longest.
const LEFT: u64 = 410;
/// The length of the longest bar, with room for its number.
const LONGEST: u64 = 270;
/// Between a name and its bar.
const GAP: u64 = 8;
const ROW: u64 = 16;
const THICK: u64 = 10;

/// Bars, drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chart {
    pub height: u64,
    /// Where the names end.
    pub names: u64,
    pub rows: Vec<Row>,
    pub pieces: Vec<Piece>,
}

/// A name and a number at the base line of their row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub y: u64,
    pub text: String,
    pub total: u32,
    /// Where the bar ends.
    pub end: u64,
}

/// A piece of a bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub state: &'static str,
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
    pub count: u32,
}

/// The rows from top to bottom, all by one measure.
pub(super) fn draw(tallies: &[(Text, Tally)], language: Language) -> Chart {
    let most = tallies.iter().map(|(_, tally)| tally.total()).max().unwrap_or_default().max(1);
    let length = |count: u32| u64::from(count) * LONGEST / u64::from(most);
    let mut chart = Chart { height: ROW * tallies.len() as u64, names: LEFT - GAP, ..Chart::default() };
    for (index, (name, tally)) in tallies.iter().enumerate() {
        let top = ROW * index as u64;
        let mut before = 0;
        for (state, &count) in STATES.iter().zip(&tally.counts).filter(|(_, count)| **count > 0) {
            let x = LEFT + length(before);
            before += count;
            // The ends are reckoned and not the widths, so that the pieces sum up to the bar.
            let width = LEFT + length(before) - x;
            let y = top + (ROW - THICK) / 2;
            chart.pieces.push(Piece { state: state.name(), x, y, width, height: THICK, count });
        }
        let end = LEFT + length(before);
        let text = name.get(language).to_owned();
        chart.rows.push(Row { y: top + 12, text, total: tally.total(), end });
    }
    chart
}
