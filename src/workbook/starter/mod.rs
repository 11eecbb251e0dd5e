//! Field table → the starter workbook: a sheet for each kind with headers in three languages, notes,
//! drop-downs, text format for identifiers, and a guide with a worked example.
//!
//! The reader knows every column of it without a question (tests/starter.rs). The guide, the example and
//! the lists stand on sheets whose names begin as ours, which the reader passes over. Equal bytes every
//! time; no formula.

mod column;
mod guide;

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Formula, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};

use super::Error;
use super::cells::Typed;
use super::lists::{self, List};
use super::page::LISTS;
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::roster::{Field, Kind, SheetKind, address};
use column::Column;

/// The sheets that HR fills, in their order. Names of authorities are for those who want other ones.
const SHEETS: [SheetKind; 6] = [
    SheetKind::Company,
    SheetKind::Employees,
    SheetKind::Family,
    SheetKind::Quota,
    SheetKind::Contracts,
    SheetKind::Movements,
];

/// Rows below a header that the drop-downs and the marks of the printed page reach.
const ROWS: u32 = 2_000;
/// Height of a header of three lines, in points.
const HEADER: f64 = 62.0;
/// The built-in number format `@` (ECMA-376 §18.8.30).
const TEXT: u8 = 49;
/// Paper A4 (ECMA-376 §18.3.1.63).
const A4: u8 = 9;
/// Widths of the card's columns, in characters.
const LABELS: f64 = 58.0;
const VALUES: f64 = 64.0;
/// Height of a line of the card, in points.
const LINES: f64 = 32.0;
/// A table wider than this, in characters, is printed over several pages, its first columns on each.
const PAGE: f64 = 320.0;
/// The columns that stay in sight and are printed on each page: who it is.
const WHO: u16 = 3;

/// Colours of headers that most filings ask for, and of the others.
const MAIN: u32 = 0x1F4E79;
const OTHER: u32 = 0xDCE6F1;

/// The starter workbook (`.xlsx`), its notes and guide in this language.
///
/// # Errors
/// [`Error::Unwritable`] if the writer refuses: a mistake of ours in the tables.
pub fn starter(language: Language) -> Result<Vec<u8>, Error> {
    written(language).map_err(|error| Error::Unwritable(error.to_string()))
}

fn written(language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Equal bytes: the day has no meaning.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    guide::steps(workbook.add_worksheet(), language)?;
    let mut used = BTreeSet::new();
    for kind in SHEETS {
        let columns = column::of(kind);
        let sheet = workbook.add_worksheet();
        sheet.set_name(kind.title().get(language))?;
        match kind {
            SheetKind::Company => card(sheet, &columns, language, &mut used)?,
            _ => table(sheet, &columns, language, &mut used)?,
        }
        print_on_a4(sheet)?;
        if columns.iter().map(|column| column.width).sum::<f64>() > PAGE {
            sheet.set_print_scale(60);
            sheet.set_repeat_columns(0, WHO - 1)?.set_page_order(false);
        }
    }
    guide::example(workbook.add_worksheet(), language)?;
    drop_downs(&mut workbook, &used)?;
    workbook.save_to_buffer()
}

/// Labels in the first column, room for values in the second.
fn card(
    sheet: &mut Worksheet,
    columns: &[Column],
    language: Language,
    used: &mut BTreeSet<List>,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, LABELS)?.set_column_width(1, VALUES)?;
    for (row, column) in (0..).zip(columns) {
        let label = head(column).set_align(FormatAlign::Left);
        sheet.write_string_with_format(row, 0, column.header(language, " / "), &label)?;
        let room = value(column.field.kind()).set_border(FormatBorder::Hair).set_text_wrap();
        sheet.write_blank(row, 1, &room)?;
        sheet.set_row_height(row, LINES)?;
        sheet.insert_note(row, 0, &note(column, language))?;
        rule(sheet, column.field.kind(), (row, row), 1, language, used)?;
    }
    sheet.set_freeze_panes(0, 1)?;
    Ok(())
}

