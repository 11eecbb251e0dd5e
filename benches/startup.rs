//! The program as a stranger meets it: `cargo bench --bench startup`.
//!
//! How large the one file is, and how long it takes from the call to the answer: of the shortest answer, of one that
//! reads the rule book, of one that compiles the built-in letters, and of the check of the sample roster, whose file
//! is read in a process of its own. The median of several calls, beside the time of starting any process at all.
//! Fails if the size or the start grows beyond what the README states.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_otinish");
const RUNS: usize = 31;
/// What the README states.
const MEGABYTES: f64 = 30.0;
const START: Duration = Duration::from_millis(20);

/// The median of many calls.
fn time(program: &str, arguments: &[&str]) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            let mut call = Command::new(program);
            let call = call.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            call.status().expect("the program starts");
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn main() -> ExitCode {
    let bytes = std::fs::metadata(PROGRAM).expect("the program is built").len();
    let megabytes = bytes as f64 / 1e6;
    println!("{:<34} {megabytes:8.1} MB", "the program, one file");
    let show = |name: &str, time: Duration| println!("{name:<34} {:8.1} ms", time.as_secs_f64() * 1e3);
    if cfg!(unix) {
        show("any process (`true`)", time("true", &[]));
    }
    let start = time(PROGRAM, &["--version"]);
    show("otinish --version", start);
    show("otinish explain R22", time(PROGRAM, &["explain", "R22"]));
    show("otinish template list", time(PROGRAM, &["template", "list"]));
    let roster = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/roster.xlsx");
    show("otinish check fixtures/roster.xlsx", time(PROGRAM, &["check", roster, "--today", "2026-11-22"]));
    match megabytes <= MEGABYTES && start <= START {
        true => ExitCode::SUCCESS,
        false => {
            println!("more than the README states: {MEGABYTES} MB, {START:?}");
            ExitCode::FAILURE
        }
    }
}
