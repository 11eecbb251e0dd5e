//! The main job from the outside: a workbook in, an exit code, messages and packets out.

mod job;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use job::sample::{self, Wording};
use job::{Scratch, build, fixture, members, otinish, workbook};
use otinish::cli::Exit;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

#[test]
fn the_samples_are_what_their_generator_makes() {
    for (name, wording) in [("roster.xlsx", Wording::Russian), ("roster.en.xlsx", Wording::English)] {
        let made = sample::workbook(wording, &[]).expect("the sample is written");
        assert!(
            fs::read(fixture(name)).expect("is there") == made,
            "run `cargo run --example make-fixtures`"
        );
    }
}

#[test]
fn two_runs_give_the_same_bytes_and_every_kind_in_every_language() {
    let scratch = Scratch::new("twice");
    let answer = build(&fixture("roster.xlsx"), &scratch.0.join("a"));
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    assert_eq!(answer.err, "", "the sample prints without a warning");
    build(&fixture("roster.xlsx"), &scratch.0.join("b"));
    let (first, second) = (scratch.tree("a"), scratch.tree("b"));
    assert!(first.len() > 12, "{:?}", first.keys());
    assert!(first == second, "two runs differ");
    let mut kinds = BTreeMap::new();
    for (name, packet) in first.iter().filter(|(name, _)| name.ends_with(".zip")) {
        let members = members(packet);
        let manifest: Value = serde_json::from_slice(&members["manifest.json"]).expect("JSON");
        let listed = manifest["files"].as_array().expect("a list");
        assert_eq!(listed.len() + 1, members.len(), "{name}: the manifest lists every file");
        for file in listed {
            let path = file["path"].as_str().expect("a path");
            let bytes = &members[path];
            assert_eq!(file["sha256"], Value::from(otinish::packet::sha256(bytes)), "{name}: {path}");
            if path.ends_with(".pdf") && path != "packet.pdf" {
                assert!(bytes.len() < 60_000, "{name}: {path} has {} bytes", bytes.len());
            }
            let extension = path.rsplit('.').next().expect("an extension").to_owned();
            let kind = file["kind"].as_str().expect("a kind").to_owned();
            *kinds.entry((kind, file["language"].to_string(), extension)).or_insert(0) += 1;
        }
    }
    for kind in otinish::filing::FilingKind::ALL.map(otinish::filing::FilingKind::name) {
        for language in ["\"ru\"", "\"kk\"", "\"en\""] {
            for extension in ["docx", "pdf"] {
                let key = (kind.to_owned(), language.to_owned(), extension.to_owned());
                assert!(kinds.contains_key(&key), "no {kind} in {language} as {extension}");
            }
        }
    }
}

#[test]
fn the_english_sample_gives_the_same_filings() {
    let plan = |name: &str| -> Vec<(String, String, String)> {
        let answer = otinish(&[&"check", &fixture(name), &"--format", &"json"]);
        let report: Value = serde_json::from_str(&answer.out).expect("JSON and nothing else");
        let filings = report["filings"].as_array().expect("a list");
        let text = |filing: &Value, key: &str| filing[key].to_string();
        filings
            .iter()
            .map(|filing| (text(filing, "kind"), text(filing, "region"), text(filing, "due")))
            .collect()
    };
    assert_eq!(plan("roster.xlsx"), plan("roster.en.xlsx"));
}

