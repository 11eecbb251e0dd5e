//! A row of the family sheet → a [`Dependant`], still without a worker.

use super::person;
use super::reader::Reader;
use crate::language::Text;
use crate::record::date::Kind;
use crate::record::{Dependant, Layout, Places};
use crate::reference::{CertificateForm, Relation};
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
        cert_form: cert_form(reader),
        cert_authentication: None,
    }
}

/// What the roster says of the authentication of the certificate; «нет» is an answer here, no empty cell.
fn cert_form(reader: &mut Reader) -> Option<CertificateForm> {
    let text = reader.raw(Field::CertForm)?;
    let form = CertificateForm::parse(&text);
    if form.is_err() {
        let expected = Text::new(
            "apostille, legalisation, notarised copy, yes, no",
            "апостиль, легализация, нотариальная копия, да, нет",
            "апостиль, заңдастыру, нотариаттық көшірме, иә, жоқ",
        );
        reader.note("value-unreadable", Field::CertForm, &text, &[("expected", &expected)]);
    }
    form.ok()
}
