//! The value types of records, against tables of spellings in `tests/record/`.

use chrono::NaiveDate;
use otinish::record::date::{self, DayMonthOrder, End, Kind, Parsed, Reading};
use otinish::record::name::{self, Name};
use otinish::record::{
    Bin, BinError, Company, Dependant, Employee, Iin, Oked, OkedError, PassportError, PassportNumber, Person,
    QuotaLine, ServiceContract,
};
use otinish::reference::{Category, Sex, VisaCategory, country, region};

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

fn day(text: &str) -> NaiveDate {
    text.parse().expect("tests write dates as ISO 8601")
}

#[test]
fn iin() {
    for [typed, reason, birth_date, sex, note] in rows(include_str!("record/iin.tsv")) {
        match Iin::parse(typed) {
            Ok(iin) => {
                assert_eq!(reason, "", "{typed} was accepted: {note}");
                assert_eq!(iin.birth_date(), day(birth_date), "{typed}");
                assert_eq!(iin.sex().code(), sex, "{typed}");
                assert_eq!(iin.as_str().len(), 12);
            }
            Err(error) => assert_eq!(format!("{error:?}"), reason, "{typed}: {note}"),
        }
    }
}

#[test]
fn iin_lost_its_leading_zeros() {
    let repaired = |digits, born| Iin::repair(digits, day(born)).map(|iin| iin.to_string());
    assert_eq!(repaired("21231500015", "2002-12-31").as_deref(), Some("021231500015"));
    assert_eq!(repaired("229600014", "2000-02-29").as_deref(), Some("000229600014"));
    assert_eq!(repaired("21231500015", "2002-12-30"), None, "another birth date");
    assert_eq!(repaired("21231500016", "2002-12-31"), None, "wrong check digit");
    assert_eq!(repaired("850317300109", "1985-03-17"), None, "nothing is lost");
    assert_eq!(repaired("-1231500015", "2002-12-31"), None);
}

#[test]
fn bin() {
    for typed in
        ["100140000003", "190941023459", "221052012343", "050343001112", "241260000017", "БИН 100140000003"]
    {
        assert!(Bin::parse(typed).is_ok(), "{typed}: {:?}", Bin::parse(typed));
    }
    assert!(Bin::parse("190941023459").is_ok_and(|bin| bin.is_unit()));
    for (typed, error) in [
        ("100140000004", BinError::CheckDigit),
        ("10014000000", BinError::Length { found: 11 }),
        ("850317300109", BinError::IsIin),
        ("101340000003", BinError::Month),
        ("100170000003", BinError::Type),
        ("100149000003", BinError::Unit),
        ("1.0014E+11", BinError::Rounded),
        ("10014000000О", BinError::Characters),
    ] {
        assert_eq!(Bin::parse(typed), Err(error), "{typed}");
    }
}

