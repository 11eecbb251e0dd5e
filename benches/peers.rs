//! Our half of `benches/peers/compare.py`: `cargo bench --bench peers -- FOLDER SECONDS`.
//!
//! Fills the folder's `letter.docx` with each record of `records.json`, one after the other on one thread, then
//! fills and prints them; a line of JSON with documents per second of processor time goes to the output.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use otinish::docx::{Document, Shelf};
use otinish::language::Language;
use otinish::layout::{Compositor, Fonts};
use otinish::pdf::{Metadata, Press};
use otinish::template::Template;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    // `cargo bench` runs every benchmark without arguments: then there is no letter to fill.
    let [folder, seconds] = &words[..] else { return Ok(()) };
    let folder = PathBuf::from(folder);
    let seconds = Duration::from_secs_f64(seconds.parse()?);
    let docx = fs::read(folder.join("letter.docx"))?;
    let records: Vec<Value> = serde_json::from_slice(&fs::read(folder.join("records.json"))?)?;
    let template =
        Template::compile(&docx, "letter.ru.docx", Language::Ru).map_err(|_| "the letter compiles")?;
    let fonts = Fonts::load();
    let (compositor, press) = (Compositor::new(&fonts), Press::new(&fonts));
    let metadata = Metadata {
        title: "letter".to_owned(),
        language: Language::Ru,
        author: String::new(),
        subject: String::new(),
        created: NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("a day of the calendar")?,
    };
    let fill = |record: &Value| template.fill(record).expect("the letter fills");
    let print =
        |document: &Document| press.print(&compositor.lay_out(document), &metadata).expect("it prints");
    let shelf = Shelf::default();
    let read = |docx: &[u8]| shelf.read(docx, None).expect("a document");
    let both = |record: &Value| print(&shelf.read_parts(&fill(record).parts, None).expect("a document"));
    fs::write(folder.join("otinish.docx"), fill(&records[0]).docx)?;
    fs::write(folder.join("otinish.pdf"), both(&records[0]))?;
    let filled: Vec<Vec<u8>> = records.iter().map(|record| fill(record).docx).collect();
    let docx = rate(seconds, records.len(), |index| drop(black_box(fill(&records[index]))));
    let pdf = rate(seconds, records.len(), |index| drop(black_box(print(&read(&filled[index])))));
    let both = rate(seconds, records.len(), |index| drop(black_box(both(&records[index]))));
    println!("{}", json!({ "docx": docx, "pdf": pdf, "both": both }));
    Ok(())
}

/// Pieces of work per second of processor time.
fn rate(seconds: Duration, count: usize, mut work: impl FnMut(usize)) -> f64 {
    (0..count).for_each(&mut work);
    let start = processor_time();
    let mut done = 0;
    while processor_time() - start < seconds {
        (0..count).for_each(&mut work);
        done += count;
    }
    done as f64 / (processor_time() - start).as_secs_f64()
}

/// In ticks of 10 ms (proc(5)).
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
