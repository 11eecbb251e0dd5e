//! What an earlier run knew of each passport: numbers that are the same next time.
//!
//! `build` writes it as `records.json` beside the manifest; `--previous` reads it. Invariant: it holds
//! only values that were checked then. What is deliberately absent: names and addresses, which change and
//! are typed anew.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::date::iso;
use super::{Permit, Person};
use crate::language::Text;

/// Format of the file; another one is refused.
const VERSION: u32 = 1;

/// The known numbers of one run, or of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    version: u32,
    /// The day of the run.
    #[serde(with = "iso")]
    pub today: Option<NaiveDate>,
    people: Vec<Known>,
}

/// The numbers of one passport.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    pub passport_no: String,
    /// ISO 3166-1 alpha-2.
    pub citizenship: String,
    pub iin: Option<String>,
    pub permit_number: Option<String>,
    #[serde(with = "iso")]
    pub permit_to: Option<NaiveDate>,
}

/// Why a text is no such file.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// Not JSON, or not of this shape. The parser's own words are not kept: they quote what stands there, and that
    /// may be a number of a person.
    #[error("line {line}, column {column}")]
    Shape { line: usize, column: usize },
    /// Written by another version of the program.
    #[error("its version is {found}, not {VERSION}")]
    Version { found: u32 },
}

impl EarlierError {
    /// Where or why, for a message.
    pub fn cause(&self) -> Text {
        match self {
            EarlierError::Shape { line, column } => Text::new(
                format!("line {line}, column {column}"),
                format!("строка {line}, знак {column}"),
                format!("{line}-жол, {column}-таңба"),
            ),
            EarlierError::Version { found } => Text::new(
                format!("its version is {found}, not {VERSION}"),
                format!("его версия {found}, а не {VERSION}"),
                format!("оның нұсқасы {found}, ал керегі {VERSION}"),
            ),
        }
    }
}

impl Earlier {
    /// The numbers of people, of workers with their permits, that have any.
    pub fn of<'a>(
        today: NaiveDate,
        people: impl Iterator<Item = (&'a Person, Option<&'a Permit>)>,
    ) -> Earlier {
        let mut known: Vec<Known> = people.filter_map(|(person, permit)| known(person, permit)).collect();
        known.sort_by(|one, other| {
            (&one.citizenship, &one.passport_no).cmp(&(&other.citizenship, &other.passport_no))
        });
        Earlier { version: VERSION, today: Some(today), people: known }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not one that `build` wrote.
    pub fn parse(bytes: &[u8]) -> Result<Earlier, EarlierError> {
        let earlier: Earlier = serde_json::from_slice(bytes)
            .map_err(|error| EarlierError::Shape { line: error.line(), column: error.column() })?;
        match earlier.version {
            VERSION => Ok(earlier),
            found => Err(EarlierError::Version { found }),
        }
    }

    /// The bytes of the file.
    pub fn json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text and dates make JSON");
        bytes.push(b'\n');
        bytes
    }
}

fn known(person: &Person, permit: Option<&Permit>) -> Option<Known> {
    let permit_number = permit.and_then(|permit| permit.number.clone());
    let iin = person.iin.as_ref().map(|iin| iin.as_str().to_owned());
    (iin.is_some() || permit_number.is_some()).then_some(())?;
    Some(Known {
        passport_no: person.passport_no.as_ref()?.as_str().to_owned(),
        citizenship: person.citizenship?.alpha2().to_owned(),
        iin,
        permit_number,
        permit_to: permit.and_then(|permit| permit.to),
    })
}

/// The numbers of earlier runs by passport, the latest run first; a passport of which two runs differ is
/// told by the later.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory(BTreeMap<(String, String), (NaiveDate, Known)>);

impl Memory {
    /// From the files of several runs.
    pub fn of(runs: impl IntoIterator<Item = Earlier>) -> Memory {
        let mut runs: Vec<Earlier> = runs.into_iter().collect();
        runs.sort_by_key(|run| run.today);
        let mut memory = BTreeMap::new();
        for run in runs {
            let Some(today) = run.today else { continue };
            for known in run.people {
                memory.insert((known.citizenship.clone(), known.passport_no.clone()), (today, known));
            }
        }
        Memory(memory)
    }

    /// What is known of a person's passport, with the day of that run.
    pub fn get(&self, person: &Person) -> Option<&(NaiveDate, Known)> {
        let key = (person.citizenship?.alpha2().to_owned(), person.passport_no.as_ref()?.as_str().to_owned());
        self.0.get(&key)
    }
}
