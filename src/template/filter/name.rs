//! A full name as surname with initials: «Ахметов Ерлан Серикович» → «Е.С. Ахметов».

/// The initials, a no-break space, the surname; letters keep their case. The surname is the first word, as
/// in identity documents. A name of one word, or one that has initials already, stays as typed.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((surname, given)) = words.split_first() else {
        return String::new();
    };
    // Patronymic particles («оглы», «ұлы») are written small and have no initial.
    let initials: String = given
        .iter()
        .filter(|word| word.chars().next().is_some_and(|first| !first.is_lowercase()))
        .filter_map(|word| word.chars().next())
        .flat_map(|first| [first, '.'])
        .collect();
    match initials.is_empty() || name.contains('.') {
        true => name.trim().to_owned(),
        false => format!("{initials}\u{A0}{surname}"),
    }
}

/// The first letter, or that of each word, as a capital; the others stay (`\\* FirstCap`, `\\* Caps` of Word).
pub fn capitals(text: &str, each: bool) -> String {
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match start && character.is_alphabetic() {
            true => out.extend(character.to_uppercase()),
            false => out.push(character),
        }
        start = match character.is_alphabetic() {
            true => false,
            false => start || each && character.is_whitespace(),
        };
    }
    out
}

/// The first letter small, as within a sentence: «Генеральный директор» → «генеральный директор». An abbreviation
/// stays: «ИО директора».
pub fn lowered(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return String::new() };
    match characters.clone().next().is_some_and(char::is_uppercase) {
        true => text.to_owned(),
        false => first.to_lowercase().chain(characters).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_within_a_sentence_begins_small() {
        for (text, small) in [
            ("Генеральный директор ТОО", "генеральный директор ТОО"),
            ("ИО директора", "ИО директора"),
            ("Әкім", "әкім"),
            ("Я", "я"),
            ("", ""),
        ] {
            assert_eq!(lowered(text), small);
        }
    }

    #[test]
    fn surname_with_initials() {
        for (name, short) in [
            ("Ахметов Ерлан Серикович", "Е.С.\u{A0}Ахметов"),
            ("Әбілов  Өмір", "Ө.\u{A0}Әбілов"),
            ("SMITH John", "J.\u{A0}SMITH"),
            ("Алиев Вагиф Гасан оглы", "В.Г.\u{A0}Алиев"),
            ("Е.С. Ахметов", "Е.С. Ахметов"),
            ("Мадонна", "Мадонна"),
            ("", ""),
        ] {
            assert_eq!(initials(name), short);
        }
    }
}
