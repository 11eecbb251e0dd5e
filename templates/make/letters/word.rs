//! Text with tags → paragraphs and tables of WordprocessingML (ECMA-376 part 1, §17).
//!
//! Text is written as it is read, with four marks: `~` is a no-break space, `**…**` is bold, `|` breaks the
//! line, a tab character is a tab. A tag is always whole within one run of its own, unchecked for
//! spelling, so that Word never splits it. Formatting stands in styles; the only direct formatting is
//! "keep with next", which depends on the neighbour. Lengths are in twips.

/// A paragraph style; its name in Word is in [`Style::name`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Title,
    Heading,
    Letterhead,
    Reference,
    /// A date at the right.
    DateRight,
    Addressee,
    BodyText,
    /// Body text that leads to the table below it.
    Lead,
    /// A numbered clause of an agreement.
    Clause,
    /// A paragraph of a letter that is no petition: no indent, apart from the next.
    Letter,
    AttachmentsTitle,
    Attachment,
    Box,
    /// The same, done.
    Ticked,
    TableText,
    TableHeading,
    TableCentred,
    /// A row of a sheet that must stay on its page.
    TableSmall,
    /// A remark below such a sheet.
    Small,
    Signature,
    Seal,
    Footer,
    /// An empty line, as low as can be: two tables in a row would be one, and Word wants a line after the last.
    Spacer,
    /// A line that holds nothing but a block tag, and vanishes with it.
    Tag,
}

impl Style {
    /// Name in the list of styles, and the identifier in the XML: the name without spaces.
    pub fn name(self) -> &'static str {
        match self {
            Style::Title => "Title",
            Style::Heading => "heading 1",
            Style::Letterhead => "Letterhead",
            Style::Reference => "Reference",
            Style::DateRight => "Date Right",
            Style::Addressee => "Addressee",
            Style::BodyText => "Body Text",
            Style::Lead => "Table Lead",
            Style::Clause => "Clause",
            Style::Letter => "Plain Letter",
            Style::AttachmentsTitle => "Attachments Title",
            Style::Attachment => "Attachment",
            Style::Box => "Check Box",
            Style::Ticked => "Check Box Ticked",
            Style::TableText => "Table Text",
            Style::TableHeading => "Table Heading",
            Style::TableCentred => "Table Centred",
            Style::TableSmall => "Table Small",
            Style::Small => "Small Print",
            Style::Signature => "Signature",
            Style::Seal => "Seal",
            Style::Footer => "footer",
            Style::Spacer => "Spacer",
            Style::Tag => "Template Tag",
        }
    }

    pub fn id(self) -> String {
        match self {
            Style::Heading => "Heading1".to_owned(),
            Style::Footer => "Footer".to_owned(),
            style => style.name().replace(' ', ""),
        }
    }
}

/// One paragraph.
pub fn paragraph(style: Style, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{}</w:p>", style.id(), runs(text, ""))
}

/// One paragraph that stays on the page of the next one.
pub fn kept(style: Style, text: &str) -> String {
    let properties = format!("<w:pStyle w:val=\"{}\"/><w:keepNext/>", style.id());
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs(text, ""))
}

/// One paragraph in another language than the document's, by its tag (`kk-KZ`).
pub fn foreign(style: Style, tag: &str, text: &str) -> String {
    let language = format!("<w:lang w:val=\"{tag}\"/>");
    format!("<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{}</w:p>", style.id(), runs(text, &language))
}

/// Blocks that stand only under a condition, the tags in paragraphs of their own.
pub fn when(condition: &str, blocks: &str) -> String {
    choose(&[(condition, blocks)], None)
}

