//! The e-mail that tells the employee the number of the invitation, where to apply for the visa, and what to
//! bring (R15).
//!
//! The consulate is one in the country of citizenship or of permanent residence; in the latter case the
//! residence is to be proved.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Style, kept, paragraph, when};
use super::{basis, person};

/// Where the visa is applied for in another country than that of the passport.
const ELSEWHERE: &str = "employee.residence_country and employee.residence_country != employee.citizenship";

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Письмо работнику с номером приглашения",
        "Жұмыскерге шақыру нөмірі туралы хат",
        "E-mail to the employee with the invitation number",
    );
    let body = [
        head(language),
        paragraph(Style::Letter, greeting(language)),
        paragraph(Style::Letter, news(language)),
        invitation(language),
        paragraph(Style::Letter, where_to(language)),
        kept(
            Style::AttachmentsTitle,
            say(language, "Возьмите с собой:", "Өзіңізбен бірге алыңыз:", "Please bring:"),
        ),
        papers(language),
        paragraph(Style::Letter, then(language)),
        when("family", &paragraph(Style::Letter, family(language))),
        paragraph(Style::Letter, farewell(language)),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

/// Recipient and subject, to be copied into the mail program.
fn head(language: Language) -> String {
    let subject = say(
        language,
        "Приглашение №~{{ employee.invitation_no }} на рабочую визу C3 в Казахстан: {{ employee.full_name_lat }}",
        "Қазақстанға C3 жұмыс визасына №~{{ employee.invitation_no }} шақыру: {{ employee.full_name_lat }}",
        "Invitation No.~{{ employee.invitation_no }} for the C3 work visa to Kazakhstan: \
         {{ employee.full_name_lat }}",
    );
    facts([
        fact(say(language, "Кому", "Кімге", "To"), "{{ employee.email }}"),
        fact(say(language, "Тема", "Тақырыбы", "Subject"), subject),
        fact(
            say(language, "Вложение", "Тіркеме", "Attachment"),
            say(language, "приглашение (скан)", "шақыру (скан)", "invitation (scan)"),
        ),
    ])
}

fn greeting(language: Language) -> &'static str {
    say(
        language,
        "Здравствуйте, {{ employee.full_name_cyr or employee.full_name_lat }}!",
        "Сәлеметсіз бе, {{ employee.full_name_cyr or employee.full_name_lat }}!",
        "Dear {{ employee.full_name_lat }},",
    )
}

fn news(language: Language) -> &'static str {
    say(
        language,
        "Миграционная служба Республики Казахстан оформила приглашение, по которому Вы можете получить рабочую \
         визу категории C3. Номер приглашения: **{{ employee.invitation_no }}**. Приглашение приложено к этому \
         письму.",
        "Қазақстан Республикасының көші-қон қызметі C3 санатты жұмыс визасын алуыңызға негіз болатын шақыруды \
         ресімдеді. Шақырудың нөмірі: **{{ employee.invitation_no }}**. Шақыру осы хатқа тіркелген.",
        "The migration service of the Republic of Kazakhstan has issued the invitation on which you can obtain \
         a category C3 work visa. The number of the invitation is **{{ employee.invitation_no }}**. The \
         invitation is attached to this e-mail.",
    )
}

fn invitation(language: Language) -> String {
    facts([
        fact(
            say(language, "Номер приглашения", "Шақыру нөмірі", "Invitation No."),
            "**{{ employee.invitation_no }}**",
        ),
        basis::visa_category(language, ""),
        basis::entries(language).when("employee.visa_entries"),
        fact(
            say(language, "Виза нужна по", "Виза қажет мерзім", "Visa needed until"),
            say(language, "{{ permit.to | date }}", "{{ permit.to | date }}~дейін", "{{ permit.to | date }}"),
        )
        .when("permit.to"),
        fact(
            say(language, "Где получить визу", "Визаны қайдан алу керек", "Where to obtain the visa"),
            &person::in_language(language, "employee", "visa_place"),
        ),
        person::passport(language, "employee", &["passport_issue", "passport_expiry"]),
    ])
}

