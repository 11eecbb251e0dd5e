//! `otinish deadlines`: what has a last day, for people, programs, calendars and paper.

use std::fmt::Write;

use chrono::NaiveDate;

use super::arguments::{Deadlines, DeadlinesFormat};
use super::failure::{Exit, Failure};
use super::{Console, input, report};
use crate::board::{Board, Entry, words};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::output;
use crate::plan;

/// Prints the board, or writes it to a file.
pub fn run(arguments: &Deadlines, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let checked = input::check(&arguments.input, today)?;
    let filings = plan::plan(&checked.case, &checked.rules, checked.today);
    let board = Board::new(&checked.case, &filings, checked.today);
    let text = match arguments.format {
        DeadlinesFormat::Human => human(&board, console.language),
        DeadlinesFormat::Json => {
            serde_json::to_string_pretty(&board).expect("text and numbers make JSON") + "\n"
        }
        DeadlinesFormat::Ics => board.ics(console.language),
        DeadlinesFormat::Html => board.page(console.language),
    };
    match &arguments.output {
        Some(path) => output::write_file(path, text.as_bytes())?,
        None => drop(console.out.write_all(text.as_bytes())),
    }
    Ok(Exit::Done)
}

/// The board as lines for a terminal, band by band.
fn human(board: &Board, language: Language) -> String {
    let date = Text::same(words::day(Some(board.today)));
    let title = phrase("board-title", &[("roster", &Text::same(&*board.case.roster_name)), ("date", &date)]);
    let mut out = format!("{}\n", title.get(language));
    let bands = board.bands();
    if bands.is_empty() {
        line(&mut out, phrase("board-empty", &[]).get(language));
    }
    for (band, entries) in bands {
        line(&mut out, &format!("\n{} ({})", band.title().get(language), entries.len()));
        for entry in entries {
            line(&mut out, &shown(board, entry, language));
        }
    }
    if board.far() > 0 {
        let far = phrase("board-far", &[("count", &report::count(board.far()))]);
        line(&mut out, &format!("\n{}", far.get(language)));
    }
    out
}

/// Last day, days left, whom, what; then where, what lateness may cost and what is still to be done.
fn shown(board: &Board, entry: &Entry, language: Language) -> String {
    let left = words::days_left(entry, board.today);
    let whom = entry.subject.label(board.case, language);
    let mut shown = format!(
        "  {:<10}  {:>9}  {whom}: {}",
        words::day(entry.due),
        left.get(language),
        entry.matter.title().get(language),
    );
    let notes = words::notes_line(entry, language);
    let parts = [words::region(entry).get(language), words::exposure(entry).get(language), &notes]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>();
    if !parts.is_empty() {
        write!(shown, " · {}", parts.join(" · ")).expect("a string takes any text");
    }
    shown
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes any text");
}
