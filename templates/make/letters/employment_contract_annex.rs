//! The annex that brings an employment contract in line with the work permit (R33–R37).
//!
//! Its clauses are those that the rules demand of a contract with a foreigner: number and term of the permit,
//! its territory as the place of work, the position that it names, the repatriation of the body (R34), and
//! the term of the contract (R35). For a citizen of Russia, Armenia, Belarus or Kyrgyzstan, who needs no
//! permit (R28), only the repatriation stays. For an intra-corporate transfer, or services without a branch,
//! there is no contract, and the plan has no annex (R37).

use otinish::language::Language;

use super::Letter;
use super::frame::{self, say};
use super::word::{Look, Style, TEXT_WIDTH, blocks, choose, paragraph, row, table, when};
use super::{basis, person};

/// The condition under which there is no work permit to write of.
const EAEU: &str = "employee.route == \"eaeu\"";

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Дополнительное соглашение к трудовому договору",
        "Еңбек шартына қосымша келісім",
        "Annex to the employment contract",
    );
    let heading = say(
        language,
        "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ №~____|к трудовому договору №~{{ contract.number }}{% if contract.from %} от \
         {{ contract.from | date }}{% endif %}",
        "{% if contract.from %}{{ contract.from | date }} {% endif %}№~{{ contract.number }} еңбек \
         шартына|№~____ ҚОСЫМША КЕЛІСІМ",
        "ANNEX No.~____|to employment contract No.~{{ contract.number }}{% if contract.from %} of \
         {{ contract.from | date }}{% endif %}",
    );
    let body = [
        paragraph(Style::Title, heading),
        frame::place_and_date(language),
        paragraph(Style::BodyText, parties(language)),
        choose(&[(EAEU, &clauses_of_eaeu(language))], Some(&clauses(language))),
        paragraph(Style::Clause, unchanged(language)),
        paragraph(Style::Clause, force(language)),
        signatures(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

/// Who agrees. The name of who signs stays in the nominative: «от имени которого действует …».
fn parties(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}), именуемое далее «Работодатель», от имени которого на \
         основании устава действует {{ company.signatory_position_ru | firstlow }} {{ company.signatory_name_ru }}, с \
         одной стороны, и {% if employee.sex == \"F\" %}гражданка{% elif employee.sex == \"M\" %}гражданин\
         {% else %}гражданин (гражданка){% endif %} {{ employee.citizenship | country(case=\"genitive\") }} \
         {{ employee.full_name_cyr or employee.full_name_lat }} (паспорт №~{{ employee.passport_no }}\
         {% if employee.passport_issue %} от {{ employee.passport_issue | date }}{% endif %}\
         {% if employee.iin %}, ИИН~{{ employee.iin }}{% endif %}), \
         {% if employee.sex == \"F\" %}именуемая{% elif employee.sex == \"M\" %}именуемый{% else %}именуемый \
         (именуемая){% endif %} далее «Работник», с другой стороны, заключили настоящее дополнительное \
         соглашение о следующем:",
        "Бұдан әрі «Жұмыс беруші» деп аталатын {{ company.name_kk }} (БСН~{{ company.bin }}), оның атынан жарғы \
         негізінде {{ (company.signatory_position_kk or company.signatory_position_ru) | firstlow }} \
         {{ company.signatory_name_kk or company.signatory_name_ru }} әрекет етеді, бір тараптан, және бұдан \
         әрі «Жұмыскер» деп аталатын {{ employee.full_name_cyr or employee.full_name_lat }} (азаматтығы: \
         {{ employee.citizenship | country }}, №~{{ employee.passport_no }} паспорт\
         {% if employee.iin %}, ЖСН~{{ employee.iin }}{% endif %}), екінші тараптан, төмендегілер туралы осы \
         қосымша келісімді жасасты:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), hereinafter the “Employer”, represented under its \
         charter by {{ company.signatory_name_en }}, {{ company.signatory_position_en }}, of the one part, and \
         {{ employee.full_name_lat }} (citizenship: {{ employee.citizenship | country }}, passport \
         No.~{{ employee.passport_no }}{% if employee.iin %}, IIN~{{ employee.iin }}{% endif %}), hereinafter \
         the “Employee”, of the other part, have agreed as follows:",
    )
}

