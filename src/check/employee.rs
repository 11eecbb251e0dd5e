//! A row of the employees' sheet → an [`Employee`].

use super::reader::Reader;
use super::{label, person, region};
use crate::language::Text;
use crate::record::date::Kind;
use crate::record::{Contract, Employee, Layout, Oked, OkedError, Permit, Places};
use crate::reference::{Category, Engagement, Region, code};
use crate::roster::Field;

/// Reads a worker, without dependants and without what follows from other cells.
pub fn read(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> Employee {
    let mut regions = region::read(reader, Field::Region).into_iter();
    let first = regions.next();
    let employee = Employee {
        places: Places::of(layout, reader.row),
        person: person::read(reader),
        route: None,
        residence_country: reader.country(Field::ResidenceCountry),
        home_address: reader.text(Field::HomeAddress),
        position: reader.text(Field::Position),
        position_kk: reader.text(Field::PositionKk),
        position_en: reader.text(Field::PositionEn),
        occupation_code: reader.text(Field::OccupationCode),
        category: category(reader),
        department: reader.text(Field::Department),
        region: first,
        further_regions: regions.collect(),
        oked: oked(reader),
        engagement: engagement(reader),
        paid_in_kz: yes_no(reader, Field::PaidInKz),
        invitation_no: reader.text(Field::InvitationNo),
        visa_place: reader.text(Field::VisaPlace),
        visa_place_kk: reader.text(Field::VisaPlaceKk),
        visa_place_en: reader.text(Field::VisaPlaceEn),
        visa_entries: reader.text(Field::VisaEntries),
        stay_days: reader.number(Field::StayDays, 1..=3660),
        termination_date: reader.date(Field::TerminationDate, Kind::Event),
        permit: Permit {
            number: reader.text(Field::WpNo),
            from: reader.date(Field::WpFrom, Kind::Event),
            to: reader.end_date(Field::WpTo).0,
            extensions: reader.number(Field::WpExtensions, 0..=99),
            region: single(reader, Field::WpRegion),
            position: reader.text(Field::WpPosition),
            extension_years: reader.number(Field::WpExtYears, 1..=99),
            duty_receipt: reader.text(Field::DutyReceipt),
        },
        contract: contract(reader),
        dependants: Vec::new(),
    };
    if !employee.further_regions.is_empty() {
        let text = reader.raw(Field::Region).unwrap_or_default();
        let choices = label::list(employee.regions().map(|region| region.text()));
        reader.note("region-several", Field::Region, &text, &[("choices", &choices)]);
    }
    employee
}

fn contract(reader: &mut Reader) -> Contract {
    let (to, indefinite) = reader.end_date(Field::ContractTo);
    Contract {
        number: reader.text(Field::ContractNo),
        from: reader.date(Field::ContractFrom, Kind::Event),
        start: reader.date(Field::ContractStart, Kind::Event),
        to,
        indefinite,
        permit_number: reader.text(Field::ContractWpNo),
        region: single(reader, Field::ContractRegion),
        position: reader.text(Field::ContractPosition),
        repatriation: yes_no(reader, Field::ContractRepatriation),
    }
}

/// The one region of a cell; of several the first.
fn single(reader: &mut Reader, field: Field) -> Option<Region> {
    region::read(reader, field).first().copied()
}

fn yes_no(reader: &mut Reader, field: Field) -> Option<bool> {
    // «Нет» is an answer here, not an empty cell.
    let text = reader.raw(field)?;
    match code::yes_no(&text) {
        Ok(answer) => Some(answer),
        Err(_) => {
            reader.note(
                "value-unreadable",
                field,
                &text,
                &[("expected", &Text::new("yes, no", "да, нет", "иә, жоқ"))],
            );
            None
        }
    }
}

fn engagement(reader: &mut Reader) -> Option<Engagement> {
    let expected = Text::new(
        "employee, intra-corporate transfer, services without a branch",
        "работник, внутрикорпоративный перевод, услуги без филиала",
        "қызметкер, корпоративішілік ауысым, филиалсыз қызмет көрсету",
    );
    reader.code(Field::Engagement, Engagement::parse, expected)
}

/// A category of workers.
pub fn category(reader: &mut Reader) -> Option<Category> {
    reader.code(Field::Category, Category::parse, Text::same("1, 2, 3, 4"))
}

/// The code of an activity, with or without its name.
pub fn oked(reader: &mut Reader) -> Option<Oked> {
    let read = reader.value(Field::Oked, Oked::split, |reader, text, error| match error {
        OkedError::NoCode => reader.note("oked-unreadable", Field::Oked, text, &[]),
        OkedError::Length { found } => {
            let count = Text::same(found.to_string());
            reader.note("oked-length", Field::Oked, text, &[("count", &count)]);
        }
        OkedError::Division { division } => {
            reader.note("oked-division", Field::Oked, text, &[("division", &Text::same(division))]);
        }
    });
    read.map(|(oked, _)| oked)
}