#[test]
fn passport() {
    for (typed, text, folded) in [
        ("C01234567", "C01234567", false),
        ("С01234567", "C01234567", true),
        ("u 12345678", "U12345678", false),
        ("№ 071234567", "071234567", false),
        ("N 071234567", "071234567", false),
        ("N07123456", "N07123456", false),
        ("No. AA1234567", "AA1234567", false),
        ("паспорт № АВ 1234567", "AB1234567", true),
        ("AB-1234567", "AB1234567", false),
        ("E\u{a0}12345678", "E12345678", false),
        ("4510 123456", "4510123456", false),
    ] {
        let number = PassportNumber::parse(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!((number.as_str(), number.folded()), (text, folded), "{typed}");
    }
    assert!(PassportNumber::parse("4510 123456").is_ok_and(|number| number.is_long()));
    for (typed, error) in [
        ("", PassportError::Empty),
        ("№", PassportError::Empty),
        ("Щ1234567", PassportError::Character { found: 'Щ' }),
        ("C0123", PassportError::Length { found: 5 }),
        ("C0123456789012", PassportError::Length { found: 14 }),
        ("C01234567, C07654321", PassportError::Several),
        ("C01234567\nC07654321", PassportError::Several),
        ("ABCDEFGH", PassportError::NoDigit),
        ("7.12346E+08", PassportError::Rounded),
    ] {
        assert_eq!(PassportNumber::parse(typed), Err(error), "{typed}");
    }
}

#[test]
fn oked() {
    for (typed, code) in [
        ("42111", "42111"),
        ("42.11.1", "42111"),
        ("01111", "01111"),
        ("1.11.1", "01111"),
        ("ОКЭД 42.11.1", "42111"),
    ] {
        assert_eq!(Oked::parse(typed).map(|oked| oked.to_string()).as_deref(), Ok(code), "{typed}");
    }
    let (oked, activity) = Oked::split("42.11.1 – Строительство дорог").expect("a code and its activity");
    assert_eq!((oked.dotted().as_str(), activity.as_deref()), ("42.11.1", Some("Строительство дорог")));
    assert_eq!(Oked::parse("1111"), Err(OkedError::Length { found: 4 }));
    assert_eq!(Oked::parse("04111"), Err(OkedError::Division { division: "04".into() }));
    assert_eq!(Oked::parse("строительство"), Err(OkedError::NoCode));
}

#[test]
fn dates() {
    for [text, kind, order, end, expected] in rows(include_str!("record/dates.tsv")) {
        let kind = match kind {
            "birth" => Kind::Birth,
            "expiry" => Kind::Expiry,
            _ => Kind::Event,
        };
        let mut reading = Reading::new(kind, day("2026-11-22")).ordered(order_named(order));
        reading.end = match end {
            "first" => Some(End::First),
            "last" => Some(End::Last),
            _ => None,
        };
        let found = match date::parse(text, &reading) {
            Ok(Parsed::Date(date)) => date.to_string(),
            Ok(Parsed::Absent) => "absent".into(),
            Ok(Parsed::Unlimited) => "unlimited".into(),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(found, expected, "`{text}`");
    }
}

#[test]
fn order_of_day_and_month() {
    for [column, expected] in rows(include_str!("record/date_orders.tsv")) {
        assert_eq!(date::order_of(column.split('|')), order_named(expected), "{column}");
    }
}

fn order_named(name: &str) -> Option<DayMonthOrder> {
    match name {
        "day" => Some(DayMonthOrder::DayFirst),
        "month" => Some(DayMonthOrder::MonthFirst),
        _ => None,
    }
}

#[test]
fn serial_numbers() {
    assert_eq!(date::of_serial(46022.0), Some(day("2025-12-31")));
    assert_eq!(date::of_serial(46022.99), Some(day("2025-12-31")));
    assert_eq!(date::of_serial(73415.0), Some(day("2100-12-31")));
    assert_eq!(date::of_serial(2025.0), None, "a year");
    assert_eq!(date::of_serial(850317300109.0), None);
    assert_eq!(date::of_serial(f64::NAN), None);
}

#[test]
fn no_text_makes_a_constructor_panic() {
    let signs: Vec<char> = "0129./-  маиIXVк,:;т№СCЩӘі'éя́王😀\u{a0}\u{200b}\n+E()АБ".chars().collect();
    let reading = Reading::new(Kind::Event, day("2026-11-22"));
    for seed in 0..6_000_u32 {
        let mut state = seed.wrapping_mul(2_654_435_761);
        let text: String = (0..seed % 14)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                signs[(state >> 16) as usize % signs.len()]
            })
            .collect();
        let _ = date::parse(&text, &reading);
        let _ = date::order_of([text.as_str()]);
        let _ = name::parse(&text);
        let _ = (Iin::parse(&text), Bin::parse(&text), Iin::repair(&text, day("2000-01-01")));
        let _ = (Oked::split(&text), region::of_address(&text), VisaCategory::parse(&text));
        let _ = (Category::parse(&text), Sex::parse(&text));
        if let Ok(number) = PassportNumber::parse(&text) {
            assert!(number.as_str().bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
        }
    }
}

#[test]
fn an_empty_record_has_every_path_of_a_template() {
    let has = |record: &serde_json::Value, names: &str| {
        for name in names.split_whitespace() {
            assert!(record.pointer(&format!("/{}", name.replace('.', "/"))).is_some(), "{name} is missing");
        }
    };
    let employee = serde_json::to_value(Employee::default()).expect("a record is plain data");
    has(
        &employee,
        "sheet row subject emp_id last_name_lat first_name_lat full_name_lat full_name_cyr middle_name sex birth_date
        birth_place citizenship residence_country home_address iin passport_no passport_issue passport_expiry
        passport_issuer position position_kk position_en occupation_code category department region oked engagement
        invitation_no visa_place visa_place_kk visa_place_en visa_entries arrival_date departure_date entry_point
        purpose address address_kk address_en stay_days notified_on phone email route permit.number permit.from
        permit.to permit.extensions visa.number visa.category visa.from visa.to trp.number trp.from trp.to
        contract.number contract.from contract.to extra dependants",
    );
    has(
        &serde_json::to_value(Dependant::default()).expect("a record is plain data"),
        "full_name_lat full_name_cyr relation sex birth_date birth_place citizenship passport_no address address_kk
        address_en arrival_date cert_no cert_date cert_country cert_authentication",
    );
    has(
        &serde_json::to_value(Company::default()).expect("a record is plain data"),
        "name_ru name_kk name_en bin oked activity_ru activity_kk activity_en address_ru address_kk address_en phone
        email signatory_name_ru signatory_position_en executor_name executor_phone",
    );
    has(
        &serde_json::to_value(QuotaLine::default()).expect("a record is plain data"),
        "oked activity_ru position position_kk position_en occupation_code category count justification_ru year region",
    );
    has(
        &serde_json::to_value(ServiceContract::default()).expect("a record is plain data"),
        "number from to customer subject_ru subject_kk subject_en place",
    );
}

#[test]
fn values_in_json() {
    let person = Person {
        subject: "ÖZTÜRK Mehmet".into(),
        sex: Some(Sex::Male),
        birth_date: Some(day("1985-03-17")),
        citizenship: country::find("Турция").ok(),
        iin: Iin::parse("850317300109").ok(),
        passport_no: PassportNumber::parse("u 12345678").ok(),
        ..Person::default()
    };
    let region = region::find("Атырау").ok().and_then(|regions| regions.first().copied());
    let employee =
        Employee { person, region, category: Category::parse("2 кат.").ok(), ..Employee::default() };
    let json = serde_json::to_value(&employee).expect("a record is plain data");
    let expected = [
        ("sex", serde_json::json!("M")),
        ("birth_date", serde_json::json!("1985-03-17")),
        ("citizenship", serde_json::json!("TR")),
        ("iin", serde_json::json!("850317300109")),
        ("passport_no", serde_json::json!("U12345678")),
        ("region", serde_json::json!("KZ-23")),
        ("category", serde_json::json!(2)),
        ("passport_issue", serde_json::Value::Null),
    ];
    for (name, value) in expected {
        assert_eq!(json[name], value, "{name}");
    }
}

#[test]
fn names() {
    let shown = |name: Option<Name>| {
        name.map_or(String::new(), |name| {
            let part = |part: Option<String>| part.unwrap_or_default();
            format!("{}|{}|{}|{}", name.full, part(name.last), part(name.first), part(name.middle))
        })
    };
    for [text, latin, cyrillic, healed, error] in rows(include_str!("record/names.tsv")) {
        match name::parse(text) {
            Ok(names) => {
                assert_eq!((shown(names.latin).as_str(), error), (latin, ""), "{text}");
                assert_eq!(shown(names.cyrillic), cyrillic, "{text}");
                assert_eq!(names.healed, healed == "1", "{text}");
            }
            Err(found) => assert_eq!(format!("{found:?}"), error, "{text}"),
        }
    }
}
