//! What is not there: findings for each required field that a needed filing lacks, and for the
//! spellings without which a letter in one language is poorer.

use std::collections::BTreeMap;

use super::block::weigh;
use super::papers::{has_no_permit, works_on_contract};
use super::reader::country_name;
use super::whom::Whom;
use super::{label, require};
use crate::filing::FilingKind::{self, ArrivalNotification, InvitationLetter, TrpApplication};
use crate::finding::{Finding, Place};
use crate::language::Text;
use crate::record::{Company, QuotaLine};
use crate::reference::region::of_address;
use crate::reference::{Authentication, Relation, Route};
use crate::roster::Field;
use crate::rules::RuleBook;

/// What the needed filings of a person lack. `faulty` are the fields of the row that have a finding
/// already: their cells are not empty.
pub fn of_person(whom: &Whom, faulty: &[Field], rules: &RuleBook, today: chrono::NaiveDate) -> Vec<Finding> {
    let mut findings = names(whom, faulty);
    for (field, kinds) in by_field(whom) {
        if !faulty.contains(&field) && !told_otherwise(field, whom) {
            findings.push(required(whom, field, &kinds, rules, today));
        }
    }
    findings.extend(region_elsewhere(whom));
    findings.extend(translations(whom));
    findings.extend(certificate(whom));
    for finding in &mut findings {
        weigh(finding);
    }
    findings
}

/// The lacking fields, each with the kinds that need it, in the order of the letters.
fn by_field(whom: &Whom) -> Vec<(Field, Vec<FilingKind>)> {
    let mut fields: Vec<(Field, Vec<FilingKind>)> = Vec::new();
    for kind in &whom.open {
        for field in require::lacking(*kind, whom.employee, whom.dependant) {
            match fields.iter_mut().find(|(known, _)| *known == field) {
                Some((_, kinds)) => kinds.push(*kind),
                None => fields.push((field, vec![*kind])),
            }
        }
    }
    fields
}

/// Fields whose absence has words of its own.
fn told_otherwise(field: Field, whom: &Whom) -> bool {
    match field {
        Field::FullNameLat => true,
        Field::WpNo | Field::WpFrom | Field::WpTo => {
            has_no_permit(&whom.employee.permit)
                && whom.employee.route.is_some_and(|route| route != Route::Eaeu)
        }
        Field::ContractNo | Field::ContractFrom => {
            works_on_contract(whom.employee) && whom.employee.contract.number.is_none()
        }
        _ => false,
    }
}

fn required(
    whom: &Whom,
    field: Field,
    kinds: &[FilingKind],
    rules: &RuleBook,
    today: chrono::NaiveDate,
) -> Finding {
    if field == Field::StayDays {
        let days = Text::same(rules.trp_threshold_days.on(today).to_string());
        return whom.finding("stay-unknown", field, "", &[("days", &days)]).blocking(kinds);
    }
    let titles = label::of_kinds(kinds);
    let finding = whom.finding("field-missing", field, "", &[("kinds", &titles)]).blocking(kinds);
    let rule = kinds.first().map_or("", |kind| require::rule(*kind, whom.dependant.is_some()));
    Finding { rule, ..finding }
}

/// A row without any name; without a Latin one, which the invitation needs; without a Cyrillic one.
fn names(whom: &Whom, faulty: &[Field]) -> Vec<Finding> {
    let person = whom.person();
    let read = |fields: &[Field]| fields.iter().any(|field| faulty.contains(field));
    let whole = [Field::FullNameLat, Field::FullNameCyr, Field::LastNameLat, Field::LastNameCyr];
    match (&person.full_name_lat, &person.full_name_cyr) {
        (None, None) if read(&whole) => vec![],
        (None, None) => vec![whom.finding("name-missing", Field::FullNameLat, "", &[]).blocking(&whom.open)],
        (None, Some(name)) => {
            let held = if whom.needs(InvitationLetter) { &[InvitationLetter][..] } else { &[] };
            let values = [("name", &Text::same(&**name))];
            vec![whom.finding("name-latin-missing", Field::FullNameLat, "", &values).blocking(held)]
        }
        (Some(_), None) if !whom.open.is_empty() && !read(&whole) => {
            vec![whom.finding("name-cyrillic-missing", Field::FullNameCyr, "", &[])]
        }
        _ => vec![],
    }
}

