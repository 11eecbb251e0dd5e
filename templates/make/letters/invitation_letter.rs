//! The petition for an invitation, on which the worker obtains the C3 work visa at a consulate (R14–R16).
//!
//! For the worker, who must have a work permit, and for the family that travels along: a visa of the same
//! category and term, without the right to work (R16).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, headings, say};
use super::word::{Look, Style, blocks, cell, each, paragraph, row, table, when};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Ходатайство о выдаче приглашения для получения визы категории C3",
        "C3 санатындағы виза алу үшін шақыру ресімдеу туралы қолдаухат",
        "Invitation letter for a C3 work visa",
    );
    let heading = say(
        language,
        "ХОДАТАЙСТВО|о выдаче приглашения для получения визы категории C3",
        "C3 санатындағы виза алу үшін шақыру ресімдеу туралы|ҚОЛДАУХАТ",
        "INVITATION LETTER|for the issue of a category C3 work visa",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        worker(language),
        when("family", &(paragraph(Style::Lead, family_request(language)) + &family(language))),
        paragraph(Style::BodyText, guarantee(language)),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn request(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}) на основании разрешения на привлечение иностранной \
         рабочей силы №~{{ permit.number }} просит выдать приглашение для получения рабочей визы категории \
         C3 в отношении следующего иностранного работника:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) шетелдік жұмыс күшін тартуға берілген \
         №~{{ permit.number }} рұқсат негізінде мынадай шетелдік жұмыскерге қатысты C3 санатындағы жұмыс \
         визасын алу үшін шақыру ресімдеуді сұрайды:",
        "On the basis of work permit No.~{{ permit.number }}, {{ company.name_en }} (BIN~{{ company.bin }}) \
         requests that an invitation for a category C3 work visa be issued in respect of the following \
         foreign worker:",
    )
}

fn worker(language: Language) -> String {
    let who = "employee";
    let mut rows = person::names(language, who);
    rows.extend([
        person::sex(language, who),
        person::birth_date(language, who),
        person::birth_place(language, who),
        person::citizenship(language, who),
        fact(
            say(language, "Страна постоянного проживания", "Тұрақты тұратын елі", "Country of residence"),
            "{{ employee.residence_country | country }}",
        )
        .when("employee.residence_country"),
        fact(
            say(
                language,
                "Адрес постоянного проживания",
                "Тұрақты тұратын мекенжайы",
                "Permanent address abroad",
            ),
            "{{ employee.home_address }}",
        )
        .when("employee.home_address"),
        person::iin(language, who),
        person::passport(language, who, &[]),
        person::passport_issuer(language, who),
        person::position(language, who),
        basis::category(language),
        basis::permit(language),
        basis::purpose_of_entry(
            language,
            say(language, "осуществление трудовой деятельности", "еңбек қызметін жүзеге асыру", "employment"),
        ),
        basis::visa_category(language, ""),
        basis::entries(language),
        fact(
            say(language, "Период пребывания", "Болу кезеңі", "Period of stay"),
            say(
                language,
                "с {{ filing.period_from | date }} по {{ filing.period_to | date }}",
                "{{ filing.period_from | date }}~– {{ filing.period_to | date }}",
                "from {{ filing.period_from | date }} to {{ filing.period_to | date }}",
            ),
        ),
        basis::visa_place(language),
        fact(
            say(language, "Регион пребывания", "Болатын өңірі", "Region of stay"),
            "{{ employee.region | region }}",
        ),
        person::address(language, who),
    ]);
    facts(rows)
}

fn family_request(language: Language) -> &'static str {
    say(
        language,
        "Одновременно просим выдать приглашения для получения визы категории C3 без права на \
         трудоустройство на срок действия разрешения работника следующим членам семьи, сопровождающим \
         работника:",
        "Сонымен қатар жұмыскермен бірге келетін мынадай отбасы мүшелеріне оның рұқсатының қолданылу \
         мерзіміне жұмыс істеу құқығынсыз C3 санатындағы виза алу үшін шақырулар ресімдеуді сұраймыз:",
        "We also request that invitations for category C3 visas, without the right to work and for the term \
         of the worker’s permit, be issued to the following accompanying family members:",
    )
}

