//! The message catalogue: from a code and values to words in three languages.
//!
//! One TOML file per stage; a key is the code, a value holds `rule`, `severity`, the message and the
//! hint in `en`, `ru`, `kk`. Placeholders are `{name}`; all three languages use the same ones (a test).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Notice, Severity};
use crate::language::Text;

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
const PHRASES: [(&str, &str); 2] =
    [("phrases", include_str!("catalogue/phrases.toml")), ("page", include_str!("catalogue/page.toml"))];

/// One code of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    pub code: &'static str,
    pub rule: &'static str,
    pub severity: Severity,
    pub message: Text,
    pub hint: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(default)]
    rule: String,
    #[serde(default = "error")]
    severity: Level,
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

static CATALOGUE: LazyLock<BTreeMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for (source, text) in SOURCES {
        let words: BTreeMap<String, Words> =
            toml::from_str(text).unwrap_or_else(|error| panic!("catalogue {source}.toml: {error}"));
        for (code, words) in words {
            let code: &'static str = code.leak();
            let severity = match words.severity {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Info => Severity::Info,
            };
            let entry =
                Entry { code, rule: words.rule.leak(), severity, message: words.message, hint: words.hint };
            assert!(all.insert(code, entry).is_none(), "code {code} stands twice in the catalogue");
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
    CATALOGUE.get(code)
}

/// All codes with their words, in alphabetical order.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.values()
}

/// The words of a code with its placeholders filled.
///
/// # Panics
/// When the catalogue has no such code: a mistake of ours.
pub fn notice(code: &str, values: &[(&str, &Text)]) -> Notice {
    let entry = entry(code).expect("every code raised in the program is in the catalogue");
    Notice { code: entry.code, message: fill(&entry.message, values), hint: fill(&entry.hint, values) }
}

/// Words that are neither a finding nor an error: headings, counts, the outcome of a run.
///
/// # Panics
/// When the phrase book has no such key: a mistake of ours.
pub fn phrase(key: &str, values: &[(&str, &Text)]) -> Text {
    fill(PHRASE_BOOK.get(key).expect("every phrase of the program is in the phrase book"), values)
}

/// All phrases whose keys begin so: the words of a screen.
pub fn phrases(prefix: &str) -> impl Iterator<Item = (&'static str, &'static Text)> {
    let own = PHRASE_BOOK.iter().filter(move |(key, _)| key.starts_with(prefix));
    own.map(|(key, text)| (key.as_str(), text))
}

/// Fills the placeholders of a text in each of its languages.
fn fill(text: &Text, values: &[(&str, &Text)]) -> Text {
    Text {
        en: put(&text.en, values, |value| &value.en),
        ru: put(&text.ru, values, |value| &value.ru),
        kk: put(&text.kk, values, |value| &value.kk),
    }
}

/// Fills `{name}` in one pass, so that a value holding braces stays as it was typed.
fn put<'a>(pattern: &str, values: &[(&str, &'a Text)], side: impl Fn(&'a Text) -> &'a String) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let known = after.find('}').and_then(|close| {
            let value = values.iter().find(|(name, _)| *name == &after[..close])?;
            Some((close, side(value.1)))
        });
        match known {
            Some((close, value)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
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
        let value = Text::same("{found}");
        assert_eq!(put("<{found}>", &[("found", &value)], |text| &text.en), "<{found}>");
    }
}
