//! A long life of one process: many runs, one after the other, and it holds no more than after the first.
//!
//! By counts, never by the clock: open files must be the same, and so must the bytes that are allocated and not
//! freed. They are asked of the allocator: what the system says a process holds breathes by megabytes with how
//! the heap happens to be cut up. `OTINISH_SOAK=50` does fifty runs instead of twelve. The great soak of 100,000 documents is
//! `cargo bench --bench season -- 1000 5`.
#![cfg(target_os = "linux")]

#[path = "../fixtures/make/crowd.rs"]
#[rustfmt::skip]
mod crowd;
#[path = "../fixtures/make/people.rs"]
#[rustfmt::skip]
mod people;
#[path = "../fixtures/make/sample.rs"]
#[expect(dead_code, reason = "a crowd needs the company's card only")]
mod sample;

use std::alloc::System;
use std::ffi::OsString;
use std::fs;

use chrono::NaiveDate;
use otinish::cli::{self, Exit, Surroundings};
use otinish::language::Language;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The least number of runs: what is remembered for good is remembered in the first.
const RUNS: usize = 6;
/// What may be held more after the last run than after the first, in bytes: a table that was rehashed, not a word
/// of each letter.
const SLACK: usize = 512;

#[test]
fn a_process_that_lives_long_holds_no_more() {
    let runs =
        std::env::var("OTINISH_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS).max(RUNS);
    let root = std::env::temp_dir().join(format!("otinish-soak-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).expect("the temporary folder is writable");
    let roster = root.join("season.xlsx");
    fs::write(&roster, crowd::workbook(4).expect("a workbook")).expect("the scratch folder is writable");
    let mut held = Vec::with_capacity(runs);
    for _ in 0..runs {
        let out = root.join("out");
        let words = ["otinish", "build", "--lang", "ru,kk", "--jobs", "1", "-o"].map(OsString::from);
        let typed = words.into_iter().chain([out.clone().into(), roster.clone().into()]);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let (mut said, mut err) = (Vec::new(), Vec::new());
        let exit = cli::run(typed, Surroundings { today, language: Language::En }, &mut said, &mut err);
        assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
        let packets = fs::read_dir(out.join("season/packets")).expect("it was built");
        assert_eq!(packets.count(), 4);
        fs::remove_dir_all(&out).expect("ours");
        drop((said, err));
        held.push((fs::read_dir("/proc/self/fd").expect("Linux has it").count(), allocated()));
    }
    fs::remove_dir_all(&root).expect("ours");
    let ((files, bytes), (last_files, last_bytes)) = (held[0], held[runs - 1]);
    assert_eq!(last_files, files, "open files: {held:?}");
    assert!(last_bytes <= bytes + SLACK, "bytes allocated and not freed: {held:?}");
}

/// What is allocated and not freed, in bytes.
fn allocated() -> usize {
    let stats = HEAP.stats();
    stats.bytes_allocated - stats.bytes_deallocated
}
