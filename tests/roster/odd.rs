//! Odd but honest workbooks, written part by part (`package`), each against its golden.

use std::path::Path;

use crate::cases::{compare, outcome};
use crate::package::{package, parts};

#[test]
fn every_odd_file_reads_as_its_golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/odd");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "parts"))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let mut wrong = Vec::new();
    for path in names {
        let case = std::fs::read_to_string(&path).expect("a text");
        let found = outcome(&package(parts(&case)), "roster.xlsx");
        let about = case.lines().next().unwrap_or_default();
        wrong.extend(compare(&path.with_extension("txt"), &format!("{about}\n{found}")).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
