//! What is true without any roster: names of countries and regions, how a calendar counts, code lists.
//!
//! Data stand in `data/*.tsv`, read once; look-ups accept the many spellings that people type and say
//! why they do not. What is deliberately absent: what changes with time: deadlines, lists of states, days off and
//! sums, which stand dated in `rules`.

mod fold;
pub use fold::{fold, look_alike};
pub(crate) mod table;
pub mod calendar;
pub mod code;
pub mod country;
pub mod region;

pub use calendar::{Calendar, Counting};
pub use code::{
    Category, CertificateForm, CodeError, CompanySize, Engagement, MovementKind, Relation, Sex, VisaCategory,
};
pub use country::{Authentication, Country, CountryError, Route};
pub use region::{Region, RegionError};
