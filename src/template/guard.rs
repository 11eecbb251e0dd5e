//! Whether a template could reach beyond itself when it is opened: then it is refused.
//!
//! A filing goes to an authority; a linked picture, an included file or a macro in it reads files or the
//! network on whatever computer opens it. Only hyperlinks may lead outside.

use super::place::{Fault, Location};
use crate::docx::Package;
use crate::docx::xml::{self, Element, Node};

/// Fields that read files, databases or other programs (ECMA-376 part 1 §17.16.5).
const FIELDS: [&str; 10] = [
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "INCLUDE",
    "IMPORT",
    "LINK",
    "DDE",
    "DDEAUTO",
    "DATABASE",
    "RD",
    "AUTOTEXTLIST",
];

/// The faults of the package as a whole.
pub fn check(package: &Package) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, content) in &package.parts {
        if is_program(name) {
            faults.push(Fault::new(Location::part(name), "template-macro", &[("found", name)]));
        }
        // Programs that open the letter find its parts in any case (ECMA-376 part 2, part name equivalence).
        let plain = name.to_ascii_lowercase();
        if plain.ends_with(".rels") {
            relationships(name, content, &mut faults);
        }
        if plain == "word/settings.xml" {
            settings(name, content, &mut faults);
        }
    }
    faults
}

fn is_program(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("vbaproject")
        || name.contains("vbadata")
        || name.contains("/activex/")
        || (name.contains("/embeddings/") && name.ends_with(".bin"))
}

/// A mail merge opens its database when the document is opened (ECMA-376 part 1 §17.14).
fn settings(name: &str, content: &[u8], faults: &mut Vec<Fault>) {
    let text = xml::decode(content);
    let root = text.as_ref().map_err(|error| *error).and_then(|text| xml::parse(text));
    if root.is_ok_and(|root| root.child("w:mailMerge").is_some()) {
        faults.push(Fault::new(Location::part(name), "template-external", &[("found", "w:mailMerge")]));
    }
}

/// ECMA-376 part 2 §9.
fn relationships(name: &str, content: &[u8], faults: &mut Vec<Fault>) {
    let text = xml::decode(content);
    let root = text.as_ref().map_err(|error| *error).and_then(|text| xml::parse(text));
    let Ok(root) = root else {
        faults.push(Fault::new(Location::part(name), "template-part-damaged", &[("found", name)]));
        return;
    };
    for relationship in root.elements() {
        let kind = relationship.attribute("Type").unwrap_or_default();
        let target = relationship.attribute("Target").unwrap_or_default();
        let mode = relationship.attribute("TargetMode").unwrap_or_default();
        let outside =
            mode.eq_ignore_ascii_case("External") || target.contains("://") || target.starts_with("\\\\");
        if outside && !kind.ends_with("/hyperlink") || kind.ends_with("/aFChunk") {
            faults.push(Fault::new(Location::part(name), "template-external", &[("found", target)]));
        }
    }
}

/// The faults of a paragraph: fields that read from outside.
pub fn check_fields(place: &Location, paragraph: &Element<'_>, faults: &mut Vec<Fault>) {
    let mut code = String::new();
    fields(place, paragraph, &mut code, faults);
    code_of_field(place, &code, faults);
}

/// The code of a field may be split over runs: it is gathered from its beginning to its end.
fn fields(place: &Location, element: &Element<'_>, code: &mut String, faults: &mut Vec<Fault>) {
    for child in element.elements() {
        match child.name.as_ref() {
            "w:fldChar" => code_of_field(place, &std::mem::take(code), faults),
            "w:instrText" | "w:delInstrText" => child.children.iter().for_each(|node| {
                if let Node::Text(text) = node {
                    code.push_str(text);
                }
            }),
            "w:fldSimple" => code_of_field(place, child.attribute("w:instr").unwrap_or_default(), faults),
            _ => {}
        }
        if child.name != "w:txbxContent" {
            fields(place, child, code, faults);
        }
    }
}

fn code_of_field(place: &Location, code: &str, faults: &mut Vec<Fault>) {
    let name = code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    if FIELDS.contains(&name.as_str()) {
        faults.push(Fault::new(place.clone(), "template-field-code", &[("found", &name)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str, content: &str) -> Vec<&'static str> {
        let package = Package { parts: [(name.to_owned(), content.into())].into() };
        check(&package).iter().map(|fault| fault.code).collect()
    }

    fn relationship(attributes: &str) -> Vec<&'static str> {
        codes(
            "word/_rels/document.xml.rels",
            &format!("<Relationships><Relationship {attributes}/></Relationships>"),
        )
    }

    #[test]
    fn only_hyperlinks_lead_outside() {
        assert!(
            relationship("Type=\"x/hyperlink\" TargetMode=\"External\" Target=\"https://egov.kz/\"")
                .is_empty()
        );
        assert!(relationship("Type=\"x/image\" Target=\"media/image1.png\"").is_empty());
        for attributes in [
            "Type=\"x/image\" TargetMode=\"External\" Target=\"a.png\"",
            "Type=\"x/image\" TargetMode=\"external\" Target=\"a.png\"",
            "Type=\"x/image\" Target=\"file:///c:/a.png\"",
            "Type=\"x/image\" Target=\"\\\\host\\a.png\"",
            "Type=\"x/attachedTemplate\" TargetMode=\"External\" Target=\"http://x/a.dotm\"",
            "Type=\"x/aFChunk\" Target=\"a.html\"",
        ] {
            assert_eq!(relationship(attributes), ["template-external"], "{attributes}");
        }
    }

    #[test]
    fn programs_are_refused() {
        for name in ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"] {
            assert_eq!(codes(name, ""), ["template-macro"], "{name}");
        }
        assert_eq!(
            codes("word/settings.xml", "<w:settings><w:mailMerge/></w:settings>"),
            ["template-external"]
        );
        assert!(codes("word/embeddings/chart.xlsx", "").is_empty());
    }
}
