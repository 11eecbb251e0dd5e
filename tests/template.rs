//! Templates as text files: `template/*.txt` hold a tiny document, data, and what comes of them.
//!
//! A new case is a new file with its `--- template` and `--- data`; `UPDATE_GOLDEN=1` writes the rest (and
//! still fails, so that nobody takes it for a check). The notation is in `template/notation.rs`.

#[path = "template/hostile.rs"]
mod hostile;
#[path = "template/notation.rs"]
mod notation;
#[path = "template/outside.rs"]
mod outside;
#[path = "template/property.rs"]
mod property;

use std::fmt::Write as _;
use std::path::Path;

use otinish::language::Language;
use otinish::template::{Fault, FillError, Location, Template};

/// Sections that say what goes in; the others say what comes out.
const INPUT: [&str; 11] = [
    "",
    "template",
    "header",
    "footer",
    "footnote",
    "endnote",
    "properties",
    "styles",
    "document.xml.rels",
    "pictures",
    "data",
];

fn sections(case: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![(String::new(), String::new())];
    for line in case.lines() {
        match line.strip_prefix("--- ") {
            Some(name) => all.push((name.to_owned(), String::new())),
            None => {
                let (_, text) = all.last_mut().expect("the first section is there");
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    all
}

fn place(place: &Location) -> String {
    let heading = place.heading.as_ref().map_or(String::new(), |heading| format!(", under “{heading}”"));
    format!("{}{heading}: {}", place.text().en, place.context)
}

fn told(faults: &[Fault]) -> String {
    faults.iter().fold(String::new(), |mut out, fault| {
        _ = writeln!(
            out,
            "{} at {}\n  {} {}",
            fault.code,
            place(&fault.place),
            fault.message.message.en,
            fault.message.hint.en
        );
        out
    })
}

/// What comes out of a case, as sections.
fn run(input: &[(String, String)]) -> Vec<(String, String)> {
    let docx = notation::docx(input);
    let section = |wanted: &str| input.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str());
    let language = section("").and_then(|text| text.split_once("language: "));
    let language = language.and_then(|(_, text)| Language::from_code(&text[..2])).unwrap_or(Language::Ru);
    let template = match Template::compile(&docx, "case.docx", language) {
        Ok(template) => template.with_pictures(notation::pictures(section("pictures").unwrap_or_default())),
        Err(faults) => return vec![("faults".into(), told(&faults))],
    };
    let data = section("data").map_or(Ok(serde_json::json!({})), serde_json::from_str).expect("data is JSON");
    match template.fill(&data) {
        Ok(filled) => {
            let again = template.fill(&data).expect("what was filled once is filled again");
            assert_eq!(filled.docx, again.docx, "equal data give equal bytes");
            keep(input, &docx, &filled.docx);
            let mut out = notation::text(&filled.docx);
            if !filled.lacks.is_empty() {
                let lines =
                    filled.lacks.iter().map(|lack| format!("{} at {}\n", lack.path, place(&lack.place)));
                out.push(("lacks".into(), lines.collect()));
            }
            if !filled.doubts.is_empty() {
                let lines = filled
                    .doubts
                    .iter()
                    .map(|doubt| format!("{} ({}) at {}\n", doubt.form, doubt.path, place(&doubt.place)));
                out.push(("doubts".into(), lines.collect()));
            }
            out
        }
        Err(FillError::UnknownFields(fields)) => {
            let lines = fields.iter().map(|field| {
                format!(
                    "unknown field {}, near {} at {}\n  {}\n",
                    field.path,
                    field.near.as_deref().unwrap_or("-"),
                    place(&field.place),
                    field.fields.words().en
                )
            });
            vec![("error".into(), lines.collect())]
        }
        Err(error) => {
            let notice = error.notice();
            let at = error.place().map_or(String::new(), |at| format!(" at {}", place(at)));
            vec![(
                "error".into(),
                format!("{}{at}\n  {} {}\n", notice.code, notice.message.en, notice.hint.en),
            )]
        }
    }
}

/// Leaves the filled document of a case in the folder that `KEEP_CASES` names, for outside judges.
fn keep(input: &[(String, String)], template: &[u8], docx: &[u8]) {
    let Some(folder) = std::env::var_os("KEEP_CASES") else { return };
    let text: String = input.iter().map(|(_, text)| text.as_str()).collect();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, bytes) in [("docx", docx), ("template.docx", template)] {
        let path = Path::new(&folder).join(format!("{hash:016x}.{name}"));
        std::fs::write(path, bytes).expect("the folder is writable");
    }
}

fn written(sections: &[(String, String)]) -> String {
    sections.iter().fold(String::new(), |mut out, (name, text)| {
        if !name.is_empty() {
            _ = writeln!(out, "--- {name}");
        }
        out.push_str(text);
        out
    })
}

#[test]
fn every_case_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/template");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for path in &files {
        let case = std::fs::read_to_string(path).expect("a case is text");
        let mut all = sections(&case);
        let split = all.iter().position(|(name, _)| name == "data").map_or(all.len(), |at| at + 1);
        let split =
            all[..split].iter().position(|(name, _)| !INPUT.contains(&name.as_str())).unwrap_or(split);
        all.truncate(split);
        let output = run(&all);
        let whole = written(&all) + &written(&output);
        if whole != case {
            wrong.push(format!("{}:\n{}", path.display(), written(&output)));
            if update {
                std::fs::write(path, whole).expect("a case can be written");
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n{}", wrong.len(), files.len(), wrong.join("\n"));
    assert!(!update, "the cases were written anew; run again without UPDATE_GOLDEN");
    assert!(files.len() >= 40, "only {} cases", files.len());
}

/// The example document of the guide is the template of the case `guide.txt`.
#[test]
fn the_guide_has_its_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = std::fs::read_to_string(root.join("tests/template/guide.txt")).expect("the case is there");
    let mut input = sections(&case);
    input.retain(|(name, _)| INPUT.contains(&name.as_str()));
    let made = notation::docx(&input);
    let path = root.join("fixtures/guide.ru.docx");
    let same = std::fs::read(&path).is_ok_and(|bytes| bytes == made);
    if !same && std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &made).expect("the folder is writable");
    }
    assert!(same, "fixtures/guide.ru.docx is not what the case makes (UPDATE_GOLDEN=1 writes it)");
    for filter in [
        "date", "genitive", "dative", "initials", "country", "region", "number", "words", "plural",
        "checkbox", "translit", "chars", "caps", "firstcap", "join", "default", "image",
    ] {
        assert!(otinish::template::guide(Language::En).contains(filter), "the guide tells {filter}");
    }
}

