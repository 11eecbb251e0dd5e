//! Extensions of work permits and visas (R6–R12, R19, R20) and what is left to do for leavers (R36).

use chrono::NaiveDate;

use super::block::weigh;
use super::label;
use super::need;
use super::need::extension::{self, Refusal};
use super::whom::Whom;
use crate::filing::FilingKind::{VisaExtension, WorkPermitExtension};
use crate::finding::Finding;
use crate::language::Text;
use crate::reference::{Category, Route};
use crate::roster::Field;
use crate::rules::RuleBook;

/// What the rules say about the extensions of a person.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if whom.dependant.is_none() {
        findings.extend(permit(whom, rules, today));
        findings.extend(leaver(whom, today));
    }
    findings.extend(visa(whom, today));
    findings.iter_mut().for_each(weigh);
    findings
}

fn number(number: u32) -> Text {
    Text::same(number.to_string())
}

/// R6–R11.
fn permit(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let employee = whom.employee;
    let (Some(need), Some(to)) = (extension::of_permit(employee, rules, today), employee.permit.to) else {
        return vec![];
    };
    let open = need.is_open(today);
    let end = label::day(to);
    let mut findings = Vec::new();
    // Before the window opens there is nothing to hold back: an error is a warning then.
    let held = |finding: Finding| if open { finding.blocking(&[WorkPermitExtension]) } else { finding };
    let refusal = extension::refusal(employee, rules, today);
    match refusal {
        Some(Refusal::TooLate { due }) => {
            let values = [("due", &label::day(due))];
            findings.push(held(whom.finding("extension-too-late", Field::WpTo, end.en.clone(), &values)));
        }
        Some(Refusal::UsedUp { times }) => {
            let values = [("times", &number(times))];
            let used = employee.permit.extensions.unwrap_or_default().to_string();
            findings.push(held(whom.finding("extensions-used-up", Field::WpExtensions, used, &values)));
        }
        Some(Refusal::Term { asked, allowed }) => {
            let category = employee.category.map(|category| u32::from(category.number())).unwrap_or_default();
            let range = match allowed.from == allowed.to {
                true => number(allowed.from),
                false => Text::same(format!("{}–{}", allowed.from, allowed.to)),
            };
            let values = [("range", &range), ("category", &number(category))];
            let finding = whom.finding("extension-term", Field::WpExtYears, asked.to_string(), &values);
            let rule = if employee.category == Some(Category::First) { "R8" } else { "R9" };
            findings.push(held(Finding { rule, ..finding }));
        }
        Some(Refusal::FourthCategory) => {
            let finding = whom.finding("extension-category-four", Field::Category, "4", &[("to", &end)]);
            findings.push(held(finding));
        }
        None if open => findings.extend(window(whom, to, rules, today)),
        None => {}
    }
    findings
}

/// What to do while the window is open.
fn window(whom: &Whom, to: NaiveDate, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let permit = &whom.employee.permit;
    let mut findings = Vec::new();
    let Some(due) = extension::permit_due(whom.employee, rules, today) else { return findings };
    let advised = extension::permit_advised(whom.employee, rules, today).unwrap_or(due);
    let values = [("due", &label::day(advised)), ("stated", &label::day(due))];
    let code = if advised == due { "extension-window" } else { "extension-day-off" };
    findings.push(whom.finding(code, Field::WpTo, label::day(to).en, &values));
    if matches!(whom.employee.category, Some(Category::Second | Category::Third))
        && permit.extensions.is_none()
    {
        let times = number(rules.extensions_2_3.on(today));
        findings.push(whom.finding("extensions-unknown", Field::WpExtensions, "", &[("times", &times)]));
    }
    if permit.duty_receipt.is_none() {
        findings.push(whom.finding("extension-receipt", Field::DutyReceipt, "", &[]));
    }
    findings
}

/// R12, R20.
fn visa(whom: &Whom, today: NaiveDate) -> Vec<Finding> {
    let person = whom.person();
    let mut findings = Vec::new();
    let Some(to) = person.visa.to.filter(|_| whom.needs(VisaExtension)) else { return findings };
    let end = label::day(to).en;
    if whom.employee.permit.to.is_some_and(|permit| permit <= to) {
        findings.push(whom.finding("visa-after-permit", Field::VisaTo, end.clone(), &[]));
    }
    if need::has_departed(person, today) {
        findings.push(whom.finding("visa-extension-abroad", Field::VisaTo, end, &[]));
    }
    findings
}

/// R36.
fn leaver(whom: &Whom, today: NaiveDate) -> Option<Finding> {
    let employee = whom.employee;
    let end = employee.termination_date?;
    let mut live = Vec::new();
    live.extend(
        employee
            .permit
            .to
            .filter(|to| employee.route != Some(Route::Eaeu) && *to > end && *to >= today)
            .map(|_| label::of(Field::WpNo)),
    );
    live.extend(
        employee.person.visa.to.filter(|to| *to > end && *to >= today).map(|_| label::of(Field::VisaNo)),
    );
    (!live.is_empty()).then(|| {
        let values = [("papers", &label::list(live))];
        whom.finding("leaver-papers", Field::TerminationDate, label::day(end).en, &values)
    })
}
