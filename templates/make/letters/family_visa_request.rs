//! The request for the C3 visa of one member of a worker's family (R16).
//!
//! For the term of the worker's permit and without the right to work; the certificate of marriage or birth is
//! attached in the form that its country asks for.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Row, Style, kept, paragraph, when};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Ходатайство о визе C3 члену семьи иностранного работника",
        "Шетелдік жұмыскердің отбасы мүшесіне C3 визасы туралы қолдаухат",
        "Request for the C3 visa of a family member",
    );
    let heading = say(
        language,
        "ХОДАТАЙСТВО|о выдаче приглашения для получения визы категории C3|члену семьи иностранного работника",
        "Шетелдік жұмыскердің отбасы мүшесіне|C3 санатты виза алу үшін шақыру ресімдеу туралы|ҚОЛДАУХАТ",
        "REQUEST|for an invitation for a category C3 visa|for a member of a foreign worker’s family",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        stay(language),
        paragraph(Style::BodyText, guarantee(language)),
        frame::attachments(language, &attachments(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn request(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}), являясь принимающей стороной, просит выдать \
         приглашение для получения визы категории C3 **без права на трудоустройство** на срок действия \
         разрешения на привлечение иностранной рабочей силы в отношении следующего члена семьи \
         иностранного работника:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) қабылдаушы тарап ретінде шетелдік жұмыскердің мынадай \
         отбасы мүшесіне шетелдік жұмыс күшін тартуға рұқсаттың қолданылу мерзіміне **жұмыс істеу \
         құқығынсыз** C3 санатты виза алу үшін шақыру ресімдеуді сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), as the host party, requests that an invitation for a \
         category C3 visa, **without the right to work** and for the term of the work permit, be issued in \
         respect of the following member of a foreign worker’s family:",
    )
}

fn stay(language: Language) -> String {
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
        basis::permit_of_worker(language),
        worker_visa(language),
        basis::purpose_of_entry(
            language,
            say(
                language,
                "проживание с работающим членом семьи",
                "жұмыс істейтін отбасы мүшесімен бірге тұру",
                "residence with a working family member",
            ),
        ),
        basis::visa_category(
            language,
            &format!(
                "{}, {}",
                basis::entries_inline(language),
                say(
                    language,
                    "без права на трудоустройство",
                    "жұмыс істеу құқығынсыз",
                    "without the right to work",
                )
            ),
        ),
        basis::term(language),
        basis::visa_place(language).when("employee.visa_place"),
        address(language),
    ]);
    facts(rows)
}

fn worker_visa(language: Language) -> Row {
    let label = say(language, "Виза работника", "Жұмыскердің визасы", "The worker’s visa");
    fact(
        label,
        say(
            language,
            "№~{{ employee.visa.number }}",
            "№~{{ employee.visa.number }}",
            "No.~{{ employee.visa.number }}",
        ),
    )
    .when("employee.visa.number")
}

/// Where the family is to live: the member's own address, else the worker's.
fn address(language: Language) -> Row {
    let label = say(language, "Адрес в Казахстане", "Қазақстандағы мекенжайы", "Address in Kazakhstan");
    let value = say(
        language,
        "{{ person.address or employee.address }}",
        "{{ person.address_kk or person.address or employee.address_kk or employee.address }}",
        "{{ person.address_en or person.address or employee.address_en or employee.address }}",
    );
    fact(label, value).when("person.address or employee.address")
}

fn guarantee(language: Language) -> &'static str {
    say(
        language,
        "Принимающая сторона гарантирует соблюдение цели и срока пребывания, письменное уведомление \
         миграционной службы о прибытии в течение трёх рабочих дней и выезд из Республики Казахстан по \
         окончании разрешённого срока.",
        "Қабылдаушы тарап болу мақсаты мен мерзімінің сақталуына, келгені туралы көші-қон қызметіне үш жұмыс \
         күні ішінде жазбаша хабарлануына және мерзім аяқталғанда елден кетуіне кепілдік береді.",
        "The host party guarantees that the purpose and the term of stay will be observed, that the migration \
         service will be notified in writing of the arrival within three business days, and that the \
         Republic of Kazakhstan will be left at the end of the permitted stay.",
    )
}

fn attachments(language: Language) -> String {
    let number = say(
        language,
        " №~{{ person.cert_no }}{% if person.cert_date %} от {{ person.cert_date | date }}{% endif %}",
        " (№~{{ person.cert_no }}{% if person.cert_date %}, {{ person.cert_date | date }}{% endif %})",
        " No.~{{ person.cert_no }}{% if person.cert_date %} of {{ person.cert_date | date }}{% endif %}",
    );
    let visa = basis::line(
        language,
        "Копия визы работника №~{{ employee.visa.number }}.",
        "Жұмыскердің №~{{ employee.visa.number }} визасының көшірмесі.",
        "Copy of the worker’s visa No.~{{ employee.visa.number }}.",
    );
    [
        basis::passport_copy(language),
        kept(Style::Attachment, &person::certificate(language, "person", number)),
        basis::permit_copy(language),
        when("employee.visa.number", &visa),
    ]
    .concat()
}
