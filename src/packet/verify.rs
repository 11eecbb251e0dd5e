//! A packet's bytes → whether every file in it is the one that its manifest lists.
//!
//! Names and sizes in a zip are not trusted: nothing is unpacked to disk, and no more is inflated than the
//! manifest says there is. Deliberately absent: whether the manifest itself is genuine; the manifest of the
//! run has the hash of the whole packet.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde::Deserialize;
use zip::ZipArchive;

use super::manifest::sha256;

/// The manifest of a packet is a few kilobytes.
const LARGEST_MANIFEST: u64 = 16 << 20;

/// Size of the record at the end of a zip without a comment.
const END: usize = 22;

/// Something that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discrepancy {
    /// It is no zip, or its manifest is missing or not ours.
    NotAPacket,
    /// The manifest lists it and it is not there.
    Missing(String),
    /// Its bytes are others.
    Changed(String),
    /// It is there and the manifest does not list it.
    Unlisted(String),
}

#[derive(Deserialize)]
struct Listing {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    bytes: u64,
    sha256: String,
}

/// Compares a packet with its own manifest; returns how many files are as listed, and what is not.
pub fn verify(packet: &[u8]) -> (usize, Vec<Discrepancy>) {
    // A packet of ours begins with its first file and ends with the list of them (APPNOTE 4.3.16).
    let framed = packet.len() > END && packet[packet.len() - END..].starts_with(b"PK\x05\x06");
    let archive = ZipArchive::new(Cursor::new(packet));
    let whole = |archive: &ZipArchive<_>| framed && archive.offset() == 0 && !archive.has_duplicate_names();
    let Some(mut archive) = archive.ok().filter(whole) else {
        return (0, vec![Discrepancy::NotAPacket]);
    };
    let manifest = member(&mut archive, "manifest.json", LARGEST_MANIFEST);
    let listing = manifest.and_then(|bytes| serde_json::from_slice::<Listing>(&bytes).ok());
    let Some(Listing { files }) = listing else { return (0, vec![Discrepancy::NotAPacket]) };
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    for index in 0..archive.len() {
        let name =
            archive.by_index_raw(index).ok().and_then(|file| file.name().ok().map(|name| name.into_owned()));
        *there.entry(name.unwrap_or_default()).or_default() += 1;
    }
    there.remove("manifest.json");
    let mut good = 0;
    let mut wrong = Vec::new();
    for Listed { path, bytes, sha256: expected } in files {
        let found = there.remove(&path);
        let same = found == Some(1)
            && member(&mut archive, &path, bytes).is_some_and(|bytes| sha256(&bytes) == expected);
        match (found, same) {
            (None, _) => wrong.push(Discrepancy::Missing(path)),
            (_, true) => good += 1,
            _ => wrong.push(Discrepancy::Changed(path)),
        }
    }
    wrong.extend(there.into_keys().map(Discrepancy::Unlisted));
    (good, wrong)
}

/// The bytes of a member; `None` where there is none, it does not inflate, or it is larger than `most`.
fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}
