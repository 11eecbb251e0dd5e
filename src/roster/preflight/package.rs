//! A zip → its parts by name, inflated under caps; and parts → a zip without compression.
//!
//! Invariant: the parts that come out are all that a parser gets to see. Sizes in the zip's headers are
//! not trusted: what counts is what really comes out. Macros, pictures, embedded files and links to
//! other workbooks are left out (T8).

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::Error;
use super::super::csv;
use super::super::grid::Intake;
use crate::language::Text;

/// Entries of the zip; inflated bytes of a part, of a narrower part, and of all parts together.
const ENTRIES: usize = 2_000;
const PART: u64 = 64 << 20;
const STRINGS: u64 = 32 << 20;
const STYLES: u64 = 8 << 20;
const TOTAL: u64 = 128 << 20;
/// Longest name of a part, in bytes: no part of a workbook has one as long.
const NAME: usize = 1_000;

/// Parts that hold nothing of a roster.
const UNUSED: [&str; 12] = [
    "vbaproject",
    "/media/",
    "/embeddings/",
    "/externallinks/",
    "/drawings/",
    "/charts/",
    "/printersettings/",
    "customxml/",
    "/pivot",
    "/theme/",
    "thumbnails/",
    "pictures/",
];

/// Parts by name, without a leading slash and with `/` between folders.
pub(in super::super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
}

/// Reads the parts of a zip.
pub(super) fn read(bytes: &[u8], intake: &Intake) -> Result<Package, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| intake.damaged("zip"))?;
    if archive.len() > ENTRIES {
        return Err(intake.too_large(Text::new(
            "more than 2,000 parts",
            "более 2000 частей",
            "2000-нан астам бөлік",
        )));
    }
    if archive.has_duplicate_names()
        || archive.has_overlapping_entries().map_err(|_| intake.damaged("zip"))?
    {
        return Err(intake.refused("parts-overlap", ""));
    }
    let mut parts = BTreeMap::new();
    let mut names = std::collections::BTreeSet::new();
    let mut left = TOTAL;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|_| intake.damaged(format!("#{index}")))?;
        let name = file.name().map_err(|_| intake.damaged(format!("#{index}")))?;
        let name = name.replace('\\', "/").trim_start_matches('/').to_owned();
        if name.len() > NAME {
            return Err(intake.damaged(format!("#{index}")));
        }
        let lower = name.to_ascii_lowercase();
        if file.encrypted() {
            return Err(Error::Encrypted { name: intake.name.to_owned() });
        }
        if file.is_dir() || UNUSED.iter().any(|unused| lower.contains(unused)) {
            continue;
        }
        if !names.insert(lower.clone()) {
            return Err(intake.refused("parts-of-one-name", &name));
        }
        drop(file);
        let file = archive.by_index(index).map_err(|_| intake.damaged(name.clone()))?;
        let mut content = inflate(file, &name, limit(&lower).min(left), intake)?;
        left -= content.len() as u64;
        if lower.ends_with(".xml") || lower.ends_with(".rels") {
            content = in_utf8(content);
            check_markup(&content, &name, intake)?;
        }
        parts.insert(name, content);
    }
    Ok(Package { parts })
}

fn limit(name: &str) -> u64 {
    if name.contains("sharedstrings") {
        STRINGS
    } else if name.ends_with("styles.xml") || name.ends_with("styles.bin") {
        STYLES
    } else {
        PART
    }
}

fn inflate(file: impl Read, name: &str, limit: u64, intake: &Intake) -> Result<Vec<u8>, Error> {
    let mut content = Vec::new();
    file.take(limit + 1).read_to_end(&mut content).map_err(|_| intake.damaged(name))?;
    if content.len() as u64 > limit {
        let limit = limit >> 20;
        return Err(intake.too_large(Text::new(
            format!("`{name}` unpacks to more than {limit} MB"),
            format!("`{name}` в распакованном виде больше {limit} МБ"),
            format!("`{name}` ашылғанда {limit} МБ-тан асады"),
        )));
    }
    Ok(content)
}

/// A part in UTF-16, the other encoding that a package may have (ECMA-376 part 2 §9.1.3), as UTF-8 under no
/// declaration; any other as it is.
fn in_utf8(content: Vec<u8>) -> Vec<u8> {
    let utf16 =
        [&b"\xff\xfe"[..], b"\xfe\xff", b"<\0", b"\0<"].iter().any(|start| content.starts_with(start));
    let Some(encoding) = utf16.then(|| csv::utf16(&content)).flatten() else { return content };
    let text = encoding.decode(&content).0;
    let declared = text.starts_with("<?xml").then(|| text.find("?>")).flatten();
    declared.map_or(&*text, |end| &text[end + 2..]).as_bytes().to_vec()
}

/// Refuses a document type, the door of entity bombs (T5); all but UTF-8 is damaged.
fn check_markup(content: &[u8], name: &str, intake: &Intake) -> Result<(), Error> {
    const DOCTYPE: &[u8] = b"<!DOCTYPE";
    let text = std::str::from_utf8(content).map_err(|_| intake.damaged(name))?;
    // There are few marks of exclamation, and brackets without end.
    let starts = text.match_indices('!').filter_map(|(at, _)| at.checked_sub(1));
    let mut starts = starts.filter_map(|at| content.get(at..at + DOCTYPE.len()));
    match starts.any(|start| start.eq_ignore_ascii_case(DOCTYPE)) {
        true => Err(intake.refused("declares-entities", name)),
        false => Ok(()),
    }
}

impl Package {
    /// The content of a part; case does not matter.
    pub fn part(&self, name: &str) -> Option<&[u8]> {
        let exact = self.parts.get(name);
        let other =
            || self.parts.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, part)| part);
        exact.or_else(other).map(Vec::as_slice)
    }

    /// The text of a part; parts that are XML were found to be UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.part(name).and_then(|part| std::str::from_utf8(part).ok())
    }

    /// Puts other content in the place of a part, if there is one, and takes its own out.
    pub fn replace(&mut self, name: &str, content: Vec<u8>) -> Option<Vec<u8>> {
        let known = self.parts.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned()?;
        self.parts.insert(known, content)
    }

    /// Takes a part out.
    pub fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        let known = self.parts.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned()?;
        self.parts.remove(&known)
    }

    /// Names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// A zip of exactly these parts.
    pub fn pack(self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, content) in self.parts {
            writer.start_file(name.as_str(), options).expect("names of parts are unique");
            writer.write_all(&content).expect("memory takes any bytes");
        }
        writer.finish().expect("memory takes any bytes").into_inner()
    }
}
