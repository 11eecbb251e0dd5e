//! How pressing a last day is, by the days that are left.

use crate::finding::phrase;
use crate::language::Text;

/// A band of days left; the bounds are those that HR systems remind by (a week, 30, 60, 90 days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Band {
    /// The last day has passed.
    Overdue,
    /// 0 to 7 days.
    Week,
    /// 8 to 30 days.
    Month,
    /// 31 to 60 days.
    TwoMonths,
    /// 61 to 90 days.
    ThreeMonths,
    /// More than 90 days.
    Later,
    /// No last day is known, or there is none.
    Undated,
}

impl Band {
    /// All bands, the most pressing first.
    pub const ALL: [Band; 7] = [
        Band::Overdue,
        Band::Week,
        Band::Month,
        Band::TwoMonths,
        Band::ThreeMonths,
        Band::Later,
        Band::Undated,
    ];

    /// The band of so many days left; less than none once the last day has passed.
    pub fn of(days_left: Option<i64>) -> Band {
        match days_left {
            None => Band::Undated,
            Some(..0) => Band::Overdue,
            Some(0..=7) => Band::Week,
            Some(8..=30) => Band::Month,
            Some(31..=60) => Band::TwoMonths,
            Some(61..=90) => Band::ThreeMonths,
            Some(91..) => Band::Later,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Band::Overdue => "overdue",
            Band::Week => "0-7",
            Band::Month => "8-30",
            Band::TwoMonths => "31-60",
            Band::ThreeMonths => "61-90",
            Band::Later => "over-90",
            Band::Undated => "undated",
        }
    }

    /// The heading.
    pub fn title(self) -> Text {
        phrase(&format!("board-band-{}", self.name()), &[])
    }
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn every_day_has_its_band() {
        let bounds = [(-1, Band::Overdue), (0, Band::Week), (7, Band::Week), (8, Band::Month)];
        let later = [(30, Band::Month), (31, Band::TwoMonths), (61, Band::ThreeMonths), (91, Band::Later)];
        for (days, band) in bounds.into_iter().chain(later) {
            assert_eq!(Band::of(Some(days)), band, "{days}");
        }
        assert_eq!(Band::of(None), Band::Undated);
    }

    #[test]
    fn every_band_has_a_heading() {
        for band in Band::ALL {
            assert!(!band.title().ru.is_empty());
        }
    }
}
