//! One line of the board: a filing that is open, or the end of a paper.

use chrono::NaiveDate;

use super::{Band, Paper, Validity};
use crate::check::Case;
use crate::filing::FilingKind;
use crate::language::Text;
use crate::plan::{Filing, Status, Subject};
use crate::reference::Region;

/// Something with a last day.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub matter: Matter,
    pub subject: Subject,
    /// The region of the authority; `None` where it is not known, or there is none.
    pub region: Option<Region>,
    /// Full name of the authority of a filing; empty where it is not known.
    pub authority: Text,
    /// The day from which a filing's duty runs.
    pub event: Option<NaiveDate>,
    /// The last day.
    pub due: Option<NaiveDate>,
    /// An earlier day on which a filing is safe whatever the reading.
    pub advised: Option<NaiveDate>,
    /// The state of a filing.
    pub status: Option<Status>,
    /// Number of the rule in the FAQ.
    pub rule: &'static str,
    /// The penalty for lateness in tenge, from and to, while it threatens.
    pub exposure: Option<[u64; 2]>,
    /// Names of the required fields that are not there.
    pub lacks: Vec<&'static str>,
    /// Codes of the findings that hold it back.
    pub blocked_by: Vec<&'static str>,
    /// What the FAQ says to do about the end of a paper.
    pub advice: Option<Text>,
}

/// What has a last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    Filing(FilingKind),
    /// The end of a paper.
    Expiry(Paper),
}

impl Matter {
    /// The name in JSON: `arrival-notification`, `visa-expiry`.
    pub fn name(self) -> &'static str {
        match self {
            Matter::Filing(kind) => kind.name(),
            Matter::Expiry(paper) => paper.name(),
        }
    }

    /// What people call it.
    pub fn title(self) -> Text {
        match self {
            Matter::Filing(kind) => kind.title(),
            Matter::Expiry(paper) => paper.title(),
        }
    }
}

impl Entry {
    pub(super) fn of_filing(filing: &Filing) -> Entry {
        Entry {
            matter: Matter::Filing(filing.kind),
            subject: filing.subject,
            region: filing.region,
            authority: filing.authority.clone(),
            event: filing.event,
            due: filing.due,
            advised: filing.advised,
            status: Some(filing.status),
            rule: filing.rule,
            exposure: filing.exposure,
            lacks: filing.lacks.clone(),
            blocked_by: filing.blocked_by.clone(),
            advice: None,
        }
    }

    pub(super) fn of_validity(case: &Case, validity: &Validity, today: NaiveDate) -> Entry {
        Entry {
            matter: Matter::Expiry(validity.paper),
            subject: validity.subject,
            region: validity.region(case),
            authority: Text::default(),
            event: None,
            due: Some(validity.to),
            advised: None,
            status: None,
            rule: validity.rule,
            exposure: None,
            lacks: Vec::new(),
            blocked_by: Vec::new(),
            advice: validity.advice(case, today),
        }
    }

    /// Days until the last day, that day itself being 0; less than none once it has passed.
    pub fn days_left(&self, today: NaiveDate) -> Option<i64> {
        Some((self.due? - today).num_days())
    }

    /// How pressing it is.
    pub fn band(&self, today: NaiveDate) -> Band {
        Band::of(self.days_left(today))
    }
}
