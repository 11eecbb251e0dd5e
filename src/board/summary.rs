//! Case and filings → [`Summary`]: the season counted by region, category, kind and month, what holds
//! filings back, and the plan of the quota beside the staff.
//!
//! Invariant: each filing is counted once in each of the four. Deliberately absent: words, which are those
//! of [`tables`](mod@super::tables), and a verdict on the quota, which is the employer's to give.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::check::{Case, need};
use crate::filing::FilingKind;
use crate::language::Text;
use crate::plan::{Filing, Status, Subject};
use crate::record::{Employee, QuotaLine};
use crate::reference::{Category, Region, Route};

/// The states in the order in which they press.
pub const STATES: [Status; 6] =
    [Status::Overdue, Status::Due, Status::Ready, Status::Upcoming, Status::Blocked, Status::Done];

/// A season as of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub total: Tally,
    /// By the region of the authority; where there is none, by that of the work.
    pub regions: BTreeMap<Option<Region>, Tally>,
    /// By the category of the worker; the family with the worker, quota requests under none.
    pub categories: BTreeMap<Option<Category>, Tally>,
    pub kinds: BTreeMap<FilingKind, Tally>,
    /// By year and month of the last day.
    pub months: BTreeMap<Option<(i32, u32)>, Tally>,
    /// What holds back most first.
    pub held: Vec<Held>,
    /// By year, region and category; none where nothing is planned.
    pub quota: Vec<Need>,
}

/// How many filings there are in each state, and what their lateness may cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// As [`STATES`].
    pub counts: [u32; STATES.len()],
    /// In tenge, from and to.
    pub exposure: [u64; 2],
}

/// Why a filing cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The name of a field that is empty.
    Lacks(&'static str),
    /// The code of a finding.
    Finding(&'static str),
}

/// A cause and what it holds back.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub cause: Cause,
    pub filings: usize,
    /// Each once, in the order of the workbook.
    pub subjects: Vec<Subject>,
}

/// The plan of the quota beside those who work there now.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    pub year: i32,
    pub region: Region,
    pub category: Option<Category>,
    /// The planned positions and their numbers.
    pub positions: Vec<(Text, u32)>,
    pub planned: u32,
    /// Workers who need a work permit (not the citizens of the EAEU, R28), by their first region.
    pub workers: u32,
    /// Those of them whose permit is valid today.
    pub permits: u32,
    /// Those of them whose permit still is on 1 January of the year.
    pub lasting: u32,
}

impl Tally {
    fn add(&mut self, filing: &Filing) {
        let state = STATES.iter().position(|state| *state == filing.status).expect("all states are there");
        self.counts[state] += 1;
        for (sum, part) in self.exposure.iter_mut().zip(filing.exposure.unwrap_or_default()) {
            *sum += part;
        }
    }

    /// The filings of all states.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }
}

impl Summary {
    /// Counts the filings of a case that was planned on a day.
    pub fn new(case: &Case, filings: &[Filing], today: NaiveDate) -> Summary {
        let mut summary = Summary { held: held(filings), quota: quota(case, today), ..Summary::default() };
        for filing in filings {
            summary.total.add(filing);
            summary.regions.entry(region(case, filing)).or_default().add(filing);
            summary.categories.entry(category(case, filing)).or_default().add(filing);
            summary.kinds.entry(filing.kind).or_default().add(filing);
            let month = filing.due.map(|due| (due.year(), due.month()));
            summary.months.entry(month).or_default().add(filing);
        }
        summary
    }
}

/// The region that a filing is counted under.
pub(super) fn region(case: &Case, filing: &Filing) -> Option<Region> {
    filing.region.or_else(|| filing.subject.people(case)?.0.region)
}

/// The category that a filing is counted under.
pub(super) fn category(case: &Case, filing: &Filing) -> Option<Category> {
    filing.subject.people(case)?.0.category
}

/// What a filing waits for.
pub(super) fn causes(filing: &Filing) -> impl Iterator<Item = Cause> {
    let lacks = filing.lacks.iter().map(|field| Cause::Lacks(field));
    lacks.chain(filing.blocked_by.iter().map(|code| Cause::Finding(code)))
}

fn held(filings: &[Filing]) -> Vec<Held> {
    let mut all: BTreeMap<Cause, Held> = BTreeMap::new();
    for filing in filings.iter().filter(|filing| filing.status != Status::Done) {
        for cause in causes(filing) {
            let held = all.entry(cause).or_insert(Held { cause, filings: 0, subjects: Vec::new() });
            held.filings += 1;
            if !held.subjects.contains(&filing.subject) {
                held.subjects.push(filing.subject);
            }
        }
    }
    let mut all: Vec<Held> = all.into_values().collect();
    all.sort_by_key(|held| std::cmp::Reverse(held.filings));
    all
}

type Key = (i32, Region, Option<Category>);

fn quota(case: &Case, today: NaiveDate) -> Vec<Need> {
    let mut needs: BTreeMap<Key, Need> = BTreeMap::new();
    let planned = case.quota.iter().filter_map(|line| Some((line, line.year?, line.region?)));
    for (line, year, region) in planned {
        needs.entry((year, region, line.category)).or_insert_with_key(none).plan(line);
    }
    let mut years: Vec<i32> = case.quota.iter().filter_map(|line| line.year).collect();
    years.sort_unstable();
    years.dedup();
    for employee in case.employees.iter().filter(|employee| needs_permit(employee, today)) {
        for &year in &years {
            // Also where nothing is planned: that is what the table is to show.
            if let Some(region) = employee.region {
                let key = (year, region, employee.category);
                needs.entry(key).or_insert_with_key(none).count(employee, today);
            }
        }
    }
    needs.into_values().collect()
}

fn none(&(year, region, category): &Key) -> Need {
    Need { year, region, category, positions: Vec::new(), planned: 0, workers: 0, permits: 0, lasting: 0 }
}

fn needs_permit(employee: &Employee, today: NaiveDate) -> bool {
    let citizen = employee.person.citizenship.is_some_and(|country| country.is_kazakhstan());
    !citizen && employee.route != Some(Route::Eaeu) && !need::has_left_job(employee, today)
}

impl Need {
    fn plan(&mut self, line: &QuotaLine) {
        let count = line.count.unwrap_or_default();
        self.planned = self.planned.saturating_add(count);
        let QuotaLine { position, position_kk, position_en, .. } = line;
        let any = position.as_ref().or(position_kk.as_ref()).or(position_en.as_ref());
        let Some(any) = any else { return };
        let or = |own: &Option<String>| own.clone().unwrap_or_else(|| any.clone());
        self.positions.push((Text::new(or(position_en), or(position), or(position_kk)), count));
    }

    fn count(&mut self, employee: &Employee, today: NaiveDate) {
        let until = |day: Option<NaiveDate>| {
            u32::from(day.is_some_and(|day| employee.permit.to.is_some_and(|to| to >= day)))
        };
        self.workers += 1;
        self.permits += until(Some(today));
        self.lasting += until(NaiveDate::from_ymd_opt(self.year, 1, 1));
    }
}
