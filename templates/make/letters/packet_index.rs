//! The list of the documents in a packet (опись): the sheet on top of it, with place for two signatures.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, headings, say};
use super::word::{Look, Style, TEXT_WIDTH, blocks, cell, choose, paragraph, row, table};

pub fn write(language: Language) -> Letter {
    let title =
        say(language, "Опись документов пакета", "Пакет құжаттарының тізімдемесі", "Index of the packet");
    let body = [
        paragraph(Style::Title, title),
        paragraph(Style::Lead, draft(language)),
        facts([
            fact(say(language, "Пакет", "Пакет", "Packet"), "{{ packet.subject }}"),
            fact(say(language, "Компания", "Компания", "Company"), "{{ packet.company }}"),
            fact(
                say(language, "Дата составления", "Жасалған күні", "Date"),
                "{{ packet.date | date(format=\"long\") }}",
            ),
        ]),
        paragraph(Style::Lead, lead(language)),
        documents(language),
        paragraph(Style::BodyText, count(language)),
        signatures(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

/// A packet with a letter that lacks values says so on its first sheet.
fn draft(language: Language) -> &'static str {
    say(
        language,
        "{% if draft %}**ЧЕРНОВИК. В документах с пометкой «draft» остались незаполненные места; пакет не подаётся.**{% endif %}",
        "{% if draft %}**ЖОБА. «draft» белгісі бар құжаттарда толтырылмаған жерлер бар; пакет тапсырылмайды.**{% endif %}",
        "{% if draft %}**DRAFT. The documents marked “draft” have blanks; the packet is not to be filed.**{% endif %}",
    )
}

fn lead(language: Language) -> &'static str {
    say(
        language,
        "В пакет входят следующие документы:",
        "Пакетке мынадай құжаттар кіреді:",
        "The packet contains:",
    )
}

fn documents(language: Language) -> String {
    let columns = [567, 3_062, 1_531, 3_118, 1_077];
    let labels = match language {
        Language::Ru => ["№", "Документ", "Язык", "Файл", "Стр."],
        Language::Kk => ["№", "Құжат", "Тілі", "Файл", "Бет"],
        Language::En => ["No.", "Document", "Language", "File", "Pages"],
    };
    let [ru, kk, en] = match language {
        Language::Ru => ["русский", "казахский", "английский"],
        Language::Kk => ["орысша", "қазақша", "ағылшынша"],
        Language::En => ["Russian", "Kazakh", "English"],
    };
    let dash = |style| paragraph(style, "–");
    let tongue = |code: &str, word: &str| {
        (format!("document.language == \"{code}\""), paragraph(Style::TableText, word))
    };
    let tongues = [tongue("ru", ru), tongue("kk", kk), tongue("en", en)];
    let tongues = tongues.each_ref().map(|(condition, word)| (condition.as_str(), word.as_str()));
    let pages = paragraph(Style::TableCentred, "{{ document.pages }}");
    let line = row([
        cell(Style::TableCentred, "{{ document.number }}"),
        cell(Style::TableText, "{{ document.title }}"),
        blocks(&choose(&tongues, Some(&dash(Style::TableText)))),
        cell(Style::TableText, "{{ document.file }}"),
        blocks(&choose(&[("document.pages", &pages)], Some(&dash(Style::TableCentred)))),
    ]);
    let total = row([
        cell(
            Style::TableText,
            say(language, "**Всего страниц**", "**Барлық беттер саны**", "**Pages in total**"),
        )
        .over(4),
        cell(Style::TableCentred, "**{{ pages_total }}**"),
    ]);
    table(Look::Grid, &columns, [headings(&labels), line.each("document in documents"), total])
}

fn count(language: Language) -> &'static str {
    say(
        language,
        "Всего документов: {{ documents | length }}.",
        "Барлық құжаттар саны: {{ documents | length }}.",
        "Documents in total: {{ documents | length }}.",
    )
}

/// Who handed the packet over and who took it, by hand.
fn signatures(language: Language) -> String {
    let line =
        |who| row([cell(Style::Signature, who), cell(Style::Signature, "________________________________")]);
    let columns = [2_268, TEXT_WIDTH - 2_268];
    let given = say(language, "Сдал:", "Тапсырды:", "Handed over:");
    let taken = say(language, "Принял:", "Қабылдады:", "Received:");
    table(Look::Plain, &columns, [line(given), line(taken)]) + &paragraph(Style::Spacer, "")
}
