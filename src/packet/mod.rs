//! Filled documents → [`Packet`]: the zip that is handed in, with its index, checklist and manifest.

mod archive;
mod name;

pub use archive::{Member, write};
