//! Filings → jobs → packets on disk: the work of a run, on all cores.
//!
//! A [`Job`] is one packet to be made. Makers fill, print and zip, writers put whole files into the folder
//! and wait for the disk, and between them stand no more packets than there are threads: memory does not
//! grow with the roster. What an earlier run made from the same [`Recipe`](crate::packet::Recipe) is kept
//! ([`Ledger`]). Invariant: one thread or many, at once or in pieces, the folder comes out the same.
//! Deliberately absent: the terminal, the report, and what is in a packet.

mod job;
mod ledger;
mod work;
mod close;
mod verify;

pub use close::{Change, Closed, What, changes, close, seal};
pub use job::{Choice, Job, Owner, Shard, jobs};
pub use ledger::{Entry, Ledger};
pub use verify::{Problem, Verdict, verify};
pub use work::{Batch, Event, Outcome, Trouble, run};

/// The run's manifest: absent while a run is at work, and the last file that it hands over.
const MANIFEST: &str = "manifest.json";
