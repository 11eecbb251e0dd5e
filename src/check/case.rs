//! The outcome of the checker: checked records, what was noticed and what was filled in.

use chrono::NaiveDate;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::finding::{Finding, Place, Severity, phrase};
use crate::language::Text;
use crate::record::{AuthorityName, Company, Dependant, Earlier, Employee, QuotaLine, ServiceContract};
use crate::reference::region;
use crate::roster::Field;
use crate::rules::RepresentativeOffice;

/// A roster after checking. Every row of it is a record here, or an error among the findings.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// File name of the workbook.
    pub roster_name: String,
    /// The employer; all of its fields are unknown where the workbook has no company card.
    pub company: Company,
    /// The workers in the order of the workbook, each with the dependants.
    pub employees: Vec<Employee>,
    pub quota: Vec<QuotaLine>,
    pub contracts: Vec<ServiceContract>,
    /// Names of authorities that the workbook gives.
    pub authorities: Vec<AuthorityName>,
    /// The offices of the employer's representative.
    pub offices: Vec<RepresentativeOffice>,
    /// All that was noticed, that of the reading too, in the order of the workbook.
    pub findings: Vec<Finding>,
    /// All that was filled in, in the order of the workbook.
    pub filled: Vec<Filled>,
}

impl Case {
    /// All dependants, each with the index of the worker and its own.
    pub fn dependants(&self) -> impl Iterator<Item = (usize, usize, &Dependant)> {
        self.employees.iter().enumerate().flat_map(|(worker, employee)| {
            employee.dependants.iter().enumerate().map(move |(index, one)| (worker, index, one))
        })
    }

    /// The numbers that a later run may take over (`--previous`).
    pub fn numbers(&self, today: NaiveDate) -> Earlier {
        let workers = self.employees.iter().map(|one| (&one.person, Some(&one.permit)));
        let family = self.dependants().map(|(.., one)| (&one.person, None));
        Earlier::of(today, workers.chain(family))
    }

    /// How many findings weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// A value that the workbook did not hold and that follows from what it does hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Where the value would stand; without a cell where the sheet has no such column.
    pub place: Place,
    /// The cell that it was derived from, if there is one.
    pub from: Option<Place>,
    /// Name of the field; `route` and `cert_authentication` have no column in any workbook.
    pub field: &'static str,
    /// The person as typed in the workbook, or the region.
    pub subject: String,
    /// As in the JSON of the records: `M`, `1985-03-17`, `KZ-23`.
    pub value: String,
    pub source: Text,
    /// Rule by which it follows.
    pub rule: &'static str,
}

impl Filled {
    /// The usual header of its field; two have no column in any workbook.
    pub fn title(&self) -> Text {
        match Field::from_name(self.field) {
            Some(field) => super::label(field),
            None => phrase(&format!("field-{}", self.field.replace('_', "-")), &[]),
        }
    }

    /// The value as a person reads it: in words where it is a code, a date by its day.
    pub fn shown(&self) -> Text {
        match self.field {
            "route" | "cert_authentication" => {
                phrase(&format!("{}-{}", self.field, self.value).replace('_', "-"), &[])
            }
            "region" | "wp_region" | "contract_region" => match region::of_code(&self.value) {
                Some(region) => region.text(),
                None => Text::same(self.value.as_str()),
            },
            _ => match NaiveDate::parse_from_str(&self.value, "%Y-%m-%d") {
                Ok(day) => Text::same(day.format("%d.%m.%Y").to_string()),
                Err(_) => Text::same(self.value.as_str()),
            },
        }
    }
}

impl Serialize for Filled {
    /// `cell` is the value's own cell, or, where the sheet has no such column, the one it was derived
    /// from; `source_cell` is always the latter.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let from = self.from.as_ref();
        let cell = self.place.cell.as_ref().or(from.and_then(|place| place.cell.as_ref()));
        let mut filled = serializer.serialize_struct("Filled", 10)?;
        filled.serialize_field("sheet", &self.place.sheet)?;
        filled.serialize_field("cell", &cell)?;
        filled.serialize_field("row", &self.place.row)?;
        filled.serialize_field("field", self.field)?;
        filled.serialize_field("subject", &self.subject)?;
        filled.serialize_field("value", &self.value)?;
        filled.serialize_field("source", &self.source.en)?;
        filled.serialize_field("source_text", &self.source)?;
        filled.serialize_field("source_cell", &from.map(|place| place.to_string()))?;
        filled.serialize_field("rule", self.rule)?;
        filled.end()
    }
}
