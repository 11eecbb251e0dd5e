//! The filings of one person or region → a packet: each letter filled, printed, read again and listed.
//!
//! Invariant: a document is in the packet whole or not at all, and what is not there is a [`Gap`] that
//! says why. One document that cannot be made holds up no other; one that does not pass the gate holds up
//! its packet.

use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use serde_json::Value;

use super::archive::Member;
use super::attachment::Attachments;
use super::contents::{Entry, Form};
use super::contexts::Contexts;
use super::enclose::Scans;
use super::gap::{Gap, Reason, held};
use super::gate::{self, Gate};
use super::manifest::{ListedFile, Provenance, sha256};
use super::name;
use crate::check::Case;
use crate::docx::{Document, Parts, Shelf};
use crate::filing::FilingKind;
use crate::finding::{Finding, phrase};
use crate::language::{Language, Text};
use crate::layout::{Compositor, Fonts, Page, Pages};
use crate::pdf::{Metadata, Press};
use crate::plan::{Filing, Status, Subject};
use crate::template::{Doubt, FillError, Library, context};

/// What all packets of a run share.
pub struct Office<'a> {
    pub case: &'a Case,
    pub today: NaiveDate,
    /// Languages of the letters; the packet's own papers are in the first.
    pub languages: &'a [Language],
    pub formats: Formats,
    /// Print a letter that lacks values too, with a blank for each, as a draft.
    pub draft: bool,
    /// The print-ready volume is for both sides of the paper: each document starts on a sheet of its own.
    pub duplex: bool,
    pub gate: &'a Gate,
    /// Scans that go with the letters.
    pub attachments: Option<&'a Attachments<'a>>,
    pub limits: Limits,
    pub library: &'a Library,
    pub fonts: &'a Fonts,
    /// What the letters share when they are read, laid out and printed.
    pub shelf: &'a Shelf,
    pub compositor: &'a Compositor,
    pub press: &'a Press,
    pub provenance: &'a Provenance,
}

/// How many megabytes a portal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file: u32,
    pub packet: u32,
}

/// In which formats letters are handed back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formats {
    pub docx: bool,
    pub pdf: bool,
}

/// A finished packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// File name, `0007_SMITH-John.zip`.
    pub name: String,
    pub bytes: Vec<u8>,
    pub filings: usize,
    /// Letters, DOCX and PDF counted each.
    pub documents: usize,
}

/// What came of the filings of one subject.
#[derive(Debug, Default)]
pub struct Assembly {
    /// Absent where not one document could be made, and there is nothing to ask the employee.
    pub packet: Option<Packet>,
    pub gaps: Vec<Gap>,
    /// Document and feature that its PDF does not show.
    pub unprinted: Vec<(String, Text)>,
    /// Names whose case someone should look at.
    pub doubts: Vec<Finding>,
    /// A finished document did not pass the gate; the packet is not handed out.
    pub refused: bool,
}

/// A letter that was made.
pub struct Letter {
    pub kind: FilingKind,
    pub subject: Subject,
    pub language: Language,
    /// It has blanks where values are missing.
    pub draft: bool,
    /// The movement that it is about ([`Filing::movement`]).
    pub movement: Option<usize>,
    pub pages: usize,
}

/// A Word file read again and printed.
pub(super) struct Printed {
    pub bytes: Vec<u8>,
    pub pages: Vec<Page>,
    pub document: Document,
}

/// The packet under construction.
pub(super) struct Builder<'a> {
    pub office: &'a Office<'a>,
    pub subject: String,
    pub members: Vec<Member>,
    pub listed: Vec<ListedFile>,
    pub letters: Vec<Letter>,
    /// What the index lists, in the order of the packet.
    pub entries: Vec<Entry>,
    pub scans: Scans,
    pub assembly: Assembly,
    /// What the templates are filled with.
    contexts: &'a Contexts<'a>,
}

/// Makes the packet of the filings of one employee (dependants included) or one region.
///
/// `number` is the employee's place in the roster, from 1.
pub fn assemble(contexts: &Contexts, number: usize) -> Assembly {
    let Contexts { office, filings, .. } = contexts;
    let first = filings.first().expect("contexts are of at least one filing");
    let mut builder = Builder {
        office,
        subject: owner(office.case, first),
        members: Vec::new(),
        listed: Vec::new(),
        letters: Vec::new(),
        entries: Vec::new(),
        scans: Scans::default(),
        assembly: Assembly::default(),
        contexts,
    };
    let due: Vec<&Filing> = filings.iter().copied().filter(|filing| filing.status != Status::Done).collect();
    let mut made = 0;
    for filing in &due {
        let folder = folder(made + 1, filing, office.case);
        if builder.file(filing, &folder) {
            builder.enclose(filing, &folder);
            made += 1;
        }
    }
    builder.finish_scans(first);
    if !due.is_empty() && !builder.assembly.refused {
        let stem = stem(office.case, number, first);
        let stem = match builder.is_draft() {
            true => format!("{stem}{}", name::DRAFT),
            false => stem,
        };
        let closed = match made {
            0 => builder.ask(&stem, &due),
            _ => builder.close(&stem, &due, made),
        };
        if let Err(reasons) = closed {
            builder.note_gaps(first, None, reasons);
        }
    }
    builder.assembly
}

