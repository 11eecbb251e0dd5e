//! What the tags of a template read: each path with its meaning, the kind of its value and the column of
//! the workbook that feeds it; and whether they read what there is.
//!
//! Deliberately absent: whether a value is there for a person; that is known when a document is filled.

use serde::Serialize;
use serde_json::Value;

use super::context::field_of;
use super::fill::UnknownField;
use super::place::{Fault, Location, notice};
use super::source::Table;
use super::tag::{Action, Tag};
use super::{Template, known};
use crate::finding::Notice;
use crate::language::Text;

/// A path that a template reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldUse {
    /// `employee.passport_no`, `quota[].count`.
    pub path: String,
    /// What it means, in one sentence; nothing for a path that is not known.
    pub about: Option<Text>,
    /// Kind of value: `date`, `country`, `text`, `list` …
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// Name of the field in the field table.
    pub field: Option<&'static str>,
    /// Header of the column that feeds it; nothing for what is worked out.
    pub column: Option<Text>,
    /// The sheets on which the column may stand.
    pub sheets: Vec<&'static str>,
}

/// Paths that no column holds: what they mean and their kind.
const WORKED_OUT: [(&str, &str, &str, &str, &str); 33] = [
    (
        "today",
        "date",
        "The day on which the documents are made.",
        "День, когда готовятся документы.",
        "Құжаттар дайындалған күн.",
    ),
    (
        "language",
        "text",
        "The language of the letter: ru, kk, en.",
        "Язык письма: ru, kk, en.",
        "Хат тілі: ru, kk, en.",
    ),
    ("filing.kind", "text", "The kind of filing.", "Вид подачи.", "Өтініш түрі."),
    (
        "filing.movement",
        "text",
        "The movement that a notification is about: arrival, address, departure …",
        "Событие, о котором уведомляют: arrival, address, departure …",
        "Хабарланатын оқиға: arrival, address, departure …",
    ),
    (
        "filing.event",
        "date",
        "The day from which the duty runs.",
        "День, от которого идёт срок.",
        "Мерзім басталатын күн.",
    ),
    ("filing.due", "date", "The last day of the duty.", "Последний день срока.", "Мерзімнің соңғы күні."),
    ("filing.date", "date", "The date of the letter.", "Дата письма.", "Хат күні."),
    (
        "filing.period_from",
        "date",
        "First day of the term that is asked for.",
        "Первый день запрашиваемого срока.",
        "Сұралатын мерзімнің бірінші күні.",
    ),
    (
        "filing.period_to",
        "date",
        "Last day of the term that is asked for.",
        "Последний день запрашиваемого срока.",
        "Сұралатын мерзімнің соңғы күні.",
    ),
    (
        "filing.addressee_ru",
        "text",
        "The addressee in Russian, ready to print.",
        "Адресат на русском языке, готов к печати.",
        "Орыс тіліндегі адресат, басып шығаруға дайын.",
    ),
    (
        "filing.addressee_kk",
        "text",
        "The addressee in Kazakh, in the dative, ready to print.",
        "Адресат на казахском языке в дательном падеже, готов к печати.",
        "Қазақ тіліндегі адресат, барыс септігінде, басып шығаруға дайын.",
    ),
    (
        "filing.addressee_en",
        "text",
        "The addressee in English, ready to print.",
        "Адресат на английском языке, готов к печати.",
        "Ағылшын тіліндегі адресат, басып шығаруға дайын.",
    ),
    (
        "filing.total",
        "number",
        "The number of all positions of a quota request.",
        "Число всех мест в заявке на квоту.",
        "Квотаға өтінімдегі барлық орындар саны.",
    ),
    (
        "filing.years",
        "number",
        "For how many years the work permit is to be extended.",
        "На сколько лет продлевается разрешение.",
        "Рұқсат неше жылға ұзартылады.",
    ),
    (
        "filing.current_permits",
        "number",
        "How many workers of the region have a valid work permit.",
        "Сколько работников региона имеют действующее разрешение.",
        "Өңірде қолданыстағы рұқсаты бар қызметкерлер саны.",
    ),
    (
        "employee.route",
        "text",
        "The way of entry that the citizenship gives: eaeu, azerbaijan, cis, visa, bilateral.",
        "Порядок въезда по гражданству: eaeu, azerbaijan, cis, visa, bilateral.",
        "Азаматтық бойынша кіру тәртібі: eaeu, azerbaijan, cis, visa, bilateral.",
    ),
    (
        "person.route",
        "text",
        "The way of entry that the citizenship gives: eaeu, azerbaijan, cis, visa, bilateral.",
        "Порядок въезда по гражданству: eaeu, azerbaijan, cis, visa, bilateral.",
        "Азаматтық бойынша кіру тәртібі: eaeu, azerbaijan, cis, visa, bilateral.",
    ),
    (
        "person.is_dependant",
        "yes/no",
        "Whether the letter is about a family member.",
        "О члене ли семьи письмо.",
        "Хат отбасы мүшесі туралы ма.",
    ),
    (
        "dependant.cert_authentication",
        "text",
        "none, notarised_copy, apostille or legalisation, by the country of the certificate.",
        "none, notarised_copy, apostille или legalisation по стране свидетельства.",
        "Куәлік беретін елге қарай none, notarised_copy, apostille немесе legalisation.",
    ),
    (
        "person.cert_authentication",
        "text",
        "none, notarised_copy, apostille or legalisation, by the country of the certificate.",
        "none, notarised_copy, apostille или legalisation по стране свидетельства.",
        "Куәлік беретін елге қарай none, notarised_copy, apostille немесе legalisation.",
    ),
    (
        "contract.indefinite",
        "yes/no",
        "Whether the contract has no end.",
        "Бессрочный ли договор.",
        "Шарт мерзімсіз бе.",
    ),
    (
        "office",
        "text",
        "The representative's office that serves the region of the filing (otinish.toml).",
        "Офис представителя, который обслуживает регион подачи (otinish.toml).",
        "Тапсыру өңіріне қызмет көрсететін өкіл кеңсесі (otinish.toml).",
    ),
    ("office.name_ru", "text", "Its name in Russian.", "Его название на русском.", "Оның атауы орысша."),
    ("office.name_kk", "text", "Its name in Kazakh.", "Его название на казахском.", "Оның атауы қазақша."),
    (
        "office.name_en",
        "text",
        "Its name in English.",
        "Его название на английском.",
        "Оның атауы ағылшынша.",
    ),
    (
        "office.address_ru",
        "text",
        "Its address in Russian.",
        "Его адрес на русском.",
        "Оның мекенжайы орысша.",
    ),
    (
        "office.address_kk",
        "text",
        "Its address in Kazakh.",
        "Его адрес на казахском.",
        "Оның мекенжайы қазақша.",
    ),
    (
        "office.address_en",
        "text",
        "Its address in English.",
        "Его адрес на английском.",
        "Оның мекенжайы ағылшынша.",
    ),
    ("office.phone", "text", "Its telephone.", "Его телефон.", "Оның телефоны."),
    ("office.email", "text", "Its e-mail address.", "Его электронная почта.", "Оның электрондық поштасы."),
    (
        "quota",
        "list",
        "The lines of the quota of this region and year.",
        "Строки квоты этого региона и года.",
        "Осы өңір мен жылдың квота жолдары.",
    ),
    (
        "contracts",
        "list",
        "The service contracts of this region.",
        "Договоры услуг этого региона.",
        "Осы өңірдің қызмет көрсету шарттары.",
    ),
    (
        "family",
        "list",
        "The family members of the worker.",
        "Члены семьи работника.",
        "Қызметкердің отбасы мүшелері.",
    ),
];