/// The first of the blocks whose condition holds, or else the last ones.
pub fn choose(cases: &[(&str, &str)], otherwise: Option<&str>) -> String {
    let mut xml = String::new();
    for (index, (condition, blocks)) in cases.iter().enumerate() {
        let word = if index == 0 { "if" } else { "elif" };
        xml += &paragraph(Style::Tag, &format!("{{% {word} {condition} %}}"));
        xml += blocks;
    }
    if let Some(blocks) = otherwise {
        xml += &paragraph(Style::Tag, "{% else %}");
        xml += blocks;
    }
    xml + &paragraph(Style::Tag, "{% endif %}")
}

/// The word for a code in the roster, each word in a paragraph of its own; a code without a word stands as
/// it is, and no code at all is a missing value.
pub fn word_for(style: Style, code: &str, words: &[(&str, &str)]) -> String {
    let cases: Vec<(String, String)> = words
        .iter()
        .map(|(value, word)| (format!("{code} == \"{value}\""), paragraph(style, word)))
        .collect();
    let cases: Vec<(&str, &str)> =
        cases.iter().map(|(condition, block)| (condition.as_str(), block.as_str())).collect();
    choose(&cases, Some(&paragraph(style, &format!("{{{{ {code} }}}}"))))
}

/// Blocks repeated: `each("member in family", …)`.
pub fn each(walk: &str, blocks: &str) -> String {
    let opening = paragraph(Style::Tag, &format!("{{% for {walk} %}}"));
    opening + blocks + &paragraph(Style::Tag, "{% endfor %}")
}

/// What a table looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Thin borders round every cell (the table style "Table Grid").
    Grid,
    /// No borders.
    Plain,
    /// No borders but a line below.
    Ruled,
}

/// A cell: blocks, over one or more columns.
pub struct Cell {
    blocks: String,
    span: usize,
}

pub fn cell(style: Style, text: &str) -> Cell {
    blocks(&paragraph(style, text))
}

pub fn blocks(blocks: &str) -> Cell {
    Cell { blocks: blocks.to_owned(), span: 1 }
}

impl Cell {
    pub fn over(self, columns: usize) -> Cell {
        Cell { span: columns, ..self }
    }
}

/// A row of cells; never torn over two pages.
pub struct Row {
    cells: Vec<Cell>,
    header: bool,
}

pub fn row(cells: impl Into<Vec<Cell>>) -> Row {
    Row { cells: cells.into(), header: false }
}

impl Row {
    /// Repeated at the top of each page that the table runs on to.
    pub fn header(self) -> Row {
        Row { header: true, ..self }
    }

    /// A row that stands only under a condition.
    pub fn when(self, condition: &str) -> Row {
        self.between(&format!("{{% if {condition} %}}"), "{% endif %}")
    }

    /// A row repeated: `each("line in quota")`.
    pub fn each(self, walk: &str) -> Row {
        self.between(&format!("{{% for {walk} %}}"), "{% endfor %}")
    }

    /// A row with which a repeated group of rows begins; [`Row::closes`] ends it.
    pub fn opens(mut self, walk: &str) -> Row {
        let first = self.cells.first_mut().expect("a row has cells");
        first.blocks.insert_str(0, &paragraph(Style::Tag, &format!("{{% for {walk} %}}")));
        self
    }

    /// The last row of a repeated group.
    pub fn closes(mut self) -> Row {
        let last = self.cells.last_mut().expect("a row has cells");
        last.blocks += &paragraph(Style::Tag, "{% endfor %}");
        self
    }

    /// The tags of a row stand in its first and last cell, each in a paragraph of its own.
    fn between(mut self, opening: &str, closing: &str) -> Row {
        let first = self.cells.first_mut().expect("a row has cells");
        first.blocks.insert_str(0, &paragraph(Style::Tag, opening));
        let last = self.cells.last_mut().expect("a row has cells");
        last.blocks += &paragraph(Style::Tag, closing);
        self
    }
}

