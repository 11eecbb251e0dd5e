//! A foreign worker of the roster, with the papers of the job and the dependants.

use chrono::NaiveDate;
use serde::Serialize;

use super::date::iso;
use super::{Dependant, Oked, Person, Places};
use crate::finding::Place;
use crate::reference::{Category, Country, Engagement, Region, Route};
use crate::roster::Field;

/// A worker. Serialised flat: the fields of [`Person`] stand beside these.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Employee {
    #[serde(flatten)]
    pub places: Places,
    #[serde(flatten)]
    pub person: Person,
    /// The way into the country that the citizenship gives; `None` while the citizenship is not known,
    /// and for citizens of Kazakhstan.
    pub route: Option<Route>,
    pub residence_country: Option<Country>,
    pub home_address: Option<String>,
    pub position: Option<String>,
    pub position_kk: Option<String>,
    pub position_en: Option<String>,
    /// Code of the occupation (НК РК 01-2017) as typed.
    pub occupation_code: Option<String>,
    pub category: Option<Category>,
    pub department: Option<String>,
    /// Where the person works; the first, where the cell names several.
    pub region: Option<Region>,
    /// The regions beyond the first («Алматы/Атырау»).
    pub further_regions: Vec<Region>,
    pub oked: Option<Oked>,
    pub engagement: Option<Engagement>,
    /// Whether the wage is paid in Kazakhstan (R38).
    pub paid_in_kz: Option<bool>,
    pub invitation_no: Option<String>,
    /// Where the visa is to be received, city and state.
    pub visa_place: Option<String>,
    pub visa_place_kk: Option<String>,
    pub visa_place_en: Option<String>,
    pub visa_entries: Option<String>,
    /// Planned stay in calendar days.
    pub stay_days: Option<u32>,
    #[serde(with = "iso")]
    pub termination_date: Option<NaiveDate>,
    pub permit: Permit,
    pub contract: Contract,
    pub dependants: Vec<Dependant>,
}

/// The work permit (разрешение на привлечение ИРС).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Permit {
    pub number: Option<String>,
    #[serde(with = "iso")]
    pub from: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
    /// How many times it was extended so far.
    pub extensions: Option<u32>,
    /// The region for which it is valid.
    pub region: Option<Region>,
    /// The job title that it names.
    pub position: Option<String>,
    /// For how many years it is to be extended.
    pub extension_years: Option<u32>,
    /// Receipt of the state duty (R11).
    pub duty_receipt: Option<String>,
}

/// The employment contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contract {
    pub number: Option<String>,
    /// The day it was signed; where no column says it, its first day.
    #[serde(with = "iso")]
    pub from: Option<NaiveDate>,
    /// Its first day, where a column of its own says it.
    #[serde(with = "iso")]
    pub start: Option<NaiveDate>,
    #[serde(with = "iso")]
    pub to: Option<NaiveDate>,
    /// The cell of the end said «бессрочно»; `to` is `None` then.
    pub indefinite: bool,
    /// The number of the work permit that it names (R34).
    pub permit_number: Option<String>,
    /// The region of work that it names.
    pub region: Option<Region>,
    /// The job title that it names.
    pub position: Option<String>,
    /// Whether it has the clause on the repatriation of the body.
    pub repatriation: Option<bool>,
}

impl Employee {
    /// Where a field stands, or would stand.
    pub fn place(&self, field: Field) -> Place {
        self.places.place(field)
    }

    /// Whether this is the employee whom an operator means: by number, or by a part of the name.
    pub fn is_called(&self, number_or_name: &str) -> bool {
        let wanted = number_or_name.trim().to_lowercase();
        let person = &self.person;
        let names = [Some(&person.subject), person.full_name_lat.as_ref(), person.full_name_cyr.as_ref()];
        person.emp_id.as_ref().is_some_and(|number| number.to_lowercase() == wanted)
            || names.into_iter().flatten().any(|name| name.to_lowercase().contains(&wanted))
    }

    /// All regions of work, the first one first.
    pub fn regions(&self) -> impl Iterator<Item = Region> + '_ {
        self.region.into_iter().chain(self.further_regions.iter().copied())
    }
}
