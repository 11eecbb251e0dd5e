//! The folder of scans, or those put on the page → what they are, to be matched with the roster and read when a
//! packet needs them.

use std::fs;
use std::io;
use std::path::Path;

use super::failure::Failure;
use crate::check::Case;
use crate::confine;
use crate::finding::phrase;
use crate::language::Text;
use crate::packet::{Attachments, Source, is_of_the_system};
use crate::web::order::Scan;

/// Folders below the folder that are looked into.
const DEPTH: usize = 4;
/// A larger file is no scan of papers; it is not read.
const LARGEST: u64 = 256 << 20;

/// Matches the files of a folder with a case. `whole`: every filing is made.
///
/// # Errors
/// When the folder, or one in it, cannot be read.
pub fn load<'a>(folder: &'a Path, case: &Case, whole: bool) -> Result<Attachments<'a>, Failure> {
    let mut sources = Vec::new();
    gather(folder, "", DEPTH, &mut sources).map_err(|error| Failure::unreadable(folder, &error))?;
    let read = |path: &str| bytes(&folder.join(path));
    Ok(Attachments::new(case, sources, whole, Box::new(read)).vetted(vet))
}

/// Matches the scans that were put on the page with a case.
pub fn of<'a>(scans: &'a [Scan], case: &Case, whole: bool) -> Attachments<'a> {
    let sources = scans.iter().map(|scan| Source { path: scan.name.clone(), bytes: scan.bytes }).collect();
    let read = |path: &str| {
        let scan = scans.iter().find(|scan| scan.name == path).expect("the paths are the names of the scans");
        bytes(&scan.file)
    };
    Attachments::new(case, sources, whole, Box::new(read)).vetted(vet)
}

/// The bytes of a file.
fn bytes(path: &Path) -> Result<Vec<u8>, Text> {
    let told = |error: io::Error| Text::same(error.to_string());
    if fs::metadata(path).map_err(told)?.len() > LARGEST {
        return Err(phrase("scan-too-large", &[]));
    }
    fs::read(path).map_err(told)
}

/// Whether a scan ends its reader, as a process of its own finds out.
fn vet(bytes: &[u8]) -> Result<(), Text> {
    confine::vet_scan(bytes).map_err(|_| phrase("scan-unreadable", &[]))
}

/// The files below a folder. Links are not followed, since they may lead anywhere; hidden files are the
/// system's, and `~$` begins a lock file of Word.
fn gather(folder: &Path, below: &str, depth: usize, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_of_the_system(&name) {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && depth > 0 {
            gather(&entry.path(), &path, depth - 1, sources)?;
        } else if kind.is_file() {
            sources.push(Source { path, bytes: entry.metadata()?.len() });
        }
    }
    Ok(())
}
