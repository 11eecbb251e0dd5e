//! `otinish template`: the Word templates, listed, copied and checked.

use std::path::Path;

use super::arguments::TemplateCommand;
use super::failure::{Exit, Failure};
use super::{Console, input};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::output;
use crate::template::{BUILT_IN, Template, language_of};

/// Lists, copies or checks.
pub fn run(command: &TemplateCommand, console: &mut Console) -> Result<Exit, Failure> {
    match command {
        TemplateCommand::List => {
            for (name, _) in BUILT_IN {
                let _ = writeln!(console.out, "{name}");
            }
            Ok(Exit::Done)
        }
        TemplateCommand::Copy { dir } => copy(dir, console),
        TemplateCommand::Check { files } => {
            let mut exit = Exit::Done;
            for file in files {
                if !check(file, console)? {
                    exit = Exit::Unmade;
                }
            }
            Ok(exit)
        }
    }
}

/// Copies the built-in templates that the folder does not have yet.
fn copy(dir: &Path, console: &mut Console) -> Result<Exit, Failure> {
    for (name, bytes) in BUILT_IN {
        let target = dir.join(name);
        if !target.exists() {
            output::write_file(&target, bytes)?;
            let _ = writeln!(console.out, "{}", target.display());
        }
    }
    Ok(Exit::Done)
}

/// Says every fault of a template; whether there is none.
fn check(file: &Path, console: &mut Console) -> Result<bool, Failure> {
    let bytes = input::read(file)?;
    let shown = file.display().to_string();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let language = language_of(&name).unwrap_or(Language::Ru);
    let Err(faults) = Template::compile(&bytes, &name, language) else {
        let good = phrase("template-good", &[("path", &Text::same(shown))]);
        let _ = writeln!(console.out, "{}", good.get(console.language));
        return Ok(true);
    };
    for fault in &faults {
        let place = fault.place.text();
        let _ = writeln!(console.out, "{shown}: {}: {}", place.get(console.language), fault.place.context);
        let _ = writeln!(console.out, "  {} [{}]", fault.message.message.get(console.language), fault.code);
        let _ = writeln!(console.out, "  → {}", fault.message.hint.get(console.language));
    }
    Ok(false)
}
