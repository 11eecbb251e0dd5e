//! Text with tags in a Word document → checked, compiled, filled with an invented person, read back.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::docx::{Document, Package};
use otinish::language::Language;
use otinish::template::Template;
use otinish::template::specimen::specimen;
use otinish_fuzz::text::{escaped, piece};
use otinish_fuzz::{byte, container, limit};
use serde_json::Value;

static PEOPLE: LazyLock<[Value; 3]> = LazyLock::new(|| {
    [specimen("visa", Language::Ru), specimen("eaeu", Language::Kk), specimen("bilateral", Language::En)]
});

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";

/// Whole tags, and what tags are made of.
const TAGS: &[&str] = &[
    "{{ employee.full_name }}",
    "{{ employee.iin }}",
    "{{ company.name }}",
    "{% if dependant %}",
    "{% else %}",
    "{% endif %}",
    "{% for one in family %}",
    "{{ one.full_name }}",
    "{% endfor %}",
    "{{ one }}",
    "{% elif visa %}",
    "{% set x = 1 %}",
    "{{ x }}",
    "{# note #}",
    "{{ today | date(format=\"long\") }}",
    "{{ permit.from | date }}",
    "{{ 1234 | words }}",
    "{{ employee.full_name | genitive }}",
    "{{ company.name | dative }}",
    "{{ true | checkbox }}",
    "{{ employee.citizenship | country }}",
    "{{ 5 | plural(one=\"день\", few=\"дня\", many=\"дней\") }}",
    "{{ employee.full_name | initials | upper }}",
    "{{ \"a\" | image(width=\"2cm\") }}",
    "{% raw %}",
    "{% endraw %}",
    "{% break %}",
    "{% continue %}",
    "{% macro m(a) %}",
    "{% endmacro %}",
    "{% filter upper %}",
    "{% endfilter %}",
    "{%tr for one in family %}",
    "{%tr endfor %}",
    "{%tc for one in quota %}",
    "{%p if x %}",
    "{{ loop.index }}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{%-",
    "-%}",
    "if",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "defined",
    "containing",
    "set",
    "endfor",
    "endif",
    "employee",
    "family",
    "quota",
    "company",
    "extra",
    "loop",
    ".",
    "[",
    "]",
    "(",
    ")",
    "|",
    "==",
    "!=",
    "<",
    ">",
    "+",
    "-",
    "*",
    "/",
    "%",
    "~",
    ",",
    "=",
    "\"",
    "'",
    "«",
    "“",
    "‘",
    "`",
    "0",
    "1",
    "2.5",
    "true",
    "null",
    "date",
    "upper",
    "join",
    "sort",
    "first",
    "length",
    "default",
    "round",
    "\u{a0}",
    "range(end=3)",
    "x",
    "y",
    "::",
];

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let how = byte(&mut input);
    let docx = document(&mut input);
    let language = Language::ALL[usize::from(how % 3)];
    let person = &PEOPLE[usize::from(how / 3 % 3)];
    let faults = Template::check(&docx, "x", language, person);
    for fault in &faults {
        assert!(!fault.message.message.ru.is_empty());
    }
    let Ok(template) = Template::compile(&docx, "x", language) else {
        assert!(!faults.is_empty(), "what is not compiled has a fault that is told");
        return;
    };
    if let Ok(filled) = template.fill(person) {
        let package = Package::read(&filled.docx).expect("what is written is read");
        Document::read(&package).expect("what is filled is a document");
    }
});

fn document(input: &mut Unstructured) -> Vec<u8> {
    let mut body = String::new();
    for _ in 0..=byte(input) % 5 {
        match byte(input) {
            0..=159 => paragraph(input, &mut body),
            160..=219 => table(input, &mut body),
            220..=239 => {
                body += "<w:sdt><w:sdtPr><w:tag w:val=\"";
                escaped(&text(input), &mut body);
                body += "\"/></w:sdtPr><w:sdtContent>";
                paragraph(input, &mut body);
                body += "</w:sdtContent></w:sdt>";
            }
            _ => {
                body += "<w:p><w:fldSimple w:instr=\"MERGEFIELD ";
                escaped(&text(input), &mut body);
                body += "\"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>";
            }
        }
    }
    let part = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
    container::zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", part.as_bytes())])
}

fn table(input: &mut Unstructured, body: &mut String) {
    *body += "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>";
    for _ in 0..=byte(input) % 3 {
        *body += "<w:tr>";
        for _ in 0..=byte(input) % 3 {
            *body += "<w:tc>";
            match byte(input) {
                0..=239 => paragraph(input, body),
                _ => *body += "<w:p/>",
            }
            *body += "</w:tc>";
        }
        *body += "</w:tr>";
    }
    *body += "</w:tbl>";
}

/// Text, its runs cut where the fuzzer says.
fn paragraph(input: &mut Unstructured, body: &mut String) {
    *body += "<w:p><w:r><w:t xml:space=\"preserve\">";
    for _ in 0..byte(input) % 4 {
        escaped(&text(input), body);
        match byte(input) {
            0..=127 => *body += "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">",
            128..=143 => *body += "</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>",
            144..=151 => *body += "</w:t><w:br/><w:t>",
            152..=159 => *body += "</w:t><w:tab/><w:t>",
            160..=163 => *body += "</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:r><w:t>",
            164..=167 => *body += "</w:t></w:r><w:ins w:id=\"1\"><w:r><w:t>y</w:t></w:r></w:ins><w:r><w:t>",
            168..=171 => {
                *body += "</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>y</w:delText></w:r></w:del><w:r><w:t>"
            }
            _ => {}
        }
    }
    *body += "</w:t></w:r></w:p>";
}

fn text(input: &mut Unstructured) -> String {
    let mut out = String::new();
    for _ in 0..byte(input) % 8 {
        match byte(input) {
            index @ 0..=219 => {
                out += TAGS[usize::from(index) % TAGS.len()];
                if index & 1 == 1 {
                    out.push(' ');
                }
            }
            _ => out += &piece(input),
        }
    }
    out
}
