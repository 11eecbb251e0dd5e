//! What templates cost: `cargo bench --bench templates`.
//!
//! A built-in letter of a page and a half, and a table of 500, 1,000 and 2,000 rows: compiled once, filled
//! many times, on one thread. Filling is linear: a row costs about the same in each table. The median of
//! several runs; compare ratios of one run, not figures of two machines.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use otinish::docx::Package;
use otinish::language::Language;
use otinish::template::specimen::specimen;
use otinish::template::{BUILT_IN, Template};
use serde_json::json;

const RUNS: usize = 21;
const LETTER: &str = "invitation-letter.ru.docx";

/// Median time of a piece of work, in microseconds.
fn time(work: impl Fn()) -> f64 {
    work();
    let run = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..RUNS).map(run).collect();
    times.sort();
    times[RUNS / 2].as_secs_f64() * 1e6
}

fn main() {
    let (_, letter) = BUILT_IN.iter().find(|(name, _)| *name == LETTER).expect("a built-in letter");
    let compile = || Template::compile(letter, LETTER, Language::Ru).expect("a built-in letter compiles");
    let data = specimen("visa", Language::Ru);
    let template = compile();
    let filled = template.fill(&data).expect("the specimen fills it");
    println!("{LETTER}, {} bytes filled", filled.docx.len());
    println!("  compile  {:>10.0} µs", time(|| drop(black_box(compile()))));
    println!("  fill     {:>10.0} µs", time(|| drop(black_box(template.fill(&data)))));
    let package = Package::read(&filled.docx).expect("a document");
    println!(
        "  of this, compressing every part would take {:.0} µs",
        time(|| drop(black_box(package.write())))
    );

    let table = Template::compile(&table(), "table.ru.docx", Language::Ru).expect("it has no faults");
    println!("a table of five columns");
    for rows in [500, 1_000, 2_000] {
        let row =
            json!({"name": "Ахметов Ерлан", "date": "2026-11-22", "country": "TR", "count": 3, "note": "да"});
        let data = json!({ "rows": vec![row; rows] });
        let took = time(|| drop(black_box(table.fill(&data).expect("it fills"))));
        println!("  {rows:>5} rows {took:>10.0} µs, {:.1} µs a row", took / rows as f64);
    }
}

/// A document with one table whose second row repeats.
fn table() -> Vec<u8> {
    const CELLS: [&str; 5] = [
        "{% for row in rows %}{{ loop.index }}. {{ row.name }}",
        "{{ row.date | date(format=\"long\") }}",
        "{{ row.country | country }}",
        "{{ row.count | words }}",
        "{{ row.note }}{% endfor %}",
    ];
    let row = |cells: [&str; 5]| {
        let cell =
            |text| format!("<w:tc><w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}</w:tr>", cells.map(cell).concat())
    };
    let grid = "<w:gridCol w:w=\"1800\"/>".repeat(5);
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:tbl>\
         <w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{}{}</w:tbl><w:p/></w:body></w:document>",
        row(["Имя", "Дата", "Страна", "Число", "Примечание"]),
        row(CELLS),
    );
    Package { parts: [("word/document.xml".to_owned(), document.into_bytes())].into() }.write()
}
