//! Who needs an IIN and has none (R38), and the consulate at the place of residence (R15).

use chrono::NaiveDate;

use super::need;
use super::whom::Whom;
use crate::filing::FilingKind::{IinApplication, InvitationLetter};
use crate::finding::Finding;
use crate::reference::country;
use crate::roster::Field;

/// What is to be said about a person's IIN and a worker's consulate.
pub fn check(whom: &Whom, today: NaiveDate) -> Vec<Finding> {
    if need::has_left_job(whom.employee, today) {
        return vec![];
    }
    if whom.dependant.is_some() {
        let needed = whom.needs(IinApplication);
        return needed.then(|| whom.finding("iin-family", Field::Iin, "", &[])).into_iter().collect();
    }
    let person = whom.person();
    let missing = whom.needs(IinApplication) && person.passport_no.is_some();
    let foreign = person.citizenship.is_none_or(|country| !country.is_kazakhstan());
    let mut findings = Vec::new();
    if missing && foreign {
        findings.push(whom.finding("iin-missing", Field::Iin, "", &[]));
    }
    findings.extend(residence(whom));
    findings
}

/// R15: the visa is to be received where the employee lives, not where he is a citizen.
fn residence(whom: &Whom) -> Option<Finding> {
    let typed = whom.employee.visa_place.as_deref().filter(|_| whom.needs(InvitationLetter))?;
    let lives = whom.employee.residence_country?;
    let consulate = typed.split([',', ';', '(', ')', '/', '\n']).find_map(|part| country::find(part).ok())?;
    (consulate == lives && whom.person().citizenship.is_some_and(|own| own != lives))
        .then(|| whom.finding("visa-place-residence", Field::VisaPlace, typed, &[]))
}
