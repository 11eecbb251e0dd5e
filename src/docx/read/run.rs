//! What stands in a paragraph: runs with their text, fields, links, content controls.

use std::sync::Arc;

use super::field::Field;
use super::patch::{CAPS, HIDDEN, RunPatch, SMALL_CAPS};
use super::properties::{self, RunProperties};
use super::source::{Child, END_OF_RUN_PROPERTIES, Element, Source};
use super::styles::Kind;
use super::{Reader, symbol};
use crate::docx::Error;
use crate::docx::document::*;
use crate::docx::style::{ParagraphStyle, StyleId};
use crate::docx::units::HalfPoints;

/// A paragraph's text as it grows.
pub struct Builder {
    /// Format that runs start from.
    pub base: RunPatch,
    text: String,
    pub spans: Vec<Span>,
    objects: Vec<Object>,
    marks: Vec<(u32, Mark)>,
}

impl Builder {
    pub fn new(base: RunPatch) -> Builder {
        Builder { base, text: String::new(), spans: Vec::new(), objects: Vec::new(), marks: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn style(&mut self, style: StyleId) {
        let start = u32::try_from(self.text.len()).expect("a part is at most 64 MiB");
        match self.spans.last_mut() {
            Some(span) if span.style == style => {}
            Some(span) if span.start == start => span.style = style,
            _ => self.spans.push(Span { start, style }),
        }
    }

    /// Notes something at the end of the text so far.
    pub fn mark(&mut self, mark: Mark) {
        self.marks.push((u32::try_from(self.text.len()).expect("a part is at most 64 MiB"), mark));
    }

    pub fn push(&mut self, character: char, style: StyleId) {
        self.style(style);
        self.text.push(character);
    }

    pub fn object(&mut self, object: Object, style: StyleId) {
        self.push(if matches!(object, Object::Field(_)) { FIELD } else { OBJECT }, style);
        self.objects.push(object);
    }

    pub fn finish(self, style: Arc<ParagraphStyle>, mark: StyleId, label: Option<Label>) -> Paragraph {
        let Builder { text, spans, objects, marks, .. } = self;
        Paragraph { style, text, spans, objects, marks, mark, label }
    }
}

impl Reader<'_> {
    /// Takes a child of a paragraph or of something in it; its start was taken, its end will be.
    pub fn read_inline(
        &mut self,
        element: &Element,
        source: &mut Source,
        builder: &mut Builder,
    ) -> Result<(), Error> {
        match element.name() {
            "r" => self.read_run(source, builder),
            "fldSimple" => self.read_simple_field(element, source, builder),
            "oMath" | "oMathPara" => {
                self.warn("print-formula");
                self.read_inlines(source, builder)
            }
            "AlternateContent" => {
                self.read_first_branch(source, |reader, source| reader.read_inlines(source, builder))
            }
            // Content of any other wrapper is printed: links, controls, smart tags, parts of formulas.
            "hyperlink" => self.read_link(element, source, builder),
            "bookmarkStart" => {
                self.mark_bookmark(element, builder);
                source.skip()
            }
            "sdt" | "sdtContent" | "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo" | "f"
            | "num" | "den" | "e" | "sSup" | "sup" | "sub" | "sSub" | "sSubSup" | "rad" | "deg" | "nary"
            | "d" | "func" | "fName" | "acc" | "bar" | "box" | "borderBox" | "eqArr" | "groupChr"
            | "limLow" | "limUpp" | "lim" | "m" | "mr" | "phant" | "sPre" => {
                self.read_inlines(source, builder)
            }
            _ => source.skip(),
        }
    }

    fn read_link(
        &mut self,
        element: &Element,
        source: &mut Source,
        builder: &mut Builder,
    ) -> Result<(), Error> {
        let address = element.get("id").and_then(|id| self.relations.address(&id).map(str::to_owned));
        let target = match (address, element.get("anchor")) {
            (Some(address), _) => Some(Target::Address(address)),
            (None, Some(place)) => Some(Target::Bookmark(place.into_owned())),
            (None, None) => None,
        };
        let opened = self.open_link(target, builder);
        self.read_inlines(source, builder)?;
        if opened {
            builder.mark(Mark::LinkEnd);
        }
        Ok(())
    }

    fn mark_bookmark(&mut self, element: &Element, builder: &mut Builder) {
        // Names that Word gives by itself to the last edited place are no one's target.
        let name = element.get("name").filter(|name| *name != "_GoBack");
        if let (Some(name), Ok(index)) = (name, u16::try_from(self.bookmarks.len())) {
            self.bookmarks.push(name.into_owned());
            builder.mark(Mark::Bookmark(index));
        }
    }

    /// Starts a link; false if there is no target.
    pub fn open_link(&mut self, target: Option<Target>, builder: &mut Builder) -> bool {
        let Some(target) = target else { return false };
        let known = self.links.iter().position(|known| *known == target);
        let index = known.unwrap_or(self.links.len());
        let Ok(number) = u16::try_from(index) else { return false };
        if known.is_none() {
            self.links.push(target);
        }
        builder.mark(Mark::Link(number));
        true
    }

    pub fn read_inlines(&mut self, source: &mut Source, builder: &mut Builder) -> Result<(), Error> {
        if self.depth >= super::body::DEPTH {
            self.warn("print-too-deep");
            return source.skip();
        }
        self.depth += 1;
        while let Some(element) = source.child()? {
            self.read_inline(&element, source, builder)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// The format of a run: what it starts from, its character style, its own properties.
    pub fn run_patch(&mut self, base: &RunPatch, properties: &RunProperties) -> RunPatch {
        let mut patch = *base;
        if let Some(style) = &properties.style {
            let named = self.memory.styles.resolve(Kind::Character, Some(style), &self.numbering);
            patch.overlay_style(&named.run);
        }
        patch.overlay(&properties.patch);
        patch
    }

    /// Walks `w:rPr`, whose start was taken; most runs of a document have the properties of some run before.
    fn read_run_properties(&mut self, source: &mut Source) -> Result<Arc<RunProperties>, Error> {
        self.read_once(
            source,
            &END_OF_RUN_PROPERTIES,
            |memory| &mut memory.runs,
            |reader, source| Ok(Arc::new(properties::run(source, &mut reader.families)?)),
        )
    }

    fn read_run(&mut self, source: &mut Source, builder: &mut Builder) -> Result<(), Error> {
        let mut patch = builder.base;
        let mut style = None;
        while let Some(element) = source.child()? {
            if element.qualified() == "w:rPr"
                || (element.name() == "rPr" && !element.qualified().starts_with("m:"))
            {
                let properties = self.read_run_properties(source)?;
                patch = self.run_patch(&builder.base, &properties);
                continue;
            }
            let id = match style {
                Some(id) => id,
                None => *style.insert(self.intern(&patch)),
            };
            self.read_run_child(&element, source, builder, &patch, id)?;
        }
        Ok(())
    }

    fn read_run_child(
        &mut self,
        element: &Element,
        source: &mut Source,
        builder: &mut Builder,
        patch: &RunPatch,
        style: StyleId,
    ) -> Result<(), Error> {
        let name = element.name();
        self.plainly &= matches!(
            name,
            "t" | "tab" | "br" | "cr" | "noBreakHyphen" | "softHyphen" | "fldChar" | "instrText"
        );
        match name {
            "fldChar" => self.read_field_character(element, source, builder, patch, style),
            "instrText" => self.read_field_code(source),
            _ if patch.toggles[HIDDEN] == Some(true) => source.skip(),
            _ if self.fields.iter().any(Field::hides) => {
                self.push_computed(builder, patch, style);
                source.skip()
            }
            "t" => {
                let keep = element.get("space").as_deref() == Some("preserve");
                self.read_text(source, builder, patch, style, keep)
            }
            "drawing" | "pict" | "object" => {
                for drawing in self.read_drawings(name, source)? {
                    builder.object(Object::Drawing(Box::new(drawing)), style);
                }
                Ok(())
            }
            "AlternateContent" => self.read_first_branch(source, |reader, source| {
                while let Some(inner) = source.child()? {
                    reader.read_run_child(&inner, source, builder, patch, style)?;
                }
                Ok(())
            }),
            "ruby" => {
                self.warn("print-ruby");
                self.read_inlines(source, builder)
            }
            _ => {
                self.push_sign(element, builder, patch, style);
                source.skip()
            }
        }
    }

    /// Of the branches of `mc:AlternateContent` only the first is printed.
    pub fn read_first_branch(
        &mut self,
        source: &mut Source,
        mut read: impl FnMut(&mut Self, &mut Source) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut taken = false;
        while let Some(branch) = source.child()? {
            match branch.name() {
                "Choice" | "Fallback" if !taken => {
                    read(self, source)?;
                    taken = true;
                }
                _ => source.skip()?,
            }
        }
        Ok(())
    }

    fn read_field_code(&mut self, source: &mut Source) -> Result<(), Error> {
        let code = source.text()?;
        if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
            field.code.push_str(&code);
        }
        Ok(())
    }

    /// Where a field's stored result stands, what it comes to now; once, and nothing while its code is read.
    fn push_computed(&mut self, builder: &mut Builder, patch: &RunPatch, style: StyleId) {
        let shows = |field: &&mut Field| {
            field.result && !field.placed && (field.kind.is_some() || field.value.is_some())
        };
        let Some(field) = self.fields.last_mut().filter(shows) else { return };
        field.placed = true;
        match (field.kind, field.value.clone()) {
            (Some(kind), _) => builder.object(Object::Field(kind), style),
            (None, value) => self.push_text(&value.unwrap_or_default(), builder, patch, style),
        }
    }

    /// An empty element that stands for a sign or a place in the text.
    fn push_sign(&mut self, element: &Element, builder: &mut Builder, patch: &RunPatch, style: StyleId) {
        match element.name() {
            "tab" => builder.push('\t', style),
            "br" => match element.get("type").as_deref() {
                Some("page") => builder.push('\u{C}', style),
                Some("column") => builder.push('\u{B}', style),
                _ => builder.push('\n', style),
            },
            "cr" => builder.push('\n', style),
            "noBreakHyphen" => builder.push('\u{2011}', style),
            "softHyphen" => builder.push('\u{AD}', style),
            "sym" => self.read_symbol(element, builder, style),
            "pgNum" => builder.object(Object::Field(FieldKind::Page(None)), style),
            "ptab" => match element.get("alignment").as_deref() {
                Some("right") => builder.object(Object::Field(FieldKind::Align { right: true }), style),
                Some("center") => builder.object(Object::Field(FieldKind::Align { right: false }), style),
                _ => builder.push('\t', style),
            },
            "footnoteReference" | "endnoteReference" => self.read_reference(element, builder, style),
            "footnoteRef" | "endnoteRef" => {
                if let Some(number) = self.note.clone() {
                    self.push_text(&number, builder, patch, style);
                }
            }
            _ => {}
        }
    }

    fn read_text(
        &mut self,
        source: &mut Source,
        builder: &mut Builder,
        patch: &RunPatch,
        style: StyleId,
        keep: bool,
    ) -> Result<(), Error> {
        // One event holds the whole text nearly always; references split it.
        let mut text = String::new();
        let mut depth = 0;
        loop {
            match source.node()? {
                Some(Child::Text(part)) => text.push_str(&part),
                Some(Child::Element) => depth += 1,
                None if depth == 0 => break,
                None => depth -= 1,
            }
        }
        let text = if keep { text.as_str() } else { text.trim_matches([' ', '\t', '\n', '\r']) };
        self.push_text(text, builder, patch, style);
        Ok(())
    }

    fn push_text(&mut self, text: &str, builder: &mut Builder, patch: &RunPatch, style: StyleId) {
        if text.is_empty() {
            return;
        }
        let name = patch.families[0].map_or("", |family| self.families.names[usize::from(family.0)].as_str());
        let symbolic = symbol::is_symbol_font(name);
        let (caps, small) = (patch.toggles[CAPS] == Some(true), patch.toggles[SMALL_CAPS] == Some(true));
        if !symbolic && !caps && !small && text.chars().all(is_plain) {
            builder.style(style);
            builder.text.push_str(text);
            return;
        }
        let mut own = *patch;
        if symbolic {
            own.families = builder.base.families;
        }
        let style = self.intern(&own);
        let mut lesser = own;
        let size = own.size.unwrap_or(HalfPoints(20));
        lesser.size = Some(HalfPoints((size.0 * 4 + 2) / 5));
        let lesser = if small && !caps { self.intern(&lesser) } else { style };
        let name = name_of(&self.families.names, patch);
        for character in text.chars() {
            let character = symbol::character_of(name, clean(character));
            if (caps || small) && character.is_lowercase() {
                character.to_uppercase().for_each(|upper| builder.push(upper, lesser));
            } else {
                builder.push(character, style);
            }
        }
    }

    fn read_symbol(&mut self, element: &Element, builder: &mut Builder, style: StyleId) {
        let code = element.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let Some(character) = code.and_then(char::from_u32) else { return };
        let font = element.get("font").unwrap_or_default();
        let code = character as u32;
        let private = if code < 0x100 && symbol::is_symbol_font(&font) { 0xF000 + code } else { code };
        let character = symbol::character_of(&font, char::from_u32(private).unwrap_or(character));
        if !is_plain(character) {
            self.warn("print-private-symbol");
            return;
        }
        builder.push(character, style);
    }
}

fn name_of<'n>(names: &'n [String], patch: &RunPatch) -> &'n str {
    patch.families[0].map_or("", |family| names[usize::from(family.0)].as_str())
}

/// Whether a character can stand in a paragraph's text as it is.
fn is_plain(character: char) -> bool {
    !character.is_control()
        && character != OBJECT
        && character != FIELD
        && !('\u{F000}'..='\u{F0FF}').contains(&character)
}

/// Control characters print as spaces; the two that the model uses as the replacement character.
fn clean(character: char) -> char {
    match character {
        OBJECT | FIELD => char::REPLACEMENT_CHARACTER,
        character if character.is_control() => ' ',
        character => character,
    }
}
