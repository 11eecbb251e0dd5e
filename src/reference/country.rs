//! Countries: names in three languages, treaties, and the way into Kazakhstan that a citizenship gives.
//!
//! The table is `data/countries.tsv`: the 249 of ISO 3166-1. Kosovo is deliberately absent (Kazakhstan
//! does not recognise it): a person decides such a case.

use std::sync::LazyLock;

use chrono::NaiveDate;
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
    /// Other CIS: work permit; no visa where entry is free ([`Country::enters_freely`]); TRP (R26, R27).
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

/// Standing in the Commonwealth of Independent States.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cis {
    Member,
    /// Turkmenistan; counted as a member.
    Associate,
    /// Georgia, Ukraine; not counted.
    Left,
    Never,
}

/// Since when apostilles of a country are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hague {
    No,
    /// Before any date that matters here.
    Always,
    Since(NaiveDate),
    /// Territories, and states of unclear standing.
    Ask,
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
    hague: Hague,
    visa_free: bool,
    cis: Cis,
    eaeu: bool,
    minsk: bool,
    route: Option<Route>,
    enters_freely: bool,
    synonyms: &'static str,
}

const COLUMNS: [&str; 15] = [
    "alpha2",
    "alpha3",
    "en",
    "ru",
    "ru_genitive",
    "kk",
    "article",
    "hague",
    "visa_free_57",
    "cis",
    "eaeu",
    "minsk",
    "route",
    "enters_freely",
    "synonyms",
];

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    table::rows("countries.tsv", include_str!("data/countries.tsv"), COLUMNS).into_iter().map(entry).collect()
});

fn entry(cells: [&'static str; 15]) -> Entry {
    let [
        alpha2,
        alpha3,
        en,
        ru,
        ru_genitive,
        kk,
        article,
        hague,
        visa_free,
        cis,
        eaeu,
        minsk,
        route,
        free,
        synonyms,
    ] = cells;
    Entry {
        alpha2,
        alpha3,
        en,
        ru,
        ru_genitive,
        kk,
        article: article == "the",
        hague: match hague {
            "no" => Hague::No,
            "yes" => Hague::Always,
            "ask" => Hague::Ask,
            date => {
                Hague::Since(date.parse().unwrap_or_else(|_| panic!("countries.tsv: {alpha2}: hague {date}")))
            }
        },
        visa_free: visa_free == "1",
        cis: match cis {
            "member" => Cis::Member,
            "associate" => Cis::Associate,
            "left" => Cis::Left,
            _ => Cis::Never,
        },
        eaeu: eaeu == "1",
        minsk: minsk == "1",
        route: match route {
            "eaeu" => Some(Route::Eaeu),
            "azerbaijan" => Some(Route::Azerbaijan),
            "cis" => Some(Route::Cis),
            "visa" => Some(Route::Visa),
            "bilateral" => Some(Route::Bilateral),
            _ => None,
        },
        enters_freely: free == "1",
        synonyms,
    }
}

/// All countries, by alpha-2 code.
pub fn all() -> impl Iterator<Item = Country> {
    (0..ENTRIES.len()).map(|index| Country(index as u16))
}

/// The country with this alpha-2 code, in capitals.
pub fn of_alpha2(code: &str) -> Option<Country> {
    all().find(|country| country.alpha2() == code)
}

/// How a certificate issued in `issuer` must be authenticated for a filing on `date`.
pub fn authentication(issuer: Country, date: NaiveDate) -> Authentication {
    let entry = issuer.entry();
    match entry.hague {
        _ if entry.alpha2 == "KZ" => Authentication::None,
        _ if issuer.is_cis() => Authentication::NotarisedCopy,
        Hague::Always => Authentication::Apostille,
        Hague::Since(start) if start <= date => Authentication::Apostille,
        Hague::Since(_) | Hague::No => Authentication::Legalisation,
        Hague::Ask => Authentication::AskPerson,
    }
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
        match language {
            Language::En => entry.en,
            Language::Ru => entry.ru,
            Language::Kk => entry.kk,
        }
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

    /// Whether it belongs to the Eurasian Economic Union (RU AM BY KG, and KZ).
    pub fn is_eaeu(self) -> bool {
        self.entry().eaeu
    }

    /// Whether it counts as a CIS state (R26, R31); so does Turkmenistan, an associate.
    pub fn is_cis(self) -> bool {
        matches!(self.entry().cis, Cis::Member | Cis::Associate)
    }

    /// The exact standing in the CIS.
    pub fn cis(self) -> Cis {
        self.entry().cis
    }

    /// Whether it is one of the 57 whose citizens need no visa for other purposes than work (R17).
    pub fn is_visa_free(self) -> bool {
        self.entry().visa_free
    }

    /// Whether a bilateral or multilateral arrangement lets its citizens enter without a visa for longer
    /// than the 57: the EAEU, AZ, UZ, TJ, MD, GE, MN, UA.
    pub fn enters_freely(self) -> bool {
        self.entry().enters_freely
    }

    /// Whether it is a party of the Minsk convention of 22.01.1993 on legal aid.
    pub fn is_minsk(self) -> bool {
        self.entry().minsk
    }

    /// Since when its apostilles are accepted, where that date is known and recent enough to matter.
    pub fn apostille_from(self) -> Option<NaiveDate> {
        match self.entry().hague {
            Hague::Since(date) => Some(date),
            _ => None,
        }
    }

    /// The way in; `None` for Kazakhstan itself.
    pub fn route(self) -> Option<Route> {
        self.entry().route
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
