//! A row of the employees' or the family sheet → what both share: names, passport, IIN, stay, papers.

use super::label;
use super::name;
use super::reader::Reader;
use crate::language::Text;
use crate::record::date::Kind;
use crate::record::{Bin, Iin, IinError, PassportError, PassportNumber, Person, TemporaryResidence, Visa};
use crate::reference::{Sex, VisaCategory};
use crate::roster::{Field, Value};

/// Reads a person; whom the findings are about is known afterwards from `subject`.
pub fn read(reader: &mut Reader) -> Person {
    let mut person = Person {
        emp_id: reader.text(Field::EmpId),
        sex: reader.code(Field::Sex, Sex::parse, Text::new("M, F", "М, Ж", "Е, Ә")),
        birth_date: reader.date(Field::BirthDate, Kind::Birth),
        birth_place: reader.text(Field::BirthPlace),
        citizenship: reader.country(Field::Citizenship),
        passport_no: passport(reader),
        passport_issue: reader.date(Field::PassportIssue, Kind::Event),
        passport_expiry: reader.end_date(Field::PassportExpiry).0,
        passport_issuer: reader.text(Field::PassportIssuer),
        arrival_date: reader.date(Field::ArrivalDate, Kind::Event),
        departure_date: reader.date(Field::DepartureDate, Kind::Event),
        entry_point: reader.text(Field::EntryPoint),
        purpose: reader.text(Field::Purpose),
        address: reader.text(Field::Address),
        address_kk: reader.text(Field::AddressKk),
        address_en: reader.text(Field::AddressEn),
        notified_on: reader.date(Field::NotifiedOn, Kind::Event),
        phone: reader.text(Field::Phone),
        email: reader.text(Field::Email),
        note: reader.raw(Field::Note),
        visa: visa(reader),
        trp: TemporaryResidence {
            number: reader.text(Field::TrpNo),
            from: reader.date(Field::TrpFrom, Kind::Event),
            to: reader.end_date(Field::TrpTo).0,
        },
        extra: extra(reader),
        ..Person::default()
    };
    person.arrival_faulty = person.arrival_date.is_none() && !reader.is_blank(Field::ArrivalDate);
    name::read(reader, &mut person);
    person.iin = iin(reader, &person);
    person.iin_faulty = person.iin.is_none() && !reader.is_blank(Field::Iin);
    zeros(reader, &person);
    shape(reader, &person);
    person
}

fn visa(reader: &mut Reader) -> Visa {
    let expected = Text::new("C3, B2, C2 …", "C3, B2, C2 …", "C3, B2, C2 …");
    Visa {
        number: reader.text(Field::VisaNo),
        category: reader.code(Field::VisaCat, VisaCategory::parse, expected),
        from: reader.date(Field::VisaFrom, Kind::Event),
        to: reader.end_date(Field::VisaTo).0,
    }
}

/// The columns that are not ours, each under its own header; of two alike, the first that is filled.
fn extra(reader: &Reader) -> std::collections::BTreeMap<String, String> {
    let mut extra = std::collections::BTreeMap::new();
    for column in reader.sheet.columns.iter().filter(|column| column.field.is_none()) {
        let cell = reader.row.cells.iter().find(|cell| cell.column == column.index);
        let text = cell.map(|cell| super::reader::typed(&cell.value)).unwrap_or_default();
        let header = column.header.trim();
        if !header.is_empty() && !text.trim().is_empty() {
            extra.entry(header.to_owned()).or_insert_with(|| text.trim().to_owned());
        }
    }
    extra
}

fn passport(reader: &mut Reader) -> Option<PassportNumber> {
    let number = reader.value(Field::PassportNo, PassportNumber::parse, |reader, text, error| {
        let code = match error {
            PassportError::Empty | PassportError::NoDigit | PassportError::Character { .. } => {
                "passport-characters"
            }
            PassportError::Rounded => "passport-rounded",
            PassportError::Several => "passport-several",
            PassportError::Length { found } => {
                let count = Text::same(found.to_string());
                return reader.note("passport-length", Field::PassportNo, text, &[("count", &count)]);
            }
        };
        reader.note(code, Field::PassportNo, text, &[]);
    })?;
    let text = reader.raw(Field::PassportNo).unwrap_or_default();
    let value = Text::same(number.as_str());
    if number.folded() {
        reader.note("passport-look-alikes", Field::PassportNo, &text, &[("value", &value)]);
    }
    if number.is_long() {
        reader.note("passport-long", Field::PassportNo, &text, &[]);
    }
    Some(number)
}

