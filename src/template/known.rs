//! Before a document is filled: whether every field that its tags name is in the data.
//!
//! A field that is there but null is a missing value, and told when it is printed. A field that is not
//! there at all is a mistake in the template, even in a part that this document does not reach. A name is
//! known in a list if any element has it; fields of `extra`, whose names come from the workbook, may be
//! absent and are then missing values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::expression::{Path, Segment};
use super::fill::UnknownField;
use super::place::{Fields, nearest};
use super::source::Table;
use super::wanted::Wanted;

/// Objects whose fields are the workbook's own.
pub const OPEN: [&str; 1] = ["extra"];

/// The paths that data must have, each once: letters name a field many times, and nearly always all are there. Without
/// those of one name that [`Wanted::context`] looks up.
#[derive(Debug, Default)]
pub struct Demands {
    /// Those that lead through objects alone, by their roots.
    plain: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The others: tag, and which of its paths.
    others: Vec<(usize, usize)>,
}

impl Demands {
    /// Of the tags of a template.
    pub fn of(table: &Table, wanted: &Wanted) -> Demands {
        let mut demands = Demands::default();
        let mut seen: Vec<(&Path, Option<usize>)> = Vec::new();
        for (number, tag) in table.tags.iter().enumerate() {
            let scope = table.scopes[number];
            let paths = tag.action.expression().into_iter().flat_map(|expression| &expression.paths);
            for (index, path) in paths.enumerate().filter(|(_, path)| !path.optional) {
                let local =
                    table.locals.contains_key(&path.root) || table.loop_of(&path.root, scope).is_some();
                let name = |segment: &Segment| match segment {
                    Segment::Name(name) => Some(name.clone()),
                    _ => None,
                };
                match path.segments.iter().map(name).collect::<Option<Vec<_>>>().filter(|_| !local) {
                    Some(names) => {
                        let own = demands.plain.entry(path.root.clone()).or_default();
                        if names.len() != 1 || !wanted.looks_up(&path.root, &names[0]) {
                            own.insert(names);
                        }
                    }
                    None if !seen.contains(&(path, scope)) => {
                        seen.push((path, scope));
                        demands.others.push((number, index));
                    }
                    None => {}
                }
            }
        }
        demands
    }

    /// Whether the data has all of them. If it has, and all that is wanted, [`unknown`] finds none.
    pub fn are_met(&self, table: &Table, data: &Value) -> bool {
        let plain = |(root, paths): (&String, &BTreeSet<Vec<String>>)| match data.get(root) {
            Some(value) => paths.iter().all(|path| leads(value, root, path)),
            None => false,
        };
        let other = |(number, index): &(usize, usize)| {
            let expression = table.tags[*number].action.expression().expect("it has paths");
            follow(&expression.paths[*index], table.scopes[*number], table, data).is_ok()
        };
        self.plain.iter().all(plain) && self.others.iter().all(other)
    }
}

/// Whether a path of names leads to a value, be it a missing one on the way.
fn leads(mut value: &Value, root: &str, path: &[String]) -> bool {
    for (index, name) in path.iter().enumerate() {
        match value.get(name) {
            Some(next) => value = next,
            None => return value.is_null() || (index == 0 && OPEN.contains(&root)),
        }
    }
    true
}

/// All fields that no data has.
pub fn unknown(table: &Table, data: &Value) -> Vec<UnknownField> {
    let mut all: Vec<UnknownField> = Vec::new();
    for (number, tag) in table.tags.iter().enumerate() {
        let Some(expression) = tag.action.expression() else { continue };
        let fixed = expression.paths.iter().filter(|path| !path.optional);
        for path in fixed {
            if let Some(unknown) = follow(path, table.scopes[number], table, data).err() {
                let (at, names) = (unknown.at, unknown.names());
                let near = nearest(unknown.typed, names.iter().copied());
                let before: String =
                    path.segments.iter().take(at.saturating_sub(1)).map(ToString::to_string).collect();
                let of = if at == 0 { String::new() } else { format!("{}{before}", path.root) };
                let named = |last: &str| if at == 0 { last.to_owned() } else { format!("{of}.{last}") };
                let field = UnknownField {
                    path: path.to_string(),
                    near: near.map(named),
                    fields: Fields { of: of.clone(), names: names.into_iter().map(str::to_owned).collect() },
                    place: tag.place.clone(),
                };
                if !all.contains(&field) {
                    all.push(field);
                }
            }
        }
    }
    all
}

