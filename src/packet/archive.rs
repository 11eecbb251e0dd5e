//! Named files → the bytes of a zip, the same for the same files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A file of a packet, under its path in the zip (`/` between folders).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Level of deflate: what is not packed yet is a twentieth of a packet.
const QUICK: i64 = 1;

/// What is compressed inside already.
const PACKED: [&str; 6] = [".pdf", ".docx", ".zip", ".jpg", ".jpeg", ".png"];

/// Finished packets in one zip, each stored as it is.
pub fn bundle(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    write(&files.into_iter().map(|(path, bytes)| Member { path, bytes }).collect::<Vec<_>>())
}

/// Writes the members in their order, with fixed times and UTF-8 names. DOCX and PDF are compressed
/// inside already and are stored as they are.
pub fn write(members: &[Member]) -> Vec<u8> {
    // With its two headers a member takes less than what is counted here, so that nothing is moved as the zip grows.
    let size = members.iter().map(|member| member.bytes.len() + 2 * member.path.len() + 256).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    for member in members {
        let packed = PACKED.iter().any(|extension| member.path.ends_with(extension));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .compression_level((!packed).then_some(QUICK))
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(member.path.as_str(), options).expect("paths in a packet are unique");
        writer.write_all(&member.bytes).expect("memory takes any bytes");
    }
    writer.finish().expect("memory takes any bytes").into_inner()
}
