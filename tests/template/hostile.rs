//! Templates that reach beyond themselves: each is refused, with the part it is about.

use super::notation;
use otinish::docx::Package;
use otinish::language::Language;
use otinish::template::Template;

const RELATIONS: &str = "word/_rels/document.xml.rels";

/// What is refused: a name, the part, its content, the code.
fn cases() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let relation = |kind: &str, rest: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" {rest}/></Relationships>"
        )
    };
    let external = "template-external";
    let mut all = vec![
        (
            "picture of the web",
            RELATIONS,
            relation("image", "TargetMode=\"External\" Target=\"https://a.test/b.png\""),
            external,
        ),
        (
            "picture of the disk",
            RELATIONS,
            relation("image", "TargetMode=\"External\" Target=\"file:///etc/passwd\""),
            external,
        ),
        ("picture of a share", RELATIONS, relation("image", "Target=\"\\\\host\\share\\a.png\""), external),
        (
            "picture without the mode",
            RELATIONS,
            relation("image", "Target=\"http://a.test/b.png\""),
            external,
        ),
        (
            "mode in capitals",
            RELATIONS,
            relation("image", "TargetMode=\"EXTERNAL\" Target=\"a.png\""),
            external,
        ),
        (
            "attached template",
            "word/_rels/footer1.xml.rels",
            relation("attachedTemplate", "TargetMode=\"External\" Target=\"http://a.test/b.dotm\""),
            external,
        ),
        (
            "frame",
            "word/_rels/webSettings.xml.rels",
            relation("frame", "TargetMode=\"External\" Target=\"http://a.test/\""),
            external,
        ),
        (
            "object",
            RELATIONS,
            relation("oleObject", "TargetMode=\"External\" Target=\"http://a.test/b.xls\""),
            external,
        ),
        (
            "sub-document",
            RELATIONS,
            relation("subDocument", "TargetMode=\"External\" Target=\"b.docx\""),
            external,
        ),
        ("other format inside", RELATIONS, relation("aFChunk", "Target=\"a.html\""), external),
        (
            "media",
            RELATIONS,
            relation("video", "TargetMode=\"External\" Target=\"http://a.test/b.mp4\""),
            external,
        ),
        (
            "of the package",
            "_rels/.rels",
            relation("thumbnail", "TargetMode=\"External\" Target=\"http://a.test/b.emf\""),
            external,
        ),
        (
            "of a header",
            "word/_rels/header1.xml.rels",
            relation("image", "TargetMode=\"External\" Target=\"ftp://a.test/b\""),
            external,
        ),
        ("relationships broken", RELATIONS, "<Relationships>".to_owned(), "template-part-damaged"),
        (
            "entities",
            "word/header9.xml",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><w:hdr>&b;</w:hdr>".to_owned(),
            "template-part-damaged",
        ),
        (
            "entities of relationships",
            RELATIONS,
            "<!DOCTYPE a><Relationships/>".to_owned(),
            "template-part-damaged",
        ),
        ("macro", "word/vbaProject.bin", String::new(), "template-macro"),
        ("macro data", "word/vbaData.xml", String::new(), "template-macro"),
        ("ActiveX", "word/activeX/activeX1.xml", String::new(), "template-macro"),
        ("embedded program", "word/embeddings/oleObject1.bin", String::new(), "template-macro"),
    ];
    for code in [
        "INCLUDEPICTURE \"http://a.test/b.png\"",
        "INCLUDETEXT \"c:\\\\a.docx\"",
        "LINK Excel.Sheet.8 a.xls",
        "DDEAUTO excel a b",
        "DDE excel a b",
        "DATABASE \\d a",
        "IMPORT a.png",
        "RD a.docx",
    ] {
        all.push((
            "field",
            "word/header8.xml",
            format!(
                "<w:hdr xmlns:w=\"w\"><w:p><w:fldSimple w:instr=\"{}\"/></w:p></w:hdr>",
                code.replace('"', "&quot;")
            ),
            "template-field-code",
        ));
    }
    all
}

#[test]
fn what_reaches_outside_is_refused_with_its_part() {
    let cases = cases();
    assert!(cases.len() >= 28);
    for (name, part, content, code) in cases {
        let mut package =
            Package::read(&notation::docx(&[("template".into(), "{{ x }}".into())])).expect("a package");
        package.parts.insert(part.to_owned(), content.into());
        let faults = Template::compile(&package.write(), "hostile.docx", Language::Ru).expect_err(name);
        let told: Vec<_> = faults.iter().map(|fault| (fault.code, fault.place.part.as_str())).collect();
        assert!(told.contains(&(code, part)), "{name}: {told:?}");
    }
}

#[test]
fn a_hyperlink_may_lead_outside() {
    let mut package =
        Package::read(&notation::docx(&[("template".into(), "{{ x }}".into())])).expect("a package");
    let link = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" TargetMode=\"External\" Target=\"https://egov.kz/\"/></Relationships>";
    package.parts.insert(RELATIONS.to_owned(), link.into());
    assert!(Template::compile(&package.write(), "link.docx", Language::Ru).is_ok());
}

#[test]
fn tags_nested_without_end_are_a_fault() {
    for (open, close) in
        [("{% if x %}", "{% endif %}"), ("{% for y in x %}", "{% endfor %}"), ("{{ (", ") }}")]
    {
        let text = open.repeat(3_000) + "а" + &close.repeat(3_000);
        let docx = notation::docx(&[("template".into(), text)]);
        assert!(Template::compile(&docx, "deep.docx", Language::Ru).is_err(), "{open}");
    }
}

#[test]
fn a_template_that_grows_without_end_is_stopped() {
    for text in [
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% if a == b %}{% endif %}{% endfor %}{% endfor %}",
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% set s = b %}{% endfor %}{% endfor %}",
        "{% for a in range(end=1000) %}{% for b in range(end=1000) %}{% for c in range(end=1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{{ x }}{% endfor %}{% endfor %}",
        "{% set s = x %}{% for a in range(end=60) %}{% set s = s ~ s %}{% endfor %}{{ s | join }}",
    ] {
        let docx = notation::docx(&[("template".into(), text.into())]);
        let Ok(template) = Template::compile(&docx, "grows.docx", Language::Ru) else { continue };
        assert!(template.fill(&serde_json::json!({"x": "а"})).is_err(), "{text}");
    }
}
