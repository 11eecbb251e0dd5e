//! `otinish.toml`: what it sets, what was typed over it, what is said of a wrong one; completions and man
//! pages, which are made of the same commands.

#[path = "job/mod.rs"]
mod job;

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use job::Scratch;
use otinish::cli::{self, Exit, Surroundings, World};
use otinish::language::Language;

/// A roster without a company card.
const ROSTER: &str = "\
ФИО (латиница);Гражданство;Дата рождения;Пол;№ паспорта;Срок действия паспорта;Должность;Категория;Регион;\
Адрес в РК;Цель пребывания;Дата прибытия;№ разрешения;Разрешение с;Разрешение по;Виза №;Виза по
SMITH John;Великобритания;15.05.1980;М;123456789;10.01.2030;Инженер;2;Атырауская область;\
г. Атырау, ул. Образцовая, 1;работа;20.11.2026;7;10.01.2026;09.01.2027;9;09.01.2027
";

const CONFIG: &str = "\
messages = \"ru\"
lang = [\"ru\"]
output = \"packets\"

[company]
name_ru = \"ТОО «Пример Строй»\"
name_kk = \"«Үлгі Құрылыс» ЖШС\"
bin = \"100140000003\"
address_ru = \"г. Атырау, ул. Образцовая, 1\"
signatory_name_ru = \"Ахметов Ерлан Серикович\"
signatory_position_ru = \"Директор\"
size = \"крупный\"

[[office]]
name_ru = \"Атырау\"
phone = \"+7 (7122) 00-00-00\"
regions = [\"Атырауская область\", \"KZ-27\"]
";

fn call(folder: &Path, typed: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let typed = std::iter::once("otinish").chain(typed.iter().copied()).map(OsString::from);
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar");
    let surroundings = Surroundings { today, language: Language::En };
    let world = World { folder: Some(folder), ..World::default() };
    let exit = cli::run_on(world, typed, surroundings, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    (exit, text(out), text(err))
}

/// A scratch folder with a configuration, and below it a folder with a roster.
fn firm(name: &str, config: &str) -> Scratch {
    let scratch = Scratch::new(name);
    scratch.file("otinish.toml", config.as_bytes());
    fs::create_dir(scratch.0.join("rosters")).expect("the scratch folder is writable");
    scratch.file("rosters/people.csv", ROSTER.as_bytes());
    scratch
}

#[test]
fn the_card_of_the_firm_fills_what_the_workbook_leaves_empty() {
    let firm = firm("config-build", CONFIG);
    let folder = firm.0.join("rosters");
    let roster = folder.join("people.csv");
    let (exit, out, err) = call(&folder, &["build", roster.to_str().expect("UTF-8")]);
    assert_eq!(exit, Exit::Done, "{out}{err}");
    let made: Vec<String> = firm.tree("packets").into_keys().filter(|name| name.ends_with(".zip")).collect();
    assert_eq!(made, ["people/packets/0001_SMITH-John.zip"], "the file found above says where");
    assert!(out.starts_with("people.csv: работников"), "messages are Russian: {out}");
    let page = fs::read_to_string(firm.0.join("packets/people/report.html")).expect("there is a report");
    assert!(!page.contains(".kk."), "only Russian letters");
}

#[test]
fn the_workbook_wins_over_the_card_and_each_value_has_its_source() {
    let firm = firm("config-sources", CONFIG);
    let book = "fixtures/roster.xlsx";
    let (_, out, _) = call(&firm.0, &["check", book, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let own = json["filled"].as_array().expect("a list").iter();
    let own: Vec<&str> = own
        .filter(|filled| filled["source"]["en"] == "from otinish.toml")
        .filter_map(|filled| filled["field"].as_str())
        .collect();
    assert!(!own.contains(&"bin"), "the sample has a company card: {own:?}");
    let roster = firm.0.join("rosters/people.csv");
    let (exit, out, _) = call(&firm.0, &["check", roster.to_str().expect("UTF-8"), "--messages", "en"]);
    assert_eq!(exit, Exit::Done, "{out}");
    assert!(!out.contains("company-missing"), "{out}");
}

#[test]
fn what_is_typed_wins() {
    let firm = firm("config-typed", CONFIG);
    let roster = firm.0.join("rosters/people.csv");
    let roster = roster.to_str().expect("UTF-8");
    let elsewhere = firm.0.join("elsewhere");
    let typed =
        ["build", roster, "-o", elsewhere.to_str().expect("UTF-8"), "--messages", "en", "--only-failed"];
    let (exit, out, err) = call(&firm.0, &typed);
    assert_eq!(exit, Exit::Done, "{out}{err}");
    assert!(elsewhere.join("people/manifest.json").is_file());
    assert!(out.starts_with("people.csv: employees"), "{out}");
}

#[test]
fn show_names_the_line_of_each_setting() {
    let firm = firm("config-show", CONFIG);
    let (exit, out, _) = call(&firm.0, &["config", "show", "--format", "json"]);
    assert_eq!(exit, Exit::Done);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let line = |name: &str| {
        let all = json["settings"].as_array().expect("a list");
        let one = all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        (one["value"].as_str().expect("text").to_owned(), one["line"].as_u64())
    };
    assert_eq!(line("lang"), ("ru".to_owned(), Some(2)));
    assert_eq!(line("format"), ("pdf, docx".to_owned(), None));
    assert_eq!(line("company.bin"), ("100140000003".to_owned(), Some(8)));
    assert_eq!(line("office[1].regions"), ("Атырауская область, KZ-27".to_owned(), Some(17)));
    let nowhere = Scratch::new("config-nowhere");
    let (_, out, _) = call(&nowhere.0, &["config", "show"]);
    assert!(out.lines().skip(1).all(|line| line.ends_with("(default)")), "{out}");
}

#[test]
fn a_wrong_file_is_one_clear_error() {
    for (config, said) in [
        ("lnag = [\"ru\"]\n", "Line 1: unknown field `lnag`"),
        ("\nlang = [\"de\"]\n", "`de`: the languages are ru, kk, en"),
        ("duplex = \"yes\"\n", "Line 1: invalid type"),
        ("[company]\nboss = \"x\"\n", "a key that nothing reads: `company.boss`"),
        ("[[office]]\nname_ru = \"x\"\n", "no `office.regions`"),
        ("[[office]]\nregions = [\"Мордор\"]\n", "`office.regions`"),
        ("[[office]]\nregions = [\"KZ-23\"]\n[[office]]\nregions = [\"Атырау\"]\n", "`office.regions`"),
        ("lang = [\n", "Line 1: unclosed array"),
    ] {
        let firm = firm("config-wrong", config);
        let (exit, _, err) = call(&firm.0, &["config", "show"]);
        assert_eq!(exit, Exit::CouldNotWork, "{config}");
        assert!(err.contains("otinish.toml") && err.contains(said), "{config}: {err}");
    }
}

#[test]
fn shells_and_man_know_every_command() {
    let scratch = Scratch::new("config-man");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (exit, out, _) = call(&scratch.0, &["completions", shell]);
        assert_eq!(exit, Exit::Done);
        assert!(out.contains("deadlines") && out.contains("attachments"), "{shell}");
    }
    let (exit, out, _) = call(&scratch.0, &["man", scratch.0.to_str().expect("UTF-8")]);
    assert_eq!(exit, Exit::Done);
    for page in ["otinish.1", "otinish-build.1", "otinish-template-check.1"] {
        assert!(out.contains(page) && scratch.0.join(page).is_file(), "{page}: {out}");
    }
    assert!(!out.contains("confined"), "{out}");
    let build = fs::read_to_string(scratch.0.join("otinish-build.1")).expect("written");
    assert!(build.contains("attachments"), "{build}");
}

#[test]
fn quiet_and_verbose_say_less_and_more() {
    let firm = firm("config-detail", CONFIG);
    let roster = firm.0.join("rosters/people.csv");
    let roster = roster.to_str().expect("UTF-8");
    let (exit, out, err) = call(&firm.0, &["build", roster, "--verbose"]);
    assert_eq!(exit, Exit::Done, "{out}{err}");
    assert!(out.contains("packets/0001_SMITH-John.zip") && err.contains("otinish.toml"), "{out}{err}");
    let (exit, out, err) = call(&firm.0, &["build", roster, "--quiet"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (Exit::Done, "", ""));
    let (exit, out, err) = call(&firm.0, &["build", "nowhere.xlsx", "--quiet"]);
    assert_eq!((exit, out.as_str()), (Exit::CouldNotWork, ""));
    assert!(err.contains("nowhere.xlsx"), "{err}");
}

#[test]
fn where_a_representative_files_the_office_of_the_region_is_named() {
    let with = CONFIG.replace("size =", "representative_name = \"Петрова Анна Сергеевна\"\nsize =");
    for (config, named) in [(with.as_str(), true), (CONFIG, false)] {
        let firm = firm("config-office", config);
        let roster = firm.0.join("rosters/people.csv");
        let (exit, out, err) = call(&firm.0, &["build", roster.to_str().expect("UTF-8")]);
        assert_eq!(exit, Exit::Done, "{out}{err}");
        let packet = fs::read(firm.0.join("packets/people/packets/0001_SMITH-John.zip")).expect("made");
        let members = job::members(&packet);
        let (_, letter) = members
            .iter()
            .find(|(name, _)| name.ends_with("arrival-notification.ru.docx"))
            .expect("in the packet");
        let footers: String = job::members(letter)
            .into_iter()
            .filter(|(name, _)| name.starts_with("word/footer"))
            .map(|(_, bytes)| String::from_utf8(bytes).expect("XML is UTF-8"))
            .collect();
        assert_eq!(footers.contains("+7 (7122) 00-00-00"), named, "{footers}");
    }
}
