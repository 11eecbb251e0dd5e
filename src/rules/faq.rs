//! The rules R1 to R40 in words: what each asks, an example, and the words of the FAQ behind it.
//!
//! Texts stand in `faq.toml`; numbers that the program computes with stand in the rule book, and a test
//! holds the two together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::language::Text;

/// A rule of the FAQ.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it asks.
    pub text: Text,
    pub example: Text,
    /// Part of the FAQ and its words, as printed there.
    pub citation: String,
}

static RULES: LazyLock<BTreeMap<u32, Rule>> = LazyLock::new(|| {
    let named: BTreeMap<String, Rule> =
        toml::from_str(include_str!("faq.toml")).unwrap_or_else(|error| panic!("faq.toml: {error}"));
    named
        .into_iter()
        .map(|(name, rule)| (number(&name).expect("faq.toml names rules R1 to R40"), rule))
        .collect()
});

/// The rule with this number: `R22`, `r22`, `22`, «П22» is none.
pub fn rule(name: &str) -> Option<(u32, &'static Rule)> {
    let number = number(name)?;
    RULES.get(&number).map(|rule| (number, rule))
}

/// All rules by number.
pub fn rules() -> impl Iterator<Item = (u32, &'static Rule)> {
    RULES.iter().map(|(number, rule)| (*number, rule))
}

fn number(name: &str) -> Option<u32> {
    let name = name.trim();
    name.strip_prefix(['R', 'r']).unwrap_or(name).parse().ok()
}
