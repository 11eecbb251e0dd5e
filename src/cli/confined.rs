//! `otinish confined TASK`: the other side of [`confine`]: limits first, then one question from the
//! input, one answer to the output. Nothing is told but the answer: its words are the asker's.

use std::io::{self, Read, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use serde_json::{Value, json};

use super::arguments::{Basis, Build, Detail, Format, OwnFonts};
use super::failure::{Exit, Failure};
use super::input::Checked;
use super::{Console, build, template};
use crate::batch::{Event, Job, Outcome};
use crate::check::{self, Case};
use crate::confine;
use crate::finding::notice;
use crate::language::Language;
use crate::web::order::{self, Packets};

/// Answers one question.
pub fn run(task: &str, console: &mut Console) -> Result<Exit, Failure> {
    confine::bind(task);
    let mut question = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut question);
    let answer = match task {
        _ if read.is_err() => None,
        "workbook" | "large-workbook" => confine::answer_about_workbook(&question),
        "document" | "check" => order::fulfil(&question),
        "specimen" => order::try_out(&question),
        "template" => template::answer(&question),
        "scan" | "large-scan" => confine::answer_about_scan(&question),
        "scans" => confine::answer_about_scans(&question),
        "packets" => {
            let Some(order) = order::read_packets(&question) else { return Ok(Exit::CouldNotWork) };
            let last = packets(&order, console.out);
            tell(console.out, &last);
            return Ok(Exit::Done);
        }
        _ => None,
    };
    match answer {
        Some(answer) if console.out.write_all(&answer).is_ok() => Ok(Exit::Done),
        _ => Ok(Exit::CouldNotWork),
    }
}

/// One event as a line, at once: somebody watches.
fn tell(out: &mut dyn Write, event: &Value) {
    let _ = writeln!(out, "{event}").and_then(|()| out.flush());
}

/// Makes the packets of an order and tells of each; returns the last event.
fn packets(order: &Packets, out: &mut dyn Write) -> Value {
    match make(order, out) {
        Ok(Exit::Interrupted) => json!({ "event": "stopped" }),
        Ok(_) => json!({ "event": "done" }),
        Err(failure) => json!({ "event": "failed", "error": failure.json()["error"] }),
    }
}

fn make(packets: &Packets, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Packets { order, languages, formats, root, templates, scans, password } = packets;
    let bytes = super::input::read(&order.file)?;
    let roster = order::read(&bytes, order)
        .map_err(|words| Failure { exit: Exit::CouldNotWork, notice: Box::new(words.into_notice()) })?;
    let rules = order.rule_book();
    let case = check::check(&roster, &rules, order.today);
    let checked = Checked {
        name: order.name.clone(),
        bytes,
        rules,
        today: order.today,
        roster,
        corrections: order.corrections.clone(),
        scans: scans.clone(),
        case,
    };
    let arguments = arguments(templates.clone(), languages, formats);
    let (mut begun, mut done) = (false, 0);
    let mut listen = |jobs: &[Job], case: &Case, event: &Event| match event {
        Event::Begun(_) if begun => {}
        Event::Begun(_) => {
            begun = true;
            tell(out, &json!({ "event": "begun", "packets": jobs.len() }));
        }
        Event::Ended(outcome) => {
            done += 1;
            tell(out, &ended(done, jobs, case, outcome, order.language));
        }
    };
    let (mut silent, mut mute) = (io::sink(), io::sink());
    let mut console = Console {
        out: &mut silent,
        err: &mut mute,
        language: order.language,
        clock: None,
        detail: Detail::Usual,
    };
    build::packets(&arguments, &checked, password.clone(), root, &mut listen, &mut console)
}

/// What came of one packet.
fn ended(done: usize, jobs: &[Job], case: &Case, outcome: &Outcome, language: Language) -> Value {
    let subject = jobs[outcome.job].filings.first().map(|filing| filing.subject.label(case, language));
    let packet = outcome.entry.as_ref().map(|entry| &entry.packet).map(|packet| {
        json!({
            "name": packet.path.rsplit('/').next(), "bytes": packet.bytes,
            "filings": packet.filings, "documents": packet.documents,
        })
    });
    let gaps = outcome.gaps.iter().map(|gap| {
        json!({
            "place": gap.place.to_string(), "subject": gap.subject,
            "document": gap.document(language), "reason": gap.reason.get(language),
        })
    });
    let trouble = outcome.trouble.as_ref().map(|_| notice("page-internal", &[]).message);
    json!({
        "event": "packet", "done": done, "all": jobs.len(), "packet": packet,
        "subject": subject,
        "gaps": gaps.collect::<Vec<_>>(),
        "trouble": trouble.map(|words| words.get(language).to_owned()),
    })
}

/// The order in the terms of the command line.
fn arguments(templates: Option<PathBuf>, languages: &[Language], formats: &[order::Format]) -> Build {
    let format = formats.iter().map(|format| match format {
        order::Format::Pdf => Format::Pdf,
        order::Format::Docx => Format::Docx,
    });
    Build {
        rosters: Vec::new(),
        basis: Basis { today: None, rules: None, previous: None, templates, card: String::new() },
        output: PathBuf::new(),
        only: Vec::new(),
        employee: None,
        lang: Language::ALL.into_iter().filter(|language| languages.contains(language)).collect(),
        format: format.collect(),
        draft: false,
        duplex: false,
        attachments: None,
        only_failed: false,
        encrypt: false,
        password_file: None,
        shard: None,
        jobs: Some(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
        dry_run: false,
        fonts: OwnFonts { folder: None },
    }
}
