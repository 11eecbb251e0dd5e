//! From a compiled template and the data of one filing to one document.
//!
//! Equal template and data give equal bytes. A missing value does not stop the filling: the document then
//! has a visible blank in its place, and tells what it lacks; such a document must not be issued.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;
use tera::{Context, ErrorKind};

use super::Template;
use super::audit;
use super::clean::{self, Cleaner};
use super::drawing;
use super::engine;
use super::fields;
use super::filter::{doubt, picture, refused};
use super::ids::Ids;
use super::known;
use super::place::{Fault, Fields, Location, notice};
use super::properties;
use super::source::STEP_CHARACTER;
use crate::docx::{Fresh, Parts, xml};
use crate::finding::Notice;

/// Longest XML of all parts together, in bytes; about 2 MiB of text. A letter has a hundredth.
const OUTPUT_LIMIT: usize = 16 << 20;

/// Longest time of filling one document; a letter takes a thousandth of a second, an attack for ever. It cuts
/// off what could not be issued in any case, so that equal data still give equal bytes.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// A filled document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The document (.docx).
    pub docx: Vec<u8>,
    /// The parts that are packed in it: they can be laid out without being unpacked.
    pub parts: Parts<'static>,
    /// What it lacks; if anything, it must not be issued.
    pub lacks: Vec<Lack>,
    /// Declined names that someone should look at.
    pub doubts: Vec<Doubt>,
}

/// A declined name whose form grammars or usage do not agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// As printed; personal data.
    pub form: String,
    /// The path of the name, `employee.full_name_cyr`.
    pub path: String,
    /// The tag that prints it.
    pub place: Location,
}

impl Doubt {
    /// Its name in the catalogue.
    pub const CODE: &'static str = "template-doubtful-form";

    /// Words for it.
    pub fn notice(&self) -> Notice {
        notice(Doubt::CODE, &[("found", &self.form), ("path", &self.path)])
    }
}

/// A value that a document needs and the data does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// The path from the top of the data, `employee.address`, `quota[1].position` (indices from 0).
    pub path: String,
    /// The tag that prints it.
    pub place: Location,
}

impl Lack {
    /// Words for it.
    pub fn notice(&self) -> Notice {
        notice("template-lack", &[("found", &self.path)])
    }
}

/// A field that a tag names and the data does not have at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownField {
    /// As written in the tag, `employee.adress`.
    pub path: String,
    /// The field most like it, `employee.address`.
    pub near: Option<String>,
    /// All that there are.
    pub fields: Fields,
    pub place: Location,
}

impl UnknownField {
    /// Words for it.
    pub fn notice(&self) -> Notice {
        let near = self.near.as_deref().unwrap_or("…");
        notice("template-unknown-field", &[("found", &self.path), ("near", near)])
    }
}

/// Why a document cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The data is not a JSON object.
    #[error("the data is not an object with fields")]
    NoData,
    /// Tags name fields that are not in the data; all of them, at least one.
    #[error("{}", list(.0))]
    UnknownFields(Vec<UnknownField>),
    /// A tag that compares, counts or repeats cannot do without the value.
    #[error("a tag cannot do without `{}`, which is missing", .0.path)]
    Lack(Box<Lack>),
    /// A tag cannot be worked out with this data.
    #[error("{}", .0.message.message.en)]
    Tag(Box<Fault>),
    /// Words of the template or values that were printed are not in the document: a mistake of ours, which
    /// must not reach an authority.
    #[error("words of `{part}` are lost in the filled document")]
    Lost {
        /// Name of the part.
        part: String,
    },
    /// Filling goes on beyond [`TIME_LIMIT`].
    #[error("filling takes longer than 30 seconds")]
    TooSlow,
    /// More text than any letter has.
    #[error("the filled document is longer than 16 MiB")]
    TooLong,
}

fn list(fields: &[UnknownField]) -> String {
    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.path)).collect();
    format!("there is no field {}", names.join(", "))
}

