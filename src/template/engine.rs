//! Tera, set up for documents: our brackets, our escaping, our filters, and no way out of the document.
//!
//! Every value is printed through one filter, which marks what is missing, refuses what no document can
//! hold, and hands on the rest to be escaped. Deliberately absent: the environment, files, other templates.

use std::io::Write;
use std::sync::Arc;

use tera::value::Key;
use tera::{Delimiters, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::expression::{Path, Segment, latin};
use super::filter::{self, missing, refusal};
use super::place::{Fault, nearest};
use super::source::{self, BLOCK, COMMENT, INDEX, KEEP, LACK, PRINT, Source, Table, VALUE};
use super::tag::{Action, Role, Tag};
use crate::language::Language;

/// Compiles every tag alone, and tells all that Tera does not understand.
pub fn check(table: &Arc<Table>, language: Language) -> Vec<Fault> {
    let mut tera = engine(table, language);
    let numbered = table.tags.iter().enumerate();
    numbered.filter_map(|(number, tag)| check_tag(&mut tera, tag, number)).collect()
}

/// Compiles the sources of all parts.
///
/// # Errors
/// What only shows in a whole part: a second `else`, a nesting too deep.
pub fn compile(
    sources: &[(String, Source)],
    table: &Arc<Table>,
    language: Language,
) -> Result<Tera, Box<Fault>> {
    let mut tera = engine(table, language);
    for (part, source) in sources {
        tera.add_raw_template(part, &source.tera)
            .map_err(|error| Box::new(located(&error, part, source, table)))?;
    }
    Ok(tera)
}

fn located(error: &tera::Error, part: &str, source: &Source, table: &Table) -> Fault {
    let number = match error.kind() {
        ErrorKind::SyntaxError(report) => tag_at(source, report.span().range.start),
        _ => None,
    };
    match number {
        Some(number) => fault(error, &table.tags[number]),
        None => {
            let values = [("found", part), ("detail", &detail(error))];
            Fault::new(super::Location::part(part), "template-syntax", &values)
        }
    }
}

/// The tag at a byte of a source, or the last one before it.
pub fn tag_at(source: &Source, byte: usize) -> Option<usize> {
    let after = source.ranges.partition_point(|(range, _)| range.start <= byte);
    after.checked_sub(1).map(|index| source.ranges[index].1)
}

fn engine(table: &Arc<Table>, language: Language) -> Tera {
    let mut tera = Tera::new();
    tera.set_delimiters(Delimiters {
        block_start: BLOCK.0.into(),
        block_end: BLOCK.1.into(),
        variable_start: VALUE.0.into(),
        variable_end: VALUE.1.into(),
        comment_start: COMMENT.0.into(),
        comment_end: COMMENT.1.into(),
    })
    .expect("each bracket is two bytes, and no two are the same");
    tera.autoescape_on([""]);
    tera.set_escape_fn(escape);
    filter::register(&mut tera, language);
    let table = Arc::clone(table);
    tera.register_filter(PRINT, move |value: Value, kwargs: Kwargs, state: &State| {
        let number = kwargs.must_get::<usize>("tag")?;
        print(&value, number, &table, state, language)
    });
    tera.register_filter(KEEP, |value: Value, _: Kwargs, _: &State| match value.as_str() {
        Some(text) if text.len() > filter::TEXT_LIMIT => Err(refusal("template-too-long", &[])),
        _ => Ok(value),
    });
    tera
}

/// Compiles one tag alone, with what it needs to be whole.
fn check_tag(tera: &mut Tera, tag: &Tag, number: usize) -> Option<Fault> {
    let (open, close) = BLOCK;
    let text = source::text(tag, number);
    let whole = match (&tag.action, tag.action.role()) {
        (Action::If(_), _) => format!("{text}{open} endif {close}"),
        (Action::For(..), _) => format!("{text}{open} endfor {close}"),
        (Action::Elif(_), _) => format!("{open} if true {close}{text}{open} endif {close}"),
        (Action::Break | Action::Continue, _) => return None,
        (_, Role::Single) => text,
        _ => return None,
    };
    tera.add_raw_template("tag", &whole).err().map(|error| fault(&error, tag))
}

fn fault(error: &tera::Error, tag: &Tag) -> Fault {
    let detail = detail(error);
    let unknown = |kind: &str| {
        let (_, rest) = detail.split_once(&format!("Unknown {kind} `"))?;
        rest.split('`').next()
    };
    let told = |code, word: &str, known: &mut dyn Iterator<Item = &'static str>| {
        let near = nearest(word, known).unwrap_or_default();
        Fault::new(tag.place.clone(), code, &[("found", &tag.typed), ("word", word), ("near", near)])
    };
    if let Some(word) = unknown("filter") {
        return told("template-unknown-filter", word, &mut filter::names());
    }
    if let Some(word) = unknown("test") {
        return told("template-unknown-test", word, &mut filter::TESTS.into_iter());
    }
    if let Some(word) = unknown("function") {
        return told("template-unknown-function", word, &mut filter::FUNCTIONS.into_iter());
    }
    Fault::new(tag.place.clone(), "template-syntax", &[("found", &tag.typed), ("detail", &detail)])
}

/// What Tera says, without its picture of the source.
pub fn detail(error: &tera::Error) -> String {
    let text = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.message().to_owned(),
        other => other.to_string(),
    };
    text.chars().filter(|character| !('\u{80}'..='\u{9F}').contains(character)).collect()
}

