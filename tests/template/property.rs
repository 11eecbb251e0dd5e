//! Whatever stands in a template: it compiles or tells its faults; what it fills is a document.

use super::notation;
use otinish::docx::Package;
use otinish::docx::xml::{self, Element, Node};
use otinish::language::Language;
use otinish::template::Template;

/// xorshift64: the same cases on every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let limit = from.len() as u64;
        from[self.below(limit) as usize]
    }
}

const SINGLES: [&str; 16] = [
    "текст",
    " ",
    "{{ a }}",
    "{{ n }}",
    "{{ e.b | upper }}",
    "{{ n or e.c }}",
    "{# c #}",
    "{% set s = a %}",
    "→",
    "⇟",
    "{{ a ~ n }}",
    "{{ loop.index }}",
    "⟦<w:bookmarkStart w:id=\"1\" w:name=\"m\"/><w:bookmarkEnd w:id=\"1\"/>⟧",
    "{_{",
    "{{ x }}",
    "⟦<w:hyperlink><w:r><w:t>{{ a }} и</w:t></w:r></w:hyperlink>⟧",
];
const GROUPS: [(&str, &str, &str); 6] = [
    ("{% if a %}", "{% else %}", "{% endif %}"),
    ("{% if n %}", "{% elif a %}", "{% endif %}"),
    ("{% for x in xs %}", "", "{% endfor %}"),
    ("{%p if n %}", "{%p else %}", "{%p endif %}"),
    ("{%tr for x in xs %}", "", "{%tr endfor %}"),
    ("{%- for x in empty -%}", "{% else %}", "{% endfor %}"),
];
const BREAKS: [&str; 8] = ["\n", "\n", "\n", "¶", " ‖ ", "\n‖ ", "¦", ""];

/// Text with balanced tags, cut into paragraphs, cells and rows wherever chance has it.
fn nested(chance: &mut Chance, depth: u32, out: &mut String) {
    for _ in 0..=chance.below(3) {
        out.push_str(chance.pick(&BREAKS));
        if depth > 0 && chance.below(2) == 0 {
            let (open, middle, close) = GROUPS[chance.below(GROUPS.len() as u64) as usize];
            out.push_str(open);
            nested(chance, depth - 1, out);
            if chance.below(3) == 0 {
                out.push_str(middle);
                nested(chance, depth - 1, out);
            }
            if open.contains("for") && chance.below(6) == 0 {
                out.push_str("{% break %}");
            }
            out.push_str(chance.pick(&BREAKS));
            out.push_str(close);
        } else {
            out.push_str(chance.pick(&SINGLES));
        }
    }
}

fn sound(element: &Element<'_>) {
    assert!(!element.name.starts_with("otinish"), "{} is left", element.name);
    assert!(element.attributes.iter().all(|(name, _)| !name.starts_with("otinish")), "a mark is left");
    let blocks: Vec<&str> = element.elements().map(|child| child.name.as_ref()).collect();
    match element.name.as_ref() {
        "w:tbl" => assert!(blocks.contains(&"w:tr"), "a table without rows"),
        "w:tr" => assert!(blocks.contains(&"w:tc"), "a row without cells"),
        "w:tc" => assert_eq!(blocks.last(), Some(&"w:p"), "a cell ends with a paragraph"),
        _ => {}
    }
    for child in &element.children {
        match child {
            Node::Element(child) => sound(child),
            Node::Text(text) => {
                assert!(
                    !text.contains("{%") && !text.contains("None") && !text.contains("undefined"),
                    "{text}"
                );
                assert!(!text.contains(|character| ('\u{80}'..='\u{9F}').contains(&character)), "{text:?}");
            }
        }
    }
}

#[test]
fn a_random_template_is_filled_or_its_faults_are_told() {
    let data = serde_json::json!({"a": "да", "n": null, "e": {"b": null, "c": null}, "xs": ["1", null, "3"], "empty": [], "x": "вне"});
    let mut filled = 0;
    for seed in 1..=3_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut text = String::new();
        nested(&mut chance, 4, &mut text);
        let docx = notation::docx(&[("template".into(), text.clone())]);
        let template = match Template::compile(&docx, "random.docx", Language::Ru) {
            Ok(template) => template,
            Err(faults) => {
                assert!(!faults.is_empty(), "{text}");
                continue;
            }
        };
        let document = template.fill(&data).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        let package = Package::read(&document.docx).expect("a package");
        let source = xml::decode(&package.parts["word/document.xml"]).expect("UTF-8");
        sound(&xml::parse(&source).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}")));
        filled += 1;
    }
    assert!(filled > 1_000, "only {filled} of 3000 compile");
}

/// What a value may be that is none, or that some program wrote where it had none.
fn nothings() -> Vec<serde_json::Value> {
    let mut all = vec![serde_json::json!(null), serde_json::json!([null]), serde_json::json!({"b": null})];
    let texts =
        ["", " ", "None", "undefined", "NaN", "#N/A", "1899-12-30", "1899-12-31", "30.12.1899", "null"];
    all.extend(texts.map(serde_json::Value::from));
    all
}

