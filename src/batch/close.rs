//! Outcomes and what was there before → the folder in order, and what changed since the last run.
//!
//! Invariant: the same packets come out whether they were made in this run or kept. A packet that nobody
//! needs any more is moved aside, never removed.

use std::collections::{BTreeMap, BTreeSet};

use super::MANIFEST;
use super::ledger::{self, Entry, Ledger};
use super::work::Outcome;
use crate::output::{Error, Folder};
use crate::packet::ListedPacket;

/// Where packets go that are not needed any more.
const ASIDE: &str = "earlier";

/// A packet that is not as the last complete run left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The person as typed, or the region.
    pub subject: String,
    pub path: String,
    pub what: What,
}

/// What happened to a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    New,
    /// It was made anew, since these parts of its recipe are others.
    Changed(BTreeSet<String>),
    /// The person is there under another number; this is the packet's old path.
    Renumbered(String),
    /// Nothing is to be filed any more, or the person left the roster.
    Gone,
}

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Closed {
    /// What lies in the folder, in the order of the paths.
    entries: Vec<Entry>,
    /// Paths of the packets that were moved aside.
    pub aside: Vec<String>,
}

/// What is otherwise than after the last complete run; nothing after the first. `everything`: the run was
/// over the whole roster, so that what it has not is gone.
pub fn changes(ledger: &Ledger, outcomes: &[Outcome], everything: bool) -> Vec<Change> {
    let Some(before) = ledger.before() else { return Vec::new() };
    let made: BTreeMap<&str, &Entry> = outcomes
        .iter()
        .filter_map(|outcome| outcome.entry.as_ref())
        .map(|entry| (&*entry.packet.path, entry))
        .collect();
    let mut gone: Vec<&Entry> = match everything {
        true => before.values().filter(|old| !made.contains_key(&*old.packet.path)).collect(),
        false => Vec::new(),
    };
    let mut changes = Vec::new();
    for (path, entry) in made {
        let what = match before.get(path) {
            Some(old) if old.packet.sha256 == entry.packet.sha256 => continue,
            Some(old) => {
                What::Changed(old.recipe.differences(&entry.recipe).into_iter().map(str::to_owned).collect())
            }
            None => match gone.iter().position(|old| old.subject == entry.subject) {
                Some(index) => What::Renumbered(gone.remove(index).packet.path.clone()),
                None => What::New,
            },
        };
        changes.push(Change { subject: entry.subject.clone(), path: path.to_owned(), what });
    }
    changes.extend(gone.into_iter().map(|old| Change {
        subject: old.subject.clone(),
        path: old.packet.path.clone(),
        what: What::Gone,
    }));
    changes
}

/// Brings the folder in order after a run. `complete`: no job failed or was left; `everything`: it was over
/// the whole roster, so that a packet which is not among the outcomes is moved aside.
pub fn close(
    folder: &Folder,
    ledger: &Ledger,
    outcomes: &[Outcome],
    complete: bool,
    everything: bool,
) -> Result<Closed, Error> {
    let mut entries: Vec<Entry> = outcomes.iter().filter_map(|outcome| outcome.entry.clone()).collect();
    let known: BTreeSet<String> = entries.iter().map(|entry| entry.packet.path.clone()).collect();
    let others: Vec<&Entry> = ledger
        .all()
        .filter(|entry| !known.contains(&entry.packet.path) && entry.is_there(folder.view()))
        .collect();
    let mut closed = Closed::default();
    match complete && everything {
        true => {
            for entry in others {
                folder.set_aside(&entry.packet.path, ASIDE)?;
                closed.aside.push(entry.packet.path.clone());
            }
        }
        false => entries.extend(others.into_iter().cloned()),
    }
    entries.sort_by(|a, b| a.packet.path.cmp(&b.packet.path));
    if let Some(first) = entries.first() {
        folder.settle(&first.packet.path)?;
    }
    closed.entries = entries;
    Ok(closed)
}

impl Closed {
    /// What lies in the folder, in the order of the paths.
    pub fn packets(&self) -> Vec<ListedPacket> {
        self.entries.iter().map(|entry| entry.packet.clone()).collect()
    }
}

/// The end of a run: its manifest, and after it the ledger. A run that is cut short before has the last
/// complete one to compare with when it goes on, so that it says the same.
pub fn seal(folder: &Folder, closed: &Closed, manifest: &[u8], complete: bool) -> Result<(), Error> {
    folder.write(MANIFEST, manifest)?;
    if complete { ledger::complete(folder, &closed.entries) } else { Ok(()) }
}