/// Whether some value at a path is null, so that a tag that stopped may have stopped for it.
pub fn missing(path: &Path, scope: Option<usize>, table: &Table, data: &Value) -> bool {
    match follow(path, scope, table, data) {
        Ok(Reached::Values(values)) => values.is_empty() || values.contains(&&Value::Null),
        Ok(Reached::Computed) => false,
        Err(_) => true,
    }
}

/// The values at a path, as far as they are known without running the template.
pub fn values<'d>(path: &'d Path, scope: Option<usize>, table: &'d Table, data: &'d Value) -> Vec<&'d Value> {
    match follow(path, scope, table, data) {
        Ok(Reached::Values(values)) => values,
        _ => Vec::new(),
    }
}

/// Where a path leads.
enum Reached<'d> {
    /// To these values; to none if it goes through null or an empty list.
    Values(Vec<&'d Value>),
    /// To something that only running the template tells.
    Computed,
}

/// A path that leads nowhere.
struct Unknown<'d> {
    /// 0: its root is not known; n: its n-th segment is not.
    at: usize,
    /// What is not known.
    typed: &'d str,
    /// The values that do not have it.
    here: Vec<&'d Value>,
}

impl<'d> Unknown<'d> {
    /// The names that there are.
    fn names(&self) -> BTreeSet<&'d str> {
        let objects = self.here.iter().filter_map(|value| value.as_object());
        objects.flat_map(|object| object.keys()).map(String::as_str).collect()
    }
}

fn follow<'d>(
    path: &'d Path,
    scope: Option<usize>,
    table: &'d Table,
    data: &'d Value,
) -> Result<Reached<'d>, Unknown<'d>> {
    let mut values = match roots(path, scope, table, data)? {
        Reached::Values(values) => values,
        computed => return Ok(computed),
    };
    for (index, segment) in path.segments.iter().enumerate() {
        let here: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
        let next: Vec<&Value> = here.iter().flat_map(|value| step(value, segment)).collect();
        let open = index == 0 && OPEN.contains(&path.root.as_str());
        if let (Segment::Name(name), true, false, false) = (segment, next.is_empty(), here.is_empty(), open) {
            return Err(Unknown { at: index + 1, typed: name, here });
        }
        values = next;
    }
    Ok(Reached::Values(values))
}

fn roots<'d>(
    path: &'d Path,
    scope: Option<usize>,
    table: &'d Table,
    data: &'d Value,
) -> Result<Reached<'d>, Unknown<'d>> {
    if let Some(number) = table.loop_of(&path.root, scope) {
        let here = &table.loops[number];
        let Some(list) = here.list.as_ref().filter(|_| here.value == path.root) else {
            return Ok(Reached::Computed);
        };
        // A list that is not known is told at the tag of its loop.
        return Ok(match follow(list, here.outer, table, data) {
            Ok(Reached::Values(lists)) => {
                Reached::Values(lists.into_iter().flat_map(|list| step(list, &Segment::Computed)).collect())
            }
            _ => Reached::Computed,
        });
    }
    if table.locals.contains_key(&path.root) {
        return Ok(Reached::Computed);
    }
    match data.get(&path.root) {
        Some(value) => Ok(Reached::Values(vec![value])),
        None => Err(Unknown { at: 0, typed: &path.root, here: vec![data] }),
    }
}

fn step<'d>(value: &'d Value, segment: &Segment) -> Vec<&'d Value> {
    match (segment, value) {
        (Segment::Name(name), value) => value.get(name).into_iter().collect(),
        (Segment::Index(index), value) => value.get(index).into_iter().collect(),
        (Segment::Computed, Value::Array(elements)) => elements.iter().collect(),
        (Segment::Computed, Value::Object(fields)) => fields.values().collect(),
        (Segment::Computed, _) => Vec::new(),
    }
}
