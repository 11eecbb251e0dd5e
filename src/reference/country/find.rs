//! From what people type to a country: codes, names in three languages, old spellings, nationalities.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use super::{Country, ENTRIES, all};
use crate::reference::fold::{fold, latin};

/// Why a text names no one country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountryError {
    /// No known spelling; `nearest` is one that is only a slip away.
    #[error("no known country")]
    Unknown { nearest: Option<Country> },
    /// It could be any of these («Korea», «Congo»).
    #[error("could be any of {0:?}")]
    Ambiguous(Vec<Country>),
}

/// Folded spelling → the countries that it can mean.
static SPELLINGS: LazyLock<HashMap<String, Vec<Country>>> = LazyLock::new(|| {
    let mut spellings: HashMap<String, Vec<Country>> = HashMap::new();
    for country in all() {
        let entry = &ENTRIES[usize::from(country.0)];
        let own = [entry.alpha2, entry.alpha3, entry.en, entry.ru, entry.ru_genitive, entry.kk];
        for spelling in own.into_iter().chain(entry.synonyms.split('|')) {
            // Unfolded too, so that «ҚР» stays apart from «КР».
            for key in [spelling.to_lowercase(), fold(spelling)] {
                let countries = spellings.entry(key).or_default();
                if !countries.contains(&country) {
                    countries.push(country);
                }
            }
        }
    }
    spellings.remove("");
    spellings
});

/// The country that a cell names: `Turkey`, `Türkiye`, `ТУР`, `TR`, `КНР`, `China (PRC)`, `Indian`,
/// `гражданин Турции`, `россиянин` …
pub fn find(text: &str) -> Result<Country, CountryError> {
    match reading(text) {
        Some([country]) => Ok(*country),
        Some(several) => Err(CountryError::Ambiguous(several.to_vec())),
        None => of_parts(text),
    }
}

/// The countries of a text read as one spelling, the surest way first.
fn reading(text: &str) -> Option<&'static [Country]> {
    let of = |reading: &str| SPELLINGS.get(reading).map(Vec::as_slice);
    let folded = fold(text);
    // Only in a text that is Latin otherwise: «КР» in Cyrillic does not mean KP.
    let as_latin = || {
        let some = text.contains(|letter: char| letter.is_ascii_alphabetic());
        some.then(|| latin(&text.to_uppercase())).flatten().and_then(|latin| of(&fold(&latin)))
    };
    let bare = || {
        let words: Vec<&str> = folded.split(' ').filter(|word| !NOISE.contains(word)).collect();
        of(&words.join(" "))
    };
    of(&text.trim().to_lowercase())
        .or_else(|| of(&folded))
        .or_else(|| of(&fold(&text.replace('.', ""))))
        .or_else(as_latin)
        .or_else(bare)
}

/// Words round a country's name.
static NOISE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "гражданин|гражданка|граждане|граждан|гр|н|ка|гражданство|гражданства|подданный|подданная|азаматы|\
    азаматша|азаматтыгы|citizen|citizens|citizenship|national|nationality|of|the|г|страна|паспорт|passport|\
    республика|республики|republic|республикасы|республикасынын|федерация|федерациясынын|королевство|королевства|\
    kingdom|корольдігі|султанат|sultanate|государство|state|княжество|principality"
    .split('|')
    .collect()
});

/// `Турция / Turkey`, `China (PRC)`, `TR - Turkey`: all the parts must name the same country. A part
/// that names none makes the cell unknown: it could be a second citizenship.
fn of_parts(text: &str) -> Result<Country, CountryError> {
    let text = text.replace(" - ", "/");
    let parts = text.split(['/', '(', ')', ',', ';', ':', '\n', '|', '–', '—']);
    let mut named: Vec<Country> = Vec::new();
    let mut strange = false;
    for part in parts.filter(|part| part.contains(char::is_alphabetic)) {
        match reading(part) {
            Some([country]) => named.push(*country),
            _ => strange = true,
        }
    }
    named.sort_unstable();
    named.dedup();
    match named[..] {
        [] => Err(CountryError::Unknown { nearest: nearest(&fold(&text)) }),
        [country] if strange => Err(CountryError::Unknown { nearest: Some(country) }),
        [country] => Ok(country),
        _ => Err(CountryError::Ambiguous(named)),
    }
}

/// The fewest letters of a word in which a slip of the hand is looked for.
const LETTERS: usize = 5;

/// Spellings of one country each, by how many letters they have.
static BY_LENGTH: LazyLock<BTreeMap<usize, Vec<(&str, Country)>>> = LazyLock::new(|| {
    let mut by_length: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (spelling, countries) in &*SPELLINGS {
        if let ([country], letters @ LETTERS..) = (&countries[..], spelling.chars().count()) {
            by_length.entry(letters).or_default().push((spelling.as_str(), *country));
        }
    }
    by_length
});

/// The one country with a spelling that is a slip of the hand away from a word.
fn nearest(folded: &str) -> Option<Country> {
    let letters = folded.chars().count();
    if letters < LETTERS {
        return None;
    }
    let slips = if letters < 8 { 1 } else { 2 };
    let mut near: Vec<(usize, Country)> = BY_LENGTH
        .range(letters - slips..=letters + slips)
        .flat_map(|(_, spellings)| spellings)
        .map(|(spelling, country)| (strsim::osa_distance(spelling, folded), *country))
        .filter(|(distance, _)| *distance <= slips)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [] => None,
        [(best, country), ..] => {
            near.iter().all(|(distance, other)| *distance > best || *other == country).then_some(country)
        }
    }
}
