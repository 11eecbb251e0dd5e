//! What is made, what must still be attached, and by when: the sheet that HR works through.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, headings, say};
use super::word::{Look, Style, cell, choose, each, kept, paragraph, row, table, when};

pub fn write(language: Language) -> Letter {
    let title =
        say(language, "Контрольный лист пакета", "Пакеттің бақылау парағы", "Checklist of the packet");
    let body = [
        paragraph(Style::Title, title),
        facts([
            fact(say(language, "Пакет", "Пакет", "Packet"), "{{ packet.subject }}"),
            fact(
                say(language, "Дата составления", "Жасалған күні", "Date"),
                "{{ packet.date | date(format=\"long\") }}",
            ),
        ]),
        each("filing in filings", &filing(language)),
        choose(&[("missing", &missing(language))], Some(&complete(language))),
        paragraph(Style::Signature, checked(language)),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

fn filing(language: Language) -> String {
    let attach = say(language, "Приложить:", "Қоса беру керек:", "To be attached:");
    paragraph(Style::Heading, "{{ loop.index }}. {{ filing.title }}")
        + &facts([
            fact(say(language, "Куда", "Қайда", "Authority"), "{{ filing.authority }}"),
            fact(
                say(language, "Срок подачи", "Тапсыру мерзімі", "Due"),
                "**{{ filing.due | date(format=\"long\") }}**",
            )
            .when("filing.due"),
            fact(say(language, "Состояние", "Жай-күйі", "Status"), "{{ filing.status_text }}"),
            fact(say(language, "Изготовлено", "Дайындалды", "Made"), "{{ filing.documents_text }}")
                .when("filing.documents_text"),
        ])
        + &when(
            "filing.attached",
            &(kept(Style::AttachmentsTitle, say(language, "Приложено:", "Қоса берілді:", "Attached:"))
                + &each("line in filing.attached", &paragraph(Style::Ticked, "{{ line }}"))),
        )
        + &when(
            "filing.attach",
            &(kept(Style::AttachmentsTitle, attach)
                + &each("line in filing.attach", &paragraph(Style::Box, "{{ line }}"))),
        )
}

fn missing(language: Language) -> String {
    let heading = say(language, "Чего не хватает", "Не жетіспейді", "What is missing");
    let labels = match language {
        Language::Ru => ["Подача", "Сведение", "Где указать"],
        Language::Kk => ["Тапсырылатын құжат", "Мәлімет", "Қайда көрсету керек"],
        Language::En => ["Filing", "Value", "Where to give it"],
    };
    let line = row([
        cell(Style::TableText, "{{ lack.filing }}"),
        cell(Style::TableText, "{{ lack.field }}"),
        cell(Style::TableText, "{{ lack.place }}"),
    ]);
    let rows = [headings(&labels), line.each("lack in missing")];
    paragraph(Style::Heading, heading) + &table(Look::Grid, &[3_515, 3_118, 2_722], rows)
}

fn complete(language: Language) -> String {
    let text = say(
        language,
        "Все сведения, нужные для документов пакета, в таблице сотрудников есть.",
        "Пакет құжаттарына қажетті барлық мәлімет қызметкерлер кестесінде бар.",
        "The roster has every value that the documents of this packet need.",
    );
    paragraph(Style::BodyText, text)
}

/// Who went through the packet before it left, by hand.
fn checked(language: Language) -> &'static str {
    say(
        language,
        "Проверил: _________________________    Дата: _______________",
        "Тексерген: _________________________    Күні: _______________",
        "Checked by: _________________________    Date: _______________",
    )
}
