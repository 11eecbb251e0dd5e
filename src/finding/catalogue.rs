//! The message catalogue: from a code and values to words in three languages.
//!
//! One TOML file per stage; a key is the code, a value holds `rule`, `severity`, the message and the
//! hint in `en`, `ru`, `kk`. Placeholders are `{name}`; all three languages use the same ones (a test).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Notice, Severity};
use crate::language::{Language, Text};

const SOURCES: [(&str, &str); 7] = [
    ("roster", include_str!("catalogue/roster.toml")),
    ("check", include_str!("catalogue/check.toml")),
    ("template", include_str!("catalogue/template.toml")),
    ("pdf", include_str!("catalogue/pdf.toml")),
    ("packet", include_str!("catalogue/packet.toml")),
    ("run", include_str!("catalogue/run.toml")),
    ("web", include_str!("catalogue/web.toml")),
];

/// Phrases of the command line and of the reports, and of the page.
const PHRASES: [(&str, &str); 3] = [
    ("phrases", include_str!("catalogue/phrases.toml")),
    ("page", include_str!("catalogue/page.toml")),
    ("print", include_str!("catalogue/print.toml")),
];

/// One code of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    pub code: &'static str,
    /// The stage that raises it: `roster`, `check`, `template`, `pdf`, `packet`, `run`, `web`.
    pub stage: &'static str,
    /// What may have been found.
    pub example: Option<String>,
    pub rule: &'static str,
    pub severity: Severity,
    pub message: Text,
    pub hint: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    rule: String,
    #[serde(default = "error")]
    severity: Level,
    example: Option<String>,
    message: Text,
    hint: Text,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
}

fn error() -> Level {
    Level::Error
}

/// An entry with its words cut at their placeholders.
struct Cut {
    entry: &'static Entry,
    message: [Pattern<'static>; 3],
    hint: [Pattern<'static>; 3],
}

static CATALOGUE: LazyLock<BTreeMap<&'static str, Cut>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for (source, text) in SOURCES {
        let words: BTreeMap<String, Written> =
            toml::from_str(text).unwrap_or_else(|error| panic!("catalogue {source}.toml: {error}"));
        for (code, words) in words {
            let code: &'static str = code.leak();
            let severity = match words.severity {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Info => Severity::Info,
            };
            let entry: &'static Entry = Box::leak(Box::new(Entry {
                code,
                stage: source,
                example: words.example,
                rule: words.rule.leak(),
                severity,
                message: words.message,
                hint: words.hint,
            }));
            let cut = Cut { entry, message: patterns(&entry.message), hint: patterns(&entry.hint) };
            assert!(all.insert(code, cut).is_none(), "code {code} stands twice in the catalogue");
        }
    }
    all
});

static PHRASE_BOOK: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for (source, text) in PHRASES {
        let words: BTreeMap<String, Text> =
            toml::from_str(text).unwrap_or_else(|error| panic!("catalogue {source}.toml: {error}"));
        for (key, text) in words {
            assert!(all.insert(key.clone(), text).is_none(), "phrase {key} stands twice in the catalogue");
        }
    }
    all
});

/// The entry of a code, if there is one.
pub fn entry(code: &str) -> Option<&'static Entry> {
    CATALOGUE.get(code).map(|cut| cut.entry)
}

/// All codes with their words, in alphabetical order.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.values().map(|cut| cut.entry)
}

/// The words of a code with its placeholders filled.
///
/// # Panics
/// When the catalogue has no such code: a mistake of ours.
pub fn notice(code: &str, values: &[(&str, &Text)]) -> Notice {
    let (entry, [message, hint]) = words(code, Values { found: None, others: values });
    Notice { code: entry.code, message: message.into_owned(), hint: hint.into_owned() }
}

/// The entry of a code, and its message and hint with `found` for `{found}` and the values for the others.
///
/// # Panics
/// When the catalogue has no such code: a mistake of ours.
pub(super) fn found(code: &str, found: &str, values: &[(&str, &Text)]) -> (&'static Entry, [Words; 2]) {
    words(code, Values { found: Some(found), others: values })
}

/// The catalogue's own words where nothing is to be put in: most hints, in a roster with thousands of them.
pub(super) type Words = Cow<'static, Text>;

fn words(code: &str, values: Values) -> (&'static Entry, [Words; 2]) {
    let Cut { entry, message, hint } =
        CATALOGUE.get(code).expect("every code raised in the program is in the catalogue");
    let filled = |patterns: &[Pattern; 3], text: &'static Text| match patterns.iter().all(Pattern::is_whole) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(fill(patterns, values)),
    };
    (entry, [filled(message, &entry.message), filled(hint, &entry.hint)])
}

