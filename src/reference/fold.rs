//! From a spelling to the form in which spellings are compared.
//!
//! Folding forgets case, diacritics (ё = е, Ş = S), what parts Kazakh letters from Russian ones, apostrophes, invisible characters and the kind of
//! spaces and punctuation. It is only for comparing: a folded text is never shown.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded words with one space between them: `« Кот-д’Ивуар »` → `кот дивуар`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'ı' => out.push('i'),
            // Kazakh letters as people type them on a Russian keyboard; і is often a Roman number.
            'ә' => out.push('а'),
            'ө' => out.push('о'),
            'ү' | 'ұ' => out.push('у'),
            'қ' => out.push('к'),
            'ң' => out.push('н'),
            'ғ' => out.push('г'),
            'һ' => out.push('х'),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            '&' => out.push_str(" and "),
            '\'' | '’' | '‘' | '`' | 'ʼ' | '´' => {}
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            // A lower-cased İ leaves a combining dot.
            _ if is_combining_mark(letter) => {}
            _ if letter.is_alphanumeric() || letter == '+' => out.push(letter),
            _ => out.push(' '),
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

/// Cyrillic letters that look like Latin ones, as those Latin ones.
pub fn look_alike(letter: char) -> Option<char> {
    Some(match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' | 'Ё' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        'У' | 'Ү' => 'Y',
        'І' => 'I',
        'Ј' => 'J',
        'Ѕ' => 'S',
        'а' => 'a',
        'е' | 'ё' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' | 'ү' => 'y',
        'і' => 'i',
        'ј' => 'j',
        'ѕ' => 's',
        _ => return None,
    })
}

/// The text with each look-alike as its Latin letter; `None` if some Cyrillic letter has none.
pub fn latin(text: &str) -> Option<String> {
    let cyrillic = |letter: char| ('\u{400}'..='\u{52f}').contains(&letter);
    text.chars().map(|letter| if cyrillic(letter) { look_alike(letter) } else { Some(letter) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_alike() {
        assert_eq!(fold("  Кот-д’Ивуар\u{a0}"), "кот дивуар");
        assert_eq!(fold("TÜRKİYE"), fold("Türkiye"));
        assert_eq!(fold("Trinidad & Tobago"), "trinidad and tobago");
        assert_eq!(fold("Чёрный"), fold("черный"));
    }

    #[test]
    fn look_alikes_become_latin_or_nothing() {
        assert_eq!(latin("С3").as_deref(), Some("C3"));
        assert_eq!(latin("Щ3"), None);
    }
}