/// Headers in the first row, room below.
fn table(
    sheet: &mut Worksheet,
    columns: &[Column],
    language: Language,
    used: &mut BTreeSet<List>,
) -> Result<(), XlsxError> {
    sheet.set_row_height(0, HEADER)?;
    for (index, column) in (0..).zip(columns) {
        let kind = column.field.kind();
        sheet.set_column_width(index, column.width)?;
        sheet.set_column_format(index, &value(kind))?;
        sheet.write_string_with_format(0, index, column.header(language, "\n"), &head(column))?;
        sheet.insert_note(0, index, &note(column, language))?;
        rule(sheet, kind, (1, ROWS), index, language, used)?;
    }
    let last = columns.len() as u16 - 1;
    sheet.ignore_error_range(1, 0, ROWS, last, IgnoreError::NumberStoredAsText)?;
    sheet.autofilter(0, 0, ROWS, last)?;
    sheet.set_freeze_panes(1, WHO)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// One page wide on A4 across, numbered.
fn print_on_a4(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P / &N");
    Ok(())
}

fn head(column: &Column) -> Format {
    Format::new()
        .set_bold()
        .set_font_color(if column.main { Color::White } else { Color::RGB(MAIN) })
        .set_background_color(Color::RGB(if column.main { MAIN } else { OTHER }))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::White)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// Identifiers are text, or Excel takes their zeros; days are days.
fn value(kind: Kind) -> Format {
    match kind {
        Kind::Date => Format::new().set_num_format("dd.mm.yyyy"),
        Kind::Number | Kind::Category => Format::new(),
        _ => Format::new().set_num_format_index(TEXT),
    }
}

/// What the column means, an example, and the name by which a template calls it.
fn note(column: &Column, language: Language) -> Note {
    let mut lines = vec![column.field.about().get(language).to_owned()];
    if !column.example(language).is_empty() {
        let example = phrase("starter-for-example", &[("example", &Text::same(column.example(language)))]);
        lines.push(example.get(language).to_owned());
    }
    if !column.main {
        lines.push(phrase("starter-optional", &[]).get(language).to_owned());
    }
    let text = lines.join("\n");
    let rows = 2 + text.chars().count() / 30 + lines.len();
    Note::new(text).set_author("Otinish").add_author_prefix(false).set_width(260).set_height(16 * rows as u32)
}

/// A drop-down for coded values, a length for numbers of twelve digits; both warn and never refuse.
fn rule(
    sheet: &mut Worksheet,
    kind: Kind,
    (first, last): (u32, u32),
    column: u16,
    language: Language,
    used: &mut BTreeSet<List>,
) -> Result<(), XlsxError> {
    let list = (kind, language);
    let checked = if !lists::values(list).is_empty() {
        used.insert(list);
        DataValidation::new().allow_list_formula(Formula::new(lists::name(list)))
    } else if matches!(kind, Kind::Iin | Kind::Bin) {
        let words = phrase("starter-twelve-digits", &[]);
        DataValidation::new()
            .allow_text_length(DataValidationRule::EqualTo(12))
            .set_error_message(words.get(language))?
    } else {
        return Ok(());
    };
    let checked = checked.set_error_style(DataValidationErrorStyle::Warning);
    sheet.add_data_validation(first, column, last, column, &checked)?;
    Ok(())
}

/// The hidden sheet with the values of the drop-downs, a column each, and their names.
fn drop_downs(workbook: &mut Workbook, used: &BTreeSet<List>) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(LISTS)?.set_hidden(true);
    let mut names = Vec::new();
    for (column, list) in (0..).zip(used) {
        let values = lists::values(*list);
        sheet.write_string(0, column, list.0.name())?;
        for (row, value) in (1..).zip(&values) {
            match value {
                Typed::Text(text) => sheet.write_string(row, column, text)?,
                Typed::Number(number) => sheet.write_number(row, column, *number)?,
                Typed::Date(_) => unreachable!("no list holds days"),
            };
        }
        let cell = address(1, u32::from(column));
        let letters = cell.trim_end_matches('1');
        names.push((lists::name(*list), format!("='{LISTS}'!${letters}$2:${letters}${}", values.len() + 1)));
    }
    names.into_iter().try_for_each(|(name, place)| workbook.define_name(name, &place).map(|_| ()))
}

/// Whether a field is written as a number in the example.
fn is_number(field: Field) -> bool {
    matches!(field.kind(), Kind::Number | Kind::Category)
}
