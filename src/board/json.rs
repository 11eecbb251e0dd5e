//! Board → the JSON of `deadlines`: names and forms as in the JSON of `check` (design §5).

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Band, Board, Entry};
use crate::language::Text;
use crate::plan::Subject;

/// One entry with the board that names its subject.
struct Line<'a> {
    board: &'a Board<'a>,
    entry: &'a Entry,
}

/// How many entries each band has.
struct Counts<'a>(&'a Board<'a>);

impl Serialize for Board<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines: Vec<Line> = self.entries.iter().map(|entry| Line { board: self, entry }).collect();
        let mut board = serializer.serialize_struct("Board", 4)?;
        board.serialize_field("roster", &self.case.roster_name)?;
        board.serialize_field("today", &self.today.to_string())?;
        board.serialize_field("counts", &Counts(self))?;
        board.serialize_field("deadlines", &lines)?;
        board.end()
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Counts(board) = self;
        let mut counts = serializer.serialize_map(Some(Band::ALL.len()))?;
        for band in Band::ALL {
            let own = board.entries.iter().filter(|entry| entry.band(board.today) == band);
            counts.serialize_entry(band.name(), &own.count())?;
        }
        counts.end()
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line { board, entry } = self;
        let authority = Some(&entry.authority).filter(|text| **text != Text::default());
        let mut line = serializer.serialize_struct("Deadline", 17)?;
        line.serialize_field("band", entry.band(board.today).name())?;
        line.serialize_field("due", &entry.due.map(|day| day.to_string()))?;
        line.serialize_field("advised", &entry.advised.map(|day| day.to_string()))?;
        line.serialize_field("days_left", &entry.days_left(board.today))?;
        line.serialize_field("kind", entry.matter.name())?;
        line.serialize_field("title", &entry.matter.title())?;
        line.serialize_field("subject", entry.subject.name(board.case))?;
        line.serialize_field("region", &entry.region)?;
        line.serialize_field("authority", &authority)?;
        line.serialize_field("event", &entry.event.map(|day| day.to_string()))?;
        line.serialize_field("status", &entry.status)?;
        line.serialize_field("rule", entry.rule)?;
        line.serialize_field("exposure_kzt", &entry.exposure)?;
        line.serialize_field("lacks", &entry.lacks)?;
        line.serialize_field("blocked_by", &entry.blocked_by)?;
        line.serialize_field("advice", &entry.advice)?;
        line.serialize_field("year", &year(entry))?;
        line.end()
    }
}

/// The year of a quota request.
fn year(entry: &Entry) -> Option<i32> {
    match entry.subject {
        Subject::Region(_, year) => Some(year),
        _ => None,
    }
}
