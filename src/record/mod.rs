//! Checked records and the types of their fields.
//!
//! A record holds only values that passed their own check: an [`Iin`] has a right check digit, a
//! [`PassportNumber`] is Latin, a date exists. What a cell lacked or got wrong is `None` here and a
//! finding in `check`. Each record knows where its fields stand ([`Places`]), so that everything said
//! about it later can name a cell.
//!
//! Serialised, a record is what a template sees: every path exists, `null` means "not known", dates are
//! `2026-11-22`, countries `TR`, regions `KZ-23`. What is deliberately absent: any rule of the law.

pub mod bin;
pub mod date;
pub mod iin;
pub mod name;
pub mod oked;
pub mod passport;
mod places;
mod movement;
mod person;
mod employee;
mod dependant;
mod earlier;
mod authority_name;
mod company;
mod quota_line;
mod service_contract;

pub use authority_name::AuthorityName;
pub use bin::{Bin, BinError};
pub use company::Company;
pub use dependant::Dependant;
pub use earlier::{Earlier, EarlierError, Known, Memory};
pub use employee::{Contract, Employee, Permit};
pub use iin::{Iin, IinError};
pub use movement::Movement;
pub use oked::{Oked, OkedError};
pub use passport::{PassportError, PassportNumber};
pub use person::{Person, TemporaryResidence, Visa};
pub use places::{Layout, Places};
pub use quota_line::QuotaLine;
pub use service_contract::ServiceContract;
