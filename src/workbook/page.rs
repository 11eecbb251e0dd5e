//! Findings, filled values, what was fixed and what is to be filed → the sheet «Otinish» and the hidden
//! sheet of lists, as SpreadsheetML.
//!
//! Every line leads to its cell. What the next run must know stands in hidden cells at the end of a line
//! (`earlier`).

use super::book::{Book, SPREADSHEET};
use super::cells::{Typed, Worksheet, put};
use super::earlier::{FILLED, FINDING, HIDDEN, Known, Since};
use super::lists::{self, List};
use super::mark::{self, Filling};
use super::styles::{Colour, Look};
use super::tree::{self, Tree};
use crate::board::words;
use crate::check::Case;
use crate::docx::xml::{self, Node};
use crate::finding::{Finding, Place, Severity, phrase};
use crate::language::{Language, Text};
use crate::plan::Filing;
use crate::roster::{Field, OWN, address};

/// The hidden sheet that holds the values of drop-downs.
pub const LISTS: &str = "Otinish lists";

/// Widths of the columns in letters; the hidden ones follow.
const WIDTHS: [u32; 9] = [16, 30, 10, 20, 28, 58, 58, 34, 18];
const LAST_HIDDEN: u32 = 16;
/// Links that Excel takes on a sheet.
const LINKS: usize = 65_000;

/// What the sheet is about.
pub struct Content<'a> {
    pub case: &'a Case,
    pub fillings: &'a [Filling],
    pub filings: &'a [Filing],
    pub since: Option<&'a Since>,
    /// What the reader should know about this workbook.
    pub remarks: &'a [Text],
    pub language: Language,
    /// The name of a sheet in this workbook by its name in the roster.
    pub tab: &'a dyn Fn(&str) -> String,
}

/// A sheet that is being written.
struct Page<'a> {
    book: &'a mut Book,
    language: Language,
    /// As text: as trees, those of a season would take a gigabyte.
    rows: String,
    count: u32,
    links: Vec<Tree>,
}

/// Adds the sheet to a workbook.
pub fn add(book: &mut Book, content: &Content) {
    let language = content.language;
    let mut page = Page { book, language, rows: String::new(), count: 0, links: Vec::new() };
    page.head(content);
    let first = page.count + 1;
    page.findings(content);
    let last = page.count;
    page.filled(content);
    page.fixed(content);
    page.filings(content);
    let Page { rows, links, .. } = page;
    let columns = address(first, 0) + ":" + &address(last.max(first), WIDTHS.len() as u32 - 1);
    let text = sheet(rows, links, first, &columns);
    let position = book.add_sheet(OWN, false, text);
    let fixed = |range: &str| {
        let absolute = |cell: &str| {
            let letters = cell.trim_end_matches(|letter: char| letter.is_ascii_digit());
            format!("${letters}${}", &cell[letters.len()..])
        };
        range.split(':').map(absolute).collect::<Vec<_>>().join(":")
    };
    book.name_place("_xlnm._FilterDatabase", &format!("{OWN}!{}", fixed(&columns)), Some(position), true);
    book.name_place("_xlnm.Print_Titles", &format!("{OWN}!${first}:${first}"), Some(position), false);
}

