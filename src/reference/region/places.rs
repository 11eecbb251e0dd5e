//! From a text to the places of Kazakhstan that it names ([`hits`]).
//!
//! A place that only names a street («ул. Астана»), a district («Алматинский район») or a building is
//! not where something stands, and is left out.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::{Region, all, of_code};
use crate::language::Language;
use crate::reference::fold::{self, latin};
use crate::reference::table;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The region itself.
    Oblast,
    /// A town, district or field in it.
    Town,
}

/// How sure it is that a name is that of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It says what it is («г.», «обл.», “city”), or a town stands alone between commas.
    Certain,
    Likely,
    /// In an address it would rather be a street: «Сатпаев 5», «Атырауская».
    Streetlike,
}

/// A place that a text names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub region: Region,
    pub kind: Kind,
    pub certainty: Certainty,
    /// The number of its piece between `/`, `;`, line ends and the like.
    pub piece: usize,
}

/// Words between `|` as a set.
type Marks = LazyLock<HashSet<&'static str>>;

/// Words before or after a place that say it is a settlement or a field.
static TOWN_MARKS: Marks = LazyLock::new(|| {
    "г|гор|город|города|городе|к|каласы|каласында|каласынын|city|town|of|пос|поселок|п|с|\
    село|мр|месторождение|field"
        .split('|')
        .collect()
});

/// Words that say it is an oblast; they make a town's name that of its oblast.
static OBLAST_MARKS: Marks = LazyLock::new(|| {
    "обл|область|области|областью|облысы|облысынын|облысында|облыс|oblast|region|obl|\
    province|reg"
        .split('|')
        .collect()
});

/// Words with which a name is that of a street, a district or a building, before or after it.
static STREETS: Marks = LazyLock::new(|| {
    "ул|улица|улицы|пр|прт|проспект|проспекта|просп|пер|переулок|мкр|мкрн|микрорайон|бульвар|бул|\
    шоссе|тракт|площадь|наб|набережная|район|рн|района|street|str|st|ave|avenue|av|blvd|boulevard|road|rd|lane|\
    square|highway|district|microdistrict|mkr|коше|кошеси|кошесі|дангылы|ауданы|ыкшамаудан|ыкшамауданы|жк|бц|тц|\
    трц|гостиница|отель|конакуйі|hotel|tower|plaza|плаза"
    .split('|')
    .collect()
});

/// Words that may stand beside a lone town: «Казахстан, 060011 Атырау».
static COUNTRY: Marks = LazyLock::new(|| {
    "казахстан|казакстан|kazakhstan|рк|kz|республика|республики|republic".split('|').collect()
});

/// The most words in a spelling.
const LONGEST: usize = 4;

/// Folded spelling → place.
static PLACES: LazyLock<HashMap<String, (Region, Kind)>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    let mut put = |spelling: &str, region: Region, kind: Kind| {
        let before = places.insert(fold(spelling), (region, kind));
        assert!(before.is_none_or(|before| before.0 == region), "places.tsv: {spelling} lies in two regions");
    };
    let rows = table::rows("places.tsv", include_str!("../data/places.tsv"), ["kato", "kind", "spellings"]);
    for [kato, kind, spellings] in rows {
        let region = of_code(kato).unwrap_or_else(|| panic!("places.tsv: no region {kato}"));
        let kind = if kind == "oblast" { Kind::Oblast } else { Kind::Town };
        spellings.split('|').for_each(|spelling| put(spelling, region, kind));
    }
    for region in all() {
        let kind = if region.is_city() { Kind::Town } else { Kind::Oblast };
        for language in Language::ALL {
            put(region.name(language), region, kind);
            put(region.genitive(language), region, kind);
        }
        put(&region.code(), region, kind);
    }
    places
});

/// The first words of all spellings: most words of an address begin no place.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| PLACES.keys().filter_map(|spelling| spelling.split(' ').next()).collect());

/// The places that a text names.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let pieces = text.split(['/', ';', '\n', '|', '+', '&']).enumerate();
    let components = pieces
        .flat_map(|(piece, part)| part.split([',', '(', ')', ':']).map(move |component| (piece, component)));
    components.flat_map(|(piece, component)| of_component(piece, component)).collect()
}

/// The places of a text without commas.
fn of_component(piece: usize, component: &str) -> Vec<Hit> {
    let folded = fold(component);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((length, region, kind)) = place_at(&words[at..]) else {
            at += 1;
            continue;
        };
        let range = at..at + length;
        hits.extend(certainty(&words, range, kind).map(|certainty| Hit { region, kind, certainty, piece }));
        at += length;
    }
    hits
}

