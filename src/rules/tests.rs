//! The built-in rule book, and what is refused.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

#[test]
fn the_built_in_rule_book_is_the_faq() {
    let book = RuleBook::kazakhstan();
    let today = day("2026-11-22");
    assert_eq!(book.quota_due(2027), Some(day("2026-08-01")));
    assert_eq!(book.notification_business_days.on(today), 3);
    assert_eq!(book.notification_counting.on(today), Counting::Inclusive);
    assert_eq!(book.trp_threshold_days.on(today), 30);
    assert_eq!(book.trp_max_years.on(today), 1);
    assert_eq!(book.trp_child_age.on(today), 16);
    assert_eq!(book.penalty_mci.on(today), MciRange { from: 10, to: 20 });
    assert_eq!(book.due_soon_days.on(today), 7);
    assert_eq!(book.source(), KAZAKHSTAN);
}

#[test]
fn a_change_holds_from_its_day() {
    let text = KAZAKHSTAN.replace(
        "value = 3                        # business days by the holiday table",
        "value = 3\nchanges = [{ from = 2027-01-01, value = 5, citation = \"a later order\" }]",
    );
    let book = RuleBook::parse(&text).expect("a change is allowed");
    assert_eq!(book.notification_business_days.on(day("2026-12-31")), 3);
    assert_eq!(book.notification_business_days.on(day("2027-01-01")), 5);
    assert_eq!(book.notification_business_days.citation_on(day("2027-02-01")), "a later order");
}

#[test]
fn each_mistake_names_its_key() {
    let with = |from: &str, to: &str| {
        assert!(KAZAKHSTAN.contains(from), "{from}");
        RuleBook::parse(&KAZAKHSTAN.replace(from, to)).expect_err(to).to_string()
    };
    assert_eq!(with("[quota_due]", "[quota_du]"), "the rule book has no `quota_due`");
    assert_eq!(with("rule = \"R29\"", "rul = \"R29\""), "the rule book has no `trp_max_years.rule`");
    assert_eq!(
        with("rule = \"R29\"", "rule = \"R29\"\nunit = \"years\""),
        "the rule book has an unknown key `trp_max_years.unit`"
    );
    assert_eq!(
        with("\"inclusive\"", "\"incl\""),
        "`notification_counting.value` of the rule book is `incl`, expected \"inclusive\" or \"exclusive\""
    );
    assert_eq!(
        with("\"08-01\"", "\"02-29\""),
        "`quota_due.value` of the rule book is `02-29`, expected a month and a day such as \"08-01\""
    );
    assert!(with("[10, 20]", "[20, 10]").contains("penalty_mci.value"));
    assert!(with("value = 16", "value = -1").contains("trp_child_age.value"));
    let changes = "changes = [{ from = 2027-01-01, value = 5, citation = \"a\" }, { from = 2026-01-01, value = 5, citation = \"a\" }]";
    assert_eq!(
        with("value = 16", &format!("value = 16\n{changes}")),
        "the changes of `trp_child_age` do not stand in the order of their dates"
    );
    assert!(with("[quota_due]", "[quota_due").contains("not TOML"));
    assert_eq!(
        RuleBook::parse(&format!("{KAZAKHSTAN}\n[speed]\n")).expect_err("unknown"),
        Error::Unknown { key: "speed".into() }
    );
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
