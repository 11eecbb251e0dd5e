//! What a confined process is asked to make of a workbook, and the making: both sides of the question.
//!
//! The order holds the path of the file and what the officer put right; the process reads the file itself, so
//! that its bytes are never parsed where the page runs. The answer is the bytes of one file, or words.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::docx::{Document, Package};
use crate::finding::{Notice, entry};
use crate::language::{Language, Text};
use crate::layout::{self, Fonts};
use crate::packet::Password;
use crate::pdf::{Metadata, Press};
use crate::plan::{self, Filing};
use crate::roster::{self, Corrections, Roster};
use crate::rules::RuleBook;
use crate::template::{BUILT_IN, FillError, Template, context, language_of, specimen};
use crate::{board, check, workbook};

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Where the workbook lies.
    pub file: PathBuf,
    /// The name under which the officer knows it.
    pub name: String,
    pub today: NaiveDate,
    /// What lies over the built-in rule book.
    pub rules: Option<String>,
    /// Language of notes and headings.
    pub language: Language,
    pub corrections: Corrections,
    pub wanted: Wanted,
}

impl Order {
    /// The rule book that the other side checked with.
    pub fn rule_book(&self) -> RuleBook {
        let parse = |text: &String| RuleBook::parse(text).expect("the other side read it before");
        self.rules.as_ref().map_or_else(RuleBook::kazakhstan, parse)
    }
}

/// What is to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Wanted {
    /// Nothing but that it can be checked within the limits.
    Checked,
    /// The workbook, filled and marked.
    Completed,
    /// The calendar of last days.
    Calendar,
    /// The page of last days.
    Board,
    /// One letter of a filing, by its place in the plan.
    Letter { filing: usize, language: Language, format: Format, template: Option<PathBuf> },
}

/// The order of a run of packets; it is made where the command line makes its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Packets {
    pub order: Order,
    pub languages: Vec<Language>,
    pub formats: Vec<Format>,
    /// The folder of the run, for this roster alone.
    pub root: PathBuf,
    /// The folder of the office's own templates.
    pub templates: Option<PathBuf>,
    /// What goes with the letters.
    pub scans: Vec<Scan>,
    /// What the packets are sealed with, if they are; it passes to the other process through a pipe alone.
    pub password: Option<Password>,
}

/// A scan that goes with the letters. Its name tells whose it is and may hold a person's: no file is called so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// As the office knows it, with `/` between folders.
    pub name: String,
    pub file: PathBuf,
    pub bytes: u64,
}

/// The order of a run as bytes.
pub fn write_packets(order: &Packets) -> Vec<u8> {
    serde_json::to_vec(order).expect("an order is data")
}

/// The order of a run; `None` if it is none.
pub fn read_packets(bytes: &[u8]) -> Option<Packets> {
    serde_json::from_slice(bytes).ok()
}

/// A template to be printed with an invented person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Specimen {
    /// Name of the template.
    pub name: String,
    /// Where the office's own one lies; else the built-in one is taken.
    pub own: Option<PathBuf>,
    pub route: String,
}

/// The other side: a specimen in, the answer out; `None` if it is none.
pub fn try_out(question: &[u8]) -> Option<Vec<u8>> {
    let specimen: Specimen = serde_json::from_slice(question).ok()?;
    Some(answered(tried(&specimen)))
}

fn tried(specimen: &Specimen) -> Answer {
    let Specimen { name, own, route } = specimen;
    let language = language_of(name).unwrap_or(Language::Ru);
    let own = own.as_ref().map(fs::read).transpose().map_err(|error| unreadable(name, &error))?;
    let template = template(name, language, own.as_deref())?;
    let known = specimen::ROUTES.into_iter().find(|known| known == route);
    let data = specimen::specimen_for(name, known.ok_or_else(|| words("page-gone", "", ""))?, language);
    let filled = template.fill(&data).map_err(|error| Words::from(error.notice()))?;
    print(&filled.docx, name.clone(), language, specimen::today())
}

/// An own template, or the built-in one.
fn template(name: &str, language: Language, own: Option<&[u8]>) -> Result<Template, Words> {
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes);
    let source = own.or(built_in).ok_or_else(|| words("page-gone", "", ""))?;
    Template::compile(source, name, language).map_err(|faults| {
        faults.into_iter().next().expect("what does not compile has a fault").message.into()
    })
}

/// An answer as bytes.
fn answered(answer: Answer) -> Vec<u8> {
    match answer {
        Ok(bytes) => [b"+", bytes.as_slice()].concat(),
        Err(words) => [b"-".to_vec(), serde_json::to_vec(&words).expect("words are data")].concat(),
    }
}

/// The form of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Pdf,
    Docx,
}

/// The answer: a file, or why there is none.
pub type Answer = Result<Vec<u8>, Words>;

/// Why there is no file, in three languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub code: String,
    pub message: Box<Text>,
    pub hint: Box<Text>,
}

impl Words {
    /// As a notice of a code that the catalogue knows.
    pub fn into_notice(self) -> Notice {
        let code = entry(&self.code).map_or("page-internal", |entry| entry.code);
        Notice { code, message: *self.message, hint: *self.hint }
    }
}

