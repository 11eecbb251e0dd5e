//! The built-in rule book, a user's own over it, and what is refused.

use super::*;
use crate::reference::{Authentication, Route, country};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn state(code: &str) -> Country {
    country::of_alpha2(code).expect("tests name countries of ISO 3166-1")
}

#[test]
fn the_built_in_rule_book_is_the_faq() {
    let book = RuleBook::kazakhstan();
    let today = day("2026-11-22");
    assert_eq!(book.quota_due(2027), Some(day("2026-08-01")));
    assert_eq!(book.quota_safe(2027), Some(day("2026-07-31")));
    assert_eq!(book.extension_days.on(today), 30);
    assert_eq!(book.extension_years_1.on(today), Range { from: 1, to: 3 });
    assert_eq!(book.extension_years_2_3.on(today), Range { from: 1, to: 1 });
    assert_eq!(book.extensions_2_3.on(today), 3);
    assert_eq!(book.notification_business_days.on(today), 3);
    assert_eq!(book.notification_counting.on(today), Counting::Inclusive);
    assert_eq!(book.trip_days.on(today), 5);
    assert_eq!(book.trp_threshold_days.on(today), 30);
    assert_eq!(book.trp_max_years.on(today), 1);
    assert_eq!(book.trp_child_age.on(today), 16);
    assert_eq!(book.penalty_stay.on(today), Range { from: 10, to: 20 });
    assert_eq!(book.due_soon_days.on(today), 7);
    assert!(book.laws().len() >= 14 && book.laws().iter().all(|law| !law.selected));
}

#[test]
fn each_of_the_readings_is_named() {
    let text = KAZAKHSTAN.concat();
    for reading in (1..=12).map(|number| format!("reading = \"A{number}\"")) {
        assert!(text.contains(&reading), "{reading}");
    }
}

#[test]
fn a_file_of_ones_own_changes_single_parameters() {
    let book = RuleBook::parse("[notification_counting]\nvalue = \"exclusive\"\n").expect("one parameter");
    let today = day("2026-11-23");
    assert_eq!(book.notification_due(today), Some(day("2026-11-26")));
    assert_eq!(
        book.notification_counting.citation_on(today),
        "own rule book",
        "the FAQ is not quoted for it"
    );
    assert_eq!(book.trip_days.on(today), 5, "the rest stays");
    assert_ne!(book.source(), RuleBook::kazakhstan().source());
    let book = RuleBook::parse("[quota_due]\nselect = \"october\"\n").expect("a later law");
    assert_eq!(book.quota_due(2028), Some(day("2027-10-01")));
    assert_eq!(book.laws().iter().filter(|law| law.selected).count(), 1);
    let book =
        RuleBook::parse("[mci]\n2027-01-01 = { kzt = 4500, source = \"a law\" }\n").expect("a line more");
    assert_eq!(book.mci(day("2027-03-01")), Some(4500));
    assert_eq!(book.mci(day("2026-03-01")), Some(4325));
    let book =
        RuleBook::parse("[days]\n2026-11-24 = { worked = false, name = \"Swapped\" }\n").expect("a day");
    assert_eq!(book.notification_due(today), Some(day("2026-11-26")));
    let changes = "[notification_business_days]\nchanges = [{ from = 2027-01-01, value = 5, citation = \"a later order\" }]";
    let book = RuleBook::parse(changes).expect("a change");
    assert_eq!(book.notification_business_days.on(day("2026-12-31")), 3);
    assert_eq!(book.notification_business_days.on(day("2027-01-01")), 5);
    assert_eq!(book.notification_business_days.citation_on(day("2027-02-01")), "a later order");
    assert_eq!(RuleBook::parse("").expect("nothing is changed").trip_days, RuleBook::kazakhstan().trip_days);
}

#[test]
fn each_mistake_names_its_key() {
    let refused = |text: &str| RuleBook::parse(text).expect_err(text).to_string();
    assert_eq!(refused("[quota_du]"), "the rule book has an unknown key `quota_du`");
    assert_eq!(
        refused("[trp_max_years]\nunit = \"years\""),
        "the rule book has an unknown key `trp_max_years.unit`"
    );
    assert_eq!(
        refused("[notification_counting]\nvalue = \"incl\""),
        "`notification_counting.value` of the rule book is `incl`, expected \"inclusive\" or \"exclusive\""
    );
    assert_eq!(
        refused("[quota_due]\nvalue = \"02-29\""),
        "`quota_due.value` of the rule book is `02-29`, expected a month and a day such as \"08-01\""
    );
    assert_eq!(
        refused("[quota_due]\nselect = \"november\""),
        "the rule book has no `quota_due.later.november`"
    );
    assert_eq!(
        refused("[trp_threshold_days]\nselect = \"eaeu\""),
        "the rule book has no `trp_threshold_days.later.eaeu.value`"
    );
    assert!(refused("[penalty_stay]\nvalue = [20, 10]").contains("penalty_stay.value"));
    assert!(refused("[trp_child_age]\nvalue = -1").contains("trp_child_age.value"));
    assert!(refused("[cis]\nvalue = [\"XX\"]").contains("cis.value"));
    assert!(refused("[mci]\nnext = { kzt = 1, source = \"a\" }").contains("mci.next"));
    let changes = "changes = [{ from = 2027-01-01, value = 5, citation = \"a\" }, { from = 2026-01-01, value = 5, citation = \"a\" }]";
    assert_eq!(
        refused(&format!("[trp_child_age]\n{changes}")),
        "the changes of `trp_child_age` do not stand in the order of their dates"
    );
    assert!(refused("[quota_due").contains("not TOML"));
    assert!(refused("trip_days = 3").contains("`trip_days`"));
}

