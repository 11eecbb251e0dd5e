//! What a parameter may hold: from a TOML value to a checked one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::Value;

use super::error::Expected;
use crate::reference::{Counting, Country, country};

/// What a parameter's value may be.
pub(super) trait Readable: Sized {
    /// For the message: `a whole number from 0 to 10000`.
    const EXPECTED: Expected;
    fn read(value: &Value) -> Option<Self>;
}

/// A day of every year: `08-01`. Never 29 February, so that it exists in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// From `MM-DD`.
    pub fn parse(text: &str) -> Option<MonthDay> {
        let (month, day) = text.split_once('-')?;
        let number = |text: &str| (text.len() == 2).then(|| text.parse().ok()).flatten();
        let (month, day) = (number(month)?, number(day)?);
        NaiveDate::from_ymd_opt(2001, month, day).map(|_| MonthDay { month, day })
    }

    /// That day in a year; `None` for a year that the calendar does not reach.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

/// Two whole numbers, `from <= to`: a penalty in monthly calculation indexes, a term in years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub from: u32,
    pub to: u32,
}

/// A penalty in monthly calculation indexes by the size of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BySize {
    pub small: u32,
    pub medium: u32,
    pub large: u32,
}

/// Words of a rule book that stand for one reading or another.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)? } $en:literal $ru:literal $kk:literal) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl Readable for $name {
            const EXPECTED: Expected = Expected { en: $en, ru: $ru, kk: $kk };
            fn read(value: &Value) -> Option<$name> {
                match value.as_str()? {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// What holds if a last day is a day off (reading A3).
    DayOff {
        /// The working day before is advised.
        WorkingDayBefore = "working-day-before",
        Stated = "stated",
    }
    "\"working-day-before\" or \"stated\""
    "\"working-day-before\" или \"stated\""
    "\"working-day-before\" немесе \"stated\""
}

words! {
    /// On which day an extended permit begins (R10, reading A9).
    Start {
        SameDay = "same-day",
        NextDay = "next-day",
    }
    "\"same-day\" or \"next-day\"" "\"same-day\" или \"next-day\"" "\"same-day\" немесе \"next-day\""
}

words! {
    /// How the days of a trip are counted (R24, reading A4).
    TripDays {
        BothEnds = "both-ends",
        /// The last day does not count.
        Nights = "nights",
    }
    "\"both-ends\" or \"nights\"" "\"both-ends\" или \"nights\"" "\"both-ends\" немесе \"nights\""
}

words! {
    /// Whether a child of exactly the age needs a residence permit (R31, reading A6).
    AtAge {
        Needs = "needs",
        Exempt = "exempt",
    }
    "\"needs\" or \"exempt\"" "\"needs\" или \"exempt\"" "\"needs\" немесе \"exempt\""
}

words! {
    /// Whether the contract or work permit limits a residence permit (R29, reading A11).
    Ground {
        Shorten = "shorten",
        Ignore = "ignore",
    }
    "\"shorten\" or \"ignore\"" "\"shorten\" или \"ignore\"" "\"shorten\" немесе \"ignore\""
}

words! {
    /// Which of the four clauses the contract of an EAEU citizen needs (R34, reading A12).
    EaeuClauses {
        Repatriation = "repatriation",
        None = "none",
    }
    "\"repatriation\" or \"none\"" "\"repatriation\" или \"none\"" "\"repatriation\" немесе \"none\""
}

words! {
    /// A duty that holds or does not.
    YesNo {
        Yes = "yes",
        No = "no",
    }
    "\"yes\" or \"no\"" "\"yes\" или \"no\"" "\"yes\" немесе \"no\""
}

impl Readable for String {
    const EXPECTED: Expected = Expected { en: "a text", ru: "текст", kk: "мәтін" };
    fn read(value: &Value) -> Option<String> {
        value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl Readable for bool {
    const EXPECTED: Expected =
        Expected { en: "true or false", ru: "true или false", kk: "true немесе false" };
    fn read(value: &Value) -> Option<bool> {
        value.as_bool()
    }
}

impl Readable for u32 {
    const EXPECTED: Expected = Expected {
        en: "a whole number from 0 to 10000",
        ru: "целое число от 0 до 10000",
        kk: "0 мен 10000 аралығындағы бүтін сан",
    };
    fn read(value: &Value) -> Option<u32> {
        u32::try_from(value.as_integer()?).ok().filter(|number| *number <= 10_000)
    }
}

impl Readable for MonthDay {
    const EXPECTED: Expected = Expected {
        en: "a month and a day such as \"08-01\"",
        ru: "месяц и день, например \"08-01\"",
        kk: "ай мен күн, мысалы \"08-01\"",
    };
    fn read(value: &Value) -> Option<MonthDay> {
        MonthDay::parse(value.as_str()?)
    }
}

impl Readable for Counting {
    const EXPECTED: Expected = Expected {
        en: "\"inclusive\" or \"exclusive\"",
        ru: "\"inclusive\" или \"exclusive\"",
        kk: "\"inclusive\" немесе \"exclusive\"",
    };
    fn read(value: &Value) -> Option<Counting> {
        match value.as_str()? {
            "inclusive" => Some(Counting::Inclusive),
            "exclusive" => Some(Counting::Exclusive),
            _ => None,
        }
    }
}

impl Readable for Range {
    const EXPECTED: Expected = Expected {
        en: "two whole numbers, the smaller first, such as [10, 20]",
        ru: "два целых числа, меньшее первым, например [10, 20]",
        kk: "екі бүтін сан, кішісі бірінші, мысалы [10, 20]",
    };
    fn read(value: &Value) -> Option<Range> {
        let [from, to] = value.as_array()?.as_slice() else { return None };
        let (from, to) = (u32::read(from)?, u32::read(to)?);
        (from <= to).then_some(Range { from, to })
    }
}

impl Readable for BySize {
    const EXPECTED: Expected = Expected {
        en: "three whole numbers for a small, medium and large company, such as [10, 15, 20]",
        ru: "три целых числа для малого, среднего и крупного предприятия, например [10, 15, 20]",
        kk: "шағын, орта және ірі кәсіпорынға үш бүтін сан, мысалы [10, 15, 20]",
    };
    fn read(value: &Value) -> Option<BySize> {
        let [small, medium, large] = value.as_array()?.as_slice() else { return None };
        Some(BySize { small: u32::read(small)?, medium: u32::read(medium)?, large: u32::read(large)? })
    }
}

impl Readable for NaiveDate {
    const EXPECTED: Expected = Expected {
        en: "a date such as 2027-01-01",
        ru: "дата, например 2027-01-01",
        kk: "күн, мысалы 2027-01-01",
    };
    fn read(value: &Value) -> Option<NaiveDate> {
        match value {
            Value::Datetime(date) => date.to_string().parse().ok(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl Readable for Vec<Country> {
    const EXPECTED: Expected = Expected {
        en: "a list of country codes such as [\"TR\", \"KZ\"]",
        ru: "список кодов стран, например [\"TR\", \"KZ\"]",
        kk: "елдер кодтарының тізімі, мысалы [\"TR\", \"KZ\"]",
    };
    fn read(value: &Value) -> Option<Vec<Country>> {
        value.as_array()?.iter().map(|code| country::of_alpha2(code.as_str()?)).collect()
    }
}

impl Readable for BTreeMap<Country, NaiveDate> {
    const EXPECTED: Expected = Expected {
        en: "a table of country codes with dates such as CN = 2023-11-07",
        ru: "таблица кодов стран с датами, например CN = 2023-11-07",
        kk: "елдер кодтары мен күндер кестесі, мысалы CN = 2023-11-07",
    };
    fn read(value: &Value) -> Option<BTreeMap<Country, NaiveDate>> {
        let entry =
            |(code, date): (&String, &Value)| Some((country::of_alpha2(code)?, NaiveDate::read(date)?));
        value.as_table()?.iter().map(entry).collect()
    }
}

impl Readable for Vec<String> {
    const EXPECTED: Expected =
        Expected {
            en: "a list of texts", ru: "список текстов", kk: "мәтіндер тізімі"
        };
    fn read(value: &Value) -> Option<Vec<String>> {
        value.as_array()?.iter().map(String::read).collect()
    }
}
