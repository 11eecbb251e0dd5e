//! What a confined process may use, and how it binds itself before it reads the first byte.
//!
//! The process sets the limits on itself (`setrlimit`), so that nothing has to be done between fork and exec.
//! Where the system knows no such limits (Windows), or does not keep to them (the address space on macOS),
//! the time is still kept from outside.

use std::time::Duration;

/// Limits of one task.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Address space, in bytes.
    pub memory: u64,
    /// From start to end.
    pub time: Duration,
    /// Whether it may write files.
    pub writes: bool,
}

impl Limits {
    /// For reading a workbook or a template of 20 MB at most.
    pub const READING: Limits = Limits { memory: 768 << 20, time: Duration::from_secs(30), writes: false };
    /// For making a document of one: a completed workbook, a preview.
    pub const MAKING: Limits = Limits { memory: 1 << 30, time: Duration::from_secs(60), writes: false };
    /// For a whole run of packets.
    pub const BUILDING: Limits =
        Limits { memory: 4 << 30, time: Duration::from_secs(6 * 3600), writes: true };

    /// The limits of a task by its name.
    pub fn of(task: &str) -> Limits {
        match task {
            "workbook" | "template" => Limits::READING,
            "packets" => Limits::BUILDING,
            _ => Limits::MAKING,
        }
    }

    /// Binds the own process; says whether the system took all limits.
    #[cfg(unix)]
    pub fn bind(&self) -> bool {
        use rlimit::{Resource, setrlimit};
        let mut all = vec![
            (Resource::AS, self.memory),
            // Processor time, in seconds; waiting counts outside.
            (Resource::CPU, self.time.as_secs()),
            // No image of the memory, which holds personal data.
            (Resource::CORE, 0),
        ];
        if !self.writes {
            all.push((Resource::FSIZE, 0));
        }
        all.into_iter().all(|(resource, most)| setrlimit(resource, most, most).is_ok())
    }

    /// Binds the own process; says whether the system took all limits.
    #[cfg(not(unix))]
    pub fn bind(&self) -> bool {
        false
    }
}