fn family(language: Language) -> String {
    let columns = [567, 2_324, 1_361, 1_417, 1_814, 1_872];
    let labels = match language {
        Language::Ru => ["№", "Фамилия, имя", "Степень родства", "Дата рождения", "Гражданство", "Паспорт"],
        Language::Kk => ["№", "Тегі, аты", "Туыстығы", "Туған күні", "Азаматтығы", "Паспорты"],
        Language::En => {
            ["No.", "Surname, given names", "Relation", "Date of birth", "Citizenship", "Passport"]
        }
    };
    let name =
        "{{ member.full_name_lat }}{% if member.full_name_cyr %} ({{ member.full_name_cyr }}){% endif %}";
    let passport = say(
        language,
        "№~{{ member.passport_no }}{% if member.passport_expiry %}, до~{{ member.passport_expiry | date }}\
         {% endif %}",
        "№~{{ member.passport_no }}{% if member.passport_expiry %}, {{ member.passport_expiry | date }}~дейін\
         {% endif %}",
        "No.~{{ member.passport_no }}{% if member.passport_expiry %}, until~{{ member.passport_expiry | date }}\
         {% endif %}",
    );
    let member = row([
        cell(Style::TableCentred, "{{ loop.index }}"),
        cell(Style::TableText, name),
        blocks(&person::relation(language, "member")),
        cell(Style::TableText, "{{ member.birth_date | date }}"),
        cell(Style::TableText, "{{ member.citizenship | country }}"),
        cell(Style::TableText, passport),
    ]);
    table(Look::Grid, &columns, [headings(&labels), member.each("member in family")])
}

fn guarantee(language: Language) -> &'static str {
    say(
        language,
        "Принимающая сторона гарантирует соблюдение цели и срока пребывания, привлечение работника только \
         по указанной должности и в пределах срока действия разрешения, письменное уведомление \
         миграционной службы о прибытии в течение трёх рабочих дней, своевременное оформление документов \
         на право пребывания и выезд из Республики Казахстан по окончании разрешённого срока.",
        "Қабылдаушы тарап болу мақсаты мен мерзімінің сақталуына, жұмыскердің тек көрсетілген лауазым \
         бойынша және рұқсаттың қолданылу мерзімі шегінде тартылуына, келгені туралы көші-қон қызметіне үш \
         жұмыс күні ішінде жазбаша хабарлануына, болу құқығына арналған құжаттардың уақтылы ресімделуіне \
         және рұқсат етілген мерзім аяқталғанда Қазақстан Республикасынан кетуіне кепілдік береді.",
        "The host party guarantees that the purpose and the term of stay will be observed, that the worker \
         will be employed only in the stated position and within the term of the permit, that the migration \
         service will be notified in writing of the arrival within three business days, that the documents \
         for the right of stay will be obtained in time, and that the Republic of Kazakhstan will be left at \
         the end of the permitted stay.",
    )
}

fn attachments(language: Language) -> String {
    let line = |ru, kk, en| basis::line(language, ru, kk, en);
    [
        line(
            "Копия паспорта работника.",
            "Жұмыскер паспортының көшірмесі.",
            "Copy of the worker’s passport.",
        ),
        basis::permit_copy(language),
        line(
            "Копия справки (свидетельства) о государственной регистрации юридического лица.",
            "Заңды тұлғаны мемлекеттік тіркеу туралы анықтаманың (куәліктің) көшірмесі.",
            "Copy of the certificate of state registration of the legal entity.",
        ),
        when("family", &family_documents(language)),
        line(
            "Доверенность и копия документа, удостоверяющего личность (при подаче представителем).",
            "Сенімхат және жеке басты куәландыратын құжаттың көшірмесі (өкіл тапсырған жағдайда).",
            "Power of attorney and copy of the identity document (if filed by a representative).",
        ),
        basis::duty_receipt(language),
    ]
    .concat()
}

/// The passport of each member of the family, and the certificate of a marriage or birth.
fn family_documents(language: Language) -> String {
    let number = say(
        language,
        "{% if member.cert_no %} №~{{ member.cert_no }}{% endif %}",
        "{% if member.cert_no %} (№~{{ member.cert_no }}){% endif %}",
        "{% if member.cert_no %} No.~{{ member.cert_no }}{% endif %}",
    );
    let passport = say(
        language,
        "Копия паспорта члена семьи ({{ member.full_name_lat }}).",
        "Отбасы мүшесі паспортының көшірмесі ({{ member.full_name_lat }}).",
        "Copy of the family member’s passport ({{ member.full_name_lat }}).",
    );
    let certificate = person::certificate(language, "member", number);
    each(
        "member in family",
        &[passport, &certificate].map(|line| paragraph(Style::Attachment, line)).concat(),
    )
}
