//! [`Job`]s → packets in a folder: makers, writers, and one who listens.
//!
//! Makers keep the processors busy, writers wait for the disk (a synced file costs milliseconds of waiting
//! and no computing). The channel between them is bounded by the number of threads. A job that fails, by
//! the disk or by a mistake of ours, holds up no other; a disk that is full ends the run, since no later
//! packet would fare better.

use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::MANIFEST;
use super::job::Job;
use super::ledger::{self, Entry, Ledger};
use crate::finding::Finding;
use crate::language::Text;
use crate::output::{self, Folder, Journal, View};
use crate::packet::{self, Assembly, Columns, Contexts, Gap, ListedPacket, Office, Packet, Password, Recipe};

/// Threads that wait for the disk: while one packet is synced, others are written.
const WRITERS: usize = 4;

/// Packets of each maker that may wait for a writer: a disk that is slow for a moment stops no one. They are half a
/// megabyte each.
const WAITING: usize = 8;

/// The jobs of a run and what they are done with.
pub struct Batch<'a> {
    pub office: &'a Office<'a>,
    pub jobs: &'a [Job<'a>],
    /// What is there already.
    pub ledger: &'a Ledger,
    pub view: &'a View,
    /// The same folder, to write into; `None`: nothing is written.
    pub folder: Option<&'a Folder>,
    /// What the packets are sealed with; `None`: they are open to all.
    pub password: Option<&'a Password>,
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
    /// The packet as it lies in the folder, or would.
    pub entry: Option<Entry>,
    /// Whether the same packet lay there before.
    pub kept: bool,
    pub gaps: Vec<Gap>,
    /// Document and feature that its PDF does not show.
    pub unprinted: Vec<(String, Text)>,
    /// Names whose case someone should look at.
    pub doubts: Vec<Finding>,
    pub trouble: Option<Trouble>,
}

impl Outcome {
    fn of(job: usize) -> Outcome {
        Outcome {
            job,
            entry: None,
            kept: false,
            gaps: Vec::new(),
            unprinted: Vec::new(),
            doubts: Vec::new(),
            trouble: None,
        }
    }
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

/// A packet on its way from a maker to a writer.
struct Draft {
    job: usize,
    recipe: Recipe,
    assembly: Assembly,
}

/// What all threads of a run share.
struct Floor<'a> {
    batch: &'a Batch<'a>,
    columns: Columns,
    journal: Option<Journal>,
    /// The first job that nobody has begun.
    next: AtomicUsize,
    /// Whether the disk takes nothing any more.
    full: AtomicBool,
}

