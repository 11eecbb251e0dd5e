//! What letters share: letterhead, number and date, addressee, facts, attachments, signature, footer.
//!
//! A letter in Kazakh or Russian has the letterhead in both, Kazakh at the left; one in English has it in
//! English. Addresses, a position or a signatory's name that the company gave in one language only are
//! printed in that language; its name must be given in each language of the letterhead.

use otinish::language::Language;

use super::part;
use super::word::{Cell, Look, Row, Style, TEXT_WIDTH, blocks, cell, foreign, paragraph, row, table, when};

/// The words in the letter's language.
pub fn say<'a>(language: Language, ru: &'a str, kk: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Ru => ru,
        Language::Kk => kk,
        Language::En => en,
    }
}

/// Letterhead; outgoing number and date at the left, addressee at the right.
pub fn opening(language: Language) -> String {
    let reference = say(
        language,
        "Исх.~№~________ от {{ filing.date | date(format=\"long\") }}",
        "Шығ.~№~________, {{ filing.date | date(format=\"long\") }}",
        "Ref.~No.~________ dated {{ filing.date | date(format=\"long\") }}",
    );
    let addressee = say(
        language,
        "В {{ filing.addressee_ru }}",
        "{{ filing.addressee_kk }}",
        "To the {{ filing.addressee_en }}",
    );
    let cells = [cell(Style::Reference, reference), cell(Style::Addressee, addressee)];
    let half = 4_820;
    letterhead(language)
        + &paragraph(Style::Spacer, "")
        + &table(Look::Plain, &[half, TEXT_WIDTH - half], [row(cells)])
}

/// Name, numbers and addresses of the company.
pub fn letterhead(language: Language) -> String {
    let phone = |word: &str| format!("{word}:~{{{{ company.phone }}}}");
    let column = |column: Language, lines: [&str; 4]| {
        let lines = lines.map(|line| foreign(Style::Letterhead, part::tag(column), line));
        let [name, number, address, phone] = lines;
        let email = paragraph(Style::Letterhead, "{{ company.email }}");
        let contacts = when("company.phone", &phone) + &when("company.email", &email);
        blocks(&(name + &number + &address + &contacts))
    };
    let kazakh = [
        "**{{ company.name_kk }}**",
        "БСН~{{ company.bin }}",
        "{{ company.address_kk or company.address_ru }}",
        &phone("тел."),
    ];
    let russian =
        ["**{{ company.name_ru }}**", "БИН~{{ company.bin }}", "{{ company.address_ru }}", &phone("тел.")];
    let english = [
        "**{{ company.name_en }}**",
        "BIN~{{ company.bin }}",
        "{{ company.address_en or company.address_ru }}",
        &phone("tel."),
    ];
    match language {
        Language::En => table(Look::Ruled, &[TEXT_WIDTH], [row([column(Language::En, english)])]),
        Language::Ru | Language::Kk => {
            let half = TEXT_WIDTH / 2;
            let cells = [column(Language::Kk, kazakh), column(Language::Ru, russian)];
            table(Look::Ruled, &[half, TEXT_WIDTH - half], [row(cells)])
        }
    }
}

/// Where and when an agreement is signed: the place is written in by hand.
pub fn place_and_date(language: Language) -> String {
    let place = say(language, "г.~__________________", "____________________~қ.", "City: __________________");
    let cells =
        [cell(Style::Reference, place), cell(Style::DateRight, "{{ filing.date | date(format=\"long\") }}")];
    let half = TEXT_WIDTH / 2;
    table(Look::Plain, &[half, TEXT_WIDTH - half], [row(cells)]) + &paragraph(Style::Spacer, "")
}

/// A row of the table of facts: what it is, and its value.
pub fn fact(label: &str, value: &str) -> Row {
    row([cell(Style::TableText, label), cell(Style::TableText, value)])
}

/// A row of facts whose value is one of several words.
pub fn fact_of(label: &str, value: &str) -> Row {
    row([cell(Style::TableText, label), blocks(value)])
}

/// The table of facts, the labels a third of its width.
pub fn facts(rows: impl Into<Vec<Row>>) -> String {
    table(Look::Grid, &[3_005, TEXT_WIDTH - 3_005], rows)
}