/// Each of these is refused with one message that says what, where and what to do, and writes nothing.
#[test]
fn bad_input_gets_one_clear_error_and_writes_nothing() {
    let scratch = Scratch::new("bad");
    let people = |sheet: &str, headers: &[&str]| {
        let mut workbook = Workbook::new();
        let page = workbook.add_worksheet().set_name(sheet).expect("a name");
        for (column, header) in (0..).zip(headers) {
            page.write(0, column, *header).expect("writes");
            page.write(1, column, "SMITH John").expect("writes");
        }
        workbook.save_to_buffer().expect("writes")
    };
    let two_columns = workbook(&[("header", "Таб. №", "Гражданство")]);
    let cases: Vec<(PathBuf, &[&str])> = vec![
        (scratch.0.join("nowhere.xlsx"), &["nowhere.xlsx", "no file"]),
        (scratch.file("empty.xlsx", b""), &["empty.xlsx", "empty"]),
        (scratch.file("letter.xlsx", b"Dear Sir or Madam,\0\0"), &["letter.xlsx"]),
        (scratch.file("locked.xlsx", &encrypted()), &["password"]),
        (scratch.file("goods.xlsx", &people("Goods", &["Article", "Price"])), &["Goods"]),
        (scratch.file("twice.xlsx", &two_columns), &["Сотрудники", "Гражданство"]),
    ];
    for (path, words) in &cases {
        let answer = build(path, &scratch.0.join("out"));
        assert_eq!(answer.exit, Exit::CouldNotWork, "{path:?}: {}{}", answer.out, answer.err);
        assert_eq!(answer.out, "", "{path:?}: a failed run has no result");
        assert_eq!(answer.err.lines().count(), 2, "{path:?}: one message and what to do:\n{}", answer.err);
        assert!(answer.err.starts_with("otinish: ") && answer.err.contains("\n  → "), "{}", answer.err);
        for word in *words {
            assert!(answer.err.contains(word), "{path:?}: no `{word}` in:\n{}", answer.err);
        }
        let answer = otinish(&[&"check", path, &"--format", &"json"]);
        let failure: Value = serde_json::from_str(&answer.out).expect("JSON also on failure");
        assert!(
            failure["error"]["code"].is_string() && failure["error"]["hint"]["kk"].is_string(),
            "{failure}"
        );
    }
    assert!(!scratch.0.join("out").exists(), "nothing was written");
}

