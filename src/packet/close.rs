//! The letters of a packet → the finished packet: index, checklist, volume and manifest, zipped.

use serde_json::Value;

use super::archive::{self, Member};
use super::assemble::{Builder, Packet, Printed};
use super::contents::Entry;
use super::gap::{Gap, Reason};
use super::manifest::Manifest;
use super::papers;
use super::volume::{self, Part};
use crate::docx::Document;
use crate::finding::{Place, phrase};
use crate::plan::{Filing, Subject};

/// How often the index is laid out anew because its own length moved the pages that it lists.
const ROUNDS: usize = 3;

impl Builder<'_> {
    /// Adds what goes with the letters, index, checklist, volume and manifest and zips the packet.
    pub(super) fn close(&mut self, stem: &str, filings: &[&Filing], made: usize) -> Result<(), Vec<Reason>> {
        let subject = filings.first().expect("a packet has filings").subject;
        let documents = self.members.len();
        self.cover(filings)?;
        self.request(filings)?;
        self.portal_cards(filings)?;
        let index = self.index(subject)?;
        self.checklist(subject, filings)?;
        if self.office.formats.pdf {
            self.volume(stem, subject, index)?;
        }
        self.zip(stem, made, documents);
        Ok(())
    }

    /// The packet of one for whom nothing can be filed yet: what he is asked for, and the checklist. None
    /// where there is nothing to ask.
    pub(super) fn ask(&mut self, stem: &str, filings: &[&Filing]) -> Result<(), Vec<Reason>> {
        if self.request(filings)? {
            let subject = filings.first().expect("a packet has filings").subject;
            self.checklist(subject, filings)?;
            self.zip(stem, 0, 0);
        }
        Ok(())
    }

    fn zip(&mut self, stem: &str, filings: usize, documents: usize) {
        self.members.sort_by(|a, b| a.path.cmp(&b.path));
        self.listed.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest {
            packet: stem,
            today: self.office.today.to_string(),
            draft: self.is_draft(),
            made_with: self.office.provenance,
            files: &self.listed,
            not_made: self.assembly.gaps.iter().map(Gap::listed).collect(),
        };
        self.members.push(Member { path: "manifest.json".to_owned(), bytes: manifest.json() });
        self.assembly.packet = Some(Packet {
            name: format!("{stem}.zip"),
            bytes: archive::write(&self.members),
            filings,
            documents,
        });
    }

    fn checklist(&mut self, subject: Subject, filings: &[&Filing]) -> Result<(), Vec<Reason>> {
        let data = papers::checklist(
            self.office,
            &self.subject,
            filings,
            &self.letters,
            &self.scans.enclosed,
            &self.assembly.gaps,
            self.office.languages[0],
        );
        let (_, printed) = self.paper("checklist", "checklist", "checklist", &data)?;
        self.pass(subject, false, &printed)?;
        self.add_paper("checklist.pdf", "checklist", printed.pages.len(), printed.bytes);
        Ok(())
    }

    /// The index, with the page numbers of the volume, in which it stands first itself.
    fn index(&mut self, subject: Subject) -> Result<Part, Vec<Reason>> {
        let language = self.office.languages[0];
        let mut own = papers::likely_pages(&self.entries);
        let mut round = 1;
        let (docx, printed) = loop {
            let data = papers::index(self.office, &self.subject, &self.entries, own, language);
            let made = self.paper("packet-index", "00_index", "index", &data)?;
            let count = made.1.pages.len();
            if count == own || round == ROUNDS {
                break made;
            }
            (own, round) = (count, round + 1);
        };
        self.pass(subject, false, &printed)?;
        let count = printed.pages.len();
        if self.office.formats.docx {
            self.add_paper("00_index.docx", "index", count, docx);
        }
        self.add_paper("00_index.pdf", "index", count, printed.bytes);
        let title = phrase("index", &[]).get(language).to_owned();
        Ok(Part { group: title.clone(), title, language, pages: printed.pages })
    }

    /// Binds index and documents to the one PDF that is printed and handed in.
    fn volume(&mut self, stem: &str, subject: Subject, index: Part) -> Result<(), Vec<Reason>> {
        let language = self.office.languages[0];
        let entries = std::mem::take(&mut self.entries).into_iter();
        let part = |Entry { group, title, language, pages, .. }| Part { group, title, language, pages };
        let parts = entries.map(part);
        let parts = std::iter::once(index).chain(parts).collect();
        let pages = volume::bind(parts, stem, language, self.office.duplex, self.office.fonts);
        let title = format!("{}: {}", phrase("volume", &[]).get(language), self.subject);
        let bytes = self.press(&pages, title, language)?;
        let printed = Printed { bytes, pages: pages.pages, document: Document::default() };
        self.pass(subject, false, &printed)?;
        self.add_paper("packet.pdf", "packet", printed.pages.len(), printed.bytes);
        Ok(())
    }

    /// One of the packet's own papers: the Word file and its print.
    fn paper(
        &mut self,
        template: &str,
        stem: &str,
        kind: &str,
        data: &Value,
    ) -> Result<(Vec<u8>, Printed), Vec<Reason>> {
        let language = self.office.languages[0];
        let template = self.office.library.get(template, language);
        let filled = template.fill(data).map_err(|error| vec![Reason::of_template(&error)])?;
        if let Some(lack) = filled.lacks.first() {
            return Err(vec![Reason::of_lack(&lack.path, Place::default())]);
        }
        let title = format!("{}: {}", phrase(kind, &[]).get(language), self.subject);
        let printed = self.print(&filled.parts, stem, title, language)?;
        Ok((filled.docx, printed))
    }

    fn add_paper(&mut self, path: &str, kind: &str, pages: usize, bytes: Vec<u8>) {
        let (subject, language) = (self.subject.clone(), self.office.languages[0]);
        self.add(path.to_owned(), kind, &subject, language, pages, bytes);
    }
}
