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
        Language::Ru => ["№", "Документ", "О ком (о чём)", "Листов"],
        Language::Kk => ["№", "Құжат", "Кім (не) туралы", "Парақ"],
        Language::En => ["No.", "Document", "About", "Sheets"],
    };
    let line = row([
        cell(Style::TableCentred, "{{ loop.index }}"),
        cell(Style::TableText, "{{ document.title }}"),
        cell(Style::TableText, "{{ document.subject }}"),
        cell(Style::TableCentred, "{{ document.sheets }}"),
    ]);
    let total = row([
        cell(
            Style::TableText,
            say(
                language,
                "**Всего листов** (без приложений к письмам)",
                "**Барлық парақ** (хаттардың қосымшаларынсыз)",
                "**Sheets in total** (without the enclosures of the letters)",
            ),
        )
        .over(3),
        cell(Style::TableCentred, "**{{ sheets_total }}**"),
    ]);
    table(
        Look::Grid,
        &[567, 4_762, 2_892, 1_134],
        [headings(&labels), line.each("document in documents"), total],
    )
}

fn close(language: Language) -> &'static str {
    say(
        language,
        "Приложения перечислены в каждом документе. О результате рассмотрения просим сообщить\
         {% if company.phone %} по телефону {{ company.phone }}{% endif %}{% if company.email %}\
         {% if company.phone %} или{% endif %} по адресу {{ company.email }}{% endif %}.",
        "Қосымшалар әр құжатта көрсетілген. Қарау нәтижесін хабарлауды сұраймыз\
         {% if company.phone or company.email %} ({% if company.phone %}тел.:~{{ company.phone }}{% endif %}\
         {% if company.phone and company.email %}, {% endif %}{% if company.email %}\
         {{ company.email }}{% endif %}){% endif %}.",
        "The enclosures are listed in each document. Please let us know the outcome\
         {% if company.phone %} by telephone ({{ company.phone }}){% endif %}{% if company.email %}\
         {% if company.phone %} or{% endif %} by e-mail ({{ company.email }}){% endif %}.",
    )
}
