//! A member of a worker's family.

use chrono::NaiveDate;
use serde::Serialize;

use super::date::iso;
use super::{Person, Places};
use crate::finding::Place;
use crate::reference::{Authentication, CertificateForm, Country, Relation};
use crate::roster::Field;

/// A dependant. Serialised flat: the fields of [`Person`] stand beside these.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dependant {
    #[serde(flatten)]
    pub places: Places,
    #[serde(flatten)]
    pub person: Person,
    pub relation: Option<Relation>,
    /// The worker as named in this row; `None` where the row only stands under the worker's.
    pub principal: Option<String>,
    /// Number of the marriage or birth certificate.
    pub cert_no: Option<String>,
    #[serde(with = "iso")]
    pub cert_date: Option<NaiveDate>,
    /// The country that issued the certificate: it decides the authentication, not the citizenship.
    pub cert_country: Option<Country>,
    /// How it is authenticated now, as the roster says.
    pub cert_form: Option<CertificateForm>,
    /// How the certificate is to be authenticated on the day of filing
    /// (`RuleBook::authentication`).
    pub cert_authentication: Option<Authentication>,
}

impl Dependant {
    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }
}
