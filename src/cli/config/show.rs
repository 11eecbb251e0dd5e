//! `otinish config show`: every setting with its value, and the line that it comes from.

use serde_json::json;
use toml::{Spanned, Value};

use super::{Config, line};
use crate::cli::Console;
use crate::cli::arguments::VerifyFormat;
use crate::cli::failure::{Exit, Failure};
use crate::finding::phrase;
use crate::language::Text;

/// A setting: its name, its value, the byte at which it stands in the file.
struct Setting {
    name: String,
    value: String,
    at: Option<usize>,
}

impl Config {
    /// Prints all settings.
    pub fn show(&self, format: VerifyFormat, console: &mut Console) -> Result<Exit, Failure> {
        let settings = self.settings();
        let from = |setting: &Setting| setting.at.map(|at| line(&self.text, at));
        let path = self.path.as_ref().map(|path| path.display().to_string());
        if format == VerifyFormat::Json {
            let all: Vec<_> = settings
                .iter()
                .map(|one| json!({ "name": one.name, "value": one.value, "line": from(one) }))
                .collect();
            let _ = writeln!(console.out, "{:#}", json!({ "file": path, "settings": all }));
            return Ok(Exit::Done);
        }
        let language = console.language;
        let _ = writeln!(console.out, "{}", self.origin().get(language));
        let default = phrase("config-default", &[]);
        let width = settings.iter().map(|one| one.name.chars().count()).max().unwrap_or_default();
        for setting in &settings {
            let source = from(setting)
                .map_or_else(|| default.get(language).to_owned(), |line| format!("{}:{line}", super::NAME));
            let value = if setting.value.is_empty() { "–" } else { &setting.value };
            let _ = writeln!(console.out, "{:width$}  {value}  ({source})", setting.name);
        }
        Ok(Exit::Done)
    }

    /// Says which file applies.
    pub fn tell(&self, console: &mut Console) {
        let _ = writeln!(console.err, "{}", self.origin().get(console.language));
    }

    fn origin(&self) -> Text {
        match &self.path {
            Some(path) => phrase("config-file", &[("path", &Text::same(path.display().to_string()))]),
            None => phrase("config-none", &[]),
        }
    }

    fn settings(&self) -> Vec<Setting> {
        let file = &self.file;
        let mut all = vec![
            text("messages", file.messages.as_ref().map(|one| (one.get_ref().clone(), one.span().start)), ""),
            text(
                "lang",
                file.lang.as_ref().map(|one| (one.get_ref().join(", "), one.span().start)),
                "ru, kk, en",
            ),
            text("format", file.format.as_ref().map(|one| (formats(one), one.span().start)), "pdf, docx"),
        ];
        let paths = [
            ("output", &file.output, "output"),
            ("templates", &file.templates, ""),
            ("fonts", &file.fonts, ""),
            ("rules", &file.rules, ""),
            ("previous", &file.previous, ""),
            ("attachments", &file.attachments, ""),
        ];
        for (name, written, default) in paths {
            let path = self.path(written).map(|path| path.display().to_string());
            all.push(text(name, path.zip(written.as_ref().map(|one| one.span().start)), default));
        }
        let duplex = file.duplex.as_ref().map(|one| (one.get_ref().to_string(), one.span().start));
        all.push(text("duplex", duplex, "false"));
        let card = file.company.iter().map(|(key, value)| own(format!("company.{key}"), value));
        all.extend(card);
        for (number, office) in (1..).zip(&file.office) {
            all.extend(office.iter().map(|(key, value)| own(format!("office[{number}].{key}"), value)));
        }
        all
    }
}

fn text(name: &str, set: Option<(String, usize)>, default: &str) -> Setting {
    let at = set.as_ref().map(|(_, at)| *at);
    let value = set.map_or_else(|| default.to_owned(), |(value, _)| value);
    Setting { name: name.to_owned(), value, at }
}

fn own(name: String, value: &Spanned<Value>) -> Setting {
    let shown = match value.get_ref() {
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let texts = all.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned));
            texts.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    Setting { name, value: shown, at: Some(value.span().start) }
}

fn formats(names: &Spanned<Vec<super::FormatName>>) -> String {
    let name = |name: &super::FormatName| match name {
        super::FormatName::Pdf => "pdf",
        super::FormatName::Docx => "docx",
    };
    names.get_ref().iter().map(name).collect::<Vec<_>>().join(", ")
}
