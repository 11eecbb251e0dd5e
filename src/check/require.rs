//! What each filing cannot do without: required fields by kind, route and person.
//!
//! These are the fields that the FAQ names for a filing. What a letter prints beyond them is the
//! template's own demand and shows when it is filled.

use super::region;
use crate::filing::FilingKind::{self, ArrivalNotification, InvitationLetter, TrpApplication};
use crate::record::{Company, Dependant, Employee, Movement, Person, QuotaLine};
use crate::reference::{Category, Engagement, MovementKind, Relation, Route};
use crate::roster::Field;

/// The rule that demands a filing, and so its fields.
pub fn rule(kind: FilingKind, of_dependant: bool) -> &'static str {
    match kind {
        FilingKind::QuotaRequest => "R1",
        FilingKind::InvitationLetter => "R14",
        FilingKind::ArrivalNotification => "R22",
        FilingKind::TrpApplication if of_dependant => "R31",
        FilingKind::TrpApplication => "R26",
        FilingKind::WorkPermitExtension => "R6",
        FilingKind::VisaExtension => "R19",
        FilingKind::FamilyVisaRequest => "R16",
        FilingKind::IinApplication => "R39",
        FilingKind::EmploymentContractAnnex => "R34",
        FilingKind::WorkPermitCancellation | FilingKind::VisaCancellation => "R36",
        FilingKind::PowerOfAttorney => "R40",
        FilingKind::InvitationEmail => "R15",
    }
}

/// The required fields that a person's filing lacks, in the order of the letter.
pub fn lacking(kind: FilingKind, employee: &Employee, dependant: Option<&Dependant>) -> Vec<Field> {
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    // Without a citizenship it is not known which papers the person needs.
    let kind_known = kind == ArrivalNotification || person.citizenship.is_some() || dependant.is_some();
    let mut fields = vec![
        // A visa is in Latin letters; elsewhere a name that the passport has in Cyrillic only will do.
        (
            Field::FullNameLat,
            person.full_name_lat.is_some() || (kind != InvitationLetter && person.full_name_cyr.is_some()),
        ),
        (Field::Citizenship, person.citizenship.is_some()),
        (Field::PassportNo, person.passport_no.is_some()),
    ];
    match kind {
        _ if !kind_known => {}
        InvitationLetter => fields.extend([
            (Field::Sex, person.sex.is_some()),
            (Field::BirthDate, person.birth_date.is_some()),
            (Field::Position, employee.position.is_some()),
            (Field::WpNo, employee.permit.number.is_some()),
            (Field::WpFrom, employee.permit.from.is_some()),
            (Field::WpTo, employee.permit.to.is_some()),
            (Field::VisaPlace, employee.visa_place.is_some()),
        ]),
        ArrivalNotification => fields.extend([
            (Field::ArrivalDate, person.arrival_date.is_some()),
            (Field::Purpose, person.purpose.is_some()),
            (Field::Address, person.address.is_some()),
        ]),
        TrpApplication => {
            fields.extend([
                (Field::PassportExpiry, person.passport_expiry.is_some()),
                (Field::ArrivalDate, person.arrival_date.is_some()),
                (Field::Address, person.address.is_some()),
            ]);
            fields.extend(dependant.map_or_else(|| ground(employee), kinship));
        }
        FilingKind::QuotaRequest | FilingKind::PowerOfAttorney => {}
        other => fields.extend(further(other, employee, person, dependant)),
    }
    fields.push((
        Field::Region,
        !has_authority(kind) || !kind_known || region::of_filing(kind, employee, dependant).is_some(),
    ));
    fields.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
}

/// What the notification of a movement lacks: its own address, but for an arrival, whose address may be
/// that of the person's row.
pub fn lacking_of_movement(movement: &Movement, person: &Person) -> Vec<Field> {
    let arrival = movement.is(MovementKind::Arrival);
    let address = movement.address.is_some()
        || (arrival && person.address.is_some())
        || (movement.is(MovementKind::Trip) && movement.region.is_some());
    let fields = [
        (Field::FullNameLat, person.full_name_lat.is_some()),
        (Field::Citizenship, person.citizenship.is_some()),
        (Field::PassportNo, person.passport_no.is_some()),
        (Field::Purpose, movement.purpose.is_some() || person.purpose.is_some()),
        (Field::Address, address),
    ];
    fields.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
}

