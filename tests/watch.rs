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

/// A watcher that goes on, in a process group of its own.
#[cfg(unix)]
fn start(folder: &Path) -> std::process::Child {
    use std::os::unix::process::CommandExt;
    Command::new(env!("CARGO_BIN_EXE_otinish"))
        .args(["watch", "--today", "2026-11-22", "--messages", "en", "-o"])
        .arg(folder.join("out"))
        .arg(folder.join("inbox"))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .process_group(0)
        .spawn()
        .expect("it starts")
}

/// Waits until a path is there.
#[cfg(unix)]
fn wait_for(path: &Path) {
    while !path.exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// Sends a signal to a watcher and to all that it started, as Ctrl-C does.
#[cfg(unix)]
fn signal(watcher: &std::process::Child, name: &str) {
    let group = format!("-{}", watcher.id());
    let sent = Command::new("kill").args(["-s", name, "--", &group]).status().expect("kill is there");
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn a_watcher_that_was_ended_by_force_or_in_peace_is_taken_up_by_the_next() {
    let whole = folder("whole");
    fs::write(whole.join("inbox/b.xlsx"), ROSTER).expect("writes");
    assert_eq!(watch(&whole).0, Some(0));
    for name in ["KILL", "INT"] {
        let folder = folder(&format!("ended-{name}"));
        fs::write(folder.join("inbox/b.xlsx"), ROSTER).expect("writes");
        let mut watcher = start(&folder);
        wait_for(&folder.join("out/b_xlsx/packets"));
        signal(&watcher, name);
        let ended = watcher.wait().expect("it ends");
        assert_eq!(ended.code(), if name == "INT" { Some(130) } else { None });
        // What was made by half is made whole; what was whole already is found there.
        let (code, told) = watch(&folder);
        assert_eq!(code, Some(0), "{name}: {told}");
        assert_eq!(names(&folder.join("inbox/done")), ["b.xlsx", "b.xlsx.report.html"], "{name}");
        assert_eq!(names(&folder.join("inbox")), ["done"], "{name}");
        for packet in names(&whole.join("out/b_xlsx/packets")) {
            let path = Path::new("out/b_xlsx/packets").join(&packet);
            let (own, other) =
                (fs::read(folder.join(&path)).expect("there"), fs::read(whole.join(&path)).expect("there"));
            assert!(own == other, "{name}: {packet}");
        }
    }
}

#[cfg(unix)]
#[test]
fn one_watcher_has_an_inbox_and_a_second_is_told_so() {
    let folder = folder("two");
    let mut first = start(&folder);
    wait_for(&folder.join("inbox/.otinish.lock"));
    // The lock is taken right after its file is made.
    let second = loop {
        let second = watch(&folder);
        if second.0 != Some(0) {
            break second;
        }
        // The second came between the file and its lock, and the first was the one that was told so.
        if first.try_wait().expect("it is ours").is_some() {
            first = start(&folder);
        }
    };
    assert_eq!(second.0, Some(11));
    signal(&first, "INT");
    assert_eq!(first.wait().expect("it ends").code(), Some(130));
    assert_eq!(watch(&folder).0, Some(0));
}

#[test]
fn a_folder_of_packets_that_is_in_use_puts_its_file_off_and_no_other() {
    let folder = folder("locked");
    for name in ["a.xlsx", "b.xlsx"] {
        fs::write(folder.join("inbox").join(name), ROSTER).expect("writes");
    }
    let lock = otinish::output::Folder::open(&folder.join("out/a_xlsx")).expect("opens");
    let (code, told) = watch(&folder);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("a.xlsx: nothing made yet"), "{told}");
    assert_eq!(names(&folder.join("inbox")), ["a.xlsx", "done"]);
    drop(lock);
    assert_eq!(watch(&folder).0, Some(0));
    assert_eq!(names(&folder.join("inbox")), ["done"]);
}

#[test]
fn packets_of_a_drop_folder_are_sealed_with_the_password_of_a_file() {
    let folder = folder("sealed");
    fs::write(folder.join("inbox/b.xlsx"), ROSTER).expect("writes");
    fs::write(folder.join("password"), "correct horse battery\n").expect("writes");
    let watched = Command::new(env!("CARGO_BIN_EXE_otinish"))
        .args(["watch", "--once", "--today", "2026-11-22", "--lang", "ru", "--password-file"])
        .args([folder.join("password"), "-o".into(), folder.join("out"), folder.join("inbox")])
        .status()
        .expect("it starts");
    assert_eq!(watched.code(), Some(0));
    let packets = names(&folder.join("out/b_xlsx/packets"));
    assert!(packets.len() > 5 && packets.iter().all(|name| name.ends_with(".aes.zip")), "{packets:?}");
    let bytes = fs::read(folder.join("out/b_xlsx/packets").join(&packets[0])).expect("there");
    let password = otinish::packet::Password::new("correct horse battery").expect("fit");
    assert!(otinish::packet::unseal(&bytes, &password).is_some());
}
