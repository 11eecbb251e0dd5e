//! `otinish explain`: every rule and every finding in three languages, as words and as JSON.

use std::ffi::OsString;

use otinish::cli::{self, Exit, Surroundings};
use otinish::finding;
use otinish::language::Language;
use serde_json::Value;

fn explain(words: &[&str]) -> (Exit, String, String) {
    let typed = ["otinish", "explain"].iter().chain(words).map(OsString::from);
    let today = "2026-11-22".parse().expect("a date");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(typed, Surroundings { today, language: Language::En }, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (exit, text(out), text(err))
}

#[test]
fn every_rule_and_finding_is_explained() {
    let rules = (1..=40).map(|number| format!("R{number}"));
    let codes = finding::entries().map(|entry| entry.code.to_owned());
    for name in rules.chain(codes) {
        for language in ["en", "ru", "kk"] {
            let (exit, out, err) = explain(&[&name, "--messages", language]);
            assert_eq!((exit, err.as_str()), (Exit::Done, ""), "{name}");
            assert!(out.lines().count() >= 3, "{name}: {out}");
            let (example, source) = match language {
                "en" => ("Example: ", "Source: "),
                "ru" => ("Пример: ", "Источник: "),
                _ => ("Мысал: ", "Дереккөз: "),
            };
            for part in [example, source] {
                let told = out.lines().find_map(|line| line.strip_prefix(part));
                assert!(told.is_some_and(|told| !told.contains('{')), "{name}, {language}: {part}\n{out}");
            }
        }
    }
}

#[test]
fn a_finding_leads_to_its_rule() {
    let (_, out, _) = explain(&["extension-too-late"]);
    assert!(out.contains("R7: ") && out.contains("Example: ") && out.contains("FAQ, Work permits"), "{out}");
    let (_, out, _) = explain(&["r1", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON and nothing else");
    assert_eq!(json["rule"]["number"], "R1");
    assert_eq!(json["parameters"][0]["reading"], "A2");
    assert_eq!(json["later_law"][0]["name"], "october");
    assert_eq!(json["later_law"][0]["selected"], false);
}

#[test]
fn a_slip_is_answered_with_the_nearest_name() {
    let (exit, out, err) = explain(&["iin-checksumm"]);
    assert_eq!((exit, out.as_str()), (Exit::CouldNotWork, ""));
    assert!(err.contains("did you mean `iin-checksum`?"), "{err}");
    let (exit, out, _) = explain(&["R99", "--format", "json"]);
    assert_eq!(exit, Exit::CouldNotWork);
    let json: Value = serde_json::from_str(&out).expect("JSON also on failure");
    assert_eq!(json["error"]["code"], "explain-unknown");
    let (_, out, _) = explain(&[]);
    assert!(out.contains("R40") && out.contains("quota-short"), "{out}");
}

#[test]
fn the_words_of_the_program_stand_in_three_languages() {
    for language in ["en", "ru", "kk"] {
        let (exit, out, _) = explain(&["terms", "--messages", language]);
        assert_eq!(exit, Exit::Done);
        for word in
            ["work permit", "разрешение на временное проживание (РВП)", "жеке сәйкестендіру нөмірі (ЖСН)"]
        {
            assert!(out.contains(word), "{word}: {out}");
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for term in finding::terms() {
        for text in [&term.word, &term.about] {
            assert!(Language::ALL.iter().all(|language| !text.get(*language).trim().is_empty()), "{text:?}");
        }
        assert!(seen.insert(&term.word.en), "{} stands twice", term.word.en);
    }
}

#[test]
fn the_guide_to_the_rule_book_is_true() {
    for language in ["en", "ru", "kk"] {
        let (exit, guide, _) = explain(&["rule-book", "--messages", language]);
        assert_eq!(exit, Exit::Done);
        guide_is_true(&guide);
    }
}

fn guide_is_true(guide: &str) {
    let example =
        guide.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    otinish::rules::RuleBook::parse(example).expect("the example is a rule book");
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| ")).filter(|row| row.contains("` | `"));
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let key = cells[1].trim_matches('`');
        for value in cells[2].trim_end_matches(" |").split(", ") {
            let text = format!("[{key}]\nvalue = \"{}\"\n", value.trim_matches('`'));
            otinish::rules::RuleBook::parse(&text).unwrap_or_else(|error| panic!("{key} {value}: {error}"));
        }
    }
}
