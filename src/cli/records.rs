//! `otinish records`: the checked records as data, for other systems.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::arguments::{Records, RecordsFormat};
use super::failure::{Exit, Failure};
use super::{Console, input};
use crate::check::Case;

/// Prints the records of a workbook.
pub fn run(arguments: &Records, today: NaiveDate, console: &mut Console) -> Result<Exit, Failure> {
    let checked = input::check(&arguments.input, today)?;
    let text = match arguments.format {
        RecordsFormat::Json => {
            serde_json::to_string_pretty(&records(&checked.case)).expect("records make JSON") + "\n"
        }
        RecordsFormat::Csv => table(&checked.case),
    };
    drop(console.out.write_all(text.as_bytes()));
    Ok(Exit::Done)
}

fn records(case: &Case) -> Value {
    json!({
        "roster": case.roster_name,
        "company": case.company,
        "employees": case.employees,
        "quota": case.quota,
        "contracts": case.contracts,
    })
}

/// One line per person: workers, each followed by the dependants; nested papers as `permit.number`.
/// UTF-8 with a byte order mark, so that Excel reads the letters right.
fn table(case: &Case) -> String {
    let mut people: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for employee in &case.employees {
        people.push((String::new(), cells(employee)));
        for dependant in &employee.dependants {
            people.push((employee.person.subject.clone(), cells(dependant)));
        }
    }
    let mut columns: Vec<String> = Vec::new();
    for (name, _) in people.iter().flat_map(|(_, cells)| cells) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let mut out = String::from("\u{FEFF}dependant_of");
    for column in &columns {
        out.push(',');
        out.push_str(&quoted(column));
    }
    out.push_str("\r\n");
    for (worker, cells) in &people {
        out.push_str(&quoted(worker));
        for column in &columns {
            let value = cells.iter().find(|(name, _)| name == column).map_or("", |(_, value)| value);
            out.push(',');
            out.push_str(&quoted(value));
        }
        out.push_str("\r\n");
    }
    out
}

/// The fields of a record, flat; lists are left out.
fn cells(record: &impl serde::Serialize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    flatten("", &json!(record), &mut all);
    all
}

fn flatten(path: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, into);
            }
        }
        Value::Array(_) => {}
        Value::Null => into.push((path.to_owned(), String::new())),
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        other => into.push((path.to_owned(), other.to_string())),
    }
}

/// A field of a CSV line (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe
/// before it (CWE-1236).
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_field_is_a_formula_or_breaks_its_line() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("ТОО «Каспий»"), "ТОО «Каспий»");
    }
}
