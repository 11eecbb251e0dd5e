//! A contract for works or services whose copy goes with a quota request (R4).

use chrono::NaiveDate;
use serde::Serialize;

use super::Places;
use super::date::iso;
use crate::finding::Place;
use crate::reference::Region;
use crate::roster::Field;

/// A service contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ServiceContract {
    #[serde(flatten)]
    pub places: Places,
    pub region: Option<Region>,
    /// The regions beyond the first, where the cell names several.
    pub further_regions: Vec<Region>,
    pub number: Option<String>,
    #[serde(with = "iso")]
    pub from: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
    /// The cell of the end said «бессрочно»; `to` is `None` then.
    pub indefinite: bool,
    pub customer: Option<String>,
    pub subject_ru: Option<String>,
    pub subject_kk: Option<String>,
    pub subject_en: Option<String>,
    /// Where the works are done.
    pub place: Option<String>,
    pub note: Option<String>,
}

impl ServiceContract {
    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }

    /// All regions of the contract, the first one first.
    pub fn regions(&self) -> impl Iterator<Item = Region> + '_ {
        self.region.into_iter().chain(self.further_regions.iter().copied())
    }
}
