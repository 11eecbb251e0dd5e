//! What follows from what is there: values filled into empty fields, each with its source.
//!
//! Invariant: nothing typed is overwritten, not even what could not be read; a field is filled only if
//! its cell is blank. Nothing is made up: no name, no IIN, no spelling.

use chrono::{Datelike, NaiveDate};

use super::case::Filled;
use super::reader::Reader;
use crate::finding::Place;
use crate::language::Text;
use crate::record::{Company, Dependant, Employee, Person, Places, QuotaLine};
use crate::reference::region::{find, of_address};
use crate::reference::{Authentication, Route};
use crate::roster::{Field, Row};
use crate::rules::RuleBook;

/// Sex and birth date from the IIN (R38), where their cells are blank.
pub fn from_iin(reader: &Reader, person: &mut Person, filled: &mut Vec<Filled>) {
    let Some(iin) = person.iin.clone() else { return };
    let mut fill = |field: Field, value: String| {
        filled.push(Filled {
            place: reader.place(field),
            from: Some(reader.place(Field::Iin)),
            field: field.name(),
            subject: person.subject.clone(),
            value,
            source: Text::new("derived from IIN", "из ИИН", "ЖСН-нен алынды"),
            rule: "R38",
        });
    };
    if person.sex.is_none() && reader.is_blank(Field::Sex) {
        person.sex = Some(iin.sex());
        fill(Field::Sex, iin.sex().code().to_owned());
    }
    if person.birth_date.is_none() && reader.is_blank(Field::BirthDate) {
        person.birth_date = Some(iin.birth_date());
        fill(Field::BirthDate, iin.birth_date().to_string());
    }
}

/// The region of a worker from the city of the address, else from the heading above the row (R23).
pub fn region(reader: &Reader, employee: &mut Employee, filled: &mut Vec<Filled>) {
    if employee.region.is_some() || !reader.is_blank(Field::Region) {
        return;
    }
    let by_address = employee.person.address.as_deref().and_then(of_address);
    let by_section = || section(reader.row);
    let (region, from, source) = match by_address {
        Some(region) => {
            let source = Text::new("derived from the address", "из адреса", "мекенжайдан алынды");
            (region, Some(reader.place(Field::Address)), source)
        }
        None => match by_section() {
            Some(region) => {
                let source = Text::new(
                    "taken from the heading above",
                    "из заголовка над строкой",
                    "жол үстіндегі тақырыптан алынды",
                );
                (region, None, source)
            }
            None => return,
        },
    };
    employee.region = Some(region);
    filled.push(Filled {
        place: reader.place(Field::Region),
        from,
        field: Field::Region.name(),
        subject: employee.person.subject.clone(),
        value: region.code(),
        source,
        rule: "R23",
    });
}

/// The one region that a heading names («г. Атырау»).
fn section(row: &Row) -> Option<crate::reference::Region> {
    match find(row.section.as_deref()?).ok()?[..] {
        [region] => Some(region),
        _ => None,
    }
}

/// The route from the citizenship (R13, R17, R18, R26, R28).
pub fn route(employee: &mut Employee, rules: &RuleBook, today: NaiveDate, filled: &mut Vec<Filled>) {
    let Some(country) = employee.person.citizenship else { return };
    let Some(route) = rules.route(country, today) else { return };
    employee.route = Some(route);
    filled.push(Filled {
        place: bare(&employee.places, "route"),
        from: Some(employee.place(Field::Citizenship)),
        field: "route",
        subject: employee.person.subject.clone(),
        value: route.name().to_owned(),
        source: Text::new("derived from citizenship", "из гражданства", "азаматтығынан алынды"),
        rule: route_rule(route, rules.is_visa_free(country, today)),
    });
}

fn route_rule(route: Route, visa_free: bool) -> &'static str {
    match route {
        Route::Eaeu => "R28",
        Route::Azerbaijan | Route::Bilateral => "R18",
        Route::Cis => "R26",
        Route::Visa if visa_free => "R17",
        Route::Visa => "R13",
    }
}

/// How a family certificate is authenticated, from the country that issued it and the day of filing
/// (R16, R31).
pub fn authenticate(dependant: &mut Dependant, rules: &RuleBook, today: NaiveDate, filled: &mut Vec<Filled>) {
    let Some(issuer) = dependant.cert_country else { return };
    let authentication = rules.authentication(issuer, today);
    dependant.cert_authentication = Some(authentication);
    filled.push(Filled {
        place: bare(&dependant.places, "cert_authentication"),
        from: Some(dependant.place(Field::CertCountry)),
        field: "cert_authentication",
        subject: dependant.person.subject.clone(),
        value: authentication.name().to_owned(),
        source: Text::new(
            "derived from the issuing country and the filing date",
            "из страны выдачи и даты подачи",
            "берген ел мен тапсыру күнінен алынды",
        ),
        rule: match authentication {
            Authentication::None | Authentication::NotarisedCopy => "R31",
            Authentication::Apostille | Authentication::Legalisation | Authentication::AskPerson => "R16",
        },
    });
}

/// The year of a quota line: the next one (R1); its activity: the company's (R3).
pub fn quota(
    reader: &Reader,
    line: &mut QuotaLine,
    subject: &str,
    company: &Company,
    today: NaiveDate,
    filled: &mut Vec<Filled>,
) {
    if line.year.is_none() && reader.is_blank(Field::Year) {
        let year = today.year() + 1;
        line.year = Some(year);
        filled.push(Filled {
            place: line.place(Field::Year),
            from: Some(line.place(Field::Region)),
            field: Field::Year.name(),
            subject: subject.to_owned(),
            value: year.to_string(),
            source: Text::new(
                "from the rule book: next year",
                "из свода правил: следующий год",
                "ережелер жинағынан: келесі жыл",
            ),
            rule: "R1",
        });
    }
    if let (None, Some(oked), true) = (&line.oked, &company.oked, reader.is_blank(Field::Oked)) {
        filled.push(Filled {
            place: line.place(Field::Oked),
            from: Some(company.place(Field::Oked)),
            field: Field::Oked.name(),
            subject: subject.to_owned(),
            value: oked.as_str().to_owned(),
            source: Text::new(
                "taken from the company card",
                "из карточки организации",
                "ұйым карточкасынан алынды",
            ),
            rule: "R3",
        });
        line.oked = Some(oked.clone());
    }
}

/// The row of a value that has no column in any workbook.
fn bare(places: &Places, field: &'static str) -> Place {
    Place { field: Some(field), ..places.record() }
}