/// The smallest compound file with the stream in which Excel keeps an encrypted workbook ([MS-CFB],
/// [MS-OFFCRYPTO] §2.3.4.4): header, one FAT sector, one directory sector.
fn encrypted() -> Vec<u8> {
    let mut file = vec![0u8; 512 * 3];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    file[24..26].copy_from_slice(&0x3Eu16.to_le_bytes());
    file[26..28].copy_from_slice(&3u16.to_le_bytes());
    file[28..30].copy_from_slice(&0xFFFEu16.to_le_bytes());
    file[30..32].copy_from_slice(&9u16.to_le_bytes());
    file[32..34].copy_from_slice(&6u16.to_le_bytes());
    file[44..48].copy_from_slice(&1u32.to_le_bytes());
    file[48..52].copy_from_slice(&1u32.to_le_bytes());
    file[56..60].copy_from_slice(&4096u32.to_le_bytes());
    file[60..64].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    file[68..72].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    file[76..512].fill(0xFF);
    file[76..80].copy_from_slice(&0u32.to_le_bytes());
    let fat = &mut file[512..1024];
    fat.fill(0xFF);
    fat[..4].copy_from_slice(&0xFFFF_FFFDu32.to_le_bytes());
    fat[4..8].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    for (index, (name, kind, child)) in
        [("Root Entry", 5u8, 1u32), ("EncryptedPackage", 2, u32::MAX)].into_iter().enumerate()
    {
        let entry = &mut file[1024 + index * 128..1024 + (index + 1) * 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        entry[67] = 1;
        entry[68..76].fill(0xFF);
        entry[76..80].copy_from_slice(&child.to_le_bytes());
        entry[116..120].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    }
    file
}

#[test]
fn a_template_that_does_not_parse_is_refused_with_its_place() {
    let scratch = Scratch::new("template");
    let templates = scratch.0.join("letters");
    let answer = otinish(&[&"template", &"copy", &templates]);
    assert_eq!(answer.exit, Exit::Done, "{}", answer.err);
    let path = templates.join("invitation-letter.ru.docx");
    let mut package = otinish::docx::Package::read(&fs::read(&path).expect("copied")).expect("a document");
    let document = package.parts.get_mut("word/document.xml").expect("a body");
    let text = String::from_utf8(document.clone()).expect("UTF-8");
    assert!(text.contains("{{ employee.passport_no }}"), "the letter names the passport");
    *document = text.replace("{{ employee.passport_no }}", "{{ employee.passport_no | }}").into_bytes();
    fs::write(&path, package.write()).expect("writable");
    let out = scratch.0.join("out");
    let answer = otinish(&[&"build", &fixture("roster.xlsx"), &"-o", &out, &"--templates", &templates]);
    assert_eq!(answer.exit, Exit::CouldNotWork, "{}{}", answer.out, answer.err);
    for word in ["invitation-letter.ru.docx", "paragraph", "employee.passport_no", "\n  → "] {
        assert!(answer.err.contains(word), "no `{word}` in:\n{}", answer.err);
    }
    assert!(!out.exists(), "nothing was written");
}

#[test]
fn a_row_with_errors_holds_back_only_its_own_filings() {
    let scratch = Scratch::new("row");
    // No address in Kazakhstan: no notification and no residence permit for this man; all others stay.
    let roster = scratch.file("roster.xlsx", &workbook(&[("ALIYEV Rashad", "Адрес проживания в РК", "")]));
    let whole = build(&fixture("roster.xlsx"), &scratch.0.join("whole"));
    let answer = build(&roster, &scratch.0.join("part"));
    assert_eq!(answer.exit, Exit::Unmade, "{}{}", answer.out, answer.err);
    let line =
        answer.out.lines().find(|line| line.contains("ALIYEV") && line.contains('!')).unwrap_or_default();
    assert!(line.contains("Сотрудники!AF"), "the line names the cell:\n{}", answer.out);
    let packets = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        scratch.tree(folder).into_iter().filter(|(name, _)| name.ends_with(".zip")).collect()
    };
    let (whole_packets, part) = (packets("whole"), packets("part"));
    let other: Vec<_> =
        part.iter().filter(|(name, bytes)| whole_packets.get(*name) != Some(*bytes)).collect();
    let [(name, packet)] = other[..] else { panic!("{}{}", whole.out, answer.out) };
    assert_eq!(name, "roster/packets/0005_ALIYEV-Rashad.zip");
    // He is asked for what he lacks, and nothing is there that could be filed by mistake.
    let mut asked = vec!["checklist.pdf".to_owned(), "manifest.json".to_owned()];
    for language in ["en", "kk", "ru"] {
        asked.extend(["docx", "pdf"].map(|format| format!("request-to-employee.{language}.{format}")));
    }
    assert_eq!(members(packet).into_keys().collect::<Vec<_>>(), asked);
    assert!(
        answer.out.contains("0005_ALIYEV-Rashad.zip             nothing can be filed yet"),
        "{}",
        answer.out
    );
    let report = &scratch.tree("part")["roster/report.html"];
    assert!(String::from_utf8_lossy(report).contains("Сотрудники!AF"), "the report names the cell");
}

#[test]
fn a_packet_that_is_no_longer_needed_is_set_aside() {
    let scratch = Scratch::new("aside");
    let out = scratch.0.join("out");
    build(&fixture("roster.xlsx"), &out);
    let notified = workbook(&[("NOWAK Katarzyna", "Дата уведомления", "2026-11-21")]);
    let answer = build(&scratch.file("roster.xlsx", &notified), &out);
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    let files = scratch.tree("out");
    assert!(files.contains_key("roster/earlier/packets/0011_NOWAK-Katarzyna.zip"), "{:?}", files.keys());
    assert!(!files.contains_key("roster/packets/0011_NOWAK-Katarzyna.zip"));
}

