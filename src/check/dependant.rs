//! A row of the family sheet → a [`Dependant`], still without a worker.

use super::person;
use super::reader::Reader;
use crate::language::Text;
use crate::record::date::Kind;
use crate::record::{Dependant, Layout, Places};
use crate::reference::Relation;
use crate::roster::Field;

/// Reads a dependant.
pub fn read(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> Dependant {
    let expected =
        Text::new("spouse, child, parent", "супруг(а), ребёнок, родитель", "жұбайы, баласы, ата-анасы");
    Dependant {
        places: Places::of(layout, reader.row),
        person: person::read(reader),
        relation: reader.code(Field::Relation, Relation::parse, expected),
        principal: reader.raw(Field::Principal),
        cert_no: reader.text(Field::CertNo),
        cert_date: reader.date(Field::CertDate, Kind::Event),
        cert_country: reader.country(Field::CertCountry),
        cert_authentication: None,
    }
}