impl FillError {
    /// Words for it; of several unknown fields for the first.
    pub fn notice(&self) -> Notice {
        match self {
            FillError::NoData => notice("template-no-data", &[]),
            FillError::UnknownFields(fields) => match fields.first() {
                Some(field) => field.notice(),
                None => notice("template-unknown-field", &[("found", ""), ("near", "…")]),
            },
            FillError::Lack(lack) => lack.notice(),
            FillError::Tag(fault) => fault.message.clone(),
            FillError::TooLong => notice("template-too-long", &[]),
            FillError::TooSlow => notice("template-too-slow", &[]),
            FillError::Lost { part } => notice("template-lost", &[("found", part)]),
        }
    }

    /// The tag it is about, if it is about one.
    pub fn place(&self) -> Option<&Location> {
        match self {
            FillError::UnknownFields(fields) => fields.first().map(|field| &field.place),
            FillError::Lack(lack) => Some(&lack.place),
            FillError::Tag(fault) => Some(&fault.place),
            FillError::NoData | FillError::TooLong | FillError::TooSlow | FillError::Lost { .. } => None,
        }
    }
}

/// Fills a template; see [`Template::fill`].
pub(super) fn fill(template: &Template, data: &Value) -> Result<Filled, FillError> {
    let (filled, told) =
        doubt::gather(|| picture::gather(&template.pictures, |used| fill_parts(template, data, used)));
    let table = &template.table;
    let doubts = told.into_iter().map(|told| {
        let tag = &table.tags[told.tag];
        let paths = tag.action.expression().map(|expression| &expression.paths[..]).unwrap_or_default();
        // A column of the user's own stands first: `extra["…"] or employee.full_name_cyr | dative`.
        let path = paths.iter().find(|path| path.root != "extra").or(paths.first());
        let path = path.and_then(|path| table.shown(path, table.scopes[told.tag], "[…]"));
        Doubt { form: told.form, path: path.unwrap_or_else(|| tag.typed.clone()), place: tag.place.clone() }
    });
    filled.map(|filled| Filled { doubts: doubts.collect(), ..filled })
}

fn fill_parts(
    template: &Template,
    data: &Value,
    used: &dyn Fn(usize) -> Option<picture::Used>,
) -> Result<Filled, FillError> {
    let fields = data.as_object().ok_or(FillError::NoData)?;
    let (context, whole) = template.wanted.context(fields);
    if !(whole && template.demands.are_met(&template.table, data)) {
        let unknown = known::unknown(&template.table, data);
        if !unknown.is_empty() {
            return Err(FillError::UnknownFields(unknown));
        }
    }
    if let Some(fault) = fields::mistyped_loop(&template.table, data) {
        return Err(FillError::Tag(Box::new(fault)));
    }
    let mut cleaner = Cleaner::new(&template.table, used);
    let mut ids = Ids::default();
    let mut left = OUTPUT_LIMIT;
    let start = Instant::now();
    let mut parts = BTreeMap::new();
    for (number, (part, _)) in template.sources.iter().enumerate() {
        let limit = left;
        let rendered = render(template, number, &context, data, &mut left, start)?;
        let known = template.lately.get(part, &rendered).filter(|written| written.len() <= limit);
        let written = match known {
            Some(written) => written,
            None => {
                let written = settle(template, part, &rendered, &mut cleaner, &mut ids, limit)?;
                template.lately.keep(part, rendered, &written);
                written
            }
        };
        left = left.min(limit.saturating_sub(written.len()));
        parts.insert(part.clone(), written);
        let shown = std::mem::take(&mut cleaner.pictures);
        drawing::enter(part, &shown, used, &template.wiring, &mut parts);
    }
    let Fresh { docx, parts } = template.rest.write(parts);
    Ok(Filled { docx, parts, lacks: cleaner.lacks, doubts: Vec::new() })
}

