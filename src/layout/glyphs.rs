//! A paragraph → its characters with glyph, advance and break opportunities, in one flat list.
//!
//! The label of a list item and the computed fields are part of the text from here on. Invariant: each
//! character of the text has exactly one entry, in order.

use std::borrow::Cow;
use std::ops::Range;

use super::FontId;
use super::context::Context;
use crate::docx::{FIELD, FieldKind, Mark, OBJECT, Object, Paragraph, Script, Span, StyleId, Suffix};

/// What a character does in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Can be stretched, and hangs over the line's end.
    Space,
    Tab,
    LineBreak,
    ColumnBreak,
    PageBreak,
    /// The drawing of that number.
    Object(u16),
    /// Aligns what follows at the centre or the right edge (w:ptab).
    Align {
        right: bool,
    },
    /// Shown as a hyphen only at the end of a line.
    SoftHyphen,
    /// Draws nothing.
    Hidden,
}

/// One character of a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Character {
    /// Byte offset in [`Text::text`].
    pub at: u32,
    pub glyph: u16,
    pub font: FontId,
    pub style: StyleId,
    pub kind: Kind,
    /// A line may end before it.
    pub breaks: bool,
    /// In points.
    pub advance: f32,
}

/// A paragraph's text, ready to be broken into lines.
#[derive(Debug, Default)]
pub struct Text {
    pub text: String,
    pub characters: Vec<Character>,
    /// Width of the label without its tab.
    pub label_width: f32,
    /// Characters that belong to the label and its suffix.
    pub label_end: usize,
    /// By their byte offsets in [`Text::text`].
    pub marks: Vec<(u32, Mark)>,
    /// Some run is underlined, struck, shaded …
    pub decorated: bool,
}

impl Text {
    /// What characters were made from.
    pub fn source(&self, characters: Range<usize>) -> &str {
        let at = |index: usize| self.characters.get(index).map_or(self.text.len(), |next| next.at as usize);
        &self.text[at(characters.start)..at(characters.end)]
    }

    pub fn of(paragraph: &Paragraph, context: &Context) -> Text {
        let Expanded { text, spans, kinds, label, marks } = expand(paragraph, context);
        let mut result = Text { characters: Vec::with_capacity(text.len()), ..Text::default() };
        let mut objects = kinds.iter();
        for (index, span) in spans.iter().enumerate() {
            let start = span.start as usize;
            let end = spans.get(index + 1).map_or(text.len(), |next| next.start as usize);
            result.decorated |= context.style(span.style).decorated;
            set(&text[start..end], start, span.style, context, &mut objects, &mut result.characters);
            kern(&text[start..end], start, span.style, context, &mut result.characters);
        }
        mark_breaks(&text, &mut result.characters);
        if label > 0 {
            result.label_end = result.characters.partition_point(|character| (character.at as usize) < label);
            let own = &result.characters[..result.label_end];
            result.label_width = own
                .iter()
                .filter(|character| character.kind != Kind::Tab)
                .map(|character| character.advance)
                .sum();
            if let Some(first) = result.characters.get_mut(result.label_end) {
                first.breaks = false;
            }
        }
        result.marks = marks;
        result.text = text.into_owned();
        result
    }
}

/// A paragraph's text with its label in front and the values of its fields in it.
struct Expanded<'p> {
    text: Cow<'p, str>,
    spans: Cow<'p, [Span]>,
    /// Of what is left of objects.
    kinds: Vec<Kind>,
    /// Length of the label in bytes.
    label: usize,
    marks: Vec<(u32, Mark)>,
}

fn expand<'p>(paragraph: &'p Paragraph, context: &Context) -> Expanded<'p> {
    let drawing = |index: usize| Kind::Object(u16::try_from(index).unwrap_or(u16::MAX));
    if paragraph.label.is_none() && !paragraph.text.contains(FIELD) {
        let kinds = (0..paragraph.objects.len()).map(drawing).collect();
        let (text, spans) = (Cow::Borrowed(&*paragraph.text), Cow::Borrowed(&*paragraph.spans));
        return Expanded { text, spans, kinds, label: 0, marks: paragraph.marks.clone() };
    }
    let mut text = String::with_capacity(paragraph.text.len() + 16);
    let mut spans = Vec::with_capacity(paragraph.spans.len() + 1);
    let mut kinds = Vec::new();
    if let Some(label) = &paragraph.label {
        spans.push(Span { start: 0, style: label.style });
        text.push_str(&label.text);
        match label.suffix {
            Suffix::Tab => text.push('\t'),
            Suffix::Space => text.push(' '),
            Suffix::Nothing => {}
        }
    }
    let label = text.len();
    let mut objects = paragraph.objects.iter().enumerate();
    let mut next = paragraph.spans.iter().peekable();
    let mut breaks = 0;
    let mut marks = Vec::with_capacity(paragraph.marks.len());
    let mut ahead = paragraph.marks.iter().peekable();
    for (at, character) in paragraph.text.char_indices() {
        while let Some((_, mark)) = ahead.next_if(|(place, _)| *place as usize <= at) {
            marks.push((text.len() as u32, *mark));
        }
        if let Some(span) = next.next_if(|span| span.start as usize <= at) {
            spans.push(Span { start: text.len() as u32, style: span.style });
        }
        if character != OBJECT && character != FIELD {
            breaks += u32::from(character == '\u{C}');
            text.push(character);
            continue;
        }
        match objects.next() {
            Some((_, Object::Field(FieldKind::Page(format)))) => {
                // Text after a page break in the same paragraph stands on the next page.
                text.push_str(&context.page_text(*format, breaks));
            }
            Some((_, Object::Field(FieldKind::Pages(format)))) => text.push_str(&context.total_text(*format)),
            Some((_, Object::Field(FieldKind::Align { right }))) => {
                text.push(FIELD);
                kinds.push(Kind::Align { right: *right });
            }
            Some((index, Object::Drawing(_))) => {
                text.push(OBJECT);
                kinds.push(drawing(index));
            }
            None => {}
        }
    }
    marks.extend(ahead.map(|(_, mark)| (text.len() as u32, *mark)));
    Expanded { text: Cow::Owned(text), spans: Cow::Owned(spans), kinds, label, marks }
}

