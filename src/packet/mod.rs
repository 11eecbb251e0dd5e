//! Filings → [`Packet`]: the zip that is handed in, with its letters, index, checklist and manifest.
//!
//! Invariant: equal records, templates, rules and fonts give equal bytes; what could not be made is a
//! [`Gap`] that names the cell to fill.

mod archive;
mod assemble;
mod attach;
mod gap;
mod manifest;
mod name;
mod papers;

pub use assemble::{Assembly, Formats, Office, Packet, assemble};
pub use gap::Gap;
pub use manifest::{ListedPacket, Provenance, RunManifest, listed_packets, sha256};
