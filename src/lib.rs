//! Otinish turns an employer's Excel roster of foreign staff into checked, complete, zipped filing packets
//! for the authorities of Kazakhstan.
//!
//! # The words
//! A **workbook** is the file as HR typed it; what was read of it is a [`Roster`](roster::Roster). Checking
//! turns rows into **records** ([`record`]) whose field types cannot hold a bad value, and says what is
//! wrong, doubtful or filled in as **findings** ([`finding`]). The **rule book** ([`rules`]) holds the dated
//! numbers of the law with a citation each. A **filing** ([`plan`]) is one submission to one authority for
//! one subject. A **template** ([`template`]) is a Word file with tags, owned by paralegals; filled, it is a
//! **document**, and its PDF is the print of that same file ([`docx`], [`layout`], [`pdf`]). A **packet**
//! ([`packet`]) is the zip that is handed in.
//!
//! # The way
//! One direction; a noun for each stage, a verb for each edge. Bytes in, bytes out: the clock, the disk and
//! the terminal are the business of `main`, [`output`] and [`cli`]; [`batch`] does the packets of a run on
//! all cores. A module uses only those above it in
//! the list below.
//!
//! ```
//! use chrono::NaiveDate;
//! use otinish::docx::{Document, Package};
//! use otinish::language::Language;
//! use otinish::layout::{self, Fonts};
//! use otinish::pdf::{Metadata, Press};
//! use otinish::template::{Library, context};
//! use otinish::{check, plan, roster, rules::RuleBook};
//!
//! let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar");
//! let workbook = std::fs::read("fixtures/roster.xlsx")?;
//!
//! // workbook → roster → case → filings
//! let rules = RuleBook::kazakhstan();
//! let roster = roster::read(&workbook, "roster.xlsx")?;
//! let case = check::check(&roster, &rules, today);
//! let filings = plan::plan(&case, &rules, today);
//! let filing = filings.first().expect("the sample has filings");
//!
//! // filing → DOCX → pages → PDF
//! let library = Library::load(&[Language::Kk], &Default::default()).expect("the built-in letters compile");
//! let letter = library.get(filing.kind.name(), Language::Kk);
//! let filled = letter.fill(&context::context(&case, filing, Language::Kk, today))?;
//! assert!(filled.lacks.is_empty(), "the sample lacks nothing");
//! let fonts = Fonts::load();
//! let pages = layout::lay_out(&Document::read(&Package::read(&filled.docx)?)?, &fonts);
//! let metadata = Metadata {
//!     title: filing.kind.title().kk,
//!     language: Language::Kk,
//!     author: String::new(),
//!     subject: String::new(),
//!     created: today,
//! };
//! let pdf = Press::new(&fonts).print(&pages, &metadata)?;
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod language;
pub mod filing;
pub mod finding;
pub mod roster;
pub mod reference;
pub mod record;
pub mod rules;
pub mod check;
pub mod plan;
pub mod docx;
pub mod template;
pub mod layout;
pub mod pdf;
pub mod packet;
pub mod board;
pub mod workbook;
pub mod output;
pub mod batch;
pub mod confine;
pub mod web;
pub mod cli;
