//! Board → the geometry of its timeline: a row for each person, three lanes of bars for the papers,
//! marks for the last days.
//!
//! All bars of one look are one SVG path, so that a page of a hundred people stays small. Lengths are
//! user units of the drawing, 720 to its width. Deliberately absent: colours and words, which are the
//! page's.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use super::{Board, Matter, Paper, rank};
use crate::language::Language;
use crate::plan::Subject;

const WIDTH: i64 = 720;
/// Where the chart begins, right of the names.
const LEFT: i64 = 160;
const HEAD: i64 = 26;
const ROW: i64 = 17;
/// From the top of a row to the middle of each lane.
const LANES: [i64; 3] = [4, 8, 12];
/// Half of a mark's diagonal.
const MARK: i64 = 4;
/// Months that are shown, the one before today's the first; they reach beyond the board's horizon.
const MONTHS: u32 = 14;
/// Rows of a panel: a page of A4 with room for the heading.
const ROWS: usize = 44;
/// Letters of a name that fit left of the chart.
const LETTERS: usize = 26;

/// A part of the timeline that is not torn over two sheets of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Panel {
    pub height: i64,
    pub today: i64,
    pub months: Vec<Tick>,
    pub years: Vec<Tick>,
    pub rows: Vec<Row>,
    /// The borders of months.
    pub grid: String,
    /// The lines under rows.
    pub rules: String,
    pub permit: String,
    pub contract: String,
    pub visa: String,
    pub residence: String,
    pub passport: String,
    /// The last days of papers.
    pub ends: String,
    pub due: String,
    pub overdue: String,
}

/// A label of the scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tick {
    pub x: i64,
    pub text: String,
}

/// A name at the base line of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub x: i64,
    pub y: i64,
    pub text: String,
}

/// What a row shows.
#[derive(Default)]
struct Line {
    bars: Vec<(Paper, Option<NaiveDate>, NaiveDate)>,
    marks: Vec<NaiveDate>,
}

/// The span of days that is shown.
struct Scale {
    from: NaiveDate,
    /// The first day beyond it.
    to: NaiveDate,
}

/// The panels, from the first row to the last; none where no row has anything to show.
pub(super) fn draw(board: &Board, language: Language) -> Vec<Panel> {
    let Some(scale) = Scale::around(board.today) else { return Vec::new() };
    let lines: Vec<_> = lines(board, &scale).into_iter().collect();
    lines.chunks(ROWS).map(|rows| panel(board, &scale, rows, language)).collect()
}

type Key = (usize, usize, Subject);

fn lines(board: &Board, scale: &Scale) -> BTreeMap<Key, Line> {
    let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
    for validity in &board.validities {
        let begins = validity.from.is_none_or(|from| from < scale.to);
        if begins && validity.to >= scale.from {
            let bar = (validity.paper, validity.from, validity.to);
            lines.entry(rank(validity.subject)).or_default().bars.push(bar);
        }
    }
    for entry in &board.entries {
        // The end of a paper is marked on its bar, unless it has passed.
        let marked = |due: &NaiveDate| match entry.matter {
            Matter::Filing(_) => *due < scale.to,
            Matter::Expiry(_) => *due < board.today,
        };
        if let Some(due) = entry.due.filter(marked) {
            lines.entry(rank(entry.subject)).or_default().marks.push(due);
        }
    }
    lines
}

