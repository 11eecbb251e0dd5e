//! The request for a quota of foreign labour: one region, one year (R1–R5).
//!
//! By type of activity, with the positions and numbers (R3); copies of the service contracts are attached
//! (R4). The request cites no article of law: the acts are replaced more often than the letter.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, headings, say};
use super::word::{Look, Style, cell, each, paragraph, row, table, when};

pub fn write(language: Language) -> Letter {
    let title = say(
        language,
        "Заявка о потребности в иностранной рабочей силе",
        "Шетелдік жұмыс күшін тартуға арналған квотаға өтінім",
        "Quota request for foreign labour",
    );
    let heading = say(
        language,
        "ЗАЯВКА|о потребности в иностранной рабочей силе на {{ filing.year }}~год",
        "{{ filing.year }}~жылға шетелдік жұмыс күшін тартуға арналған квотаға|ӨТІНІМ",
        "QUOTA REQUEST|for foreign labour in {{ filing.year }}",
    );
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, request(language)),
        positions(language),
        paragraph(Style::BodyText, permits(language)),
        each(
            "line in quota",
            &when(&justified(language), &paragraph(Style::BodyText, justification(language))),
        ),
        paragraph(Style::Lead, reason(language)),
        contracts(language),
        frame::attachments(language, &each("service in contracts", &attachment(language))),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn request(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}){% if company.activity_ru %}, основной вид \
         деятельности~— {{ company.activity_ru | firstlow }}{% if company.oked %} (ОКЭД~{{ company.oked }})\
         {% endif %}{% endif %}, просит при формировании квоты на {{ filing.year }}~год учесть следующую \
         потребность в привлечении иностранной рабочей силы на территории \
         {{ filing.region | region(case=\"genitive\") }}:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}){% if company.activity_kk %}, негізгі қызмет түрі~– \
         {{ company.activity_kk | firstlow }}{% if company.oked %} (ЭҚЖЖ~{{ company.oked }}){% endif %}{% endif %}, \
         {{ filing.year }}~жылға арналған квотаны қалыптастыру кезінде \
         {{ filing.region | region(case=\"genitive\") }} аумағында шетелдік жұмыс күшін тартуға мынадай \
         қажеттілікті ескеруді сұрайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}){% if company.activity_en %}, whose principal activity \
         is {{ company.activity_en | firstlow }}{% if company.oked %} (OKED~{{ company.oked }}){% endif %}{% endif %}, \
         requests that the following need for foreign labour in {{ filing.region | region }} be taken into \
         account in the quota for {{ filing.year }}:",
    )
}

/// Activity, position, category, number; and the total.
fn positions(language: Language) -> String {
    let columns = [567, 2_835, 2_891, 1_446, 1_616];
    let labels = match language {
        Language::Ru => {
            ["№", "Вид деятельности (ОКЭД)", "Должность, профессия (код НКЗ)", "Категория", "Количество"]
        }
        Language::Kk => ["№", "Қызмет түрі (ЭҚЖЖ)", "Лауазымы, кәсібі (ҰКЖ коды)", "Санаты", "Саны"],
        Language::En => ["No.", "Activity (OKED)", "Position, occupation (NKZ code)", "Category", "Number"],
    };
    let code = "{% if line.occupation_code %} ({{ line.occupation_code }}){% endif %}";
    let (activity, position) = match language {
        Language::Ru => ("{{ line.activity_ru }}", "{{ line.position }}"),
        Language::Kk => {
            ("{{ line.activity_kk or line.activity_ru }}", "{{ line.position_kk or line.position }}")
        }
        Language::En => {
            ("{{ line.activity_en or line.activity_ru }}", "{{ line.position_en or line.position }}")
        }
    };
    let line = row([
        cell(Style::TableCentred, "{{ loop.index }}"),
        cell(Style::TableText, &format!("{activity} ({{{{ line.oked }}}})")),
        cell(Style::TableText, &format!("{position}{code}")),
        cell(Style::TableCentred, "{{ line.category }}"),
        cell(Style::TableCentred, "{{ line.count | number }}"),
    ]);
    let total = row([
        cell(Style::TableText, say(language, "**Итого**", "**Барлығы**", "**Total**")).over(4),
        cell(Style::TableCentred, "**{{ filing.total | number }}**"),
    ]);
    table(Look::Grid, &columns, [headings(&labels), line.each("line in quota"), total])
}

fn permits(language: Language) -> &'static str {
    say(
        language,
        "Количество иностранных работников, имеющих действующие разрешения на привлечение иностранной \
         рабочей силы, по состоянию на {{ filing.date | date(format=\"long\") }}: \
         {{ filing.current_permits | number }}.",
        "Шетелдік жұмыс күшін тартуға қолданыстағы рұқсаттары бар шетелдік жұмыскерлердің саны \
         ({{ filing.date | date(format=\"long\") }}): {{ filing.current_permits | number }}.",
        "Number of foreign workers with valid work permits as of {{ filing.date | date(format=\"long\") }}: \
         {{ filing.current_permits | number }}.",
    )
}

