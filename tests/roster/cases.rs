//! Each `cases/*.sheet` against its golden.

use std::path::Path;

use otinish::roster;

use crate::{dump, workbook};

/// Compares with a golden; `UPDATE_GOLDEN=1` rewrites it.
pub fn compare(golden: &Path, found: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let old = std::fs::read_to_string(golden).unwrap_or_default();
        std::fs::write(golden, found).expect("the golden can be written");
        return if old == found { Ok(()) } else { Err(format!("{} rewritten", golden.display())) };
    }
    let wanted = std::fs::read_to_string(golden).unwrap_or_default();
    if wanted == found {
        return Ok(());
    }
    let line = wanted.lines().zip(found.lines()).position(|(one, other)| one != other);
    let line = line.unwrap_or(wanted.lines().count().min(found.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Err(format!("{}:{}\n  wanted {}\n  found  {}", golden.display(), line + 1, show(&wanted), show(found)))
}

/// What a file reads as: a roster, or an error in words.
pub fn outcome(bytes: &[u8], name: &str) -> String {
    match roster::read(bytes, name) {
        Ok(roster) => dump::roster(&roster),
        Err(error) => {
            let notice = error.notice();
            format!("error {}\n{}{}", notice.code, dump::words(&notice.message), dump::words(&notice.hint))
        }
    }
}

#[test]
fn every_case_reads_as_its_golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roster/cases");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sheet"))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    let mut wrong = Vec::new();
    for path in names {
        let sketch = std::fs::read_to_string(&path).expect("a text");
        let found = outcome(&workbook::build(&sketch), "roster.xlsx");
        wrong.extend(compare(&path.with_extension("txt"), &found).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
