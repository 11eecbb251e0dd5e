//! Rows below a header → rows of data. Titles of sections, totals, headers repeated on each page, rows of
//! column numbers and signatures are left out; a section's title is kept with the rows below it.
//!
//! In doubt a row is data: a person who is read wrongly is reported later, a person who is not read is
//! lost. What was left out is told, by row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::grid::{Grid, Merge};
use super::label::{initial, key, plain, words};
use super::{Cell, Column, Field, Kind, Row, Value, address};
use crate::language::Text;

/// Why a row was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Section,
    Total,
    Header,
    Numbers,
    Signature,
}

impl Reason {
    fn title(self) -> Text {
        match self {
            Reason::Section => Text::new("section titles", "заголовки разделов", "бөлім тақырыптары"),
            Reason::Total => Text::new("totals", "итоги", "жиынтықтар"),
            Reason::Header => Text::new("repeated headers", "повторы шапки", "қайталанған тақырыптар"),
            Reason::Numbers => Text::new("only numbers", "только числа", "тек сандар"),
            Reason::Signature => Text::new("signatures", "подписи", "қол қою жолдары"),
        }
    }
}

/// The rows of data, and the others by reason.
#[derive(Default)]
pub(super) struct Rows {
    pub data: Vec<Row>,
    pub left_out: BTreeMap<Reason, Vec<u32>>,
    /// Joined cells whose value was given to all of their rows: `C3:C5`.
    pub joined: Vec<String>,
}

/// Folded first words of a row of totals; of a signature; first and last words of a section's title.
struct Words {
    total: BTreeSet<String>,
    signature: BTreeSet<String>,
    section: BTreeSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let set = |list: &str| list.split(' ').map(key).collect();
    Words {
        total: set("итого всего барлығы жиыны жиынтығы total subtotal totals grand"),
        signature: set(
            "директор генеральный руководитель исполнитель подпись составил составила подготовил подготовила \
             утверждаю согласовано проверил мп м.п. signature signed prepared approved director қолы қол \
             орындаушы басшы дайындаған бекітемін мо м.о.",
        ),
        section: set(
            "г город область обл участок цех отдел департамент филиал подрядчик подрядчики субподрядчик \
             субподрядчики объект тоо ао регион site region department contractors contractor subcontractors \
             team city office branch қ қала қаласы облыс облысы филиалы бөлімше мердігерлер жшс",
        ),
    }
});

/// Sorts the rows below the last row of a header; `labels` are the keys of the labels over the columns.
pub(super) fn read(grid: &Grid, last: u32, labels: BTreeMap<u32, String>, columns: &[Column]) -> Rows {
    let fields = columns.iter().filter_map(|column| Some((column.index, column.field?))).collect();
    let table = Table { grid, fields, labels, last };
    let mut rows = Rows::default();
    let mut shared = Shared::of(grid, last, columns);
    let mut section = None;
    for (number, cells) in grid.rows.range(last + 1..) {
        if table.is_blank(cells) {
            continue;
        }
        match table.reason(*number, cells) {
            Some(reason) => {
                if reason == Reason::Section {
                    section = cells.iter().find_map(Cell::text).map(plain);
                }
                rows.left_out.entry(reason).or_default().push(*number);
            }
            None => rows.data.push(Row {
                number: *number,
                hidden: grid.hidden_rows.contains(number),
                section: section.clone(),
                cells: shared.beside(*number, cells),
            }),
        }
    }
    rows.joined = shared.shown();
    rows
}

/// Values of cells that are joined over several rows: each row has them. What tells people apart, their
/// names and numbers, is never shared.
struct Shared<'a> {
    /// By first row.
    all: Vec<(Merge, &'a Cell)>,
    /// How many of them begin above the row that was read last.
    begun: usize,
    /// The one that runs in each column.
    running: BTreeMap<u32, usize>,
    /// Those from which a row took its value.
    used: BTreeSet<usize>,
}

