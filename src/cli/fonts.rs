//! The fonts that a command prints with: the embedded ones, and a user's own before them.

use std::fs;
use std::path::{Path, PathBuf};

use super::arguments::OwnFonts;
use super::failure::Failure;
use super::input;
use crate::layout::{Fonts, Unusable};

/// How a font file's name ends. `.otf` is taken up too, to say why it cannot be used.
const EXTENSIONS: [&str; 3] = ["ttf", "ttc", "otf"];

/// The fonts of `templates/fonts`, if it is there, and of the folder that was named, which goes before it.
pub fn load(own: &OwnFonts, templates: Option<&Path>) -> Result<Fonts, Failure> {
    let beside = templates.map(|folder| folder.join("fonts")).filter(|folder| folder.is_dir());
    let mut files = Vec::new();
    for folder in beside.iter().chain(&own.folder) {
        for path in fonts_in(folder)? {
            files.push((path.display().to_string(), input::read(&path)?));
        }
    }
    Fonts::with(files).map_err(|unusable| match &unusable {
        Unusable::Unreadable { file } => Failure::new("font-unreadable", &[("path", file)]),
        Unusable::PostScript { file } => Failure::new("font-postscript", &[("path", file)]),
        Unusable::Restricted { file } => Failure::new("font-restricted", &[("path", file)]),
    })
}

/// The font files of a folder, by name, so that runs on two machines agree.
fn fonts_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::unreadable(folder, &error);
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if EXTENSIONS.contains(&extension.as_str()) {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}
