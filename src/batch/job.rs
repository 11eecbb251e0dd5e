//! Filings and what was asked for → [`Job`]s, one for each packet.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use crate::check::Case;
use crate::filing::FilingKind;
use crate::packet;
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
    /// One part of the packets, where several machines share them.
    pub shard: Option<Shard>,
}

/// One of several parts of equal size into which the packets of a roster fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: usize,
    pub of: usize,
}

impl FromStr for Shard {
    type Err = String;

    /// `2/4`: the second of four.
    fn from_str(text: &str) -> Result<Shard, String> {
        let parts =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
            _ => Err("two numbers are expected, `2/4` for the second of four parts".to_owned()),
        }
    }
}

impl Display for Shard {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}-of-{}", self.number, self.of)
    }
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
    /// Whether nothing of its part is left out.
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
    let open = filings.iter().filter(|filing| filing.status != Status::Done && filing.is_printed());
    for filing in open.filter(|filing| choice.takes(case, filing)) {
        packets.entry(Owner::of(filing.subject)).or_default().push(filing);
    }
    let mut jobs: Vec<Job> = packets.into_iter().map(|(owner, filings)| Job { owner, filings }).collect();
    if let Some(Shard { number, of }) = choice.shard {
        let mut regions = 0;
        jobs.retain(|job| {
            let place = match job.owner {
                Owner::Employee(index) => index,
                Owner::Region(..) => {
                    regions += 1;
                    regions - 1
                }
            };
            place % of == number - 1
        });
    }
    jobs
}

impl Job<'_> {
    /// Where its packet lies below the run's folder.
    pub fn path(&self, case: &Case, sealed: bool) -> String {
        let number = self.owner.number();
        let stem = packet::stem(case, number, self.first());
        match sealed {
            true => format!("packets/{}{}", packet::of_sealed_packet(number, &stem), packet::SEALED),
            false => format!("packets/{stem}.zip"),
        }
    }

    /// The person as typed, or the region.
    pub fn subject(&self, case: &Case) -> String {
        packet::owner(case, self.first())
    }

    fn first(&self) -> &Filing {
        self.filings.first().expect("a job is made where there are filings")
    }
}