impl<'a> Shared<'a> {
    fn of(grid: &'a Grid, last: u32, columns: &[Column]) -> Shared<'a> {
        let telling = |field: Field| {
            matches!(field.kind(), Kind::Name | Kind::Passport | Kind::Iin)
                || matches!(field, Field::RowNo | Field::EmpId)
        };
        let fields = columns.iter().filter(|one| one.field.is_some_and(|field| !telling(field)));
        let fields: BTreeSet<u32> = fields.map(|one| one.index).collect();
        let below = grid.merges.iter().filter(|merge| merge.rows.0 > last && merge.rows.1 > merge.rows.0);
        let narrow =
            below.filter(|merge| merge.columns.0 == merge.columns.1 && fields.contains(&merge.columns.0));
        let mut all: Vec<(Merge, &Cell)> =
            narrow.filter_map(|merge| Some((*merge, grid.cell(merge.rows.0, merge.columns.0)?))).collect();
        all.sort_by_key(|(merge, _)| merge.rows.0);
        Shared { all, begun: 0, running: BTreeMap::new(), used: BTreeSet::new() }
    }

    /// The cells of a row with those that it shares, which keep their address; rows come in their order.
    fn beside(&mut self, row: u32, cells: &[Cell]) -> Vec<Cell> {
        while let Some((merge, cell)) = self.all.get(self.begun).filter(|(merge, _)| merge.rows.0 < row) {
            if merge.rows.1 >= row {
                self.running.insert(cell.column, self.begun);
            }
            self.begun += 1;
        }
        let mut own = cells.to_vec();
        for index in self.running.values() {
            let (merge, cell) = &self.all[*index];
            if row <= merge.rows.1 && !cells.iter().any(|own| own.column == cell.column) {
                own.push((*cell).clone());
                self.used.insert(*index);
            }
        }
        own.sort_by_key(|cell| cell.column);
        own
    }

    /// The joined cells from which some row took its value: `C3:C5`.
    fn shown(&self) -> Vec<String> {
        let used = self.used.iter().map(|index| &self.all[*index]);
        used.map(|(merge, cell)| format!("{}:{}", cell.address(), address(merge.rows.1, merge.columns.1)))
            .collect()
    }
}

struct Table<'a> {
    grid: &'a Grid,
    fields: BTreeMap<u32, Field>,
    /// Key of the label over each column.
    labels: BTreeMap<u32, String>,
    last: u32,
}

