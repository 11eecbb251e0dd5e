//! What a person's row on the sheet of movements tells: an arrival, a new address, a trip, a departure.

use chrono::NaiveDate;
use serde::Serialize;

use super::Places;
use super::date::iso;
use crate::finding::Place;
use crate::reference::{MovementKind, Region};
use crate::roster::Field;

/// An event of a person, of which the migration service may have to be notified (R24).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Movement {
    #[serde(flatten)]
    pub places: Places,
    /// The worker's staff number, as typed.
    pub emp_id: Option<String>,
    /// The person, as typed.
    pub mover: Option<String>,
    pub kind: Option<MovementKind>,
    /// The day of the event; of a trip its first day.
    #[serde(with = "iso")]
    pub date: Option<NaiveDate>,
    /// The last day of a trip.
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
    /// Calendar days of a trip, as typed.
    pub days: Option<u32>,
    pub region: Option<Region>,
    pub address: Option<String>,
    pub address_kk: Option<String>,
    pub address_en: Option<String>,
    pub entry_point: Option<String>,
    pub purpose: Option<String>,
    #[serde(with = "iso")]
    pub notified_on: Option<NaiveDate>,
}

impl Movement {
    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }

    /// Whether it is an event of this kind.
    pub fn is(&self, kind: MovementKind) -> bool {
        self.kind == Some(kind)
    }
}
