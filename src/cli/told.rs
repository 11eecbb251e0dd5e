//! What came of a run → lines for a person: each packet, what holds others back, where to look.

use std::path::Path;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;

use super::arguments::Detail;
use super::changes::Line;
use super::failure::Exit;
use super::{Console, process, report};
use crate::batch::{Job, Outcome, Trouble};
use crate::check::Case;
use crate::finding::{Finding, phrase};
use crate::language::{Language, Text};
use crate::packet::{self, Gap, ListedPacket};
use crate::plan::Filing;

/// What a run made, in the order of the roster.
#[derive(Default)]
pub struct Made {
    pub packets: Vec<ListedPacket>,
    /// Packets that were there already, the same.
    pub kept: usize,
    pub gaps: Vec<Gap>,
    pub doubts: Vec<Finding>,
    /// What is otherwise than after the last run.
    pub changes: Vec<Line>,
    /// Packets that could have been made and were not.
    pub failed: usize,
    /// Packets that were not begun.
    pub left: usize,
}

impl Made {
    /// Takes in what came of the jobs, and tells it.
    pub fn of(case: &Case, jobs: &[Job], outcomes: &[Outcome], sealed: bool, console: &mut Console) -> Made {
        let mut made = Made { left: jobs.len() - outcomes.len(), ..Made::default() };
        for outcome in outcomes {
            tell(case, &jobs[outcome.job], outcome, sealed, console);
            made.failed += usize::from(outcome.trouble.is_some());
            made.gaps.extend_from_slice(&outcome.gaps);
            made.doubts.extend_from_slice(&outcome.doubts);
            match &outcome.entry {
                Some(_) if outcome.kept => made.kept += 1,
                entry => made.packets.extend(entry.iter().map(|entry| entry.packet.clone())),
            }
        }
        if made.left > 0 {
            let values = [("left", &report::count(made.left)), ("count", &report::count(jobs.len()))];
            let key = if is_interrupted() { "interrupted" } else { "left-over" };
            let _ = writeln!(console.err, "{}", phrase(key, &values).get(console.language));
        }
        made
    }

    /// Whether every job was done, however it came out.
    pub fn is_complete(&self) -> bool {
        self.failed + self.left == 0
    }

    /// The outcome of the process.
    pub fn exit(&self) -> Exit {
        match self {
            _ if is_interrupted() && self.left > 0 => Exit::Interrupted,
            _ if !self.is_complete() => Exit::Partial,
            _ if self.gaps.is_empty() => Exit::Done,
            _ => Exit::Unmade,
        }
    }
}

fn is_interrupted() -> bool {
    process::interrupted().load(Ordering::Relaxed)
}

/// The packet's line; what its PDFs do not show; why there is none.
fn tell(case: &Case, job: &Job, outcome: &Outcome, sealed: bool, console: &mut Console) {
    let language = console.language;
    for (path, feature) in &outcome.unprinted {
        let values = [("path", &Text::same(path.as_str())), ("feature", feature)];
        let _ = writeln!(console.err, "{}", phrase("not-printed", &values).get(language));
    }
    if let Some(entry) = outcome.entry.as_ref().filter(|_| !outcome.kept) {
        let name = entry.packet.path.rsplit('/').next().expect("a path has a last part");
        // The name of a sealed packet tells nobody's.
        let whose = match name.ends_with(packet::SEALED) {
            true => format!("{}: ", entry.subject),
            false => String::new(),
        };
        let what = match entry.packet.filings {
            0 => phrase("request-only", &[]).get(language).to_owned(),
            _ => titles(&job.filings, language),
        };
        let _ = writeln!(console.out, "  {name:<34} {whose}{what}");
    }
    if let Some(trouble) = &outcome.trouble {
        // By its file: what goes beside the answer names nobody whom the disk does not name.
        let path = Text::same(job.path(case, sealed));
        let cause = match trouble {
            Trouble::Output(error) => Text::same(error.to_string()),
            Trouble::Refused => phrase("packet-refused", &[]),
            Trouble::Internal => phrase("internal-error", &[]),
        };
        let values = [("packet", &path), ("cause", &cause)];
        let _ = writeln!(console.err, "{}", phrase("packet-failed", &values).get(language));
    }
}

/// The kinds of a packet's filings with the nearest last day of each, «… (до 24.11.2026)».
fn titles(filings: &[&Filing], language: Language) -> String {
    let mut kinds: Vec<(String, Option<NaiveDate>)> = Vec::new();
    for filing in filings {
        let title = filing.kind.title().get(language).to_owned();
        match kinds.iter_mut().find(|(known, _)| *known == title) {
            Some((_, due)) => *due = [*due, filing.due].into_iter().flatten().min(),
            None => kinds.push((title, filing.due)),
        }
    }
    let shown = kinds.into_iter().map(|(title, due)| match due {
        Some(due) => format!("{title} ({})", due.format("%d.%m.%Y")),
        None => title,
    });
    shown.collect::<Vec<_>>().join("; ")
}

/// What came of it: counts, what was not made and in which cell it lacks, where to look.
pub fn summary(made: &Made, root: &Path, completed: &str, dry_run: bool, console: &mut Console) {
    let language = console.language;
    if console.detail == Detail::Quiet {
        return;
    }
    let counts = [
        ("packets", &report::count(made.packets.len())),
        ("filings", &report::count(made.packets.iter().map(|packet| packet.filings).sum())),
        ("documents", &report::count(made.packets.iter().map(|packet| packet.documents).sum())),
    ];
    let key = if dry_run { "would-make" } else { "made" };
    let mut lines = vec![phrase(key, &counts).get(language).to_owned()];
    if console.detail == Detail::Verbose {
        lines.extend(made.packets.iter().map(|packet| format!("  {}", packet.path)));
    }
    if made.kept > 0 {
        lines.push(phrase("kept", &[("count", &report::count(made.kept))]).get(language).to_owned());
    }
    if !made.changes.is_empty() {
        lines.push(phrase("changes-title", &[]).get(language).to_owned());
        lines.extend(made.changes.iter().map(|line| format!("  {}: {}", line.subject, line.what)));
    }
    if !made.gaps.is_empty() {
        lines
            .push(phrase("not-made", &[("count", &report::count(made.gaps.len()))]).get(language).to_owned());
        lines.extend(made.gaps.iter().map(|gap| {
            let place = gap.place.to_string();
            format!("  {place:<18} {}: {}: {}", gap.subject, gap.document(language), gap.reason.get(language))
        }));
    }
    for doubt in &made.doubts {
        let place = doubt.place.to_string();
        lines.push(format!("  {place:<18} {}: {}", doubt.subject, doubt.message.get(language)));
        lines.push(format!("  {:<18} → {}", "", doubt.hint.get(language)));
    }
    let place = |key: &str, path: &Path| {
        phrase(key, &[("path", &Text::same(path.display().to_string()))]).get(language).to_owned()
    };
    if !dry_run && made.left == 0 {
        lines.push(place("packets-in", &root.join("packets")));
        lines.push(place("report-in", &root.join("report.html")));
        lines.push(place("completed-in", &root.join(completed)));
    }
    for line in lines {
        let _ = writeln!(console.out, "{line}");
    }
}
