//! Files that nobody vouches for → what they hold, read in a process of its own with limits.
//!
//! A parser that is led astray may abort: a failed allocation and an overflown stack end the process and
//! cannot be caught. So the program starts itself once more (hidden command `confined`), with little memory
//! and time, no files to write and no memory image left behind, and takes the answer from its output. What a
//! broken reader may do is end itself; the answer then is one [`Error`].
//!
//! The library alone has no program to start and reads in its own process; `main` says which program is
//! ours ([`confine_with`]). Where the system has no such limits, time alone is limited, from outside.

mod limits;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use limits::{LARGE, Limits};

use crate::finding::{Notice, notice};
use crate::language::Text;
use crate::packet::{self, ArchiveError};
use crate::pdf;
use crate::roster::{self, Corrections, Opened, Roster};

/// The most that an answer may hold.
const ANSWER: u64 = 1 << 30;

/// The program that reads in its own process.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Set in such a process: it asks no other.
static CONFINED: OnceLock<()> = OnceLock::new();

/// Binds this process to the limits of a task; says whether the system took them all.
pub fn bind(task: &str) -> bool {
    let _ = CONFINED.set(());
    Limits::of(task).bind()
}

/// Says which program is started to read; the first word counts.
pub fn confine_with(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It ended itself: out of memory, out of stack, killed by the system.
    #[error("the reading process ended without an answer")]
    Crashed,
    /// It was ended by us.
    #[error("the reading process took too long")]
    TooLong,
    /// The system starts no process.
    #[error("the reading process cannot be started: {0}")]
    NotStarted(String),
}

impl Error {
    /// What to tell a person about a file.
    pub fn notice(&self, file: &str) -> Notice {
        let file = Text::same(file);
        match self {
            Error::Crashed => notice("reader-crashed", &[("file", &file)]),
            Error::TooLong => notice("reader-slow", &[("file", &file)]),
            Error::NotStarted(cause) => {
                notice("reader-not-started", &[("cause", &Text::same(cause.as_str()))])
            }
        }
    }
}

/// Why a workbook was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Roster(Box<roster::Error>),
    #[error("{name}: {error}")]
    Confined { name: String, error: Error },
}

impl From<roster::Error> for ReadError {
    fn from(error: roster::Error) -> ReadError {
        ReadError::Roster(Box::new(error))
    }
}

impl ReadError {
    /// What to tell a person.
    pub fn notice(&self) -> Notice {
        match self {
            ReadError::Roster(error) => error.notice(),
            ReadError::Confined { name, error } => error.notice(name),
        }
    }
}

/// What the reading process is told of a workbook; the bytes follow.
#[derive(Serialize, Deserialize)]
struct Question<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

/// [`roster::read`] in a confined process.
///
/// # Errors
/// As [`roster::read`], or that the process gave no answer.
pub fn read(bytes: &[u8], name: &str) -> Result<Roster, ReadError> {
    read_corrected(bytes, name, &Corrections::default())
}

/// [`read`], and what a person decided about it laid over.
///
/// # Errors
/// As [`read`].
pub fn read_corrected(bytes: &[u8], name: &str, corrections: &Corrections) -> Result<Roster, ReadError> {
    let opened = match PROGRAM.get() {
        None => roster::open(bytes, name)?,
        Some(_) => {
            let question = Question { name, bytes };
            let question = postcard::to_allocvec(&question).expect("a name and bytes are written");
            let (task, limits) = match bytes.len() {
                0..=LARGE => ("workbook", Limits::READING),
                _ => ("large-workbook", Limits::READING_LARGE),
            };
            let answer = ask(task, &question, &limits, |_| ());
            let confined = |error| ReadError::Confined { name: name.to_owned(), error };
            let answer: Result<Opened, roster::Error> = answer
                .and_then(|answer| postcard::from_bytes(&answer).map_err(|_| Error::Crashed))
                .map_err(confined)?;
            answer?
        }
    };
    Ok(opened.recognise(name, corrections)?)
}

/// Reads a template in a confined process and forgets what it holds: one that ends its reader is told of
/// before it is read here. The library alone takes it as it is.
///
/// # Errors
/// [`ReadError::Confined`].
pub fn vet(template: &Path) -> Result<(), ReadError> {
    if PROGRAM.get().is_none() || CONFINED.get().is_some() {
        return Ok(());
    }
    let path = std::path::absolute(template).unwrap_or_else(|_| template.to_owned());
    let asked = ask("template", path.to_string_lossy().as_bytes(), &Limits::READING, |_| ());
    let name = template.file_name().unwrap_or_default().to_string_lossy().into_owned();
    asked.map(drop).map_err(|error| ReadError::Confined { name, error })
}

/// Reads a scan in a confined process and forgets it: one that ends its reader is told of before it is read
/// here. Only PDF has a parser that was not made for files of others. The library alone takes it as it is.
///
/// # Errors
/// That the process gave no answer.
pub fn vet_scan(bytes: &[u8]) -> Result<(), Error> {
    if PROGRAM.get().is_none() || !pdf::is_pdf(bytes) {
        return Ok(());
    }
    let (task, limits) = match bytes.len() {
        0..=LARGE => ("scan", Limits::READING),
        _ => ("large-scan", Limits::READING_LARGE),
    };
    ask(task, bytes, &limits, |_| ()).map(drop)
}

