//! `otinish licenses` says what is compiled in: held against `Cargo.lock` and what cargo makes of it for this system.
//!
//! After a change of the crates: `cargo fetch && UPDATE_GOLDEN=1 cargo test --test licenses`, which reads the licences
//! out of the packages, for all systems that a release is built for.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use otinish::cli;
use otinish::language::Language;

const LIST: &str = "src/cli/licenses.txt";
/// The systems of a release, as in `.ci/deny.toml`.
const SYSTEMS: [&str; 6] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];
const HEAD: &str = "\
Otinish is under the MIT licence or the Apache License 2.0, as you like.
Compiled into it are the crates and the fonts below, each under its own licence; where one offers several,
what MIT asks is kept. The crates are those of all systems; a program for one system holds fewer.
";
const FONTS: &str = "\
Fonts

  LiberationSerif-*.ttf, LiberationSans-*.ttf        Liberation 2.1.5                     OFL-1.1
  OtinishMono-*.ttf                                  a subset of Liberation Mono 2.1.5    OFL-1.1
  OtinishSans-*.ttf                                  a subset of Carlito 1.104            OFL-1.1
  Caladea-*.ttf                                      a subset of Caladea                  OFL-1.1
  DejaVuSans-Symbols.ttf                             a subset of DejaVu Sans 2.37         Bitstream-Vera
";

/// Name and version.
type Crate = (String, String);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What cargo says, from what was downloaded.
fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let said = Command::new(cargo)
        .args(arguments)
        .args(["--locked", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).expect("cargo writes UTF-8")
}

/// The crates that are linked into the program for a system, with their licences.
fn linked(system: Option<&str>) -> BTreeMap<Crate, String> {
    let mut arguments =
        vec!["tree", "-e", "normal,no-proc-macro", "--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"];
    arguments.extend(system.iter().flat_map(|system| ["--target", *system]));
    let tree = cargo(&arguments);
    let line = |line: &str| {
        let (package, licence) = line.rsplit_once('|')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        (name != "otinish").then(|| ((name.to_owned(), version.to_owned()), licence.replace('/', " OR ")))
    };
    tree.lines().filter_map(line).collect()
}

/// The crates that the list names: lines of two blanks, name, version, licence, in the first section.
fn listed(list: &str) -> BTreeMap<Crate, String> {
    let crates = list.split("\nCrates\n\n").nth(1).expect("there is a section").split("\n\n").next();
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let package = (words.next()?.to_owned(), words.next()?.to_owned());
        Some((package, words.collect::<Vec<_>>().join(" ")))
    };
    crates.unwrap_or_default().lines().filter_map(line).collect()
}

/// The text of a licence without its copyright lines, and those.
fn parted(text: &str) -> (String, Vec<String>) {
    let text = text.replace('\r', "");
    let is_notice = |line: &str| {
        let line = line.trim().to_lowercase();
        line.starts_with("copyright (c)")
            || line.starts_with("copyright ©")
            || line
                .strip_prefix("(c) ")
                .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
            || line.strip_prefix("copyright ").is_some_and(|rest| {
                rest.starts_with(|letter: char| letter.is_ascii_digit()) || rest.starts_with("the ")
            })
    };
    if text.contains("Apache License") {
        return (text.trim_matches('\n').to_owned(), Vec::new());
    }
    let titles = ["MIT License", "The MIT License (MIT)", "The MIT License", "All rights reserved."];
    let (notices, body): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| is_notice(line));
    let body = body
        .iter()
        .filter(|line| !titles.contains(&line.trim()))
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n");
    (body.trim_matches('\n').to_owned(), notices.into_iter().map(|line| line.trim().to_owned()).collect())
}

/// Whether a file is one that another choice of the licence would ask for.
fn is_not_chosen(text: &str) -> bool {
    [
        "Apache License",
        "released into the public domain",
        "Boost Software License",
        "CC0 1.0",
        "LGPL",
        "Zero-Clause BSD",
        "as-is', without any express",
        "provided 'as-is'",
    ]
    .iter()
    .any(|words| text.contains(words))
}

fn is_mit(text: &str) -> bool {
    text.contains("Permission is hereby granted, free of charge")
}

/// The texts that a package asks to pass on.
fn texts(folder: &Path, licence: &str) -> Vec<String> {
    let is_text = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        path.is_file()
            && ["license", "licence", "copying", "copyright", "notice", "unlicense"]
                .iter()
                .any(|start| name.starts_with(start))
    };
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(is_text).collect();
    files.sort();
    let mut texts: Vec<String> = files
        .iter()
        .map(|file| String::from_utf8_lossy(&fs::read(file).expect("it is readable")).into_owned())
        .collect();
    if licence.contains("MIT") && licence.contains(" OR ") && texts.iter().any(|text| is_mit(text)) {
        texts.retain(|text| is_mit(text) || !is_not_chosen(text));
    }
    texts.sort();
    texts.dedup();
    texts
}

