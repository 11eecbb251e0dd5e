//! The cover letter with which a packet goes to an authority: the documents handed in to it, filing by filing,
//! with their sheets.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, headings, say};
use super::word::{Look, Style, cell, paragraph, row, table};

pub fn write(language: Language) -> Letter {
    let title = say(language, "Сопроводительное письмо", "Ілеспе хат", "Cover letter");
    let heading =
        say(language, "О представлении документов", "Құжаттарды ұсыну туралы", "Submission of documents");
    let body = [
        frame::opening(language),
        paragraph(Style::Title, heading),
        paragraph(Style::Lead, lead(language)),
        documents(language),
        paragraph(Style::BodyText, enclosed(language)),
        paragraph(Style::BodyText, close(language)),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::footer(language) }
}

fn lead(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}) направляет документы на рассмотрение:",
        "{{ company.name_kk }} (БСН~{{ company.bin }}) құжаттарды қарауға жолдайды:",
        "{{ company.name_en }} (BIN~{{ company.bin }}) submits the following documents for consideration:",
    )
}

fn documents(language: Language) -> String {
    let labels = match language {
        Language::Ru => ["№", "Документ", "О ком (о чём)", "Листов", "Приложений, листов"],
        Language::Kk => ["№", "Құжат", "Кім (не) туралы", "Парақ", "Қосымшалар, парақ"],
        Language::En => ["No.", "Document", "About", "Sheets", "Enclosures, sheets"],
    };
    let enclosures = "{% if document.enclosures is none %}____{% else %}{{ document.enclosures }}{% endif %}";
    let line = row([
        cell(Style::TableCentred, "{{ loop.index }}"),
        cell(Style::TableText, "{{ document.title }}"),
        cell(Style::TableText, "{{ document.subject }}"),
        cell(Style::TableCentred, "{{ document.sheets }}"),
        cell(Style::TableCentred, enclosures),
    ]);
    let total = row([
        cell(Style::TableText, say(language, "**Всего листов**", "**Барлық парақ**", "**Sheets in total**"))
            .over(3),
        cell(Style::TableCentred, "**{{ sheets_total }}**"),
        cell(
            Style::TableCentred,
            "{% if enclosures_total is none %}____{% else %}**{{ enclosures_total }}**{% endif %}",
        ),
    ]);
    table(
        Look::Grid,
        &[567, 3_600, 2_268, 1_134, 1_786],
        [headings(&labels), line.each("document in documents"), total],
    )
}

/// All that is handed in, in figures and in words; by hand while a paper is still to be added.
fn enclosed(language: Language) -> &'static str {
    say(
        language,
        "Приложение: документы, перечисленные выше, с приложениями к ним, всего на {% if handed_in is none %}____~л.\
         {% else %}{{ handed_in }} ({{ handed_in | words(case=\"prepositional\") }}) \
         {{ handed_in | plural(one=\"листе\", few=\"листах\", many=\"листах\") }}.{% endif %}",
        "Қосымша: жоғарыда аталған құжаттар мен олардың қосымшалары, барлығы {% if handed_in is none %}____~парақ\
         {% else %}{{ handed_in }} ({{ handed_in | words }}) парақ{% endif %}.",
        "Enclosed: the documents listed above with their enclosures, {% if handed_in is none %}____~sheets{% else %}\
         {{ handed_in }} {{ handed_in | plural(one=\"sheet\", many=\"sheets\") }}{% endif %} in total.",
    )
}

fn close(language: Language) -> &'static str {
    say(
        language,
        "О результате рассмотрения просим сообщить\
         {% if company.phone %} по телефону {{ company.phone }}{% endif %}{% if company.email %}\
         {% if company.phone %} или{% endif %} по адресу {{ company.email }}{% endif %}.",
        "Қарау нәтижесін хабарлауды сұраймыз\
         {% if company.phone or company.email %} ({% if company.phone %}тел.:~{{ company.phone }}{% endif %}\
         {% if company.phone and company.email %}, {% endif %}{% if company.email %}\
         {{ company.email }}{% endif %}){% endif %}.",
        "Please let us know the outcome\
         {% if company.phone %} by telephone ({{ company.phone }}){% endif %}{% if company.email %}\
         {% if company.phone %} or{% endif %} by e-mail ({{ company.email }}){% endif %}.",
    )
}
