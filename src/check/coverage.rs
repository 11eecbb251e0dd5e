//! The permits of a year against the lines of its quota, by region, position and number (R2).
//!
//! A year of which the workbook has no line is not judged, only named: its request may lie elsewhere.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::need::extension;
use super::whom::Whom;
use crate::finding::Finding;
use crate::language::Text;
use crate::record::{Employee, QuotaLine};
use crate::reference::{Region, Route, fold};
use crate::roster::Field;
use crate::rules::RuleBook;

/// A worker's claim on the quota of a year.
struct Claim<'a, 'b> {
    whom: &'b Whom<'a>,
    year: i32,
    region: Region,
    position: &'a str,
}

/// What the quota does not cover.
pub fn check(people: &[Whom], quota: &[QuotaLine], rules: &RuleBook, today: NaiveDate) -> Vec<Finding> {
    let claims: Vec<Claim> = people
        .iter()
        .filter(|whom| whom.dependant.is_none())
        .flat_map(|whom| {
            let employee = whom.employee;
            years(employee, rules, today).into_iter().filter_map(move |year| {
                let (region, position) = (employee.permit.region.or(employee.region)?, title(employee)?);
                Some(Claim { whom, year, region, position })
            })
        })
        .collect();
    let lines = Lines::of(quota);
    let mut taken: BTreeMap<(i32, Region, String), u32> = BTreeMap::new();
    claims
        .iter()
        .filter(|claim| quota.iter().any(|line| line.year == Some(claim.year)))
        .filter_map(|claim| of_claim(claim, &lines, &mut taken))
        .collect()
}

/// The title by which the quota counts a worker.
fn title(employee: &Employee) -> Option<&str> {
    employee.permit.position.as_deref().or(employee.position.as_deref())
}

/// The years in which a permit is issued or extended for a worker.
fn years(employee: &Employee, rules: &RuleBook, today: NaiveDate) -> Vec<i32> {
    if employee.route.is_none_or(|route| route == Route::Eaeu) {
        return Vec::new();
    }
    let permit = &employee.permit;
    let extended = extension::of_permit(employee, rules, today).and(permit.to).map(|to| to.year());
    let issued = permit.from.map(|from| from.year());
    let planned = (permit.number.is_none() && permit.from.is_none() && permit.to.is_none()).then(|| {
        employee.person.last_arrival().map_or(today.year(), |arrival| arrival.year().max(today.year()))
    });
    let mut years: Vec<i32> = issued.into_iter().chain(extended).chain(planned).collect();
    years.dedup();
    years
}

/// The lines of the quota by year and region, each position under its spellings.
struct Lines(BTreeMap<(i32, Region), BTreeMap<String, (String, u32)>>);

impl Lines {
    fn of(quota: &[QuotaLine]) -> Lines {
        let mut lines: BTreeMap<(i32, Region), BTreeMap<String, (String, u32)>> = BTreeMap::new();
        for line in quota {
            let (Some(year), Some(region), Some(position)) = (line.year, line.region, &line.position) else {
                continue;
            };
            let own = fold(position);
            let positions = lines.entry((year, region)).or_default();
            let sum = positions.get(&own).map_or(0, |(_, count)| *count) + line.count.unwrap_or(0);
            let spellings = [Some(position), line.position_kk.as_ref(), line.position_en.as_ref()];
            for spelling in spellings.into_iter().flatten() {
                positions.insert(fold(spelling), (own.clone(), sum));
            }
        }
        Lines(lines)
    }
}

fn of_claim(
    claim: &Claim,
    lines: &Lines,
    taken: &mut BTreeMap<(i32, Region, String), u32>,
) -> Option<Finding> {
    let year = Text::same(claim.year.to_string());
    let region = claim.region.text();
    let values = [("year", &year), ("region", &region)];
    let positions = lines.0.get(&(claim.year, claim.region));
    let Some((own, count)) = positions.and_then(|positions| positions.get(&fold(claim.position))) else {
        return Some(claim.whom.finding("quota-position-missing", Field::Position, claim.position, &values));
    };
    let used = taken.entry((claim.year, claim.region, own.clone())).or_insert(0);
    *used += 1;
    (*used > *count).then(|| {
        let number = Text::same(count.to_string());
        let values = [values[0], values[1], ("count", &number)];
        claim.whom.finding("quota-short", Field::Position, claim.position, &values)
    })
}