impl FieldUse {
    /// What a paralegal should know of the field: that the workbook must have a column of its own for it, or
    /// that no column feeds it.
    pub fn remark(&self) -> Option<Notice> {
        if self.path.starts_with("extra.") {
            let column = self.column.as_ref().map_or(self.path.as_str(), |column| &column.en);
            return Some(notice("template-extra-column", &[("found", &self.path), ("column", column)]));
        }
        let fed = self.about.is_some() || self.column.is_some();
        (!fed).then(|| notice("template-field-unfed", &[("found", &self.path)]))
    }
}

impl Template {
    /// The paths that its tags read, sorted, with what is known of each.
    pub fn fields(&self) -> Vec<FieldUse> {
        self.paths().into_iter().map(field_use).collect()
    }

    /// The first tag that reads a path, as [`Template::paths`] has it.
    pub fn place_of(&self, path: &str) -> Option<&Location> {
        let table = &self.table;
        let reads = |number: usize, tag: &Tag| {
            let mut paths = tag.action.expression().into_iter().flat_map(|expression| &expression.paths);
            paths.any(|one| table.shown(one, table.scopes[number], "[]").as_deref() == Some(path))
        };
        let mut tags = table.tags.iter().enumerate();
        tags.find(|(number, tag)| reads(*number, tag)).map(|(_, tag)| &tag.place)
    }