/// A number cell has no leading zeros: where the passports of a country have nine digits, fewer tell it.
fn zeros(reader: &mut Reader, person: &Person) {
    let (Some(number), Some(country)) = (&person.passport_no, person.citizenship) else { return };
    let as_number = reader
        .sheet
        .cell(reader.row, Field::PassportNo)
        .is_some_and(|cell| matches!(cell.value, Value::Number { digits: None, .. }));
    if as_number && matches!(country.alpha2(), "RU" | "GB" | "US") && number.as_str().len() < 9 {
        reader.note("passport-zeros", Field::PassportNo, number.as_str(), &[]);
    }
}

/// A hint only: the usual shapes of the passport numbers of a country.
fn shape(reader: &mut Reader, person: &Person) {
    let (Some(number), Some(country)) = (&person.passport_no, person.citizenship) else { return };
    let Some(shapes) = reader.rules.passport_shapes.get(&country) else { return };
    let fits = |shape: &String| {
        shape.len() == number.as_str().len()
            && shape.chars().zip(number.as_str().chars()).all(|(wanted, found)| match wanted {
                '9' => found.is_ascii_digit(),
                'A' => found.is_ascii_uppercase(),
                _ => wanted == found,
            })
    };
    if !shapes.iter().any(fits) {
        let shapes = Text::same(shapes.join(", "));
        reader.note("passport-shape", Field::PassportNo, number.as_str(), &[("shapes", &shapes)]);
    }
}

/// The IIN by both rounds of its check digit; lost zeros come back only if the birth date agrees.
fn iin(reader: &mut Reader, person: &Person) -> Option<Iin> {
    let text = reader.text(Field::Iin)?;
    let iin = match Iin::parse(&text) {
        Ok(iin) => iin,
        Err(IinError::Length { .. }) => repaired(reader, &text, person)?,
        Err(error) => {
            fault(reader, &text, error);
            return None;
        }
    };
    agrees(reader, &text, &iin, person);
    Some(iin)
}

fn repaired(reader: &mut Reader, text: &str, person: &Person) -> Option<Iin> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let iin = person.birth_date.and_then(|born| Iin::repair(&digits, born));
    match &iin {
        Some(iin) => {
            reader.note("iin-repaired", Field::Iin, text, &[("value", &Text::same(iin.as_str()))]);
        }
        None => fault(reader, text, IinError::Length { found: digits.len() }),
    }
    iin
}

fn fault(reader: &mut Reader, text: &str, error: IinError) {
    let code = match error {
        _ if Bin::parse(text).is_ok() => "iin-is-bin",
        IinError::Rounded => "iin-exponent",
        IinError::Characters => "iin-characters",
        IinError::Length { found } => {
            let count = Text::same(found.to_string());
            return reader.note("iin-length", Field::Iin, text, &[("count", &count)]);
        }
        IinError::SeventhDigitZero => "iin-seventh-zero",
        IinError::CenturyDigit => "iin-century",
        IinError::Date => "iin-date",
        IinError::NeverIssued => "iin-never-issued",
        IinError::CheckDigit => "iin-checksum",
    };
    reader.note(code, Field::Iin, text, &[]);
}

/// The IIN against the birth date and the sex that are typed.
fn agrees(reader: &mut Reader, text: &str, iin: &Iin, person: &Person) {
    if let Some(born) = person.birth_date.filter(|born| *born != iin.birth_date()) {
        let (derived, typed) = (label::day(iin.birth_date()), label::day(born));
        reader.note("iin-birth-date", Field::Iin, text, &[("derived", &derived), ("typed", &typed)]);
    }
    if let Some(sex) = person.sex.filter(|sex| *sex != iin.sex()) {
        let (derived, typed) = (label::sex(iin.sex()), label::sex(sex));
        reader.note("iin-sex", Field::Iin, text, &[("derived", &derived), ("typed", &typed)]);
    }
}
