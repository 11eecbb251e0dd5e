//! Kazakh and English spellings from another row of the workbook that has the same Russian words.
//!
//! Invariant: only where all rows that have the spelling agree, and only into blank cells. What is
//! deliberately absent: any translation; what no row has stays empty.

use std::collections::BTreeMap;

use super::case::Filled;
use super::rows::Noted;
use crate::finding::Place;
use crate::language::Text;
use crate::record::{Employee, QuotaLine};
use crate::reference::fold;
use crate::roster::Field;

/// A text in Russian, or as typed, with its Kazakh and English forms.
struct Spellings<'a> {
    base: &'a str,
    forms: [(Field, &'a mut Option<String>, Place); 2],
    /// `None`: its blanks are told already and stay.
    subject: Option<&'a str>,
}

/// Fills positions, addresses and places of visa receipt.
pub fn spellings(
    employees: &mut [Employee],
    quota: &mut [QuotaLine],
    noted: &Noted,
    filled: &mut Vec<Filled>,
) {
    let mut positions = Vec::new();
    let mut addresses = Vec::new();
    let mut consulates = Vec::new();
    for line in quota {
        let places = [line.place(Field::PositionKk), line.place(Field::PositionEn)];
        let forms = [(Field::PositionKk, &mut line.position_kk), (Field::PositionEn, &mut line.position_en)];
        let spellings = spelt(line.position.as_deref(), forms, places, "");
        positions.extend(spellings.map(|one| Spellings { subject: None, ..one }));
    }
    for employee in employees {
        let places =
            |fields: [Field; 2], places: &crate::record::Places| fields.map(|field| places.place(field));
        let position = places([Field::PositionKk, Field::PositionEn], &employee.places);
        let address = places([Field::AddressKk, Field::AddressEn], &employee.places);
        let consulate = places([Field::VisaPlaceKk, Field::VisaPlaceEn], &employee.places);
        let person = &mut employee.person;
        positions.extend(spelt(
            employee.position.as_deref(),
            [(Field::PositionKk, &mut employee.position_kk), (Field::PositionEn, &mut employee.position_en)],
            position,
            &person.subject,
        ));
        consulates.extend(spelt(
            employee.visa_place.as_deref(),
            [
                (Field::VisaPlaceKk, &mut employee.visa_place_kk),
                (Field::VisaPlaceEn, &mut employee.visa_place_en),
            ],
            consulate,
            &person.subject,
        ));
        addresses.extend(spelt(
            person.address.as_deref(),
            [(Field::AddressKk, &mut person.address_kk), (Field::AddressEn, &mut person.address_en)],
            address,
            &person.subject,
        ));
        for dependant in &mut employee.dependants {
            let address = places([Field::AddressKk, Field::AddressEn], &dependant.places);
            let person = &mut dependant.person;
            addresses.extend(spelt(
                person.address.as_deref(),
                [(Field::AddressKk, &mut person.address_kk), (Field::AddressEn, &mut person.address_en)],
                address,
                &person.subject,
            ));
        }
    }
    for group in [positions, addresses, consulates] {
        share(group, noted, filled);
    }
}

fn spelt<'a>(
    base: Option<&'a str>,
    forms: [(Field, &'a mut Option<String>); 2],
    places: [Place; 2],
    subject: &'a str,
) -> Option<Spellings<'a>> {
    let [first, second] = forms;
    let [here, there] = places;
    Some(Spellings {
        base: base?,
        forms: [(first.0, first.1, here), (second.0, second.1, there)],
        subject: Some(subject),
    })
}

/// Gives each blank form the one that all other rows with the same words have.
fn share(all: Vec<Spellings>, noted: &Noted, filled: &mut Vec<Filled>) {
    // What is known of a form: the text and its cell; `None` where two rows differ.
    type Known = Option<(String, Place)>;
    let mut known: BTreeMap<(String, Field), Known> = BTreeMap::new();
    for one in &all {
        for (field, form, place) in &one.forms {
            let Some(form) = form.as_ref() else { continue };
            let entry =
                known.entry((fold(one.base), *field)).or_insert_with(|| Some((form.clone(), place.clone())));
            if entry.as_ref().is_some_and(|(other, _)| other != form) {
                *entry = None;
            }
        }
    }
    for one in all {
        let Some(subject) = one.subject else { continue };
        for (field, form, place) in one.forms {
            let Some(Some((text, from))) = known.get(&(fold(one.base), field)) else { continue };
            if form.is_some() || noted.has(&place) {
                continue;
            }
            *form = Some(text.clone());
            filled.push(Filled {
                place,
                from: Some(from.clone()),
                field: field.name(),
                subject: subject.to_owned(),
                value: text.clone(),
                source: Text::new(
                    "taken from another row with the same words",
                    "из другой строки с теми же словами",
                    "дәл сондай сөздері бар басқа жолдан алынды",
                ),
                rule: "R22",
            });
        }
    }
}
