//! Numbers and sums in words: 43 250 → «сорок три тысячи двести пятьдесят тенге».
//!
//! Whole numbers below a thousand milliards; a sum has hundredths, written in digits as contracts do.

mod en;
mod kk;
mod ru;

use crate::language::Language;

/// Grammatical gender; only Russian has it in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// The genders by the names that templates use.
pub const GENDERS: [(&str, Gender); 3] =
    [("masculine", Gender::Masculine), ("feminine", Gender::Feminine), ("neuter", Gender::Neuter)];

/// Grammatical case. English numbers have none: all are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
    Instrumental,
    /// In Kazakh жатыс септік.
    Prepositional,
}

/// The cases by the names that templates use.
pub const CASES: [(&str, Case); 6] = [
    ("nominative", Case::Nominative),
    ("genitive", Case::Genitive),
    ("dative", Case::Dative),
    ("accusative", Case::Accusative),
    ("instrumental", Case::Instrumental),
    ("prepositional", Case::Prepositional),
];

/// A currency of contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currency {
    Tenge,
    Dollar,
    Euro,
    Ruble,
}

/// The currencies by their ISO 4217 codes.
pub const CURRENCIES: [(&str, Currency); 4] =
    [("KZT", Currency::Tenge), ("USD", Currency::Dollar), ("EUR", Currency::Euro), ("RUB", Currency::Ruble)];

/// A number in words; nothing if it has a fraction or is too large.
pub fn number(digits: &str, language: Language, gender: Gender, case: Case) -> Option<String> {
    let (negative, unsigned) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let value = whole.parse::<u64>().ok().filter(|value| *value < 1_000_000_000_000)?;
    if fraction.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let words = match language {
        Language::Ru => ru::number(value, gender, case),
        Language::Kk => kk::number(value, case),
        Language::En => en::number(value),
    };
    let minus = ["минус", "минус", "minus"][language_index(language)];
    Some(if negative && value > 0 { format!("{minus} {words}") } else { words })
}

/// A sum in words, with hundredths in digits if there are any; nothing if it has more than two decimals.
pub fn sum(digits: &str, language: Language, currency: Currency, case: Case) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let hundredths: u64 = match fraction.len() {
        1 => fraction.parse::<u64>().ok()? * 10,
        2 => fraction.parse().ok()?,
        _ => return None,
    };
    // The noun takes the ending in Kazakh, the number does not.
    let number_case = if language == Language::Kk { Case::Nominative } else { case };
    let words = number(whole, language, Gender::Masculine, number_case)?;
    let count: u64 = whole.trim_start_matches('-').parse().ok()?;
    let (unit, cent) = match language {
        Language::Ru => ru::units(currency, count, hundredths, case),
        Language::Kk => kk::units(currency, case, hundredths > 0),
        Language::En => en::units(currency, count, hundredths),
    };
    Some(match hundredths {
        0 => format!("{words} {unit}"),
        _ => format!("{words} {unit} {hundredths:02}\u{A0}{cent}"),
    })
}

fn language_index(language: Language) -> usize {
    match language {
        Language::Ru => 0,
        Language::Kk => 1,
        Language::En => 2,
    }
}

/// The groups of three digits, the highest first, each with its power of a thousand; none of zero.
fn groups(value: u64) -> impl Iterator<Item = (usize, usize)> {
    (0..4).rev().filter_map(move |power| {
        let group = value / 1000_u64.pow(power) % 1000;
        (group > 0).then_some((group as usize, power as usize))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ru(digits: &str, gender: Gender, case: Case) -> String {
        number(digits, Language::Ru, gender, case).expect("a whole number")
    }

    #[test]
    fn russian() {
        use {Case::*, Gender::*};
        for (digits, gender, case, words) in [
            ("0", Masculine, Nominative, "ноль"),
            ("1", Feminine, Nominative, "одна"),
            ("2", Feminine, Dative, "двум"),
            ("21", Neuter, Nominative, "двадцать одно"),
            ("43250", Masculine, Nominative, "сорок три тысячи двести пятьдесят"),
            ("1000", Masculine, Accusative, "одну тысячу"),
            ("12345", Masculine, Genitive, "двенадцати тысяч трёхсот сорока пяти"),
            ("1000021", Feminine, Nominative, "один миллион двадцать одна"),
            ("5002000", Masculine, Instrumental, "пятью миллионами двумя тысячами"),
            ("586", Masculine, Instrumental, "пятьюстами восемьюдесятью шестью"),
            ("-5", Masculine, Nominative, "минус пять"),
        ] {
            assert_eq!(ru(digits, gender, case), words, "{digits}");
        }
        assert_eq!(number("1.5", Language::Ru, Masculine, Nominative), None);
        assert_eq!(number("1000000000000", Language::Ru, Masculine, Nominative), None);
    }

    #[test]
    fn kazakh_and_english() {
        let kk = |digits, case| number(digits, Language::Kk, Gender::Masculine, case).expect("whole");
        assert_eq!(kk("43250", Case::Nominative), "қырық үш мың екі жүз елу");
        assert_eq!(kk("1100", Case::Nominative), "мың жүз");
        assert_eq!(kk("1000000", Case::Dative), "бір миллионға");
        for (digits, genitive, dative) in [
            ("1", "бірдің", "бірге"),
            ("6", "алтының", "алтыға"),
            ("10", "онның", "онға"),
            ("40", "қырықтың", "қырыққа"),
            ("50", "елудің", "елуге"),
            ("1000", "мыңның", "мыңға"),
        ] {
            assert_eq!(
                (kk(digits, Case::Genitive), kk(digits, Case::Dative)),
                (genitive.into(), dative.into())
            );
        }
        let en = |digits| number(digits, Language::En, Gender::Masculine, Case::Nominative).expect("whole");
        assert_eq!(en("43250"), "forty-three thousand two hundred and fifty");
        assert_eq!(en("1000001"), "one million and one");
        assert_eq!(en("0"), "zero");
    }

    #[test]
    fn sums() {
        use {Case::Nominative, Currency::*, Language::*};
        for (digits, language, currency, words) in [
            ("43250", Ru, Tenge, "сорок три тысячи двести пятьдесят тенге"),
            ("1.5", Ru, Tenge, "один тенге 50\u{A0}тиынов"),
            ("21", Ru, Dollar, "двадцать один доллар США"),
            ("1002.01", Ru, Ruble, "одна тысяча два рубля 01\u{A0}копейка"),
            ("43250", Kk, Tenge, "қырық үш мың екі жүз елу теңге"),
            ("2.05", En, Dollar, "two US dollars 05\u{A0}cents"),
        ] {
            assert_eq!(sum(digits, language, currency, Nominative).as_deref(), Some(words), "{digits}");
        }
        assert_eq!(sum("1.005", Ru, Tenge, Nominative), None);
        assert_eq!(sum("5", Ru, Ruble, Case::Dative).as_deref(), Some("пяти рублям"));
        assert_eq!(sum("5", Kk, Tenge, Case::Genitive).as_deref(), Some("бес теңгенің"));
    }
}
