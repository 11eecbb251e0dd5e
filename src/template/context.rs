//! Case and filing → the JSON object that a template sees, and back from a path of it to the workbook.
//!
//! Invariant: every path always exists; what is not known is `null`. So a template never fails on a
//! name, and a missing value is found by what it leaves behind. What is deliberately absent: words;
//! a date is `2026-11-22` and a country `TR` until a filter prints them.

mod place;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::check::Case;
use crate::filing::FilingKind;
use crate::language::Language;
use crate::plan::{Filing, Subject, current_permits};
use crate::record::{Contract, Dependant, Employee, Movement, Person};
use crate::reference::{MovementKind, Region, code};
use crate::rules::RepresentativeOffice;

pub use place::{field_of, place_of};

/// Fields of any person.
const PERSON: [&str; 26] = [
    "emp_id",
    "last_name_lat",
    "first_name_lat",
    "full_name_lat",
    "full_name_cyr",
    "last_name_cyr",
    "first_name_cyr",
    "middle_name",
    "sex",
    "birth_date",
    "birth_place",
    "citizenship",
    "iin",
    "passport_no",
    "passport_issue",
    "passport_expiry",
    "passport_issuer",
    "arrival_date",
    "departure_date",
    "entry_point",
    "purpose",
    "address",
    "address_kk",
    "address_en",
    "notified_on",
    "phone",
];

/// Fields of a worker beyond those of any person.
const EMPLOYEE: [&str; 20] = [
    "email",
    "residence_country",
    "home_address",
    "position",
    "position_kk",
    "position_en",
    "occupation_code",
    "category",
    "department",
    "region",
    "oked",
    "engagement",
    "invitation_no",
    "visa_place",
    "visa_place_kk",
    "visa_place_en",
    "visa_entries",
    "stay_days",
    "termination_date",
    "route",
];

/// The employment contract, under the names of the field table too.
const PAPERS: [&str; 3] = ["contract_no", "contract_from", "contract_to"];

/// Fields of a dependant beyond those of any person.
const DEPENDANT: [&str; 7] =
    ["email", "relation", "principal", "cert_no", "cert_date", "cert_country", "cert_authentication"];

/// Fields of a line of the quota.
const LINE: [&str; 13] = [
    "oked",
    "activity_ru",
    "activity_kk",
    "activity_en",
    "position",
    "position_kk",
    "position_en",
    "occupation_code",
    "category",
    "count",
    "justification_ru",
    "justification_kk",
    "justification_en",
];

/// Fields of a service contract.
const CONTRACT: [&str; 8] =
    ["number", "from", "to", "customer", "subject_ru", "subject_kk", "subject_en", "place"];

/// Fields of the work permit.
const PERMIT: [&str; 8] =
    ["number", "from", "to", "extensions", "extension_years", "region", "position", "duty_receipt"];

/// Fields of the employment contract by itself.
const TERMS: [&str; 5] = ["number", "from", "start", "to", "indefinite"];

/// Fields of a visa and of a residence permit.
const VISA: [&str; 4] = ["number", "category", "from", "to"];
const RESIDENCE: [&str; 3] = ["number", "from", "to"];

/// Fields of a movement.
const MOVEMENT: [&str; 9] =
    ["kind", "date", "to", "days", "region", "address", "address_kk", "address_en", "entry_point"];

/// Fields of the company.
const COMPANY: [&str; 23] = [
    "name_ru",
    "name_kk",
    "name_en",
    "bin",
    "oked",
    "activity_ru",
    "activity_kk",
    "activity_en",
    "address_ru",
    "address_kk",
    "address_en",
    "phone",
    "email",
    "signatory_name_ru",
    "signatory_name_kk",
    "signatory_name_en",
    "signatory_position_ru",
    "signatory_position_kk",
    "signatory_position_en",
    "executor_name",
    "executor_phone",
    "representative_name",
    "representative_document",
];

/// The context of one filing in one language. `visa` and `trp` are of the person that the letter is
/// about; `permit` and `contract` are always the worker's.
pub fn context(case: &Case, filing: &Filing, language: Language, today: NaiveDate) -> Value {
    Dossier::of(case, filing.subject).context(case, filing, language, today)
}

/// What the contexts of all filings of one employee and his family share, in no language yet.
pub struct Dossier {
    company: Value,
    worker: Value,
    family: Vec<Value>,
    permit: Value,
    contract: Value,
    extra: Value,
}

