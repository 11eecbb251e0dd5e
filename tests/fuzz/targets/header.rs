//! Cells of a sheet → which sheet it is and which column is which field: always an answer, the same for equal cells.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use otinish::language::Language;
use otinish::roster::{Cell, Corrections, Field, Grid, Merge, Opened, SheetKind, Value};
use otinish_fuzz::{byte, limit, one, text};

/// Every header that is known, in all languages.
static HEADERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let of =
        |field: &'static Field| Language::ALL.into_iter().flat_map(move |language| field.headers(language));
    Field::ALL.iter().flat_map(of).map(String::as_str).collect()
});
static TITLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let titles =
        SheetKind::ALL.into_iter().map(SheetKind::title).flat_map(|title| [title.ru, title.kk, title.en]);
    titles.map(|title| &*title.leak()).chain(["Лист1", "", "Архив", "Otinish"]).collect()
});

fuzz_target!(|bytes: &[u8]| {
    limit(&[]);
    let mut input = Unstructured::new(bytes);
    let csv = byte(&mut input) > 220;
    let count = [1, 1, 1, 1, 1, 2, 2, 3][usize::from(byte(&mut input) % 8)];
    let grids: Vec<Grid> = (0..count).map(|_| grid(&mut input)).collect();
    // As the confined process hands it over.
    let opened = postcard::to_allocvec(&(grids, csv)).expect("grids are written");
    let read = || -> Opened { postcard::from_bytes(&opened).expect("what was written is read") };
    let corrections = Corrections::default();
    let first = read().recognise("книга", &corrections);
    match &first {
        Ok(roster) => {
            assert!(roster.sheets.iter().any(|sheet| sheet.kind == SheetKind::Employees));
            for sheet in &roster.sheets {
                for field in Field::ALL {
                    let count = sheet.columns.iter().filter(|column| column.field == Some(*field)).count();
                    assert!(count <= 1, "{count} columns for {}", field.name());
                }
            }
        }
        Err(error) => assert!(!error.notice().message.ru.is_empty()),
    }
    if byte(&mut input) % 32 == 0 {
        assert!(first == read().recognise("книга", &corrections));
    }
});

fn grid(input: &mut Unstructured) -> Grid {
    let title = match byte(input) {
        0..=199 => (*one(&TITLES, input)).to_owned(),
        _ => text::text(input),
    };
    let mut grid = Grid::new(title, byte(input) > 230);
    let mut row = 0;
    for _ in 0..byte(input) % 8 {
        row += match byte(input) {
            0..=223 => 1,
            more => u32::from(more),
        };
        let mut column = 0;
        let mut cells = Vec::new();
        for _ in 0..byte(input) % 12 {
            column += match byte(input) {
                0..=223 => 1,
                more => u32::from(more) % 40,
            };
            cells.push(Cell { row, column: column.min(511), value: value(input) });
            column = column.min(500);
        }
        cells.dedup_by_key(|cell| cell.column);
        if !cells.is_empty() {
            grid.rows.insert(row, cells);
        }
        if byte(input) > 240 {
            grid.hidden_rows.insert(row);
        }
    }
    for _ in 0..byte(input) % 6 {
        let (row, column) = (u32::from(byte(input) % 10) + 1, u32::from(byte(input) % 16));
        let (down, right) = (u32::from(byte(input) % 4), u32::from(byte(input) % 6));
        grid.merges.push(Merge { rows: (row, row + down), columns: (column, column + right) });
    }
    grid
}

fn value(input: &mut Unstructured) -> Value {
    let text = |input: &mut Unstructured| {
        let text = text::text(input);
        if text.trim().is_empty() { "x".to_owned() } else { text }
    };
    match byte(input) {
        // There are more headers than a byte tells.
        0..=159 => {
            let index: u16 = input.arbitrary().unwrap_or(0);
            Value::Text(HEADERS[usize::from(index) % HEADERS.len()].to_owned())
        }
        160..=199 => {
            let header = *one(&HEADERS, input);
            let mut letters: Vec<char> = header.chars().collect();
            let at = usize::from(byte(input)) % letters.len();
            match byte(input) % 3 {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, 'х'),
                _ => letters.extend(text(input).chars()),
            }
            letters.push('.');
            Value::Text(letters.into_iter().collect())
        }
        200..=219 => Value::Number { value: input.arbitrary::<i32>().unwrap_or(0).into(), digits: None },
        220..=229 => Value::Error("#N/A".to_owned()),
        230..=234 => Value::Bool(true),
        _ => Value::Text(text(input)),
    }
}
