//! Spellings of names against each other: the Latin and the Cyrillic one of a person (ICAO 9303, for
//! comparing only), and two rows that may be one person.

use std::collections::BTreeMap;

use super::parallel::in_parts;
use super::whom::Whom;
use crate::finding::Finding;
use crate::language::Text;
use crate::reference::fold;
use crate::roster::Field;

/// How alike two words must be, of 1, to count as spellings of one name.
const ALIKE: f64 = 0.5;

/// A Latin and a Cyrillic name of which no two words can belong together.
pub fn of_scripts(whom: &Whom) -> Option<Finding> {
    let person = whom.person();
    let (latin, cyrillic) = (person.full_name_lat.as_ref()?, person.full_name_cyr.as_ref()?);
    (!may_belong(latin, cyrillic)).then(|| {
        whom.finding("name-scripts", Field::FullNameCyr, cyrillic, &[("latin", &Text::same(&**latin))])
    })
}

/// Longer words than these together are of no name; they are not compared, since that takes the product of their
/// lengths.
const WORDS: usize = 400;

/// Whether some word of a Latin name and one of a Cyrillic name may be spellings of one name. Vowels and
/// what languages write differently are left out of account, so only what cannot be is refused.
pub fn may_belong(latin: &str, cyrillic: &str) -> bool {
    let sounds = |text: String| -> Vec<String> { text.split(' ').map(sounds).collect() };
    let (latin, cyrillic) = (sounds(fold(latin)), sounds(fold(&transliterated(cyrillic))));
    let near = |one: &String, other: &String| {
        one.is_empty()
            || other.is_empty()
            || one.len() + other.len() > WORDS
            || strsim::normalized_levenshtein(one, other) >= ALIKE
    };
    latin.iter().any(|one| cyrillic.iter().any(|other| near(one, other)))
}

