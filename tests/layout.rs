//! Documents in a small notation → pages as positioned text, beside what is expected.
//!
//! A new case is a new file `tests/layout/*.txt`: the notation, a line `=== pages`, the pages.
//! `UPDATE_GOLDEN=1` rewrites the pages and still fails. The properties hold for any document.

#[path = "layout/notation.rs"]
mod notation;
#[path = "layout/properties.rs"]
mod properties;
#[path = "layout/survival.rs"]
mod survival;

use std::fmt::Write;

use otinish::docx::Document;
use otinish::layout::{Color, Fonts, Item, Pages, Step, lay_out};

const MARK: &str = "=== pages\n";

fn pages(notation: &str) -> Pages {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22);
    let document =
        Document::read_on(&notation::package(notation), today).expect("the notation gives a document");
    lay_out(&document, &Fonts::load())
}

/// One item a line: place, size, face, text.
fn describe(pages: &Pages) -> String {
    let mut text = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        writeln!(text, "page {} · {:.0} × {:.0}", number + 1, page.width, page.height)
            .expect("memory takes any text");
        for item in &page.items {
            let line = match item {
                Item::Glyphs(glyphs) => {
                    let run = &glyphs.run;
                    let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
                    let (x, y, size) = (glyphs.x, glyphs.y, run.size);
                    let color = match run.color.0 {
                        [0, 0, 0] => String::new(),
                        _ => format!(" {}", code(run.color)),
                    };
                    let (font, text) = (run.font.0, &run.text);
                    format!("{x:7.1} {y:7.1}  +{width:.1}  {size:.1}/{font}{color}  {text}")
                }
                Item::Rectangle { x, y, width, height, color } => {
                    format!("{x:7.1} {y:7.1}  {width:.1} × {height:.1}  {}", code(*color))
                }
                Item::Path { steps, fill, line } => {
                    let fill = fill.map(|color| format!("  fill {}", code(color))).unwrap_or_default();
                    let pen = line.map(|(color, weight)| format!("  pen {} {weight:.2}", code(color)));
                    format!("{fill}{}  {}", pen.unwrap_or_default(), steps_of(steps))
                }
                Item::Image { x, y, width, height, crop, .. } => {
                    let cut = if *crop == [0.0; 4] { String::new() } else { format!(" without {crop:?}") };
                    format!("{x:7.1} {y:7.1}  {width:.1} × {height:.1}  picture{cut}")
                }
                Item::Link { x, y, width, height, goal } => {
                    format!("{x:7.1} {y:7.1}  {width:.1} × {height:.1}  link to {goal:?}")
                }
                Item::Begin { .. } | Item::End => continue,
                Item::Place { y, name } => format!("        {y:7.1}  place {name}"),
                Item::Heading { y, level, title } => {
                    format!("        {y:7.1}  heading {} {title}", level + 1)
                }
            };
            writeln!(text, "{line}").expect("memory takes any text");
        }
    }
    for warning in &pages.warnings {
        writeln!(text, "warning: {}", warning.en).expect("memory takes any text");
    }
    text
}

fn code(color: Color) -> String {
    let [red, green, blue] = color.0;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// A path as PDF writes it, its points from the top left corner of the page.
fn steps_of(steps: &[Step]) -> String {
    let point = |[x, y]: [f32; 2]| format!("{x:.1} {y:.1}");
    let step = |step: &Step| match step {
        Step::Move(to) => format!("{} m", point(*to)),
        Step::Line(to) => format!("{} l", point(*to)),
        Step::Curve(points) => format!("{} c", points.map(point).join(" ")),
        Step::Close => "h".to_owned(),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// The cases of a folder, by name.
fn cases(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    cases
}

#[test]
fn documents_are_laid_out_as_expected() {
    let mut failures = Vec::new();
    for path in cases("tests/layout") {
        let content = std::fs::read_to_string(&path).expect("a case is text");
        let (source, expected) = content.split_once(MARK).unwrap_or((&content, ""));
        let found = describe(&pages(source));
        if found != expected {
            failures.push(format!("{}\n{}", path.display(), difference(expected, &found)));
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                let source = source.trim_end();
                std::fs::write(&path, format!("{source}\n\n{MARK}{found}")).expect("a case can be rewritten");
            }
        }
    }
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// The first line that differs, expected and found.
fn difference(expected: &str, found: &str) -> String {
    let mut lines = found.lines();
    for (number, line) in expected.lines().enumerate() {
        let other = lines.next();
        if other != Some(line) {
            return format!("  line {}\n  - {line}\n  + {}", number + 1, other.unwrap_or("(nothing)"));
        }
    }
    format!("  + {}", lines.next().unwrap_or("(nothing)"))
}
