//! The power of attorney for who hands the papers in (R40).
//!
//! Without the right to delegate, and for a year, which is also what the Civil Code (art. 168) takes where no
//! term is stated. What the roster does not know of the attorney's identity document is left to be written in.

use otinish::language::Language;

use super::Letter;
use super::frame::{self, fact, facts, say};
use super::person;
use super::word::{Look, Style, TEXT_WIDTH, cell, paragraph, row, table};

pub fn write(language: Language) -> Letter {
    let title = say(language, "Доверенность", "Сенімхат", "Power of attorney");
    let heading = say(language, "ДОВЕРЕННОСТЬ №~____", "№~____ СЕНІМХАТ", "POWER OF ATTORNEY No.~____");
    let body = [
        frame::letterhead(language),
        paragraph(Style::Title, heading),
        frame::place_and_date(language),
        paragraph(Style::Lead, grant(language)),
        facts(attorney(language)),
        paragraph(Style::Lead, task(language)),
        foreigner(language),
        paragraph(Style::BodyText, powers(language)),
        paragraph(Style::BodyText, term(language)),
        specimen(language),
        frame::signature(language),
    ];
    Letter { title: title.to_owned(), body: body.concat(), footer: frame::plain_footer(language) }
}

/// Who empowers; who signs stays in the nominative.
fn grant(language: Language) -> &'static str {
    say(
        language,
        "{{ company.name_ru }} (БИН~{{ company.bin }}), именуемое далее «Доверитель», от имени которого на \
         основании устава действует {{ company.signatory_position_ru | firstlow }} {{ company.signatory_name_ru }}, \
         настоящей доверенностью уполномочивает следующего представителя:",
        "Бұдан әрі «Сенім білдіруші» деп аталатын {{ company.name_kk }} (БСН~{{ company.bin }}), оның атынан жарғы \
         негізінде {{ (company.signatory_position_kk or company.signatory_position_ru) | firstlow }} \
         {{ company.signatory_name_kk or company.signatory_name_ru }} әрекет етеді, осы сенімхатпен мынадай \
         өкілге уәкілеттік береді:",
        "{{ company.name_en }} (BIN~{{ company.bin }}), hereinafter the “Principal”, represented under its \
         charter by {{ company.signatory_name_en }}, {{ company.signatory_position_en }}, hereby empowers the \
         following representative:",
    )
}

fn attorney(language: Language) -> Vec<super::word::Row> {
    let blank = say(
        language,
        "№~_____________ от~____________, ИИН~_________________",
        "№~_____________, ____________ берілген, ЖСН~_________________",
        "No.~_____________ of~____________, IIN~_________________",
    );
    vec![
        fact(
            say(language, "Фамилия, имя, отчество", "Тегі, аты, әкесінің аты", "Full name"),
            "**{{ company.representative_name }}**",
        ),
        fact(
            say(
                language,
                "Документ, удостоверяющий личность",
                "Жеке басын куәландыратын құжат",
                "Identity document",
            ),
            &format!(
                "{{% if company.representative_document %}}{{{{ company.representative_document }}}}\
                 {{% else %}}{blank}{{% endif %}}"
            ),
        ),
    ]
}

fn task(language: Language) -> &'static str {
    say(
        language,
        "представлять интересы Доверителя в органах миграционной службы, органе занятости, налоговом органе и \
         Государственной корпорации «Правительство для граждан» по документам, относящимся к следующему \
         {% if person.is_dependant %}члену семьи иностранного работника{% else %}иностранному работнику\
         {% endif %}:",
        "мынадай {% if person.is_dependant %}шетелдік жұмыскердің отбасы мүшесіне{% else %}шетелдік жұмыскерге\
         {% endif %} қатысты құжаттар бойынша көші-қон қызметі органдарында, жұмыспен қамту \
         органында, салық органында және «Азаматтарға арналған үкімет» мемлекеттік корпорациясында Сенім \
         білдірушінің мүдделерін білдіруге:",
        "to represent the Principal before the migration service, the employment authority, the tax service and \
         the State Corporation “Government for Citizens” in the matters of the following {% if person.is_dependant %}\
         member of a foreign worker’s family{% else %}foreign worker{% endif %}:",
    )
}

fn foreigner(language: Language) -> String {
    let who = "person";
    let mut rows = person::names(language, who);
    rows.extend([
        person::worker(language),
        person::kinship(language),
        person::citizenship(language, who),
        person::passport(language, who, &["passport_issue", "passport_expiry"]),
    ]);
    facts(rows)
}

fn powers(language: Language) -> &'static str {
    say(
        language,
        "Для этого представитель вправе подавать и подписывать заявления, ходатайства и уведомления, \
         представлять и получать документы, в том числе свидетельство об ИИН, визы и разрешения, уплачивать \
         государственные пошлины, давать пояснения, расписываться и совершать иные действия, связанные с \
         выполнением этого поручения.",
        "Ол үшін өкіл өтініштер, қолдаухаттар мен хабарламалар тапсыруға және оларға қол қоюға, құжаттарды, оның \
         ішінде ЖСН туралы куәлікті, визалар мен рұқсаттарды ұсынуға және алуға, мемлекеттік баждарды төлеуге, \
         түсініктемелер беруге, қол қоюға және осы тапсырманы орындауға байланысты өзге де әрекеттерді жасауға \
         құқылы.",
        "For this purpose the representative may file and sign applications, requests and notifications, submit \
         and receive documents, including the IIN certificate, visas and permits, pay state duties, give \
         explanations, sign, and do all else that is connected with this task.",
    )
}

fn term(language: Language) -> &'static str {
    say(
        language,
        "Доверенность выдана сроком на один год, без права передоверия.",
        "Сенімхат бір жыл мерзімге, басқа біреуге сенім білдіру құқығынсыз берілді.",
        "This power of attorney is given for one year, without the right of substitution.",
    )
}

/// The attorney's signature, which the principal confirms.
fn specimen(language: Language) -> String {
    let text = say(
        language,
        "Подпись представителя удостоверяется:",
        "Өкілдің қолы расталады:",
        "Specimen signature of the representative:",
    );
    let cells = [
        cell(Style::Signature, text),
        cell(Style::Signature, "_________________"),
        cell(Style::Signature, "{{ company.representative_name | initials }}"),
    ];
    paragraph(Style::Spacer, "")
        + &table(Look::Plain, &[4_536, 2_494, TEXT_WIDTH - 4_536 - 2_494], [row(cells)])
        + &paragraph(Style::Spacer, "")
}
