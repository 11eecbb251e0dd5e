//! The request that the migration service extend a C3 visa without the person leaving the country
//! (R12, R19, R20).
//!
//! Of the worker, or of a member of the family, whose visa goes by the worker's permit and gives no right to
//! work (R16). The original passport and the receipt of the duty are attached (R20).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, facts, say};
use super::word::{Style, paragraph};
use super::{basis, person};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Ходатайство о продлении визы категории C3",
        "C3 санатты визаның мерзімін ұзарту туралы қолдаухат",
        "Request for the extension of a C3 visa",
    );
    let heading = say(
        language,
        "ХОДАТАЙСТВО|о продлении срока действия визы категории C3",
        "C3 санатты визаның мерзімін ұзарту туралы|ҚОЛДАУХАТ",
        "REQUEST|for the extension of a category C3 visa",
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
        "{{ company.name_ru }} (БИН~{{ company.bin }}), являясь принимающей стороной, просит без выезда из \
         Республики Казахстан продлить на срок действия разрешения на привлечение иностранной рабочей силы \
         {% if person.is_dependant %}визу категории C3 без права на трудоустройство следующего члена семьи \
         иностранного работника{% else %}рабочую визу категории C3 следующего иностранного работника\
         {% endif %}:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) қабылдаушы тарап ретінде {% if person.is_dependant %}\
         шетелдік жұмыскердің мынадай отбасы мүшесінің жұмыс істеу құқығынсыз C3 санатты визасын\
         {% else %}мынадай шетелдік жұмыскердің C3 санатты жұмыс визасын{% endif %} Қазақстан \
         Республикасынан шықпай, шетелдік жұмыс күшін тартуға рұқсаттың қолданылу мерзіміне ұзартуды \
         сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), as the host party, requests that, without leaving the \
         Republic of Kazakhstan and for the term of the work permit, the category C3 \
         {% if person.is_dependant %}visa, without the right to work, of the following member of a foreign \
         worker’s family{% else %}work visa of the following foreign worker{% endif %} be extended:",
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
        person::citizenship(language, who),
        person::iin(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
        basis::visa(language),
        basis::entries(language).when("employee.visa_entries"),
        person::position(language, "employee").when("not person.is_dependant"),
        basis::permit_in_extension(language),
        basis::term(language),
        person::address(language, who),
    ]);
    facts(rows)
}

fn guarantee(language: Language) -> &'static str {
    say(
        language,
        "Принимающая сторона гарантирует соблюдение цели и срока пребывания, сообщение об изменении адреса \
         временного проживания и выезд из Республики Казахстан по окончании разрешённого срока. Паспорт с \
         продлённой визой просим вернуть представителю компании.",
        "Қабылдаушы тарап болу мақсаты мен мерзімінің сақталуына, уақытша тұратын мекенжайдың өзгергені \
         туралы хабарлануына және рұқсат етілген мерзім аяқталғанда Қазақстан Республикасынан кетуіне \
         кепілдік береді. Визасы ұзартылған паспортты компания өкіліне қайтаруды сұраймыз.",
        "The host party guarantees that the purpose and the term of stay will be observed, that a change of \
         the temporary residence address will be notified, and that the Republic of Kazakhstan will be left \
         at the end of the permitted stay. Please return the passport with the extended visa to the \
         company’s representative.",
    )
}

fn attachments(language: Language) -> String {
    [basis::passport_original(language), basis::duty_receipt(language), basis::permit_copy(language)].concat()
}
