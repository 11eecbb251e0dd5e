//! Rows of the quota and the contracts' sheets → [`QuotaLine`]s and [`ServiceContract`]s.

use super::employee::{category, oked};
use super::reader::Reader;
use super::{label, region};
use crate::record::date::Kind;
use crate::record::{Layout, Places, QuotaLine, ServiceContract};
use crate::roster::Field;

/// Reads a line of the quota: one for each region that its cell names, so never none.
pub fn read_lines(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> Vec<QuotaLine> {
    let regions = region::read(reader, Field::Region);
    let line = QuotaLine {
        places: Places::of(layout, reader.row),
        year: reader.number(Field::Year, 2015..=2100).and_then(|year| i32::try_from(year).ok()),
        region: regions.first().copied(),
        oked: oked(reader),
        activity_ru: reader.text(Field::ActivityRu),
        activity_kk: reader.text(Field::ActivityKk),
        activity_en: reader.text(Field::ActivityEn),
        position: reader.text(Field::Position),
        position_kk: reader.text(Field::PositionKk),
        position_en: reader.text(Field::PositionEn),
        occupation_code: reader.text(Field::OccupationCode),
        category: category(reader),
        count: reader.number(Field::Count, 1..=100_000),
        justification_ru: reader.text(Field::JustificationRu),
        justification_kk: reader.text(Field::JustificationKk),
        justification_en: reader.text(Field::JustificationEn),
        note: reader.raw(Field::Note),
    };
    if regions.len() < 2 {
        return vec![line];
    }
    let text = reader.raw(Field::Region).unwrap_or_default();
    let choices = label::list(regions.iter().map(|region| region.text()));
    reader.note("quota-regions", Field::Region, &text, &[("choices", &choices)]);
    regions.into_iter().map(|region| QuotaLine { region: Some(region), ..line.clone() }).collect()
}

/// Reads a service contract.
pub fn read_contract(reader: &mut Reader, layout: &std::sync::Arc<Layout>) -> ServiceContract {
    let mut regions = region::read(reader, Field::Region).into_iter();
    let (to, indefinite) = reader.end_date(Field::ContractTo);
    ServiceContract {
        places: Places::of(layout, reader.row),
        region: regions.next(),
        further_regions: regions.collect(),
        number: reader.text(Field::ContractNo),
        from: reader.date(Field::ContractFrom, Kind::Event),
        to,
        indefinite,
        customer: reader.text(Field::Customer),
        subject_ru: reader.text(Field::SubjectRu),
        subject_kk: reader.text(Field::SubjectKk),
        subject_en: reader.text(Field::SubjectEn),
        place: reader.text(Field::Place),
        note: reader.raw(Field::Note),
    }
}
