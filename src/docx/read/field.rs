//! Fields: the codes between `begin` and `separate`, and which result is printed (ECMA-376 §17.16).
//!
//! PAGE and NUMPAGES are computed by layout, dates for the day that counts as today; of every other field the
//! result that Word left is printed.

use super::patch::{RunPatch, number_format};
use super::run::Builder;
use super::source::{Element, Source};
use super::{Reader, date};
use crate::docx::Error;
use crate::docx::document::{FieldKind, Mark, NumberFormat, Object, Target};
use crate::docx::style::StyleId;

/// A field that is open while its parts are walked.
#[derive(Debug, Default)]
pub struct Field {
    pub code: String,
    /// The separator was seen: the result follows.
    pub result: bool,
    /// Layout computes it: the result that stands there is not printed.
    pub kind: Option<FieldKind>,
    /// Printed instead of the result: the day.
    pub value: Option<String>,
    /// Its result is a link.
    pub link: bool,
    /// Put into the text already.
    pub placed: bool,
    /// State of a form's check box.
    pub checked: Option<bool>,
}

impl Field {
    /// Whether text that stands here is not printed.
    pub fn hides(&self) -> bool {
        !self.result || self.kind.is_some() || self.value.is_some()
    }
}

/// The kind of a field that layout computes.
pub fn kind(code: &str) -> Option<FieldKind> {
    let mut words = code.split_whitespace();
    let name = words.next()?.to_ascii_uppercase();
    let mut format = None;
    while let Some(word) = words.next() {
        if word == "\\*" {
            format = words.next().and_then(page_format).or(format);
        } else if let Some(name) = word.strip_prefix("\\*") {
            format = page_format(name).or(format);
        }
    }
    match name.as_str() {
        "PAGE" => Some(FieldKind::Page(format)),
        "NUMPAGES" => Some(FieldKind::Pages(format)),
        _ => None,
    }
}

/// What a field's result links to: HYPERLINK, and REF and PAGEREF with the switch `\h`
/// (ECMA-376 §17.16.5.25, §17.16.5.51, §17.16.5.45).
fn target(code: &str) -> Option<Target> {
    let mut words = code.split_whitespace();
    let name = words.next()?.to_ascii_uppercase();
    let clean = |word: &str| word.trim_matches(['"', '“', '”']).to_owned();
    let words: Vec<&str> = words.collect();
    match name.as_str() {
        "HYPERLINK" => match words.iter().position(|word| word.eq_ignore_ascii_case("\\l")) {
            Some(0) => words.get(1).map(|place| Target::Bookmark(clean(place))),
            _ => {
                words.first().filter(|word| !word.starts_with('\\')).map(|word| Target::Address(clean(word)))
            }
        },
        "REF" | "PAGEREF" if words.contains(&"\\h") => {
            words.first().map(|place| Target::Bookmark(clean(place)))
        }
        _ => None,
    }
}

/// Arguments of the general format switch (ECMA-376 §17.16.4.3.1).
fn page_format(name: &str) -> Option<NumberFormat> {
    match name {
        "roman" => Some(NumberFormat::LowerRoman),
        "ROMAN" | "Roman" => Some(NumberFormat::UpperRoman),
        "alphabetic" => Some(NumberFormat::LowerLetter),
        "ALPHABETIC" | "Alphabetic" => Some(NumberFormat::UpperLetter),
        "Arabic" | "ARABIC" | "arabic" => Some(NumberFormat::Decimal),
        "MERGEFORMAT" => None,
        other => Some(number_format(other)).filter(|format| *format != NumberFormat::Decimal),
    }
}

/// Whether a form's check box is ticked: its state, or its default (ECMA-376 §17.16.7).
pub fn checked(element: &Element) -> bool {
    super::values::on(element)
}

