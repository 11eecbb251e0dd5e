//! Numbers in groups of three: 12 500.

use tera::Value;

use crate::language::Language;

/// A number in decimal: `-12500`, `0.5`. Whole numbers have no fraction; a text of digits is a number too.
pub fn digits(value: &Value) -> Option<String> {
    let text = match value.as_str() {
        Some(text) => text.trim().to_owned(),
        None if value.is_number() => {
            let text = value.to_string();
            text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
        }
        None => return None,
    };
    let unsigned = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(whole) && all_digits(fraction)).then_some(text)
}

/// With the decimal sign of the language.
pub fn plain(digits: &str, language: Language) -> String {
    match language {
        Language::En => digits.to_owned(),
        Language::Ru | Language::Kk => digits.replace('.', ","),
    }
}

/// In groups of three, joined by no-break spaces.
pub fn grouped(digits: &str, language: Language) -> String {
    let (sign, unsigned) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let whole = unsigned.split('.').next().unwrap_or(unsigned);
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('\u{A0}');
        }
        out.push(digit);
    }
    out + &plain(&unsigned[whole.len()..], language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        let group = |value: Value| digits(&value).map(|digits| grouped(&digits, Language::Ru));
        assert_eq!(group(12_500.into()).as_deref(), Some("12\u{A0}500"));
        assert_eq!(group(1_234_567.5.into()).as_deref(), Some("1\u{A0}234\u{A0}567,5"));
        assert_eq!(group((-999).into()).as_deref(), Some("-999"));
        assert_eq!(group(5.0.into()).as_deref(), Some("5"));
        assert_eq!(group("43250".into()).as_deref(), Some("43\u{A0}250"));
        assert_eq!(group("x".into()), None);
        assert_eq!(group(1e300.into()), None);
    }
}
