//! One workbook on the page: what was read of it, what the officer put right, and what follows.
//!
//! Invariant: the file that was dropped is never changed. Corrections are laid over what was read, and
//! everything is checked anew after each. They can be taken back one by one.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fault::{Answer, Fault};
use super::order::Scan;
use super::run::Run;
use crate::check::{self, Case};
use crate::finding::Place;
use crate::plan::{self, Filing};
use crate::roster::{Corrections, Field, Heading, Roster, Row, position};
use crate::rules::RuleBook;

/// The longest text that a cell may hold (Excel's limit).
const CELL: usize = 32_767;

/// A workbook that was dropped.
pub struct Desk {
    pub id: String,
    /// The file's name, as the officer knows it.
    pub name: String,
    state: Mutex<State>,
    /// Whoever changes it; looking at it waits for nobody.
    turn: Mutex<()>,
    /// The last run, and how many changes there had been when it began.
    run: Mutex<Option<(Arc<Run>, usize)>>,
    /// How often something was changed that packets are made of.
    changes: AtomicUsize,
    /// What goes with its letters.
    scans: Mutex<Vec<Scan>>,
}

#[derive(Clone)]
struct State {
    /// As read, without corrections.
    read: Arc<Roster>,
    corrections: Corrections,
    rivals: Vec<Rivals>,
    /// Filled values that the officer has looked at, by sheet, row and field.
    accepted: BTreeSet<(String, u32, String)>,
    checked: Arc<Checked>,
}

/// A roster with its corrections, checked and planned.
pub struct Checked {
    pub today: NaiveDate,
    /// As read.
    pub read: Arc<Roster>,
    pub roster: Roster,
    pub case: Case,
    pub filings: Vec<Filing>,
    pub corrections: Corrections,
    pub rivals: Vec<Rivals>,
    pub accepted: BTreeSet<(String, u32, String)>,
}

/// Columns of a sheet that are headed as one field: none is used until a person has chosen.
#[derive(Clone, Debug)]
pub struct Rivals {
    pub sheet: String,
    pub field: Field,
    pub columns: Vec<Heading>,
}

/// What was read of a file, and how.
pub struct Opened {
    pub roster: Roster,
    pub corrections: Corrections,
    pub rivals: Vec<Rivals>,
}

/// What an officer does to a cell.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The cell holds this now.
    Type { sheet: String, cell: String, value: String },
    /// All cells of the column that held the same text hold the same correction.
    Spread { sheet: String, cell: String },
    /// The cell holds again what the file says; with `all`, also those that were corrected with it.
    Restore {
        sheet: String,
        cell: String,
        #[serde(default)]
        all: bool,
    },
    /// The filled values of these places are right.
    Accept { fills: Vec<FillPlace> },
    /// Nothing is filled into the cell.
    Refuse { sheet: String, cell: String },
}

/// Where a filled value stands, or would stand.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillPlace {
    pub sheet: String,
    pub row: u32,
    pub field: String,
}

/// A choice for a header: the name of a field, or that the column is not used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub sheet: String,
    pub cell: String,
    pub field: Option<String>,
}

impl Desk {
    /// A desk for a workbook that was read.
    pub fn new(id: String, opened: Opened, rules: &RuleBook, today: NaiveDate) -> Desk {
        let Opened { roster, corrections, rivals } = opened;
        let name = roster.name.clone();
        let read = Arc::new(roster);
        let checked =
            Arc::new(checked(&read, corrections.clone(), rivals.clone(), BTreeSet::new(), rules, today));
        let state = State { read, corrections, rivals, accepted: BTreeSet::new(), checked };
        let (state, turn, run, scans) =
            (Mutex::new(state), Mutex::default(), Mutex::default(), Mutex::default());
        Desk { id, name, state, turn, run, changes: AtomicUsize::new(0), scans }
    }

    /// Its folder below the private one.
    pub fn folder(&self) -> String {
        folder(&self.id)
    }

    /// How things stand.
    pub fn checked(&self) -> Arc<Checked> {
        self.locked().checked.clone()
    }

