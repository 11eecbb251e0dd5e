//! Templates as text files: `template/*.txt` hold a tiny document, data, and what comes of them.
//!
//! A new case is a new file with its `--- template` and `--- data`; `UPDATE_GOLDEN=1` writes the rest (and
//! still fails, so that nobody takes it for a check). The notation is in `template/notation.rs`.

#[path = "template/notation.rs"]
mod notation;
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
            keep(input, &filled.docx);
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
                    "unknown field {}, near {} at {}\n",
                    field.path,
                    field.near.as_deref().unwrap_or("-"),
                    place(&field.place)
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
fn keep(input: &[(String, String)], docx: &[u8]) {
    let Some(folder) = std::env::var_os("KEEP_CASES") else { return };
    let text: String = input.iter().map(|(_, text)| text.as_str()).collect();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::fs::write(Path::new(&folder).join(format!("{hash:016x}.docx")), docx)
        .expect("the folder is writable");
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

#[test]
fn what_is_no_document_is_a_fault() {
    for bytes in [&b""[..], b"PK", b"\xD0\xCF\x11\xE0", b"{{ x }}"] {
        let faults = Template::compile(bytes, "x.docx", Language::Ru).expect_err("no document");
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["template-not-word"]);
    }
}

/// Twice the rows take about twice the time; generous, for a loaded machine.
#[test]
fn filling_takes_time_in_proportion() {
    let docx =
        notation::docx(&[("template".into(), "‖ {% for x in xs %}{{ x.a }} ‖ {{ x.b }}{% endfor %}".into())]);
    let template = Template::compile(&docx, "rows.docx", Language::Ru).expect("it has no faults");
    let time = |rows: usize| {
        let row = serde_json::json!({"a": "текст", "b": null});
        let data = serde_json::json!({ "xs": vec![row; rows] });
        let start = std::time::Instant::now();
        assert_eq!(template.fill(&data).expect("it fills").lacks.len(), rows);
        start.elapsed()
    };
    time(100);
    let (few, many) = (time(500), time(5_000));
    assert!(many < few * 40, "500 rows in {few:?}, 5000 in {many:?}");
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