/// R23: the address lies in another region than the work.
fn region_elsewhere(whom: &Whom) -> Option<Finding> {
    let stays = whom.needs(ArrivalNotification) || whom.needs(TrpApplication);
    let work = whom.employee.region.filter(|_| stays)?;
    let stay = whom.person().address.as_deref().and_then(of_address)?;
    (stay != work).then(|| {
        let found = whom.person().address.clone().unwrap_or_default();
        let values = [("address", &stay.text()), ("work", &work.text())];
        whom.finding("region-address", Field::Address, found, &values)
    })
}

/// The Kazakh and English forms of what a letter prints in words.
fn translations(whom: &Whom) -> Vec<Finding> {
    let (person, employee) = (whom.person(), whom.employee);
    let stays = whom.needs(ArrivalNotification) || whom.needs(TrpApplication);
    let mut findings = Vec::new();
    let mut look = |base: &Option<String>, forms: [(Field, &Option<String>); 2]| {
        let Some(base) = base else { return };
        let absent: Vec<Field> =
            forms.into_iter().filter(|(_, form)| form.is_none()).map(|(field, _)| field).collect();
        if let Some(first) = absent.first() {
            let fields = label::list(absent.iter().map(|field| label::header(*field)));
            let values = [("fields", &fields), ("base", &Text::same(&**base))];
            findings.push(whom.finding("translation-missing", *first, "", &values));
        }
    };
    if stays {
        look(
            &person.address,
            [(Field::AddressKk, &person.address_kk), (Field::AddressEn, &person.address_en)],
        );
    }
    if whom.needs(InvitationLetter) {
        look(
            &employee.position,
            [(Field::PositionKk, &employee.position_kk), (Field::PositionEn, &employee.position_en)],
        );
        look(
            &employee.visa_place,
            [(Field::VisaPlaceKk, &employee.visa_place_kk), (Field::VisaPlaceEn, &employee.visa_place_en)],
        );
    }
    findings
}

/// R31: the certificate behind a dependant's residence permit.
fn certificate(whom: &Whom) -> Vec<Finding> {
    let Some(dependant) = whom.dependant else { return vec![] };
    let by_residence = matches!(whom.employee.route, Some(Route::Eaeu | Route::Azerbaijan | Route::Cis));
    let kin = matches!(dependant.relation, Some(Relation::Spouse | Relation::Child));
    let mut findings = Vec::new();
    if whom.needs(TrpApplication) && kin && dependant.cert_country.is_none() {
        findings.push(whom.finding("certificate-country-missing", Field::CertCountry, "", &[]));
    }
    if dependant.cert_authentication == Some(Authentication::AskPerson) {
        let code = dependant.cert_country.map(|country| country.alpha2()).unwrap_or_default();
        let country = dependant.cert_country.map(country_name).unwrap_or_default();
        findings.push(whom.finding("certificate-ask", Field::CertCountry, code, &[("country", &country)]));
    }
    if by_residence && matches!(dependant.relation, Some(Relation::Parent | Relation::Other)) {
        findings.push(whom.finding("relation-exempt", Field::Relation, "", &[]));
    }
    findings
}

