//! The filters of templates: from a value to the words that a letter prints.
//!
//! A missing value (null, or a field that is not there) passes through every filter of ours as missing, so
//! that printing it tells what is missing. Errors name the filter and what it expects, never the value,
//! which may be personal.

mod date;
mod decline;
pub mod doubt;
mod mark;
mod name;
mod number;
pub mod picture;
mod place;
mod plural;
mod translit;
mod words;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::language::Language;
use crate::reference::{country, region};

/// Filters of ours that people may use.
const OURS: [&str; 19] = [
    "date", "country", "region", "initials", "genitive", "dative", "number", "words", "plural", "checkbox",
    "translit", "chars", "image", "firstcap", "firstlow", "caps", "join", "replace", "default",
];
/// Tera's filters that are left as they are.
const TERAS: [&str; 31] = [
    "upper",
    "lower",
    "trim",
    "trim_start",
    "trim_end",
    "capitalize",
    "title",
    "truncate",
    "wordcount",
    "pluralize",
    "split",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
    "safe",
    "escape",
    "newlines_to_br",
];
/// Tests that people may use after `is`.
pub const TESTS: [&str; 18] = [
    "defined",
    "undefined",
    "none",
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "iterable",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
    "present",
];
/// Functions that people may use.
pub const FUNCTIONS: [&str; 2] = ["range", "throw"];

/// Longest text that `set`, `join` and `replace` make, in bytes: growth beyond is an attack.
pub const TEXT_LIMIT: usize = 64 << 10;

/// All names of filters that people may use.
pub fn names() -> impl Iterator<Item = &'static str> {
    OURS.into_iter().chain(TERAS)
}

/// Registers the filters; `language` is the default of those that depend on one.
pub fn register(tera: &mut Tera, language: Language) {
    tera.register_test("present", |value: Value, _: Kwargs, _: &State| !missing(&value));
    tera.register_filter("default", default);
    texts(tera);
    marks(tera);
    declensions(tera);
    counts(tera, language);
    tera.register_filter("date", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| written_date(value, &kwargs, wanted_language("date", &kwargs, language)?))
    });
    places(tera, language);
}

/// Texts made of texts.
fn texts(tera: &mut Tera) {
    tera.register_filter("join", join);
    tera.register_filter("replace", replace);
    // Every value is escaped when it is printed: what asks for more or for less changes nothing.
    for name in ["safe", "escape", "e", "escape_html", "escape_xml", "newlines_to_br"] {
        tera.register_filter(name, |value: Value, _: Kwargs, _: &State| value);
    }
    // Tera's would also write out lists, without limit.
    tera.register_filter("str", |value: Value, _: Kwargs, _: &State| {
        present(value, |value| match value.is_string() || value.is_number() {
            true => Ok(value.to_string().into()),
            false => Err(unfit("str", "12500")),
        })
    });
    // Name, an example, what it writes.
    type Way = (&'static str, &'static str, fn(&str) -> String);
    let ways: [Way; 5] = [
        ("initials", "Ахметов Ерлан Серикович", name::initials),
        ("translit", "Ахметов Ерлан", translit::translit),
        ("firstcap", "«…»", |text| name::capitals(text, false)),
        ("firstlow", "«…»", name::lowered),
        ("caps", "«…»", |text| name::capitals(text, true)),
    ];
    for (filter, example, write) in ways {
        tera.register_filter(filter, move |value: Value, _: Kwargs, _: &State| {
            present(value, |value| match value.as_str() {
                Some(text) => Ok(write(text).into()),
                None => Err(unfit(filter, example)),
            })
        });
    }
}

/// What forms are marked with: a cell for each character, boxes, pictures.
fn marks(tera: &mut Tera) {
    tera.register_filter("chars", |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            if !value.is_string() && !value.is_number() {
                return Err(unfit("chars", "850412300019"));
            }
            let text = value.to_string();
            let mut signs: Vec<String> = text.chars().map(String::from).collect();
            if let Some(cells) = kwargs.get::<usize>("cells")? {
                if signs.len() > cells || cells > TEXT_LIMIT {
                    return Err(refusal("template-filter-value", &["chars", &format!("≤ {cells}")]));
                }
                signs.resize(cells, String::new());
            }
            Ok(Value::from(signs))
        })
    });
    tera.register_filter("checkbox", |value: Value, _: Kwargs, _: &State| {
        present(value, |value| match mark::is_ticked(value) {
            Some(ticked) => Ok(mark::sign(ticked).into()),
            None => Err(unfit("checkbox", "да / нет")),
        })
    });
    tera.register_filter("image", |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let (width, height) = (kwargs.get::<f64>("width")?, kwargs.get::<f64>("height")?);
            let alt = kwargs.get::<&str>("alt")?.unwrap_or_default();
            let mark = value.as_str().and_then(|text| picture::mark(text, width, height, alt));
            mark.map(Value::from).ok_or_else(|| unfit("image", "PNG / JPEG, base64"))
        })
    });
}

