//! The papers of the family (R16, R31): certificates, visas, children at the age.

use chrono::{Months, NaiveDate};

use super::label;
use super::need;
use super::reader::country_name;
use super::whom::Whom;
use crate::filing::FilingKind::{FamilyVisaRequest, TrpApplication};
use crate::finding::{Finding, phrase};
use crate::language::Text;
use crate::record::Dependant;
use crate::reference::{Authentication, Relation, Route};
use crate::roster::Field;
use crate::rules::{AtAge, RuleBook};

/// What the rules say about a dependant.
pub fn check(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let Some(dependant) = whom.dependant else { return vec![] };
    let mut findings = certificate(whom, dependant, rules, today);
    findings.extend(age(whom, dependant, rules, today));
    findings.extend(route(whom, rules, today));
    let here = dependant.person.last_arrival().is_some_and(|day| day <= today);
    if whom.needs(FamilyVisaRequest) && here && !need::has_departed(&dependant.person, today) {
        findings.push(whom.finding("family-visa-missing", Field::VisaTo, "", &[]));
    }
    findings
}

/// The certificate itself, and what is to be known about its authentication.
fn certificate(whom: &Whom, dependant: &Dependant, rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    let visa = whom.needs(FamilyVisaRequest);
    let kin = matches!(dependant.relation, Some(Relation::Spouse | Relation::Child));
    if !kin || !(visa || whom.needs(TrpApplication)) {
        return findings;
    }
    if dependant.cert_no.is_none() {
        let finding = whom.finding("certificate-missing", Field::CertNo, "", &[]);
        findings.push(Finding { rule: if visa { "R16" } else { "R31" }, ..finding });
    }
    let Some(issuer) = dependant.cert_country else { return findings };
    let values = [("country", &country_name(issuer))];
    let mut note = |code| findings.push(whom.finding(code, Field::CertCountry, issuer.alpha2(), &values));
    match dependant.cert_authentication {
        Some(Authentication::NotarisedCopy) if visa => note("certificate-cis-visa"),
        Some(Authentication::Apostille | Authentication::Legalisation) if rules.has_treaty(issuer, today) => {
            note("certificate-treaty");
        }
        _ => {}
    }
    let lacks = |needed: &Authentication| dependant.cert_form.is_some_and(|form| !form.satisfies(*needed));
    if let Some(needed) = dependant.cert_authentication.filter(lacks) {
        let needed = phrase(&format!("cert-authentication-{}", needed.name()).replace('_', "-"), &[]);
        let values = [("needed", &needed), values[0]];
        let finding = whom.finding("certificate-form", Field::CertForm, "", &values);
        findings.push(Finding { rule: if visa { "R16" } else { "R31" }, ..finding });
    }
    findings
}

/// R31, reading A6: a child of exactly the age, or who reaches it while the permit runs.
fn age(whom: &Whom, dependant: &Dependant, rules: &RuleBook, today: NaiveDate) -> Option<Finding> {
    let by_residence = matches!(whom.employee.route, Some(Route::Eaeu | Route::Azerbaijan | Route::Cis));
    let born = dependant
        .person
        .birth_date
        .filter(|_| by_residence && dependant.relation == Some(Relation::Child))?;
    let limit = rules.trp_child_age.on(today);
    let age = today.years_since(born)?;
    let found = label::day(born).en;
    let limit_text = Text::same(limit.to_string());
    if age == limit {
        let reading = match rules.trp_child_at_age.on(today) {
            AtAge::Needs => Text::new(
                "needed (the safe reading)",
                "нужно (надёжное прочтение)",
                "керек (сенімді түсінік)",
            ),
            AtAge::Exempt => Text::new("not needed yet", "пока не нужно", "әзірге керек емес"),
        };
        let values = [("age", &limit_text), ("reading", &reading)];
        return Some(whom.finding("child-at-age", Field::BirthDate, found, &values));
    }
    let turns = born.checked_add_months(Months::new(12 * limit)).filter(|_| age < limit)?;
    let until = need::ground_end(whom.employee)?;
    (turns <= until && dependant.person.last_arrival().is_some()).then(|| {
        let values = [("age", &limit_text), ("turns", &label::day(turns))];
        whom.finding("child-turns", Field::BirthDate, found, &values)
    })
}

/// A dependant whose own citizenship gives another way in than the worker's.
fn route(whom: &Whom, rules: &RuleBook, today: NaiveDate) -> Option<Finding> {
    let country = whom.person().citizenship.filter(|country| !country.is_kazakhstan())?;
    let own = rules.route(country, today)?;
    let by_visa = |route| matches!(route, Route::Visa | Route::Bilateral);
    let differs = whom.employee.route.is_some_and(|route| by_visa(route) != by_visa(own));
    differs.then(|| {
        let values = [("country", &country_name(country))];
        whom.finding("family-other-route", Field::Citizenship, country.alpha2(), &values)
    })
}