/// What the company card lacks: for any letter, for the Kazakh ones, for the English ones.
pub fn of_company(company: &Company, faulty: &[Field]) -> Vec<Finding> {
    if company.places.sheet().is_empty() {
        return vec![Finding::new("company-missing", Place::default(), "", &[]).blocking(&FilingKind::ALL)];
    }
    let kinds = Text::new("all documents", "ни одного документа", "барлық құжат");
    let note = |code, field: Field, base: &str| {
        let (header, base) = (label::of(field), Text::same(base));
        let values = [("field", &header), ("fields", &header), ("base", &base), ("kinds", &kinds)];
        Finding { rule: "R14", ..Finding::new(code, company.place(field), "", &values) }
    };
    let required = require::lacking_of_company(company).into_iter().filter(|field| !faulty.contains(field));
    let mut findings: Vec<Finding> =
        required.map(|field| note("field-missing", field, "").blocking(&FilingKind::ALL)).collect();
    // The letterhead of Russian letters is in Kazakh, too.
    if company.name_kk.is_none() {
        findings.push(note("company-letterhead", Field::CompanyNameKk, ""));
    }
    let kazakh = [
        (Field::CompanyAddressKk, &company.address_kk),
        (Field::SignatoryNameKk, &company.signatory_name_kk),
        (Field::SignatoryPositionKk, &company.signatory_position_kk),
    ];
    let absent = kazakh.into_iter().filter(|(_, form)| form.is_none());
    findings.extend(absent.map(|(field, _)| note("company-language", field, "")));
    let english = [
        (Field::CompanyNameEn, &company.name_en, &company.name_ru),
        (Field::CompanyAddressEn, &company.address_en, &company.address_ru),
        (Field::SignatoryNameEn, &company.signatory_name_en, &company.signatory_name_ru),
        (Field::SignatoryPositionEn, &company.signatory_position_en, &company.signatory_position_ru),
    ];
    let absent = english.into_iter().filter(|(_, form, base)| form.is_none() && base.is_some());
    findings.extend(
        absent
            .map(|(field, _, base)| note("translation-missing", field, base.as_deref().unwrap_or_default())),
    );
    findings
}

/// What a line of the quota lacks (R3, R5).
pub fn of_line(line: &QuotaLine, subject: &str, faulty: &[Field]) -> Vec<Finding> {
    let kinds = label::of_kinds(&[FilingKind::QuotaRequest]);
    let lacking = require::lacking_of_line(line).into_iter().filter(|field| !faulty.contains(field));
    let mut findings: Vec<Finding> = lacking
        .map(|field| {
            let values = [("field", label::header(field)), ("kinds", &kinds)];
            let finding = Finding::new("field-missing", line.place(field), "", &values);
            let rule = if field == Field::Region { "R5" } else { "R3" };
            Finding { rule, ..finding.about(subject).blocking(&[FilingKind::QuotaRequest]) }
        })
        .collect();
    let forms = [(Field::PositionKk, &line.position_kk), (Field::PositionEn, &line.position_en)];
    let absent: Vec<Field> =
        forms.into_iter().filter(|(_, form)| form.is_none()).map(|(field, _)| field).collect();
    if let (Some(position), Some(first)) = (&line.position, absent.first()) {
        let fields = label::list(absent.iter().map(|field| label::header(*field)));
        let values = [("fields", &fields), ("base", &Text::same(&**position))];
        let finding = Finding::new("translation-missing", line.place(*first), "", &values);
        findings.push(Finding { rule: "R3", ..finding.about(subject) });
    }
    findings
}

/// Regions of the quota without a service contract (R4), and lines whose year has begun (R1).
pub fn of_quota(
    quota: &[QuotaLine],
    contracts: &[crate::record::ServiceContract],
    subjects: &[String],
    today: chrono::NaiveDate,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen = BTreeMap::new();
    for (line, subject) in quota.iter().zip(subjects) {
        let contracted =
            |region| contracts.iter().any(|contract| contract.regions().any(|one| one == region));
        if let Some(region) = line.region.filter(|region| seen.insert(*region, ()).is_none())
            && !contracted(region)
        {
            let values = [("region", &region.text())];
            let finding = Finding::new("quota-contract-missing", line.place(Field::Region), "", &values);
            findings.push(finding.about(subject));
        }
        if let Some(year) = line.year.filter(|year| *year <= chrono::Datelike::year(&today)) {
            let finding = Finding::new("quota-year-past", line.place(Field::Year), year.to_string(), &[]);
            findings.push(finding.about(subject));
        }
    }
    findings
}
