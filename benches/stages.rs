//! Where the time of a letter goes: `cargo bench --bench stages`.
//!
//! Each stage of the main job on the sample roster, on one thread, as time for one letter (fill, read,
//! lay out, print) or for the roster (read, check). The median of several runs; compare ratios of one run,
//! not figures of two machines.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use otinish::docx::{Document, Package};
use otinish::language::Language;
use otinish::layout::{self, Fonts};
use otinish::pdf::{Metadata, Press};
use otinish::rules::RuleBook;
use otinish::template::{Library, context};
use otinish::{check, plan, roster};

const RUNS: usize = 9;

/// Median time of one of `count` equal pieces of work.
fn time(name: &str, count: usize, mut work: impl FnMut()) {
    work();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    let each = times[RUNS / 2].as_secs_f64() / count as f64;
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
    let open = |docx: &Vec<u8>| Document::read(&Package::read(docx).expect("a zip")).expect("a document");
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
}
