//! Summary → [`Table`]s: its numbers with their words, the same for the page and the workbook.
//!
//! Deliberately absent: a place for them to stand; the page and the workbook have their own.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::bars::{self, Chart};
use super::summary::{self, Cause, Held, Need, STATES, Summary, Tally};
use super::words;
use crate::check::{Case, label};
use crate::finding::phrase;
use crate::language::{Language, Text};
use crate::plan::Filing;
use crate::reference::Category;
use crate::roster::Field;

/// Names that are listed before the rest is only counted.
const NAMES: usize = 6;

/// A table of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub title: Text,
    pub columns: Vec<Text>,
    pub rows: Vec<Vec<Cell>>,
    /// Its rows as bars, where it counts filings by state: what each is called, and its numbers.
    bars: Vec<(Text, Tally)>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(Text),
    Number(i64),
    /// Empty where there is none.
    Day(Option<NaiveDate>),
}

impl Cell {
    /// As people read it.
    pub fn shown(&self, language: Language) -> String {
        match self {
            Cell::Text(text) => text.get(language).to_owned(),
            Cell::Number(number) if *number < 0 => format!("−{}", label::sum(number.unsigned_abs())),
            Cell::Number(number) => label::sum(number.unsigned_abs()),
            Cell::Day(day) => words::day(*day),
        }
    }
}

impl Table {
    /// Its rows as bars; `None` where they are none that bars would show.
    pub fn chart(&self, language: Language) -> Option<Chart> {
        (!self.bars.is_empty()).then(|| bars::draw(&self.bars, language))
    }
}

/// The tables of a season: what is counted, what is held back, the quota; those without rows left out.
pub fn tables(case: &Case, filings: &[Filing], today: NaiveDate) -> Vec<Table> {
    let summary = Summary::new(case, filings, today);
    let regions = last(&summary.regions, |region| {
        region.map_or_else(|| word("summary-no-region"), |region| region.text())
    });
    let categories = last(&summary.categories, |category| category_name(*category));
    let kinds = summary.kinds.iter().map(|(kind, tally)| (kind.title(), tally)).collect();
    let months = last(&summary.months, |month| match month {
        Some((year, month)) => Text::same(format!("{month:02}.{year}")),
        None => word("board-band-undated"),
    });
    let total = &summary.total;
    let all = [
        counted("summary-regions", word("board-region"), regions, total),
        counted("summary-categories", label::of(Field::Category), categories, total),
        counted("summary-kinds", word("document"), kinds, total),
        counted("summary-months", word("due"), months, total),
        held(case, &summary.held),
        quota(&summary.quota),
    ];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Every filing on a line, for sorting and filtering.
pub fn list(case: &Case, filings: &[Filing]) -> Table {
    let mut columns =
        vec![word("subject"), word("document"), word("board-region"), label::of(Field::Category)];
    columns.extend([word("authority"), word("due"), word("status")]);
    columns.extend(exposure_columns());
    columns.push(word("summary-cause"));
    let rows = filings.iter().map(|filing| line(case, filing)).collect();
    Table { title: word("filings-title"), columns, rows, bars: Vec::new() }
}

fn line(case: &Case, filing: &Filing) -> Vec<Cell> {
    let label = |language| filing.subject.label(case, language);
    let region = summary::region(case, filing).map_or_else(Text::default, |region| region.text());
    let category = summary::category(case, filing).map(|category| i64::from(category.number()));
    let mut cells = vec![
        Cell::Text(Text::new(label(Language::En), label(Language::Ru), label(Language::Kk))),
        Cell::Text(filing.title(case)),
        Cell::Text(region),
        category.map_or_else(|| Cell::Text(Text::default()), Cell::Number),
        Cell::Text(filing.authority.clone()),
        Cell::Day(filing.due),
        Cell::Text(words::status(filing.status)),
    ];
    cells.extend(filing.exposure.unwrap_or_default().map(tenge));
    cells.push(Cell::Text(label::list(summary::causes(filing).map(cause_name))));
    cells
}

fn word(key: &str) -> Text {
    phrase(key, &[])
}

/// The rows of a map in its order; what is not known, or has no day, at the end.
fn last<K>(map: &BTreeMap<Option<K>, Tally>, name: impl Fn(&Option<K>) -> Text) -> Vec<(Text, &Tally)> {
    let (unknown, known): (Vec<_>, Vec<_>) = map.iter().partition(|(key, _)| key.is_none());
    known.into_iter().chain(unknown).map(|(key, tally)| (name(key), tally)).collect()
}

fn counted(key: &str, first: Text, rows: Vec<(Text, &Tally)>, total: &Tally) -> Table {
    let mut columns = vec![first];
    columns.extend(STATES.map(words::status));
    columns.push(word("summary-total"));
    columns.extend(exposure_columns());
    let bars: Vec<(Text, Tally)> = rows.into_iter().map(|(name, tally)| (name, tally.clone())).collect();
    let mut lines: Vec<Vec<Cell>> = bars.iter().map(|(name, tally)| numbers(name.clone(), tally)).collect();
    if !lines.is_empty() {
        lines.push(numbers(word("summary-total"), total));
    }
    Table { title: word(key), columns, rows: lines, bars }
}

fn numbers(name: Text, tally: &Tally) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(name)];
    cells.extend(tally.counts.map(|count| Cell::Number(count.into())));
    cells.push(Cell::Number(tally.total().into()));
    cells.extend(tally.exposure.map(tenge));
    cells
}

