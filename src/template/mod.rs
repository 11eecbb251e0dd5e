//! From a Word document with Tera tags to filled documents: compiled once, filled many times.
//!
//! The document is parsed, never patched as text. Its tags become elements ([`weave`]) at the level where
//! they belong ([`nest`]); literal XML and tags become one Tera source for each part ([`source`], [`engine`]);
//! what Tera renders is parsed again, cleaned ([`clean`]) and written ([`fill`]). Every mistake is told with
//! its place in the document ([`Location`]).
//!
//! Language of templates, beyond Tera's own:
//! - a tag belongs to the nearest block that holds it and its partner: text in a paragraph, paragraphs, a row,
//!   rows; a paragraph or row with nothing but tags vanishes; a paragraph that its tags leave empty vanishes;
//! - a value that is null is missing: it is told as a [`Lack`], and goes through filters and operators as
//!   missing; `a or b` and `default(value=…)` say what stands in for it; conditions may ask it;
//! - every value is escaped, a line end in it becomes a line break, a tab a tab;
//! - fields of a mail merge and tagged content controls are tags too ([`adopt`]);
//! - `{_{`, `{_%`, `{% raw %}` print brackets; docxtpl's `{%p`, `{%tr`, `{%tc` are taken as hints; `{%-` and
//!   `-%}` of a tag alone in its paragraph join its neighbours.
//!
//! Filters beside Tera's: `date` (`numeric`, `long`, `iso` or a picture of Word), `number`, `words` (`gender`, `case`,
//! `currency`), `plural` (`one`, `few`, `many`), `genitive` and `dative` of Russian names (`sex`), `initials`,
//! `translit`, `country` and `region` (`case`: also `dative`, `prepositional`), `checkbox`, `chars` (`cells`), `firstcap`, `firstlow`, `caps`, `image` (base64, or
//! the name of a picture that the template was given; `width` and `height` in millimetres, `alt`); `lang` where a
//! language matters.
//!
//! Deliberately absent: macros, includes, the environment, files.

mod adopt;
mod annotate;
mod audit;
mod clean;
mod drawing;
mod engine;
mod expression;
mod fields;
mod fill;
mod filter;
mod guard;
mod ids;
mod kept;
mod known;
mod lately;
mod nest;
mod place;
mod properties;
mod revise;
mod scan;
mod source;
pub mod specimen;
mod tag;
mod text;
mod wanted;
mod weave;
pub mod context;
mod library;
pub mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use tera::Tera;

pub use annotate::{Remark, annotate};
pub use clean::BLANK;
pub use fields::FieldUse;
pub use fill::{Doubt, FillError, Filled, Lack, UnknownField};
pub use filter::picture::Pictures;
pub use library::{BUILT_IN, Library, Unusable, language_of};
pub use place::{Cell, Fault, Fields, Location};
pub use text::text;

use crate::docx::xml::{self, Element, Node};
use crate::docx::{self, Compressed, Package};
use crate::finding::notice;
use crate::language::{Language, Text};
use known::Demands;
use lately::Lately;
use source::{Source, Table};
use wanted::Wanted;

/// The guide to writing templates, for paralegals.
#[doc = include_str!("guide.md")]
pub fn guide(language: Language) -> &'static str {
    language.choose(include_str!("guide.md"), include_str!("guide.ru.md"), include_str!("guide.kk.md"))
}

/// How deep elements of a template may lie: what filling adds, a picture above all, still has to be read and printed.
const DEPTH: usize = 180;

/// Prefix of the names that stand for something of ours in the tree of a part.
const TAG_PREFIX: &str = "otinish:";
/// Element: a tag; its attribute `n` is the number of the tag.
const TAG: &str = "otinish:tag";
/// Element between two blocks: the paragraph before and the one after become one.
const JOIN: &str = "otinish:join";
/// Attribute of a paragraph that holds tags.
const TAGGED: &str = "otinish:tagged";
/// Attribute of a table that follows another one without a paragraph between, in the template itself.
const ADJACENT: &str = "otinish:adjacent";

/// Attribute of a table that has loops over cells.
const COLUMNS: &str = "otinish:columns";

