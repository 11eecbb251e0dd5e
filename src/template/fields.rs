//! What the tags of a template read: each path with its meaning, the kind of its value and the column of
//! the workbook that feeds it; and whether they read what there is.
//!
//! Deliberately absent: whether a value is there for a person; that is known when a document is filled.

use std::sync::LazyLock;

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
use crate::reference::table;

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

/// Path, kind, and meaning in English, Russian and Kazakh of what no column holds.
static WORKED_OUT: LazyLock<Vec<[&str; 5]>> = LazyLock::new(|| {
    table::rows("fields.tsv", include_str!("fields.tsv"), ["path", "kind", "en", "ru", "kk"])
});

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
    let known = path.replace("family[]", "dependant");
    let worked_out = WORKED_OUT.iter().find(|[path, ..]| *path == known);
    let field = worked_out.is_none().then(|| field_of(&path)).flatten();
    let own = path.strip_prefix("extra.");
    FieldUse {
        about: match (worked_out, field) {
            (Some([_, _, en, ru, kk]), _) => Some(Text::new(*en, *ru, *kk)),
            (None, Some(field)) => Some(field.about().clone()),
            _ => own.map(|_| notice("template-own-column", &[("found", &path)]).message),
        },
        kind: worked_out.map(|[_, kind, ..]| *kind).or(field.map(|field| field.kind().name())),
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
    use crate::language::Language;
    use crate::template::BUILT_IN;

    #[test]
    fn each_path_of_the_built_in_letters_is_told() {
        for (name, bytes) in BUILT_IN {
            let template = Template::compile(bytes, name, Language::Ru).expect("it is tested elsewhere");
            for field in template.fields() {
                assert!(field.about.is_some() && field.kind.is_some(), "{name}: {}", field.path);
            }
        }
    }

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
