//! The words of a date: from text to numbers, month names and signs.
//!
//! A time of day, a weekday and words such as «года» or «до» are left out; any other word makes the
//! text no date.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::names::KAZAKH_MONTHS;
use crate::reference::fold;

/// A piece of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Number {
        value: u32,
        /// How many digits were typed.
        digits: usize,
    },
    /// From 1.
    Month(u32),
    /// `.` `-` `/` `,` `;` or a line end.
    Sign(char),
    /// «до», «по», “to”: before the end of a period.
    Until,
}

/// Months from January, each with its names and abbreviations in Russian, Kazakh and English and its
/// Roman number.
const MONTHS: [&str; 12] = [
    "январь|января|янв|қаң|january|jan|i",
    "февраль|февраля|фев|февр|ақп|february|feb|ii",
    "март|марта|мар|нау|march|mar|iii",
    "апрель|апреля|апр|сәу|april|apr|iv",
    "май|мая|мам|may|v",
    "июнь|июня|июн|мау|june|jun|vi",
    "июль|июля|июл|шіл|july|jul|vii",
    "август|августа|авг|там|august|aug|viii",
    "сентябрь|сентября|сен|сент|қырк|қыр|september|sept|sep|ix",
    "октябрь|октября|окт|қаз|october|oct|x",
    "ноябрь|ноября|ноя|нояб|қар|november|nov|xi",
    "декабрь|декабря|дек|желт|жел|december|dec|xii",
];

/// Words that say nothing about which day it is.
const NOISE: &str = "г|гг|год|года|году|ж|жж|жыл|жылы|жылғы|жылгы|жылдың|с|со|от|на|срок|действует|действителен|\
    действительна|действительно|выдан|выдана|күні|бастап|the|of|st|nd|rd|th|from|valid|on|exp|expires|issued|dated|date|\
    е|ое|го|т|t|z|utc|am|pm|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|\
    mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\
    дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі";

const UNTIL: &str = "до|по|to|till|until|thru|through|by|дейін|шейін";

const AND: &str = "и|and|және|или|or";

const ABSENT: &str = "н/д|нд|н.д.|нет данных|нет|не указано|не указана|не указан|отсутствует|неизвестно|неизвестна|ожидается|\
    в ожидании|ожидание|ожидаем|в процессе|оформляется|на оформлении|позже|уточняется|не выдан|не выдана|не прибыл|не прибыла|еще нет|n/a|na|nil|null|none|no|\
    unknown|pending|expected|awaited|awaiting|in process|in progress|under process|not yet|not issued|not applicable|\
    tba|tbc|tbd|tbn|to be confirmed|to be advised|to be defined|жоқ|белгісіз|күтілуде|күтуде|рәсімделуде|әлі жоқ|x|х|xx|хх";

const UNLIMITED: &str = "бессрочно|бессрочный|бессрочная|бессрочное|бессроч|без срока|без ограничения срока|без ограничений|\
    неограничен|неограниченно|не ограничен|неопределенный срок|на неопределенный срок|indefinite|indefinitely|indefinite term|\
    unlimited|permanent|open ended|open-ended|no expiry|no expiration|never expires|мерзімсіз|шексіз|шектеусіз|белгісіз мерзімге";

enum Meaning {
    Month(u32),
    Noise,
    Until,
    And,
}

static VOCABULARY: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut put = |list: &str, meaning: fn() -> Meaning| {
        for word in list.split('|') {
            words.insert(fold(word), meaning());
        }
    };
    put(NOISE, || Meaning::Noise);
    put(UNTIL, || Meaning::Until);
    put(AND, || Meaning::And);
    for (month, names) in (1..).zip(MONTHS) {
        for name in names.split('|') {
            words.insert(fold(name), Meaning::Month(month));
        }
    }
    words
});

/// Whether the text says that there is no date (yet): nothing, dashes only, «н/д», «ожидается».
pub(super) fn is_absent(text: &str) -> bool {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| ABSENT.split('|').map(fold).collect());
    let folded = fold(text);
    folded.is_empty() || WORDS.contains(&folded)
}

/// Whether the text says that there is no end: «бессрочно».
pub(super) fn is_unlimited(text: &str) -> bool {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| UNLIMITED.split('|').map(fold).collect());
    WORDS.contains(&fold(text))
}

/// The words of a text; `None` where one of them belongs to no date.
pub(super) fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while let Some(letter) = rest.chars().next() {
        let end = |same: fn(char) -> bool| rest.find(|letter| !same(letter)).unwrap_or(rest.len());
        let taken = if letter.is_ascii_digit() {
            let taken = end(|letter| letter.is_ascii_digit());
            match time(rest, taken) {
                Some(time) => time,
                None => {
                    words.push(Word::Number { value: rest[..taken].parse().ok()?, digits: taken });
                    taken
                }
            }
        } else if letter.is_alphabetic() {
            let taken = end(char::is_alphabetic);
            words.extend(meaning(&fold(&rest[..taken]))?);
            taken
        } else {
            words.extend(sign(letter)?);
            letter.len_utf8()
        };
        rest = &rest[taken..];
    }
    Some(words)
}

/// The length of a time of day at the start of `rest` whose first number is `digits` long.
fn time(rest: &str, digits: usize) -> Option<usize> {
    (digits <= 2 && rest[digits..].starts_with(':')).then(|| {
        rest.find(|letter: char| !letter.is_ascii_digit() && letter != ':' && letter != '.')
            .unwrap_or(rest.len())
    })
}

/// What a folded word means: `None` where it is unknown, an empty option where it says nothing.
fn meaning(word: &str) -> Option<Option<Word>> {
    match VOCABULARY.get(word) {
        Some(Meaning::Month(month)) => Some(Some(Word::Month(*month))),
        Some(Meaning::Noise) => Some(None),
        Some(Meaning::Until) => Some(Some(Word::Until)),
        Some(Meaning::And) => Some(Some(Word::Sign(';'))),
        None => kazakh(word).map(|month| Some(Word::Month(month))),
    }
}

/// The month of a Kazakh name with an ending: «желтоқсанға», «қарашадан».
fn kazakh(word: &str) -> Option<u32> {
    (1..).zip(KAZAKH_MONTHS).find(|(_, name)| word.starts_with(&fold(name))).map(|(month, _)| month)
}

/// A sign that means something, an empty option for one that does not, `None` for one of no date.
fn sign(letter: char) -> Option<Option<Word>> {
    match letter {
        '.' | '/' | ',' | ';' | '\n' => Some(Some(Word::Sign(letter))),
        '-' | '–' | '—' | '−' | '‐' | '‑' => Some(Some(Word::Sign('-'))),
        '\\' => Some(Some(Word::Sign('/'))),
        '\'' | '’' | '«' | '»' | '"' | '“' | '”' | '*' | ':' | '(' | ')' => Some(None),
        _ if letter.is_whitespace() || is_invisible(letter) => Some(None),
        _ => None,
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
