//! The house rules, checked: the order of the modules and the doors to the outside crates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The one place, or the few, where an outside crate may be named; paths below `src/`.
const DOORS: &[(&str, &[&str])] = &[
    ("anstyle_query", &["main.rs"]),
    ("axum", &["web/"]),
    ("base64", &["template/filter/"]),
    ("calamine", &["roster/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/manual.rs"]),
    ("csv", &["roster/", "cli/"]),
    ("ctrlc", &["main.rs"]),
    ("deunicode", &["packet/"]),
    ("encoding_rs", &["roster/", "docx/"]),
    ("getrandom", &["output/", "web/"]),
    ("http_body_util", &["web/"]),
    ("hyper", &["web/"]),
    ("hyper_util", &["web/"]),
    ("image", &["pdf/bitmap.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("lopdf", &["pdf/"]),
    ("memchr", &["docx/", "pdf/"]),
    ("open", &["cli/"]),
    ("percent_encoding", &["web/"]),
    ("petrovich", &["template/filter/"]),
    ("png", &["pdf/"]),
    ("postcard", &["confine/"]),
    ("printpdf", &["pdf/"]),
    ("quick_xml", &["roster/", "docx/"]),
    ("rlimit", &["confine/"]),
    ("rpassword", &["cli/password.rs"]),
    ("rust_xlsxwriter", &["workbook/"]),
    ("rustc_hash", &["docx/read/", "layout/", "pdf/"]),
    ("rustybuzz", &["layout/font/", "pdf/strip.rs"]),
    ("sha2", &["packet/", "pdf/", "web/guard.rs", "build.rs"]),
    ("subsetter", &["pdf/"]),
    ("tera", &["template/"]),
    ("tokio", &["web/", "cli/"]),
    ("toml", &["cli/config/", "finding/", "rules/"]),
    ("tower", &["web/"]),
    ("tower_http", &["web/"]),
    ("ttf_parser", &["layout/font/", "pdf/"]),
    ("unicode_linebreak", &["layout/"]),
    ("zip", &["roster/", "docx/", "packet/"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files below `src/` with their text.
fn sources() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("below src").to_string_lossy().replace('\\', "/");
                all.insert(name, fs::read_to_string(&path).expect("a source is UTF-8"));
            }
        }
    }
    all
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules in the order of `lib.rs`.
fn modules(sources: &BTreeMap<String, String>) -> Vec<String> {
    let name = |line: &str| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned);
    sources["lib.rs"].lines().filter_map(name).collect()
}

/// `roster` from `roster/header.rs` and from `output.rs`.
fn module_of(path: &str) -> &str {
    path.split_once('/').map_or_else(|| path.trim_end_matches(".rs"), |(module, _)| module)
}

/// The words that follow each `needle` in a text: `crate::` → the modules named, also in `crate::{…}`.
fn named<'a>(text: &'a str, needle: &str) -> Vec<&'a str> {
    let word =
        |text: &'a str| &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())];
    let mut all = Vec::new();
    for (start, _) in text.match_indices(needle) {
        let rest = &text[start + needle.len()..];
        match rest.strip_prefix('{') {
            Some(group) => all.extend(
                group[..group.find("};").unwrap_or(group.len())].split(',').map(|part| word(part.trim())),
            ),
            None => all.push(word(rest)),
        }
    }
    all
}

#[test]
fn a_module_uses_only_those_above_it() {
    let sources = sources();
    let order = modules(&sources);
    assert!(order.len() > 10, "lib.rs lists the modules");
    let rank = |module: &str| order.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for (path, text) in &sources {
        let Some(own) = rank(module_of(path)) else { continue };
        for used in named(&code(text), "crate::") {
            if rank(used).is_some_and(|used| used > own) {
                wrong.push(format!("{path} uses {used}, which stands below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_are_named_at_their_doors_only() {
    let mut wrong = Vec::new();
    for (path, text) in &sources() {
        let code = code(text);
        for (name, doors) in DOORS {
            let used =
                ["use ", "(", "<", " ", "&"].iter().any(|before| code.contains(&format!("{before}{name}::")));
            if used && !doors.iter().any(|door| path.starts_with(door)) {
                wrong.push(format!("{path} names {name}; its doors are {}", doors.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "these open without `//!`: {}", silent.join(", "));
}

#[test]
fn only_output_writes_to_disk() {
    let writers: Vec<_> = sources()
        .into_iter()
        .filter(|(path, _)| module_of(path) != "output")
        .filter(|(_, text)| {
            ["fs::write", "File::create", "create_dir", "DirBuilder", "fs::rename", "fs::remove"]
                .iter()
                .any(|call| code(text).contains(call))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(writers.is_empty(), "these write to disk: {}", writers.join(", "));
}
