//! A Russian full name in another case: «Ахметов Ерлан Серикович» → «Ахметову Ерлану Сериковичу».
//!
//! The rules of names are petrovich's; here is what it does not know: capitals, particles, Arabic articles,
//! Kazakh and Azerbaijani patronymics, names in Latin letters, French double names. A form that grammars
//! or usage do not agree on is given, and told as doubtful. Deliberately absent: any other words than names.

pub use petrovich::Case;
use petrovich::Gender;

/// A declined name.
#[derive(Debug, PartialEq, Eq)]
pub struct Declined {
    pub text: String,
    /// Someone who knows the person should look at it.
    pub doubtful: bool,
}

/// Stay as they are in a surname, before a hyphen or as words of their own.
const PARTICLES: [&str; 32] = [
    "аль",
    "эль",
    "ал",
    "ас",
    "аш",
    "ад",
    "ан",
    "ат",
    "ар",
    "аз",
    "абу",
    "ибн",
    "бен",
    "бин",
    "бинт",
    "ван",
    "дер",
    "ден",
    "фон",
    "цу",
    "де",
    "ди",
    "да",
    "ду",
    "дель",
    "дос",
    "ла",
    "ле",
    "сан",
    "мак",
    "тер",
    "абдель",
];
/// Usual surnames of Koreans and Vietnamese, whose full names are three words.
const EASTERN: [&str; 34] = [
    "ким",
    "пак",
    "ли",
    "и",
    "цой",
    "чхве",
    "чон",
    "кан",
    "юн",
    "чан",
    "лим",
    "им",
    "хан",
    "о",
    "со",
    "син",
    "шин",
    "квон",
    "хван",
    "ан",
    "сон",
    "ю",
    "хон",
    "тен",
    "нгуен",
    "ле",
    "фам",
    "хо",
    "во",
    "до",
    "буй",
    "данг",
    "ву",
    "динь",
];
/// Ends of patronymics that are not declined, and the sex that they tell.
const FIXED: [(&str, Gender); 16] = [
    ("угли", Gender::Male),
    ("ўғли", Gender::Male),
    ("огли", Gender::Male),
    ("оглу", Gender::Male),
    ("оғлу", Gender::Male),
    ("кизи", Gender::Female),
    ("қизи", Gender::Female),
    ("ұлы", Gender::Male),
    ("улы", Gender::Male),
    ("уулу", Gender::Male),
    ("оглы", Gender::Male),
    ("оғлы", Gender::Male),
    ("қызы", Gender::Female),
    ("кызы", Gender::Female),
    ("гызы", Gender::Female),
    ("хызы", Gender::Female),
];
/// Ends of Russian patronymics.
const RUSSIAN: [(&str, Gender); 6] = [
    ("ович", Gender::Male),
    ("евич", Gender::Male),
    ("ьич", Gender::Male),
    ("овна", Gender::Female),
    ("евна", Gender::Female),
    ("ична", Gender::Female),
];

/// Reads `M` and `F`, as records have it.
pub fn sex(code: &str) -> Option<Gender> {
    match code {
        "M" => Some(Gender::Male),
        "F" => Some(Gender::Female),
        _ => None,
    }
}

/// The sex that a patronymic tells.
pub fn sex_of(name: &str) -> Option<Gender> {
    name.split_whitespace().skip(1).find_map(patronymic).map(|(gender, _)| gender)
}

/// The sex of a patronymic, and whether it is declined; nothing for other words.
fn patronymic(word: &str) -> Option<(Gender, bool)> {
    let word = word.to_lowercase();
    let ends =
        |list: &[(&str, Gender)]| list.iter().find(|(end, _)| word.ends_with(end)).map(|(_, sex)| *sex);
    ends(&FIXED).map(|sex| (sex, false)).or_else(|| ends(&RUSSIAN).map(|sex| (sex, true)))
}

/// Whether a word is the end of a patronymic written apart: «Гасан оглы», «Токтогул уулу», «АЛИШЕР УГЛИ».
fn is_apart(word: &str) -> bool {
    let word = word.to_lowercase();
    FIXED.iter().any(|(end, _)| word == *end)
}

/// Whether a name is of the kind «Ким Чен Ын», «Нгуен Ван Хай»: three short words, of which usage declines the
/// last only.
fn is_of_syllables(words: &[&str]) -> bool {
    let vowels =
        |word: &str| word.to_lowercase().chars().filter(|letter| "аеёиоуыэюя".contains(*letter)).count();
    let eastern = words.first().is_some_and(|word| EASTERN.contains(&word.to_lowercase().as_str()));
    let short = |word: &&str| vowels(word) <= 1 && !word.contains('.');
    words.len() == 3 && eastern && words[1..].iter().all(short)
}

