//! Bytes → markup by a grammar: a line for each element, with its attributes and what may stand in it.
//!
//! `tr @h=# trPr tc tc` is a row with an attribute that is a number; `@val=a|b` has one of some words. `$` is text, `#`
//! a number, `+` how often something stands, `=PAGE` a word (`\s` a space in it).
//! Names without a prefix get that of the grammar. Now and then any element stands anywhere and any attribute has any
//! value. Deliberately absent: markup that is not well-formed but for a byte here and there.

use std::collections::HashMap;

use libfuzzer_sys::arbitrary::Unstructured;

use crate::text::{count, escaped, number, text};
use crate::{byte, one};

/// Elements of one part, and how deep they may stand in one another.
const ELEMENTS: usize = 80;
const DEPTH: usize = 24;

pub struct Grammar {
    prefix: &'static str,
    rules: Vec<Rule>,
    by_name: HashMap<&'static str, usize>,
}

struct Rule {
    name: &'static str,
    attributes: Vec<(&'static str, Value)>,
    children: Vec<Child>,
}

enum Value {
    Number,
    Count,
    Text,
    Words(Vec<&'static str>),
}

enum Child {
    Element(usize),
    Text,
    Number,
    Word(String),
}

impl Grammar {
    /// Reads the lines of a grammar.
    ///
    /// # Panics
    /// When an element is named that has no line.
    pub fn new(prefix: &'static str, lines: &'static str) -> Grammar {
        let lines: Vec<Vec<&str>> = lines
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|words| !words.is_empty())
            .collect();
        let by_name: HashMap<_, _> =
            lines.iter().enumerate().map(|(index, words)| (words[0], index)).collect();
        let child = |word: &&'static str| match *word {
            "$" => Child::Text,
            "#" => Child::Number,
            word if word.starts_with('=') => Child::Word(word[1..].replace("\\s", " ")),
            name => Child::Element(*by_name.get(name).unwrap_or_else(|| panic!("{name} has no line"))),
        };
        let rule = |words: &Vec<&'static str>| Rule {
            name: words[0],
            attributes: words[1..].iter().filter_map(|word| word.strip_prefix('@')).map(attribute).collect(),
            children: words[1..].iter().filter(|word| !word.starts_with('@')).map(child).collect(),
        };
        let rules = lines.iter().map(rule).collect();
        Grammar { prefix, rules, by_name }
    }

    /// The inside of an element.
    pub fn inside(&self, name: &str, input: &mut Unstructured) -> String {
        let mut out = String::new();
        let mut left = ELEMENTS;
        self.children(&self.rules[self.by_name[name]], input, 0, &mut left, &mut out);
        out
    }

    fn children(
        &self,
        rule: &Rule,
        input: &mut Unstructured,
        depth: usize,
        left: &mut usize,
        out: &mut String,
    ) {
        if rule.children.is_empty() || depth == DEPTH {
            return;
        }
        let count = match byte(input) {
            few @ 0..=199 => few % 5,
            many => many % 32,
        };
        for _ in 0..count {
            if *left == 0 || input.is_empty() {
                return;
            }
            match byte(input) {
                255 => {
                    let any = &self.rules[usize::from(byte(input)) % self.rules.len()];
                    self.element(any, input, depth, left, out);
                }
                index => match &rule.children[usize::from(index) % rule.children.len()] {
                    Child::Text => escaped(&text(input), out),
                    Child::Number => *out += &number(input),
                    Child::Word(word) => escaped(&format!("{word} "), out),
                    Child::Element(index) => self.element(&self.rules[*index], input, depth, left, out),
                },
            }
        }
    }

    fn element(
        &self,
        rule: &Rule,
        input: &mut Unstructured,
        depth: usize,
        left: &mut usize,
        out: &mut String,
    ) {
        *left -= 1;
        let name = self.named(rule.name);
        *out += &format!("<{name}");
        for (attribute, value) in &rule.attributes {
            let value = match (byte(input), value) {
                (0..=63, _) => continue,
                (250.., _) => text(input),
                (_, Value::Number) => number(input),
                (_, Value::Count) => count(input),
                (_, Value::Text) => text(input),
                (_, Value::Words(words)) => (*one(words, input)).to_owned(),
            };
            *out += &format!(" {}=\"", self.named(attribute));
            escaped(&value, out);
            out.push('"');
        }
        let start = out.len();
        out.push('>');
        self.children(rule, input, depth + 1, left, out);
        if out.len() == start + 1 {
            out.truncate(start);
            *out += "/>";
        } else {
            *out += &format!("</{name}>");
        }
    }

    fn named(&self, name: &str) -> String {
        match (name.strip_prefix('-'), name.contains(':')) {
            (Some(bare), _) => bare.to_owned(),
            (None, true) => name.to_owned(),
            (None, false) => format!("{}{name}", self.prefix),
        }
    }
}

fn attribute(word: &'static str) -> (&'static str, Value) {
    let (name, value) = word.split_once('=').expect("an attribute has a value");
    let value = match value {
        "#" => Value::Number,
        "+" => Value::Count,
        "$" => Value::Text,
        words => Value::Words(words.split('|').collect()),
    };
    (name, value)
}
