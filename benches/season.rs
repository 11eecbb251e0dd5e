//! A whole season in one process: `cargo bench --bench season -- [EMPLOYEES [ROUNDS [THREADS]]]`.
//!
//! A roster of invented people with two to four filings each is read, checked, planned, and made into packets
//! on the disk, as often as is asked; each round says what it took in processor time, how many documents a
//! second that is, and what the process holds: memory and open files, which must not grow (100,000 documents
//! and more: `-- 1000 5`). A document is every DOCX and every PDF that lies in a packet when it is written:
//! letters and cover letters in two languages, index, checklist, request, portal card, and the volume that
//! binds them; what is in the zips is counted afterwards. Letters alone are told beside it. Then the stages
//! of one employee. Compare ratios of one run, not figures of two machines.

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
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use otinish::batch::{self, Batch, Choice, Ledger};
use otinish::docx::Shelf;
use otinish::language::Language;
use otinish::layout::{Compositor, Fonts};
use otinish::output::{Folder, View};
use otinish::packet::{self, Columns, Contexts, Formats, Gate, Limits, Office, Provenance};
use otinish::pdf::Press;
use otinish::rules::RuleBook;
use otinish::template::Library;
use otinish::{check, plan, roster, workbook};

const LANGUAGES: [Language; 2] = [Language::Ru, Language::Kk];

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<usize>().ok());
    let employees = numbers.next().unwrap_or(300);
    let rounds = numbers.next().unwrap_or(3);
    let threads = numbers.next().and_then(NonZeroUsize::new);
    let threads = threads.map_or_else(std::thread::available_parallelism, Ok)?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("a day of the calendar")?;
    let bytes = crowd::workbook(employees)?;
    let rules = RuleBook::kazakhstan();
    let library = Library::load(&LANGUAGES, &BTreeMap::new()).map_err(|_| "the built-in letters compile")?;
    let fonts = Fonts::load();
    let (compositor, press) = (Compositor::new(&fonts), Press::new(&fonts));
    let shelf = Shelf::default();
    let provenance = Provenance::new(&rules, &library, &[]);
    let root = std::env::temp_dir().join(format!("otinish-season-{}", std::process::id()));
    println!("{employees} employees, {threads} threads");
    println!(
        "round   wall s   CPU s  documents  a second  a second of CPU  letters alone  a second   MB held   MB peak  files open"
    );
    for round in 1..=rounds {
        let _ = fs::remove_dir_all(&root);
        let (start, cpu) = (Instant::now(), processor_time());
        let read = roster::read(&bytes, "season.xlsx").map_err(|error| error.notice().message.en)?;
        let case = check::check(&read, &rules, today);
        let filings = plan::plan(&case, &rules, today);
        let gate = Gate::new(&case);
        let office = Office {
            case: &case,
            today,
            languages: &LANGUAGES,
            formats: Formats { docx: true, pdf: true },
            draft: false,
            duplex: false,
            attachments: None,
            limits: Limits { file: 50, packet: 500 },
            gate: &gate,
            library: &library,
            fonts: &fonts,
            compositor: &compositor,
            press: &press,
            shelf: &shelf,
            provenance: &provenance,
        };
        let jobs = batch::jobs(&case, &filings, &Choice::default());
        let folder = Folder::open(&root)?;
        let view = View::of(&root);
        let ledger = Ledger::read(&view);
        let stop = AtomicBool::new(false);
        let batch = Batch {
            office: &office,
            jobs: &jobs,
            ledger: &ledger,
            view: &view,
            folder: Some(&folder),
            password: None,
            makers: threads,
            stop: &stop,
        };
        let outcomes = batch::run(&batch, &mut |_| {})?;
        let made = outcomes.iter().filter_map(|outcome| outcome.entry.as_ref());
        let letters: usize = made.map(|entry| entry.packet.documents).sum();
        batch::close(&folder, &ledger, &outcomes, true, true)?;
        let (wall, cpu) = (start.elapsed().as_secs_f64(), processor_time().saturating_sub(cpu).as_secs_f64());
        let documents = documents(&root)?;
        println!(
            "{round:>5} {wall:>8.1} {cpu:>7.1} {documents:>10} {:>9.0} {:>16.0} {letters:>14} {:>9.0} {:>9} {:>9} {:>11}",
            documents as f64 / wall,
            documents as f64 / cpu,
            letters as f64 / wall,
            memory("VmRSS:"),
            memory("VmHWM:"),
            fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
        );
        if round == rounds {
            stages(&office, &jobs, &folder, &bytes, &filings)?;
            disk(&root)?;
        }
    }
    fs::remove_dir_all(&root)?;
    Ok(())
}

