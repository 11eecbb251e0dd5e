//! Case → filings: what each worker, dependant and region needs today, to which authority, until when,
//! and what holds it back.
//!
//! Invariant: a filing is listed whether or not it can be made; one that cannot says why. The order is
//! that of the workbook, then of the kinds; regions come last. What is deliberately absent: documents.

mod blockers;
mod filing;
mod report;
mod status;

use chrono::NaiveDate;

pub use filing::{Filing, Period, Status, Subject};
pub use report::{Report, later_law};

use crate::check::need::{self, Need};
use crate::check::parallel::in_parts;
use crate::check::{Case, region, require};
use crate::filing::FilingKind;
use crate::language::Text;
use crate::record::{Employee, Person};
use crate::reference::Region;
use crate::reference::region::Authority;
use crate::rules::RuleBook;
use blockers::Blockers;

/// The filings of a case on a day.
pub fn plan(case: &Case, rules: &RuleBook, today: NaiveDate) -> Vec<Filing> {
    let desk = Desk { case, rules, today, blockers: Blockers::of(case) };
    let workers: Vec<usize> = (0..case.employees.len()).collect();
    let mut filings = in_parts(&workers, |part| desk.workers(part)).into_iter().flatten().collect::<Vec<_>>();
    filings.extend(desk.quotas());
    filings
}

/// What every filing is planned with.
struct Desk<'a> {
    case: &'a Case,
    rules: &'a RuleBook,
    today: NaiveDate,
    blockers: Blockers<'a>,
}