/// Filters as they may stand in a tag.
const FILTERS: [&str; 30] = [
    "",
    "| date",
    "| date(format=\"long\")",
    "| date(format=\"d MMMM yyyy\")",
    "| country",
    "| region(case=\"genitive\")",
    "| initials",
    "| genitive(sex=\"M\")",
    "| dative(sex=\"F\")",
    "| number",
    "| words",
    "| words(currency=\"KZT\")",
    "| plural(one=\"а\", few=\"б\", many=\"в\")",
    "| checkbox",
    "| translit",
    "| chars | first",
    "| firstcap",
    "| firstlow",
    "| caps",
    "| upper",
    "| trim",
    "| str",
    "| first",
    "| last",
    "| length",
    "| join(sep=\", \")",
    "| replace(from=\"a\", to=\"b\")",
    "| truncate(length=50)",
    "| int",
    "| round",
];

/// Whatever a value is and however it is written: a letter never shows what stands for nothing, and no tag.
#[test]
fn nothing_is_never_printed_as_a_word() {
    let words = ["None", "undefined", "NaN", "1899", "{{", "}}", "{%", "%}"];
    let mut printed = 0;
    for filter in FILTERS {
        for around in [
            "{{ v @ }}",
            "{{ w.v @ }}",
            "{{ (v or n) @ }}",
            "{{ a ~ v @ }}",
            "{% for v in xs %}{{ v @ }}{% endfor %}",
        ] {
            let text = format!("начало {} конец", around.replace('@', filter));
            let docx = notation::docx(&[("template".into(), text.clone())]);
            let Ok(template) = Template::compile(&docx, "nothing.docx", Language::Ru) else { continue };
            for value in nothings() {
                let data =
                    serde_json::json!({"a": "да", "n": null, "v": value, "w": {"v": value}, "xs": [value]});
                let Ok(filled) = template.fill(&data) else { continue };
                printed += 1;
                let shown = &notation::text(&filled.docx)[0].1;
                let word = words.iter().find(|word| shown.contains(**word));
                // A text that only contains such a word, put together by the template itself, is its own.
                let own = around.contains('~');
                assert!(word.is_none() || own, "{text} with {data} shows {shown}");
                assert!(shown.starts_with("начало ") && shown.ends_with(" конец\n"), "{text}: {shown}");
            }
        }
    }
    assert!(printed > 400, "only {printed} were printed");
}

const HOLDING: [(&str, &str); 6] = [
    ("{% if a %}", "{% endif %}"),
    ("{% if n %}{% else %}", "{% endif %}"),
    ("{% for x in xs %}", "{% endfor %}"),
    ("{%p if a %}", "{%p endif %}"),
    ("{%tr for x in xs %}", "{%tr endfor %}"),
    ("{%- if a -%}", "{%- endif -%}"),
];

/// As [`nested`], but every condition holds, no list is empty, and each word stands once.
fn holding(chance: &mut Chance, depth: u32, words: &mut usize, out: &mut String) {
    for _ in 0..=chance.below(3) {
        out.push_str(chance.pick(&BREAKS));
        if depth > 0 && chance.below(2) == 0 {
            let (open, close) = HOLDING[chance.below(HOLDING.len() as u64) as usize];
            out.push_str(open);
            holding(chance, depth - 1, words, out);
            out.push_str(chance.pick(&BREAKS));
            out.push_str(close);
        } else {
            *words += 1;
            out.push_str(&format!("<{words}>{}", chance.pick(&["", "{{ a }}", "{{ n }}", "¦", " "])));
        }
    }
}

#[test]
fn no_word_is_lost() {
    let data = serde_json::json!({"a": "да", "n": null, "xs": ["1", "2"]});
    let mut filled = 0;
    for seed in 1..=2_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (mut text, mut words) = (String::new(), 0);
        holding(&mut chance, 4, &mut words, &mut text);
        let docx = notation::docx(&[("template".into(), text.clone())]);
        let Ok(template) = Template::compile(&docx, "words.docx", Language::Ru) else { continue };
        let document = template.fill(&data).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
        let shown = &notation::text(&document.docx)[0].1;
        for word in 1..=words {
            assert!(
                shown.contains(&format!("<{word}>")),
                "seed {seed}: <{word}> is lost\n{text}\n→\n{shown}"
            );
        }
        assert_eq!(shown.contains("да"), text.contains("{{ a }}"), "seed {seed}: a value is lost\n{text}");
        filled += 1;
    }
    assert!(filled > 700, "only {filled} of 2000 compile");
}

#[test]
fn broken_text_never_panics() {
    let pieces = [
        "{{", "}}", "{%", "%}", "{#", "#}", "if", "for x in", "a", "|", "(", ")", "\"", "«", "'", ".", "[",
        "]", " ", "\n", "endif", "-", "~", "\\", "?", "is", "not", "else", "{", "}", "¦", ",",
    ];
    for seed in 1..=5_000_u64 {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let text: String = (0..chance.below(30)).map(|_| chance.pick(&pieces)).collect();
        let docx = notation::docx(&[("template".into(), text)]);
        if let Ok(template) = Template::compile(&docx, "broken.docx", Language::En) {
            _ = template.fill(&serde_json::json!({"a": null, "x": 1}));
        }
    }
}
