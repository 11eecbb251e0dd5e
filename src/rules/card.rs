//! `[company]` and `[[office]]` → what a firm would type into the company card of every workbook.
//!
//! The keys are those of the field table, with or without `company_` (`name_ru`, `bin`, `signatory_name_kk`).
//! Values are held as typed: the checker reads them as it reads the card of a workbook. Invariant: an office
//! serves at least one region, and no region is served by two.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::Error;
use super::error::Expected;
use crate::language::Text;
use crate::reference::{Region, region};
use crate::roster::{Field, SheetKind};

/// The employer and the offices of its representative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    pub company: BTreeMap<Field, String>,
    pub offices: Vec<RepresentativeOffice>,
}

/// An office of the representative, named as contact in the regions that it serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepresentativeOffice {
    pub name: Text,
    pub address: Text,
    pub phone: String,
    pub email: String,
    pub regions: Vec<Region>,
}

const TABLE: Expected = Expected { en: "a table", ru: "таблица", kk: "кесте" };
const TEXT: Expected = Expected {
    en: "text in quotes", ru: "текст в кавычках", kk: "тырнақшадағы мәтін"
};
const REGIONS: Expected = Expected {
    en: "a list of regions of Kazakhstan, each served by one office",
    ru: "список регионов Казахстана, каждый у одного офиса",
    kk: "Қазақстан өңірлерінің тізімі, әрқайсысы бір кеңседе",
};

impl Card {
    /// Takes the card out of a user's tables.
    pub(super) fn take(tables: &mut Table) -> Result<Card, Error> {
        let mut card = Card::default();
        if let Some(company) = tables.remove("company") {
            card.company = self::company(company)?;
        }
        let mut served = BTreeSet::new();
        for office in listed("office", tables.remove("office").unwrap_or(Value::Array(Vec::new())))? {
            let office = self::office(office)?;
            for region in &office.regions {
                if !served.insert(*region) {
                    return Err(wrong("office.regions", region.code(), REGIONS));
                }
            }
            card.offices.push(office);
        }
        Ok(card)
    }

    /// The office that serves a region.
    pub fn office(&self, region: Region) -> Option<&RepresentativeOffice> {
        self.offices.iter().find(|office| office.regions.contains(&region))
    }
}

fn company(value: Value) -> Result<BTreeMap<Field, String>, Error> {
    let Value::Table(table) = value else { return Err(wrong("company", value.to_string(), TABLE)) };
    let mut company = BTreeMap::new();
    for (name, value) in table {
        let key = format!("company.{name}");
        let known = [format!("company_{name}"), name].iter().find_map(|name| Field::from_name(name));
        let field = known.filter(|field| field.sheets().contains(&SheetKind::Company));
        let Some(field) = field else { return Err(Error::Unknown { key }) };
        company.insert(field, text(&key, value)?);
    }
    Ok(company)
}

fn office(value: Value) -> Result<RepresentativeOffice, Error> {
    let Value::Table(table) = value else { return Err(wrong("office", value.to_string(), TABLE)) };
    let mut office = RepresentativeOffice::default();
    for (name, value) in table {
        let key = format!("office.{name}");
        let words = match name.as_str() {
            "name_ru" => &mut office.name.ru,
            "name_kk" => &mut office.name.kk,
            "name_en" => &mut office.name.en,
            "address_ru" => &mut office.address.ru,
            "address_kk" => &mut office.address.kk,
            "address_en" => &mut office.address.en,
            "phone" => &mut office.phone,
            "email" => &mut office.email,
            "regions" => {
                office.regions = regions(value)?;
                continue;
            }
            _ => return Err(Error::Unknown { key }),
        };
        *words = text(&key, value)?;
    }
    if office.regions.is_empty() {
        return Err(Error::Missing { key: "office.regions".to_owned() });
    }
    Ok(office)
}

fn regions(value: Value) -> Result<Vec<Region>, Error> {
    let mut all = Vec::new();
    for one in listed("office.regions", value)? {
        let typed = text("office.regions", one)?;
        let found = region::find(&typed).map_err(|_| wrong("office.regions", &*typed, REGIONS))?;
        all.extend(found);
    }
    Ok(all)
}

fn listed(key: &str, value: Value) -> Result<Vec<Value>, Error> {
    match value {
        Value::Array(values) => Ok(values),
        other => Err(wrong(key, other.to_string(), if key == "office" { TABLE } else { REGIONS })),
    }
}

fn text(key: &str, value: Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(wrong(key, other.to_string(), TEXT)),
    }
}

fn wrong(key: &str, found: impl Into<String>, expected: Expected) -> Error {
    Error::Wrong { key: key.to_owned(), found: found.into(), expected }
}
