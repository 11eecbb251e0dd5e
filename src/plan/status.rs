//! The state of a filing on a day, and what its lateness may cost.

use chrono::NaiveDate;

use super::Status;
use crate::filing::FilingKind;
use crate::reference::CompanySize;
use crate::rules::RuleBook;

/// The state of a filing.
pub fn of(
    done: bool,
    held: bool,
    event: Option<NaiveDate>,
    due: Option<NaiveDate>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Status {
    if done {
        return Status::Done;
    }
    if held {
        return Status::Blocked;
    }
    if event.is_some_and(|event| event > today) {
        return Status::Upcoming;
    }
    match due {
        Some(due) if due < today => Status::Overdue,
        Some(due) if is_near(due, rules, today) => Status::Due,
        _ => Status::Ready,
    }
}

/// By what a penalty is reckoned.
pub struct Fine<'a> {
    pub rules: &'a RuleBook,
    pub size: Option<CompanySize>,
    pub today: NaiveDate,
}

impl Fine<'_> {
    /// The penalty in tenge, from and to, while the last day is near or past (R21, R25, R32); one sum where
    /// the size of the company is known. Kinds of which the FAQ names none carry none; in a year whose
    /// index is not known no sum is guessed.
    pub fn of(
        &self,
        kind: FilingKind,
        done: bool,
        event: Option<NaiveDate>,
        due: Option<NaiveDate>,
    ) -> Option<[u64; 2]> {
        let Fine { rules, today, .. } = *self;
        let range = match kind {
            FilingKind::VisaExtension => rules.penalty_visa.on(today),
            FilingKind::ArrivalNotification => rules.penalty_notification.on(today),
            FilingKind::TrpApplication => rules.penalty_stay.on(today),
            _ => return None,
        };
        let begun = event.is_some_and(|event| event <= today);
        let threatens = due.is_some_and(|due| is_near(due, rules, today)) && begun && !done;
        let index = u64::from(rules.mci(today).filter(|_| threatens)?);
        let by_size = rules.penalty_by_size.on(today);
        let own = self.size.map(|size| match size {
            CompanySize::Small => by_size.small,
            CompanySize::Medium => by_size.medium,
            CompanySize::Large => by_size.large,
        });
        let [from, to] = own.map_or([range.from, range.to], |own| [own.clamp(range.from, range.to); 2]);
        Some([u64::from(from) * index, u64::from(to) * index])
    }
}

fn is_near(due: NaiveDate, rules: &RuleBook, today: NaiveDate) -> bool {
    (due - today).num_days() <= i64::from(rules.due_soon_days.on(today))
}
