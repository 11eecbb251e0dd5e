//! Values of cells below known headers → records, findings, filings: every row is checked, none ends the run.
//!
//! The sheets are given as recognised; how they are recognised is the business of `header`.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::language::Language;
use otinish::roster::{Cell, Column, Field, Kind, Roster, Row, Sheet, SheetKind, Value};
use otinish::rules::RuleBook;
use otinish::{check, plan};
use otinish_fuzz::{byte, limit, one, text, today};

static RULES: LazyLock<RuleBook> = LazyLock::new(RuleBook::kazakhstan);

const WORDS: &[&str] = &[
    "SMITH",
    "John",
    "Смит",
    "Джон",
    " ",
    " ",
    "Узбекистан",
    "Великобритания",
    "Турция",
    "Россия",
    "Азербайджан",
    "KZ",
    "UZ",
    "AB1234567",
    "770815300104",
    "100140000003",
    "20.11.2026",
    "2026-11-22",
    "01.02.2025",
    "15.08.1977",
    "ноября",
    "2027",
    "31",
    "12",
    "да",
    "нет",
    "М",
    "Ж",
    "женат",
    "супруга",
    "сын",
    "дочь",
    "г. Атырау",
    "Алматы",
    "KZ-23",
    "Карагандинская область",
    "ул.",
    "д. 5",
    "1",
    "2",
    "3",
    "4",
    "45000",
    "тенге",
    "бессрочно",
    "нет",
    "-",
    "C3",
    "С3",
    "Инженер",
    "первая категория",
    "прибытие",
    "адрес",
    "поездка",
    "№",
    "/",
    ",",
    ";",
    "+7 701 555 01 99",
    "a@b.kz",
];

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let which = byte(&mut input);
    let mut sheets = vec![sheet(SheetKind::Employees, &mut input)];
    for (bit, kind) in SheetKind::ALL.into_iter().enumerate().skip(1) {
        if which & (1 << bit) != 0 {
            sheets.push(sheet(kind, &mut input));
        }
    }
    let roster = Roster { name: "книга".to_owned(), sheets, findings: Vec::new() };
    let case = check::check(&roster, &RULES, today());
    let rows =
        roster.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Employees).map(|sheet| sheet.rows.len());
    assert!(case.employees.len() <= rows.sum::<usize>());
    let filings = plan::plan(&case, &RULES, today());
    for filing in &filings {
        assert!(!filing.subject.name(&case).is_empty());
    }
});

fn sheet(kind: SheetKind, input: &mut Unstructured) -> Sheet {
    let fields: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| field.sheets().contains(&kind)).collect();
    // Some of the columns, so that little input reaches every one of them.
    let start = usize::from(byte(input));
    let count = usize::from(byte(input) % 14) + 3;
    let mut shown: Vec<Field> = (0..count).map(|step| fields[(start + step * 7) % fields.len()]).collect();
    if kind == SheetKind::Employees || kind == SheetKind::Family {
        shown.extend([Field::FullNameLat, Field::Citizenship, Field::PassportNo]);
    }
    shown.sort();
    shown.dedup();
    let column = |(field, index): (&Field, u32)| {
        let header = field.headers(Language::Ru)[0].clone();
        Column { index, header, field: (*field != Field::Note).then_some(*field) }
    };
    let columns: Vec<Column> = shown.iter().zip(0..).map(column).collect();
    let mut rows = Vec::new();
    for number in 2..=u32::from(byte(input) % 4) + 2 {
        let cell = |(field, column): (&Field, u32)| {
            value(*field, input).map(|value| Cell { row: number, column, value })
        };
        let cells: Vec<Cell> = shown.iter().zip(0..).filter_map(cell).collect();
        let section = (byte(input) > 240).then(|| text::of(WORDS, input));
        if !cells.is_empty() {
            rows.push(Row { number, hidden: false, section, cells });
        }
    }
    Sheet { name: kind.title().ru, kind, columns, rows }
}

fn value(field: Field, input: &mut Unstructured) -> Option<Value> {
    let good: &[&str] = match field.kind() {
        Kind::Name => &["SMITH John", "СМИТ Джон", "KARIMOV Bobur / Каримов Бобур Рустамович"],
        _ => WORDS,
    };
    let text = match byte(input) {
        0..=29 => return None,
        30..=149 => (*one(good, input)).to_owned(),
        150..=179 => {
            let days: i16 = input.arbitrary().unwrap_or(0);
            let date = today() + chrono::Days::new(40_000)
                - chrono::Days::new(u64::from(days.unsigned_abs()) + 20_000);
            return Some(Value::Date(date.and_hms_opt(0, 0, 0)?));
        }
        180..=199 => {
            let value = text::number(input).parse::<f64>().ok().filter(|value| value.is_finite())?;
            return Some(Value::Number { value, digits: None });
        }
        200..=203 => return Some(Value::Bool(byte(input) > 127)),
        204..=207 => return Some(Value::Error("#REF!".to_owned())),
        208..=239 => text::of(WORDS, input),
        _ => text::text(input),
    };
    (!text.trim().is_empty()).then_some(Value::Text(text))
}