fn tenge(sum: u64) -> Cell {
    Cell::Number(i64::try_from(sum).unwrap_or(i64::MAX))
}

fn exposure_columns() -> [Text; 2] {
    [word("summary-fine-from"), word("summary-fine-to")]
}

fn category_name(category: Option<Category>) -> Text {
    match category {
        Some(category) => {
            phrase("summary-category", &[("number", &Text::same(category.number().to_string()))])
        }
        None => word("summary-no-category"),
    }
}

fn held(case: &Case, all: &[Held]) -> Table {
    let columns =
        vec![word("summary-cause"), word("summary-example"), word("filings-title"), word("summary-whom")];
    let row = |held: &Held| {
        vec![
            Cell::Text(cause_name(held.cause)),
            Cell::Text(example(case, held.cause)),
            Cell::Number(held.filings as i64),
            Cell::Text(whom(case, held)),
        ]
    };
    let rows = all.iter().map(row).collect();
    Table { title: word("summary-held"), columns, rows, bars: Vec::new() }
}

fn cause_name(cause: Cause) -> Text {
    match cause {
        Cause::Lacks(field) => {
            let name = Field::from_name(field).map_or_else(|| Text::same(field), label::of);
            phrase("board-lacks", &[("list", &name)])
        }
        Cause::Finding(code) => phrase("board-held", &[("list", &Text::same(code))]),
    }
}

/// What the first finding of this code says.
fn example(case: &Case, cause: Cause) -> Text {
    let Cause::Finding(code) = cause else { return Text::default() };
    let found = case.findings.iter().find(|finding| finding.code == code);
    found.map(|finding| finding.message.clone().into_owned()).unwrap_or_default()
}

fn whom(case: &Case, held: &Held) -> Text {
    let label = |language| held.subjects.iter().take(NAMES).map(|one| one.label(case, language)).collect();
    let names = [Language::En, Language::Ru, Language::Kk].map(|language| {
        let names: Vec<String> = label(language);
        names.join("; ")
    });
    let [en, ru, kk] = names;
    let names = Text::new(en, ru, kk);
    match held.subjects.len().saturating_sub(NAMES) {
        0 => names,
        more => phrase("summary-more", &[("list", &names), ("count", &Text::same(more.to_string()))]),
    }
}

fn quota(needs: &[Need]) -> Table {
    let mut columns = vec![label::of(Field::Year), word("board-region"), label::of(Field::Category)];
    columns.extend([word("summary-planned"), word("summary-workers"), word("summary-difference")]);
    columns.extend([word("summary-permits"), word("summary-lasting"), word("summary-positions")]);
    let row = |need: &Need| {
        let number = |number: u32| Cell::Number(number.into());
        let positions = need.positions.iter().map(|(name, count)| {
            let with = |name: &str| format!("{name}\u{a0}– {count}");
            Text::new(with(&name.en), with(&name.ru), with(&name.kk))
        });
        vec![
            Cell::Text(Text::same(need.year.to_string())),
            Cell::Text(need.region.text()),
            Cell::Text(category_name(need.category)),
            number(need.planned),
            number(need.workers),
            Cell::Number(i64::from(need.planned) - i64::from(need.workers)),
            number(need.permits),
            number(need.lasting),
            Cell::Text(label::list(positions)),
        ]
    };
    let rows = needs.iter().map(row).collect();
    Table { title: word("summary-quota"), columns, rows, bars: Vec::new() }
}