/// A compiled template. It can be shared between threads.
pub struct Template {
    name: String,
    language: Language,
    /// The parts that are the same in every document.
    rest: Compressed,
    /// The types of the parts, and the relationships of those with tags.
    wiring: BTreeMap<String, Vec<u8>>,
    /// What the filter `image` finds by name.
    pictures: Pictures,
    tera: Tera,
    table: Arc<Table>,
    /// What Tera is given of the data, and what of it must be there.
    wanted: Wanted,
    demands: Demands,
    /// The parts with tags, by name, in the order in which they are filled.
    sources: Vec<(String, Source)>,
    /// What became of them last.
    lately: Lately,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("name", &self.name)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Template {
    /// Compiles a document. `name` is told in messages; `language` decides how dates, numbers and countries
    /// are written where a tag does not say it.
    ///
    /// # Errors
    /// All faults that can be told at once, in the order of the document, at least one.
    pub fn compile(docx: &[u8], name: &str, language: Language) -> Result<Template, Vec<Fault>> {
        let Analysed { mut package, table, sources, faults } = analyse(docx, name, language)?;
        if !faults.is_empty() {
            return Err(ordered(faults));
        }
        let tera = engine::compile(&sources, &table, language).map_err(|fault| vec![*fault])?;
        package.parts.retain(|part, _| !sources.iter().any(|(filled, _)| filled == part));
        let rest = Compressed::new(&package);
        let relations = sources.iter().map(|(part, _)| drawing::relations_of(part));
        let mut wiring: BTreeSet<String> = relations.collect();
        wiring.insert(drawing::TYPES.to_owned());
        package.parts.retain(|part, _| wiring.contains(part));
        let (name, wiring, pictures) = (name.to_owned(), package.parts, Pictures::default());
        let (wanted, lately) = (Wanted::of(&table), Lately::default());
        let demands = Demands::of(&table, &wanted);
        Ok(Template { name, language, rest, wiring, pictures, tera, table, wanted, demands, sources, lately })
    }

    /// The same template, with pictures that the filter `image` finds by name, PNG or JPEG.
    pub fn with_pictures(self, pictures: Pictures) -> Template {
        Template { pictures, ..self }
    }

    /// All faults of a document at once: those of [`Template::compile`], and whether its tags fit data of a
    /// known form, as far as the other faults leave sense in that.
    pub fn check(docx: &[u8], name: &str, language: Language, form: &Value) -> Vec<Fault> {
        let Analysed { table, sources, mut faults, .. } = match analyse(docx, name, language) {
            Ok(analysed) => analysed,
            Err(faults) => return faults,
        };
        if faults.is_empty() {
            faults.extend(engine::compile(&sources, &table, language).err().map(|fault| *fault));
        }
        if faults.iter().all(|fault| LEAVE_SENSE.contains(&fault.code)) {
            faults.extend(fields::examine(&table, form));
        }
        ordered(faults)
    }

    /// Fills the template with the data of one filing, a JSON object.
    ///
    /// # Errors
    /// See [`FillError`]. A missing value is no error but a [`Lack`] of the result.
    pub fn fill(&self, data: &Value) -> Result<Filled, FillError> {
        fill::fill(self, data)
    }

    /// The name it was compiled with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language it was compiled for.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The paths that its tags read, from the top of the data, sorted: `employee.iin`, `quota[].position` for a
    /// field of the elements of a list. What `set` gives and what comes out of a filter is left out.
    pub fn paths(&self) -> BTreeSet<String> {
        let table = &self.table;
        let mut all = BTreeSet::new();
        for (number, tag) in table.tags.iter().enumerate() {
            let expression = tag.action.expression();
            for path in expression.into_iter().flat_map(|expression| &expression.paths) {
                all.extend(table.shown(path, table.scopes[number], "[]"));
            }
        }
        all
    }
}

/// Markup with the text of all parts of a template, in bytes: a thousand pages. More would not be worked through in
/// 2 seconds and 256 MB.
const STORIES: usize = 8 << 20;

/// Faults after which it is still known what each name means.
const LEAVE_SENSE: [&str; 8] = [
    "template-unknown-filter",
    "template-unknown-test",
    "template-unknown-function",
    "template-macro",
    "template-external",
    "template-field-code",
    "template-merge-rule",
    "template-merge-switch",
];

/// A document whose tags are read, with what is wrong in them.
struct Analysed {
    package: Package,
    table: Arc<Table>,
    sources: Vec<(String, Source)>,
    faults: Vec<Fault>,
}

fn analyse(docx: &[u8], name: &str, language: Language) -> Result<Analysed, Vec<Fault>> {
    let mut package = Package::read(docx).map_err(|error| vec![unreadable(&error, name)])?;
    adopt::unlink(&mut package);
    let mut faults = guard::check(&package);
    let headings = headings(&package);
    let texts: Vec<(String, String)> = stories(&package, &mut faults);
    if texts.iter().map(|(_, text)| text.len()).sum::<usize>() > STORIES {
        let file = Text::same(name);
        return Err(vec![Fault::of(notice("template-too-large", &[("file", &file)]))]);
    }
    let mut gathered = weave::Gathered::default();
    let mut roots = Vec::new();
    for (part, text) in &texts {
        match xml::parse_within(text, DEPTH) {
            Ok(root) => roots.push((part, prepared(part, root, &headings, &mut gathered))),
            Err(_) => faults.push(damaged(part)),
        }
    }
    faults.append(&mut gathered.faults);
    for (part, root) in &mut roots {
        let literal = audit::letters(root);
        nest::settle(root, &gathered.tags, &mut faults);
        if !audit::keeps(&literal, &audit::letters(root)) {
            faults.push(Fault::new(Location::part(part), "template-lost", &[("found", part)]));
        }
    }
    let mut table = Table { tags: gathered.tags, ..Table::default() };
    let mut sources = Vec::new();
    for (part, root) in &roots {
        let source = source::write(root, &mut table, &mut faults);
        match source.ranges.is_empty() && !needs_cleaning(root) {
            true => _ = package.parts.insert((*part).clone(), xml::write(root).into_bytes()),
            false => sources.push(((*part).clone(), source)),
        }
    }
    let table = Arc::new(table);
    faults.extend(engine::check(&table, language));
    Ok(Analysed { package, table, sources, faults })
}

fn unreadable(error: &docx::Error, name: &str) -> Fault {
    match error {
        docx::Error::Damaged { part } => damaged(part),
        _ => Fault::of(error.notice(name)),
    }
}

fn damaged(part: &str) -> Fault {
    Fault::new(Location::part(part), "template-part-damaged", &[("found", part)])
}

/// In the order of the document, each once: a text box and its copy for old programs have the same.
fn ordered(mut faults: Vec<Fault>) -> Vec<Fault> {
    fn place(fault: &Fault) -> (bool, &str, usize, usize) {
        let Location { part, paragraph, offset, .. } = &fault.place;
        (part != "word/document.xml", part, *paragraph, *offset)
    }
    faults.sort_by(|one, other| place(one).cmp(&place(other)));
    let mut out: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        let mut beside = out.iter().rev().take_while(|other| place(other) == place(&fault));
        if !beside.any(|other| *other == fault) {
            out.push(fault);
        }
    }
    out
}

