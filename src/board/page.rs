//! Board → the values of its page: the timeline, and a table band by band.

use serde_json::{Value, json};

use super::{Board, Entry, timeline, words};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::template::page;

/// The page, whole and needing nothing else: no script, no picture from elsewhere.
pub(super) fn write(board: &Board, language: Language) -> String {
    let word = |key: &str| phrase(key, &[]).get(language).to_owned();
    let date = words::day(Some(board.today));
    let title = [("roster", &Text::same(&*board.case.roster_name)), ("date", &Text::same(date))];
    let bands = board.bands().into_iter().map(|(band, entries)| {
        json!({
            "name": band.name(),
            "title": band.title().get(language),
            "lines": entries.iter().map(|entry| line(board, entry, language)).collect::<Vec<_>>(),
        })
    });
    let far = match board.far() {
        0 => Text::default(),
        count => phrase("board-far", &[("count", &Text::same(count.to_string()))]),
    };
    page::deadlines(&json!({
        "language": language,
        "title": phrase("board-title", &title).get(language),
        "bands": bands.collect::<Vec<_>>(),
        "far": far.get(language),
        "panels": timeline::draw(board, language),
        "words": {
            "empty": word("board-empty"), "note": word("board-note"), "timeline": word("board-timeline"),
            "due": word("due"), "left": word("board-left"), "subject": word("subject"),
            "document": word("document"), "region": word("board-region"), "exposure": word("board-exposure"),
            "today": word("board-today"), "last_day": word("board-last-day"),
            "overdue": word("status-overdue"), "permit": word("board-permit"),
            "contract": word("board-contract"), "visa": word("board-visa"),
            "residence": word("board-residence"), "passport": word("board-passport"),
        },
    }))
}

fn line(board: &Board, entry: &Entry, language: Language) -> Value {
    json!({
        "due": words::day(entry.due),
        "left": words::days_left(entry, board.today).get(language),
        "subject": entry.subject.label(board.case, language),
        "title": entry.matter.title().get(language),
        "region": words::region(entry).get(language),
        "exposure": words::exposure(entry).get(language),
        "notes": words::notes_line(entry, language),
    })
}
