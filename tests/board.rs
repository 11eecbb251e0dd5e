//! The board of deadlines from the outside: the sample roster as goldens (`tests/board/*`,
//! `UPDATE_GOLDEN=1` rewrites them and still fails), and what holds of any calendar file and page.

#[path = "check/table.rs"]
#[allow(dead_code, reason = "what the checker finds in a case is the checker's test")]
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;
use otinish::board::{self, Band, Board, Matter};
use otinish::check::{Case, check};
use otinish::cli::{self, Exit, Surroundings};
use otinish::language::Language;
use otinish::plan::{Filing, Status, plan};
use otinish::roster;
use otinish::rules::RuleBook;
use table::Table;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

static SAMPLE: LazyLock<roster::Roster> = LazyLock::new(|| {
    let bytes = std::fs::read(root("fixtures/roster.xlsx")).expect("the sample is there");
    roster::read(&bytes, "roster.xlsx").expect("the sample is read")
});

/// The sample roster, checked and planned on a day.
fn sample(today: &str) -> (Case, Vec<Filing>) {
    planned(&SAMPLE, day(today))
}

fn planned(roster: &roster::Roster, today: NaiveDate) -> (Case, Vec<Filing>) {
    let rules = RuleBook::kazakhstan();
    let case = check(roster, &rules, today);
    let filings = plan(&case, &rules, today);
    (case, filings)
}

/// Exit code and results of a command.
fn otinish(words: &[&dyn AsRef<OsStr>]) -> (Exit, String) {
    let typed =
        [OsString::from("otinish")].into_iter().chain(words.iter().map(|word| word.as_ref().to_owned()));
    let surroundings = Surroundings { today: day("2026-11-22"), language: Language::En };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(typed, surroundings, &mut out, &mut err);
    (exit, String::from_utf8(out).expect("the program speaks UTF-8"))
}

#[test]
fn the_sample_gives_what_it_gave() {
    let roster = root("fixtures/roster.xlsx");
    let mut wrong = Vec::new();
    for (golden, format, language) in [
        ("sample.en.txt", "human", "en"),
        ("sample.ru.txt", "human", "ru"),
        ("sample.kk.txt", "human", "kk"),
        ("sample.json", "json", "en"),
        ("sample.ics", "ics", "ru"),
        ("sample.html", "html", "ru"),
    ] {
        let (exit, out) = otinish(&[&"deadlines", &roster, &"--format", &format, &"--messages", &language]);
        assert_eq!(exit, Exit::Done);
        // The ends of lines are tested below; in the golden they would not survive every editor.
        let found = out.replace("\r\n", "\n");
        let path = root("tests/board").join(golden);
        if std::fs::read_to_string(&path).ok().as_ref() != Some(&found) {
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&path, found).expect("a golden is written");
            }
            wrong.push(golden);
        }
    }
    assert!(wrong.is_empty(), "these are not what they were: {}", wrong.join(", "));
}

#[test]
fn done_filings_are_left_out_and_the_rest_is_there() {
    let (case, filings) = sample("2026-11-22");
    let board = Board::new(&case, &filings, day("2026-11-22"));
    let open = filings.iter().filter(|filing| filing.status != Status::Done).count();
    assert!(open < filings.len(), "the sample has a filing that is done");
    assert_eq!(board.entries.iter().filter(|entry| matches!(entry.matter, Matter::Filing(_))).count(), open);
    let shown: usize = board.bands().iter().map(|(_, entries)| entries.len()).sum();
    assert_eq!(shown + board.far(), board.entries.len());
    for (band, entries) in board.bands() {
        assert!(entries.iter().all(|entry| entry.band(board.today) == band));
        assert!(entries.is_sorted_by_key(|entry| entry.due));
        assert_eq!(band == Band::Undated, entries[0].due.is_none());
    }
}

/// A calendar file taken apart: its events as properties by name.
struct Calendar {
    events: Vec<BTreeMap<String, String>>,
}

