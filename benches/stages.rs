//! Where the time of a letter goes: `cargo bench --bench stages`.
//!
//! Each stage of the main job on the sample roster, on one thread, as time for one letter (fill, read,
//! lay out, print) or for the roster (read, check). The median of several runs; compare ratios of one run,
//! not figures of two machines. `cargo bench --bench stages -- "print it" 1` takes one stage, one run: for a profiler.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use otinish::docx::{Document, Shelf};
use otinish::language::Language;
use otinish::layout::{self, Fonts};
use otinish::pdf::{Metadata, Press};
use otinish::rules::RuleBook;
use otinish::template::{Library, context};
use otinish::{check, plan, roster};

const RUNS: usize = 9;
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

/// Median time of one of `count` equal pieces of work, if it is asked for.
fn time(name: &str, count: usize, mut work: impl FnMut()) {
    let Some(runs) = runs(name) else { return };
    work();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
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
    let case = check::check(&own, &rules, today);
    let filings = plan::plan(&case, &rules, today);
    let library = Library::load(&Language::ALL, &BTreeMap::new()).expect("the built-in letters compile");
    let fonts = Fonts::load();
    let press = Press::new(&fonts);

    time("read the sample roster", 1, || drop(black_box(read())));
    time("check and plan it", 1, || {
        let case = check::check(&own, &rules, today);
        black_box(plan::plan(&case, &rules, today));
    });

    let letters: Vec<_> = filings
        .iter()
        .filter(|filing| filing.is_printed() && filing.status.is_made())
        .flat_map(|filing| Language::ALL.map(|language| (filing, language)))
        .map(|(filing, language)| {
            let template = library.get(filing.kind.name(), language);
            (template, context::context(&case, filing, language, today))
        })
        .collect();
    let count = letters.len();
    let fill = || letters.iter().map(|(template, data)| template.fill(data).expect("fills").docx);
    let filled: Vec<Vec<u8>> = fill().collect();
    let shelf = Shelf::default();
    let open = |docx: &Vec<u8>| shelf.read(docx, today).expect("a document");
    let documents: Vec<Document> = filled.iter().map(open).collect();
    let pages: Vec<_> = documents.iter().map(|document| layout::lay_out(document, &fonts)).collect();
    let metadata = Metadata {
        title: "letter".to_owned(),
        language: Language::Ru,
        author: String::new(),
        subject: String::new(),
        created: today,
    };
    let bytes: usize = pages.iter().map(|pages| press.print(pages, &metadata).expect("prints").len()).sum();

    println!("{count} letters, {} bytes of PDF each", bytes / count);
    time("fill a letter", count, || fill().for_each(|docx| drop(black_box(docx))));
    time("read its DOCX", count, || filled.iter().for_each(|docx| drop(black_box(open(docx)))));
    time("lay it out", count, || {
        documents.iter().for_each(|document| drop(black_box(layout::lay_out(document, &fonts))));
    });
    time("print it", count, || {
        pages.iter().for_each(|pages| drop(black_box(press.print(pages, &metadata))));
    });
    time("DOCX bytes to PDF", count, || {
        for docx in &filled {
            black_box(press.print(&layout::lay_out(&open(docx), &fonts), &metadata).expect("prints"));
        }
    });
    if runs("memory of a season").is_some() {
        for (index, (template, data)) in letters.iter().cycle().take(SEASON).enumerate() {
            if index == SEASON / 10 || index == SEASON - 1 {
                println!("memory after {index:>5} letters {:>14.1} MB", held().unwrap_or(f64::NAN));
            }
            let document = open(&template.fill(data).expect("fills").docx);
            black_box(press.print(&layout::lay_out(&document, &fonts), &metadata).expect("prints"));
        }
    }
}
