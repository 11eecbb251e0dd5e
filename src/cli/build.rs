//! `otinish build`: the packets of a roster, whole files or none.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;

use chrono::NaiveDate;
use serde_json::json;

use super::arguments::{Build, Format};
use super::failure::{Exit, Failure};
use super::input::{self, Checked};
use super::progress::Progress;
use super::{Console, fonts, process, report};
use crate::batch::{self, Batch, Choice, Job, Outcome, Trouble};
use crate::board;
use crate::check::Case;
use crate::finding::{Finding, notice, phrase};
use crate::language::{Language, Text};
use crate::output::Folder;
use crate::packet::{self, Formats, Gap, Gate, ListedPacket, Office, Provenance, RunManifest, listed_packets};
use crate::pdf::Press;
use crate::plan::{self, Filing};
use crate::template::page;
use crate::workbook;

/// Where packets of an earlier run go that are not needed any more.
const ASIDE: &str = "earlier";

/// HR's workbook with what was filled in and found.
const COMPLETED: &str = "completed.xlsx";

/// What a run made, in the order of the roster.
#[derive(Default)]
struct Made {
    packets: Vec<ListedPacket>,
    gaps: Vec<Gap>,
    doubts: Vec<Finding>,
    /// Packets that could have been made and were not.
    failed: usize,
    /// Packets that were not begun.
    left: usize,
}

impl Made {
    fn exit(&self) -> Exit {
        match self {
            _ if process::interrupted().load(Ordering::Relaxed) && self.left > 0 => Exit::Interrupted,
            Made { failed: 0, left: 0, gaps, .. } if gaps.is_empty() => Exit::Done,
            Made { failed: 0, left: 0, .. } => Exit::Unmade,
            _ => Exit::Partial,
        }
    }
}

/// Makes the packets.
pub fn run(arguments: &Build, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let checked = input::check(&arguments.input, today)?;
    let Checked { name, bytes, rules, today, roster, case } = &checked;
    let library = {
        let folder = arguments.input.templates.as_deref();
        let language = console.language;
        let err = &mut *console.err;
        input::templates(folder, &arguments.lang, |unknown| warn_unknown(unknown, language, err))?
    };
    let filings = plan::plan(case, rules, *today);
    let choice = choice(arguments, case)?;
    let jobs = batch::jobs(case, &filings, &choice);
    let fonts = fonts::load(&arguments.fonts, arguments.input.templates.as_deref())?;
    let press = Press::new(&fonts);
    let files: Vec<_> = fonts.ids().map(|id| (fonts.face(id).name.as_str(), fonts.face(id).data)).collect();
    let provenance = Provenance::new(bytes, rules, &library, &files);
    let gate = Gate::new(case);
    let office = Office {
        case,
        today: *today,
        languages: &arguments.lang,
        formats: Formats {
            docx: arguments.format.contains(&Format::Docx),
            pdf: arguments.format.contains(&Format::Pdf),
        },
        draft: arguments.draft,
        duplex: arguments.duplex,
        gate: &gate,
        library: &library,
        fonts: &fonts,
        press: &press,
        provenance: &provenance,
    };
    let _ = write!(console.out, "{}", report::heading(case, console.language));
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let root = arguments.output.join(&stem);
    let folder = if arguments.dry_run { None } else { Some(Folder::open(&root)?) };
    let processors = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let makers = arguments.jobs.unwrap_or_else(processors);
    let made = make(&office, &jobs, folder.as_ref(), makers, console);
    if let Some(folder) = &folder {
        let earlier = folder.read("manifest.json").map(|bytes| listed_packets(&bytes)).unwrap_or_default();
        let gone = earlier.into_iter().filter(|old| !made.packets.iter().any(|new| new.path == old.path));
        let gone: Vec<ListedPacket> = gone.filter(|old| is_ours(folder, old)).collect();
        // Only a run over everything knows what is not needed any more; a draft takes no packet's place.
        let everything = choice.is_everything() && !arguments.draft && made.failed + made.left == 0;
        let kept = match everything {
            true => set_aside(folder, &gone, console).map(|()| Vec::new())?,
            false => gone,
        };
        let completed = workbook::completed(bytes, roster, case, &filings, console.language)?;
        folder.write(COMPLETED, &completed)?;
        let page = page::report(&page_data(&checked, &filings, &made, console.language));
        folder.write("report.html", page.as_bytes())?;
        folder.write("deadlines.ics", board::ics(case, &filings, *today, console.language).as_bytes())?;
        let mut packets = [made.packets.clone(), kept].concat();
        packets.sort_by(|a, b| a.path.cmp(&b.path));
        let not_made = made.gaps.iter().map(Gap::listed).collect();
        let manifest =
            RunManifest { roster: name, today: today.to_string(), made_with: &provenance, packets, not_made };
        folder.write("manifest.json", &manifest.json())?;
        folder.write(input::RECORDS, &case.numbers(*today).json())?;
    }
    summary(&made, &root, arguments, console);
    Ok(made.exit())
}

