//! From the text of an expression as typed to the Tera expression that is run, and the paths it reads.
//!
//! The expression keeps its meaning, but a missing value (null, or a field that is not there) goes through
//! it as missing instead of as an error or as empty text: `a.b` becomes `a?.b`, `x | upper` is applied only
//! if `x` is there, and `a ~ b` is missing if `a` or `b` is. Names of fields may have letters of any script.
//! Refused: list comprehensions, components, and the names that hold Tera's or our own state.

mod token;

use token::{Kind, Token};

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

/// Words that are no names of values.
const KEYWORDS: [&str; 9] = ["true", "True", "false", "False", "none", "None", "null", "not", "in"];
/// Filters of Tera that have no use in a letter and can make texts grow without limit.
const REFUSED_FILTERS: [&str; 1] = ["indent"];
/// Operators whose operands must both be there.
const STRICT: [&str; 8] = ["~", "+", "-", "*", "/", "//", "%", "**"];

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

fn write(tokens: &[Token<'_>], purpose: Purpose) -> Result<Expression, Error> {
    let guard = purpose == Purpose::Value;
    let mut writer = Writer { paths: Vec::new(), counts: false, guard, aside: false };
    let source = writer.expression(tokens)?;
    Ok(Expression { source, paths: writer.paths, counts: writer.counts })
}

struct Writer {
    paths: Vec<Path>,
    counts: bool,
    guard: bool,
    aside: bool,
}

/// Something that operators join, while it is being written.
struct Operand {
    source: String,
    /// Where in `Writer::paths` it is, if it is a path.
    path: Option<usize>,
    /// Whether it can be missing: a path or something in parentheses.
    doubtful: bool,
}

impl Writer {
    /// `left if condition else right`, or what has no condition.
    fn expression(&mut self, tokens: &[Token<'_>]) -> Result<String, Error> {
        let Some(condition) = token::find(tokens, |token| token.is_name("if")) else {
            return self.junction(tokens);
        };
        let mut depth = 0;
        let other = token::find(&tokens[condition + 1..], |token| {
            depth += i32::from(token.is_name("if")) - i32::from(token.is_name("else"));
            depth < 0
        });
        let (asked, other) = match other {
            Some(at) => (&tokens[condition + 1..condition + 1 + at], Some(&tokens[condition + 2 + at..])),
            None => (&tokens[condition + 1..], None),
        };
        let mut out = self.junction(&tokens[..condition])?;
        out.push_str(" if ");
        out.push_str(&self.aside(|writer| writer.expression(asked))?);
        if let Some(other) = other {
            out.push_str(" else ");
            out.push_str(&self.expression(other)?);
        }
        Ok(out)
    }

    fn aside<T>(&mut self, act: impl FnOnce(&mut Writer) -> T) -> T {
        let before = std::mem::replace(&mut self.aside, true);
        let result = act(self);
        self.aside = before;
        result
    }

    /// Pieces joined by `and` and `or`.
    fn junction(&mut self, tokens: &[Token<'_>]) -> Result<String, Error> {
        let mut out = String::new();
        let mut rest = tokens;
        while let Some(at) = token::find(rest, |token| token.is_name("and") || token.is_name("or")) {
            out.push_str(&self.piece(&rest[..at])?);
            out.push_str(if rest[at].is_name("and") { " and " } else { " or " });
            rest = &rest[at + 1..];
        }
        out.push_str(&self.piece(rest)?);
        Ok(out)
    }

    /// Operands joined by the other operators.
    fn piece(&mut self, tokens: &[Token<'_>]) -> Result<String, Error> {
        let mut out = String::new();
        let mut needed: Vec<String> = Vec::new();
        let mut before: Option<Operand> = None;
        let mut strict = false;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if before.is_none() && !operator(token) {
                let negated = at > 0 && tokens[at - 1].text == "-";
                let (operand, base, used) = self.operand(&tokens[at..], negated)?;
                if strict && operand.doubtful {
                    needed.push(base.clone());
                }
                push(&mut out, &operand.source);
                before = Some(Operand { source: base, ..operand });
                at += used;
                continue;
            }
            match token.text {
                "for" => return Err(Error::Refused("[… for … in …]".to_owned())),
                "<" if before.is_none() => return Err(Error::Refused("<…>".to_owned())),
                "is" => at += self.test(&tokens[at..], before.as_ref(), &mut out)?,
                "[" if before.is_some() => {
                    let inside = token::group(&tokens[at..])?;
                    push(&mut out, &format!("[{}]", self.expression(inside)?));
                    at += inside.len() + 2;
                }
                text => {
                    strict = STRICT.contains(&text);
                    if let (true, Some(operand)) = (strict, &before)
                        && operand.doubtful
                    {
                        needed.push(operand.source.clone());
                    }
                    push(&mut out, text);
                    before = None;
                    at += 1;
                }
            }
        }
        if needed.is_empty() || !self.guard {
            return Ok(out);
        }
        needed.dedup();
        let all: Vec<String> = needed.iter().map(|operand| format!("{operand} is present")).collect();
        Ok(format!("(({out}) if ({}) else none)", all.join(" and ")))
    }

    /// `is defined`, `is not odd`, `is divisible_by(divisor=2)`. Tells how many tokens it takes.
    fn test(
        &mut self,
        tokens: &[Token<'_>],
        before: Option<&Operand>,
        out: &mut String,
    ) -> Result<usize, Error> {
        let name = 1 + usize::from(tokens.get(1).is_some_and(|token| token.is_name("not")));
        for token in &tokens[..(name + 1).min(tokens.len())] {
            push(out, token.text);
        }
        let existence = tokens.get(name).is_some_and(|token| ["defined", "undefined"].contains(&token.text));
        if let (true, Some(path)) = (existence, before.and_then(|operand| operand.path)) {
            self.paths[path].optional = true;
        }
        match tokens.get(name + 1) {
            Some(token) if token.text == "(" => {
                let inside = token::group(&tokens[name + 1..])?;
                out.push_str(&format!("({})", self.arguments(inside)?));
                Ok(name + 3 + inside.len())
            }
            _ => Ok((name + 1).min(tokens.len())),
        }
    }

    /// An operand with its filters. Tells it, itself without the filters, and how many tokens it takes.
    fn operand(&mut self, tokens: &[Token<'_>], negated: bool) -> Result<(Operand, String, usize), Error> {
        let (mut operand, mut used) = self.bare(tokens)?;
        let base = operand.source.clone();
        let mut applied = String::new();
        let mut safe = !operand.doubtful;
        while tokens.get(used).is_some_and(|token| token.text == "|") {
            let Some(name) = tokens.get(used + 1) else {
                operand.source.push_str(" |");
                return Ok((operand, base, used + 1));
            };
            used += 2;
            if REFUSED_FILTERS.contains(&name.text) || name.text.starts_with("otinish_") {
                return Err(Error::Refused(format!("| {}", name.text)));
            }
            let mut filter = name.text.to_owned();
            if tokens.get(used).is_some_and(|token| token.text == "(") {
                let inside = token::group(&tokens[used..])?;
                filter.push_str(&format!("({})", self.aside(|writer| writer.arguments(inside))?));
                used += inside.len() + 2;
            }
            if name.text == "default" {
                if let Some(path) = operand.path {
                    self.paths[path].optional = true;
                }
                operand.source = guarded(&operand.source, &applied, &base, safe);
                applied.clear();
                safe = true;
            }
            applied.push_str(" | ");
            applied.push_str(&filter);
        }
        operand.source = match negated {
            // The sign binds closer than the filter; the operand is guarded with its sign.
            true => operand.source + &applied,
            false => guarded(&operand.source, &applied, &base, safe),
        };
        Ok((operand, base, used))
    }

    /// An operand without filters: a path, a call, something in brackets, a literal.
    fn bare(&mut self, tokens: &[Token<'_>]) -> Result<(Operand, usize), Error> {
        let plain = |source: String| Operand { source, path: None, doubtful: false };
        let first = &tokens[0];
        let opens = ["(", "[", "{"].contains(&first.text) && first.kind == Kind::Sign;
        if opens {
            let inside = token::group(tokens)?;
            let used = inside.len() + 2;
            let operand = match first.text {
                "(" => {
                    Operand { source: format!("({})", self.expression(inside)?), path: None, doubtful: true }
                }
                "[" => plain(format!("[{}]", self.list(inside, |_| 0)?)),
                // The key and its colon are copied.
                _ => {
                    plain(format!("{{{}}}", self.list(inside, |entry| if entry.len() > 2 { 2 } else { 0 })?))
                }
            };
            return Ok((operand, used));
        }
        match first.kind {
            Kind::Name if KEYWORDS.contains(&first.text) => Ok((plain(first.text.to_owned()), 1)),
            Kind::Name if tokens.get(1).is_some_and(|token| token.text == "(") => {
                let inside = token::group(&tokens[1..])?;
                let arguments = self.aside(|writer| writer.arguments(inside))?;
                Ok((plain(format!("{}({arguments})", first.text)), inside.len() + 3))
            }
            Kind::Name => self.path(tokens),
            _ => Ok((plain(first.text.to_owned()), 1)),
        }
    }

    fn path(&mut self, tokens: &[Token<'_>]) -> Result<(Operand, usize), Error> {
        let root = tokens[0].text;
        if root.starts_with("__tera") || root.starts_with("otinish_") {
            return Err(Error::Refused(root.to_owned()));
        }
        if let Some(foreign) = root.chars().find(|character| !character.is_ascii()) {
            return Err(Error::Character(foreign));
        }
        let mut source = root.to_owned();
        let mut segments = Vec::new();
        let mut optional = false;
        let mut at = 1;
        while let Some(token) = tokens.get(at) {
            match (token.text, tokens.get(at + 1)) {
                ("." | "?.", Some(name)) if name.kind == Kind::Name => {
                    optional |= token.text == "?.";
                    match (root, name.text.is_ascii()) {
                        ("loop", _) => source.push_str(&format!(".{}", name.text)),
                        (_, true) => source.push_str(&format!("?.{}", name.text)),
                        (_, false) => source.push_str(&format!("?[\"{}\"]", name.text)),
                    }
                    segments.push(Segment::Name(name.text.to_owned()));
                    at += 2;
                }
                ("[" | "?[", Some(_)) => {
                    optional |= token.text == "?[";
                    let inside = token::group(&tokens[at..])?;
                    segments.push(segment(inside));
                    source.push_str(&format!("?[{}]", self.aside(|writer| writer.expression(inside))?));
                    at += inside.len() + 2;
                }
                _ => break,
            }
        }
        if root == "loop" {
            self.counts = true;
            return Ok((Operand { source, path: None, doubtful: false }, at));
        }
        self.paths.push(Path { root: root.to_owned(), segments, optional, aside: self.aside });
        Ok((Operand { source, path: Some(self.paths.len() - 1), doubtful: true }, at))
    }

    /// Expressions between commas; the first tokens of each, as many as `copied` says, are copied.
    fn list(&mut self, tokens: &[Token<'_>], copied: fn(&[Token<'_>]) -> usize) -> Result<String, Error> {
        let mut entries = Vec::new();
        for entry in token::between_commas(tokens) {
            let (head, tail) = entry.split_at(copied(entry));
            let mut text: String = head.iter().map(|token| token.text).collect();
            text.push_str(&self.expression(tail)?);
            entries.push(text);
        }
        Ok(entries.join(", "))
    }

    /// `name=expression` between commas.
    fn arguments(&mut self, tokens: &[Token<'_>]) -> Result<String, Error> {
        self.list(tokens, |entry| match entry {
            [name, sign, _, ..] if name.kind == Kind::Name && sign.text == "=" => 2,
            _ => 0,
        })
    }
}

/// `source | filters`, applied only if the base is there.
fn guarded(source: &str, filters: &str, base: &str, safe: bool) -> String {
    match (filters.is_empty(), safe) {
        (true, _) => source.to_owned(),
        (false, true) => format!("({source}{filters})"),
        (false, false) => format!("(({source}{filters}) if ({base} is present) else none)"),
    }
}

fn operator(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Sign => !["(", "[", "{"].contains(&token.text),
        Kind::Name => ["not", "in", "is", "for"].contains(&token.text),
        Kind::Number | Kind::Text => false,
    }
}

fn segment(inside: &[Token<'_>]) -> Segment {
    match inside {
        [only] if only.kind == Kind::Number => only.text.parse().map_or(Segment::Computed, Segment::Index),
        [only] if only.kind == Kind::Text && !only.text.contains('\\') => {
            Segment::Name(only.text[1..only.text.len() - 1].to_owned())
        }
        _ => Segment::Computed,
    }
}

fn push(out: &mut String, text: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(text);
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
