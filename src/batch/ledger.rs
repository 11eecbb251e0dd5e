//! What earlier runs made, from which recipe: so that a packet is made once.
//!
//! Two files in the output folder. The *ledger* is that of the last run that came to its end, written whole;
//! the *journal* gets a line for each packet as it is finished and is removed when the run is complete, so
//! that after a crash or Ctrl-C the same command goes on. Invariant: neither is a proof. A packet is kept
//! only where the bytes on the disk have the hash that was noted; a line that a crash tore is no line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::output::{Error, Folder, Journal, View};
use crate::packet::{self, ListedPacket, Recipe};

const LEDGER: &str = ".otinish.ledger";
const JOURNAL: &str = ".otinish.journal";

/// A packet that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    #[serde(flatten)]
    pub packet: ListedPacket,
    /// The person as typed, or the region.
    pub subject: String,
    pub recipe: Recipe,
    /// How many letters could not be made.
    pub gaps: usize,
    /// How much of what was made someone should look at: doubtful names, features that are not printed.
    pub remarks: usize,
}

/// What is known of the packets in a folder.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// As of the last run that came to its end, by path; `None` where there was none.
    completed: Option<BTreeMap<String, Entry>>,
    /// Finished since.
    since: BTreeMap<String, Entry>,
}

impl Ledger {
    /// Reads what is known; nothing where there was no run.
    pub fn read(view: &View) -> Ledger {
        let since = view.read(JOURNAL).map(|lines| entries(&lines)).unwrap_or_default();
        Ledger { completed: view.read(LEDGER).map(|lines| entries(&lines)), since }
    }

    /// The packet as it was last made.
    pub fn latest(&self, path: &str) -> Option<&Entry> {
        self.since.get(path).or_else(|| self.completed.as_ref()?.get(path))
    }

    /// The packets as the last complete run left them, by path: what a report compares with.
    pub fn before(&self) -> Option<&BTreeMap<String, Entry>> {
        self.completed.as_ref()
    }

    /// Every packet as it was last made, by path.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        let completed = self.completed.iter().flatten();
        let all: BTreeMap<_, _> = completed.chain(&self.since).collect();
        all.into_values()
    }

    /// Whether a run was cut short here.
    pub fn is_unfinished(&self) -> bool {
        !self.since.is_empty()
    }

    /// Whether the packet has all its letters and lies there as it was made.
    pub fn is_whole(&self, path: &str, view: &View) -> bool {
        self.latest(path).is_some_and(|entry| entry.gaps == 0 && entry.is_there(view))
    }
}

impl Entry {
    /// Whether the packet lies there as it was made.
    pub fn is_there(&self, view: &View) -> bool {
        let same = |bytes: Vec<u8>| packet::sha256(&bytes) == self.packet.sha256;
        view.read(&self.packet.path).is_some_and(same)
    }

    /// Whether the packet can be kept: it is what this recipe would give, and nothing is to be said of it.
    /// What a packet lacks and what is doubtful in it, and in which cell, is looked for anew in each run.
    pub(super) fn stands_for(&self, recipe: &Recipe, view: &View) -> bool {
        self.recipe.key == recipe.key && self.gaps + self.remarks == 0 && self.is_there(view)
    }
}

/// The journal of a run, to which finished packets are added.
pub(super) fn journal(folder: &Folder) -> Result<Journal, Error> {
    folder.journal(JOURNAL)
}

/// Notes a finished packet. A line that cannot be written costs time after a crash and nothing else.
pub(super) fn note(journal: &Journal, entry: &Entry) {
    let _ = journal.add(&line(entry));
}

/// Ends a run: these packets, in the order of their paths, are what there is. The journal goes first: where
/// only that was done, the next run makes again what the old ledger does not vouch for.
pub(super) fn complete(folder: &Folder, entries: &[Entry]) -> Result<(), Error> {
    let lines: String = entries.iter().map(|entry| line(entry) + "\n").collect();
    folder.remove(JOURNAL)?;
    folder.write(LEDGER, lines.as_bytes())
}

fn line(entry: &Entry) -> String {
    serde_json::to_string(entry).expect("text and numbers make JSON")
}

fn entries(lines: &[u8]) -> BTreeMap<String, Entry> {
    let whole = lines.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    whole.map(|entry: Entry| (entry.packet.path.clone(), entry)).collect()
}
