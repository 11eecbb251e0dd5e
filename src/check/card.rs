//! The firm's own card of the rule book → the company, where the workbook's card says nothing.
//!
//! Invariant: what the workbook says is never overwritten; each value that is taken over is listed.

use chrono::NaiveDate;

use super::case::Filled;
use super::company;
use super::reader::{Columns, Reader};
use crate::finding::{Finding, Place};
use crate::language::Text;
use crate::record::{Company, Layout, Memory, Places};
use crate::roster::{Cell, Column, Field, Row, Sheet, SheetKind, Value};
use crate::rules::RuleBook;

/// Where such a card stands, as users know it.
const FILE: &str = "otinish.toml";

/// The company as the rule book has it, with what is wrong with its values; `None` where it has none.
pub fn read(rules: &RuleBook, today: NaiveDate) -> Option<(Company, Vec<Finding>)> {
    let values = &rules.card.company;
    let fields = || (0..).zip(values);
    let sheet = Sheet {
        name: FILE.to_owned(),
        kind: SheetKind::Company,
        columns: fields()
            .map(|(index, (field, _))| Column { index, header: field.name().to_owned(), field: Some(*field) })
            .collect(),
        rows: Vec::new(),
    };
    let cells = fields().map(|(column, (_, text))| Cell { row: 1, column, value: Value::Text(text.clone()) });
    let row = Row { number: 1, hidden: false, section: None, cells: cells.collect() };
    let (columns, memory) = (Columns::of(&sheet), Memory::default());
    let mut reader = Reader::new(&sheet, &row, &columns, (rules, &memory), today);
    let read = company::read(&mut reader, &Layout::of(&sheet));
    let mut findings = reader.findings;
    for finding in &mut findings {
        finding.place = place(finding.place.field);
        if finding.rule.is_empty() {
            finding.rule = "R14";
        }
    }
    (!values.is_empty()).then(|| (Company { places: Places::outside(FILE), ..read }, findings))
}

fn place(field: Option<&'static str>) -> Place {
    Place {
        sheet: Some(FILE.to_owned()),
        cell: field.map(|field| format!("company.{field}")),
        row: None,
        field,
    }
}

macro_rules! take_over {
    ($company:ident, $own:ident, $filled:ident, $($part:ident: $field:ident),* $(,)?) => {$(
        if $company.$part.is_none() && let Some(value) = &$own.$part {
            $filled.push(filled(&$company, Field::$field, value.to_string()));
            $company.$part = Some(value.clone());
        }
    )*};
}

/// Fills what the workbook's card leaves empty.
pub fn complete(mut company: Company, own: &Company, list: &mut Vec<Filled>) -> Company {
    take_over!(
        company, own, list,
        name_ru: CompanyNameRu, name_kk: CompanyNameKk, name_en: CompanyNameEn, bin: Bin, oked: Oked,
        activity_ru: ActivityRu, activity_kk: ActivityKk, activity_en: ActivityEn,
        address_ru: CompanyAddressRu, address_kk: CompanyAddressKk, address_en: CompanyAddressEn,
        phone: Phone, email: Email,
        signatory_name_ru: SignatoryNameRu, signatory_name_kk: SignatoryNameKk,
        signatory_name_en: SignatoryNameEn, signatory_position_ru: SignatoryPositionRu,
        signatory_position_kk: SignatoryPositionKk, signatory_position_en: SignatoryPositionEn,
        executor_name: ExecutorName, executor_phone: ExecutorPhone,
        representative_name: RepresentativeName, representative_document: RepresentativeDocument,
    );
    if company.size.is_none()
        && let Some(size) = own.size
    {
        list.push(filled(&company, Field::CompanySize, size.name().to_owned()));
        company.size = Some(size);
    }
    company
}

fn filled(company: &Company, field: Field, value: String) -> Filled {
    Filled {
        place: company.place(field),
        from: Some(place(Some(field.name()))),
        field: field.name(),
        subject: String::new(),
        value,
        source: Text::new(format!("from {FILE}"), format!("из {FILE}"), format!("{FILE} файлынан")),
        rule: "R14",
    }
}
