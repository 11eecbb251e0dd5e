//! Numbers of an earlier run for the same passport: filled into blank cells, never over anything typed.

use chrono::NaiveDate;

use super::case::Filled;
use super::label;
use super::reader::Reader;
use crate::language::Text;
use crate::record::{Iin, Permit, Person};
use crate::roster::Field;

/// The IIN, if it agrees with the birth date and the sex that are typed.
pub fn iin(reader: &Reader, person: &mut Person, filled: &mut Vec<Filled>) {
    let Some((day, known)) = reader.memory.get(person) else { return };
    if person.iin.is_some() || !reader.is_blank(Field::Iin) {
        return;
    }
    let agrees = |iin: &Iin| {
        person.birth_date.is_none_or(|born| born == iin.birth_date())
            && person.sex.is_none_or(|sex| sex == iin.sex())
    };
    let read = known.iin.as_deref().and_then(|iin| Iin::parse(iin).ok());
    let Some(iin) = read.filter(agrees) else { return };
    filled.push(source(reader, person, Field::Iin, iin.as_str(), *day));
    person.iin = Some(iin);
}

/// The number of the work permit, if it is still the same permit: the same last day, or none typed and
/// the earlier one not over yet.
pub fn permit(reader: &Reader, person: &Person, permit: &mut Permit, filled: &mut Vec<Filled>) {
    let Some((day, known)) = reader.memory.get(person) else { return };
    let Some(number) = known.permit_number.as_ref().filter(|_| permit.number.is_none()) else { return };
    let runs = known.permit_to.is_some_and(|to| to >= reader.today);
    let same = match permit.to {
        Some(to) => known.permit_to == Some(to),
        None => runs && reader.is_blank(Field::WpTo) && reader.is_blank(Field::WpFrom),
    };
    if same && reader.is_blank(Field::WpNo) {
        filled.push(source(reader, person, Field::WpNo, number, *day));
        permit.number = Some(number.clone());
    }
}

fn source(reader: &Reader, person: &Person, field: Field, value: &str, day: NaiveDate) -> Filled {
    let day = label::day(day).en;
    Filled {
        place: reader.place(field),
        from: Some(reader.place(Field::PassportNo)),
        field: field.name(),
        subject: person.subject.clone(),
        value: value.to_owned(),
        source: Text::new(
            format!("from the earlier run of {day}, same passport"),
            format!("из прежнего запуска {day}, тот же паспорт"),
            format!("{day} күнгі алдыңғы іске қосудан, сол паспорт"),
        ),
        rule: if field == Field::Iin { "R38" } else { "R13" },
    }
}