/// What was asked for.
fn choice<'a>(arguments: &'a Build, case: &Case) -> Result<Choice<'a>, Failure> {
    let employee = arguments.employee.as_deref();
    match employee {
        Some(name) if !case.employees.iter().any(|employee| employee.is_called(name)) => {
            Err(Failure::new("employee-unknown", &[("name", name)]))
        }
        _ => Ok(Choice { kinds: &arguments.only, employee }),
    }
}

/// Makes the packets, shows how far it is, and says what came of each.
fn make(
    office: &Office,
    jobs: &[Job],
    folder: Option<&Folder>,
    makers: NonZeroUsize,
    console: &mut Console,
) -> Made {
    let mut progress = Progress::new(office.case, jobs.len(), console.language);
    let batch = Batch { office, jobs, folder, makers, stop: process::interrupted() };
    let outcomes = batch::run(&batch, &mut |event| progress.show(&event));
    progress.clear();
    let mut made = Made { left: jobs.len() - outcomes.len(), ..Made::default() };
    for outcome in outcomes {
        let job = &jobs[outcome.job];
        tell(office.case, job, &outcome, console);
        made.failed += usize::from(outcome.trouble.is_some());
        made.gaps.extend(outcome.gaps);
        made.doubts.extend(outcome.doubts);
        made.packets.extend(outcome.packet);
    }
    if made.left > 0 {
        let values = [("left", &report::count(made.left)), ("count", &report::count(jobs.len()))];
        let _ = writeln!(console.err, "{}", phrase("interrupted", &values).get(console.language));
    }
    made
}

