//! `otinish template` from the outside: what it prints, what it writes, how it ends.

#[path = "template/notation.rs"]
#[allow(dead_code, reason = "only the writing half is used here")]
mod notation;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use otinish::cli::{self, Exit, Surroundings};
use otinish::docx::Package;
use otinish::language::Language;
use otinish::template::{BUILT_IN, Template, language_of, specimen};
use serde_json::Value;

fn run(arguments: &[&str]) -> (Exit, String, String) {
    otinish(&[&["template"], arguments].concat())
}

fn otinish(arguments: &[&str]) -> (Exit, String, String) {
    let typed = ["otinish"].iter().chain(arguments).map(OsString::from);
    let today = specimen::today();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(typed, Surroundings { today, language: Language::En }, &mut out, &mut err);
    (exit, String::from_utf8(out).expect("text"), String::from_utf8(err).expect("text"))
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn template(folder: &str, text: &str) -> String {
    let path = self::folder(folder).join("letter.ru.docx");
    std::fs::write(&path, notation::docx(&[("template".into(), text.into())])).expect("it can be written");
    path.to_string_lossy().into_owned()
}

#[test]
fn every_letter_fits_the_people_of_every_route() {
    for (name, bytes) in BUILT_IN {
        let language = language_of(name).expect("a language in the name");
        let letter = Template::compile(bytes, name, language).expect("it compiles");
        for route in specimen::ROUTES {
            let value = specimen::specimen_for(name, route, language);
            assert_eq!(letter.examine(&value), [], "{name}");
            letter.fill(&value).unwrap_or_else(|error| panic!("{name}, {route}: {error}"));
        }
        assert!(
            specimen::is_paper(name) || letter.fields().iter().all(|field| field.about.is_some()),
            "{name}"
        );
    }
}

/// A template that prints all that a value has: its fields, and those of the elements of its lists.
fn printing(value: &Value, path: &str, text: &mut String) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                printing(value, &format!("{path}{dot}{name}"), text);
            }
        }
        Value::Array(elements) => {
            let one = format!("one{}", text.len());
            writeln!(text, "{{% for {one} in {path} %}}").expect("memory");
            elements.iter().take(1).for_each(|element| printing(element, &one, text));
            text.push_str("{% endfor %}\n");
        }
        Value::Bool(_) => writeln!(text, "{{% if {path} %}}{{% endif %}}").expect("memory"),
        _ => writeln!(text, "{{{{ {path} or \"\" }}}}").expect("memory"),
    }
}

/// What a preview shows of the packet's own papers, a packet has; and a wrong field is told before.
#[test]
fn a_preview_of_a_paper_has_the_fields_of_a_packet() {
    let folder = folder("papers");
    let papers = ["checklist", "cover-letter", "packet-index", "request-to-employee"];
    let letters = folder.join("letters");
    std::fs::create_dir_all(&letters).expect("a folder can be made");
    for paper in papers {
        let name = format!("{paper}.ru.docx");
        let mut text = String::new();
        printing(&specimen::specimen_for(&name, "visa", Language::Ru), "", &mut text);
        let docx = notation::docx(&[("template".into(), text)]);
        std::fs::write(letters.join(&name), docx).expect("it can be written");
    }
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (letters, out) = (path(&letters), path(&folder.join("out")));
    let (exit, _, err) = otinish(&[
        "build",
        "fixtures/roster.xlsx",
        "--templates",
        &letters,
        "--lang",
        "ru",
        "--format",
        "docx",
        "-o",
        &out,
    ]);
    assert_ne!(exit, Exit::Partial, "{err}");
    assert!(!err.contains("There is no field"), "{err}");

    let preview = path(&folder.join("preview/"));
    std::fs::create_dir_all(&preview).expect("a folder can be made");
    for paper in papers {
        let wrong = template(&format!("paper-{paper}"), "{{ company.nam_ru }} {{ packt.subject }}\n");
        let named = wrong.replace("letter.ru.docx", &format!("{paper}.ru.docx"));
        std::fs::rename(&wrong, &named).expect("it can be renamed");
        let (exit, out, _) = run(&["check", &named]);
        assert_eq!((exit, out.matches("There is no field").count()), (Exit::Unmade, 2), "{paper}: {out}");
        let (exit, out, err) = run(&["preview", &format!("templates/{paper}.kk.docx"), "-o", &preview]);
        assert_eq!(exit, Exit::Done, "{paper}: {err}");
        for line in out.lines() {
            assert!(line.starts_with(&preview) && line.ends_with(".pdf"), "{line}");
            assert!(std::fs::read(line).is_ok_and(|pdf| pdf.starts_with(b"%PDF")), "{line}");
        }
    }
}

