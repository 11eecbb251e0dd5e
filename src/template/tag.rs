//! From the healed text of a tag to what it does.
//!
//! docxtpl's letters (`{%p`, `{%tr`, `{%tc`, `{%r`, `{{r`) are taken as hints of the level. Refused are the
//! tags of Tera that reach beyond the document (`include`, `extends`, components) or would take XML for text
//! (`filter`, `set` with a body).

use super::expression::{self, Expression, Purpose};
use super::place::{Fault, Location, nearest};
use super::scan::Brackets;

/// A tag of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub action: Action,
    pub hint: Option<Hint>,
    /// `{%-` and `-%}`: the paragraph before, the paragraph after is joined on.
    pub joins: Joins,
    /// As typed, with brackets.
    pub typed: String,
    pub place: Location,
}

/// What a tag does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Print(Expression),
    If(Expression),
    Elif(Expression),
    Else,
    EndIf,
    /// The names are the value, or the key and the value.
    For(Vec<String>, Expression),
    EndFor,
    Set(String, Expression),
    Break,
    Continue,
    /// A comment, or a mark of raw text.
    Nothing,
}

/// The level that docxtpl's letter names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    Paragraph,
    Cell,
    Row,
}

/// Which neighbours a tag joins its paragraph to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    pub before: bool,
    pub after: bool,
}

/// What a tag is to the nesting of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Open,
    Middle,
    Close,
    /// Stands for itself: a value, a comment, `set`.
    Single,
}

const TAGS: [&str; 9] = ["if", "elif", "else", "endif", "for", "endfor", "set", "break", "continue"];
/// `endset` and the like are here because what they close is refused.
const REFUSED: [&str; 24] = [
    "include",
    "import",
    "from",
    "extends",
    "macro",
    "endmacro",
    "call",
    "endcall",
    "block",
    "endblock",
    "component",
    "endcomponent",
    "filter",
    "endfilter",
    "set_global",
    "endset",
    "autoescape",
    "endautoescape",
    "do",
    "with",
    "cellbg",
    "colspan",
    "hm",
    "vm",
];

impl Action {
    pub fn role(&self) -> Role {
        match self {
            Action::If(_) | Action::For(..) => Role::Open,
            Action::Elif(_) | Action::Else => Role::Middle,
            Action::EndIf | Action::EndFor => Role::Close,
            Action::Print(_) | Action::Set(..) | Action::Break | Action::Continue | Action::Nothing => {
                Role::Single
            }
        }
    }

    /// The expression, if it has one.
    pub fn expression(&self) -> Option<&Expression> {
        match self {
            Action::Print(expression)
            | Action::If(expression)
            | Action::Elif(expression)
            | Action::For(_, expression)
            | Action::Set(_, expression) => Some(expression),
            _ => None,
        }
    }
}

/// Reads a tag.
///
/// # Errors
/// A fault for a tag that is unknown, refused, incomplete or has a broken expression.
pub fn parse(brackets: Brackets, healed: &str, typed: &str, place: Location) -> Result<Tag, Box<Fault>> {
    let (inner, joins) = joins(healed);
    let (inner, hint) = hint(brackets, inner);
    let fault = |code, values: &[(&str, &str)]| {
        let mut all = vec![("found", typed)];
        all.extend_from_slice(values);
        Box::new(Fault::new(place.clone(), code, &all))
    };
    let action = match brackets {
        Brackets::Comment => Ok(Action::Nothing),
        Brackets::Print if inner.is_empty() => Err(Broken::Empty.fault(&fault)),
        Brackets::Print => match expression::parse(inner, Purpose::Value) {
            Ok(expression) => Ok(Action::Print(expression)),
            Err(error) => Err(Broken::Expression(error).fault(&fault)),
        },
        Brackets::Block => block(inner).map_err(|broken| broken.fault(&fault)),
    }?;
    Ok(Tag { action, hint, joins, typed: typed.to_owned(), place })
}

/// Takes the signs for white space off.
fn joins(healed: &str) -> (&str, Joins) {
    let before = healed.starts_with('-');
    let after = healed.len() > 1 && healed.ends_with('-');
    let inner = healed.trim_start_matches(['-', '+']).trim_end_matches(['-', '+']).trim();
    (inner, Joins { before, after })
}