impl Desk<'_> {
    /// The filings of some workers and of their dependants.
    fn workers(&self, part: &[usize]) -> Vec<Filing> {
        let (rules, today) = (self.rules, self.today);
        let mut filings = Vec::new();
        for &index in part {
            let employee = &self.case.employees[index];
            let needs = need::of_employee(employee, rules, today);
            self.person(Subject::Employee(index), needs, &mut filings);
            for (own, dependant) in employee.dependants.iter().enumerate() {
                let needs = need::of_dependant(employee, dependant, rules, today);
                self.person(Subject::Dependant(index, own), needs, &mut filings);
            }
        }
        filings
    }

    /// The filings of a person: those that are needed, and those of which an unreadable value leaves
    /// open whether they are.
    fn person(&self, subject: Subject, mut needs: Vec<Need>, filings: &mut Vec<Filing>) {
        for kind in self.blockers.unsettled(self.case, subject) {
            if !needs.iter().any(|need| need.kind == kind) {
                needs.push(Need::open(kind, None));
            }
        }
        // R40: a representative files under a power of attorney.
        let represented = self.case.company.representative_name.is_some();
        if represented && needs.iter().any(|need| need.kind == FilingKind::IinApplication && !need.done) {
            needs.push(Need::open(FilingKind::PowerOfAttorney, None));
        }
        needs.sort_by_key(|need| need.kind);
        filings.extend(needs.into_iter().map(|need| self.filing(subject, need)));
    }

    fn filing(&self, subject: Subject, need: Need) -> Filing {
        let Need { kind, event, movement, .. } = need;
        let (employee, dependant) = subject.people(self.case).expect("only people have needs");
        let person = subject.person(self.case).expect("only people have needs");
        let moved = movement.and_then(|index| person.movements.get(index));
        let lacks: Vec<&'static str> = match moved {
            Some(moved) => require::lacking_of_movement(moved, person),
            None => require::lacking(kind, employee, dependant),
        }
        .iter()
        .chain(&require::lacking_of_company(&self.case.company))
        .map(|field| field.name())
        .collect();
        let region = match moved {
            Some(moved) => {
                need::event::region(moved).or_else(|| region::of_filing(kind, employee, dependant))
            }
            None => region::of_filing(kind, employee, dependant),
        };
        let draft = self.draft(subject, region.filter(|_| require::has_authority(kind)), need, lacks);
        Filing {
            period: self.term(need, employee, person).map(|(from, to)| Period { from, to }),
            rule: require::rule(kind, dependant.is_some()),
            advised: match kind {
                FilingKind::WorkPermitExtension => {
                    self.advised(draft.due, need::extension::permit_advised(employee, self.rules, self.today))
                }
                _ => None,
            },
            movement,
            event,
            ..draft
        }
    }

    /// The term that is asked for or notified.
    fn term(&self, need: Need, employee: &Employee, person: &Person) -> Option<(NaiveDate, NaiveDate)> {
        let (rules, today) = (self.rules, self.today);
        match need.kind {
            FilingKind::InvitationLetter | FilingKind::FamilyVisaRequest => need::visa_term(employee, today),
            FilingKind::ArrivalNotification => {
                match need.movement.and_then(|index| person.movements.get(index)) {
                    Some(moved) => moved.date.zip(moved.to),
                    None => need::stay_term(employee, person),
                }
            }
            FilingKind::TrpApplication => {
                need.event.and(need::residence_term(employee, person, rules, today))
            }
            FilingKind::WorkPermitExtension => need::extension::permit_term(employee, rules, today),
            FilingKind::VisaExtension => need::extension::visa_term(employee, person, rules, today),
            _ => None,
        }
    }

    /// One request per region and year, in the order of years and regions (R1, R5).
    fn quotas(&self) -> Vec<Filing> {
        let lines = self.case.quota.iter().filter_map(|line| Some((line.year?, line.region?)));
        let mut wanted: Vec<(i32, Region)> = lines.collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.into_iter().map(|(year, region)| self.quota(year, region)).collect()
    }

    fn quota(&self, year: i32, region: Region) -> Filing {
        let lines =
            self.case.quota.iter().filter(|line| line.year == Some(year) && line.region == Some(region));
        let mut lacks: Vec<&'static str> =
            lines.flat_map(require::lacking_of_line).map(|field| field.name()).collect();
        lacks.extend(require::lacking_of_company(&self.case.company).iter().map(|field| field.name()));
        let mut seen = std::collections::BTreeSet::new();
        lacks.retain(|field| seen.insert(*field));
        let subject = Subject::Region(region, year);
        let need = Need::open(FilingKind::QuotaRequest, None);
        let draft = self.draft(subject, Some(region), need, lacks);
        let rule = require::rule(FilingKind::QuotaRequest, false);
        Filing {
            year: Some(year),
            rule,
            advised: self.advised(draft.due, self.rules.quota_safe(year)),
            ..draft
        }
    }

    /// An earlier day that is safe where the last day can be read in two ways, while it is still to come.
    fn advised(&self, due: Option<NaiveDate>, safe: Option<NaiveDate>) -> Option<NaiveDate> {
        safe.filter(|safe| due.is_some_and(|due| *safe < due) && *safe >= self.today)
    }

    /// What all kinds have in common.
    fn draft(
        &self,
        subject: Subject,
        region: Option<Region>,
        need: Need,
        lacks: Vec<&'static str>,
    ) -> Filing {
        let Need { kind, event, done, .. } = need;
        let due = self.due(need, subject);
        let blocked_by = if done { Vec::new() } else { self.blockers.of_filing(self.case, kind, subject) };
        let held = !need.is_ahead(self.today) && (!blocked_by.is_empty() || !lacks.is_empty());
        let status = status::of(done, held, event, due, self.rules, self.today);
        let fine = status::Fine { rules: self.rules, size: self.case.company.size, today: self.today };
        Filing {
            kind,
            subject,
            region,
            authority: region
                .map(|region| self.authority(kind, region, Region::authority))
                .unwrap_or_default(),
            addressee: region
                .map(|region| self.authority(kind, region, Region::addressee))
                .unwrap_or_default(),
            event,
            due,
            status,
            rule: "",
            exposure: fine.of(kind, done, event, due),
            lacks: if done { Vec::new() } else { lacks },
            blocked_by,
            period: None,
            year: None,
            movement: None,
            advised: None,
        }
    }

    /// The authority of a region, under the name that the workbook gives it: of that region, else of all.
    fn authority(&self, kind: FilingKind, region: Region, name: fn(Region, Authority) -> Text) -> Text {
        let authority = match kind {
            FilingKind::QuotaRequest
            | FilingKind::WorkPermitExtension
            | FilingKind::WorkPermitCancellation => Authority::Employment,
            FilingKind::IinApplication => Authority::Tax,
            _ => Authority::Migration,
        };
        let own = name(region, authority);
        let names = || self.case.authorities.iter().filter(|one| one.authority == Some(authority));
        let given = names()
            .find(|one| one.region == Some(region))
            .or_else(|| names().find(|one| one.region.is_none()));
        let Some(given) = given.map(|one| &one.name) else { return own };
        let or = |given: &str, own: String| if given.is_empty() { own } else { given.to_owned() };
        Text { en: or(&given.en, own.en), ru: or(&given.ru, own.ru), kk: or(&given.kk, own.kk) }
    }

    /// The last day (R1, R6, R19, R22; for a residence permit the reading A5; for the others the FAQ has
    /// none).
    fn due(&self, need: Need, subject: Subject) -> Option<NaiveDate> {
        let people = || Some((subject.people(self.case)?.0, subject.person(self.case)?));
        match (need.kind, subject) {
            (FilingKind::QuotaRequest, Subject::Region(_, year)) => self.rules.quota_due(year),
            (FilingKind::ArrivalNotification, _) => self.rules.notification_due(need.event?),
            // R30: the stay goes on, and no day of it is to be without a permit.
            (FilingKind::TrpApplication, _) if need.renews.is_some() => need.renews,
            (FilingKind::TrpApplication, _) => {
                let days = self.rules.trp_due_days.on(need.event?);
                need.event?.checked_add_days(chrono::Days::new(u64::from(days)))
            }
            (FilingKind::WorkPermitExtension, _) => {
                need::extension::permit_due(people()?.0, self.rules, self.today)
            }
            (FilingKind::VisaExtension, _) => need::extension::visa_due(people()?.1, self.rules, self.today),
            _ => None,
        }
    }
}

/// Workers of a region whose work permit is valid on a day: what a quota request states beside its plan.
pub fn current_permits(case: &Case, region: Region, today: NaiveDate) -> usize {
    let valid = |employee: &&crate::record::Employee| {
        employee.region == Some(region)
            && employee.permit.number.is_some()
            && employee.permit.to.is_some_and(|to| to >= today)
            && employee.permit.from.is_none_or(|from| from <= today)
            && employee.route.is_none_or(|route| route != crate::reference::Route::Eaeu)
    };
    case.employees.iter().filter(valid).count()
}
