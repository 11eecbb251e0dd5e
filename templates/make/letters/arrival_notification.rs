//! The notification of the migration service about an event: a worker or a member of the family has arrived,
//! has a new temporary residence address, or travels to another region (R22–R24).
//!
//! It must name the person, the purpose of the visit and the temporary residence address (R22); with the
//! day of the event, the citizenship and the passport these are what the letter cannot do without. A trip goes
//! to the service of the region travelled to, and its own address may not be known yet.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Row, Style, choose, paragraph, when};
use super::{basis, person};

const MOVE: &str = "movement.kind == \"address\"";
const TRIP: &str = "movement.kind == \"trip\"";
const ARRIVAL: &str = "movement.kind != \"address\" and movement.kind != \"trip\"";

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Уведомление о прибытии иностранца",
        "Шетелдіктің келгені туралы хабарлама",
        "Notification of arrival of a foreigner",
    );
    let body = [
        frame::opening(language),
        heading(language),
        by_event(Style::Lead, &arrival_notice(language), &move_notice(language), &trip_notice(language)),
        stay(language),
        paragraph(Style::BodyText, promise(language)),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

/// One of three paragraphs, by the event.
fn by_event(style: Style, arrival: &str, address: &str, trip: &str) -> String {
    let [arrival, address, trip] = [arrival, address, trip].map(|text| paragraph(style, text));
    choose(&[(MOVE, &address), (TRIP, &trip)], Some(&arrival))
}

fn heading(language: Language) -> String {
    let arrival = say(
        language,
        "УВЕДОМЛЕНИЕ|о прибытии иностранца",
        "Шетелдіктің келгені туралы|ХАБАРЛАМА",
        "NOTIFICATION|of arrival of a foreigner",
    );
    let address = say(
        language,
        "УВЕДОМЛЕНИЕ|об изменении адреса временного проживания иностранца",
        "Шетелдіктің уақытша тұратын мекенжайының өзгергені туралы|ХАБАРЛАМА",
        "NOTIFICATION|of a change of the temporary residence address of a foreigner",
    );
    let trip = say(
        language,
        "УВЕДОМЛЕНИЕ|о поездке иностранца в другой регион Республики Казахстан",
        "Шетелдіктің Қазақстан Республикасының басқа өңіріне сапары туралы|ХАБАРЛАМА",
        "NOTIFICATION|of a foreigner’s trip to another region of the Republic of Kazakhstan",
    );
    by_event(Style::Title, arrival, address, trip)
}

/// The host party, as the sentence begins.
fn host(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}), являясь принимающей стороной, уведомляет",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) қабылдаушы тарап ретінде",
        "{{ company.name_en }} (BIN~{{ company.bin }}), as the host party, notifies you of",
    )
}

/// Whom the letter is about: in Russian and Kazakh in the genitive.
fn whom(language: Language) -> &'static str {
    say(
        language,
        "{% if person.is_dependant %}следующего члена семьи иностранного работника{% else %}следующего \
         иностранного работника{% endif %}",
        "{% if person.is_dependant %}шетелдік жұмыскердің мынадай отбасы мүшесінің{% else %}мынадай \
         шетелдік жұмыскердің{% endif %}",
        "the following {% if person.is_dependant %}member of a foreign worker’s family{% else %}foreign \
         worker{% endif %}",
    )
}

fn arrival_notice(language: Language) -> String {
    let (host, whom) = (host(language), whom(language));
    match language {
        Language::Ru => format!("{host} о прибытии в Республику Казахстан {whom}:"),
        Language::Kk => format!("{host} Қазақстан Республикасына {whom} келгені туралы хабарлайды:"),
        Language::En => format!("{host} the arrival in the Republic of Kazakhstan of {whom}:"),
    }
}

fn move_notice(language: Language) -> String {
    let (host, whom) = (host(language), whom(language));
    match language {
        Language::Ru => format!("{host} об изменении адреса временного проживания {whom}:"),
        Language::Kk => {
            format!("{host} {whom} уақытша тұратын мекенжайының өзгергені туралы хабарлайды:")
        }
        Language::En => format!("{host} a change of the temporary residence address of {whom}:"),
    }
}

fn trip_notice(language: Language) -> String {
    let (host, whom) = (host(language), whom(language));
    match language {
        Language::Ru => format!("{host} о поездке в другой регион Республики Казахстан {whom}:"),
        Language::Kk => {
            format!("{host} {whom} Қазақстан Республикасының басқа өңіріне сапары туралы хабарлайды:")
        }
        Language::En => format!("{host} a trip to another region of the Republic of Kazakhstan by {whom}:"),
    }
}

