//! The papers on which a stay rests, alike in every letter that names them: work permit, employment contract,
//! visa; and the lines by which they are attached.

use otinish::language::Language;

use super::frame::{fact, fact_of, say};
use super::person;
use super::word::{Row, Style, kept, word_for};

/// Number and term of the work permit.
pub fn permit(language: Language) -> Row {
    fact(permit_label(language), permit_value(language))
}

/// As [`permit`], in a letter about a member of the family.
pub fn permit_of_worker(language: Language) -> Row {
    let label = say(language, "Разрешение работника", "Жұмыскердің рұқсаты", "The worker’s permit");
    fact(label, permit_value(language))
}

/// As [`permit`], told too that it is being extended, where the term asked for lasts longer (R12, R19).
pub fn permit_in_extension(language: Language) -> Row {
    let extended = say(
        language,
        "; продлевается по {{ filing.period_to | date }}",
        "; {{ filing.period_to | date }}~дейін ұзартылуда",
        "; being extended until {{ filing.period_to | date }}",
    );
    let longer = format!("{{% if filing.period_to != permit.to %}}{extended}{{% endif %}}");
    fact(permit_label(language), &(permit_value(language).to_owned() + &longer))
}

fn permit_label(language: Language) -> &'static str {
    say(
        language,
        "Разрешение на привлечение иностранной рабочей силы",
        "Шетелдік жұмыс күшін тартуға рұқсат",
        "Work permit",
    )
}

fn permit_value(language: Language) -> &'static str {
    say(
        language,
        "№~{{ permit.number }}, срок действия с {{ permit.from | date }} по {{ permit.to | date }}",
        "№~{{ permit.number }}, қолданылу мерзімі {{ permit.from | date }}~– {{ permit.to | date }}",
        "No.~{{ permit.number }}, valid from {{ permit.from | date }} to {{ permit.to | date }}",
    )
}

/// Where the permit is valid.
pub fn territory(language: Language) -> Row {
    let label = say(language, "Территория разрешения", "Рұқсаттың аумағы", "Territory of the permit");
    fact(label, "{{ (permit.region or employee.region) | region }}")
}

/// The job title as the permit names it: of the permit, where the roster has one of its own for it.
pub fn job_title(language: Language) -> String {
    let own = say(
        language,
        "{{ employee.position }}",
        "{{ employee.position_kk or employee.position }}",
        "{{ employee.position_en or employee.position }}",
    );
    format!(
        "{{% if permit.position and permit.position != employee.position %}}{{{{ permit.position }}}}\
         {{% else %}}{own}{{% endif %}}"
    )
}

/// The row of [`job_title`].
pub fn position(language: Language) -> Row {
    let label = say(language, "Должность по разрешению", "Рұқсаттағы лауазымы", "Position in the permit");
    fact(label, &job_title(language))
}

/// The category of the worker with its name.
pub fn category(language: Language) -> Row {
    let names = match language {
        Language::Ru => [
            "первая (руководители и их заместители)",
            "вторая (руководители структурных подразделений)",
            "третья (специалисты)",
            "четвёртая (квалифицированные рабочие)",
        ],
        Language::Kk => [
            "бірінші (басшылар және олардың орынбасарлары)",
            "екінші (құрылымдық бөлімшелердің басшылары)",
            "үшінші (мамандар)",
            "төртінші (білікті жұмысшылар)",
        ],
        Language::En => [
            "1 (managers and their deputies)",
            "2 (heads of structural divisions)",
            "3 (specialists)",
            "4 (skilled workers)",
        ],
    };
    let mut value = String::new();
    for (number, name) in (1..).zip(names) {
        let word = if number == 1 { "if" } else { "elif" };
        value += &format!("{{% {word} employee.category == {number} %}}{name}");
    }
    value += "{% else %}{{ employee.category }}{% endif %}";
    fact(say(language, "Категория работника", "Жұмыскердің санаты", "Category of the worker"), &value)
}

/// Number, category and last day of the visa.
pub fn visa(language: Language) -> Row {
    fact(
        say(language, "Виза", "Визасы", "Visa"),
        say(
            language,
            "№~{{ visa.number }}{% if visa.category %}, категория {{ visa.category }}{% endif %}\
             {% if visa.to %}, действительна до {{ visa.to | date }}{% endif %}",
            "№~{{ visa.number }}{% if visa.category %}, санаты {{ visa.category }}{% endif %}\
             {% if visa.to %}, жарамдылық мерзімі {{ visa.to | date }}~дейін{% endif %}",
            "No.~{{ visa.number }}{% if visa.category %}, category {{ visa.category }}{% endif %}\
             {% if visa.to %}, valid until {{ visa.to | date }}{% endif %}",
        ),
    )
}

