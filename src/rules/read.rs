//! TOML → rule book: every key is taken once, and what is left over is refused.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::{Table, Value};

use super::error::Expected;
use super::parameter::{Change, LawNote, Parameter, Stated};
use super::value::Readable;
use super::{Card, Error, Index, RuleBook, States};
use crate::language::Text;
use crate::reference::{Calendar, Country, country};

/// What is told about parameters beside their values.
#[derive(Default)]
struct Notes {
    laws: Vec<LawNote>,
    stated: Vec<Stated>,
}

/// Reads a whole rule book from its merged tables; `source` is the text that they came from.
pub(super) fn rule_book(table: Table, source: String) -> Result<RuleBook, Error> {
    let mut keys = Keys { path: String::new(), table };
    let mut notes = Notes::default();
    let keys = &mut keys;
    let notes = &mut notes;
    let states = States {
        cis: parameter(keys, notes, "cis")?,
        permit_exempt: parameter(keys, notes, "permit_exempt")?,
        visa_exempt_with_permit: parameter(keys, notes, "visa_exempt_with_permit")?,
        bilateral: parameter(keys, notes, "bilateral")?,
        enters_freely: parameter(keys, notes, "enters_freely")?,
        visa_free: parameter(keys, notes, "visa_free")?,
        apostille: parameter(keys, notes, "apostille")?,
        apostille_since: parameter(keys, notes, "apostille_since")?,
        apostille_ask: parameter(keys, notes, "apostille_ask")?,
        minsk: parameter(keys, notes, "minsk")?,
        legal_aid: parameter(keys, notes, "legal_aid")?,
    };
    let mut book = RuleBook {
        quota_due: parameter(keys, notes, "quota_due")?,
        quota_safe: parameter(keys, notes, "quota_safe")?,
        extension_days: parameter(keys, notes, "extension_days")?,
        extension_opens_days: parameter(keys, notes, "extension_opens_days")?,
        extension_day_off: parameter(keys, notes, "extension_day_off")?,
        extension_starts: parameter(keys, notes, "extension_starts")?,
        extension_years_1: parameter(keys, notes, "extension_years_1")?,
        extension_years_2_3: parameter(keys, notes, "extension_years_2_3")?,
        extensions_2_3: parameter(keys, notes, "extensions_2_3")?,
        visa_extension_days: parameter(keys, notes, "visa_extension_days")?,
        visa_free_days: parameter(keys, notes, "visa_free_days")?,
        notification_business_days: parameter(keys, notes, "notification_business_days")?,
        notification_counting: parameter(keys, notes, "notification_counting")?,
        trip_days: parameter(keys, notes, "trip_days")?,
        trip_counting: parameter(keys, notes, "trip_counting")?,
        trp_threshold_days: parameter(keys, notes, "trp_threshold_days")?,
        trp_due_days: parameter(keys, notes, "trp_due_days")?,
        trp_max_years: parameter(keys, notes, "trp_max_years")?,
        trp_ground: parameter(keys, notes, "trp_ground")?,
        trp_renewed_on_return: parameter(keys, notes, "trp_renewed_on_return")?,
        trp_child_age: parameter(keys, notes, "trp_child_age")?,
        trp_child_at_age: parameter(keys, notes, "trp_child_at_age")?,
        eaeu_contract: parameter(keys, notes, "eaeu_contract")?,
        penalty_visa: parameter(keys, notes, "penalty_visa")?,
        penalty_notification: parameter(keys, notes, "penalty_notification")?,
        penalty_stay: parameter(keys, notes, "penalty_stay")?,
        penalty_by_size: parameter(keys, notes, "penalty_by_size")?,
        due_soon_days: parameter(keys, notes, "due_soon_days")?,
        attachment_file_megabytes: parameter(keys, notes, "attachment_file_megabytes")?,
        attachment_packet_megabytes: parameter(keys, notes, "attachment_packet_megabytes")?,
        passport_shapes: shapes(keys)?,
        card: Card::default(),
        states,
        mci: indexes(keys)?,
        calendar: calendar(keys)?,
        laws: Vec::new(),
        stated: Vec::new(),
        source,
    };
    notes.laws.append(&mut law(keys)?);
    std::mem::take(keys).finish()?;
    book.laws = std::mem::take(&mut notes.laws);
    book.stated = std::mem::take(&mut notes.stated);
    Ok(book)
}

fn parameter<T: Readable>(keys: &mut Keys, notes: &mut Notes, name: &str) -> Result<Parameter<T>, Error> {
    let mut own = keys.table(name)?;
    let rule = own.take::<String>("rule")?;
    let from = own.take::<NaiveDate>("from")?;
    let mut citation = own.take::<String>("citation")?;
    let mut shown = own.table.get("value").map(in_full).unwrap_or_default();
    let mut value = own.take::<T>("value")?;
    let reading = own.optional::<String>("reading")?;
    let note = match own.table.contains_key("note") {
        true => Some(text(own.table("note")?)?),
        false => None,
    };
    let mut changes = match own.table.remove("changes") {
        Some(Value::Array(all)) => {
            all.into_iter().map(|one| change(&own.name("changes"), one)).collect::<Result<Vec<_>, _>>()?
        }
        Some(other) => return Err(wrong(own.name("changes"), &other, LIST)),
        None => Vec::new(),
    };
    if changes.windows(2).any(|pair: &[Change<T>]| pair[0].from >= pair[1].from) {
        return Err(Error::Order { key: own.path });
    }
    if let Some(later) = selected(&mut own, notes, name, &rule)? {
        (value, citation, shown) = (later.value, later.source, later.shown);
        changes = Vec::new();
    }
    own.finish()?;
    notes.stated.push(Stated {
        rule: rule.clone(),
        parameter: name.to_owned(),
        value: shown,
        reading: reading.clone(),
        citation: citation.clone(),
        note: note.clone(),
    });
    Ok(Parameter { rule, from, citation, reading, note, value, changes })
}