/// Adds the characters of a span.
fn set<'k>(
    text: &str,
    start: usize,
    id: StyleId,
    context: &Context,
    objects: &mut impl Iterator<Item = &'k Kind>,
    characters: &mut Vec<Character>,
) {
    let style = context.style(id);
    let (faces, width) = (style.fonts.map(|font| context.fonts.face(font)), style.width());
    for (at, character) in text.char_indices() {
        let script = Script::of(character) as usize;
        let mut font = style.fonts[script];
        let kind = match character {
            ' ' => Kind::Space,
            '\t' => Kind::Tab,
            '\n' => Kind::LineBreak,
            '\u{B}' => Kind::ColumnBreak,
            '\u{C}' => Kind::PageBreak,
            '\u{AD}' => Kind::SoftHyphen,
            OBJECT | FIELD => *objects.next().unwrap_or(&Kind::Hidden),
            _ => Kind::Text,
        };
        let (mut glyph, mut advance, mut kind) = (0, 0.0, kind);
        if matches!(kind, Kind::Text | Kind::Space | Kind::SoftHyphen | Kind::Tab) {
            let drawn = if kind == Kind::Tab { ' ' } else { character };
            let mut face = faces[script];
            let found = face.glyph(drawn).or_else(|| {
                if context.fonts.covers(font, drawn) {
                    kind = Kind::Hidden;
                    return None;
                }
                let Some(other) = context.fonts.fallback(font, drawn) else {
                    context.lacks(drawn);
                    return None;
                };
                if drawn.is_alphabetic() {
                    let asked = context.family(id, Script::of(drawn));
                    let own = &context.fonts.face(other).family;
                    context.warn_of("print-font-letters", &[("asked", asked), ("own", own)]);
                }
                font = other;
                face = context.fonts.face(other);
                face.glyph(drawn)
            });
            glyph = found.unwrap_or(0);
            if matches!(kind, Kind::Text | Kind::Space) {
                let em = f32::from(face.units_per_em);
                advance = f32::from(face.advance(glyph)) * width / em + style.spacing;
            }
        }
        let at = (start + at) as u32;
        characters.push(Character { at, glyph, font, style: id, kind, breaks: false, advance });
    }
}

/// Kerns a span where its format asks for it.
fn kern(text: &str, start: usize, id: StyleId, context: &Context, characters: &mut [Character]) {
    let style = context.style(id);
    if !style.kerning {
        return;
    }
    let from = characters.partition_point(|character| (character.at as usize) < start);
    let span = &mut characters[from..];
    let mut index = 0;
    while index < span.len() {
        let font = span[index].font;
        let run = span[index..]
            .iter()
            .take_while(|c| c.font == font && matches!(c.kind, Kind::Text | Kind::Space))
            .count();
        if run == 0 {
            index += 1;
            continue;
        }
        let end = span.get(index + run).map_or(start + text.len(), |next| next.at as usize);
        let first = span[index].at as usize;
        for glyph in context.fonts.shape(font, style.width(), true, &text[first - start..end - start]) {
            let at = (first + glyph.cluster as usize) as u32;
            if let Ok(place) = span[index..index + run].binary_search_by_key(&at, |c| c.at) {
                span[index + place].advance = glyph.advance + style.spacing;
            }
        }
        index += run;
    }
}

/// Marks where lines may break: at every space, else as UAX #14 has it, but never beside a quotation mark on the side of
/// what it quotes. “ closes what „ opened; elsewhere it opens.
fn mark_breaks(text: &str, characters: &mut [Character]) {
    let mut index = 0;
    let (mut looked, mut low) = (0, false);
    for (at, _) in unicode_linebreak::linebreaks(text) {
        while index < characters.len() && (characters[index].at as usize) < at {
            index += 1;
        }
        let Some(character) = characters.get_mut(index).filter(|character| character.at as usize == at)
        else {
            continue;
        };
        let before = text[..at].chars().next_back();
        let after = text[at..].chars().next();
        if let Some(last) = text[looked..at].rfind(['„', '“']) {
            low = text[looked + last..].starts_with('„');
        }
        looked = at;
        let closes = after == Some('»') || after == Some('“') && low;
        let opened = matches!(before, Some('«' | '„')) || closes;
        // A brace holds a letter as a parenthesis does (LB30); UAX #14 has it only for the latter.
        let braced = before == Some('}') && after.is_some_and(char::is_alphanumeric);
        character.breaks = !opened && !braced;
    }
    // UAX #14 lets no line end after an opening bracket or before a closing one, a colon or an exclamation mark even if a
    // space stands between (LB13, LB14). Word breaks at every space: its own page marks stand after «{{ » and before «}}».
    for index in 1..characters.len() {
        if characters[index - 1].kind == Kind::Space && characters[index].kind != Kind::Space {
            characters[index].breaks = true;
        }
    }
}