    /// Whether the tags fit data of a known form: fields that are not in it, loops over what is no list,
    /// values that cannot be printed. In the order of the document.
    pub fn examine(&self, form: &Value) -> Vec<Fault> {
        super::ordered(examine(&self.table, form))
    }
}

/// As [`Template::examine`], in no order.
pub fn examine(table: &Table, form: &Value) -> Vec<Fault> {
    let unknown = known::unknown(table, form).into_iter().map(|field: UnknownField| Fault {
        code: "template-unknown-field",
        message: field.notice(),
        place: field.place,
        fields: Some(field.fields),
    });
    unknown.chain(mistyped(table, form)).collect()
}

fn field_use(path: String) -> FieldUse {
    let worked_out = WORKED_OUT.iter().find(|(known, ..)| *known == path.replace("family[]", "dependant"));
    let field = worked_out.is_none().then(|| field_of(&path)).flatten();
    let own = path.strip_prefix("extra.");
    FieldUse {
        about: match (worked_out, field) {
            (Some((_, _, en, ru, kk)), _) => Some(Text::new(*en, *ru, *kk)),
            (None, Some(field)) => Some(field.about().clone()),
            _ => own.map(|_| notice("template-own-column", &[("found", &path)]).message),
        },
        kind: worked_out.map(|(_, kind, ..)| *kind).or(field.map(|field| field.kind().name())),
        field: field.map(|field| field.name()),
        column: field.map(|field| field.title()).or(own.map(Text::same)),
        sheets: field.into_iter().flat_map(|field| field.sheets()).map(|sheet| sheet.name()).collect(),
        path,
    }
}

/// Loops over single values, and prints of lists, groups and yes-or-no.
fn mistyped(table: &Table, form: &Value) -> Vec<Fault> {
    (0..table.tags.len()).filter_map(|number| mistyped_tag(number, table, form)).collect()
}

/// The first loop over a single value.
pub fn mistyped_loop(table: &Table, data: &Value) -> Option<Fault> {
    let mut loops =
        (0..table.tags.len()).filter(|number| matches!(table.tags[*number].action, Action::For(..)));
    loops.find_map(|number| mistyped_tag(number, table, data))
}

fn mistyped_tag(number: usize, table: &Table, form: &Value) -> Option<Fault> {
    let tag = &table.tags[number];
    let (expression, code) = match &tag.action {
        Action::For(_, list) => (list, "template-not-list"),
        Action::Print(value) => (value, "template-not-text"),
        _ => return None,
    };
    let [path] = &expression.paths[..] else { return None };
    if expression.source.contains([' ', '|', '(']) {
        return None;
    }
    let wrong = |value: &&Value| match tag.action {
        Action::For(..) => !value.is_array() && !value.is_object() && !value.is_null(),
        _ => value.is_array() || value.is_object() || value.is_boolean(),
    };
    let values = known::values(path, table.scopes[number], table, form);
    values.iter().any(wrong).then(|| Fault::new(tag.place.clone(), code, &[("found", &tag.typed)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_with_its_column() {
        let told = field_use("permit.to".to_owned());
        assert_eq!((told.kind, told.field), (Some("date"), Some("wp_to")));
        assert!(told.about.is_some() && told.column.is_some());
        assert_eq!(field_use("family[].cert_authentication".to_owned()).kind, Some("text"));
        assert_eq!(field_use("extra.Ставка".to_owned()).column, Some(Text::same("Ставка")));
        assert_eq!(field_use("nonsense".to_owned()).about, None);
        let code = |path: &str| field_use(path.to_owned()).remark().map(|remark| remark.code);
        assert_eq!(code("permit.to"), None);
        assert_eq!(code("extra.Ставка"), Some("template-extra-column"));
        assert_eq!(code("nonsense"), Some("template-field-unfed"));
    }
}
