//! Cyrillic letters in Latin ones as machine-readable travel documents have them (ICAO Doc 9303-3 §6 B),
//! Kazakh letters by way of the Russian ones that stand for them. Only for comparing and for names of
//! files: the spelling of a name is that of the passport.

/// Writes a text in Latin letters; words in capitals stay so. What is not Cyrillic stays.
pub fn translit(text: &str) -> String {
    text.split_inclusive(|character: char| !character.is_alphabetic()).map(word).collect()
}

fn word(text: &str) -> String {
    let capitals = text.chars().count() > 2 && !text.chars().any(char::is_lowercase);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let lower: String = character.to_lowercase().collect();
        match latin(&lower) {
            None => out.push(character),
            Some(latin) if !character.is_uppercase() => out.push_str(latin),
            Some(latin) if capitals => out.push_str(&latin.to_uppercase()),
            Some(latin) => {
                let mut letters = latin.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        }
    }
    out
}

fn latin(letter: &str) -> Option<&'static str> {
    Some(match letter {
        "а" | "ә" => "a",
        "б" => "b",
        "в" => "v",
        "г" | "ғ" | "ґ" => "g",
        "д" => "d",
        "е" | "ё" | "э" => "e",
        "ж" => "zh",
        "з" => "z",
        "и" | "й" | "і" | "ї" => "i",
        "к" | "қ" => "k",
        "л" => "l",
        "м" => "m",
        "н" | "ң" => "n",
        "о" | "ө" => "o",
        "п" => "p",
        "р" => "r",
        "с" => "s",
        "т" => "t",
        "у" | "ұ" | "ү" | "ў" => "u",
        "ф" => "f",
        "х" => "kh",
        "һ" => "h",
        "ц" => "ts",
        "ч" => "ch",
        "ш" => "sh",
        "щ" => "shch",
        "ъ" | "є" => "ie",
        "ы" => "y",
        "ь" => "",
        "ю" => "iu",
        "я" => "ia",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_in_passports() {
        assert_eq!(translit("Щербаков Юрий"), "Shcherbakov Iurii");
        assert_eq!(translit("ЖҰМАБАЕВ"), "ZHUMABAEV");
        assert_eq!(translit("SMITH Ольга"), "SMITH Olga");
    }
}
