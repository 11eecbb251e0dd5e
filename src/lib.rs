//! Otinish: from an employer's roster of foreign staff to filing packets.

pub mod language;
pub mod filing;
pub mod finding;
pub mod roster;
pub mod reference;
pub mod record;
pub mod rules;
pub mod check;
pub mod plan;
pub mod docx;
pub mod template;
pub mod layout;
pub mod pdf;
pub mod packet;
pub mod output;
pub mod cli;
