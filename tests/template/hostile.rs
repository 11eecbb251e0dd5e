//! Templates that reach beyond themselves: each is refused, with the part it is about.

use super::notation;
use super::outside::{RELATIONS, cases};
use otinish::docx::Package;
use otinish::language::Language;
use otinish::template::Template;

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