/// The four clauses (R34) and the term (R35), with what ends early (R36).
fn clauses(language: Language) -> String {
    let position = basis::job_title(language);
    let permit = say(
        language,
        "Работник осуществляет трудовую деятельность на основании разрешения на привлечение иностранной \
         рабочей силы №~{{ permit.number }}, действующего с {{ permit.from | date }} по \
         {{ permit.to | date }}.",
        "Жұмыскер еңбек қызметін шетелдік жұмыс күшін тартуға берілген №~{{ permit.number }} рұқсат негізінде \
         жүзеге асырады; рұқсаттың қолданылу мерзімі: {{ permit.from | date }}~– {{ permit.to | date }}.",
        "The Employee works on the basis of work permit No.~{{ permit.number }}, valid from \
         {{ permit.from | date }} to {{ permit.to | date }}.",
    );
    let place = say(
        language,
        "Место выполнения работы~— территория действия разрешения: \
         {{ (permit.region or employee.region) | region }}.",
        "Жұмысты орындау орны~– рұқсаттың қолданылу аумағы: \
         {{ (permit.region or employee.region) | region }}.",
        "The place of work is the territory of the work permit: \
         {{ (permit.region or employee.region) | region }}.",
    );
    let title = match language {
        Language::Ru => format!("Должность Работника в соответствии с разрешением: {position}."),
        Language::Kk => format!("Жұмыскердің рұқсатқа сәйкес лауазымы: {position}."),
        Language::En => format!("The Employee’s job title according to the work permit: {position}."),
    };
    let term = say(
        language,
        "Трудовой договор заключён на срок действия разрешения, по {{ permit.to | date }}. При продлении \
         разрешения стороны дополнительным соглашением устанавливают новый срок договора.",
        "Еңбек шарты рұқсаттың қолданылу мерзіміне, {{ permit.to | date }}~дейін жасалды. Рұқсат ұзартылған \
         жағдайда тараптар қосымша келісіммен шарттың жаңа мерзімін белгілейді.",
        "The employment contract is concluded for the term of the work permit, until {{ permit.to | date }}. \
         If the permit is extended, the parties set the new term of the contract by a further annex.",
    );
    let early = say(
        language,
        "При досрочном прекращении трудовых отношений Работодатель обращается за аннулированием разрешения\
         {% if visa.number %} и визы Работника{% endif %}.",
        "Еңбек қатынастары мерзімінен бұрын тоқтатылған жағдайда Жұмыс беруші рұқсаттың\
         {% if visa.number %} және Жұмыскер визасының{% endif %} күшін жоюға жүгінеді.",
        "If the employment ends early, the Employer applies for the cancellation of the work permit\
         {% if visa.number %} and of the Employee’s visa{% endif %}.",
    );
    [permit, place, &title, term, repatriation(language), early]
        .map(|text| paragraph(Style::Clause, text))
        .concat()
}

fn clauses_of_eaeu(language: Language) -> String {
    let no_permit = say(
        language,
        "Работник является гражданином государства-члена Евразийского экономического союза и осуществляет \
         трудовую деятельность без разрешения на привлечение иностранной рабочей силы.",
        "Жұмыскер Еуразиялық экономикалық одаққа мүше мемлекеттің азаматы болып табылады және еңбек қызметін \
         шетелдік жұмыс күшін тартуға рұқсатсыз жүзеге асырады.",
        "The Employee is a citizen of a member state of the Eurasian Economic Union and works without a work \
         permit.",
    );
    paragraph(Style::Clause, no_permit) + &paragraph(Style::Clause, repatriation(language))
}

