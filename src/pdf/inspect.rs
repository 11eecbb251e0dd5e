//! A PDF of our own press, read back: whether it holds together, how many pages it has, that every font is
//! in it, and what its text says.
//!
//! It follows the file as a viewer does, from the cross-reference table to the catalogue, the pages, their
//! contents and fonts (PDF §7.5, §7.7, §9.10), and trusts nothing that was known when the file was written.
//! Deliberately absent: what our press does not write, such as a cross-reference table in text; such a file
//! is [`Damage`], never half understood.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::rc::Rc;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::{memchr, memchr3, memmem};

/// What was read back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub pages: usize,
    /// The text in the order of the contents, without any white space.
    pub text: String,
}

/// Why a file is not as our press writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("it does not begin or end as a PDF does")]
    Frame,
    /// The table does not point at its objects.
    #[error("its cross-reference table is wrong")]
    Table,
    #[error("an object that it refers to is not there or not whole")]
    Object,
    #[error("its page tree is wrong")]
    PageTree,
    #[error("the content of a page cannot be read")]
    Content,
    /// A font program is not in the file.
    #[error("a font is not embedded")]
    Font,
    /// A glyph that cannot be read back as text.
    #[error("its text cannot be read back")]
    Unreadable,
}

/// The text of each code of a font, without white space: where it stands in the text of all; `None`: no such glyph.
#[derive(Default)]
struct Characters {
    text: String,
    places: Vec<Option<Range<u32>>>,
}

impl Characters {
    fn get(&self, code: u16) -> Option<&str> {
        let Range { start, end } = self.places.get(usize::from(code))?.clone()?;
        Some(&self.text[start as usize..end as usize])
    }

    fn set(&mut self, code: u16, text: &str) {
        let code = usize::from(code);
        if self.places.len() <= code {
            self.places.resize(code + 1, None);
        }
        let start = self.text.len() as u32;
        self.text.extend(text.split_whitespace());
        self.places[code] = Some(start..self.text.len() as u32);
    }
}

/// When so many maps are kept, all are forgotten: a batch has a handful.
const LIMIT: usize = 64;

thread_local! {
    /// Maps from codes to characters by their pressed bytes: the documents of a batch share their fonts.
    static MAPS: RefCell<HashMap<Vec<u8>, Rc<Characters>>> = RefCell::default();

    /// A page is read faster than a window is set up for it.
    static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(true));
}

/// Reads a file back.
///
/// # Errors
/// The first [`Damage`] that was met.
pub fn inspect(pdf: &[u8]) -> Result<Reading, Damage> {
    let file = Objects::read(pdf)?;
    let catalog = file.object(reference(file.trailer, b"/Root").ok_or(Damage::Table)?)?;
    let tree = file.object(reference(catalog, b"/Pages").ok_or(Damage::PageTree)?)?;
    let kids = references(after(tree, b"/Kids[").ok_or(Damage::PageTree)?);
    if integer(after(tree, b"/Count ").ok_or(Damage::PageTree)?) != Some(kids.len() as u32) {
        return Err(Damage::PageTree);
    }
    let mut fonts = HashMap::new();
    let mut text = String::with_capacity(8192);
    for kid in &kids {
        let page = file.object(*kid)?;
        if !contains(page, b"/Type/Page/") {
            return Err(Damage::PageTree);
        }
        let content = file.stream(reference(page, b"/Contents").ok_or(Damage::Content)?)?;
        let content = inflate(content).ok_or(Damage::Content)?;
        let named = reference(page, b"/Font").ok_or(Damage::Font)?;
        let set = match fonts.entry(named) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(file.fonts(named)?),
        };
        read_text(&content, set, &mut text)?;
    }
    Ok(Reading { pages: kids.len(), text })
}

/// The objects of a file.
struct Objects<'a> {
    bytes: &'a [u8],
    /// Where each stands, from number 1 on.
    places: Vec<Place>,
    /// The objects that are packed together, and where each starts there.
    packed: Vec<u8>,
    starts: Vec<usize>,
    /// The dictionary of the cross-reference stream.
    trailer: &'a [u8],
}

#[derive(Clone, Copy)]
enum Place {
    At(usize),
    Packed(usize),
}

