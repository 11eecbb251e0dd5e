//! What a confined process may use, and how it binds itself before it reads the first byte.
//!
//! Memory is what the process may write to, as it asks the system for it; the program's own code and fonts are not
//! counted. Time is the processor's, so that a busy machine refuses no honest file; the clock on the wall allows
//! five times as much. 10,000 rows of 25 cells need 90 to 230 MB and 0.3 to 0.6 s, by format.
//!
//! The process sets the limits on itself (`setrlimit`), so that nothing has to be done between fork and exec.
//! Where the system knows no such limits (Windows), or does not keep to them (the address space on macOS),
//! the time is still kept from outside.

use std::time::Duration;

/// The largest file that is read under the narrow limits, in bytes.
pub const LARGE: usize = 20 << 20;
/// A program that was built without optimisation, for its tests, takes some ten times as long.
const UNOPTIMISED: u64 = if cfg!(debug_assertions) { 10 } else { 1 };
/// What the code of the program and of the system's libraries take of the address space, at most.
const PROGRAM: u64 = 256 << 20;

/// Limits of one task.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Writable memory, in bytes.
    pub memory: u64,
    /// Of the processor, in whole seconds.
    pub time: Duration,
    /// Whether it may write files.
    pub writes: bool,
}

impl Limits {
    /// For reading a workbook or a template of [`LARGE`] bytes at most.
    pub const READING: Limits =
        Limits { memory: 256 << 20, time: Duration::from_secs(2 * UNOPTIMISED), writes: false };
    /// For reading a larger one; the page takes none.
    pub const READING_LARGE: Limits =
        Limits { memory: 1 << 30, time: Duration::from_secs(20), writes: false };
    /// For checking a large roster: what it makes of memory and time is then known before the page does the same.
    pub const CHECKING: Limits =
        Limits { memory: 1 << 30, time: Duration::from_secs(20 * UNOPTIMISED), writes: false };
    /// For a zip of scans: its bytes, what they inflate to, and that once more as the answer.
    pub const UNPACKING: Limits = Limits { memory: 512 << 20, time: Duration::from_secs(10), writes: false };
    /// For making a document of one: a completed workbook, a preview.
    pub const MAKING: Limits = Limits { memory: 1 << 30, time: Duration::from_secs(60), writes: false };
    /// For a whole run of packets.
    pub const BUILDING: Limits =
        Limits { memory: 4 << 30, time: Duration::from_secs(6 * 3600), writes: true };

    /// The most that may pass on the clock.
    pub fn patience(&self) -> Duration {
        self.time * 5
    }

    /// The limits of a task by its name.
    pub fn of(task: &str) -> Limits {
        match task {
            "workbook" | "template" | "scan" => Limits::READING,
            "large-workbook" | "large-scan" => Limits::READING_LARGE,
            "check" => Limits::CHECKING,
            "scans" => Limits::UNPACKING,
            "packets" => Limits::BUILDING,
            _ => Limits::MAKING,
        }
    }

    /// Binds the own process; says whether the system took all limits.
    #[cfg(unix)]
    pub fn bind(&self) -> bool {
        use rlimit::{Resource, setrlimit};
        let seconds = self.time.as_secs();
        // At the first limit a signal that tells what it is about, at the second the end.
        let timed = setrlimit(Resource::CPU, seconds, seconds + 1).is_ok();
        let mut all = vec![
            (Resource::DATA, self.memory),
            // For systems that count nothing but the heap as data.
            (Resource::AS, self.memory + PROGRAM),
            // No image of the memory, which holds personal data.
            (Resource::CORE, 0),
        ];
        if !self.writes {
            all.push((Resource::FSIZE, 0));
        }
        all.into_iter().all(|(resource, most)| setrlimit(resource, most, most).is_ok()) && timed
    }

    /// Binds the own process; says whether the system took all limits.
    #[cfg(not(unix))]
    pub fn bind(&self) -> bool {
        false
    }
}
