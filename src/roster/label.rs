//! Header as typed → key: two headers with one key are the same header.
//!
//! Case, spaces, line breaks, no-break spaces, `*`, quotes and punctuation do not matter; «№», `#`, `No`
//! and «номер» are one word; ё is е; Latin and Cyrillic letters of one shape are one letter, and a
//! Kazakh letter is the Russian one that is typed in its place where the keyboard lacks it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::language::Language;

/// The words for «№», folded: no, номер, нөмірі, нөмір …
const NUMBER: [&str; 8] = ["no", "n", "nr", "num", "number", "homep", "homipi", "homip"];

/// The words of a label, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let spaced = text.replace(['№', '#'], " # ");
    for letter in spaced.nfkd().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() || letter == '#' {
            word.push(fold(letter));
        } else if !is_mark(letter) {
            push(&mut words, &mut word);
        }
    }
    push(&mut words, &mut word);
    words
}

/// The key of a label: its folded words without a space between them, so that `Ф. И. О.` is `ФИО`.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

/// The first letter of a key, without making the key: most labels differ in it already.
pub(super) fn initial(text: &str) -> Option<char> {
    let first = text.chars().find(|letter| letter.is_alphanumeric() || matches!(letter, '№' | '#'))?;
    match first {
        '№' => Some('#'),
        other => other.nfkd().flat_map(char::to_lowercase).next().map(fold),
    }
}

fn push(words: &mut Vec<String>, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let number = NUMBER.contains(&word.as_str());
    words.push(if number { "#".to_owned() } else { std::mem::take(word) });
    word.clear();
}

/// A combining mark: what decomposition splits off ё and й, and an accent off é.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// One letter for all that look like it or are typed in its place.
fn fold(letter: char) -> char {
    match letter {
        'а' | 'ә' => 'a',
        'в' => 'b',
        'г' | 'ғ' => 'г',
        'е' => 'e',
        'к' | 'қ' => 'k',
        'м' => 'm',
        'н' | 'ң' => 'h',
        'о' | 'ө' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' | 'ұ' | 'ү' => 'y',
        'х' | 'һ' => 'x',
        'і' | 'ı' => 'i',
        other => other,
    }
}

/// The language that a label names, if it names nothing else: «рус.», «на казахском языке», “English”.
pub(super) fn language(text: &str) -> Option<Language> {
    language_of(&key(text))
}

/// As [`language`], of a label's key.
pub(super) fn language_of(key: &str) -> Option<Language> {
    const NAMES: [(Language, &str); 3] = [
        (
            Language::Ru,
            "рус.|русский|русский язык|на русском|на русском языке|ru|rus|russian|in russian|орыс.|орысша|орыс тілінде",
        ),
        (
            Language::Kk,
            "каз.|казахский|казахский язык|на казахском|на казахском языке|на каз. языке|государственный язык|\
             kk|kz|kaz|kazakh|in kazakh|қаз.|қазақша|қазақ тілінде",
        ),
        (
            Language::En,
            "англ.|английский|английский язык|на английском|на английском языке|en|eng|english|in english|\
             ағыл.|ағылшынша|ағылшын тілінде",
        ),
    ];
    static KEYS: LazyLock<Vec<(Language, Vec<String>)>> = LazyLock::new(|| {
        NAMES.map(|(language, names)| (language, names.split('|').map(self::key).collect())).to_vec()
    });
    KEYS.iter().find(|(_, keys)| keys.iter().any(|known| known == key)).map(|(language, _)| *language)
}

/// The text without what stands in brackets, and what stood in them.
pub(super) fn brackets(text: &str) -> Option<(String, String)> {
    let open = text.find(['(', '['])?;
    let close = open + text[open..].find([')', ']'])?;
    let outside = format!("{} {}", &text[..open], &text[close + 1..]);
    Some((outside, text[open + 1..close].to_owned()))
}

/// The text on one line with single spaces, as a person would read it out.
pub(super) fn plain(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Nothing to read: spaces of any kind and invisible marks only.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}' | '\u{ad}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_of_a_header_does_not_matter() {
        for (one, other) in [
            ("Дата\u{a0}рождения *", "ДАТА РОЖДЕНИЯ"),
            ("Ф. И. О.", "ФИО"),
            ("Дата\nвыдачи", "дата выдачи"),
            ("№ паспорта", "Номер паспорта"),
            ("Passport #", "passport no."),
            ("Таб.№", "Таб. №"),
            ("Төлқұжат нөмірі", "толкужат №"),
            ("Тегi", "Тегі"),
            ("«Приём»", "Прием"),
        ] {
            assert_eq!(key(one), key(other), "{one} / {other}");
        }
        assert_ne!(key("Имя"), key("Иная"));
    }

    #[test]
    fn brackets_come_off() {
        let (outside, inside) = brackets("Срок (дней)").expect("there are brackets");
        assert_eq!((plain(&outside).as_str(), inside.as_str()), ("Срок", "дней"));
        assert_eq!(brackets("Срок"), None);
    }
}
