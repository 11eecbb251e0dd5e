//! Fields of a mail merge, simple and complex, and the boxes of old forms (ECMA-376 part 1 §17.16.5.35,
//! §17.16.17).

use super::{TICKS, name, run};
use crate::docx::xml::{Element, Node};

/// Rules of a mail merge, which only Word can work out.
const RULES: [&str; 12] = [
    "IF",
    "NEXT",
    "NEXTIF",
    "SKIPIF",
    "ASK",
    "FILLIN",
    "SET",
    "COMPARE",
    "MERGEREC",
    "MERGESEQ",
    "ADDRESSBLOCK",
    "GREETINGLINE",
];

/// Adopts the fields below an element; the codes of those that cannot be are told with their fault.
pub fn adopt(element: &mut Element<'_>, faults: &mut Vec<(&'static str, String)>) {
    let children = std::mem::take(&mut element.children);
    let mut out: Vec<Node<'_>> = Vec::with_capacity(children.len());
    // Where the fields that are open begin in `out`.
    let mut open: Vec<usize> = Vec::new();
    for child in split(children) {
        let Node::Element(mut child) = child else {
            out.push(child);
            continue;
        };
        if child.name == "w:fldSimple" {
            let code = child.attribute("w:instr").unwrap_or_default().to_owned();
            let properties = properties_of(&child.children);
            match tag(&code, faults) {
                Some(text) if open.is_empty() => out.push(run(properties, text).into()),
                _ => out.push(child.into()),
            }
            continue;
        }
        match mark(&child) {
            Some("begin") => {
                open.push(out.len());
                out.push(child.into());
            }
            Some("end") if !open.is_empty() => {
                out.push(child.into());
                let start = open.pop().unwrap_or(0);
                if open.is_empty() {
                    let field = out.split_off(start);
                    out.extend(field_adopted(field, faults));
                }
            }
            _ => {
                adopt(&mut child, faults);
                out.push(child.into());
            }
        }
    }
    element.children = out;
}

/// Runs with marks or codes of fields get one run for each of their children.
fn split(children: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut out = Vec::with_capacity(children.len());
    for child in children {
        match child {
            Node::Element(run)
                if run.name == "w:r" && run.child("w:fldChar").is_some() && run.elements().count() > 1 =>
            {
                let properties = run.child("w:rPr").cloned();
                for leaf in run.children {
                    if leaf.is("w:rPr") {
                        continue;
                    }
                    let mut part = Element {
                        name: run.name.clone(),
                        attributes: run.attributes.clone(),
                        children: Vec::new(),
                    };
                    part.children.extend(properties.clone().map(Node::Element));
                    part.children.push(leaf);
                    out.push(part.into());
                }
            }
            child => out.push(child),
        }
    }
    out
}

fn mark<'e>(run: &'e Element<'_>) -> Option<&'e str> {
    run.child("w:fldChar").filter(|_| run.name == "w:r")?.attribute("w:fldCharType")
}

/// A complex field, from its begin to its end.
fn field_adopted<'a>(field: Vec<Node<'a>>, faults: &mut Vec<(&'static str, String)>) -> Vec<Node<'a>> {
    let separate = field.iter().position(|node| node.element().and_then(mark) == Some("separate"));
    let (before, result) = field.split_at(separate.unwrap_or(field.len()));
    let mut code = String::new();
    before.iter().filter_map(Node::element).for_each(|run| code_of(run, &mut code));
    if let Some(text) = tag(&code, faults) {
        let properties = properties_of(result).or_else(|| properties_of(before));
        return vec![run(properties, text).into()];
    }
    match code.split_whitespace().next() == Some("FORMCHECKBOX") {
        true => ticked(field),
        false => field,
    }
}

fn code_of(run: &Element<'_>, code: &mut String) {
    for leaf in run.elements() {
        match leaf.name.as_ref() {
            "w:instrText" => leaf.children.iter().for_each(|node| {
                if let Node::Text(text) = node {
                    code.push_str(text);
                }
            }),
            _ => code_of(leaf, code),
        }
    }
}

/// The formatting of the first run that has any.
fn properties_of<'a>(nodes: &[Node<'a>]) -> Option<Element<'a>> {
    nodes.iter().filter_map(Node::element).find_map(|run| run.child("w:rPr")).cloned()
}

