//! A folder of scans → who has which papers, ready to be put into packets.
//!
//! A file is matched by its path alone: `SMITH_John/passport.pdf`, `N1234567/visa-2.jpg`,
//! `SMITH_John_passport.png`; its bytes are read when its packet is made. Invariant: every file is placed or
//! reported, never silently left. Deliberately absent: any guess from what a scan shows.

mod archive;
mod kind;
mod who;

use std::collections::{BTreeMap, HashMap};

pub use archive::{ArchiveError, Unzipped, is_of_the_system, label, unzip};
use kind::Kind;
pub use kind::of as kind;
pub use who::Holder;

use crate::check::Case;
use crate::finding::{Finding, Place};
use crate::language::Text;
use crate::reference::fold;
use who::{Directory, Found};

/// A file below the folder of attachments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// With `/` between folders.
    pub path: String,
    pub bytes: u64,
}

/// Gives the bytes of a file by its path, or says why not.
pub type Read<'a> = Box<dyn Fn(&str) -> Result<Vec<u8>, Text> + Sync + 'a>;

/// Finds out whether bytes end their reader.
pub type Vet = fn(&[u8]) -> Result<(), Text>;

/// What is in the folder of attachments, by whose it is.
pub struct Attachments<'a> {
    by_holder: HashMap<Holder, BTreeMap<&'static str, Vec<Source>>>,
    /// What matches nobody or nothing.
    pub findings: Vec<Finding>,
    /// Every filing is made, so that what none of them needs can be told.
    pub whole: bool,
    read: Read<'a>,
    vet: Vet,
}

impl<'a> Attachments<'a> {
    /// Matches files with the people and the regions of a case.
    pub fn new(case: &Case, mut sources: Vec<Source>, whole: bool, read: Read<'a>) -> Attachments<'a> {
        sources.sort();
        let directory = Directory::new(&case.employees);
        let mut all =
            Attachments { by_holder: HashMap::new(), findings: Vec::new(), whole, read, vet: |_| Ok(()) };
        for source in sources {
            match place(&directory, &source.path) {
                Ok((holder, kind)) => {
                    let papers = all.by_holder.entry(holder).or_default();
                    papers.entry(kind.name).or_default().push(source);
                }
                Err(code) => {
                    let folder = source.path.split('/').next().unwrap_or_default();
                    all.findings.push(finding(code, &source.path, &[]).about(folder));
                }
            }
        }
        all
    }

    /// The same, with a way to find out what ends its reader before it is read here.
    pub fn vetted(self, vet: Vet) -> Attachments<'a> {
        Attachments { vet, ..self }
    }

    /// The files of one kind of one holder, in the order of their names.
    pub fn files(&self, holder: Holder, kind: &str) -> &[Source] {
        self.by_holder.get(&holder).and_then(|papers| papers.get(kind)).map_or(&[], Vec::as_slice)
    }

    /// Every file that matches, with whose it is and the title of its kind.
    pub fn placed(&self) -> impl Iterator<Item = (&Source, Holder, &'static Text)> {
        let papers = |(holder, papers): (&Holder, _)| {
            let papers: &BTreeMap<&'static str, Vec<Source>> = papers;
            let holder = *holder;
            papers.iter().flat_map(move |(name, files)| {
                files.iter().map(move |file| (file, holder, &kind(name).title))
            })
        };
        self.by_holder.iter().flat_map(papers)
    }

    /// All files of a holder.
    pub fn all_of(&self, holder: Holder) -> impl Iterator<Item = &Source> {
        self.by_holder.get(&holder).into_iter().flat_map(|papers| papers.values().flatten())
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self, source: &Source) -> Result<Vec<u8>, Text> {
        (self.read)(&source.path)
    }

    /// The bytes of a file that is going to be looked into.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&self, source: &Source) -> Result<Vec<u8>, Text> {
        let bytes = self.read(source)?;
        (self.vet)(&bytes)?;
        Ok(bytes)
    }
}