/// The other side of [`vet_scan`]: what is found is found again by who asked.
pub fn answer_about_scan(bytes: &[u8]) -> Option<Vec<u8>> {
    let _ = pdf::scan(bytes);
    Some(Vec::new())
}

/// The other side of [`read`]: the question in, the answer out.
pub fn answer_about_workbook(question: &[u8]) -> Option<Vec<u8>> {
    let Question { name, bytes } = postcard::from_bytes(question).ok()?;
    postcard::to_allocvec(&roster::open(bytes, name)).ok()
}

/// The files of a zip of scans, inflated in a confined process. The inner error is about the zip.
///
/// # Errors
/// That the process gave no answer.
pub fn unzip(bytes: &[u8]) -> Result<Result<packet::Unzipped, ArchiveError>, Error> {
    if PROGRAM.get().is_none() {
        return Ok(packet::unzip(bytes));
    }
    let answer = ask("scans", bytes, &Limits::UNPACKING, |_| ())?;
    postcard::from_bytes(&answer).map_err(|_| Error::Crashed)
}

/// The other side of [`unzip`].
pub fn answer_about_scans(zip: &[u8]) -> Option<Vec<u8>> {
    postcard::to_allocvec(&packet::unzip(zip)).ok()
}

/// A confined process that runs.
#[derive(Clone)]
pub struct Running(Arc<Mutex<Child>>);

impl Running {
    /// Ends it at once; files are written whole or not at all, so that nothing is left by half.
    pub fn kill(&self) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }
}

/// Starts a confined process for a task, gives it the question and waits for the answer. `begun` is told
/// of the process, so that it can be ended.
///
/// # Errors
/// See [`Error`].
pub fn ask(
    task: &str,
    question: &[u8],
    limits: &Limits,
    begun: impl FnOnce(Running),
) -> Result<Vec<u8>, Error> {
    let mut answer = Vec::new();
    let mut take = |output: &mut dyn Read| output.take(ANSWER).read_to_end(&mut answer).map(drop);
    converse(task, question, limits, begun, &mut take)?;
    Ok(answer)
}

/// As [`ask`], for a task that answers line by line while it works.
///
/// # Errors
/// See [`Error`].
pub fn follow(
    task: &str,
    question: &[u8],
    limits: &Limits,
    begun: impl FnOnce(Running),
    mut line: impl FnMut(&str),
) -> Result<(), Error> {
    converse(task, question, limits, begun, &mut |output| {
        BufReader::new(output.take(ANSWER)).lines().try_for_each(|one| one.map(|one| line(&one)))
    })
}

/// What is done with the output of a process.
type Take<'a> = &'a mut dyn FnMut(&mut dyn Read) -> std::io::Result<()>;

fn converse(
    task: &str,
    question: &[u8],
    limits: &Limits,
    begun: impl FnOnce(Running),
    take: Take,
) -> Result<(), Error> {
    let program = PROGRAM.get().ok_or_else(|| Error::NotStarted("no program".to_owned()))?;
    let mut child = Command::new(program)
        .args(["confined", task])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| Error::NotStarted(error.to_string()))?;
    let mut input = child.stdin.take().expect("its input was asked for");
    let mut output = child.stdout.take().expect("its output was asked for");
    let child = Arc::new(Mutex::new(child));
    begun(Running(child.clone()));
    let late = watch(&child, limits.patience());
    let read = thread::scope(|scope| {
        // A process that ends before it has read everything breaks the pipe; its end tells more.
        scope.spawn(move || drop(input.write_all(question)));
        take(&mut output)
    });
    if read.is_err() {
        Running(child.clone()).kill();
    }
    let ended = end(&child);
    let late = late.end();
    match ended {
        Ok(status) if status.success() && read.is_ok() => Ok(()),
        Ok(status) if late || out_of_time(status) => Err(Error::TooLong),
        _ => Err(Error::Crashed),
    }
}

/// Whether the system ended a process because its time was over.
#[cfg(unix)]
fn out_of_time(status: ExitStatus) -> bool {
    /// The same number on Linux and macOS.
    const SIGXCPU: i32 = 24;
    std::os::unix::process::ExitStatusExt::signal(&status) == Some(SIGXCPU)
}

/// Whether the system ended a process because its time was over.
#[cfg(not(unix))]
fn out_of_time(_: ExitStatus) -> bool {
    false
}

/// Waits for the end of a process whose output has ended; the watch can still reach it meanwhile.
fn end(child: &Mutex<Child>) -> std::io::Result<ExitStatus> {
    loop {
        if let Some(status) = child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()? {
            return Ok(status);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// Someone who ends a process after a time.
struct Watch {
    over: std::sync::mpsc::Sender<()>,
    thread: thread::JoinHandle<bool>,
}

fn watch(child: &Arc<Mutex<Child>>, time: Duration) -> Watch {
    let (over, waits) = std::sync::mpsc::channel();
    let child = child.clone();
    let thread = thread::spawn(move || {
        let late = waits.recv_timeout(time) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
        if late {
            let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        }
        late
    });
    Watch { over, thread }
}

impl Watch {
    /// Whether the time was over first.
    fn end(self) -> bool {
        drop(self.over);
        self.thread.join().unwrap_or(false)
    }
}
