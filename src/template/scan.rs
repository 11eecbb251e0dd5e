//! From the text of a paragraph to the tags in it.
//!
//! Input is the text of all runs of one paragraph joined, so that a tag that Word split over runs is whole
//! again. Invariant: the ranges found are in order and do not overlap. Whether a tag means anything is not
//! known here ([`super::tag`]).

use std::ops::Range;

/// What stands for a picture, a field mark or a footnote mark in the joined text.
pub const OBJECT: char = '\u{FFFC}';

/// Which brackets a tag has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// `{{ … }}`
    Print,
    /// `{% … %}`
    Block,
    /// `{# … #}`
    Comment,
}

impl Brackets {
    /// The opening and the closing bracket.
    pub fn ends(self) -> (&'static str, &'static str) {
        match self {
            Brackets::Print => ("{{", "}}"),
            Brackets::Block => ("{%", "%}"),
            Brackets::Comment => ("{#", "#}"),
        }
    }
}

/// Something found in the text of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the joined text, with the brackets.
    pub range: Range<usize>,
    pub what: What,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A tag; its text without the brackets is healed.
    Tag(Brackets, String),
    /// `{% raw %}` or `{% endraw %}`: leaves nothing behind.
    Raw,
    /// `{_{` and its like: stands for the brackets themselves.
    Literal(&'static str),
    /// An opening bracket without its closing one in this paragraph.
    Unclosed(Brackets),
    /// A closing bracket that nothing opened.
    Stray(Brackets),
}

const ESCAPES: [(&str, &str); 6] =
    [("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"), ("{_#", "{#"), ("#_}", "#}")];

