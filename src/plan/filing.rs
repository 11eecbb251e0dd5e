//! One submission to one authority for one subject.

use chrono::NaiveDate;
use serde::Serialize;

use crate::check::Case;
use crate::filing::FilingKind;
use crate::language::{Language, Text};
use crate::record::{Dependant, Employee, Movement, Person, QuotaLine};
use crate::reference::{MovementKind, Region};

/// A planned filing.
#[derive(Clone, Debug, PartialEq)]
pub struct Filing {
    pub kind: FilingKind,
    pub subject: Subject,
    /// The region whose authority takes it; `None` where neither the address nor the work tells it.
    pub region: Option<Region>,
    /// Full name of the authority, in the nominative; empty while the region is not known.
    pub authority: Text,
    /// The line at the head of the letter: in Kazakh in the dative.
    pub addressee: Text,
    /// The day from which the duty runs.
    pub event: Option<NaiveDate>,
    /// The last day; `None` where the FAQ has none, or a year has no holiday table yet.
    pub due: Option<NaiveDate>,
    /// An earlier day on which it is safe whatever the reading: 31 July of «by 1 August» (A2), the working
    /// day before a last day that is a day off (A3); `None` where there is none, or it has passed.
    pub advised: Option<NaiveDate>,
    pub status: Status,
    /// Number of the rule in the FAQ.
    pub rule: &'static str,
    /// The penalty for lateness in tenge, from and to; only while it threatens, and only in a year whose
    /// monthly calculation index is known.
    pub exposure: Option<[u64; 2]>,
    /// Names of the required fields that are not there.
    pub lacks: Vec<&'static str>,
    /// Codes of the findings that hold it back.
    pub blocked_by: Vec<&'static str>,
    /// The term that is asked for or notified: of the visa (R19), of the stay, of the residence permit
    /// (R29).
    pub period: Option<Period>,
    /// The year of a quota request.
    pub year: Option<i32>,
    /// The movement of the person that it is about, by its index ([`Person::movements`]); `None` where it
    /// is about the person's own row.
    pub movement: Option<usize>,
}

impl Filing {
    /// The movement that it is about.
    pub fn movement<'a>(&self, case: &'a Case) -> Option<&'a Movement> {
        self.subject.person(case)?.movements.get(self.movement?)
    }

    /// What an officer calls the document: the kind, and of a notification the event.
    pub fn title(&self, case: &Case) -> Text {
        match self.movement(case).and_then(|movement| movement.kind) {
            Some(MovementKind::Address) => Text::new(
                "Notification of a change of address",
                "Уведомление об изменении адреса иностранца",
                "Шетелдіктің мекенжайының өзгергені туралы хабарлама",
            ),
            Some(MovementKind::Trip) => Text::new(
                "Notification of a trip to another region",
                "Уведомление о поездке иностранца в другой регион",
                "Шетелдіктің басқа өңірге сапары туралы хабарлама",
            ),
            _ => self.kind.title(),
        }
    }

    /// Whether its letters are made now: those of an extension once it may be applied for.
    pub fn is_printed(&self) -> bool {
        let extension = matches!(self.kind, FilingKind::WorkPermitExtension | FilingKind::VisaExtension);
        !(extension && self.status == Status::Upcoming)
    }
}

/// The first and the last day of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// How a filing stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The roster says that it was filed.
    Done,
    /// A field is missing or a finding holds it back.
    Blocked,
    /// The last day has passed; it is still made.
    Overdue,
    /// The last day is near.
    Due,
    /// Its event is still to come; whatever its last day, nothing can be filed yet.
    Upcoming,
    Ready,
}

/// About whom or what: indexes into the [`Case`] that was planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A worker.
    Employee(usize),
    /// The second index is that of the dependant among the worker's.
    Dependant(usize, usize),
    /// A region and a quota year.
    Region(Region, i32),
}

impl Subject {
    /// The worker, and the dependant if it is about one; `None` for a region.
    pub fn people(self, case: &Case) -> Option<(&Employee, Option<&Dependant>)> {
        match self {
            Subject::Employee(worker) => Some((case.employees.get(worker)?, None)),
            Subject::Dependant(worker, index) => {
                let employee = case.employees.get(worker)?;
                Some((employee, Some(employee.dependants.get(index)?)))
            }
            Subject::Region(..) => None,
        }
    }

    /// The person that it is about; `None` for a region.
    pub fn person(self, case: &Case) -> Option<&Person> {
        let (employee, dependant) = self.people(case)?;
        Some(dependant.map_or(&employee.person, |dependant| &dependant.person))
    }

    /// The lines of the quota that it is about; none for a person.
    pub fn lines(self, case: &Case) -> impl Iterator<Item = &QuotaLine> {
        let wanted = match self {
            Subject::Region(region, year) => Some((Some(region), Some(year))),
            _ => None,
        };
        case.quota.iter().filter(move |line| wanted == Some((line.region, line.year)))
    }

    /// Whom or what it is about, for a person who reads this language.
    pub fn label(self, case: &Case, language: Language) -> String {
        match self {
            Subject::Region(region, year) => format!("{}, {year}", region.name(language)),
            _ => self.name(case).to_owned(),
        }
    }

    /// The person as typed in the workbook, or the region's Russian name.
    pub fn name(self, case: &Case) -> &str {
        match self {
            Subject::Region(region, _) => region.name(Language::Ru),
            _ => self.person(case).map(|person| person.subject.as_str()).unwrap_or_default(),
        }
    }
}

impl Status {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Blocked => "blocked",
            Status::Overdue => "overdue",
            Status::Due => "due",
            Status::Upcoming => "upcoming",
            Status::Ready => "ready",
        }
    }

    /// Whether its documents are made: all but those that are done or held back.
    pub fn is_made(self) -> bool {
        !matches!(self, Status::Done | Status::Blocked)
    }
}