/// The list as it has to be.
fn made() -> String {
    let mut all = BTreeMap::new();
    SYSTEMS.iter().for_each(|system| all.extend(linked(Some(system))));
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1"])).expect("cargo writes JSON");
    let mut packages = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("a list") {
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        let authors: Vec<&str> = package["authors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|author| author.as_str())
            .collect();
        let folder = Path::new(&text("manifest_path")).parent().expect("it lies in a folder").to_owned();
        packages.insert((text("name"), text("version")), (folder, authors.join(", ")));
    }
    // Each text once, with who wrote what is under it.
    let mut groups: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    // Of the Apache License only the terms tell one copy from another; what follows them is how to use it.
    let key = |body: &str| {
        let terms = body.split("END OF TERMS").next().unwrap_or_default();
        terms.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let mut silent = Vec::new();
    for ((name, version), licence) in &all {
        let (folder, authors) = &packages[&(name.clone(), version.clone())];
        let texts = texts(folder, licence);
        if texts.is_empty() {
            silent.push((format!("  {name} {version}: Copyright (c) {authors}"), licence));
        }
        for text in texts {
            let (body, notices) = parted(&text);
            let who = match notices.is_empty() {
                true => format!("  {name} {version}"),
                false => format!("  {name} {version}: {}", notices.join("; ")),
            };
            groups.entry(key(&body)).or_insert_with(|| (body, BTreeSet::new())).1.insert(who);
        }
    }
    // Packages without a text of their own are put under the one that most others have.
    for (who, licence) in silent {
        let mark = if licence.contains("MIT") {
            "permission is hereby granted, free"
        } else {
            "redistributions of source"
        };
        let most =
            groups.iter_mut().filter(|(key, _)| key.contains(mark)).max_by_key(|(_, group)| group.1.len());
        most.expect("others have such a text").1.1.insert(who);
    }
    let mut groups: Vec<(String, BTreeSet<String>)> = groups.into_values().collect();
    groups.sort_by_key(|(body, who)| (std::cmp::Reverse(who.len()), body.clone()));

    let mut list = format!("{HEAD}\nCrates\n\n");
    for ((name, version), licence) in &all {
        list += &format!("  {name:<28} {version:<12} {licence}\n");
    }
    list += &format!("\n{FONTS}\n");
    for (body, who) in groups {
        let who: Vec<String> = who.into_iter().collect();
        list += &format!("{}\n{}\n\n{body}\n\n", "=".repeat(80), who.join("\n"));
    }
    for (fonts, file) in
        [("the fonts under OFL-1.1", "OFL.txt"), ("DejaVuSans-Symbols.ttf", "DEJAVU-LICENSE.txt")]
    {
        let text = fs::read_to_string(root().join("templates/fonts").join(file)).expect("it is there");
        list += &format!("{}\n  {fonts}\n\n{}\n\n", "=".repeat(80), text.trim());
    }
    list.trim_end().to_owned() + "\n"
}

#[test]
fn the_list_names_what_is_compiled_in() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(root().join(LIST), made()).expect("it is written");
        panic!("{LIST} was written anew; run without UPDATE_GOLDEN");
    }
    let list = fs::read_to_string(root().join(LIST)).expect("it is there");
    let listed = listed(&list);
    let anew = "run `cargo fetch && UPDATE_GOLDEN=1 cargo test --test licenses`";
    for (package, licence) in linked(None) {
        assert_eq!(listed.get(&package), Some(&licence), "{package:?}: {anew}");
    }
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is there");
    for (name, version) in listed.keys() {
        assert!(
            lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")),
            "{name} {version}: {anew}"
        );
        let notice = format!("\n  {name} {version}");
        let notices =
            list.match_indices(&notice).any(|(at, _)| list[at + notice.len()..].starts_with([':', '\n']));
        assert!(notices, "{name} {version} has a notice: {anew}");
    }
}

#[test]
fn every_font_is_named_with_its_licence() {
    let list = fs::read_to_string(root().join(LIST)).expect("it is there");
    for entry in fs::read_dir(root().join("templates/fonts")).expect("it is there") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let family = name.split('-').next().unwrap_or_default();
        let named = list.contains(&format!("{family}-*.ttf")) || list.contains(&name);
        assert!(named || !name.ends_with(".ttf"), "{name}");
    }
    assert!(
        list.contains("SIL OPEN FONT LICENSE Version 1.1") && list.contains("Bitstream Vera Fonts Copyright")
    );
}

#[test]
fn the_program_prints_the_list() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let surroundings = cli::Surroundings { today, language: Language::Ru };
    let exit = cli::run(["otinish", "licenses"].map(OsString::from), surroundings, &mut out, &mut err);
    assert_eq!((exit, err.is_empty()), (cli::Exit::Done, true));
    let list = fs::read_to_string(root().join(LIST)).expect("it is there");
    assert_eq!(String::from_utf8(out).expect("it is text"), list);
}
