//! Board → calendar file (iCalendar, RFC 5545): one all-day event with its reminders for each last day.
//!
//! Written here and not by a crate: the file needs eleven properties, and the crate at hand gives events
//! of no length, random names and the time of the run. Invariant: lines of at most 75 octets that end
//! in CRLF; DTEND is the day after DTSTART (§3.8.2.2); the same bytes on the same day. Deliberately
//! absent: METHOD, which makes the file a message that needs an organiser (RFC 5546 §3.2.1), and times
//! of day.

use chrono::{Days, NaiveDate};

use super::{Board, Entry, Matter, uid, words};
use crate::finding::phrase;
use crate::language::{Language, Text};

/// Octets of a line without its end (RFC 5545 §3.1).
const LINE: usize = 75;

/// Reminders of every last day.
const ALARMS: [&str; 2] = ["-P7D", "-P1D"];

/// Reminder of the end of a paper, early enough for what must be asked for 30 days before it (R6).
const EARLY: &str = "-P60D";

/// The calendar of a board; entries without a last day have no place in it.
pub(super) fn write(board: &Board, language: Language) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Otinish//Deadlines//EN");
    out.line("CALSCALE:GREGORIAN");
    out.text("X-WR-CALNAME", phrase("board-calendar", &[]).get(language));
    for (entry, uid) in board.entries.iter().zip(uid::of(board)) {
        if let Some(due) = entry.due {
            event(&mut out, board, entry, due, &uid, language);
        }
    }
    out.line("END:VCALENDAR");
    out.text
}

fn event(out: &mut Lines, board: &Board, entry: &Entry, due: NaiveDate, uid: &str, language: Language) {
    let title = entry.matter.title();
    let label = words::discreet_label(board, entry, language);
    let summary = format!("{label}: {}", title.get(language));
    let next = due.checked_add_days(Days::new(1)).unwrap_or(due);
    out.line("BEGIN:VEVENT");
    out.line(&format!("UID:{uid}"));
    out.line(&format!("DTSTAMP:{}T000000Z", board.today.format("%Y%m%d")));
    out.line(&format!("DTSTART;VALUE=DATE:{}", due.format("%Y%m%d")));
    out.line(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
    out.text("SUMMARY", &summary);
    out.text("DESCRIPTION", &description(entry, language));
    out.text("CATEGORIES", title.get(language));
    out.line("CLASS:CONFIDENTIAL");
    out.line("TRANSP:TRANSPARENT");
    out.line("SEQUENCE:0");
    let early = matches!(entry.matter, Matter::Expiry(_)).then_some(EARLY);
    for trigger in early.into_iter().chain(ALARMS) {
        out.line("BEGIN:VALARM");
        out.line("ACTION:DISPLAY");
        out.line(&format!("TRIGGER:{trigger}"));
        out.text("DESCRIPTION", &summary);
        out.line("END:VALARM");
    }
    out.line("END:VEVENT");
}

/// The authority, the rule, the penalty and what is still to be done, a line each.
fn description(entry: &Entry, language: Language) -> String {
    let place =
        if entry.authority == Text::default() { words::region(entry) } else { entry.authority.clone() };
    let rule = phrase("board-rule", &[("rule", &Text::same(entry.rule))]);
    let penalty = match entry.exposure {
        Some(_) => phrase("board-penalty", &[("sum", &words::exposure(entry))]),
        None => Text::default(),
    };
    let mut lines = vec![place, rule, penalty];
    lines.extend(words::notes(entry));
    let lines = lines.iter().map(|line| line.get(language)).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Content lines, folded and ended as the standard has them.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A property whose value is a text.
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// A whole content line; folded between characters, where a reader joins octets (§3.1).
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE - 1;
            }
            self.text.push(letter);
            room -= letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A value of type TEXT (§3.3.11): no control character is left in it.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for letter in value.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push_str("\\n"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\r\ne\rf\ng\u{7}"), "a\\, b\\; c\\\\d\\ne\\nf\\ng ");
    }

    #[test]
    fn lines_fold_between_letters_and_join_again() {
        let long = "SUMMARY:".to_owned() + &"Шығыс Қазақстан 🙂 ".repeat(20);
        let mut lines = Lines::default();
        lines.line(&long);
        for line in lines.text.split_terminator("\r\n") {
            assert!(line.len() <= LINE, "{} octets", line.len());
        }
        assert_eq!(lines.text.trim_end_matches("\r\n").replace("\r\n ", ""), long);
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded() {
        let mut lines = Lines::default();
        lines.line(&"x".repeat(75));
        assert_eq!(lines.text, "x".repeat(75) + "\r\n");
    }
}
