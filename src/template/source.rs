//! From the parts of a template, tags at their levels, to one Tera source each, and the table that leads
//! from Tera back to the document.
//!
//! Tera is given C1 control characters as its brackets: [`xml::write_text`] writes those as references, so
//! that nothing in the document itself can be taken for a tag.

use std::collections::BTreeMap;
use std::ops::Range;

use super::expression::{Path, latin};
use super::kept::{Kept, Within};
use super::place::Fault;
use super::tag::{Action, Tag};
use super::weave::tag_number;
use crate::docx::xml::{self, Element, Node};

/// Brackets of a tag.
pub const BLOCK: (&str, &str) = ("\u{80}", "\u{81}");
/// Brackets of a value.
pub const VALUE: (&str, &str) = ("\u{82}", "\u{83}");
/// Brackets of a comment; none is written.
pub const COMMENT: (&str, &str) = ("\u{84}", "\u{85}");
/// Printed once in every turn of a loop, so that empty loops count against the limit of output too.
pub const STEP: &str = "\u{86}\u{86}\u{86}\u{86}\u{86}\u{86}\u{86}\u{86}";
pub const STEP_CHARACTER: char = '\u{86}';
/// Round the number of a tag and the path whose value is missing: `\u{87}12\u{88}employee.iin\u{89}`.
pub const LACK: (char, char, char) = ('\u{87}', '\u{88}', '\u{89}');

/// Filter that prints a value; its argument `tag` is the number of the tag.
pub const PRINT: &str = "otinish_print";
/// Filter that keeps the value of `set` small.
pub const KEEP: &str = "otinish_keep";
/// Variable with the index of a loop, followed by the number of its tag.
pub const INDEX: &str = "otinish_index_";

/// The tags of a template and what their names mean.
#[derive(Debug, Default)]
pub struct Table {
    pub tags: Vec<Tag>,
    /// For each tag the innermost loop round it.
    pub scopes: Vec<Option<usize>>,
    pub loops: Vec<Loop>,
    /// Names that a `set` gives, with the paths of their values.
    pub locals: BTreeMap<String, Vec<Path>>,
    /// What is the same in every document.
    pub kept: Kept,
}

/// A `for`.
#[derive(Debug)]
pub struct Loop {
    /// The number of its tag.
    pub tag: usize,
    pub outer: Option<usize>,
    pub key: Option<String>,
    pub value: String,
    /// The list, if it is one path without more.
    pub list: Option<Path>,
}

impl Table {
    /// A path from the top of the data, as far as it is known without running the template; `index` stands
    /// for the indices of lists. Nothing for a name that is not of the data.
    pub fn shown(&self, path: &Path, scope: Option<usize>, index: &str) -> Option<String> {
        let segments: String = path.segments.iter().map(ToString::to_string).collect();
        match self.loop_of(&path.root, scope) {
            Some(number) => {
                let here = &self.loops[number];
                let list =
                    self.shown(here.list.as_ref().filter(|_| here.value == path.root)?, here.outer, index)?;
                Some(format!("{list}{index}{segments}"))
            }
            None if self.locals.contains_key(&path.root) => None,
            None => Some(format!("{}{segments}", path.root)),
        }
    }

    /// The loop that gives a name its value, seen from inside a loop.
    pub fn loop_of(&self, name: &str, mut scope: Option<usize>) -> Option<usize> {
        while let Some(number) = scope {
            let here = &self.loops[number];
            if here.value == name || here.key.as_deref() == Some(name) {
                return Some(number);
            }
            scope = here.outer;
        }
        None
    }
}

/// A part as a Tera source.
pub struct Source {
    pub tera: String,
    /// Which bytes each tag takes, in order.
    pub ranges: Vec<(Range<usize>, usize)>,
}

/// Writes the Tera source of a part and enters its tags in the table.
pub fn write(root: &Element<'_>, table: &mut Table, faults: &mut Vec<Fault>) -> Source {
    table.scopes.resize(table.tags.len(), None);
    let mut writer = Writer {
        source: Source { tera: String::from(xml::DECLARATION), ranges: Vec::new() },
        table,
        faults,
        scope: None,
        depth: 0,
        loop_depths: Vec::new(),
    };
    writer.element(root, Within::part(root));
    writer.source
}

