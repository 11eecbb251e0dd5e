//! The filings of one person or region → a packet: each letter filled, printed, listed and zipped.
//!
//! Invariant: a document is in the packet whole or not at all, and what is not there is a [`Gap`] that
//! says why. One document that cannot be made holds up no other.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::archive::{self, Member};
use super::manifest::{ListedFile, Provenance, sha256};
use super::{attach, name};
use crate::check::Case;
use crate::docx::{self, Document, Package};
use crate::filing::FilingKind;
use crate::finding::{Place, phrase};
use crate::language::{Language, Text};
use crate::layout::{self, Fonts};
use crate::pdf::{self, Metadata, Press};
use crate::plan::{Filing, Status, Subject};
use crate::template::{self, FillError, Library, context};

/// What all packets of a run share.
pub struct Office<'a> {
    pub case: &'a Case,
    pub today: NaiveDate,
    /// Languages of the letters; the packet's own papers are in the first.
    pub languages: &'a [Language],
    pub formats: Formats,
    pub library: &'a Library,
    pub fonts: &'a Fonts,
    pub press: &'a Press,
    pub provenance: &'a Provenance,
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

/// A document that could not be made.
#[derive(Clone, Debug)]
pub struct Gap {
    pub kind: FilingKind,
    pub subject: String,
    /// `None`: in no language.
    pub language: Option<Language>,
    /// Where the missing value would stand, as far as it is a cell.
    pub place: Place,
    pub reason: Text,
}

/// What came of the filings of one subject.
#[derive(Debug, Default)]
pub struct Assembly {
    /// Absent where not one document could be made.
    pub packet: Option<Packet>,
    pub gaps: Vec<Gap>,
    /// Document and feature that its PDF does not show.
    pub unprinted: Vec<(String, String)>,
}

/// A letter that was made.
struct Letter {
    path: String,
    kind: FilingKind,
    subject: String,
    language: Language,
    pages: usize,
}

/// The packet under construction.
struct Builder<'a> {
    office: &'a Office<'a>,
    subject: String,
    members: Vec<Member>,
    listed: Vec<ListedFile>,
    letters: Vec<Letter>,
    assembly: Assembly,
}

/// Makes the packet of the filings of one employee (dependants included) or one region.
///
/// `number` is the employee's place in the roster, from 1.
pub fn assemble(office: &Office, number: usize, filings: &[&Filing]) -> Assembly {
    let first = filings.first().expect("a packet is asked for where there are filings");
    let mut builder = Builder {
        office,
        subject: owner(office.case, first),
        members: Vec::new(),
        listed: Vec::new(),
        letters: Vec::new(),
        assembly: Assembly::default(),
    };
    let due: Vec<&Filing> = filings.iter().copied().filter(|filing| filing.status != Status::Done).collect();
    let mut made = 0;
    for filing in &due {
        let folder = folder(made + 1, filing, &builder.subject, office.case);
        if builder.file(filing, &folder) {
            made += 1;
        }
    }
    if made > 0 {
        let stem = match first.subject {
            Subject::Region(region, year) => name::of_quota_packet(year, region.code()),
            _ => name::of_employee_packet(number, &builder.subject),
        };
        builder.close(&stem, &due, made);
    }
    builder.assembly
}

/// The person or region that a packet is named after: the employee, also for his dependants' filings.
fn owner(case: &Case, filing: &Filing) -> String {
    match filing.subject {
        Subject::Employee(index) | Subject::Dependant(index, _) => case.employees[index].subject().to_owned(),
        Subject::Region(..) => filing.subject_name(case),
    }
}

/// `02_trp-application`, with the dependant's name behind it where it is a dependant's.
fn folder(number: usize, filing: &Filing, owner: &str, case: &Case) -> String {
    let subject = filing.subject_name(case);
    let suffix = if subject == owner { String::new() } else { format!("_{}", name::of_person(&subject)) };
    format!("{number:02}_{}{suffix}", filing.kind)
}

impl Builder<'_> {
    /// Makes the letters of a filing in every language; says whether there is at least one.
    fn file(&mut self, filing: &Filing, folder: &str) -> bool {
        let case = self.office.case;
        let subject = filing.subject_name(case);
        let missing = filing.reasons(case);
        if !missing.is_empty() {
            self.assembly.gaps.extend(missing.into_iter().map(|(place, reason)| Gap {
                kind: filing.kind,
                subject: subject.clone(),
                language: None,
                place,
                reason,
            }));
            return false;
        }
        let mut made = false;
        for &language in self.office.languages {
            match self.letter(filing, language) {
                Ok((docx, pdf, pages)) => {
                    let base = format!("{folder}/{}.{language}", filing.kind);
                    let formats = self.office.formats;
                    for (extension, bytes, wanted) in [("docx", docx, formats.docx), ("pdf", pdf, formats.pdf)] {
                        if wanted {
                            self.add(&format!("{base}.{extension}"), filing.kind, &subject, language, pages, bytes);
                        }
                    }
                    made = true;
                }
                Err(reasons) => self.assembly.gaps.extend(reasons.into_iter().map(|(place, reason)| Gap {
                    kind: filing.kind,
                    subject: subject.clone(),
                    language: Some(language),
                    place,
                    reason,
                })),
            }
        }
        made
    }
}
