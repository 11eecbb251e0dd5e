//! What other programs and the templates see of a checked roster: the JSON of `check` and the context of
//! each filing, as goldens. `UPDATE_GOLDEN=1` rewrites them and still fails.

#[path = "check/table.rs"]
#[allow(dead_code)]
mod table;

use std::path::Path;

use otinish::check::{Case, check};
use otinish::filing::FilingKind;
use otinish::language::Language;
use otinish::plan::{Filing, Report, Subject, plan};
use otinish::rules::RuleBook;
use otinish::template::context::{context, place_of};
use serde_json::Value;
use table::Table;

fn planned() -> (Table, Case, Vec<Filing>) {
    let table = Table::parse(include_str!("check/golden/roster.txt"));
    let rules = RuleBook::kazakhstan();
    let case = check(&table.roster(), &rules, table.today);
    let filings = plan(&case, &rules, table.today);
    (table, case, filings)
}

fn golden(name: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/golden").join(name);
    let found = serde_json::to_string_pretty(value).expect("JSON") + "\n";
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if found != expected {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &found).expect("a golden is written");
        }
        let line = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
        panic!("{name} differs: {line:?}");
    }
}

#[test]
fn the_report_is_the_contract() {
    let (table, case, filings) = planned();
    let report = serde_json::to_value(Report::new(&case, &filings, &RuleBook::kazakhstan(), table.today))
        .expect("JSON");
    for (list, keys) in [
        (
            "findings",
            &[
                "code", "rule", "severity", "sheet", "cell", "row", "field", "subject", "found", "message",
                "hint", "blocks",
            ][..],
        ),
        ("filled", &["sheet", "cell", "field", "subject", "value", "source", "rule"]),
        (
            "filings",
            &[
                "kind",
                "subject",
                "region",
                "authority",
                "event",
                "due",
                "status",
                "rule",
                "exposure_kzt",
                "lacks",
            ],
        ),
    ] {
        for one in report[list].as_array().expect("a list") {
            for key in keys {
                assert!(one.get(key).is_some(), "{list} without {key}: {one}");
            }
        }
    }
    for filled in report["filled"].as_array().expect("a list") {
        assert!(filled["cell"].is_string(), "{filled}");
    }
    golden("report.json", &report);
}

#[test]
fn the_context_is_the_contract() {
    let (table, case, filings) = planned();
    let contexts = filings
        .iter()
        .filter(|filing| filing.kind != FilingKind::InvitationLetter)
        .map(|filing| context(&case, filing, Language::Ru, table.today));
    golden("contexts.json", &Value::Array(contexts.collect()));
}

#[test]
fn all_contexts_have_the_same_paths() {
    let (table, case, filings) = planned();
    let paths = |filing: &Filing| {
        let mut value = context(&case, filing, Language::Kk, table.today);
        for key in ["dependant", "family", "quota", "contracts", "extra"] {
            value[key] = Value::Null;
        }
        let mut all = Vec::new();
        walk("", &value, &mut all);
        all
    };
    let first = paths(&filings[0]);
    for filing in &filings {
        let all = paths(filing);
        let lost: Vec<_> = first.iter().filter(|path| !all.contains(path)).collect();
        assert!(lost.is_empty(), "{:?} lacks {lost:?}", filing.subject);
    }
}

fn walk(path: &str, value: &Value, all: &mut Vec<String>) {
    all.push(path.to_owned());
    if let Value::Object(map) = value {
        map.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, all));
    }
}

#[test]
fn a_missing_value_is_found_in_the_workbook() {
    let (_, case, filings) = planned();
    let of = |subject: Subject| filings.iter().find(|filing| filing.subject == subject).expect("a filing");
    let shown = |filing: &Filing, path: &str| place_of(&case, filing, path).map(|place| place.to_string());
    let (worker, wife) = (of(Subject::Employee(0)), of(Subject::Dependant(0, 0)));
    let quota = filings.last().expect("a filing");
    for (filing, path, place) in [
        (worker, "employee.address", Some("Сотрудники!I2")),
        (worker, "employee.address_kk", Some("Сотрудники!2:2")),
        (worker, "permit.number", Some("Сотрудники!P2")),
        (worker, "person.address", Some("Сотрудники!I2")),
        (worker, "family[0].address", Some("Семья!J2")),
        (worker, "company.bin", Some("Компания!D2")),
        (worker, "dependant.address", None),
        (worker, "filing.due", Some("Сотрудники!2:2")),
        (wife, "person.address", Some("Семья!J2")),
        (wife, "dependant.address", Some("Семья!J2")),
        (wife, "employee.address", Some("Сотрудники!I2")),
        (wife, "trp.number", Some("Семья!N2")),
        (wife, "filing.addressee_ru", Some("Семья!2:2")),
        (quota, "quota[1].position_kk", Some("Квота!3:3")),
        (quota, "quota.1.count", Some("Квота!D3")),
        (quota, "contracts[0].customer", Some("Договоры!D2")),
        (quota, "employee.address", None),
    ] {
        assert_eq!(shown(filing, path).as_deref(), place, "{path}");
    }
}
