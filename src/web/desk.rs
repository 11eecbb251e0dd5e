//! One workbook on the page: what was read of it, what the officer put right, and what follows.
//!
//! Invariant: the file that was dropped is never changed. Corrections are laid over what was read, and
//! everything is checked anew after each. They can be taken back one by one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fault::{Answer, Fault};
use super::run::Run;
use crate::check::{self, Case};
use crate::finding::Place;
use crate::plan::{self, Filing};
use crate::roster::{Corrections, Field, Roster, position};
use crate::rules::RuleBook;

/// The longest text that a cell may hold (Excel's limit).
const CELL: usize = 32_767;

/// A workbook that was dropped.
pub struct Desk {
    pub id: String,
    /// The file's name, as the officer knows it.
    pub name: String,
    state: Mutex<State>,
    run: Mutex<Option<Arc<Run>>>,
}

struct State {
    /// As read, without corrections.
    read: Arc<Roster>,
    corrections: Corrections,
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
    pub accepted: BTreeSet<(String, u32, String)>,
}

/// What an officer does to a cell.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The cell holds this now.
    Type { sheet: String, cell: String, value: String },
    /// The cell holds again what the file says.
    Restore { sheet: String, cell: String },
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
    pub fn new(
        id: String,
        read: Roster,
        corrections: Corrections,
        rules: &RuleBook,
        today: NaiveDate,
    ) -> Desk {
        let name = read.name.clone();
        let read = Arc::new(read);
        let checked = Arc::new(checked(&read, corrections.clone(), BTreeSet::new(), rules, today));
        let state = State { read, corrections, accepted: BTreeSet::new(), checked };
        Desk { id, name, state: Mutex::new(state), run: Mutex::default() }
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
        let mut state = self.locked();
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
            Act::Restore { sheet, cell } => take_back(&mut state.corrections, &sheet, &cell),
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
        let (corrections, accepted) = (state.corrections.clone(), state.accepted.clone());
        state.checked = Arc::new(checked(&state.read, corrections, accepted, rules, today));
        Ok(())
    }

    /// The corrections with these choices about headers; the file is then to be read anew.
    ///
    /// # Errors
    /// A fault when a field is none of ours.
    pub fn chosen(&self, choices: Vec<Choice>) -> Answer<Corrections> {
        let mut corrections = self.locked().corrections.clone();
        choose(&mut corrections, choices)?;
        Ok(corrections)
    }

    /// Takes what was read anew.
    pub fn renew(&self, read: Roster, corrections: Corrections, rules: &RuleBook, today: NaiveDate) {
        let mut state = self.locked();
        state.read = Arc::new(read);
        state.corrections = corrections.clone();
        let accepted = state.accepted.clone();
        state.checked = Arc::new(checked(&state.read, corrections, accepted, rules, today));
    }

    /// Begins a run, unless one goes on.
    pub fn begin(&self, start: impl FnOnce() -> Arc<Run>) -> bool {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let free = run.as_ref().is_none_or(|run| run.is_over());
        if free {
            *run = Some(start());
        }
        free
    }

    /// The last run.
    pub fn run(&self) -> Option<Arc<Run>> {
        self.run.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
pub fn choose(corrections: &mut Corrections, choices: Vec<Choice>) -> Answer<()> {
    for Choice { sheet, cell, field } in choices {
        let field = match field {
            Some(name) => Some(Field::from_name(&name).ok_or_else(Fault::senseless)?),
            None => None,
        };
        corrections.headers.entry(sheet).or_default().insert(cell, field);
    }
    Ok(())
}

fn checked(
    read: &Arc<Roster>,
    corrections: Corrections,
    accepted: BTreeSet<(String, u32, String)>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Checked {
    let mut roster = Roster::clone(read);
    roster.correct(&corrections);
    let case = check::check(&roster, rules, today);
    let filings = plan::plan(&case, rules, today);
    Checked { today, read: read.clone(), roster, case, filings, corrections, accepted }
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
