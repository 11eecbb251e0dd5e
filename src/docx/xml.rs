//! From the bytes of a part to a small XML tree and back.
//!
//! Invariant: what is written is well-formed, and reads back as the same tree. Names keep the prefixes they
//! were typed with (`w:p`); comments, processing instructions and the declaration are dropped. Deliberately
//! absent: document types and entities (a `<!DOCTYPE` is refused), namespaces, validation.

use std::borrow::Cow;

use memchr::memchr_iter;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Deepest nesting of elements: nested tables in text boxes stay far below, an attack far above.
pub const DEPTH_LIMIT: usize = 256;

/// For how many attributes room is made at once.
const ROOM: usize = 4;

/// First line of every part that is written.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Why text cannot be read as XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Neither UTF-8 nor UTF-16 with its mark.
    #[error("the text is not in UTF-8 or UTF-16")]
    Encoding,
    /// A tag, an attribute or an entity is broken, or there is not exactly one root.
    #[error("the XML is not well-formed")]
    Malformed,
    /// A document type could define entities that grow or read files.
    #[error("the XML has a document type definition")]
    DocumentType,
    /// Elements lie deeper than the limit.
    #[error("the XML is nested too deeply")]
    TooDeep,
}

/// An element: its name with prefix, its attributes in order, its children in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element<'a> {
    pub name: Cow<'a, str>,
    pub attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    pub children: Vec<Node<'a>>,
}

/// A child of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    Element(Element<'a>),
    /// Character data, without escapes.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// An element without attributes and children.
    pub fn new(name: impl Into<Cow<'a, str>>) -> Element<'a> {
        Element { name: name.into(), ..Element::default() }
    }

    /// The same element with one more attribute.
    pub fn with(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Element<'a> {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// The same element with one more child.
    pub fn containing(mut self, child: impl Into<Node<'a>>) -> Element<'a> {
        self.children.push(child.into());
        self
    }

    /// The same element on its own, borrowing nothing.
    pub fn into_owned(self) -> Element<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        let attributes = self.attributes.into_iter().map(|(name, value)| (own(name), own(value))).collect();
        let child = |child| match child {
            Node::Element(child) => Node::Element(child.into_owned()),
            Node::Text(text) => Node::Text(own(text)),
        };
        Element { name: own(self.name), attributes, children: self.children.into_iter().map(child).collect() }
    }

    /// The value of an attribute by its name with prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())
    }

    /// Sets an attribute, in its place if it was there.
    pub fn set(&mut self, name: &'static str, value: impl Into<Cow<'a, str>>) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((Cow::Borrowed(name), value.into())),
        }
    }

    /// Takes an attribute away.
    pub fn remove(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let index = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(index).1)
    }

    /// The children that are elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(Node::element)
    }

    /// The first child element of a name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|child| child.name == name)
    }
}

impl<'a> Node<'a> {
    /// The element, if it is one.
    pub fn element(&self) -> Option<&Element<'a>> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }

    /// Whether it is an element of this name.
    pub fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|element| element.name == name)
    }
}

impl<'a> From<Element<'a>> for Node<'a> {
    fn from(element: Element<'a>) -> Node<'a> {
        Node::Element(element)
    }
}

impl<'a> From<&'a str> for Node<'a> {
    fn from(text: &'a str) -> Node<'a> {
        Node::Text(Cow::Borrowed(text))
    }
}

/// The text of a part: UTF-8, or UTF-16 with its mark (ECMA-376 part 2 §8).
///
/// # Errors
/// [`Error::Encoding`] if it is neither.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..]).ok_or(Error::Encoding)
}

/// Reads a tree.
///
/// # Errors
/// [`Error::Malformed`], [`Error::DocumentType`], [`Error::TooDeep`].
pub fn parse(xml: &str) -> Result<Element<'_>, Error> {
    parse_within(xml, DEPTH_LIMIT)
}

/// As [`parse`], with a limit of one's own for how deep elements may lie.
///
/// # Errors
/// As [`parse`].
pub fn parse_within(xml: &str, depth: usize) -> Result<Element<'_>, Error> {
    let mut reader = Reader::from_str(xml);
    // The root's parent: makes the loop the same at every depth.
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|_| Error::Malformed)? {
            Event::Start(start) => {
                if open.len() > depth {
                    return Err(Error::TooDeep);
                }
                open.push(element(&start, xml, reader.buffer_position(), ">")?);
            }
            Event::Empty(start) => {
                let empty = element(&start, xml, reader.buffer_position(), "/>")?;
                last(&mut open).children.push(empty.into());
            }
            Event::End(_) => {
                let done = open.pop().ok_or(Error::Malformed)?;
                open.last_mut().ok_or(Error::Malformed)?.children.push(done.into());
            }
            Event::Text(text) => push_text(last(&mut open), text.xml10_content_of()),
            Event::CData(text) => push_text(last(&mut open), text.into_inner()),
            Event::GeneralRef(reference) => push_text(last(&mut open), resolve(&reference)?.into()),
            Event::DocType(_) => return Err(Error::DocumentType),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if open.len() != 1 {
        return Err(Error::Malformed);
    }
    let mut roots = open.remove(0).children.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    match (roots.next(), roots.next()) {
        (Some(root), None) => Ok(root),
        _ => Err(Error::Malformed),
    }
}

