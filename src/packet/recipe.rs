//! What a packet is made from → its key: equal keys, equal bytes.
//!
//! Invariant: whatever can change a byte of a packet that has no gaps is in its key, each thing under its
//! own name, so that it can be told what changed. Of the columns that are not ours (`extra`) only those are
//! in it that a template reads. Deliberately absent: places in the workbook, which only gaps name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::assemble::Office;
use super::contexts::Contexts;
use super::enclose;
use super::manifest::sha256;
use crate::filing::FilingKind;
use crate::plan::Filing;
use crate::template::{Library, context};

/// Digits of a part's hash that are kept: enough to see that it changed.
const SHORT: usize = 8;

/// What a packet is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// SHA-256 over all parts.
    pub key: String,
    /// The start of the hash of each part: `passport_no`, `company`, `templates`, `day`.
    pub parts: BTreeMap<String, String>,
}

impl Recipe {
    /// The parts in which two recipes differ.
    pub fn differences<'a>(&'a self, other: &'a Recipe) -> BTreeSet<&'a str> {
        let names = self.parts.keys().chain(other.parts.keys());
        names.filter(|name| self.parts.get(*name) != other.parts.get(*name)).map(String::as_str).collect()
    }
}

/// The columns that are not ours and that a template reads; `None` where one may read any.
#[derive(Clone, Debug)]
pub struct Columns(Option<BTreeSet<String>>);

impl Columns {
    /// Of the templates of a run.
    pub fn of(library: &Library) -> Columns {
        let paths = library.templates().flat_map(|template| template.paths());
        let extra: BTreeSet<String> = paths.filter(|path| path.starts_with("extra")).collect();
        let named = extra.iter().all(|path| path.starts_with("extra."));
        Columns(named.then_some(extra))
    }

    fn read(&self, path: &str) -> bool {
        let Columns(Some(known)) = self else { return true };
        !path.starts_with("extra.") || known.contains(path)
    }
}

/// The recipe of the packet of these filings.
pub fn recipe(contexts: &Contexts, columns: &Columns) -> Recipe {
    let Contexts { office, filings, .. } = contexts;
    let mut parts = shared(office, filings);
    for filing in *filings {
        let data = contexts.get(filing, office.languages[0]);
        gather(&data, String::new(), columns, &mut parts);
        // The words of its status, its authority and what holds it back stand in the packet's own papers.
        add(&mut parts, "filing", &format!("{filing:?}"));
    }
    if let Some(all) = office.attachments {
        let first = filings.first().expect("a packet has filings");
        add(&mut parts, "attachments", &format!("{}", all.whole));
        for source in
            enclose::everybody(office.case, first.subject).into_iter().flat_map(|one| all.all_of(one))
        {
            let content = all.read(source).map_or_else(|cause| cause.en, |bytes| sha256(&bytes));
            add(&mut parts, "attachments", &format!("{} {content}", source.path));
        }
    }
    let mut whole = String::new();
    for (name, value) in &parts {
        whole.push_str(&format!("{name}\u{0}{}\u{0}{value}\u{0}", value.len()));
    }
    let short = |value: String| sha256(value.as_bytes())[..SHORT].to_owned();
    Recipe {
        key: sha256(whole.as_bytes()),
        parts: parts.into_iter().map(|(name, value)| (name, short(value))).collect(),
    }
}

/// What the packets of a run have in common. The office is taken apart, so that nothing new in it is
/// forgotten here.
fn shared(office: &Office, filings: &[&Filing]) -> BTreeMap<String, String> {
    let Office {
        case: _,
        gate: _,
        library: _,
        fonts: _,
        compositor: _,
        press: _,
        shelf: _,
        today,
        languages,
        formats,
        draft,
        duplex,
        attachments: _,
        limits,
        provenance,
    } = office;
    let own = |name: &str| {
        let document = name.split('.').next().unwrap_or(name);
        FilingKind::from_name(document).is_none_or(|kind| filings.iter().any(|filing| filing.kind == kind))
    };
    let templates = provenance.templates.iter().filter(|template| own(&template.name));
    let mut parts = BTreeMap::new();
    add(&mut parts, "program", provenance.program.source_sha256);
    add(&mut parts, "rules", &provenance.rules);
    add(&mut parts, "fonts", &format!("{:?}", provenance.fonts));
    add(&mut parts, "templates", &format!("{:?}", templates.collect::<Vec<_>>()));
    add(&mut parts, "day", &today.to_string());
    add(&mut parts, "choice", &format!("{languages:?} {formats:?} {draft} {duplex} {limits:?}"));
    parts
}

/// Adds the leaves of a value under their paths, without the indexes of lists.
fn gather(value: &Value, path: String, columns: &Columns, parts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                gather(value, path, columns, parts);
            }
        }
        Value::Array(items) => {
            add(parts, part_of(&path), &items.len().to_string());
            items.iter().for_each(|item| gather(item, path.clone(), columns, parts));
        }
        Value::Null => {}
        leaf if columns.read(&path) => add(parts, part_of(&path), &leaf.to_string()),
        _ => {}
    }
}

/// The part that a path of the context is told under: the field of the roster, or the group.
fn part_of(path: &str) -> &str {
    match path.split('.').next().unwrap_or(path) {
        "company" => "company",
        "extra" => path,
        "today" => "day",
        _ => context::field_of(path).map_or("filing", |field| field.name()),
    }
}

fn add(parts: &mut BTreeMap<String, String>, name: &str, value: &str) {
    let part = parts.entry(name.to_owned()).or_default();
    part.push_str(value);
    part.push('\n');
}
