//! The two sheets that are read by people only: how to fill the workbook, and every column with its
//! meaning and an invented person's value.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::column::{self, Column};
use super::{MAIN, OTHER, SHEETS, is_number, print_on_a4};
use crate::finding::phrase;
use crate::language::Language;
use crate::roster::{OWN, SheetKind};

/// Steps of the guide in the phrase book: `starter-step-1` …
const STEPS: usize = 7;

fn word(key: &str, language: Language) -> String {
    phrase(key, &[]).get(language).to_owned()
}

/// How to fill the workbook, step by step; then what is on which sheet.
pub fn steps(sheet: &mut Worksheet, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(format!("{OWN} – {}", word("starter-guide", language)))?;
    sheet.set_column_width(0, 5)?.set_column_width(1, 30)?.set_column_width(2, 84)?;
    sheet.set_screen_gridlines(false);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = wrapped.clone().set_bold();
    let title = Format::new().set_bold().set_font_size(16).set_font_color(Color::RGB(MAIN));
    sheet.write_string_with_format(0, 0, word("starter-title", language), &title)?;
    let mut row = 2;
    for step in 1..=STEPS {
        sheet.write_number_with_format(row, 0, step as f64, &bold)?;
        let text = word(&format!("starter-step-{step}"), language);
        sheet.merge_range(row, 1, row, 2, &text, &wrapped)?;
        sheet.set_row_height(row, 16.0 * (1 + text.chars().count() / 112) as f64)?;
        row += 1;
    }
    row += 1;
    for kind in SHEETS {
        sheet.write_string_with_format(row, 1, kind.title().get(language), &bold)?;
        let about = word(&format!("starter-sheet-{}", kind.name()), language);
        sheet.write_string_with_format(row, 2, &about, &wrapped)?;
        sheet.set_row_height(row, 16.0 * (1 + about.chars().count() / 84) as f64)?;
        row += 1;
    }
    row += 1;
    for (colour, key) in [(MAIN, "starter-colour-main"), (OTHER, "starter-colour-other")] {
        sheet.write_blank(row, 0, &Format::new().set_background_color(Color::RGB(colour)))?;
        sheet.merge_range(row, 1, row, 2, &word(key, language), &wrapped)?;
        row += 1;
    }
    print_on_a4(sheet)
}

/// Every column of every sheet with its meaning and an example.
pub fn example(sheet: &mut Worksheet, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(format!("{OWN} – {}", word("starter-example", language)))?;
    let head = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(MAIN))
        .set_border(FormatBorder::Thin);
    let titles = ["starter-sheet", "starter-column", "starter-value", "starter-meaning"];
    for (column, (key, width)) in (0..).zip(titles.into_iter().zip([20.0, 40.0, 46.0, 76.0])) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, word(key, language), &head)?;
    }
    let mut row = 1;
    for kind in SHEETS {
        for column in column::of(kind) {
            line(sheet, row, kind, &column, language)?;
            row += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    print_on_a4(sheet)
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    kind: SheetKind,
    column: &Column,
    language: Language,
) -> Result<(), XlsxError> {
    let plain = Format::new().set_border(FormatBorder::Hair).set_text_wrap().set_align(FormatAlign::Top);
    let name = if column.main { plain.clone().set_bold() } else { plain.clone() };
    sheet.write_string_with_format(row, 0, kind.title().get(language), &plain)?;
    sheet.write_string_with_format(row, 1, column.field.title().get(language), &name)?;
    let example = column.example(language);
    let text = plain.clone().set_num_format("@");
    match example.parse::<f64>() {
        Ok(number) if is_number(column.field) => {
            sheet.write_number_with_format(row, 2, number, &plain.clone().set_align(FormatAlign::Left))?
        }
        _ => sheet.write_string_with_format(row, 2, example, &text)?,
    };
    sheet.write_string_with_format(row, 3, column.field.about().get(language), &plain)?;
    Ok(())
}
