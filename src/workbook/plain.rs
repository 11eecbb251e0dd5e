//! Grids → a fresh workbook with the same sheets and every cell at its address: for files that are no
//! `.xlsx`, or one in a dialect that is not edited.
//!
//! The look of the original is not known here; the header is bold, days are days, digits that were
//! shown with leading zeros are shown so again. Text stays text, whatever it begins with (T12).

use chrono::Timelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::cells::{LONGEST, at, serial};
use crate::language::Language;
use crate::roster::{Grid, Merge, OWN, Roster, UNCALCULATED, Value};

/// Longest name of a sheet, and what must not stand in it.
const NAME: usize = 31;
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// Widths of columns in letters.
const NARROW: usize = 9;
const WIDE: usize = 44;

/// The name of each sheet in the roster, and its name in the workbook.
pub type Names = Vec<(String, String)>;

/// Writes the workbook; returns the name of each sheet there, beside its name in the roster.
///
/// # Errors
/// What the writer refuses.
pub fn workbook(grids: &[Grid], roster: &Roster, language: Language) -> Result<(Vec<u8>, Names), XlsxError> {
    let mut workbook = Workbook::new();
    // Equal input, equal bytes: the day has no meaning.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut names = Names::new();
    for grid in grids.iter().filter(|grid| !grid.name.starts_with(OWN)) {
        let name = free_name(&grid.name, &names, language);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        sheet.set_hidden(grid.hidden);
        fill(sheet, grid, first_row(roster, grid))?;
        names.push((grid.name.clone(), name));
    }
    Ok((workbook.save_to_buffer()?, names))
}

/// A name that Excel takes and that no other sheet has.
fn free_name(name: &str, taken: &[(String, String)], language: Language) -> String {
    let clean: String =
        name.chars().map(|letter| if FORBIDDEN.contains(&letter) { ' ' } else { letter }).collect();
    let clean = clean.trim_matches(['\'', ' ']);
    let usual = crate::roster::SheetKind::Employees.title();
    let clean = if clean.is_empty() { usual.get(language) } else { clean };
    let cut = |room: usize| {
        let mut units = 0;
        clean
            .chars()
            .take_while(|letter| {
                units += letter.len_utf16();
                units <= room
            })
            .collect::<String>()
    };
    let free = |name: &String| !taken.iter().any(|(_, other)| other.to_lowercase() == name.to_lowercase());
    let numbered = (2..).map(|number| format!("{} ({number})", cut(NAME - 6).trim_end()));
    std::iter::once(cut(NAME).trim_end().to_owned()).chain(numbered).find(free).expect("numbers do not end")
}

/// The first row of data, if the sheet is a table of the roster.
fn first_row(roster: &Roster, grid: &Grid) -> Option<u32> {
    let sheet = roster.sheets.iter().find(|sheet| sheet.name == grid.name)?;
    let row = sheet.rows.first()?;
    let is_card = sheet.columns.first().is_some_and(|column| {
        at(&column.address(row.number)).is_some_and(|(number, _)| number != row.number)
    });
    (row.number > 1 && !is_card).then_some(row.number)
}

/// As much of a text as a cell of Excel holds; only a csv has more.
fn whole(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > LONGEST
    });
    end.map_or(text, |(index, _)| &text[..index])
}

/// The looks of cells.
struct Looks {
    plain: Format,
    text: Format,
    head: Format,
    day: Format,
    moment: Format,
}

impl Looks {
    fn new() -> Looks {
        Looks {
            plain: Format::new(),
            text: Format::new().set_num_format("@"),
            head: Format::new().set_num_format("@").set_bold().set_text_wrap().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("dd.mm.yyyy"),
            moment: Format::new().set_num_format("dd.mm.yyyy hh:mm"),
        }
    }
}

fn fill(sheet: &mut Worksheet, grid: &Grid, first: Option<u32>) -> Result<(), XlsxError> {
    let looks = Looks::new();
    for Merge { rows: (top, bottom), columns: (left, right) } in &grid.merges {
        let (top, bottom) = (top.saturating_sub(1), bottom.saturating_sub(1));
        // Two that overlap are a mistake in the file; the first of them stays.
        let _ = sheet.merge_range(top, *left as u16, bottom, *right as u16, "", &looks.head);
    }
    let mut widths = std::collections::BTreeMap::<u16, usize>::new();
    for (number, cells) in &grid.rows {
        let is_head = first.is_some_and(|first| *number < first);
        for cell in cells {
            let column = cell.column as u16;
            let width = widths.entry(column).or_default();
            *width = (*width).max(cell.value.to_string().chars().count());
            write(sheet, (number - 1, column), &cell.value, is_head, &looks)?;
        }
        if grid.hidden_rows.contains(number) {
            sheet.set_row_hidden(number - 1)?;
        }
    }
    for (column, width) in widths {
        sheet.set_column_width(column, (width + 2).clamp(NARROW, WIDE) as f64)?;
    }
    if let Some(first) = first {
        sheet.set_freeze_panes(first - 1, 0)?;
    }
    Ok(())
}

/// Writes one value as a spreadsheet has it; `row` and `column` count from zero.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    is_head: bool,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(words) => {
            let format = if is_head { &looks.head } else { &looks.text };
            sheet.write_string_with_format(row, column, whole(words), format)?;
        }
        // The formula itself stays in the file it came in.
        Value::Error(words) if words == UNCALCULATED => {}
        Value::Error(words) => {
            sheet.write_string_with_format(row, column, words, &looks.text)?;
        }
        Value::Number { value, digits: Some(digits) }
            if digits.bytes().all(|digit| digit.is_ascii_digit()) =>
        {
            let format = Format::new().set_num_format("0".repeat(digits.len()));
            sheet.write_number_with_format(row, column, *value, &format)?;
        }
        Value::Number { value, .. } => {
            sheet.write_number_with_format(row, column, *value, &looks.plain)?;
        }
        Value::Date(date) => {
            let seconds = date.num_seconds_from_midnight();
            let number = serial(date.date(), false) as f64 + f64::from(seconds) / 86_400.0;
            let format = if seconds == 0 { &looks.day } else { &looks.moment };
            sheet.write_number_with_format(row, column, number, format)?;
        }
        Value::Bool(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
        // A grid holds what stands in the file; there is nothing to refuse in it.
        Value::Refused => {}
    }
    Ok(())
}
