//! `otinish.toml`, found in the current folder or above it → what holds where nothing was typed.
//!
//! A path in it is relative to its own folder. `[company]` and `[[office]]` are the firm's own card: it goes
//! with the rule book wherever that goes. Invariant: what was typed on the command line wins.

mod apply;
mod show;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::arguments::Format;
use super::failure::Failure;
use super::input;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::rules::RuleBook;

/// Name of the file.
pub const NAME: &str = "otinish.toml";

/// The settings of a folder; all unset where there is no file.
#[derive(Debug, Default)]
pub struct Config {
    /// The file, where there is one.
    path: Option<PathBuf>,
    text: String,
    file: File,
    languages: Option<Vec<Language>>,
    messages: Option<Language>,
    /// `[company]` and `[[office]]` as TOML.
    card: String,
}

/// The file as it is written. Unknown keys are refused: mostly they are slips of the pen.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    messages: Option<Spanned<String>>,
    lang: Option<Spanned<Vec<String>>>,
    format: Option<Spanned<Vec<FormatName>>>,
    output: Option<Spanned<PathBuf>>,
    templates: Option<Spanned<PathBuf>>,
    fonts: Option<Spanned<PathBuf>>,
    rules: Option<Spanned<PathBuf>>,
    previous: Option<Spanned<PathBuf>>,
    attachments: Option<Spanned<PathBuf>>,
    duplex: Option<Spanned<bool>>,
    company: BTreeMap<String, Spanned<Value>>,
    office: Vec<BTreeMap<String, Spanned<Value>>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FormatName {
    Pdf,
    Docx,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Pdf => Format::Pdf,
            FormatName::Docx => Format::Docx,
        }
    }
}

impl Config {
    /// The file of this folder, or of the nearest folder above it that has one.
    pub fn find(folder: Option<&Path>) -> Result<Config, Failure> {
        let above = folder.into_iter().flat_map(Path::ancestors).map(|folder| folder.join(NAME));
        match above.into_iter().find(|path| path.is_file()) {
            Some(path) => Config::read(path),
            None => Ok(Config::default()),
        }
    }

    fn read(path: PathBuf) -> Result<Config, Failure> {
        let fault =
            |cause: &Text| Failure::of("config-invalid", &[("path", &shown(&path)), ("cause", cause)]);
        let text =
            String::from_utf8(input::read(&path)?).map_err(|_| fault(&phrase("config-encoding", &[])))?;
        let file: File = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| line(&text, span.start));
            let (line, cause) = (Text::same(line.to_string()), Text::same(error.message()));
            fault(&phrase("config-line", &[("line", &line), ("cause", &cause)]))
        })?;
        let language = |code: &String| {
            let unknown = || fault(&phrase("config-language", &[("code", &Text::same(&**code))]));
            Language::from_code(code).ok_or_else(unknown)
        };
        let messages = file.messages.as_ref().map(|code| language(code.get_ref())).transpose()?;
        let languages = file.lang.as_ref().map(|codes| codes.get_ref().iter().map(language).collect());
        let languages: Option<Vec<Language>> = languages.transpose()?;
        let card = card(&file);
        RuleBook::parse(&card).map_err(|error| fault(&error.notice().message))?;
        Ok(Config { path: Some(path), text, languages, messages, card, file })
    }

    /// A path of the file, from its folder.
    fn path(&self, written: &Option<Spanned<PathBuf>>) -> Option<PathBuf> {
        let folder = self.path.as_deref().and_then(Path::parent)?;
        written.as_ref().map(|path| folder.join(path.get_ref()))
    }
}

/// The tables of the firm's own card, by themselves.
fn card(file: &File) -> String {
    let plain = |table: &BTreeMap<String, Spanned<Value>>| -> Table {
        table.iter().map(|(key, value)| (key.clone(), value.get_ref().clone())).collect()
    };
    let mut tables = Table::new();
    if !file.company.is_empty() {
        tables.insert("company".to_owned(), Value::Table(plain(&file.company)));
    }
    if !file.office.is_empty() {
        let offices = file.office.iter().map(|office| Value::Table(plain(office)));
        tables.insert("office".to_owned(), Value::Array(offices.collect()));
    }
    toml::to_string(&tables).expect("tables of TOML are TOML")
}

fn shown(path: &Path) -> Text {
    Text::same(path.display().to_string())
}

/// The line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
