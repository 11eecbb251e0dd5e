//! Countries, regions, the calendar and code lists, against tables of spellings in `tests/record/`.

use chrono::NaiveDate;
use otinish::language::Language;
use otinish::reference::country::{self, Country};
use otinish::reference::region::{self, Authority};
use otinish::reference::{
    Category, CodeError, CompanySize, Counting, Engagement, Relation, Sex, VisaCategory, code,
};

/// The rows of a table, without comments and header; short rows are filled up with empty cells.
fn rows<const N: usize>(text: &'static str) -> Vec<[&'static str; N]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            std::array::from_fn(|_| cells.next().unwrap_or(""))
        })
        .collect()
}

/// Reports all rows whose result is not the expected one, not only the first.
fn compare(rows: impl IntoIterator<Item = (String, String, String)>) {
    let wrong: Vec<String> = rows
        .into_iter()
        .filter(|(_, found, expected)| found != expected)
        .map(|(text, found, expected)| format!("`{text}`: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("tests write dates as ISO 8601")
}

fn country(code: &str) -> Country {
    country::of_alpha2(code).expect("tests name countries of ISO 3166-1")
}

#[test]
fn countries_as_people_type_them() {
    compare(rows(include_str!("record/countries.tsv")).into_iter().map(|[text, expected]| {
        let found = match country::find(text) {
            Ok(country) => country.to_string(),
            Err(error) => format!("{error:?}"),
        };
        (text.into(), found, expected.into())
    }));
}

#[test]
fn every_country_is_found_by_its_own_names() {
    assert_eq!(country::all().count(), 249);
    for country in country::all() {
        let names = Language::ALL.map(|language| country.name(language));
        for name in names.into_iter().chain([country.alpha2(), country.alpha3(), country.genitive_ru()]) {
            assert_eq!(country::find(name), Ok(country), "{name}");
            assert_eq!(
                country::find(&format!(" {} ", name.to_uppercase())),
                Ok(country),
                "{name} in capitals"
            );
        }
        assert!(!country.name(Language::Ru).contains("о-в"), "{country}: abbreviated");
    }
}

#[test]
fn names_of_countries_in_letters() {
    assert_eq!(country("TR").genitive_ru(), "Турции");
    assert_eq!(country("US").genitive(Language::En), "the United States");
    assert_eq!(country("US").genitive(Language::Ru), "США");
    assert_eq!(country("US").genitive(Language::Kk), "АҚШ");
    assert_eq!(country("KR").genitive(Language::Ru), "Республики Корея");
}

#[test]
fn regions_as_people_type_them() {
    compare(rows(include_str!("record/regions.tsv")).into_iter().map(|[text, expected]| {
        let found = match region::find(text) {
            Ok(regions) => regions.iter().map(|region| region.code()).collect::<Vec<_>>().join(" "),
            Err(error) => format!("{error:?}"),
        };
        (text.into(), found, expected.into())
    }));
}

#[test]
fn every_region_is_found_by_its_own_names() {
    assert_eq!(region::all().count(), 20);
    for region in region::all() {
        let names =
            Language::ALL.into_iter().flat_map(|language| [region.name(language), region.genitive(language)]);
        for name in names.chain([region.code().as_str()]) {
            assert_eq!(region::find(name), Ok(vec![region]), "{name}");
        }
    }
}

#[test]
fn addresses() {
    compare(rows(include_str!("record/addresses.tsv")).into_iter().map(|[text, expected]| {
        let found = region::of_address(text).map_or(String::new(), |region| region.code());
        (text.into(), found, expected.into())
    }));
}

#[test]
fn authorities() {
    let atyrau = region::of_code("KZ-23").expect("Atyrau");
    let migration = atyrau.addressee(Authority::Migration);
    assert_eq!(migration.ru, "Управление миграционной службы Департамента полиции Атырауской области");
    assert_eq!(migration.kk, "Атырау облысы Полиция департаментінің Көші-қон қызметі басқармасына");
    assert_eq!(migration.en, "Migration Service Department of the Police Department of Atyrau Region");
    let astana = region::of_code("71").expect("Astana").authority(Authority::Employment);
    assert_eq!(astana.ru, "Управление координации занятости и социальных программ города Астаны");
    assert_eq!(
        astana.kk,
        "Астана қаласының жұмыспен қамту және әлеуметтік бағдарламаларды үйлестіру басқармасы"
    );
}

#[test]
fn three_working_days() {
    let book = otinish::rules::RuleBook::kazakhstan();
    let calendar = book.calendar();
    let vectors = rows(include_str!("record/three_working_days.tsv"));
    assert_eq!(vectors.len(), 10);
    for [arrival, inclusive, exclusive, note] in vectors {
        let deadline = |counting| calendar.deadline(day(arrival), 3, counting);
        assert_eq!(deadline(Counting::Inclusive), Some(day(inclusive)), "{arrival} {note}");
        assert_eq!(deadline(Counting::Exclusive), Some(day(exclusive)), "{arrival} {note}");
    }
}

#[test]
fn codes() {
    compare(rows(include_str!("record/codes.tsv")).into_iter().map(|[list, text, expected]| {
        let found = match list {
            "sex" => shown(Sex::parse(text)),
            "yes_no" => match code::yes_no(text) {
                Ok(true) => "yes".into(),
                Ok(false) => "no".into(),
                Err(error) => format!("{error:?}"),
            },
            "category" => shown(Category::parse(text)),
            "relation" => shown(Relation::parse(text)),
            "engagement" => shown(Engagement::parse(text)),
            "relation_sex" => code::sex_of_relation(text).map_or("", Sex::code).into(),
            "visa_entries" => shown(code::visa_entries(text)),
            "purpose" => code::purpose(text).map_or_else(|error| format!("{error:?}"), |words| words.en),
            "company_size" => shown(CompanySize::parse(text)),
            _ => shown(VisaCategory::parse(text)),
        };
        (format!("{list} {text}"), found, expected.into())
    }));
}

/// A value as it stands in JSON.
fn shown<T: serde::Serialize>(found: Result<T, CodeError>) -> String {
    match found {
        Ok(value) => serde_json::to_value(value).expect("a code").to_string().replace('"', ""),
        Err(error) => format!("{error:?}"),
    }
}
