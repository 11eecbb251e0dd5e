//! `otinish watch`: the drop folder. A workbook that is put there becomes packets, and is then put away.
//!
//! A file counts as whole when its size and time have not changed from one look to the next. Its packets are
//! made in a confined process; the file itself is only ever moved, to `done` or `failed`, with the report
//! beside it, and never over another. What is not moved is begun anew at the next start, and equal input
//! gives equal packets: nothing is lost by a crash. One bad file holds up no other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use serde_json::Value;

use super::arguments::Watch;
use super::failure::{Exit, Failure};
use super::{Console, input, process};
use crate::confine::{self, Limits};
use crate::finding::{Notice, phrase};
use crate::language::{Language, Text};
use crate::output::{self, Folder};
use crate::roster::Corrections;
use crate::web::order::{self, Format, Order, Packets, Wanted};

/// Between one look and the next.
const LOOK: Duration = Duration::from_secs(2);
/// Files at once.
const AT_ONCE: usize = 2;
const EXTENSIONS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"];

/// Size and time of a file.
type Look = (u64, Option<SystemTime>);

/// What came of a file.
struct Worked {
    file: PathBuf,
    /// How many packets, or why none.
    outcome: Result<usize, Box<Notice>>,
}

/// Watches until it is asked to end; with `--once`, until nothing is left to do.
pub fn run(arguments: &Watch, started: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    if !arguments.inbox.is_dir() {
        return Err(Failure::new("inbox-missing", &[("path", &arguments.inbox.display().to_string())]));
    }
    let rules = input::rule_book(arguments.rules.as_deref(), &arguments.card)?;
    let rules = rules.overlay();
    // One watcher for a folder.
    let _inbox = Folder::open(&arguments.inbox)?;
    let path = Text::same(arguments.inbox.display().to_string());
    let _ = writeln!(console.err, "{}", phrase("watching", &[("path", &path)]).get(console.language));
    let mut before: BTreeMap<PathBuf, Look> = BTreeMap::new();
    let mut failed = false;
    loop {
        let now = look(&arguments.inbox)?;
        let whole: Vec<PathBuf> = now
            .iter()
            .filter(|(file, seen)| before.get(*file) == Some(seen))
            .map(|(file, _)| file.clone())
            .collect();
        let today = arguments.today.or_else(|| console.clock.map(|clock| clock())).unwrap_or(started);
        for files in whole.chunks(AT_ONCE) {
            if is_over() {
                break;
            }
            let language = console.language;
            let worked: Vec<Worked> = thread::scope(|scope| {
                let all =
                    files.iter().map(|file| scope.spawn(|| work(arguments, rules, file, today, language)));
                let all: Vec<_> = all.collect();
                all.into_iter().map(|one| one.join().expect("a worker does not panic")).collect()
            });
            for worked in worked {
                failed |= worked.outcome.is_err();
                put_away(arguments, worked, console)?;
            }
        }
        if is_over() {
            return Ok(Exit::Interrupted);
        }
        let idle = whole.is_empty() && now.iter().all(|(file, seen)| before.get(file) == Some(seen));
        if arguments.once && idle && now.is_empty() {
            return Ok(if failed { Exit::Partial } else { Exit::Done });
        }
        before = now;
        pause();
    }
}

fn is_over() -> bool {
    process::interrupted().load(Ordering::Relaxed)
}

/// Waits for the next look, but not when asked to end.
fn pause() {
    let step = Duration::from_millis(100);
    let mut waited = Duration::ZERO;
    while waited < LOOK && !is_over() {
        thread::sleep(step);
        waited += step;
    }
}

/// The workbooks that lie in the folder; files that Excel and others keep beside an open one are none.
fn look(inbox: &Path) -> Result<BTreeMap<PathBuf, Look>, Failure> {
    let entries = fs::read_dir(inbox).map_err(|error| Failure::unreadable(inbox, &error))?;
    let mut all = BTreeMap::new();
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let temporary = name.starts_with('.') || name.starts_with('~');
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() && !temporary && EXTENSIONS.contains(&extension.as_str()) {
            all.insert(path, (metadata.len(), metadata.modified().ok()));
        }
    }
    Ok(all)
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The folder of the packets of a file: its whole name, because `a.xls` and `a.xlsx` are two rosters.
fn root(arguments: &Watch, file: &Path) -> PathBuf {
    arguments.output.join(name_of(file).replace('.', "_"))
}

/// Makes the packets of one file in a confined process.
fn work(arguments: &Watch, rules: Option<&str>, file: &Path, today: NaiveDate, language: Language) -> Worked {
    let order = Order {
        file: file.to_owned(),
        name: name_of(file),
        today,
        rules: rules.map(str::to_owned),
        language,
        corrections: Corrections::default(),
        wanted: Wanted::Completed,
    };
    let packets = Packets {
        order,
        languages: arguments.lang.clone(),
        formats: vec![Format::Pdf, Format::Docx],
        root: root(arguments, file),
        templates: arguments.templates.clone(),
        scans: Vec::new(),
    };
    let (mut made, mut failure, mut done) = (0, None, false);
    let hear = |line: &str| {
        let event: Value = serde_json::from_str(line).unwrap_or_default();
        made += usize::from(event["packet"].is_object());
        done |= event["event"] == "done";
        if event["event"] == "failed" {
            failure = serde_json::from_value::<order::Words>(event["error"].clone()).ok();
        }
    };
    let question = order::write_packets(&packets);
    let ended = confine::follow("packets", &question, &Limits::BUILDING, |_| (), hear);
    let crashed = |error: confine::Error| Box::new(error.notice(&name_of(file)));
    let outcome = match (ended, failure) {
        (_, Some(words)) => Err(Box::new(words.into_notice())),
        (Ok(()), None) if done => Ok(made),
        (Ok(()), None) => Err(crashed(confine::Error::Crashed)),
        (Err(error), None) => Err(crashed(error)),
    };
    Worked { file: file.to_owned(), outcome }
}

/// Moves a file to `done` or `failed` with its report beside it, and says so.
fn put_away(arguments: &Watch, worked: Worked, console: &mut Console) -> Result<(), Failure> {
    let Worked { file, outcome } = worked;
    let language = console.language;
    let name = Text::same(name_of(&file));
    let (folder, report) = match &outcome {
        Ok(_) => {
            let report = fs::read(root(arguments, &file).join("report.html")).unwrap_or_default();
            ("done", (report, "report.html"))
        }
        Err(notice) => {
            let words = format!("{}\n{}\n", notice.message.get(language), notice.hint.get(language));
            ("failed", (words.into_bytes(), "txt"))
        }
    };
    let moved = match output::put_away(&file, &arguments.inbox.join(folder)) {
        Ok(moved) => moved,
        // Whoever put the file there has taken it back.
        Err(_) if !file.exists() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut beside = moved.clone().into_os_string();
    beside.push(format!(".{}", report.1));
    output::write_file(Path::new(&beside), &report.0)?;
    let line = match outcome {
        Ok(count) => {
            let count = Text::same(count.to_string());
            phrase("watch-done", &[("file", &name), ("count", &count)])
        }
        Err(why) => phrase("watch-failed", &[("file", &name), ("cause", &why.message)]),
    };
    let _ = writeln!(console.out, "{}", line.get(language)).and_then(|()| console.out.flush());
    Ok(())
}
