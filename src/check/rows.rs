//! Sheets → records and what was noted about each row, sheet by sheet.
//!
//! The company card is read first, wherever it stands: lines of the quota take its activity.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::case::Filled;
use super::parallel::in_parts;
use super::reader::{Columns, Reader, typed};
use super::{
    authority, block, card, company, complete, dependant, earlier, employee, faulty, missing, movement, quota,
};
use crate::filing::FilingKind;
use crate::finding::{Finding, Place, Severity};
use crate::language::Language;
use crate::record::{
    AuthorityName, Company, Dependant, Employee, Layout, Memory, Movement, Places, QuotaLine, ServiceContract,
};
use crate::roster::{Field, Roster, Row, Sheet, SheetKind};
use crate::rules::RuleBook;

/// All rows of a roster, read but not yet joined or judged.
#[derive(Default)]
pub struct Rows {
    pub company: Company,
    pub employees: Vec<Employee>,
    pub dependants: Vec<Dependant>,
    pub quota: Vec<QuotaLine>,
    pub contracts: Vec<ServiceContract>,
    pub movements: Vec<Movement>,
    pub authorities: Vec<AuthorityName>,
    /// What each line of the quota is called.
    pub subjects: Vec<String>,
    pub noted: Noted,
    pub filled: Vec<Filled>,
}

impl Rows {
    /// Takes the people of further rows after its own.
    fn append(&mut self, mut further: Rows) {
        self.employees.append(&mut further.employees);
        self.dependants.append(&mut further.dependants);
        self.filled.append(&mut further.filled);
        for (sheet, rows) in further.noted.0 {
            let own = self.noted.0.entry(sheet).or_default();
            for (row, findings) in rows {
                own.entry(row).or_default().extend(findings);
            }
        }
    }
}

/// Findings by the sheet and the row they stand in.
#[derive(Default)]
pub struct Noted(BTreeMap<String, BTreeMap<u32, Vec<Finding>>>);

impl Noted {
    fn put(&mut self, sheet: &Sheet, row: &Row, findings: Vec<Finding>) {
        if findings.is_empty() {
            return;
        }
        let rows = match self.0.get_mut(&sheet.name) {
            Some(rows) => rows,
            None => self.0.entry(sheet.name.clone()).or_default(),
        };
        rows.entry(row.number).or_default().extend(findings);
    }

    /// Whether a field of a row has a finding: its cell is not blank then.
    pub fn has(&self, place: &Place) -> bool {
        let rows = place.sheet.as_deref().and_then(|sheet| self.0.get(sheet));
        let row = rows.zip(place.row).and_then(|(rows, row)| rows.get(&row));
        row.is_some_and(|findings| findings.iter().any(|finding| finding.place.field == place.field))
    }

    /// Takes the findings of a record's row.
    pub fn take(&mut self, places: &Places) -> Vec<Finding> {
        let rows = self.0.get_mut(places.sheet());
        rows.zip(places.row()).and_then(|(rows, row)| rows.remove(&row)).unwrap_or_default()
    }

    /// What belongs to no person of the case: it was settled when it was read, or holds nothing back;
    /// what names no rule by then is about a dependant whose worker was not found (R16).
    pub fn rest(self) -> impl Iterator<Item = Finding> {
        self.0.into_values().flat_map(BTreeMap::into_values).flatten().map(|mut finding| {
            block::weigh(&mut finding);
            cite(&mut finding, "R16");
            finding
        })
    }
}

/// Reads all sheets.
pub fn read(roster: &Roster, rules: &RuleBook, memory: &Memory, today: NaiveDate) -> Rows {
    let mut rows = Rows::default();
    let kinds = [
        (SheetKind::Company, company_row as Read),
        (SheetKind::Employees, employee_row),
        (SheetKind::Family, dependant_row),
        (SheetKind::Quota, quota_row),
        (SheetKind::Contracts, contract_row),
        (SheetKind::Movements, movement_row),
        (SheetKind::Authorities, authority_row),
    ];
    for (kind, read) in kinds {
        for sheet in roster.sheets.iter().filter(|sheet| sheet.kind == kind) {
            let (layout, columns) = (Layout::of(sheet), Columns::of(sheet));
            let all = |into: &mut Rows, part: &[&Row]| {
                for row in part {
                    read(into, Reader::new(sheet, row, &columns, (rules, memory), today), &layout);
                }
            };
            if matches!(kind, SheetKind::Employees | SheetKind::Family) {
                // These rows look at no other row.
                let parts = in_parts(&in_order(sheet), |part| {
                    let mut own = Rows::default();
                    all(&mut own, part);
                    own
                });
                parts.into_iter().for_each(|part| rows.append(part));
            } else {
                all(&mut rows, &in_order(sheet));
            }
        }
    }
    if rows.company.places.sheet().is_empty() {
        let (company, mut findings) = card::read(rules, today).unwrap_or_default();
        findings.extend(missing::of_company(&company, &faulty(&findings)));
        rows.company = company;
        rows.noted.0.insert(String::new(), BTreeMap::from([(0, findings)]));
    }
    rows
}

/// Names the rule that stands behind a sheet, where the finding has none of its own.
fn cite(finding: &mut Finding, rule: &'static str) {
    if finding.rule.is_empty() {
        finding.rule = rule;
    }
}

type Read = for<'a> fn(&mut Rows, Reader<'a>, &Arc<Layout>);

