//! A user's own rule book over the built-in one.
//!
//! What the file does not name stays built-in. A parameter whose `value` it gives loses the built-in
//! changes, and its citation too, unless the file has its own: the FAQ is never quoted for a number that
//! is not the FAQ's. In the tables of lines (`mci`, `days`, `passport_shapes`) single lines are added or
//! replaced. Invariant: a key that the built-in book does not know is kept, so that reading refuses it.

use toml::{Table, Value};

/// Words for a value that the user's file sets without saying on what it rests.
const OWN: &str = "own rule book";

/// Tables of lines and not of one parameter.
const LINES: [&str; 3] = ["mci", "days", "passport_shapes"];

/// The built-in tables with those of the user's file laid over them.
pub(super) fn merge(mut base: Table, own: Table) -> Table {
    for (name, value) in own {
        let merged = match (base.remove(&name), value) {
            (Some(Value::Table(mut old)), Value::Table(new)) => {
                if !LINES.contains(&name.as_str()) && new.contains_key("value") {
                    old.remove("changes");
                    old.insert("citation".to_owned(), Value::String(OWN.to_owned()));
                }
                old.extend(new);
                Value::Table(old)
            }
            (_, value) => value,
        };
        base.insert(name, merged);
    }
    base
}
