//! The rows that say who a foreigner is, alike in every letter about a person.
//!
//! Names stand in the nominative beside their label, as in the passport and, where the roster has it, in
//! Cyrillic: no foreign name is declined and none is transliterated.

use otinish::language::Language;

use super::frame::{fact, fact_of, say};
use super::word::{Row, Style, word_for};

/// Name as in the passport, name in Cyrillic, patronymic; `who` is `person` or `employee`.
pub fn names(language: Language, who: &str) -> Vec<Row> {
    let latin = say(language, "Фамилия, имя по паспорту", "Паспорттағы тегі, аты", "Name as in the passport");
    let cyrillic = say(language, "Фамилия, имя кириллицей", "Кириллицадағы тегі, аты", "Name in Cyrillic");
    let patronymic = say(language, "Отчество", "Әкесінің аты", "Patronymic");
    vec![
        fact(latin, &format!("**{{{{ {who}.full_name_lat }}}}**")),
        fact(cyrillic, &value(who, "full_name_cyr")).when(&format!("{who}.full_name_cyr")),
        fact(patronymic, &value(who, "middle_name")).when(&format!("{who}.middle_name")),
    ]
}

/// Sex, in words.
pub fn sex(language: Language, who: &str) -> Row {
    let words =
        [("M", say(language, "мужской", "ер", "male")), ("F", say(language, "женский", "әйел", "female"))];
    let label = say(language, "Пол", "Жынысы", "Sex");
    fact_of(label, &word_for(Style::TableText, &format!("{who}.sex"), &words))
}

pub fn birth_date(language: Language, who: &str) -> Row {
    fact(say(language, "Дата рождения", "Туған күні", "Date of birth"), &date(who, "birth_date"))
}

pub fn birth_place(language: Language, who: &str) -> Row {
    fact(say(language, "Место рождения", "Туған жері", "Place of birth"), &value(who, "birth_place"))
        .when(&format!("{who}.birth_place"))
}

pub fn citizenship(language: Language, who: &str) -> Row {
    let label = say(language, "Гражданство", "Азаматтығы", "Citizenship");
    fact(label, &format!("{{{{ {who}.citizenship | country }}}}"))
}

pub fn iin(language: Language, who: &str) -> Row {
    fact(say(language, "ИИН", "ЖСН", "IIN"), &value(who, "iin")).when(&format!("{who}.iin"))
}

/// Number, day of issue and last day of the passport; the days named in `optional` only where known.
pub fn passport(language: Language, who: &str, optional: &[&str]) -> Row {
    let part = |field: &str, text: &str| match optional.contains(&field) {
        true => format!("{{% if {who}.{field} %}}{text}{{% endif %}}"),
        false => text.to_owned(),
    };
    let number = value(who, "passport_no");
    let [issue, expiry] = [date(who, "passport_issue"), date(who, "passport_expiry")];
    let [mark, issued, valid] = match language {
        Language::Ru => ["№", &format!(" от~{issue}"), &format!(", действителен до {expiry}")],
        Language::Kk => ["№", &format!(" ({issue} берілген)"), &format!(", {expiry}~дейін жарамды")],
        Language::En => ["No.", &format!(", issued on {issue}"), &format!(", valid until {expiry}")],
    };
    let days = part("passport_issue", issued) + &part("passport_expiry", valid);
    fact(say(language, "Паспорт", "Паспорты", "Passport"), &format!("{mark}~{number}{days}"))
}

pub fn passport_issuer(language: Language, who: &str) -> Row {
    let label = say(language, "Кем выдан паспорт", "Паспортты берген орган", "Passport issued by");
    fact(label, &value(who, "passport_issuer")).when(&format!("{who}.passport_issuer"))
}

/// The address in Kazakhstan.
pub fn address(language: Language, who: &str) -> Row {
    let label = say(
        language,
        "Адрес временного проживания",
        "Уақытша тұратын мекенжайы",
        "Temporary residence address",
    );
    fact(label, &in_language(language, who, "address"))
}

/// The day of the arrival that the letter is about, or of the last one.
pub fn arrival_date(language: Language) -> Row {
    let label = say(language, "Дата прибытия", "Келген күні", "Date of arrival");
    fact(label, &date("person", "arrival_date"))
}

/// Where the person can be reached, where it is known.
pub fn phone(language: Language) -> Row {
    let label = say(language, "Телефон", "Телефоны", "Telephone");
    fact(label, &value("person", "phone")).when("person.phone")
}

/// The position as the permit and the contract name it.
pub fn position(language: Language, who: &str) -> Row {
    fact(say(language, "Должность", "Лауазымы", "Position"), &in_language(language, who, "position"))
}

