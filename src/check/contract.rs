//! The employment contract against the work permit (R33–R37).

use chrono::NaiveDate;

use super::label;
use super::need::{has_left_job, is_seconded};
use super::whom::Whom;
use crate::finding::Finding;
use crate::language::Text;
use crate::record::Employee;
use crate::reference::{Route, fold};
use crate::roster::Field;
use crate::rules::{EaeuClauses, RuleBook};

/// In what a contract does not fit the permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// R34 (1): another number than the permit's.
    Number,
    /// R34 (2): another place than the permit's territory.
    Territory,
    /// R34 (3): another job title than the permit's.
    Position,
    /// R34 (4): no clause on the repatriation of the body.
    Repatriation,
    /// R35: another last day than the permit's.
    Term,
}

/// The faults of a contract that the row proves; a clause of which it says nothing is none.
pub fn faults(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Vec<Fault> {
    let Employee { permit, contract, .. } = employee;
    if is_seconded(employee) || contract.number.is_none() || employee.route.is_none() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let mut note = |fault, wrong: bool| faults.extend(wrong.then_some(fault));
    let asked =
        employee.route != Some(Route::Eaeu) || rules.eaeu_contract.on(today) == EaeuClauses::Repatriation;
    if employee.route != Some(Route::Eaeu) {
        note(Fault::Number, differ(permit.number.as_deref(), contract.permit_number.as_deref()));
        let territory = permit.region.or(employee.region);
        note(
            Fault::Territory,
            contract.region.is_some_and(|place| territory.is_some_and(|own| own != place)),
        );
        let title = permit.position.as_deref().or(employee.position.as_deref());
        note(Fault::Position, differ(title, contract.position.as_deref()));
        let known = permit.to.is_some() && (contract.to.is_some() || contract.indefinite);
        note(Fault::Term, known && contract.to != permit.to);
    }
    note(Fault::Repatriation, asked && contract.repatriation == Some(false));
    faults
}

/// Two texts that are both there and not the same but for case, spaces and punctuation.
fn differ(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_some_and(|(one, other)| fold(one) != fold(other))
}

/// What the rules say about a worker's contract.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let employee = whom.employee;
    let Employee { permit, contract, .. } = employee;
    if whom.dependant.is_some() || employee.route.is_none() || has_left_job(employee, today) {
        return vec![];
    }
    let mut findings = Vec::new();
    if is_seconded(employee) {
        findings.extend(
            contract
                .number
                .as_ref()
                .map(|number| whom.finding("contract-not-needed", Field::ContractNo, number, &[])),
        );
        return findings;
    }
    let fit = faults(employee, rules, today);
    findings.extend(fit.iter().map(|fault| of_fault(whom, *fault)));
    if employee.route == Some(Route::Eaeu) {
        return findings;
    }
    if let (Some(signed), Some(from)) = (contract.from, permit.from.filter(|_| contract.number.is_some()))
        && signed < from
    {
        let values = [("from", &label::day(from))];
        findings.push(whom.finding(
            "contract-before-permit",
            Field::ContractFrom,
            label::day(signed).en,
            &values,
        ));
    }
    let here = employee.person.last_arrival().is_some_and(|day| day <= today);
    if let (Some(number), None, true) = (&permit.number, &contract.number, here) {
        findings.push(whom.finding(
            "contract-absent",
            Field::ContractNo,
            "",
            &[("permit", &Text::same(&**number))],
        ));
    }
    let silent = contract.permit_number.is_none()
        && contract.region.is_none()
        && contract.position.is_none()
        && contract.repatriation.is_none();
    if contract.number.is_some() && silent {
        findings.push(whom.finding("contract-clauses-unknown", Field::ContractRepatriation, "", &[]));
    }
    findings
}

fn of_fault(whom: &Whom, fault: Fault) -> Finding {
    let Employee { permit, contract, .. } = whom.employee;
    let same = |text: &Option<String>| Text::same(text.clone().unwrap_or_default());
    let (code, field, found, expected) = match fault {
        Fault::Number => (
            "contract-clause-permit",
            Field::ContractWpNo,
            contract.permit_number.clone().unwrap_or_default(),
            same(&permit.number),
        ),
        Fault::Territory => (
            "contract-clause-region",
            Field::ContractRegion,
            contract.region.map(|region| region.text().ru).unwrap_or_default(),
            permit.region.or(whom.employee.region).map(|region| region.text()).unwrap_or_default(),
        ),
        Fault::Position => (
            "contract-clause-position",
            Field::ContractPosition,
            contract.position.clone().unwrap_or_default(),
            same(if permit.position.is_some() { &permit.position } else { &whom.employee.position }),
        ),
        Fault::Repatriation => {
            ("contract-clause-repatriation", Field::ContractRepatriation, String::new(), Text::default())
        }
        Fault::Term => (
            "contract-term",
            Field::ContractTo,
            contract.to.map(|day| label::day(day).en).unwrap_or_else(|| "∞".to_owned()),
            permit.to.map(label::day).unwrap_or_default(),
        ),
    };
    whom.finding(code, field, found, &[("expected", &expected)])
}
