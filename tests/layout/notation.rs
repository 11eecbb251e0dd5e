//! A small notation → the parts of a Word document, so that a test reads as what it shows.
//!
//! A line is a paragraph, `p center before=120| text`, a part of a table (`table 2000,3000 borders`,
//! `row header`, `cell span=2| text`, `end`), a drawing (`picture 50 50`, `float …`, `box …| text`),
//! `ends <w:…/>` (a section ends), `section <w:…/>` (the last one), `header| text`, `footer first| text`, `footerraw <w:…>`,
//! `note| text` (a footnote, referred to by `{NOTE}`), `endnote| text` (by `{ENDNOTE}`), `style <w:style …>`, `numbering <w:…>`, `lists`,
//! `setting <w:…/>`, `word 15` (compatibility), `theme` (colours and pens of Office), `a4`, or `raw <w:…>`. In text `{b:…}`, `{i:…}`, `{u:…}`,
//! `{28:…}` (half points) set a run, `{.Name:…}` its style, `{<w:…>}` is put in as it is, `\t` `\n` `\f`
//! are a tab and breaks, any other word in braces is a field, as `{PAGE}` and `{NUMPAGES}`.

use std::collections::BTreeMap;

use otinish::docx::Package;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word""#;

/// A4 with the margins of a Kazakh letter: 2 cm, 3 cm at the left.
const A4: &str = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/>"#;

/// Colours and pens of the theme that Word has had since 2013.
const THEME: &str = r#"<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="Office"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme><a:fmtScheme name="Office"><a:lnStyleLst><a:ln w="6350"/><a:ln w="12700"/><a:ln w="19050"/></a:lnStyleLst></a:fmtScheme></a:themeElements></a:theme>"#;

/// Where the references to headers and footers go, in every section.
const REFERENCES: &str = "<references/>";