/// A text that the roster may hold in the letter's language, and holds at least as it was typed.
pub fn in_language(language: Language, who: &str, field: &str) -> String {
    match language {
        Language::Ru => format!("{{{{ {who}.{field} }}}}"),
        Language::Kk => format!("{{{{ {who}.{field}_kk or {who}.{field} }}}}"),
        Language::En => format!("{{{{ {who}.{field}_en or {who}.{field} }}}}"),
    }
}

/// Spouse, child or parent; the Russian word for the spouse by the sex, where it is known.
pub fn relation(language: Language, who: &str) -> String {
    let partner = format!(
        "{{% if {who}.sex == \"F\" %}}супруга{{% elif {who}.sex == \"M\" %}}супруг{{% else %}}супруг (супруга){{% endif %}}"
    );
    let [spouse, child, parent, other] = match language {
        Language::Ru => [partner.as_str(), "ребёнок", "родитель", "иной член семьи"],
        Language::Kk => ["жұбайы", "баласы", "ата-анасы", "өзге отбасы мүшесі"],
        Language::En => ["spouse", "child", "parent", "other family member"],
    };
    let words = [("spouse", spouse), ("child", child), ("parent", parent), ("other", other)];
    word_for(Style::TableText, &format!("{who}.relation"), &words)
}

/// The worker whose family the person is of.
pub fn worker(language: Language) -> Row {
    let label = say(language, "Член семьи работника", "Кімнің отбасы мүшесі", "Family member of");
    let name = match language {
        Language::En => "{{ employee.full_name_lat }}",
        Language::Ru | Language::Kk => "{{ employee.full_name_cyr or employee.full_name_lat }}",
    };
    fact(label, name).when("person.is_dependant")
}

/// What the person is to the worker.
pub fn kinship(language: Language) -> Row {
    let label = say(language, "Степень родства", "Туыстық қатынасы", "Relationship to the worker");
    fact_of(label, &relation(language, "person")).when("person.is_dependant")
}

/// A line of the attachments: the certificate of a marriage or birth that proves the kinship, with its
/// `number`, in the form in which it is filed (R16, R31). Without a form there is no certificate, and the
/// letter is blocked.
pub fn certificate(language: Language, who: &str, number: &str) -> String {
    let choice = |code: &str, cases: &[(&str, &str)], otherwise: &str| {
        let mut text = String::new();
        for (value, words) in cases {
            let word = if text.is_empty() { "if" } else { "elif" };
            text += &format!("{{% {word} {who}.{code} == \"{value}\" %}}{words}");
        }
        format!("{text}{{% else %}}{otherwise}{{% endif %}}")
    };
    let form = |[apostille, legalisation, notarised, plain]: [&str; 4]| {
        let forms = [
            ("apostille", apostille),
            ("legalisation", legalisation),
            ("notarised_copy", notarised),
            ("none", plain),
        ];
        choice("cert_authentication", &forms, &value(who, "cert_authentication"))
    };
    let document = |[marriage, birth, kinship]: [&str; 3]| {
        choice("relation", &[("spouse", marriage), ("child", birth)], kinship)
    };
    let name = value(who, "full_name_lat");
    match language {
        Language::Ru => {
            let copy = form([
                "Апостилированная копия",
                "Легализованная копия",
                "Нотариально засвидетельствованная копия",
                "Копия",
            ]);
            let of = document([
                "свидетельства о заключении брака",
                "свидетельства о рождении",
                "документа, подтверждающего родство",
            ]);
            format!("{copy} {of}{number} ({name}).")
        }
        Language::Kk => {
            let copy = form([
                "апостиль қойылған көшірмесі",
                "заңдастырылған көшірмесі",
                "нотариат куәландырған көшірмесі",
                "көшірмесі",
            ]);
            let of = document([
                "Неке қию туралы куәліктің",
                "Туу туралы куәліктің",
                "Туыстықты растайтын құжаттың",
            ]);
            format!("{of}{number} {copy} ({name}).")
        }
        Language::En => {
            let copy = form(["Apostilled copy", "Legalised copy", "Notarised copy", "Copy"]);
            let of = document(["marriage certificate", "birth certificate", "document proving the kinship"]);
            format!("{copy} of the {of}{number} ({name}).")
        }
    }
}

/// `{{ who.field }}`.
pub fn value(who: &str, field: &str) -> String {
    format!("{{{{ {who}.{field} }}}}")
}

/// `{{ who.field | date }}`.
pub fn date(who: &str, field: &str) -> String {
    format!("{{{{ {who}.{field} | date }}}}")
}
