//! What Otinish wrote into the workbook the last time: read from its own sheet, and compared with what
//! is found today.
//!
//! Each line of that sheet ends in hidden cells for the program. They are found by their first word, not
//! by their address, so that sorted and filtered lines are read too. A finding is the same when its
//! code, sheet, field and person are: rows may have been inserted meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Case;
use crate::finding::Finding;
use crate::roster::{Grid, OWN};

/// The first hidden cell of a line about a finding, and of one about a filled value.
pub const FINDING: &str = "otinish:finding";
pub const FILLED: &str = "otinish:filled";
/// The column of the first hidden cell.
pub const HIDDEN: u32 = 9;

/// A finding of the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its weight in words, as it was written.
    pub weight: String,
    pub code: String,
    pub rule: String,
    pub sheet: String,
    /// `H7`, or the row number, or nothing.
    pub cell: String,
    pub field: String,
    pub subject: String,
    pub message: String,
}

/// A value that was filled in the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    pub field: String,
    pub rule: String,
    pub sheet: String,
    pub cell: String,
    pub subject: String,
    /// As the roster shows it: a day as `2026-11-22`.
    pub value: String,
    /// As a person reads it.
    pub shown: String,
    pub source: String,
}

/// What was written the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    pub findings: Vec<Known>,
    pub filled: Vec<Fill>,
}

/// What has changed since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Findings that are gone.
    pub fixed: Vec<Known>,
    /// Findings that were not there, by their index in the case, in its order.
    pub new: Vec<usize>,
}

/// Reads the sheet of the last time, if the workbook has one.
pub fn read(grids: &[Grid]) -> Option<Earlier> {
    let sheet = grids.iter().find(|grid| grid.name == OWN)?;
    let mut earlier = Earlier::default();
    for cells in sheet.rows.values() {
        let is_mark = |text: &str| text == FINDING || text == FILLED;
        let Some(first) = cells.iter().find(|cell| is_mark(&cell.value.to_string())) else { continue };
        let at = |column: u32| {
            let cell = cells.iter().find(|cell| cell.column == column);
            cell.map(|cell| cell.value.to_string()).unwrap_or_default()
        };
        let hidden = |offset: u32| at(first.column + offset);
        // The lines for people stand before; their columns do not move by sorting.
        let visible = |column: u32| at((first.column + column).saturating_sub(HIDDEN));
        match first.value.to_string() == FINDING {
            true => earlier.findings.push(Known {
                weight: visible(0),
                code: hidden(1),
                rule: visible(2),
                sheet: hidden(2),
                cell: hidden(3),
                field: hidden(4),
                subject: hidden(5),
                message: visible(5),
            }),
            false => earlier.filled.push(Fill {
                field: hidden(1),
                rule: visible(2),
                sheet: hidden(2),
                cell: hidden(3),
                subject: hidden(5),
                value: hidden(6),
                shown: visible(5),
                source: visible(6),
            }),
        }
    }
    Some(earlier)
}

impl Earlier {
    /// Compares with what is found today.
    pub fn since(&self, case: &Case) -> Since {
        let mut left: BTreeMap<[&str; 4], Vec<usize>> = BTreeMap::new();
        for (index, known) in self.findings.iter().enumerate().rev() {
            let key = [&known.code, &known.sheet, &known.field, &known.subject];
            left.entry(key.map(String::as_str)).or_default().push(index);
        }
        let mut new = Vec::new();
        for (index, finding) in case.findings.iter().enumerate() {
            if left.get_mut(&key(finding)).and_then(Vec::pop).is_none() {
                new.push(index);
            }
        }
        let gone: BTreeSet<usize> = left.into_values().flatten().collect();
        Since { fixed: gone.into_iter().map(|index| self.findings[index].clone()).collect(), new }
    }
}

fn key(finding: &Finding) -> [&str; 4] {
    let place = &finding.place;
    [finding.code, place.sheet.as_deref().unwrap_or(""), place.field.unwrap_or(""), &finding.subject]
}
