//! From the text of an expression as typed to the Tera expression that is run, and the paths it reads.
//!
//! The expression keeps its meaning, but a missing value (null, or a field that is not there) goes through
//! it as missing instead of as an error or as empty text: `a.b` becomes `a?.b`, `x | upper` is applied only
//! if `x` is there, and `a ~ b` is missing if `a` or `b` is. Names of fields may have letters of any script.
//! Refused: list comprehensions, components, and the names that hold Tera's or our own state.

mod token;
mod write;

use token::{Kind, Token};
pub use write::latin;
use write::write;

/// What an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Its value is printed or kept: it must be missing if an operand is.
    Value,
    /// It is only asked whether it holds.
    Question,
}

/// An expression ready for Tera.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    pub source: String,
    /// The paths it reads, in the order in which they stand.
    pub paths: Vec<Path>,
    /// It reads `loop`, which is only there inside one.
    pub counts: bool,
}

/// A path through the context: `employee.address`, `quota[0].position`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub root: String,
    pub segments: Vec<Segment>,
    /// The expression says itself what happens if it is not there: `is defined`, `default(…)`, `?.`.
    pub optional: bool,
    /// It only decides which value is taken (`… if here else …`), or is an argument of a filter.
    pub aside: bool,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Name(String),
    Index(usize),
    /// An index that is computed.
    Computed,
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.root)?;
        self.segments.iter().try_for_each(|segment| segment.fmt(f))
    }
}

impl std::fmt::Display for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Segment::Name(name) => write!(f, ".{name}"),
            Segment::Index(index) => write!(f, "[{index}]"),
            Segment::Computed => f.write_str("[…]"),
        }
    }
}

/// Why an expression cannot be taken; what Tera will say itself is left to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A quotation mark without its partner.
    Quote,
    /// A bracket without its partner.
    Bracket(char),
    /// A character that means nothing in an expression.
    Character(char),
    /// A construct that templates may not use, as typed.
    Refused(String),
}

/// Reads an expression.
///
/// # Errors
/// See [`Error`]; Tera finds the other mistakes.
pub fn parse(text: &str, purpose: Purpose) -> Result<Expression, Error> {
    write(&token::tokens(text)?, purpose)
}

/// Reads what follows `for`: the names and the list, or nothing if it is not `name in list` or
/// `name, name in list`.
///
/// # Errors
/// As [`parse`].
pub fn parse_for(text: &str) -> Result<Option<(Vec<String>, Expression)>, Error> {
    let tokens = token::tokens(text)?;
    let names: Vec<&Token<'_>> = match &tokens[..] {
        [value, r#in, _, ..] if r#in.is_name("in") => vec![value],
        [key, comma, value, r#in, _, ..] if comma.text == "," && r#in.is_name("in") => vec![key, value],
        _ => return Ok(None),
    };
    if names.iter().any(|name| name.kind != Kind::Name) {
        return Ok(None);
    }
    let list = write(&tokens[names.len() * 2..], Purpose::Question)?;
    Ok(Some((names.iter().map(|name| name.text.to_owned()).collect(), list)))
}

/// Reads what follows `set`: the name and the value, or nothing if it is not `name = value`.
///
/// # Errors
/// As [`parse`].
pub fn parse_set(text: &str) -> Result<Option<(String, Expression)>, Error> {
    let tokens = token::tokens(text)?;
    match &tokens[..] {
        [name, sign, rest @ ..] if name.kind == Kind::Name && sign.text == "=" && !rest.is_empty() => {
            Ok(Some((name.text.to_owned(), write(rest, Purpose::Value)?)))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> String {
        parse(text, Purpose::Value).expect("well-formed").source
    }

    #[test]
    fn a_missing_value_goes_through() {
        assert_eq!(source("employee.address"), "employee?.address");
        assert_eq!(source("a.b or c.d"), "a?.b or c?.d");
        assert_eq!(source("a.b | upper"), "((a?.b | upper) if (a?.b is present) else none)");
        assert_eq!(
            source("a | date | default(value='—') | upper"),
            "(((a | date) if (a is present) else none) | default(value='—') | upper)"
        );
        assert_eq!(
            source("(a or b) | date(format='long')"),
            "(((a or b) | date(format='long')) if ((a or b) is present) else none)"
        );
        assert_eq!(source("a ~ ' ' ~ b"), "((a ~ ' ' ~ b) if (a is present and b is present) else none)");
        assert_eq!(source("a ~ b or c"), "((a ~ b) if (a is present and b is present) else none) or c");
        assert_eq!(source("-x | abs"), "((- x | abs) if (x is present) else none)");
        assert_eq!(source("'a' | upper"), "('a' | upper)");
    }

    #[test]
    fn what_is_not_a_path_stays() {
        assert_eq!(source("loop.index"), "loop.index");
        assert_eq!(source("range(end=n)"), "range(end=n)");
        assert_eq!(source("x if y == 'TR' else z"), "x if y == 'TR' else z");
        assert_eq!(
            source("not a is defined and b is divisible_by(divisor=2)"),
            "not a is defined and b is divisible_by(divisor=2)"
        );
        assert_eq!(source("a in ['TR', 'UZ']"), "a in ['TR', 'UZ']");
        assert_eq!(source("{'a': b}[c]"), "{'a':b} [c]");
        assert_eq!(source("extra.Ставка"), "extra?[\"Ставка\"]");
        assert_eq!(source("quota[0].position"), "quota?[0]?.position");
    }

    #[test]
    fn the_paths_are_told() {
        let paths = |text: &str| -> Vec<String> {
            let all = parse(text, Purpose::Value).expect("well-formed").paths;
            all.iter()
                .map(|path| {
                    format!(
                        "{path}{}{}",
                        if path.optional { "?" } else { "" },
                        if path.aside { "*" } else { "" }
                    )
                })
                .collect()
        };
        assert_eq!(paths("a.b or c[0]['d'] | date(lang=f.g)"), ["a.b", "c[0].d", "f.g*"]);
        assert_eq!(paths("a if b is defined else c | default(value=d)"), ["a", "b?*", "c?", "d*"]);
        assert_eq!(paths("a[b].c"), ["b*", "a[…].c"]);
        assert_eq!(paths("loop.index ~ x"), ["x"]);
    }

    #[test]
    fn what_is_refused() {
        let error = |text: &str| parse(text, Purpose::Value).expect_err("refused");
        assert_eq!(error("a | date('"), Error::Quote);
        assert_eq!(error("(a"), Error::Bracket('('));
        assert_eq!(error("a) | safe | (b"), Error::Bracket(')'));
        assert_eq!(error("a & b"), Error::Character('&'));
        assert_eq!(error("[x for x in y]"), Error::Refused("[… for … in …]".into()));
        assert_eq!(error("__tera_context"), Error::Refused("__tera_context".into()));
        assert_eq!(error("<Button/>"), Error::Refused("<…>".into()));
    }
}
