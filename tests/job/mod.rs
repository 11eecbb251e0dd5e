//! What the tests of the main job share: a scratch folder, the program called as from a terminal, the sample.

#![allow(dead_code, reason = "each test binary uses a part of it")]

#[path = "../../fixtures/make/people.rs"]
#[rustfmt::skip]
pub mod people;
#[path = "../../fixtures/make/sample.rs"]
pub mod sample;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use otinish::cli::{self, Exit, Surroundings};
use otinish::language::Language;
pub use sample::{Edit, Wording};

/// A folder of this test's own, empty.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("otinish-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the temporary folder is writable");
        Scratch(path)
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("the scratch folder is writable");
        path
    }

    /// Every file below a folder, by relative path.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.0.join(folder);
        let mut all = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
                    all.insert(name, fs::read(&path).expect("readable"));
                }
            }
        }
        all
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Exit code, results, messages.
pub struct Answer {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

pub fn otinish(words: &[&dyn AsRef<std::ffi::OsStr>]) -> Answer {
    let typed =
        std::iter::once(OsString::from("otinish")).chain(words.iter().map(|word| word.as_ref().to_owned()));
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let surroundings = Surroundings { today, language: Language::En };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(typed, surroundings, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    Answer { exit, out: text(out), err: text(err) }
}

pub fn build(roster: &Path, output: &Path) -> Answer {
    otinish(&[&"build", &roster, &"-o", &output])
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

pub fn workbook(edits: &[Edit]) -> Vec<u8> {
    sample::workbook(Wording::Russian, edits).expect("the sample is written")
}

/// The members of a zip.
pub fn members(packet: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(packet)).expect("a packet is a zip");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a member is there");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("a member is whole");
            (file.name().expect("UTF-8").into_owned(), bytes)
        })
        .collect()
}
