//! `otinish watch`: the drop folder. A workbook that is put there becomes packets, and is then put away.
//!
//! A file counts as whole when its size and time have not changed from one look to the next (`inbox`). Its packets
//! are made in a confined process; the file itself is only ever moved, to `done` or `failed`, with the report
//! beside it, and never over another. What is not moved is begun anew at the next start, and equal input
//! gives equal packets: nothing is lost by a crash. One bad file holds up no other, nor does a large one.

mod inbox;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde_json::Value;

use super::arguments::Watch;
use super::failure::{Exit, Failure};
use super::{Console, input, password, process};
use crate::confine::{self, Limits};
use crate::finding::{Notice, phrase};
use crate::language::{Language, Text};
use crate::output::{self, Folder};
use crate::packet::Password;
use crate::roster::Corrections;
use crate::web::order::{self, Format, Order, Packets, Wanted};
use inbox::Inbox;

/// Between one look and the next.
const LOOK: Duration = Duration::from_secs(2);
/// How soon it is noticed that the program was asked to end.
const STEP: Duration = Duration::from_millis(100);
/// Files at once.
const AT_ONCE: usize = 2;

/// With what every file is worked on.
struct Shop<'a> {
    arguments: &'a Watch,
    /// What lies over the built-in rule book.
    rules: Option<&'a str>,
    password: Option<Password>,
    language: Language,
}

/// What came of a file.
enum Outcome {
    /// So many packets.
    Made(usize),
    Refused(Box<Notice>),
    /// Nothing for now; it is no fault of the file.
    Later(Box<Notice>),
    /// The program was asked to end before all was made.
    Stopped,
}

