//! From the data of a filing to what Tera is given: the fields that some tag names, and no others.
//!
//! The data of a filing holds all that any letter may say; one letter says a tenth of it. Invariant: a path of the
//! template leads to the same value as in the whole data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use tera::Context;

use super::expression::{Path, Segment, latin};
use super::known::OPEN;
use super::source::Table;

/// By name at the top of the data, which of its fields.
#[derive(Debug, Default)]
pub struct Wanted(BTreeMap<String, Fields>);

#[derive(Debug)]
enum Fields {
    All,
    These(BTreeSet<String>),
}

impl Wanted {
    /// What the tags of a template read.
    pub fn of(table: &Table) -> Wanted {
        let mut wanted = Wanted::default();
        let read = table.tags.iter().filter_map(|tag| tag.action.expression());
        read.flat_map(|expression| &expression.paths).for_each(|path| wanted.add(path));
        wanted
    }

    fn add(&mut self, path: &Path) {
        let fields = self.0.entry(path.root.clone()).or_insert_with(|| Fields::These(BTreeSet::new()));
        match (path.segments.first(), fields) {
            (Some(Segment::Name(name)), Fields::These(names)) => drop(names.insert(name.clone())),
            (Some(Segment::Name(_)), Fields::All) => {}
            (_, fields) => *fields = Fields::All,
        }
    }

    /// Whether a field is looked up by its name when the context is made.
    pub fn looks_up(&self, root: &str, name: &str) -> bool {
        matches!(self.0.get(root), Some(Fields::These(names)) if names.contains(name))
    }

    /// The context of the fields that are wanted and there; and whether no object lacks one that is looked up by name.
    pub fn context(&self, data: &Map<String, Value>) -> (Context, bool) {
        let (mut context, mut whole) = (Context::new(), true);
        for (root, fields) in &self.0 {
            match (data.get(root), fields) {
                (Some(Value::Object(all)), Fields::These(names)) => {
                    let part = Part(names.iter().filter_map(|name| Some((name, all.get(name)?))).collect());
                    whole &= part.0.len() == names.len() || OPEN.contains(&root.as_str());
                    context.insert(latin(root).into_owned(), &part);
                }
                (Some(value), fields) => {
                    whole &= value.is_null() || matches!(fields, Fields::All);
                    context.insert(latin(root).into_owned(), value);
                }
                (None, _) => {}
            }
        }
        (context, whole)
    }
}

/// Some fields of an object.
struct Part<'p>(Vec<(&'p String, &'p Value)>);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}