fn panel(board: &Board, scale: &Scale, rows: &[(Key, Line)], language: Language) -> Panel {
    let height = HEAD + ROW * rows.len() as i64;
    let mut panel = Panel { height, today: scale.x(board.today), ..Panel::default() };
    panel.scale(scale);
    for (index, ((.., subject), line)) in rows.iter().enumerate() {
        let top = HEAD + ROW * index as i64;
        let x = if matches!(subject, Subject::Dependant(..)) { 10 } else { 0 };
        let text = match subject {
            // The year first, so that a long name does not cost it.
            Subject::Region(region, year) => format!("{year} {}", region.name(language)),
            _ => subject.label(board.case, language),
        };
        let text = shortened(&text);
        panel.rows.push(Row { x, y: top + 12, text });
        put(&mut panel.rules, format_args!("M0 {}H{WIDTH}", top + ROW));
        panel.bars(scale, top, line);
        for due in &line.marks {
            let path = if *due < board.today { &mut panel.overdue } else { &mut panel.due };
            let (x, y) = (scale.x(*due), top + ROW / 2 - MARK);
            put(path, format_args!("M{x} {y}l{MARK} {MARK}-{MARK} {MARK}-{MARK}-{MARK}z"));
        }
    }
    panel
}

impl Panel {
    /// The months by number, the years where they begin.
    fn scale(&mut self, scale: &Scale) {
        let months = (0..MONTHS).filter_map(|month| scale.from.checked_add_months(Months::new(month)));
        for first in months {
            let x = scale.x(first);
            put(&mut self.grid, format_args!("M{x} 14V{}", self.height));
            self.months.push(Tick { x: x + 3, text: format!("{:02}", first.month()) });
            if self.years.is_empty() || first.month() == 1 {
                self.years.push(Tick { x: x + 3, text: first.year().to_string() });
            }
        }
    }

    /// The bars of a row. Where there is no work permit, the contract takes its lane.
    fn bars(&mut self, scale: &Scale, top: i64, line: &Line) {
        let has_permit = line.bars.iter().any(|(paper, ..)| *paper == Paper::WorkPermit);
        for (paper, from, to) in &line.bars {
            let (lane, path) = match paper {
                Paper::Contract if has_permit => continue,
                Paper::WorkPermit => (LANES[0], &mut self.permit),
                Paper::Contract => (LANES[0], &mut self.contract),
                Paper::Visa => (LANES[1], &mut self.visa),
                Paper::ResidencePermit => (LANES[1], &mut self.residence),
                Paper::Passport => (LANES[2], &mut self.passport),
            };
            let y = top + lane;
            let beyond = to.succ_opt().unwrap_or(*to);
            let (start, end) = (scale.x(from.unwrap_or(scale.from)), scale.x(beyond));
            put(path, format_args!("M{start} {y}H{end}"));
            if beyond <= scale.to {
                put(&mut self.ends, format_args!("M{end} {}v6", y - 3));
            }
        }
    }
}

impl Scale {
    /// `None` at the ends of the calendar.
    fn around(today: NaiveDate) -> Option<Scale> {
        let from = today.with_day(1)?.checked_sub_months(Months::new(1))?;
        Some(Scale { from, to: from.checked_add_months(Months::new(MONTHS))? })
    }

    /// Where a day begins; a day outside lies on the border.
    fn x(&self, day: NaiveDate) -> i64 {
        let days = (day.clamp(self.from, self.to) - self.from).num_days();
        LEFT + days * (WIDTH - LEFT) / (self.to - self.from).num_days()
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end_matches([' ', ',']))
}

fn put(path: &mut String, part: std::fmt::Arguments) {
    path.write_fmt(part).expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    #[test]
    fn the_scale_begins_a_month_before_and_holds_the_horizon() {
        let scale = Scale::around(day("2026-11-22")).expect("a day of our time");
        assert_eq!((scale.from, scale.to), (day("2026-10-01"), day("2027-12-01")));
        assert_eq!(scale.x(scale.from), LEFT);
        assert_eq!(scale.x(day("2001-01-01")), LEFT);
        assert_eq!(scale.x(scale.to), WIDTH);
        assert_eq!(scale.x(NaiveDate::MAX), WIDTH);
        assert!(Scale::around(NaiveDate::MAX).is_none());
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        assert_eq!(shortened("KARIMOV Bobur"), "KARIMOV Bobur");
        assert_eq!(shortened("2028 Восточно-Казахстанская область"), "2028 Восточно-Казахстанск…");
    }
}