/// Watches until it is asked to end; with `--once`, until nothing is left to do.
pub fn run(arguments: &Watch, started: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    if !arguments.inbox.is_dir() {
        return Err(Failure::new("inbox-missing", &[("path", &arguments.inbox.display().to_string())]));
    }
    let rules = input::rule_book(arguments.rules.as_deref(), &arguments.card)?;
    let password = arguments.password_file.as_deref().map(password::of_file).transpose()?;
    let shop = Shop { arguments, rules: rules.overlay(), password, language: console.language };
    // One watcher for a folder.
    let _inbox = Folder::open(&arguments.inbox)?;
    let path = Text::same(arguments.inbox.display().to_string());
    let _ = writeln!(console.err, "{}", phrase("watching", &[("path", &path)]).get(console.language));
    thread::scope(|scope| {
        let (sender, ended) = mpsc::channel();
        let (mut inbox, mut failed, mut next_look) = (Inbox::default(), false, Instant::now());
        loop {
            if Instant::now() >= next_look {
                let seen = inbox::look(&arguments.inbox);
                inbox.see(seen.map_err(|error| Failure::unreadable(&arguments.inbox, &error))?);
                next_look = Instant::now() + LOOK;
            }
            while !is_over() && inbox.busy() < AT_ONCE {
                let Some(file) = inbox.next() else { break };
                let today = arguments.today.or_else(|| console.clock.map(|clock| clock())).unwrap_or(started);
                let (shop, sender) = (&shop, sender.clone());
                scope.spawn(move || {
                    let outcome = shop.work(&file, today);
                    // Nobody hears it any more when the watcher has failed itself.
                    let _ = sender.send((file, outcome));
                });
            }
            if inbox.busy() == 0 && is_over() {
                return Ok(Exit::Interrupted);
            }
            if inbox.busy() == 0 && arguments.once && inbox.is_done() {
                return Ok(if failed { Exit::Partial } else { Exit::Done });
            }
            match ended.recv_timeout(STEP) {
                Ok((file, outcome)) => failed |= !shop.settle(&mut inbox, &file, outcome, console),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    })
}

fn is_over() -> bool {
    process::interrupted().load(Ordering::Relaxed)
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Shop<'_> {
    /// The folder of the packets of a file: its whole name, because `a.xls` and `a.xlsx` are two rosters.
    fn root(&self, file: &Path) -> PathBuf {
        self.arguments.output.join(name_of(file).replace('.', "_"))
    }

    /// Makes the packets of one file in a confined process.
    fn work(&self, file: &Path, today: NaiveDate) -> Outcome {
        let order = Order {
            file: file.to_owned(),
            name: name_of(file),
            today,
            rules: self.rules.map(str::to_owned),
            language: self.language,
            corrections: Corrections::default(),
            wanted: Wanted::Completed,
        };
        let packets = Packets {
            order,
            languages: self.arguments.lang.clone(),
            formats: vec![Format::Pdf, Format::Docx],
            root: self.root(file),
            templates: self.arguments.templates.clone(),
            scans: Vec::new(),
            password: self.password.clone(),
        };
        let (mut made, mut last) = (0, Value::Null);
        let hear = |line: &str| {
            let event: Value = serde_json::from_str(line).unwrap_or_default();
            made += usize::from(event["packet"].is_object());
            last = event;
        };
        let question = order::write_packets(&packets);
        let ended = confine::follow("packets", &question, &Limits::BUILDING, |_| (), hear);
        let crashed = |error: confine::Error| Outcome::Refused(Box::new(error.notice(&name_of(file))));
        match (last["event"].as_str(), ended) {
            (Some("done"), Ok(())) => Outcome::Made(made),
            (Some("stopped"), _) => Outcome::Stopped,
            (Some("failed"), _) => match serde_json::from_value::<order::Words>(last["error"].take()) {
                Ok(words) => refused(words.into_notice()),
                Err(_) => crashed(confine::Error::Crashed),
            },
            // Who ended the watcher ended its readers, too.
            (_, Err(_)) if is_over() => Outcome::Stopped,
            (_, Err(error)) => crashed(error),
            (_, Ok(())) => crashed(confine::Error::Crashed),
        }
    }

    /// Puts a file away, or off, and says so; whether its packets were made.
    fn settle(&self, inbox: &mut Inbox, file: &Path, outcome: Outcome, console: &mut Console) -> bool {
        let name = Text::same(name_of(file));
        let (made, told) = match outcome {
            Outcome::Stopped => (true, None),
            Outcome::Later(why) => (false, Some(why.message)),
            Outcome::Made(count) => {
                let count = Text::same(count.to_string());
                let done = phrase("watch-done", &[("file", &name), ("count", &count)]);
                let path = self.root(file).join("report.html");
                return match fs::read(&path) {
                    Ok(report) => {
                        self.put_away(inbox, file, ("done", "report.html", &report), &done, console)
                    }
                    Err(error) => {
                        let why = Failure::unreadable(&path, &error).notice;
                        self.settle(inbox, file, Outcome::Later(why), console)
                    }
                };
            }
            Outcome::Refused(why) => {
                let failed = phrase("watch-failed", &[("file", &name), ("cause", &why.message)]);
                let words = [why.message.get(self.language), why.hint.get(self.language), ""].join("\n");
                self.put_away(inbox, file, ("failed", "txt", words.as_bytes()), &failed, console);
                return false;
            }
        };
        if inbox.put_off(file)
            && let Some(cause) = told
        {
            tell(&phrase("watch-later", &[("file", &name), ("cause", &cause)]), console);
        }
        made
    }

    /// Moves a file to a folder with its report beside it and says what came of it; where it cannot be moved, it is
    /// put off. Whether it is away.
    fn put_away(
        &self,
        inbox: &mut Inbox,
        file: &Path,
        (folder, extension, report): (&str, &str, &[u8]),
        told: &Text,
        console: &mut Console,
    ) -> bool {
        match output::put_away_with(file, &self.arguments.inbox.join(folder), extension, report) {
            Ok(_) => tell(told, console),
            // Whoever put the file there has taken it back.
            Err(_) if !file.exists() => {}
            Err(error) => {
                let why = Failure::from(error).notice;
                return self.settle(inbox, file, Outcome::Later(why), console);
            }
        }
        inbox.put_away(file);
        true
    }
}

/// A refusal; a folder that another run owns is none of the file's.
fn refused(why: Notice) -> Outcome {
    match why.code {
        "output-locked" => Outcome::Later(Box::new(why)),
        _ => Outcome::Refused(Box::new(why)),
    }
}

fn tell(words: &Text, console: &mut Console) {
    let _ = writeln!(console.out, "{}", words.get(console.language)).and_then(|()| console.out.flush());
}
