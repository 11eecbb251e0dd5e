//! What a packet or a run consists of and what it was made from, as JSON that can be checked later.

use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::gap::ListedGap;
use crate::language::Language;
use crate::rules::RuleBook;
use crate::template::Library;

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// What a run's documents were made with: equal provenance and equal records give equal bytes. The
/// workbook is not in it, so that a packet stays the same when another person's row changes.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    pub program: Program,
    /// SHA-256 of the rule book.
    pub rules: String,
    /// File name and SHA-256 of each font.
    pub fonts: Vec<Hashed>,
    /// File name and SHA-256 of each template.
    pub templates: Vec<Hashed>,
}

/// The program: its version and the hash of its sources.
#[derive(Clone, Debug, Serialize)]
pub struct Program {
    pub name: &'static str,
    pub version: &'static str,
    pub source_sha256: &'static str,
}

/// A file that was used.
#[derive(Clone, Debug, Serialize)]
pub struct Hashed {
    pub name: String,
    pub sha256: String,
}

impl Provenance {
    /// Of a run with this rule book and library; `fonts` are file names and bytes.
    pub fn new(rules: &RuleBook, library: &Library, fonts: &[(&str, &[u8])]) -> Provenance {
        let hashed = |(name, bytes): (&str, &[u8])| Hashed { name: name.to_owned(), sha256: sha256(bytes) };
        Provenance {
            program: Program {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                source_sha256: env!("OTINISH_SOURCE_SHA256"),
            },
            rules: sha256(rules.source().as_bytes()),
            fonts: fonts.iter().copied().map(hashed).collect(),
            templates: library.sources().map(hashed).collect(),
        }
    }
}

/// A file of a packet.
#[derive(Clone, Debug, Serialize)]
pub struct ListedFile {
    pub path: String,
    /// Kind of filing; `index`, `checklist` and `packet` for the packet's own papers; `attachment: passport`.
    pub kind: String,
    /// The person as typed in the workbook, or the region's code.
    pub subject: String,
    /// `None`: a scan.
    pub language: Option<Language>,
    pub pages: usize,
    pub bytes: usize,
    pub sha256: String,
}

/// A packet's manifest.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// File name without `.zip`.
    pub packet: &'a str,
    pub today: String,
    /// A letter has blanks: nothing of it may be handed in.
    pub draft: bool,
    pub made_with: &'a Provenance,
    pub files: &'a [ListedFile],
    pub not_made: Vec<ListedGap>,
}

/// The manifest of a run.
#[derive(Debug, Serialize)]
pub struct RunManifest<'a> {
    pub roster: &'a str,
    /// SHA-256 of the workbook.
    pub roster_sha256: String,
    pub today: String,
    pub made_with: &'a Provenance,
    pub packets: Vec<ListedPacket>,
    /// What lies beside the packets.
    pub papers: Vec<Paper>,
    pub not_made: Vec<ListedGap>,
}

/// A file of a run that is no packet: the report, the completed workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Below the run's folder.
    pub path: String,
    pub bytes: usize,
    pub sha256: String,
}

impl Paper {
    /// Of a file with these bytes.
    pub fn of(path: &str, bytes: &[u8]) -> Paper {
        Paper { path: path.to_owned(), bytes: bytes.len(), sha256: sha256(bytes) }
    }
}

/// A packet of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPacket {
    /// Below the run's folder: `packets/0007_SMITH-John.zip`.
    pub path: String,
    pub filings: usize,
    pub documents: usize,
    pub bytes: usize,
    pub sha256: String,
}

impl Manifest<'_> {
    /// The bytes of the file.
    pub fn json(&self) -> Vec<u8> {
        json(self)
    }
}

impl RunManifest<'_> {
    /// The bytes of the file.
    pub fn json(&self) -> Vec<u8> {
        json(self)
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("text and numbers make JSON");
    bytes.push(b'\n');
    bytes
}

/// What a run's manifest says is there.
#[derive(Clone, Debug, Deserialize)]
pub struct Run {
    pub packets: Vec<ListedPacket>,
    pub papers: Vec<Paper>,
}

impl Run {
    /// Reads a run's manifest; `None` if it is not one of ours.
    pub fn read(manifest: &[u8]) -> Option<Run> {
        serde_json::from_slice(manifest).ok()
    }
}