fn stay(language: Language) -> String {
    let who = "person";
    let mut rows = person::names(language, who);
    rows.extend([
        person::worker(language),
        person::kinship(language),
        person::sex(language, who).when("person.sex"),
        person::birth_date(language, who).when("person.birth_date"),
        person::birth_place(language, who),
        person::citizenship(language, who),
        person::iin(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
        basis::visa(language).when("visa.number"),
    ]);
    rows.extend(arrival(language));
    rows.push(person::position(language, "employee").when("employee.position and not person.is_dependant"));
    rows.extend(changed_address(language));
    rows.extend(trip(language));
    rows.extend([
        person::address(language, who).when(&format!("not ({MOVE})")),
        fact(
            say(language, "Срок пребывания", "Болу мерзімі", "Period of stay"),
            say(
                language,
                "с {{ person.arrival_date | date }} по {{ filing.period_to | date }}",
                "{{ person.arrival_date | date }}~– {{ filing.period_to | date }}",
                "from {{ person.arrival_date | date }} to {{ filing.period_to | date }}",
            ),
        )
        .when(&format!("filing.period_to and {ARRIVAL}")),
        person::phone(language),
    ]);
    facts(rows)
}

/// Day, place and purpose of the arrival; the day is known, or the letter is about something else.
fn arrival(language: Language) -> Vec<Row> {
    let purpose = |label| fact(label, "{{ person.purpose }}");
    vec![
        person::arrival_date(language).when(ARRIVAL),
        fact(
            say(language, "Пункт пропуска", "Өткізу пункті", "Border crossing point"),
            "{{ person.entry_point }}",
        )
        .when(&format!("person.entry_point and {ARRIVAL}")),
        purpose(say(language, "Цель приезда", "Келу мақсаты", "Purpose of the visit"))
            .when(&format!("not ({TRIP})")),
        purpose(say(language, "Цель поездки", "Сапар мақсаты", "Purpose of the trip")).when(TRIP),
    ]
}

fn changed_address(language: Language) -> Vec<Row> {
    let former = say(
        language,
        "{{ movement.former_address }}",
        "{{ movement.former_address_kk or movement.former_address }}",
        "{{ movement.former_address_en or movement.former_address }}",
    );
    vec![
        fact(say(language, "Прежний адрес", "Бұрынғы мекенжайы", "Former address"), former)
            .when(&format!("{MOVE} and movement.former_address")),
        fact(
            say(
                language,
                "Новый адрес временного проживания",
                "Уақытша тұратын жаңа мекенжайы",
                "New temporary residence address",
            ),
            &person::in_language(language, "person", "address"),
        )
        .when(MOVE),
        fact(
            say(language, "Дата изменения адреса", "Мекенжай өзгерген күн", "Date of the change"),
            "{{ movement.date | date }}",
        )
        .when(MOVE),
    ]
}

fn trip(language: Language) -> Vec<Row> {
    let term = say(
        language,
        "с {{ movement.date | date }}{% if movement.to %} по {{ movement.to | date }}{% endif %}\
         {% if movement.days %} (календарных дней: {{ movement.days }}){% endif %}",
        "{{ movement.date | date }}{% if movement.to %}~– {{ movement.to | date }}{% else %}~бастап{% endif %}\
         {% if movement.days %} (күнтізбелік күндер саны: {{ movement.days }}){% endif %}",
        "from {{ movement.date | date }}{% if movement.to %} to {{ movement.to | date }}{% endif %}\
         {% if movement.days %} (calendar days: {{ movement.days }}){% endif %}",
    );
    vec![
        fact(
            say(language, "Регион поездки", "Баратын өңірі", "Region of the trip"),
            "{{ (movement.region or filing.region) | region }}",
        )
        .when(TRIP),
        fact(
            say(language, "Адрес в регионе поездки", "Барған өңіріндегі мекенжайы", "Address there"),
            &person::in_language(language, "movement", "address"),
        )
        .when(&format!("{TRIP} and movement.address")),
        fact(say(language, "Срок поездки", "Сапар мерзімі", "Period of the trip"), term).when(TRIP),
    ]
}

fn promise(language: Language) -> &'static str {
    say(
        language,
        "Об изменении адреса временного проживания, а также о выезде в другие регионы Республики Казахстан \
         на срок более пяти календарных дней будет сообщено дополнительно.",
        "Уақытша тұратын мекенжай өзгерген, сондай-ақ Қазақстан Республикасының басқа өңірлеріне күнтізбелік \
         бес күннен астам мерзімге барған жағдайда қосымша хабарланатын болады.",
        "A change of the temporary residence address, and any travel to other regions of the Republic of \
         Kazakhstan for more than five calendar days, will be notified separately.",
    )
}

fn attachments(language: Language) -> String {
    basis::passport_copy(language) + &when("visa.number", &basis::visa_copy(language))
}
