//! The application for the extension of a work permit (R6–R11).
//!
//! The term depends on the category: one to three years for the first, one year for the second and third
//! (R8, R9), and runs from the last day of the permit that is extended (R10). The state duty is paid as for
//! a new permit (R11).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Row, Style, paragraph};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Заявление о продлении разрешения на привлечение иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға рұқсатты ұзартуға өтініш",
        "Application for the extension of a work permit",
    );
    let heading = say(
        language,
        "ЗАЯВЛЕНИЕ|о продлении разрешения на привлечение|иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға рұқсатты ұзартуға|ӨТІНІШ",
        "APPLICATION|for the extension of a work permit",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        worker(language),
        paragraph(Style::BodyText, &format!("{} {}", start(language), reason(language))),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn request(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}) просит продлить на {{ filing.years }}~\
         {{ filing.years | plural(one=\"год\", few=\"года\", many=\"лет\") }} срок действия разрешения на \
         привлечение иностранной рабочей силы №~{{ permit.number }}, выданного в отношении следующего \
         иностранного работника:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) мынадай шетелдік жұмыскерге қатысты берілген шетелдік \
         жұмыс күшін тартуға №~{{ permit.number }} рұқсаттың қолданылу мерзімін {{ filing.years }}~жылға \
         ұзартуды сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}) requests that work permit No.~{{ permit.number }}, \
         issued in respect of the following foreign worker, be extended for {{ filing.years }}~\
         {{ filing.years | plural(one=\"year\", many=\"years\") }}:",
    )
}

fn worker(language: Language) -> String {
    let who = "employee";
    let mut rows = person::names(language, who);
    rows.extend([
        person::birth_date(language, who).when("employee.birth_date"),
        person::citizenship(language, who),
        person::iin(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
        basis::position(language),
        fact(
            say(language, "Код по НКЗ", "ҰКЖ коды", "Occupation code (NKZ)"),
            "{{ employee.occupation_code }}",
        )
        .when("employee.occupation_code"),
        basis::category(language),
        fact(say(language, "Код ОКЭД", "ЭҚЖЖ коды", "OKED code"), "{{ employee.oked or company.oked }}")
            .when("employee.oked or company.oked"),
        validity(language),
        basis::territory(language),
        fact(
            say(language, "Продлений ранее", "Бұрынғы ұзартулар саны", "Extensions so far"),
            "{{ permit.extensions }}",
        )
        .when("permit.extensions is present"),
        basis::term(language),
    ]);
    facts(rows)
}

fn validity(language: Language) -> Row {
    fact(
        say(language, "Действует", "Қолданылу мерзімі", "Valid"),
        say(
            language,
            "с {{ permit.from | date }} по {{ permit.to | date }}",
            "{{ permit.from | date }}~– {{ permit.to | date }}",
            "from {{ permit.from | date }} to {{ permit.to | date }}",
        ),
    )
}

/// R10.
fn start(language: Language) -> &'static str {
    say(
        language,
        "Срок действия продлённого разрешения просим исчислять с {{ filing.period_from | date }}~— со дня \
         окончания срока действия ранее выданного разрешения.",
        "Ұзартылған рұқсаттың қолданылу мерзімін бұрын берілген рұқсаттың мерзімі аяқталатын күннен, яғни \
         {{ filing.period_from | date }}~бастап есептеуді сұраймыз.",
        "The term of the extended permit is to run from {{ filing.period_from | date }}, the date on which \
         the permit issued earlier expires.",
    )
}

fn reason(language: Language) -> &'static str {
    say(
        language,
        "Продление необходимо в связи с продолжением работ, для выполнения которых привлечён работник. \
         Должность и территория действия разрешения не изменяются.",
        "Ұзарту жұмыскер тартылған жұмыстардың жалғасуына байланысты қажет. Лауазымы мен рұқсаттың қолданылу \
         аумағы өзгермейді.",
        "The extension is needed because the work for which the worker was engaged continues. The position \
         and the territory of the permit do not change.",
    )
}

fn attachments(language: Language) -> String {
    [
        basis::permit_copy(language),
        basis::line(
            language,
            "Копия паспорта №~{{ employee.passport_no }}.",
            "№~{{ employee.passport_no }} паспорттың көшірмесі.",
            "Copy of passport No.~{{ employee.passport_no }}.",
        ),
        basis::line(
            language,
            "Обоснование необходимости продления.",
            "Ұзарту қажеттігінің негіздемесі.",
            "Justification of the extension.",
        ),
        basis::line(
            language,
            "Сведения о местном содержании в кадрах.",
            "Кадрлардағы жергілікті қамту туралы мәліметтер.",
            "Information on the local content in the staff.",
        ),
        basis::line(
            language,
            "Квитанция об уплате государственной пошлины{% if permit.duty_receipt %} \
             ({{ permit.duty_receipt }}){% endif %}.",
            "Мемлекеттік баждың төленгені туралы түбіртек{% if permit.duty_receipt %} \
             ({{ permit.duty_receipt }}){% endif %}.",
            "Receipt of the state duty payment{% if permit.duty_receipt %} ({{ permit.duty_receipt }})\
             {% endif %}.",
        ),
    ]
    .concat()
}