/// A finding about a file.
pub fn finding(code: &'static str, path: &str, values: &[(&str, &Text)]) -> Finding {
    Finding::new(code, Place::default(), path, values)
}

/// Whose a file is and of what kind, or the code of what is the matter with its name.
fn place(directory: &Directory, path: &str) -> Result<(Holder, &'static Kind), &'static str> {
    let mut folders: Vec<&str> = path.split('/').collect();
    let file = folders.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<String> = fold(stem).split(' ').map(str::to_owned).collect();
    let end = words.iter().rposition(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
    let words = &words[..end.map_or(0, |end| end + 1)];
    let (mut kinds, name) = in_name(words);
    if kinds.is_empty() {
        // `SMITH_John/passport/1.jpg`
        kinds = folders.last().map(|folder| kind::named(&fold(folder))).unwrap_or_default();
        if kinds.is_empty() {
            return Err("attachment-kind");
        }
        folders.pop();
    }
    let places =
        std::iter::once(name.as_str()).filter(|name| !name.is_empty()).chain(folders.into_iter().rev());
    for place in places {
        match directory.find(place) {
            Found::One(holder) => {
                return of_holder(&kinds, holder).map(|kind| (holder, kind)).ok_or("attachment-kind");
            }
            Found::Several => return Err("attachment-ambiguous"),
            Found::Nobody => {}
        }
    }
    Err("attachment-nobody")
}

/// A word that two kinds share means that of a person, or of a region.
fn of_holder(kinds: &[&'static Kind], holder: Holder) -> Option<&'static Kind> {
    let of_region = |kind: &Kind| kind.name == "service-contract";
    let region = matches!(holder, Holder::Region(_));
    kinds.iter().find(|kind| of_region(kind) == region).copied()
}

/// The kinds that the words of a file's name tell, the longest words first, and what is left of the name.
fn in_name(words: &[String]) -> (Vec<&'static Kind>, String) {
    for length in (1..=words.len()).rev() {
        for start in [words.len() - length, 0] {
            let kinds = kind::named(&words[start..start + length].join(" "));
            if !kinds.is_empty() {
                return (kinds, [&words[..start], &words[start + length..]].concat().join(" "));
            }
        }
    }
    (Vec::new(), words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Employee, Person};

    #[test]
    fn the_name_of_a_file_tells_whose_it_is_and_what() {
        let person = |lat: &str, cyr: &str, passport: &str| Employee {
            person: Person {
                subject: lat.to_owned(),
                full_name_lat: Some(lat.to_owned()),
                full_name_cyr: Some(cyr.to_owned()),
                passport_no: crate::record::PassportNumber::parse(passport).ok(),
                ..Person::default()
            },
            ..Employee::default()
        };
        let directory = Directory::new(&[
            person("KARIMOV Bobur", "Каримов Бобур Рустамович", "FA4417203"),
            person("SMITH John", "Смит Джон", "N1234567"),
            person("SMITH Anna", "Смит Анна", "N7654321"),
        ]);
        let karimov = Ok((Holder::Employee(0), "passport"));
        for (path, expected) in [
            ("KARIMOV_Bobur/passport.pdf", karimov),
            ("Каримов Бобур/Паспорт 2.JPG", karimov),
            ("fa4417203/passport.png", karimov),
            ("karimov_bobur_passport.pdf", karimov),
            ("Karimov/passport/1.jpg", karimov),
            ("2026/KARIMOV Bobur/паспорт.pdf", karimov),
            ("SMITH_John/work-permit.pdf", Ok((Holder::Employee(1), "work-permit"))),
            ("SMITH/passport.pdf", Err("attachment-ambiguous")),
            ("JONES/passport.pdf", Err("attachment-nobody")),
            ("SMITH_John/holiday.jpg", Err("attachment-kind")),
        ] {
            let found = place(&directory, path).map(|(holder, kind)| (holder, kind.name));
            assert_eq!(found, expected, "{path}");
        }
    }
}
