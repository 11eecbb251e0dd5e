//! `otinish template`: the Word templates, listed, copied, checked, explained and tried out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::{OwnFonts, ReportFormat, TemplateCommand, TemplateFormat};
use super::failure::{Exit, Failure};
use super::{Console, fonts, input};
use crate::confine;
use crate::docx::{Document, Package};
use crate::finding::{Notice, notice, phrase};
use crate::language::{Language, Text};
use crate::layout::{self, Fonts};
use crate::output;
use crate::pdf::{Metadata, Press};
use crate::template::specimen::{ROUTES, is_paper, routes_for, specimen_for};
use crate::template::{
    self, BUILT_IN, Fault, FieldUse, FillError, Location, Remark, Template, annotate, language_of,
};

/// Lists, copies, checks, explains or tries out.
pub fn run(command: &TemplateCommand, console: &mut Console) -> Result<Exit, Failure> {
    match command {
        TemplateCommand::List => {
            for (name, _) in BUILT_IN {
                let _ = writeln!(console.out, "{name}");
            }
            Ok(Exit::Done)
        }
        TemplateCommand::Copy { dir } => copy(dir, console),
        TemplateCommand::Check { files, format, fonts } => check(files, *format, fonts, console),
        TemplateCommand::Fields { file, format } => fields(file, *format, console),
        TemplateCommand::Text { file } => text(file, console),
        TemplateCommand::Guide => {
            let _ = write!(console.out, "{}", template::guide(console.language));
            Ok(Exit::Done)
        }
        TemplateCommand::Preview { file, route, output, fonts } => {
            preview(file, route.as_deref(), output.as_deref(), fonts, console)
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

/// What was noticed in a template.
#[derive(Serialize)]
struct Examined {
    file: String,
    /// It cannot be used before these are put right.
    faults: Vec<Fault>,
    /// Someone should look.
    warnings: Vec<Warning>,
}

/// Something to look at.
#[derive(PartialEq, Serialize)]
struct Warning {
    /// The first tag concerned; empty where it is about the document as a whole.
    place: Location,
    #[serde(flatten)]
    notice: Notice,
}

/// Says every fault of the templates.
fn check(
    files: &[PathBuf],
    format: TemplateFormat,
    own: &OwnFonts,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let beside = files.first().and_then(|file| file.parent());
    let fonts = fonts::load(own, beside)?;
    let examined: Vec<Examined> = files.iter().map(|file| examine(file, &fonts)).collect::<Result<_, _>>()?;
    let good = examined.iter().all(|one| one.faults.is_empty());
    match format {
        TemplateFormat::Json => {
            let _ = writeln!(console.out, "{:#}", serde_json::json!({ "templates": examined }));
        }
        TemplateFormat::Docx => {
            for (file, one) in files.iter().zip(&examined) {
                comment(file, one, console)?;
            }
        }
        TemplateFormat::Human => examined.iter().for_each(|one| tell(one, console)),
    }
    Ok(if good { Exit::Done } else { Exit::Unmade })
}

/// Writes a copy with a comment at each fault and warning; a template without any needs none.
fn comment(file: &Path, examined: &Examined, console: &mut Console) -> Result<(), Failure> {
    let faults = examined.faults.iter().map(Remark::from);
    let warnings = examined.warnings.iter().map(|Warning { place, notice }| {
        let marked = phrase("look-at", &[("what", &notice.message)]);
        Remark { place, message: marked, hint: notice.hint.clone() }
    });
    let remarks: Vec<Remark> = faults.chain(warnings).collect();
    if remarks.is_empty() {
        tell(examined, console);
        return Ok(());
    }
    let copy = annotate(&input::read(file)?, &remarks, console.language)
        .map_err(|error| Failure::document(&examined.file, &error))?;
    let target = file.with_extension("checked.docx");
    output::write_file(&target, &copy)?;
    let _ = writeln!(console.out, "{}", target.display());
    Ok(())
}

fn tell(examined: &Examined, console: &mut Console) {
    let (shown, language) = (&examined.file, console.language);
    for fault in &examined.faults {
        let place = fault.place.text();
        let heading = fault.place.heading.as_ref().map_or(String::new(), |heading| format!(" (“{heading}”)"));
        let at = format!("{}{heading}", place.get(language));
        // What is wrong with the whole file has no place in it.
        let where_to_look = [shown.as_str(), &at, &fault.place.context];
        let where_to_look: Vec<_> = where_to_look.into_iter().filter(|words| !words.is_empty()).collect();
        let _ = writeln!(console.out, "{}", where_to_look.join(": "));
        let _ = writeln!(console.out, "  {} [{}]", fault.message.message.get(language), fault.code);
        let _ = writeln!(console.out, "  → {}", fault.message.hint.get(language));
    }
    // What there is, once for all tags that name something else there.
    let there: BTreeSet<String> = examined
        .faults
        .iter()
        .filter_map(|fault| Some(fault.fields.as_ref()?.words().get(language).to_owned()))
        .collect();
    for fields in there {
        let _ = writeln!(console.out, "{fields}");
    }
    for Warning { place, notice } in &examined.warnings {
        let place = match place.part.is_empty() {
            true => String::new(),
            false => format!("{}: ", place.text().get(language)),
        };
        let _ = writeln!(console.out, "{shown}: {place}{} [{}]", notice.message.get(language), notice.code);
        let _ = writeln!(console.out, "  → {}", notice.hint.get(language));
    }
    if examined.faults.is_empty() {
        let good = phrase("template-good", &[("path", &Text::same(shown.as_str()))]);
        let _ = writeln!(console.out, "{}", good.get(language));
    }
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A template that is read, and its language.
fn compile(file: &Path) -> Result<(Result<Template, Vec<Fault>>, Language), Failure> {
    let bytes = input::read(file)?;
    let name = name_of(file);
    confine::vet(file)?;
    let language = language_of(&name).unwrap_or(Language::Ru);
    Ok((Template::compile(&bytes, &name, language), language))
}

/// A template that is read, or its first fault.
fn compiled(file: &Path) -> Result<(Template, Language), Failure> {
    let (template, language) = compile(file)?;
    let template = template.map_err(|faults| {
        let fault = faults.first().expect("a template that does not compile has a fault");
        Failure::about_template(&file.display().to_string(), fault)
    })?;
    Ok((template, language))
}

fn examine(file: &Path, fonts: &Fonts) -> Result<Examined, Failure> {
    let mut examined =
        Examined { file: file.display().to_string(), faults: Vec::new(), warnings: Vec::new() };
    let (template, language) = compile(file)?;
    let template = match template {
        Ok(template) => template,
        Err(_) => {
            let form = specimen_for(&name_of(file), "visa", language);
            examined.faults = Template::check(&input::read(file)?, &name_of(file), language, &form);
            return Ok(examined);
        }
    };
    examined.faults = template.examine(&specimen_for(template.name(), "visa", language));
    if !examined.faults.is_empty() {
        return Ok(examined);
    }
    for route in ROUTES {
        match template.fill(&specimen_for(template.name(), route, language)) {
            Ok(filled) => look_at(&filled.docx, fonts, &mut examined),
            Err(FillError::Tag(fault)) if !examined.faults.contains(&fault) => examined.faults.push(*fault),
            // What a person of this route does not have holds back that filing, not the template.
            Err(_) => {}
        }
    }
    // What a packet's own paper lists comes of the packet, not of a column.
    let fields = if is_paper(template.name()) { Vec::new() } else { template.fields() };
    examined.warnings.extend(fields.iter().filter_map(|field| {
        let place = template.place_of(&field.path).cloned().unwrap_or_default();
        Some(Warning { place, notice: field.remark()? })
    }));
    Ok(examined)
}

/// The other side of a question about the template at a path: faults and warnings with their words.
pub(super) fn answer(path: &[u8]) -> Option<Vec<u8>> {
    let path = PathBuf::from(std::str::from_utf8(path).ok()?);
    let Examined { faults, warnings, .. } = examine(&path, &Fonts::load()).ok()?;
    let faults = faults.iter().map(|fault| {
        serde_json::json!({
            "place": fault.place.text(), "heading": fault.place.heading, "context": fault.place.context,
            "code": fault.code, "message": fault.message.message, "hint": fault.advice(),
        })
    });
    let warnings = warnings.iter().map(|Warning { place, notice }| {
        serde_json::json!({
            "place": place.text(), "heading": place.heading, "context": place.context,
            "code": notice.code, "message": notice.message, "hint": notice.hint,
        })
    });
    let all = serde_json::json!({
        "faults": faults.collect::<Vec<_>>(), "warnings": warnings.collect::<Vec<_>>(),
    });
    serde_json::to_vec(&all).ok()
}

/// What the print of a document would not show, and pages that are not A4.
fn look_at(docx: &[u8], fonts: &Fonts, examined: &mut Examined) {
    let document = match Package::read(docx).and_then(|package| Document::read(&package)) {
        Ok(document) => document,
        // Parts that hold no tags are looked at only here: styles, numbering.
        Err(error) => {
            let message = error.notice(&examined.file);
            let fault = Fault { place: Location::default(), code: message.code, message, fields: None };
            if !examined.faults.contains(&fault) {
                examined.faults.push(fault);
            }
            return;
        }
    };
    let warnings = &mut examined.warnings;
    let mut tell = |code, found: &Text| {
        let notice = notice(code, &[("found", found)]);
        let warning = Warning { place: Location::default(), notice };
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    };
    for page in document.sections.iter().map(|section| section.page) {
        let millimetres = |twips: i32| (f64::from(twips) * 25.4 / 1440.0).round();
        let (width, height) = (millimetres(page.width.0), millimetres(page.height.0));
        if ![(210.0, 297.0), (297.0, 210.0)].contains(&(width, height)) {
            tell("page-not-a4", &Text::same(format!("{width} × {height}")));
        }
    }
    for feature in layout::lay_out(&document, fonts).warnings {
        tell("feature-not-printed", &feature);
    }
}

/// Prints a document as text.
fn text(file: &Path, console: &mut Console) -> Result<Exit, Failure> {
    let shown = file.display().to_string();
    let text = template::text(&input::read(file)?).map_err(|error| Failure::document(&shown, &error))?;
    let _ = write!(console.out, "{text}");
    Ok(Exit::Done)
}

/// Says every field that a template reads.
fn fields(file: &Path, format: ReportFormat, console: &mut Console) -> Result<Exit, Failure> {
    let (template, _) = compiled(file)?;
    let fields = template.fields();
    if format == ReportFormat::Json {
        let _ = writeln!(
            console.out,
            "{:#}",
            serde_json::json!({ "template": template.name(), "fields": fields })
        );
        return Ok(Exit::Done);
    }
    let width = fields.iter().map(|field| field.path.chars().count()).max().unwrap_or(0);
    for field in &fields {
        let _ = writeln!(console.out, "{:width$}  {}", field.path, described(field, console.language));
    }
    Ok(Exit::Done)
}

/// `date  Дата выдачи паспорта. [Дата выдачи паспорта]`
fn described(field: &FieldUse, language: Language) -> String {
    let about = field.about.as_ref().map_or("?", |about| about.get(language));
    let column = field.column.as_ref().map_or(String::new(), |column| format!(" [{}]", column.get(language)));
    format!("{:8}  {about}{column}", field.kind.unwrap_or("-"))
}

/// Fills a template with invented people and prints it.
fn preview(
    file: &Path,
    route: Option<&str>,
    output: Option<&Path>,
    own: &OwnFonts,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let (template, language) = compiled(file)?;
    let template = template.with_pictures(input::pictures_beside(file.parent())?);
    let fonts = fonts::load(own, file.parent())?;
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let beside = format!("{stem}.preview.pdf");
    let target = match output {
        Some(folder) if folder.is_dir() || folder.as_os_str().to_string_lossy().ends_with(['/', '\\']) => {
            folder.join(beside)
        }
        Some(file) => file.to_path_buf(),
        None => PathBuf::from(beside),
    };
    let docx = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("docx"));
    let shown = file.display().to_string();
    let mut exit = Exit::Done;
    let routes = route.map_or_else(|| routes_for(template.name()).to_vec(), |route| vec![route]);
    for one in routes {
        let filled = match template.fill(&specimen_for(template.name(), one, language)) {
            Ok(filled) => filled,
            Err(error) => {
                let words = error.notice();
                let place = error.place().map(|place| place.text());
                let place = place.as_ref().map_or("", |place| place.get(console.language));
                let _ = writeln!(
                    console.err,
                    "{shown} ({one}): {place}: {}",
                    words.message.get(console.language)
                );
                let _ = writeln!(console.err, "  → {}", words.hint.get(console.language));
                exit = Exit::Partial;
                continue;
            }
        };
        let target = match route {
            Some(_) => target.clone(),
            None => named(&target, one),
        };
        let bytes = if docx { filled.docx } else { print(&filled.docx, &stem, language, &shown, &fonts)? };
        output::write_file(&target, &bytes)?;
        let _ = writeln!(console.out, "{}", target.display());
    }
    Ok(exit)
}

/// `letter.pdf` → `letter.visa.pdf`.
fn named(target: &Path, route: &str) -> PathBuf {
    let extension = target.extension().unwrap_or_default().to_string_lossy();
    target.with_extension(if extension.is_empty() {
        route.to_owned()
    } else {
        format!("{route}.{extension}")
    })
}

/// The PDF of a filled document; `shown` is the template's name in messages.
pub fn print(
    docx: &[u8],
    title: &str,
    language: Language,
    shown: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, Failure> {
    let document = Package::read(docx).and_then(|package| Document::read(&package));
    let document = document.map_err(|error| Failure::document(shown, &error))?;
    let metadata = Metadata {
        title: title.to_owned(),
        language,
        author: String::new(),
        subject: String::new(),
        created: crate::template::specimen::today(),
    };
    Press::new(fonts)
        .print(&layout::lay_out(&document, fonts), &metadata)
        .map_err(|error| Failure::print(shown, &error))
}
