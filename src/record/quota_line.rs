//! One line of the plan of foreign labour: a position, how many, where, in which year (R1–R5).

use serde::Serialize;

use super::{Oked, Places};
use crate::finding::Place;
use crate::reference::{Category, Region};
use crate::roster::Field;

/// A position that the employer plans to fill with foreigners.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct QuotaLine {
    #[serde(flatten)]
    pub places: Places,
    /// The year for which the quota is asked.
    pub year: Option<i32>,
    pub region: Option<Region>,
    pub oked: Option<Oked>,
    pub activity_ru: Option<String>,
    pub activity_kk: Option<String>,
    pub activity_en: Option<String>,
    pub position: Option<String>,
    pub position_kk: Option<String>,
    pub position_en: Option<String>,
    pub occupation_code: Option<String>,
    pub category: Option<Category>,
    pub count: Option<u32>,
    pub justification_ru: Option<String>,
    pub justification_kk: Option<String>,
    pub justification_en: Option<String>,
    pub note: Option<String>,
}

impl QuotaLine {
    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }
}
