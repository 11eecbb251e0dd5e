//! Scans into a packet: under the filing that needs them, in the index and in the volume.
//!
//! Invariant: a scan that cannot be read, or that no filing needs, is a finding; it stops nothing. A scan of
//! a passport stands as a copy where the original is to be shown, and the original stays to be brought.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::archive::Member;
use super::assemble::Builder;
use super::attach::{self, Need};
use super::attachment::{self, Attachments, Holder, Source};
use super::contents::{Entry, Form};
use super::manifest::{ListedFile, sha256};
use super::papers;
use crate::check::Case;
use crate::filing::FilingKind;
use crate::language::Text;
use crate::layout::{ImageFormat, Item, Page, Role};
use crate::pdf::{self, Leaf, ScanFault};
use crate::plan::{Filing, Subject};

/// A4, in points.
const SHORT: f32 = 595.28;
const LONG: f32 = 841.89;
/// Left free at the foot of a page of another's file for the stamp, and round a picture.
const FOOT: f32 = 26.0;
const MARGIN: f32 = 28.0;
/// A picture is not blown up to less than a hundred dots an inch.
const LARGEST: f32 = 1.5;
const MEGABYTE: f64 = 1_000_000.0;

/// The scans of a packet that were read, and where they were put.
#[derive(Default)]
pub(super) struct Scans {
    /// By path; `None` where a file cannot be used.
    read: BTreeMap<String, Option<Arc<Scan>>>,
    /// The filings and what of their needs is there.
    pub enclosed: Vec<(FilingKey, Text)>,
    /// The filings and the pages of each paper that was put behind their letters.
    pub pages: Vec<(FilingKey, usize)>,
}

/// What tells the filings of a packet apart.
pub(super) type FilingKey = (FilingKind, Subject, Option<usize>);

struct Scan {
    bytes: Vec<u8>,
    pages: Vec<Page>,
}

pub(super) fn key(filing: &Filing) -> FilingKey {
    (filing.kind, filing.subject, filing.movement)
}

impl Builder<'_> {
    /// Puts the scans that a filing needs behind its letters.
    pub(super) fn enclose(&mut self, filing: &Filing, folder: &str) {
        let Some(all) = self.office.attachments else { return };
        for need in attach::needs(filing.kind, papers::facts(self.office.case, filing)) {
            let holders = attach::holders(need.kind, filing.subject);
            let files = holders.into_iter().map(|holder| all.files(holder, need.kind));
            let files = files.into_iter().find(|files| !files.is_empty()).unwrap_or_default();
            let scans: Vec<(&Source, Arc<Scan>)> =
                files.iter().filter_map(|source| Some((source, self.scan(all, source)?))).collect();
            if !scans.is_empty() {
                self.put(filing, folder, &need, &scans);
            }
        }
    }

    /// The files into the folder, their pages into the volume as one document.
    fn put(&mut self, filing: &Filing, folder: &str, need: &Need, scans: &[(&Source, Arc<Scan>)]) {
        let language = self.office.languages[0];
        let own = attachment::kind(need.kind);
        let (title, form) = match need.form {
            Form::Original => (&own.title, Form::Copy),
            form => (&need.words, form),
        };
        for (number, (source, scan)) in (1..).zip(scans) {
            let extension = source.path.rsplit('.').next().unwrap_or_default().to_lowercase();
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            let path = format!("{folder}/attachments/{}{suffix}.{extension}", need.kind);
            self.listed.push(ListedFile {
                path: path.clone(),
                kind: format!("attachment: {}", need.kind),
                subject: filing.subject.name(self.office.case).to_owned(),
                language: None,
                pages: scan.pages.len(),
                bytes: scan.bytes.len(),
                sha256: sha256(&scan.bytes),
            });
            self.members.push(Member { path, bytes: scan.bytes.clone() });
        }
        self.entries.push(Entry {
            group: self.group(filing),
            title: title.get(language).to_owned(),
            date: None,
            language,
            form,
            pages: figures(scans, title.get(language)),
        });
        let pages = scans.iter().map(|(_, scan)| scan.pages.len()).sum();
        self.scans.pages.push((key(filing), pages));
        if need.form != Form::Original {
            self.scans.enclosed.push((key(filing), need.words.clone()));
        }
    }

    /// Reads a file, once for all filings of the packet; what is the matter with it is a finding.
    fn scan(&mut self, all: &Attachments, source: &Source) -> Option<Arc<Scan>> {
        if let Some(known) = self.scans.read.get(&source.path) {
            return known.clone();
        }
        let limit = f64::from(self.office.limits.file);
        if source.bytes as f64 > limit * MEGABYTE {
            self.doubt(
                "attachment-large",
                source,
                &[("size", size(source.bytes)), ("limit", limit.to_string())],
            );
        }
        let read = match all.open(source) {
            Err(cause) => Err(cause),
            Ok(bytes) => pdf::scan(&bytes)
                .map(|leaves| Scan { pages: leaves.iter().map(page).collect(), bytes })
                .map_err(words),
        };
        let scan = read.map(Arc::new).map_err(|cause| {
            let finding = attachment::finding("attachment-faulty", &source.path, &[("cause", &cause)]);
            self.assembly.doubts.push(finding.about(&self.subject));
        });
        let scan = scan.ok();
        self.scans.read.insert(source.path.clone(), scan.clone());
        scan
    }

    /// What is too much in all, and what no filing of this packet needs. `first`: any of its filings.
    pub(super) fn finish_scans(&mut self, first: &Filing) {
        let Some(all) = self.office.attachments else { return };
        let total: usize = self.scans.read.values().flatten().map(|scan| scan.bytes.len()).sum();
        let limit = f64::from(self.office.limits.packet);
        if total as f64 > limit * MEGABYTE {
            let values =
                [("size", &Text::same(size(total as u64))), ("limit", &Text::same(limit.to_string()))];
            let finding = attachment::finding("attachments-large", &self.subject, &values);
            self.assembly.doubts.push(finding.about(&self.subject));
        }
        // A filing that could not be made may need them.
        if !all.whole || !self.assembly.gaps.is_empty() {
            return;
        }
        for holder in everybody(self.office.case, first.subject) {
            for source in all.all_of(holder).filter(|source| !self.scans.read.contains_key(&source.path)) {
                let finding = attachment::finding("attachment-unneeded", &source.path, &[]);
                self.assembly.doubts.push(finding.about(&self.subject));
            }
        }
    }

    fn doubt(&mut self, code: &'static str, source: &Source, values: &[(&str, String)]) {
        let texts: Vec<(&str, Text)> =
            values.iter().map(|(name, value)| (*name, Text::same(value.as_str()))).collect();
        let values: Vec<(&str, &Text)> = texts.iter().map(|(name, text)| (*name, text)).collect();
        self.assembly.doubts.push(attachment::finding(code, &source.path, &values).about(&self.subject));
    }
}

