//! Reading a workbook of 10,000 employees with 25 columns against checking and planning it: the second takes less time.
//!
//! `cargo bench --bench check` prints the best of five runs of each and fails if that does not hold.

use std::error::Error;
use std::time::{Duration, Instant};

use otinish::check::check;
use otinish::plan::plan;
use otinish::roster;
use otinish::rules::RuleBook;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const EMPLOYEES: u32 = 10_000;

#[expect(clippy::print_stdout, reason = "this is how a benchmark answers")]
fn main() -> Result<(), Box<dyn Error>> {
    let bytes = workbook()?;
    let rules = RuleBook::kazakhstan();
    let today = "2026-11-22".parse()?;
    let read = || roster::read(&bytes, "bench.xlsx").map_err(|error| error.notice().message.en);
    let roster = read()?;
    let reading = best(|| drop(read().expect("it was read before")));
    let case = check(&roster, &rules, today);
    let filings = plan(&case, &rules, today);
    let checking = best(|| drop(check(&roster, &rules, today)));
    let planning = best(|| drop(plan(&case, &rules, today)));
    println!(
        "{} employees, {} findings, {} filings: read {reading:.0?}, check {checking:.0?}, plan {planning:.0?}",
        case.employees.len(),
        case.findings.len(),
        filings.len(),
    );
    assert_eq!(case.employees.len(), EMPLOYEES as usize);
    assert!(checking + planning < reading, "checking and planning take longer than reading");
    Ok(())
}

/// The shortest of five runs.
fn best(run: impl Fn()) -> Duration {
    let runs = (0..5).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    runs.min().expect("five runs")
}

/// A company card, employees of several citizenships with all papers, and a quota.
fn workbook() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let card = workbook.add_worksheet().set_name("Компания")?;
    let lines = [
        ("Наименование (рус.)", "ТОО «Жол Құрылыс»"),
        ("БИН", "100140000003"),
        ("ОКЭД", "42111"),
        ("Юридический адрес (рус.)", "г. Атырау, ул. Сатпаева, 1"),
        ("Руководитель (рус.)", "Ахметов Ерлан Серикович"),
        ("Должность руководителя (рус.)", "Директор"),
    ];
    for (row, (label, value)) in (0..).zip(lines) {
        card.write(row, 0, label)?.write(row, 1, value)?;
    }
    let sheet = workbook.add_worksheet().set_name("Сотрудники")?;
    let headers = [
        "Таб. №",
        "ФИО (лат.)",
        "ФИО на русском языке",
        "Пол",
        "Дата рождения",
        "Гражданство",
        "№ паспорта",
        "Паспорт действителен до",
        "Должность",
        "Категория",
        "Регион",
        "№ разрешения",
        "Разрешение с",
        "Разрешение до",
        "№ визы",
        "Категория визы",
        "Виза до",
        "Дата прибытия",
        "Цель приезда",
        "Адрес проживания в РК",
        "Дата уведомления",
        "№ трудового договора",
        "Дата трудового договора",
        "Телефон",
        "E-mail",
    ];
    for (column, header) in (0..).zip(headers) {
        sheet.write(0, column, header)?;
    }
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let surnames = ["SMITH", "YILMAZ", "KARIMOV", "IVANOV", "SHARMA", "NOWAK", "PETROSYAN", "KIM"];
    let cyrillic = ["СМИТ", "ЙЫЛМАЗ", "КАРИМОВ", "ИВАНОВ", "ШАРМА", "НОВАК", "ПЕТРОСЯН", "КИМ"];
    let countries = ["GB", "TR", "UZ", "RU", "IN", "PL", "AM", "KR"];
    for number in 0..EMPLOYEES {
        let row = number + 1;
        let kind = number as usize % surnames.len();
        let given = name(number);
        let texts = [
            (0, format!("E-{row}")),
            (1, format!("{} {}", surnames[kind], given.0)),
            (2, format!("{} {}", cyrillic[kind], given.1)),
            (3, "М".to_owned()),
            (5, countries[kind].to_owned()),
            (6, format!("AB{:07}", 1_000_000 + number)),
            (8, format!("Инженер {}", number % 40)),
            (9, (number % 4 + 1).to_string()),
            (10, ["Атырауская область", "Мангистауская область", "г. Алматы"][kind % 3].to_owned()),
            (11, format!("23-{number}")),
            (14, format!("21{number:05}")),
            (15, "C3".to_owned()),
            (18, "работа".to_owned()),
            (19, format!("г. Атырау, ул. Сатпаева, д. {}", number % 200 + 1)),
            (21, format!("ТД-{number}")),
            (23, format!("+7 701 {:03} {:04}", number / 10_000, number % 10_000)),
            (24, format!("e{row}@example.kz")),
        ];
        for (column, text) in texts {
            sheet.write(row, column, text)?;
        }
        let (month, day) = ((number % 12 + 1) as u8, (number / 12 % 28 + 1) as u8);
        let year = (1960 + number / 336 % 40) as u16;
        let dates = [
            (4, (year, month, day)),
            (7, (2032, month, day)),
            (12, (2026, 1, day)),
            (13, (2026 + number as u16 % 2, 12, day)),
            (16, (2026 + number as u16 % 2, 12, day)),
            (17, (2026, 11, day.min(22))),
            (20, (2026, 11, day)),
            (22, (2026, 1, day)),
        ];
        for (column, (year, month, day)) in dates {
            sheet.write_with_format(row, column, ExcelDateTime::from_ymd(year, month, day)?, &date)?;
        }
    }
    let quota = workbook.add_worksheet().set_name("Квота")?;
    for (column, header) in (0..).zip(["Год", "Регион", "ОКЭД", "Должность", "Категория", "Количество"])
    {
        quota.write(0, column, header)?;
    }
    for row in 1..=60 {
        let position = format!("Инженер {}", row % 40);
        quota.write(row, 0, 2026)?.write(row, 1, "Атырауская область")?.write(row, 2, "42111")?;
        quota.write(row, 3, position)?.write(row, 4, 3)?.write(row, 5, 50)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A given name of its own for each number, in Latin and in Cyrillic letters.
fn name(number: u32) -> (String, String) {
    let syllables = [
        ("ka", "ка"),
        ("ri", "ри"),
        ("mo", "мо"),
        ("su", "су"),
        ("ta", "та"),
        ("ne", "не"),
        ("lo", "ло"),
        ("vi", "ви"),
    ];
    let mut rest = number;
    let mut both = (String::from("J"), String::from("Дж"));
    for _ in 0..5 {
        let (latin, cyrillic) = syllables[rest as usize % syllables.len()];
        both.0.push_str(latin);
        both.1.push_str(cyrillic);
        rest /= syllables.len() as u32;
    }
    both
}
