//! A family name as Word writes it → one of our families.
//!
//! Exact means metrically equal: Liberation Serif has the widths of Times New Roman, Liberation Sans those of Arial,
//! Otinish Mono those of Courier New, Otinish Sans those of Calibri. Caladea was once drawn to the widths of Cambria, but
//! the fonts that are to be had have others (digits of 0.517 em for 0.554): it is the nearest look, not exact.

/// Our families, by the number of their first face; each has four: regular, bold, italic, bold italic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Family {
    Serif = 0,
    Sans = 4,
    Mono = 8,
    Calibri = 12,
    Cambria = 16,
    /// One face only.
    Symbols = 20,
}

/// Names whose widths are those of a family of ours.
const EXACT: &[(Family, &[&str])] = &[
    (
        Family::Serif,
        &["times new roman", "times", "liberation serif", "tinos", "times new roman cyr", "nimbus roman"],
    ),
    (
        Family::Sans,
        &["arial", "helvetica", "liberation sans", "arimo", "arial cyr", "helvetica neue", "nimbus sans"],
    ),
    (
        Family::Mono,
        &["courier new", "courier", "liberation mono", "cousine", "courier new cyr", "nimbus mono ps"],
    ),
    (Family::Calibri, &["calibri", "carlito"]),
    (Family::Cambria, &["caladea"]),
    // Fonts that documents use for their signs: `MS Gothic` is what Word sets in a check box (w14:checkbox).
    (Family::Symbols, &["symbol", "webdings", "segoe ui symbol", "ms gothic", "dejavu sans"]),
];

/// Parts of the names of families that look like one of ours; all others are taken for serif ones, as letters mostly are.
const PARTS: &[(Family, &[&str])] = &[
    (Family::Calibri, &["calibri", "carlito"]),
    (Family::Cambria, &["cambria", "caladea"]),
    (Family::Mono, &["mono", "courier", "consol", "menlo", "typewriter", "fixed", "lucida console"]),
    (
        Family::Sans,
        &[
            "sans",
            "arial",
            "helvet",
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
            "ubuntu",
            "system-ui",
            "gulim",
            "yahei",
            "meiryo",
        ],
    ),
];

/// A name as it is compared.
pub(super) fn plain(name: &str) -> String {
    name.trim().trim_matches(['"', '\'']).to_lowercase()
}

/// The family that stands for a [`plain`] name, and whether it has the same widths.
pub(super) fn recognise(name: &str) -> (Family, bool) {
    if let Some((family, _)) = EXACT.iter().find(|(_, names)| names.contains(&name)) {
        return (*family, true);
    }
    if name.starts_with("wingdings") {
        return (Family::Symbols, true);
    }
    // A theme's or an older Cyrillic variant (`Times New Roman KZ`) has its own widths: not exact.
    let alike = PARTS.iter().find(|(_, parts)| parts.iter().any(|part| name.contains(part)));
    (alike.map_or(Family::Serif, |(family, _)| *family), false)
}
