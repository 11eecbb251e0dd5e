//! Features of a document that its print does not show as Word does: each once, in words for a person.

use crate::finding::phrase;
use crate::language::Text;

/// What was met so far.
#[derive(Clone, Debug, Default)]
pub struct Unprinted {
    /// Key of the phrase, and what it is about.
    known: Vec<(&'static str, Vec<String>)>,
    told: Vec<Text>,
}

impl Unprinted {
    /// Tells a feature, if it is the first of its kind; `place` says where it was met.
    pub fn tell(&mut self, key: &'static str, values: &[(&str, &str)], place: impl FnOnce(Text) -> Text) {
        let same = |(known, about): &(&str, Vec<String>)| {
            *known == key && about.iter().zip(values).all(|(known, (_, value))| known == value)
        };
        if self.known.iter().any(same) {
            return;
        }
        self.known.push((key, values.iter().map(|(_, value)| (*value).to_owned()).collect()));
        let texts: Vec<Text> = values.iter().map(|(_, value)| Text::same(*value)).collect();
        let values: Vec<(&str, &Text)> = values.iter().map(|(name, _)| *name).zip(&texts).collect();
        self.told.push(place(phrase(key, &values)));
    }

    /// All of it, in the order in which it was met.
    pub fn into_texts(self) -> Vec<Text> {
        self.told
    }
}
