//! The monthly calculation index (МРП, АЕК) of each year, in tenge.
//!
//! A year that is not in the table is not known: nothing is extrapolated.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table;

static YEARS: LazyLock<BTreeMap<i32, u32>> = LazyLock::new(|| {
    let number = |text: &str| text.parse().expect("mci.tsv holds numbers");
    let rows = table::rows("mci.tsv", include_str!("data/mci.tsv"), ["year", "kzt", "source"]);
    rows.into_iter().map(|[year, kzt, _]| (number(year) as i32, number(kzt))).collect()
});

/// The MCI on 1 January of a year, in tenge; `None` where the budget law of that year is not known yet.
pub fn mci(year: i32) -> Option<u32> {
    YEARS.get(&year).copied()
}