impl Calendar {
    /// Parses back and asserts what RFC 5545 asks of the lines.
    fn parse(text: &str) -> Calendar {
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "a line ends in CRLF");
        assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line has 75 octets at most");
        let mut events = Vec::new();
        let mut open: Vec<String> = Vec::new();
        for line in text.replace("\r\n ", "").split_terminator("\r\n") {
            let (name, value) = line.split_once(':').expect("a content line has a name and a value");
            match name {
                "BEGIN" => {
                    if value == "VEVENT" {
                        events.push(BTreeMap::new());
                    }
                    open.push(value.to_owned());
                }
                "END" => assert_eq!(open.pop().as_deref(), Some(value), "what began last ends first"),
                _ if open.last().is_some_and(|part| part == "VEVENT") => {
                    let event = events.last_mut().expect("an event is open");
                    assert!(event.insert(name.to_owned(), value.to_owned()).is_none(), "{name} stands once");
                }
                _ => {}
            }
        }
        assert!(open.is_empty());
        Calendar { events }
    }

    fn sound(&self) {
        let date = |event: &BTreeMap<String, String>, name: &str| {
            NaiveDate::parse_from_str(&event[name], "%Y%m%d").expect("a date")
        };
        let mut uids = BTreeSet::new();
        for event in &self.events {
            let (start, end) = (date(event, "DTSTART;VALUE=DATE"), date(event, "DTEND;VALUE=DATE"));
            assert_eq!((end - start).num_days(), 1);
            assert!(uids.insert(&event["UID"]), "every UID stands once");
            let hash = event["UID"].strip_suffix("@otinish").expect("our own UID");
            assert!(hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(event["DTSTAMP"].ends_with("T000000Z"));
            assert_eq!(event["TRANSP"], "TRANSPARENT");
            assert_eq!(event["CLASS"], "CONFIDENTIAL");
        }
    }

    /// What each UID stands for.
    fn summaries(&self) -> BTreeMap<&str, &str> {
        self.events.iter().map(|event| (&*event["UID"], &*event["SUMMARY"])).collect()
    }
}

/// All passport numbers of a case.
fn passports(case: &Case) -> Vec<&str> {
    let workers = case.employees.iter().map(|employee| &employee.person);
    let people = workers.chain(case.dependants().map(|(.., dependant)| &dependant.person));
    people.filter_map(|person| person.passport_no.as_ref()).map(|number| number.as_str()).collect()
}

#[test]
fn a_calendar_file_is_sound_discreet_and_the_same_each_time() {
    for today in ["2026-11-22", "2027-04-05"] {
        let (case, filings) = sample(today);
        assert!(passports(&case).len() > 15);
        let again = sample(today);
        for language in Language::ALL {
            let text = otinish::board::ics(&case, &filings, day(today), language);
            let calendar = Calendar::parse(&text);
            calendar.sound();
            let board = Board::new(&case, &filings, day(today));
            assert_eq!(
                calendar.events.len(),
                board.entries.iter().filter(|entry| entry.due.is_some()).count()
            );
            for number in passports(&case) {
                assert!(!text.contains(number), "a passport number in the calendar");
            }
            assert!(text == otinish::board::ics(&again.0, &again.1, day(today), language));
        }
    }
}

#[test]
fn another_day_or_order_of_rows_keeps_the_names_of_the_events() {
    let ics = |roster: &roster::Roster, today: &str| {
        let (case, filings) = planned(roster, day(today));
        otinish::board::ics(&case, &filings, day(today), Language::En)
    };
    let mut moved = SAMPLE.clone();
    // Not the company card, whose labels stand in rows.
    let people = moved.sheets.iter_mut().filter(|sheet| sheet.kind != roster::SheetKind::Company);
    for row in people.flat_map(|sheet| &mut sheet.rows) {
        row.number += 100;
        row.cells.iter_mut().for_each(|cell| cell.row += 100);
    }
    let first = ics(&SAMPLE, "2026-11-22");
    let first = Calendar::parse(&first);
    for (other, today) in [(&*SAMPLE, "2026-11-23"), (&moved, "2026-11-22")] {
        let other = ics(other, today);
        let other = Calendar::parse(&other);
        let (one, two) = (first.summaries(), other.summaries());
        let only = |one: &BTreeMap<&str, &str>, two: &BTreeMap<&str, &str>| {
            let mut only: Vec<String> = one
                .iter()
                .filter(|(uid, _)| !two.contains_key(*uid))
                .map(|(uid, words)| format!("{uid} {words}"))
                .collect();
            only.truncate(3);
            only
        };
        assert_eq!(only(&one, &two), only(&two, &one));
        assert_eq!(one.len(), two.len());
    }
}

