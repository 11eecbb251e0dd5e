//! Filings → [`Packet`]: the zip that is handed in, with its letters, index, checklist and manifest.
//!
//! Invariant: equal records, templates, rules and fonts give equal bytes; what could not be made is a
//! [`Gap`] that names the cell to fill.

mod archive;
mod assemble;
mod attach;
mod attachment;
mod card;
mod close;
mod companions;
mod contents;
mod contexts;
mod enclose;
mod gap;
mod gate;
mod manifest;
mod name;
mod papers;
mod volume;
mod recipe;
mod seal;
mod verify;

pub use archive::bundle;
pub use assemble::{Assembly, Formats, Limits, Office, Packet, assemble, owner, stem};
pub use attachment::{ArchiveError, Attachments, Holder, Source, Unzipped, is_of_the_system, label, unzip};
pub use contexts::Contexts;
pub use gap::Gap;
pub use gate::Gate;
pub use manifest::{ListedPacket, Paper, Provenance, Run, RunManifest, sha256};
pub use name::{of_employee_packet, of_sealed_packet};
pub use recipe::{Columns, Recipe, recipe};
pub use seal::{Password, SEALED, Unfit, is_sealed, unseal};
pub use verify::{Discrepancy, verify};
