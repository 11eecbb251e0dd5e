//! The code lists of a roster: from the usual spellings in English, Russian and Kazakh to a value.
//!
//! Spellings stand in `data/codes.tsv`. A cell that names two values («M/F», «1, 2») is refused, not
//! read as its first.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use super::{Authentication, fold, table};
use crate::language::Text;

/// Why a cell does not name a value of its code list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// No spelling of the list is like it.
    #[error("not a value of the list")]
    Unknown,
    /// It names more than one value.
    #[error("names more than one value of the list")]
    Several,
}

/// Spelling → code, for each list.
static CODES: LazyLock<HashMap<(&str, String), &str>> = LazyLock::new(|| {
    let text = include_str!("data/codes.tsv");
    let mut codes = HashMap::new();
    for [list, code, spellings] in table::rows("codes.tsv", text, ["list", "code", "spellings"]) {
        for spelling in spellings.split('|').chain([code]) {
            let before = codes.insert((list, key(spelling)), code);
            assert!(before.is_none_or(|other| other == code), "codes.tsv: {spelling} stands for two {list}");
        }
    }
    codes
});

/// The folded words; a lone sign (`+`, `-`, ✓), which folding would forget, stays itself.
fn key(text: &str) -> String {
    let folded = fold::fold(text);
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

fn whole(list: &'static str, text: &str) -> Option<&'static str> {
    CODES.get(&(list, key(text))).copied()
}

/// The code that a cell names: as a whole, or by all of its parts around `/`, `,` or `;`.
fn find(list: &'static str, text: &str) -> Result<&'static str, CodeError> {
    if let Some(code) = whole(list, text) {
        return Ok(code);
    }
    let mut codes: Vec<_> =
        text.split(['/', ',', ';', '(', ')', '\n']).filter_map(|part| whole(list, part)).collect();
    codes.dedup();
    match codes[..] {
        [] => Err(CodeError::Unknown),
        // «муж. (male)»: every part that says something says the same.
        [code] => Ok(code),
        _ => Err(CodeError::Several),
    }
}

/// `да`, `иә`, `yes`, `+` … → `true`; `нет`, `жоқ`, `no`, `-` … → `false`.
pub fn yes_no(text: &str) -> Result<bool, CodeError> {
    find("yes_no", text).map(|code| code == "yes")
}

/// What a person says of the authentication of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateForm {
    NotDone,
    /// It is authenticated; in which form is not said.
    Done,
    #[serde(untagged)]
    As(Authentication),
}

impl CertificateForm {
    /// `да`, `нет`, `апостиль`, `нотариальная копия`, `заңдастыру` …
    pub fn parse(text: &str) -> Result<CertificateForm, CodeError> {
        find("cert_form", text).map(|code| match code {
            "not_done" => CertificateForm::NotDone,
            "done" => CertificateForm::Done,
            "apostille" => CertificateForm::As(Authentication::Apostille),
            "legalisation" => CertificateForm::As(Authentication::Legalisation),
            "notarised_copy" => CertificateForm::As(Authentication::NotarisedCopy),
            other => unreachable!("codes.tsv has a form of certificates without meaning: {other}"),
        })
    }

    /// Whether this is enough where `needed` is asked for: a legalisation stands for an apostille, and both
    /// for a notarised copy.
    pub fn satisfies(self, needed: Authentication) -> bool {
        let rank = |form| match form {
            Authentication::Legalisation => 3,
            Authentication::Apostille => 2,
            Authentication::NotarisedCopy => 1,
            Authentication::None | Authentication::AskPerson => 0,
        };
        match self {
            CertificateForm::NotDone => rank(needed) == 0,
            CertificateForm::Done => true,
            CertificateForm::As(form) => rank(form) >= rank(needed),
        }
    }
}

/// How often a visa lets its holder enter: `single`, `double`, `multiple`.
pub fn visa_entries(text: &str) -> Result<&'static str, CodeError> {
    find("visa_entries", text)
}

/// The purpose of a visit, as letters print it in each language (R22).
pub fn purpose(text: &str) -> Result<Text, CodeError> {
    let words = match find("purpose", text)? {
        "work" => ("work", "работа", "жұмыс"),
        "family" => ("residence with the family", "проживание с семьёй", "отбасымен бірге тұру"),
        "business" => ("business", "деловая поездка", "іскерлік сапар"),
        "private" => ("private visit", "частная поездка", "жеке сапар"),
        "tourism" => ("tourism", "туризм", "туризм"),
        "study" => ("study", "учёба", "оқу"),
        "treatment" => ("medical treatment", "лечение", "емделу"),
        other => unreachable!("codes.tsv has a purpose without words: {other}"),
    };
    Ok(Text::new(words.0, words.1, words.2))
}

/// The sex in the passport. Serialised `M`, `F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Sex {
    #[serde(rename = "M")]
    Male,
    #[serde(rename = "F")]
    Female,
}