#[test]
fn a_later_end_moves_the_event_and_a_new_arrival_makes_another() {
    let events = |edit: fn(&mut Case)| {
        let today = day("2026-11-22");
        let (mut case, _) = sample("2026-11-22");
        edit(&mut case);
        let filings = plan(&case, &RuleBook::kazakhstan(), today);
        let text = otinish::board::ics(&case, &filings, today, Language::En);
        let find = |title: &str| {
            let wanted = format!("SMITH John: {title}");
            let calendar = Calendar::parse(&text);
            let event = calendar.events.into_iter().find(|event| event["SUMMARY"] == wanted);
            let event = event.expect("the event is there");
            (event["UID"].clone(), event["DTSTART;VALUE=DATE"].clone())
        };
        (find("Expiry of the work permit"), find("Notification of arrival"))
    };
    let (permit, arrival) = events(|_| {});
    let (extended, _) = events(|case| case.employees[0].permit.to = Some(day("2028-03-01")));
    assert_eq!(permit.0, extended.0);
    assert_eq!((permit.1.as_str(), extended.1.as_str()), ("20270301", "20280301"));
    let (_, again) = events(|case| case.employees[0].person.arrival_date = Some(day("2026-11-21")));
    assert_ne!(arrival.0, again.0);
}

#[test]
fn a_passport_number_typed_beside_a_name_stays_at_home() {
    let table = Table::parse(
        "[employees Сотрудники]\n\
         full_name_lat | birth_date | passport_no | citizenship | arrival_date | address\n\
         SMITH John N01234567 | d:1985-03-17 | 01234567 | GB | d:2026-11-20 | г. Атырау, ул. Сатпаева, 1\n",
    );
    let (case, filings) = planned(&table.roster(), table.today);
    let text = otinish::board::ics(&case, &filings, table.today, Language::Ru);
    assert!(text.contains("SUMMARY:Сотрудники!"));
    assert!(!text.contains("01234567"));
}

#[test]
fn a_page_is_small_whole_and_alone() {
    let (case, filings) = sample("2026-11-22");
    for language in Language::ALL {
        let page = Board::new(&case, &filings, day("2026-11-22")).page(language);
        assert!(page.len() < 40_000, "{language}: {} bytes", page.len());
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        for absent in ["<script", "http:", "https:", "url(", "@import", "<link", "<img"] {
            assert!(!page.contains(absent), "{absent}");
        }
        well_formed(&page);
    }
}

/// The tables of a season as text, a line for each row.
fn season(language: Language) -> String {
    let (case, filings) = sample("2026-11-22");
    let mut tables = board::tables(&case, &filings, day("2026-11-22"));
    tables.push(board::list(&case, &filings));
    let mut out = String::new();
    for table in &tables {
        let head: Vec<&str> = table.columns.iter().map(|column| column.get(language)).collect();
        out += &format!("# {}\n{}\n", table.title.get(language), head.join(" | "));
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len());
            let cells: Vec<String> = row.iter().map(|cell| cell.shown(language)).collect();
            out += &(cells.join(" | ") + "\n");
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_season_of_the_sample_counts_as_it_did() {
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let path = root(&format!("tests/board/season.{language}.txt"));
        let found = season(language);
        if std::fs::read_to_string(&path).ok().as_ref() != Some(&found) {
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::write(&path, found).expect("a golden is written");
            }
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "these are not what they were: {wrong:?}");
}

