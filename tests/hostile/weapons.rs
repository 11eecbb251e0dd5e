//! Names as weapons, through every output of the command line: they are text, and stay it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;
use rust_xlsxwriter::Workbook;

/// The gate holds their packets back and says so: what looks like a tag that was left over, a name that the letter
/// cannot show.
const HELD: [&str; 4] =
    ["{{ 7 * 7 }} TERA", "{% include \"/etc/passwd\" %}", "BELL \u{7}\u{1b}[31mRED", "山田 太郎"];

/// Two of each pair differ in nothing that a file name may show: case, the composition of «й».
const NAMES: [&str; 20] = [
    "SMITH <b>John</b> & \"Co\"",
    "]]> <script>alert(1)</script>",
    "=HYPERLINK(\"http://a.test\",\"x\")",
    "+1+2",
    "-1-2",
    "@SUM(1)",
    "../../../etc/passwd",
    "..\\..\\windows\\system32",
    "C:\\x",
    "CON",
    "nul.docx",
    "-rf",
    ".",
    "%00",
    "SMITH \u{202e}nhoJ\u{200b}",
    "SMITH JOHN",
    "Smith John",
    "\u{419}ога Иван",
    "\u{418}\u{306}ога Иван",
    "Әлия Қуанышқызы",
];

fn roster() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let card = workbook.add_worksheet().set_name("Компания").expect("a name");
    let lines = [
        ("Наименование (рус.)", "ТОО «Жол Құрылыс»"),
        ("БИН", "100140000003"),
        ("Юридический адрес (рус.)", "г. Атырау, ул. Сатпаева, 1"),
        ("Руководитель (рус.)", "Ахметов Ерлан Серикович"),
        ("Должность руководителя (рус.)", "Директор"),
    ];
    for (row, (label, value)) in (0..).zip(lines) {
        card.write_string(row, 0, label).and_then(|card| card.write_string(row, 1, value)).expect("a cell");
    }
    let staff = workbook.add_worksheet().set_name("Сотрудники").expect("a name");
    let heads = [
        "ФИО (лат.)",
        "Гражданство",
        "№ паспорта",
        "Дата рождения",
        "Дата въезда",
        "Должность (рус.)",
        "Адрес проживания",
    ];
    let long = "A".repeat(300);
    let names = NAMES.iter().chain(&HELD).copied().chain([long.as_str()]);
    let rows = names.enumerate().map(|(index, name)| {
        let passport = format!("FA10000{index:02}");
        [name, "Узбекистан", &passport, "01.02.1980", "20.11.2026", name, "г. Атырау, ул. Сатпаева, 5"]
            .map(str::to_owned)
    });
    for (row, texts) in (0..).zip([heads.map(str::to_owned)].into_iter().chain(rows)) {
        for (column, text) in (0..).zip(texts) {
            staff.write_string(row, column, text).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("memory")
}

fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let count = zip.len();
    let read = |index: usize| {
        let mut file = zip.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it inflates");
        (file.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// The names of elements of a part, which is well-formed.
fn elements(xml: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = true;
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("the XML is well-formed") {
            Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            Event::Eof => return names,
            _ => {}
        }
    }
}

fn is_safe(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_uppercase();
    let reserved = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT1"].contains(&stem.as_str());
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
    plain && !reserved && !name.starts_with(['.', '-']) && !name.ends_with(['.', ' ']) && name.len() <= 120
}

/// What the program prints.
fn run(arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_otinish")).args(arguments).output().expect("it starts");
    assert!(
        output.status.code().is_some_and(|code| code != 2),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

/// Control characters do not reach a terminal.
fn has_no_controls(text: &str) -> bool {
    !text.chars().any(|letter| letter.is_control() && !"\n\t\r".contains(letter))
}

#[test]
fn names_stay_text_in_every_output() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("weapons");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("writable");
    let path = folder.join("r.xlsx");
    fs::write(&path, roster()).expect("writable");
    let roster = path.to_str().expect("a path");
    let out = folder.join("out");
    let output = out.to_str().expect("a path");
    let day = ["--today", "2026-11-22", "--messages", "en"];

    let arguments =
        ["build", roster, "-o", output, "--only", "arrival-notification", "--lang", "ru", "--draft"];
    let (told, beside) = run(&[&arguments[..], &day].concat());
    assert!(has_no_controls(&told) && has_no_controls(&beside), "{told}{beside}");
    assert!(beside.contains("7-7-TERA.zip: the packet was not made"), "{beside}");
    let root = out.join("r");
    let mut names: Vec<String> = fs::read_dir(root.join("packets"))
        .expect("packets")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    assert_eq!(names.len(), NAMES.len() + 1, "one packet each: {names:#?}");
    assert!(names.iter().all(|name| is_safe(name)), "{names:#?}");
    let mut letters = String::new();
    for name in &names {
        for (path, bytes) in unzip(&fs::read(root.join("packets").join(name)).expect("a packet")) {
            assert!(path.split('/').all(is_safe), "{name}: {path}");
            if path.ends_with(".docx") {
                for (part, xml) in unzip(&bytes).into_iter().filter(|(part, _)| part.ends_with(".xml")) {
                    elements(&xml);
                    if part == "word/document.xml" {
                        letters += &String::from_utf8(xml).expect("UTF-8");
                    }
                }
            } else if path.ends_with(".pdf") {
                assert!(bytes.starts_with(b"%PDF-"));
                for door in [&b"/JavaScript"[..], b"/Launch", b"/OpenAction"] {
                    assert!(!bytes.windows(door.len()).any(|window| window == door), "{path}");
                }
            } else if path.ends_with(".json") {
                serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON");
            }
        }
    }
    for literal in ["&lt;b&gt;John&lt;/b&gt; &amp;", "=HYPERLINK(", "../../../etc/passwd", "Қуанышқызы"]
    {
        assert!(letters.contains(literal), "{literal}");
    }
    assert!(!letters.contains("49 TERA") && !letters.contains("root:"));
    names.iter_mut().for_each(|name| *name = name.to_lowercase());
    names.sort();
    names.dedup();
    assert_eq!(names.len(), NAMES.len() + 1, "distinct also where case is not told apart");

    for book in ["completed.xlsx", "report.xlsx"] {
        for (part, xml) in unzip(&fs::read(root.join(book)).expect("a workbook")) {
            if part.ends_with(".xml") || part.ends_with(".rels") {
                let formulas = elements(&xml).into_iter().filter(|name| name == "f").count();
                assert_eq!(formulas, 0, "{book} {part}");
                assert!(!String::from_utf8_lossy(&xml).contains("TargetMode=\"External\""), "{book} {part}");
            }
        }
    }
    let report = fs::read_to_string(root.join("report.html")).expect("a report");
    assert!(!report.contains("<script") && !report.contains("<b>John"));
    assert!(report.contains("&lt;script&gt;"));
    for name in ["manifest.json", "records.json"] {
        let text = fs::read(root.join(name)).expect("it is there");
        serde_json::from_slice::<serde_json::Value>(&text).expect("JSON");
    }
    let calendar = fs::read_to_string(root.join("deadlines.ics")).expect("a calendar");
    for line in calendar.split("\r\n") {
        let known = line.is_empty()
            || line.starts_with(' ')
            || line
                .split([':', ';'])
                .next()
                .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'));
        assert!(known && line.len() <= 75 && !line.contains('\n'), "{line}");
    }

    for format in [&["check", roster][..], &["deadlines", roster]] {
        let (told, beside) = run(&[format, &day].concat());
        assert!(has_no_controls(&told) && has_no_controls(&beside), "{format:?}: {told}");
    }
    let (json, _) = run(&[&["check", roster, "--format", "json"][..], &day].concat());
    serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    let (csv, _) = run(&[&["records", roster, "--format", "csv"][..], &day].concat());
    for field in csv.lines().flat_map(|line| line.split(',')) {
        let field = field.trim_start_matches('"');
        assert!(!field.starts_with(['=', '+', '@', '\t', '\r']), "a spreadsheet would run {field}");
    }
}