/// The package that a notation describes.
pub fn package(notation: &str) -> Package {
    let mut body = String::new();
    let (mut styles, mut numbering, mut settings) = (String::new(), String::new(), String::new());
    let (mut stories, mut section) = (BTreeMap::<String, String>::new(), String::new());
    let (mut notes, mut endnotes) = (Vec::new(), Vec::new());
    let mut theme = false;
    // Of the tables that are open: widths of the columns, and how many the row has filled.
    let mut grids: Vec<(Vec<u32>, usize)> = Vec::new();
    let lines = notation.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let (head, text) = line.split_once('|').unwrap_or((line, ""));
        let (word, rest) = head.split_once(' ').unwrap_or((head, ""));
        match word {
            "p" => body.push_str(&paragraph(rest, text)),
            "table" => {
                let widths = rest.split(' ').next().unwrap_or("").split(',').flat_map(str::parse).collect();
                grids.push((widths, 0));
                body.push_str(&table(rest));
            }
            "row" => {
                grids.last_mut().expect("a row stands in a table").1 = 0;
                body.push_str(&row(rest, body.ends_with("</w:tblGrid>")));
            }
            "cell" => body.push_str(&cell(rest, text, grids.last_mut().expect("a cell stands in a table"))),
            "end" => {
                grids.pop();
                body.push_str("</w:tr></w:tbl>");
            }
            "endcell" => body.push_str("<w:p/></w:tc>"),
            "raw" => body.push_str(line.strip_prefix("raw").unwrap_or("")),
            "picture" => body.push_str(&picture(rest)),
            "float" => body.push_str(&float(rest, None)),
            "box" => body.push_str(&float(rest, Some(text))),
            "ends" => {
                let end = format!("<w:sectPr>{REFERENCES}{rest}</w:sectPr>");
                body.push_str(&format!("<w:p><w:pPr>{end}</w:pPr></w:p>"));
            }
            "header" | "footer" => {
                let kind = rest.split(' ').find(|word| ["first", "even"].contains(word)).unwrap_or("default");
                let options = rest.replace(kind, "");
                stories.entry(format!("{word} {kind}")).or_default().push_str(&paragraph(&options, text));
            }
            "headerraw" | "footerraw" => {
                let (word, content) = (word.trim_end_matches("raw"), &line["headerraw".len()..]);
                stories.entry(format!("{word} default")).or_default().push_str(content);
            }
            "note" => notes.push(paragraph(rest, text)),
            "endnote" => endnotes.push(paragraph(rest, text)),
            "section" => section = rest.to_owned(),
            "theme" => theme = true,
            "a4" => section = A4.to_owned(),
            "style" => styles.push_str(rest),
            "numbering" => numbering.push_str(rest),
            "lists" => numbering.push_str(&lists()),
            "setting" => settings.push_str(rest),
            "word" => settings.push_str(&format!(r#"<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="{rest}"/></w:compat>"#)),
            word => panic!("no such word in the notation: {word}"),
        }
    }
    // Each reference takes the next number.
    for (kind, place, notes) in [("footnote", NOTE, &notes), ("endnote", ENDNOTE, &endnotes)] {
        for number in 1..=notes.len() {
            let reference = format!(r#"<w:r>{RAISED}<w:{kind}Reference w:id="{number}"/></w:r>"#);
            body = body.replacen(place, &reference, 1);
        }
    }
    let references: String = stories
        .keys()
        .filter_map(|name| name.split_once(' '))
        .map(|(story, kind)| format!(r#"<w:{story}Reference w:type="{kind}" r:id="{story}-{kind}"/>"#))
        .collect();
    let end = format!("<w:sectPr>{REFERENCES}{section}</w:sectPr>");
    let body = format!("{body}{end}").replace(REFERENCES, &references);
    let defaults = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#;
    let mut parts = Parts::default();
    parts.add(
        "document",
        "officeDocument",
        format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>"),
    );
    parts.add("styles", "styles", format!("<w:styles {SPACES}>{defaults}{styles}</w:styles>"));
    parts.add("numbering", "numbering", format!("<w:numbering {SPACES}>{numbering}</w:numbering>"));
    parts.add("settings", "settings", format!("<w:settings {SPACES}>{settings}</w:settings>"));
    if theme {
        parts.package.parts.insert("word/theme/theme1.xml".to_owned(), THEME.as_bytes().to_vec());
    }
    for (name, content) in &stories {
        let (story, kind) = name.split_once(' ').expect("a story and its kind");
        let root = if story == "header" { "hdr" } else { "ftr" };
        parts.add(&format!("{story}-{kind}"), story, format!("<w:{root} {SPACES}>{content}</w:{root}>"));
    }
    for (kind, notes) in [("footnote", &notes), ("endnote", &endnotes)] {
        if !notes.is_empty() {
            parts.add(&format!("{kind}s"), &format!("{kind}s"), note_part(kind, notes));
        }
    }
    parts.finish()
}

/// `kind`: footnote or endnote.
fn note_part(kind: &str, notes: &[String]) -> String {
    let notes = notes.iter().enumerate().map(|(index, note)| {
        let number =
            format!(r#"<w:r>{RAISED}<w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>"#);
        let note = note.replacen("<w:r>", &format!("{number}<w:r>"), 1);
        format!(r#"<w:{kind} w:id="{}">{note}</w:{kind}>"#, index + 1)
    });
    let separator =
        format!(r#"<w:{kind} w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>"#);
    let notes: String = notes.collect();
    format!("<w:{kind}s {SPACES}>{separator}{notes}</w:{kind}s>")
}

/// The parts of a package, with their types and relationships (ECMA-376 part 2).
#[derive(Default)]
struct Parts {
    package: Package,
    types: String,
    relations: String,
}

impl Parts {
    /// `kind`: the last word of the relationship's type, of the content's type too but for the document.
    fn add(&mut self, name: &str, kind: &str, content: String) {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = if kind == "officeDocument" { "document.main" } else { kind };
        self.types += &format!(r#"<Override PartName="/word/{name}.xml" ContentType="{word}.{main}+xml"/>"#);
        let target = |folder: &str| {
            format!(r#"<Relationship Id="{name}" Type="{office}/{kind}" Target="{folder}{name}.xml"/>"#)
        };
        match kind {
            "officeDocument" => {
                let root = format!("<Relationships {RELATIONS}>{}</Relationships>", target("word/"));
                self.package.parts.insert("_rels/.rels".to_owned(), root.into_bytes());
                self.relations += &format!(
                    r#"<Relationship Id="dot" Type="{office}/image" Target="media/dot.png"/><Relationship Id="gif" Type="{office}/image" Target="media/dot.gif"/><Relationship Id="bmp" Type="{office}/image" Target="media/dot.bmp"/><Relationship Id="emf" Type="{office}/image" Target="media/dot.emf"/><Relationship Id="tif" Type="{office}/image" Target="media/dot.tif"/><Relationship Id="site" Type="{office}/hyperlink" Target="https://example.com/" TargetMode="External"/>"#
                );
            }
            _ => self.relations += &target(""),
        }
        self.package.parts.insert(format!("word/{name}.xml"), content.into_bytes());
    }

    fn finish(mut self) -> Package {
        let types = format!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="gif" ContentType="image/gif"/><Default Extension="bmp" ContentType="image/bmp"/><Default Extension="emf" ContentType="image/x-emf"/><Default Extension="tif" ContentType="image/tiff"/>{}</Types>"#,
            self.types
        );
        let relations = format!("<Relationships {RELATIONS}>{}</Relationships>", self.relations);
        let mut insert = |name: &str, content: Vec<u8>| self.package.parts.insert(name.to_owned(), content);
        insert("[Content_Types].xml", types.into_bytes());
        insert("word/_rels/document.xml.rels", relations.into_bytes());
        insert("word/media/dot.png", DOT.to_vec());
        insert("word/media/dot.gif", GIF.to_vec());
        insert("word/media/dot.bmp", bmp());
        insert("word/media/dot.emf", emf());
        insert("word/media/dot.tif", b"II*\0\x08\0\0\0".to_vec());
        self.package
    }
}

const RELATIONS: &str = r#"xmlns="http://schemas.openxmlformats.org/package/2006/relationships""#;

/// Three lists: 1 decimal of three levels (1., 1.1., 1.1.1.), 2 bullets, 3 letters and roman numbers.
fn lists() -> String {
    let level = |index: usize, format: &str, text: &str| {
        let left = 720 + 360 * index;
        format!(
            r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>"#
        )
    };
    let lists = [
        [("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")],
        [("bullet", "•"), ("bullet", "–"), ("bullet", "•")],
        [("lowerLetter", "%1)"), ("lowerRoman", "%2."), ("upperLetter", "%3.")],
    ];
    let define = |(id, levels): (usize, &[(&str, &str); 3])| {
        let levels: String =
            levels.iter().enumerate().map(|(index, (format, text))| level(index, format, text)).collect();
        format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
    };
    let use_of =
        |id: usize| format!(r#"<w:num w:numId="{}"><w:abstractNumId w:val="{id}"/></w:num>"#, id + 1);
    lists.iter().enumerate().map(define).chain((0..3).map(use_of)).collect()
}

const RAISED: &str = r#"<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>"#;

/// Where a paragraph refers to a footnote.
const NOTE: &str = r#"<w:fldSimple w:instr="NOTE"><w:r><w:t>0</w:t></w:r></w:fldSimple>"#;

/// Where it refers to an endnote.
const ENDNOTE: &str = r#"<w:fldSimple w:instr="ENDNOTE"><w:r><w:t>0</w:t></w:r></w:fldSimple>"#;

/// A picture of one black dot.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0x60, 0,
    0, 0, 2, 0, 1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];

/// A red and a clear dot.
const GIF: &[u8] = b"GIF89a\x02\0\x01\0\x80\x01\0\xff\0\0\0\0\0\x21\xf9\x04\x01\0\0\x01\0\x2c\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0a\0\x3b";

/// Header of a bitmap of one pixel, and the pixel.
fn bitmap() -> Vec<u8> {
    let mut bytes = vec![0; 44];
    (bytes[0], bytes[4], bytes[8], bytes[12], bytes[14]) = (40, 1, 1, 1, 24);
    bytes[40..43].copy_from_slice(&[200, 100, 0]);
    bytes
}

fn bmp() -> Vec<u8> {
    [b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0", &bitmap()[..]].concat()
}

/// A metafile that paints that bitmap and nothing else.
fn emf() -> Vec<u8> {
    let words = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let mut header = words(&[1, 88, 0, 0, 99, 99, 0, 0, 999, 999]);
    header.extend(b" EMF");
    header.resize(88, 0);
    let place = [0, 0, 99, 99, 0, 0, 0, 0, 1, 1, 80, 40, 120, 4, 0, 0x00CC_0020, 100, 100];
    let paint = [words(&[81, 124]), words(&place), bitmap()].concat();
    [header, paint, words(&[14, 20, 0, 0, 20])].concat()
}

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
            "alone" => r#"<w:widowControl w:val="0"/>"#.to_owned(),
            "rtl" => "<w:bidi/>".to_owned(),
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
                        "before" | "after" => spacing += &format!(r#" w:{name}="{value}""#),
                        "line" => spacing += &format!(r#" w:line="{value}" w:lineRule="auto""#),
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
            _ if inner.starts_with('<') => inner.to_owned(),
            None => format!(r#"<w:fldSimple w:instr="{inner}"><w:r><w:t>0</w:t></w:r></w:fldSimple>"#),
            Some(("b", inner)) => run("<w:b/>", inner),
            Some(("i", inner)) => run("<w:i/>", inner),
            Some(("u", inner)) => run(r#"<w:u w:val="single"/>"#, inner),
            Some(("caps", inner)) => run("<w:caps/>", inner),
            Some(("small", inner)) => run("<w:smallCaps/>", inner),
            Some(("sup", inner)) => run(r#"<w:vertAlign w:val="superscript"/>"#, inner),
            Some(("sub", inner)) => run(r#"<w:vertAlign w:val="subscript"/>"#, inner),
            Some(("strike", inner)) => run("<w:strike/>", inner),
            Some(("mark", inner)) => run(r#"<w:highlight w:val="yellow"/>"#, inner),
            Some(("red", inner)) => run(r#"<w:color w:val="C00000"/>"#, inner),
            Some(("wide", inner)) => run(r#"<w:spacing w:val="40"/>"#, inner),
            Some(("kern", inner)) => run(r#"<w:kern w:val="2"/>"#, inner),
            Some(("mono", inner)) => run(r#"<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>"#, inner),
            Some(("sans", inner)) => run(r#"<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>"#, inner),
            Some((style, inner)) if style.starts_with('.') => {
                run(&format!(r#"<w:rStyle w:val="{}"/>"#, &style[1..]), inner)
            }
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
            word if word.starts_with("float=") => floating(&word["float=".len()..]),
            word => panic!("no such option of a table: {word}"),
        };
    }
    let column = |width: &str| format!(r#"<w:gridCol w:w="{width}"/>"#);
    let grid: String = widths.split(',').filter(|width| !width.is_empty()).map(column).collect();
    format!("<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>")
}

/// `float=text:1000,page:2000`: where a table stands, across and down; a word in the place of a number is an alignment.
fn floating(place: &str) -> String {
    let (across, down) = place.split_once(',').expect("places across and down");
    let axis = |place: &str, anchor: &str, name: &str| {
        let (from, at) = place.split_once(':').expect("what a place is measured from");
        let kind = if at.parse::<i32>().is_ok() { "" } else { "Spec" };
        format!(r#" w:{anchor}="{from}" w:{name}{kind}="{at}""#)
    };
    let places = axis(across, "horzAnchor", "tblpX") + &axis(down, "vertAnchor", "tblpY");
    format!(r#"<w:tblpPr w:leftFromText="180" w:rightFromText="180"{places}/>"#)
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

fn cell(options: &str, text: &str, (widths, column): &mut (Vec<u32>, usize)) -> String {
    let span = options
        .split_whitespace()
        .find_map(|word| value(word, "span"))
        .map_or(1, |span| span.parse().expect("a span is a number"));
    let own: u32 = widths.iter().skip(*column).take(span).sum();
    *column += span;
    let mut properties = format!(r#"<w:tcW w:w="{own}" w:type="dxa"/>"#);
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

/// `picture WIDTH HEIGHT` in points, in a paragraph of its own; a third word tells its file: gif, bmp, emf, tif.
fn picture(options: &str) -> String {
    let mut words = options.split_whitespace();
    let mut size = || words.next().map_or(0, |size| size.parse::<i64>().expect("a size in points") * 12_700);
    let (width, height) = (size(), size());
    let file = words.next().unwrap_or("dot");
    format!(
        r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="dot"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="dot"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{file}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
    )
}

/// `float WIDTH HEIGHT X Y WRAP`: a picture, or a box with text, at a place below its paragraph and right of
/// its column, in points; the wrap is `square`, `topAndBottom`, `behind` or `front`. The paragraph is empty.
fn float(options: &str, text: Option<&str>) -> String {
    let words: Vec<&str> = options.split_whitespace().collect();
    let emu = |index: usize| words[index].parse::<i64>().expect("a length in points") * 12_700;
    let (width, height, x, y, wrap) = (emu(0), emu(1), emu(2), emu(3), words[4]);
    let around = match wrap {
        "square" => r#"<wp:wrapSquare wrapText="bothSides"/>"#,
        "topAndBottom" => "<wp:wrapTopAndBottom/>",
        _ => "<wp:wrapNone/>",
    };
    let behind = i32::from(wrap == "behind");
    let frame = format!(
        r#"<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#
    );
    let graphic = match text {
        None => format!(
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="dot"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="dot"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>{frame}</pic:spPr></pic:pic></a:graphicData>"#
        ),
        Some(text) => {
            let content: String = text.split("\\p").map(|text| paragraph("", text)).collect();
            format!(
                r#"<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{frame}<a:noFill/><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr lIns="91440" tIns="45720" rIns="91440" bIns="45720"/></wps:wsp></a:graphicData>"#
            )
        }
    };
    format!(
        r#"<w:p><w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="1" behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"/>{around}<wp:docPr id="1" name="drawing"/><a:graphic>{graphic}</a:graphic></wp:anchor></w:drawing></w:r></w:p>"#
    )
}
