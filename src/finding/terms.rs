//! The words of the program in three languages: one term for one thing.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// A word, and in one sentence what it is.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub word: Text,
    pub about: Text,
}

#[derive(Deserialize)]
struct Terms {
    term: Vec<Term>,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let terms: Terms =
        toml::from_str(include_str!("terms.toml")).unwrap_or_else(|error| panic!("terms.toml: {error}"));
    terms.term
});

/// All terms, in the order of the work.
pub fn terms() -> &'static [Term] {
    &TERMS
}
