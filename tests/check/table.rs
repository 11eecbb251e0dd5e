//! A roster as text: directives, tables, and behind `=====` what is expected.
//!
//! ```text
//! # what the case is about
//! today 2026-11-22
//! hide translation-missing route
//! say ru
//! show extension-window work-permit-extension
//! rules [trip_days]
//! rules value = 0
//! no company
//! [employees Сотрудники]
//! full_name_lat | birth_date | Участок
//! SMITH John | d:1985-03-17 | 7
//! -- г. Атырау
//! =====
//! ```
//! A header is the name of a field, or else the column is not ours. Cells: `d:` date, `n:` number, `z:`
//! number shown with zeros, `e:` Excel error, `b:` truth, anything else text. `--` is a section row.
//! `show` keeps only the lines of these codes, fields and kinds; `rules` are lines of a rule book of one's own.
//! Without `no company` a complete company card stands first.

use chrono::NaiveDate;
use otinish::language::Language;
use otinish::roster::{Cell, Column, Field, Roster, Row, Sheet, SheetKind, Value};

pub struct Table {
    pub today: NaiveDate,
    pub hidden: Vec<String>,
    pub say: Option<Language>,
    pub shown: Vec<String>,
    pub rules: String,
    pub expected: String,
    sheets: Vec<Sheet>,
}

const COMPANY: &str = "[company Компания]
company_name_ru | company_name_kk | company_name_en | bin | oked | company_address_ru | company_address_kk | company_address_en | signatory_name_ru | signatory_name_kk | signatory_name_en | signatory_position_ru | signatory_position_kk | signatory_position_en
ТОО «Жол Құрылыс» | «Жол Құрылыс» ЖШС | Zhol Qurylys LLP | 100140000003 | 42111 | г. Атырау, ул. Сатпаева, 1 | Атырау қ., Сәтбаев к., 1 | 1 Satpayev St., Atyrau | Ахметов Ерлан Серикович | Ахметов Ерлан Серікұлы | Yerlan Akhmetov | Директор | Директор | Director
";

impl Table {
    pub fn parse(text: &str) -> Table {
        let (input, expected) = text.split_once("\n=====\n").unwrap_or((text, ""));
        let mut table = Table {
            today: "2026-11-22".parse().expect("a date"),
            hidden: Vec::new(),
            say: None,
            shown: Vec::new(),
            rules: String::new(),
            expected: expected.to_owned(),
            sheets: Vec::new(),
        };
        let own = if input.contains("\nno company") { "" } else { COMPANY };
        let mut section = None;
        for line in own.lines().chain(input.lines()).map(str::trim_end) {
            table.line(line, &mut section);
        }
        table
    }

    pub fn roster(&self) -> Roster {
        Roster { name: "r.xlsx".to_owned(), sheets: self.sheets.clone(), findings: Vec::new() }
    }

    fn line(&mut self, line: &str, section: &mut Option<String>) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["no", "company"] => {}
            ["today", day] => self.today = day.parse().expect("a date"),
            ["say", code] => self.say = Language::from_code(code),
            ["show", ..] => self.shown.extend(words[1..].iter().map(|word| (*word).to_owned())),
            ["rules", ..] => {
                self.rules.push_str(line["rules".len()..].trim());
                self.rules.push('\n');
            }
            ["hide", ..] => self.hidden.extend(words[1..].iter().map(|word| (*word).to_owned())),
            [kind, ..] if kind.starts_with('[') => {
                let (kind, name) = line.trim_matches(['[', ']']).split_once(' ').expect("[kind name]");
                let kind = match kind {
                    "employees" => SheetKind::Employees,
                    "family" => SheetKind::Family,
                    "company" => SheetKind::Company,
                    "quota" => SheetKind::Quota,
                    "contracts" => SheetKind::Contracts,
                    "movements" => SheetKind::Movements,
                    "authorities" => SheetKind::Authorities,
                    other => panic!("no sheet of kind {other}"),
                };
                *section = None;
                self.sheets.push(Sheet {
                    name: name.to_owned(),
                    kind,
                    columns: Vec::new(),
                    rows: Vec::new(),
                });
            }
            ["--", ..] => {
                *section = Some(line[2..].trim().to_owned());
            }
            _ => self.row(line, section.clone()),
        }
    }

    fn row(&mut self, line: &str, section: Option<String>) {
        let sheet = self.sheets.last_mut().expect("a [kind name] before a table");
        let cells = line.split('|').map(str::trim).enumerate();
        if sheet.columns.is_empty() {
            let column = |(index, header): (usize, &str)| Column {
                index: index as u32,
                header: header.to_owned(),
                field: Field::from_name(header),
            };
            sheet.columns = cells.map(column).collect();
            return;
        }
        let number = sheet.rows.len() as u32 + 2;
        let filled = cells.filter(|(_, text)| !text.is_empty());
        let cells =
            filled.map(|(index, text)| Cell { row: number, column: index as u32, value: value(text) });
        sheet.rows.push(Row { number, hidden: false, section, cells: cells.collect() });
    }
}

