//! Work permit, contract, visa and residence permit of a person against the FAQ (R7, R13–R18, R26–R30).

use std::cell::LazyCell;

use chrono::NaiveDate;

use super::block::weigh;
use super::label;
use super::need::{self, Stay};
use super::reader::country_name;
use super::whom::Whom;
use crate::filing::FilingKind::{self, InvitationLetter, TrpApplication};
use crate::finding::Finding;
use crate::language::{Language, Text};
use crate::record::{Employee, Permit};
use crate::reference::{Country, Engagement, Route, VisaCategory, country};
use crate::roster::Field;
use crate::rules::RuleBook;

/// What the rules say about the papers of a person.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let country = whom.person().citizenship;
    if country.is_some_and(Country::is_kazakhstan) {
        findings.push(whom.finding("country-kazakhstan", Field::Citizenship, "", &[]));
        return findings;
    }
    if whom.dependant.is_none() {
        if let (Some(country), Some(route)) = (country, whom.employee.route) {
            findings.extend(right_to_work(whom, country, route, today));
            findings.extend(right_to_enter(whom, country, route, rules, today));
        }
        findings.extend(visa_place(whom));
    }
    findings.extend(visa_category(whom));
    findings.extend(residence(whom, rules, today));
    findings.iter_mut().for_each(weigh);
    findings
}

/// The kinds among these that are needed.
fn needed(whom: &Whom, kinds: &[FilingKind]) -> Vec<FilingKind> {
    kinds.iter().copied().filter(|kind| whom.needs(*kind)).collect()
}

/// The country after «гражданин», before «азаматы».
fn of_country(country: Country) -> Text {
    Text::new(country.genitive(Language::En), country.genitive(Language::Ru), country.genitive(Language::Kk))
}

/// Whether the contract is the ground of the work here, and not a secondment (R28, R37).
pub fn works_on_contract(employee: &Employee) -> bool {
    let seconded = matches!(employee.engagement, Some(Engagement::Ict | Engagement::ServicesNoBranch));
    employee.route == Some(Route::Eaeu) && !seconded
}

/// A permit of which the row says nothing.
pub fn has_no_permit(permit: &Permit) -> bool {
    permit.number.is_none() && permit.from.is_none() && permit.to.is_none()
}

/// The work permit (R13), or the contract of an EAEU citizen (R28).
fn right_to_work(whom: &Whom, country: Country, route: Route, today: NaiveDate) -> Vec<Finding> {
    let Employee { permit, contract, .. } = whom.employee;
    let name = LazyCell::new(|| of_country(country));
    let held = needed(whom, &[InvitationLetter, TrpApplication]);
    let mut findings = Vec::new();
    if route == Route::Eaeu {
        if let Some(number) = &permit.number {
            findings.push(whom.finding("permit-not-needed", Field::WpNo, number, &[("country", &*name)]));
        }
        if works_on_contract(whom.employee) && contract.number.is_none() {
            let finding = whom.finding("contract-missing", Field::ContractNo, "", &[("country", &*name)]);
            findings.push(finding.blocking(&held));
        }
    } else if has_no_permit(permit) {
        findings
            .push(whom.finding("permit-missing", Field::WpNo, "", &[("country", &*name)]).blocking(&held));
    } else if let Some(to) = permit.to.filter(|to| *to < today) {
        let finding = whom.finding("permit-expired", Field::WpTo, label::day(to).en, &[("country", &*name)]);
        findings.push(finding.blocking(&held));
    }
    findings
}