/// A table of fixed columns as wide as the text, which is [`TEXT_WIDTH`].
pub fn table(look: Look, columns: &[u32], rows: impl Into<Vec<Row>>) -> String {
    assert_eq!(columns.iter().sum::<u32>(), TEXT_WIDTH, "the columns fill the width of the text");
    let border = "w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"";
    let (style, borders) = match look {
        Look::Grid => ("<w:tblStyle w:val=\"TableGrid\"/>", String::new()),
        Look::Plain => ("", String::new()),
        Look::Ruled => ("", format!("<w:tblBorders><w:bottom {border}/></w:tblBorders>")),
    };
    // Without borders the text itself stands at the margins.
    let margins = match look {
        Look::Plain => {
            "<w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>"
        }
        Look::Grid | Look::Ruled => "",
    };
    let grid: String = columns.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let rows: String = rows.into().iter().map(|row| row_xml(row, columns)).collect();
    format!(
        "<w:tbl><w:tblPr>{style}<w:tblW w:w=\"{TEXT_WIDTH}\" w:type=\"dxa\"/>{borders}\
         <w:tblLayout w:type=\"fixed\"/>{margins}<w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
}

/// Width between the margins: 210 mm − 30 mm − 15 mm.
pub const TEXT_WIDTH: u32 = 11_906 - 1_701 - 850;

fn row_xml(row: &Row, columns: &[u32]) -> String {
    let header = if row.header { "<w:tblHeader/>" } else { "" };
    let mut xml = format!("<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>");
    let mut column = 0;
    for cell in &row.cells {
        let width: u32 = columns[column..column + cell.span].iter().sum();
        let span = match cell.span {
            1 => String::new(),
            span => format!("<w:gridSpan w:val=\"{span}\"/>"),
        };
        let properties = format!("<w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>");
        xml += &format!("<w:tc>{properties}{}</w:tc>", cell.blocks);
        column += cell.span;
    }
    assert_eq!(column, columns.len(), "a row fills the columns");
    xml + "</w:tr>"
}

/// The number of the page, or of all pages, as a field that Word keeps up to date (§17.16.5).
fn field(code: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = format!("<w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>");
    let result = "<w:r><w:rPr><w:noProof/></w:rPr><w:t>1</w:t></w:r>";
    [mark("begin"), code, mark("separate"), result.to_owned(), mark("end")].concat()
}

/// A line of text as runs; `properties` go into each.
fn runs(text: &str, properties: &str) -> String {
    let mut xml = String::new();
    let mut bold = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest));
        rest = after;
        let weight = if bold { "<w:b/><w:bCs/>" } else { "" };
        xml += &match piece {
            "**" => {
                bold = !bold;
                continue;
            }
            "[PAGE]" | "[NUMPAGES]" => field(piece.trim_matches(['[', ']'])),
            "|" => "<w:r><w:br/></w:r>".to_owned(),
            "\t" => "<w:r><w:tab/></w:r>".to_owned(),
            tag if is_tag(tag) => run(tag, &format!("{weight}<w:noProof/>{properties}")),
            plain => run(&plain.replace('~', "\u{a0}"), &format!("{weight}{properties}")),
        };
    }
    assert!(!bold, "a bold mark is closed: {text}");
    xml
}

fn run(text: &str, properties: &str) -> String {
    let properties = match properties {
        "" => String::new(),
        properties => format!("<w:rPr>{properties}</w:rPr>"),
    };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn is_tag(text: &str) -> bool {
    text.starts_with("{{") || text.starts_with("{%")
}

/// Bytes of the first piece of a text: a tag, a mark, or plain text up to the next of these.
fn piece_length(text: &str) -> usize {
    for mark in ["**", "|", "\t", "[PAGE]", "[NUMPAGES]"] {
        if text.starts_with(mark) {
            return mark.len();
        }
    }
    if is_tag(text) {
        let close = if text.starts_with("{{") { "}}" } else { "%}" };
        return text.find(close).expect("a tag is closed") + close.len();
    }
    let marks = ["{{", "{%", "**", "|", "\t", "[PAGE]", "[NUMPAGES]"];
    marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len())
}

/// Text as it may stand between tags of XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
