//! A letter → the parts of its package (ECMA-376 part 1, §11): content types, relationships, the main
//! document, styles, numbering, settings, fonts, footer and properties.
//!
//! The page is A4, 30 mm left, 15 mm right, 20 mm above and below; the type Times New Roman. Times in the
//! properties are fixed. There is no theme: every style names its font through the defaults.

use std::collections::BTreeMap;

use otinish::language::Language;

use super::Letter;
use super::word::{Style, TEXT_WIDTH, escape};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The day on which the letters were written, for the properties.
const WRITTEN: &str = "2026-11-22T00:00:00Z";

/// The language tag that Word gives to text in this language.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Ru => "ru-RU",
        Language::Kk => "kk-KZ",
        Language::En => "en-GB",
    }
}

/// All parts of the package by name.
pub fn all(letter: &Letter, language: Language) -> BTreeMap<String, Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relationships()),
        ("docProps/app.xml", application()),
        ("docProps/core.xml", core(&letter.title, language)),
        ("word/_rels/document.xml.rels", document_relationships()),
        ("word/document.xml", document(&letter.body)),
        ("word/fontTable.xml", fonts()),
        ("word/footer1.xml", footer(&letter.footer)),
        ("word/numbering.xml", numbering()),
        ("word/settings.xml", settings(language)),
        ("word/styles.xml", styles(language)),
    ];
    parts.into_iter().map(|(name, xml)| (name.to_owned(), (HEAD.to_owned() + &xml).into_bytes())).collect()
}

fn content_types() -> String {
    let mut parts = String::new();
    for (name, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
    ] {
        parts += &format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{WORD_TYPE}.{kind}+xml\"/>");
    }
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{parts}\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>"
    )
}

