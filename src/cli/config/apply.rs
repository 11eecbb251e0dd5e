//! The settings of the file → the arguments, where nothing was typed.

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::Config;
use crate::cli::arguments::{Arguments, Basis, Command, OwnFonts, TemplateCommand};

/// Whether an option was typed.
fn typed(matches: &ArgMatches, option: &str) -> bool {
    matches.value_source(option) == Some(ValueSource::CommandLine)
}

impl Config {
    /// Sets what was not typed.
    pub fn apply(&self, arguments: &mut Arguments, matches: &ArgMatches) {
        arguments.messages = arguments.messages.or(self.messages);
        let Some((_, matches)) = matches.subcommand() else { return };
        match &mut arguments.command {
            Command::Build(build) => {
                self.basis(&mut build.basis);
                self.fonts(&mut build.fonts);
                if let Some(languages) = self.languages.as_ref().filter(|_| !typed(matches, "lang")) {
                    build.lang.clone_from(languages);
                }
                if let Some(formats) = self.file.format.as_ref().filter(|_| !typed(matches, "format")) {
                    build.format = formats.get_ref().iter().map(|name| (*name).into()).collect();
                }
                if let Some(output) = self.path(&self.file.output).filter(|_| !typed(matches, "output")) {
                    build.output = output;
                }
                build.attachments = build.attachments.take().or_else(|| self.path(&self.file.attachments));
                build.duplex |= self.file.duplex.as_ref().is_some_and(|duplex| *duplex.get_ref());
            }
            Command::Check(check) => self.basis(&mut check.input.basis),
            Command::Deadlines(deadlines) => self.basis(&mut deadlines.input.basis),
            Command::Records(records) => self.basis(&mut records.input.basis),
            Command::Serve(serve) => {
                serve.rules = serve.rules.take().or_else(|| self.path(&self.file.rules));
                serve.templates = serve.templates.take().or_else(|| self.path(&self.file.templates));
                serve.card.clone_from(&self.card);
            }
            Command::Watch(watch) => {
                watch.rules = watch.rules.take().or_else(|| self.path(&self.file.rules));
                watch.card.clone_from(&self.card);
                watch.templates = watch.templates.take().or_else(|| self.path(&self.file.templates));
                if let Some(languages) = self.languages.as_ref().filter(|_| !typed(matches, "lang")) {
                    watch.lang.clone_from(languages);
                }
                if let Some(output) = self.path(&self.file.output).filter(|_| !typed(matches, "output")) {
                    watch.output = output;
                }
            }
            Command::Explain(explain) => {
                explain.rules = explain.rules.take().or_else(|| self.path(&self.file.rules));
            }
            Command::Fill(fill) => self.fonts(&mut fill.fonts),
            Command::Pdf(pdf) => self.fonts(&mut pdf.fonts),
            Command::Template {
                command: TemplateCommand::Check { fonts, .. } | TemplateCommand::Preview { fonts, .. },
            } => self.fonts(fonts),
            Command::New { .. }
            | Command::Verify(_)
            | Command::Confined { .. }
            | Command::Config { .. }
            | Command::Completions { .. }
            | Command::Licenses
            | Command::Man { .. }
            | Command::Template { .. } => {}
        }
    }

    fn basis(&self, basis: &mut Basis) {
        let file = &self.file;
        basis.rules = basis.rules.take().or_else(|| self.path(&file.rules));
        basis.previous = basis.previous.take().or_else(|| self.path(&file.previous));
        basis.templates = basis.templates.take().or_else(|| self.path(&file.templates));
        basis.card.clone_from(&self.card);
    }

    fn fonts(&self, fonts: &mut OwnFonts) {
        fonts.folder = fonts.folder.take().or_else(|| self.path(&self.file.fonts));
    }
}
