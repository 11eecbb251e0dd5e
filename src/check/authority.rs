//! A row of the sheet of authorities → an [`AuthorityName`].

use super::reader::Reader;
use super::region;
use crate::language::Text;
use crate::record::{AuthorityName, Layout, Places};
use crate::reference::code;
use crate::roster::Field;

/// Reads how an authority is to be addressed.
pub fn read(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> AuthorityName {
    let expected = Text::new(
        "migration service, employment department, tax service",
        "миграционная служба, управление занятости, налоговый орган",
        "көші-қон қызметі, жұмыспен қамту басқармасы, салық органы",
    );
    let mut text = |field| reader.text(field).unwrap_or_default();
    let name = Text::new(text(Field::AuthorityEn), text(Field::AuthorityRu), text(Field::AuthorityKk));
    AuthorityName {
        places: Places::of(layout, reader.row),
        authority: reader.code(Field::AuthorityKind, code::authority, expected),
        region: region::read(reader, Field::Region).first().copied(),
        name,
    }
}
