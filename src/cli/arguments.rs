//! What can be typed: the commands and their options.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::batch::Shard;
use crate::filing::FilingKind;
use crate::language::Language;
use crate::template::specimen::ROUTES;

const EXAMPLES: &str = "\
Examples:
  otinish new hr                                 an empty workbook to fill, and the letters to edit, in hr
  otinish build roster.xlsx                      everything that is to be filed, in output/roster
  otinish check roster.xlsx                      what is wrong, what was filled in, what is due when
  otinish check roster.xlsx --format json        the same for another program
  otinish build roster.xlsx --only arrival-notification --lang ru,kk
  otinish serve --open                           the same in the browser, on this computer only

Exit codes: 0 all made, 1 findings left something unmade, 2 could not work, 3 some outputs failed,
11 output folder in use, 130 interrupted.";

/// Excel roster of foreign staff → checked, complete, zipped filing packets (Kazakhstan).
#[derive(Debug, Parser)]
#[command(name = "otinish", version, about, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Language of messages; by default that of the system (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, global = true, value_parser = language, value_name = "ru|kk|en")]
    pub messages: Option<Language>,
    /// Say only what went wrong: no summary, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: which settings apply, and each packet that was made
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Words of weight in colour; by default on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

/// How much is said beside results and errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Quiet,
    Usual,
    Verbose,
}

