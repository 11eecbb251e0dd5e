//! Russian: the number agrees in gender with what it counts, and every word of it takes the case.

use super::{Case, Currency, Gender, groups};
use crate::language::Language;
use crate::template::filter::plural::{self, Form};

/// Six cases: nominative, genitive, dative, accusative, instrumental, prepositional.
type Forms = [&'static str; 6];

const ZERO: Forms = ["ноль", "ноля", "нолю", "ноль", "нолём", "ноле"];
const ONE: [Forms; 3] = [
    ["один", "одного", "одному", "один", "одним", "одном"],
    ["одна", "одной", "одной", "одну", "одной", "одной"],
    ["одно", "одного", "одному", "одно", "одним", "одном"],
];
const TWO: [Forms; 3] = [
    ["два", "двух", "двум", "два", "двумя", "двух"],
    ["две", "двух", "двум", "две", "двумя", "двух"],
    ["два", "двух", "двум", "два", "двумя", "двух"],
];
const THREE: Forms = ["три", "трёх", "трём", "три", "тремя", "трёх"];
const FOUR: Forms = ["четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"];
const EIGHT: Forms = ["восемь", "восьми", "восьми", "восемь", "восемью", "восьми"];
/// Without the soft sign, which the cases change.
const SOFT: [&str; 21] = [
    "",
    "",
    "",
    "",
    "",
    "пят",
    "шест",
    "сем",
    "",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
    "двадцат",
];
const SOFT_ENDS: Forms = ["ь", "и", "и", "ь", "ью", "и"];
const HUNDRED: Forms = ["сто", "ста", "ста", "сто", "ста", "ста"];
const HUNDREDS: Forms = ["сот", "сот", "стам", "сот", "стами", "стах"];
const THOUSAND: [Forms; 2] = [
    ["тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"],
    ["тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"],
];
const MASCULINE_ENDS: [Forms; 2] = [["", "а", "у", "", "ом", "е"], ["ы", "ов", "ам", "ы", "ами", "ах"]];

pub fn number(value: u64, gender: Gender, case: Case) -> String {
    if value == 0 {
        return ZERO[case as usize].to_owned();
    }
    let mut words = Vec::new();
    for (group, power) in groups(value) {
        let gender = match power {
            0 => gender,
            1 => Gender::Feminine,
            _ => Gender::Masculine,
        };
        hundreds(group, gender, case, &mut words);
        let large = |[one, many]: [Forms; 2]| {
            let stem = if power == 2 { "миллион" } else { "миллиард" };
            let whole = |forms: Forms| forms.map(|end| format!("{stem}{end}"));
            counted(group as u64, case, [whole(one), whole(many)])
        };
        match power {
            0 => {}
            1 => words.push(counted(group as u64, case, THOUSAND.map(|forms| forms.map(str::to_owned)))),
            _ => words.push(large(MASCULINE_ENDS)),
        }
    }
    words.join(" ")
}

/// The form of a noun after a number; the nominative and the accusative take the genitive after it.
fn counted(number: u64, case: Case, [one, many]: [[String; 6]; 2]) -> String {
    let direct = matches!(case, Case::Nominative | Case::Accusative);
    let genitive = Case::Genitive as usize;
    match plural::form(&number.to_string(), Language::Ru) {
        Form::One => one[case as usize].clone(),
        Form::Few if direct => one[genitive].clone(),
        Form::Many if direct => many[genitive].clone(),
        _ => many[case as usize].clone(),
    }
}

fn hundreds(group: usize, gender: Gender, case: Case, words: &mut Vec<String>) {
    let at = case as usize;
    let direct = matches!(case, Case::Nominative | Case::Accusative);
    match group / 100 {
        0 => {}
        1 => words.push(HUNDRED[at].to_owned()),
        2 if direct => words.push("двести".to_owned()),
        digit @ (3 | 4) if direct => words.push(format!("{}ста", unit(digit, gender, case))),
        digit => words.push(format!("{}{}", unit(digit, Gender::Masculine, case), HUNDREDS[at])),
    }
    let rest = group % 100;
    match rest / 10 {
        0 | 1 => {}
        digit @ (2 | 3) => {
            let stem = if digit == 2 { "двадцат" } else { "тридцат" };
            words.push(format!("{stem}{}", SOFT_ENDS[at]));
        }
        4 => words.push(if direct { "сорок" } else { "сорока" }.to_owned()),
        9 => words.push(if direct { "девяносто" } else { "девяноста" }.to_owned()),
        digit => {
            // Both halves change: пятьдесят, пятидесяти, пятьюдесятью.
            let end = if direct { "" } else { SOFT_ENDS[at] };
            words.push(format!("{}десят{end}", unit(digit, gender, case)));
        }
    }
    match (rest, rest % 10) {
        (10..=19, _) => words.push(unit(rest, gender, case)),
        (_, 0) => {}
        (_, digit) => words.push(unit(digit, gender, case)),
    }
}

/// A number up to twenty.
fn unit(number: usize, gender: Gender, case: Case) -> String {
    let at = case as usize;
    match number {
        1 => ONE[gender as usize][at].to_owned(),
        2 => TWO[gender as usize][at].to_owned(),
        3 => THREE[at].to_owned(),
        4 => FOUR[at].to_owned(),
        8 => EIGHT[at].to_owned(),
        _ => format!("{}{}", SOFT[number], SOFT_ENDS[at]),
    }
}

/// The names of a currency and of its hundredth after these numbers.
pub fn units(currency: Currency, count: u64, hundredths: u64, case: Case) -> (String, String) {
    let masculine = |stem: &str| MASCULINE_ENDS.map(|forms| forms.map(|end| format!("{stem}{end}")));
    let fixed = |word: &str| [[word; 6], [word; 6]].map(|forms| forms.map(str::to_owned));
    let kopeck: [Forms; 2] = [
        ["копейка", "копейки", "копейке", "копейку", "копейкой", "копейке"],
        ["копейки", "копеек", "копейкам", "копейки", "копейками", "копейках"],
    ];
    let ruble: [Forms; 2] = [
        ["рубль", "рубля", "рублю", "рубль", "рублём", "рубле"],
        ["рубли", "рублей", "рублям", "рубли", "рублями", "рублях"],
    ];
    let owned = |forms: [Forms; 2]| forms.map(|forms| forms.map(str::to_owned));
    let (unit, cent) = match currency {
        Currency::Tenge => (fixed("тенге"), masculine("тиын")),
        Currency::Dollar => (masculine("доллар"), masculine("цент")),
        Currency::Euro => (fixed("евро"), masculine("цент")),
        Currency::Ruble => (owned(ruble), owned(kopeck)),
    };
    let mut unit = counted(count, case, unit);
    if currency == Currency::Dollar {
        unit.push_str(" США");
    }
    (unit, counted(hundredths, case, cent))
}
