//! The name columns of a row → the names of a person, each spelling as it was typed.
//!
//! Rosters put names into one column or five, in one script or two. A cell gives what it holds whatever
//! its header says: a Cyrillic name in the Latin column is a Cyrillic name.

use super::reader::Reader;
use crate::language::Text;
use crate::record::Person;
use crate::record::name::{self, Name, NameError, Names};
use crate::roster::Field;

/// The columns with whole names, then those with parts.
const WHOLE: [Field; 2] = [Field::FullNameLat, Field::FullNameCyr];
const PARTS: [Field; 4] = [Field::LastNameLat, Field::FirstNameLat, Field::LastNameCyr, Field::FirstNameCyr];

/// Fills the names and the subject of a person.
pub fn read(reader: &mut Reader, person: &mut Person) {
    let [latin, cyrillic] = WHOLE.map(|field| names(reader, field));
    let [last_lat, first_lat, last_cyr, first_cyr] = PARTS.map(|field| names(reader, field));
    person.middle_name = reader.text(Field::MiddleName);
    person.subject = subject(reader);

    let whole_latin = latin.latin.or(cyrillic.latin);
    let whole_cyrillic = cyrillic.cyrillic.or(latin.cyrillic);
    let part = |own: &Option<Name>, other: &Option<Name>| {
        own.as_ref().or(other.as_ref()).map(|name| name.full.clone())
    };
    let split = |whole: &Option<Name>, side: fn(&Name) -> &Option<String>| {
        whole.as_ref().and_then(|name| side(name).clone())
    };
    person.last_name_lat = part(&last_lat.latin, &last_cyr.latin).or(split(&whole_latin, |name| &name.last));
    person.first_name_lat =
        part(&first_lat.latin, &first_cyr.latin).or(split(&whole_latin, |name| &name.first));
    person.last_name_cyr =
        part(&last_cyr.cyrillic, &last_lat.cyrillic).or(split(&whole_cyrillic, |name| &name.last));
    person.first_name_cyr =
        part(&first_cyr.cyrillic, &first_lat.cyrillic).or(split(&whole_cyrillic, |name| &name.first));
    if person.middle_name.is_none() {
        person.middle_name = split(&whole_cyrillic, |name| &name.middle);
    }
    let joined = |parts: [Option<&String>; 3]| {
        let words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    person.full_name_lat = (whole_latin.map(|name| name.full))
        .or_else(|| joined([person.last_name_lat.as_ref(), person.first_name_lat.as_ref(), None]));
    let middle = person.middle_name.as_ref().filter(|name| name.chars().any(|letter| letter > '\u{3ff}'));
    person.full_name_cyr = (whole_cyrillic.map(|name| name.full))
        .or_else(|| joined([person.last_name_cyr.as_ref(), person.first_name_cyr.as_ref(), middle]));
}

/// The name as typed: a whole one, else its parts; a row without any is called by its place.
fn subject(reader: &mut Reader) -> String {
    let text = |field| reader.at(field).map(|cell| super::reader::typed(&cell.value));
    let squeeze = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = WHOLE.into_iter().filter_map(text).map(squeeze).find(|text| !text.is_empty());
    whole.unwrap_or_else(|| {
        let parts =
            |fields: &[Field]| squeeze(fields.iter().copied().filter_map(text).collect::<Vec<_>>().join(" "));
        let typed = [parts(&PARTS[..2]), parts(&PARTS[2..])].into_iter().find(|text| !text.is_empty());
        typed.unwrap_or_else(|| format!("{}!{}", reader.sheet.name, reader.row.number))
    })
}

fn names(reader: &mut Reader, field: Field) -> Names {
    let Some(text) = reader.raw(field) else { return Names::default() };
    match name::parse(&text) {
        Ok(names) => {
            if names.healed {
                let read =
                    [&names.latin, &names.cyrillic].into_iter().flatten().map(|name| Text::same(&*name.full));
                reader.note("name-letters", field, &text, &[("value", &super::label::list(read))]);
            }
            names
        }
        Err(NameError::Empty) => Names::default(),
        Err(error) => {
            reader.note("name-unreadable", field, &text, &[("reason", &reason(error))]);
            Names::default()
        }
    }
}

fn reason(error: NameError) -> Text {
    match error {
        NameError::Empty => Text::new("it is empty", "оно пустое", "ол бос"),
        NameError::Digits => Text::new("it has digits", "в нём есть цифры", "онда цифрлар бар"),
        NameError::Mixed => Text::new(
            "a word mixes Latin and Cyrillic letters",
            "в одном слове смешаны буквы латиницы и кириллицы",
            "бір сөзде латын мен кирилл әріптері аралас",
        ),
        NameError::Several => {
            Text::new("it names several people", "здесь несколько человек", "мұнда бірнеше адам аталған")
        }
        NameError::Script => Text::new(
            "it is in neither Latin nor Cyrillic letters",
            "оно не латиницей и не кириллицей",
            "ол латынша да, кириллицамен де жазылмаған",
        ),
    }
}