/// Words that are neither a finding nor an error: headings, counts, the outcome of a run.
///
/// # Panics
/// When the phrase book has no such key: a mistake of ours.
pub fn phrase(key: &str, values: &[(&str, &Text)]) -> Text {
    let text = PHRASE_BOOK.get(key).expect("every phrase of the program is in the phrase book");
    fill(&patterns(text), Values { found: None, others: values })
}

/// All phrases whose keys begin so: the words of a screen.
pub fn phrases(prefix: &str) -> impl Iterator<Item = (&'static str, &'static Text)> {
    let own = PHRASE_BOOK.iter().filter(move |(key, _)| key.starts_with(prefix));
    own.map(|(key, text)| (key.as_str(), text))
}

/// What stands for the placeholders.
#[derive(Clone, Copy)]
struct Values<'a> {
    /// What was typed, the same in all languages.
    found: Option<&'a str>,
    others: &'a [(&'a str, &'a Text)],
}

impl<'a> Values<'a> {
    fn get(&self, name: &str, language: Language) -> Option<&'a str> {
        let found = self.found.filter(|_| name == "found");
        found.or_else(|| self.others.iter().find(|(key, _)| *key == name).map(|(_, text)| text.get(language)))
    }
}

/// A text cut at its placeholders: words, and a name in braces after them.
struct Pattern<'a>(Vec<(&'a str, Option<&'a str>)>);

/// The patterns of a text in the order of [`Language::ALL`].
fn patterns(text: &Text) -> [Pattern<'_>; 3] {
    Language::ALL.map(|language| Pattern::of(text.get(language)))
}

/// The texts of patterns in the order of [`Language::ALL`].
fn fill(patterns: &[Pattern; 3], values: Values) -> Text {
    let mut text = Text::default();
    for (pattern, language) in patterns.iter().zip(Language::ALL) {
        let filled = pattern.fill(values, language);
        match language {
            Language::En => text.en = filled,
            Language::Ru => text.ru = filled,
            Language::Kk => text.kk = filled,
        }
    }
    text
}

impl<'a> Pattern<'a> {
    fn of(text: &'a str) -> Pattern<'a> {
        let mut cuts = Vec::new();
        let mut rest = text;
        while let Some((words, name, after)) = cut(rest) {
            cuts.push((words, Some(name)));
            rest = after;
        }
        cuts.push((rest, None));
        Pattern(cuts)
    }

    /// Whether there is nothing to fill.
    fn is_whole(&self) -> bool {
        self.0.iter().all(|(_, name)| name.is_none())
    }

    /// Fills in one pass, so that a value holding braces stays as it was typed; a name without a value
    /// stays in its braces.
    fn fill(&self, values: Values, language: Language) -> String {
        let length = |name: &str| values.get(name, language).map_or(name.len() + 2, str::len);
        let lengths = self.0.iter().map(|(words, name)| words.len() + name.map_or(0, length));
        let mut out = String::with_capacity(lengths.sum());
        for (words, name) in &self.0 {
            out.push_str(words);
            let Some(name) = name else { continue };
            match values.get(name, language) {
                Some(value) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            }
        }
        out
    }
}

/// The words before the first placeholder, its name, and what follows.
fn cut(text: &str) -> Option<(&str, &str, &str)> {
    let (words, after) = text.split_once('{')?;
    let (name, rest) = after.split_once('}')?;
    Some((words, name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut all: Vec<_> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn the_three_languages_say_the_same() {
        let notices = entries().flat_map(|entry| [(entry.code, &entry.message), (entry.code, &entry.hint)]);
        let phrases = PHRASE_BOOK.iter().map(|(key, text)| (key.as_str(), text));
        for (code, text) in notices.chain(phrases) {
            assert_eq!(placeholders(&text.en), placeholders(&text.ru), "{code} en/ru");
            assert_eq!(placeholders(&text.en), placeholders(&text.kk), "{code} en/kk");
            for words in [&text.en, &text.ru, &text.kk] {
                assert!(!words.trim().is_empty(), "{code}: a language is empty");
            }
        }
    }

    #[test]
    fn a_value_with_braces_is_literal() {
        let value = Text::same("{other}");
        let values = Values { found: Some("{found}"), others: &[("value", &value)] };
        let filled = Pattern::of("<{found}> {value} {other}").fill(values, Language::En);
        assert_eq!(filled, "<{found}> {other} {other}");
    }
}