impl<'a> Objects<'a> {
    fn read(bytes: &'a [u8]) -> Result<Objects<'a>, Damage> {
        if !bytes.starts_with(b"%PDF-1.") || !bytes.ends_with(b"%%EOF\n") {
            return Err(Damage::Frame);
        }
        let tail = &bytes[bytes.len().saturating_sub(64)..];
        let start = after(tail, b"startxref\n").and_then(integer).ok_or(Damage::Frame)? as usize;
        let own = bytes.get(start..).and_then(integer).ok_or(Damage::Table)?;
        let trailer = entries_at(bytes, start, own).ok_or(Damage::Table)?;
        let widths = after(trailer, b"/Type/XRef/W[1 ").ok_or(Damage::Table)?;
        let second = after(widths, b" ").and_then(integer).ok_or(Damage::Table)? as usize;
        let first = integer(widths).filter(|width| *width <= 4).ok_or(Damage::Table)? as usize;
        let table = stream_of(bytes, trailer).filter(|_| second <= 4).ok_or(Damage::Table)?;
        let size = after(trailer, b"/Size ").and_then(integer).ok_or(Damage::Table)?;
        let length = 1 + first + second;
        if table.len() != length * size as usize || own + 1 != size {
            return Err(Damage::Table);
        }
        let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | *byte as usize);
        let (mut places, mut pack) = (Vec::with_capacity(size as usize), None);
        for entry in table.chunks_exact(length).skip(1) {
            let (first, second) = entry[1..].split_at(first);
            let (first, second) = (number(first), number(second));
            places.push(match entry[0] {
                1 => Place::At(first),
                2 if *pack.get_or_insert(first) == first => Place::Packed(second),
                _ => return Err(Damage::Table),
            });
        }
        let mut file = Objects { bytes, places, packed: Vec::new(), starts: Vec::new(), trailer };
        if let Some(pack) = pack {
            file.unpack(pack as u32)?;
        }
        for number in 1..=file.places.len() as u32 {
            file.object(number).map_err(|_| Damage::Table)?;
        }
        Ok(file)
    }

    /// Inflates the packed objects (PDF §7.5.7); each must be the one that the table says it is.
    fn unpack(&mut self, number: u32) -> Result<(), Damage> {
        let entries = self.object(number)?;
        let value = |key: &[u8]| after(entries, key).and_then(integer).map(|value| value as usize);
        let (Some(count), Some(first)) = (value(b"/N "), value(b"/First ")) else {
            return Err(Damage::Table);
        };
        let packed = inflate(self.stream(number)?).ok_or(Damage::Table)?;
        let head = packed.get(..first).ok_or(Damage::Table)?;
        let numbers: Vec<usize> =
            head.split(|&byte| byte == b' ').filter_map(integer).map(|value| value as usize).collect();
        if numbers.len() != 2 * count {
            return Err(Damage::Table);
        }
        for (index, pair) in numbers.chunks_exact(2).enumerate() {
            let place = pair[0].checked_sub(1).and_then(|at| self.places.get(at));
            if !matches!(place, Some(Place::Packed(own)) if *own == index) {
                return Err(Damage::Table);
            }
        }
        self.starts = numbers.chunks_exact(2).map(|pair| first + pair[1]).collect();
        self.packed = packed;
        Ok(())
    }

    /// The dictionary of an object, or what it is instead.
    fn object(&self, number: u32) -> Result<&[u8], Damage> {
        let place = number.checked_sub(1).and_then(|at| self.places.get(at as usize));
        match *place.ok_or(Damage::Object)? {
            Place::At(at) => entries_at(self.bytes, at, number).ok_or(Damage::Object),
            Place::Packed(index) => {
                let start = *self.starts.get(index).ok_or(Damage::Object)?;
                let end = self.starts.get(index + 1).copied().unwrap_or(self.packed.len());
                self.packed.get(start..end).ok_or(Damage::Object)
            }
        }
    }

    /// The raw content of a stream.
    fn stream(&self, number: u32) -> Result<&[u8], Damage> {
        match self.places.get((number as usize).wrapping_sub(1)) {
            Some(Place::At(at)) => entries_at(self.bytes, *at, number)
                .and_then(|entries| stream_of(self.bytes, entries))
                .ok_or(Damage::Object),
            _ => Err(Damage::Object),
        }
    }

    /// The fonts of a page by the number in their name, each with its characters.
    fn fonts(&self, named: u32) -> Result<HashMap<u32, Rc<Characters>>, Damage> {
        let names = self.object(named)?;
        let mut fonts = HashMap::new();
        let mut rest = names;
        while let Some(found) = after(rest, b"/F") {
            let own = integer(found).ok_or(Damage::Font)?;
            let number = after(found, b" ").and_then(integer).ok_or(Damage::Font)?;
            let font = self.object(number)?;
            let descriptor = self.object(reference(font, b"/FontDescriptor").ok_or(Damage::Font)?)?;
            let program = reference(descriptor, b"/FontFile2").ok_or(Damage::Font)?;
            if self.stream(program)?.is_empty() {
                return Err(Damage::Font);
            }
            let map = self.stream(reference(font, b"/ToUnicode").ok_or(Damage::Unreadable)?)?;
            fonts.insert(own, characters(map)?);
            rest = found;
        }
        Ok(fonts)
    }
}