#[test]
fn what_holds_back_is_counted_with_whom_it_concerns() {
    let (case, mut filings) = sample("2026-11-22");
    let code = case.findings[0].code;
    let subjects = BTreeSet::from_iter(filings.iter().map(|filing| filing.subject));
    for filing in &mut filings {
        filing.lacks.clear();
        filing.blocked_by = vec![code];
    }
    let open = filings.iter().filter(|filing| filing.status != Status::Done).count();
    let summary = board::Summary::new(&case, &filings, day("2026-11-22"));
    let [held] = &summary.held[..] else { panic!("one cause: {:?}", summary.held) };
    assert_eq!((held.cause, held.filings), (board::Cause::Finding(code), open));
    assert!(held.subjects.len() <= subjects.len() && held.subjects.len() > 6);
    let tables = board::tables(&case, &filings, day("2026-11-22"));
    let [row] = &tables[4].rows[..] else { panic!("one cause is one row") };
    assert_eq!(row[1].shown(Language::Ru), case.findings[0].message.ru, "the officer reads what was found");
    assert!(row[3].shown(Language::Ru).ends_with(&format!(" и ещё {}", held.subjects.len() - 6)));
}

#[test]
fn each_filing_is_counted_once_in_each_table() {
    let (case, filings) = sample("2026-11-22");
    let summary = board::Summary::new(&case, &filings, day("2026-11-22"));
    let all = u32::try_from(filings.len()).expect("few");
    let regions: u32 = summary.regions.values().map(board::Tally::total).sum();
    let categories: u32 = summary.categories.values().map(board::Tally::total).sum();
    let kinds: u32 = summary.kinds.values().map(board::Tally::total).sum();
    let months: u32 = summary.months.values().map(board::Tally::total).sum();
    assert_eq!([regions, categories, kinds, months, summary.total.total()], [all; 5]);
    let fines: u64 = filings.iter().filter_map(|filing| filing.exposure).map(|[_, to]| to).sum();
    assert_eq!(summary.total.exposure[1], fines);
}

#[test]
fn the_workbook_of_a_season_holds_values_only_and_is_the_same_each_time() {
    let (case, filings) = sample("2026-11-22");
    let mut tables = board::tables(&case, &filings, day("2026-11-22"));
    tables.push(board::list(&case, &filings));
    for language in Language::ALL {
        let bytes = otinish::workbook::season(&tables, language).expect("it is written");
        assert!(bytes == otinish::workbook::season(&tables, language).expect("it is written"));
        let parts = otinish::docx::Package::unpack(&bytes).expect("a zip").parts;
        let sheets: Vec<String> = parts
            .iter()
            .filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
            .map(|(_, part)| String::from_utf8_lossy(part).into_owned())
            .collect();
        assert_eq!(sheets.len(), tables.len());
        for sheet in sheets {
            assert!(sheet.contains("<v>") && !sheet.contains("<f>") && !sheet.contains("<f "));
            assert!(sheet.contains("paperSize=\"9\""), "A4");
        }
    }
}