fn value(text: &str) -> Value {
    let number = |text: &str| text.parse().expect("a number");
    match text.split_once(':') {
        Some(("d", date)) => {
            let date: NaiveDate = date.parse().expect("a date");
            Value::Date(date.and_hms_opt(0, 0, 0).expect("midnight"))
        }
        Some(("n", digits)) => Value::Number { value: number(digits), digits: None },
        Some(("z", digits)) => Value::Number { value: number(digits), digits: Some(digits.to_owned()) },
        Some(("e", error)) => Value::Error(error.to_owned()),
        Some(("b", truth)) => Value::Bool(truth == "true"),
        _ => Value::Text(text.to_owned()),
    }
}

fn random(seed: &mut u64, below: usize) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed % below as u64) as usize
}

/// Puts strange values into a few cells.
pub fn mutate(roster: &mut Roster, seed: &mut u64) {
    let strange: Vec<Value> = [
        "",
        " ",
        "-",
        "—",
        "н/д",
        "бессрочно",
        "01.01.2025-31.12.2025",
        "03/04/2026",
        "29.02.2027",
        "31.02.2026",
        "99999999999999999999",
        "8.50317E+11",
        "C01234567",
        "С01234567",
        "Алматы/Атырау",
        "Korea",
        "王伟",
        "А\u{301}",
        "\u{202e}abc",
        "İ",
        "ß",
        "٠١٢٣٤٥٦٧٨٩٠١",
        "🙂",
        "{found}",
        "{{ x }}",
        "a\u{0}b",
        "<a>&amp;",
        "12",
        "0",
        "-1",
        "1e308",
        "ИИН 850317300109",
        "850317300109",
        "100140000003",
        "C3",
        "КЗ",
        "Казахстан",
        "супруга",
        "R",
        ",",
        "/",
        "....",
        "00.00.0000",
        "1/1/1",
        "12.13.14.15",
        "C-3, B2",
        "1, 2",
    ]
    .into_iter()
    .map(|text| Value::Text(text.to_owned()))
    .chain(
        [0.0, -1.0, 1e300, f64::MAX, f64::MIN_POSITIVE, 60.0, 45_992.5, 2_958_466.0, 229_600_014.0]
            .map(|value| Value::Number { value, digits: None }),
    )
    .chain([
        Value::Number { value: f64::NAN, digits: None },
        Value::Number { value: f64::INFINITY, digits: Some("0000".to_owned()) },
        Value::Bool(true),
        Value::Error("#REF!".to_owned()),
        Value::Date(chrono::NaiveDateTime::MAX),
        Value::Date(chrono::NaiveDateTime::MIN),
        Value::Text("щ".repeat(4000)),
    ])
    .collect();
    for sheet in &mut roster.sheets {
        let columns = sheet.columns.len();
        for row in &mut sheet.rows {
            for _ in 0..4 {
                let column = random(seed, columns) as u32;
                let value = strange[random(seed, strange.len())].clone();
                row.cells.retain(|cell| cell.column != column);
                row.cells.push(Cell { row: row.number, column, value });
            }
        }
    }
}
