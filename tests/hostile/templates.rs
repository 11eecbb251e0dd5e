//! Templates that attack, lie, or grow without end.

use otinish::docx::Package;

use crate::faulty::{self, compound, zip};
use crate::{notation, outside, workbook, zips};

fn letter(text: &str) -> Vec<u8> {
    notation::docx(&[("template".into(), text.into())])
}

/// A letter with one more part, or another in its place.
fn with(part: &str, content: impl Into<Vec<u8>>) -> Vec<u8> {
    saying("{{ x }}", part, content)
}

/// As [`with`], of a letter that says something else.
fn saying(text: &str, part: &str, content: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut package = Package::read(&letter(text)).expect("a package");
    package.parts.insert(part.to_owned(), content.into());
    package.write()
}

/// A letter whose body is this.
fn body(inner: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    with("word/document.xml", format!("<w:document xmlns:w=\"{main}\"><w:body>{inner}</w:body></w:document>"))
}

/// A letter of which two parts have this name.
fn twins(name: &str) -> Vec<u8> {
    let other = name.replace(".xml", ".xm2");
    let mut package = Package::read(&letter("{{ x }}")).expect("a package");
    package.parts.entry(name.to_owned()).or_insert_with(|| b"<w:fonts/>".to_vec());
    package.parts.insert(other.clone(), b"<x/>".to_vec());
    zips::renamed(&package.write(), &other, name)
}

/// All by name.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let reaching = outside::cases().into_iter().enumerate();
    let reaching = reaching.map(|(index, (name, part, content, _))| {
        (format!("reaches_out_{index:02} {name}"), with(part, content))
    });
    let others = files().into_iter().chain(tags()).map(|(name, bytes)| (name.to_owned(), bytes));
    let lies = zips::lies(&letter("{{ x }}")).map(|(lie, bytes)| (format!("zip_{lie}"), bytes));
    reaching.chain(others).chain(lies).collect()
}

/// Files and parts that lie.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let good = letter("{{ x }}");
    let deep = |count: usize| {
        format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(count), "<w:p/></w:tc></w:tr></w:tbl>".repeat(count))
    };
    vec![
        ("empty", b" ".to_vec()),
        ("text", "Уведомление".as_bytes().to_vec()),
        ("pdf", b"%PDF-1.7\n".to_vec()),
        ("old_word", compound("WordDocument")),
        ("protected", compound("EncryptedPackage")),
        ("a_workbook", workbook::build(faulty::SMALL)),
        ("no_document", zip(&[("[Content_Types].xml", b"<Types/>")])),
        ("cut", good[..good.len() / 2].to_vec()),
        ("zip_two_of_one_name", twins("word/document.xml")),
        ("zip_two_of_one_side_part", twins("word/fontTable.xml")),
        ("zip_names_by_case", with("WORD/Document.xml", "<x/>")),
        (
            "zip_names_by_slash",
            zips::renamed(&with("word/documen2.xml", "<x/>"), "word/documen2.xml", "word\\document.xml"),
        ),
        ("zip_long_name", with(&zips::long_name(), "x")),
        ("zip_name_without_end", zips::named_without_end(&with(&zips::long_name(), "x"))),
        ("zip_climbing_name", with("../../../etc/cron.d/x", "x")),
        ("bomb_of_a_part", with("word/document.xml", vec![b' '; 65 << 20])),
        ("bomb_of_a_picture", with("word/media/image1.png", vec![0; 65 << 20])),
        ("document_torn", with("word/document.xml", "<w:document")),
        ("document_of_types", with("word/document.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><w:document/>")),
        ("document_not_utf8", with("word/document.xml", b"<w:document>\xff\xfe\x80</w:document>".to_vec())),
        ("tables_deep", body(&deep(5_000))),
        ("tables_80_deep", body(&deep(80))),
        ("tables_50_deep", body(&deep(50))),
        ("elements_deep", body(&format!("{}{}", "<w:sdt>".repeat(200_000), "</w:sdt>".repeat(200_000)))),
        (
            "attributes_without_end",
            body(&format!(
                "<w:p {}/>",
                (0..100_000).map(|index| format!("w:a{index}=\"\" ")).collect::<String>()
            )),
        ),
        ("paragraphs_too_many", body(&"<w:p><w:pPr/></w:p>".repeat(500_000))),
        ("paragraphs_without_end", body(&"<w:p/>".repeat(20_000))),
        ("text_without_end", body(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "я ".repeat(1 << 18)))),
        ("styles_torn", saying("x", "word/styles.xml", "<w:styles><w:style")),
        (
            "numbering_not_utf8",
            saying("x", "word/numbering.xml", b"<w:numbering>\xff</w:numbering>".to_vec()),
        ),
        (
            "styles_in_a_circle",
            with(
                "word/styles.xml",
                "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"paragraph\" w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>",
            ),
        ),
        (
            "columns_without_end",
            body(
                "<w:tbl><w:tblGrid><w:gridCol w:w=\"99999999999\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2147483647\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
            ),
        ),
    ]
}

/// Tags that ask for too much or for what is not theirs.
fn tags() -> Vec<(&'static str, Vec<u8>)> {
    let text = |name, text: &str| (name, letter(text));
    vec![
        text("include_of_a_file", "{% include \"/etc/passwd\" %}"),
        text("import_of_a_file", "{% import \"/etc/passwd\" as x %}"),
        text("extends_a_file", "{% extends \"/etc/passwd\" %}"),
        text("environment", "{{ get_env(name=\"HOME\") }}"),
        text("time", "{{ now() }}"),
        text("random", "{{ get_random(start=0, end=10) }}"),
        text("throw", "{{ throw(message=\"x\") }}"),
        text("macro_of_itself", "{% macro a() %}{{ self::a() }}{% endmacro %}{{ self::a() }}"),
        text(
            "loops_of_nothing",
            "{% for a in range(end=1000) %}{% for b in range(end=1000) %}{% for c in range(end=1000) %}{% endfor %}{% endfor %}{% endfor %}",
        ),
        text(
            "loops_of_text",
            "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{{ x }}{% endfor %}{% endfor %}",
        ),
        text(
            "doubling",
            "{% set s = x %}{% for a in range(end=60) %}{% set_global s = s ~ s %}{% endfor %}{{ s }}",
        ),
        text("range_without_end", "{% for a in range(end=1000000000) %}x{% endfor %}"),
        text("expression_deep", &format!("{{{{ {}x{} }}}}", "(".repeat(20_000), ")".repeat(20_000))),
        text("filters_without_end", &format!("{{{{ x{} }}}}", " | upper".repeat(5_000))),
        text("tag_of_a_megabyte", &format!("{{{{ {} }}}}", "a".repeat(1 << 20))),
        text("tag_open", "{{ x"),
        text("block_open", "{% if x %}"),
        text("faults_without_end", &"{{ employee.nothing }}\n".repeat(500)),
        text("escape_off", "{{ x | safe }}"),
        text("markup_as_text", "{{ \"</w:t></w:r><w:r><w:t>\" | safe }}"),
    ]
}
