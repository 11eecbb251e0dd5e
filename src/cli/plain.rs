//! What is said → what a terminal may show: no control character of a name or a cell reaches it.
//!
//! A terminal obeys control characters (ECMA-48): one in a workbook could recolour, hide or retype what stands on the
//! screen. Each is shown as its picture (␛, U+2400 and on); line ends and tabs stay. Those of Unicode above ASCII
//! (C1) are shown as one sign.

use std::io::{self, Write};

/// A writer for people and other programs, in text.
pub struct Plain<'a>(pub &'a mut dyn Write);

impl Write for Plain<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| is_control(*byte)) {
            let (before, from) = rest.split_at(at);
            self.0.write_all(before)?;
            let (shown, length) = match from {
                // C1, in two bytes: U+0080 to U+009F.
                [0xC2, 0x80..=0x9F, ..] => ("\u{2426}".as_bytes().to_vec(), 2),
                [0xC2, ..] | [] => (vec![0xC2], 1),
                [0x7F, ..] => ("\u{2421}".as_bytes().to_vec(), 1),
                // U+2400 to U+241F.
                [byte, ..] => (vec![0xE2, 0x90, 0x80 + byte], 1),
            };
            self.0.write_all(&shown)?;
            rest = &from[length..];
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a byte is a control character, or may begin one of two bytes.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..0x20 | 0x7F | 0xC2) && !b"\n\r\t".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_and_all_else_stays() {
        let mut out = Vec::new();
        write!(Plain(&mut out), "Әлия\t«§°»\r\n\u{1b}[31m\u{7}\u{7f}\u{9b}2J\u{0}").expect("memory");
        assert_eq!(String::from_utf8(out).expect("text"), "Әлия\t«§°»\r\n␛[31m␇␡␦2J␀");
    }
}
