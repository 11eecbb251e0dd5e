//! The templates of a run: the built-in letters, a user's own in their place, file by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Fault, Pictures, Template};
use crate::language::Language;

macro_rules! built_in {
    ($($name:literal)*) => {
        /// File name and bytes of the built-in templates, by name.
        pub const BUILT_IN: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../templates/", $name)))),*];
    };
}

built_in! {
    "arrival-notification.en.docx"
    "arrival-notification.kk.docx"
    "arrival-notification.ru.docx"
    "checklist.en.docx"
    "checklist.kk.docx"
    "checklist.ru.docx"
    "cover-letter.en.docx"
    "cover-letter.kk.docx"
    "cover-letter.ru.docx"
    "employment-contract-annex.en.docx"
    "employment-contract-annex.kk.docx"
    "employment-contract-annex.ru.docx"
    "family-visa-request.en.docx"
    "family-visa-request.kk.docx"
    "family-visa-request.ru.docx"
    "iin-application.en.docx"
    "iin-application.kk.docx"
    "iin-application.ru.docx"
    "invitation-email.en.docx"
    "invitation-email.kk.docx"
    "invitation-email.ru.docx"
    "invitation-letter.en.docx"
    "invitation-letter.kk.docx"
    "invitation-letter.ru.docx"
    "packet-index.en.docx"
    "packet-index.kk.docx"
    "packet-index.ru.docx"
    "portal-card.en.docx"
    "portal-card.kk.docx"
    "portal-card.ru.docx"
    "power-of-attorney.en.docx"
    "power-of-attorney.kk.docx"
    "power-of-attorney.ru.docx"
    "quota-request.en.docx"
    "quota-request.kk.docx"
    "quota-request.ru.docx"
    "request-to-employee.en.docx"
    "request-to-employee.kk.docx"
    "request-to-employee.ru.docx"
    "trp-application.en.docx"
    "trp-application.kk.docx"
    "trp-application.ru.docx"
    "visa-cancellation.en.docx"
    "visa-cancellation.kk.docx"
    "visa-cancellation.ru.docx"
    "visa-extension.en.docx"
    "visa-extension.kk.docx"
    "visa-extension.ru.docx"
    "work-permit-cancellation.en.docx"
    "work-permit-cancellation.kk.docx"
    "work-permit-cancellation.ru.docx"
    "work-permit-extension.en.docx"
    "work-permit-extension.kk.docx"
    "work-permit-extension.ru.docx"
}

/// A template that cannot be used.
#[derive(Debug)]
pub struct Unusable {
    /// File name, `invitation-letter.ru.docx`.
    pub name: String,
    /// At least one.
    pub faults: Vec<Fault>,
}

/// A compiled template with the bytes that it was compiled from.
#[derive(Debug)]
struct Entry {
    template: Template,
    source: Vec<u8>,
}

/// Compiled templates by file name.
#[derive(Debug, Default)]
pub struct Library {
    entries: BTreeMap<String, Entry>,
    pictures: Pictures,
}

impl Library {
    /// Compiles the templates of these languages; `own` (file name → bytes) takes the place of built-in
    /// ones of the same name.
    ///
    /// # Errors
    /// All templates that do not compile, each with all of its faults.
    pub fn load(languages: &[Language], own: &BTreeMap<String, Vec<u8>>) -> Result<Library, Vec<Unusable>> {
        let mut library = Library::default();
        let mut unusable = Vec::new();
        for (name, built_in) in BUILT_IN {
            let Some(language) = language_of(name).filter(|language| languages.contains(language)) else {
                continue;
            };
            let source = own.get(*name).map_or(*built_in, Vec::as_slice);
            match Template::compile(source, name, language) {
                Ok(template) => {
                    library.entries.insert((*name).to_owned(), Entry { template, source: source.to_vec() });
                }
                Err(faults) => unusable.push(Unusable { name: (*name).to_owned(), faults }),
            }
        }
        if unusable.is_empty() { Ok(library) } else { Err(unusable) }
    }

    /// The same library, with pictures that the filter `image` finds by name.
    pub fn with_pictures(mut self, pictures: &Pictures) -> Library {
        for entry in self.entries.values_mut() {
            entry.template.pictures = Arc::clone(pictures);
        }
        Library { pictures: Arc::clone(pictures), ..self }
    }

    /// The template of a document (`invitation-letter`, `checklist`) in a language that was loaded.
    ///
    /// # Panics
    /// When there is none: the built-in ones have every document in every language (a test).
    pub fn get(&self, document: &str, language: Language) -> &Template {
        let name = file_name(document, language);
        &self
            .entries
            .get(&name)
            .expect("every document has a template in every language that was loaded")
            .template
    }

    /// Every template, by file name.
    pub fn templates(&self) -> impl Iterator<Item = &Template> {
        self.entries.values().map(|entry| &entry.template)
    }

    /// The bytes of every template and picture by file name: what a manifest hashes.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let templates = self.entries.iter().map(|(name, entry)| (name.as_str(), entry.source.as_slice()));
        templates.chain(self.pictures.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }
}

/// `invitation-letter.ru.docx`.
pub fn file_name(document: &str, language: Language) -> String {
    format!("{document}.{language}.docx")
}

/// The language in a template's file name, `invitation-letter.ru.docx` → `ru`.
pub fn language_of(name: &str) -> Option<Language> {
    Language::from_code(name.strip_suffix(".docx")?.rsplit_once('.')?.1)
}
