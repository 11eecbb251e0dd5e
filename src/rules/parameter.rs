//! One parameter of the rule book: its value on a day, with what it rests on.

use chrono::NaiveDate;

use crate::language::Text;

/// A value with its rule, its citation and its later changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<T> {
    /// Number of the rule, `R22`; `-` where the FAQ is silent.
    pub rule: String,
    /// The day from which the value is known to hold; before it nothing else is known, so it is used too.
    pub from: NaiveDate,
    /// The words it rests on, as their source has them.
    pub citation: String,
    /// Name of the reading that is taken where the FAQ may be read in two ways: `A1`.
    pub reading: Option<String>,
    /// What to know about it.
    pub note: Option<Text>,
    pub(super) value: T,
    pub(super) changes: Vec<Change<T>>,
}

/// A later value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// First day on which it holds.
    pub from: NaiveDate,
    pub value: T,
    pub citation: String,
}

impl<T> Parameter<T> {
    /// The value that holds on a day.
    pub fn at(&self, day: NaiveDate) -> &T {
        self.changes
            .iter()
            .rev()
            .find(|change| change.from <= day)
            .map_or(&self.value, |change| &change.value)
    }

    /// The words behind the value that holds on a day.
    pub fn citation_on(&self, day: NaiveDate) -> &str {
        let change = self.changes.iter().rev().find(|change| change.from <= day);
        change.map_or(&self.citation, |change| &change.citation)
    }
}

impl<T: Copy> Parameter<T> {
    /// The value that holds on a day.
    pub fn on(&self, day: NaiveDate) -> T {
        *self.at(day)
    }
}

/// What later law or practice says about a rule: shown, never applied by itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LawNote {
    /// Number of the rule, `R1`; several with commas.
    pub rule: String,
    /// The parameter that a user's own file may `select` it for; `None` where no number changes.
    pub parameter: Option<String>,
    /// Its name there: `october`.
    pub name: String,
    pub text: Text,
    pub source: String,
    /// Whether it has a value that may be selected.
    pub selectable: bool,
    /// Whether the user's own rule book has selected it.
    pub selected: bool,
}

/// A parameter in words, for who asks about its rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Stated {
    /// Number of the rule; several with commas, `-` where the FAQ is silent.
    pub rule: String,
    /// Its name in the rule book.
    pub parameter: String,
    /// The value as the rule book writes it.
    pub value: String,
    /// Name of the reading.
    pub reading: Option<String>,
    pub citation: String,
    pub note: Option<Text>,
}

impl Stated {
    /// Whether it is about a rule, by its number.
    pub fn is_about(&self, rule: &str) -> bool {
        self.rule.split(',').any(|one| one.trim() == rule)
    }
}

impl LawNote {
    /// Whether it is about a rule, by its number.
    pub fn is_about(&self, rule: &str) -> bool {
        self.rule.split(',').any(|one| one.trim() == rule)
    }
}
