//! Drop-downs for the coded fields: which values a cell of a field can have, in the words of the sheet's
//! own language, and where they stand.
//!
//! The values stand on a hidden sheet, since a list within the rule itself ends at 255 letters. A rule
//! warns and never refuses: people write these values in many ways that are read just as well. A column
//! that has a rule of its own keeps it.

use std::collections::BTreeMap;

use super::cells::{At, Typed, Worksheet, at};
use super::tree;
use crate::docx::xml::Node;
use crate::language::Language;
use crate::reference::{Category, Country, country, region};
use crate::roster::{Field, Kind, Sheet};

/// The beginning of the names of our lists.
pub const NAMES: &str = "Otinish_";

/// A list of values in a language.
pub type List = (Kind, Language);

/// The values of a kind; none for kinds that are no code list.
pub fn values((kind, language): List) -> Vec<Typed> {
    let words = |ru: &[&str], kk: &[&str], en: &[&str]| {
        let words = language.choose(en, ru, kk);
        words.iter().map(|word| Typed::Text((*word).to_owned())).collect()
    };
    match kind {
        Kind::Sex => words(&["М", "Ж"], &["Ер", "Әйел"], &["M", "F"]),
        Kind::Category => Category::ALL.iter().map(|one| Typed::Number(f64::from(one.number()))).collect(),
        Kind::Relation => words(
            &["супруг(а)", "ребенок", "родитель", "другое"],
            &["жұбайы", "баласы", "ата-анасы", "басқа"],
            &["spouse", "child", "parent", "other"],
        ),
        Kind::Engagement => words(
            &["трудовой договор", "ВКП", "договор услуг"],
            &["еңбек шарты", "КІА", "қызмет көрсету шарты"],
            &["employment", "ICT", "service contract"],
        ),
        // Work, family, job search, business; another category only gives a warning.
        Kind::VisaCategory => ["C3", "C2", "C4", "C5"].map(|one| Typed::Text(one.to_owned())).to_vec(),
        Kind::CompanySize => {
            words(&["малый", "средний", "крупный"], &["шағын", "орта", "ірі"], &["small", "medium", "large"])
        }
        Kind::Region => region::all().map(|region| Typed::Text(region.name(language).to_owned())).collect(),
        Kind::Country => {
            let mut names: Vec<&str> = country::all().map(|one: Country| one.name(language)).collect();
            names.sort_unstable();
            names.into_iter().map(|name| Typed::Text(name.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// The name of a list: `Otinish_sex_ru`.
pub fn name((kind, language): List) -> String {
    format!("{NAMES}{}_{language}", kind.name())
}

/// The language of a sheet's headers; of most columns that are known in one.
pub fn language_of(sheet: &Sheet, other: Language) -> Language {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for column in &sheet.columns {
        let Some(field) = column.field else { continue };
        let letters = column.header.to_lowercase();
        let kazakh = letters.chars().any(|letter| "әғқңөұүһі".contains(letter));
        let russian = letters.chars().any(|letter| ('а'..='я').contains(&letter));
        let language = match (kazakh, russian) {
            (true, _) => Language::Kk,
            (false, true)
                if field.headers(Language::Kk).iter().any(|known| known.to_lowercase() == letters) =>
            {
                continue;
            }
            (false, true) => Language::Ru,
            (false, false) => Language::En,
        };
        *counts.entry(language).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(other, |(language, _)| language)
}

/// The coded columns of a sheet, each with its cells.
pub fn coded(sheet: &Sheet) -> impl Iterator<Item = (Field, At, At)> {
    sheet.columns.iter().filter_map(|column| {
        let field = column.field.filter(|field| !values((field.kind(), Language::En)).is_empty())?;
        let first = at(&column.address(sheet.rows.first()?.number))?;
        let last = at(&column.address(sheet.rows.last()?.number))?;
        Some((field, first, last))
    })
}

/// Takes our rules off a worksheet and puts these on, where the sheet has none of its own.
pub fn renew(sheet: &mut Worksheet, rules: &[(List, At, At)]) {
    if sheet.child("dataValidations").is_none() && rules.is_empty() {
        return;
    }
    let newer = sheet.child("extLst").map(taken_by_extension).unwrap_or_default();
    let all = sheet.part("dataValidations");
    let is_ours =
        |rule: &tree::Tree| rule.child("formula1").is_some_and(|list| tree::text(list).starts_with(NAMES));
    tree::remove(all, is_ours);
    let mut taken = newer;
    taken.extend(all.elements().flat_map(|rule| ranges(rule.attribute("sqref").unwrap_or_default())));
    for (list, first, last) in rules {
        if taken
            .iter()
            .any(|(from, to)| from.0 <= last.0 && first.0 <= to.0 && from.1 <= last.1 && first.1 <= to.1)
        {
            continue;
        }
        let place = format!("{}:{}", address(*first), address(*last));
        let rule = tree::element(
            "dataValidation",
            &[
                ("type", "list"),
                ("errorStyle", "warning"),
                ("allowBlank", "1"),
                ("showErrorMessage", "1"),
                ("sqref", &place),
            ],
        );
        let formula = tree::element("formula1", &[]).containing(Node::Text(name(*list).into()));
        all.children.push(rule.containing(formula).into());
    }
    let count = all.elements().count();
    all.set("count", count.to_string());
    if count == 0 {
        sheet.remove("dataValidations");
    }
}

fn address((row, column): At) -> String {
    crate::roster::address(row, column)
}

/// The cells of rules that Excel keeps among the extensions, since they point to other sheets.
fn taken_by_extension(element: &tree::Tree) -> Vec<(At, At)> {
    if element.name == "x14:dataValidation" {
        let places = element.elements().filter(|child| child.name == "xm:sqref");
        return places.flat_map(|place| ranges(&tree::text(place))).collect();
    }
    element.elements().flat_map(taken_by_extension).collect()
}

/// `A1 B2:C9` as corners.
fn ranges(places: &str) -> Vec<(At, At)> {
    let range = |place: &str| {
        let (first, last) = place.split_once(':').unwrap_or((place, place));
        Some((at(first)?, at(last)?))
    };
    places.split_whitespace().filter_map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{CompanySize, Engagement, Relation, Sex, VisaCategory};

    #[test]
    fn every_value_of_a_drop_down_is_read() {
        for kind in [
            Kind::Sex,
            Kind::Category,
            Kind::Relation,
            Kind::Engagement,
            Kind::VisaCategory,
            Kind::CompanySize,
            Kind::Region,
            Kind::Country,
        ] {
            for language in Language::ALL {
                for value in values((kind, language)) {
                    let text = match value {
                        Typed::Text(text) => text,
                        Typed::Number(number) => number.to_string(),
                        Typed::Date(_) => unreachable!("no list holds days"),
                    };
                    let read = match kind {
                        Kind::Sex => Sex::parse(&text).is_ok(),
                        Kind::Category => Category::parse(&text).is_ok(),
                        Kind::Relation => Relation::parse(&text).is_ok(),
                        Kind::Engagement => Engagement::parse(&text).is_ok(),
                        Kind::VisaCategory => VisaCategory::parse(&text).is_ok(),
                        Kind::CompanySize => CompanySize::parse(&text).is_ok(),
                        Kind::Region => region::find(&text).is_ok_and(|found| found.len() == 1),
                        _ => country::find(&text).is_ok(),
                    };
                    assert!(read, "{} {language}: {text}", kind.name());
                }
            }
        }
    }
}
