//! The importer from outside: workbooks in, rosters out.
//!
//! A new case is a new file `cases/<name>.sheet`; its golden is `cases/<name>.txt`, which
//! `UPDATE_GOLDEN=1` rewrites (and the test still fails, so that nobody takes a rewritten golden for a
//! passed test).

mod cases;
mod dump;
mod errors;
mod faulty;
mod formats;
mod hostile;
mod odd;
mod package;
mod workbook;
mod xlsb;
