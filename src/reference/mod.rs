//! What is true without any roster: countries, regions, the working calendar, MCI and code lists.
//!
//! Data stand in `data/*.tsv`, read once; look-ups accept the many spellings that people type and say
//! why they do not. What is deliberately absent: deadlines and duties, which are rules and stand dated
//! in `rules`.

mod fold;
pub use fold::{fold, look_alike};
mod table;
pub mod calendar;
pub mod code;
pub mod country;
pub mod mci;
pub mod region;

pub use calendar::{Calendar, Counting};
pub use code::{Category, CodeError, CompanySize, Engagement, Relation, Sex, VisaCategory};
pub use country::{Authentication, Country, CountryError, Route};
pub use mci::mci;
pub use region::{Region, RegionError};
