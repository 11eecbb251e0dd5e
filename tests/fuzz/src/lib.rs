//! Bytes of the fuzzer → what a reader gets: markup by a grammar, containers that lie, the words of rosters.
//!
//! Invariant: every input means something, so that no execution ends at a checksum or a missing bracket; one byte
//! decides one thing, so that a changed byte changes one thing.

pub mod container;
pub mod grammar;
pub mod text;

use std::panic::{set_hook, take_hook};
use std::sync::Once;

use chrono::NaiveDate;
use libfuzzer_sys::arbitrary::Unstructured;

/// Memory that a target may write to, with all that the fuzzer itself keeps: a number of the file that is believed
/// and reserved for ends the run.
const MEMORY: u64 = 2 << 30;

/// Sets the limits of a target, once.
///
/// Every panic ends the run, also one that the library would catch and turn into a message. `tolerated` are crates of
/// others, by the beginning of their folder's name, whose panics the library is meant to catch.
pub fn limit(tolerated: &'static [&'static str]) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        rlimit::setrlimit(rlimit::Resource::DATA, MEMORY, MEMORY).expect("a lower limit is allowed");
        let end = take_hook();
        set_hook(Box::new(move |panic| {
            let file = panic.location().map_or("", |place| place.file());
            let folders = || file.split('/');
            if !tolerated.iter().any(|name| folders().any(|folder| folder.starts_with(name))) {
                end(panic);
            }
        }));
    });
}

/// The day of all targets.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar")
}

/// The next byte; 0 when there is none.
pub fn byte(input: &mut Unstructured) -> u8 {
    input.arbitrary().unwrap_or(0)
}

/// One of several, by a byte.
pub fn one<'a, T>(all: &'a [T], input: &mut Unstructured) -> &'a T {
    &all[usize::from(byte(input)) % all.len()]
}

/// All that is left.
pub fn rest<'a>(input: &mut Unstructured<'a>) -> &'a [u8] {
    let left = input.len();
    input.bytes(left).expect("so many are left")
}
