//! What a command works on: the files that its arguments name, read and checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::arguments::{Basis, Input};
use super::failure::Failure;
use crate::check::{self, Case};
use crate::confine;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::record::{Earlier, Memory};
use crate::roster::{Corrections, Roster};
use crate::rules::RuleBook;
use crate::template::{BUILT_IN, Library, Pictures};
use crate::web::order::Scan;

/// The file in which a run keeps its numbers for the next one.
pub const RECORDS: &str = "records.json";

/// The extensions of workbooks.
const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"];

/// A workbook that was read and checked.
pub struct Checked {
    /// File name without its folder.
    pub name: String,
    pub bytes: Vec<u8>,
    pub rules: RuleBook,
    pub today: NaiveDate,
    pub roster: Roster,
    /// What was put right on the page; nothing on the command line.
    pub corrections: Corrections,
    /// What was put beside it on the page; nothing on the command line.
    pub scans: Vec<Scan>,
    pub case: Case,
}

/// Reads and checks the workbook with the rule book that applies.
pub fn check(input: &Input, today: NaiveDate) -> Result<Checked, Failure> {
    check_with(&input.roster, &input.basis, today)
}

/// As [`check()`], for one of several workbooks.
pub fn check_with(path: &Path, basis: &Basis, today: NaiveDate) -> Result<Checked, Failure> {
    let today = basis.today.unwrap_or(today);
    let rules = rule_book(basis.rules.as_deref(), &basis.card)?;
    let bytes = read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let roster = confine::read(&bytes, &name)?;
    let memory = previous(basis.previous.as_deref())?;
    let case = check::check_after(&roster, &rules, &memory, today);
    Ok(Checked {
        name,
        bytes,
        rules,
        today,
        roster,
        corrections: Corrections::default(),
        scans: Vec::new(),
        case,
    })
}

/// What the runs in a folder knew: `records.json` in it, or in the folders below it.
fn previous(folder: Option<&Path>) -> Result<Memory, Failure> {
    let Some(folder) = folder else { return Ok(Memory::default()) };
    let mut paths = vec![folder.join(RECORDS)];
    for entry in fs::read_dir(folder).map_err(|error| Failure::unreadable(folder, &error))? {
        paths.push(entry.map_err(|error| Failure::unreadable(folder, &error))?.path().join(RECORDS));
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    let shown = folder.display().to_string();
    if paths.is_empty() {
        return Err(Failure::new("previous-missing", &[("path", &shown)]));
    }
    let mut runs = Vec::new();
    for path in paths {
        let run = Earlier::parse(&read(&path)?).map_err(|error| {
            let path = Text::same(path.display().to_string());
            Failure::of("previous-unreadable", &[("path", &path), ("cause", &error.cause())])
        })?;
        runs.push(run);
    }
    Ok(Memory::of(runs))
}

/// The workbooks that are meant by files and folders; those of a folder in the order of their names.
pub fn workbooks(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(|error| Failure::unreadable(path, &error))? {
            inside.push(entry.map_err(|error| Failure::unreadable(path, &error))?.path());
        }
        inside.retain(|path| is_workbook(path));
        inside.sort();
        if inside.is_empty() {
            return Err(Failure::new("folder-empty", &[("path", &path.display().to_string())]));
        }
        all.extend(inside);
    }
    Ok(all)
}

/// Whether a file of a folder is a roster by its name; Excel's own lock files (`~$…`) are not.
fn is_workbook(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let known = name.rsplit_once('.').is_some_and(|(_, extension)| WORKBOOKS.contains(&extension));
    known && !name.starts_with(['~', '.']) && path.is_file()
}

/// The bytes of a file; a folder is refused by name, since systems differ in what they say of it.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.is_dir() {
        return Err(Failure::new("file-is-folder", &[("path", &path.display().to_string())]));
    }
    fs::read(path).map_err(|error| Failure::unreadable(path, &error))
}

/// The built-in rule book, or with a user's own file and the firm's own card over it.
pub fn rule_book(path: Option<&Path>, card: &str) -> Result<RuleBook, Failure> {
    let mut text = String::new();
    if let Some(path) = path {
        text = String::from_utf8(read(path)?).map_err(|_| {
            let values = [
                ("path", &Text::same(path.display().to_string())),
                ("cause", &phrase("config-encoding", &[])),
            ];
            Failure::of("rules-invalid", &values)
        })?;
    }
    if text.is_empty() && card.is_empty() {
        return Ok(RuleBook::kazakhstan());
    }
    // Of the two only the user's file can be wrong: the card was read when the configuration was.
    let path = path.unwrap_or(Path::new(super::config::NAME));
    RuleBook::parse(&format!("{text}\n{card}")).map_err(|error| Failure::rules(path, &error))
}

/// Longest picture that a template can show, in bytes.
const PICTURE_LIMIT: u64 = 10 << 20;
/// Most pictures of a folder.
const PICTURES_LIMIT: usize = 500;

/// The pictures of a folder by file name: what the filter `image` finds by name. Links and folders in it
/// are left alone, so that nothing outside is read.
pub fn pictures(folder: &Path) -> Result<Pictures, Failure> {
    let mut pictures = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| Failure::unreadable(folder, &error))? {
        let entry = entry.map_err(|error| Failure::unreadable(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        let picture = [".png", ".jpg", ".jpeg"].iter().any(|end| lower.ends_with(end));
        let fits = entry.metadata().is_ok_and(|file| file.is_file() && file.len() <= PICTURE_LIMIT);
        if picture && fits && pictures.len() < PICTURES_LIMIT {
            pictures.insert(name, read(&entry.path())?);
        }
    }
    Ok(pictures.into())
}

/// The pictures of the folder `pictures` in a folder of templates, if there is one.
pub fn pictures_beside(templates: Option<&Path>) -> Result<Pictures, Failure> {
    match templates.map(|folder| folder.join("pictures")).filter(|folder| folder.is_dir()) {
        Some(folder) => pictures(&folder),
        None => Ok(Pictures::default()),
    }
}

/// A file of JSON.
pub fn json(path: &Path) -> Result<serde_json::Value, Failure> {
    serde_json::from_slice(&read(path)?).map_err(|error| {
        Failure::new("data-invalid", &[("path", &path.display().to_string()), ("cause", &error.to_string())])
    })
}

/// The templates of these languages, a user's own in place of the built-in ones. Names in the folder
/// that are none of ours are passed to `unknown`.
pub fn templates(
    folder: Option<&Path>,
    languages: &[Language],
    mut unknown: impl FnMut(&str),
) -> Result<Library, Failure> {
    let mut own = BTreeMap::new();
    if let Some(folder) = folder {
        for entry in fs::read_dir(folder).map_err(|error| Failure::unreadable(folder, &error))? {
            let path = entry.map_err(|error| Failure::unreadable(folder, &error))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !name.ends_with(".docx") || name.starts_with("~$") {
                continue;
            }
            match BUILT_IN.iter().any(|(known, _)| *known == name) {
                true => {
                    confine::vet(&path)?;
                    drop(own.insert(name, read(&path)?));
                }
                false => unknown(&name),
            }
        }
    }
    let pictures = pictures_beside(folder)?;
    let library = Library::load(languages, &own).map(|library| library.with_pictures(&pictures));
    library.map_err(|unusable| {
        let first = unusable.first().expect("an error has a reason");
        let path = folder
            .map_or_else(|| first.name.clone(), |folder| folder.join(&first.name).display().to_string());
        let fault = first.faults.first().expect("an unusable template has a fault");
        Failure::about_template(&path, fault)
    })
}