impl Dossier {
    /// Of the employee that a subject is or belongs to; of nobody where it is a region.
    pub fn of(case: &Case, subject: Subject) -> Dossier {
        let employee = subject.people(case).map(|(employee, _)| employee);
        let nobody = || nobody(&[&PERSON, &EMPLOYEE, &PAPERS]);
        Dossier {
            company: picked(&case.company, &[&COMPANY]),
            worker: employee.map_or_else(nobody, worker),
            family: employee.iter().flat_map(|employee| &employee.dependants).map(kin).collect(),
            permit: picked(&employee.map(|employee| &employee.permit), &[&PERMIT]),
            contract: picked(&employee.map(|employee| &employee.contract), &[&TERMS]),
            extra: employee.map_or_else(|| json!({}), |employee| json!(employee.person.extra)),
        }
    }

    /// As [`context`], of one of his filings.
    pub fn context(&self, case: &Case, filing: &Filing, language: Language, today: NaiveDate) -> Value {
        let (mut worker, mut family) = (self.worker.clone(), self.family.clone());
        if let Some((employee, _)) = filing.subject.people(case) {
            in_language(&mut worker, &employee.person, language);
            for (kin, dependant) in family.iter_mut().zip(&employee.dependants) {
                in_language(kin, &dependant.person, language);
            }
        }
        let kin = match filing.subject {
            Subject::Dependant(_, index) => family.get(index).cloned().unwrap_or_default(),
            _ => Value::Null,
        };
        let person = match &kin {
            Value::Null => person(&worker, false),
            kin => person(kin, true),
        };
        let person = moved(person, filing.movement(case), language);
        let own = filing.subject.person(case);
        json!({
            "today": today.to_string(),
            "language": language.code(),
            "company": self.company,
            "employee": worker,
            "person": person,
            "dependant": kin,
            "permit": self.permit,
            "visa": picked(&own.map(|person| &person.visa), &[&VISA]),
            "trp": picked(&own.map(|person| &person.trp), &[&RESIDENCE]),
            "contract": self.contract,
            "family": family,
            "filing": filing_value(case, filing, today),
            "movement": moving(case, filing),
            "quota": filing.subject.lines(case).map(|line| picked(line, &[&LINE])).collect::<Vec<_>>(),
            "contracts": contracts(case, filing),
            "office": office(case, filing),
            "extra": self.extra,
        })
    }
}

/// The representative's office that serves the region of the filing.
fn office(case: &Case, filing: &Filing) -> Value {
    let serves =
        |office: &&RepresentativeOffice| filing.region.is_some_and(|region| office.regions.contains(&region));
    let Some(RepresentativeOffice { name, address, phone, email, .. }) = case.offices.iter().find(serves)
    else {
        return Value::Null;
    };
    json!({
        "name_ru": name.ru, "name_kk": name.kk, "name_en": name.en,
        "address_ru": address.ru, "address_kk": address.kk, "address_en": address.en,
        "phone": phone, "email": email,
    })
}

fn worker(employee: &Employee) -> Value {
    let mut worker = picked(employee, &[&PERSON, &EMPLOYEE]);
    own(&mut worker, &employee.person);
    if let Some(Ok(entries)) = employee.visa_entries.as_deref().map(code::visa_entries) {
        worker["visa_entries"] = json!(entries);
    }
    let Contract { number, from, to, .. } = &employee.contract;
    for (key, value) in PAPERS.into_iter().zip([json!(number), iso(*from), iso(*to)]) {
        worker[key] = value;
    }
    worker
}

fn kin(dependant: &Dependant) -> Value {
    let mut kin = picked(dependant, &[&PERSON, &DEPENDANT]);
    own(&mut kin, &dependant.person);
    kin
}

/// A person's own papers; the name in Cyrillic as the passport's where there is no Latin one (citizens of
/// the EAEU may enter on such a passport).
fn own(value: &mut Value, person: &Person) {
    value["visa"] = picked(&person.visa, &[&VISA]);
    value["trp"] = picked(&person.trp, &[&RESIDENCE]);
    if value["full_name_lat"].is_null() {
        value["full_name_lat"] = json!(person.full_name_cyr);
    }
}

/// What a person's values say in the letter's language.
fn in_language(value: &mut Value, person: &Person, language: Language) {
    value["purpose"] = purpose(&person.purpose, language);
}

/// The purpose of a visit in words of the language where it is one of the usual ones, else as typed.
fn purpose(typed: &Option<String>, language: Language) -> Value {
    match typed.as_deref().map(|text| (text, code::purpose(text))) {
        Some((_, Ok(purpose))) => json!(purpose.get(language)),
        Some((text, Err(_))) => json!(text),
        None => Value::Null,
    }
}

/// The person with the date, address and purpose of the movement that the letter is about; a trip leaves
/// the address what it is.
fn moved(mut person: Value, movement: Option<&Movement>, language: Language) -> Value {
    let Some(movement) = movement else { return person };
    if movement.purpose.is_some() {
        person["purpose"] = purpose(&movement.purpose, language);
    }
    if movement.is(MovementKind::Arrival) {
        person["arrival_date"] = iso(movement.date);
        person["entry_point"] = json!(movement.entry_point);
    }
    if movement.address.is_some() && !movement.is(MovementKind::Trip) {
        person["address"] = json!(movement.address);
        person["address_kk"] = json!(movement.address_kk);
        person["address_en"] = json!(movement.address_en);
    }
    person
}

