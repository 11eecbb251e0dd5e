//! Fields: the codes between `begin` and `separate`, and which result is printed (ECMA-376 §17.16).
//!
//! PAGE and NUMPAGES are computed by layout; of every other field the result that Word left is printed.

use super::patch::number_format;
use super::source::Element;
use crate::docx::document::{FieldKind, NumberFormat};

/// A field that is open while its parts are walked.
#[derive(Debug, Default)]
pub struct Field {
    pub code: String,
    /// The separator was seen: the result follows.
    pub result: bool,
    /// Layout computes it: the result that stands there is not printed.
    pub kind: Option<FieldKind>,
    /// Put into the text already.
    pub placed: bool,
    /// State of a form's check box.
    pub checked: Option<bool>,
}

impl Field {
    /// Whether text that stands here is not printed.
    pub fn hides(&self) -> bool {
        !self.result || self.kind.is_some()
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
        "NUMPAGES" | "SECTIONPAGES" => Some(FieldKind::Pages(format)),
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
