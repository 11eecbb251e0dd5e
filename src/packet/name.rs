//! Names of files from names of people: ASCII, safe on every system, never the identity of anybody.
//!
//! The identity is the row and the manifest; two people may have one name, so a packet's name starts
//! with a number of its own.

/// Longest name of a person in a file name, in bytes.
const LONGEST: usize = 60;

/// Ends the stem of a packet that has a draft in it.
pub const DRAFT: &str = "_draft";

/// `SMITH-John` from «SMITH John»: letters and digits of ASCII, everything else one hyphen.
pub fn of_person(name: &str) -> String {
    // The table of the crate has no schwa, which many Kazakh names begin with.
    let ascii = deunicode::deunicode(&name.replace('Ә', "A").replace('ә', "a"));
    let mut out = String::with_capacity(ascii.len());
    for character in ascii.chars() {
        if character.is_ascii_alphanumeric() {
            out.push(character);
        } else if !out.ends_with('-') && character != '\'' {
            out.push('-');
        }
    }
    out.truncate(LONGEST);
    match out.trim_matches('-') {
        "" => "unnamed".to_owned(),
        name if is_device(name) => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Whether Windows keeps a name for a device, in any case and under any extension.
fn is_device(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let numbered = |kind: &str| {
        let rest = upper.strip_prefix(kind).unwrap_or_default().as_bytes();
        matches!(rest, [b'1'..=b'9'])
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&upper.as_str()) || numbered("COM") || numbered("LPT")
}

/// Stem of an employee's packet: `0007_SMITH-John`; `number` counts the employees from 1.
pub fn of_employee_packet(number: usize, name: &str) -> String {
    format!("{number:04}_{}", of_person(name))
}

/// Stem under which a packet is sealed, which tells nobody's name: `0007` for `0007_SMITH-John`; that of a
/// region, of number 0, tells none.
pub fn of_sealed_packet(number: usize, stem: &str) -> String {
    let draft = if stem.ends_with(DRAFT) { DRAFT } else { "" };
    match number {
        0 => stem.to_owned(),
        _ => format!("{number:04}{draft}"),
    }
}

/// Stem of a region's packet: `quota_2028_KZ-23`.
pub fn of_quota_packet(year: i32, region: &str) -> String {
    format!("quota_{year}_{region}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weapons_become_plain_names() {
        for (name, expected) in [
            ("SMITH John", "SMITH-John"),
            ("O'NEIL Seán", "ONEIL-Sean"),
            ("ӘБІЛ Ғани", "ABIL-Gani"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON\u{202E}\u{0}", "CON_"),
            ("Lpt1", "Lpt1_"),
            ("   ", "unnamed"),
            ("王伟", "Wang-Wei"),
        ] {
            assert_eq!(of_person(name), expected, "{name:?}");
        }
        assert!(of_person(&"Я".repeat(300)).len() <= LONGEST);
        assert_eq!(of_employee_packet(7, "nul.docx"), "0007_nul-docx");
        assert_eq!(of_sealed_packet(7, "0007_SMITH-John_draft"), "0007_draft");
        assert_eq!(of_sealed_packet(0, "quota_2028_KZ-23"), "quota_2028_KZ-23");
    }
}
