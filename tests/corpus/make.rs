//! Letters and forms of the corpus, in notation → Word documents: `cargo run --example make-corpus -- FOLDER`.
//!
//! Each `tests/corpus/*.txt` becomes a `.docx`, the same bytes at every run. `.ci/layout.py` compares their
//! print with LibreOffice's.

#[path = "../layout/notation.rs"]
mod notation;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/corpus".to_owned());
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"))? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".txt")) else {
            continue;
        };
        let package = notation::package(&std::fs::read_to_string(&path)?);
        std::fs::write(Path::new(&folder).join(format!("{name}.docx")), package.write())?;
    }
    Ok(())
}