/// The category of the visa that is asked for; `more` stands behind it.
pub fn visa_category(language: Language, more: &str) -> Row {
    fact(say(language, "Категория визы", "Визаның санаты", "Visa category"), &format!("C3{more}"))
}

/// The consulate at which the visa is given.
pub fn visa_place(language: Language) -> Row {
    let label = say(language, "Место получения визы", "Визаны алу орны", "Place of visa receipt");
    fact(label, &person::in_language(language, "employee", "visa_place"))
}

/// What the person enters for.
pub fn purpose_of_entry(language: Language, purpose: &str) -> Row {
    fact(say(language, "Цель въезда", "Келу мақсаты", "Purpose of entry"), purpose)
}

/// How often the visa may be used; a word of the roster that is no known code stands as it was typed.
pub fn entries(language: Language) -> Row {
    let [single, double, multiple] = entries_words(language);
    let words = [("single", single), ("double", double), ("multiple", multiple)];
    let label = say(language, "Кратность визы", "Визаның еселігі", "Number of entries");
    fact_of(label, &word_for(Style::TableText, "employee.visa_entries", &words))
}

fn entries_words(language: Language) -> [&'static str; 3] {
    match language {
        Language::Ru => ["однократная", "двукратная", "многократная"],
        Language::Kk => ["бір реттік", "екі реттік", "көп реттік"],
        Language::En => ["single entry", "double entry", "multiple entry"],
    }
}

/// The same within a line, where it is known.
pub fn entries_inline(language: Language) -> String {
    let mut text = String::new();
    for (code, word) in ["single", "double", "multiple"].into_iter().zip(entries_words(language)) {
        let branch = if text.is_empty() { "if" } else { "elif" };
        text += &format!("{{% {branch} employee.visa_entries == \"{code}\" %}}, {word}");
    }
    text + "{% endif %}"
}

/// The term that is asked for.
pub fn term(language: Language) -> Row {
    fact(
        say(language, "Запрашиваемый срок", "Сұратылатын мерзім", "Period requested"),
        say(
            language,
            "с {{ filing.period_from | date }} по {{ filing.period_to | date }}",
            "{{ filing.period_from | date }}~– {{ filing.period_to | date }}",
            "from {{ filing.period_from | date }} to {{ filing.period_to | date }}",
        ),
    )
}

/// Number, day and last day of the employment contract.
pub fn contract(language: Language) -> Row {
    fact(
        say(language, "Трудовой договор", "Еңбек шарты", "Employment contract"),
        say(
            language,
            "№~{{ contract.number }} от {{ contract.from | date }}{% if contract.to %}, срок действия по \
             {{ contract.to | date }}{% endif %}",
            "{{ contract.from | date }} №~{{ contract.number }}{% if contract.to %}, қолданылу мерзімі \
             {{ contract.to | date }}~дейін{% endif %}",
            "No.~{{ contract.number }} of {{ contract.from | date }}{% if contract.to %}, valid until \
             {{ contract.to | date }}{% endif %}",
        ),
    )
}

/// A line of the attachments.
pub fn line(language: Language, ru: &str, kk: &str, en: &str) -> String {
    kept(Style::Attachment, say(language, ru, kk, en))
}

pub fn passport_original(language: Language) -> String {
    line(
        language,
        "Оригинал паспорта №~{{ person.passport_no }}.",
        "№~{{ person.passport_no }} паспорттың түпнұсқасы.",
        "Original passport No.~{{ person.passport_no }}.",
    )
}

pub fn passport_copy(language: Language) -> String {
    line(
        language,
        "Копия паспорта №~{{ person.passport_no }}.",
        "№~{{ person.passport_no }} паспорттың көшірмесі.",
        "Copy of passport No.~{{ person.passport_no }}.",
    )
}

pub fn permit_copy(language: Language) -> String {
    line(
        language,
        "Копия разрешения на привлечение иностранной рабочей силы №~{{ permit.number }}.",
        "Шетелдік жұмыс күшін тартуға №~{{ permit.number }} рұқсаттың көшірмесі.",
        "Copy of work permit No.~{{ permit.number }}.",
    )
}

pub fn visa_copy(language: Language) -> String {
    line(
        language,
        "Копия визы №~{{ visa.number }}.",
        "№~{{ visa.number }} визаның көшірмесі.",
        "Copy of visa No.~{{ visa.number }}.",
    )
}

pub fn duty_receipt(language: Language) -> String {
    line(
        language,
        "Квитанция об уплате государственной пошлины.",
        "Мемлекеттік баждың төленгені туралы түбіртек.",
        "Receipt of the state duty payment.",
    )
}
