//! What a run leaves behind when it is killed, when the disk is full, when a call of the system fails: whole
//! packets only, and the same command goes on to the very bytes of a run that nothing disturbed.
//!
//! `OTINISH_TRIALS=1000 cargo test --release --test crash` is the long run by hand; each test
//! says its figures in one line. A test that needs rights or tools which are not there says that it is skipped.

#![cfg(unix)]

#[path = "../fixtures/make/crowd.rs"]
#[rustfmt::skip]
mod crowd;
#[path = "../fixtures/make/people.rs"]
#[rustfmt::skip]
mod people;
#[path = "../fixtures/make/sample.rs"]
#[expect(dead_code, reason = "a crowd needs the company's card only")]
mod sample;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use otinish::output::Folder;

const OTINISH: &str = env!("CARGO_BIN_EXE_otinish");

/// Employees of the roster: as many packets.
const EMPLOYEES: usize = 12;

type Tree = BTreeMap<String, Vec<u8>>;

/// A folder of this test's own, with a roster in it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("otinish-crash-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the temporary folder is writable");
        let scratch = Scratch(path);
        let roster = crowd::workbook(EMPLOYEES).expect("a crowd is written");
        fs::write(scratch.path("roster.xlsx"), roster).expect("the scratch folder is writable");
        scratch
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The run that all tests disturb.
    fn build(&self, output: &Path) -> Command {
        let mut command = Command::new(OTINISH);
        command.args(build_words(&self.path("roster.xlsx"), output)).stdin(Stdio::null());
        command
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn build_words(roster: &Path, output: &Path) -> Vec<String> {
    let fixed =
        ["--today", "2026-11-22", "--lang", "ru", "--only", "arrival-notification", "--messages", "en"];
    let mut words =
        vec!["build".to_owned(), roster.display().to_string(), "-o".to_owned(), output.display().to_string()];
    words.extend(fixed.map(str::to_owned));
    words
}

/// Every file below a folder but the lock, by relative path.
fn tree(root: &Path) -> Tree {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(".otinish.lock") {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                all.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    all
}

/// What an undisturbed run makes, and how long it takes.
static REFERENCE: LazyLock<(Tree, Duration)> = LazyLock::new(|| {
    let scratch = Scratch::new("reference");
    let start = Instant::now();
    let output = scratch.build(&scratch.path("out")).output().expect("the program starts");
    assert!(output.status.success(), "{}", said(&output));
    (tree(&scratch.path("out")), start.elapsed())
});

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A few trials, or as many as were asked for.
fn trials(few: usize) -> usize {
    std::env::var("OTINISH_TRIALS").ok().and_then(|number| number.parse().ok()).unwrap_or(few)
}

/// A sequence of numbers that looks random (Knuth's MMIX constants); its seed is printed.
struct Dice(u64);

impl Dice {
    fn thrown(name: &str) -> Dice {
        let seed = std::env::var("OTINISH_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
        say(&format!("{name}: OTINISH_SEED={seed}"));
        Dice(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Each packet under its own name is whole and is the one that an undisturbed run makes.
fn only_whole_packets(root: &Path, when: &str) -> usize {
    let (reference, _) = &*REFERENCE;
    let mut count = 0;
    for (name, bytes) in tree(root) {
        if name.ends_with(".zip") && !name.contains(".otinish-tmp-") {
            assert!(reference.get(&name) == Some(&bytes), "{when}: {name} is torn or a stranger");
            count += 1;
        }
    }
    count
}

/// The same command again comes to the same folder, and nothing half-written is left.
fn goes_on(scratch: &Scratch, out: &Path, when: &str) {
    let output = scratch.build(out).output().expect("the program starts");
    assert!(output.status.success(), "{when}: {}", said(&output));
    let (found, reference) = (tree(out), &REFERENCE.0);
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(reference), "{when}: files are lost, doubled or left over");
    let differing: Vec<_> =
        found.iter().filter(|(name, bytes)| reference[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{when}: other bytes in {differing:?}");
}

fn kill(child: &mut Child) {
    // SIGKILL; it may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

#[test]
fn a_killed_run_leaves_whole_packets_and_goes_on() {
    let scratch = Scratch::new("kill");
    let mut dice = Dice::thrown("kill");
    let span = REFERENCE.1.as_micros() as u64;
    let (count, mut early, mut whole) = (trials(50), 0, 0);
    for trial in 0..count {
        let out = scratch.path("out");
        let _ = fs::remove_dir_all(&out);
        // One in four is killed again while it recovers.
        for _ in 0..1 + u64::from(dice.below(4) == 0) {
            let mut child =
                scratch.build(&out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
            thread::sleep(Duration::from_micros(dice.below(span)));
            early += usize::from(child.try_wait().expect("is our child").is_none());
            kill(&mut child);
            whole += only_whole_packets(&out, &format!("trial {trial}"));
        }
        goes_on(&scratch, &out, &format!("trial {trial}"));
    }
    say(&format!(
        "kill -9: {count} trials, {early} of the runs killed before their end, {whole} packets left by them: 0 lost, 0 torn, 0 doubled"
    ));
}

#[test]
fn an_interrupted_run_ends_in_order_and_goes_on() {
    let scratch = Scratch::new("interrupt");
    let out = scratch.path("out");
    for signal in ["INT", "TERM"] {
        let _ = fs::remove_dir_all(&out);
        let mut command = scratch.build(&out);
        let mut child = command
            .args(["--jobs", "1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let packets = out.join("roster/packets");
        while fs::read_dir(&packets).map_or(0, Iterator::count) == 0
            && child.try_wait().expect("ours").is_none()
        {
            thread::sleep(Duration::from_millis(1));
        }
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.expect("there is a kill").success());
        let output = child.wait_with_output().expect("is our child");
        assert_eq!(output.status.code(), Some(130), "{signal}: {}", said(&output));
        assert!(said(&output).contains("interrupted: "), "it says what is done: {}", said(&output));
        let whole = only_whole_packets(&out, signal);
        assert!((1..EMPLOYEES).contains(&whole), "{whole} packets are there");
        let verified = Command::new(OTINISH).arg("verify").arg(&out).output().expect("starts");
        assert!(verified.status.success(), "the manifest lists what is there: {}", said(&verified));
        goes_on(&scratch, &out, signal);
    }
}

/// Says something past the runner of the tests, which keeps back what passing tests print.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn skipped(why: &str) {
    say(&format!("SKIPPED: {why}"));
}

/// A small file system that is unmounted at the end.
struct Disk(PathBuf);

impl Disk {
    fn mount(path: &Path, options: &str) -> Option<Disk> {
        fs::create_dir_all(path).expect("the scratch folder is writable");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", options, "none"]).arg(path).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success()).then(|| Disk(path.to_owned()))
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(status.expect("there is a mount").success(), "{options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_whole_packets_and_the_run_goes_on_when_there_is_room() {
    let scratch = Scratch::new("full");
    let all: usize = REFERENCE.0.values().map(Vec::len).sum();
    let count = trials(5).min(100);
    for trial in 0..count {
        let size = 16 * 1024 + all * trial / count;
        let Some(disk) = Disk::mount(&scratch.path("disk"), &format!("size={size}")) else {
            return skipped("a small file system cannot be mounted (root is needed)");
        };
        let out = disk.0.clone();
        let output = scratch.build(&out).output().expect("the program starts");
        let text = said(&output);
        assert!(matches!(output.status.code(), Some(2 | 3)), "{size} bytes: {text}");
        assert!(
            text.contains("No space left on device") && text.contains("disk/roster"),
            "cause and path: {text}"
        );
        assert!(!text.contains("internal error"), "{text}");
        only_whole_packets(&out, &format!("{size} bytes"));
        disk.remount("size=1g");
        goes_on(&scratch, &out, &format!("{size} bytes, then more"));
    }
    say(&format!("full disk: {count} sizes, whole packets only"));
}

#[test]
fn a_call_of_the_system_that_fails_leaves_whole_packets() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        return skipped("strace is not there");
    }
    let scratch = Scratch::new("inject");
    let faults = [
        ("write", "ENOSPC"),
        ("fsync", "EIO"),
        ("rename", "EDQUOT"),
        ("mkdir", "EACCES"),
        ("unlink", "EACCES"),
    ];
    let (each, mut done) = (trials(2).min(40), 0);
    for (call, error) in faults {
        for number in 0..each {
            // Once, or from then on.
            let first = 1 + number * number;
            for when in [format!("{first}"), format!("{first}+")] {
                let out = scratch.path("out");
                let _ = fs::remove_dir_all(&out);
                let mut command = Command::new("strace");
                command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
                command.args(["-e", &format!("inject={call}:error={error}:when={when}"), OTINISH]);
                command.args(build_words(&scratch.path("roster.xlsx"), &out));
                let output = command.output().expect("strace starts");
                let context = format!("{call} {error} when={when}");
                let text = said(&output);
                if text.contains("PTRACE") || text.contains("ptrace") {
                    return skipped("strace may not trace here");
                }
                assert!(
                    matches!(output.status.code(), Some(0 | 2 | 3)),
                    "{context}: {:?} {text}",
                    output.status
                );
                assert!(!text.contains("internal error"), "{context}: {text}");
                only_whole_packets(&out, &context);
                goes_on(&scratch, &out, &context);
                done += 1;
            }
        }
    }
    say(&format!("failing calls: {done} runs, whole packets only"));
}

#[test]
fn nothing_is_written_through_a_planted_link() {
    let scratch = Scratch::new("links");
    let elsewhere = scratch.path("elsewhere");
    for planted in [
        "",
        "packets",
        ".otinish.lock",
        ".otinish.ledger",
        ".otinish.journal",
        "manifest.json",
        "report.html",
        "packets/0001",
    ] {
        let out = scratch.path("out");
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_dir_all(&elsewhere);
        fs::create_dir_all(&elsewhere).expect("writable");
        let victim = elsewhere.join("victim");
        fs::write(&victim, "precious").expect("writable");
        let packet = REFERENCE.0.keys().find(|name| name.contains("packets/0001")).expect("there is one");
        let link = match planted {
            "packets/0001" => out.join(packet),
            _ => out.join("roster").join(planted),
        };
        let target = if matches!(planted, "" | "packets") { &elsewhere } else { &victim };
        let link = PathBuf::from(link.to_string_lossy().trim_end_matches('/'));
        fs::create_dir_all(link.parent().expect("it is below")).expect("writable");
        symlink(target, &link).expect("links can be made");
        let output = scratch.build(&out).output().expect("starts");
        assert_eq!(
            fs::read_to_string(&victim).expect("still there"),
            "precious",
            "{planted}: {}",
            said(&output)
        );
        assert_eq!(
            fs::read_dir(&elsewhere).expect("there").count(),
            1,
            "{planted}: written through the link"
        );
        match output.status.code() {
            // The link itself gave way to a file of ours.
            Some(0) => assert!(!fs::symlink_metadata(&link).is_ok_and(|file| file.is_symlink()), "{planted}"),
            code => assert!(
                matches!(code, Some(2 | 3)) && said(&output).contains("is a link"),
                "{planted}: {}",
                said(&output)
            ),
        }
    }
}

#[test]
fn a_second_run_and_a_folder_that_cannot_be_written_are_told_at_once() {
    let scratch = Scratch::new("locked");
    let out = scratch.path("out");
    let owned = Folder::open(&out.join("roster")).expect("a new folder opens");
    let output = scratch.build(&out).output().expect("starts");
    assert_eq!(output.status.code(), Some(11), "{}", said(&output));
    drop(owned);
    goes_on(&scratch, &out, "after the lock");

    let sealed = scratch.path("sealed");
    let disk = match fs::metadata(&scratch.0).expect("there").uid() {
        // Root may write anywhere but on a disk that takes nothing.
        0 => match Disk::mount(&sealed, "ro") {
            Some(disk) => Some(disk),
            None => return skipped("a disk that takes nothing cannot be mounted"),
        },
        _ => {
            fs::create_dir_all(&sealed).expect("writable");
            fs::set_permissions(&sealed, fs::Permissions::from_mode(0o555)).expect("it is ours");
            None
        }
    };
    let output = scratch.build(&sealed).output().expect("starts");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("sealed/roster"), "the path is named: {}", said(&output));
    drop(disk);
}

#[test]
fn surroundings_change_no_byte() {
    let scratch = Scratch::new("surroundings");
    let far = scratch.path("far/away");
    fs::create_dir_all(&far).expect("writable");
    fs::copy(scratch.path("roster.xlsx"), far.join("roster.xlsx")).expect("writable");
    for (number, (zone, locale, umask)) in [
        ("Asia/Almaty", "kk_KZ.UTF-8", "077"),
        ("America/Los_Angeles", "C", "002"),
        ("Pacific/Kiritimati", "ru_RU.KOI8-R", "022"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut command = Command::new("sh");
        command.args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", umask, OTINISH]);
        command.args(build_words(Path::new("roster.xlsx"), Path::new(&format!("out-{number}"))));
        command
            .current_dir(&far)
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .env("TMPDIR", &far)
            .env("HOME", "/nowhere");
        let output = command.output().expect("starts");
        assert!(output.status.success(), "{}", said(&output));
        assert!(
            tree(&far.join(format!("out-{number}"))) == REFERENCE.0,
            "{zone} {locale} {umask}: other bytes"
        );
    }
}