/// Finds the tags of a paragraph. `raw` says whether a `{% raw %}` of an earlier paragraph is still open,
/// and afterwards whether one is.
pub fn scan(text: &str, raw: &mut bool) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(['{', '}', '%', '#']) {
        at += offset;
        let next = match *raw {
            true => end_of_raw(&text[at..]),
            false => one(&text[at..]),
        };
        match next {
            Some((length, what)) => {
                if what == What::Raw {
                    *raw = !*raw;
                }
                found.push(Found { range: at..at + length, what });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// What starts right here, with its length.
fn one(text: &str) -> Option<(usize, What)> {
    if let Some((typed, meant)) = ESCAPES.iter().find(|(typed, _)| text.starts_with(typed)) {
        return Some((typed.len(), What::Literal(meant)));
    }
    for brackets in [Brackets::Print, Brackets::Block, Brackets::Comment] {
        let (open, close) = brackets.ends();
        if text.starts_with(open) {
            return Some(match end(text, brackets) {
                Some(end) => {
                    let healed = heal(&text[2..end - 2]);
                    match brackets == Brackets::Block && word(&healed) == "raw" {
                        true => (end, What::Raw),
                        false => (end, What::Tag(brackets, healed)),
                    }
                }
                None => (2, What::Unclosed(brackets)),
            });
        }
        // `#}` and `}}` also stand in ordinary words; only the brackets of tags are a mistake for sure.
        if text.starts_with(close) && brackets != Brackets::Comment {
            return Some((2, What::Stray(brackets)));
        }
    }
    None
}

fn end_of_raw(text: &str) -> Option<(usize, What)> {
    let end = text.starts_with("{%").then(|| end(text, Brackets::Block))??;
    (word(&heal(&text[2..end - 2])) == "endraw").then_some((end, What::Raw))
}

/// The only word of a tag, without the signs for white space.
fn word(healed: &str) -> &str {
    healed.trim_matches(|character: char| character == '-' || character == '+' || character.is_whitespace())
}

/// Where the tag that starts here ends, its closing bracket included. A closing bracket in quotes does not
/// count, unless no other one follows.
fn end(text: &str, brackets: Brackets) -> Option<usize> {
    let close = brackets.ends().1;
    let limit = opening_after(text).unwrap_or(text.len());
    if brackets != Brackets::Comment {
        let mut quotes = Quotes::default();
        for (at, character) in text[..limit].char_indices().skip(2) {
            if !quotes.inside() && text[at..limit].starts_with(close) {
                return Some(at + 2);
            }
            quotes.step(character, &text[at..limit]);
        }
    }
    match brackets {
        Brackets::Comment => text[2..].find(close).map(|at| at + 4),
        _ => text[2..limit].find(close).map(|at| at + 4),
    }
}

/// Where the next tag opens, not counting those in quotes: a tag cannot reach past it.
fn opening_after(text: &str) -> Option<usize> {
    let mut quotes = Quotes::default();
    let mut quoted = None;
    for (at, character) in text.char_indices().skip(2) {
        if text[at..].starts_with("{{") || text[at..].starts_with("{%") {
            match quotes.inside() {
                true => quoted = quoted.or(Some(at)),
                false => return Some(at),
            }
        }
        quotes.step(character, &text[at..]);
    }
    // A quotation mark that never closes hides nothing.
    if quotes.inside() { quoted } else { None }
}

/// Whether a place in a tag is inside quotation marks, straight or typographic.
#[derive(Default)]
struct Quotes {
    open: Option<char>,
    escaped: bool,
}

impl Quotes {
    fn inside(&self) -> bool {
        self.open.is_some()
    }

    /// Takes one character; `rest` starts with it. Tells the sign to write if it is a quotation mark that
    /// opens or closes.
    fn step(&mut self, character: char, rest: &str) -> Option<char> {
        if std::mem::take(&mut self.escaped) {
            return None;
        }
        match self.open {
            None => {
                let sign = sign(character)?;
                self.open = Some(character);
                Some(sign)
            }
            Some(open) => {
                self.escaped = character == '\\';
                // Opened one way and closed another: believed if no proper closing mark follows.
                let closes = closing(open).contains(character)
                    || sign(character) == sign(open) && !rest.contains(|mark| closing(open).contains(mark));
                if closes {
                    self.open = None;
                }
                closes.then(|| sign(open)).flatten()
            }
        }
    }
}

/// The straight mark that a quotation mark stands for.
fn sign(character: char) -> Option<char> {
    match character {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' => Some('"'),
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => Some('\''),
        '`' => Some('`'),
        _ => None,
    }
}

/// The marks that close what this one opened.
fn closing(open: char) -> &'static str {
    match open {
        '"' => "\"",
        '\'' => "'",
        '`' => "`",
        '“' | '”' | '‟' => "”",
        '„' => "“”",
        '«' => "»",
        '»' => "«",
        '‘' | '’' | '‛' => "’",
        '‚' => "‘’",
        '‹' => "›",
        _ => "‹",
    }
}

/// Undoes what Word's automatic corrections do to a tag: typographic quotes become straight, special spaces
/// and line ends become spaces, dashes become minus signs, invisible characters go. What stands in quotes
/// stays as typed.
pub fn heal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quotes = Quotes::default();
    for (at, character) in text.char_indices() {
        let open = quotes.open;
        if let Some(sign) = quotes.step(character, &text[at..]) {
            out.push(sign);
            continue;
        }
        match character {
            OBJECT => {}
            '"' | '\'' | '`' if open.and_then(sign) == Some(character) && !out.ends_with('\\') => {
                out.extend(['\\', character]);
            }
            _ if open.is_some() => out.push(character),
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '…' => out.push_str("..."),
            _ if character.is_whitespace() => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<String> {
        scan(text, &mut false)
            .into_iter()
            .map(|found| match found.what {
                What::Tag(_, inner) => inner,
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn what_word_corrects_is_healed() {
        assert_eq!(tags("a {{ x\u{A0}|\u{A0}date(format=“long”) }} b"), [" x | date(format=\"long\") "]);
        assert_eq!(tags("{{ x | default(value=«ТОО “A”») }}"), [" x | default(value=\"ТОО “A”\") "]);
        assert_eq!(tags("{% if x == 'a\u{A0}«b»' %}"), [" if x == 'a\u{A0}«b»' "]);
        assert_eq!(tags("{{ x | default(value=«ТОО \"A\"») }}"), [" x | default(value=\"ТОО \\\"A\\\"\") "]);
        assert_eq!(tags("{{ a – b }}"), [" a - b "]);
        assert_eq!(tags("{{ x | date(format=\"long”) }}{{ y }}"), [" x | date(format=\"long\") ", " y "]);
    }

    #[test]
    fn brackets_in_quotes_do_not_close() {
        assert_eq!(tags("{{ '}}' }}{% if a == \"%}\" %}"), [" '}}' ", " if a == \"%}\" "]);
        assert_eq!(tags("{{ it's }} and {{ b }}"), [" it's ", " b "]);
    }

    #[test]
    fn what_is_not_whole_is_told() {
        assert_eq!(tags("{{ a {{ b }}"), ["Unclosed(Print)", " b "]);
        assert_eq!(tags("a }} b %}"), ["Stray(Print)", "Stray(Block)"]);
        assert_eq!(tags("{_{ a }_} {_% b %_}").len(), 4);
        assert_eq!(tags("{# {{ a #}"), [" {{ a "]);
    }

    #[test]
    fn raw_text_is_no_tag() {
        let mut raw = false;
        assert_eq!(scan("{% raw %}{{ a }}", &mut raw).len(), 1);
        assert!(raw);
        assert_eq!(scan("{{ b }} %} {% endraw %}{{ c }}", &mut raw).len(), 2);
        assert!(!raw);
    }
}
