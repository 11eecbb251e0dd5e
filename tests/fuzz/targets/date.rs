//! Texts → dates: none that the calendar lacks, and a date that is written out is read as itself.

#![no_main]

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::language::Language;
use otinish::record::date::{DayMonthOrder, End, Kind, Parsed, Reading, month, of_serial, order_of, parse};
use otinish_fuzz::{byte, limit, text, today};

const WORDS: &[&str] = &[
    "1",
    "2",
    "3",
    "9",
    "10",
    "11",
    "12",
    "13",
    "22",
    "28",
    "29",
    "30",
    "31",
    "32",
    "0",
    "00",
    "05",
    "26",
    "62",
    "99",
    "1900",
    "1977",
    "2000",
    "2024",
    "2026",
    "2100",
    "20261122",
    "46348",
    ".",
    "/",
    "-",
    "–",
    " ",
    ",",
    "г.",
    "года",
    "ж.",
    "с",
    "по",
    "до",
    "дейін",
    "бастап",
    "from",
    "to",
    "until",
    "января",
    "ноября",
    "май",
    "қараша",
    "қаңтар",
    "шілденің",
    "November",
    "Nov",
    "jan.",
    "Sept",
    "1st",
    "22nd",
    "№",
    "бессрочно",
    "нет",
    "н/д",
    "unlimited",
    "мерзімсіз",
    "T10:00:00",
    "00:00",
    "понедельник",
    "«",
    "»",
    "\"",
    "'",
    "(",
    ")",
];

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let how = byte(&mut input);
    let kind = [Kind::Birth, Kind::Event, Kind::Expiry][usize::from(how % 3)];
    let order =
        [None, Some(DayMonthOrder::DayFirst), Some(DayMonthOrder::MonthFirst)][usize::from(how / 3 % 3)];
    let mut reading = Reading::new(kind, today()).ordered(order);
    if how & 64 != 0 {
        reading = reading.taking(if how & 128 != 0 { End::First } else { End::Last });
    }
    let text = text::of(WORDS, &mut input);
    let read = parse(&text, &reading);
    assert_eq!(read, parse(&text, &reading));
    if let Ok(Parsed::Date(date)) = read {
        let iso = date.format("%Y-%m-%d").to_string();
        assert_eq!(parse(&iso, &reading), Ok(Parsed::Date(date)), "{text} is {iso}");
        let (day, year) = (date.format("%-d"), date.format("%Y"));
        let words = format!("{day} {} {year} г.", month(date, Language::Ru, true));
        assert_eq!(parse(&words, &reading), Ok(Parsed::Date(date)), "{text} is {words}");
        let words = format!("{year} жылғы {day} {}", month(date, Language::Kk, true));
        assert_eq!(parse(&words, &reading), Ok(Parsed::Date(date)), "{text} is {words}");
    }
    let others = [text, text::of(WORDS, &mut input)];
    let order = order_of(others.iter().map(String::as_str));
    assert_eq!(order, order_of(others.iter().rev().map(String::as_str)), "the order of rows proves nothing");
    let _ = of_serial(input.arbitrary().unwrap_or(f64::NAN));
});
