//! From the text of an expression to its tokens, brackets matched.

use super::Error;

/// A token as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Name,
    Number,
    /// With its quotation marks.
    Text,
    Sign,
}

impl Token<'_> {
    pub fn is_name(&self, name: &str) -> bool {
        self.kind == Kind::Name && self.text == name
    }
}

const LONG_SIGNS: [&str; 9] = ["...", "//", "**", "==", "!=", ">=", "<=", "?.", "?["];
const SIGNS: &str = "+-*/%!.,:~|=<>()[]{}@?";

/// The tokens of an expression.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, Error> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '"' | '\'' | '`' => (Kind::Text, quoted(rest, first)?),
            _ if first.is_ascii_digit() => (Kind::Number, number(rest)),
            _ if first.is_alphabetic() || first == '_' => {
                let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
                (Kind::Name, end.unwrap_or(rest.len()))
            }
            _ => match LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Kind::Sign, sign.len()),
                None if SIGNS.contains(first) => (Kind::Sign, 1),
                None => return Err(Error::Character(first)),
            },
        };
        let (token, after) = rest.split_at(length);
        all.push(Token { kind, text: token });
        rest = after.trim_start();
    }
    matched(&all)?;
    Ok(all)
}

/// The length of a quoted text, its marks included.
fn quoted(text: &str, mark: char) -> Result<usize, Error> {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if !escaped && character == mark {
            return Ok(at + 1);
        }
        escaped = !escaped && character == '\\';
    }
    Err(Error::Quote)
}

/// Digits, and a fraction if a digit follows the point.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    match text[whole..].strip_prefix('.').map(digits) {
        Some(fraction) if fraction > 0 => whole + 1 + fraction,
        _ => whole,
    }
}

/// Every bracket has its partner.
fn matched(tokens: &[Token<'_>]) -> Result<(), Error> {
    let mut open: Vec<char> = Vec::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Sign) {
        match token.text {
            "(" | "[" | "{" => open.extend(token.text.chars()),
            "?[" => open.push('['),
            ")" | "]" | "}" => {
                let close = token.text.chars().next().expect("a sign has a character");
                let partner = match close {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                if open.pop() != Some(partner) {
                    return Err(Error::Bracket(close));
                }
            }
            _ => {}
        }
    }
    open.first().map_or(Ok(()), |bracket| Err(Error::Bracket(*bracket)))
}

fn depth(token: &Token<'_>) -> i32 {
    match (token.kind, token.text) {
        (Kind::Sign, "(" | "[" | "{" | "?[") => 1,
        (Kind::Sign, ")" | "]" | "}") => -1,
        _ => 0,
    }
}

/// The first token outside brackets that is asked for.
pub fn find(tokens: &[Token<'_>], mut wanted: impl FnMut(&Token<'_>) -> bool) -> Option<usize> {
    let mut level = 0;
    tokens.iter().position(|token| {
        level += depth(token);
        level == 0 && wanted(token)
    })
}

/// What is inside the brackets that the first token opens.
pub fn group<'t, 'a>(tokens: &'t [Token<'a>]) -> Result<&'t [Token<'a>], Error> {
    let mut level = 0;
    let end = tokens.iter().position(|token| {
        level += depth(token);
        level == 0
    });
    match end {
        Some(end) if end > 0 => Ok(&tokens[1..end]),
        _ => Err(Error::Bracket(tokens[0].text.chars().next_back().unwrap_or('('))),
    }
}

/// The parts between the commas outside brackets; none if there is nothing.
pub fn between_commas<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut parts = Vec::new();
    let mut rest = tokens;
    while let Some(comma) = find(rest, |token| token.text == "," && token.kind == Kind::Sign) {
        parts.push(&rest[..comma]);
        rest = &rest[comma + 1..];
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}