/// Does the jobs; tells of each as it happens; returns what came of those that were begun, in the order of
/// the jobs.
///
/// # Errors
/// When the folder cannot be written to at all.
pub fn run(batch: &Batch, tell: &mut dyn FnMut(Event)) -> Result<Vec<Outcome>, output::Error> {
    if let Some(folder) = batch.folder {
        folder.remove(MANIFEST)?;
    }
    let floor = Floor {
        batch,
        columns: Columns::of(batch.office.library),
        journal: batch.folder.map(ledger::journal).transpose()?,
        next: AtomicUsize::new(0),
        full: AtomicBool::new(false),
    };
    let (news, heard) = mpsc::channel();
    let (made, waiting) = mpsc::sync_channel(WAITING * batch.makers.get());
    let waiting = Mutex::new(waiting);
    let mut outcomes = Vec::with_capacity(batch.jobs.len());
    thread::scope(|scope| {
        for _ in 0..batch.makers.get().min(batch.jobs.len()) {
            let (made, news) = (made.clone(), news.clone());
            scope.spawn(|| floor.make(made, news));
        }
        for _ in 0..WRITERS {
            let news = news.clone();
            scope.spawn(|| floor.write(&waiting, news));
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
    Ok(outcomes)
}

impl Floor<'_> {
    /// Makes one packet after the other until there is no job left or the run is stopped.
    fn make(&self, made: SyncSender<Draft>, news: Sender<News>) {
        while !self.batch.stop.load(Ordering::Relaxed) && !self.full.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = self.batch.jobs.get(index) else { return };
            let _ = news.send(News::Begun(index));
            let begun = panic::catch_unwind(AssertUnwindSafe(|| self.begin(index, job)));
            let internal = Outcome { trouble: Some(Trouble::Internal), ..Outcome::of(index) };
            let sent = match begun.unwrap_or_else(|_| Err(Box::new(internal))) {
                Ok(draft) => made.send(draft).is_ok(),
                Err(outcome) => news.send(News::Ended(outcome)).is_ok(),
            };
            if !sent {
                return;
            }
        }
    }

    /// Makes a packet, unless there is nothing to make: then the job has its outcome.
    fn begin(&self, index: usize, job: &Job) -> Result<Draft, Box<Outcome>> {
        let Batch { office, ledger, view, password, .. } = *self.batch;
        let contexts = Contexts::of(office, &job.filings);
        let recipe = packet::recipe(&contexts, &self.columns);
        match ledger.latest(&job.path(office.case, password.is_some())) {
            Some(entry) if entry.stands_for(&recipe, view) && self.opens(entry) => {
                let entry = Some(entry.clone());
                Err(Box::new(Outcome { entry, kept: true, ..Outcome::of(index) }))
            }
            _ => {
                let mut assembly = packet::assemble(&contexts, job.owner.number());
                if let (Some(packet), Some(password)) = (&mut assembly.packet, password) {
                    packet.seal(job.owner.number(), password);
                }
                Ok(Draft { job: index, recipe, assembly })
            }
        }
    }

    /// Whether the packet that lies there opens with the password of this run: no trace of a password is kept
    /// that could tell it.
    fn opens(&self, entry: &Entry) -> bool {
        let Batch { view, password, .. } = *self.batch;
        let unsealed = |password| packet::unseal(&view.read(&entry.packet.path)?, password);
        password.is_none_or(|password| unsealed(password).is_some())
    }

    /// Writes one packet after the other until all makers have gone.
    fn write(&self, waiting: &Mutex<Receiver<Draft>>, news: Sender<News>) {
        loop {
            let taken = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(draft) = taken else { return };
            let outcome = self.finish(draft);
            if outcome.trouble.as_ref().is_some_and(Trouble::is_lasting) {
                self.full.store(true, Ordering::Relaxed);
            }
            let _ = news.send(News::Ended(Box::new(outcome)));
        }
    }

    /// Writes a packet, where there is one, and notes it.
    fn finish(&self, draft: Draft) -> Outcome {
        let Draft { job, recipe, assembly: Assembly { packet, gaps, unprinted, doubts, refused } } = draft;
        let trouble = refused.then_some(Trouble::Refused);
        let outcome = Outcome { gaps, unprinted, doubts, trouble, ..Outcome::of(job) };
        let Some(Packet { name, bytes, filings, documents }) = packet else { return outcome };
        let path = format!("packets/{name}");
        let sha256 = packet::sha256(&bytes);
        let kept = self
            .batch
            .ledger
            .latest(&path)
            .is_some_and(|old| old.packet.sha256 == sha256 && old.is_there(self.batch.view));
        if let Some(folder) = self.batch.folder
            && !kept
            && let Err(error) = folder.place(&path, &bytes)
        {
            return Outcome { trouble: Some(error.into()), ..outcome };
        }
        let entry = Entry {
            packet: ListedPacket { path, filings, documents, bytes: bytes.len(), sha256 },
            subject: self.batch.jobs[job].subject(self.batch.office.case),
            recipe,
            gaps: outcome.gaps.len(),
            remarks: outcome.doubts.len() + outcome.unprinted.len(),
        };
        if let Some(journal) = &self.journal {
            ledger::note(journal, &entry);
        }
        Outcome { entry: Some(entry), kept, ..outcome }
    }
}