impl Page<'_> {
    fn word(&self, key: &str) -> String {
        phrase(key, &[]).get(self.language).to_owned()
    }

    /// Writes a line; a cell without text is left out.
    fn line(&mut self, cells: &[(&str, Look)]) -> u32 {
        let number = self.count + 1;
        let mut row = tree::element("row", &[("r", &number.to_string())]);
        for (column, (text, look)) in (0..).zip(cells) {
            if !text.is_empty() {
                let style = self.book.styles.look(*look);
                let at = address(number, column);
                let mut cell = tree::element("c", &[("r", &at), ("s", &style.to_string())]);
                put(&mut cell, &Typed::Text((*text).to_owned()), false);
                row.children.push(cell.into());
            }
        }
        let lines = (cells.iter().zip(WIDTHS))
            .filter(|((_, look), _)| look.wrap)
            .map(|((text, _), width)| lines(text, width))
            .max();
        let lines = if cells.first().is_some_and(|(_, look)| look.large) { Some(2) } else { lines };
        if let Some(lines) = lines.filter(|lines| *lines > 1) {
            row.set("ht", (15 * lines).min(400).to_string());
            row.set("customHeight", "1");
        }
        xml::write_element(&row, &mut self.rows);
        self.count = number;
        number
    }

    fn blank(&mut self) {
        self.line(&[]);
    }

    fn title(&mut self, text: &str) {
        self.blank();
        self.line(&[(text, Look { bold: true, large: true, ..Look::default() })]);
    }

    fn heading(&mut self, texts: &[String]) {
        let look = Look { heading: true, ..Look::default() };
        let texts: Vec<String> = texts.iter().map(|text| capital(text)).collect();
        let cells: Vec<_> = texts.iter().map(|text| (text.as_str(), look)).collect();
        self.line(&cells);
    }

    fn link(&mut self, row: u32, place: &str) {
        if self.links.len() < LINKS && !place.is_empty() {
            let at = address(row, 3);
            self.links.push(tree::element("hyperlink", &[("ref", &at), ("location", place)]));
        }
    }

    /// The title, the counts, the remarks.
    fn head(&mut self, content: &Content) {
        let language = self.language;
        let case = content.case;
        let large = Look { bold: true, large: true, ..Look::default() };
        let title = phrase("completed-title", &[("roster", &Text::same(case.roster_name.as_str()))]);
        self.line(&[(title.get(language), large)]);
        let count = |number: usize| Text::same(number.to_string());
        let counts = phrase(
            "counted",
            &[
                ("errors", &count(case.count(Severity::Error))),
                ("warnings", &count(case.count(Severity::Warning))),
                ("notes", &count(case.count(Severity::Info))),
                ("filled", &count(content.fillings.len())),
            ],
        );
        self.line(&[(counts.get(language), Look::default())]);
        let since = match content.since {
            Some(since) => phrase(
                "since-counted",
                &[("fixed", &count(since.fixed.len())), ("new", &count(since.new.len()))],
            ),
            None => phrase("since-first", &[]),
        };
        self.line(&[(since.get(language), Look { bold: content.since.is_some(), ..Look::default() })]);
        // One line, also when empty: the lines below keep their numbers when a remark falls away.
        let remarks: Vec<&str> = content.remarks.iter().map(|remark| remark.get(language)).collect();
        self.line(&[(&remarks.join(" "), Look::default())]);
    }

    fn findings(&mut self, content: &Content) {
        let keys = ["weight", "code", "rule", "place", "subject", "found", "what-to-do", "blocks", "since"];
        let heads = keys.map(|key| self.word(key));
        self.heading(&heads);
        for (index, finding) in content.case.findings.iter().enumerate() {
            let new = content.since.is_some_and(|since| since.new.binary_search(&index).is_ok());
            self.finding(finding, new, content.tab);
        }
        if content.case.findings.is_empty() {
            let text = self.word("nothing-found");
            self.line(&[(&text, Look::default())]);
        }
    }

    fn finding(&mut self, finding: &Finding, new: bool, tab: &dyn Fn(&str) -> String) {
        let language = self.language;
        let colour = match finding.severity {
            Severity::Error => Some(Colour::Wrong),
            Severity::Warning => Some(Colour::Doubtful),
            Severity::Info => None,
        };
        let weight = mark::weight(finding.severity);
        let kinds: Vec<_> = finding.blocks.iter().map(|kind| kind.title().get(language).to_owned()).collect();
        let new = if new { self.word("since-new") } else { String::new() };
        let place = &finding.place;
        let wrap = Look { wrap: true, ..Look::default() };
        let plain = Look::default();
        let link = Look { link: true, ..plain };
        let row = self.line(&[
            (weight.get(language), Look { colour, ..plain }),
            (finding.code, plain),
            (finding.rule, plain),
            (&place.to_string(), link),
            (&finding.subject, wrap),
            (finding.message.get(language), wrap),
            (finding.hint.get(language), wrap),
            (&kinds.join("; "), wrap),
            (&new, plain),
            (FINDING, plain),
            (finding.code, plain),
            (place.sheet.as_deref().unwrap_or(""), plain),
            (&cell_of(place), plain),
            (place.field.unwrap_or(""), plain),
            (&finding.subject, plain),
        ]);
        self.link(row, &location(place, tab));
    }

    fn filled(&mut self, content: &Content) {
        let title = self.word("filled-title");
        self.title(&title);
        let keys = ["weight", "field", "rule", "place", "subject", "value", "source"];
        let heads = keys.map(|key| self.word(key));
        self.heading(&heads);
        let word = self.word("filled-word");
        let no_column = self.word("no-column");
        let plain = Look::default();
        let wrap = Look { wrap: true, ..plain };
        for filling in content.fillings {
            let place = &filling.place;
            let in_cell = place.cell.is_some();
            let value = filling.value.as_ref().map(mark::read_back).unwrap_or_default();
            let note = if in_cell { "" } else { &no_column };
            let colour = in_cell.then_some(Colour::Filled);
            let mut cells = vec![
                (word.as_str(), Look { colour, ..plain }),
                (&filling.title, wrap),
                (&filling.rule, plain),
            ];
            let (shown, at) = (place.to_string(), cell_of(place));
            cells.extend([
                (shown.as_str(), Look { link: true, ..plain }),
                (&filling.subject, wrap),
                (&filling.shown, wrap),
                (&filling.source, wrap),
                (note, wrap),
            ]);
            if in_cell {
                let sheet = place.sheet.as_deref().unwrap_or("");
                let hidden =
                    ["", FILLED, &filling.field, sheet, &at, &filling.field, &filling.subject, &value];
                cells.extend(hidden.map(|text| (text, plain)));
            }
            let row = self.line(&cells);
            self.link(row, &location(place, content.tab));
        }
    }

    /// What was found the last time and is not found any more.
    fn fixed(&mut self, content: &Content) {
        let fixed = content.since.map(|since| since.fixed.as_slice()).unwrap_or_default();
        if fixed.is_empty() {
            return;
        }
        let title = self.word("fixed-title");
        self.title(&title);
        let heads = ["status", "code", "rule", "place", "subject", "found"].map(|key| self.word(key));
        self.heading(&heads);
        let word = self.word("since-fixed");
        for Known { code, rule, sheet, cell, subject, message, .. } in fixed {
            let plain = Look::default();
            let wrap = Look { wrap: true, ..plain };
            let row_only = cell.parse::<u32>().is_ok();
            let place = match cell.as_str() {
                "" => sheet.clone(),
                row if row_only => format!("{sheet}!{row}:{row}"),
                cell => format!("{sheet}!{cell}"),
            };
            self.line(&[
                (&word, Look { colour: Some(Colour::Filled), ..plain }),
                (code, plain),
                (rule, plain),
                (&place, plain),
                (subject, wrap),
                (message, wrap),
            ]);
        }
    }

    fn filings(&mut self, content: &Content) {
        if content.filings.is_empty() {
            return;
        }
        let title = self.word("filings-title");
        self.title(&title);
        let heads = ["status", "due", "rule", "field", "subject", "document", "authority", "lacks"];
        let mut heads = heads.map(|key| self.word(key));
        heads[3] = Field::Region.title().get(self.language).to_owned();
        self.heading(&heads);
        for filing in content.filings {
            let title = |name: &&str| {
                let field = Field::from_name(name);
                field.map_or((*name).to_owned(), |field| field.title().get(self.language).to_owned())
            };
            let lacks: Vec<String> = filing.lacks.iter().map(title).collect();
            let advised = filing.advised.map(|day| words::advised(day).get(self.language).to_owned());
            let kind = filing.kind.title().get(self.language).to_owned();
            let document = [Some(kind), advised].into_iter().flatten().collect::<Vec<_>>().join("; ");
            let region = filing.region.map(|region| region.name(self.language)).unwrap_or_default();
            let status = self.word(&format!("status-{}", filing.status.name()));
            let due = filing.due.map(|due| due.format("%d.%m.%Y").to_string()).unwrap_or_default();
            let wrap = Look { wrap: true, ..Look::default() };
            let plain = Look::default();
            self.line(&[
                (&status, plain),
                (&due, plain),
                (filing.rule, plain),
                (region, wrap),
                (&filing.subject.label(content.case, self.language), wrap),
                (&document, wrap),
                (filing.authority.get(self.language), wrap),
                (&lacks.join(", "), wrap),
            ]);
        }
    }
}

