//! A zip of scans → its files, inflated under caps; names are labels and never become paths.
//!
//! Deliberately absent: zips in the zip.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Files of a zip; inflated bytes of one, and of all together.
const FILES: usize = 2_000;
const FILE: u64 = 64 << 20;
const TOTAL: u64 = 128 << 20;

/// Why a zip of scans is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum ArchiveError {
    /// It is no zip, was cut off, or two of its entries share bytes or a name.
    #[error("the zip is damaged")]
    Damaged,
    /// It opens only with a password.
    #[error("the zip is protected with a password")]
    Encrypted,
    /// Over the caps.
    #[error("the zip is too large")]
    TooLarge,
}

/// Files with their names.
pub type Unzipped = Vec<(String, Vec<u8>)>;

/// The files of a zip with their names as the office knows them; those of the system are left out.
///
/// # Errors
/// See [`ArchiveError`].
pub fn unzip(bytes: &[u8]) -> Result<Unzipped, ArchiveError> {
    let damaged = |_| ArchiveError::Damaged;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > FILES {
        return Err(ArchiveError::TooLarge);
    }
    if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(damaged)? {
        return Err(ArchiveError::Damaged);
    }
    let (mut files, mut names, mut left) = (Vec::new(), BTreeSet::new(), TOTAL);
    for index in 0..archive.len() {
        let raw = archive.by_index_raw(index).map_err(damaged)?;
        let name = label(&raw.name().map_err(damaged)?);
        if raw.encrypted() {
            return Err(ArchiveError::Encrypted);
        }
        if raw.is_dir() || is_of_the_system(&name) {
            continue;
        }
        if !names.insert(name.to_lowercase()) {
            return Err(ArchiveError::Damaged);
        }
        drop(raw);
        let most = FILE.min(left);
        let mut content = Vec::new();
        let file = archive.by_index(index).map_err(damaged)?;
        file.take(most + 1).read_to_end(&mut content).map_err(|_| ArchiveError::Damaged)?;
        left = left.checked_sub(content.len() as u64).ok_or(ArchiveError::TooLarge)?;
        if content.len() as u64 > most {
            return Err(ArchiveError::TooLarge);
        }
        files.push((name, content));
    }
    Ok(files)
}

/// A name as a label: `/` between folders, no control characters, nothing that climbs.
pub fn label(name: &str) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(400).collect();
    let parts = name.split(['/', '\\']).filter(|part| !["", ".", ".."].contains(&part.trim()));
    parts.collect::<Vec<_>>().join("/")
}

/// What a system puts beside files: nobody's papers.
pub fn is_of_the_system(path: &str) -> bool {
    path.split('/').any(|part| {
        part.starts_with('.')
            || part.starts_with("~$")
            || ["__macosx", "thumbs.db", "desktop.ini"].contains(&part.to_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels() {
        for (name, expected) in [
            ("SMITH_John/passport.pdf", "SMITH_John/passport.pdf"),
            ("..\\..\\SMITH\\passport.pdf", "SMITH/passport.pdf"),
            ("/etc/./passwd", "etc/passwd"),
            ("Әлия\u{0}\n/паспорт.pdf", "Әлия/паспорт.pdf"),
        ] {
            assert_eq!(label(name), expected);
        }
        // Nothing that has to be left out comes to stand at the end where a name is cut.
        let long = label(&"a/..".repeat(300));
        assert_eq!((label(&long), long.ends_with('/')), (long.clone(), false));
        assert!(is_of_the_system("__MACOSX/._a.pdf") && is_of_the_system("a/.DS_Store"));
        assert!(!is_of_the_system("SMITH John/passport.pdf"));
    }
}
