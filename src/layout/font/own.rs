//! A user's font files → families that come before the embedded ones.
//!
//! Deliberately absent: PostScript outlines (.otf with `CFF`), which the printer does not subset, and fonts whose maker
//! forbids to embed them.

use std::collections::BTreeMap;

use rustybuzz::ttf_parser;

use super::{Face, FontId, family};

/// Why a font file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is no font, or a damaged one, or has no Unicode character map.
    #[error("{file} is no font that can be read")]
    Unreadable { file: String },
    /// Its outlines are PostScript's.
    #[error("{file} has PostScript outlines, TrueType ones are expected")]
    PostScript { file: String },
    /// Its licence does not allow to embed it in documents (OS/2 `fsType` 2).
    #[error("{file} forbids to be embedded in documents")]
    Restricted { file: String },
}

/// The faces of a family by style; `None` where there is no file for it.
pub(super) type Styles = [Option<FontId>; 4];

/// The families of a user, by their plain names in all languages of the file.
pub(super) type Families = BTreeMap<String, Styles>;

/// Adds the faces of a file, which may be a collection, to those there are. A later file takes the place of an earlier.
pub(super) fn add(
    file: &str,
    bytes: Vec<u8>,
    faces: &mut Vec<Face>,
    families: &mut Families,
) -> Result<(), Unusable> {
    // A face lives as long as the process, as the embedded ones do.
    let data: &'static [u8] = Vec::leak(bytes);
    let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
    for index in 0..count {
        let parsed = ttf_parser::Face::parse(data, index)
            .map_err(|_| Unusable::Unreadable { file: file.to_owned() })?;
        if parsed.tables().glyf.is_none() {
            return Err(Unusable::PostScript { file: file.to_owned() });
        }
        if parsed.permissions() == Some(ttf_parser::Permissions::Restricted) {
            return Err(Unusable::Restricted { file: file.to_owned() });
        }
        let face = Face::parse(data, index).ok_or_else(|| Unusable::Unreadable { file: file.to_owned() })?;
        let id = FontId(u16::try_from(faces.len()).unwrap_or(u16::MAX));
        let style = face.style;
        for name in parsed.names().into_iter().filter(|name| name.name_id == ttf_parser::name_id::FAMILY) {
            if let Some(name) = name.to_string() {
                families.entry(family::plain(&name)).or_default()[style] = Some(id);
            }
        }
        faces.push(face);
    }
    Ok(())
}

/// The face of a family for a style, or the nearest one; whether it is the one asked for.
pub(super) fn nearest(styles: &Styles, style: usize) -> Option<(FontId, bool)> {
    let order = [style, style & 2, style & 1, 0, 1, 2, 3];
    let found = order.into_iter().find_map(|own| Some((own, styles[own]?)));
    found.map(|(own, id)| (id, own == style))
}
