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

use super::desk::{self, Desk};
use super::fault::{Answer, Fault};
use super::order::{Order, Wanted};
use crate::language::Language;
use crate::output::{self, Workspace};
use crate::rules::RuleBook;

/// Workbooks that are kept at once; then the one that was left alone longest goes.
const DESKS: usize = 64;
/// Rows of all of them; the last one stays, however many it has.
const ROWS: usize = 60_000;
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

impl Download {
    /// Whether the file was made for this ticket alone.
    fn is_made_for_it(&self) -> bool {
        let folder = self.path.rsplit('/').nth(1);
        folder.is_some_and(|folder| ["files", "shown", "starter"].contains(&folder))
    }
}

/// A file or folder of the private one that goes unless it is kept, also when whoever sent it has gone meanwhile.
pub struct Passing {
    page: Arc<Page>,
    path: Option<String>,
}

impl Passing {
    /// It stays.
    pub fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            self.page.workspace.remove(path);
        }
    }
}

/// The state of the page.
pub struct Page {
    pub token: String,
    /// Names of the host, with the port.
    pub hosts: Vec<String>,
    pub rules: RuleBook,
    pub clock: Clock,
    pub workspace: Workspace,
    /// The office's own folder of templates, if it named one.
    templates: Option<PathBuf>,
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
            templates: None,
            desks: Mutex::default(),
            tickets: Mutex::default(),
            places: Arc::new(Semaphore::new(PLACES)),
            queue: Arc::new(Semaphore::new(QUEUE)),
        }
    }

    /// The same page, with the office's own folder of templates.
    pub fn with_templates(self, templates: Option<PathBuf>) -> Page {
        Page { templates, ..self }
    }

    /// What is asked of a confined process about a desk as it stands.
    pub fn order(&self, desk: &Desk, language: Language, wanted: Wanted) -> Order {
        let checked = desk.checked();
        Order {
            file: self.path(&desk::file(&desk.id)),
            name: desk.name.clone(),
            today: checked.today,
            rules: self.rules.overlay().map(str::to_owned),
            language,
            corrections: checked.corrections.clone(),
            wanted,
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

    /// Where the office's own templates lie: in its folder, or else in the private one.
    fn templates(&self) -> PathBuf {
        self.templates.clone().unwrap_or_else(|| self.path("templates"))
    }

    /// The folder of the office's own templates, if there are any.
    pub fn own_templates(&self) -> Option<PathBuf> {
        Some(self.templates()).filter(|folder| folder.is_dir())
    }

    /// The office's own template of this name, if there is one.
    pub fn own_template(&self, name: &str) -> Option<PathBuf> {
        let known = crate::template::BUILT_IN.iter().any(|(built_in, _)| *built_in == name);
        Some(self.templates().join(name)).filter(|path| known && path.is_file())
    }

    /// Whether own templates outlive the page.
    pub fn keeps_templates(&self) -> bool {
        self.templates.is_some()
    }

    /// Puts an own template in the place of the built-in one, or of an earlier own one.
    ///
    /// # Errors
    /// [`output::Error`]; what was there is then as it was, or in the folder `earlier`.
    pub fn keep_template(&self, name: &str, bytes: &[u8]) -> Result<(), output::Error> {
        if self.templates.is_none() {
            return self.workspace.write(&format!("templates/{name}"), bytes);
        }
        self.set_template_aside(name)?;
        output::write_file(&self.templates().join(name), bytes)
    }

    /// Takes an own template away. One of the office's folder is not lost: it lies in `earlier` there.
    ///
    /// # Errors
    /// [`output::Error`].
    pub fn set_template_aside(&self, name: &str) -> Result<(), output::Error> {
        match (self.own_template(name), &self.templates) {
            (Some(own), Some(folder)) => output::put_away(&own, &folder.join("earlier")).map(drop),
            _ => {
                self.workspace.remove(&format!("templates/{name}"));
                Ok(())
            }
        }
    }

    /// What is to go unless it is kept.
    pub fn passing(self: &Arc<Page>, path: String) -> Passing {
        Passing { page: self.clone(), path: Some(path) }
    }

    /// The full path of a file in the private folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.workspace.path().join(relative)
    }

    /// Keeps a desk; of desks that are too many, those left alone longest go.
    pub fn keep(&self, desk: Arc<Desk>) {
        let mut gone = Vec::new();
        let mut desks = locked(&self.desks);
        desks.insert(desk.id.clone(), (desk, Instant::now()));
        let too_many = |desks: &BTreeMap<String, (Arc<Desk>, Instant)>| {
            let rows: usize = desks.values().map(|(desk, _)| desk::rows(&desk.checked().read)).sum();
            desks.len() > DESKS || (desks.len() > 1 && rows > ROWS)
        };
        while too_many(&desks) {
            let oldest = desks.iter().min_by_key(|(_, (_, touched))| *touched).map(|(id, _)| id.clone());
            gone.extend(oldest.and_then(|id| desks.remove(&id)));
        }
        drop(desks);
        gone.iter().for_each(|(desk, _)| self.clear(desk));
    }

    /// Deletes what was left alone for too long: desks, and files whose links no longer work. It is called now and
    /// then, with the moment that counts as now.
    pub fn sweep(&self, now: Instant) {
        let mut old = Vec::new();
        locked(&self.desks).retain(|_, (desk, touched)| {
            let kept = now.saturating_duration_since(*touched) <= KEPT;
            if !kept {
                old.push(desk.clone());
            }
            kept
        });
        old.iter().for_each(|desk| self.clear(desk));
        locked(&self.tickets).retain(|_, download| {
            let works = download.until > now;
            if !works && download.is_made_for_it() {
                self.workspace.remove(&download.path);
            }
            works
        });
    }

    /// Writes a file that goes with a desk.
    ///
    /// # Errors
    /// A fault when there is no room, or when the desk was deleted meanwhile: then the file is gone, too.
    pub fn write(&self, desk: &Desk, path: &str, bytes: &[u8]) -> Answer<()> {
        self.workspace.write(path, bytes)?;
        self.still_has(desk)
    }

    /// That a desk was not deleted meanwhile; if it was, nothing of it stays.
    ///
    /// # Errors
    /// A fault when it was.
    pub fn still_has(&self, desk: &Desk) -> Answer<()> {
        if locked(&self.desks).contains_key(&desk.id) {
            return Ok(());
        }
        self.workspace.remove(&desk.folder());
        Err(Fault::gone())
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
