//! What only a whole process has: its interrupt (Ctrl-C) and whether somebody watches.
//!
//! `main` connects both; in a test neither is, and a command then runs to its end and shows no progress.

use std::sync::atomic::{AtomicBool, Ordering};

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