fn relationships(relations: &[(String, &str)]) -> String {
    let mut xml = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in relations.iter().enumerate() {
        let id = number + 1;
        xml += &format!("<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    xml + "</Relationships>"
}

fn package_relationships() -> String {
    relationships(&[
        (format!("{RELATION}/officeDocument"), "word/document.xml"),
        (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        (format!("{RELATION}/extended-properties"), "docProps/app.xml"),
    ])
}

fn document_relationships() -> String {
    relationships(&[
        (format!("{RELATION}/styles"), "styles.xml"),
        (format!("{RELATION}/numbering"), "numbering.xml"),
        (format!("{RELATION}/settings"), "settings.xml"),
        (format!("{RELATION}/fontTable"), "fontTable.xml"),
        (format!("{RELATION}/footer"), "footer1.xml"),
    ])
}

fn application() -> String {
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
     <Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
        .to_owned()
}

fn core(title: &str, language: Language) -> String {
    let title = escape(title);
    let tag = tag(language);
    format!(
        "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>Otinish</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{WRITTEN}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{WRITTEN}</dcterms:modified>\
         <dc:language>{tag}</dc:language></cp:coreProperties>"
    )
}

/// The body and its only section (§17.6): 11906 × 16838 twips is A4.
fn document(body: &str) -> String {
    format!(
        "<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATION}\"><w:body>{body}<w:sectPr>\
         <w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" \
         w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

fn footer(paragraphs: &str) -> String {
    format!("<w:ftr xmlns:w=\"{WORD}\">{paragraphs}</w:ftr>")
}

fn fonts() -> String {
    format!(
        "<w:fonts xmlns:w=\"{WORD}\"><w:font w:name=\"Times New Roman\">\
         <w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"CC\"/><w:family w:val=\"roman\"/>\
         <w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    )
}

/// Compatibility mode 15: laid out as by Word 2013 and later.
fn settings(language: Language) -> String {
    let tag = tag(language);
    format!(
        "<w:settings xmlns:w=\"{WORD}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting \
         w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat><w:themeFontLang w:val=\"{tag}\"/><w:decimalSymbol w:val=\",\"/>\
         <w:listSeparator w:val=\";\"/></w:settings>"
    )
}

/// List 1 numbers the attachments; list 2 has boxes to tick, list 3 numbers clauses, list 4 has ticks (§17.9).
fn numbering() -> String {
    let level = |format: &str, text: &str, style: Style| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:pStyle w:val=\"{}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"425\" w:hanging=\"425\"/></w:pPr></w:lvl>",
            style.id()
        )
    };
    let lists = [
        level("decimal", "%1.", Style::Attachment),
        level("bullet", "\u{25a1}", Style::Box),
        level("decimal", "%1.", Style::Clause),
        level("bullet", "\u{2713}", Style::Ticked),
    ];
    let mut xml = format!("<w:numbering xmlns:w=\"{WORD}\">");
    for (index, level) in lists.iter().enumerate() {
        xml += &format!(
            "<w:abstractNum w:abstractNumId=\"{index}\"><w:multiLevelType w:val=\"singleLevel\"/>{level}\
             </w:abstractNum>"
        );
    }
    for number in 1..=lists.len() {
        let index = number - 1;
        xml += &format!("<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{index}\"/></w:num>");
    }
    xml + "</w:numbering>"
}

fn styles(language: Language) -> String {
    let tag = tag(language);
    let font = "Times New Roman";
    let mut xml = format!(
        "<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"{font}\" w:eastAsia=\"{font}\" w:hAnsi=\"{font}\" w:cs=\"{font}\"/>\
         <w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>\
         <w:lang w:val=\"{tag}\" w:eastAsia=\"en-US\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>\
         </w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
         <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
         <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
         <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>\
         <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         </w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
         <w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>"
    );
    let side = "w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"";
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders: String = sides.iter().map(|name| format!("<w:{name} {side}/>")).collect();
    xml += &format!(
        "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>\
         <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"39\"/><w:tblPr><w:tblBorders>{borders}\
         </w:tblBorders></w:tblPr></w:style>"
    );
    for (style, paragraph, run) in paragraph_styles() {
        // Our own styles are custom; the names of Word's own are not.
        let words = [Style::Title, Style::Heading, Style::BodyText, Style::Signature, Style::Footer];
        let custom = if words.contains(&style) { "" } else { " w:customStyle=\"1\"" };
        xml += &format!(
            "<w:style w:type=\"paragraph\"{custom} w:styleId=\"{}\"><w:name w:val=\"{}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>",
            style.id(),
            style.name(),
        );
    }
    xml + "</w:styles>"
}

/// Properties of each paragraph style and of its text, in the order of the schema (§17.3.1.26, §17.3.2.28).
fn paragraph_styles() -> Vec<(Style, String, &'static str)> {
    let bold = "<w:b/><w:bCs/>";
    let spacing = |before: u32, after: u32| format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>");
    let justify = |kind: &str| format!("<w:jc w:val=\"{kind}\"/>");
    let list = |number: u32| {
        format!("<w:keepLines/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>")
    };
    let tabs = format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{TEXT_WIDTH}\"/></w:tabs>");
    let small = "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>";
    let first_line = "<w:ind w:firstLine=\"709\"/>";
    vec![
        (
            Style::Title,
            format!("<w:keepNext/><w:keepLines/>{}{}", spacing(200, 160), justify("center")),
            "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
        ),
        (
            Style::Heading,
            format!("<w:keepNext/><w:keepLines/>{}<w:outlineLvl w:val=\"0\"/>", spacing(240, 80)),
            "<w:b/><w:bCs/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
        ),
        (Style::Letterhead, format!("{}{}", spacing(0, 20), justify("center")), ""),
        (Style::Reference, spacing(60, 0), ""),
        (Style::DateRight, format!("{}{}", spacing(60, 0), justify("right")), ""),
        (Style::Addressee, format!("<w:keepLines/>{}", spacing(60, 0)), bold),
        (Style::BodyText, format!("{}{first_line}{}", spacing(120, 0), justify("both")), ""),
        (Style::Lead, format!("<w:keepNext/>{}{first_line}{}", spacing(120, 100), justify("both")), ""),
        (Style::Clause, format!("{}{}{}", list(3), spacing(100, 0), justify("both")), ""),
        (Style::Letter, spacing(140, 60), ""),
        (Style::AttachmentsTitle, format!("<w:keepNext/>{}", spacing(160, 60)), ""),
        (Style::Attachment, list(1), ""),
        (Style::Box, format!("{}{}", list(2), spacing(0, 40)), ""),
        (Style::Ticked, format!("{}{}", list(4), spacing(0, 40)), ""),
        (Style::TableText, spacing(20, 20), ""),
        (Style::TableHeading, format!("<w:keepNext/>{}{}", spacing(20, 20), justify("center")), bold),
        (Style::TableCentred, format!("{}{}", spacing(20, 20), justify("center")), ""),
        (Style::TableSmall, spacing(0, 0), small),
        (Style::Small, spacing(120, 0), small),
        (Style::Signature, format!("<w:keepNext/><w:keepLines/>{}", spacing(360, 0)), ""),
        (Style::Seal, format!("<w:keepLines/>{}", spacing(120, 0)), ""),
        (Style::Footer, tabs, small),
        // As low as a line can be: a letter that fills its page must not begin another for it.
        (
            Style::Spacer,
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>".to_owned(),
            "<w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/>",
        ),
        (
            Style::Tag,
            String::new(),
            "<w:noProof/><w:color w:val=\"7F7F7F\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
    ]
}