/// Line ends are normalised only where there is one to normalise (XML §2.11).
trait Content<'a> {
    fn xml10_content_of(self) -> Cow<'a, str>;
}

impl<'a> Content<'a> for quick_xml::events::BytesText<'a> {
    fn xml10_content_of(self) -> Cow<'a, str> {
        match self.contains('\r') {
            true => self.xml10_content(),
            false => self.into_inner(),
        }
    }
}

fn last<'s, 'a>(open: &'s mut [Element<'a>]) -> &'s mut Element<'a> {
    open.last_mut().expect("the root's parent is never closed before its children")
}

/// An element without its children. Its text is borrowed from the source, where its start tag ends at `after`.
fn element<'a>(
    start: &BytesStart<'_>,
    xml: &'a str,
    after: u64,
    bracket: &str,
) -> Result<Element<'a>, Error> {
    let end = usize::try_from(after).map_err(|_| Error::Malformed)?.saturating_sub(bracket.len());
    let tag = xml.get(end.saturating_sub(start.len())..end).filter(|tag| **tag == **start);
    let tag = tag.ok_or(Error::Malformed)?;
    let name = &tag[..start.name().0.len()];
    let signs = memchr_iter(b'=', &tag.as_bytes()[name.len()..]).take(ROOM).count();
    let mut attributes = Vec::with_capacity(signs);
    // One attribute has no twin, and needs no list of those before it.
    for attribute in Attributes::new(tag, name.len()).with_checks(signs > 1) {
        let attribute = attribute.map_err(|_| Error::Malformed)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Error::Malformed)?;
        attributes.push((Cow::Borrowed(attribute.key.0), value));
    }
    Ok(Element { name: Cow::Borrowed(name), attributes, children: Vec::new() })
}

fn push_text<'a>(parent: &mut Element<'a>, text: Cow<'a, str>) {
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.to_mut().push_str(&text),
        _ => parent.children.push(Node::Text(text)),
    }
}

/// The five entities of XML and character references; there are no others without a document type.
fn resolve(reference: &BytesRef<'_>) -> Result<String, Error> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| Error::Malformed)? {
        return Ok(character.to_string());
    }
    let text = match reference.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(Error::Malformed),
    };
    Ok(text.to_owned())
}

/// Writes a part: the declaration and the tree.
pub fn write(root: &Element<'_>) -> String {
    let mut out = String::with_capacity(4096);
    out.push_str(DECLARATION);
    write_element(root, &mut out);
    out
}

/// Writes an element and what is in it.
pub fn write_element(element: &Element<'_>, out: &mut String) {
    write_start(element, out);
    for child in &element.children {
        match child {
            Node::Element(child) => write_element(child, out),
            Node::Text(text) => write_text(text, out),
        }
    }
    write_end(element, out);
}

/// Writes a start tag; it closes itself if the element has no children.
pub fn write_start(element: &Element<'_>, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, true, out);
        out.push('"');
    }
    out.push_str(if element.children.is_empty() { "/>" } else { ">" });
}

/// Writes the end tag, unless the start tag closed itself.
pub fn write_end(element: &Element<'_>, out: &mut String) {
    if !element.children.is_empty() {
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}

/// Writes character data, escaped.
pub fn write_text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// C1 controls become character references, so that written text never holds one as such.
fn escape(text: &str, attribute: bool, out: &mut String) {
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let replacement = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\r' => "&#13;",
            '"' if attribute => "&quot;",
            '\n' if attribute => "&#10;",
            '\t' if attribute => "&#9;",
            '\u{80}'..='\u{9F}' => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        match replacement {
            "" => out.push_str(&format!("&#{};", u32::from(character))),
            _ => out.push_str(replacement),
        }
        from = at + character.len_utf8();
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_the_same_tree() {
        let source =
            "<w:p a=\"1 &amp; &quot;2&quot;\"><w:t xml:space=\"preserve\"> x &lt; &#x85;</w:t><b/></w:p>";
        let tree = parse(source).expect("well-formed");
        let mut written = String::new();
        write_element(&tree, &mut written);
        assert_eq!(written, source.replace("&#x85;", "&#133;"));
        assert_eq!(parse(&written).expect("well-formed"), tree);
    }

    #[test]
    fn attacks_and_broken_text_are_errors() {
        for (source, error) in [
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Error::DocumentType),
            ("<a>&b;</a>", Error::Malformed),
            ("<a></b>", Error::Malformed),
            ("<a>", Error::Malformed),
            ("<a/><a/>", Error::Malformed),
            ("", Error::Malformed),
        ] {
            assert_eq!(parse(source), Err(error), "{source}");
        }
        let deep = "<a>".repeat(300);
        assert_eq!(parse(&deep), Err(Error::TooDeep));
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{FEFF}<a>Ә</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).as_deref(), Ok("<a>Ә</a>"));
        assert_eq!(decode(b"<a>\xFF</a>"), Err(Error::Encoding));
    }
}