impl From<Notice> for Words {
    fn from(notice: Notice) -> Words {
        Words { code: notice.code.to_owned(), message: Box::new(notice.message), hint: Box::new(notice.hint) }
    }
}

/// The order as bytes.
pub fn write(order: &Order) -> Vec<u8> {
    serde_json::to_vec(order).expect("an order is data")
}

/// The answer of the other process.
pub fn read_answer(bytes: &[u8]) -> Option<Answer> {
    let (tag, rest) = bytes.split_first()?;
    match tag {
        b'+' => Some(Ok(rest.to_vec())),
        b'-' => serde_json::from_slice(rest).ok().map(Err),
        _ => None,
    }
}

/// The other side: an order in, the answer out; `None` if it is no order.
pub fn fulfil(order: &[u8]) -> Option<Vec<u8>> {
    let order: Order = serde_json::from_slice(order).ok()?;
    Some(answered(make(&order)))
}

fn make(order: &Order) -> Answer {
    let bytes = fs::read(&order.file).map_err(|error| unreadable(&order.name, &error))?;
    let roster = read(&bytes, order)?;
    let rules = order.rule_book();
    let case = check::check(&roster, &rules, order.today);
    let filings = plan::plan(&case, &rules, order.today);
    match &order.wanted {
        Wanted::Checked => Ok(Vec::new()),
        Wanted::Completed => {
            workbook::corrected(&bytes, &roster, &order.corrections, &case, &filings, order.language).map_err(
                |error| match error {
                    workbook::Error::Unreadable(error) => error.notice().into(),
                    workbook::Error::Unwritable(cause) => words("workbook-unwritable", "cause", &cause),
                },
            )
        }
        Wanted::Calendar => Ok(board::ics(&case, &filings, order.today, order.language).into_bytes()),
        Wanted::Board => {
            Ok(board::Board::new(&case, &filings, order.today).page(order.language).into_bytes())
        }
        Wanted::Letter { filing, language, format, template } => {
            let filing = filings.get(*filing).ok_or_else(|| words("page-gone", "", ""))?;
            let own = template.as_ref().map(fs::read).transpose();
            let own = own.map_err(|error| unreadable(&order.name, &error))?;
            letter(&case, filing, *language, *format, own.as_deref(), order.today)
        }
    }
}

/// The roster of an order, with its corrections.
///
/// # Errors
/// Why it cannot be read, in words.
pub fn read(bytes: &[u8], order: &Order) -> Result<Roster, Words> {
    let opened = roster::open(bytes, &order.name);
    let roster = opened.and_then(|opened| opened.recognise(&order.name, &order.corrections));
    roster.map_err(|error| error.notice().into())
}

fn letter(
    case: &check::Case,
    filing: &Filing,
    language: Language,
    format: Format,
    own: Option<&[u8]>,
    today: NaiveDate,
) -> Answer {
    let name = format!("{}.{language}.docx", filing.kind);
    let template = template(&name, language, own)?;
    let filled =
        template.fill(&context::context(case, filing, language, today)).map_err(|error| match &error {
            FillError::Lack(lack) => lacking(case, filing, &lack.path),
            error => error.notice().into(),
        })?;
    if let Some(lack) = filled.lacks.first() {
        return Err(lacking(case, filing, &lack.path));
    }
    match format {
        Format::Docx => Ok(filled.docx),
        Format::Pdf => {
            let title =
                format!("{}: {}", filing.title(case).get(language), filing.subject.label(case, language));
            print(&filled.docx, title, language, today)
        }
    }
}

/// The PDF of a filled letter.
pub fn print(docx: &[u8], title: String, language: Language, today: NaiveDate) -> Answer {
    let document = Package::read(docx).and_then(|package| Document::read(&package));
    let document = document.map_err(|error| Words::from(error.notice(&title)))?;
    let fonts = Fonts::load();
    let metadata =
        Metadata { title, language, author: String::new(), subject: String::new(), created: today };
    let pages = layout::lay_out(&document, &fonts);
    Press::new(&fonts).print(&pages, &metadata).map_err(|error| error.notice().into())
}

/// The letter lacks a value: which, and in which cell it is to be typed.
fn lacking(case: &check::Case, filing: &Filing, path: &str) -> Words {
    let place = context::place_of(case, filing, path).unwrap_or_default();
    let field = place.field.and_then(roster::Field::from_name);
    let field = field.map_or_else(|| Text::same(path), check::label);
    let place = match place.to_string() {
        place if place.is_empty() => Text::new("the roster", "реестр", "тізілім"),
        place => Text::same(place),
    };
    crate::finding::notice("page-letter-lacks", &[("field", &field), ("place", &place)]).into()
}

fn unreadable(name: &str, error: &std::io::Error) -> Words {
    let (path, cause) = (Text::same(name), Text::same(error.to_string()));
    crate::finding::notice("file-unreadable", &[("path", &path), ("cause", &cause)]).into()
}

fn words(code: &str, placeholder: &str, value: &str) -> Words {
    crate::finding::notice(code, &[(placeholder, &Text::same(value))]).into()
}
