//! Small rosters as text tables (`tests/check/*.txt`) → what the checker finds and fills in and what the
//! plan lists. A new case is a new file; `UPDATE_GOLDEN=1` rewrites the expected part and still fails.

#[path = "check/table.rs"]
mod table;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use otinish::check::{Case, check};
use otinish::finding::Severity;
use otinish::plan::{Filing, plan};
use otinish::rules::RuleBook;
use table::Table;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let entries = std::fs::read_dir(folder).expect("the folder of cases");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
}

#[test]
fn every_case_gives_what_it_says() {
    let mut wrong = Vec::new();
    for path in cases() {
        let text = std::fs::read_to_string(&path).expect("a case");
        let table = Table::parse(&text);
        let rules = RuleBook::parse(&table.rules).expect("a rule book of the case");
        let case = check(&table.roster(), &rules, table.today);
        let filings = plan(&case, &rules, table.today);
        for finding in &case.findings {
            for text in [&finding.message, &finding.hint] {
                for language in otinish::language::Language::ALL {
                    assert!(!text.get(language).contains('{'), "{}: {}", finding.code, text.get(language));
                }
            }
        }
        let found = shown(&table, &case, &filings);
        if found != table.expected {
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                let input = text.split("\n=====\n").next().unwrap_or_default();
                std::fs::write(&path, format!("{}\n=====\n{found}", input.trim_end()))
                    .expect("a case is written");
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            wrong.push(format!("{name}\n{}", difference(&table.expected, &found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shown(table: &Table, case: &Case, filings: &[Filing]) -> String {
    let mut out = String::new();
    for finding in case.findings.iter().filter(|finding| !table.hidden.contains(&finding.code.to_owned())) {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let _ = write!(
            out,
            "{severity} {} {} {} [{}]",
            finding.code,
            rule(finding.rule),
            finding.place,
            finding.subject
        );
        if !finding.found.is_empty() {
            let _ = write!(out, " `{}`", finding.found);
        }
        let blocks: Vec<&str> = finding.blocks.iter().map(|kind| kind.name()).collect();
        if !blocks.is_empty() {
            let _ = write!(out, " blocks {}", blocks.join(", "));
        }
        out.push('\n');
        if let Some(language) = table.say {
            let _ = writeln!(out, "    {}", finding.message.get(language));
            let _ = writeln!(out, "    {}", finding.hint.get(language));
        }
    }
    for filled in case.filled.iter().filter(|filled| !table.hidden.contains(&filled.field.to_owned())) {
        let from = filled.from.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        let (place, subject) = (&filled.place, &filled.subject);
        let (field, value, source) = (filled.field, &filled.value, &filled.source.en);
        let _ = writeln!(out, "filled {field} = {value} {place} [{subject}] {source}{from} {}", filled.rule);
    }
    for filing in filings {
        let _ = write!(out, "{} {} {}", filing.status.name(), filing.kind, filing.rule);
        let _ = write!(out, " [{}]", filing.subject.name(case));
        let region = filing.region.map_or("-".to_owned(), |region| region.code());
        let date = |date: Option<chrono::NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        let _ = write!(out, " {region} event {} due {}", date(filing.event), date(filing.due));
        if let Some(day) = filing.advised {
            let _ = write!(out, " safe {day}");
        }
        if let Some(year) = filing.year {
            let _ = write!(out, " year {year}");
        }
        if let Some(period) = filing.period {
            let _ = write!(out, " term {}..{}", period.from, period.to);
        }
        if let Some([from, to]) = filing.exposure {
            let _ = write!(out, " exposure {from}-{to}");
        }
        if !filing.lacks.is_empty() {
            let _ = write!(out, " lacks {}", filing.lacks.join(", "));
        }
        if !filing.blocked_by.is_empty() {
            let _ = write!(out, " blocked by {}", filing.blocked_by.join(", "));
        }
        out.push('\n');
    }
    // What a case is not about stays out of it.
    let shown = |line: &&str| {
        table.shown.is_empty()
            || line.starts_with("    ")
            || line
                .split(' ')
                .take(2)
                .chain(line.split(' ').take(3).skip(2))
                .any(|word| table.shown.iter().any(|one| one == word))
    };
    out.lines().filter(shown).map(|line| format!("{line}\n")).collect()
}

fn rule(rule: &str) -> &str {
    if rule.is_empty() { "-" } else { rule }
}

/// The lines that are only on one side.
fn difference(expected: &str, found: &str) -> String {
    let lines = |text: &str, other: &str, sign: char| -> String {
        let other: Vec<&str> = other.lines().collect();
        text.lines().filter(|line| !other.contains(line)).map(|line| format!("  {sign} {line}\n")).collect()
    };
    lines(expected, found, '-') + &lines(found, expected, '+')
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rules = RuleBook::kazakhstan();
    for path in cases() {
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        let roster = table.roster();
        let mut turned = roster.clone();
        for sheet in &mut turned.sheets {
            sheet.rows.reverse();
            sheet.rows.iter_mut().for_each(|row| row.cells.reverse());
        }
        let (one, other) = (check(&roster, &rules, table.today), check(&turned, &rules, table.today));
        assert_eq!(one, other, "{}", path.display());
    }
}

/// Said of the first row of a sheet, of the last claims on a quota, or naming another row.
const BY_ROW: [&str; 4] =
    ["translation-missing", "contract-clauses-unknown", "family-visa-missing", "quota-short"];

#[test]
fn an_employee_may_stand_in_any_row() {
    // Numbers change with the rows, so only what is found is compared, not where.
    let rules = RuleBook::kazakhstan();
    for path in cases() {
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        let roster = table.roster();
        let mut turned = roster.clone();
        for sheet in
            turned.sheets.iter_mut().filter(|sheet| sheet.kind == otinish::roster::SheetKind::Employees)
        {
            let numbers: Vec<u32> = sheet.rows.iter().rev().map(|row| row.number).collect();
            for (row, number) in sheet.rows.iter_mut().zip(numbers) {
                row.number = number;
                row.cells.iter_mut().for_each(|cell| cell.row = number);
            }
        }
        let found = |case: Case| {
            let findings = case.findings.into_iter();
            // A row without a name is called by its number.
            let nameless = |subject: String| subject.split('!').next().unwrap_or_default().to_owned();
            let mut all: Vec<_> = findings
                .map(|finding| (finding.code, nameless(finding.subject), finding.found, finding.blocks))
                .collect();
            all.sort();
            all
        };
        let once = |case: Case| {
            found(case).into_iter().filter(|(code, ..)| !BY_ROW.contains(code)).collect::<Vec<_>>()
        };
        let (one, other) = (check(&roster, &rules, table.today), check(&turned, &rules, table.today));
        assert_eq!(once(one), once(other), "{}", path.display());
    }
}

#[test]
fn every_row_is_a_record_or_an_error() {
    let rules = RuleBook::kazakhstan();
    for path in cases() {
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        let roster = table.roster();
        let case = check(&roster, &rules, table.today);
        let mut kept: Vec<(String, u32)> = Vec::new();
        let mut keep = |places: &otinish::record::Places| {
            kept.extend(places.row().map(|row| (places.sheet().to_owned(), row)))
        };
        keep(&case.company.places);
        case.employees.iter().for_each(|employee| keep(&employee.places));
        case.dependants().for_each(|(.., dependant)| keep(&dependant.places));
        case.quota.iter().for_each(|line| keep(&line.places));
        case.contracts.iter().for_each(|contract| keep(&contract.places));
        case.authorities.iter().for_each(|name| keep(&name.places));
        let family = case.dependants().map(|(.., dependant)| &dependant.person);
        let people = case.employees.iter().map(|employee| &employee.person).chain(family);
        people.flat_map(|person| &person.movements).for_each(|movement| keep(&movement.places));
        for sheet in &roster.sheets {
            for row in &sheet.rows {
                let found = case.findings.iter().any(|finding| {
                    finding.place.sheet.as_ref() == Some(&sheet.name) && finding.place.row == Some(row.number)
                });
                assert!(
                    found || kept.contains(&(sheet.name.clone(), row.number)),
                    "{} {}",
                    sheet.name,
                    row.number
                );
            }
        }
    }
}

#[test]
fn checking_twice_finds_the_same() {
    let rules = RuleBook::kazakhstan();
    for path in cases() {
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        let roster = table.roster();
        let (one, other) = (check(&roster, &rules, table.today), check(&roster, &rules, table.today));
        assert_eq!(one, other, "{}", path.display());
        assert_eq!(plan(&one, &rules, table.today), plan(&other, &rules, table.today), "{}", path.display());
    }
}

#[test]
fn an_office_names_its_authorities() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/r05_authorities.txt");
    let table = Table::parse(&std::fs::read_to_string(path).expect("a case"));
    let rules = RuleBook::kazakhstan();
    let case = check(&table.roster(), &rules, table.today);
    let filings = plan(&case, &rules, table.today);
    let of = |kind| filings.iter().find(|filing| filing.kind == kind).expect("it is planned");
    let arrival = of(otinish::filing::FilingKind::ArrivalNotification);
    assert_eq!(arrival.addressee.ru, "УМС ДП Атырауской области");
    assert!(
        arrival.addressee.kk.ends_with("Көші-қон қызметі басқармасына"),
        "the program's own where none is given"
    );
    let iin = of(otinish::filing::FilingKind::IinApplication);
    assert_eq!(iin.authority.ru, "Департамент государственных доходов Атырауской области");
    assert_eq!(iin.addressee.kk, "Атырау облысы бойынша Мемлекеттік кірістер департаментіне");
}

#[test]
fn numbers_of_an_earlier_run_fill_blank_cells_only() {
    let text = |iin: &str, permit: &str, to: &str, born: &str| {
        format!(
            "today 2026-11-22\n[employees Сотрудники]\nfull_name_lat | citizenship | passport_no | birth_date | iin | wp_no | wp_to\n\
             SMITH John | GB | 123456789 | {born} | {iin} | {permit} | {to}\n"
        )
    };
    let rules = RuleBook::kazakhstan();
    let first = Table::parse(&text("850317300109", "23-0412", "d:2027-03-01", "d:1985-03-17"));
    let earlier = check(&first.roster(), &rules, first.today).numbers(first.today).json();
    let memory = || {
        let run = otinish::record::Earlier::parse(&earlier).expect("what was written is read");
        otinish::record::Memory::of([run])
    };
    let filled = |iin: &str, permit: &str, to: &str, born: &str| -> Vec<(&str, String)> {
        let table = Table::parse(&text(iin, permit, to, born));
        let case = otinish::check::check_after(&table.roster(), &rules, &memory(), table.today);
        let ours =
            case.filled.into_iter().filter(|filled| filled.source.en.starts_with("from the earlier run"));
        ours.map(|filled| (filled.field, filled.value)).collect()
    };
    let iin = ("iin", "850317300109".to_owned());
    let permit = ("wp_no", "23-0412".to_owned());
    assert_eq!(filled("", "", "d:2027-03-01", "d:1985-03-17"), [iin.clone(), permit.clone()]);
    assert_eq!(filled("", "", "", ""), [iin.clone(), permit]);
    assert_eq!(filled("", "", "d:2028-03-01", ""), [iin], "another permit");
    assert_eq!(filled("", "9", "d:2027-03-01", "d:1985-03-18"), [], "another person");
    assert_eq!(filled("850317300108", "9", "", ""), [], "nothing typed is overwritten");
    let foreign = earlier.iter().map(|byte| if *byte == b'1' { b'2' } else { *byte }).collect::<Vec<u8>>();
    assert!(otinish::record::Earlier::parse(&foreign).is_err(), "of another version");
}

#[test]
fn every_rule_has_a_case() {
    let all: String = cases().iter().map(|path| std::fs::read_to_string(path).expect("a case")).collect();
    // R10, R21, R23 and the like show in a term, an exposure or an authority; their cases say so in the title.
    let missing: Vec<u32> = (1..=40)
        .filter(|number| {
            let name = format!("R{number}");
            !all.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == name)
        })
        .collect();
    assert!(missing.is_empty(), "no case names R{missing:?}");
}

#[test]
fn no_cell_makes_it_panic() {
    let rules = RuleBook::kazakhstan();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for path in cases() {
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        for _ in 0..12 {
            let mut roster = table.roster();
            table::mutate(&mut roster, &mut seed);
            let case = check(&roster, &rules, table.today);
            let filings = plan(&case, &rules, table.today);
            let report = otinish::plan::Report::new(&case, &filings, &rules, table.today);
            serde_json::to_string(&report).expect("a report is JSON");
            for filing in &filings {
                for language in otinish::language::Language::ALL {
                    otinish::template::context::context(&case, filing, language, table.today);
                }
                for field in &filing.lacks {
                    let path = format!("employee.{field}");
                    otinish::template::context::place_of(&case, filing, &path);
                }
            }
        }
    }
}
