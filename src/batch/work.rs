//! [`Job`]s → packets in a folder: makers, writers, and one who listens.
//!
//! Makers keep the processors busy, writers wait for the disk (a synced file costs milliseconds of waiting
//! and no computing). Both channels between them are bounded by the number of threads. A job that fails, by
//! the disk or by a mistake of ours, holds up no other; a disk that is full ends the run, since no later
//! packet would fare better.

use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::job::Job;
use crate::finding::Finding;
use crate::output::{self, Folder};
use crate::packet::{self, Assembly, Gap, ListedPacket, Office, Packet};

/// Threads that wait for the disk: while one packet is synced, others are written.
const WRITERS: usize = 4;

/// The jobs of a run and what they are done with.
pub struct Batch<'a> {
    pub office: &'a Office<'a>,
    pub jobs: &'a [Job<'a>],
    /// `None`: nothing is written.
    pub folder: Option<&'a Folder>,
    /// How many packets are made at once.
    pub makers: NonZeroUsize,
    /// Set from outside: packets that are begun are finished, no other is begun.
    pub stop: &'a AtomicBool,
}

/// What happens during a run, as it happens.
#[derive(Debug)]
pub enum Event<'a> {
    Begun(&'a Job<'a>),
    Ended(&'a Outcome),
}

/// What came of a job.
#[derive(Debug)]
pub struct Outcome {
    /// Index of the job.
    pub job: usize,
    /// As it lies in the folder, or would.
    pub packet: Option<ListedPacket>,
    pub gaps: Vec<Gap>,
    /// Document and feature that its PDF does not show.
    pub unprinted: Vec<(String, String)>,
    /// Words that a person should look at before the letter is signed.
    pub doubts: Vec<Finding>,
    pub trouble: Option<Trouble>,
}

/// Why a packet that could have been made was not.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It could not be written.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// A finished document did not pass the gate; the gaps say which, and why.
    #[error("a finished document did not pass the check")]
    Refused,
    /// A mistake of ours: the making of this packet panicked.
    #[error("the packet could not be made: internal error")]
    Internal,
}

impl Trouble {
    /// Whether the next packet would meet the same: no space, no right to write, nobody there to take it.
    fn is_lasting(&self) -> bool {
        matches!(self, Trouble::Output(output::Error::Io { source, .. }) if matches!(
            source.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
        ))
    }
}

/// What the threads tell.
enum News {
    Begun(usize),
    Ended(Box<Outcome>),
}

/// Does the jobs; tells of each as it happens; returns what came of those that were begun, in the order of
/// the jobs.
pub fn run(batch: &Batch, tell: &mut dyn FnMut(Event)) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let full = AtomicBool::new(false);
    let (news, heard) = mpsc::channel();
    let (made, waiting) = mpsc::sync_channel(batch.makers.get());
    let waiting = Mutex::new(waiting);
    let mut outcomes = Vec::with_capacity(batch.jobs.len());
    thread::scope(|scope| {
        for _ in 0..batch.makers.get().min(batch.jobs.len()) {
            let (made, news) = (made.clone(), news.clone());
            scope.spawn(|| make(batch, &next, &full, made, news));
        }
        for _ in 0..WRITERS {
            let news = news.clone();
            scope.spawn(|| write(batch, &full, &waiting, news));
        }
        // The threads have their own ends of both channels; these would keep them open.
        drop((made, news));
        for one in heard {
            match one {
                News::Begun(job) => tell(Event::Begun(&batch.jobs[job])),
                News::Ended(outcome) => {
                    tell(Event::Ended(&outcome));
                    outcomes.push(*outcome);
                }
            }
        }
    });
    outcomes.sort_by_key(|outcome| outcome.job);
    outcomes
}

/// Makes one packet after the other until there is no job left or the run is stopped.
fn make(
    batch: &Batch,
    next: &AtomicUsize,
    full: &AtomicBool,
    made: SyncSender<(usize, Option<Assembly>)>,
    news: Sender<News>,
) {
    while !batch.stop.load(Ordering::Relaxed) && !full.load(Ordering::Relaxed) {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(job) = batch.jobs.get(index) else { return };
        let _ = news.send(News::Begun(index));
        let assemble = || packet::assemble(batch.office, job.owner.number(), &job.filings);
        let assembly = panic::catch_unwind(AssertUnwindSafe(assemble)).ok();
        if made.send((index, assembly)).is_err() {
            return;
        }
    }
}

/// Writes one packet after the other until all makers have gone.
fn write(
    batch: &Batch,
    full: &AtomicBool,
    waiting: &Mutex<Receiver<(usize, Option<Assembly>)>>,
    news: Sender<News>,
) {
    loop {
        let taken = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, assembly)) = taken else { return };
        let outcome = finish(batch.folder, job, assembly);
        if outcome.trouble.as_ref().is_some_and(Trouble::is_lasting) {
            full.store(true, Ordering::Relaxed);
        }
        let _ = news.send(News::Ended(Box::new(outcome)));
    }
}

/// Writes the packet of a job, where there is one.
fn finish(folder: Option<&Folder>, job: usize, assembly: Option<Assembly>) -> Outcome {
    let trouble = match &assembly {
        None => Some(Trouble::Internal),
        Some(assembly) => assembly.refused.then_some(Trouble::Refused),
    };
    let Assembly { packet, gaps, unprinted, doubts, .. } = assembly.unwrap_or_default();
    let outcome = Outcome { job, packet: None, gaps, unprinted, doubts, trouble };
    let Some(Packet { name, bytes, filings, documents }) = packet else { return outcome };
    let path = format!("packets/{name}");
    if let Some(Err(error)) = folder.map(|folder| folder.write(&path, &bytes)) {
        return Outcome { trouble: Some(error.into()), ..outcome };
    }
    let sha256 = packet::sha256(&bytes);
    let packet = ListedPacket { path, filings, documents, bytes: bytes.len(), sha256 };
    Outcome { packet: Some(packet), ..outcome }
}