/// Whether a name stays as it is whatever the sex: it has no Cyrillic letters.
pub fn is_foreign(name: &str) -> bool {
    !name.chars().any(|character| ('\u{400}'..='\u{4FF}').contains(&character))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Surname,
    Given,
    Patronymic,
    Fixed,
}

/// Declines a name: surname first, as in identity documents, or last after given name and patronymic.
pub fn decline(name: &str, gender: Gender, case: Case) -> Declined {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut doubtful = is_of_syllables(&words);
    let declined: Vec<String> = parts(&words)
        .into_iter()
        .zip(&words)
        .map(|(part, word)| match part {
            Part::Fixed => (*word).to_owned(),
            Part::Patronymic => capitals(word, |word| petrovich::middlename(gender, word, case)),
            Part::Surname => hyphened(word, |part, last| {
                let particle = !last && PARTICLES.contains(&part.to_lowercase().as_str());
                doubtful |= !particle && is_doubtful(part, gender);
                match particle || is_syllable(part) {
                    true => part.to_owned(),
                    // «Кая» is no adjective.
                    false if is_short(part) && part.to_lowercase().ends_with("ая") => {
                        capitals(part, |part| petrovich::firstname(gender, part, case))
                    }
                    false => capitals(part, |part| petrovich::lastname(gender, part, case)),
                }
            }),
            Part::Given => hyphened(word, |part, last| {
                // «Жан-Пьера», but «Анны-Марии»; of other double names both forms are met.
                let stays = !last && !part.ends_with(['а', 'я', 'А', 'Я']);
                let lower = part.to_lowercase();
                doubtful |= stays && !["жан", "пьер", "поль"].contains(&lower.as_str());
                let form = match stays || is_syllable(part) {
                    true => part.to_owned(),
                    false => capitals(part, |part| petrovich::firstname(gender, part, case)),
                };
                // Foreign names of women in a soft sign usually stay; «Любовь» does not.
                let soft = gender == Gender::Female && lower.ends_with('ь') && lower != "любовь";
                doubtful |= soft && form != part;
                form
            }),
        })
        .collect();
    doubtful |= words.len() > 4;
    Declined { text: declined.join(" "), doubtful }
}

/// What each word of a name is.
fn parts(words: &[&str]) -> Vec<Part> {
    let surname_last = words.len() == 3
        && patronymic(words[1]).is_some_and(|(_, declined)| declined)
        && patronymic(words[2]).is_none();
    let initials = words.iter().any(|word| word.contains('.'));
    let number = words.len();
    // «Токтогул уулу Нурбек» has no surname.
    let mut surname = !surname_last && !words.get(1).is_some_and(|word| is_apart(word));
    let of_syllables = is_of_syllables(words);
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let small = word.chars().next().is_some_and(char::is_lowercase);
            match patronymic(word) {
                _ if word.contains('.') || is_foreign(word) => Part::Fixed,
                // «Гасан оглы»: the name before the particle stays too.
                _ if is_apart(word) || words.get(index + 1).is_some_and(|next| is_apart(next)) => Part::Fixed,
                _ if of_syllables && index + 1 < number => Part::Fixed,
                _ if of_syllables => Part::Given,
                Some((_, declined)) if index > 0 => match declined {
                    true => Part::Patronymic,
                    false => Part::Fixed,
                },
                // «Ван Дер Берг», but «Ван Вэй».
                _ if small || index + 2 < number && PARTICLES.contains(&word.to_lowercase().as_str()) => {
                    Part::Fixed
                }
                _ if initials || surname || surname_last && index + 1 == number => {
                    surname = initials;
                    Part::Surname
                }
                _ => Part::Given,
            }
        })
        .collect()
}

/// Each part of a hyphened word; the act is told whether it is the last.
fn hyphened(word: &str, mut act: impl FnMut(&str, bool) -> String) -> String {
    let parts: Vec<&str> = word.split('-').collect();
    let last = parts.len() - 1;
    let done: Vec<String> = parts.iter().enumerate().map(|(index, part)| act(part, index == last)).collect();
    done.join("-")
}

/// A word in capitals stays in capitals; other words keep how they start.
fn capitals(word: &str, act: impl Fn(&str) -> String) -> String {
    let letters = word.chars().filter(|character| character.is_alphabetic()).count();
    match letters > 1 && !word.chars().any(char::is_lowercase) {
        true => act(&word.to_lowercase()).to_uppercase(),
        false => act(word),
    }
}