/// Cyrillic → Latin by ICAO 9303, part 3, section 6; Kazakh letters as their Russian neighbours.
pub fn transliterated(text: &str) -> String {
    let mut out = String::new();
    for letter in text.to_lowercase().chars() {
        out.push_str(match letter {
            'а' | 'ә' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ғ' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'і' => "i",
            'к' | 'қ' => "k",
            'л' => "l",
            'м' => "m",
            'н' | 'ң' => "n",
            'о' | 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ұ' | 'ү' | 'ў' => "u",
            'ф' => "f",
            'х' | 'һ' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' => "ie",
            'ы' => "y",
            'ь' => "",
            'ю' => "iu",
            'я' => "ia",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}

/// The consonants of a word by kinds that languages mix: p b, t d, f v w, k g h c q x, s z j and their
/// neighbours; without repetition.
fn sounds(word: &str) -> String {
    let mut out = String::new();
    for letter in word.chars() {
        let sound = match letter {
            'p' | 'b' => 'p',
            't' | 'd' => 't',
            'f' | 'v' | 'w' => 'f',
            'k' | 'g' | 'q' => 'k',
            's' | 'z' | 'j' | 'c' | 'x' => 's',
            'l' => 'l',
            'm' => 'm',
            'n' => 'n',
            'r' => 'r',
            _ => continue,
        };
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

/// Rows that may be one person: the same name and birth date, or the same birth date and a name that is a
/// slip of the hand away.
pub fn of_twins(people: &[Whom]) -> Vec<Finding> {
    let mut born: BTreeMap<chrono::NaiveDate, Vec<usize>> = BTreeMap::new();
    for (index, whom) in people.iter().enumerate() {
        if let Some(day) = whom.person().birth_date {
            born.entry(day).or_default().push(index);
        }
    }
    let names: Vec<Name> = people.iter().map(|whom| Name::of(key(whom))).collect();
    let mut findings = Vec::new();
    for same in born.into_values().filter(|same| same.len() > 1) {
        for (one, near) in same.iter().copied().zip(first_near(&same, &names)) {
            let Some((other, slips)) = near else { continue };
            let code = if slips == 0 { "person-duplicate" } else { "name-spelled-twice" };
            let whom = &people[one];
            let place = people[other].place(Field::FullNameLat);
            let named = Text::same(format!("{} ({place})", people[other].person().subject));
            let found = whom.person().subject.clone();
            findings.push(whom.finding(code, Field::FullNameLat, found, &[("other", &named)]));
        }
    }
    findings
}

/// The name in a form in which spellings are compared: words in a fixed order.
fn key(whom: &Whom) -> String {
    let person = whom.person();
    let name = person.full_name_lat.as_ref().or(person.full_name_cyr.as_ref()).unwrap_or(&person.subject);
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// For each of these names the first of the others that is a slip of the hand away, with how many slips they are.
fn first_near(same: &[usize], names: &[Name]) -> Vec<Option<(usize, usize)>> {
    // Their letters side by side, as nearly all pairs are told apart by them.
    let mut by_length: Vec<(Letters, usize)> =
        same.iter().map(|index| (names[*index].letters, *index)).collect();
    by_length.sort_by_key(|(letters, _)| letters.count);
    let first = |one: usize| {
        let own = names[one].letters;
        let start = by_length.partition_point(|(letters, _)| letters.count < own.count - own.most());
        let end = by_length.partition_point(|(letters, _)| letters.count <= own.count + own.most());
        let mut near: Option<(usize, usize)> = None;
        for (letters, other) in by_length[start..end].iter().copied() {
            if own.may_be_near(&letters)
                && other != one
                && near.is_none_or(|(first, _)| other < first)
                && let Some(slips) = slips(&names[one], &names[other])
            {
                near = Some((other, slips));
            }
        }
        near
    };
    in_parts(same, |part| part.iter().copied().map(first).collect::<Vec<_>>()).concat()
}

/// A name that is compared with many others.
struct Name {
    text: String,
    letters: Letters,
}

/// How many letters a name has, and how often those of each kind stand in it, whatever their order.
#[derive(Clone, Copy)]
struct Letters {
    count: usize,
    bag: [u8; 32],
}

impl Name {
    fn of(text: String) -> Name {
        let mut bag = [0u8; 32];
        for letter in text.chars() {
            let count = &mut bag[letter as usize % 32];
            *count = count.saturating_add(1);
        }
        Name { letters: Letters { count: text.chars().count(), bag }, text }
    }
}

impl Letters {
    /// How many slips of the hand a name of this length may have.
    fn most(&self) -> usize {
        self.count / 6
    }

    /// The least that the distance between two names can be: a slip changes one letter, adds one, leaves one out, or
    /// changes the order of two. It is half of how much the counts differ, with the letters that one name has more.
    fn least(&self, other: &Letters) -> usize {
        // Without a check of the sum, which is always small, the compiler makes it one instruction for sixteen counts.
        let apart = |(own, others): (&u8, &u8)| u32::from(own.abs_diff(*others));
        let differ = self.bag.iter().zip(&other.bag).map(apart).fold(0, u32::wrapping_add);
        (differ as usize + self.count.abs_diff(other.count)) / 2
    }

    /// Whether names of these letters may be a slip of the hand apart.
    fn may_be_near(&self, other: &Letters) -> bool {
        let most = self.most().min(other.most());
        most > 0 && self.count.abs_diff(other.count) <= most && self.least(other) <= most
    }
}

/// How many slips of the hand lie between two names, if they are few enough. Nearly all pairs differ in their letters
/// already: thousands of people of one birth date are thousands of thousands of pairs.
fn slips(one: &Name, other: &Name) -> Option<usize> {
    if !one.letters.may_be_near(&other.letters) {
        return None;
    }
    let slips = strsim::osa_distance(&one.text, &other.text);
    (slips <= one.letters.most().min(other.letters.most())).then_some(slips)
}

#[cfg(test)]
mod tests {
    use super::{Name, first_near, may_belong, slips};

    #[test]
    fn names_a_slip_of_the_hand_apart_are_near() {
        for (one, other, apart) in [
            ("john smith", "john smith", Some(0)),
            ("john smith", "jonh smith", Some(1)),
            ("john smith", "john smiht", Some(1)),
            ("john smith", "john smitt", Some(1)),
            ("john smith", "john smithe", Some(1)),
            ("john smith", "john smth", Some(1)),
            ("john smith", "joan smitt", None),
            ("john smith", "smith john", None),
            ("li yi", "li yi", None),
            ("абдыкадыров нурлан", "абдыкадиров нурлон", Some(2)),
        ] {
            let (one, other) = (Name::of(one.to_owned()), Name::of(other.to_owned()));
            assert_eq!(slips(&one, &other), apart, "{} {}", one.text, other.text);
            assert!(apart.is_none_or(|apart| one.letters.least(&other.letters) <= apart));
        }
    }

    #[test]
    fn the_first_name_that_is_near_is_found_among_thousands() {
        const PARTS: [&str; 9] = ["nur", "lan", "sul", "tan", "ka", "ri", "mov", "bek", "abdy"];
        // Each by the digits of its number: many are a letter or two apart.
        let name = |number: usize| {
            let parts = [1, 9, 81].map(|place| PARTS[number / place % 9]);
            Name::of(format!("{} {}{}", parts.concat(), PARTS[number % 7], PARTS[number % 5]))
        };
        let names: Vec<Name> = (0..1_000).map(|number| name(number * 37)).collect();
        // In an order of their own, as people of one birth date may stand anywhere.
        let same: Vec<usize> = (0..1_000).filter(|index| index % 3 != 1).collect();
        let others = |one: usize| same.iter().copied().filter(move |other| *other != one);
        let plain =
            |one: usize| others(one).find_map(|other| Some((other, slips(&names[one], &names[other])?)));
        let expected: Vec<_> = same.iter().copied().map(plain).collect();
        assert_eq!(first_near(&same, &names), expected);
        assert!(expected.iter().flatten().any(|(_, slips)| *slips > 0));
        assert!(expected.contains(&None));
    }

    #[test]
    fn only_what_cannot_belong_together_is_refused() {
        for (latin, cyrillic) in [
            ("SMITH John", "СМИТ Джон"),
            ("YILMAZ Mehmet", "ЙЫЛМАЗ Мехмет"),
            ("WANG Wei", "ВАН Вэй"),
            ("XI Qiang", "СИ Цян"),
            ("KIM Minjun", "КИМ Минджун"),
            ("ABDYKADYROV Nurlan", "АБДЫКАДЫРОВ Нурлан Эркинович"),
            ("GARCIA LOPEZ Jorge", "ГАРСИЯ ЛОПЕС Хорхе"),
            ("SINGH Arjun", "СИНГХ Арджун"),
            ("LEE Yi", "ЛИ И"),
            ("HUGO Victor", "ГЮГО Виктор"),
        ] {
            assert!(may_belong(latin, cyrillic), "{latin} / {cyrillic}");
        }
        for (latin, cyrillic) in [
            ("SMITH John", "ПЕТРОВ Алексей"),
            ("KARIMOV Bobur", "СЕЙТОВ Жандос"),
            ("WANG Wei", "КАРИМОВ Бобур"),
        ] {
            assert!(!may_belong(latin, cyrillic), "{latin} / {cyrillic}");
        }
    }
}