/// The packet's line; what its PDFs do not show; why there is none.
fn tell(case: &Case, job: &Job, outcome: &Outcome, console: &mut Console) {
    let language = console.language;
    for (path, feature) in &outcome.unprinted {
        let values = [("path", &Text::same(path.as_str())), ("feature", &Text::same(feature.as_str()))];
        let _ = writeln!(console.err, "{}", phrase("not-printed", &values).get(language));
    }
    if let Some(packet) = &outcome.packet {
        let name = packet.path.rsplit('/').next().expect("a path has a last part");
        let _ = writeln!(console.out, "  {name:<34} {}", titles(&job.filings, language));
    }
    if let Some(trouble) = &outcome.trouble {
        let subject = job.filings.first().map(|filing| filing.subject.label(case, language));
        let cause = match trouble {
            Trouble::Output(error) => Text::same(error.to_string()),
            Trouble::Refused => phrase("packet-refused", &[]),
            Trouble::Internal => phrase("internal-error", &[]),
        };
        let values = [("subject", &Text::same(subject.unwrap_or_default())), ("cause", &cause)];
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

/// Whether a packet is as an earlier run left it.
fn is_ours(folder: &Folder, packet: &ListedPacket) -> bool {
    folder.read(&packet.path).is_some_and(|bytes| packet::sha256(&bytes) == packet.sha256)
}

/// Moves packets aside that an earlier run made and this one did not.
fn set_aside(folder: &Folder, packets: &[ListedPacket], console: &mut Console) -> Result<(), Failure> {
    for packet in packets {
        folder.set_aside(&packet.path, ASIDE)?;
        let text = phrase("set-aside", &[("path", &Text::same(packet.path.as_str()))]);
        let _ = writeln!(console.err, "{}", text.get(console.language));
    }
    Ok(())
}

/// What came of it: counts, what was not made and in which cell it lacks, where to look.
fn summary(made: &Made, root: &Path, arguments: &Build, console: &mut Console) {
    let language = console.language;
    let counts = [
        ("packets", &report::count(made.packets.len())),
        ("filings", &report::count(made.packets.iter().map(|packet| packet.filings).sum())),
        ("documents", &report::count(made.packets.iter().map(|packet| packet.documents).sum())),
    ];
    let key = if arguments.dry_run { "would-make" } else { "made" };
    let mut lines = vec![phrase(key, &counts).get(language).to_owned()];
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
    if !arguments.dry_run {
        lines.push(place("packets-in", &root.join("packets")));
        lines.push(place("report-in", &root.join("report.html")));
        lines.push(place("completed-in", &root.join(COMPLETED)));
    }
    for line in lines {
        let _ = writeln!(console.out, "{line}");
    }
}

/// What the report's page is filled with.
fn page_data(checked: &Checked, planned: &[Filing], made: &Made, language: Language) -> serde_json::Value {
    let case = &checked.case;
    let word = |key: &str| phrase(key, &[]).get(language).to_owned();
    let gaps = made.gaps.iter().map(|gap| {
        json!({
            "place": gap.place.to_string(), "subject": gap.subject,
            "document": gap.document(language), "reason": gap.reason.get(language),
        })
    });
    let filings = planned.iter().map(|filing| {
        json!({
            "subject": filing.subject.label(case, language), "title": filing.kind.title().get(language),
            "authority": filing.authority.get(language), "due": report::due(filing),
            "status": word(&format!("status-{}", filing.status.name())),
        })
    });
    let findings = case.findings.iter().chain(&made.doubts).map(|finding| {
        json!({
            "place": finding.place.to_string(), "subject": finding.subject,
            "severity": finding.severity, "label": word(report::severity_key(finding.severity)),
            "message": finding.message.get(language), "hint": finding.hint.get(language),
        })
    });
    let filled = case.filled.iter().map(|value| {
        json!({
            "place": value.place.to_string(), "subject": value.subject,
            "field": report::field_name(value.field).get(language),
            "value": report::shown(value).get(language), "source": value.source.get(language),
        })
    });
    let later: Vec<_> = plan::later_law(planned, &checked.rules)
        .into_iter()
        .map(|law| json!({ "rule": law.rule, "text": law.text.get(language), "source": law.source }))
        .collect();
    json!({
        "language": language,
        "roster": case.roster_name,
        "words": {
            "title": word("report-title"),
            "read": report::read(case).get(language),
            "counted": report::counted(case).get(language),
            "draft_note": word("draft-note"),
            "not_made": phrase("not-made", &[("count", &report::count(made.gaps.len()))]).get(language),
            "place": word("place"), "subject": word("subject"), "document": word("document"),
            "reason": word("reason"), "authority": word("authority"), "due": word("due"),
            "status": word("status"), "field": word("field"), "value": word("value"), "source": word("source"),
            "filings": word("filings-title"), "findings": word("findings-title"), "filled": word("filled-title"),
            "later": word("explain-later"),
        },
        "gaps": gaps.collect::<Vec<_>>(),
        "filings": filings.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "filled": filled.collect::<Vec<_>>(),
        "later": later,
    })
}

fn warn_unknown(name: &str, language: Language, err: &mut dyn Write) {
    let near = crate::template::BUILT_IN
        .iter()
        .map(|(known, _)| *known)
        .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)))
        .expect("there are built-in templates");
    let words = notice("templates-unknown", &[("path", &Text::same(name)), ("near", &Text::same(near))]);
    let _ = writeln!(err, "{}\n  → {}", words.message.get(language), words.hint.get(language));
}
