//! From what people type to a region: names, abbreviations, towns and oil fields; and from an address.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Region;
use super::places::{Certainty, Hit, Kind, hits, nearest};

/// Why a text names no region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// No known place; `nearest` is a region with a spelling that is only a slip away.
    #[error("no known region")]
    Unknown { nearest: Option<Region> },
    /// Its oblast and its town contradict each other («Алматинская обл., г. Шымкент»).
    #[error("could be any of {0:?}")]
    Ambiguous(Vec<Region>),
}

/// The regions that a cell names, in its order: one, or several («Алматы/Атырау»). Never empty.
pub fn find(text: &str) -> Result<Vec<Region>, RegionError> {
    let hits = hits(text);
    let mut regions: Vec<Region> = Vec::new();
    for hit in &hits {
        if !regions.contains(&hit.region) {
            regions.push(hit.region);
        }
    }
    let contradiction = hits.iter().any(|one| hits.iter().any(|other| contradict(one, other)));
    match regions.len() {
        0 => Err(RegionError::Unknown { nearest: nearest(text) }),
        _ if contradiction => Err(RegionError::Ambiguous(regions)),
        _ => Ok(regions),
    }
}

/// An oblast and a town outside it, side by side: one address that cannot be.
fn contradict(one: &Hit, other: &Hit) -> bool {
    one.piece == other.piece
        && one.region != other.region
        && (one.kind, other.kind) == (Kind::Oblast, Kind::Town)
}

/// The region of an address, only where it is certain: «г. Атырау, ул. Сатпаева 5», “Kulmanov str. 23,
/// Atyrau”. `None` where town and oblast contradict each other, or where a name could be a street's.
pub fn of_address(text: &str) -> Option<Region> {
    READ.with_borrow_mut(|read| {
        if let Some(region) = read.get(text) {
            return *region;
        }
        if read.len() >= KEPT {
            read.clear();
        }
        *read.entry(text.to_owned()).or_insert_with(|| read_address(text))
    })
}

/// How many addresses a thread keeps in mind: one is asked about by every check and every filing of its
/// person. When so many are kept, all are forgotten.
const KEPT: usize = 1 << 16;

thread_local! {
    static READ: RefCell<HashMap<String, Option<Region>>> = RefCell::default();
}

fn read_address(text: &str) -> Option<Region> {
    let hits: Vec<Hit> =
        hits(text).into_iter().filter(|hit| hit.certainty != Certainty::Streetlike).collect();
    let first = hits.iter().find(|hit| hit.certainty == Certainty::Certain)?;
    hits.iter().all(|hit| hit.region == first.region).then_some(first.region)
}