fn written_date(value: &Value, kwargs: &Kwargs, language: Language) -> TeraResult<Value> {
    let date = value.as_str().and_then(date::parse).ok_or_else(|| unfit("date", "2026-11-22"))?;
    // What a spreadsheet makes of a blank cell, in whatever words, is no date.
    if date::is_day_zero(date) {
        return Ok(Value::none());
    }
    let format = match kwargs.get::<&str>("format")? {
        None => date::Format::Numeric,
        Some(picture) if date::is_picture(picture) => {
            return Ok(date::pictured(date, picture, language).into());
        }
        Some(name) => choose("date", name, &date::FORMATS)?,
    };
    Ok(date::text(date, format, language).into())
}

/// `country` and `region`: codes, and what the places are called.
fn places(tera: &mut Tera, language: Language) {
    tera.register_filter("country", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let country =
                value.as_str().and_then(country::of_alpha2).ok_or_else(|| unfit("country", "TR"))?;
            let language = wanted_language("country", &kwargs, language)?;
            let genitive = country.genitive(language);
            Ok(declined(country.name(language), &genitive, case("country", &kwargs)?, language).into())
        })
    });
    tera.register_filter("region", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let region = value.as_str().and_then(region::of_code).ok_or_else(|| unfit("region", "KZ-23"))?;
            let language = wanted_language("region", &kwargs, language)?;
            let genitive = region.genitive(language);
            Ok(declined(region.name(language), genitive, case("region", &kwargs)?, language).into())
        })
    });
}

/// The name of a place in a case, from its nominative and its genitive.
fn declined(name: &str, genitive: &str, case: Case, language: Language) -> String {
    match (case, language) {
        (Case::Nominative, _) => name.to_owned(),
        (Case::Genitive, _) | (_, Language::En) => genitive.to_owned(),
        (Case::Other(case), Language::Ru) => place::russian(name, genitive, case),
        (Case::Other(case), Language::Kk) => place::kazakh(name, case),
    }
}

/// `genitive` and `dative`: Russian names. The sex is an argument (a missing one makes the whole missing),
/// or is told by the patronymic.
fn declensions(tera: &mut Tera) {
    for (filter, case) in [("genitive", decline::Case::Genitive), ("dative", decline::Case::Dative)] {
        tera.register_filter(filter, move |value: Value, kwargs: Kwargs, _: &State| {
            present(value, |value| {
                let name = value.as_str().ok_or_else(|| unfit(filter, "Ахметов Ерлан Серикович"))?;
                if decline::is_foreign(name) {
                    return Ok(name.into());
                }
                let sex = match kwargs.get::<Value>("sex")? {
                    Some(sex) if missing(&sex) => return Ok(Value::none()),
                    Some(sex) => {
                        let code = sex.as_str().unwrap_or_default();
                        decline::sex(code)
                            .ok_or_else(|| refusal("template-filter-argument", &[filter, code, "M, F"]))?
                    }
                    None => decline::sex_of(name)
                        .ok_or_else(|| refusal("template-filter-needs", &[filter, "sex=employee.sex"]))?,
                };
                let declined = decline::decline(name, sex, case);
                if declined.doubtful {
                    doubt::tell(&declined.text);
                }
                Ok(declined.text.into())
            })
        });
    }
}

/// `number`, `words` and `plural`: numbers, and what they count.
fn counts(tera: &mut Tera, language: Language) {
    tera.register_filter("number", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let language = wanted_language("number", &kwargs, language)?;
            let digits = number::digits(value).ok_or_else(|| unfit("number", "12500"))?;
            Ok(number::grouped(&digits, language).into())
        })
    });
    tera.register_filter("words", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let language = wanted_language("words", &kwargs, language)?;
            let gender =
                chosen("words", &kwargs, "gender", &words::GENDERS)?.unwrap_or(words::Gender::Masculine);
            let case = chosen("words", &kwargs, "case", &words::CASES)?.unwrap_or(words::Case::Nominative);
            let digits = number::digits(value);
            let written = digits.and_then(|digits| {
                Some(match chosen("words", &kwargs, "currency", &words::CURRENCIES) {
                    Err(error) => Err(error),
                    Ok(Some(currency)) => Ok(words::sum(&digits, language, currency, case)?),
                    Ok(None) => Ok(words::number(&digits, language, gender, case)?),
                })
            });
            Ok(written.unwrap_or_else(|| Err(unfit("words", "43250")))?.into())
        })
    });
    tera.register_filter("plural", move |value: Value, kwargs: Kwargs, _: &State| {
        present(value, |value| {
            let language = wanted_language("plural", &kwargs, language)?;
            let digits = number::digits(value).ok_or_else(|| unfit("plural", "3"))?;
            let name = match plural::form(&digits, language) {
                plural::Form::One => "one",
                plural::Form::Few => "few",
                plural::Form::Many => "many",
            };
            let form = kwargs.get::<&str>(name)?;
            let needed = || refusal("template-filter-needs", &["plural", &format!("{name}=\"…\"")]);
            Ok(form.ok_or_else(needed)?.into())
        })
    });
}

