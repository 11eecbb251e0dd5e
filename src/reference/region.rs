//! The 17 oblasts and three cities of Kazakhstan: names, codes, and the authorities that take filings.
//!
//! The table is `data/regions.tsv`. Authorities are complete lines for the head of a letter: in Russian
//! the nominative, in Kazakh both nominative and dative («…басқармасына»).

use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::table;
use crate::language::{Language, Text};

mod find;
mod places;

pub use find::{RegionError, find, of_address};

/// A region of Kazakhstan. Serialised as its ISO 3166-2 code, `KZ-23`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(u8);

/// An authority to which a filing is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Authority {
    /// Department for coordination of employment and social programs (R5): quota requests.
    Employment,
    /// Migration service of the police department (R14, R20, R23, R27).
    Migration,
    /// Tax service, the state revenue department (R39).
    Tax,
}

struct Entry {
    kato: &'static str,
    en: &'static str,
    ru: &'static str,
    ru_genitive: &'static str,
    kk: &'static str,
    kk_genitive: &'static str,
    city: bool,
}

const COLUMNS: [&str; 7] = ["kato", "en", "ru", "ru_genitive", "kk", "kk_genitive", "city"];

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let rows = table::rows("regions.tsv", include_str!("data/regions.tsv"), COLUMNS);
    rows.into_iter()
        .map(|[kato, en, ru, ru_genitive, kk, kk_genitive, city]| Entry {
            kato,
            en,
            ru,
            ru_genitive,
            kk,
            kk_genitive,
            city: city == "1",
        })
        .collect()
});

/// All regions, by code.
pub fn all() -> impl Iterator<Item = Region> {
    (0..ENTRIES.len()).map(|index| Region(index as u8))
}

/// The region with this ISO 3166-2 code (`KZ-23`) or these two digits of КАТО (`23`).
pub fn of_code(code: &str) -> Option<Region> {
    let digits = code.strip_prefix("KZ-").unwrap_or(code);
    all().find(|region| region.kato() == digits)
}

impl Region {
    fn entry(self) -> &'static Entry {
        &ENTRIES[usize::from(self.0)]
    }

    /// The first two digits of its КАТО code: `23`.
    pub fn kato(self) -> &'static str {
        self.entry().kato
    }

    /// ISO 3166-2: `KZ-23`.
    pub fn code(self) -> String {
        format!("KZ-{}", self.kato())
    }

    /// Whether it is one of the three cities (Astana, Almaty, Shymkent).
    pub fn is_city(self) -> bool {
        self.entry().city
    }

    /// The name in the nominative: «Атырауская область», «Атырау облысы», “Atyrau Region”.
    pub fn name(self, language: Language) -> &'static str {
        let entry = self.entry();
        language.choose(entry.en, entry.ru, entry.kk)
    }

    /// The name in the genitive: «Атырауской области», «Атырау облысының»; in English as it is.
    pub fn genitive(self, language: Language) -> &'static str {
        let entry = self.entry();
        language.choose(entry.en, entry.ru_genitive, entry.kk_genitive)
    }

    /// The names in three languages.
    pub fn text(self) -> Text {
        Text::new(self.entry().en, self.entry().ru, self.entry().kk)
    }

    /// The full name of an authority, in the nominative in all three languages.
    pub fn authority(self, authority: Authority) -> Text {
        let Entry { en, ru_genitive, kk, kk_genitive, .. } = self.entry();
        match authority {
            Authority::Employment => Text::new(
                format!("Department for Coordination of Employment and Social Programs of {en}"),
                format!("Управление координации занятости и социальных программ {ru_genitive}"),
                format!("{kk_genitive} жұмыспен қамту және әлеуметтік бағдарламаларды үйлестіру басқармасы"),
            ),
            Authority::Migration => Text::new(
                format!("Migration Service Department of the Police Department of {en}"),
                format!("Управление миграционной службы Департамента полиции {ru_genitive}"),
                format!("{kk} Полиция департаментінің Көші-қон қызметі басқармасы"),
            ),
            Authority::Tax => Text::new(
                format!("State Revenue Department of {en}"),
                format!("Департамент государственных доходов {ru_genitive}"),
                format!("{kk} бойынша Мемлекеттік кірістер департаменті"),
            ),
        }
    }

    /// The addressee's line of a letter: as [`Region::authority`], but in Kazakh in the dative
    /// («…басқармасына»); in Russian it follows «В».
    pub fn addressee(self, authority: Authority) -> Text {
        let mut text = self.authority(authority);
        // «басқармасы» and «департаменті»: their datives are «басқармасына» and «департаментіне».
        text.kk.push_str(if text.kk.ends_with('і') { "не" } else { "на" });
        text
    }
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Region(KZ-{})", self.kato())
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KZ-{}", self.kato())
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