fn justified(language: Language) -> String {
    match language {
        Language::Ru => "line.justification_ru".to_owned(),
        Language::Kk | Language::En => format!("line.justification_{language} or line.justification_ru"),
    }
}

fn justification(language: Language) -> &'static str {
    say(
        language,
        "Обоснование потребности по должности «{{ line.position }}»: {{ line.justification_ru }}",
        "«{{ line.position_kk or line.position }}» лауазымы бойынша қажеттіліктің негіздемесі: \
         {{ line.justification_kk or line.justification_ru }}",
        "Justification of the need for the position “{{ line.position_en or line.position }}”: \
         {{ line.justification_en or line.justification_ru }}",
    )
}

fn reason(language: Language) -> &'static str {
    say(
        language,
        "Потребность связана с исполнением следующих договоров на выполнение работ (оказание услуг):",
        "Қажеттілік жұмыстарды орындауға (қызметтер көрсетуге) жасалған мынадай шарттарды орындауға \
         байланысты:",
        "The need arises from the following contracts for the performance of work (provision of services):",
    )
}

/// Number, date and term, customer, subject, place (R4).
fn contracts(language: Language) -> String {
    let columns = [567, 2_268, 2_268, 2_268, 1_984];
    let labels = match language {
        Language::Ru => ["№", "Договор и его срок", "Заказчик", "Предмет", "Место"],
        Language::Kk => ["№", "Шарт және оның мерзімі", "Тапсырыс беруші", "Нысанасы", "Орны"],
        Language::En => ["No.", "Contract and its term", "Customer", "Subject", "Place"],
    };
    let (contract, subject) = match language {
        Language::Ru => (
            "№~{{ service.number }} от {{ service.from | date }}{% if service.to %}, срок действия по \
             {{ service.to | date }}{% endif %}",
            "{{ service.subject_ru }}",
        ),
        Language::Kk => (
            "{{ service.from | date }} №~{{ service.number }}{% if service.to %}, қолданылу мерзімі \
             {{ service.to | date }} дейін{% endif %}",
            "{{ service.subject_kk or service.subject_ru }}",
        ),
        Language::En => (
            "No.~{{ service.number }} of {{ service.from | date }}{% if service.to %}, valid until \
             {{ service.to | date }}{% endif %}",
            "{{ service.subject_en or service.subject_ru }}",
        ),
    };
    let place = "{% if service.place %}{{ service.place }}{% else %}–{% endif %}";
    let line = row([
        cell(Style::TableCentred, "{{ loop.index }}"),
        cell(Style::TableText, contract),
        cell(Style::TableText, "{{ service.customer }}"),
        cell(Style::TableText, subject),
        cell(Style::TableText, place),
    ]);
    table(Look::Grid, &columns, [headings(&labels), line.each("service in contracts")])
}

fn attachment(language: Language) -> String {
    let line = say(
        language,
        "Копия договора №~{{ service.number }} от {{ service.from | date }} ({{ service.customer }}).",
        "{{ service.from | date }} №~{{ service.number }} шарттың көшірмесі ({{ service.customer }}).",
        "Copy of contract No.~{{ service.number }} of {{ service.from | date }} ({{ service.customer }}).",
    );
    paragraph(Style::Attachment, line)
}
