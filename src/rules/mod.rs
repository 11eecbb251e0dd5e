//! Rule book text → [`RuleBook`]: the numbers, lists and days by which `check` and `plan` decide, each
//! with its rule, its citation and the days from which it holds; and the rules themselves in words
//! ([`faq`]).
//!
//! Invariant: a rule book that was read is whole: every parameter is there, within its bounds, and no
//! key was passed over; so a look-up cannot fail, but for a year of which the index or the days off are
//! not known, and those are refused, not guessed. What is deliberately absent: names of countries and
//! regions, which are no rules.

mod card;
mod error;
pub mod faq;
mod overlay;
mod parameter;
mod read;
mod states;
mod value;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use toml::Table;

pub use card::{Card, RepresentativeOffice};
pub use error::{Error, Expected};
pub use parameter::{LawNote, Parameter, Stated};
pub use states::States;
pub use value::{AtAge, BySize, DayOff, EaeuClauses, Ground, MonthDay, Range, Start, TripDays, YesNo};

use crate::language::Language;
use crate::reference::{Calendar, Counting, Country};

/// The built-in book, in its three parts.
const KAZAKHSTAN: [&str; 3] =
    [include_str!("kazakhstan.toml"), include_str!("states.toml"), include_str!("calendar.toml")];

/// How to read the rule book and to write one of one's own.
#[doc = include_str!("guide.md")]
pub fn guide(language: Language) -> &'static str {
    language.choose(include_str!("guide.md"), include_str!("guide.ru.md"), include_str!("guide.kk.md"))
}

/// The dated parameters of a country, typed.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleBook {
    /// Last day of a quota request, in the year before the quota year (R1).
    pub quota_due: Parameter<MonthDay>,
    /// The day that is safe under every reading (A2).
    pub quota_safe: Parameter<MonthDay>,
    /// Calendar days before the end of a work permit until which its extension is applied for (R6).
    pub extension_days: Parameter<u32>,
    /// Calendar days before the end from which an extension is shown as a task.
    pub extension_opens_days: Parameter<u32>,
    /// What holds if the last day is a day off (reading A3).
    pub extension_day_off: Parameter<DayOff>,
    /// On which day the extended permit begins (R10, reading A9).
    pub extension_starts: Parameter<Start>,
    /// Years of an extension of the first category (R8).
    pub extension_years_1: Parameter<Range>,
    /// Years of an extension of the second and third (R9).
    pub extension_years_2_3: Parameter<Range>,
    /// How often a permit of the second or third category is extended (R9).
    pub extensions_2_3: Parameter<u32>,
    /// Calendar days before the last day of a visa until which its extension is applied for (R19).
    pub visa_extension_days: Parameter<u32>,
    /// Calendar days of a stay without a visa, for purposes other than work (R17).
    pub visa_free_days: Parameter<u32>,
    /// Business days for the notification of an arrival (R22).
    pub notification_business_days: Parameter<u32>,
    /// Whether the day of arrival counts (R22, reading A1).
    pub notification_counting: Parameter<Counting>,
    /// Calendar days of a trip to another region above which it is notified (R24).
    pub trip_days: Parameter<u32>,
    /// How the days of a trip are counted (reading A4).
    pub trip_counting: Parameter<TripDays>,
    /// Calendar days of a stay above which a temporary residence permit is needed (R26).
    pub trp_threshold_days: Parameter<u32>,
    /// Calendar days after arrival within which its application is planned (R26, reading A5).
    pub trp_due_days: Parameter<u32>,
    /// Longest term of a temporary residence permit, in years (R29).
    pub trp_max_years: Parameter<u32>,
    /// Whether contract or work permit limit it too (reading A11).
    pub trp_ground: Parameter<Ground>,
    /// Whether a new one is needed after each arrival (R30).
    pub trp_renewed_on_return: Parameter<YesNo>,
    /// Age in years from which a child needs one (R31).
    pub trp_child_age: Parameter<u32>,
    /// Whether a child of exactly that age does (reading A6).
    pub trp_child_at_age: Parameter<AtAge>,
    /// The clauses of an EAEU citizen's contract (R34, reading A12).
    pub eaeu_contract: Parameter<EaeuClauses>,
    /// Penalty for late visa papers, in monthly calculation indexes (R21).
    pub penalty_visa: Parameter<Range>,
    /// Penalty for a late notification (R25).
    pub penalty_notification: Parameter<Range>,
    /// Penalty for late papers of the right to stay (R32).
    pub penalty_stay: Parameter<Range>,
    /// The penalty within those ranges by the size of the company.
    pub penalty_by_size: Parameter<BySize>,
    /// Calendar days before its last day in which a filing is shown as due.
    pub due_soon_days: Parameter<u32>,
    /// Megabytes that one attached file may have.
    pub attachment_file_megabytes: Parameter<u32>,
    /// Megabytes that the attachments of a packet may have together.
    pub attachment_packet_megabytes: Parameter<u32>,
    /// Shapes of passport numbers by country, `A` a letter, `9` a digit: a hint.
    pub passport_shapes: BTreeMap<Country, Vec<String>>,
    /// The lists of states.
    pub states: States,
    /// The firm's own card; the built-in book has none.
    pub card: Card,
    mci: BTreeMap<NaiveDate, Index>,
    calendar: Calendar,
    laws: Vec<LawNote>,
    stated: Vec<Stated>,
    source: String,
}