/// The texts of the parts that hold the stories of a document (ECMA-376 part 1 §11.3).
fn stories(package: &Package, faults: &mut Vec<Fault>) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (name, content) in &package.parts {
        if properties::has_tags(name, content) {
            match xml::decode(content) {
                Ok(text) => texts.push((name.clone(), text.into_owned())),
                Err(_) => faults.push(damaged(name)),
            }
            continue;
        }
        let Some(stem) = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")) else {
            continue;
        };
        let kind = stem.trim_end_matches(|character: char| character.is_ascii_digit());
        if !["document", "header", "footer", "footnotes", "endnotes"].contains(&kind) {
            continue;
        }
        match xml::decode(content) {
            Ok(text) => texts.push((name.clone(), text.into_owned())),
            Err(_) => faults.push(damaged(name)),
        }
    }
    texts
}

/// A part as it reads, its tags as elements.
fn prepared<'a>(
    part: &str,
    mut root: Element<'a>,
    headings: &BTreeSet<String>,
    gathered: &mut weave::Gathered,
) -> Element<'a> {
    revise::accept(&mut root);
    if properties::is_part(part) {
        properties::wrap(&mut root);
    }
    adopt::adopt(part, &mut root, &mut gathered.faults);
    mark_adjacent(&mut root);
    weave::weave(part, &mut root, headings, gathered);
    root
}

fn mark_adjacent(element: &mut Element<'_>) {
    let mut after_table = false;
    for child in &mut element.children {
        let Node::Element(child) = child else { continue };
        let table = child.name == "w:tbl";
        if table && after_table {
            child.set(ADJACENT, "1");
        }
        after_table = table;
        mark_adjacent(child);
    }
}

/// Whether a part without tags still needs cleaning.
fn needs_cleaning(element: &Element<'_>) -> bool {
    element.elements().any(|child| {
        child.name == JOIN
            || [ADJACENT, COLUMNS, TAGGED].iter().any(|mark| child.attribute(mark).is_some())
            || needs_cleaning(child)
    })
}

/// The identifiers of the styles of headings; in a Russian Word «heading 1» has the identifier `1`.
fn headings(package: &Package) -> BTreeSet<String> {
    let styles = package.parts.get("word/styles.xml").and_then(|content| xml::decode(content).ok());
    let root = styles.as_ref().and_then(|text| xml::parse(text).ok());
    let named = |style: &Element<'_>| {
        let name = style.child("w:name")?.attribute("w:val")?.to_lowercase();
        (name.starts_with("heading") || name == "title")
            .then(|| style.attribute("w:styleId").map(str::to_owned))?
    };
    root.iter().flat_map(Element::elements).filter_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Template>();
    }
}