impl Sex {
    /// `M`, `муж.`, `ер`, `Female`, `Ә` …
    pub fn parse(text: &str) -> Result<Sex, CodeError> {
        find("sex", text).map(|code| if code == "M" { Sex::Male } else { Sex::Female })
    }

    /// `M` or `F`.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "M",
            Sex::Female => "F",
        }
    }
}

/// The category of a foreign worker (domain of R8, R9). Serialised as its number, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Managers and their deputies.
    First = 1,
    /// Heads of structural divisions.
    Second = 2,
    /// Specialists.
    Third = 3,
    /// Skilled workers.
    Fourth = 4,
}

impl Category {
    pub const ALL: [Category; 4] = [Category::First, Category::Second, Category::Third, Category::Fourth];

    /// `1`, `I`, `1 кат.`, `первая`, `Cat 1`, `1-я`, `бірінші санат`, `specialists` …
    pub fn parse(text: &str) -> Result<Category, CodeError> {
        let code = find("category", text).or_else(|_| {
            let words = words(text.strip_suffix(".0").unwrap_or(text));
            let telling: Vec<&str> =
                words.iter().map(String::as_str).filter(|word| !NOISE.contains(word)).collect();
            find("category", &telling.join(" ")).or_else(|_| find("category", &telling.join(",")))
        })?;
        Ok(Category::ALL.into_iter().find(|category| category.number().to_string() == code).expect("1 to 4"))
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// Words that may stand round the number of a category.
const NOISE: [&str; 18] = [
    "кат",
    "категория",
    "категории",
    "категорию",
    "cat",
    "category",
    "санат",
    "санаты",
    "санаттагы",
    "я",
    "ая",
    "и",
    "ши",
    "ірс",
    "ирс",
    "st",
    "nd",
    "rd",
];

/// The folded words, digits parted from letters («1кат» → 1, кат) and Roman numbers in Latin letters.
fn words(text: &str) -> Vec<String> {
    let mut parted = String::new();
    for letter in fold::fold(text).chars() {
        if parted.ends_with(|last: char| last.is_ascii_digit() != letter.is_ascii_digit()) {
            parted.push(' ');
        }
        parted.push(letter);
    }
    let roman =
        |word: &str| fold::latin(word).filter(|latin| latin.chars().all(|letter| "ivx".contains(letter)));
    parted.split_whitespace().map(|word| roman(word).unwrap_or_else(|| word.to_owned())).collect()
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

/// How a dependant belongs to the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    Spouse,
    Child,
    Parent,
    Other,
}

impl Relation {
    /// `wife`, `жена`, `сын`, `жұбайы`, `d/o` …
    pub fn parse(text: &str) -> Result<Relation, CodeError> {
        find("relation", text).map(|code| match code {
            "spouse" => Relation::Spouse,
            "child" => Relation::Child,
            "parent" => Relation::Parent,
            _ => Relation::Other,
        })
    }

    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            Relation::Spouse => "spouse",
            Relation::Child => "child",
            Relation::Parent => "parent",
            Relation::Other => "other",
        }
    }
}

/// The sex that a word for a relative tells: «жена» and “daughter” are female, «сын» male.
pub fn sex_of_relation(text: &str) -> Option<Sex> {
    // Only as a whole: «супруг(а)» is either.
    whole("relation_sex", text).map(|code| if code == "M" { Sex::Male } else { Sex::Female })
}