impl Reader<'_> {
    pub fn read_simple_field(
        &mut self,
        element: &Element,
        source: &mut Source,
        builder: &mut Builder,
    ) -> Result<(), Error> {
        let code = element.get("instr").unwrap_or_default();
        let (kind, value) = (kind(&code), self.date(&code, &builder.base));
        let link = self.open_link(target(&code), builder);
        self.fields.push(Field { kind, value, link, result: true, ..Field::default() });
        self.read_inlines(source, builder)?;
        self.end_field(builder);
        Ok(())
    }

    pub fn read_field_character(
        &mut self,
        element: &Element,
        source: &mut Source,
        builder: &mut Builder,
        patch: &RunPatch,
        style: StyleId,
    ) -> Result<(), Error> {
        match element.get("fldCharType").as_deref() {
            Some("begin") => {
                let mut field = Field::default();
                while let Some(data) = source.child()? {
                    match data.name() {
                        "ffData" => self.read_form_field(source, &mut field)?,
                        _ => source.skip()?,
                    }
                }
                self.fields.push(field);
                return Ok(());
            }
            Some("separate") => {
                let value = self.fields.last().and_then(|field| self.date(&field.code, patch));
                if let Some(field) = self.fields.last_mut() {
                    field.kind = kind(&field.code);
                    field.value = value;
                    field.result = true;
                }
                let target = self.fields.last().and_then(|field| target(&field.code));
                let opened = self.open_link(target, builder);
                if let Some(field) = self.fields.last_mut() {
                    field.link = opened;
                }
            }
            Some("end") => {
                let checkbox = self.fields.last().filter(|field| !field.result || field.checked.is_some());
                let checked = checkbox
                    .filter(|field| field.code.trim() == "FORMCHECKBOX")
                    .and_then(|field| field.checked);
                let bare = self.fields.last().filter(|field| !field.result);
                let value = bare.and_then(|field| self.date(&field.code, patch));
                if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                    field.kind = kind(&field.code);
                    field.value = value;
                }
                let placed = self.end_field_with(builder, style);
                let visible = !self.fields.iter().any(Field::hides);
                if let Some(checked) = checked.filter(|_| visible && !placed) {
                    builder.push(if checked { '☒' } else { '☐' }, style);
                }
            }
            _ => {}
        }
        source.skip()
    }

    /// Form check boxes: the state counts, or else the default.
    fn read_form_field(&mut self, source: &mut Source, field: &mut Field) -> Result<(), Error> {
        while let Some(part) = source.child()? {
            if part.name() != "checkBox" {
                source.skip()?;
                continue;
            }
            field.checked = Some(false);
            let mut said = false;
            while let Some(state) = source.child()? {
                match state.name() {
                    "checked" => {
                        field.checked = Some(checked(&state));
                        said = true;
                    }
                    "default" if !said => field.checked = Some(checked(&state)),
                    _ => {}
                }
                source.skip()?;
            }
        }
        Ok(())
    }

    fn end_field(&mut self, builder: &mut Builder) {
        let style = builder.spans.last().map(|span| span.style);
        let style = style.unwrap_or_else(|| self.intern(&builder.base));
        self.end_field_with(builder, style);
    }

    /// Closes the innermost field; one that layout computes and that had no result is put in here.
    fn end_field_with(&mut self, builder: &mut Builder, style: StyleId) -> bool {
        let Some(field) = self.fields.pop() else { return false };
        self.plainly &= field.kind.is_some();
        if field.link {
            builder.mark(Mark::LinkEnd);
        }
        let visible = !self.fields.iter().any(Field::hides);
        match (field.kind, field.value) {
            _ if field.placed || !visible => false,
            (Some(kind), _) => {
                builder.object(Object::Field(kind), style);
                true
            }
            (None, Some(value)) => {
                value.chars().for_each(|character| builder.push(character, style));
                true
            }
            (None, None) => false,
        }
    }

    /// The value of a date field on the day that counts as today, in the language of its text.
    fn date(&self, code: &str, patch: &RunPatch) -> Option<String> {
        let language = self.families.language(patch.tongue);
        date::value(code, self.today?, language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_their_switches() {
        assert_eq!(kind(" PAGE  \\* MERGEFORMAT "), Some(FieldKind::Page(None)));
        assert_eq!(kind("numpages \\* roman"), Some(FieldKind::Pages(Some(NumberFormat::LowerRoman))));
        assert_eq!(kind("PAGE \\*Arabic"), Some(FieldKind::Page(Some(NumberFormat::Decimal))));
        assert_eq!(kind("HYPERLINK \"x\""), None);
        assert_eq!(kind("PAGEREF _Toc1"), None);
    }
}
