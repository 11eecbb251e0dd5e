//! The papers that go with the letters of a packet: a cover letter to each authority, a request to the employee
//! for what is still lacking, and a portal card for each notification and invitation.
//!
//! A cover letter belongs to what is handed in, and so to the index and the volume; the others stay in the
//! house. Whoever has nothing that can be filed yet gets the request and the checklist alone. A language in which the company's card lacks a value has no cover letter: its letters lack the
//! same value, and say so.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::assemble::{Builder, Letter, Printed};
use super::attach;
use super::contents::{Entry, Form};
use super::gap::Reason;
use super::{card, enclose, name, papers, volume};
use crate::check::label;
use crate::filing::FilingKind;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::plan::{Filing, Status, Subject};
use crate::roster::Field;
use crate::template::{FillError, page};

/// What a person can tell of himself and his family; the rest of the roster is the office's to fill.
const OWN: [Field; 32] = [
    Field::LastNameLat,
    Field::FirstNameLat,
    Field::FullNameLat,
    Field::FullNameCyr,
    Field::MiddleName,
    Field::Sex,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Citizenship,
    Field::ResidenceCountry,
    Field::HomeAddress,
    Field::Iin,
    Field::PassportNo,
    Field::PassportIssue,
    Field::PassportExpiry,
    Field::PassportIssuer,
    Field::VisaNo,
    Field::VisaTo,
    Field::VisaPlace,
    Field::ArrivalDate,
    Field::EntryPoint,
    Field::Purpose,
    Field::Address,
    Field::AddressKk,
    Field::AddressEn,
    Field::StayDays,
    Field::Relation,
    Field::CertNo,
    Field::CertDate,
    Field::CertCountry,
    Field::Phone,
    Field::Email,
];

/// The kinds whose values are also typed into the Visa-migration portal.
const ON_PORTAL: [FilingKind; 3] =
    [FilingKind::InvitationLetter, FilingKind::ArrivalNotification, FilingKind::FamilyVisaRequest];

/// One of these papers, before it is filled.
struct Companion {
    template: &'static str,
    /// Under which it stands in the packet, without extension.
    path: String,
    subject: Subject,
    /// Of whom it is listed, and what its title says.
    name: String,
    language: Language,
    /// Whether it is about its subject, and so must name it.
    letter: bool,
}

/// A letter of the filing.
fn is_of(letter: &Letter, filing: &Filing) -> bool {
    (letter.kind, letter.subject, letter.movement) == (filing.kind, filing.subject, filing.movement)
}