impl Arguments {
    pub fn detail(&self) -> Detail {
        match (self.quiet, self.verbose) {
            (true, _) => Detail::Quiet,
            (_, true) => Detail::Verbose,
            _ => Detail::Usual,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the filing packets of a roster
    Build(Build),
    /// Say what is wrong, what was filled in and what is due; writes nothing but the report
    Check(Check),
    /// Print what has a last day, as a board, a calendar file or a page
    Deadlines(Deadlines),
    /// Print the checked records as data
    Records(Records),
    /// Begin: an empty workbook with headers, notes and drop-downs, and the letters to edit
    New {
        /// The folder; files that are already there are kept
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
    /// Fill one Word template with any JSON
    Fill(Fill),
    /// Print Word documents as PDF
    Pdf(Pdf),
    /// Hash packets again and compare them with their manifests
    Verify(Verify),
    /// Explain a rule (R22) or a finding (iin-checksum): text, example, citation
    Explain(Explain),
    /// Open the drop page: a workbook dropped in the browser, on this computer only
    Serve(Serve),
    /// Watch a folder: every workbook that is put there becomes packets
    Watch(Watch),
    /// Read a file with limits, in a process of its own: the program asks itself
    #[command(hide = true)]
    Confined { task: String },
    /// The configuration file `otinish.toml` of this folder or one above it
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print what makes a shell complete commands and options
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print what is compiled into this program, crates and fonts, and under which licences
    Licenses,
    /// Write the man pages to a folder
    Man {
        /// The folder
        dir: PathBuf,
    },
    /// The Word templates
    Template {
        #[command(subcommand)]
        command: TemplateCommand,
    },
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print every setting, and where its value comes from
    Show {
        /// For people or for programs
        #[arg(long, value_enum, default_value = "human")]
        format: VerifyFormat,
    },
}

/// A workbook and what it is read with.
#[derive(Debug, Args)]
pub struct Input {
    /// The workbook: .xlsx, .xls, .xlsb, .ods or .csv
    pub roster: PathBuf,
    #[command(flatten)]
    pub basis: Basis,
}

/// What workbooks are read and checked with.
#[derive(Debug, Args)]
pub struct Basis {
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// A file that changes parameters of the built-in rule book
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// The output of an earlier run: its numbers (IIN, work permit) fill blank cells of the same passports
    #[arg(long, value_name = "DIR")]
    pub previous: Option<PathBuf>,
    /// A folder whose templates take the place of the built-in ones, file by file
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// The firm's own card, from the configuration file
    #[arg(skip)]
    pub card: String,
}

#[derive(Debug, Args)]
pub struct Build {
    /// The workbooks, or folders of workbooks: .xlsx, .xls, .xlsb, .ods or .csv
    #[arg(required = true, value_name = "ROSTER|DIR")]
    pub rosters: Vec<PathBuf>,
    #[command(flatten)]
    pub basis: Basis,
    /// Where a folder with the roster's name is made
    #[arg(short, long, default_value = "output", value_name = "DIR")]
    pub output: PathBuf,
    /// Only these kinds of filing
    #[arg(long, value_delimiter = ',', value_parser = kind, value_name = "KIND,…")]
    pub only: Vec<FilingKind>,
    /// Only this employee: his number in the workbook or a part of his name
    #[arg(long, value_name = "ID|NAME")]
    pub employee: Option<String>,
    /// Languages of the documents
    #[arg(long, value_delimiter = ',', value_parser = language, default_value = "ru,kk,en", value_name = "LANG,…")]
    pub lang: Vec<Language>,
    /// Formats of the documents
    #[arg(long, value_delimiter = ',', value_enum, default_value = "pdf,docx", value_name = "FORMAT,…")]
    pub format: Vec<Format>,
    /// Print letters that lack values too, with a highlighted blank for each; their packets are marked as drafts
    #[arg(long)]
    pub draft: bool,
    /// How many packets are made at once; by default as many as there are processors
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// A folder with scans (PDF, PNG, JPEG) named by person and kind, `SMITH_John/passport.pdf` or by the passport number
    #[arg(long, value_name = "DIR")]
    pub attachments: Option<PathBuf>,
    /// Print-ready packet.pdf for both sides of the paper: each document starts on a sheet of its own
    #[arg(long)]
    pub duplex: bool,
    /// Only packets that could not be made whole last time, or that are not there any more
    #[arg(long)]
    pub only_failed: bool,
    /// Only the second of four parts of the packets, to share the work among machines; each part has a
    /// folder of its own
    #[arg(long, value_name = "2/4")]
    pub shard: Option<Shard>,
    /// Seal each packet with a password, which is asked for: AES-256, under a number instead of the name
    /// (`0007.aes.zip`)
    ///
    /// Opens with 7-Zip, WinRAR or Keka; Windows Explorer and the Finder cannot. Only packets are sealed: report,
    /// completed workbook, calendar and manifest beside them name people and stay with you, and so do open
    /// packets of earlier runs in `earlier`. The format makes guessing cheap: take 16 characters or more. A
    /// lost password opens nothing; the same command makes the packets again.
    #[arg(long)]
    pub encrypt: bool,
    /// The password on the first line of a file, or of the input where it is `-`; seals packets as --encrypt does
    #[arg(long, value_name = "FILE|-")]
    pub password_file: Option<PathBuf>,
    /// Say what would be made, kept and set aside; write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub fonts: OwnFonts,
}

/// What commands share that print.
#[derive(Debug, Args)]
pub struct OwnFonts {
    /// A folder of your own fonts (.ttf, .ttc), by the names that Word knows them by; also `fonts` in the folder of
    /// your templates
    #[arg(long = "fonts", value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Pdf,
    Docx,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    /// For people, for programs, or as the completed workbook
    #[arg(long, value_enum, default_value = "human")]
    pub format: ReportFormat,
    /// Write the report to a file instead of the terminal
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Human,
    Json,
    /// The workbook itself with colours and notes; needs -o
    Xlsx,
}

#[derive(Debug, Args)]
pub struct Deadlines {
    #[command(flatten)]
    pub input: Input,
    /// For people, for programs, for calendars, or a page to read and print
    #[arg(long, value_enum, default_value = "human")]
    pub format: DeadlinesFormat,
    /// Write the board to a file instead of the terminal
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DeadlinesFormat {
    Human,
    Json,
    Ics,
    Html,
}

#[derive(Debug, Args)]
pub struct Records {
    #[command(flatten)]
    pub input: Input,
    #[arg(long, value_enum, default_value = "json")]
    pub format: RecordsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordsFormat {
    Json,
    Csv,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port on this computer; 0 takes a free one
    #[arg(long, default_value_t = 8017, value_name = "PORT")]
    pub port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// The day that counts as today; by default each day is its own
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// A file that changes parameters of the built-in rule book
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// A folder of the office's own templates: they take the place of the built-in ones, and those that are put in
    /// on the page are kept there; without it they are kept until the page ends
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// The firm's own card, from the configuration file
    #[arg(skip)]
    pub card: String,
}

#[derive(Debug, Args)]
pub struct Watch {
    /// The folder; files are moved to `done` or `failed` in it, never changed
    pub inbox: PathBuf,
    /// Where a folder is made for each workbook
    #[arg(short, long, default_value = "output", value_name = "DIR")]
    pub output: PathBuf,
    /// The day that counts as today; by default each day is its own
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub today: Option<NaiveDate>,
    /// A folder whose templates take the place of the built-in ones, file by file
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// A file that changes parameters of the built-in rule book
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// The firm's own card, from the configuration file
    #[arg(skip)]
    pub card: String,
    /// Languages of the documents
    #[arg(long, value_delimiter = ',', value_parser = language, default_value = "ru,kk,en", value_name = "LANG,…")]
    pub lang: Vec<Language>,
    /// The password on the first line of a file, or of the input where it is `-`; seals each packet as `build
    /// --encrypt` does
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// End when the folder holds no workbook any more
    #[arg(long)]
    pub once: bool,
}

#[derive(Debug, Args)]
pub struct Fill {
    /// The template (.docx)
    #[arg(value_name = "TEMPLATE.docx")]
    pub template: PathBuf,
    /// The values, a JSON object
    #[arg(value_name = "DATA.json")]
    pub data: PathBuf,
    /// Where it lands, .docx or .pdf
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Language of dates, numbers and countries; by default that of the file name (`letter.kk.docx`), or Russian
    #[arg(long, value_parser = language, value_name = "LANG")]
    pub lang: Option<Language>,
    /// Write it though values are missing, with a highlighted blank for each
    #[arg(long)]
    pub draft: bool,
    /// The only folder from which the filter `image` takes files; by default `pictures` beside the template
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    #[command(flatten)]
    pub fonts: OwnFonts,
}

#[derive(Debug, Args)]
pub struct Pdf {
    /// The Word documents (.docx)
    #[arg(required = true, value_name = "FILE.docx")]
    pub files: Vec<PathBuf>,
    /// Folder for the PDFs; by default each lands beside its document
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub fonts: OwnFonts,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// Output folders of `build`, or packets
    #[arg(required = true, value_name = "DIR|ZIP")]
    pub paths: Vec<PathBuf>,
    /// The password of sealed packets on the first line of a file, or of the input where it is `-`; a folder is
    /// verified without it
    #[arg(long, value_name = "FILE|-")]
    pub password_file: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "human")]
    pub format: VerifyFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormat {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Number of a rule or code of a finding; `terms` for the words of the program in three languages, `rule-book` for how
    /// to write one of your own; without it, all rules and findings are listed
    #[arg(value_name = "RULE|CODE")]
    pub subject: Option<String>,
    /// A file that changes parameters of the built-in rule book
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "human")]
    pub format: ReportFormat,
}

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// List the built-in templates
    List,
    /// Copy the built-in templates to a folder, to edit them in Word
    Copy {
        /// The folder; files that are already there are kept
        dir: PathBuf,
    },
    /// Say what is wrong with a template, and where
    Check {
        /// The templates (.docx)
        #[arg(required = true, value_name = "FILE.docx")]
        files: Vec<PathBuf>,
        /// For people, for programs, or a copy with a Word comment at each fault, beside the template
        #[arg(long, value_enum, default_value = "human")]
        format: TemplateFormat,
        #[command(flatten)]
        fonts: OwnFonts,
    },
    /// Print every field that a template reads, with its meaning and its column
    Fields {
        /// The template (.docx)
        #[arg(value_name = "FILE.docx")]
        file: PathBuf,
        /// For people or for programs
        #[arg(long, value_enum, default_value = "human")]
        format: ReportFormat,
    },
    /// Print a Word document as readable text, so that two versions can be compared
    Text {
        /// The document (.docx)
        #[arg(value_name = "FILE.docx")]
        file: PathBuf,
    },
    /// Print the guide to writing templates: tags, filters, examples
    Guide,
    /// Fill a template with an invented person of each route that the letter is for
    Preview {
        /// The template (.docx)
        #[arg(value_name = "FILE.docx")]
        file: PathBuf,
        /// Only the person of this route; by default one file for each
        #[arg(long, value_parser = PossibleValuesParser::new(ROUTES), value_name = "ROUTE")]
        route: Option<String>,
        /// Where it lands, .pdf or .docx; without --route, the route stands before the extension.
        /// By default the name of the template with `.preview.pdf`, in the current folder
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        fonts: OwnFonts,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TemplateFormat {
    Human,
    Json,
    Docx,
}

impl TemplateCommand {
    /// Whether the answer is read by a program.
    pub fn wants_json(&self) -> bool {
        match self {
            TemplateCommand::Check { format, .. } => *format == TemplateFormat::Json,
            TemplateCommand::Fields { format, .. } => *format == ReportFormat::Json,
            _ => false,
        }
    }
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "the languages are ru, kk, en".to_owned())
}

fn kind(name: &str) -> Result<FilingKind, String> {
    FilingKind::from_name(name).ok_or_else(|| {
        let names = FilingKind::ALL.map(FilingKind::name);
        let near = names
            .iter()
            .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let near = near.expect("there are kinds");
        format!("did you mean `{near}`? The kinds are {}", names.join(", "))
    })
}
