//! `otinish build`: the packets of rosters, whole files or none.

mod beside;

use std::collections::BTreeSet;
use std::io::Write;
use std::num::NonZeroUsize;
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::NaiveDate;

use super::arguments::{Build, Detail, Format};
use super::attachments;
use super::failure::{Exit, Failure};
use super::input::{self, Checked};
use super::progress::Progress;
use super::told::{self, Made};
use super::{Console, changes, fonts, password, process, report};
use crate::batch::{self, Batch, Choice, Event, Job, Ledger, Outcome};
use crate::check::Case;
use crate::docx::Shelf;
use crate::finding::{Finding, notice, phrase};
use crate::language::{Language, Text};
use crate::layout::{Compositor, Fonts};
use crate::output::{Folder, View};
use crate::packet::{
    Attachments, Formats, Gap, Gate, Limits, ListedPacket, Office, Paper, Password, Provenance, RunManifest,
    sha256,
};
use crate::pdf::Press;
use crate::plan::{self, Filing};
use crate::rules::RuleBook;
use crate::template::Library;

/// What all workbooks of a call are printed with: made once.
struct Workshop {
    library: Library,
    fonts: Fonts,
    shelf: Shelf,
    compositor: Compositor,
    press: Press,
    /// What packets are sealed with.
    password: Option<Password>,
}

/// Makes the packets of every workbook; one that cannot be used holds up no other.
pub fn run(arguments: &Build, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let workbooks = input::workbooks(&arguments.rosters)?;
    let password = password(arguments, console)?;
    let workshop = Workshop { password, ..workshop(arguments, console)? };
    let roots = roots(arguments, &workbooks);
    if let [workbook] = &workbooks[..] {
        return roster(arguments, &workshop, workbook, &roots[0], today, console);
    }
    let mut exits = Vec::new();
    for (workbook, root) in workbooks.iter().zip(&roots) {
        let exit = roster(arguments, &workshop, workbook, root, today, console).unwrap_or_else(|failure| {
            let _ = write!(console.err, "{}", failure.human(console.language));
            failure.exit
        });
        exits.push(exit);
        if exit == Exit::Interrupted {
            break;
        }
    }
    Ok(Exit::of_all(&exits))
}

fn workshop(arguments: &Build, console: &mut Console) -> Result<Workshop, Failure> {
    let library = {
        let folder = arguments.basis.templates.as_deref();
        let language = console.language;
        let err = &mut *console.err;
        input::templates(folder, &arguments.lang, |unknown| warn_unknown(unknown, language, err))?
    };
    let fonts = fonts::load(&arguments.fonts, arguments.basis.templates.as_deref())?;
    let (compositor, press) = (Compositor::new(&fonts), Press::new(&fonts));
    Ok(Workshop { library, shelf: Shelf::default(), compositor, press, fonts, password: None })
}

/// The password, where packets are to be sealed.
fn password(arguments: &Build, console: &mut Console) -> Result<Option<Password>, Failure> {
    match &arguments.password_file {
        Some(file) => password::of_file(file).map(Some),
        None if arguments.encrypt => password::ask(console).map(Some),
        None => Ok(None),
    }
}

