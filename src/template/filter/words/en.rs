//! British English: “and” before the tens.

use super::{Currency, groups};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

pub fn number(value: u64) -> String {
    if value == 0 {
        return SMALL[0].to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for (group, power) in groups(value) {
        let (hundreds, rest) = (group / 100, group % 100);
        if hundreds > 0 {
            words.push(format!("{} hundred", SMALL[hundreds]));
        }
        if rest > 0 {
            if hundreds > 0 || power == 0 && !words.is_empty() {
                words.push("and".to_owned());
            }
            words.push(match rest {
                0..20 => SMALL[rest].to_owned(),
                _ if rest % 10 == 0 => TENS[rest / 10].to_owned(),
                _ => format!("{}-{}", TENS[rest / 10], SMALL[rest % 10]),
            });
        }
        if power > 0 {
            words.push(["thousand", "million", "billion"][power - 1].to_owned());
        }
    }
    words.join(" ")
}

/// The names of a currency and of its hundredth after these numbers.
pub fn units(currency: Currency, count: u64, hundredths: u64) -> (String, String) {
    let s = |number: u64| if number == 1 { "" } else { "s" };
    match currency {
        Currency::Tenge => ("tenge".to_owned(), "tiyn".to_owned()),
        Currency::Dollar => (format!("US dollar{}", s(count)), format!("cent{}", s(hundredths))),
        Currency::Euro => (format!("euro{}", s(count)), format!("cent{}", s(hundredths))),
        Currency::Ruble => (format!("ruble{}", s(count)), format!("kopeck{}", s(hundredths))),
    }
}
