//! Kazakh: no gender; the last word takes the ending, which agrees with its vowels and its last sound.

use super::{Case, Currency, groups};

const UNITS: [&str; 10] = ["", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"];
const TENS: [&str; 10] = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"];

pub fn number(value: u64, case: Case) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (group, power) in groups(value) {
        let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
        if hundreds > 1 {
            words.push(UNITS[hundreds]);
        }
        if hundreds > 0 {
            words.push("жүз");
        }
        words.push(TENS[tens]);
        // «мың», but «бір миллион».
        if !(power == 1 && group == 1) {
            words.push(UNITS[units]);
        }
        words.push(["", "мың", "миллион", "миллиард"][power]);
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        words.push("нөл");
    }
    ended(&words.join(" "), case)
}

/// The names of a currency and of its hundredth: numbers take the singular. The last of them has the ending.
pub fn units(currency: Currency, case: Case, hundredths: bool) -> (String, String) {
    let (unit, cent) = match currency {
        Currency::Tenge => ("теңге", "тиын"),
        Currency::Dollar => ("АҚШ доллары", "цент"),
        Currency::Euro => ("еуро", "цент"),
        Currency::Ruble => ("рубль", "тиын"),
    };
    match hundredths {
        true => (unit.to_owned(), ended(cent, case)),
        // «доллары» is already possessed: its endings are others.
        false if currency == Currency::Dollar => (format!("АҚШ {}", possessed_dollar(case)), String::new()),
        false => (ended(unit, case), String::new()),
    }
}

fn possessed_dollar(case: Case) -> &'static str {
    match case {
        Case::Nominative => "доллары",
        Case::Genitive => "долларының",
        Case::Dative => "долларына",
        Case::Accusative => "долларын",
        Case::Instrumental => "долларымен",
        Case::Prepositional => "долларында",
    }
}

/// A word with the ending of a case.
fn ended(word: &str, case: Case) -> String {
    let last = word.chars().next_back().unwrap_or('а');
    let vowel = |letter: char| "аәеэиіоөұүыуюя".contains(letter);
    let front = word.chars().rev().find(|letter| vowel(*letter)).is_some_and(|letter| match letter {
        // «елу», «еуро»: the sign has no colour of its own, the vowel before it does.
        'у' => word.chars().rev().find(|letter| vowel(*letter) && *letter != 'у').is_some_and(is_front),
        letter => is_front(letter),
    });
    let pick = |back: &'static str, soft: &'static str| if front { soft } else { back };
    let open = vowel(last) && last != 'у';
    let nasal = "мнң".contains(last);
    let voiceless = "кқпстшфхцчщбвгд".contains(last);
    let ending = match case {
        Case::Nominative => "",
        Case::Genitive if open || nasal => pick("ның", "нің"),
        Case::Genitive if voiceless => pick("тың", "тің"),
        Case::Genitive => pick("дың", "дің"),
        Case::Dative if voiceless => pick("қа", "ке"),
        Case::Dative => pick("ға", "ге"),
        Case::Accusative if open => pick("ны", "ні"),
        Case::Accusative if voiceless => pick("ты", "ті"),
        Case::Accusative => pick("ды", "ді"),
        Case::Instrumental if voiceless => "пен",
        Case::Instrumental if "жз".contains(last) => "бен",
        Case::Instrumental => "мен",
        Case::Prepositional if voiceless => pick("та", "те"),
        Case::Prepositional => pick("да", "де"),
    };
    format!("{word}{ending}")
}

fn is_front(letter: char) -> bool {
    "әеэиіөү".contains(letter)
}
