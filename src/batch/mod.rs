//! Filings → jobs → packets on disk: the work of a run, on all cores.
//!
//! A [`Job`] is one packet to be made. Makers fill, print and zip, writers put whole files into the folder
//! and wait for the disk, and between them stand no more packets than there are threads: memory does not
//! grow with the roster. Invariant: one thread or many, the packets and the order of what is told of them
//! are the same. Deliberately absent: the terminal, the report, and what is in a packet.

mod job;
mod work;

pub use job::{Choice, Job, Owner, jobs};
pub use work::{Batch, Event, Outcome, Trouble, run};
