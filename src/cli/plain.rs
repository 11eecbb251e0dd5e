//! What is said → what a terminal may show: no control character of a name or a cell reaches it.
//!
//! A terminal obeys control characters (ECMA-48): one in a workbook could recolour, hide or retype what stands on the
//! screen. Each is shown as its picture (␛, U+2400 and on); line ends and tabs stay. Those of Unicode above ASCII
//! (C1) are shown as one sign, and so are, for people, the marks that turn the direction of writing (UAX #9 §2): with
//! one in a name, the rest of the line could be read backwards. Programs are given those marks as they stand.

use std::io::{self, Write};

/// A writer of text.
pub struct Plain<'a> {
    out: &'a mut dyn Write,
    for_people: bool,
}

impl<'a> Plain<'a> {
    /// A writer for people, or for other programs.
    pub fn new(out: &'a mut dyn Write, for_people: bool) -> Plain<'a> {
        Plain { out, for_people }
    }
}

/// What stands for a character that is not shown (␦, U+2426).
const HIDDEN: &[u8] = "\u{2426}".as_bytes();

impl Write for Plain<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| is_suspect(*byte)) {
            let (before, from) = rest.split_at(at);
            self.out.write_all(before)?;
            let (shown, length) = self.shown(from);
            self.out.write_all(shown)?;
            rest = &from[length..];
        }
        self.out.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Plain<'_> {
    /// What is shown of text that begins with a suspect byte, and how much of it that is.
    fn shown<'t>(&self, text: &'t [u8]) -> (&'t [u8], usize) {
        match text {
            // C1, in two bytes: U+0080 to U+009F.
            [0xC2, 0x80..=0x9F, ..] => (HIDDEN, 2),
            [0x7F, ..] => ("\u{2421}".as_bytes(), 1),
            [byte @ 0..0x20, ..] => (&PICTURES[usize::from(*byte) * 3..][..3], 1),
            // U+061C; U+200E, U+200F and U+202A to U+202E; U+2066 to U+2069.
            [0xD8, 0x9C, ..] if self.for_people => (HIDDEN, 2),
            [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..] if self.for_people => (HIDDEN, 3),
            [0xE2, 0x81, 0xA6..=0xA9, ..] if self.for_people => (HIDDEN, 3),
            _ => (&text[..1], 1),
        }
    }
}

/// U+2400 to U+241F, the pictures of the control characters in their order, of three bytes each.
const PICTURES: &[u8] = "␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟".as_bytes();

/// Whether a byte is a control character, or may begin a character that is not shown.
fn is_suspect(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7F | 0xC2 | 0xD8 | 0xE2) && !b"\n\r\t".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, for_people: bool) -> String {
        let mut out = Vec::new();
        write!(Plain::new(&mut out, for_people), "{text}").expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn control_characters_are_shown_and_all_else_stays() {
        let text = "Әлия\t«§°»\r\n\u{1b}[31m\u{7}\u{7f}\u{9b}2J\u{0} – “а” Øع";
        assert_eq!(shown(text, true), "Әлия\t«§°»\r\n␛[31m␇␡␦2J␀ – “а” Øع");
    }

    #[test]
    fn people_see_that_a_mark_turns_the_writing_and_programs_get_it() {
        let text = "SMITH\u{202e}nhoJ\u{202c} \u{2066}a\u{2069}\u{200f}\u{61c}";
        assert_eq!(shown(text, true), "SMITH␦nhoJ␦ ␦a␦␦␦");
        assert_eq!(shown(text, false), text);
    }
}