/// Processor time of each stage of a packet, on one thread.
fn stages(
    office: &Office,
    jobs: &[batch::Job],
    folder: &Folder,
    bytes: &[u8],
    filings: &[plan::Filing],
) -> Result<(), Box<dyn Error>> {
    let some = &jobs[..jobs.len().min(60)];
    let time = |name: &str, count: usize, work: &mut dyn FnMut()| {
        let start = processor_time();
        work();
        let each = (processor_time() - start).as_secs_f64() / count as f64;
        println!("{name:<48} {:>10.0} µs of CPU", each * 1e6);
    };
    let columns = Columns::of(office.library);
    let mut packets = Vec::new();
    let employees = office.case.employees.len();
    time("read the workbook, per employee", employees, &mut || {
        drop(black_box(roster::read(bytes, "season.xlsx")));
    });
    let read = roster::read(bytes, "season.xlsx").map_err(|error| error.notice().message.en)?;
    time("write the completed workbook, per employee", employees, &mut || {
        drop(black_box(workbook::completed(bytes, &read, office.case, filings, Language::Ru)));
    });
    time("recipe of a packet", some.len(), &mut || {
        some.iter()
            .for_each(|job| drop(black_box(packet::recipe(&Contexts::of(office, &job.filings), &columns))));
    });
    time("make a packet: fill, lay out, print, check, zip", some.len(), &mut || {
        let made = some
            .iter()
            .map(|job| packet::assemble(&Contexts::of(office, &job.filings), job.owner.number()).packet);
        packets.extend(made.flatten());
    });
    let size: usize = packets.iter().map(|packet| packet.bytes.len()).sum::<usize>() / packets.len().max(1);
    let each: usize = packets.iter().map(|packet| packet.documents).sum::<usize>() / packets.len().max(1);
    println!("{:<48} {size:>10} bytes, {each} letters", "  such a packet has");
    let members: Vec<_> = packets.iter().map(|packet| members(&packet.bytes)).collect::<Result<_, _>>()?;
    let mut members = members.into_iter();
    time("zip a packet's files", packets.len(), &mut || {
        members.by_ref().for_each(|files| drop(black_box(packet::bundle(files))));
    });
    time("hash a packet", packets.len(), &mut || {
        packets.iter().for_each(|packet| drop(black_box(packet::sha256(&packet.bytes))));
    });
    time("write a packet for good (and wait as long again)", packets.len(), &mut || {
        let placed =
            packets.iter().map(|packet| folder.place(&format!("bench/{}", packet.name), &packet.bytes));
        drop(black_box(placed.collect::<Vec<_>>()));
    });
    time("verify a packet", packets.len(), &mut || {
        packets.iter().for_each(|packet| drop(black_box(packet::verify(&packet.bytes))));
    });
    Ok(())
}

/// Path and bytes of each.
type Files = Vec<(String, Vec<u8>)>;

/// The files of a packet.
fn members(packet: &[u8]) -> Result<Files, Box<dyn Error>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(packet))?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.push((file.name()?.into_owned(), bytes));
    }
    Ok(files)
}

/// The DOCX and PDF files in all packets.
fn documents(root: &Path) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for packet in fs::read_dir(root.join("packets"))? {
        let archive = zip::ZipArchive::new(fs::File::open(packet?.path())?)?;
        let names = archive.file_names().filter_map(Result::ok);
        count += names.filter(|name| name.ends_with(".docx") || name.ends_with(".pdf")).count();
    }
    Ok(count)
}

/// How much the packets take.
fn disk(root: &Path) -> Result<(), Box<dyn Error>> {
    let sizes = fs::read_dir(root.join("packets"))?.map(|entry| Ok(entry?.metadata()?.len()));
    let sizes = sizes.collect::<Result<Vec<u64>, std::io::Error>>()?;
    println!("{:<48} {:>10} MB in {} packets", "on the disk", sizes.iter().sum::<u64>() >> 20, sizes.len());
    Ok(())
}

/// Of all threads of the process, in ticks of 10 ms (proc(5)); nothing where there is no `/proc`.
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// A line of `/proc/self/status` in MB.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes =
        status.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    kilobytes.unwrap_or(0u64) / 1024
}
