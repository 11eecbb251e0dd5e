//! The Word templates of the house: that they are what their generator makes, that they are sound Word
//! documents, and what each of them says and demands of an invented specimen case.
//!
//! Tags are tried with Tera on the bare text of a template; that they fall into the right rows and
//! paragraphs is tested with the template engine.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use otinish::docx::Package;
use serde_json::{Value as Json, json};
use tera::{Context, Kwargs, State, Tera, Value};

#[path = "../templates/make/letters/mod.rs"]
mod letters;

const MISSING: &str = "⟨missing⟩";

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn package(name: &str) -> Package {
    let path = house().join("templates").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Package::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn part(package: &Package, name: &str) -> String {
    let bytes = package.parts.get(name).unwrap_or_else(|| panic!("no part {name}"));
    String::from_utf8(bytes.clone()).expect("a part is UTF-8")
}

fn names() -> Vec<String> {
    letters::all().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn committed_files_are_what_the_generator_makes() {
    for (name, made) in letters::all() {
        let path = house().join("templates").join(&name);
        let committed = std::fs::read(&path).unwrap_or_default();
        assert!(committed == made, "{name} differs: run `cargo run --example make-templates`");
    }
}

#[test]
fn there_is_each_letter_in_each_language() {
    let kinds = [
        "quota-request",
        "invitation-letter",
        "arrival-notification",
        "trp-application",
        "work-permit-extension",
        "visa-extension",
        "family-visa-request",
        "iin-application",
        "employment-contract-annex",
        "work-permit-cancellation",
        "visa-cancellation",
        "power-of-attorney",
        "invitation-email",
        "packet-index",
        "checklist",
        "cover-letter",
        "request-to-employee",
        "portal-card",
    ];
    let wanted: Vec<String> =
        kinds.iter().flat_map(|kind| ["ru", "kk", "en"].map(|code| format!("{kind}.{code}.docx"))).collect();
    assert_eq!(names(), wanted);
}

#[test]
fn each_is_a_word_document_on_a4_in_its_language() {
    for name in names() {
        let package = package(&name);
        let document = part(&package, "word/document.xml");
        assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"), "{name}: A4");
        let styles = part(&package, "word/styles.xml");
        assert!(styles.contains("w:ascii=\"Times New Roman\""), "{name}: type");
        let tag = match name.split('.').nth(1) {
            Some("ru") => "ru-RU",
            Some("kk") => "kk-KZ",
            _ => "en-GB",
        };
        assert!(styles.contains(&format!("<w:lang w:val=\"{tag}\"")), "{name}: language");
        assert!(part(&package, "word/settings.xml").contains("compatibilityMode"), "{name}: settings");
        for (part, bytes) in &package.parts {
            well_formed(bytes).unwrap_or_else(|error| panic!("{name}, {part}: {error}"));
        }
    }
}

fn well_formed(xml: &[u8]) -> Result<(), quick_xml::Error> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut buffer = Vec::new();
    while reader.read_event_into(&mut buffer)? != quick_xml::events::Event::Eof {
        buffer.clear();
    }
    Ok(())
}

/// A style that is used but not defined falls back to Normal in silence; a list without a definition, too.
#[test]
fn each_style_in_use_is_defined() {
    for name in names() {
        let package = package(&name);
        let styles = part(&package, "word/styles.xml");
        for file in ["word/document.xml", "word/footer1.xml", "word/numbering.xml"] {
            for used in attributes(&part(&package, file), "<w:pStyle w:val=\"") {
                assert!(styles.contains(&format!("w:styleId=\"{used}\"")), "{name}: style {used}");
            }
        }
        for list in attributes(&styles, "<w:numId w:val=\"") {
            let numbering = part(&package, "word/numbering.xml");
            assert!(numbering.contains(&format!("<w:num w:numId=\"{list}\"")), "{name}: list {list}");
        }
    }
}

fn attributes(xml: &str, opening: &str) -> BTreeSet<String> {
    let values = xml.split(opening).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(str::to_owned).collect()
}

#[test]
fn tags_are_whole_within_one_run() {
    for name in names() {
        let package = package(&name);
        for file in ["word/document.xml", "word/footer1.xml"] {
            for run in runs(&part(&package, file)) {
                for (open, close) in [("{{", "}}"), ("{%", "%}")] {
                    assert_eq!(run.matches(open).count(), run.matches(close).count(), "{name}: `{run}`");
                }
            }
        }
    }
}

/// Tables that touch are one table in Word, and Word wants a paragraph at the end of a cell.
#[test]
fn tables_stand_apart_and_cells_end_with_a_paragraph() {
    for name in names() {
        let document = part(&package(&name), "word/document.xml");
        assert!(!document.contains("</w:tbl><w:tbl>"), "{name}: two tables touch");
        assert!(!document.contains("</w:tbl></w:tc>"), "{name}: a cell ends with a table");
        assert!(!document.contains("</w:tcPr></w:tc>"), "{name}: a cell is empty");
        assert!(!document.contains("</w:tbl><w:sectPr"), "{name}: the body ends with a table");
    }
}

/// The texts of the runs of a part.
fn runs(xml: &str) -> Vec<String> {
    let texts = xml.split("<w:t xml:space=\"preserve\">").skip(1);
    texts.filter_map(|rest| rest.split("</w:t>").next()).map(unescape).collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The text of a letter, a line for each paragraph, tags and all.
fn text(name: &str) -> String {
    let package = package(name);
    let mut lines = Vec::new();
    for file in ["word/document.xml", "word/footer1.xml"] {
        let xml = part(&package, file);
        lines.extend(xml.split("</w:p>").map(|paragraph| runs(paragraph).concat()));
    }
    lines.join("\n")
}

/// A letter ready to be said of one case after another.
struct Speech {
    name: String,
    tera: Tera,
}

impl Speech {
    fn of(name: &str) -> Speech {
        let source = text(name).replace("{{ ", "{{ (").replace(" }}", ") | present }}");
        let mut tera = Tera::default();
        tera.register_filter("present", |value: Value, _: Kwargs, _: &State| match value.is_none() {
            true => Value::from(MISSING),
            false => value,
        });
        for name in
            ["date", "country", "region", "initials", "number", "plural", "words", "firstlow", "translit"]
        {
            tera.register_filter(name, |value: Value, _: Kwargs, _: &State| value);
        }
        tera.register_filter("replace", |value: Value, _: Kwargs, _: &State| value);
        tera.register_filter("default", |value: Value, _: Kwargs, _: &State| match value.is_none() {
            true => Value::from("–"),
            false => value,
        });
        tera.register_test("present", |value: Value, _: Kwargs, _: &State| !value.is_none());
        tera.add_raw_template(name, &source).unwrap_or_else(|error| panic!("{name}: {error}"));
        Speech { name: name.to_owned(), tera }
    }

    /// What the letter says of a case; a missing value that it would print stands as [`MISSING`].
    fn say(&self, case: &Json) -> String {
        let context = Context::from_serialize(case).expect("a case is an object");
        self.tera.render(&self.name, &context).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

fn say(name: &str, case: &Json) -> String {
    Speech::of(name).say(case)
}

/// The invented case: a worker on the visa route with a wife and a daughter.
fn specimen() -> Json {
    let path = house().join("tests/letters/specimen.json");
    let text = std::fs::read_to_string(path).expect("the specimen is there");
    let mut case: Json = serde_json::from_str(&text).expect("the specimen is JSON");
    case["person"] = case["employee"].clone();
    case["person"]["is_dependant"] = json!(false);
    case
}

/// The case by its name: whom it is about and on which route the worker is.
fn case(name: &str) -> Json {
    let mut case = specimen();
    match name {
        "eaeu" => {
            for who in ["employee", "person"] {
                case[who]["route"] = json!("eaeu");
                case[who]["citizenship"] = json!("RU");
            }
        }
        "spouse" | "child" => {
            case["person"] = case["family"][usize::from(name == "child")].clone();
            case["person"]["is_dependant"] = json!(true);
            case["dependant"] = case["person"].clone();
        }
        "move" | "trip" => {
            case["movement"] = case["movements"][name].clone();
            case["filing"]["period_to"] = Json::Null;
        }
        _ => {}
    }
    case
}

#[test]
fn a_trp_application_attaches_the_contract_of_an_eaeu_citizen_and_else_the_permit() {
    for (language, contract, permit) in [
        ("ru", "Копия трудового договора", "Копия разрешения"),
        ("kk", "еңбек шартының көшірмесі", "рұқсаттың көшірмесі"),
        ("en", "employment contract", "Copy of work permit"),
    ] {
        let name = format!("trp-application.{language}.docx");
        let eaeu = say(&name, &case("eaeu"));
        assert!(eaeu.contains(contract) && !eaeu.contains(permit), "{name}: {eaeu}");
        let other = say(&name, &case("worker"));
        assert!(!other.contains(contract) && other.contains(permit), "{name}: {other}");
    }
}

#[test]
fn a_trp_application_of_the_family_attaches_the_certificate_in_its_form() {
    let forms = [
        ("apostille", "Апостилированная копия"),
        ("legalisation", "Легализованная копия"),
        ("notarised_copy", "Нотариально засвидетельствованная копия"),
        ("none", "Копия"),
    ];
    for (relation, document) in
        [("spouse", "свидетельства о заключении брака"), ("child", "свидетельства о рождении")]
    {
        for (form, copy) in forms {
            let mut case = case(relation);
            case["person"]["cert_authentication"] = json!(form);
            let letter = say("trp-application.ru.docx", &case);
            assert!(letter.contains(&format!("\n{copy} {document} №")), "{relation}, {form}: {letter}");
        }
    }
}

#[test]
fn an_arrival_notification_names_the_person_the_purpose_and_the_address() {
    for language in ["ru", "kk", "en"] {
        for who in ["worker", "spouse"] {
            let case = case(who);
            let letter = say(&format!("arrival-notification.{language}.docx"), &case);
            let address = match language {
                "kk" => "address_kk",
                "en" if who == "worker" => "address_en",
                _ => "address",
            };
            for field in ["full_name_lat", "purpose", address] {
                let value = case["person"][field].as_str().expect("the specimen has it");
                assert!(letter.contains(value), "{language}, {who}: {field} in {letter}");
            }
        }
    }
}

/// R24: a move tells both addresses, a trip where to and until when, and neither claims an arrival.
#[test]
fn a_notification_is_worded_for_its_event() {
    for (language, arrived, moved, travels) in [
        (
            "ru",
            "о прибытии в Республику",
            "об изменении адреса временного проживания следующего",
            "о поездке в другой регион Республики Казахстан следующего",
        ),
        (
            "kk",
            "келгені туралы хабарлайды",
            "мекенжайының өзгергені туралы хабарлайды",
            "басқа өңіріне сапары туралы хабарлайды",
        ),
        (
            "en",
            "of the arrival in",
            "of a change of the temporary residence address of the",
            "of a trip to another region",
        ),
    ] {
        let name = format!("arrival-notification.{language}.docx");
        let all = [("worker", arrived), ("move", moved), ("trip", travels)];
        for (event, wanted) in all {
            let letter = say(&name, &case(event));
            for (other, words) in all {
                assert_eq!(letter.contains(words), words == wanted, "{name}, {event}, {other}: {letter}");
            }
        }
        let specimen = specimen();
        let [moved, travels] = ["move", "trip"].map(|event| say(&name, &case(event)));
        let value = |event: &str, field: &str| {
            specimen["movements"][event][field].as_str().expect("the specimen has it").to_owned()
        };
        assert!(moved.contains(&value("move", "former_address")), "{name}: {moved}");
        assert!(travels.contains(&value("trip", "to")), "{name}: {travels}");
        assert!(travels.contains(&value("trip", "address")), "{name}: {travels}");
    }
}

/// R34, R35 for the others; of them a citizen of the EAEU has only the repatriation (R28).
#[test]
fn an_annex_has_the_clauses_that_apply() {
    for (language, permit, repatriation) in [
        ("ru", "разрешения на привлечение иностранной рабочей силы №", "репатриацию тела"),
        ("kk", "рұқсаттың қолданылу", "денені"),
        ("en", "work permit No.", "repatriation of the body"),
    ] {
        let name = format!("employment-contract-annex.{language}.docx");
        let worker = say(&name, &case("worker"));
        assert!(worker.contains(permit) && worker.contains(repatriation), "{name}: {worker}");
        assert!(worker.contains("KZ-23"), "{name}: the territory: {worker}");
        let eaeu = say(&name, &case("eaeu"));
        assert!(!eaeu.contains(permit) && eaeu.contains(repatriation), "{name}: {eaeu}");
        assert!(!eaeu.contains("2027-11-30"), "{name}: the permit's term: {eaeu}");
    }
}

/// R16: each request for the family says that the visa gives no right to work.
#[test]
fn a_family_visa_gives_no_right_to_work() {
    for (language, words) in [
        ("ru", "без права на трудоустройство"),
        ("kk", "жұмыс істеу құқығынсыз"),
        ("en", "without the right to work"),
    ] {
        for kind in ["family-visa-request", "visa-extension"] {
            let letter = say(&format!("{kind}.{language}.docx"), &case("spouse"));
            assert!(letter.contains(words), "{kind}.{language}: {letter}");
        }
    }
}

/// R40: the power of attorney is attached where a representative files, and only then.
#[test]
fn an_iin_application_attaches_what_is_asked_for() {
    let whole = case("worker");
    let mut alone = whole.clone();
    alone["company"]["representative_name"] = Json::Null;
    let letter = say("iin-application.ru.docx", &whole);
    assert!(letter.contains("Нотариально засвидетельствованная копия паспорта"), "{letter}");
    assert!(letter.contains("\nДоверенность."), "{letter}");
    let letter = say("iin-application.ru.docx", &alone);
    assert!(!letter.contains("Доверенность"), "{letter}");
    // R38: a member of the family has no wage.
    let family = say("iin-application.ru.docx", &case("spouse"));
    assert!(family.contains("члену семьи") && family.contains("супруга"), "{family}");
    assert!(!family.contains("заработной платы") && letter.contains("заработной платы"), "{family}");
}

/// Which values each letter cannot do without, by trial: each value of the case is taken away in turn.
#[test]
fn required_values() {
    let mut report = String::new();
    for name in names() {
        let cases: &[&str] = match name.split('.').next() {
            Some("arrival-notification") => &["worker", "spouse", "move", "trip"],
            Some("visa-extension" | "iin-application" | "power-of-attorney") => &["worker", "spouse"],
            Some("employment-contract-annex") => &["worker", "eaeu"],
            Some("family-visa-request") => &["spouse", "child"],
            Some("trp-application") => &["worker", "eaeu", "spouse", "child"],
            _ => &["worker"],
        };
        let speech = Speech::of(&name);
        for case_name in cases {
            let whole = case(case_name);
            assert!(!speech.say(&whole).contains(MISSING), "{name}, {case_name}: the specimen is whole");
            report += &format!("{name}, {case_name}\n");
            for pointer in leaves(&whole) {
                let mut poorer = whole.clone();
                *poorer.pointer_mut(&pointer).expect("the leaf is there") = Json::Null;
                if speech.say(&poorer).contains(MISSING) {
                    report += &format!("  {}\n", pointer[1..].replace('/', "."));
                }
            }
        }
    }
    let path = house().join("tests/letters/required.txt");
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    if golden != report && std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &report).expect("the golden file can be written");
    }
    assert!(golden == report, "required values differ from {}; now:\n{report}", path.display());
}

/// JSON pointers of the values of a case; of a list only the first item.
fn leaves(value: &Json) -> Vec<String> {
    match value {
        Json::Object(fields) => {
            let below = |(name, value)| leaves(value).into_iter().map(move |rest| format!("/{name}{rest}"));
            fields.iter().flat_map(below).collect()
        }
        Json::Array(items) => match items.first() {
            Some(item) => leaves(item).into_iter().map(|rest| format!("/0{rest}")).collect(),
            None => Vec::new(),
        },
        _ => vec![String::new()],
    }
}

/// What each built-in template says, as text: a change of wording is seen here. `UPDATE_GOLDEN=1` writes it.
#[test]
fn every_template_reads_as_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/text");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut differ = Vec::new();
    for (name, bytes) in otinish::template::BUILT_IN {
        let path = folder.join(name.replace(".docx", ".txt"));
        let text = otinish::template::text(bytes).expect("a built-in template is a document");
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            differ.push(*name);
            if update {
                std::fs::create_dir_all(&folder).expect("the folder can be made");
                std::fs::write(&path, text).expect("the text can be written");
            }
        }
    }
    assert!(differ.is_empty(), "these read otherwise (UPDATE_GOLDEN=1 writes them anew): {differ:?}");
}