/// The rows as Excel numbers them, however the reader of the workbook found them.
fn in_order(sheet: &Sheet) -> Vec<&Row> {
    let mut rows: Vec<&Row> = sheet.rows.iter().collect();
    rows.sort_by_key(|row| row.number);
    rows
}

fn company_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let first = rows.company.places.sheet().is_empty();
    if !first {
        let place = Place {
            sheet: Some(reader.sheet.name.clone()),
            row: Some(reader.row.number),
            ..Place::default()
        };
        reader.findings.push(Finding::new("company-several", place, "", &[]));
    } else {
        rows.company = company::read(&mut reader, layout);
        if let Some((own, mut findings)) = card::read(reader.rules, reader.today) {
            let company = std::mem::take(&mut rows.company);
            rows.company = card::complete(company, &own, &mut rows.filled);
            reader.findings.append(&mut findings);
        }
        let faulty = faulty(&reader.findings);
        let required = |finding: &Finding| {
            let field = finding.place.field.and_then(Field::from_name);
            field.is_some_and(|field| super::require::lacking_of_company(&rows.company).contains(&field))
        };
        for finding in &mut reader.findings {
            if finding.severity == Severity::Error && required(finding) {
                finding.blocks = FilingKind::ALL.to_vec();
            }
        }
        let lacking = missing::of_company(&rows.company, &faulty);
        reader.findings.extend(lacking);
    }
    reader.findings.iter_mut().for_each(|finding| cite(finding, "R14"));
    rows.noted.put(reader.sheet, reader.row, reader.findings);
}

fn employee_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let mut employee = employee::read(&mut reader, layout);
    earlier::iin(&reader, &mut employee.person, &mut rows.filled);
    earlier::permit(&reader, &employee.person, &mut employee.permit, &mut rows.filled);
    complete::from_iin(&reader, &mut employee.person, &mut rows.filled);
    complete::region(&reader, &mut employee, &mut rows.filled);
    complete::route(&mut employee, reader.rules, reader.today, &mut rows.filled);
    finish(rows, reader, &employee.person.subject);
    rows.employees.push(employee);
}

fn dependant_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let mut dependant = dependant::read(&mut reader, layout);
    earlier::iin(&reader, &mut dependant.person, &mut rows.filled);
    complete::from_iin(&reader, &mut dependant.person, &mut rows.filled);
    complete::authenticate(&mut dependant, reader.rules, reader.today, &mut rows.filled);
    finish(rows, reader, &dependant.person.subject);
    rows.dependants.push(dependant);
}

fn quota_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let mut lines = quota::read_lines(&mut reader, layout);
    let typed_region = reader.sheet.cell(reader.row, Field::Region).map(|cell| typed(&cell.value));
    for (index, line) in lines.iter_mut().enumerate() {
        let known = line.region.map(|region| region.name(Language::Ru).to_owned());
        let place = || format!("{}!{}", reader.sheet.name, reader.row.number);
        let subject = known.or(typed_region.clone()).unwrap_or_else(place);
        // A row that names several regions stands in one cell: what it lacks is said once.
        let mut filled = Vec::new();
        complete::quota(&reader, line, &subject, &rows.company, reader.today, &mut filled);
        if index == 0 {
            rows.filled.append(&mut filled);
            hold(&mut reader.findings, FilingKind::QuotaRequest);
            let faulty = faulty(&reader.findings);
            let lacking = missing::of_line(line, &subject, &faulty);
            reader.findings.extend(lacking);
            for finding in &mut reader.findings {
                finding.subject.clone_from(&subject);
                cite(finding, "R3");
            }
        }
        rows.subjects.push(subject);
    }
    rows.noted.put(reader.sheet, reader.row, reader.findings);
    rows.quota.append(&mut lines);
}

fn contract_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let contract = quota::read_contract(&mut reader, layout);
    let customer = contract.customer.clone().or_else(|| contract.number.clone());
    let subject = contract.region.map(|region| region.name(Language::Ru).to_owned()).or(customer);
    reader.findings.iter_mut().for_each(|finding| cite(finding, "R4"));
    finish(rows, reader, &subject.unwrap_or_default());
    rows.contracts.push(contract);
}

fn movement_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let movement = movement::read(&mut reader, layout);
    reader.findings.iter_mut().for_each(|finding| cite(finding, "R24"));
    let subject = movement.mover.clone().or_else(|| movement.emp_id.clone()).unwrap_or_default();
    finish(rows, reader, &subject);
    rows.movements.push(movement);
}

fn authority_row(rows: &mut Rows, mut reader: Reader, layout: &Arc<Layout>) {
    let name = authority::read(&mut reader, layout);
    reader.findings.iter_mut().for_each(|finding| cite(finding, "R5"));
    finish(rows, reader, &name.region.map(|region| region.text().ru).unwrap_or_default());
    rows.authorities.push(name);
}

/// Errors in a required field of a quota line hold back the region's request.
fn hold(findings: &mut [Finding], kind: FilingKind) {
    let required = [Field::Year, Field::Region, Field::Oked, Field::Position, Field::Category, Field::Count];
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        if finding.place.field.and_then(Field::from_name).is_some_and(|field| required.contains(&field)) {
            finding.blocks = vec![kind];
        }
    }
}

fn finish(rows: &mut Rows, mut reader: Reader, subject: &str) {
    for finding in &mut reader.findings {
        subject.clone_into(&mut finding.subject);
    }
    rows.noted.put(reader.sheet, reader.row, reader.findings);
}
