//! The state of a filing on a day, and what its lateness may cost.

use chrono::NaiveDate;

use super::{Status, year};
use crate::filing::FilingKind;
use crate::reference::mci;
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

/// The penalty in tenge, from and to, while the last day is near or past (R21, R25, R32). A quota request
/// carries none.
pub fn exposure(
    kind: FilingKind,
    done: bool,
    event: Option<NaiveDate>,
    due: Option<NaiveDate>,
    rules: &RuleBook,
    today: NaiveDate,
) -> Option<[u64; 2]> {
    let begun = event.is_some_and(|event| event <= today);
    let threatens = due.is_some_and(|due| is_near(due, rules, today)) && begun && !done;
    if !threatens || kind == FilingKind::QuotaRequest {
        return None;
    }
    let index = u64::from(mci(year(today))?);
    let range = rules.penalty_mci.on(today);
    Some([u64::from(range.from) * index, u64::from(range.to) * index])
}

fn is_near(due: NaiveDate, rules: &RuleBook, today: NaiveDate) -> bool {
    (due - today).num_days() <= i64::from(rules.due_soon_days.on(today))
}
