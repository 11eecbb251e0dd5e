//! The terms of permit, visa, passport, residence permit and stay against each other (R13, R16, R19, R29,
//! R30), and notifications that were late (R22, R25).

use chrono::{Months, NaiveDate};

use super::label;
use super::need::{self, Stay};
use super::whom::Whom;
use crate::finding::Finding;
use crate::language::Text;
use crate::reference::Route;
use crate::roster::Field;
use crate::rules::{RuleBook, YesNo};

/// What the terms of a person's papers contradict.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = visa(whom, today);
    findings.extend(stay(whom, today));
    findings.extend(residence(whom, rules, today));
    findings.extend(notification(whom, rules, today));
    findings
}

/// R16, R18, R19: the visa within the permit and the passport.
fn visa(whom: &Whom, today: NaiveDate) -> Vec<Finding> {
    let person = whom.person();
    let mut findings = Vec::new();
    let Some(to) = person.visa.to.filter(|to| *to >= today) else { return findings };
    let end = label::day(to).en;
    match whom.employee.route {
        Some(Route::Visa | Route::Bilateral) => {}
        Some(_) => {
            findings.push(whom.finding("visa-not-needed", Field::VisaTo, end, &[]));
            return findings;
        }
        None => return findings,
    }
    if let Some(permit) = whom.employee.permit.to.filter(|permit| to > *permit) {
        let rule = if whom.dependant.is_some() { "R16" } else { "R19" };
        let finding = whom.finding(
            "visa-beyond-permit",
            Field::VisaTo,
            end.clone(),
            &[("permit", &label::day(permit))],
        );
        findings.push(Finding { rule, ..finding });
    }
    if let Some(expiry) = person.passport_expiry.filter(|expiry| to > *expiry && *expiry >= today) {
        findings.push(whom.finding(
            "visa-beyond-passport",
            Field::VisaTo,
            end,
            &[("passport", &label::day(expiry))],
        ));
    }
    findings
}

/// R13: the planned stay within permit and visa.
fn stay(whom: &Whom, today: NaiveDate) -> Vec<Finding> {
    let (person, employee) = (whom.person(), whom.employee);
    let Stay::Until(end) = need::planned_stay(employee, person) else { return vec![] };
    let stated = employee.stay_days.is_some() || person.departure_date.is_some();
    if !stated || need::has_departed(person, today) {
        return vec![];
    }
    let permit = employee.permit.to.filter(|_| employee.route != Some(Route::Eaeu));
    let visa = person.visa.to.filter(|_| matches!(employee.route, Some(Route::Visa | Route::Bilateral)));
    let paper = [(visa, Field::VisaTo), (permit, Field::WpTo)];
    let first = paper.into_iter().filter_map(|(to, field)| Some((to?, field))).min_by_key(|(to, _)| *to);
    let short = first.filter(|(to, _)| *to < end && *to >= today);
    short
        .map(|(to, field)| {
            let field =
                if whom.dependant.is_some() && field == Field::WpTo { Field::ArrivalDate } else { field };
            whom.finding("stay-beyond-papers", field, label::day(to).en, &[("end", &label::day(end))])
        })
        .into_iter()
        .collect()
}

/// R29, R30: a residence permit that is longer than it may be, or older than the last arrival.
fn residence(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let person = whom.person();
    let mut findings = Vec::new();
    let Some(to) = person.trp.to.filter(|to| *to >= today) else { return findings };
    let end = label::day(to).en;
    let years = Months::new(12 * rules.trp_max_years.on(today));
    let year = person.trp.from.and_then(|from| from.checked_add_months(years));
    if let Some(limit) = year.into_iter().chain(person.passport_expiry).min().filter(|limit| to > *limit) {
        findings.push(whom.finding("trp-too-long", Field::TrpTo, end, &[("limit", &label::day(limit))]));
    }
    let arrival = person.last_arrival().filter(|arrival| *arrival <= today);
    if let (Some(from), Some(arrival)) = (person.trp.from, arrival)
        && from < arrival
        && rules.trp_renewed_on_return.on(today) == YesNo::Yes
    {
        let values = [("arrival", &label::day(arrival))];
        findings.push(whom.finding("trp-before-arrival", Field::TrpFrom, label::day(from).en, &values));
    }
    findings
}

/// R22, R25: notified, but after the last day.
fn notification(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let person = whom.person();
    let own = (person.arrival_date, person.notified_on, None);
    let moved = person.movements.iter().map(|one| (one.date, one.notified_on, Some(one)));
    let mut findings = Vec::new();
    for (event, notified, movement) in std::iter::once(own).chain(moved) {
        let (Some(event), Some(notified)) = (event, notified) else { continue };
        let Some(due) = rules.notification_due(event).filter(|due| notified > *due && event <= today) else {
            continue;
        };
        let (found, due) = (label::day(notified).en, label::day(due));
        let fine = penalty(rules, notified);
        let values: [(&str, &Text); 2] = [("due", &due), ("fine", &fine)];
        findings.push(match movement {
            None => whom.finding("notification-late", Field::NotifiedOn, found, &values),
            Some(movement) => {
                Finding::new("notification-late", movement.place(Field::NotifiedOn), found, &values)
                    .about(&person.subject)
            }
        });
    }
    findings
}

/// R25: the penalty in tenge in that year, or in indexes where the index is not known.
fn penalty(rules: &RuleBook, day: NaiveDate) -> Text {
    let range = rules.penalty_notification.on(day);
    match rules.mci(day) {
        Some(index) => {
            let sum = |times: u32| super::label::sum(u64::from(times) * u64::from(index));
            let (from, to) = (sum(range.from), sum(range.to));
            Text::new(format!("{from}–{to} KZT"), format!("{from}–{to} тенге"), format!("{from}–{to} теңге"))
        }
        None => {
            let (from, to) = (range.from, range.to);
            Text::new(format!("{from}–{to} MCI"), format!("{from}–{to} МРП"), format!("{from}–{to} АЕК"))
        }
    }
}
