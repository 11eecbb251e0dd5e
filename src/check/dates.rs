//! Dates of a person against each other and against today.

use chrono::NaiveDate;

use super::block::weigh;
use super::label;
use super::need::{self, Stay};
use super::whom::Whom;
use crate::filing::FilingKind::ArrivalNotification;
use crate::finding::Finding;
use crate::roster::Field;
use crate::rules::RuleBook;

/// What the dates of a person contradict.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings: Vec<Finding> = orders(whom).chain(future(whom, today)).collect();
    findings.extend(passport(whom, today));
    findings.extend(age(whom, today));
    findings.extend(calendar(whom, rules));
    findings.iter_mut().for_each(weigh);
    findings
}

/// Pairs of dates of which the first cannot be later than the second.
fn orders<'a>(whom: &'a Whom) -> impl Iterator<Item = Finding> + 'a {
    let person = whom.person();
    let mut pairs = vec![
        (Field::BirthDate, person.birth_date, Field::PassportIssue, person.passport_issue),
        (Field::PassportIssue, person.passport_issue, Field::PassportExpiry, person.passport_expiry),
        (Field::VisaFrom, person.visa.from, Field::VisaTo, person.visa.to),
        (Field::TrpFrom, person.trp.from, Field::TrpTo, person.trp.to),
    ];
    if whom.dependant.is_none() {
        let (permit, contract) = (&whom.employee.permit, &whom.employee.contract);
        pairs.push((Field::WpFrom, permit.from, Field::WpTo, permit.to));
        pairs.push((Field::ContractFrom, contract.from, Field::ContractTo, contract.to));
        pairs.push((Field::ContractStart, contract.start, Field::ContractTo, contract.to));
    }
    pairs.into_iter().filter_map(|(first, start, second, end)| {
        let (start, end) = (start?, end?);
        (end < start).then(|| {
            let values = [("other", label::header(first)), ("date", &label::day(start))];
            whom.finding("date-order", second, label::day(end).en, &values)
        })
    })
}

/// Dates that can only be past.
fn future<'a>(whom: &'a Whom, today: NaiveDate) -> impl Iterator<Item = Finding> + 'a {
    let person = whom.person();
    let dates = [
        (Field::BirthDate, person.birth_date),
        (Field::PassportIssue, person.passport_issue),
        (Field::NotifiedOn, person.notified_on),
    ];
    dates.into_iter().filter_map(move |(field, date)| {
        let date = date.filter(|date| *date > today)?;
        Some(whom.finding("date-future", field, label::day(date).en, &[]))
    })
}

/// A passport that has expired, or will before the stay ends.
fn passport(whom: &Whom, today: NaiveDate) -> Option<Finding> {
    let expiry = whom.person().passport_expiry?;
    let found = label::day(expiry).en;
    if expiry < today {
        let finding = whom.finding("passport-expired", Field::PassportExpiry, found, &[]);
        return Some(finding.blocking(&whom.open));
    }
    let until = match need::planned_stay(whom.employee, whom.person()) {
        Stay::Until(end) => end,
        Stay::Indefinite | Stay::Unknown => whom.employee.permit.to?,
    };
    (expiry < until && !whom.open.is_empty()).then(|| {
        whom.finding(
            "passport-expires-in-stay",
            Field::PassportExpiry,
            found,
            &[("until", &label::day(until))],
        )
    })
}

/// A last day that falls into a year without a holiday table cannot be computed.
fn calendar(whom: &Whom, rules: &RuleBook) -> Option<Finding> {
    let arrival = whom.person().arrival_date.filter(|_| whom.needs(ArrivalNotification))?;
    let last = rules.notification_due(arrival);
    last.is_none().then(|| whom.finding("calendar-unknown", Field::ArrivalDate, label::day(arrival).en, &[]))
}

/// A worker is between 16 and 75 years old.
fn age(whom: &Whom, today: NaiveDate) -> Option<Finding> {
    let born = whom.person().birth_date.filter(|_| whom.dependant.is_none())?;
    let age = today.years_since(born)?;
    let values = crate::language::Text::same(age.to_string());
    (!(16..=75).contains(&age))
        .then(|| whom.finding("age-implausible", Field::BirthDate, label::day(born).en, &[("age", &values)]))
}