impl Builder<'_> {
    /// The cover letters, in front of all letters: one to each authority in each language.
    pub(super) fn cover(&mut self, filings: &[&Filing]) -> Result<(), Vec<Reason>> {
        let own = self.office.languages[0];
        let mut authorities: Vec<(&Text, Vec<&Filing>)> = Vec::new();
        for filing in filings {
            let made = self.letters.iter().any(|letter| is_of(letter, filing));
            if !made || filing.addressee.ru.is_empty() {
                continue;
            }
            match authorities.iter_mut().find(|(addressee, _)| **addressee == filing.addressee) {
                Some((_, group)) => group.push(filing),
                None => authorities.push((&filing.addressee, vec![filing])),
            }
        }
        let group = phrase("cover-letter", &[]).get(own).to_owned();
        let mut covers = Vec::new();
        for (number, (_, filings)) in (1..).zip(&authorities) {
            for &language in self.office.languages {
                let path = format!("00_to-authority/{number}_cover-letter.{language}");
                let data = self.cover_data(filings, language);
                let subject = filings[0].subject;
                let name = subject.name(self.office.case).to_owned();
                let paper =
                    Companion { template: "cover-letter", path, subject, name, language, letter: false };
                let Some(printed) = self.companion(paper, &data)? else { continue };
                let tongue = phrase(&format!("in-{language}"), &[]);
                covers.push(Entry {
                    group: group.clone(),
                    title: format!("{}, {}", filings[0].authority.get(own), tongue.get(own)),
                    date: Some(self.office.today),
                    language,
                    form: Form::Original,
                    pages: printed.pages,
                });
            }
        }
        self.entries.splice(0..0, covers);
        Ok(())
    }

    /// What a cover letter lists: each filing with the sheets of its letters in all languages and of the scans
    /// behind them; where a paper is still to be put there, someone counts by hand.
    fn cover_data(&self, filings: &[&Filing], language: Language) -> Value {
        let case = self.office.case;
        let duplex = self.office.duplex;
        let (mut total, mut enclosures_total) = (0, Some(0));
        let documents: Vec<Value> = filings
            .iter()
            .map(|filing| {
                let letters = self.letters.iter().filter(|letter| is_of(letter, filing));
                let sheets: usize = letters.map(|letter| volume::sheets(letter.pages, duplex)).sum();
                total += sheets;
                let enclosures = self.enclosures(filing);
                enclosures_total = enclosures_total.zip(enclosures).map(|(all, own)| all + own);
                json!({
                    "title": filing.title(case).get(language),
                    "subject": filing.subject.label(case, language),
                    "sheets": sheets,
                    "enclosures": enclosures,
                })
            })
            .collect();
        let mut data = Value::clone(&self.context(filings[0], language));
        data["documents"] = json!(documents);
        data["sheets_total"] = json!(total);
        data["enclosures_total"] = json!(enclosures_total);
        data["handed_in"] = json!(enclosures_total.map(|enclosures| total + enclosures));
        data
    }

    /// The sheets of the papers behind the letters of a filing; `None` while one that it needs is not there.
    fn enclosures(&self, filing: &Filing) -> Option<usize> {
        let key = enclose::key(filing);
        let needs = attach::needs(filing.kind, papers::facts(self.office.case, filing));
        let is_there = |need: &attach::Need| {
            self.scans.enclosed.iter().any(|(own, words)| *own == key && *words == need.words)
        };
        let own = self.scans.pages.iter().filter(|(own, _)| *own == key);
        let sheets = own.map(|(_, pages)| volume::sheets(*pages, self.office.duplex)).sum();
        needs.iter().all(is_there).then_some(sheets)
    }

    /// The request to the employee, where something is lacking that he can tell or bring; says whether there
    /// is one.
    pub(super) fn request(&mut self, filings: &[&Filing]) -> Result<bool, Vec<Reason>> {
        let worker = match filings.first().map(|first| first.subject) {
            Some(Subject::Employee(worker) | Subject::Dependant(worker, _)) => Subject::Employee(worker),
            Some(Subject::Region(..)) | None => return Ok(false),
        };
        let mut asked = false;
        for &language in self.office.languages {
            let Some(data) = self.request_data(filings, language) else { return Ok(false) };
            let path = format!("request-to-employee.{language}");
            let (template, name) = ("request-to-employee", self.subject.clone());
            let paper = Companion { template, path, subject: worker, name, language, letter: true };
            asked |= self.companion(paper, &data)?.is_some();
        }
        Ok(asked)
    }

    /// What a request is filled with; none where there is nothing to ask.
    fn request_data(&self, filings: &[&Filing], language: Language) -> Option<Value> {
        let mut seen = BTreeSet::new();
        let lacks: Vec<Value> = self
            .assembly
            .gaps
            .iter()
            .filter_map(|gap| Some((gap, Field::from_name(gap.place.field?)?)))
            .filter(|(gap, field)| OWN.contains(field) && seen.insert((gap.subject.clone(), field.name())))
            .map(|(gap, field)| json!({ "person": gap.subject, "field": label::of(field).get(language) }))
            .collect();
        let papers = self.papers(filings, language);
        if lacks.is_empty() && papers.is_empty() {
            return None;
        }
        let due =
            filings.iter().filter_map(|filing| filing.due).filter(|day| *day >= self.office.today).min();
        let mut data = Value::clone(&self.context(filings[0], language));
        data["lacks"] = json!(lacks);
        data["papers"] = json!(papers);
        data["due"] = json!(due.map(|day| day.to_string()));
        Some(data)
    }

    /// What each person is to bring, by the filings that are open.
    fn papers(&self, filings: &[&Filing], language: Language) -> Vec<Value> {
        let case = self.office.case;
        let mut people: Vec<(&str, Vec<_>)> = Vec::new();
        for filing in filings.iter().filter(|filing| filing.status != Status::Done) {
            let (name, need) = (filing.subject.name(case), (filing.kind, papers::facts(case, filing)));
            match people.iter_mut().find(|(known, _)| *known == name) {
                Some((_, needs)) => needs.push(need),
                None => people.push((name, vec![need])),
            }
        }
        let lines = people
            .iter()
            .flat_map(|(name, needs)| attach::personal(needs).into_iter().map(move |line| (name, line)));
        lines.map(|(name, line)| json!({ "person": name, "line": line.get(language) })).collect()
    }

    /// A portal card for each filing that the portal takes too: Word file, print and page with buttons.
    pub(super) fn portal_cards(&mut self, filings: &[&Filing]) -> Result<(), Vec<Reason>> {
        let Some(first) = filings.first() else { return Ok(()) };
        let wanted: Vec<&&Filing> = match first.subject.people(self.office.case) {
            Some(_) => filings.iter().filter(|filing| ON_PORTAL.contains(&filing.kind)).collect(),
            None => Vec::new(),
        };
        let mut names = BTreeSet::new();
        for filing in wanted {
            let person = name::of_person(filing.subject.name(self.office.case));
            let stem = (1..)
                .map(|number| if number == 1 { person.clone() } else { format!("{person}_{number}") })
                .find(|stem| names.insert(stem.to_lowercase()))
                .expect("numbers do not end");
            self.portal_card(filing, &format!("portal/{stem}"))?;
        }
        Ok(())
    }

    fn portal_card(&mut self, filing: &Filing, path: &str) -> Result<(), Vec<Reason>> {
        let Builder { office, .. } = *self;
        let language = office.languages[0];
        let data = self.context(filing, language);
        let path = format!("{path}.{language}");
        let (template, subject) = ("portal-card", filing.subject);
        let name = subject.name(office.case).to_owned();
        let html = format!("{path}.html");
        let paper = Companion { template, path, subject, name: name.clone(), language, letter: true };
        let Some(printed) = self.companion(paper, &data)? else { return Ok(()) };
        let card = page::portal_card(&card::read(&printed.document, language));
        self.add(html, template, &name, language, 1, card.into_bytes());
        Ok(())
    }

    /// One of these papers, filled, printed, let through the gate and added; nothing where its data lacks a value that
    /// it must have. What is printed comes back without its bytes.
    fn companion(&mut self, paper: Companion, data: &Value) -> Result<Option<Printed>, Vec<Reason>> {
        let Companion { template, path, subject, name, language, letter } = paper;
        let filled = match self.office.library.get(template, language).fill(data) {
            Ok(filled) if filled.lacks.is_empty() => filled,
            Ok(_) | Err(FillError::Lack(_)) => return Ok(None),
            Err(error) => return Err(vec![Reason::of_template(&error)]),
        };
        let title = format!("{}: {name}", phrase(template, &[]).get(language));
        let mut printed = self.print(&filled.parts, &path, title, language)?;
        self.pass(subject, letter, &printed)?;
        let (pages, formats) = (printed.pages.len(), self.office.formats);
        let pdf = std::mem::take(&mut printed.bytes);
        for (extension, bytes, wanted) in [("docx", filled.docx, formats.docx), ("pdf", pdf, formats.pdf)] {
            if wanted {
                self.add(format!("{path}.{extension}"), template, &name, language, pages, bytes);
            }
        }
        Ok(Some(printed))
    }
}
