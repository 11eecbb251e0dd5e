//! A season from the outside: what is kept, what is made anew, what is said of it; parts of a batch on several
//! machines; many workbooks at once; the same bytes however it is done.

#[path = "../fixtures/make/people.rs"]
#[rustfmt::skip]
mod people;
#[path = "../fixtures/make/sample.rs"]
#[expect(dead_code, reason = "the English wording is another test's")]
mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use otinish::cli::{self, Exit, Surroundings};
use otinish::language::Language;
use sample::{Edit, Wording};
use serde_json::Value;

type Words<'a> = &'a [&'a dyn AsRef<OsStr>];

/// A folder of this test's own, empty.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("otinish-season-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the temporary folder is writable");
        Scratch(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The sample with some cells changed.
    fn roster(&self, edits: &[Edit]) -> PathBuf {
        let path = self.path("roster.xlsx");
        let bytes = sample::workbook(Wording::Russian, edits).expect("the sample is written");
        fs::write(&path, bytes).expect("the scratch folder is writable");
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every file below a folder, by relative path.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                all.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    all
}

fn otinish(words: Words) -> (Exit, String, String) {
    let typed =
        std::iter::once(OsString::from("otinish")).chain(words.iter().map(|word| word.as_ref().to_owned()));
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(typed, Surroundings { today, language: Language::En }, &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    (exit, text(out), text(err))
}

/// Builds in few languages, to be quick; returns what was said.
fn build(roster: &Path, output: &Path, more: Words) -> (Exit, String, String) {
    let fixed: Words = &[&"build", &roster, &"-o", &output, &"--lang", &"ru"];
    otinish(&[fixed, more].concat())
}

/// The packets that a run says it made.
fn made(out: &str) -> Vec<&str> {
    out.lines()
        .filter_map(|line| line.trim_start().split(' ').next())
        .filter(|word| word.ends_with(".zip"))
        .collect()
}

#[test]
fn what_is_unchanged_is_kept_and_what_changed_is_told_person_by_person() {
    let scratch = Scratch::new("kept");
    let out = scratch.path("out");
    let roster = scratch.roster(&[]);
    let (exit, first, _) = build(&roster, &out, &[]);
    assert_eq!(exit, Exit::Done, "{first}");
    assert!(!first.contains("Since the last run"), "the first run has nothing to compare with:\n{first}");
    let whole = tree(&out);
    let (_, again, _) = build(&roster, &out, &[]);
    assert_eq!(made(&again), [""; 0], "nothing is made twice:\n{again}");
    assert!(again.contains(&format!("kept unchanged: packets {}", made(&first).len())), "{again}");
    assert!(tree(&out) == whole, "a run that makes nothing changes nothing");

    // One passport, and one employee who has gone.
    let edits: &[Edit] =
        &[("ALIYEV Rashad", "Пункт въезда", "Атырау"), ("NOWAK Katarzyna", "Дата уведомления", "2026-11-21")];
    let roster = scratch.roster(edits);
    let (_, planned, _) = build(&roster, &out, &[&"-n"]);
    assert_eq!(made(&planned), ["0005_ALIYEV-Rashad.zip"], "{planned}");
    assert!(tree(&out) == whole, "-n writes nothing");
    let (exit, changed, err) = build(&roster, &out, &[]);
    assert_eq!(exit, Exit::Done, "{changed}{err}");
    assert_eq!(made(&changed), ["0005_ALIYEV-Rashad.zip"], "{changed}");
    let told: Vec<&str> =
        changed.lines().skip_while(|line| !line.starts_with("Since")).skip(1).take(2).collect();
    assert!(
        told[0].starts_with("  ALIYEV Rashad: ") && told[0].to_lowercase().contains("entry"),
        "{changed}"
    );
    assert_eq!(told[1], "  NOWAK Katarzyna: nothing is to be filed any more", "{changed}");
    let report = String::from_utf8(tree(&out)["roster/report.html"].clone()).expect("UTF-8");
    assert!(report.contains("Since the last run") && report.contains("nothing is to be filed any more"));

    // The folder is now what a run over the same roster makes from nothing, but for what is told of before.
    build(&roster, &scratch.path("fresh"), &[]);
    let strip = |mut files: BTreeMap<String, Vec<u8>>| {
        files.retain(|name, _| {
            !name.contains("/earlier/") && !name.ends_with("report.html") && !name.ends_with("manifest.json")
        });
        files
    };
    assert!(strip(tree(&out)) == strip(tree(&scratch.path("fresh"))), "kept and made anew differ");
}

#[test]
fn a_column_that_no_letter_reads_makes_no_packet_anew() {
    let scratch = Scratch::new("column");
    let out = scratch.path("out");
    build(&scratch.roster(&[]), &out, &[]);
    let (_, text, _) = build(&scratch.roster(&[("ALIYEV Rashad", "Размер спецодежды", "60")]), &out, &[]);
    assert_eq!(made(&text), [""; 0], "{text}");
}

#[test]
fn another_day_or_template_makes_every_packet_anew() {
    let scratch = Scratch::new("day");
    let out = scratch.path("out");
    let roster = scratch.roster(&[]);
    let (_, first, _) = build(&roster, &out, &[]);
    let (_, text, _) = build(&roster, &out, &[&"--today", &"2026-11-23"]);
    assert_eq!(made(&text), made(&first), "{text}");
    assert!(text.contains("all packets: another day"), "{text}");
}

#[test]
fn a_packet_that_was_damaged_or_lost_is_found_and_made_anew() {
    let scratch = Scratch::new("verify");
    let out = scratch.path("out");
    let roster = scratch.roster(&[]);
    build(&roster, &out, &[]);
    let whole = tree(&out);
    let (exit, text, _) = otinish(&[&"verify", &out]);
    assert_eq!(exit, Exit::Done, "{text}");
    let packets = out.join("roster/packets");
    let smith = packets.join("0001_SMITH-John.zip");
    let mut bytes = fs::read(&smith).expect("is there");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&smith, &bytes).expect("writable");
    fs::remove_file(packets.join("0004_IVANOV-Sergei.zip")).expect("is there");
    fs::write(packets.join("stranger.zip"), b"PK").expect("writable");
    let (exit, text, _) = otinish(&[&"verify", &out, &"--format", &"json"]);
    assert_eq!(exit, Exit::Unmade, "{text}");
    let found: Value = serde_json::from_str(&text).expect("JSON and nothing else");
    let problems: BTreeSet<(String, String)> = (found["wrong"].as_array().expect("a list").iter())
        .map(|one| {
            let path = one["path"].as_str().expect("a path");
            (path.rsplit('/').next().expect("a name").to_owned(), one["problem"].to_string())
        })
        .collect();
    let named = |name: &str, problem: &str| (name.to_owned(), format!("\"{problem}\""));
    for expected in [
        named("0001_SMITH-John.zip", "changed"),
        named("0004_IVANOV-Sergei.zip", "missing"),
        named("stranger.zip", "unlisted"),
    ] {
        assert!(problems.contains(&expected), "{expected:?} is not among {problems:?}");
    }
    let (exit, _, _) = otinish(&[&"verify", &smith]);
    assert_eq!(exit, Exit::Unmade, "the packet's own manifest tells it too");
    fs::remove_file(packets.join("stranger.zip")).expect("is there");
    let (_, text, _) = build(&roster, &out, &[&"--only-failed"]);
    assert_eq!(made(&text), ["0001_SMITH-John.zip", "0004_IVANOV-Sergei.zip"], "{text}");
    assert!(tree(&out) == whole, "the folder is as it was");
}

#[test]
fn one_thread_or_many_give_the_same_folder() {
    let scratch = Scratch::new("threads");
    let roster = scratch.roster(&[("ALIYEV Rashad", "Адрес проживания в РК", "")]);
    let (_, one, _) = build(&roster, &scratch.path("one"), &[&"--jobs", &"1"]);
    let (_, many, _) = build(&roster, &scratch.path("many"), &[&"--jobs", &"7"]);
    assert!(tree(&scratch.path("one")) == tree(&scratch.path("many")), "the bytes depend on the threads");
    assert_eq!(one.replace("/one/", "/many/"), many, "what is said depends on the threads");
}

#[test]
fn the_parts_of_a_batch_are_disjoint_and_together_the_whole() {
    let scratch = Scratch::new("shard");
    let roster = scratch.roster(&[]);
    build(&roster, &scratch.path("whole"), &[]);
    let packets = |root: &Path| -> BTreeMap<String, Vec<u8>> {
        let zips = tree(root).into_iter().filter(|(name, _)| name.ends_with(".zip"));
        zips.map(|(name, bytes)| (name.rsplit('/').next().expect("a name").to_owned(), bytes)).collect()
    };
    let listed = |root: &Path| -> Vec<String> {
        let bytes = fs::read(root.join("manifest.json")).expect("a manifest");
        let manifest: Value = serde_json::from_slice(&bytes).expect("JSON");
        manifest["packets"].as_array().expect("a list").iter().map(Value::to_string).collect()
    };
    let (mut joined, mut manifests, mut count) = (BTreeMap::new(), Vec::new(), 0);
    for number in 1..=3 {
        let (_, text, _) = build(&roster, &scratch.path("parts"), &[&"--shard", &format!("{number}/3")]);
        let root = scratch.path(&format!("parts/roster.shard-{number}-of-3"));
        let part = packets(&root);
        assert!(!part.is_empty() && made(&text).len() == part.len(), "{text}");
        count += part.len();
        joined.extend(part);
        manifests.extend(listed(&root));
    }
    assert_eq!(joined.len(), count, "two parts have one packet");
    assert!(joined == packets(&scratch.path("whole")), "the parts are not the whole");
    let mut whole = listed(&scratch.path("whole/roster"));
    manifests.sort();
    whole.sort();
    assert_eq!(manifests, whole, "the manifests of the parts are not that of the whole");
    let (exit, text, _) = otinish(&[&"verify", &scratch.path("parts")]);
    assert_eq!(exit, Exit::Done, "{text}");
    for wrong in ["0/3", "4/3", "2", "a/b"] {
        assert_eq!(
            build(&roster, &scratch.path("parts"), &[&"--shard", &wrong]).0,
            Exit::CouldNotWork,
            "{wrong}"
        );
    }
}

#[test]
fn a_bad_workbook_holds_up_no_other() {
    let scratch = Scratch::new("many");
    let inbox = scratch.path("inbox");
    fs::create_dir_all(&inbox).expect("writable");
    let sample = sample::workbook(Wording::Russian, &[]).expect("the sample is written");
    for (name, bytes) in
        [("a.xlsx", &sample[..]), ("b.xlsx", b"no workbook"), ("c.xlsx", &sample[..]), ("~$c.xlsx", b"")]
    {
        fs::write(inbox.join(name), bytes).expect("writable");
    }
    fs::create_dir_all(scratch.path("other")).expect("writable");
    let twin = scratch.path("other/A.xlsx");
    fs::write(&twin, &sample).expect("writable");
    let out = scratch.path("out");
    let words: Words = &[&"build", &inbox, &twin, &"-o", &out, &"--lang", &"ru", &"--employee", &"smith"];
    let (exit, text, err) = otinish(words);
    assert_eq!(exit, Exit::Partial, "{text}{err}");
    assert!(err.contains("b.xlsx"), "the bad one is named:\n{err}");
    for root in ["a", "c", "A-2"] {
        assert!(out.join(root).join("packets/0001_SMITH-John.zip").is_file(), "{root}");
    }
    assert!(!out.join("b").exists() && !out.join("~$c").exists());
    let (exit, _, err) = otinish(&[&"build", &scratch.path("other/nothing"), &"-o", &out]);
    assert_eq!(exit, Exit::CouldNotWork, "{err}");
    let empty = scratch.path("empty");
    fs::create_dir_all(&empty).expect("writable");
    let (exit, _, err) = otinish(&[&"build", &empty, &"-o", &out]);
    assert_eq!(exit, Exit::CouldNotWork);
    assert!(err.contains("no workbook in the folder"), "{err}");
}
