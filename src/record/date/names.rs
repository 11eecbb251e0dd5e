//! What months and days of the week are called.

use chrono::{Datelike, NaiveDate};

use crate::language::Language;

/// Kazakh names of the months from January; as words of a date they match with any ending («желтоқсанға»).
pub(super) const KAZAKH_MONTHS: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];

const RUSSIAN_MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

const RUSSIAN_GENITIVE: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const RUSSIAN_DAYS: [&str; 7] =
    ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];
const KAZAKH_DAYS: [&str; 7] = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"];
const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The month of a day; beside the number of the day Russian has it in the genitive: «22 ноября».
pub fn month(date: NaiveDate, language: Language, beside_day: bool) -> &'static str {
    let names = match language {
        Language::Ru if beside_day => RUSSIAN_GENITIVE,
        Language::Ru => RUSSIAN_MONTHS,
        Language::Kk => KAZAKH_MONTHS,
        Language::En => ENGLISH_MONTHS,
    };
    names[date.month0() as usize]
}

/// The day of the week.
pub fn weekday(date: NaiveDate, language: Language) -> &'static str {
    let names = language.choose(ENGLISH_DAYS, RUSSIAN_DAYS, KAZAKH_DAYS);
    names[date.weekday().num_days_from_monday() as usize]
}