/// Whatever the language of the words round them, the tags and the commands are the same ones.
#[test]
fn the_guide_says_the_same_in_each_language() {
    let code = |language| {
        let mut pieces: Vec<&str> = Vec::new();
        for (number, block) in otinish::template::guide(language).split("```").enumerate() {
            match number % 2 {
                // The words behind a command or a tag are in the language of the guide.
                1 => pieces.extend(
                    block.lines().filter_map(|line| line.split("  ").find(|words| !words.is_empty())),
                ),
                _ => pieces.extend(block.split('`').skip(1).step_by(2)),
            }
        }
        let is_tag = |piece: &str| piece.starts_with("{{") || piece.starts_with("{%");
        let is_code = |piece: &&str| is_tag(piece) || piece.is_ascii() && !piece.starts_with('`');
        pieces.retain(is_code);
        pieces.sort_unstable();
        pieces
    };
    for language in [Language::Ru, Language::Kk] {
        assert_eq!(code(language), code(Language::En), "{language}");
    }
}

#[test]
fn one_template_fills_in_many_threads() {
    let docx = notation::docx(&[(
        "template".into(),
        "{% for x in xs %}{% for y in x.ys %}{{ y.z }} {% endfor %}{% endfor %}{{ n }}".into(),
    )]);
    let template = Template::compile(&docx, "threads.docx", Language::Kk).expect("it has no faults");
    let data =
        |n: usize| serde_json::json!({"xs": vec![serde_json::json!({"ys": [{"z": n}]}); n], "n": null});
    let alone: Vec<_> = (0..8).map(|n| template.fill(&data(n)).expect("it fills")).collect();
    std::thread::scope(|scope| {
        for (n, expected) in alone.iter().enumerate() {
            let template = &template;
            scope.spawn(move || assert_eq!(&template.fill(&data(n)).expect("it fills"), expected));
        }
    });
    assert_eq!(template.paths().into_iter().collect::<Vec<_>>(), ["n", "xs", "xs[].ys", "xs[].ys[].z"]);
    assert_eq!((template.name(), template.language()), ("threads.docx", Language::Kk));
}

