//! Lines for a terminal → the same lines with their word of weight in colour.
//!
//! Colour only repeats what a word says («ошибка», «просрочено»), so that nothing is lost without it (`NO_COLOR`,
//! a file, a screen reader). The word is known by its place: it begins its line. A value that begins a line of its own
//! with such a word is coloured, too, and no more than that: this stands below [`Plain`](super::plain::Plain), which
//! lets no escape sequence of a value come this far.

use std::io::{self, Write};

use super::report;
use crate::finding::{Severity, phrase};
use crate::language::Language;
use crate::plan::Status;

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[33m";
const CYAN: &str = "\u{1b}[36m";
const GREEN: &str = "\u{1b}[32m";
const RESET: &str = "\u{1b}[0m";

/// A writer that colours, if it is asked to.
pub struct Tint<'a> {
    out: &'a mut dyn Write,
    /// What begins a line, and its colour; empty without colour.
    words: Vec<(String, &'static str)>,
    /// Of the line that has not ended yet.
    line: Vec<u8>,
}

impl<'a> Tint<'a> {
    /// A writer of lines in one language.
    pub fn new(out: &'a mut dyn Write, language: Language, is_coloured: bool) -> Tint<'a> {
        let words = if is_coloured { words(language) } else { Vec::new() };
        Tint { out, words, line: Vec::new() }
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        let (before, text) = line.split_at(indent);
        let begins = |word: &str| {
            text.strip_prefix(word.as_bytes())
                .is_some_and(|rest| matches!(rest, [b' ' | b':' | b'\n', ..] | []))
        };
        match self.words.iter().find(|(word, _)| begins(word)) {
            Some((word, colour)) => {
                self.out.write_all(before)?;
                write!(self.out, "{colour}{word}{RESET}")?;
                self.out.write_all(&text[word.len()..])
            }
            None => self.out.write_all(&line),
        }
    }
}

impl Write for Tint<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.words.is_empty() {
            return self.out.write(bytes);
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.end_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.line.is_empty() {
            self.end_line()?;
        }
        self.out.flush()
    }
}

/// What was begun is not lost.
impl Drop for Tint<'_> {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// The words of weight and of a filing's status, and the program's own name before a failure.
fn words(language: Language) -> Vec<(String, &'static str)> {
    let word = |key: &str| phrase(key, &[]).get(language).to_owned();
    let mut words = vec![("otinish".to_owned(), RED)];
    for (severity, colour) in [(Severity::Error, RED), (Severity::Warning, YELLOW), (Severity::Info, CYAN)] {
        words.push((word(report::severity_key(severity)), colour));
    }
    let statuses = [
        (Status::Overdue, RED),
        (Status::Due, YELLOW),
        (Status::Blocked, YELLOW),
        (Status::Ready, GREEN),
        (Status::Done, GREEN),
    ];
    for (status, colour) in statuses {
        words.push((word(&format!("status-{}", status.name())), colour));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tinted(text: &str, is_coloured: bool) -> String {
        let mut out = Vec::new();
        // In pieces, as a program writes.
        let mut tint = Tint::new(&mut out, Language::Ru, is_coloured);
        for piece in text.as_bytes().chunks(3) {
            tint.write_all(piece).expect("memory");
        }
        drop(tint);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_word_that_begins_a_line_is_coloured_and_no_other() {
        let text = "  ошибка: в ошибка: \nпросрочено  10.11.2026\nошибка";
        assert_eq!(
            tinted(text, true),
            "  \u{1b}[1;31mошибка\u{1b}[0m: в ошибка: \n\u{1b}[1;31mпросрочено\u{1b}[0m  10.11.2026\n\u{1b}[1;31mошибка\u{1b}[0m"
        );
        assert_eq!(tinted("ошибочно: нет\n", true), "ошибочно: нет\n");
        assert_eq!(tinted(text, false), text);
    }
}
