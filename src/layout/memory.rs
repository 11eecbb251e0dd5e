//! Paragraphs as they were set in a document before: letters of a season have most of their text in common.
//!
//! Invariant: with or without a memory the same pages are laid out. So a paragraph is kept with all that decides how it
//! is set, and only if it holds text alone and numbers of pages (no drawings, no marks), goes round nothing, and nothing
//! was told of it.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::context::{Context, TextStyle};
use super::glyphs::Text;
use super::line::Line;
use super::page::Item;
use crate::docx::{FieldKind, Object, Paragraph, Settings, StyleId};

/// How many paragraphs a part of the memory holds; past that, those are forgotten that were not met lately.
const LIMIT: usize = 24;
/// The same for what was met once: hashes, most of them of texts that never come again.
const MET: usize = 500;

/// The text of a paragraph in lines.
#[derive(Clone)]
pub struct Set {
    pub text: Arc<Text>,
    pub lines: Arc<[Line]>,
    /// By line, what is written for it; only of what is kept.
    pub written: Option<Arc<[Written]>>,
}

/// The glyphs of a line, from the edge of its column and the baseline, once it was written.
pub type Written = OnceLock<Box<[Item]>>;

/// Width of a column, and pitch of the line grid, in points.
#[derive(Clone, Copy, PartialEq)]
pub struct Column {
    pub width: f32,
    pub grid: Option<f32>,
}

/// One for all threads, in parts that are locked one by one.
#[derive(Default)]
pub struct Memory {
    parts: [Mutex<Part>; 16],
}

#[derive(Default)]
struct Part {
    now: FxHashMap<u64, Arc<Known>>,
    before: FxHashMap<u64, Arc<Known>>,
    /// Those that were met once: what stands in one letter only is not worth to be kept.
    met: FxHashSet<u64>,
}

/// A paragraph, what else decided how it was set, and what came of it.
struct Known {
    paragraph: Paragraph,
    /// Of its spans, its label and its mark.
    formats: Vec<TextStyle>,
    /// What its fields showed.
    numbers: String,
    column: Column,
    settings: Settings,
    set: Set,
}

impl Memory {
    /// A paragraph as it is known, or else as it is set now.
    pub fn set(
        &self,
        paragraph: &Paragraph,
        context: &Context,
        column: Column,
        set: impl FnOnce() -> Set,
    ) -> Set {
        let Some(numbers) = numbers(paragraph, context) else { return set() };
        let key = key(paragraph, context, &numbers, column);
        let part = &self.parts[(key >> 60) as usize];
        // A thread that panicked left it whole: every change to it is one insert.
        let part = || part.lock().unwrap_or_else(PoisonError::into_inner);
        let known = part().get(key);
        if let Some(known) = known.filter(|known| known.is(paragraph, context, &numbers, column)) {
            return known.set.clone();
        }
        let (made, told) = context.listen(set);
        if !told && part().has_met(key) {
            let known = Known::of(paragraph, context, numbers, column, made.clone());
            part().keep(key, Arc::new(known));
        }
        made
    }
}

impl Part {
    /// Whether a paragraph was met before; from now on it was.
    fn has_met(&mut self, key: u64) -> bool {
        if self.met.len() >= MET {
            self.met.clear();
        }
        !self.met.insert(key)
    }

    fn get(&mut self, key: u64) -> Option<Arc<Known>> {
        if let Some(known) = self.now.get(&key) {
            return Some(Arc::clone(known));
        }
        let known = self.before.remove(&key)?;
        self.keep(key, Arc::clone(&known));
        Some(known)
    }

    fn keep(&mut self, key: u64, known: Arc<Known>) {
        if self.now.len() >= LIMIT {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(key, known);
    }
}

impl Known {
    fn of(paragraph: &Paragraph, context: &Context, numbers: String, column: Column, set: Set) -> Known {
        let written = set.lines.iter().map(|_| Written::new()).collect();
        Known {
            formats: formats(paragraph).map(|style| *context.style(style)).collect(),
            paragraph: paragraph.clone(),
            numbers,
            column,
            settings: context.document.settings.clone(),
            set: Set { written: Some(written), ..set },
        }
    }

    fn is(&self, paragraph: &Paragraph, context: &Context, numbers: &str, column: Column) -> bool {
        self.paragraph == *paragraph
            && self.numbers == numbers
            && self.formats.iter().eq(formats(paragraph).map(|style| context.style(style)))
            && self.column == column
            && self.settings == context.document.settings
    }
}

/// The formats of a paragraph's text: by the same numbers in each document in which it is the same.
fn formats(paragraph: &Paragraph) -> impl Iterator<Item = StyleId> {
    let label = paragraph.label.iter().map(|label| label.style);
    paragraph.spans.iter().map(|span| span.style).chain(label).chain([paragraph.mark])
}

/// What the fields of a paragraph show on the page that is made; none where it holds more than text and such fields.
fn numbers(paragraph: &Paragraph, context: &Context) -> Option<String> {
    let mut numbers = String::new();
    if !paragraph.marks.is_empty() {
        return None;
    }
    for object in &paragraph.objects {
        match object {
            // What stands behind a break is on another page.
            Object::Field(FieldKind::Page(_)) if paragraph.text.contains('\u{C}') => return None,
            Object::Field(FieldKind::Page(format)) => numbers.push_str(&context.page_text(*format, 0)),
            Object::Field(FieldKind::Pages(format)) => numbers.push_str(&context.total_text(*format)),
            Object::Field(FieldKind::Align { .. }) => {}
            Object::Drawing(_) => return None,
        }
        numbers.push(' ');
    }
    Some(numbers)
}

/// What tells most paragraphs apart.
fn key(paragraph: &Paragraph, context: &Context, numbers: &str, column: Column) -> u64 {
    let mut hasher = FxHasher::default();
    (&paragraph.text, numbers).hash(&mut hasher);
    if let Some(label) = &paragraph.label {
        label.text.hash(&mut hasher);
    }
    for style in formats(paragraph) {
        let format = context.style(style);
        (style, format.fonts[0], format.size.to_bits()).hash(&mut hasher);
    }
    let style = &paragraph.style;
    (style.named, style.alignment, style.left, style.first_line, style.line).hash(&mut hasher);
    column.width.to_bits().hash(&mut hasher);
    hasher.finish()
}
