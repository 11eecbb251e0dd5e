//! A workbook → what was read of it in confined processes, also where a person still has to choose its columns.
//!
//! Invariant: nothing is guessed. While two columns claim one field, neither is used, so that no letter is
//! printed from the wrong one.

use super::desk::{Opened, Rivals};
use crate::confine::{self, ReadError};
use crate::roster::{self, Corrections};

/// Fields of which more than one column may be headed as each.
const FIELDS: usize = 8;

/// Reads a file. Of columns that are headed as one field, none is used: a person is to choose. Where the roster
/// is none without them, the refusal names them.
pub fn open(bytes: &[u8], name: &str, mut corrections: Corrections) -> Result<Opened, ReadError> {
    let mut rivals: Vec<Rivals> = Vec::new();
    let mut refusal = None;
    let read = loop {
        let error = match confine::read_corrected(bytes, name, &corrections) {
            Err(ReadError::Roster(error)) => error,
            other => break other,
        };
        let roster::Error::DuplicateColumn { sheet, field, first, second } = &*error else {
            break Err(ReadError::Roster(error));
        };
        let aside = corrections.headers.entry(sheet.clone()).or_default();
        // Labels of a card are not decided about, and what was left aside already did not help.
        if rivals.len() == FIELDS || aside.insert(second.cell.clone(), None).is_some() {
            break Err(ReadError::Roster(error));
        }
        match rivals.iter_mut().find(|known| (&known.sheet, known.field) == (sheet, *field)) {
            Some(known) => known.columns.push(second.clone()),
            None => rivals.push(Rivals {
                sheet: sheet.clone(),
                field: *field,
                columns: vec![first.clone(), second.clone()],
            }),
        }
        refusal.get_or_insert(error);
    };
    if rivals.is_empty() {
        return read.map(|roster| Opened { roster, corrections, rivals });
    }
    for Rivals { sheet, columns, .. } in &rivals {
        corrections.headers.entry(sheet.clone()).or_default().insert(columns[0].cell.clone(), None);
    }
    match (read.and_then(|_| confine::read_corrected(bytes, name, &corrections)), refusal) {
        (Err(ReadError::Roster(_)), Some(refusal)) => Err(ReadError::Roster(refusal)),
        (read, _) => read.map(|roster| Opened { roster, corrections, rivals }),
    }
}
