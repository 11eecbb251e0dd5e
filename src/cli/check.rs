//! `otinish check`: findings, filled values and filings, for people or for programs.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use super::arguments::{Check, ReportFormat};
use super::failure::{Exit, Failure};
use super::input::{self, Checked};
use super::{Console, report};
use crate::finding::{Severity, phrase};
use crate::language::Language;
use crate::output;
use crate::plan::{self, Report};
use crate::workbook::{self, Since};

/// Checks and plans; writes the report to the terminal or to a file.
pub fn run(arguments: &Check, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    refuse(arguments)?;
    let checked = input::check(&arguments.input, today)?;
    let filings = plan::plan(&checked.case, &checked.rules, checked.today);
    let bytes = match arguments.format {
        ReportFormat::Human => {
            let text = report::human(&checked.case, &filings, &checked.rules, console.language);
            (text + &since(&checked, console.language)?).into_bytes()
        }
        ReportFormat::Json => {
            let report = Report::new(&checked.case, &filings, &checked.rules, checked.today);
            let text = serde_json::to_string_pretty(&report).expect("text and numbers make JSON") + "\n";
            text.into_bytes()
        }
        ReportFormat::Xlsx => {
            let Checked { bytes, roster, case, .. } = &checked;
            workbook::completed(bytes, roster, case, &filings, console.language)?
        }
    };
    match &arguments.output {
        Some(path) => output::write_file(path, &bytes)?,
        None => drop(console.out.write_all(&bytes)),
    }
    Ok(if checked.case.count(Severity::Error) > 0 { Exit::Unmade } else { Exit::Done })
}

/// How much was fixed since Otinish wrote into this workbook, if it did.
fn since(checked: &Checked, language: Language) -> Result<String, Failure> {
    let Some(Since { fixed, new }) = workbook::since(&checked.bytes, &checked.case)? else {
        return Ok(String::new());
    };
    let values = [("fixed", &report::count(fixed.len())), ("new", &report::count(new.len()))];
    Ok(format!("\n{}\n", phrase("since-counted", &values).get(language)))
}

/// The given workbook is never touched, and a workbook is nothing for a terminal.
fn refuse(arguments: &Check) -> Result<(), Failure> {
    let Some(path) = &arguments.output else {
        return match arguments.format {
            ReportFormat::Xlsx => Err(Failure::new("xlsx-needs-file", &[])),
            ReportFormat::Human | ReportFormat::Json => Ok(()),
        };
    };
    let whole = |path: &Path| fs::canonicalize(path).ok();
    match whole(path).is_some_and(|output| whole(&arguments.input.roster) == Some(output)) {
        true => Err(Failure::new("output-is-input", &[("path", &path.display().to_string())])),
        false => Ok(()),
    }
}