/// The tag that stands for the code of a field; nothing if it is no field of a mail merge.
fn tag(code: &str, faults: &mut Vec<(&'static str, String)>) -> Option<String> {
    let words = words(code);
    let kind = words.first().map(|word| word.to_uppercase()).unwrap_or_default();
    if RULES.contains(&kind.as_str()) && (kind != "IF" && kind != "SET" || code.contains("MERGEFIELD")) {
        faults.push(("template-merge-rule", code.to_owned()));
        return None;
    }
    if kind != "MERGEFIELD" {
        return None;
    }
    let mut value = name::path_or_column(words.get(1)?);
    let (mut before, mut after) = (String::new(), String::new());
    let path = value.clone();
    let mut rest = words[2..].iter();
    while let Some(switch) = rest.next() {
        let filter = match switch.to_lowercase().as_str() {
            r"\*" => match rest.next()?.to_lowercase().as_str() {
                "upper" => "upper",
                "lower" => "lower",
                "firstcap" => "firstcap",
                "caps" => "caps",
                "mergeformat" | "charformat" => continue,
                _ => {
                    faults.push(("template-merge-switch", code.to_owned()));
                    continue;
                }
            }
            .to_owned(),
            r"\@" => format!("date(format=\"{}\")", rest.next()?.replace(['"', '\\'], "")),
            r"\#" if rest.next()?.chars().all(|sign| "#0 \u{A0}".contains(sign)) => "number".to_owned(),
            r"\b" => {
                before = rest.next()?.clone();
                continue;
            }
            r"\f" => {
                after = rest.next()?.clone();
                continue;
            }
            r"\m" | r"\v" => continue,
            _ => {
                faults.push(("template-merge-switch", code.to_owned()));
                continue;
            }
        };
        value = format!("{value} | {filter}");
    }
    let printed = format!("{{{{ {value} }}}}");
    Some(match before.is_empty() && after.is_empty() {
        true => printed,
        false => format!("{{% if {path} %}}{before}{printed}{after}{{% endif %}}"),
    })
}

/// The words of a field code; quotation marks hold words together, `\*Upper` is two.
fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '"' | '“' | '«' => {
                let inside = &rest[first.len_utf8()..];
                let end = inside.find(['"', '”', '»']).unwrap_or(inside.len());
                let after = inside[end..].chars().next().map_or("", |mark| &inside[end + mark.len_utf8()..]);
                (&inside[..end], after)
            }
            '\\' if rest.chars().nth(1).is_some_and(|letter| !letter.is_whitespace()) => {
                let end = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                rest.split_at(end)
            }
            _ => rest.split_at(rest.find([' ', '\t', '\u{A0}', '\n', '"']).unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// A box of an old form whose name or help text names a value: a run before it holds the value.
fn ticked(mut field: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let data =
        field.first().and_then(Node::element).and_then(|run| run.child("w:fldChar")?.child("w:ffData"));
    let value = |name: &str| data.and_then(|data| data.child(name)?.attribute("w:val"));
    let asked = ["w:helpText", "w:statusText"]
        .into_iter()
        .filter_map(value)
        .find_map(|text| Some(text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim().to_owned()));
    // A name of a form field has no points: `person__sex` is `person.sex`.
    let path = asked.or_else(|| value("w:name").and_then(|name| name::path(&name.replace("__", "."))));
    if let Some(path) = path {
        let text = format!("{{{{ ({path}) | checkbox }}}}");
        field.insert(0, run(None, text).with(TICKS, "1").into());
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_becomes_a_tag() {
        for (code, expected) in [
            (" MERGEFIELD ИИН ", "{{ employee.iin }}"),
            (
                r#" MERGEFIELD "employee.birth_date" \@ "dd.MM.yyyy" \* MERGEFORMAT "#,
                "{{ employee.birth_date | date(format=\"dd.MM.yyyy\") }}",
            ),
            (r" MERGEFIELD Ставка \*Upper", "{{ extra[\"Ставка\"] | upper }}"),
            (
                r#"MERGEFIELD Ставка \b "до " \f ", и""#,
                "{% if extra[\"Ставка\"] %}до {{ extra[\"Ставка\"] }}, и{% endif %}",
            ),
            (r##"MERGEFIELD Ставка \# "# ##0""##, "{{ extra[\"Ставка\"] | number }}"),
        ] {
            let mut faults = Vec::new();
            assert_eq!(tag(code, &mut faults).as_deref(), Some(expected), "{code}");
            assert!(faults.is_empty());
        }
        let mut faults = Vec::new();
        assert_eq!(tag(" PAGE ", &mut faults), None);
        assert_eq!(tag(" IF x = y MERGEFIELD z", &mut faults), None);
        assert_eq!(faults.len(), 1);
    }
}