/// Escapes text for the inside of a `w:t`: line ends become `w:br`, tabs `w:tab` (ECMA-376 part 1 §17.3.3).
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    const AGAIN: &str = "<w:t xml:space=\"preserve\">";
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let element = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\n' | '\u{2028}' | '\u{2029}' => "<w:br/>",
            '\t' => "<w:tab/>",
            '\r' => "",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[from..at])?;
        match element.starts_with('<') {
            true => write!(out, "</w:t>{element}{AGAIN}")?,
            false => out.write_all(element.as_bytes())?,
        }
        from = at + character.len_utf8();
        // A lone carriage return ends a line too.
        if character == '\r' && !text[from..].starts_with('\n') {
            write!(out, "</w:t><w:br/>{AGAIN}")?;
        }
    }
    out.write_all(&text.as_bytes()[from..])
}

/// What no document can hold (XML §2.2), and the C1 controls, which are always a broken import.
fn unprintable(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{FFFE}' | '\u{FFFF}' => true,
        _ => character.is_control(),
    }
}

/// What programs write where they had no value; in a letter it would be read as one. A blank cell of a date
/// is 30.12.1899 in Excel.
const REMNANTS: [&str; 14] = [
    "None",
    "undefined",
    "NaN",
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#Н/Д",
    "1899-12-30",
    "1899-12-31",
    "30.12.1899",
];

fn is_remnant(value: &Value) -> bool {
    match value.as_str() {
        Some(text) => REMNANTS.contains(&text.trim()),
        None => value.is_number() && value.as_f64().is_some_and(|number| !number.is_finite()),
    }
}

/// The filter that every value is printed through.
fn print(
    value: &Value,
    number: usize,
    table: &Table,
    state: &State,
    language: Language,
) -> TeraResult<Value> {
    filter::doubt::printed(number);
    if missing(value) || is_remnant(value) {
        let path = lacking(number, table, state);
        let mut marker = format!("{}{number}{}", LACK.0, LACK.1);
        crate::docx::xml::write_text(&path, &mut marker);
        marker.push(LACK.2);
        return Ok(Value::safe_string(&marker));
    }
    if let Some(text) = value.as_str() {
        if filter::picture::number(text).is_some() {
            return match super::properties::is_part(&table.tags[number].place.part) {
                true => Err(refusal("template-not-text", &[])),
                false => Ok(Value::safe_string(text)),
            };
        }
        return match text.chars().find(|character| unprintable(*character)) {
            Some(character) => {
                let code = format!("U+{:04X}", u32::from(character));
                Err(refusal("template-control-character", &[&code]))
            }
            None => Ok(Value::normal_string(text)),
        };
    }
    match filter::plain_number(value, language) {
        Some(number) => Ok(number.into()),
        None if value.is_number() => Ok(value.to_string().into()),
        None => Err(refusal("template-not-text", &[])),
    }
}

/// The path whose value a tag lacks: the first that is missing of those whose value it prints.
fn lacking(number: usize, table: &Table, state: &State) -> String {
    let tag = &table.tags[number];
    let scope = table.scopes[number];
    let paths = tag.action.expression().map(|expression| &expression.paths[..]).unwrap_or_default();
    let direct = paths.iter().filter(|path| !path.aside);
    let mut named: Vec<&Path> = Vec::new();
    for path in direct.chain(paths.iter().filter(|path| path.aside)) {
        named.push(path);
        // A name that `set` gave stands for what it was given.
        if table.loop_of(&path.root, scope).is_none() {
            named.extend(table.locals.get(&path.root).into_iter().flatten());
        }
    }
    let is_local =
        |path: &Path| table.locals.contains_key(&path.root) && table.loop_of(&path.root, scope).is_none();
    let lacks =
        |path: &&&Path| value_of(path, state).is_none_or(|value| missing(&value) || is_remnant(&value));
    let found = named
        .iter()
        .filter(|path| !is_local(path))
        .find(lacks)
        .or_else(|| named.iter().find(lacks))
        .or(named.first());
    found.map_or_else(|| tag.typed.clone(), |path| shown(path, scope, table, state))
}

/// The value of a path, as far as it can be followed without computing.
fn value_of(path: &Path, state: &State) -> Option<Value> {
    let mut value = state.get::<Value>(&latin(&path.root)).ok()??;
    for segment in &path.segments {
        let next = match segment {
            Segment::Name(name) => value.as_map()?.get(&Key::Str(name)).cloned(),
            Segment::Index(index) => value.as_array()?.get(*index).cloned(),
            Segment::Computed => None,
        };
        value = next?;
    }
    Some(value)
}

/// A path from the top of the data: the variable of a loop becomes the list and the index, from 0.
fn shown(path: &Path, scope: Option<usize>, table: &Table, state: &State) -> String {
    let segments: String = path.segments.iter().map(ToString::to_string).collect();
    let Some(number) = table.loop_of(&path.root, scope) else {
        return format!("{}{segments}", path.root);
    };
    let here = &table.loops[number];
    let list = match &here.list {
        Some(list) => shown(list, here.outer, table, state),
        None => path.root.clone(),
    };
    let index = state.get::<u64>(&format!("{INDEX}{}", here.tag)).ok().flatten();
    match index {
        Some(index) => format!("{list}[{index}]{segments}"),
        None => format!("{list}[…]{segments}"),
    }
}