/// Takes docxtpl's letter off.
fn hint(brackets: Brackets, inner: &str) -> (&str, Option<Hint>) {
    let Some((letter, rest)) = inner.split_once(' ') else {
        return (inner, None);
    };
    let rest = rest.trim_start();
    let word = first_word(rest);
    let follows = match brackets {
        Brackets::Block => TAGS.contains(&word) || REFUSED.contains(&word),
        Brackets::Print => {
            rest.starts_with(|first: char| first.is_alphanumeric() || "_(\"'".contains(first))
                && !["or", "and", "if", "is", "in", "not", "else"].contains(&word)
        }
        Brackets::Comment => false,
    };
    let hint = match letter {
        "p" => Some(Hint::Paragraph),
        "tr" => Some(Hint::Row),
        "tc" => Some(Hint::Cell),
        "r" => None,
        _ => return (inner, None),
    };
    match follows {
        true => (rest, hint),
        false => (inner, None),
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Makes a fault at the place of a tag from a code and values.
type Teller<'t> = dyn Fn(&'static str, &[(&str, &str)]) -> Box<Fault> + 't;

/// Why a tag cannot be taken.
enum Broken {
    Empty,
    Unknown(String),
    Refused,
    /// Something is missing after the word or too much; with an example of the right form.
    Form(&'static str),
    Expression(expression::Error),
}

impl Broken {
    fn fault(self, fault: &Teller<'_>) -> Box<Fault> {
        match self {
            Broken::Empty => fault("template-tag-empty", &[("example", "{{ employee.iin }}")]),
            Broken::Unknown(word) => {
                let near = nearest(&word, TAGS).unwrap_or_default();
                fault("template-tag-unknown", &[("word", &word), ("near", near)])
            }
            Broken::Refused => fault("template-tag-refused", &[]),
            Broken::Form(example) => fault("template-tag-form", &[("example", example)]),
            Broken::Expression(expression::Error::Quote) => fault("template-quote", &[]),
            Broken::Expression(expression::Error::Bracket(bracket)) => {
                fault("template-bracket", &[("bracket", &bracket.to_string())])
            }
            Broken::Expression(expression::Error::Character(character)) => {
                fault("template-character", &[("character", &character.to_string())])
            }
            Broken::Expression(expression::Error::Refused(construct)) => {
                fault("template-expression-refused", &[("construct", &construct)])
            }
        }
    }
}

fn block(inner: &str) -> Result<Action, Broken> {
    let word = first_word(inner);
    let rest = inner[word.len()..].trim();
    let alone =
        |action: Action, example| if rest.is_empty() { Ok(action) } else { Err(Broken::Form(example)) };
    let question = |example| match rest.is_empty() {
        true => Err(Broken::Form(example)),
        false => expression::parse(rest, Purpose::Question).map_err(Broken::Expression),
    };
    match word {
        "if" => question("{% if employee.iin %}").map(Action::If),
        "elif" => question("{% elif employee.iin %}").map(Action::Elif),
        "else" => alone(Action::Else, "{% else %}"),
        "endif" => alone(Action::EndIf, "{% endif %}"),
        "endfor" => alone(Action::EndFor, "{% endfor %}"),
        "break" => alone(Action::Break, "{% break %}"),
        "continue" => alone(Action::Continue, "{% continue %}"),
        "for" => match expression::parse_for(rest).map_err(Broken::Expression)? {
            Some((names, list)) => Ok(Action::For(names, list)),
            None => Err(Broken::Form("{% for line in quota %}")),
        },
        "set" => match expression::parse_set(rest).map_err(Broken::Expression)? {
            Some((name, value)) => Ok(Action::Set(name, value)),
            None => Err(Broken::Form("{% set name = company.name_ru %}")),
        },
        "" if inner.is_empty() => Err(Broken::Empty),
        "" => Err(Broken::Refused),
        word if REFUSED.contains(&word) => Err(Broken::Refused),
        word => Err(Broken::Unknown(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(brackets: Brackets, inner: &str) -> Result<Tag, &'static str> {
        parse(brackets, inner, inner, Location::default()).map_err(|fault| fault.code)
    }

    #[test]
    fn the_letters_of_docxtpl_are_hints() {
        let hint = |inner| read(Brackets::Block, inner).expect("a tag").hint;
        assert_eq!(hint("p if x "), Some(Hint::Paragraph));
        assert_eq!(hint("tr for x in y "), Some(Hint::Row));
        assert_eq!(hint(" tc endfor "), Some(Hint::Cell));
        assert_eq!(hint("r if x"), None);
        let source = |inner| match read(Brackets::Print, inner).expect("a tag").action {
            Action::Print(expression) => expression.source,
            other => format!("{other:?}"),
        };
        assert_eq!(source("r x "), "x");
        assert_eq!(source(" p "), "p");
        assert_eq!(source(" p or q "), "p or q");
        assert_eq!(source("rank"), "rank");
    }

    #[test]
    fn what_is_no_tag_is_a_fault() {
        for (inner, code) in [
            (" endfi ", "template-tag-unknown"),
            (" include \"a\" ", "template-tag-refused"),
            (" <x()> ", "template-tag-refused"),
            (" set x ", "template-tag-form"),
            (" for x ", "template-tag-form"),
            (" if ", "template-tag-form"),
            (" endif x ", "template-tag-form"),
            ("  ", "template-tag-empty"),
            (" if (x ", "template-bracket"),
        ] {
            assert_eq!(read(Brackets::Block, inner).map(|tag| tag.action), Err(code), "{inner}");
        }
    }
}