#[test]
fn check_tells_every_fault_as_json() {
    let file = template(
        "check",
        "{{ employee.adress }} {{ today | dat }} {{ quota }} {% for x in employee.birth_date %}{{ x }}{% endfor %}{{ extra.Ставка }}",
    );
    let (exit, out, _) = run(&["check", &file, "--format", "json"]);
    assert_eq!(exit, Exit::Unmade);
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON and nothing else");
    let faults = told["templates"][0]["faults"].as_array().expect("a list");
    let codes: Vec<_> = faults.iter().map(|fault| fault["code"].as_str().expect("a code")).collect();
    assert_eq!(
        codes,
        ["template-unknown-field", "template-unknown-filter", "template-not-text", "template-not-list"]
    );
    assert_eq!(faults[0]["place"]["paragraph"], 1);
    assert!(faults[0]["message"]["hint"]["en"].as_str().expect("words").contains("employee.address"));
    // All fields that there are, for a program as a list, for a person once.
    assert_eq!(faults[0]["fields"]["of"], "employee");
    let names = faults[0]["fields"]["names"].as_array().expect("a list");
    assert!(names.len() > 40 && names.contains(&"passport_no".into()), "{names:?}");
    let file = template("check-twice", "{{ employee.adress }} {{ employee.ardess }} {{ compani.bin }}");
    let (_, out, _) = run(&["check", &file]);
    assert_eq!(out.matches("Fields of `employee`: address, address_en, ").count(), 1, "{out}");
    assert!(out.contains("The data has: company, contract, contracts, dependant, "), "{out}");
}

#[test]
fn check_comments_in_a_copy() {
    let file = template("comments", "Письмо\n‖ а ‖ {{ employee.adress }} {{ quota }}\nконец");
    let (exit, out, _) = run(&["check", &file, "--format", "docx"]);
    assert_eq!(exit, Exit::Unmade);
    let copy = std::fs::read(out.trim()).expect("it was written");
    assert_eq!(notation::text(&copy), notation::text(&std::fs::read(&file).expect("the template")));
    let package = Package::read(&copy).expect("a package");
    let part = |name: &str| String::from_utf8(package.parts[name].clone()).expect("UTF-8");
    assert_eq!(part("word/comments.xml").matches("<w:comment ").count(), 2);
    let body = part("word/document.xml");
    let (before, after) = body.split_once("<w:commentRangeStart w:id=\"0\"/>").expect("it is anchored");
    assert!(before.contains("Письмо") && after.contains("adress") && after.contains("конец"));
    assert_eq!(body.matches("w:commentReference").count(), 2);
    assert!(part("[Content_Types].xml").contains("comments+xml"));
    assert!(part("word/_rels/document.xml.rels").contains("comments.xml"));
    let comments = part("word/comments.xml");
    assert!(comments.contains("Fields of `employee`: address, "), "{comments}");
    // The copy is a template again, and its comments do not reach the letter.
    let (exit, out, _) = run(&["check", out.trim(), "--format", "json"]);
    assert_eq!((exit, out.matches("\"code\": \"template-").count()), (Exit::Unmade, 4));
}

/// Each thing that `check` looks for, in a small template of its own.
#[test]
fn check_sees_fonts_features_links_macros_and_types() {
    let with = |name: &str, text: &str, part: &str, content: &str| {
        let file = template(name, text);
        let mut package = Package::read(&std::fs::read(&file).expect("it was written")).expect("a package");
        package.parts.insert(part.into(), content.as_bytes().to_vec());
        std::fs::write(&file, package.write()).expect("it can be written");
        file
    };
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" TargetMode=\"External\" Target=\"{target}\"/></Relationships>"
        )
    };
    let letter = "{{ employee.address }}";
    let styles = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Comic Foo\" w:hAnsi=\"Comic Foo\"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>";
    let header = "word/_rels/header1.xml.rels";
    let cases = [
        (with("font", letter, "word/styles.xml", styles), Exit::Done, "Comic Foo", "[feature-not-printed]"),
        (
            with("link", letter, header, &relation("image", "https://a.test/b.png")),
            Exit::Unmade,
            "https://a.test/b.png",
            "[template-external]",
        ),
        (
            with("site", letter, header, &relation("hyperlink", "https://egov.kz/")),
            Exit::Done,
            "no faults",
            "",
        ),
        (with("macro", letter, "word/vbaProject.bin", ""), Exit::Unmade, "vbaProject", "[template-macro]"),
        (
            template("date-loop", "{% for x in permit.to %}{{ x }}{% endfor %}"),
            Exit::Unmade,
            "permit.to",
            "[template-not-list]",
        ),
        (template("list-print", "{{ family }}"), Exit::Unmade, "family", "[template-not-text]"),
        (template("no-filter", "{{ today | datte }}"), Exit::Unmade, "`date`", "[template-unknown-filter]"),
        (
            template("unbalanced", "{% if today %}\nа\n{% endfor %}"),
            Exit::Unmade,
            "{% endif %}",
            "[template-close-",
        ),
        (
            template("field", "⟦<w:fldSimple w:instr=\" INCLUDETEXT c:/a.docx \"/>⟧"),
            Exit::Unmade,
            "INCLUDETEXT",
            "[template-field-code]",
        ),
    ];
    for (file, expected, word, code) in cases {
        let (exit, out, err) = run(&["check", &file]);
        assert_eq!(exit, expected, "{file}: {out}{err}");
        assert!(out.contains(word) && out.contains(code), "{file}: {out}{err}");
    }
}

