//! From the name that a letter gives to a value to the path of the value.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::language::Language;
use crate::roster::{Field, SheetKind};
use crate::template::specimen::{ROUTES, specimen};

/// A context, for its paths.
static KNOWN: LazyLock<Value> = LazyLock::new(|| specimen(ROUTES[0], Language::Ru));

/// The path of a name that is a path itself (`employee.iin`) or a header that we know («ИИН», `Passport_No`).
pub fn path(name: &str) -> Option<String> {
    let name = name.trim();
    let known = &*KNOWN;
    let root = name.split(['.', '[']).next().unwrap_or(name);
    let plain = name.chars().all(|character| character.is_alphanumeric() || "._[]".contains(character));
    if plain && name.is_ascii() && (name == "today" || name.contains('.')) && known.get(root).is_some() {
        return Some(name.to_owned());
    }
    CALLED.get(&folded(name)).cloned()
}

/// The paths of fields by all that they are called, folded: their names, their headers in each language. What two
/// fields are called is the first one's, the employee's before the company's.
static CALLED: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut called = HashMap::new();
    for sheet in [SheetKind::Employees, SheetKind::Company] {
        for field in Field::ALL.iter().copied().filter(|field| field.sheets().contains(&sheet)) {
            let own = || {
                let there = sheet == SheetKind::Employees && KNOWN["employee"].get(field.name()).is_some();
                there.then(|| format!("employee.{}", field.name()))
            };
            let Some(path) = field.path(sheet).map(str::to_owned).or_else(own) else { continue };
            let headers = Language::ALL.into_iter().flat_map(|language| field.headers(language));
            let headers = headers.map(|header| folded(header));
            for name in headers.chain([field.name().replace('_', " ")]) {
                called.entry(name).or_insert_with(|| path.clone());
            }
        }
    }
    called
});

/// The path of a name, or of a column of the user's own. Word writes `_` for a space.
pub fn path_or_column(name: &str) -> String {
    path(name).unwrap_or_else(|| {
        let name = name.trim().replace(['"', '\\'], "");
        match name.contains('_') {
            true => format!("(extra[\"{}\"] or extra[\"{name}\"])", name.replace('_', " ")),
            false => format!("extra[\"{name}\"]"),
        }
    })
}

/// Small letters and digits, single spaces.
fn folded(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .replace('ё', "е")
        .chars()
        .map(|character| if character.is_alphanumeric() || character == '№' { character } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_paths() {
        for (name, expected) in [
            ("employee.iin", Some("employee.iin")),
            ("today", Some("today")),
            ("ИИН", Some("employee.iin")),
            ("Passport_No", Some("employee.passport_no")),
            ("Фамилия_кир", Some("employee.last_name_cyr")),
            ("БИН", Some("company.bin")),
            ("Ставка", None),
            ("Text1", None),
        ] {
            assert_eq!(path(name).as_deref(), expected, "{name}");
        }
        assert_eq!(path_or_column("Ставка"), "extra[\"Ставка\"]");
        assert_eq!(path_or_column("Номер_приказа"), "(extra[\"Номер приказа\"] or extra[\"Номер_приказа\"])");
    }
}