    /// Does what the officer did and checks anew.
    ///
    /// # Errors
    /// A fault when there is no such cell.
    pub fn act(&self, act: Act, rules: &RuleBook, today: NaiveDate) -> Answer<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.locked().clone();
        match act {
            Act::Type { sheet, cell, value } => {
                let value = value.trim().to_owned();
                if value.len() > CELL || !stands(&state.read, &sheet, &cell) {
                    return Err(Fault::senseless());
                }
                take_back(&mut state.corrections, &sheet, &cell);
                if as_read(&state.read, &sheet, &cell) != value {
                    state.corrections.cells.entry(sheet).or_default().insert(cell, value);
                }
            }
            Act::Spread { sheet, cell } => {
                let typed =
                    retyped(&state.corrections, &sheet, &cell).ok_or_else(Fault::senseless)?.to_owned();
                for other in alike(&state.read, &sheet, &cell) {
                    if !is_corrected(&state.corrections, &sheet, &other) {
                        state
                            .corrections
                            .cells
                            .entry(sheet.clone())
                            .or_default()
                            .insert(other, typed.clone());
                    }
                }
            }
            Act::Restore { sheet, cell, all } => {
                let typed = retyped(&state.corrections, &sheet, &cell).map(str::to_owned).filter(|_| all);
                let others = if typed.is_some() { alike(&state.read, &sheet, &cell) } else { Vec::new() };
                for other in others {
                    if retyped(&state.corrections, &sheet, &other) == typed.as_deref() {
                        take_back(&mut state.corrections, &sheet, &other);
                    }
                }
                take_back(&mut state.corrections, &sheet, &cell);
            }
            Act::Accept { fills } => {
                let places = fills.into_iter().map(|place| (place.sheet, place.row, place.field));
                state.accepted.extend(places);
            }
            Act::Refuse { sheet, cell } => {
                if !stands(&state.read, &sheet, &cell) {
                    return Err(Fault::senseless());
                }
                take_back(&mut state.corrections, &sheet, &cell);
                state.corrections.refused.entry(sheet).or_default().insert(cell);
            }
        }
        state.check(rules, today);
        if state.corrections != self.checked().corrections {
            self.change();
        }
        *self.locked() = state;
        Ok(())
    }

    /// The corrections with these choices about headers; the file is then to be read anew.
    ///
    /// # Errors
    /// A fault when a field is none of ours.
    pub fn chosen(&self, choices: &[Choice]) -> Answer<Corrections> {
        let mut corrections = self.locked().corrections.clone();
        choose(&mut corrections, choices)?;
        Ok(corrections)
    }

    /// Takes what was read anew after these choices; rivals about which none was made stay.
    pub fn renew(&self, opened: Opened, choices: &[Choice], rules: &RuleBook, today: NaiveDate) {
        let Opened { roster, corrections, rivals } = opened;
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.locked().clone();
        state.read = Arc::new(roster);
        state.corrections = corrections;
        let made = |sheet: &str, heading: &Heading| {
            choices.iter().any(|choice| choice.sheet == sheet && choice.cell == heading.cell)
        };
        state.rivals.retain(|old| !old.columns.iter().any(|heading| made(&old.sheet, heading)));
        state.rivals.extend(rivals);
        state.check(rules, today);
        *self.locked() = state;
        self.change();
    }

    /// What goes with its letters.
    pub fn scans(&self) -> Vec<Scan> {
        self.scans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts scans beside it; one of the same name takes the other's place. Returns those that went.
    pub fn enclose(&self, more: Vec<Scan>) -> Vec<Scan> {
        let mut scans = self.scans.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &Scan| more.iter().any(|new| new.name.to_lowercase() == one.name.to_lowercase());
        let (gone, mut kept): (Vec<Scan>, Vec<Scan>) = scans.drain(..).partition(same);
        kept.extend(more);
        self.change();
        kept.sort_by(|one, other| one.name.cmp(&other.name));
        *scans = kept;
        gone
    }

    /// Takes scans away again, those of one name or all.
    pub fn withdraw(&self, name: Option<&str>) -> Vec<Scan> {
        let mut scans = self.scans.lock().unwrap_or_else(PoisonError::into_inner);
        let (gone, kept) = scans.drain(..).partition(|one| name.is_none_or(|name| one.name == name));
        *scans = kept;
        self.change();
        gone
    }

    /// Begins a run, unless one goes on.
    pub fn begin(&self, start: impl FnOnce() -> Arc<Run>) -> bool {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let free = run.as_ref().is_none_or(|(run, _)| run.is_over());
        if free {
            *run = Some((start(), self.changes.load(Ordering::Relaxed)));
        }
        free
    }

    /// Whether something was changed since the last run began, so that its packets are no longer what would be made.
    pub fn is_stale(&self) -> bool {
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.as_ref().is_some_and(|(_, changes)| *changes != self.changes.load(Ordering::Relaxed))
    }

    /// Something was changed that packets are made of.
    fn change(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// The last run.
    pub fn run(&self) -> Option<Arc<Run>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(run, _)| run.clone())
    }

    /// Ends what runs for it.
    pub fn stop(&self) {
        if let Some(run) = self.run() {
            run.stop();
        }
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows beyond which a roster is large.
pub const LARGE: usize = 5_000;

/// The most rows that the page takes; the same is told on the page. The command line takes any number.
pub const MOST: usize = 20_000;

/// How many rows a roster has.
pub fn rows(roster: &Roster) -> usize {
    roster.sheets.iter().map(|sheet| sheet.rows.len()).sum()
}

/// The folder of a desk below the private one.
pub fn folder(id: &str) -> String {
    format!("desks/{id}")
}

/// The file that was dropped, below the private folder.
pub fn file(id: &str) -> String {
    format!("{}/workbook", folder(id))
}

/// Writes choices into corrections.
///
/// # Errors
/// A fault when a field is none of ours.
pub fn choose(corrections: &mut Corrections, choices: &[Choice]) -> Answer<()> {
    for Choice { sheet, cell, field } in choices {
        let field = match field {
            Some(name) => Some(Field::from_name(name).ok_or_else(Fault::senseless)?),
            None => None,
        };
        corrections.headers.entry(sheet.clone()).or_default().insert(cell.clone(), field);
    }
    Ok(())
}

fn checked(
    read: &Arc<Roster>,
    corrections: Corrections,
    rivals: Vec<Rivals>,
    accepted: BTreeSet<(String, u32, String)>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Checked {
    let mut roster = Roster::clone(read);
    roster.correct(&corrections);
    let case = check::check(&roster, rules, today);
    let filings = plan::plan(&case, rules, today);
    Checked { today, read: read.clone(), roster, case, filings, corrections, rivals, accepted }
}

impl State {
    /// Checks anew.
    fn check(&mut self, rules: &RuleBook, today: NaiveDate) {
        let (corrections, rivals) = (self.corrections.clone(), self.rivals.clone());
        let accepted = self.accepted.clone();
        self.checked = Arc::new(checked(&self.read, corrections, rivals, accepted, rules, today));
    }
}

/// What a person typed into a cell.
pub fn retyped<'a>(corrections: &'a Corrections, sheet: &str, cell: &str) -> Option<&'a str> {
    corrections.cells.get(sheet)?.get(cell).map(String::as_str)
}

