//! The drop folder from the outside: what becomes of the files that are put there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROSTER: &[u8] = include_bytes!("../fixtures/roster.xlsx");

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("watch-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("inbox")).expect("a folder can be made");
    folder
}

fn watch(folder: &Path) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_otinish"))
        .args(["watch", "--once", "--today", "2026-11-22", "--messages", "en", "-o"])
        .arg(folder.join("out"))
        .arg(folder.join("inbox"))
        .output()
        .expect("it starts");
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

#[test]
fn good_files_and_bad_ones_are_put_away_with_their_reports() {
    let folder = folder("both");
    let inbox = folder.join("inbox");
    for name in ["Реестр Қаз.xlsx", "b.xlsx"] {
        fs::write(inbox.join(name), ROSTER).expect("writes");
    }
    fs::write(inbox.join("broken.xlsx"), &ROSTER[..2_000]).expect("writes");
    fs::write(inbox.join("notes.txt"), "no roster").expect("writes");
    fs::write(inbox.join("~$b.xlsx"), "Excel's own").expect("writes");
    let (code, told) = watch(&folder);
    assert_eq!(code, Some(3), "one of them failed: {told}");
    assert_eq!(names(&inbox), ["done", "failed", "notes.txt", "~$b.xlsx"]);
    assert_eq!(
        names(&inbox.join("done")),
        ["b.xlsx", "b.xlsx.report.html", "Реестр Қаз.xlsx", "Реестр Қаз.xlsx.report.html"]
    );
    assert_eq!(names(&inbox.join("failed")), ["broken.xlsx", "broken.xlsx.txt"]);
    assert_eq!(fs::read(inbox.join("done/b.xlsx")).expect("there"), ROSTER, "the file is unchanged");
    let why = fs::read_to_string(inbox.join("failed/broken.xlsx.txt")).expect("there");
    assert!(why.contains("broken.xlsx"), "{why}");
    let packets = names(&folder.join("out/b_xlsx/packets"));
    assert!(packets.len() > 5, "{packets:?}");
    assert_eq!(packets, names(&folder.join("out/Реестр Қаз_xlsx/packets")));
    assert_eq!(told.lines().count(), 3);

    // A second file of the same name takes no other's place.
    fs::write(inbox.join("b.xlsx"), ROSTER).expect("writes");
    assert_eq!(watch(&folder).0, Some(0));
    assert!(names(&inbox.join("done")).contains(&"b (2).xlsx".to_owned()));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_otinish"))
        .args(["watch", "no/such/folder", "--messages", "en"])
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("There is no folder `no/such/folder`."));
}