/// The dictionary behind `7 0 obj` at a place of a file.
fn entries_at(bytes: &[u8], at: usize, number: u32) -> Option<&[u8]> {
    let head = bytes.get(at..)?;
    let digits = head.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let body = head[digits..].strip_prefix(b" 0 obj\n")?;
    (integer(head) == Some(number)).then(|| dictionary(body))
}

/// The raw content of the stream whose dictionary this is, a part of the file.
fn stream_of<'a>(bytes: &'a [u8], entries: &[u8]) -> Option<&'a [u8]> {
    let length = after(entries, b"/Length ").and_then(integer)? as usize;
    let start = entries.as_ptr() as usize - bytes.as_ptr() as usize + entries.len();
    let rest = bytes.get(start..)?.strip_prefix(b"\nstream\n")?;
    let (content, end) = rest.split_at_checked(length)?;
    end.starts_with(b"\nendstream").then_some(content)
}

/// The dictionary at the head of a text, whole; or the text up to the end of the object.
fn dictionary(text: &[u8]) -> &[u8] {
    if !text.starts_with(b"<<") {
        return &text[..memmem::find(text, b"\nendobj").unwrap_or(text.len())];
    }
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = text.get(at..).and_then(|rest| memchr3(b'<', b'>', b'(', rest)) {
        at += found;
        match &text[at..] {
            [b'<', b'<', ..] => (depth, at) = (depth + 1, at + 1),
            [b'>', b'>', ..] => {
                (depth, at) = (depth.saturating_sub(1), at + 1);
                if depth == 0 {
                    return &text[..=at];
                }
            }
            string @ [b'(', ..] => at += string_end(string),
            // A string in hexadecimal may end where the dictionary does: `<FEFF>>>`.
            string @ [b'<', ..] => at += memchr(b'>', string).unwrap_or(0),
            _ => {}
        }
        at += 1;
    }
    text
}

/// The place of the bracket that closes the string at the head of a text.
fn string_end(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(found) = text.get(at..).and_then(|rest| memchr3(b'\\', b'(', b')', rest)) {
        at += found;
        match text[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            _ if depth == 1 => return at,
            _ => depth -= 1,
        }
        at += 1;
    }
    text.len()
}

fn after<'a>(text: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    memmem::find(text, key).map(|at| &text[at + key.len()..])
}

fn contains(text: &[u8], key: &[u8]) -> bool {
    after(text, key).is_some()
}

/// The number of the object behind `/Key 7 0 R`.
fn reference(dictionary: &[u8], key: &[u8]) -> Option<u32> {
    let mut rest = dictionary;
    loop {
        rest = after(rest, key)?;
        // A longer name starts with the same letters (`/Font`, `/FontFile2`).
        if let Some(b' ') = rest.first() {
            return integer(&rest[1..]);
        }
    }
}

fn references(list: &[u8]) -> Vec<u32> {
    let end = memchr(b']', list).unwrap_or(list.len());
    let numbers: Vec<u32> = list[..end].split(|&byte| byte == b' ').filter_map(integer).collect();
    numbers.into_iter().step_by(2).collect()
}

fn integer(text: &[u8]) -> Option<u32> {
    let mut value: Option<u32> = None;
    for digit in text.iter().take_while(|byte| byte.is_ascii_digit()) {
        value = Some(value.unwrap_or(0).checked_mul(10)?.checked_add(u32::from(digit - b'0'))?);
    }
    value
}

fn inflate(content: &[u8]) -> Option<Vec<u8>> {
    INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(true);
        inflate_with(inflater, content)
    })
}

fn inflate_with(inflater: &mut Decompress, content: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(content.len() * 6 + 64);
    loop {
        let rest = &content[usize::try_from(inflater.total_in()).ok()?..];
        match inflater.decompress_vec(rest, &mut out, FlushDecompress::Finish).ok()? {
            Status::StreamEnd => return Some(out),
            // All was taken, and the end was not met.
            _ if out.len() < out.capacity() => return None,
            _ => out.reserve(out.len()),
        }
    }
}

