//! Filings and what was asked for → [`Job`]s, one for each packet.

use std::collections::BTreeMap;

use crate::check::Case;
use crate::filing::FilingKind;
use crate::plan::{Filing, Status, Subject};
use crate::reference::Region;

/// One packet to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Job<'a> {
    pub owner: Owner,
    /// At least one.
    pub filings: Vec<&'a Filing>,
}

/// Whose packet a filing goes into; the order is that of a run: employees, then regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// Index in the roster; the filings of the family are in the same packet.
    Employee(usize),
    Region(Region, i32),
}

/// What of a roster's filings is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// All kinds where it is empty.
    pub kinds: &'a [FilingKind],
    /// One employee, by number or part of the name.
    pub employee: Option<&'a str>,
}

impl Owner {
    /// Whose packet the filings of this subject go into.
    pub fn of(subject: Subject) -> Owner {
        match subject {
            Subject::Employee(index) | Subject::Dependant(index, _) => Owner::Employee(index),
            Subject::Region(region, year) => Owner::Region(region, year),
        }
    }

    /// The employee's number in the roster, from 1; 0 for a region.
    pub fn number(self) -> usize {
        match self {
            Owner::Employee(index) => index + 1,
            Owner::Region(..) => 0,
        }
    }
}

impl Choice<'_> {
    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.kinds.is_empty() && self.employee.is_none()
    }

    fn takes(&self, case: &Case, filing: &Filing) -> bool {
        let person = match (self.employee, filing.subject.people(case)) {
            (None, _) => true,
            (Some(name), Some((employee, _))) => employee.is_called(name),
            (Some(_), None) => false,
        };
        person && (self.kinds.is_empty() || self.kinds.contains(&filing.kind))
    }
}

/// The packets of the filings that are chosen, have letters and are not done.
pub fn jobs<'a>(case: &Case, filings: &'a [Filing], choice: &Choice) -> Vec<Job<'a>> {
    let mut packets: BTreeMap<Owner, Vec<&Filing>> = BTreeMap::new();
    let open = filings.iter().filter(|filing| filing.status != Status::Done && filing.is_printed(case));
    for filing in open.filter(|filing| choice.takes(case, filing)) {
        packets.entry(Owner::of(filing.subject)).or_default().push(filing);
    }
    packets.into_iter().map(|(owner, filings)| Job { owner, filings }).collect()
}
