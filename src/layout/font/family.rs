//! A family name as Word writes it → one of our families.
//!
//! Exact means metrically equal: Liberation Serif has the widths of Times New Roman, Liberation Sans those of Arial.

/// Our families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Serif { exact: bool },
    Sans { exact: bool },
    Symbols,
}

const SERIF: &[&str] =
    &["times new roman", "times", "liberation serif", "tinos", "times new roman cyr", "nimbus roman"];
const SANS: &[&str] =
    &["arial", "helvetica", "liberation sans", "arimo", "arial cyr", "helvetica neue", "nimbus sans"];
/// Fonts that documents use for their signs: `MS Gothic` is what Word sets in a check box (w14:checkbox).
const SYMBOLS: &[&str] = &["symbol", "webdings", "segoe ui symbol", "ms gothic", "dejavu sans"];

/// Parts of the names of sans-serif families; all others are taken for serif ones, as letters mostly are.
const SANS_PARTS: &[&str] = &[
    "sans",
    "arial",
    "helvet",
    "calibri",
    "carlito",
    "aptos",
    "verdana",
    "tahoma",
    "segoe",
    "roboto",
    "trebuchet",
    "gothic",
    "grotesk",
    "lucida",
    "franklin",
    "futura",
    "gill",
    "inter",
    "lato",
    "montserrat",
    "corbel",
    "candara",
    "impact",
    "consolas",
    "ubuntu",
    "system-ui",
    "gulim",
    "yahei",
    "meiryo",
];

/// The family that stands for a name.
pub(super) fn recognise(name: &str) -> Family {
    let name = name.trim().trim_matches(['"', '\'']).to_lowercase();
    let name = name.as_str();
    if SERIF.contains(&name) {
        Family::Serif { exact: true }
    } else if SANS.contains(&name) {
        Family::Sans { exact: true }
    } else if SYMBOLS.contains(&name) || name.starts_with("wingdings") {
        Family::Symbols
    } else {
        // A theme's or an older Cyrillic variant (`Times New Roman KZ`) has its own widths: not exact.
        match SANS_PARTS.iter().any(|part| name.contains(part)) {
            true => Family::Sans { exact: false },
            false => Family::Serif { exact: false },
        }
    }
}