fn where_to(language: Language) -> &'static str {
    say(
        language,
        "С этим номером обратитесь в посольство или консульство Республики Казахстан, указанное выше, в стране \
         Вашего гражданства или постоянного проживания.",
        "Осы нөмірмен Қазақстан Республикасының жоғарыда көрсетілген, азаматтығыңыз бар немесе тұрақты тұратын \
         еліңіздегі елшілігіне немесе консулдығына жүгініңіз.",
        "With this number please apply to the embassy or consulate of the Republic of Kazakhstan named above, in \
         the country of your citizenship or permanent residence.",
    )
}

fn papers(language: Language) -> String {
    let residence = basis::line(
        language,
        "документ, подтверждающий постоянное проживание (страна: {{ employee.residence_country | country }});",
        "тұрақты тұратыныңызды растайтын құжат (ел: {{ employee.residence_country | country }});",
        "proof of your permanent residence ({{ employee.residence_country | country }});",
    );
    [
        basis::line(
            language,
            "оригинал паспорта №~{{ employee.passport_no }};",
            "№~{{ employee.passport_no }} паспорттың түпнұсқасы;",
            "the original of passport No.~{{ employee.passport_no }};",
        ),
        basis::line(
            language,
            "распечатанное приглашение с номером {{ employee.invitation_no }};",
            "басып шығарылған, нөмірі {{ employee.invitation_no }} шақыру;",
            "the printed invitation with number {{ employee.invitation_no }};",
        ),
        when(ELSEWHERE, &residence),
        basis::line(
            language,
            "средства на уплату консульского сбора;",
            "консулдық алым төлеуге қаражат;",
            "the means to pay the consular fee;",
        ),
        basis::line(
            language,
            "визовую анкету, фотографию и другое, что просит консульство: уточните это там заранее.",
            "визалық сауалнама, фотосурет және консулдық сұрайтын өзге де құжаттар: оларды алдын ала сол жерден \
             нақтылаңыз.",
            "the visa form, a photograph and whatever else the consulate asks for: please check with it \
             beforehand.",
        ),
    ]
    .concat()
}

fn then(language: Language) -> &'static str {
    say(
        language,
        "После уплаты сбора виза C3 будет вклеена в паспорт. Проверьте в ней написание имени, номер паспорта, \
         категорию и срок. Сообщите нам день приезда заранее, а в день приезда~— адрес проживания: о прибытии \
         мы обязаны уведомить миграционную службу в течение трёх рабочих дней.",
        "Алым төленгеннен кейін C3 визасы паспортқа жапсырылады. Онда аты-жөніңіздің жазылуын, паспорт нөмірін, \
         санаты мен мерзімін тексеріңіз. Келетін күніңізді алдын ала, ал келген күні тұратын мекенжайыңызды \
         хабарлаңыз: келгеніңіз туралы көші-қон қызметіне үш жұмыс күні ішінде хабарлауға міндеттіміз.",
        "Once the fee is paid, the C3 visa is pasted into the passport. Please check in it the spelling of your \
         name, the passport number, the category and the dates. Tell us the day of your arrival beforehand, and \
         on that day your address: we must notify the migration service of the arrival within three business \
         days.",
    )
}

fn family(language: Language) -> &'static str {
    say(
        language,
        "Каждому члену семьи, который едет с Вами, нужна собственная виза C3 (без права на трудоустройство).",
        "Өзіңізбен бірге келетін әрбір отбасы мүшесіне жеке C3 визасы қажет (жұмыс істеу құқығынсыз).",
        "Each family member who travels with you needs a C3 visa of their own (without the right to work).",
    )
}

fn farewell(language: Language) -> &'static str {
    say(
        language,
        "С уважением,|{% if company.executor_name %}{{ company.executor_name }}, {% endif %}{{ company.name_ru }}\
         {% if company.executor_phone %}|тел.:~{{ company.executor_phone }}{% endif %}",
        "Құрметпен,|{% if company.executor_name %}{{ company.executor_name }}, {% endif %}{{ company.name_kk }}\
         {% if company.executor_phone %}|тел.:~{{ company.executor_phone }}{% endif %}",
        "Kind regards,|{% if company.executor_name %}{{ company.executor_name | translit }}, {% endif %}\
         {{ company.name_en }}{% if company.executor_phone %}|tel.:~{{ company.executor_phone }}{% endif %}",
    )
}