struct Writer<'t> {
    source: Source,
    table: &'t mut Table,
    faults: &'t mut Vec<Fault>,
    scope: Option<usize>,
    /// How many elements are open, and how many were when each open loop began.
    depth: usize,
    loop_depths: Vec<usize>,
}

impl Writer<'_> {
    fn element(&mut self, element: &Element<'_>, within: Within) {
        if let Some(number) = tag_number(element) {
            self.tag(number);
            return;
        }
        if let Some(stand_in) = self.table.kept.keep(element, within) {
            xml::write_element(&stand_in, &mut self.source.tera);
            return;
        }
        let inside = within.inside(element);
        self.depth += 1;
        xml::write_start(element, &mut self.source.tera);
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child, inside),
                Node::Text(text) => xml::write_text(text, &mut self.source.tera),
            }
        }
        xml::write_end(element, &mut self.source.tera);
        self.depth -= 1;
    }

    fn tag(&mut self, number: usize) {
        self.table.scopes[number] = self.scope;
        let tag = &self.table.tags[number];
        let start = self.source.tera.len();
        self.source.tera.push_str(&text(tag, number));
        if self.scope.is_none() && tag.action.expression().is_some_and(|expression| expression.counts) {
            self.faults.push(Fault::new(
                tag.place.clone(),
                "template-loop-outside",
                &[("found", &tag.typed)],
            ));
        }
        match &tag.action {
            Action::For(names, list) => {
                let plain = list.paths.len() == 1 && !list.source.contains([' ', '|', '(']);
                let (value, key) = match &names[..] {
                    [key, value] => (value.clone(), Some(key.clone())),
                    _ => (names.concat(), None),
                };
                let list = list.paths.first().filter(|_| plain).cloned();
                self.table.loops.push(Loop { tag: number, outer: self.scope, key, value, list });
                self.scope = Some(self.table.loops.len() - 1);
                self.loop_depths.push(self.depth);
            }
            Action::EndFor => {
                self.scope = self.scope.and_then(|scope| self.table.loops[scope].outer);
                self.table.scopes[number] = self.scope;
                self.loop_depths.pop();
            }
            // Elsewhere it would leave elements open.
            Action::Break | Action::Continue if self.loop_depths.last() != Some(&self.depth) => {
                self.faults.push(Fault::new(tag.place.clone(), "template-break", &[("found", &tag.typed)]));
            }
            Action::Set(name, value) => {
                self.table.locals.entry(name.clone()).or_default().extend(value.paths.iter().cloned());
            }
            _ => {}
        }
        self.source.ranges.push((start..self.source.tera.len(), number));
    }
}

/// The Tera source of one tag.
pub fn text(tag: &Tag, number: usize) -> String {
    let (open, close) = BLOCK;
    match &tag.action {
        Action::Print(value) => {
            format!("{} ({}) | {PRINT}(tag={number}) {}", VALUE.0, value.source, VALUE.1)
        }
        Action::If(question) => format!("{open} if {} {close}", question.source),
        Action::Elif(question) => format!("{open} elif {} {close}", question.source),
        Action::Else => format!("{open} else {close}"),
        Action::EndIf => format!("{open} endif {close}"),
        Action::For(names, list) => format!(
            "{open} for {} in {} {close}{open} set {INDEX}{number} = loop.index0 {close}{STEP}",
            names.iter().map(|name| latin(name)).collect::<Vec<_>>().join(", "),
            list.source
        ),
        Action::EndFor => format!("{open} endfor {close}"),
        Action::Set(name, value) => {
            format!("{open} set {} = ({}) | {KEEP} {close}", latin(name), value.source)
        }
        Action::Break => format!("{open} break {close}"),
        Action::Continue => format!("{open} continue {close}"),
        Action::Nothing => String::new(),
    }
}