impl Table<'_> {
    fn field(&self, cell: &Cell) -> Option<Field> {
        self.fields.get(&cell.column).copied()
    }

    /// Nothing but the running number of a row that was numbered beforehand.
    fn is_blank(&self, cells: &[Cell]) -> bool {
        cells.iter().all(|cell| {
            self.field(cell) == Some(Field::RowNo)
                && !matches!(&cell.value, Value::Text(text) if !is_number(text))
        })
    }

    /// Why a row is no data, if it is not.
    fn reason(&self, number: u32, cells: &[Cell]) -> Option<Reason> {
        let texts: Vec<&Cell> =
            cells.iter().filter(|cell| cell.text().is_some_and(|text| !is_number(text))).collect();
        if self.repeats_header(&texts) {
            return Some(Reason::Header);
        }
        let Some(first) = texts.first() else {
            return self.is_numbering(number, cells).then_some(Reason::Numbers);
        };
        let begins = words(first.text().unwrap_or_default());
        let begins_with = |list: &BTreeSet<String>| {
            begins.first().is_some_and(|word| list.contains(word)) || list.contains(&begins.concat())
        };
        let numbers = cells.iter().filter(|cell| cell.text().is_none_or(is_number)).count();
        if texts.len() == 1 && begins_with(&WORDS.total) && numbers + 1 == cells.len() {
            return Some(Reason::Total);
        }
        if self.is_signature(&texts, cells, begins_with(&WORDS.signature)) {
            return Some(Reason::Signature);
        }
        self.is_section(&texts, cells, &begins).then_some(Reason::Section)
    }

    fn repeats_header(&self, texts: &[&Cell]) -> bool {
        let repeats = |cell: &&&Cell| {
            let (Some(label), Some(text)) = (self.labels.get(&cell.column), cell.text()) else {
                return false;
            };
            // A number may be written «Номер» here and «№» there.
            let begins = initial(text) == label.chars().next() || label.starts_with('#');
            begins && *label == key(text)
        };
        let same = texts.iter().filter(repeats).count();
        same >= 2 && same * 10 >= texts.len() * 6
    }

    /// `1 2 3 4 …` right below the header, or a lonely number.
    fn is_numbering(&self, number: u32, cells: &[Cell]) -> bool {
        let counted = cells
            .iter()
            .enumerate()
            .all(|(index, cell)| cell.value.to_string().trim() == (index + 1).to_string());
        (counted && cells.len() >= 3 && number <= self.last + 2)
            || (cells.len() == 1 && !matches!(cells[0].value, Value::Date(_)))
    }

    /// Whether the row has what only a row of data has: a date, or digits in the column of a document.
    fn is_person(&self, cells: &[Cell]) -> bool {
        let numbered = |cell: &&Cell| {
            let kind = self.field(cell).map(Field::kind);
            matches!(kind, Some(Kind::Date | Kind::Passport | Kind::Iin))
                && cell.value.to_string().chars().filter(char::is_ascii_digit).count() >= 4
        };
        cells.iter().any(|cell| matches!(cell.value, Value::Date(_)))
            || cells.iter().any(|cell| numbered(&cell))
    }

    fn is_signature(&self, texts: &[&Cell], cells: &[Cell], begins: bool) -> bool {
        if cells.len() > 4 || self.is_person(cells) {
            return false;
        }
        let line = texts.iter().any(|cell| cell.text().is_some_and(|text| text.contains("___")));
        let position = texts.first().is_some_and(|cell| self.field(cell) == Some(Field::Position));
        let numbered = cells
            .iter()
            .any(|cell| self.field(cell) == Some(Field::RowNo) && cell.text().is_none_or(is_number));
        line || (begins && !position && !numbered)
    }

    /// One text alone in its row, or with numbers only.
    fn is_section(&self, texts: &[&Cell], cells: &[Cell], begins: &[String]) -> bool {
        let [title] = texts else { return false };
        let text = title.text().unwrap_or_default();
        let looks =
            [begins.first(), begins.last()].into_iter().flatten().any(|word| WORDS.section.contains(word));
        if cells.len() > 1 {
            return looks && !self.is_person(cells) && cells.len() <= 3 && !self.is_name(title);
        }
        let joined = self.grid.joined_to(title.row, title.column).is_some();
        joined
            || !self.is_name(title)
            || looks
            || text.contains(':')
            || text.chars().any(|letter| letter.is_ascii_digit())
    }

    fn is_name(&self, cell: &Cell) -> bool {
        self.field(cell).is_some_and(|field| field.kind() == Kind::Name)
    }
}

fn is_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    !text.is_empty()
        && text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\u{a0}'))
}

impl Rows {
    /// What was left out in words: «итоги 20; подписи 22–24».
    pub fn left_out_in_words(&self) -> Text {
        let parts: Vec<(Text, String)> =
            self.left_out.iter().map(|(reason, rows)| (reason.title(), ranges(rows))).collect();
        let list = |pick: fn(&Text) -> &str| {
            parts.iter().map(|(title, rows)| format!("{} {rows}", pick(title))).collect::<Vec<_>>().join("; ")
        };
        Text { en: list(|text| &text.en), ru: list(|text| &text.ru), kk: list(|text| &text.kk) }
    }
}

/// `5, 8–12` of rows in ascending order.
pub(super) fn ranges(rows: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let shown: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
        .collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_in_runs() {
        assert_eq!(ranges(&[5, 8, 9, 10, 12]), "5, 8–10, 12");
        assert_eq!(ranges(&[]), "");
    }
}