/// A row of headings, repeated on each page.
pub fn headings(labels: &[&str]) -> Row {
    let cells: Vec<Cell> = labels.iter().map(|label| cell(Style::TableHeading, label)).collect();
    row(cells).header()
}

/// The line above the attachments; the sheets are counted by hand once all is printed.
pub fn attachments(language: Language, list: &str) -> String {
    let title = say(
        language,
        "Приложения (всего на ____~л.):",
        "Қосымшалар (барлығы ____~парақ):",
        "Enclosures (____~sheets in total):",
    );
    paragraph(Style::AttachmentsTitle, title) + list
}

/// Position, room for the signature, name; and the place of the seal.
pub fn signature(language: Language) -> String {
    let position = say(
        language,
        "{{ company.signatory_position_ru }}",
        "{{ company.signatory_position_kk or company.signatory_position_ru }}",
        "{{ company.signatory_position_en }}",
    );
    let name = say(
        language,
        "{{ company.signatory_name_ru | initials }}",
        "{{ (company.signatory_name_kk or company.signatory_name_ru) | initials }}",
        "{{ company.signatory_name_en }}",
    );
    let seal = say(language, "М.П. (при наличии)", "М.О. (бар болса)", "Seal (if any)");
    let cells = [
        blocks(&(paragraph(Style::Signature, position) + &paragraph(Style::Seal, seal))),
        cell(Style::Signature, "_________________"),
        cell(Style::Signature, name),
    ];
    table(Look::Plain, &[4_536, 2_494, TEXT_WIDTH - 4_536 - 2_494], [row(cells)])
        + &paragraph(Style::Spacer, "")
}

/// Who wrote the letter, and the number of the page.
pub fn footer(language: Language) -> String {
    let executor = say(
        language,
        "{% if company.executor_name %}Исп.: {{ company.executor_name }}{% if company.executor_phone %}, \
         тел.:~{{ company.executor_phone }}{% endif %}{% endif %}",
        "{% if company.executor_name %}Орынд.: {{ company.executor_name }}{% if company.executor_phone %}, \
         тел.:~{{ company.executor_phone }}{% endif %}{% endif %}",
        "{% if company.executor_name %}Prepared by: {{ company.executor_name | translit }}\
         {% if company.executor_phone %}, tel.:~{{ company.executor_phone }}{% endif %}{% endif %}",
    );
    when("company.representative_name and office", &paragraph(Style::Footer, contact(language)))
        + &paragraph(Style::Footer, &format!("{executor}\t{}", page_number(language)))
}

/// The office of the representative in the region, where a representative files.
fn contact(language: Language) -> &'static str {
    say(
        language,
        "Контакты представителя: {{ office.name_ru }}{% if office.address_ru %}, {{ office.address_ru }}{% endif %}\
         {% if office.phone %}, тел.:~{{ office.phone }}{% endif %}{% if office.email %}, {{ office.email }}{% endif %}",
        "Өкілдің байланыс деректері: {{ office.name_kk or office.name_ru }}\
         {% if office.address_kk or office.address_ru %}, {{ office.address_kk or office.address_ru }}{% endif %}\
         {% if office.phone %}, тел.:~{{ office.phone }}{% endif %}{% if office.email %}, {{ office.email }}{% endif %}",
        "Contact of the representative: {{ office.name_en or office.name_ru }}\
         {% if office.address_en or office.address_ru %}, {{ office.address_en or office.address_ru }}{% endif %}\
         {% if office.phone %}, tel.:~{{ office.phone }}{% endif %}{% if office.email %}, {{ office.email }}{% endif %}",
    )
}

/// The footer of a sheet that goes with the packet and is nobody's letter.
pub fn plain_footer(language: Language) -> String {
    paragraph(Style::Footer, &format!("\t{}", page_number(language)))
}

fn page_number(language: Language) -> &'static str {
    say(language, "стр.~[PAGE] из~[NUMPAGES]", "[PAGE]~/~[NUMPAGES] бет", "page~[PAGE] of~[NUMPAGES]")
}