/// The characters of a `ToUnicode` map (PDF §9.10.3): `<0041> <0410>` and `<0041> <0043> <0410>`.
fn characters(pressed: &[u8]) -> Result<Rc<Characters>, Damage> {
    if let Some(known) = MAPS.with_borrow(|maps| maps.get(pressed).cloned()) {
        return Ok(known);
    }
    let map =
        String::from_utf8(inflate(pressed).ok_or(Damage::Unreadable)?).map_err(|_| Damage::Unreadable)?;
    let mut all = Characters::default();
    let mut in_ranges = false;
    for line in map.lines() {
        match line.trim() {
            line if line.ends_with("beginbfchar") => in_ranges = false,
            line if line.ends_with("beginbfrange") => in_ranges = true,
            line if line.starts_with('<') => entry(line, in_ranges, &mut all).ok_or(Damage::Unreadable)?,
            _ => {}
        }
    }
    let all = Rc::new(all);
    MAPS.with_borrow_mut(|maps| {
        if maps.len() >= LIMIT {
            maps.clear();
        }
        maps.insert(pressed.to_vec(), all.clone());
    });
    Ok(all)
}

/// One line of a map.
fn entry(line: &str, range: bool, all: &mut Characters) -> Option<()> {
    let mut parts = line.split(['<', '>']).map(str::trim).filter(|part| !part.is_empty());
    let first = u16::from_str_radix(parts.next()?, 16).ok()?;
    // The code space (`<0000> <FFFF>`) is no entry.
    let Some(second) = parts.next() else { return Some(()) };
    if !range {
        all.set(first, &text(second)?);
        return Some(());
    }
    let last = u16::from_str_radix(second, 16).ok()?;
    let Some(from) = parts.next() else { return Some(()) };
    let mut units = utf16(from)?;
    for code in first..=last {
        all.set(code, &String::from_utf16(&units).ok()?);
        *units.last_mut()? += u16::from(code < last);
    }
    Some(())
}

fn text(hexadecimal: &str) -> Option<String> {
    String::from_utf16(&utf16(hexadecimal)?).ok()
}

fn utf16(hexadecimal: &str) -> Option<Vec<u16>> {
    let digits = hexadecimal.as_bytes();
    let unit = |part| u16::from_str_radix(std::str::from_utf8(part).ok()?, 16).ok();
    digits.chunks(4).map(unit).collect()
}

/// The text of a content stream: the strings that are shown, each in the font that is set.
fn read_text(content: &[u8], fonts: &HashMap<u32, Rc<Characters>>, out: &mut String) -> Result<(), Damage> {
    let mut font = None;
    let mut at = 0;
    while let Some(found) = content.get(at..).and_then(|rest| memchr3(b'<', b'/', b'(', rest)) {
        at += found;
        match content[at] {
            // Properties of marked content are no text.
            b'<' if content[at..].starts_with(b"<<") => at += dictionary(&content[at..]).len() - 1,
            b'/' if content[at..].starts_with(b"/F") => {
                if let Some(number) = integer(&content[at + 2..]) {
                    font = Some(fonts.get(&number).ok_or(Damage::Font)?);
                }
            }
            b'(' => {
                let end = at + string_end(&content[at..]);
                let literal = content.get(at + 1..end).ok_or(Damage::Content)?;
                show(literal, font.ok_or(Damage::Font)?, out)?;
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// Adds what a string shows: two bytes for each glyph.
fn show(literal: &[u8], font: &Characters, out: &mut String) -> Result<(), Damage> {
    let mut shown = |high, low| {
        out.push_str(font.get(u16::from_be_bytes([high, low])).ok_or(Damage::Unreadable)?);
        Ok(())
    };
    if memchr(b'\\', literal).is_none() {
        let (pairs, odd) = literal.as_chunks::<2>();
        pairs.iter().try_for_each(|&[high, low]| shown(high, low))?;
        return if odd.is_empty() { Ok(()) } else { Err(Damage::Content) };
    }
    let mut bytes = Unescaped(literal.iter());
    while let Some(high) = bytes.next() {
        shown(high, bytes.next().ok_or(Damage::Content)?)?;
    }
    Ok(())
}

/// The bytes of a literal string as our press escapes them (PDF §7.3.4.2).
struct Unescaped<'a>(std::slice::Iter<'a, u8>);

impl Iterator for Unescaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        match *self.0.next()? {
            b'\\' => Some(match self.0.next() {
                Some(b'r') => b'\r',
                Some(b'n') => b'\n',
                Some(&other) => other,
                None => b'\\',
            }),
            byte => Some(byte),
        }
    }
}
