//! The drop page: a workbook dropped in a browser on this machine → checked, completed, filed.
//!
//! The server listens on this machine only, and only our own page may ask it (`guard`). What is dropped is
//! read in confined processes (`order`, [`confine`](crate::confine)); the page keeps what was read, lays over
//! it what the officer puts right (`desk`) and shows what follows (`view`). Deliberately absent: accounts, a
//! database, a log, anything from another machine.

mod api;
mod assets;
mod desk;
mod fault;
mod guard;
mod headers;
mod letters;
mod opening;
pub mod order;
mod packets;
mod run;
mod scans;
mod server;
mod state;
mod view;

pub use api::router;
pub use server::{Error, serve};
pub use state::{Clock, Page};
