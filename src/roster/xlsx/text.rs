//! Markup of texts → texts: shared strings and strings of cells, plain or of runs (ECMA-376 part 1 §18.4).
//!
//! Invariant: what the counters say is not looked at (T3). Left out: how a text looks, and phonetic hints, which
//! are no part of it.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::attribute;

/// The table of shared strings: one text after the other, and where each ends.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads the part.
    pub fn read(part: &str) -> Result<Strings, ()> {
        let mut strings = Strings::default();
        let mut reader = reader(part);
        loop {
            match reader.read_event().map_err(|_| ())? {
                Event::Start(tag) if tag.local_name().as_ref() == "si" => {
                    string(&mut reader, &mut strings.text)?;
                    strings.ends.push(strings.text.len());
                }
                Event::End(tag) if tag.local_name().as_ref() == "sst" => return Ok(strings),
                Event::Eof => return Err(()),
                _ => {}
            }
        }
    }

    /// A string by its number, from 0.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// A reader to which `<a/>` is `<a></a>`.
pub(super) fn reader(part: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(part);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// Reads on to the end of the element that has begun; its text, without that of elements in it.
pub(super) fn content<'t>(reader: &mut Reader<&'t [u8]>) -> Result<Cow<'t, str>, ()> {
    let mut text = Cow::Borrowed("");
    let add = |text: &mut Cow<'t, str>, more: Cow<'t, str>| match text.is_empty() {
        true => *text = more,
        false => text.to_mut().push_str(&more),
    };
    loop {
        match reader.read_event().map_err(|_| ())? {
            Event::Text(part) => add(&mut text, part.xml10_content()),
            Event::CData(part) => add(&mut text, part.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|_| ())? {
                Some(letter) => text.to_mut().push(letter),
                None => {
                    text.to_mut().push_str(quick_xml::escape::resolve_xml_entity(&name).ok_or(())?);
                }
            },
            Event::Start(tag) => _ = reader.read_to_end(tag.name()).map_err(|_| ())?,
            Event::End(_) => return Ok(text),
            Event::Eof => return Err(()),
            _ => {}
        }
    }
}

/// Reads on to the end of the `si` or `is` that has begun, and adds its text.
pub(super) fn string(reader: &mut Reader<&[u8]>, out: &mut String) -> Result<(), ()> {
    let mut depth = 0;
    loop {
        match reader.read_event().map_err(|_| ())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => {
                    let kept = attribute(&tag, "xml:space").as_deref() == Some("preserve");
                    let text = content(reader)?;
                    let text = if kept { &*text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
                    out.push_str(&unescaped(text));
                }
                "rPh" => _ = reader.read_to_end(tag.name()).map_err(|_| ())?,
                _ => depth += 1,
            },
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(()),
            _ => {}
        }
    }
}

/// Letters that XML cannot hold stand as `_x000D_`, by units of UTF-16 (ECMA-376 part 1 §22.4.2.4, ST_Xstring).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut out = String::new();
    let mut units = Vec::new();
    while let Some(at) = rest.find('_') {
        let (before, from) = rest.split_at(at);
        let unit = unit(from);
        // Two escapes side by side may be one letter.
        if !before.is_empty() || unit.is_none() {
            out.push_str(&String::from_utf16_lossy(&units));
            units.clear();
        }
        out.push_str(before);
        match unit {
            Some(unit) => units.push(unit),
            None => out.push('_'),
        }
        rest = &from[if unit.is_some() { ESCAPE } else { 1 }..];
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(&String::from_utf16_lossy(&units));
    out.push_str(rest);
    Cow::Owned(out)
}

/// Letters of an escape.
const ESCAPE: usize = "_x0000_".len();

/// The unit of the escape with which a text begins.
fn unit(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_the_letters_they_stand_for() {
        for (typed, text) in [
            ("a", "a"),
            ("_", "_"),
            ("a_x000D_b", "a\rb"),
            ("_x0041__x0042_", "AB"),
            ("_xD83D__xDCF7_", "\u{1f4f7}"),
            ("_xD83D_a_xDCF7_", "\u{fffd}a\u{fffd}"),
            ("_x005F_x0041_", "_x0041_"),
            ("__x0041_", "_A"),
            ("_x+041_ _x041_ _xЖ41_", "_x+041_ _x041_ _xЖ41_"),
        ] {
            assert_eq!(unescaped(typed), text, "{typed}");
        }
    }

    #[test]
    fn strings_are_found_by_their_number() {
        let part = "<x:sst uniqueCount=\"99999999999\"><x:si><x:t> a&amp;b </x:t></x:si><x:si/>\
                    <x:si><x:r><x:rPr><x:b/></x:rPr><x:t xml:space=\"preserve\">c </x:t></x:r><x:r><x:t>d</x:t></x:r>\
                    <x:rPh><x:t>e</x:t></x:rPh></x:si></x:sst>";
        let strings = Strings::read(part).expect("it is well-formed");
        assert_eq!([0, 1, 2, 3].map(|index| strings.get(index)), [Some("a&b"), Some(""), Some("c d"), None]);
        assert!(Strings::read("<sst><si><t>a</t></si>").is_err(), "cut off");
    }
}
