//! What only a whole process has: its interrupt (Ctrl-C), whether somebody watches, its panics.
//!
//! `main` connects them; in a test none is, and a command then runs to its end and shows no progress.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Exit;

/// Where the last panic was. Its words are not kept: they may hold a value of a person.
static PANIC: Mutex<String> = Mutex::new(String::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static WATCHED: AtomicBool = AtomicBool::new(false);

/// Asks the command to end: what is begun is finished. Says whether it had been asked before.
pub fn interrupt() -> bool {
    INTERRUPTED.swap(true, Ordering::Relaxed)
}

/// Says that messages go to a terminal, where progress may be shown.
pub fn watch() {
    WATCHED.store(true, Ordering::Relaxed);
}

/// Whether the command was asked to end.
pub(super) fn interrupted() -> &'static AtomicBool {
    &INTERRUPTED
}

/// Whether progress may be shown.
pub(super) fn is_watched() -> bool {
    WATCHED.load(Ordering::Relaxed)
}

/// Runs a command to its exit code.
///
/// A panic of a parser is caught where it is called and becomes an error about the file, so that the hook itself is
/// silent from now on, in all threads; any other is our mistake and is told on stderr, once, by its place.
pub fn guard(run: impl FnOnce() -> Exit) -> Exit {
    panic::set_hook(Box::new(|panic| {
        if let (Some(at), Ok(mut place)) = (panic.location(), PANIC.lock()) {
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            *place = format!("{file}:{}", at.line());
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let place = PANIC.lock().map(|place| place.clone()).unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "otinish: internal error at {place}. Finished files are whole; please report this place."
        );
        Exit::CouldNotWork
    })
}
