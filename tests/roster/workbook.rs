//! Text → `.xlsx`: a workbook as a person would sketch it.
//!
//! `== Сотрудники` begins a sheet (`== Лист (hidden)` a hidden one); every other line is a row, cells
//! between ` | `, an empty line an empty row, a row after `~ ` is hidden. In a cell `\n` is a line break,
//! `_` alone nothing, `<` joins with the left cell, `^` with the cell above; `date:2026-11-22`, `num:7`,
//! `num:7:000` (with a number format), `bool:true`, `err:#N/A` are what they say. `#` begins a remark.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// The workbook that a text sketches.
pub fn build(sketch: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let mut rest = sketch.split("== ");
    rest.next();
    for sheet in rest {
        let (title, body) = sheet.split_once('\n').unwrap_or((sheet, ""));
        let worksheet = workbook.add_worksheet();
        let name = title.trim();
        match name.strip_suffix(" (hidden)") {
            Some(name) => worksheet.set_name(name).expect("a good name").set_hidden(true),
            None => worksheet.set_name(name).expect("a good name"),
        };
        let rows: Vec<Vec<String>> = body
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| cells(line, worksheet_row))
            .collect();
        fill(worksheet, &rows, body);
    }
    workbook.save_to_buffer().expect("memory takes any workbook")
}

fn worksheet_row(line: &str) -> &str {
    line.strip_prefix("~ ").unwrap_or(line)
}

fn cells(line: &str, strip: fn(&str) -> &str) -> Vec<String> {
    strip(line).split(" | ").map(|cell| cell.trim_matches(' ').replace("\\n", "\n")).collect()
}

fn fill(worksheet: &mut Worksheet, rows: &[Vec<String>], body: &str) {
    let hidden = body.lines().filter(|line| !line.starts_with('#')).enumerate();
    for (row, _) in hidden.filter(|(_, line)| line.starts_with("~ ")) {
        worksheet.set_row_hidden(row as u32).expect("a good row");
    }
    let at =
        |row: usize, column: usize| rows.get(row).and_then(|cells| cells.get(column)).map(String::as_str);
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if matches!(cell.as_str(), "" | "_" | "<" | "^") {
                continue;
            }
            let right = (column + 1..).take_while(|next| at(row, *next) == Some("<")).count();
            let down = (row + 1..).take_while(|next| at(*next, column) == Some("^")).count();
            let (first, last) = ((row as u32, column as u16), ((row + down) as u32, (column + right) as u16));
            if right + down > 0 {
                let format = Format::new();
                worksheet
                    .merge_range(first.0, first.1, last.0, last.1, cell, &format)
                    .expect("cells that join");
            } else {
                write(worksheet, first, cell);
            }
        }
    }
}

fn write(worksheet: &mut Worksheet, (row, column): (u32, u16), cell: &str) {
    let good = "a cell in the sheet";
    let format = |code: &str| Format::new().set_num_format(code);
    match cell.split_once(':') {
        Some(("date", date)) => {
            let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).expect("a date");
            worksheet.write_datetime_with_format(row, column, &date, &format("dd.mm.yyyy")).expect(good);
        }
        Some(("num", number)) => {
            let (number, code) = number.split_once(':').unwrap_or((number, "General"));
            let number: f64 = number.parse().expect("a number");
            worksheet.write_number_with_format(row, column, number, &format(code)).expect(good);
        }
        Some(("bool", value)) => {
            worksheet.write_boolean(row, column, value == "true").expect(good);
        }
        Some(("err", error)) => {
            worksheet.write_formula(row, column, Formula::new("=NA()").set_result(error)).expect(good);
        }
        _ => {
            worksheet.write_string(row, column, cell).expect(good);
        }
    }
}
