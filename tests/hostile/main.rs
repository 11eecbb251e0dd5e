//! Files that nobody vouches for, made by code: each against its expected answer, read by the library and put on
//! the page, whose readers have 256 MB and 2 seconds. The page answers on.
//!
//! A new file is a new line in `workbooks`, `templates`, `scans` or `archives`; `UPDATE_GOLDEN=1` writes the answers
//! anew.

#[path = "../roster/cases.rs"]
#[allow(dead_code, reason = "only the comparison is used here")]
mod cases;
#[path = "../roster/dump.rs"]
#[allow(dead_code, reason = "only its words are used here")]
mod dump;
#[path = "../roster/faulty.rs"]
mod faulty;
#[path = "../template/notation.rs"]
#[allow(dead_code, reason = "only the writing half is used here")]
mod notation;
#[path = "../template/outside.rs"]
mod outside;
#[path = "../roster/package.rs"]
mod package;
#[path = "../web/served.rs"]
#[allow(dead_code, reason = "not all of it is asked here")]
mod served;
#[path = "../web/serving.rs"]
#[allow(dead_code, reason = "not all of it is asked here")]
mod serving;
#[path = "../roster/workbook.rs"]
mod workbook;

mod archives;
mod canaries;
mod commands;
mod scans;
mod templates;
mod weapons;
mod workbooks;
mod zips;

use std::path::Path;
use std::process::Command;

use axum::body::Body;
use axum::http::StatusCode;
use otinish::roster;
use served::{Served, serve};

/// A workbook in a word or two.
fn read_workbook(bytes: &[u8], name: &str) -> String {
    match roster::read(bytes, name) {
        Ok(roster) => {
            let rows: usize = roster.sheets.iter().map(|sheet| sheet.rows.len()).sum();
            let mut codes: Vec<&str> = roster.findings.iter().map(|finding| finding.code).collect();
            codes.sort_unstable();
            codes.dedup();
            format!("read, rows: {rows} {}", codes.join(" ")).trim_end().to_owned()
        }
        Err(error) => error.notice().code.to_owned(),
    }
}

/// What the page says of a workbook: that it was read, or the code of its refusal.
fn upload_workbook(served: &Served, bytes: &[u8], name: &str) -> String {
    let answer = served.upload(name, bytes);
    if answer.status() == StatusCode::CREATED {
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        let view = served.ask("GET", &format!("/api/desks/{id}?lang=kk"), Body::empty());
        assert_eq!(view.status(), StatusCode::OK, "{name}");
        served.ask("DELETE", &format!("/api/desks/{id}"), Body::empty());
        return "read".to_owned();
    }
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    answer.code()
}

#[test]
fn every_workbook_has_its_answer_also_on_the_page() {
    let served = serve();
    let (mut found, mut wrong) = (String::new(), Vec::new());
    for (name, bytes) in workbooks::all() {
        let answer = read_workbook(&bytes, &name);
        let shown = upload_workbook(&served, &bytes, &name);
        let expected = answer.split(',').next().unwrap_or_default();
        // The page asks about two columns for one field, and says itself that a file has no bytes.
        let own = (expected == "roster-duplicate-column" && shown == "read")
            || (expected == "roster-empty" && shown == "page-empty-file");
        if shown != expected && !own {
            wrong.push(format!("{name}: {expected}, on the page {shown}"));
        }
        found += &format!("{name}: {answer}\n");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(served.files(), 0, "nothing is left");
    compare("workbooks.txt", &found);
}

#[test]
fn every_template_has_its_answer_on_the_page() {
    let served = serve();
    let mut found = String::new();
    for (name, bytes) in templates::all() {
        let shown = served.ask("PUT", "/api/templates/arrival-notification.ru.docx?lang=kk", bytes);
        let answer = match shown.status() {
            StatusCode::OK => {
                let told = shown.json();
                let faults = told["faults"].as_array().expect("a list");
                let mut codes: Vec<&str> =
                    faults.iter().map(|fault| fault["code"].as_str().expect("a code")).collect();
                codes.sort_unstable();
                codes.dedup();
                if codes.is_empty() { "taken".to_owned() } else { codes.join(" ") }
            }
            status => {
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
                shown.code()
            }
        };
        found += &format!("{name}: {answer}\n");
    }
    compare("templates.txt", &found);
}

/// What the command line says of a file: the code of its refusal.
fn refused_by(arguments: &[&str], name: &str, bytes: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-command");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    let program = Command::new(env!("CARGO_BIN_EXE_otinish"))
        .args(arguments)
        .arg(&path)
        .args(["--format", "json"])
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&program.stdout);
    assert_eq!(program.status.code(), Some(2), "{name}: {told}{}", String::from_utf8_lossy(&program.stderr));
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON, and nothing else");
    told["error"]["code"].as_str().expect("a code").to_owned()
}

/// Also on the command line a file is read by a process of its own: what ends it is a message.
#[test]
fn the_command_line_gives_the_same_answers() {
    let chosen = [
        "secret.xlsx",
        "zip_overlapping.xlsx",
        "zip_two_of_one_name.ods",
        "zip_bomb_in_all.xlsx",
        "groups_deep.ods",
        "sectors_in_a_circle.xls",
        "nothing.xlsb",
    ];
    let files = workbooks::all();
    for wanted in chosen {
        let (name, bytes) = files.iter().find(|(name, _)| name == wanted).expect("it is one of them");
        assert_eq!(refused_by(&["check"], name, bytes), read_workbook(bytes, name), "{name}");
    }
    let (_, bytes) =
        templates::all().into_iter().find(|(name, _)| name == "expression_deep").expect("it is there");
    assert_eq!(refused_by(&["template", "check"], "expression_deep.docx", &bytes), "reader-crashed");
}

fn compare(golden: &str, found: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile");
    cases::compare(&folder.join(golden), found).expect("the answers are those of the golden");
}

#[test]
fn there_are_a_hundred_of_them() {
    let count = workbooks::all().len() + templates::all().len() + scans::all().len() + archives::all().len();
    assert!(count >= 100, "{count}");
}