/// The fields of the kinds around the four letters.
fn further(
    kind: FilingKind,
    employee: &Employee,
    person: &Person,
    dependant: Option<&Dependant>,
) -> Vec<(Field, bool)> {
    let Employee { permit, contract, .. } = employee;
    let identity = [(Field::Sex, person.sex.is_some()), (Field::BirthDate, person.birth_date.is_some())];
    match kind {
        FilingKind::WorkPermitExtension => vec![
            (Field::WpNo, permit.number.is_some()),
            (Field::Position, employee.position.is_some()),
            (Field::Category, employee.category.is_some()),
            (
                Field::WpExtYears,
                employee.category != Some(Category::First) || permit.extension_years.is_some(),
            ),
        ],
        FilingKind::VisaExtension => vec![(Field::VisaNo, person.visa.number.is_some())],
        FilingKind::FamilyVisaRequest => {
            let mut fields = identity.to_vec();
            fields.push((Field::Relation, dependant.is_some_and(|one| one.relation.is_some())));
            fields
        }
        FilingKind::IinApplication => {
            let mut fields = identity.to_vec();
            fields.push((Field::Address, person.address.is_some()));
            fields
        }
        FilingKind::EmploymentContractAnnex => vec![
            (Field::ContractNo, contract.number.is_some()),
            (Field::WpNo, permit.number.is_some() || employee.route == Some(Route::Eaeu)),
        ],
        FilingKind::WorkPermitCancellation => vec![(Field::WpNo, permit.number.is_some())],
        FilingKind::VisaCancellation => vec![(Field::VisaNo, person.visa.number.is_some())],
        FilingKind::InvitationEmail => vec![(Field::Email, person.email.is_some())],
        _ => vec![],
    }
}

/// Whether it goes to an authority at all, and not to the employee or into the file.
pub fn has_authority(kind: FilingKind) -> bool {
    !matches!(
        kind,
        FilingKind::EmploymentContractAnnex | FilingKind::PowerOfAttorney | FilingKind::InvitationEmail
    )
}

/// On what a worker's residence permit rests: the contract (R28) or the work permit (R27).
fn ground(employee: &Employee) -> Vec<(Field, bool)> {
    let stay = employee.stay_days.is_some()
        || employee.person.departure_date.is_some()
        || employee.permit.to.is_some()
        || employee.contract.to.is_some()
        || employee.contract.indefinite;
    let mut fields = match (employee.route, employee.engagement) {
        // R37: no employment contract is concluded with them.
        (Some(Route::Eaeu), Some(Engagement::Ict | Engagement::ServicesNoBranch)) => vec![],
        (Some(Route::Eaeu), _) => vec![
            (Field::ContractNo, employee.contract.number.is_some()),
            (Field::ContractFrom, employee.contract.from.is_some()),
        ],
        _ => {
            vec![(Field::WpNo, employee.permit.number.is_some()), (Field::WpTo, employee.permit.to.is_some())]
        }
    };
    fields.push((Field::StayDays, stay));
    fields
}

/// R31: who the dependant is to the worker, and of a child the age.
fn kinship(dependant: &Dependant) -> Vec<(Field, bool)> {
    let child = dependant.relation == Some(Relation::Child);
    vec![
        (Field::Relation, dependant.relation.is_some()),
        (Field::BirthDate, !child || dependant.person.birth_date.is_some()),
    ]
}

/// The required fields that the company card lacks.
pub fn lacking_of_company(company: &Company) -> Vec<Field> {
    let fields = [
        (Field::CompanyNameRu, company.name_ru.is_some()),
        (Field::Bin, company.bin.is_some()),
        (Field::CompanyAddressRu, company.address_ru.is_some()),
        (Field::SignatoryNameRu, company.signatory_name_ru.is_some()),
        (Field::SignatoryPositionRu, company.signatory_position_ru.is_some()),
    ];
    fields.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
}

/// The required fields that a line of the quota lacks (R3, R5).
pub fn lacking_of_line(line: &QuotaLine) -> Vec<Field> {
    let fields = [
        (Field::Year, line.year.is_some()),
        (Field::Region, line.region.is_some()),
        (Field::Oked, line.oked.is_some()),
        (Field::Position, line.position.is_some()),
        (Field::Category, line.category.is_some()),
        (Field::Count, line.count.is_some()),
    ];
    fields.into_iter().filter(|(_, there)| !there).map(|(field, _)| field).collect()
}