/// The one whom a letter about a stay is about, with the fields of worker and dependant alike.
fn person(own: &Value, is_dependant: bool) -> Value {
    let mut person = object(nobody(&[&EMPLOYEE, &DEPENDANT, &PAPERS]), own.clone());
    person["is_dependant"] = json!(is_dependant);
    person
}

fn filing_value(case: &Case, filing: &Filing, today: NaiveDate) -> Value {
    let quota = filing.kind == FilingKind::QuotaRequest;
    let total: u64 = filing.subject.lines(case).filter_map(|line| line.count).map(u64::from).sum();
    let addressee = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    json!({
        "kind": filing.kind,
        "year": filing.year,
        "region": filing.region,
        "event": iso(filing.event),
        "due": iso(filing.due),
        "date": today.to_string(),
        "years": extension_years(case, filing),
        "period_from": iso(filing.period.map(|period| period.from)),
        "period_to": iso(filing.period.map(|period| period.to)),
        "addressee_ru": addressee(&filing.addressee.ru),
        "addressee_kk": addressee(&filing.addressee.kk),
        "addressee_en": addressee(&filing.addressee.en),
        "total": quota.then_some(total),
        "current_permits": filing.region.filter(|_| quota).map(|region| current_permits(case, region, today)),
    })
}

/// R8, R9: for how many years a permit is to be extended.
fn extension_years(case: &Case, filing: &Filing) -> Option<i32> {
    let (employee, _) = filing.subject.people(case)?;
    let period = filing.period.filter(|_| filing.kind == FilingKind::WorkPermitExtension)?;
    Some(period.to.year() - employee.permit.to?.year())
}

/// The event that a notification is about, with the address that a person who moves leaves.
fn moving(case: &Case, filing: &Filing) -> Value {
    let movement = filing.movement(case);
    let mut value = picked(&movement, &[&MOVEMENT]);
    let former = movement
        .filter(|movement| movement.is(MovementKind::Address))
        .and_then(|movement| former_address(filing.subject.person(case)?, movement))
        .unwrap_or_default();
    for (key, address) in ["former_address", "former_address_kk", "former_address_en"].iter().zip(former) {
        value[*key] = json!(address);
    }
    value
}

/// The address before a move, in Russian, Kazakh, English: of the movement before it, else of the person's
/// own row, unless that row has been brought up to date with a move already.
fn former_address(person: &Person, movement: &Movement) -> Option<[Option<String>; 3]> {
    let moves = || person.movements.iter().filter(|one| !one.is(MovementKind::Trip) && one.address.is_some());
    let before = moves().filter(|one| one.date < movement.date).max_by_key(|one| one.date);
    if let Some(Movement { address, address_kk, address_en, .. }) = before {
        return Some([address.clone(), address_kk.clone(), address_en.clone()]);
    }
    let updated = moves().any(|one| one.address == person.address);
    let own = [person.address.clone(), person.address_kk.clone(), person.address_en.clone()];
    (!updated).then_some(own)
}

fn contracts(case: &Case, filing: &Filing) -> Vec<Value> {
    let here = |region: Region| {
        case.contracts.iter().filter(move |contract| contract.regions().any(|one| one == region))
    };
    let region = match filing.subject {
        Subject::Region(region, _) => Some(region),
        _ => None,
    };
    region.into_iter().flat_map(here).map(|contract| picked(contract, &[&CONTRACT])).collect()
}

fn iso(date: Option<NaiveDate>) -> Value {
    date.map_or(Value::Null, |date| json!(date.to_string()))
}

/// The named fields of a record; one that it does not have is `null`.
fn picked(record: &impl Serialize, keys: &[&[&str]]) -> Value {
    let all = serde_json::to_value(record).expect("records have text keys and finite numbers");
    let mut all = match all {
        Value::Object(all) => all,
        _ => Map::new(),
    };
    let keys = keys.iter().flat_map(|keys| keys.iter());
    Value::Object(keys.map(|key| ((*key).to_owned(), all.remove(*key).unwrap_or_default())).collect())
}

/// A person of whom nothing is known.
fn nobody(keys: &[&[&str]]) -> Value {
    let keys = keys.iter().flat_map(|keys| keys.iter());
    let mut nobody = Value::Object(keys.map(|key| ((*key).to_owned(), Value::Null)).collect());
    own(&mut nobody, &Person::default());
    nobody
}

/// One object of two; the second wins.
fn object(first: Value, second: Value) -> Value {
    let entries = |value: Value| match value {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Value::Object(entries(first).into_iter().chain(entries(second)).collect())
}
