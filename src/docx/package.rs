//! A Word document as a package: its parts by name, read from and written to a zip (ECMA-376 part 2).
//!
//! Invariant: parts are written in the order `[Content_Types].xml`, then by name, with fixed times, so
//! that equal parts give equal bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Error;

/// Inflated size of one part and of all parts together, in bytes: a letter is far below, a bomb above.
const PART_LIMIT: u64 = 64 << 20;
const TOTAL_LIMIT: u64 = 128 << 20;
/// Number of parts.
const PARTS_LIMIT: usize = 2_000;
/// Longest name of a part, in bytes: no part of a document has one as long.
const NAME_LIMIT: usize = 1_000;

/// Levels of deflate: for what is made once, and for what is made for each letter, where half the time counts more than
/// a tenth of the size.
pub(super) const SMALL: i64 = 6;
pub(super) const QUICK: i64 = 1;

/// Names of parts, or of folders, that say nothing of what is printed.
const UNPRINTED: [&str; 10] = [
    "[Content_Types].xml",
    "_rels/",
    "customXml/",
    "docProps/",
    "word/comments",
    "word/embeddings/",
    "word/fontTable.xml",
    "word/fonts/",
    "word/glossary/",
    "word/webSettings.xml",
];

/// Whether something on a page may come from a part.
pub(super) fn is_printed(part: &str) -> bool {
    !UNPRINTED.iter().any(|unprinted| part.starts_with(unprinted))
}

/// The parts of a document by name, without a leading slash: `word/document.xml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Reads a `.docx`.
    ///
    /// # Errors
    /// [`Error::NotWord`], [`Error::OldWord`] or [`Error::Protected`] if it is not a zip or has no
    /// `word/document.xml`; [`Error::TooLarge`] past the caps; [`Error::Twins`] or [`Error::Overlapping`] if parts
    /// have one name or share bytes; [`Error::Damaged`] if a part cannot be inflated.
    pub fn read(bytes: &[u8]) -> Result<Package, Error> {
        let package = Package::unpack(bytes)?;
        match package.parts.contains_key("word/document.xml") {
            true => Ok(package),
            false => Err(Error::NotWord),
        }
    }

    /// Reads any package: a workbook is one too.
    ///
    /// # Errors
    /// As [`Package::read`], but for the missing `word/document.xml`.
    pub fn unpack(bytes: &[u8]) -> Result<Package, Error> {
        let mut archive = open(bytes)?;
        let mut parts = BTreeMap::new();
        let mut total = 0;
        for index in 0..archive.len() {
            if let Some(name) = name(&mut archive, index)? {
                let content = inflate(&mut archive, index, &name, &mut total)?;
                parts.insert(name, content);
            }
        }
        Ok(Package { parts })
    }

    /// Writes the package as a `.docx`.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ordered(self.parts.keys()) {
            add(&mut writer, name, &self.parts[name], SMALL);
        }
        writer.finish().expect("memory takes any bytes").into_inner()
    }
}

/// The archive of a package.
pub(super) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| foreign(bytes))?;
    if archive.len() > PARTS_LIMIT {
        return Err(Error::TooLarge);
    }
    // An entry whose header is no header is told by its name when it is read.
    if archive.has_duplicate_names() || archive.has_overlapping_entries().unwrap_or(false) {
        return Err(Error::Overlapping);
    }
    match twin(&archive) {
        Some(part) => Err(Error::Twins { part }),
        None => Ok(archive),
    }
}

/// The name of a part that another part has, too, but for case and the kind of slash.
fn twin(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let mut names = BTreeSet::new();
    archive.file_names_raw().map(|raw| plain(&String::from_utf8_lossy(raw))).find(|name| {
        let folder = name.ends_with('/');
        !folder && !names.insert(name.to_ascii_lowercase())
    })
}

/// A name as it is known here: `/` between folders, none at the beginning.
fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_owned()
}

/// What bytes are that are no zip: Office keeps protected and old documents in an OLE container ([MS-CFB]), whose
/// directory names its streams in UTF-16.
fn foreign(bytes: &[u8]) -> Error {
    let names = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    match bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        true if names("EncryptedPackage") => Error::Protected,
        true if names("WordDocument") => Error::OldWord,
        _ => Error::NotWord,
    }
}

/// The name of a member; none for a folder.
pub(super) fn name(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Option<String>, Error> {
    let damaged = || Error::Damaged { part: format!("#{index}") };
    let file = archive.by_index_raw(index).map_err(|_| damaged())?;
    if file.encrypted() {
        return Err(Error::Protected);
    }
    let name = file.name().map_err(|_| damaged())?;
    if name.len() > NAME_LIMIT {
        return Err(damaged());
    }
    Ok((!file.is_dir()).then(|| plain(&name)))
}

/// The content of a member; `total` counts what all of them inflate to.
pub(super) fn inflate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    name: &str,
    total: &mut u64,
) -> Result<Vec<u8>, Error> {
    let damaged = || Error::Damaged { part: name.to_owned() };
    let file = archive.by_index(index).map_err(|_| damaged())?;
    // What the directory says of the size may be a lie: it is a beginning, no limit.
    let mut content = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0).min(1 << 20));
    file.take(PART_LIMIT + 1).read_to_end(&mut content).map_err(|_| damaged())?;
    *total = sum(*total, content.len())?;
    Ok(content)
}

/// The size of all parts together with one more.
pub(super) fn sum(total: u64, size: usize) -> Result<u64, Error> {
    let (size, total) = (size as u64, total.saturating_add(size as u64));
    if size > PART_LIMIT || total > TOTAL_LIMIT { Err(Error::TooLarge) } else { Ok(total) }
}

/// The types of the parts first, as Word expects them; the others stay in the order of their names.
pub(super) fn ordered<'n>(
    names: impl Iterator<Item = &'n String> + Clone,
) -> impl Iterator<Item = &'n String> {
    let first = |name: &&String| *name == "[Content_Types].xml";
    names.clone().filter(first).chain(names.filter(move |name| !first(name)))
}

/// Compresses a part into an archive.
pub(super) fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &[u8], level: i64) {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(level))
        .last_modified_time(zip::DateTime::default());
    writer.start_file(name, options).expect("names of parts are unique");
    writer.write_all(content).expect("memory takes any bytes");
}
