//! IINs and passports that stand for more than one row (an IIN copied down, a person listed twice).

use std::collections::BTreeMap;

use super::block::weigh;
use super::whom::Whom;
use crate::filing::FilingKind::IinApplication;
use crate::finding::Finding;
use crate::language::Text;
use crate::roster::Field;

/// A finding for each row of a number that several rows have.
pub fn check(people: &[Whom]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let iin = |whom: &Whom| whom.person().iin.as_ref().map(|iin| iin.as_str().to_owned());
    for (number, same) in shared(people, iin) {
        findings.extend(each(&same, Field::Iin, |whom, other| {
            let finding = whom.finding("iin-duplicate", Field::Iin, &number, &[("other", other)]);
            finding.blocking(&[IinApplication])
        }));
    }
    let passport = |whom: &Whom| whom.person().passport_no.as_ref().map(|number| number.as_str().to_owned());
    for (number, same) in shared(people, passport) {
        findings.extend(each(&same, Field::PassportNo, |whom, other| {
            let finding = whom.finding("passport-duplicate", Field::PassportNo, &number, &[("other", other)]);
            finding.blocking(&whom.open)
        }));
    }
    findings.iter_mut().for_each(weigh);
    findings
}

/// The people who share a number, by number.
fn shared<'a, 'b>(
    people: &'b [Whom<'a>],
    number: impl Fn(&Whom) -> Option<String>,
) -> impl Iterator<Item = (String, Vec<&'b Whom<'a>>)> {
    let mut by_number: BTreeMap<String, Vec<&Whom>> = BTreeMap::new();
    for whom in people {
        if let Some(number) = number(whom) {
            by_number.entry(number).or_default().push(whom);
        }
    }
    by_number.into_iter().filter(|(_, same)| same.len() > 1)
}

/// One finding for each of them, naming the first of the others by place.
fn each<'b>(
    same: &[&'b Whom<'_>],
    field: Field,
    finding: impl Fn(&'b Whom<'_>, &Text) -> Finding,
) -> Vec<Finding> {
    let other = |index: usize| {
        let other = same[usize::from(index == 0)];
        Text::same(format!("{} ({})", other.person().subject, other.place(field)))
    };
    same.iter().enumerate().map(|(index, whom)| finding(whom, &other(index))).collect()
}
