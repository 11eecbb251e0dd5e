//! The three languages of Otinish and a text in all of them.
//!
//! Every word a person reads, message, label or name, is a [`Text`]: a language cannot be forgotten,
//! because the type has no place for fewer than three.

use serde::{Deserialize, Serialize};

/// A language of a document, a message or a screen, by its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Ru,
    Kk,
    En,
}

impl Language {
    /// All languages, in the order in which a packet holds them.
    pub const ALL: [Language; 3] = [Language::Ru, Language::Kk, Language::En];

    /// The ISO 639-1 code: `ru`, `kk`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Ru => "ru",
            Language::Kk => "kk",
            Language::En => "en",
        }
    }

    /// Of one thing in each language, that in this one.
    pub fn choose<T>(self, en: T, ru: T, kk: T) -> T {
        match self {
            Language::En => en,
            Language::Ru => ru,
            Language::Kk => kk,
        }
    }

    /// What a person calls it.
    pub fn name(self) -> Text {
        match self {
            Language::Ru => Text::new("Russian", "русский", "орыс тілі"),
            Language::Kk => Text::new("Kazakh", "казахский", "қазақ тілі"),
            Language::En => Text::new("English", "английский", "ағылшын тілі"),
        }
    }

    /// The language with this ISO 639-1 code, if it is one of ours.
    pub fn from_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// The same words in English, Russian and Kazakh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    pub en: String,
    pub ru: String,
    pub kk: String,
}

impl Text {
    /// One spelling for all three languages: a number, a code, a name that is never translated.
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { en: text.clone(), ru: text.clone(), kk: text }
    }

    /// A text from its three spellings.
    pub fn new(en: impl Into<String>, ru: impl Into<String>, kk: impl Into<String>) -> Text {
        Text { en: en.into(), ru: ru.into(), kk: kk.into() }
    }

    /// The words in one language.
    pub fn get(&self, language: Language) -> &str {
        language.choose(&self.en, &self.ru, &self.kk)
    }
}
