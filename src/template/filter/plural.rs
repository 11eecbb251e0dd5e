//! Which form of a noun follows a number: 1 работник, 2 работника, 5 работников.

use crate::language::Language;

/// The forms that a language has after numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 1, 21, 101; in Kazakh always.
    One,
    /// 2, 3, 4, 22; only in Russian. Also of fractions.
    Few,
    /// All others.
    Many,
}

/// The form after a number in decimal.
pub fn form(digits: &str, language: Language) -> Form {
    let unsigned = digits.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let last = whole.bytes().next_back().map_or(0, |byte| byte - b'0');
    let teen = whole.len() > 1 && whole.as_bytes()[whole.len() - 2] == b'1';
    match language {
        Language::Kk => Form::One,
        Language::En if unsigned == "1" => Form::One,
        Language::En => Form::Many,
        Language::Ru if !fraction.is_empty() => Form::Few,
        Language::Ru => match last {
            1 if !teen => Form::One,
            2..=4 if !teen => Form::Few,
            _ => Form::Many,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_two_and_one() {
        for (number, ru, en) in [
            ("0", Form::Many, Form::Many),
            ("1", Form::One, Form::One),
            ("2", Form::Few, Form::Many),
            ("5", Form::Many, Form::Many),
            ("11", Form::Many, Form::Many),
            ("21", Form::One, Form::Many),
            ("112", Form::Many, Form::Many),
            ("1.5", Form::Few, Form::Many),
        ] {
            assert_eq!((form(number, Language::Ru), form(number, Language::En)), (ru, en), "{number}");
            assert_eq!(form(number, Language::Kk), Form::One);
        }
    }
}
