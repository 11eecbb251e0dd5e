//! The notification of the migration service that a worker or a member of the family has arrived
//! (R22–R24).
//!
//! It must name the person, the purpose of the visit and the temporary residence address (R22); with the
//! day of arrival, the citizenship and the passport these are what the letter cannot do without.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Style, paragraph, when};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Уведомление о прибытии иностранца",
        "Шетелдіктің келгені туралы хабарлама",
        "Notification of arrival of a foreigner",
    );
    let heading = say(
        language,
        "УВЕДОМЛЕНИЕ|о прибытии иностранца",
        "Шетелдіктің келгені туралы|ХАБАРЛАМА",
        "NOTIFICATION|of arrival of a foreigner",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, notice(language)),
        stay(language),
        paragraph(Style::BodyText, promise(language)),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn notice(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}), являясь принимающей стороной, уведомляет о прибытии \
         в Республику Казахстан {% if person.is_dependant %}следующего члена семьи иностранного работника\
         {% else %}следующего иностранного работника{% endif %}:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) қабылдаушы тарап ретінде Қазақстан Республикасына \
         {% if person.is_dependant %}шетелдік жұмыскердің мынадай отбасы мүшесінің{% else %}мынадай \
         шетелдік жұмыскердің{% endif %} келгені туралы хабарлайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), as the host party, notifies you of the arrival in the \
         Republic of Kazakhstan of the following {% if person.is_dependant %}member of a foreign worker’s \
         family{% else %}foreign worker{% endif %}:",
    )
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
        fact(
            say(language, "Дата прибытия", "Келген күні", "Date of arrival"),
            "{{ person.arrival_date | date }}",
        ),
        fact(
            say(language, "Пункт пропуска", "Өткізу пункті", "Border crossing point"),
            "{{ person.entry_point }}",
        )
        .when("person.entry_point"),
        fact(say(language, "Цель приезда", "Келу мақсаты", "Purpose of the visit"), "{{ person.purpose }}"),
        person::position(language, "employee").when("employee.position and not person.is_dependant"),
        person::address(language, who),
        fact(
            say(language, "Срок пребывания", "Болу мерзімі", "Period of stay"),
            say(
                language,
                "с {{ person.arrival_date | date }} по {{ filing.period_to | date }}",
                "{{ person.arrival_date | date }}~– {{ filing.period_to | date }}",
                "from {{ person.arrival_date | date }} to {{ filing.period_to | date }}",
            ),
        )
        .when("filing.period_to"),
        fact(say(language, "Телефон", "Телефоны", "Telephone"), "{{ person.phone }}").when("person.phone"),
    ]);
    facts(rows)
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
