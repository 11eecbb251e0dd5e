//! What is known of any person of a roster, worker or dependant: the fields that both sheets share.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::date::iso;
use super::{Iin, Movement, PassportNumber};
use crate::reference::{Country, MovementKind, Sex, VisaCategory};

/// A person's identity, passport, stay and papers. `None` means "not known": the cell was empty, or
/// what stood there is a finding.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Person {
    /// The person as typed in the workbook: what findings and filings call them. Never empty.
    pub subject: String,
    /// Staff number; for a dependant, the worker's.
    pub emp_id: Option<String>,
    pub last_name_lat: Option<String>,
    pub first_name_lat: Option<String>,
    /// `SMITH John`, as in the passport. `None` where the workbook gives a Cyrillic name only: a Latin
    /// spelling is never made up.
    pub full_name_lat: Option<String>,
    pub full_name_cyr: Option<String>,
    pub last_name_cyr: Option<String>,
    pub first_name_cyr: Option<String>,
    pub middle_name: Option<String>,
    pub sex: Option<Sex>,
    #[serde(with = "iso")]
    pub birth_date: Option<NaiveDate>,
    pub birth_place: Option<String>,
    pub citizenship: Option<Country>,
    pub iin: Option<Iin>,
    /// The cell of the IIN holds something that is none.
    #[serde(skip)]
    pub iin_faulty: bool,
    pub passport_no: Option<PassportNumber>,
    #[serde(with = "iso")]
    pub passport_issue: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub passport_expiry: Option<NaiveDate>,
    pub passport_issuer: Option<String>,
    #[serde(with = "iso")]
    pub arrival_date: Option<NaiveDate>,
    /// The cell of the arrival holds something that could not be read: nothing else takes its place.
    #[serde(skip)]
    pub arrival_faulty: bool,
    #[serde(with = "iso")]
    pub departure_date: Option<NaiveDate>,
    pub entry_point: Option<String>,
    pub purpose: Option<String>,
    /// Where the person stays in Kazakhstan (Russian spelling, or as typed).
    pub address: Option<String>,
    pub address_kk: Option<String>,
    pub address_en: Option<String>,
    #[serde(with = "iso")]
    pub notified_on: Option<NaiveDate>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
    pub visa: Visa,
    pub trp: TemporaryResidence,
    /// What the sheet of movements tells, by date.
    pub movements: Vec<Movement>,
    /// Columns of the workbook that are not ours, by their own header.
    pub extra: BTreeMap<String, String>,
}

impl Person {
    /// The last arrival that the roster knows: of the person's own row or of the sheet of movements.
    pub fn last_arrival(&self) -> Option<NaiveDate> {
        self.last(MovementKind::Arrival).max(self.arrival_date)
    }

    /// The last departure that the roster knows.
    pub fn last_departure(&self) -> Option<NaiveDate> {
        self.last(MovementKind::Departure).max(self.departure_date)
    }

    fn last(&self, kind: MovementKind) -> Option<NaiveDate> {
        self.movements.iter().filter(|movement| movement.is(kind)).filter_map(|movement| movement.date).max()
    }
}

/// The visa in the passport.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visa {
    pub number: Option<String>,
    pub category: Option<VisaCategory>,
    #[serde(with = "iso")]
    pub from: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
}

/// The temporary residence permit (РВП, R26).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TemporaryResidence {
    pub number: Option<String>,
    #[serde(with = "iso")]
    pub from: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
}