#[test]
fn a_dry_run_writes_nothing_and_choices_are_kept() {
    let scratch = Scratch::new("dry");
    let out = scratch.0.join("out");
    let answer = otinish(&[&"build", &fixture("roster.xlsx"), &"-o", &out, &"-n"]);
    assert_eq!(answer.exit, Exit::Done, "{}", answer.err);
    assert!(!out.exists() && answer.out.contains("nothing was written"), "{}", answer.out);
    let choice: &[&dyn AsRef<std::ffi::OsStr>] = &[
        &"build",
        &fixture("roster.xlsx"),
        &"-o",
        &out,
        &"--only",
        &"trp-application",
        &"--employee",
        &"karimov",
        &"--lang",
        &"kk",
        &"--format",
        &"docx",
    ];
    let answer = otinish(choice);
    assert_eq!(answer.exit, Exit::Done, "{}{}", answer.out, answer.err);
    let packets = scratch.tree("out");
    let zips: Vec<_> = packets.keys().filter(|name| name.ends_with(".zip")).collect();
    assert_eq!(zips, ["roster/packets/0003_KARIMOV-Bobur.zip"]);
    let letters: Vec<_> =
        members(&packets[zips[0]]).into_keys().filter(|name| name.contains("_trp-application")).collect();
    assert_eq!(letters.len(), 3, "the worker, his wife and the son of 17: {letters:?}");
    assert!(letters.iter().all(|name| name.ends_with("trp-application.kk.docx")), "{letters:?}");
    let answer = otinish(&[&"build", &fixture("roster.xlsx"), &"--only", &"arrival-notificaton"]);
    assert_eq!(answer.exit, Exit::CouldNotWork);
    assert!(answer.err.contains("did you mean `arrival-notification`"), "{}", answer.err);
}

#[test]
fn records_are_data_for_other_programs() {
    let answer = otinish(&[&"records", &fixture("roster.xlsx")]);
    let records: Value = serde_json::from_str(&answer.out).expect("JSON and nothing else");
    assert_eq!(records["employees"].as_array().map(Vec::len), Some(17));
    assert_eq!(records["employees"][3]["sex"], "M", "filled in from the IIN");
    let answer = otinish(&[&"records", &fixture("roster.xlsx"), &"--format", &"csv"]);
    assert_eq!(answer.out.lines().count(), 1 + 17 + 7, "a header, the workers, the dependants");
}

#[test]
fn a_draft_prints_blanks_and_is_marked() {
    let scratch = Scratch::new("draft");
    let roster = scratch.file("roster.xlsx", &workbook(&[("ALIYEV Rashad", "Адрес проживания в РК", "")]));
    let output = scratch.0.join("out");
    let whole = build(&roster, &output);
    let before = scratch.tree("out/roster/packets");
    let answer = otinish(&[&"build", &roster, &"-o", &output, &"--draft", &"--employee", &"ALIYEV"]);
    assert_eq!((whole.exit, answer.exit), (Exit::Unmade, Exit::Unmade), "{}", answer.err);
    let tree = scratch.tree("out/roster/packets");
    let drafts: Vec<&String> = tree.keys().filter(|name| name.ends_with("_draft.zip")).collect();
    let [draft] = drafts[..] else { panic!("one packet lacks something: {tree:?}", tree = tree.keys()) };
    assert!(before.keys().all(|name| tree.contains_key(name)), "packets that can be handed in are kept");
    let members = members(&tree[draft]);
    let manifest: Value = serde_json::from_slice(&members["manifest.json"]).expect("JSON");
    assert_eq!(manifest["draft"], true);
    assert!(!manifest["not_made"].as_array().expect("a list").is_empty(), "what lacks is told");
    let letter = members.keys().find(|name| name.ends_with(".ru.draft.docx")).expect("a draft letter");
    let package = otinish::docx::Package::read(&members[letter]).expect("a document");
    let text = String::from_utf8_lossy(&package.parts["word/document.xml"]).into_owned();
    assert!(text.contains("w:highlight") && text.contains(otinish::template::BLANK));
}
