//! Countries: codes and names in three languages.
//!
//! The table is `data/countries.tsv`: the 249 of ISO 3166-1. Kosovo is deliberately absent (Kazakhstan
//! does not recognise it): a person decides such a case. Absent too is what changes with time, treaties
//! and lists of states: the rule book has them, dated.

use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::table;
use crate::language::Language;

mod find;

pub use find::{CountryError, find};

/// A country or territory of ISO 3166-1. Serialised as its alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(u16);

/// The way into the country and to work that a citizenship gives (FAQ R15–R18, R26–R28).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// RU AM BY KG: neither work permit nor visa, TRP on the employment contract (R28).
    Eaeu,
    /// AZ: work permit, no visa, TRP (R18).
    Azerbaijan,
    /// Other CIS: work permit; no visa where entry is free; TRP (R26, R27).
    Cis,
    /// Everyone else: work permit, invitation, C3 visa (R13–R17).
    Visa,
    /// Bilateral visa-free entry outside the CIS (GE MN UA): as `Visa`, but a person should decide.
    Bilateral,
}

/// How a certificate must be authenticated (R16, R31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// Issued in Kazakhstan.
    None,
    /// Issued in a member state of the CIS: a notarised copy is sufficient (R31).
    NotarisedCopy,
    /// The issuing country is a party of the Hague convention on the day of filing.
    Apostille,
    /// Neither: consular legalisation.
    Legalisation,
    /// A territory or a state of unclear standing: not for a program to decide.
    AskPerson,
}

/// A row of the table.
struct Entry {
    alpha2: &'static str,
    alpha3: &'static str,
    en: &'static str,
    ru: &'static str,
    ru_genitive: &'static str,
    kk: &'static str,
    /// English wants «the» in running text.
    article: bool,
    synonyms: &'static str,
}

const COLUMNS: [&str; 8] = ["alpha2", "alpha3", "en", "ru", "ru_genitive", "kk", "article", "synonyms"];

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    table::rows("countries.tsv", include_str!("data/countries.tsv"), COLUMNS).into_iter().map(entry).collect()
});

fn entry(cells: [&'static str; 8]) -> Entry {
    let [alpha2, alpha3, en, ru, ru_genitive, kk, article, synonyms] = cells;
    Entry { alpha2, alpha3, en, ru, ru_genitive, kk, article: article == "the", synonyms }
}

/// All countries, by alpha-2 code.
pub fn all() -> impl Iterator<Item = Country> {
    (0..ENTRIES.len()).map(|index| Country(index as u16))
}

/// The country with this alpha-2 code, in capitals.
pub fn of_alpha2(code: &str) -> Option<Country> {
    all().find(|country| country.alpha2() == code)
}

impl Country {
    fn entry(self) -> &'static Entry {
        &ENTRIES[usize::from(self.0)]
    }

    /// ISO 3166-1 alpha-2: `TR`.
    pub fn alpha2(self) -> &'static str {
        self.entry().alpha2
    }

    /// ISO 3166-1 alpha-3: `TUR`.
    pub fn alpha3(self) -> &'static str {
        self.entry().alpha3
    }

    /// The everyday name in the nominative: «Турция», «Түркия», “Türkiye”.
    pub fn name(self, language: Language) -> &'static str {
        let entry = self.entry();
        language.choose(entry.en, entry.ru, entry.kk)
    }

    /// «гражданин Турции».
    pub fn genitive_ru(self) -> &'static str {
        self.entry().ru_genitive
    }

    /// The name as it stands after «гражданин», “citizen of” and before «азаматы»: «США»,
    /// “the United States”, «АҚШ».
    pub fn genitive(self, language: Language) -> String {
        match language {
            Language::Ru => self.genitive_ru().to_owned(),
            Language::En if self.entry().article => format!("the {}", self.entry().en),
            _ => self.name(language).to_owned(),
        }
    }

    /// Whether it is Kazakhstan.
    pub fn is_kazakhstan(self) -> bool {
        self.alpha2() == "KZ"
    }
}

impl Route {
    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            Route::Eaeu => "eaeu",
            Route::Azerbaijan => "azerbaijan",
            Route::Cis => "cis",
            Route::Visa => "visa",
            Route::Bilateral => "bilateral",
        }
    }
}

impl Authentication {
    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            Authentication::None => "none",
            Authentication::NotarisedCopy => "notarised_copy",
            Authentication::Apostille => "apostille",
            Authentication::Legalisation => "legalisation",
            Authentication::AskPerson => "ask_person",
        }
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Country({})", self.alpha2())
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.alpha2())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.alpha2())
    }
}
