//! Where the time of a letter goes: `cargo bench --bench stages`.
//!
//! Each stage of the main job, on one thread: for the sample roster as a whole (read, check), and as time for one
//! letter of a season of invented people (fill, read, lay out, print). No letter is made twice, so that nothing is
//! quick only because it was there before. The median of several runs; compare ratios of one run, not figures of two
//! machines. `cargo bench --bench stages -- "print it" 1` takes one stage, one run: for a profiler.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../fixtures/make/crowd.rs"]
#[rustfmt::skip]
mod crowd;
#[path = "../fixtures/make/people.rs"]
#[rustfmt::skip]
mod people;
#[path = "../fixtures/make/sample.rs"]
#[expect(dead_code, reason = "a crowd needs the company's card only")]
mod sample;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use otinish::docx::{Document, Shelf};
use otinish::language::Language;
use otinish::layout::{Compositor, Fonts, Pages};
use otinish::pdf::{Metadata, Press};
use otinish::rules::RuleBook;
use otinish::template::{Library, Template, context};
use otinish::{check, plan, roster};
use serde_json::Value;

const RUNS: usize = 9;
/// Employees of the season: a run takes the letters of some of them, and each letter is in one run only.
const EMPLOYEES: usize = 150;
/// Letters of a season, over which memory must not grow.
const SEASON: usize = 10_000;

/// How often a stage is to be run, if it is asked for.
fn runs(name: &str) -> Option<usize> {
    let mut asked = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    if asked.next().is_some_and(|asked| asked != name) {
        return None;
    }
    Some(asked.next().and_then(|runs| runs.parse().ok()).unwrap_or(RUNS))
}

/// Megabytes of memory that the process holds; Linux tells it.
fn held() -> Option<f64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: f64 = pages.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / 1e6)
}

/// Median time of one of `count` equal pieces of work, if it is asked for. The work is told which run it is of, from 0,
/// which is not counted.
fn time(name: &str, count: usize, mut work: impl FnMut(usize)) {
    let Some(runs) = runs(name) else { return };
    work(0);
    let mut times: Vec<Duration> = (1..=runs)
        .map(|run| {
            let start = Instant::now();
            work(run);
            start.elapsed()
        })
        .collect();
    times.sort();
    let each = times[runs / 2].as_secs_f64() / count as f64;
    println!("{name:<32} {:>10.1} µs  {:>9.0} a second", each * 1e6, 1.0 / each);
}

fn main() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/roster.xlsx");
    let workbook = std::fs::read(path).expect("the sample is there");
    let rules = RuleBook::kazakhstan();
    let read = || roster::read(&workbook, "roster.xlsx").expect("the sample is a roster");
    let own = read();
    let library = Library::load(&Language::ALL, &BTreeMap::new()).expect("the built-in letters compile");
    let fonts = Fonts::load();
    let (compositor, press) = (Compositor::new(&fonts), Press::new(&fonts));

    time("read the sample roster", 1, |_| drop(black_box(read())));
    time("check and plan it", 1, |_| {
        let case = check::check(&own, &rules, today);
        black_box(plan::plan(&case, &rules, today));
    });

    let season = crowd::workbook(EMPLOYEES).expect("a workbook");
    let season = roster::read(&season, "season.xlsx").expect("the season is a roster");
    let case = check::check(&season, &rules, today);
    let filings = plan::plan(&case, &rules, today);
    let letters: Vec<_> = filings
        .iter()
        .filter(|filing| filing.is_printed() && filing.status.is_made())
        .flat_map(|filing| Language::ALL.map(|language| (filing, language)))
        .map(|(filing, language)| {
            let template = library.get(filing.kind.name(), language);
            (template, context::context(&case, filing, language, today))
        })
        .collect();
    let fill = |(template, data): &(&Template, Value)| template.fill(data).expect("fills").docx;
    let open = |shelf: &Shelf, docx: &[u8]| shelf.read(docx, today).expect("a document");
    let metadata = Metadata {
        title: "letter".to_owned(),
        language: Language::Ru,
        author: String::new(),
        subject: String::new(),
        created: today,
    };
    let print = |pages: &Pages| press.print(pages, &metadata).expect("prints");
    let filled: Vec<Vec<u8>> = letters.iter().map(fill).collect();
    let shelf = Shelf::default();
    let documents: Vec<Document> = filled.iter().map(|docx| open(&shelf, docx)).collect();
    let pages: Vec<_> = documents.iter().map(|document| compositor.lay_out(document)).collect();
    let bytes: usize = pages.iter().map(|pages| print(pages).len()).sum();

    // So many in each run that there are enough for all; a profiler's runs may begin again.
    let count = letters.len() / (RUNS + 1);
    let of = |run: usize| {
        let start = run % (RUNS + 1) * count;
        start..start + count
    };
    println!("{count} letters in each run, {} bytes of PDF each", bytes / letters.len());
    time("fill a letter", count, |run| {
        letters[of(run)].iter().for_each(|letter| drop(black_box(fill(letter))))
    });
    let shelf = Shelf::default();
    time("read its DOCX", count, |run| {
        filled[of(run)].iter().for_each(|docx| drop(black_box(open(&shelf, docx))));
    });
    time("lay it out", count, |run| {
        documents[of(run)].iter().for_each(|document| drop(black_box(compositor.lay_out(document))));
    });
    time("print it", count, |run| pages[of(run)].iter().for_each(|pages| drop(black_box(print(pages)))));
    let shelf = Shelf::default();
    time("DOCX bytes to PDF", count, |run| {
        for docx in &filled[of(run)] {
            black_box(print(&compositor.lay_out(&open(&shelf, docx))));
        }
    });
    let shelf = Shelf::default();
    time("data to DOCX and PDF", count, |run| {
        for (template, data) in &letters[of(run)] {
            let filled = template.fill(data).expect("fills");
            let document = shelf.read_parts(&filled.parts, today).expect("a document");
            black_box(print(&compositor.lay_out(&document)));
        }
    });
    if runs("memory of a season").is_some() {
        let shelf = Shelf::default();
        for (index, letter) in letters.iter().cycle().take(SEASON).enumerate() {
            if index == SEASON / 10 || index == SEASON - 1 {
                println!("memory after {index:>5} letters {:>14.1} MB", held().unwrap_or(f64::NAN));
            }
            black_box(print(&compositor.lay_out(&open(&shelf, &fill(letter)))));
        }
    }
}
