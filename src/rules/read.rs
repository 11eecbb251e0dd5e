//! TOML → rule book: every key is taken once, and what is left over is refused.

use chrono::NaiveDate;
use toml::{Table, Value};

use super::error::Expected;
use super::parameter::Change;
use super::{Error, MciRange, MonthDay, Parameter, RuleBook};
use crate::language::Text;
use crate::reference::Counting;

/// Reads a whole rule book.
pub(super) fn rule_book(text: &str) -> Result<RuleBook, Error> {
    let table = text.parse::<Table>().map_err(|error| Error::Syntax { message: error.to_string() })?;
    let mut keys = Keys { path: String::new(), table };
    let book = RuleBook {
        quota_due: parameter(&mut keys, "quota_due")?,
        notification_business_days: parameter(&mut keys, "notification_business_days")?,
        notification_counting: parameter(&mut keys, "notification_counting")?,
        trp_threshold_days: parameter(&mut keys, "trp_threshold_days")?,
        trp_due_days: parameter(&mut keys, "trp_due_days")?,
        trp_max_years: parameter(&mut keys, "trp_max_years")?,
        trp_child_age: parameter(&mut keys, "trp_child_age")?,
        visa_free_days: parameter(&mut keys, "visa_free_days")?,
        penalty_mci: parameter(&mut keys, "penalty_mci")?,
        due_soon_days: parameter(&mut keys, "due_soon_days")?,
        source: text.to_owned(),
    };
    keys.finish()?;
    Ok(book)
}

fn parameter<T: Readable>(keys: &mut Keys, name: &str) -> Result<Parameter<T>, Error> {
    let mut own = keys.table(name)?;
    let rule = own.take::<String>("rule")?;
    let citation = own.take::<String>("citation")?;
    let value = own.take::<T>("value")?;
    let note = match own.table.contains_key("note") {
        true => Some(note(own.table("note")?)?),
        false => None,
    };
    let changes = match own.table.remove("changes") {
        Some(Value::Array(all)) => {
            all.into_iter().map(|one| change(&own.name("changes"), one)).collect::<Result<Vec<_>, _>>()?
        }
        Some(other) => return Err(wrong(own.name("changes"), &other, LIST)),
        None => Vec::new(),
    };
    if changes.windows(2).any(|pair| pair[0].from >= pair[1].from) {
        return Err(Error::Order { key: own.path });
    }
    own.finish()?;
    Ok(Parameter { rule, citation, note, value, changes })
}

fn note(mut keys: Keys) -> Result<Text, Error> {
    let text = Text { en: keys.take("en")?, ru: keys.take("ru")?, kk: keys.take("kk")? };
    keys.finish()?;
    Ok(text)
}

fn change<T: Readable>(path: &str, value: Value) -> Result<Change<T>, Error> {
    let Value::Table(table) = value else {
        return Err(wrong(path.to_owned(), &value, CHANGE));
    };
    let mut keys = Keys { path: path.to_owned(), table };
    let change =
        Change { from: keys.take("from")?, value: keys.take("value")?, citation: keys.take("citation")? };
    keys.finish()?;
    Ok(change)
}

const LIST: Expected = Expected {
    en: "a list of changes", ru: "список изменений", kk: "өзгерістер тізімі"
};
const TABLE: Expected = Expected { en: "a table", ru: "таблица", kk: "кесте" };
const CHANGE: Expected = Expected {
    en: "a table with `from`, `value` and `citation`",
    ru: "таблица с `from`, `value` и `citation`",
    kk: "`from`, `value` және `citation` бар кесте",
};

/// A table of which every key must be taken.
struct Keys {
    path: String,
    table: Table,
}

impl Keys {
    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn table(&mut self, key: &str) -> Result<Keys, Error> {
        let path = self.name(key);
        match self.table.remove(key) {
            Some(Value::Table(table)) => Ok(Keys { path, table }),
            Some(other) => Err(wrong(path, &other, TABLE)),
            None => Err(Error::Missing { key: path }),
        }
    }

    fn take<T: Readable>(&mut self, key: &str) -> Result<T, Error> {
        let path = self.name(key);
        let value = self.table.remove(key).ok_or_else(|| Error::Missing { key: path.clone() })?;
        T::read(&value).ok_or_else(|| wrong(path, &value, T::EXPECTED))
    }

    fn finish(self) -> Result<(), Error> {
        match self.table.keys().next() {
            Some(key) => Err(Error::Unknown { key: self.name(key) }),
            None => Ok(()),
        }
    }
}

fn wrong(key: String, found: &Value, expected: Expected) -> Error {
    Error::Wrong { key, found: typed(found), expected }
}

/// A value as it was typed, a long one by its kind.
fn typed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(all) => format!("[{}]", all.iter().map(typed).collect::<Vec<_>>().join(", ")),
        Value::Table(_) => "a table".to_owned(),
    }
}

/// What a parameter's value may be.
trait Readable: Sized {
    /// For the message: `a whole number from 0 to 10000`.
    const EXPECTED: Expected;
    fn read(value: &Value) -> Option<Self>;
}

impl Readable for String {
    const EXPECTED: Expected = Expected { en: "a text", ru: "текст", kk: "мәтін" };
    fn read(value: &Value) -> Option<String> {
        value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
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

impl Readable for MciRange {
    const EXPECTED: Expected = Expected {
        en: "two whole numbers, the smaller first, such as [10, 20]",
        ru: "два целых числа, меньшее первым, например [10, 20]",
        kk: "екі бүтін сан, кішісі бірінші, мысалы [10, 20]",
    };
    fn read(value: &Value) -> Option<MciRange> {
        let [from, to] = value.as_array()?.as_slice() else { return None };
        let (from, to) = (u32::read(from)?, u32::read(to)?);
        (from <= to).then_some(MciRange { from, to })
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
