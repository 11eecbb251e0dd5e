//! The application for a temporary residence permit (R26–R31).
//!
//! The original passport is attached, and a copy of the work permit, or of the employment contract for a
//! citizen of Russia, Armenia, Belarus or Kyrgyzstan (R27, R28); for a member of the family also the
//! certificate of marriage or birth (R31).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Style, choose, kept, paragraph, when};
use super::{basis, person};

/// The condition under which the right to work rests on the contract alone.
const EAEU: &str = "employee.route == \"eaeu\"";

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Ходатайство о выдаче разрешения на временное проживание",
        "Уақытша тұруға рұқсат беру туралы қолдаухат",
        "Application for a temporary residence permit",
    );
    let heading = say(
        language,
        "ХОДАТАЙСТВО|о выдаче разрешения на временное проживание",
        "Уақытша тұруға рұқсат беру туралы|ҚОЛДАУХАТ",
        "APPLICATION|for a temporary residence permit",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        stay(language),
        when(EAEU, &paragraph(Style::BodyText, no_permit(language))),
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
         разрешение на временное проживание в Республике Казахстан в отношении {% if person.is_dependant %}\
         следующего члена семьи иностранного работника{% else %}следующего иностранного работника\
         {% endif %}:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) қабылдаушы тарап ретінде {% if person.is_dependant %}\
         шетелдік жұмыскердің мынадай отбасы мүшесіне{% else %}мынадай шетелдік жұмыскерге{% endif %} \
         Қазақстан Республикасында уақытша тұруға рұқсат беруді сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), as the host party, requests that a temporary residence \
         permit in the Republic of Kazakhstan be issued in respect of the following \
         {% if person.is_dependant %}member of a foreign worker’s family{% else %}foreign worker{% endif %}:",
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
        person::iin(language, who),
        person::passport(language, who, &["passport_issue"]),
        person::arrival_date(language),
        fact(say(language, "Цель пребывания", "Болу мақсаты", "Purpose of stay"), purpose(language)),
        person::position(language, "employee").when("not person.is_dependant"),
        basis::contract(language).when(EAEU),
        basis::permit(language).when("employee.route != \"eaeu\""),
        basis::term(language),
        person::address(language, who),
        person::phone(language),
    ]);
    facts(rows)
}

fn purpose(language: Language) -> &'static str {
    say(
        language,
        "{% if person.is_dependant %}проживание с членом семьи, осуществляющим трудовую деятельность\
         {% else %}осуществление трудовой деятельности{% endif %}",
        "{% if person.is_dependant %}жұмыс істейтін отбасы мүшесімен бірге тұру\
         {% else %}еңбек қызметін жүзеге асыру{% endif %}",
        "{% if person.is_dependant %}residence with a working family member{% else %}employment{% endif %}",
    )
}

fn no_permit(language: Language) -> &'static str {
    say(
        language,
        "Работник является гражданином государства-члена Евразийского экономического союза; разрешение на \
         привлечение иностранной рабочей силы не требуется.",
        "Жұмыскер Еуразиялық экономикалық одаққа мүше мемлекеттің азаматы болып табылады, сондықтан шетелдік \
         жұмыс күшін тартуға рұқсат талап етілмейді.",
        "The worker is a citizen of a member state of the Eurasian Economic Union; a work permit is not \
         required.",
    )
}

fn guarantee(language: Language) -> &'static str {
    say(
        language,
        "Принимающая сторона гарантирует соблюдение порядка и срока пребывания, сообщение об изменении адреса \
         временного проживания и повторное обращение за разрешением при выезде и новом прибытии в Республику \
         Казахстан.",
        "Қабылдаушы тарап болу тәртібі мен мерзімінің сақталуына, уақытша тұратын мекенжайдың өзгергені туралы \
         хабарлануына және Қазақстан Республикасынан кетіп, қайта келген жағдайда рұқсатқа қайтадан \
         жүгінілуіне кепілдік береді.",
        "The host party guarantees that the rules and the term of stay will be observed, that a change of the \
         temporary residence address will be notified, and that a permit will be applied for again upon \
         departure and new arrival in the Republic of Kazakhstan.",
    )
}

fn attachments(language: Language) -> String {
    let contract = basis::line(
        language,
        "Копия трудового договора работника №~{{ contract.number }} от {{ contract.from | date }}.",
        "{{ contract.from | date }} №~{{ contract.number }} жұмыскердің еңбек шартының көшірмесі.",
        "Copy of the worker’s employment contract No.~{{ contract.number }} of {{ contract.from | date }}.",
    );
    basis::passport_original(language)
        + &choose(&[(EAEU, &contract)], Some(&basis::permit_copy(language)))
        + &when("person.is_dependant", &certificate(language))
}

/// The paper that proves the kinship; without its number the letter is blocked.
fn certificate(language: Language) -> String {
    let number = say(
        language,
        " №~{{ person.cert_no }}{% if person.cert_date %} от {{ person.cert_date | date }}{% endif %}",
        " (№~{{ person.cert_no }}{% if person.cert_date %}, {{ person.cert_date | date }}{% endif %})",
        " No.~{{ person.cert_no }}{% if person.cert_date %} of {{ person.cert_date | date }}{% endif %}",
    );
    kept(Style::Attachment, &person::certificate(language, "person", number))
}