/// What a law after the FAQ says of a parameter.
struct Later<T> {
    value: T,
    source: String,
    shown: String,
}

/// Notes what later laws say of a parameter; answers what the selected one of them says.
fn selected<T: Readable>(
    own: &mut Keys,
    notes: &mut Notes,
    parameter: &str,
    rule: &str,
) -> Result<Option<Later<T>>, Error> {
    let select = own.optional::<String>("select")?;
    let mut chosen = None;
    if own.table.contains_key("later") {
        let mut all = own.table("later")?;
        for name in all.table.keys().cloned().collect::<Vec<_>>() {
            let mut one = all.table(&name)?;
            let source = one.take::<String>("source")?;
            let selected = select.as_ref() == Some(&name);
            let shown = one.table.get("value").map(in_full);
            let later = one.optional::<T>("value")?;
            let selectable = later.is_some();
            if selected {
                let value = later.ok_or_else(|| Error::Missing { key: one.name("value") })?;
                chosen = Some(Later { value, source: source.clone(), shown: shown.unwrap_or_default() });
            }
            let text = text(one.table("text")?)?;
            one.finish()?;
            let (rule, parameter) = (rule.to_owned(), Some(parameter.to_owned()));
            notes.laws.push(LawNote { rule, parameter, name, text, source, selectable, selected });
        }
    }
    match select {
        Some(select) if chosen.is_none() => {
            Err(Error::Missing { key: format!("{}.later.{select}", own.path) })
        }
        _ => Ok(chosen),
    }
}

fn text(mut keys: Keys) -> Result<Text, Error> {
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

/// `[law.<name>]`: what later law says where no number changes.
fn law(keys: &mut Keys) -> Result<Vec<LawNote>, Error> {
    let mut all = keys.table("law")?;
    let names: Vec<String> = all.table.keys().cloned().collect();
    let mut notes = Vec::new();
    for name in names {
        let mut one = all.table(&name)?;
        let (rule, source) = (one.take("rule")?, one.take("source")?);
        let words = text(one.table("text")?)?;
        one.finish()?;
        notes.push(LawNote {
            rule,
            parameter: None,
            name,
            text: words,
            source,
            selectable: false,
            selected: false,
        });
    }
    Ok(notes)
}

/// `[mci]`: the index in tenge by the first day on which it holds.
fn indexes(keys: &mut Keys) -> Result<BTreeMap<NaiveDate, Index>, Error> {
    dated(keys, "mci", |line| {
        let index = Index { kzt: line.take("kzt")?, source: line.take("source")? };
        Ok(index)
    })
}

/// `[days]`: the days whose standing differs from their weekday.
fn calendar(keys: &mut Keys) -> Result<Calendar, Error> {
    let days = dated(keys, "days", |line| {
        line.take::<String>("name")?;
        line.optional::<bool>("certain")?;
        line.take::<bool>("worked")
    })?;
    Ok(Calendar::new(days))
}

fn dated<T>(
    keys: &mut Keys,
    name: &str,
    mut read: impl FnMut(&mut Keys) -> Result<T, Error>,
) -> Result<BTreeMap<NaiveDate, T>, Error> {
    let mut all = keys.table(name)?;
    let days: Vec<String> = all.table.keys().cloned().collect();
    let mut lines = BTreeMap::new();
    for day in days {
        let path = all.name(&day);
        let date = day
            .parse()
            .map_err(|_| wrong(path, &Value::String(day.clone()), <NaiveDate as Readable>::EXPECTED))?;
        let mut line = all.table(&day)?;
        lines.insert(date, read(&mut line)?);
        line.finish()?;
    }
    Ok(lines)
}

/// `[passport_shapes]`: by country, the shapes of its passport numbers.
fn shapes(keys: &mut Keys) -> Result<BTreeMap<Country, Vec<String>>, Error> {
    let mut all = keys.table("passport_shapes")?;
    let codes: Vec<String> = all.table.keys().cloned().collect();
    let mut shapes = BTreeMap::new();
    for code in codes {
        let country = country::of_alpha2(&code).ok_or_else(|| Error::Unknown { key: all.name(&code) })?;
        shapes.insert(country, all.take::<Vec<String>>(&code)?);
    }
    Ok(shapes)
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
#[derive(Default)]
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
        self.optional(key)?.ok_or_else(|| Error::Missing { key: self.name(key) })
    }

    fn optional<T: Readable>(&mut self, key: &str) -> Result<Option<T>, Error> {
        let path = self.name(key);
        let Some(value) = self.table.remove(key) else { return Ok(None) };
        T::read(&value).map(Some).ok_or_else(|| wrong(path, &value, T::EXPECTED))
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

/// A value as it was typed, a table by its lines.
fn in_full(value: &Value) -> String {
    match value {
        Value::Table(table) => {
            let lines = table.iter().map(|(key, value)| format!("{key} = {}", typed(value)));
            lines.collect::<Vec<_>>().join(", ")
        }
        other => typed(other),
    }
}