/// The work visa (R13, R17), and the routes that the FAQ leaves open (R18).
fn right_to_enter(
    whom: &Whom,
    country: Country,
    route: Route,
    rules: &RuleBook,
    today: NaiveDate,
) -> Vec<Finding> {
    let person = whom.person();
    let mut findings: Vec<Finding> =
        open_route(whom, country, route, rules.enters_freely(country, today)).into_iter().collect();
    let by_visa = matches!(route, Route::Visa | Route::Bilateral);
    if !by_visa || need::has_work_visa(person, today) || need::has_left_job(whom.employee, today) {
        return findings;
    }
    let name = of_country(country);
    let here = person.arrival_date.filter(|day| *day <= today && !need::has_departed(person, today));
    let free = rules.is_visa_free(country, today);
    match here {
        Some(arrival) => {
            let code = if free { "visa-missing" } else { "visa-needed" };
            let day = label::day(arrival);
            findings.push(whom.finding(code, Field::VisaNo, "", &[("country", &name), ("arrival", &day)]));
            let days = rules.visa_free_days.on(today);
            if free && Stay::Until(today).is_longer_than(days, arrival) {
                let days = Text::same(days.to_string());
                findings.push(whom.finding("visa-free-stay", Field::ArrivalDate, day.en, &[("days", &days)]));
            }
        }
        None if free => {
            findings.push(whom.finding("visa-free-not-work", Field::VisaNo, "", &[("country", &name)]));
        }
        None => {}
    }
    findings
}

/// A route that the FAQ does not settle: a person must ask (R18).
fn open_route(whom: &Whom, country: Country, route: Route, enters_freely: bool) -> Option<Finding> {
    let taken = match route {
        Route::Bilateral => Text::new("a C3 visa is needed", "виза C3 нужна", "C3 визасы керек"),
        Route::Cis if !enters_freely => Text::new("no visa is needed", "виза не нужна", "виза керек емес"),
        _ => return None,
    };
    let name = of_country(country);
    Some(whom.finding(
        "route-ask",
        Field::Citizenship,
        country.alpha2(),
        &[("country", &name), ("route", &taken)],
    ))
}

/// R16: a worker's visa and that of the family are of category C3.
fn visa_category(whom: &Whom) -> Option<Finding> {
    let by_visa = matches!(whom.employee.route, Some(Route::Visa | Route::Bilateral));
    let category = whom.person().visa.category.filter(|category| *category != VisaCategory::WORK)?;
    by_visa.then(|| whom.finding("visa-category", Field::VisaCat, category.to_string(), &[]))
}

/// R15: the consulate is in the country of citizenship or of permanent residence.
fn visa_place(whom: &Whom) -> Option<Finding> {
    let typed = whom.employee.visa_place.as_deref().filter(|_| whom.needs(InvitationLetter))?;
    let consulate = typed.split([',', ';', '(', ')', '/', '\n']).find_map(|part| country::find(part).ok())?;
    let own = [whom.person().citizenship, whom.employee.residence_country];
    let elsewhere = own[0].is_some() && !own.contains(&Some(consulate));
    elsewhere.then(|| {
        whom.finding("visa-place-country", Field::VisaPlace, typed, &[("country", &country_name(consulate))])
    })
}

/// The term of the residence permit (R29), its ground (A11) and one whose first day is not known (R30).
fn residence(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !whom.needs(TrpApplication) {
        return findings;
    }
    let person = whom.person();
    if person.trp.from.is_none() && person.trp.to.is_some_and(|to| to >= today) {
        findings.push(whom.finding("trp-from-missing", Field::TrpFrom, "", &[]));
    }
    match (need::longest_residence(person, rules, today), person.passport_expiry) {
        (Some((from, until)), _) => findings.extend(beyond_ground(whom, from, until)),
        (None, Some(expiry)) if expiry >= today => {
            let from = label::day(person.arrival_date.map_or(today, |arrival| arrival.max(today)));
            let finding = whom.finding(
                "trp-passport-short",
                Field::PassportExpiry,
                label::day(expiry).en,
                &[("from", &from)],
            );
            findings.push(finding.blocking(&[TrpApplication]));
        }
        _ => {}
    }
    findings
}

/// A11: what the worker's stay rests on ends before the term that the FAQ allows. The shorter term is asked
/// for; where the ground has ended already, the full term is, with a warning.
fn beyond_ground(whom: &Whom, from: NaiveDate, until: NaiveDate) -> Option<Finding> {
    if whom.dependant.is_some() {
        return None;
    }
    let field = match whom.employee.route {
        Some(Route::Eaeu) => Field::ContractTo,
        _ => Field::WpTo,
    };
    let end = need::ground_end(whom.employee).filter(|end| *end < until)?;
    let code = if end > from { "trp-shortened" } else { "trp-beyond-contract" };
    Some(whom.finding(code, field, label::day(end).en, &[("until", &label::day(until))]))
}