#[test]
fn every_mistake_has_words() {
    for error in [
        Error::Syntax { message: "line 3".into() },
        Error::Unknown { key: "a".into() },
        Error::Missing { key: "a".into() },
        Error::Wrong {
            key: "a".into(),
            found: "b".into(),
            expected: Expected { en: "a text", ru: "текст", kk: "мәтін" },
        },
        Error::Order { key: "a".into() },
    ] {
        assert!(!error.notice().message.ru.contains('{'), "{error}");
    }
}

#[test]
fn the_index_is_never_guessed() {
    let book = RuleBook::kazakhstan();
    assert_eq!(book.mci(day("2026-12-31")), Some(4325));
    assert_eq!(book.mci(day("2027-01-01")), None);
    assert_eq!(book.mci(day("2020-03-31")), Some(2651));
    assert_eq!(book.mci(day("2020-04-01")), Some(2778));
    assert_eq!(book.mci(day("2014-12-31")), None);
}

#[test]
fn ways_in() {
    let book = RuleBook::kazakhstan();
    let today = day("2026-11-22");
    let expected = "RU AM BY KG: Eaeu; AZ: Azerbaijan; UZ TJ MD TM: Cis; GE MN UA: Bilateral; TR IN CN GB US KR AE: Visa";
    for group in expected.split("; ") {
        let (codes, route) = group.split_once(": ").expect("codes and their route");
        for code in codes.split(' ') {
            let found: Option<Route> = book.route(state(code), today);
            assert_eq!(found.map(|found| format!("{found:?}")).as_deref(), Some(route), "{code}");
        }
    }
    assert_eq!(book.route(state("KZ"), today), None);
    let visa_free = |day| country::all().filter(|country| book.is_visa_free(*country, day)).count();
    assert_eq!([visa_free(today), visa_free(day("2018-01-01"))], [57, 45]);
}

#[test]
fn authentication_of_certificates() {
    let book = RuleBook::kazakhstan();
    for (issuer, date, expected) in [
        ("KZ", "2026-11-22", Authentication::None),
        ("RU", "2026-11-22", Authentication::NotarisedCopy),
        ("UZ", "2026-11-22", Authentication::NotarisedCopy),
        ("TM", "2026-11-22", Authentication::NotarisedCopy),
        ("TR", "2026-11-22", Authentication::Apostille),
        ("GE", "2026-11-22", Authentication::Apostille),
        ("CN", "2023-11-06", Authentication::Legalisation),
        ("CN", "2023-11-07", Authentication::Apostille),
        ("VN", "2026-09-10", Authentication::Legalisation),
        ("VN", "2026-09-11", Authentication::Apostille),
        ("AE", "2026-11-22", Authentication::Legalisation),
        ("TH", "2026-11-22", Authentication::Legalisation),
        ("TW", "2026-11-22", Authentication::AskPerson),
        ("PR", "2026-11-22", Authentication::AskPerson),
    ] {
        assert_eq!(book.authentication(state(issuer), day(date)), expected, "{issuer} on {date}");
    }
}

#[test]
fn the_calendar_knows_its_years() {
    let book = RuleBook::kazakhstan();
    let calendar = book.calendar();
    assert!(calendar.is_working(day("2025-01-05")), "a Sunday that was worked");
    assert!(!calendar.is_working(day("2025-01-03")), "the Friday for it");
    assert!(calendar.is_working(day("2026-08-31")), "30 August 2026 is no holiday, so nothing is moved");
    assert!(
        calendar.covers(2024) && calendar.covers(2027) && !calendar.covers(2028) && !calendar.covers(2023)
    );
    assert_eq!(calendar.deadline(day("2027-12-30"), 3, Counting::Inclusive), None, "2028 is not known");
    assert_eq!(calendar.deadline(day("2026-11-23"), 0, Counting::Inclusive), None);
    assert_eq!(calendar.worked_by(day("2027-01-30")), Some(day("2027-01-29")));
    assert_eq!(calendar.worked_by(day("2028-01-30")), None);
    let worked = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("1 January");
        first
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| calendar.is_working(*date))
            .count()
    };
    assert_eq!([worked(2025), worked(2026), worked(2027)], [246, 247, 247]);
}

#[test]
fn every_rule_has_words() {
    assert_eq!(faq::rules().map(|(number, _)| number).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    for (number, rule) in faq::rules() {
        assert!(rule.citation.starts_with("FAQ, "), "R{number}");
        for text in [&rule.text, &rule.example] {
            for words in [&text.en, &text.ru, &text.kk] {
                assert!(!words.trim().is_empty(), "R{number}");
            }
        }
    }
    assert_eq!(faq::rule("r22").map(|(number, _)| number), Some(22));
    assert!(faq::rule("R41").is_none() && faq::rule("iin-length").is_none());
}
