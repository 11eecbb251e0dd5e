//! Ticked boxes: ☑ and ☐, and the words that people type in a column for yes and no.

use tera::Value;

const YES: [&str; 11] = ["да", "иә", "ия", "yes", "true", "y", "1", "+", "x", "х", "v"];
const NO: [&str; 8] = ["нет", "жоқ", "no", "false", "n", "0", "-", "—"];

/// Whether a value means yes; nothing if it means neither yes nor no.
pub fn is_ticked(value: &Value) -> Option<bool> {
    if let Some(answer) = value.as_bool() {
        return Some(answer);
    }
    let typed = value
        .as_str()
        .map(|text| text.trim().to_lowercase())
        .or_else(|| value.is_number().then(|| value.to_string()))?;
    match typed.as_str() {
        typed if YES.contains(&typed) => Some(true),
        typed if NO.contains(&typed) => Some(false),
        _ => None,
    }
}

/// The sign of a box.
pub fn sign(ticked: bool) -> &'static str {
    if ticked { "☑" } else { "☐" }
}