/// Makes a part of what Tera rendered, of at most so many bytes.
fn settle(
    template: &Template,
    part: &str,
    rendered: &str,
    cleaner: &mut Cleaner,
    ids: &mut Ids,
    limit: usize,
) -> Result<Arc<[u8]>, FillError> {
    let mut root = xml::parse(rendered).expect("tags stand at the level of elements, and values are escaped");
    let letters = audit::letters(&root);
    clean::clean(&mut root, cleaner);
    if !audit::keeps(&letters, &audit::letters(&root)) {
        return Err(FillError::Lost { part: part.to_owned() });
    }
    ids.renew(&mut root);
    if properties::is_part(part) {
        properties::unwrap(&mut root);
    }
    let written = template.table.kept.write(&root, limit).ok_or(FillError::TooLong)?;
    Ok(written.into_bytes().into())
}

fn render(
    template: &Template,
    number: usize,
    context: &Context,
    data: &Value,
    left: &mut usize,
    start: Instant,
) -> Result<String, FillError> {
    let part = &template.sources[number].0;
    let mut out = Capped { bytes: Vec::with_capacity(1 << 16), left: *left, start, writes: 0 };
    if let Err(error) = template.tera.render_to(part, context, &mut out) {
        return Err(failure(template, number, &error, data));
    }
    *left = out.left;
    let mut text = String::from_utf8(out.bytes).expect("Tera writes text, and so do the filters");
    if text.contains(STEP_CHARACTER) {
        text.retain(|character| character != STEP_CHARACTER);
    }
    Ok(text)
}

/// Takes bytes up to a limit of length and of time, then refuses. Every turn of a loop writes something.
struct Capped {
    bytes: Vec<u8>,
    left: usize,
    start: Instant,
    writes: u32,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        // The clock is not looked at each time: that would take longer than writing.
        self.writes += 1;
        if self.writes.is_multiple_of(64) && self.start.elapsed() > TIME_LIMIT {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What an error of Tera means in the document.
fn failure(template: &Template, number: usize, error: &tera::Error, data: &Value) -> FillError {
    let report = match error.kind() {
        ErrorKind::Io(io::ErrorKind::TimedOut) => return FillError::TooSlow,
        ErrorKind::Io(_) => return FillError::TooLong,
        ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    };
    let (part, source) = &template.sources[number];
    let number = report.and_then(|report| engine::tag_at(source, report.span().range.start));
    let Some(number) = number else {
        let values = [("found", ""), ("detail", &*engine::detail(error))];
        return FillError::Tag(Box::new(Fault::new(Location::part(part), "template-stopped", &values)));
    };
    let table = &template.table;
    let tag = &table.tags[number];
    let detail = engine::detail(error);
    let told = |code, values: &[(&str, &str)]| {
        let mut all = vec![("found", tag.typed.as_str())];
        all.extend_from_slice(values);
        FillError::Tag(Box::new(Fault::new(tag.place.clone(), code, &all)))
    };
    match refused(&detail).as_deref() {
        Some(["template-too-long", ..]) => FillError::TooLong,
        Some(["template-control-character", character]) => {
            told("template-control-character", &[("character", character)])
        }
        Some(["template-not-text", ..]) => told("template-not-text", &[]),
        Some(["template-filter-value", filter, expected]) => {
            told("template-filter-value", &[("filter", filter), ("expected", expected)])
        }
        Some(["template-filter-argument", filter, argument, known]) => {
            told("template-filter-argument", &[("filter", filter), ("argument", argument), ("known", known)])
        }
        Some(["template-filter-needs", filter, argument]) => {
            told("template-filter-needs", &[("filter", filter), ("argument", argument)])
        }
        _ => {
            let paths = tag.action.expression().map(|expression| &expression.paths[..]).unwrap_or_default();
            let scope = table.scopes[number];
            match paths.iter().find(|path| known::missing(path, scope, table, data)) {
                Some(path) => FillError::Lack(Box::new(Lack {
                    path: table.shown(path, scope, "[…]").unwrap_or_else(|| path.to_string()),
                    place: tag.place.clone(),
                })),
                None => told("template-stopped", &[("detail", &detail)]),
            }
        }
    }
}
