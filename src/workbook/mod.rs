//! Workbook and case → the completed workbook: HR's own sheets with filled cells green, doubtful yellow,
//! wrong red, a note on each, drop-downs, and a sheet «Otinish» with all of it as a list.
//!
//! An `.xlsx` is edited where it stands (`book`, `cells`): its sheets, widths, formats, joined cells,
//! charts and pictures stay, because their parts are not read at all. For any other file a fresh workbook
//! is made first (`plain`), every cell at its address, and then edited the same way. Invariants: nothing
//! typed is overwritten; no formula is written; equal input gives equal bytes; dropping the result back
//! in gives the same records, and what Otinish added is taken off before it is added anew.

mod book;
mod cells;
mod earlier;
mod lists;
mod mark;
mod notes;
mod page;
mod plain;
mod season;
mod starter;
mod styles;
mod tree;
mod vml;

use std::collections::BTreeMap;

pub use earlier::{Known, Since};
pub use season::season;
pub use starter::starter;

use crate::check::Case;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::plan::Filing;
use crate::roster::{self, Corrections, OWN, Roster};
use book::Book;
use cells::Worksheet;
use mark::{Filling, Marks};

/// Why no completed workbook could be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not the workbook that the roster was read from.
    #[error("the workbook cannot be read again")]
    Unreadable(Box<roster::Error>),
    /// More than an `.xlsx` of ours can hold; the reason in words.
    #[error("the workbook cannot be written as .xlsx: {0}")]
    Unwritable(String),
}

impl From<roster::Error> for Error {
    fn from(error: roster::Error) -> Error {
        Error::Unreadable(Box::new(error))
    }
}

/// What is put into a workbook, whatever its base.
struct Work<'a> {
    roster: &'a Roster,
    case: &'a Case,
    filings: &'a [Filing],
    fillings: Vec<Filling>,
    marks: BTreeMap<String, Marks>,
    since: Option<Since>,
    language: Language,
}

/// The completed workbook (`.xlsx`). `original` are the bytes that `roster` was read from; `language` is
/// that of the notes and of the added sheet.
///
/// # Errors
/// [`Error::Unreadable`] if `original` is not what `roster` was read from; [`Error::Unwritable`].
pub fn completed(
    original: &[u8],
    roster: &Roster,
    case: &Case,
    filings: &[Filing],
    language: Language,
) -> Result<Vec<u8>, Error> {
    corrected(original, roster, &Corrections::default(), case, filings, language)
}

/// [`completed`], with what a person retyped in place of what stood there. `roster` is as corrected.
///
/// # Errors
/// As [`completed`].
pub fn corrected(
    original: &[u8],
    roster: &Roster,
    corrections: &Corrections,
    case: &Case,
    filings: &[Filing],
    language: Language,
) -> Result<Vec<u8>, Error> {
    let grids = roster::grids(original, &roster.name)?;
    let earlier = earlier::read(&grids);
    let fillings = mark::fillings(case, roster, &grids, earlier.as_ref(), language);
    let mut marks = mark::marks(case, &fillings, &grids, language);
    mark::retype(&mut marks, &corrections.cells, &grids, language);
    let since = earlier.as_ref().map(|earlier| earlier.since(case));
    let work = Work { roster, case, filings, fillings, marks, since, language };
    // Those of a season take a hundred megabytes, and are hardly ever asked for again.
    drop(grids);
    if let Some(done) = Book::open(original).and_then(|book| work.put_into(book, &[], Vec::new())) {
        return Ok(done);
    }
    let grids = roster::grids(original, &roster.name)?;
    let (bytes, names) =
        plain::workbook(&grids, roster, language).map_err(|error| Error::Unwritable(error.to_string()))?;
    // What we write is in the dialect that we edit; only its size can be in the way.
    let remark = phrase("remark-plain", &[]);
    let done = Book::open(&bytes).and_then(|book| work.put_into(book, &names, vec![remark]));
    done.ok_or_else(|| Error::Unwritable("more than 128 MB".to_owned()))
}

/// What has changed since Otinish last wrote into this workbook; `None` if it never did.
///
/// # Errors
/// [`Error::Unreadable`].
pub fn since(original: &[u8], case: &Case) -> Result<Option<Since>, Error> {
    let grids = roster::grids(original, &case.roster_name)?;
    Ok(earlier::read(&grids).map(|earlier| earlier.since(case)))
}

impl Work<'_> {
    /// Takes off what is ours and puts everything on; `None` if a sheet is in a dialect that is not edited.
    fn put_into(
        &self,
        mut book: Book,
        names: &[(String, String)],
        mut remarks: Vec<Text>,
    ) -> Option<Vec<u8>> {
        for name in [OWN, page::LISTS] {
            book.remove_sheet(name);
        }
        book.drop_names(|name| name.starts_with(lists::NAMES));
        let unmarked = book.styles.unmarked();
        let tab_of = |sheet: &str| {
            names
                .iter()
                .find(|(own, _)| own == sheet)
                .map_or_else(|| sheet.to_owned(), |(_, tab)| tab.clone())
        };
        let mut used: Vec<lists::List> = Vec::new();
        let mut formulas = 0;
        for tab in book.tabs() {
            let mut sheet = Worksheet::open(&book.text(&tab.part)?)?;
            let own = |name: &&String| tab_of(name) == tab.name;
            let none = Marks::default();
            let marks = self.marks.iter().find(|(name, _)| own(name)).map_or(&none, |(_, marks)| marks);
            sheet.edit(&mut book, &unmarked, &marks.edits)?;
            formulas += sheet.formulas;
            if !notes::renew(&mut book, &tab, &mut sheet, &marks.notes) {
                remarks.push(phrase("remark-notes", &[("sheet", &Text::same(tab.name.as_str()))]));
            }
            lists::renew(&mut sheet, &self.rules(&tab.name, &tab_of, &mut used));
            book.put(&tab.part, sheet.write());
        }
        if formulas > 0 {
            remarks.push(phrase("remark-formulas", &[("count", &Text::same(formulas.to_string()))]));
        }
        let content = page::Content {
            case: self.case,
            fillings: &self.fillings,
            filings: self.filings,
            since: self.since.as_ref(),
            remarks: &remarks,
            language: self.language,
            tab: &tab_of,
        };
        page::add(&mut book, &content);
        used.sort_unstable();
        page::add_lists(&mut book, &used);
        Some(book.write())
    }

    /// The drop-downs of a sheet; their lists are gathered in `used`.
    fn rules(
        &self,
        tab: &str,
        tab_of: &dyn Fn(&str) -> String,
        used: &mut Vec<lists::List>,
    ) -> Vec<(lists::List, cells::At, cells::At)> {
        let mut rules = Vec::new();
        for sheet in self.roster.sheets.iter().filter(|sheet| tab_of(&sheet.name) == tab) {
            let language = lists::language_of(sheet, self.language);
            for (field, first, last) in lists::coded(sheet) {
                let list = (field.kind(), language);
                if !used.contains(&list) {
                    used.push(list);
                }
                rules.push((list, first, last));
            }
        }
        rules
    }
}