/// The monthly calculation index from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub kzt: u32,
    pub source: String,
}

static BUILT_IN: LazyLock<RuleBook> = LazyLock::new(|| {
    read::rule_book(built_in_tables(), KAZAKHSTAN.concat()).expect("the built-in rule book is read by a test")
});

fn built_in_tables() -> Table {
    let parts = KAZAKHSTAN.iter().map(|text| text.parse::<Table>().expect("the built-in book is TOML"));
    parts.fold(Table::new(), |mut all, part| {
        all.extend(part);
        all
    })
}

impl RuleBook {
    /// The rule book of the FAQ.
    pub fn kazakhstan() -> RuleBook {
        BUILT_IN.clone()
    }

    /// Reads a rule book in TOML: what it does not name is as in the built-in one.
    ///
    /// # Errors
    /// The first thing that is wrong, by the name of its key: a key that is missing, unknown or holds
    /// something else than it should.
    pub fn parse(text: &str) -> Result<RuleBook, Error> {
        let mut own = text.parse::<Table>().map_err(|error| Error::Syntax { message: error.to_string() })?;
        let source = format!("{}\n{text}", KAZAKHSTAN.concat());
        let card = Card::take(&mut own)?;
        let book = read::rule_book(overlay::merge(built_in_tables(), own), source)?;
        Ok(RuleBook { card, ..book })
    }

    /// What lies over the built-in book, as it was read; `None` where nothing does.
    pub fn overlay(&self) -> Option<&str> {
        self.source.strip_prefix(&KAZAKHSTAN.concat())?.strip_prefix('\n')
    }

    /// The text it was read from: what the manifest's hash is made of.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Last day of the quota request for a year (R1): 1 August 2026 for 2027.
    pub fn quota_due(&self, quota_year: i32) -> Option<NaiveDate> {
        in_year_before(&self.quota_due, quota_year)
    }

    /// The day that is safe for it under every reading (A2): 31 July 2026 for 2027.
    pub fn quota_safe(&self, quota_year: i32) -> Option<NaiveDate> {
        in_year_before(&self.quota_safe, quota_year)
    }

    /// The monthly calculation index on a day, in tenge; `None` in a year whose budget law is not known:
    /// nothing is guessed.
    pub fn mci(&self, day: NaiveDate) -> Option<u32> {
        let (from, index) = self.mci.range(..=day).next_back()?;
        (from.year() == day.year()).then_some(index.kzt)
    }

    /// The days that are worked.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// What later law says, in the order of the parameters.
    pub fn laws(&self) -> &[LawNote] {
        &self.laws
    }

    /// All parameters in words, in the order in which they are read.
    pub fn stated(&self) -> &[Stated] {
        &self.stated
    }

    /// The last day of the notification of an event (R22, reading A1); `None` where it reaches a year
    /// whose days off are not known.
    pub fn notification_due(&self, event: NaiveDate) -> Option<NaiveDate> {
        let days = self.notification_business_days.on(event);
        self.calendar.deadline(event, days, self.notification_counting.on(event))
    }
}

fn in_year_before(day: &Parameter<MonthDay>, year: i32) -> Option<NaiveDate> {
    let year = year.checked_sub(1)?;
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
    day.on(first).in_year(year)
}

#[cfg(test)]
mod tests;