/// How many lines a text takes in a column; words that do not fit the end of a line cost some room.
fn lines(text: &str, width: u32) -> u32 {
    let room = (width as usize * 9 / 10).max(1);
    text.lines().map(|line| line.chars().count().div_ceil(room).max(1) as u32).sum()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `H7`, or the row, or nothing.
fn cell_of(place: &Place) -> String {
    match (&place.cell, place.row) {
        (Some(cell), _) => cell.clone(),
        (None, Some(row)) => row.to_string(),
        (None, None) => String::new(),
    }
}

/// Where a click leads: the cell, else the beginning of the row or of the sheet.
fn location(place: &Place, tab: &dyn Fn(&str) -> String) -> String {
    let Some(sheet) = &place.sheet else { return String::new() };
    let sheet = tab(sheet).replace('\'', "''");
    let cell = match (&place.cell, place.row) {
        (Some(cell), _) => cell.clone(),
        (None, row) => address(row.unwrap_or(1), 0),
    };
    format!("'{sheet}'!{cell}")
}

/// The worksheet: frozen below the header, filtered, printed on A4 across.
fn sheet(rows: String, links: Vec<Tree>, head: u32, filter: &str) -> String {
    let node = tree::element;
    let mut columns = node("cols", &[]);
    for (number, width) in (1u32..).zip(WIDTHS) {
        let number = number.to_string();
        let column =
            [("min", number.as_str()), ("max", &number), ("width", &width.to_string()), ("customWidth", "1")];
        columns.children.push(node("col", &column).into());
    }
    let hidden = [("min", (HIDDEN + 1).to_string()), ("max", LAST_HIDDEN.to_string())];
    let [min, max] = hidden.each_ref().map(|(key, value)| (*key, value.as_str()));
    columns
        .children
        .push(node("col", &[min, max, ("width", "9"), ("hidden", "1"), ("customWidth", "1")]).into());
    let top = address(head + 1, 0);
    let pane = [("ySplit", head.to_string()), ("topLeftCell", top)];
    let [split, corner] = pane.each_ref().map(|(key, value)| (*key, value.as_str()));
    let pane = node("pane", &[split, corner, ("activePane", "bottomLeft"), ("state", "frozen")]);
    let view = node("sheetView", &[("workbookViewId", "0")]);
    let selection = node("selection", &[("pane", "bottomLeft")]);
    let mut root = node("worksheet", &[("xmlns", SPREADSHEET)])
        .containing(
            node("sheetPr", &[])
                .containing(node("tabColor", &[("rgb", "FF0B5394")]))
                .containing(node("pageSetUpPr", &[("fitToPage", "1")])),
        )
        .containing(node("sheetViews", &[]).containing(view.containing(pane).containing(selection)))
        .containing(node("sheetFormatPr", &[("defaultRowHeight", "15")]))
        .containing(columns)
        .containing(node("sheetData", &[]))
        .containing(node("autoFilter", &[("ref", filter)]));
    if !links.is_empty() {
        let mut all = node("hyperlinks", &[]);
        all.children = links.into_iter().map(Node::from).collect();
        root.children.push(all.into());
    }
    let margins = [
        ("left", "0.5"),
        ("right", "0.5"),
        ("top", "0.5"),
        ("bottom", "0.6"),
        ("header", "0.3"),
        ("footer", "0.3"),
    ];
    let page = [("paperSize", "9"), ("orientation", "landscape"), ("fitToWidth", "1"), ("fitToHeight", "0")];
    let footer = node("oddFooter", &[]).containing(Node::Text("&L&A&R&P / &N".into()));
    let root = root
        .containing(node("pageMargins", &margins))
        .containing(node("pageSetup", &page))
        .containing(node("headerFooter", &[]).containing(footer));
    Worksheet::of(root, rows).write()
}

/// Adds the hidden sheet with the values of the drop-downs, a column each, and gives each its name.
pub fn add_lists(book: &mut Book, all: &[List]) {
    let values: Vec<Vec<Typed>> = all.iter().map(|list| lists::values(*list)).collect();
    let height = values.iter().map(Vec::len).max().unwrap_or(0);
    let mut data = tree::element("sheetData", &[]);
    let heads = all.iter().map(|list| Typed::Text(lists::name(*list))).collect::<Vec<_>>();
    for number in 0..=height {
        let mut row = tree::element("row", &[("r", &(number + 1).to_string())]);
        for (column, values) in values.iter().enumerate() {
            let value = match number.checked_sub(1) {
                None => heads.get(column),
                Some(index) => values.get(index),
            };
            if let Some(value) = value {
                let mut cell = tree::element("c", &[("r", &address(number as u32 + 1, column as u32))]);
                put(&mut cell, value, false);
                row.children.push(cell.into());
            }
        }
        data.children.push(row.into());
    }
    let root = tree::element("worksheet", &[("xmlns", SPREADSHEET)]).containing(data);
    book.add_sheet(LISTS, true, xml::write(&root));
    for (column, (list, values)) in all.iter().zip(&values).enumerate() {
        let letters = address(1, column as u32).trim_end_matches('1').to_owned();
        let place = format!("'{LISTS}'!${letters}$2:${letters}${}", values.len() + 1);
        book.name_place(&lists::name(*list), &place, None, false);
    }
}
