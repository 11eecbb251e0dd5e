//! What HR still lacks of a worker and his family, and nothing else: the values to tell and the papers to bring.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, headings, say};
use super::word::{Look, Style, cell, each, kept, paragraph, row, table, when};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Запрос сведений и документов",
        "Мәліметтер мен құжаттар сұрату",
        "Request for information and documents",
    );
    let body = [
        paragraph(Style::Title, title),
        paragraph(Style::Letter, greeting(language)),
        paragraph(Style::Letter, lead(language)),
        when("lacks", &values(language)),
        when("papers", &papers(language)),
        when("due", &paragraph(Style::Letter, due(language))),
        paragraph(Style::Letter, farewell(language)),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

fn greeting(language: Language) -> &'static str {
    say(
        language,
        "Здравствуйте, {{ employee.full_name_cyr or employee.full_name_lat }}!",
        "Сәлеметсіз бе, {{ employee.full_name_cyr or employee.full_name_lat }}!",
        "Dear {{ employee.full_name_lat }},",
    )
}

fn lead(language: Language) -> &'static str {
    say(
        language,
        "Чтобы подать за Вас и Вашу семью документы в государственные органы Казахстана, нам не хватает только \
         перечисленного ниже.",
        "Сіз үшін және отбасыңыз үшін Қазақстанның мемлекеттік органдарына құжаттар тапсыруға бізге тек төменде \
         аталғандар жетіспейді.",
        "To file the papers for you and your family with the authorities of Kazakhstan, all that we still lack \
         is listed below.",
    )
}

fn values(language: Language) -> String {
    let heading = say(language, "Сообщите, пожалуйста:", "Мыналарды хабарлаңыз:", "Please tell us:");
    let labels = match language {
        Language::Ru => ["О ком", "Что нужно", "Ваш ответ"],
        Language::Kk => ["Кім туралы", "Не қажет", "Жауабыңыз"],
        Language::En => ["About", "What is needed", "Your answer"],
    };
    let line = row([
        cell(Style::TableText, "{{ lack.person }}"),
        cell(Style::TableText, "{{ lack.field }}"),
        cell(Style::TableText, ""),
    ]);
    kept(Style::AttachmentsTitle, heading)
        + &table(Look::Grid, &[2_551, 3_402, 3_402], [headings(&labels), line.each("lack in lacks")])
}

fn papers(language: Language) -> String {
    let heading = say(language, "Передайте нам:", "Бізге тапсырыңыз:", "Please hand in:");
    kept(Style::AttachmentsTitle, heading)
        + &each("paper in papers", &paragraph(Style::Box, "{{ paper.person }}: {{ paper.line | firstlow }}"))
}

fn due(language: Language) -> &'static str {
    say(
        language,
        "Нам это нужно не позднее **{{ due | date(format=\"long\") }}**: позже будет нарушен срок подачи.",
        "Бұл бізге **{{ due | date(format=\"long\") }}** күнінен кешіктірмей қажет: одан кейін тапсыру мерзімі \
         бұзылады.",
        "We need this by **{{ due | date(format=\"long\") }}** at the latest: after that the term for filing is \
         missed.",
    )
}

fn farewell(language: Language) -> &'static str {
    say(
        language,
        "С уважением,|{% if company.executor_name %}{{ company.executor_name }}, {% endif %}{{ company.name_ru }}\
         {% if company.executor_phone %}|тел.:~{{ company.executor_phone }}{% endif %}\
         {% if company.email %}|{{ company.email }}{% endif %}",
        "Құрметпен,|{% if company.executor_name %}{{ company.executor_name }}, {% endif %}{{ company.name_kk }}\
         {% if company.executor_phone %}|тел.:~{{ company.executor_phone }}{% endif %}\
         {% if company.email %}|{{ company.email }}{% endif %}",
        "Kind regards,|{% if company.executor_name %}{{ company.executor_name | translit }}, {% endif %}\
         {{ company.name_en }}{% if company.executor_phone %}|tel.:~{{ company.executor_phone }}{% endif %}\
         {% if company.email %}|{{ company.email }}{% endif %}",
    )
}
