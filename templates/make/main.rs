//! The letters of the house → `templates/*.docx`: `cargo run --example make-templates [FOLDER]`.
//!
//! The Word files are made once and then belong to paralegals, who edit them in Word; a change of ours is
//! made here, never by hand in the file, and `tests/letters.rs` holds the two together byte for byte.

mod letters;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let house = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from(house), PathBuf::from);
    for (name, bytes) in letters::all() {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
