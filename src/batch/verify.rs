//! A folder of packets → whether every file in it is the one that the run's manifest lists.
//!
//! Only the hash is a proof: that a file is there, is long enough or opens says nothing.

use std::collections::BTreeSet;

use super::MANIFEST;
use super::ledger::Ledger;
use crate::output::View;
use crate::packet::{self, Discrepancy, Paper, Run};

/// What a folder was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// How many files are as they were made, and which are not.
    Checked { good: usize, wrong: Vec<Problem> },
    /// A run was cut short here; so many packets of it are whole.
    Unfinished { whole: usize },
    /// No run wrote here.
    Foreign,
}

/// A file that is not as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    pub discrepancy: Discrepancy,
}

/// Compares what lies in a run's folder with its manifest.
pub fn verify(view: &View) -> Verdict {
    let Some(Run { packets, papers }) = view.read(MANIFEST).and_then(|bytes| Run::read(&bytes)) else {
        let ledger = Ledger::read(view);
        let whole = ledger.all().filter(|entry| entry.is_there(view)).count();
        let there = ledger.before().is_some() || ledger.is_unfinished();
        return if there { Verdict::Unfinished { whole } } else { Verdict::Foreign };
    };
    let packets =
        packets.into_iter().map(|one| Paper { path: one.path, bytes: one.bytes, sha256: one.sha256 });
    let listed: Vec<Paper> = packets.chain(papers).collect();
    let known: BTreeSet<&str> = listed.iter().map(|paper| paper.path.as_str()).collect();
    let mut wrong: Vec<Problem> = listed.iter().flat_map(|paper| problems(view, paper)).collect();
    let good = listed.len() - wrong.iter().map(|one| &one.path).collect::<BTreeSet<_>>().len();
    let strange = view.files("packets").into_iter().filter(|path| !known.contains(path.as_str()));
    wrong.extend(strange.map(|path| Problem { discrepancy: Discrepancy::Unlisted(path.clone()), path }));
    Verdict::Checked { good, wrong }
}

/// What is wrong with a file; of a packet that was changed also which of its own files are.
fn problems(view: &View, paper: &Paper) -> Vec<Problem> {
    let path = paper.path.clone();
    let Some(bytes) = view.read(&path) else {
        return vec![Problem { discrepancy: Discrepancy::Missing(path.clone()), path }];
    };
    if packet::sha256(&bytes) == paper.sha256 {
        return Vec::new();
    }
    let open = path.ends_with(".zip") && !path.ends_with(packet::SEALED);
    let inside = if open { packet::verify(&bytes).1 } else { Vec::new() };
    let changed = Discrepancy::Changed(path.clone());
    let all = std::iter::once(changed).chain(inside);
    all.map(|discrepancy| Problem { path: path.clone(), discrepancy }).collect()
}
