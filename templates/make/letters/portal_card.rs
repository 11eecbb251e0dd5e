//! The portal card: the values of one filing in the order in which the Visa-migration portal's forms for a
//! notification and for an invitation ask for them, to be copied one by one.
//!
//! A value that is not known is a dash, and holds nothing back: the card is an aid, not a document.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, headings, say};
use super::word::{Look, Row, Style, cell, choose, paragraph, row, table};

/// What a row asks and the expression of its value.
type Line = (&'static str, String);

pub fn write(language: Language) -> Letter {
    let title = say(language, "Карточка для портала", "Портал карточкасы", "Portal card");
    let notification = form(
        language,
        say(
            language,
            "Визово-миграционный портал: уведомление о прибытии",
            "Визалық-көші-қон порталы: келгені туралы хабарлама",
            "Visa-migration portal: notification of arrival",
        ),
        &[host(language), person(language), passport(language), visa(language), stay(language)],
    );
    let invitation = form(
        language,
        say(
            language,
            "Визово-миграционный портал: приглашение",
            "Визалық-көші-қон порталы: шақыру",
            "Visa-migration portal: invitation",
        ),
        &[
            kind_of_visa(language),
            person(language),
            passport(language),
            abroad(language),
            work(language),
            entry(language),
            host(language),
        ],
    );
    let body = [
        paragraph(Style::Title, title),
        choose(&[("filing.kind == \"arrival-notification\"", &notification)], Some(&invitation)),
        paragraph(Style::Small, note(language)),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

/// A form: its name, and a table with a heading for each part.
fn form(language: Language, name: &str, parts: &[(&'static str, Vec<Line>)]) -> String {
    let labels = match language {
        Language::Ru => ["Поле", "Значение"],
        Language::Kk => ["Өріс", "Мәні"],
        Language::En => ["Field", "Value"],
    };
    let mut rows: Vec<Row> = vec![headings(&labels)];
    for (part, lines) in parts {
        rows.push(row([cell(Style::TableSmall, &format!("**{part}**")).over(2)]));
        rows.extend(
            lines
                .iter()
                .map(|(label, value)| row([cell(Style::TableSmall, label), cell(Style::TableSmall, value)])),
        );
    }
    paragraph(Style::Lead, &format!("**{name}**")) + &table(Look::Grid, &[3_402, 5_953], rows)
}

/// A value as it stands, or a dash.
fn plain(path: &str) -> String {
    format!("{{{{ {path} | default(value=\"–\") }}}}")
}

fn date(path: &str) -> String {
    format!("{{{{ {path} | date | default(value=\"–\") }}}}")
}

fn host(language: Language) -> (&'static str, Vec<Line>) {
    let [name, address] = match language {
        Language::Ru => ["company.name_ru", "company.address_ru"],
        Language::Kk => {
            ["(company.name_kk or company.name_ru)", "(company.address_kk or company.address_ru)"]
        }
        Language::En => {
            ["(company.name_en or company.name_ru)", "(company.address_en or company.address_ru)"]
        }
    };
    (
        say(language, "Принимающая сторона", "Қабылдаушы тарап", "Host party"),
        vec![
            (say(language, "БИН", "БСН", "BIN"), plain("company.bin")),
            (say(language, "Наименование", "Атауы", "Name"), plain(name)),
            (say(language, "Адрес", "Мекенжайы", "Address"), plain(address)),
            (say(language, "Телефон", "Телефоны", "Telephone"), plain("company.phone")),
        ],
    )
}

fn person(language: Language) -> (&'static str, Vec<Line>) {
    let [male, female] = match language {
        Language::Ru => ["мужской", "женский"],
        Language::Kk => ["ер", "әйел"],
        Language::En => ["male", "female"],
    };
    let sex = format!(
        "{{% if person.sex == \"M\" %}}{male}{{% elif person.sex == \"F\" %}}{female}{{% else %}}–{{% endif %}}"
    );
    (
        say(language, "Сведения об иностранце", "Шетелдік туралы мәліметтер", "Data about the foreigner"),
        vec![
            (say(language, "Фамилия (лат.)", "Тегі (лат.)", "Surname"), plain("person.last_name_lat")),
            (say(language, "Имя (лат.)", "Аты (лат.)", "Given names"), plain("person.first_name_lat")),
            (
                say(language, "Как в паспорте (лат.)", "Паспорттағыдай (лат.)", "As in the passport"),
                plain("person.full_name_lat"),
            ),
            (
                say(language, "Ф.И.О. кириллицей", "Аты-жөні кириллицада", "Name in Cyrillic"),
                plain("person.full_name_cyr"),
            ),
            (say(language, "Пол", "Жынысы", "Sex"), sex),
            (say(language, "Дата рождения", "Туған күні", "Date of birth"), date("person.birth_date")),
            (say(language, "Место рождения", "Туған жері", "Place of birth"), plain("person.birth_place")),
            (
                say(language, "Гражданство", "Азаматтығы", "Citizenship"),
                "{{ person.citizenship | country | default(value=\"–\") }}".to_owned(),
            ),
            (say(language, "ИИН", "ЖСН", "IIN"), plain("person.iin")),
        ],
    )
}

fn passport(language: Language) -> (&'static str, Vec<Line>) {
    (
        say(language, "Паспорт", "Паспорт", "Passport"),
        vec![
            (say(language, "Номер", "Нөмірі", "Number"), plain("person.passport_no")),
            (say(language, "Дата выдачи", "Берілген күні", "Date of issue"), date("person.passport_issue")),
            (
                say(language, "Срок действия", "Жарамдылық мерзімі", "Valid until"),
                date("person.passport_expiry"),
            ),
            (say(language, "Кем выдан", "Берген орган", "Issued by"), plain("person.passport_issuer")),
        ],
    )
}

fn visa(language: Language) -> (&'static str, Vec<Line>) {
    (
        say(language, "Виза", "Виза", "Visa"),
        vec![
            (say(language, "Номер", "Нөмірі", "Number"), plain("visa.number")),
            (say(language, "Категория", "Санаты", "Category"), plain("visa.category")),
            (say(language, "Действительна до", "Жарамдылық мерзімі", "Valid until"), date("visa.to")),
        ],
    )
}

fn stay(language: Language) -> (&'static str, Vec<Line>) {
    let mut lines = vec![
        (
            say(language, "Дата прибытия", "Келген күні", "Date of arrival"),
            date("(movement.date or person.arrival_date)"),
        ),
        (
            say(language, "Пункт пропуска", "Өткізу пункті", "Border crossing point"),
            plain("person.entry_point"),
        ),
        (say(language, "Цель приезда", "Келу мақсаты", "Purpose of the visit"), plain("person.purpose")),
    ];
    lines.extend(place(language));
    lines.push((
        say(language, "Пребывание по", "Болу мерзімінің соңы", "Stay until"),
        date("filing.period_to"),
    ));
    (say(language, "Прибытие и пребывание", "Келуі және болуы", "Arrival and stay"), lines)
}

/// The region, whose КАТО code the portal asks for, and the address: of a trip, the one there; of the family
/// before it came, the worker's.
fn place(language: Language) -> Vec<Line> {
    let address = match language {
        Language::Ru => "(movement.address or person.address or employee.address)",
        Language::Kk => {
            "(movement.address_kk or movement.address or person.address_kk or person.address or \
             employee.address_kk or employee.address)"
        }
        Language::En => {
            "(movement.address_en or movement.address or person.address_en or person.address or \
             employee.address_en or employee.address)"
        }
    };
    vec![
        (
            say(language, "Регион", "Өңірі", "Region"),
            "{{ filing.region | region | default(value=\"–\") }}".to_owned(),
        ),
        (
            say(language, "Код КАТО (регион)", "ӘАОЖ коды (өңір)", "KATO code (region)"),
            "{{ filing.region | replace(from=\"KZ-\", to=\"\") | default(value=\"–\") }}".to_owned(),
        ),
        (say(language, "Адрес проживания", "Тұратын мекенжайы", "Address of stay"), plain(address)),
    ]
}

fn kind_of_visa(language: Language) -> (&'static str, Vec<Line>) {
    let entries = match language {
        Language::Ru => ["однократная", "двукратная", "многократная"],
        Language::Kk => ["бір реттік", "екі реттік", "көп реттік"],
        Language::En => ["single entry", "double entry", "multiple entry"],
    };
    let [single, double, multiple] = entries;
    let value = format!(
        "{{% if employee.visa_entries == \"single\" %}}{single}{{% elif employee.visa_entries == \"double\" %}}\
         {double}{{% elif employee.visa_entries == \"multiple\" %}}{multiple}{{% else %}}–{{% endif %}}"
    );
    (
        say(language, "Вид визы", "Виза түрі", "Type of visa"),
        vec![
            (say(language, "Категория", "Санаты", "Category"), "C3".to_owned()),
            (say(language, "Кратность", "Еселігі", "Number of entries"), value),
        ],
    )
}

fn abroad(language: Language) -> (&'static str, Vec<Line>) {
    let place = match language {
        Language::Ru => "employee.visa_place",
        Language::Kk => "(employee.visa_place_kk or employee.visa_place)",
        Language::En => "(employee.visa_place_en or employee.visa_place)",
    };
    (
        say(language, "За рубежом", "Шетелде", "Abroad"),
        vec![
            (
                say(language, "Страна проживания", "Тұратын елі", "Country of residence"),
                "{{ employee.residence_country | country | default(value=\"–\") }}".to_owned(),
            ),
            (
                say(language, "Адрес проживания", "Тұратын мекенжайы", "Address"),
                plain("employee.home_address"),
            ),
            (say(language, "Место получения визы", "Визаны алу орны", "Place of visa receipt"), plain(place)),
        ],
    )
}

fn work(language: Language) -> (&'static str, Vec<Line>) {
    let position = match language {
        Language::Ru => "employee.position",
        Language::Kk => "(employee.position_kk or employee.position)",
        Language::En => "(employee.position_en or employee.position)",
    };
    (
        say(language, "Работа", "Жұмыс", "Work"),
        vec![
            (
                say(language, "Должность работника", "Жұмыскердің лауазымы", "Position of the worker"),
                plain(position),
            ),
            (say(language, "Разрешение, №", "Рұқсат, №", "Work permit No."), plain("permit.number")),
            (say(language, "Разрешение с", "Рұқсат басталатын күн", "Permit from"), date("permit.from")),
            (say(language, "Разрешение по", "Рұқсат аяқталатын күн", "Permit to"), date("permit.to")),
        ],
    )
}

fn entry(language: Language) -> (&'static str, Vec<Line>) {
    let mut lines = vec![
        (say(language, "Пребывание с", "Болу басталатын күн", "Stay from"), date("filing.period_from")),
        (say(language, "Пребывание по", "Болу аяқталатын күн", "Stay to"), date("filing.period_to")),
    ];
    lines.extend(place(language));
    (say(language, "Въезд", "Кіру", "Entry"), lines)
}

fn note(language: Language) -> &'static str {
    say(
        language,
        "Порядок и названия полей портала меняются: сверяйте каждое поле перед подписанием ЭЦП.",
        "Портал өрістерінің реті мен атаулары өзгеріп тұрады: ЭЦҚ-мен қол қоймас бұрын әр өрісті салыстырыңыз.",
        "The order and the names of the portal’s fields change: compare each field before signing.",
    )
}