/// How sure the place at `range` is one; `None` if it names a street, district or building.
fn certainty(words: &[&str], range: Range<usize>, kind: Kind) -> Option<Certainty> {
    let inside = &words[range.clone()];
    let before = range.start.checked_sub(1).map_or("", |at| words[at]);
    let after = words.get(range.end).copied().unwrap_or("");
    if inside.iter().any(|word| is(&STREETS, word)) {
        // A district that is a place of its own, «Жылыойский район».
        return Some(Certainty::Certain);
    }
    let oblast = is(&OBLAST_MARKS, before)
        || is(&OBLAST_MARKS, after)
        || inside.iter().any(|word| is(&OBLAST_MARKS, word));
    let town =
        is(&TOWN_MARKS, before) || is(&TOWN_MARKS, after) || inside.iter().any(|word| is(&TOWN_MARKS, word));
    let marked = match kind {
        Kind::Oblast if town && !oblast => return None,
        Kind::Oblast => oblast,
        Kind::Town => town || oblast,
    };
    // «г. Атырау ул. Сатпаева»: the mark before a name is stronger than the street behind it.
    if (is(&STREETS, before) || is(&STREETS, after)) && !is(&TOWN_MARKS, before) && !is(&OBLAST_MARKS, before)
    {
        return None;
    }
    if !marked && words.iter().any(|word| is(&STREETS, word)) {
        return None;
    }
    let mut others = words[..range.start].iter().chain(&words[range.end..]);
    let alone = others.all(|word| is(&COUNTRY, word) || is_postcode(word));
    let number = !after.is_empty() && after.len() < 6 && after.bytes().all(|byte| byte.is_ascii_digit());
    Some(match kind {
        _ if marked => Certainty::Certain,
        Kind::Town if alone => Certainty::Certain,
        Kind::Town if !number => Certainty::Likely,
        _ => Certainty::Streetlike,
    })
}

fn is(list: &Marks, word: &str) -> bool {
    list.contains(word)
}

fn is_postcode(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The longest spelling at the start of some words: its length, region and kind.
fn place_at(words: &[&str]) -> Option<(usize, Region, Kind)> {
    let first = words.first()?;
    if !FIRST_WORDS.contains(first) && in_latin(first).is_none_or(|first| !FIRST_WORDS.contains(&*first)) {
        return None;
    }
    let (length, region, kind) = (1..=LONGEST.min(words.len())).rev().find_map(|length| {
        let spelling = words[..length].join(" ");
        let place = PLACES.get(&spelling).or_else(|| PLACES.get(&in_latin(&spelling)?));
        place.map(|(region, kind)| (length, *region, *kind))
    })?;
    let oblast = words.get(length).is_some_and(|word| is(&OBLAST_MARKS, word));
    Some((length, region, if oblast && !region.is_city() { Kind::Oblast } else { kind }))
}

/// A folded spelling whose Cyrillic letters all look like Latin ones, in those.
fn in_latin(spelling: &str) -> Option<String> {
    (!spelling.is_ascii()).then(|| latin(&spelling.to_uppercase())).flatten().map(|latin| fold(&latin))
}

/// The one region with a spelling of five letters or more that is one slip of the hand away.
pub(super) fn nearest(text: &str) -> Option<Region> {
    let folded = fold(text);
    let letters = folded.chars().count();
    if letters < 5 {
        return None;
    }
    let as_long = |text: &str| text.chars().count() >= 5 && text.chars().count().abs_diff(letters) <= 1;
    let mut near: Vec<Region> = PLACES
        .iter()
        .filter(|(spelling, _)| as_long(spelling) && strsim::osa_distance(spelling, &folded) <= 1)
        .map(|(_, (region, _))| *region)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near[..] {
        [region] => Some(region),
        _ => None,
    }
}

/// Folded, with «р-н», «пр-т», «м-р» and «к-сі» as one word each.
fn fold(text: &str) -> String {
    if !text.contains('-') {
        return fold::fold(text);
    }
    let mut joined = text.to_lowercase();
    for (parted, whole) in [("р-н", "рн"), ("пр-т", "прт"), ("м-р", "мр"), ("к-сі", "кошеси")]
    {
        joined = joined.replace(parted, whole);
    }
    fold::fold(&joined)
}
