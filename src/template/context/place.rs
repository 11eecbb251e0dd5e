//! A path of a template's context → the field of the roster that it shows, and the cell of this filing.

use crate::check::Case;
use crate::filing::FilingKind;
use crate::finding::Place;
use crate::plan::{Filing, Subject};
use crate::roster::Field;

/// The field of the roster that a path of the context shows: `employee.address` → `address`,
/// `permit.to` → `wp_to`; `None` for what no column holds (`filing.due`, `employee.route`).
pub fn field_of(path: &str) -> Option<Field> {
    let (root, rest) = root(path);
    let name = match root {
        "company" if !matches!(rest, "bin" | "oked" | "phone" | "email") => {
            return Field::from_name(&format!("company_{rest}")).or_else(|| Field::from_name(rest));
        }
        "company" | "employee" | "person" | "dependant" | "family" | "quota" => rest.to_owned(),
        "permit" => match rest {
            "number" => "wp_no".to_owned(),
            "extension_years" => "wp_ext_years".to_owned(),
            "duty_receipt" => rest.to_owned(),
            _ => format!("wp_{rest}"),
        },
        "visa" => match rest {
            "number" => "visa_no".to_owned(),
            "category" => "visa_cat".to_owned(),
            _ => format!("visa_{rest}"),
        },
        "trp" => format!("trp_{}", if rest == "number" { "no" } else { rest }),
        "contract" => format!("contract_{}", if rest == "number" { "no" } else { rest }),
        "contracts" => match rest {
            "number" => "contract_no".to_owned(),
            "from" | "to" => format!("contract_{rest}"),
            _ => rest.to_owned(),
        },
        "movement" => match rest {
            "kind" => "movement".to_owned(),
            "date" | "to" => format!("movement_{rest}"),
            "days" => "trip_days".to_owned(),
            _ => rest.strip_prefix("former_").unwrap_or(rest).to_owned(),
        },
        "filing" => match rest {
            "addressee_ru" | "addressee_kk" | "addressee_en" | "region" => "region".to_owned(),
            "year" => "year".to_owned(),
            _ => return None,
        },
        _ => return None,
    };
    // A dependant's own visa and residence permit stand under it: `dependant.trp.to`.
    if name.contains('.') { field_of(&name) } else { Field::from_name(&name) }
}

/// Where in the workbook a path of this filing's context stands, or would stand: without a cell where
/// the sheet has no such column. `None` for what no row holds.
pub fn place_of(case: &Case, filing: &Filing, path: &str) -> Option<Place> {
    let (root, rest) = root(path);
    let field = match (root, rest) {
        ("filing", "period_from" | "period_to") => Some(end_of_term(filing.kind)),
        _ => field_of(path),
    };
    let movement = filing.movement(case).filter(|_| root == "movement");
    if let Some(movement) = movement.filter(|_| !rest.starts_with("former_")) {
        return field.map(|field| movement.place(field));
    }
    let people = filing.subject.people(case);
    let dependant = people.and_then(|(_, dependant)| dependant);
    let places = match root {
        "company" => Some(&case.company.places),
        "quota" => filing.subject.lines(case).nth(index(path).unwrap_or(0)).map(|line| &line.places),
        "contracts" => return contract_place(case, filing, path, field),
        "family" => people
            .and_then(|(employee, _)| employee.dependants.get(index(path).unwrap_or(0)))
            .map(|dependant| &dependant.places),
        "person" | "dependant" | "filing" | "visa" | "trp" if dependant.is_some() => {
            dependant.map(|dependant| &dependant.places)
        }
        "filing" if people.is_none() => filing.subject.lines(case).next().map(|line| &line.places),
        "dependant" => None,
        _ => people.map(|(employee, _)| &employee.places),
    }?;
    Some(field.map_or_else(|| places.record(), |field| places.place(field)))
}

/// The field without which a term has no end.
fn end_of_term(kind: FilingKind) -> Field {
    match kind {
        FilingKind::InvitationLetter => Field::WpTo,
        FilingKind::ArrivalNotification => Field::StayDays,
        FilingKind::TrpApplication => Field::PassportExpiry,
        FilingKind::QuotaRequest => Field::Year,
        FilingKind::WorkPermitExtension => Field::WpExtYears,
        FilingKind::VisaExtension | FilingKind::FamilyVisaRequest => Field::WpTo,
        _ => Field::TerminationDate,
    }
}

fn contract_place(case: &Case, filing: &Filing, path: &str, field: Option<Field>) -> Option<Place> {
    let Subject::Region(region, _) = filing.subject else { return None };
    let mut here = case.contracts.iter().filter(|contract| contract.regions().any(|one| one == region));
    let contract = here.nth(index(path).unwrap_or(0))?;
    Some(field.map_or_else(|| contract.places.record(), |field| contract.place(field)))
}

/// `quota[0].position` and `quota.0.position` → (`quota`, `position`).
fn root(path: &str) -> (&str, &str) {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let head = head.split('[').next().unwrap_or(head);
    match rest.split_once('.') {
        Some((first, rest)) if first.bytes().all(|byte| byte.is_ascii_digit()) => (head, rest),
        _ => (head, rest),
    }
}

/// The index in `quota[3].position` or `quota.3.position`.
fn index(path: &str) -> Option<usize> {
    let digits = path.split(['[', ']', '.']).nth(1)?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::{COMPANY, CONTRACT, DEPENDANT, EMPLOYEE, LINE, PERSON};
    use super::*;

    #[test]
    fn a_path_leads_to_its_field() {
        for (path, field) in [
            ("employee.address", Some(Field::Address)),
            ("person.full_name_cyr", Some(Field::FullNameCyr)),
            ("permit.number", Some(Field::WpNo)),
            ("permit.extensions", Some(Field::WpExtensions)),
            ("visa.category", Some(Field::VisaCat)),
            ("trp.to", Some(Field::TrpTo)),
            ("contract.number", Some(Field::ContractNo)),
            ("company.name_kk", Some(Field::CompanyNameKk)),
            ("company.address_ru", Some(Field::CompanyAddressRu)),
            ("company.bin", Some(Field::Bin)),
            ("company.phone", Some(Field::Phone)),
            ("company.signatory_name_ru", Some(Field::SignatoryNameRu)),
            ("quota[2].position", Some(Field::Position)),
            ("quota.2.count", Some(Field::Count)),
            ("contracts[0].number", Some(Field::ContractNo)),
            ("contracts[0].customer", Some(Field::Customer)),
            ("family[1].cert_no", Some(Field::CertNo)),
            ("dependant.trp.to", Some(Field::TrpTo)),
            ("filing.addressee_kk", Some(Field::Region)),
            ("filing.due", None),
            ("employee.route", None),
            ("", None),
            ("nonsense", None),
        ] {
            assert_eq!(field_of(path), field, "{path}");
        }
        assert_eq!(index("quota[12].position"), Some(12));
    }

    #[test]
    fn every_key_names_a_field() {
        let without_column = ["route", "cert_authentication"];
        let people = PERSON.iter().chain(&EMPLOYEE).chain(&DEPENDANT).chain(&LINE);
        for key in people.filter(|key| !without_column.contains(key)) {
            assert!(Field::from_name(key).is_some(), "{key}");
        }
        for (root, keys) in [("company", &COMPANY[..]), ("contracts", &CONTRACT[..])] {
            for key in keys {
                assert!(field_of(&format!("{root}.{key}")).is_some(), "{root}.{key}");
            }
        }
    }
}