#[test]
fn warnings_are_comments_too() {
    let file = template("warned", "Письмо\n{{ extra[\"Ставка\"] }}");
    let (exit, out, _) = run(&["check", &file, "--format", "docx"]);
    assert_eq!(exit, Exit::Done);
    let copy = Package::read(&std::fs::read(out.trim()).expect("it was written")).expect("a package");
    let part = |name: &str| String::from_utf8(copy.parts[name].clone()).expect("UTF-8");
    assert!(part("word/comments.xml").contains("To look at: `extra.Ставка` reads a column of your own"));
    let (before, after) = part("word/document.xml")
        .split_once("<w:commentRangeStart")
        .map(|(before, after)| (before.to_owned(), after.to_owned()))
        .expect("it is anchored");
    assert!(before.contains("Письмо") && after.contains("extra["));
    let file = template("unwarned", "{{ employee.address }}");
    let (exit, out, _) = run(&["check", &file, "--format", "docx"]);
    assert!(exit == Exit::Done && out.contains("no faults"), "{out}");
}

#[test]
fn check_runs_the_filters_and_looks_at_the_page() {
    let (exit, out, _) = run(&["check", &template("filters", "{{ employee.address | date }}")]);
    assert_eq!(exit, Exit::Unmade);
    assert!(out.contains("[template-filter-value]"), "{out}");
    let text = "@section {{ employee.address }}\n{{ extra[\"Ставка\"] }}";
    let (exit, out, _) = run(&["check", &template("page", text)]);
    assert_eq!(exit, Exit::Done);
    assert!(out.contains("The page is 216 × 279 mm") && out.contains("no faults"), "{out}");
    assert!(out.contains("reads a column of your own: “Ставка”"), "{out}");
}

#[test]
fn fields_are_told_with_their_columns() {
    let file = template("fields", "{{ permit.to | date }} {{ extra.Ставка }} {{ nonsense }}");
    let (exit, out, _) = run(&["fields", &file, "--format", "json"]);
    assert_eq!(exit, Exit::Done);
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON and nothing else");
    let fields = told["fields"].as_array().expect("a list");
    assert_eq!(fields.len(), 3);
    assert_eq!((&fields[0]["path"], &fields[0]["column"]["en"]), (&"extra.Ставка".into(), &"Ставка".into()));
    assert!(fields[1]["about"].is_null());
    assert_eq!((&fields[2]["field"], &fields[2]["type"]), (&"wp_to".into(), &"date".into()));
}

#[test]
fn a_preview_for_each_route() {
    let file = template("preview", "{{ person.full_name_lat }} {{ visa.number }}");
    let target = folder("previewed").join("out.docx");
    let (exit, out, _) = run(&["preview", &file, "-o", &target.to_string_lossy()]);
    assert_eq!((exit, out.lines().count()), (Exit::Done, specimen::ROUTES.len()));
    let text = |route: &str| {
        let docx = std::fs::read(target.with_extension(format!("{route}.docx"))).expect("it was written");
        notation::text(&docx)[0].1.clone()
    };
    assert_eq!(text("visa"), "SAMPLE John KZ0000001\n");
    assert_eq!(text("eaeu"), "OBRAZTSOV Ivan ⟨y:________⟩\n");
    let target = target.with_extension("pdf");
    let (exit, out, _) = run(&["preview", &file, "--route", "cis", "-o", &target.to_string_lossy()]);
    assert_eq!((exit, out.lines().count()), (Exit::Done, 1));
    assert!(std::fs::read(&target).expect("it was written").starts_with(b"%PDF"));
}