/// Whether a person typed something into a cell, or refused what would be filled in.
pub fn is_corrected(corrections: &Corrections, sheet: &str, cell: &str) -> bool {
    let refused = || corrections.refused.get(sheet).is_some_and(|cells| cells.contains(cell));
    retyped(corrections, sheet, cell).is_some() || refused()
}

/// The other cells of the column of a table that hold the same text in the file, or as little.
pub fn alike(read: &Roster, sheet: &str, cell: &str) -> Vec<String> {
    let Some((number, index)) = position(cell) else { return Vec::new() };
    let Some(sheet) = read.sheets.iter().find(|own| own.name == sheet) else { return Vec::new() };
    let Some(column) = sheet.columns.iter().find(|column| column.index == index) else { return Vec::new() };
    let text = |row: &Row| {
        row.cells
            .iter()
            .find(|cell| column.holds(cell))
            .map(|cell| check::typed(&cell.value))
            .unwrap_or_default()
    };
    let Some(own) = sheet.rows.iter().find(|row| row.number == number).map(text) else { return Vec::new() };
    let others = sheet.rows.iter().filter(|row| row.number != number && text(row) == own);
    others.map(|row| column.address(row.number)).collect()
}

fn take_back(corrections: &mut Corrections, sheet: &str, cell: &str) {
    corrections.cells.get_mut(sheet).map(|cells| cells.remove(cell));
    corrections.refused.get_mut(sheet).map(|cells| cells.remove(cell));
}

/// Whether a correction of this cell would be seen: a column of ours in a row of a record.
fn stands(read: &Roster, sheet: &str, cell: &str) -> bool {
    let Some(at) = position(cell) else { return false };
    let Some(sheet) = read.sheets.iter().find(|own| own.name == sheet) else { return false };
    sheet.rows.iter().any(|row| {
        let own = |column: &crate::roster::Column| position(&column.address(row.number)) == Some(at);
        sheet.columns.iter().any(own)
    })
}

/// What a cell holds in the file, as text.
pub fn as_read(read: &Roster, sheet: &str, cell: &str) -> String {
    let Some((row, column)) = position(cell) else { return String::new() };
    let sheet = read.sheets.iter().find(|own| own.name == sheet);
    let mut cells = sheet.into_iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    cells
        .find(|own| (own.row, own.column) == (row, column))
        .map(|own| check::typed(&own.value))
        .unwrap_or_default()
}

impl Checked {
    /// The key of a filled value.
    pub fn key(place: &Place, field: &str) -> (String, u32, String) {
        (place.sheet.clone().unwrap_or_default(), place.row.unwrap_or(0), field.to_owned())
    }
}
