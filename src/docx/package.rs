//! A Word document as a package: its parts by name, read from and written to a zip (ECMA-376 part 2).
//!
//! Invariant: parts are written in the order `[Content_Types].xml`, then by name, with fixed times, so
//! that equal parts give equal bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Error;

/// Inflated size of one part and of all parts together, in bytes: a letter is far below, a bomb above.
const PART_LIMIT: u64 = 64 << 20;
const TOTAL_LIMIT: u64 = 128 << 20;
/// Number of parts.
const PARTS_LIMIT: usize = 2_000;

/// The parts of a document by name, without a leading slash: `word/document.xml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    pub parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Reads a `.docx`.
    ///
    /// # Errors
    /// [`Error::NotWord`] if it is not a zip or has no `word/document.xml`; [`Error::TooLarge`] past the
    /// caps; [`Error::Damaged`] if a part cannot be inflated.
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
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::NotWord)?;
        if archive.len() > PARTS_LIMIT {
            return Err(Error::TooLarge);
        }
        let mut parts = BTreeMap::new();
        let mut total = 0;
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|_| Error::Damaged { part: format!("#{index}") })?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|_| Error::Damaged { part: format!("#{index}") })?;
            let name = name.replace('\\', "/").trim_start_matches('/').to_owned();
            let mut content = Vec::new();
            file.take(PART_LIMIT + 1)
                .read_to_end(&mut content)
                .map_err(|_| Error::Damaged { part: name.clone() })?;
            total += content.len() as u64;
            if content.len() as u64 > PART_LIMIT || total > TOTAL_LIMIT {
                return Err(Error::TooLarge);
            }
            parts.insert(name, content);
        }
        Ok(Package { parts })
    }

    /// Writes the package as a `.docx`.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let first = "[Content_Types].xml";
        let order = self.parts.keys().filter(|name| *name == first);
        for name in order.chain(self.parts.keys().filter(|name| *name != first)) {
            writer.start_file(name.as_str(), options).expect("names of parts are unique");
            writer.write_all(&self.parts[name]).expect("memory takes any bytes");
        }
        writer.finish().expect("memory takes any bytes").into_inner()
    }
}