/// The choice of an argument, if it is given.
fn chosen<T: Copy>(
    filter: &str,
    kwargs: &Kwargs,
    argument: &str,
    choices: &[(&str, T)],
) -> TeraResult<Option<T>> {
    kwargs.get::<&str>(argument)?.map(|name| choose(filter, name, choices)).transpose()
}

/// Whether a value is not known.
pub fn missing(value: &Value) -> bool {
    value.is_none() || value.is_undefined()
}

/// How a number is printed without a filter: whole ones without a fraction, the others with the sign of the
/// language.
pub fn plain_number(value: &Value, language: Language) -> Option<String> {
    number::digits(value).map(|digits| number::plain(&digits, language))
}

fn present(value: Value, act: impl FnOnce(&Value) -> TeraResult<Value>) -> TeraResult<Value> {
    match missing(&value) {
        true => Ok(Value::none()),
        false => act(&value),
    }
}

#[derive(Clone, Copy)]
enum Case {
    Nominative,
    Genitive,
    Other(place::Case),
}

/// `locative` is the Kazakh name of what the Russian grammar calls `prepositional`.
const CASES: [(&str, Case); 5] = [
    ("nominative", Case::Nominative),
    ("genitive", Case::Genitive),
    ("dative", Case::Other(place::Case::Dative)),
    ("prepositional", Case::Other(place::Case::Prepositional)),
    ("locative", Case::Other(place::Case::Prepositional)),
];

fn case(filter: &str, kwargs: &Kwargs) -> TeraResult<Case> {
    match kwargs.get::<&str>("case")? {
        None => Ok(Case::Nominative),
        Some(name) => choose(filter, name, &CASES),
    }
}

fn wanted_language(filter: &str, kwargs: &Kwargs, default: Language) -> TeraResult<Language> {
    match kwargs.get::<&str>("lang")? {
        None => Ok(default),
        Some(code) => choose(filter, code, &Language::ALL.map(|language| (language.code(), language))),
    }
}

/// The choice of a name, or an error that tells the names.
fn choose<T: Copy>(filter: &str, name: &str, choices: &[(&str, T)]) -> TeraResult<T> {
    choices.iter().find(|(known, _)| *known == name).map(|(_, choice)| *choice).ok_or_else(|| {
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        refusal("template-filter-argument", &[filter, name, &known.join(", ")])
    })
}

/// The value is not what a filter can use; `expected` is an example.
fn unfit(filter: &str, expected: &str) -> tera::Error {
    refusal("template-filter-value", &[filter, expected])
}

const SEPARATOR: char = '\u{1F}';

/// An error with a code of the catalogue, in the only form that Tera lets through: a text.
pub fn refusal(code: &str, values: &[&str]) -> tera::Error {
    let mut text = format!("{SEPARATOR}{code}");
    for value in values {
        text.push(SEPARATOR);
        text.push_str(value);
    }
    tera::Error::message(text)
}

/// The code and the values of [`refusal`].
pub fn refused(message: &str) -> Option<Vec<&str>> {
    message.strip_prefix(SEPARATOR).map(|rest| rest.split(SEPARATOR).collect())
}

/// As Tera's, but null counts as missing too.
fn default(value: Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let instead = kwargs.must_get::<Value>("value")?;
    let falsy = kwargs.get::<bool>("boolean")?.unwrap_or_default() && !value.is_truthy();
    Ok(if missing(&value) || falsy { instead } else { value })
}

/// As Tera's, but the whole is missing if a part is, and it is no longer than [`TEXT_LIMIT`].
fn join(value: Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let separator = kwargs.get::<&str>("sep")?.unwrap_or("");
    let Some(parts) = value.as_array() else {
        return Err(unfit("join", "[…]"));
    };
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if missing(part) {
            return Ok(Value::none());
        }
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(&part.to_string());
        if out.len() > TEXT_LIMIT {
            return Err(refusal("template-too-long", &[]));
        }
    }
    Ok(out.into())
}

/// As Tera's, but no longer than [`TEXT_LIMIT`].
fn replace(value: Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let from = kwargs.must_get::<&str>("from")?;
    let to = kwargs.must_get::<&str>("to")?;
    let text = value.as_str().ok_or_else(|| unfit("replace", "«…»"))?;
    if text.len() + text.matches(from).count() * to.len() > TEXT_LIMIT {
        return Err(refusal("template-too-long", &[]));
    }
    Ok(text.replace(from, to).into())
}
