//! `otinish verify`: whether packets are still the ones that were made.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::arguments::{Verify, VerifyFormat};
use super::failure::{Exit, Failure};
use super::{Console, input, password};
use crate::batch::{self, Problem, Verdict};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::output::View;
use crate::packet::{self, Discrepancy, Password};

/// What was found in all that was named.
#[derive(Default)]
struct Found {
    good: usize,
    wrong: Vec<Problem>,
    /// Folders in which a run was cut short, with the number of whole packets.
    unfinished: Vec<(String, usize)>,
}

/// Hashes every file again.
pub fn run(arguments: &Verify, console: &mut Console) -> Result<Exit, Failure> {
    let mut found = Found::default();
    let password = arguments.password_file.as_deref().map(password::of_file).transpose()?;
    for path in &arguments.paths {
        match path.is_dir() {
            true => folder(path, &mut found)?,
            false => zip(path, password.as_ref(), &mut found)?,
        }
    }
    let text = match arguments.format {
        VerifyFormat::Human => found.human(console.language),
        VerifyFormat::Json => format!("{:#}\n", found.json()),
    };
    let _ = console.out.write_all(text.as_bytes());
    Ok(if found.wrong.is_empty() && found.unfinished.is_empty() { Exit::Done } else { Exit::Unmade })
}

/// A run's folder, or one that holds some.
fn folder(path: &Path, found: &mut Found) -> Result<(), Failure> {
    if visit(path, found) {
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| Failure::unreadable(path, &error))? {
        inside.push(entry.map_err(|error| Failure::unreadable(path, &error))?.path());
    }
    inside.sort();
    let visited: Vec<bool> =
        inside.iter().filter(|path| path.is_dir()).map(|path| visit(path, found)).collect();
    match visited.contains(&true) {
        true => Ok(()),
        false => Err(Failure::new("verify-nothing", &[("path", &path.display().to_string())])),
    }
}

/// Looks into a folder; says whether a run wrote there.
fn visit(path: &Path, found: &mut Found) -> bool {
    let below = |name: String| path.join(name).display().to_string();
    match batch::verify(&View::of(path)) {
        Verdict::Checked { good, wrong } => {
            found.good += good;
            found.wrong.extend(wrong.into_iter().map(|one| Problem { path: below(one.path), ..one }));
        }
        Verdict::Unfinished { whole } => found.unfinished.push((path.display().to_string(), whole)),
        Verdict::Foreign => return false,
    }
    true
}

/// One packet against its own manifest.
fn zip(path: &Path, password: Option<&Password>, found: &mut Found) -> Result<(), Failure> {
    let bytes = input::read(path)?;
    let path = path.display().to_string();
    let bytes = match (packet::is_sealed(&bytes), password) {
        (false, _) => bytes,
        (true, None) => return Err(Failure::new("packet-sealed", &[("path", &path)])),
        (true, Some(password)) => packet::unseal(&bytes, password)
            .ok_or_else(|| Failure::new("password-wrong", &[("path", &path)]))?,
    };
    let (good, wrong) = packet::verify(&bytes);
    found.good += good;
    found.wrong.extend(wrong.into_iter().map(|discrepancy| Problem { path: path.clone(), discrepancy }));
    Ok(())
}

impl Found {
    fn human(&self, language: Language) -> String {
        let mut lines = Vec::new();
        for Problem { path, discrepancy } in &self.wrong {
            let (key, inside) = match discrepancy {
                Discrepancy::NotAPacket => ("verify-not-a-packet", path),
                Discrepancy::Missing(inside) => ("verify-missing", inside),
                Discrepancy::Changed(inside) => ("verify-changed", inside),
                Discrepancy::Unlisted(inside) => ("verify-unlisted", inside),
            };
            let name =
                if path.ends_with(inside.as_str()) { path.clone() } else { format!("{path}: {inside}") };
            lines.push(phrase(key, &[("path", &Text::same(name))]).get(language).to_owned());
        }
        for (path, whole) in &self.unfinished {
            let values = [("path", &Text::same(path.as_str())), ("whole", &Text::same(whole.to_string()))];
            lines.push(phrase("verify-unfinished", &values).get(language).to_owned());
        }
        let wrong = self.wrong.len().to_string();
        let counts = [("good", &Text::same(self.good.to_string())), ("wrong", &Text::same(wrong))];
        lines.push(phrase("verify-counted", &counts).get(language).to_owned());
        lines.join("\n") + "\n"
    }

    fn json(&self) -> Value {
        let wrong = self.wrong.iter().map(|Problem { path, discrepancy }| {
            let (problem, file) = match discrepancy {
                Discrepancy::NotAPacket => ("not-a-packet", None),
                Discrepancy::Missing(file) => ("missing", Some(file)),
                Discrepancy::Changed(file) => ("changed", Some(file)),
                Discrepancy::Unlisted(file) => ("unlisted", Some(file)),
            };
            json!({ "path": path, "file": file, "problem": problem })
        });
        let unfinished = self.unfinished.iter().map(|(path, whole)| json!({ "path": path, "whole": whole }));
        json!({
            "good": self.good,
            "wrong": wrong.collect::<Vec<_>>(),
            "unfinished": unfinished.collect::<Vec<_>>(),
        })
    }
}
