//! Links, places and headings of the pages → annotations and outlines (PDF §12.3, §12.5.6.5).
//!
//! Invariant: an address is a URI of the web, of mail or of a telephone; any other (a file, a script) is
//! not made live. A link to a place that is not in the text is left out.

use std::collections::{HashMap, HashSet};

use super::Sheet;
use super::content::number;
use super::file::File;
use super::metadata::text_string;
use crate::layout::{Item, Page, Target};

/// How live addresses start.
const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// The destination of each place, as PDF has it.
pub(super) fn places(sheets: &[Sheet<'_>], numbers: &[u32]) -> HashMap<String, Vec<u8>> {
    let mut places = HashMap::new();
    for (Sheet { page, .. }, number) in sheets.iter().zip(numbers) {
        for item in &page.items {
            if let Item::Place { y, name } = item {
                places.entry(name.clone()).or_insert_with(|| destination(page, *number, *y));
            }
        }
    }
    places
}

fn destination(page: &Page, own: u32, y: f32) -> Vec<u8> {
    let mut out = format!("[{own} 0 R/XYZ null ").into_bytes();
    number(&mut out, thousandths(page.height - y));
    out.extend_from_slice(b" null]");
    out
}

fn thousandths(points: f32) -> i64 {
    (f64::from(points) * 1000.0).round() as i64
}

/// Whether a link is made live.
pub(super) fn is_live(goal: &Target, places: &HashSet<&str>) -> bool {
    match goal {
        Target::Address(address) => uri(address).is_some(),
        Target::Bookmark(name) => places.contains(name.as_str()),
    }
}

/// The names of the places on the pages.
pub(super) fn names(pages: &[Page]) -> HashSet<&str> {
    let items = pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| match item {
            Item::Place { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// The bodies of a page's link annotations; `parents` are their numbers in the structure's parent tree.
pub(super) fn links(page: &Page, places: &HashMap<String, Vec<u8>>, parents: &[usize]) -> Vec<Vec<u8>> {
    let mut parents = parents.iter();
    let links = page.items.iter().filter_map(|item| {
        let Item::Link { x, y, width, height, goal } = item else { return None };
        let mut out = b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[".to_vec();
        for (index, side) in
            [*x, page.height - y - height, x + width, page.height - y].into_iter().enumerate()
        {
            if index > 0 {
                out.push(b' ');
            }
            number(&mut out, thousandths(side));
        }
        out.push(b']');
        match goal {
            Target::Address(address) => {
                out.extend_from_slice(b"/Contents");
                text_string(&mut out, address);
                out.extend_from_slice(b"/A<</S/URI/URI(");
                out.extend_from_slice(&uri(address)?);
                out.extend_from_slice(b")>>");
            }
            Target::Bookmark(name) => {
                let place = places.get(name)?;
                out.extend_from_slice(b"/Contents");
                text_string(&mut out, name);
                out.extend_from_slice(b"/Dest");
                out.extend_from_slice(place);
            }
        }
        let parent = parents.next().expect("the structure knows each live link");
        out.extend_from_slice(format!("/StructParent {parent}").as_bytes());
        out.extend_from_slice(b">>");
        Some(out)
    });
    links.collect()
}

/// An address in ASCII, all that a string or a URI must not hold as `%xx` (RFC 3986 §2.1).
fn uri(address: &str) -> Option<Vec<u8>> {
    let lower = address.trim().to_ascii_lowercase();
    if !SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) {
        return None;
    }
    let mut out = Vec::with_capacity(address.len());
    for byte in address.trim().bytes() {
        match byte {
            b'!'..=b'~' if !matches!(byte, b'(' | b')' | b'\\' | b'<' | b'>' | b'"') => out.push(byte),
            _ => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
        }
    }
    Some(out)
}

/// A heading among those of the document; its relatives by their index.
struct Entry<'a> {
    title: &'a str,
    level: u8,
    destination: Vec<u8>,
    parent: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    children: Option<(usize, usize)>,
    count: usize,
}

fn entries<'a>(sheets: &[Sheet<'a>], numbers: &[u32]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry> = Vec::new();
    // The last entry of each level that is still open.
    let mut open: Vec<usize> = Vec::new();
    for (Sheet { page, .. }, number) in sheets.iter().zip(numbers) {
        for item in &page.items {
            let Item::Heading { y, level, title } = item else { continue };
            let own = entries.len();
            let mut before = None;
            while let Some(last) = open.pop_if(|last| entries[*last].level >= *level) {
                before = Some(last);
            }
            let parent = open.last().copied();
            if let Some(before) = before {
                entries[before].after = Some(own);
            }
            if let Some(parent) = parent {
                let entry = &mut entries[parent];
                entry.children = Some((entry.children.map_or(own, |(first, _)| first), own));
                entry.count += 1;
            }
            open.push(own);
            let destination = destination(page, *number, *y);
            let (after, children, count) = (None, None, 0);
            entries.push(Entry { title, level: *level, destination, parent, before, after, children, count });
        }
    }
    entries
}

/// Writes the outlines, one entry for each heading; gives the number of their root.
pub(super) fn outlines(sheets: &[Sheet<'_>], numbers: &[u32], file: &mut File) -> Option<u32> {
    let entries = entries(sheets, numbers);
    let last = entries.iter().rposition(|entry| entry.parent.is_none())?;
    let top = entries.iter().filter(|entry| entry.parent.is_none()).count();
    let root = file.reserve();
    let own: Vec<u32> = entries.iter().map(|_| file.reserve()).collect();
    for (entry, number) in entries.iter().zip(&own) {
        let mut out = b"<</Title".to_vec();
        text_string(&mut out, entry.title);
        let parent = entry.parent.map_or(root, |parent| own[parent]);
        out.extend_from_slice(format!("/Parent {parent} 0 R/Dest").as_bytes());
        out.extend_from_slice(&entry.destination);
        for (key, sibling) in [("Prev", entry.before), ("Next", entry.after)] {
            if let Some(sibling) = sibling {
                out.extend_from_slice(format!("/{key} {} 0 R", own[sibling]).as_bytes());
            }
        }
        if let Some((first, last)) = entry.children {
            let (first, last, count) = (own[first], own[last], entry.count);
            // Closed: their number is negative.
            out.extend_from_slice(format!("/First {first} 0 R/Last {last} 0 R/Count -{count}").as_bytes());
        }
        out.extend_from_slice(b">>");
        file.fill(*number, &out);
    }
    let (first, last) = (own[0], own[last]);
    let body = format!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {top}>>");
    file.fill(root, body.as_bytes());
    Some(root)
}
