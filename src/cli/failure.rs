//! Why a command could not work: an exit code and words for a person.

use std::path::Path;

use crate::confine::ReadError;
use crate::finding::{Notice, notice};
use crate::language::{Language, Text};
use crate::template::Fault;
use crate::{docx, output, pdf, roster, rules, web, workbook};

/// The outcome of a process (design contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All made.
    Done = 0,
    /// Findings left something unmade.
    Unmade = 1,
    /// Usage, unreadable file, internal.
    CouldNotWork = 2,
    /// Some outputs failed.
    Partial = 3,
    /// The output folder is in use.
    Locked = 11,
    /// Ended by Ctrl-C; what is there is whole.
    Interrupted = 130,
}

impl Exit {
    /// Of a command that did several pieces of work, each with its own outcome.
    pub fn of_all(exits: &[Exit]) -> Exit {
        let has = |wanted: &[Exit]| exits.iter().any(|exit| wanted.contains(exit));
        match exits {
            [first, rest @ ..] if rest.iter().all(|exit| exit == first) => *first,
            _ if has(&[Exit::Interrupted]) => Exit::Interrupted,
            _ if has(&[Exit::CouldNotWork, Exit::Partial, Exit::Locked]) => Exit::Partial,
            _ if has(&[Exit::Unmade]) => Exit::Unmade,
            _ => Exit::Done,
        }
    }
}

/// A command that could not work.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub notice: Box<Notice>,
}

impl Failure {
    /// A failure with the words of the catalogue.
    pub fn new(code: &'static str, values: &[(&str, &str)]) -> Failure {
        let texts: Vec<_> = values.iter().map(|(name, value)| (*name, Text::same(*value))).collect();
        let borrowed: Vec<_> = texts.iter().map(|(name, text)| (*name, text)).collect();
        Failure::of(code, &borrowed)
    }

    /// As [`Failure::new`], with values that have words of their own in each language.
    pub fn of(code: &'static str, values: &[(&str, &Text)]) -> Failure {
        Failure { exit: Exit::CouldNotWork, notice: Box::new(notice(code, values)) }
    }

    /// About a file that the system does not give.
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
        let path = path.display().to_string();
        match error.kind() {
            std::io::ErrorKind::NotFound => Failure::new("file-missing", &[("path", &path)]),
            std::io::ErrorKind::IsADirectory => Failure::new("file-is-folder", &[("path", &path)]),
            _ => Failure::new("file-unreadable", &[("path", &path), ("cause", &error.to_string())]),
        }
    }

    /// About a rule book.
    pub fn rules(path: &Path, error: &rules::Error) -> Failure {
        let path = Text::same(path.display().to_string());
        Failure::of("rules-invalid", &[("path", &path), ("cause", &error.notice().message)])
    }

    /// About a Word document that cannot be read.
    pub fn document(path: &str, error: &docx::Error) -> Failure {
        Failure { exit: Exit::CouldNotWork, notice: Box::new(error.notice(path)) }
    }

    /// About a document that cannot be printed.
    pub fn print(path: &str, error: &pdf::Error) -> Failure {
        let why = error.notice();
        let values = [("path", &Text::same(path)), ("cause", &why.message), ("act", &why.hint)];
        Failure::of("document-invalid", &values)
    }

    /// About a template that does not compile: its first fault, with the place in the Word document.
    pub fn about_template(path: &str, fault: &Fault) -> Failure {
        let place = fault.place.text();
        let at = |language| {
            let words = fault.message.message.get(language);
            format!("{} (`{}`): {words}", place.get(language), fault.place.context)
        };
        let cause = Text::new(at(Language::En), at(Language::Ru), at(Language::Kk));
        let values = [("path", &Text::same(path)), ("cause", &cause)];
        Failure { exit: Exit::CouldNotWork, notice: Box::new(notice("templates-invalid", &values)) }
    }

    /// As lines for the terminal: what, then the next act.
    pub fn human(&self, language: Language) -> String {
        format!("otinish: {}\n  → {}\n", self.notice.message.get(language), self.notice.hint.get(language))
    }

    /// As the JSON of the contract.
    pub fn json(&self) -> serde_json::Value {
        let Notice { code, message, hint } = &*self.notice;
        serde_json::json!({ "error": { "code": code, "message": message, "hint": hint } })
    }
}

impl From<roster::Error> for Failure {
    fn from(error: roster::Error) -> Failure {
        Failure { exit: Exit::CouldNotWork, notice: Box::new(error.notice()) }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure { exit: Exit::CouldNotWork, notice: Box::new(error.notice()) }
    }
}

impl From<web::Error> for Failure {
    fn from(error: web::Error) -> Failure {
        match error {
            web::Error::PortTaken { port } => Failure::new("port-taken", &[("port", &port.to_string())]),
            web::Error::Listen(cause) => Failure::new("port-failed", &[("cause", &cause.to_string())]),
            web::Error::Workspace(error) => error.into(),
        }
    }
}

impl From<workbook::Error> for Failure {
    fn from(error: workbook::Error) -> Failure {
        match error {
            workbook::Error::Unreadable(error) => (*error).into(),
            workbook::Error::Unwritable(cause) => Failure::new("workbook-unwritable", &[("cause", &cause)]),
        }
    }
}

impl From<output::Error> for Failure {
    fn from(error: output::Error) -> Failure {
        let shown = |path: &Path| path.display().to_string();
        match error {
            output::Error::Locked { path } => {
                Failure { exit: Exit::Locked, ..Failure::new("output-locked", &[("path", &shown(&path))]) }
            }
            output::Error::Link { path } => Failure::new("output-link", &[("path", &shown(&path))]),
            output::Error::Io { path, source, .. } => {
                Failure::new("output-failed", &[("path", &shown(&path)), ("cause", &source.to_string())])
            }
        }
    }
}
