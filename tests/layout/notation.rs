//! A small notation → the parts of a Word document, so that a test reads as what it shows.
//!
//! A line is a paragraph, `p center before=120| text`, a part of a table (`table 2000,3000 borders`,
//! `row header`, `cell span=2| text`, `end`), `section <w:…/>`, `header| text`, `footer| text`,
//! `note| text` (a footnote, referred to by `{NOTE}`), `style <w:style …>`, `numbering <w:…>` or `setting <w:…/>`. In text `{b:…}`, `{i:…}`, `{u:…}`, `{28:…}`
//! (half points) set a run, `\t` `\n` `\f` are a tab and breaks, `{PAGE}` and `{NUMPAGES}` fields.

use otinish::docx::Package;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

/// The package that a notation describes.
pub fn package(notation: &str) -> Package {
    let mut body = String::new();
    let (mut styles, mut numbering, mut settings) = (String::new(), String::new(), String::new());
    let (mut header, mut footer, mut section) = (None, None, String::new());
    let mut notes = Vec::new();
    for line in notation.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (head, text) = line.split_once('|').unwrap_or((line, ""));
        let (word, rest) = head.split_once(' ').unwrap_or((head, ""));
        match word {
            "p" => body.push_str(&paragraph(rest, text)),
            "table" => body.push_str(&table(rest)),
            "row" => body.push_str(&row(rest, body.ends_with("</w:tblGrid>"))),
            "cell" => body.push_str(&cell(rest, text)),
            "end" => body.push_str("</w:tr></w:tbl>"),
            "endcell" => body.push_str("<w:p/></w:tc>"),
            "raw" => body.push_str(rest),
            "picture" => body.push_str(&picture(rest)),
            "header" => header = Some(paragraph(rest, text)),
            "footer" => footer = Some(paragraph(rest, text)),
            "note" => notes.push(paragraph(rest, text)),
            "section" => section = rest.to_owned(),
            "style" => styles.push_str(rest),
            "numbering" => numbering.push_str(rest),
            "setting" => settings.push_str(rest),
            word => panic!("no such word in the notation: {word}"),
        }
    }
    // Each reference takes the next number.
    for number in 1..=notes.len() {
        let reference = format!(r#"<w:r><w:footnoteReference w:id="{number}"/></w:r>"#);
        body = body.replacen(NOTE, &reference, 1);
    }
    let mut package = Package::default();
    let mut add = |name: &str, text: String| package.parts.insert(name.to_owned(), text.into_bytes());
    let reference = |part: &Option<String>, kind: &str| match part {
        Some(_) => format!(r#"<w:{kind}Reference w:type="default" r:id="{kind}"/>"#),
        None => String::new(),
    };
    let references = reference(&header, "header") + &reference(&footer, "footer");
    let end = format!("<w:sectPr>{references}{section}</w:sectPr>");
    add("word/document.xml", format!("<w:document {SPACES}><w:body>{body}{end}</w:body></w:document>"));
    let relation = |id: &str, target: &str| format!(r#"<Relationship Id="{id}" Target="{target}"/>"#);
    let relations = relation("header", "header.xml")
        + &relation("footer", "footer.xml")
        + &relation("dot", "media/dot.png");
    add("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>"));
    for (name, part) in [("header", header), ("footer", footer)] {
        if let Some(part) = part {
            add(&format!("word/{name}.xml"), format!("<w:hdr {SPACES}>{part}</w:hdr>"));
        }
    }
    if !notes.is_empty() {
        let notes = notes.iter().enumerate().map(|(index, note)| {
            let number = "<w:r><w:footnoteRef/><w:t xml:space=\"preserve\"> </w:t></w:r>";
            let note = note.replacen("<w:r>", &format!("{number}<w:r>"), 1);
            format!(r#"<w:footnote w:id="{}">{note}</w:footnote>"#, index + 1)
        });
        let separator =
            r#"<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"#;
        let notes: String = notes.collect();
        add("word/footnotes.xml", format!("<w:footnotes {SPACES}>{separator}{notes}</w:footnotes>"));
    }
    let defaults = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>"#;
    add("word/styles.xml", format!("<w:styles {SPACES}>{defaults}{styles}</w:styles>"));
    add("word/numbering.xml", format!("<w:numbering {SPACES}>{numbering}</w:numbering>"));
    add("word/settings.xml", format!("<w:settings {SPACES}>{settings}</w:settings>"));
    package.parts.insert("word/media/dot.png".to_owned(), DOT.to_vec());
    package
}

/// Where a paragraph refers to a footnote.
const NOTE: &str = r#"<w:fldSimple w:instr="NOTE"><w:r><w:t>0</w:t></w:r></w:fldSimple>"#;

/// A picture of one black dot.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0x60, 0,
    0, 0, 2, 0, 1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];

fn value<'t>(token: &'t str, name: &str) -> Option<&'t str> {
    token.strip_prefix(name)?.strip_prefix('=')
}