/// A letter of ours is shown with whom it is for, and has no blanks.
#[test]
fn a_preview_has_a_fitting_person() {
    let folder = folder("fitting");
    for (name, bytes) in BUILT_IN.iter().filter(|(name, _)| name.ends_with(".ru.docx")) {
        let packet = ["checklist", "cover-letter", "packet-index", "request-to-employee", "portal-card"];
        if packet.iter().any(|paper| name.starts_with(paper)) {
            continue;
        }
        for route in specimen::routes_for(name) {
            let value = specimen::specimen_for(name, route, Language::Ru);
            let letter = Template::compile(bytes, name, Language::Ru).expect("it compiles");
            let filled = letter.fill(&value).unwrap_or_else(|error| panic!("{name}, {route}: {error}"));
            assert_eq!(filled.lacks, [], "{name}, {route}");
        }
    }
    let file = folder.join("family-visa-request.ru.docx");
    let (_, bytes) = BUILT_IN.iter().find(|(name, _)| *name == "family-visa-request.ru.docx").expect("ours");
    std::fs::write(&file, bytes).expect("it can be written");
    let target = folder.join("out.docx");
    let (exit, out, _) = run(&["preview", &file.to_string_lossy(), "-o", &target.to_string_lossy()]);
    assert_eq!((exit, out.lines().count()), (Exit::Done, 2), "{out}");
    let docx = std::fs::read(target.with_extension("visa.docx")).expect("it was written");
    let text = &notation::text(&docx)[0].1;
    assert!(text.contains("SAMPLE Anna") && text.contains("супруга"), "{text}");
}

#[test]
fn fill_makes_one_document_from_any_json() {
    let folder = folder("fill");
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("it can be written");
    let text = "{{ name | dative(sex=\"M\") }}, {{ place | country }} {{ \"seal.jpg\" | image(width=10) }}";
    write("letter.ru.docx", &notation::docx(&[("template".into(), text.into())]));
    write("whole.json", r#"{"name": "Цой Виктор", "place": "TR"}"#.as_bytes());
    write("part.json", r#"{"name": "Цой Виктор", "place": null}"#.as_bytes());
    write("broken.json", b"{");
    std::fs::create_dir_all(folder.join("pictures")).expect("a folder can be made");
    write("pictures/seal.jpg", include_bytes!("pdf/orange.jpg"));
    let fill = |data: &str, more: &[&str]| {
        let (template, data, out) = (path("letter.ru.docx"), path(data), path("out.docx"));
        _ = std::fs::remove_file(&out);
        let told = otinish(&[&["fill", &template, &data, "-o", &out], more].concat());
        (told.0, told.2, std::fs::read(&out).ok().map(|docx| notation::text(&docx)[0].1.clone()))
    };
    let (exit, err, text) = fill("whole.json", &[]);
    let text = text.expect("it was written");
    assert!(exit == Exit::Done && text.starts_with("Цою Виктору, Турция ⟦drawing 1 10.0"), "{err}{text}");
    assert!(err.contains("The form `Цою Виктору` of the name `name` is doubtful."), "{err}");
    let (exit, err, text) = fill("part.json", &[]);
    assert!(exit == Exit::Unmade && text.is_none() && err.contains("`place` is missing"), "{err}");
    let (exit, _, text) = fill("part.json", &["--draft"]);
    assert!(exit == Exit::Unmade && text.is_some_and(|text| text.contains("⟨y:________⟩")));
    assert_eq!(fill("broken.json", &[]).0, Exit::CouldNotWork);
}

#[test]
fn a_document_is_printed_as_text() {
    let file = template("text", "@Title ⟨b:Письмо⟩\nТекст {{ x }}↵строка\n‖ а ‖ б¶в\n");
    let (exit, out, _) = run(&["text", &file]);
    let expected = "[Title] **Письмо**\nТекст {{ x }}↵строка\n<table>\n| - а\n  - б\n    в\n</table>\n--- page 210 × 297 mm\n";
    assert_eq!((exit, out.as_str()), (Exit::Done, expected));
    let (exit, out, _) = run(&["guide"]);
    assert!(exit == Exit::Done && out.starts_with("# Writing templates"));
}

/// The name of a Chinese employee in his own script: no face of ours has it.
#[test]
fn letters_that_no_font_has_are_told_once_with_what_to_do() {
    let file = template("scripts", "Виза для 李小龙 и ещё раз 李, 甲乙丙丁戊己庚辛壬癸子丑寅卯");
    let (exit, out, err) = otinish(&["pdf", &file, "--messages", "ru"]);
    assert!(exit == Exit::CouldNotWork && out.is_empty(), "{out}");
    let told: Vec<&str> = err.lines().collect();
    assert_eq!(told.len(), 3, "{err}");
    assert!(
        told[0].contains("знаки, которых нет ни в одном шрифте: U+4E01, ") && told[0].ends_with(" и ещё 5"),
        "{err}"
    );
    assert!(
        told[1].contains(
            "не печатается. Ни в одном шрифте нет знака `李` (U+674E), который нужен на странице 1"
        ),
        "{err}"
    );
    assert!(told[2].contains("--fonts ПАПКА"), "{err}");
}