/// On what ground the worker works (R33, R37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Engagement {
    /// Employment contract with the company.
    Employee,
    /// Intra-corporate transfer.
    Ict,
    /// Sent by a foreign legal entity that has neither branch nor representative office in Kazakhstan.
    ServicesNoBranch,
}

impl Engagement {
    /// `employee`, `штат`, `ICT`, `ВКП`, `командирован`, `подряд` …
    pub fn parse(text: &str) -> Result<Engagement, CodeError> {
        find("engagement", text).map(|code| match code {
            "employee" => Engagement::Employee,
            "ict" => Engagement::Ict,
            _ => Engagement::ServicesNoBranch,
        })
    }

    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            Engagement::Employee => "employee",
            Engagement::Ict => "ict",
            Engagement::ServicesNoBranch => "services_no_branch",
        }
    }
}

/// Size of a company as business law counts it: it decides the fine (КоАП art. 518).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CompanySize {
    Small,
    Medium,
    Large,
}

impl CompanySize {
    /// `small`, `малый`, `субъект крупного предпринимательства`, `орта` …
    pub fn parse(text: &str) -> Result<CompanySize, CodeError> {
        find("company_size", text).map(|code| match code {
            "small" => CompanySize::Small,
            "medium" => CompanySize::Medium,
            _ => CompanySize::Large,
        })
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            CompanySize::Small => "small",
            CompanySize::Medium => "medium",
            CompanySize::Large => "large",
        }
    }
}

/// What the sheet of movements tells of a person (R24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MovementKind {
    /// Into the country.
    Arrival,
    /// A new temporary address.
    Address,
    /// To another region.
    Trip,
    /// Out of the country.
    Departure,
}

impl MovementKind {
    /// `arrival`, `смена адреса`, `командировка`, `кету` …
    pub fn parse(text: &str) -> Result<MovementKind, CodeError> {
        find("movement", text).map(|code| match code {
            "arrival" => MovementKind::Arrival,
            "address" => MovementKind::Address,
            "trip" => MovementKind::Trip,
            _ => MovementKind::Departure,
        })
    }

    /// The name in JSON and templates.
    pub fn name(self) -> &'static str {
        match self {
            MovementKind::Arrival => "arrival",
            MovementKind::Address => "address",
            MovementKind::Trip => "trip",
            MovementKind::Departure => "departure",
        }
    }
}

/// The authority that a cell names.
pub fn authority(text: &str) -> Result<super::region::Authority, CodeError> {
    use super::region::Authority;
    find("authority", text).map(|code| match code {
        "migration" => Authority::Migration,
        "employment" => Authority::Employment,
        _ => Authority::Tax,
    })
}

/// A visa category of Kazakhstan: `C3`, `B10`. Serialised as that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VisaCategory {
    letter: char,
    number: u8,
}

impl VisaCategory {
    /// The work visa, also of the worker's dependants (R13–R16).
    pub const WORK: VisaCategory = VisaCategory { letter: 'C', number: 3 };

    /// `C3`, `С3` (Cyrillic), `c-3`, `категория С3`, `work visa` …
    pub fn parse(text: &str) -> Result<VisaCategory, CodeError> {
        let mut found: Vec<VisaCategory> = Vec::new();
        let words = fold::fold(text);
        let words: Vec<&str> = words.split(' ').collect();
        for (index, word) in words.iter().enumerate() {
            let next = words.get(index + 1).copied().unwrap_or_default();
            found.extend(of_word(word).or_else(|| of_word(&format!("{word}{next}"))));
        }
        found.dedup();
        match found[..] {
            [] => find("visa", text).map(|_| VisaCategory::WORK),
            [category] => Ok(category),
            _ => Err(CodeError::Several),
        }
    }
}

/// `с3` → C3: one letter A to D and a number to 99.
fn of_word(word: &str) -> Option<VisaCategory> {
    let word = fold::latin(&word.to_uppercase())?;
    let letter = word.chars().next().filter(|letter| ('A'..='D').contains(letter))?;
    let number = &word[1..];
    let digits = !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { number.parse().ok()? } else { return None };
    (number > 0).then_some(VisaCategory { letter, number })
}

impl std::fmt::Display for VisaCategory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.letter, self.number)
    }
}

impl Serialize for VisaCategory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