/// Every element of a page is closed; the pages are written so that XML rules hold too.
fn well_formed(page: &str) {
    let mut reader = quick_xml::Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event().expect("the page is well-formed") {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn no_roster_makes_it_panic_or_unsound() {
    let mut seed = 0x51ed_270b_9f2c_1d35_u64;
    for entry in std::fs::read_dir(root("tests/check")).expect("the cases of the checker") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let table = Table::parse(&std::fs::read_to_string(&path).expect("a case"));
        for round in 0..6 {
            let mut roster = table.roster();
            if round > 0 {
                table::mutate(&mut roster, &mut seed);
            }
            let (case, filings) = planned(&roster, table.today);
            let board = Board::new(&case, &filings, table.today);
            let text = board.ics(Language::Kk);
            Calendar::parse(&text).sound();
            well_formed(&board.page(Language::Kk));
            serde_json::to_string(&board).expect("a board is JSON");
        }
    }
}

#[test]
fn a_name_of_markup_is_text() {
    let table = Table::parse(
        "[employees Сотрудники]\n\
         full_name_lat | birth_date | citizenship | passport_expiry\n\
         <b>SMITH & \"John\"; Jr, | d:1985-03-17 | GB | d:2027-05-12\n",
    );
    let (case, filings) = planned(&table.roster(), table.today);
    let board = Board::new(&case, &filings, table.today);
    let page = board.page(Language::En);
    well_formed(&page);
    assert!(!page.contains("<b>SMITH"));
    let calendar = Calendar::parse(&board.ics(Language::En));
    let summary = "<b>SMITH & \"John\"\\; Jr\\,: Expiry of the passport";
    assert!(calendar.events.iter().any(|event| event["SUMMARY"] == summary));
}

#[test]
fn papers_count_while_they_are_needed() {
    let rules = RuleBook::kazakhstan();
    let today = day("2026-11-22");
    let papers = |edit: fn(&mut Case)| {
        let (mut case, _) = sample("2026-11-22");
        edit(&mut case);
        let filings = plan(&case, &rules, today);
        let board = Board::new(&case, &filings, today);
        let own = board.validities.iter().filter(|validity| validity.subject.name(&case) == "SMITH John");
        own.map(|validity| validity.paper.name()).collect::<Vec<_>>()
    };
    let all = ["work-permit-expiry", "visa-expiry", "passport-expiry", "contract-end"];
    assert_eq!(papers(|_| {}), all);
    let left = papers(|case| case.employees[0].termination_date = Some(day("2026-11-21")));
    assert!(left.is_empty(), "after the end of the job");
    let expired = papers(|case| case.employees[0].person.visa.to = Some(day("2026-11-21")));
    assert_eq!(expired, all, "the holder is here and the visa has expired");
    let abroad = papers(|case| {
        case.employees[0].person.visa.to = Some(day("2026-11-01"));
    });
    assert_eq!(abroad, ["work-permit-expiry", "passport-expiry", "contract-end"], "came after its end");
    let eaeu = papers(|case| case.employees[0].route = Some(otinish::reference::Route::Eaeu));
    assert_eq!(eaeu, ["passport-expiry", "contract-end"]);
}

#[test]
fn a_build_writes_the_calendar_and_a_failure_is_json() {
    let folder = std::env::temp_dir().join(format!("otinish-board-{}", std::process::id()));
    let roster = root("fixtures/roster.xlsx");
    let build: [&dyn AsRef<OsStr>; 10] = [
        &"build",
        &roster,
        &"-o",
        &folder,
        &"--only",
        &"quota-request",
        &"--lang",
        &"ru",
        &"--format",
        &"docx",
    ];
    assert_eq!(otinish(&build).0, Exit::Done);
    let written = std::fs::read_to_string(folder.join("roster/deadlines.ics")).expect("it is there");
    let page = std::fs::read_to_string(folder.join("roster/report.html")).expect("it is there");
    assert!(page.contains("<svg") && page.contains("Filings by region"));
    for absent in ["<script", "http:", "https:", "url(", "@import", "<link", "<img"] {
        assert!(!page.contains(absent), "{absent} in the report");
    }
    let manifest = std::fs::read_to_string(folder.join("roster/manifest.json")).expect("it is there");
    assert!(manifest.contains("\"report.xlsx\""), "the manifest names the workbook of the report");
    let file = folder.join("own.ics");
    let (exit, out) = otinish(&[&"deadlines", &roster, &"--format", &"ics", &"-o", &file]);
    assert_eq!((exit, out.as_str()), (Exit::Done, ""));
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), written);
    std::fs::remove_dir_all(&folder).expect("the folder is this test's own");
    let (exit, out) = otinish(&[&"deadlines", &"/no/such.xlsx", &"--format", &"json"]);
    assert_eq!(exit, Exit::CouldNotWork);
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON and nothing else");
    assert_eq!(answer["error"]["code"], "file-missing");
}