/// The file name of a packet that is no draft, without `.zip`: `0007_SMITH-John`.
pub fn stem(case: &Case, number: usize, first: &Filing) -> String {
    match first.subject {
        Subject::Region(region, year) => name::of_quota_packet(year, &region.code()),
        _ => name::of_employee_packet(number, &owner(case, first)),
    }
}

/// The person or region that a packet is named after: the employee, also for his dependants' filings.
pub fn owner(case: &Case, filing: &Filing) -> String {
    match filing.subject.people(case) {
        Some((employee, _)) => employee.person.subject.clone(),
        None => filing.subject.name(case).to_owned(),
    }
}

/// `02_trp-application`, with the dependant's name behind it where it is a dependant's.
fn folder(number: usize, filing: &Filing, case: &Case) -> String {
    let subject = filing.subject.name(case);
    let suffix = match filing.subject {
        Subject::Dependant(..) => format!("_{}", name::of_person(subject)),
        _ => String::new(),
    };
    format!("{number:02}_{}{suffix}", filing.kind)
}

/// A letter's title in the index: the kind and the language that it is in, in the packet's own language.
fn entry_title(title: &Text, language: Language, own: Language, draft: bool) -> String {
    let tongue = phrase(&format!("in-{language}"), &[]);
    let mark = if draft { " [draft]" } else { "" };
    format!("{}, {}{mark}", title.get(own), tongue.get(own))
}

