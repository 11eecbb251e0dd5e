//! Regions of a row: as typed, of an address, and the one whose authority takes a filing.

use super::label;
use super::reader::Reader;
use crate::filing::FilingKind;
use crate::record::{Dependant, Employee};
use crate::reference::region::{find, of_address};
use crate::reference::{Region, RegionError};
use crate::roster::Field;

/// The regions that a cell names, in its order.
pub fn read(reader: &mut Reader, field: Field) -> Vec<Region> {
    let regions = reader.value(field, find, |reader, text, error| match error {
        RegionError::Unknown { nearest: None } => reader.note("region-unknown", field, text, &[]),
        RegionError::Unknown { nearest: Some(near) } => {
            reader.note("region-misspelt", field, text, &[("nearest", &near.text())]);
        }
        RegionError::Ambiguous(choices) => {
            let choices = label::list(choices.into_iter().map(Region::text));
            reader.note("region-ambiguous", field, text, &[("choices", &choices)]);
        }
    });
    regions.unwrap_or_default()
}

/// The region whose authority takes a person's filing: of the address of stay for a notification and a
/// residence permit (R23), of the work for an invitation.
pub fn of_filing(kind: FilingKind, employee: &Employee, dependant: Option<&Dependant>) -> Option<Region> {
    let person = dependant.map_or(&employee.person, |dependant| &dependant.person);
    let by_address = matches!(
        kind,
        FilingKind::ArrivalNotification
            | FilingKind::TrpApplication
            | FilingKind::VisaExtension
            | FilingKind::IinApplication
    );
    let stay = person.address.as_deref().filter(|_| by_address).and_then(of_address);
    stay.or(employee.region)
}