/// The folder of each workbook: its name without the extension, with a number where two have one name.
fn roots(arguments: &Build, workbooks: &[PathBuf]) -> Vec<PathBuf> {
    let mut taken = BTreeSet::new();
    let shard = arguments.shard.map(|shard| format!(".shard-{shard}")).unwrap_or_default();
    let root = |workbook: &PathBuf| {
        let stem = workbook.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let free =
            std::iter::once(stem.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        arguments.output.join(free.expect("some number is free") + &shard)
    };
    workbooks.iter().map(root).collect()
}

/// Is told of what happens, with all jobs of the run.
pub(super) type Listen<'a> = &'a mut dyn FnMut(&[Job], &Case, &Event);

/// Makes the packets of a roster that was checked elsewhere.
pub(super) fn packets(
    arguments: &Build,
    checked: &Checked,
    password: Option<Password>,
    root: &Path,
    listen: Listen,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let workshop = Workshop { password, ..workshop(arguments, console)? };
    make(arguments, &workshop, checked, root, listen, console)
}

/// Makes the packets of one workbook.
fn roster(
    arguments: &Build,
    workshop: &Workshop,
    workbook: &Path,
    root: &Path,
    today: NaiveDate,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let checked = input::check_with(workbook, &arguments.basis, today)?;
    let mut progress = Progress::new(console.language, console.detail != Detail::Quiet);
    let mut listen = |jobs: &[Job], case: &Case, event: &Event| progress.show(jobs.len(), case, event);
    make(arguments, workshop, &checked, root, &mut listen, console)
}

/// Makes the packets of a checked roster, and what lies beside them.
fn make(
    arguments: &Build,
    workshop: &Workshop,
    checked: &Checked,
    root: &Path,
    listen: Listen,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let Checked { rules, today, case, .. } = checked;
    let filings = plan::plan(case, rules, *today);
    let choice = choice(arguments, case)?;
    let attachments = attachments(arguments, checked, &choice)?;
    let (gate, provenance) = (Gate::new(case), provenance(workshop, rules));
    let office = office(arguments, workshop, checked, &gate, attachments.as_ref(), &provenance);
    if console.detail != Detail::Quiet {
        let _ = write!(console.out, "{}", report::heading(case, console.language));
    }
    let folder = if arguments.dry_run { None } else { Some(Folder::open(root)?) };
    let (view, password) = (View::of(root), workshop.password.as_ref());
    let ledger = Ledger::read(&view);
    let mut jobs = batch::jobs(case, &filings, &choice);
    if arguments.only_failed {
        jobs.retain(|job| !ledger.is_whole(&job.path(case, password.is_some()), &view));
    }
    let batch = Batch {
        office: &office,
        jobs: &jobs,
        ledger: &ledger,
        view: &view,
        folder: folder.as_ref(),
        password,
        makers: makers(arguments),
        stop: process::interrupted(),
    };
    let language = console.language;
    let complete = || beside::completed(checked, &filings, language);
    let (outcomes, completed) = work(&batch, &mut |event| listen(&jobs, case, &event), complete)?;
    let run = Run {
        checked,
        filings: &filings,
        choice: &choice,
        doubts: attachments.as_ref().map_or(&[], |attachments| &attachments.findings),
        provenance: &provenance,
        ledger: &ledger,
        jobs: &jobs,
        sealed: password.is_some(),
        outcomes: &outcomes,
    };
    let made = conclude(arguments, &run, folder.as_ref().zip(completed), console)?;
    told::summary(&made, root, beside::COMPLETED, arguments.dry_run, console);
    Ok(made.exit())
}

/// What may come of making the completed workbook.
type Completed = Result<Vec<u8>, Failure>;

/// Does the jobs and makes the completed workbook, if anything is written. It needs no packet, and after them all
/// processors but one would wait for it.
fn work(
    batch: &Batch,
    tell: &mut dyn FnMut(Event),
    complete: impl FnOnce() -> Completed + Send,
) -> Result<(Vec<Outcome>, Option<Completed>), Failure> {
    thread::scope(|scope| {
        let completed = batch.folder.map(|_| scope.spawn(complete));
        let outcomes = batch::run(batch, tell);
        let completed = completed.map(thread::ScopedJoinHandle::join);
        Ok((outcomes?, completed.map(|made| made.unwrap_or_else(|panic| panic::resume_unwind(panic)))))
    })
}

/// What all packets of the run share.
fn office<'a>(
    arguments: &'a Build,
    workshop: &'a Workshop,
    checked: &'a Checked,
    gate: &'a Gate,
    attachments: Option<&'a Attachments<'a>>,
    provenance: &'a Provenance,
) -> Office<'a> {
    let Workshop { library, fonts, shelf, compositor, press, .. } = workshop;
    Office {
        case: &checked.case,
        today: checked.today,
        languages: &arguments.lang,
        formats: formats(arguments),
        draft: arguments.draft,
        duplex: arguments.duplex,
        gate,
        attachments,
        limits: limits(&checked.rules, checked.today),
        library,
        fonts,
        shelf,
        compositor,
        press,
        provenance,
    }
}

/// What every packet is made with, by its hash.
fn provenance(workshop: &Workshop, rules: &RuleBook) -> Provenance {
    let Workshop { library, fonts, .. } = workshop;
    let files: Vec<_> = fonts.ids().map(|id| (fonts.face(id).name.as_str(), fonts.face(id).data)).collect();
    Provenance::new(rules, library, &files)
}