impl Builder<'_> {
    /// Makes the letters of a filing in every language; says whether there is at least one.
    fn file(&mut self, filing: &Filing, folder: &str) -> bool {
        let held = held(self.office.case, filing);
        let held_back = !held.is_empty();
        self.note_gaps(filing, None, held);
        if held_back && !self.office.draft {
            return false;
        }
        let mut made = false;
        for &language in self.office.languages {
            match self.letter(filing, language, folder, held_back) {
                Ok(()) => made = true,
                // What holds a filing back was told once for all its letters.
                Err(_) if held_back => {}
                Err(reasons) => self.note_gaps(filing, Some(language), reasons),
            }
        }
        made
    }

    /// The filing as index and bookmarks name it.
    pub(super) fn group(&self, filing: &Filing) -> String {
        let language = self.office.languages[0];
        let label = filing.subject.label(self.office.case, language);
        format!("{}: {label}", filing.title(self.office.case).get(language))
    }

    /// What a template of a filing is filled with.
    pub(super) fn context(&self, filing: &Filing, language: Language) -> Rc<Value> {
        self.contexts.get(filing, language)
    }

    /// Whether a letter of the packet is a draft.
    pub(super) fn is_draft(&self) -> bool {
        self.letters.iter().any(|letter| letter.draft)
    }

    /// Fills and prints one letter; one of a filing that is held back is a draft whatever it lacks.
    fn letter(
        &mut self,
        filing: &Filing,
        language: Language,
        folder: &str,
        held_back: bool,
    ) -> Result<(), Vec<Reason>> {
        let Office { case, today, library, formats, .. } = *self.office;
        let data = self.context(filing, language);
        let template = library.get(filing.kind.name(), language);
        let lack =
            |path: &str| Reason::of_lack(path, context::place_of(case, filing, path).unwrap_or_default());
        let filled = template.fill(&data).map_err(|error| match error {
            FillError::Lack(one) => vec![lack(&one.path)],
            error => vec![Reason::of_template(&error)],
        })?;
        let draft = held_back || !filled.lacks.is_empty();
        if !filled.lacks.is_empty() {
            // A letter may ask for one value in several places.
            let mut seen = BTreeSet::new();
            let is_new = |reason: &Reason| seen.insert((reason.place.clone(), reason.words.clone()));
            let reasons = filled.lacks.iter().map(|one| lack(&one.path)).filter(is_new).collect();
            match (self.office.draft, held_back) {
                (false, _) => return Err(reasons),
                (true, false) => self.note_gaps(filing, Some(language), reasons),
                (true, true) => {}
            }
        }
        let subject = filing.subject.name(case).to_owned();
        self.note_doubts(filing, &filled.doubts);
        let mark = if draft { ".draft" } else { "" };
        let path = format!("{folder}/{}.{language}{mark}", filing.kind);
        let title = |language| {
            format!("{}: {}", filing.title(case).get(language), filing.subject.label(case, language))
        };
        let printed = self.print(&filled.parts, &path, title(language), language)?;
        self.pass(filing.subject, true, &printed)?;
        let own = self.office.languages[0];
        let count = printed.pages.len();
        let Filing { kind, subject: about, movement, .. } = *filing;
        self.letters.push(Letter { kind, subject: about, language, draft, movement, pages: count });
        self.entries.push(Entry {
            group: self.group(filing),
            title: entry_title(&filing.title(case), language, own, draft),
            date: Some(today),
            form: Form::Original,
            language,
            pages: printed.pages,
        });
        let kind = filing.kind.name();
        for (extension, bytes, wanted) in
            [("docx", filled.docx, formats.docx), ("pdf", printed.bytes, formats.pdf)]
        {
            if wanted {
                self.add(format!("{path}.{extension}"), kind, &subject, language, count, bytes);
            }
        }
        Ok(())
    }

    /// Lets a finished document through the gate, or says why not and marks the packet as refused.
    pub(super) fn pass(
        &mut self,
        subject: Subject,
        letter: bool,
        printed: &Printed,
    ) -> Result<(), Vec<Reason>> {
        let Printed { bytes, pages, document } = printed;
        let text = &document.text();
        let document = gate::Document { subject, letter, text, pages: pages.len(), pdf: bytes };
        let faults = self.office.gate.faults(self.office.case, &document);
        if faults.is_empty() {
            return Ok(());
        }
        self.assembly.refused = true;
        Err(faults.into_iter().map(Reason::anywhere).collect())
    }

    /// Prints a filled document from the parts that are packed in its Word file; what its PDF does not show is noted.
    pub(super) fn print(
        &mut self,
        parts: &Parts<'static>,
        path: &str,
        title: String,
        language: Language,
    ) -> Result<Printed, Vec<Reason>> {
        let own = |error: crate::docx::Error| vec![Reason::anywhere(Text::same(error.to_string()))];
        let document = self.office.shelf.read_parts(parts, self.office.today).map_err(own)?;
        let pages = self.office.compositor.lay_out(&document);
        let bytes = self.press(&pages, title, language)?;
        let unprinted = pages.warnings.iter().map(|feature| (path.to_owned(), feature.clone()));
        self.assembly.unprinted.extend(unprinted);
        Ok(Printed { bytes, pages: pages.pages, document })
    }

    /// The PDF of pages, with what it says of itself.
    pub(super) fn press(
        &self,
        pages: &Pages,
        title: String,
        language: Language,
    ) -> Result<Vec<u8>, Vec<Reason>> {
        let Office { case, today, press, .. } = *self.office;
        let metadata = Metadata {
            title,
            language,
            author: case.company.name(language).unwrap_or_default().to_owned(),
            subject: self.subject.clone(),
            created: today,
        };
        press.print(pages, &metadata).map_err(|error| vec![Reason::anywhere(error.notice().message)])
    }

    pub(super) fn add(
        &mut self,
        path: String,
        kind: &str,
        subject: &str,
        language: Language,
        pages: usize,
        bytes: Vec<u8>,
    ) {
        self.listed.push(ListedFile {
            path: path.clone(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            language: Some(language),
            pages,
            bytes: bytes.len(),
            sha256: sha256(&bytes),
        });
        self.members.push(Member { path, bytes });
    }

    /// Each form once, however many letters print it.
    fn note_doubts(&mut self, filing: &Filing, doubts: &[Doubt]) {
        let case = self.office.case;
        for doubt in doubts {
            let place = context::place_of(case, filing, &doubt.path).unwrap_or_default();
            let finding =
                Finding::new(Doubt::CODE, place, &doubt.form, &[("path", &Text::same(&*doubt.path))])
                    .about(filing.subject.name(case));
            if !self.assembly.doubts.contains(&finding) {
                self.assembly.doubts.push(finding);
            }
        }
    }

    fn note_gaps(&mut self, filing: &Filing, language: Option<Language>, reasons: Vec<Reason>) {
        let subject = filing.subject.name(self.office.case).to_owned();
        self.assembly.gaps.extend(reasons.into_iter().map(|Reason { place, words }| Gap {
            kind: filing.kind,
            subject: subject.clone(),
            language,
            place,
            reason: words,
        }));
    }
}
