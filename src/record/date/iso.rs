//! Dates in JSON: `2026-11-22` or `null`. For `#[serde(with = "iso")]`.

use chrono::NaiveDate;
use serde::Serializer;

/// Writes a date as ISO 8601, an unknown one as `null`.
pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}
