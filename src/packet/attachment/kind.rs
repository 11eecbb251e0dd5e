//! The kinds of papers that go with letters, and the words by which a file's name tells one.

use std::sync::LazyLock;

use crate::language::Text;
use crate::reference::fold;

const TABLE: &str = include_str!("kinds.tsv");

/// A kind of paper. Kinds are told apart by their place in the table.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    /// Folded.
    words: Vec<String>,
    pub title: Text,
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().expect("five columns");
            let (name, words) = (cell(), cell());
            let words = words.split('|').map(fold).collect();
            Kind { name, words, title: Text::new(cell(), cell(), cell()) }
        })
        .collect()
});

/// The kind with this name.
///
/// # Panics
/// When the table has none: a mistake of ours.
pub fn of(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).expect("the kinds of the program are in the table")
}

/// The kinds that folded words name, none or several where a word is common to two.
pub fn named(folded: &str) -> Vec<&'static Kind> {
    KINDS.iter().filter(|kind| kind.words.iter().any(|word| word == folded)).collect()
}
