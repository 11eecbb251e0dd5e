//! Tables of a season → `report.xlsx`: a sheet for each, ready to sort, filter and print on A4.
//!
//! Values only, no formula: what it says is what was reckoned. Equal tables, equal bytes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::Error;
use crate::board::{Cell, Table};
use crate::language::Language;

/// Paper A4 (ECMA-376 §18.3.1.63).
const A4: u8 = 9;
/// The least and the greatest width of a column, in characters.
const WIDTHS: [usize; 2] = [11, 46];
/// Height of a line, and the most that a row may have, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
const HEAD: u32 = 0x1F4E79;

/// What a cell holds at most, in characters (Excel's specifications and limits).
const LETTERS: usize = 32_767;

/// The workbook of these tables (`.xlsx`).
///
/// # Errors
/// [`Error::Unwritable`] where a table is longer than a sheet.
pub fn season(tables: &[Table], language: Language) -> Result<Vec<u8>, Error> {
    written(tables, language).map_err(|error| Error::Unwritable(error.to_string()))
}

fn written(tables: &[Table], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Equal bytes: the day has no meaning.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for table in tables {
        sheet(workbook.add_worksheet(), table, language)?;
    }
    workbook.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, table: &Table, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(table.title.get(language))?;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
    let head = plain.clone().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(HEAD));
    let number = plain.clone().set_num_format("#,##0");
    let day = plain.clone().set_num_format("dd.mm.yyyy");
    let widths: Vec<usize> = (0..table.columns.len()).map(|index| width(table, index, language)).collect();
    for ((index, column), width) in (0..).zip(&table.columns).zip(&widths) {
        sheet.write_string_with_format(0, index, column.get(language), &head)?;
        sheet.set_column_width(index, *width as f64)?;
    }
    let headers = table.columns.iter().map(|column| column.get(language).to_owned());
    sheet.set_row_height(0, height(headers, &widths))?;
    for (row, cells) in (1..).zip(&table.rows) {
        sheet.set_row_height(row, height(cells.iter().map(|cell| cell.shown(language)), &widths))?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                // No sum comes near the bounds of exact numbers, 2^53.
                Cell::Number(value) => sheet.write_number_with_format(row, column, *value as f64, &number)?,
                Cell::Day(Some(date)) => {
                    // Text where Excel's calendar does not reach.
                    match ExcelDateTime::parse_from_str(&date.to_string()) {
                        Ok(date) => sheet.write_datetime_with_format(row, column, &date, &day)?,
                        Err(_) => {
                            sheet.write_string_with_format(row, column, cell.shown(language), &plain)?
                        }
                    }
                }
                Cell::Day(None) => sheet.write_blank(row, column, &plain)?,
                Cell::Text(text) => {
                    sheet.write_string_with_format(row, column, fitting(text.get(language)), &plain)?
                }
            };
        }
    }
    print_on_a4(sheet)
}

/// As much of a text as a cell holds: a hostile roster must not cost the report.
fn fitting(text: &str) -> String {
    text.chars().take(LETTERS).collect()
}

/// Wide enough for the longest cell, or for its lines where it is very long, and for each word of the header; in
/// characters.
fn width(table: &Table, index: usize, language: Language) -> usize {
    let cells = table.rows.iter().map(|row| row[index].shown(language).chars().count());
    let words = table.columns[index].get(language).split_whitespace().map(|word| word.chars().count());
    let longest = cells.chain(words).max().unwrap_or_default() + 2;
    longest.clamp(WIDTHS[0], WIDTHS[1])
}

/// High enough for the cell of a row that takes most lines, in points: not every program finds it out.
fn height(cells: impl Iterator<Item = String>, widths: &[usize]) -> f64 {
    let lines = cells.zip(widths).map(|(cell, width)| lines(&cell, *width)).max().unwrap_or(1);
    (lines as f64 * LINE).min(HIGHEST)
}

/// The lines of a text in a column of so many characters, broken between words.
fn lines(text: &str, width: usize) -> usize {
    let of_line = |line: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split_whitespace() {
            let letters = word.chars().count();
            if used > 0 && used + 1 + letters > width {
                lines += 1;
                used = 0;
            }
            used += letters + usize::from(used > 0);
            lines += (used - 1) / width;
            used = (used - 1) % width + 1;
        }
        lines
    };
    text.lines().map(of_line).sum::<usize>().max(1)
}

fn print_on_a4(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P / &N");
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_text_takes_the_lines_that_its_words_need() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines("total", 10), 1);
        assert_eq!(lines("Possible fine from, KZT", 10), 3);
        assert_eq!(lines("first\nsecond", 20), 2);
        assert_eq!(lines("abcdefghijklmnopqrstu", 10), 3, "a word longer than the line is broken");
    }
}