/// The pages of scans, each a figure that says what it is: nobody can have a picture read aloud.
fn figures(scans: &[(&Source, Arc<Scan>)], title: &str) -> Vec<Page> {
    let pages = scans.iter().flat_map(|(_, scan)| scan.pages.clone());
    let figure = |(element, page): (u32, Page)| {
        let role = Role::Figure(Some(title.to_owned()));
        let mut items = vec![Item::Begin { element, role }];
        items.extend(page.items);
        items.push(Item::End);
        Page { items, ..page }
    };
    (0..).zip(pages).map(figure).collect()
}

/// Everybody whose papers may be in the packet of a subject.
pub(super) fn everybody(case: &Case, subject: Subject) -> Vec<Holder> {
    match subject {
        Subject::Region(region, _) => vec![Holder::Region(region)],
        Subject::Employee(worker) | Subject::Dependant(worker, _) => {
            let family = case.employees.get(worker).map_or(0, |employee| employee.dependants.len());
            let family = (0..family).map(|index| Holder::Dependant(worker, index));
            std::iter::once(Holder::Employee(worker)).chain(family).collect()
        }
    }
}

/// Megabytes with one decimal.
fn size(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / MEGABYTE)
}

/// A leaf fitted on A4 above the stamp.
fn page(leaf: &Leaf) -> Page {
    let foreign = leaf.image.format == ImageFormat::Foreign;
    let across = foreign && leaf.width > leaf.height;
    let (width, height) = if across { (LONG, SHORT) } else { (SHORT, LONG) };
    let (margin, largest) = if foreign { (0.0, 1.0) } else { (MARGIN, LARGEST) };
    let room = (width - 2.0 * margin, height - margin - FOOT);
    let scale = (room.0 / leaf.width).min(room.1 / leaf.height).min(largest);
    let (wide, high) = (leaf.width * scale, leaf.height * scale);
    let item = Item::Image {
        x: (width - wide) / 2.0,
        y: margin,
        width: wide,
        height: high,
        crop: Default::default(),
        image: leaf.image.clone(),
    };
    Page { width, height, items: vec![item] }
}

fn words(fault: ScanFault) -> Text {
    match fault {
        ScanFault::Empty => Text::new("it is empty", "он пуст", "ол бос"),
        ScanFault::Unknown => Text::new(
            "it is no PDF, PNG or JPEG",
            "это не PDF, PNG или JPEG",
            "бұл PDF, PNG немесе JPEG емес",
        ),
        ScanFault::Encrypted => {
            Text::new("it is protected by a password", "он защищён паролем", "ол құпиясөзбен қорғалған")
        }
        ScanFault::Damaged => Text::new("it is damaged", "он повреждён", "ол бүлінген"),
        ScanFault::NoPage => Text::new("it has no page", "в нём нет страниц", "онда бет жоқ"),
        ScanFault::TooLong => Text::new(
            "it has more than 300 pages",
            "в нём больше 300\u{a0}страниц",
            "онда 300-ден астам бет бар",
        ),
        ScanFault::Picture(fault) => fault.words(),
    }
}
