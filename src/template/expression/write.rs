//! From the tokens of an expression to the Tera expression through which a missing value goes as missing.

use std::borrow::Cow;

use super::token::{self, Kind, Token};
use super::{Error, Expression, Path, Purpose, Segment};

/// Words that are no names of values.
const KEYWORDS: [&str; 9] = ["true", "True", "false", "False", "none", "None", "null", "not", "in"];
/// Filters of Tera that have no use in a letter and can make texts grow without limit.
const REFUSED_FILTERS: [&str; 1] = ["indent"];
/// Operators whose operands must both be there.
const STRICT: [&str; 8] = ["~", "+", "-", "*", "/", "//", "%", "**"];

/// Writes an expression and gathers its paths.
pub fn write(tokens: &[Token<'_>], purpose: Purpose) -> Result<Expression, Error> {
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
        let mut source = latin(root).into_owned();
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

/// A name as Tera takes it, which knows Latin letters only: `должность` → `otinish_u434_u43e…`.
pub fn latin(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    let codes = name.chars().map(|character| format!("_u{:x}", u32::from(character)));
    Cow::Owned(format!("otinish{}", codes.collect::<String>()))
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
