//! From a spelling to the form in which spellings are compared.
//!
//! Folding forgets case, diacritics (ё = е, Ş = S), what parts Kazakh letters from Russian ones,
//! apostrophes, invisible characters and the kind of spaces and punctuation. It is only for comparing: a
//! folded text is never shown.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The folded words with one space between them: `« Кот-д’Ивуар »` → `кот дивуар`.
pub fn fold(text: &str) -> String {
    let mut folded = Folded { out: String::with_capacity(text.len()), parted: false };
    for letter in text.chars() {
        match letter {
            // Most letters of a roster, without the tables of Unicode.
            'a'..='z' | '0'..='9' | '+' => folded.put(letter),
            'A'..='Z' => folded.put(letter.to_ascii_lowercase()),
            'а'..='и' | 'к'..='я' => folded.put(letter),
            'А'..='И' | 'К'..='Я' => folded.put(char::from_u32(u32::from(letter) + 32).unwrap_or(letter)),
            ' ' => folded.parted = true,
            _ => decompose_canonical(letter, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(|lower| folded.letter(lower));
                }
            }),
        }
    }
    folded.out
}

/// A text while it is folded.
struct Folded {
    out: String,
    /// What came since the last letter parts words.
    parted: bool,
}

impl Folded {
    /// A letter of a word.
    fn put(&mut self, letter: char) {
        if std::mem::take(&mut self.parted) && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.out.push(letter);
    }

    /// Any lower-case letter or sign.
    fn letter(&mut self, letter: char) {
        match letter {
            'ı' => self.put('i'),
            // Kazakh letters as people type them on a Russian keyboard; і is often a Roman number.
            'ә' => self.put('а'),
            'ө' => self.put('о'),
            'ү' | 'ұ' => self.put('у'),
            'қ' => self.put('к'),
            'ң' => self.put('н'),
            'ғ' => self.put('г'),
            'һ' => self.put('х'),
            'ł' => self.put('l'),
            'ø' => self.put('o'),
            'ß' => "ss".chars().for_each(|letter| self.put(letter)),
            'æ' => "ae".chars().for_each(|letter| self.put(letter)),
            '&' => {
                self.parted = true;
                "and".chars().for_each(|letter| self.put(letter));
                self.parted = true;
            }
            '\'' | '’' | '‘' | '`' | 'ʼ' | '´' => {}
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            // A lower-cased İ leaves a combining dot.
            _ if is_combining_mark(letter) => {}
            _ if letter.is_alphanumeric() || letter == '+' => self.put(letter),
            _ => self.parted = true,
        }
    }
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
        assert_eq!(fold("Чёрный Йод"), "черныи иод");
        assert_eq!(fold("A&B  –  И́ван,"), "a and b иван");
        assert_eq!(fold(" + "), "+");
    }

    #[test]
    fn look_alikes_become_latin_or_nothing() {
        assert_eq!(latin("С3").as_deref(), Some("C3"));
        assert_eq!(latin("Щ3"), None);
    }
}