/// Headers and footers of the document before are not made again where they are equal, and only there.
#[test]
fn what_was_filled_before_changes_nothing() {
    let parts = [("template", "{{ n }}{{ head }}"), ("header", "{{ head }}"), ("footer", "{{ foot }}")];
    let docx = notation::docx(&parts.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let compile = || Template::compile(&docx, "before.docx", Language::Ru).expect("it has no faults");
    let template = compile();
    let values = [("а", "1"), ("а", "1"), ("б", "1"), ("б", ""), ("", "1"), ("", "1"), ("а", "2")];
    for (n, (head, foot)) in values.into_iter().enumerate() {
        let value = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let data = serde_json::json!({ "n": n, "head": value(head), "foot": value(foot) });
        assert_eq!(template.fill(&data), compile().fill(&data), "document {n}");
    }
}

/// A column for each cell again, of equal width, the table as wide as before (ECMA-376 part 1 §17.4.48).
#[test]
fn a_loop_over_cells_corrects_the_grid() {
    let row = "‖ Год ‖ {%tc for one in years %}{{ one }}{%tc endfor %}";
    let docx = notation::docx(&[("template".into(), row.into())]);
    let template = Template::compile(&docx, "columns.docx", Language::Ru).expect("it has no faults");
    for (years, widths) in [(1, vec![2000; 2]), (3, vec![1000; 4]), (0, vec![4000])] {
        let filled = template.fill(&serde_json::json!({ "years": vec![2026; years] })).expect("it fills");
        let package = otinish::docx::Package::read(&filled.docx).expect("a document");
        let document = String::from_utf8_lossy(&package.parts["word/document.xml"]).into_owned();
        let of = |element: &str| -> Vec<u32> {
            let start = format!("<{element} w:w=\"");
            let starts = document.split(start.as_str()).skip(1);
            starts.map(|rest| rest.split('"').next().expect("a width").parse().expect("a number")).collect()
        };
        assert_eq!(of("w:gridCol"), widths, "{years} years");
        assert_eq!(of("w:tcW"), widths, "{years} years");
    }
}

#[test]
fn what_is_no_document_is_a_fault() {
    for bytes in [&b""[..], b"PK", b"\xD0\xCF\x11\xE0", b"{{ x }}"] {
        let faults = Template::compile(bytes, "x.docx", Language::Ru).expect_err("no document");
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["document-not-word"]);
    }
}

/// Each row costs the document the same, and each tells what it lacks; how long it takes is measured by
/// `cargo bench --bench templates`.
#[test]
fn a_document_grows_by_its_rows() {
    let docx =
        notation::docx(&[("template".into(), "‖ {% for x in xs %}{{ x.a }} ‖ {{ x.b }}{% endfor %}".into())]);
    let template = Template::compile(&docx, "rows.docx", Language::Ru).expect("it has no faults");
    let length = |rows: usize| {
        let row = serde_json::json!({"a": "текст", "b": null});
        let data = serde_json::json!({ "xs": vec![row; rows] });
        let filled = template.fill(&data).expect("it fills");
        assert_eq!(filled.lacks.len(), rows);
        otinish::docx::Package::read(&filled.docx).expect("a document").parts["word/document.xml"].len()
    };
    let (none, few, many) = (length(1), length(501), length(5_001));
    assert_eq!(many - none, 10 * (few - none));
}

/// Every `"template-…"` in the source of the engine is a code of the catalogue, and every such code is used.
#[test]
fn codes_and_catalogue_agree() {
    fn gather(folder: &Path, codes: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the source is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                gather(&path, codes);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("source is text");
            let quoted = text.split('"');
            let code = |word: &&str| {
                word.starts_with("template-")
                    && word.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase())
            };
            codes.extend(quoted.filter(code).map(str::to_owned));
        }
    }
    let mut used = std::collections::BTreeSet::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template"), &mut used);
    let known: std::collections::BTreeSet<String> = otinish::finding::entries()
        .map(|entry| entry.code.to_owned())
        .filter(|code| code.starts_with("template-"))
        .collect();
    assert_eq!(used, known);
}

/// Five hundred names of men and women of many peoples: sex, name, genitive, dative, and `?` where the form
/// is doubtful. `UPDATE_GOLDEN=1` writes the forms; read them before you believe them.
#[test]
fn names_are_declined_as_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/template/names.tsv");
    let listed = std::fs::read_to_string(&path).expect("the list is there");
    let names: Vec<(&str, &str)> = listed
        .lines()
        .map(|line| {
            let mut cells = line.split('\t');
            (cells.next().expect("a sex"), cells.next().expect("a name"))
        })
        .collect();
    let line = "{% for one in names %}\n{{ one.name | genitive(sex=one.sex) }}→{{ one.name | dative(sex=one.sex) }}\n{% endfor %}";
    let docx = notation::docx(&[("template".into(), line.into())]);
    let template = Template::compile(&docx, "names.docx", Language::Ru).expect("it has no faults");
    let list: Vec<_> =
        names.iter().map(|(sex, name)| serde_json::json!({"sex": sex, "name": name})).collect();
    let filled = template.fill(&serde_json::json!({ "names": list })).expect("it fills");
    let doubtful = |form: &str| filled.doubts.iter().any(|doubt| doubt.form == form);
    let text = &notation::text(&filled.docx)[0].1;
    assert_eq!(text.lines().count(), names.len());
    let declined = names.iter().zip(text.lines()).fold(String::new(), |mut out, ((sex, name), forms)| {
        let (genitive, dative) = forms.split_once('→').expect("two forms");
        let doubt = if doubtful(genitive) || doubtful(dative) { "?" } else { "" };
        _ = writeln!(out, "{sex}\t{name}\t{genitive}\t{dative}\t{doubt}");
        out
    });
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &declined).expect("the list can be written");
    }
    let differ: Vec<_> = declined.lines().zip(listed.lines()).filter(|(one, other)| one != other).collect();
    assert!(differ.is_empty(), "{} forms differ: {differ:#?}", differ.len());
    assert!(names.len() >= 500, "only {} names", names.len());
}