/// A syllable of a Chinese or Korean name: «Ма Юня», «Ли На».
fn is_syllable(part: &str) -> bool {
    part.chars().count() <= 2 && part.to_lowercase().ends_with(['а', 'я'])
}

fn is_short(part: &str) -> bool {
    part.chars().count() < 5
}

/// Surnames in `-а` and `-я` decline or not by stress and origin (Гарсия, Дюма); those in `-ец`, `-ок`, `-ей`
/// lose a vowel or not (Кравец, Соловей); short ones in `-ой` are nouns or adjectives (Цой).
fn is_doubtful(surname: &str, gender: Gender) -> bool {
    let word = surname.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    match gender {
        Gender::Female if is_short(&word) && ends(&["ая"]) => true,
        Gender::Female => ends(&["а", "я"]) && !ends(&["ова", "ева", "ёва", "ина", "ына", "ая", "яя"]),
        _ => ends(&["а", "я", "ец", "яц", "ок", "ек", "ёк", "ей", "эй"]) || ends(&["ой"]) && is_short(&word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(name: &str, sex: Gender) -> (String, String, bool) {
        let genitive = decline(name, sex, Case::Genitive);
        (genitive.text, decline(name, sex, Case::Dative).text, genitive.doubtful)
    }

    #[test]
    fn names_of_men() {
        for (name, genitive, dative) in [
            ("Ахметов Ерлан Серикович", "Ахметова Ерлана Сериковича", "Ахметову Ерлану Сериковичу"),
            ("АХМЕТОВ ЕРЛАН СЕРИКОВИЧ", "АХМЕТОВА ЕРЛАНА СЕРИКОВИЧА", "АХМЕТОВУ ЕРЛАНУ СЕРИКОВИЧУ"),
            ("СМИТ Джон", "СМИТА Джона", "СМИТУ Джону"),
            ("Аль-Хашими Омар", "Аль-Хашими Омара", "Аль-Хашими Омару"),
            ("Росси Жан-Пьер", "Росси Жан-Пьера", "Росси Жан-Пьеру"),
            ("Ли Чен", "Ли Чена", "Ли Чену"),
            ("Коваленко Иван Иванович", "Коваленко Ивана Ивановича", "Коваленко Ивану Ивановичу"),
            ("Йылмаз Мехмет", "Йылмаза Мехмета", "Йылмазу Мехмету"),
            ("ван дер Берг Ян", "ван дер Берга Яна", "ван дер Бергу Яну"),
            ("Алиев Вагиф Гасан оглы", "Алиева Вагифа Гасан оглы", "Алиеву Вагифу Гасан оглы"),
            ("Әбілов Өмір Серікұлы", "Әбілова Өміра Серікұлы", "Әбілову Өміру Серікұлы"),
            ("Ерлан Серикович Ахметов", "Ерлана Сериковича Ахметова", "Ерлану Сериковичу Ахметову"),
            ("Е.С. Ахметов", "Е.С. Ахметова", "Е.С. Ахметову"),
            ("SMITH John", "SMITH John", "SMITH John"),
        ] {
            assert_eq!(forms(name, Gender::Male), (genitive.into(), dative.into(), false), "{name}");
        }
    }

    #[test]
    fn names_of_women() {
        for (name, genitive, dative) in [
            ("Ким Анна-Мария", "Ким Анны-Марии", "Ким Анне-Марии"),
            ("СМИТ Джейн", "СМИТ Джейн", "СМИТ Джейн"),
            ("Петрова Ольга Ивановна", "Петровой Ольги Ивановны", "Петровой Ольге Ивановне"),
            ("Оразбек Айгүл Маратқызы", "Оразбек Айгүл Маратқызы", "Оразбек Айгүл Маратқызы"),
        ] {
            assert_eq!(forms(name, Gender::Female), (genitive.into(), dative.into(), false), "{name}");
        }
    }

    #[test]
    fn doubtful_forms_are_told() {
        for name in ["Гарсия Хуан", "Дюма Александр", "Кравец Олег", "Цой Виктор", "Мюллер Карл-Хайнц"]
        {
            assert!(decline(name, Gender::Male, Case::Dative).doubtful, "{name}");
        }
    }

    #[test]
    fn a_patronymic_tells_the_sex() {
        assert!(sex_of("Ахметов Ерлан Серикович") == Some(Gender::Male));
        assert!(sex_of("Оразбек Айгүл Маратқызы") == Some(Gender::Female));
        assert!(sex_of("Иванович Джон").is_none());
    }
}
