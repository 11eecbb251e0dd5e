//! Names of people: from one cell, «SMITH John / СМИТ Джон», to a Latin and a Cyrillic name.
//!
//! A name keeps the spelling and the order of the cell. It is split into surname, given name and
//! patronymic only where the cell shows which is which: a comma, a surname in capitals, a patronymic.
//! What is deliberately absent: transliteration; no spelling is ever made up.

use std::borrow::Cow;

use crate::reference::{fold, look_alike};

/// A name in one script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The whole name in the order of the cell, without titles; after `Smith, John` it is `Smith John`.
    pub full: String,
    pub last: Option<String>,
    pub first: Option<String>,
    /// A patronymic that shows itself: «Серикович», “Alisher ugli”.
    pub middle: Option<String>,
}

/// The names of one cell: at least one of the two is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub latin: Option<Name>,
    pub cyrillic: Option<Name>,
    /// Letters of the other script that only looked right («Cмит» with a Latin C) were put right.
    pub healed: bool,
}

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("is empty")]
    Empty,
    #[error("has digits")]
    Digits,
    /// A word mixes Latin and Cyrillic letters that do not look alike.
    #[error("mixes Latin and Cyrillic letters in one word")]
    Mixed,
    /// Two names in one script.
    #[error("names several people")]
    Several,
    /// Neither Latin nor Cyrillic letters.
    #[error("is in neither Latin nor Cyrillic letters")]
    Script,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
}

/// Words before or after a name that are no part of it, lower-case and without dots.
const TITLES: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "madam",
    "sir",
    "dr",
    "prof",
    "г-н",
    "г-жа",
    "гн",
    "гжа",
    "господин",
    "госпожа",
    "мырза",
    "ханым",
    "гр",
    "гражданин",
    "гражданка",
    "фио",
    "ф.и.о",
];

/// The second word of a patronymic of two words, folded.
const PATRONYMIC_WORDS: [&str; 19] = [
    "ugli", "ogli", "oglu", "ogly", "uly", "uulu", "qizi", "kizi", "kyzy", "gizi", "угли", "огли", "оглу",
    "оглы", "улы", "уулу", "кизи", "кызы", "гызы",
];

/// Reads the names of a cell.
pub fn parse(text: &str) -> Result<Names, NameError> {
    let mut names = Names::default();
    // A comma belongs to the word before it; the slash of «s/o» (son of) parts no names.
    let mut text = Cow::Borrowed(strip_number(text.trim()));
    for (from, to) in [(" ,", ","), ("/o ", "\u{2215}o "), ("/O ", "\u{2215}O ")] {
        if text.contains(from) {
            text = text.replace(from, to).into();
        }
    }
    for part in text.split(['/', '\n', '(', ')', '|', ';', '\\']) {
        for (script, words) in runs(part, &mut names.healed)? {
            let Some(name) = name(&words) else { continue };
            let place = match script {
                Script::Latin => &mut names.latin,
                Script::Cyrillic => &mut names.cyrillic,
            };
            if place.as_ref().is_some_and(|before| before.full != name.full) {
                return Err(NameError::Several);
            }
            *place = Some(name);
        }
    }
    if names.latin.is_none() && names.cyrillic.is_none() {
        let other = text.chars().any(char::is_alphabetic);
        return Err(if other { NameError::Script } else { NameError::Empty });
    }
    Ok(names)
}

/// The text without a list number before it: `3. SMITH John`.
fn strip_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(name) if rest.len() < text.len() => name.trim_start(),
        _ => text,
    }
}

/// The words of a part, side by side as long as they are in one script.
fn runs(part: &str, healed: &mut bool) -> Result<Vec<(Script, Vec<String>)>, NameError> {
    let mut runs: Vec<(Script, Vec<String>)> = Vec::new();
    for typed in part.split(|letter: char| letter.is_whitespace() || letter == '_') {
        let Some(word) = clean(typed)? else { continue };
        let Some((script, word)) = heal(word, healed)? else { continue };
        match runs.last_mut() {
            Some((last, words)) if *last == script => words.push(word),
            _ => runs.push((script, vec![word])),
        }
    }
    Ok(runs)
}

/// A word without invisible characters, footnote marks and quotes; `None` if nothing is left.
fn clean(word: &str) -> Result<Option<String>, NameError> {
    let kept: String = word
        .chars()
        .filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
        .filter(|letter| {
            !matches!(letter, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁴' | '⁵' | '«' | '»' | '"' | '“' | '”')
        })
        .collect();
    if kept.contains(|letter: char| letter.is_numeric()) {
        return Err(NameError::Digits);
    }
    Ok(kept.contains(is_letter).then_some(kept))
}

/// A word in one script; look-alike letters of the other script are put right. `None` for a word in
/// neither script (王伟).
fn heal(word: String, healed: &mut bool) -> Result<Option<(Script, String)>, NameError> {
    let latin = word.chars().filter(|letter| is_latin(*letter)).count();
    let cyrillic = word.chars().filter(|letter| is_cyrillic(*letter)).count();
    match (latin, cyrillic) {
        (0, 0) => Ok(None),
        (_, 0) => Ok(Some((Script::Latin, word))),
        (0, _) => Ok(Some((Script::Cyrillic, word))),
        _ => {
            *healed = true;
            let as_latin: Option<String> = word
                .chars()
                .map(|letter| if is_cyrillic(letter) { look_alike(letter) } else { Some(letter) })
                .collect();
            let as_cyrillic: Option<String> = word
                .chars()
                .map(|letter| if is_latin(letter) { to_cyrillic(letter) } else { Some(letter) })
                .collect();
            match (as_latin, as_cyrillic) {
                (Some(word), None) => Ok(Some((Script::Latin, word))),
                (None, Some(word)) => Ok(Some((Script::Cyrillic, word))),
                (Some(word), Some(_)) if latin > cyrillic => Ok(Some((Script::Latin, word))),
                (Some(_), Some(word)) if cyrillic > latin => Ok(Some((Script::Cyrillic, word))),
                _ => Err(NameError::Mixed),
            }
        }
    }
}

/// The Cyrillic letter that looks like a Latin one.
fn to_cyrillic(letter: char) -> Option<char> {
    "АВЕКМНОРСТХУІаеорсхуі".chars().find(|cyrillic| look_alike(*cyrillic) == Some(letter))
}

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || (('\u{c0}'..='\u{24f}').contains(&letter) || ('\u{1e00}'..='\u{1eff}').contains(&letter))
            && letter.is_alphabetic()
}