/// The scans that go with the letters, matched with people: of a folder, or as they came with the roster.
fn attachments<'a>(
    arguments: &'a Build,
    checked: &'a Checked,
    choice: &Choice,
) -> Result<Option<Attachments<'a>>, Failure> {
    let (case, everything) = (&checked.case, choice.is_everything());
    Ok(match &arguments.attachments {
        Some(folder) => Some(attachments::load(folder, case, everything)?),
        None if checked.scans.is_empty() => None,
        None => Some(attachments::of(&checked.scans, case, everything)),
    })
}

/// What a run made its packets from, and what came of it.
struct Run<'a> {
    checked: &'a Checked,
    filings: &'a [Filing],
    choice: &'a Choice<'a>,
    /// About scans.
    doubts: &'a [Finding],
    provenance: &'a Provenance,
    ledger: &'a Ledger,
    jobs: &'a [Job<'a>],
    /// Packets are behind a password, which may come from the page.
    sealed: bool,
    outcomes: &'a [Outcome],
}

/// Says what came of a run and what changed since the last one; closes the folder, unless it was a dry run.
fn conclude(
    arguments: &Build,
    run: &Run,
    folder: Option<(&Folder, Completed)>,
    console: &mut Console,
) -> Result<Made, Failure> {
    let case = &run.checked.case;
    let mut made = Made::of(case, run.jobs, run.outcomes, run.sealed, console);
    // Only a run over everything knows what is not needed any more; a draft takes no packet's place.
    let everything = run.choice.is_everything() && !arguments.draft && !arguments.only_failed;
    let changed = batch::changes(run.ledger, run.outcomes, everything && made.is_complete());
    made.doubts.extend_from_slice(run.doubts);
    made.changes = changes::lines(&changed, case, console.language);
    if let Some((folder, completed)) = folder {
        // Packets are there, so that it is not all lost.
        close(folder, run, &made, completed, everything, console)
            .map_err(|failure| Failure { exit: Exit::Partial, ..failure })?;
    }
    Ok(made)
}

/// Puts aside what is not needed any more, writes what lies beside the packets, and seals the run: the manifest is last.
fn close(
    folder: &Folder,
    run: &Run,
    made: &Made,
    completed: Completed,
    everything: bool,
    console: &mut Console,
) -> Result<(), Failure> {
    let closed = batch::close(folder, run.ledger, run.outcomes, made.is_complete(), everything)?;
    for path in &closed.aside {
        let text = phrase("set-aside", &[("path", &Text::same(path.as_str()))]);
        let _ = writeln!(console.err, "{}", text.get(console.language));
    }
    // After an interruption nothing else is worth the wait.
    let papers = match made.left {
        0 => beside::write(folder, run.checked, run.filings, made, completed?, console.language)?,
        _ => Vec::new(),
    };
    let manifest = manifest(run.checked, run.provenance, closed.packets(), papers, &made.gaps);
    Ok(batch::seal(folder, &closed, &manifest.json(), made.is_complete())?)
}

fn formats(arguments: &Build) -> Formats {
    let wants = |format| arguments.format.contains(&format);
    Formats { docx: wants(Format::Docx), pdf: wants(Format::Pdf) }
}

/// What a portal takes, in megabytes.
fn limits(rules: &RuleBook, today: NaiveDate) -> Limits {
    Limits {
        file: rules.attachment_file_megabytes.on(today),
        packet: rules.attachment_packet_megabytes.on(today),
    }
}

/// As many as there are processors, unless a number was given.
fn makers(arguments: &Build) -> NonZeroUsize {
    let processors = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    arguments.jobs.unwrap_or_else(processors)
}

fn manifest<'a>(
    checked: &'a Checked,
    provenance: &'a Provenance,
    packets: Vec<ListedPacket>,
    papers: Vec<Paper>,
    gaps: &[Gap],
) -> RunManifest<'a> {
    RunManifest {
        roster: &checked.name,
        roster_sha256: sha256(&checked.bytes),
        today: checked.today.to_string(),
        made_with: provenance,
        packets,
        papers,
        not_made: gaps.iter().map(Gap::listed).collect(),
    }
}

/// What was asked for.
fn choice<'a>(arguments: &'a Build, case: &Case) -> Result<Choice<'a>, Failure> {
    let employee = arguments.employee.as_deref();
    match employee {
        Some(name) if !case.employees.iter().any(|employee| employee.is_called(name)) => {
            Err(Failure::new("employee-unknown", &[("name", name)]))
        }
        _ => Ok(Choice { kinds: &arguments.only, employee, shard: arguments.shard }),
    }
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
