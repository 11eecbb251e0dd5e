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
    let columns = [624, 3_402, 1_361, 1_020, 963, 1_985];
    let labels = match language {
        Language::Ru => ["№", "Документ", "Дата", "Листов", "Стр.", "Вид"],
        Language::Kk => ["№", "Құжат", "Күні", "Парақ", "Бет", "Түрі"],
        Language::En => ["No.", "Document", "Date", "Sheets", "Pages", "Form"],
    };
    let heading = row([cell(Style::TableText, "**{{ group.title }}**").over(6)]).opens("group in groups");
    let date = paragraph(Style::TableCentred, "{{ document.date | date }}");
    let dash = paragraph(Style::TableCentred, "–");
    let line = row([
        cell(Style::TableCentred, "{{ document.number }}"),
        cell(Style::TableText, "{{ document.title }}"),
        blocks(&choose(&[("document.date", &date)], Some(&dash))),
        cell(Style::TableCentred, "{{ document.sheets }}"),
        cell(Style::TableCentred, "{{ document.pages }}"),
        cell(Style::TableText, "{{ document.form }}"),
    ]);
    let total = row([
        cell(Style::TableText, say(language, "**Всего**", "**Барлығы**", "**In total**")).over(3),
        cell(Style::TableCentred, "**{{ sheets_total }}**"),
        cell(Style::TableCentred, "**{{ pages_total }}**"),
        cell(Style::TableText, ""),
    ]);
    let rows = [headings(&labels), heading, line.each("document in group.documents").closes(), total];
    table(Look::Grid, &columns, rows)
}

/// In digits and in words, so that nothing can be added.
fn count(language: Language) -> &'static str {
    say(
        language,
        "Итого: документов~— {{ documents_total }} ({{ documents_total | words }}), \
         листов~— {{ sheets_total }} ({{ sheets_total | words }}), \
         страниц~— {{ pages_total }} ({{ pages_total | words(gender=\"feminine\") }}), не считая описи.",
        "Жиыны: құжат~– {{ documents_total }} ({{ documents_total | words }}), \
         парақ~– {{ sheets_total }} ({{ sheets_total | words }}), \
         бет~– {{ pages_total }} ({{ pages_total | words }}), тізімдемені есептемегенде.",
        "In total, without this index: documents~– {{ documents_total }} ({{ documents_total | words }}), \
         sheets~– {{ sheets_total }} ({{ sheets_total | words }}), \
         pages~– {{ pages_total }} ({{ pages_total | words }}).",
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
