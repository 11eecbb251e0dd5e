//! What the page keeps while it runs: the desks, the tickets for downloads, the places for heavy work.
//!
//! Everything lies in memory and in one private folder, and is gone with the process. A desk is one workbook
//! that was dropped. Nothing of a person is in a log, because there is none.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::desk::Desk;
use super::fault::{Answer, Fault};
use crate::output::Workspace;
use crate::rules::RuleBook;

/// Workbooks that are kept at once; then the one that was left alone longest goes.
const DESKS: usize = 64;
/// How long a desk is kept that nobody touches.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How long a link to a download works.
const TICKET: Duration = Duration::from_secs(15 * 60);
/// Heavy work at once, and what may wait for it.
const PLACES: usize = 2;
const QUEUE: usize = 128;

/// A random name that nobody can guess: 128 bits as hexadecimal digits.
pub fn secret() -> String {
    let mut number = [0; 16];
    getrandom::fill(&mut number).expect("the system has random numbers");
    format!("{:032x}", u128::from_be_bytes(number))
}

/// A file that may be fetched by who knows the ticket.
#[derive(Clone, Debug)]
pub struct Download {
    /// Below the private folder.
    pub path: String,
    /// The name under which it is saved.
    pub name: String,
    pub kind: &'static str,
    /// Shown in the page instead of saved.
    pub shown: bool,
    /// The desk with which it goes.
    desk: Option<String>,
    until: Instant,
}

/// The state of the page.
pub struct Page {
    pub token: String,
    /// Names of the host, with the port.
    pub hosts: Vec<String>,
    pub rules: RuleBook,
    pub clock: Clock,
    pub workspace: Workspace,
    desks: Mutex<BTreeMap<String, (Arc<Desk>, Instant)>>,
    tickets: Mutex<BTreeMap<String, Download>>,
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// Tells the day.
pub type Clock = Box<dyn Fn() -> NaiveDate + Send + Sync>;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Page {
    /// The page at a port of this machine.
    pub fn new(port: u16, workspace: Workspace, rules: RuleBook, clock: Clock) -> Page {
        Page {
            token: secret(),
            hosts: ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}")).to_vec(),
            rules,
            clock,
            workspace,
            desks: Mutex::default(),
            tickets: Mutex::default(),
            places: Arc::new(Semaphore::new(PLACES)),
            queue: Arc::new(Semaphore::new(QUEUE)),
        }
    }

    /// A place for heavy work, when one is free.
    ///
    /// # Errors
    /// A fault when too many wait already.
    pub async fn place(&self) -> Answer<[OwnedSemaphorePermit; 2]> {
        let waits = self.queue.clone().try_acquire_owned().map_err(|_| Fault::busy())?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| Fault::busy())?;
        Ok([waits, place])
    }

    /// The folder of the office's own templates, if there are any.
    pub fn own_templates(&self) -> Option<PathBuf> {
        Some(self.path("templates")).filter(|folder| folder.is_dir())
    }

    /// The office's own template of this name, if there is one.
    pub fn own_template(&self, name: &str) -> Option<PathBuf> {
        let known = crate::template::BUILT_IN.iter().any(|(built_in, _)| *built_in == name);
        Some(self.path("templates").join(name)).filter(|path| known && path.is_file())
    }

    /// The full path of a file in the private folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.workspace.path().join(relative)
    }

    /// Keeps a desk; desks that are too many or too old go.
    pub fn keep(&self, desk: Arc<Desk>) {
        let mut desks = locked(&self.desks);
        desks.insert(desk.id.clone(), (desk, Instant::now()));
        let mut gone: Vec<String> = desks
            .iter()
            .filter(|(_, (_, touched))| touched.elapsed() > KEPT)
            .map(|(id, _)| id.clone())
            .collect();
        while desks.len() - gone.len() > DESKS {
            let left = desks.iter().filter(|(id, _)| !gone.contains(id));
            let oldest = left.min_by_key(|(_, (_, touched))| *touched).map(|(id, _)| id.clone());
            gone.extend(oldest);
        }
        let gone: Vec<_> = gone.iter().filter_map(|id| desks.remove(id)).collect();
        drop(desks);
        gone.iter().for_each(|(desk, _)| self.clear(desk));
    }

    /// The desk with this id.
    ///
    /// # Errors
    /// A fault when there is none, or no more.
    pub fn desk(&self, id: &str) -> Answer<Arc<Desk>> {
        let mut desks = locked(&self.desks);
        let (desk, touched) = desks.get_mut(id).ok_or_else(Fault::gone)?;
        *touched = Instant::now();
        Ok(desk.clone())
    }

    /// All desks, the last touched first.
    pub fn desks(&self) -> Vec<Arc<Desk>> {
        let desks = locked(&self.desks);
        let mut all: Vec<_> = desks.values().collect();
        all.sort_by_key(|(_, touched)| std::cmp::Reverse(*touched));
        all.into_iter().map(|(desk, _)| desk.clone()).collect()
    }

    /// Deletes a desk with all its files.
    pub fn remove(&self, id: &str) -> Answer<()> {
        let (desk, _) = locked(&self.desks).remove(id).ok_or_else(Fault::gone)?;
        self.clear(&desk);
        Ok(())
    }

    fn clear(&self, desk: &Desk) {
        desk.stop();
        locked(&self.tickets).retain(|_, download| download.desk.as_deref() != Some(&desk.id));
        self.workspace.remove(&desk.folder());
    }

    /// A link under which a file can be fetched for a while.
    pub fn ticket(
        &self,
        desk: Option<&str>,
        path: String,
        name: String,
        kind: &'static str,
        shown: bool,
    ) -> String {
        let ticket = secret();
        let mut tickets = locked(&self.tickets);
        tickets.retain(|_, download| download.until > Instant::now());
        let until = Instant::now() + TICKET;
        let desk = desk.map(str::to_owned);
        tickets.insert(ticket.clone(), Download { path, name, kind, shown, desk, until });
        format!("/files/{ticket}")
    }

    /// The file of a ticket.
    ///
    /// # Errors
    /// A fault when there is none, or no more.
    pub fn download(&self, ticket: &str) -> Answer<Download> {
        let tickets = locked(&self.tickets);
        tickets
            .get(ticket)
            .filter(|download| download.until > Instant::now())
            .cloned()
            .ok_or_else(Fault::gone)
    }
}