fn repatriation(language: Language) -> &'static str {
    say(
        language,
        "В случае смерти Работника в период действия трудового договора Работодатель за свой счёт организует \
         репатриацию тела на родину Работника (страна: {{ employee.citizenship | country }}), включая \
         оформление необходимых документов и перевозку.",
        "Еңбек шартының қолданылу кезеңінде Жұмыскер қайтыс болған жағдайда Жұмыс беруші қажетті құжаттарды \
         ресімдеуді және тасымалдауды қоса алғанда, денені Жұмыскердің отанына (ел: \
         {{ employee.citizenship | country }}) өз есебінен жеткізуді ұйымдастырады.",
        "If the Employee dies during the term of the employment contract, the Employer arranges at its own \
         expense the repatriation of the body to the Employee’s home country \
         ({{ employee.citizenship | country }}), including the necessary documents and transport.",
    )
}

fn unchanged(language: Language) -> &'static str {
    say(
        language,
        "Остальные условия трудового договора остаются без изменений.",
        "Еңбек шартының қалған талаптары өзгеріссіз қалады.",
        "All other terms of the employment contract remain unchanged.",
    )
}

fn force(language: Language) -> &'static str {
    say(
        language,
        "Настоящее соглашение вступает в силу со дня подписания, является неотъемлемой частью трудового \
         договора и составлено в двух экземплярах, по одному для каждой из сторон.",
        "Осы келісім қол қойылған күннен бастап күшіне енеді, еңбек шартының ажырамас бөлігі болып табылады \
         және тараптардың әрқайсысына бір-бірден екі данада жасалды.",
        "This annex takes effect on the day of signing, is an integral part of the employment contract and is \
         made in two copies, one for each party.",
    )
}

/// The parties’ details and signatures, side by side.
fn signatures(language: Language) -> String {
    let lines =
        |lines: &[&str]| lines.iter().map(|line| paragraph(Style::TableText, line)).collect::<String>();
    let mark = "|_________________ ";
    let (employer, employee) = match language {
        Language::Ru => (
            lines(&[
                "**Работодатель**",
                "{{ company.name_ru }}",
                "БИН~{{ company.bin }}",
                "{{ company.address_ru }}",
                "{{ company.signatory_position_ru }}",
                &format!("{mark}{{{{ company.signatory_name_ru | initials }}}}"),
                "М.П. (при наличии)",
            ]),
            "**Работник**",
        ),
        Language::Kk => (
            lines(&[
                "**Жұмыс беруші**",
                "{{ company.name_kk }}",
                "БСН~{{ company.bin }}",
                "{{ company.address_kk or company.address_ru }}",
                "{{ company.signatory_position_kk or company.signatory_position_ru }}",
                &format!(
                    "{mark}{{{{ (company.signatory_name_kk or company.signatory_name_ru) | initials }}}}"
                ),
                "М.О. (бар болса)",
            ]),
            "**Жұмыскер**",
        ),
        Language::En => (
            lines(&[
                "**Employer**",
                "{{ company.name_en }}",
                "BIN~{{ company.bin }}",
                "{{ company.address_en or company.address_ru }}",
                "{{ company.signatory_position_en }}",
                &format!("{mark}{{{{ company.signatory_name_en }}}}"),
                "Seal (if any)",
            ]),
            "**Employee**",
        ),
    };
    let number = say(language, "ИИН", "ЖСН", "IIN");
    let address = when("employee.address", &lines(&[&person::in_language(language, "employee", "address")]));
    let iin = when("employee.iin", &lines(&[&format!("{number}~{{{{ employee.iin }}}}")]));
    let passport = say(
        language,
        "паспорт №~{{ employee.passport_no }}",
        "№~{{ employee.passport_no }} паспорт",
        "passport No.~{{ employee.passport_no }}",
    );
    let employee = lines(&[employee, "{{ employee.full_name_lat }}", passport])
        + &iin
        + &address
        + &lines(&[&format!("{mark}{{{{ employee.full_name_lat }}}}"), date_line(language)]);
    let half = TEXT_WIDTH / 2;
    let sides = row([blocks(&employer), blocks(&employee)]);
    paragraph(Style::Reference, "")
        + &table(Look::Plain, &[half, TEXT_WIDTH - half], [sides])
        + &paragraph(Style::Spacer, "")
}

fn date_line(language: Language) -> &'static str {
    say(language, "Дата: _______________", "Күні: _______________", "Date: _______________")
}