/// A letter of any script; those of most names without a look into the tables of Unicode.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic() || ('А'..='я').contains(&letter) || letter.is_alphabetic()
}

fn is_capital(letter: char) -> bool {
    letter.is_ascii_uppercase() || ('А'..='Я').contains(&letter) || letter.is_uppercase()
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&letter)
}

/// The name that words make; `None` if they are titles only.
fn name(words: &[String]) -> Option<Name> {
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !is_title(word)).collect();
    let bare: Vec<&str> = words.iter().map(|word| word.trim_matches([',', '.', ':']).trim()).collect();
    let keep_dot = |word: &str| word.trim_matches([',', ':']).replace('\u{2215}', "/");
    let shown: Vec<String> =
        words.iter().map(|word| keep_dot(word)).filter(|word| !word.is_empty()).collect();
    if bare.iter().all(|word| word.is_empty()) {
        return None;
    }
    let comma = words.iter().position(|word| word.ends_with(',')).map(|at| at + 1);
    let split =
        comma.filter(|at| *at < shown.len()).map(|at| (0..at, at..shown.len())).or_else(|| capitals(&shown));
    Some(parts(shown, split))
}

fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', ':']);
    // `Eng.` is a title, `Eng` a surname.
    is_one_of(&TITLES, bare) || (bare.len() < word.len() && is_one_of(&["eng.", "engr."], word))
}

/// Whether a word is one of these lower-case ones, whatever its case.
fn is_one_of(words: &[&str], word: &str) -> bool {
    let lower = word.chars().flat_map(char::to_lowercase);
    let first = lower.clone().next();
    words.iter().any(|one| one.chars().next() == first && lower.clone().eq(one.chars()))
}

type Words = std::ops::Range<usize>;

/// The words of the surname and the others, where only the surname is in capitals.
fn capitals(words: &[String]) -> Option<(Words, Words)> {
    let caps: Vec<bool> = words.iter().map(|word| is_capitals(word)).collect();
    let particle: Vec<bool> = words.iter().map(|word| word.starts_with(char::is_lowercase)).collect();
    let surname = |at: &usize| caps[*at] || particle[*at];
    let count = words.len();
    let head = (0..count).take_while(surname).count();
    let tail = (0..count).rev().take_while(surname).count();
    let some_caps = |words: Words| words.into_iter().any(|at| caps[at]);
    let none_caps = |words: Words| !words.into_iter().any(|at| caps[at]);
    if head < count && some_caps(0..head) && none_caps(head..count) {
        return Some((0..head, head..count));
    }
    (tail < count && some_caps(count - tail..count) && none_caps(0..count - tail))
        .then_some((count - tail..count, 0..count - tail))
}

/// Two letters or more, all of them capitals (`McDONALD` too); initials (`И.И.`) do not count.
fn is_capitals(word: &str) -> bool {
    if word.contains('.') {
        return false;
    }
    let bare = word.strip_prefix("Mc").or_else(|| word.strip_prefix("Mac")).unwrap_or(word);
    let letters = bare.chars().filter(|letter| is_letter(*letter));
    letters.clone().count() >= 2 && letters.into_iter().all(is_capital)
}

/// A name of its words, split as far as they show it.
fn parts(words: Vec<String>, split: Option<(Words, Words)>) -> Name {
    let join = |range: Words| {
        let text = words[range].join(" ");
        (!text.is_empty()).then_some(text)
    };
    let full = words.join(" ");
    let patronymic = patronymic(&words);
    let (last, given) = match (split, &patronymic) {
        (Some((last, given)), _) => (Some(last), given),
        // Surname, given name, patronymic; or given name, patronymic, surname.
        (None, Some(middle)) if middle.end == words.len() && middle.start == 2 => {
            (Some(0..1), 1..words.len())
        }
        (None, Some(middle)) if middle.start == 1 && middle.end + 1 == words.len() => {
            (Some(middle.end..words.len()), 0..middle.end)
        }
        _ => return Name { full, ..Name::default() },
    };
    let middle = patronymic.filter(|middle| given.start < middle.start && middle.end == given.end);
    let first = given.start..middle.as_ref().map_or(given.end, |middle| middle.start);
    Name { last: last.and_then(join), first: join(first), middle: middle.and_then(join), full }
}

/// The words of a patronymic.
fn patronymic(words: &[String]) -> Option<Words> {
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    if let Some(at) = folded.iter().position(|word| PATRONYMIC_WORDS.contains(&word.as_str())) {
        return (at >= 2).then(|| at - 1..at + 1);
    }
    let endings =
        ["ович", "евич", "ьич", "овна", "евна", "ична", "улы", "кызы", "ovich", "evich", "ovna", "evna"];
    // A surname may end so too («Петрович»): only a word after the first is taken.
    let at = folded.iter().rposition(|word| endings.iter().any(|ending| word.ends_with(ending)))?;
    (at >= 1).then_some(at..at + 1)
}