fn paragraph(options: &str, text: &str) -> String {
    let mut properties = String::new();
    let (mut indents, mut spacing) = (String::new(), String::new());
    for token in options.split_whitespace() {
        let property = match token {
            "center" | "both" | "right" | "distribute" => format!(r#"<w:jc w:val="{token}"/>"#),
            "keep" => "<w:keepNext/>".to_owned(),
            "together" => "<w:keepLines/>".to_owned(),
            "break" => "<w:pageBreakBefore/>".to_owned(),
            "contextual" => "<w:contextualSpacing/>".to_owned(),
            "boxed" => {
                let side = |name: &str| {
                    format!(r#"<w:{name} w:val="single" w:sz="8" w:space="1" w:color="000000"/>"#)
                };
                format!("<w:pBdr>{}</w:pBdr>", ["top", "left", "bottom", "right"].map(side).concat())
            }
            token => {
                if let Some(style) = value(token, "style") {
                    format!(r#"<w:pStyle w:val="{style}"/>"#)
                } else if let Some(color) = value(token, "shade") {
                    format!(r#"<w:shd w:val="clear" w:fill="{color}"/>"#)
                } else if let Some((number, level)) = value(token, "num").and_then(|v| v.split_once('.')) {
                    format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>"#)
                } else if let Some(tabs) = value(token, "tabs") {
                    let tab = |tab: &str| {
                        let mut parts = tab.split(':');
                        let (kind, place) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
                        let leader = parts.next().unwrap_or("none");
                        format!(r#"<w:tab w:val="{kind}" w:pos="{place}" w:leader="{leader}"/>"#)
                    };
                    format!("<w:tabs>{}</w:tabs>", tabs.split(',').map(tab).collect::<String>())
                } else {
                    let (name, value) = token.split_once('=').expect("an option has a value");
                    match name {
                        "left" | "right" | "firstLine" | "hanging" => {
                            indents += &format!(r#" w:{name}="{value}""#)
                        }
                        "before" | "after" | "line" => spacing += &format!(r#" w:{name}="{value}""#),
                        "exact" => spacing += &format!(r#" w:line="{value}" w:lineRule="exact""#),
                        "atLeast" => spacing += &format!(r#" w:line="{value}" w:lineRule="atLeast""#),
                        name => panic!("no such option of a paragraph: {name}"),
                    }
                    String::new()
                }
            }
        };
        properties += &property;
    }
    if !indents.is_empty() {
        properties += &format!("<w:ind{indents}/>");
    }
    if !spacing.is_empty() {
        properties += &format!("<w:spacing{spacing}/>");
    }
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs(text.trim_start()))
}

fn runs(text: &str) -> String {
    let mut runs = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        runs += &run("", &rest[..open]);
        let close = rest[open..].find('}').expect("a brace is closed") + open;
        let inner = &rest[open + 1..close];
        runs += &match inner.split_once(':') {
            None => format!(r#"<w:fldSimple w:instr="{inner}"><w:r><w:t>0</w:t></w:r></w:fldSimple>"#),
            Some(("b", inner)) => run("<w:b/>", inner),
            Some(("i", inner)) => run("<w:i/>", inner),
            Some(("u", inner)) => run(r#"<w:u w:val="single"/>"#, inner),
            Some(("caps", inner)) => run("<w:caps/>", inner),
            Some(("small", inner)) => run("<w:smallCaps/>", inner),
            Some(("sup", inner)) => run(r#"<w:vertAlign w:val="superscript"/>"#, inner),
            Some(("sans", inner)) => run(r#"<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>"#, inner),
            Some((size, inner)) => run(&format!(r#"<w:sz w:val="{size}"/>"#), inner),
        };
        rest = &rest[close + 1..];
    }
    runs + &run("", rest)
}

fn run(properties: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let open = r#"<w:t xml:space="preserve">"#;
    let content = escaped
        .replace("\\t", &format!("</w:t><w:tab/>{open}"))
        .replace("\\n", &format!("</w:t><w:br/>{open}"))
        .replace("\\f", &format!("</w:t><w:br w:type=\"page\"/>{open}"));
    format!("<w:r><w:rPr>{properties}</w:rPr>{open}{content}</w:t></w:r>")
}

fn table(options: &str) -> String {
    let mut words = options.split_whitespace();
    let widths = words.next().unwrap_or("");
    let mut properties = String::new();
    for word in words {
        let line = |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:color="000000"/>"#);
        properties += &match word {
            "borders" => {
                let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
                format!("<w:tblBorders>{}</w:tblBorders>", sides.map(line).concat())
            }
            "fixed" => r#"<w:tblLayout w:type="fixed"/>"#.to_owned(),
            "center" => r#"<w:jc w:val="center"/>"#.to_owned(),
            word => panic!("no such option of a table: {word}"),
        };
    }
    let column = |width: &str| format!(r#"<w:gridCol w:w="{width}"/>"#);
    let grid: String = widths.split(',').filter(|width| !width.is_empty()).map(column).collect();
    format!("<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>")
}

fn row(options: &str, first: bool) -> String {
    let mut properties = String::new();
    for word in options.split_whitespace() {
        properties += &match word {
            "header" => "<w:tblHeader/>".to_owned(),
            "whole" => "<w:cantSplit/>".to_owned(),
            word => {
                let (rule, height) = word.split_once('=').expect("a height of a row has a rule");
                format!(r#"<w:trHeight w:hRule="{rule}" w:val="{height}"/>"#)
            }
        };
    }
    format!("{}<w:tr><w:trPr>{properties}</w:trPr>", if first { "" } else { "</w:tr>" })
}

fn cell(options: &str, text: &str) -> String {
    let mut properties = String::new();
    let mut open = false;
    for word in options.split_whitespace() {
        properties += &match word {
            "merge" => r#"<w:vMerge w:val="restart"/>"#.to_owned(),
            "continue" => "<w:vMerge/>".to_owned(),
            "middle" => r#"<w:vAlign w:val="center"/>"#.to_owned(),
            "bottom" => r#"<w:vAlign w:val="bottom"/>"#.to_owned(),
            "open" => {
                open = true;
                String::new()
            }
            word => match word.split_once('=') {
                Some(("span", span)) => format!(r#"<w:gridSpan w:val="{span}"/>"#),
                Some(("shade", color)) => format!(r#"<w:shd w:val="clear" w:fill="{color}"/>"#),
                _ => panic!("no such option of a cell: {word}"),
            },
        };
    }
    let content: String = text.split("\\p").map(|text| paragraph("", text)).collect();
    match open {
        true => format!("<w:tc><w:tcPr>{properties}</w:tcPr>"),
        false => format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"),
    }
}

/// `picture WIDTH HEIGHT` in points, in a paragraph of its own.
fn picture(options: &str) -> String {
    let mut sizes =
        options.split_whitespace().map(|size| size.parse::<i64>().expect("a size in points") * 12_700);
    let (width, height) = (sizes.next().unwrap_or(0), sizes.next().unwrap_or(0));
    format!(
        r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="dot"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
    )
}
