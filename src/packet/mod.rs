//! Filings → [`Packet`]: the zip that is handed in, with its letters, index, checklist and manifest.
//!
//! Invariant: equal records, templates, rules and fonts give equal bytes; what could not be made is a
//! [`Gap`] that names the cell to fill.

mod archive;
mod assemble;
mod attach;
mod close;
mod contents;
mod gap;
mod gate;
mod manifest;
mod name;
mod papers;
mod volume;

pub use assemble::{Assembly, Formats, Office, Packet, assemble};
pub use gap::Gap;
pub use gate::Gate;
pub use manifest::{ListedPacket, Provenance, RunManifest, listed_packets, sha256};
