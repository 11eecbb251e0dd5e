//! `otinish check`: findings, filled values and filings, for people or for programs.

use chrono::NaiveDate;

use super::arguments::{Check, ReportFormat};
use super::failure::{Exit, Failure};
use super::{Console, input, report};
use crate::finding::Severity;
use crate::output;
use crate::plan::{self, Report};

/// Checks and plans; writes the report to the terminal or to a file.
pub fn run(arguments: &Check, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let checked = input::check(&arguments.input, today)?;
    let filings = plan::plan(&checked.case, &checked.rules, checked.today);
    let text = match arguments.format {
        ReportFormat::Human => report::human(&checked.case, &filings, console.language),
        ReportFormat::Json => {
            let report = Report::new(&checked.case, &filings, checked.today);
            serde_json::to_string_pretty(&report).expect("text and numbers make JSON") + "\n"
        }
    };
    match &arguments.output {
        Some(path) => output::write_file(path, text.as_bytes())?,
        None => drop(console.out.write_all(text.as_bytes())),
    }
    Ok(if checked.case.count(Severity::Error) > 0 { Exit::Unmade } else { Exit::Done })
}
