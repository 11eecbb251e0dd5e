//! A long life of one process: many runs, one after the other, and it holds no more than after the first.
//!
//! By counts, never by the clock: open files must be the same, memory may not grow by what the documents of a
//! run take. `OTINISH_SOAK=50` does fifty runs instead of twelve. The great soak of 100,000 documents is
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

use std::ffi::OsString;
use std::fs;

use chrono::NaiveDate;
use otinish::cli::{self, Exit, Surroundings};
use otinish::language::Language;

/// The least number of runs: the heap of an allocator breathes by some megabytes from one to the next.
const RUNS: usize = 12;
/// What the heap may grow by over all later runs, as a part of the packets that they wrote: who keeps the
/// letters of a packet, or only their prints, keeps more.
const PART: u64 = 4;

#[test]
fn a_process_that_lives_long_holds_no_more() {
    let runs =
        std::env::var("OTINISH_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS).max(RUNS);
    let root = std::env::temp_dir().join(format!("otinish-soak-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).expect("the temporary folder is writable");
    let roster = root.join("season.xlsx");
    fs::write(&roster, crowd::workbook(4).expect("a workbook")).expect("the scratch folder is writable");
    let mut held = Vec::new();
    let mut written = 0;
    for run in 0..runs {
        let out = root.join("out");
        let words = ["otinish", "build", "--lang", "ru,kk", "--jobs", "1", "-o"].map(OsString::from);
        let typed = words.into_iter().chain([out.clone().into(), roster.clone().into()]);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let (mut said, mut err) = (Vec::new(), Vec::new());
        let exit = cli::run(typed, Surroundings { today, language: Language::En }, &mut said, &mut err);
        assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
        let packets = fs::read_dir(out.join("season/packets")).expect("it was built");
        let sizes: Vec<u64> =
            packets.map(|packet| packet.and_then(|packet| packet.metadata()).expect("there").len()).collect();
        assert_eq!(sizes.len(), 4);
        if run >= 2 {
            written += sizes.iter().sum::<u64>() / 1024;
        }
        fs::remove_dir_all(&out).expect("ours");
        held.push((fs::read_dir("/proc/self/fd").expect("Linux has it").count(), memory()));
    }
    fs::remove_dir_all(&root).expect("ours");
    let ((files, kilobytes), last) = (held[1], held[held.len() - 1]);
    assert_eq!(last.0, files, "open files: {held:?}");
    assert!(last.1 <= kilobytes + written / PART, "memory in KB: {held:?}, while {written} KB were written");
}

/// What the process holds, in kilobytes (proc(5)).
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it tells");
    line.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}
