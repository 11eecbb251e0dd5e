//! Documents to be printed, and their prints: the built-in letters with invented people, the cases of a folder.

use std::path::{Path, PathBuf};

use otinish::docx::{Document, Shelf};
use otinish::filing::FilingKind;
use otinish::language::Language;
use otinish::layout::{Fonts, lay_out};
use otinish::pdf::Press;
use otinish::template::specimen::{ROUTES, specimen};
use otinish::template::{BUILT_IN, Template};

use crate::sheet::metadata;
use crate::structure::notation;

/// A document and the PDF that is printed of it.
pub struct Print {
    pub name: String,
    pub document: Document,
    pub pdf: Vec<u8>,
}

/// Prints what a batch would: fonts and parts are shared.
struct Printer {
    fonts: Fonts,
    shelf: Shelf,
    press: Press,
}

impl Printer {
    fn new() -> Printer {
        let fonts = Fonts::load();
        Printer { press: Press::new(&fonts), shelf: Shelf::default(), fonts }
    }

    fn print(&self, name: String, docx: &[u8]) -> Print {
        let document = self.shelf.read(docx, None).expect("a document");
        let pdf = self.press.print(&lay_out(&document, &self.fonts), &metadata()).expect("it is printed");
        Print { name, document, pdf }
    }
}

/// The letters of each kind and language, one for each route of a specimen.
pub fn letters() -> impl Iterator<Item = Print> {
    let printer = Printer::new();
    BUILT_IN
        .iter()
        .flat_map(|(name, bytes)| letter(name, bytes))
        .map(move |(name, docx)| printer.print(name, &docx))
}

fn letter(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (kind, rest) = name.split_once('.').expect("kind.language.docx");
    let language = Language::ALL.into_iter().find(|language| rest.starts_with(language.code()));
    let (Some(_), Some(language)) = (FilingKind::from_name(kind), language) else { return Vec::new() };
    let template = Template::compile(bytes, name, language).expect("a built-in letter compiles");
    let fill = |route| template.fill(&specimen(route, language)).expect("the specimen fills it").docx;
    ROUTES.into_iter().map(|route| (format!("{name}, {route}"), fill(route))).collect()
}

/// The cases of a folder of tests: what stands above `=== …` in each is the notation of a document.
pub fn cases(folder: &str) -> impl Iterator<Item = Print> {
    let printer = Printer::new();
    let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let mut paths: Vec<PathBuf> =
        entries.expect("the folder is there").map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(!paths.is_empty(), "there are cases");
    paths.into_iter().map(move |path| {
        let source = std::fs::read_to_string(&path).expect("a case is text");
        let source = source.split("\n=== ").next().expect("a split has a first part");
        printer.print(path.display().to_string(), &notation::package(source).write())
    })
}
