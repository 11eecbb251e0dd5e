//! The application to the tax service for a foreigner's individual identification number (R38–R40).
//!
//! It states the temporary residence address, which also decides the tax service; attached are the notarised
//! copy of the passport with its translation and, where a representative files, the power of attorney (R40).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Style, paragraph, when};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Заявление на формирование ИИН",
        "ЖСН қалыптастыруға өтініш",
        "Application for an individual identification number",
    );
    let heading = say(
        language,
        "ЗАЯВЛЕНИЕ|на формирование индивидуального идентификационного номера (ИИН)",
        "Жеке сәйкестендіру нөмірін (ЖСН) қалыптастыруға|ӨТІНІШ",
        "APPLICATION|for an individual identification number (IIN)",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        foreigner(language),
        when("company.representative_name", &paragraph(Style::BodyText, representative(language))),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn request(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}) просит сформировать индивидуальный идентификационный \
         номер {% if person.is_dependant %}следующему члену семьи иностранного работника, временно проживающему\
         {% else %}следующему иностранцу, временно проживающему{% endif %} по указанному ниже адресу:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) төменде көрсетілген мекенжайда уақытша тұратын мынадай \
         {% if person.is_dependant %}шетелдік жұмыскердің отбасы мүшесіне{% else %}шетелдікке{% endif %} жеке сәйкестендіру нөмірін қалыптастыруды сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}) requests that an individual identification number be \
         issued to the following {% if person.is_dependant %}member of a foreign worker’s family\
         {% else %}foreigner{% endif %}, who temporarily resides at the address stated below:",
    )
}

fn foreigner(language: Language) -> String {
    let who = "person";
    let mut rows = person::names(language, who);
    rows.extend([
        person::worker(language),
        person::kinship(language),
        person::sex(language, who),
        person::birth_date(language, who),
        person::birth_place(language, who),
        person::citizenship(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
        person::passport_issuer(language, who),
        person::address(language, who),
        person::arrival_date(language).when("person.arrival_date"),
        person::position(language, "employee").when("employee.position and not person.is_dependant"),
        fact(
            say(language, "Для чего нужен ИИН", "ЖСН не үшін қажет", "Purpose of the IIN"),
            say(
                language,
                "получение {% if not person.is_dependant %}заработной платы и {% endif %}государственных услуг, \
                 уплата государственных пошлин и других платежей",
                "{% if not person.is_dependant %}жалақы және {% endif %}мемлекеттік көрсетілетін қызметтерді \
                 алу, мемлекеттік баждар мен өзге де төлемдерді төлеу",
                "receipt of {% if not person.is_dependant %}wages and {% endif %}government services, payment of \
                 state duties and other charges",
            ),
        ),
        person::phone(language),
    ]);
    facts(rows)
}

fn representative(language: Language) -> &'static str {
    say(
        language,
        "Документы подаёт и получает представитель по доверенности: {{ company.representative_name }}.",
        "Құжаттарды сенімхат бойынша өкіл тапсырады және алады: {{ company.representative_name }}.",
        "The documents are filed and received by the representative under a power of attorney: \
         {{ company.representative_name }}.",
    )
}

fn attachments(language: Language) -> String {
    let passport = basis::line(
        language,
        "Нотариально засвидетельствованная копия паспорта №~{{ person.passport_no }} с переводом на \
         казахский и (или) русский язык.",
        "№~{{ person.passport_no }} паспорттың қазақ және (немесе) орыс тілдеріне аударылған, нотариат \
         куәландырған көшірмесі.",
        "Notarised copy of passport No.~{{ person.passport_no }} with a translation into Kazakh and/or \
         Russian.",
    );
    let attorney = basis::line(language, "Доверенность.", "Сенімхат.", "Power of attorney.");
    passport + &when("company.representative_name", &attorney)
}
