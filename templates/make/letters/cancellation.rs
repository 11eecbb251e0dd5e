//! The two letters of an employment that ends early: about the work permit, to the authority that issued it,
//! and about the visa, to the migration service (R36).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::word::{Row, Style, paragraph};
use super::{basis, person};

/// The letter about the work permit.
pub fn of_permit(language: Language) -> Letter {
    let title = say(
        language,
        "Письмо об аннулировании разрешения на привлечение иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға рұқсаттың күшін жою туралы хат",
        "Letter about the cancellation of a work permit",
    );
    let heading = say(
        language,
        "Об аннулировании разрешения|на привлечение иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға|рұқсаттың күшін жою туралы",
        "Cancellation of a work permit",
    );
    let rows = [basis::permit(language), basis::territory(language)];
    let close = say(
        language,
        "Просим письменно подтвердить аннулирование разрешения.",
        "Рұқсаттың күші жойылғанын жазбаша растауды сұраймыз.",
        "Please confirm the cancellation of the permit in writing.",
    );
    letter(language, title, heading, permit_request(language), rows.into(), close, permit_papers(language))
}

/// The letter about the visa.
pub fn of_visa(language: Language) -> Letter {
    let title = say(
        language,
        "Письмо об аннулировании визы",
        "Визаның күшін жою туралы хат",
        "Letter about the cancellation of a visa",
    );
    let heading =
        say(language, "Об аннулировании визы", "Визаның күшін жою туралы", "Cancellation of a visa");
    let close = say(
        language,
        "Принимающая сторона обеспечит выезд работника из Республики Казахстан в установленный срок.",
        "Қабылдаушы тарап жұмыскердің белгіленген мерзімде Қазақстан Республикасынан кетуін қамтамасыз етеді.",
        "The host party will see to it that the worker leaves the Republic of Kazakhstan in due time.",
    );
    let rows = vec![
        basis::visa(language),
        basis::permit(language).when("permit.number and permit.from and permit.to"),
        person::address(language, "employee").when("employee.address"),
    ];
    letter(language, title, heading, visa_request(language), rows, close, visa_papers(language))
}

fn letter(
    language: Language,
    title: &str,
    heading: &str,
    request: &str,
    own: Vec<Row>,
    close: &str,
    papers: String,
) -> Letter {
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request),
        worker(language, own),
        paragraph(Style::BodyText, close),
        frame::attachments(language, &papers),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn permit_request(language: Language) -> &'static str {
    say(
        language,
        "В связи с досрочным прекращением трудовых отношений {{ company.name_ru }} (БИН~{{ company.bin }}) \
         просит аннулировать разрешение на привлечение иностранной рабочей силы, выданное в отношении \
         следующего иностранного работника:",
        "Еңбек қатынастарының мерзімінен бұрын тоқтатылуына байланысты {{ company.name_kk }} \
         (БСН~{{ company.bin }}) мынадай шетелдік жұмыскерге қатысты берілген шетелдік жұмыс күшін тартуға \
         рұқсаттың күшін жоюды сұрайды:",
        "As the employment ends early, {{ company.name_en }} (BIN~{{ company.bin }}) requests that the work \
         permit issued in respect of the following foreign worker be cancelled:",
    )
}

fn visa_request(language: Language) -> &'static str {
    say(
        language,
        "В связи с досрочным прекращением трудовых отношений {{ company.name_ru }} (БИН~{{ company.bin }}), \
         являясь принимающей стороной, просит аннулировать визу следующего иностранного работника:",
        "Еңбек қатынастарының мерзімінен бұрын тоқтатылуына байланысты {{ company.name_kk }} \
         (БСН~{{ company.bin }}) қабылдаушы тарап ретінде мынадай шетелдік жұмыскердің визасының күшін жоюды \
         сұрайды:",
        "As the employment ends early, {{ company.name_en }} (BIN~{{ company.bin }}), as the host party, \
         requests that the visa of the following foreign worker be cancelled:",
    )
}

fn worker(language: Language, own: Vec<Row>) -> String {
    let who = "employee";
    let mut rows = person::names(language, who);
    rows.extend([
        person::birth_date(language, who).when("employee.birth_date"),
        person::citizenship(language, who),
        person::iin(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
        person::position(language, who).when("employee.position"),
    ]);
    rows.extend(own);
    rows.extend([
        basis::contract(language).when("contract.number and contract.from"),
        fact(
            say(
                language,
                "Дата прекращения трудовых отношений",
                "Еңбек қатынастары тоқтатылған күн",
                "Employment ends on",
            ),
            "{{ employee.termination_date | date }}",
        ),
    ]);
    facts(rows)
}

fn order(language: Language) -> String {
    basis::line(
        language,
        "Копия акта работодателя о прекращении трудового договора.",
        "Жұмыс берушінің еңбек шартын тоқтату туралы актісінің көшірмесі.",
        "Copy of the employer’s act on the termination of the employment contract.",
    )
}

fn permit_papers(language: Language) -> String {
    order(language) + &basis::permit_copy(language)
}

fn visa_papers(language: Language) -> String {
    order(language)
        + &basis::line(
            language,
            "Копия паспорта №~{{ employee.passport_no }}.",
            "№~{{ employee.passport_no }} паспорттың көшірмесі.",
            "Copy of passport No.~{{ employee.passport_no }}.",
        )
        + &basis::visa_copy(language)
}
