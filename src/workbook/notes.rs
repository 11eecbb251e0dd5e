//! Notes on cells: the texts (ECMA-376 part 1 §18.7) and their boxes, a drawing in VML (part 4 §19.5).
//!
//! Ours are known by their author and are taken off before new ones are put on. On a cell that has a
//! note of somebody else, ours is a last paragraph of it. A discussion (threaded comment) is left alone. What
//! somebody wrote into one of our notes goes with it: answers belong into a note of one's own.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, SPREADSHEET, Tab};
use super::cells::{At, Worksheet, at, piece_of_text};
use super::tree::{self, Tree};
use super::vml;
use crate::docx::xml::{self, Node};
use crate::roster;

/// The author of our notes.
pub const AUTHOR: &str = "Otinish";
/// What parts our paragraph from a note of somebody else.
const BREAK: &str = "\n———\nOtinish: ";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// Size of a box in pixels, and about how many letters stand in a line of it.
const WIDTH: u32 = 330;
const LINE: u32 = 20;
const LETTERS: usize = 42;

const EMPTY: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>\
<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype></xml>";

/// Takes our notes off a sheet and puts these on. False if the sheet's own notes cannot be read: then
/// they stay as they are, and none of ours are put on.
pub fn renew(book: &mut Book, tab: &Tab, sheet: &mut Worksheet, notes: &BTreeMap<At, String>) -> bool {
    let mut links = book.links(&tab.part);
    let comments_part = links.of_kind("/comments").map(|link| link.part).filter(|part| book.has(part));
    let drawing_part = sheet.child("legacyDrawing").and_then(|drawing| {
        let id = tree::local(drawing, "id")?;
        links.all().find(|link| link.id == id).map(|link| link.part)
    });
    if comments_part.is_none() && notes.is_empty() {
        return true;
    }
    let comments = match &comments_part {
        Some(part) => book.tree(part).filter(|root| root.name == "comments"),
        None => Some(tree::element("comments", &[("xmlns", SPREADSHEET)])),
    };
    let drawing = match &drawing_part {
        Some(part) => book.tree(part),
        None => tree::piece(EMPTY),
    };
    let drawing = drawing.and_then(|drawing| vml::read(&drawing));
    let (Some(mut comments), Some(mut drawing)) = (comments, drawing) else { return notes.is_empty() };
    let gone = take_off(&mut comments);
    tree::remove(&mut drawing, |shape| place(shape).is_some_and(|place| gone.contains(&place)));
    let new = put_on(&mut comments, notes);
    let empty = comments.child("commentList").is_none_or(|list| list.elements().next().is_none());
    let name = |stem: &str, ending: &str| {
        let own = |number: &u32| format!("xl/{stem}{number}.{ending}");
        own(&(1..).find(|number| !book.has(&own(number))).expect("numbers do not end"))
    };
    let comments_name = comments_part.clone().unwrap_or_else(|| name("otinishNotes", "xml"));
    let drawing_name = drawing_part.clone().unwrap_or_else(|| name("otinishNotes", "vml"));
    if empty {
        links.remove(&comments_name);
        book.drop_part(&comments_name);
        if !drawing.elements().any(|shape| shape.name == "v:shape") {
            links.remove(&drawing_name);
            book.drop_part(&drawing_name);
            sheet.remove("legacyDrawing");
        }
    }
    if !empty {
        if comments_part.is_none() {
            links.add("/comments", &format!("/{comments_name}"));
            book.set_type(&comments_name, COMMENTS);
        }
        if drawing_part.is_none() {
            let id = links.add("/vmlDrawing", &format!("/{drawing_name}"));
            book.set_default("vml", DRAWING);
            sheet.set_notes(&id);
        }
        book.put(&comments_name, xml::write(&comments));
    }
    // Those of a season take a hundred megabytes as a tree, and their boxes more: one after the other.
    drop(comments);
    if book.has(&drawing_name) || !empty {
        let first = number_boxes(&mut drawing, new.len());
        let boxes = (first..).zip(&new).map(|(number, place)| shape(number, *place, &notes[place], sheet));
        book.put(&drawing_name, written(drawing, boxes));
    }
    book.put_links(&tab.part, &links);
    true
}

/// A drawing with more boxes, as text. It has no declaration where Excel writes it.
fn written(mut drawing: Tree, mut boxes: impl Iterator<Item = Tree>) -> String {
    let mut out = String::new();
    if drawing.children.is_empty() {
        drawing.children.extend(boxes.next().map(Node::from));
    }
    xml::write_start(&drawing, &mut out);
    drawing.elements().for_each(|shape| xml::write_element(shape, &mut out));
    boxes.for_each(|shape| xml::write_element(&shape, &mut out));
    xml::write_end(&drawing, &mut out);
    out
}

/// Takes our notes off; returns the cells that have none left.
fn take_off(comments: &mut Tree) -> BTreeSet<At> {
    let ours: Vec<String> = comments.child("authors").map_or_else(Vec::new, |authors| {
        let own = (0..).zip(authors.elements()).filter(|(_, author)| tree::text(author) == AUTHOR);
        own.map(|(index, _): (u32, _)| index.to_string()).collect()
    });
    let mut gone = BTreeSet::new();
    let Some(list) = tree::child_mut(comments, "commentList") else { return gone };
    let is_ours = |note: &Tree| note.attribute("authorId").is_some_and(|id| ours.iter().any(|own| own == id));
    gone.extend(list.elements().filter(|note| is_ours(note)).filter_map(|note| at(note.attribute("ref")?)));
    tree::remove(list, is_ours);
    for note in tree::elements_mut(list) {
        if let Some(text) = tree::child_mut(note, "text") {
            cut(text);
        }
    }
    gone
}

/// Cuts our paragraph off a note: the text from the break on, and all pieces after it.
fn cut(text: &mut Tree) {
    let mut found = false;
    for piece in tree::elements_mut(text) {
        let words = if piece.name == "t" { Some(piece) } else { tree::child_mut(piece, "t") };
        let Some(words) = words else { continue };
        let full = tree::text(words);
        let kept = match (found, full.find(BREAK)) {
            (true, _) => "",
            (false, Some(start)) => &full[..start],
            (false, None) => continue,
        };
        found = true;
        words.children = vec![Node::Text(kept.to_owned().into())];
    }
    let is_blank = |piece: &Tree| piece.name == "r" && tree::text(piece).is_empty();
    if found {
        tree::remove(text, is_blank);
    }
}

/// Writes the texts; returns the cells that had no note.
fn put_on(comments: &mut Tree, notes: &BTreeMap<At, String>) -> Vec<At> {
    let order = ["authors", "commentList", "extLst"];
    let authors = tree::ordered(comments, "authors", &order);
    let mut names: Vec<String> = authors.elements().map(|author| tree::text(author)).collect();
    let own = names.iter().position(|name| name == AUTHOR).unwrap_or(names.len());
    if own == names.len() && !notes.is_empty() {
        authors.children.push(tree::element("author", &[]).containing(Node::Text(AUTHOR.into())).into());
        names.push(AUTHOR.to_owned());
    }
    let list = tree::ordered(comments, "commentList", &order);
    let mut known: BTreeMap<At, &mut Tree> = BTreeMap::new();
    for note in tree::elements_mut(list) {
        if let Some(place) = note.attribute("ref").and_then(at) {
            known.insert(place, note);
        }
    }
    let mut new = Vec::new();
    for (place, words) in notes {
        let Some(note) = known.get_mut(place) else {
            new.push(*place);
            continue;
        };
        let author = note.attribute("authorId").and_then(|id| names.get(id.parse::<usize>().ok()?));
        if author.is_some_and(|author| author.starts_with("tc=")) {
            continue;
        }
        if let Some(text) = tree::child_mut(note, "text") {
            let run = tree::element("r", &[]).containing(piece_of_text(&format!("{BREAK}{words}")));
            text.children.push(run.into());
        }
    }
    for place in &new {
        let cell = roster::address(place.0, place.1);
        let run = tree::element("r", &[]).containing(piece_of_text(&notes[place]));
        let note = tree::element("comment", &[("ref", &cell), ("authorId", &own.to_string())]);
        list.children.push(note.containing(tree::element("text", &[]).containing(run)).into());
    }
    new
}

/// The cell to which a box belongs, if it is the box of a note.
fn place(shape: &Tree) -> Option<At> {
    let of = shape.child("x:ClientData").filter(|of| of.attribute("ObjectType") == Some("Note"))?;
    let number = |name| tree::text(of.child(name)?).trim().parse::<u32>().ok();
    Some((number("x:Row")?.checked_add(1)?, number("x:Column")?))
}

/// The first of so many numbers that no box of a drawing has; the drawing then lists them.
fn number_boxes(drawing: &mut Tree, count: usize) -> u32 {
    let number = |shape: &Tree| {
        let id = shape.attribute("o:spid").or_else(|| shape.attribute("id"))?;
        id.rsplit_once("_s")?.1.parse::<u32>().ok()
    };
    // Numbers go in blocks of 1,024, and the drawing lists its blocks (MS-OE376, part 4 §6.2.2.14).
    let last = drawing.elements().filter_map(number).filter(|number| *number < 1 << 24).max();
    let block = last.map_or(1, |last| last / 1024 + 1);
    let blocks = block..=block + count as u32 / 1024;
    if count > 0
        && let Some(map) =
            tree::child_mut(drawing, "o:shapelayout").and_then(|layout| tree::child_mut(layout, "o:idmap"))
    {
        let own = blocks.clone().map(|block| block.to_string()).collect::<Vec<_>>().join(",");
        let all = match (last, map.attribute("data")) {
            (Some(_), Some(known)) if !known.is_empty() => format!("{known},{own}"),
            _ => own,
        };
        map.set("data", all);
    }
    block * 1024 + 1
}

/// The box of a note: hidden until the pointer is over the cell, as high as its text.
fn shape(number: u32, (row, column): At, words: &str, sheet: &Worksheet) -> Tree {
    let lines: usize = words.lines().map(|line| line.chars().count().div_ceil(LETTERS).max(1)).sum();
    let height = (lines as u32 + 1).clamp(4, 24) * LINE;
    let mut right = column + 1;
    let mut left = WIDTH + 15;
    while left > sheet.width(right) && right < column + 60 {
        left -= sheet.width(right);
        right += 1;
    }
    let top = row.saturating_sub(2);
    let anchor = format!("{}, 15, {top}, 10, {right}, {left}, {}, 10", column + 1, top + height / LINE);
    let style = format!(
        "position:absolute;margin-left:60pt;margin-top:2pt;width:{}pt;height:{}pt;z-index:{};visibility:hidden",
        WIDTH * 3 / 4,
        height * 3 / 4,
        number % 1024
    );
    let data = [
        ("x:Anchor", anchor),
        ("x:AutoFill", "False".to_owned()),
        ("x:Row", (row - 1).to_string()),
        ("x:Column", column.to_string()),
    ];
    let mut client = tree::element("x:ClientData", &[("ObjectType", "Note")])
        .containing(tree::element("x:MoveWithCells", &[]))
        .containing(tree::element("x:SizeWithCells", &[]));
    for (name, value) in data {
        client.children.push(tree::element(name, &[]).containing(Node::Text(value.into())).into());
    }
    tree::element(
        "v:shape",
        &[
            ("id", &format!("_x0000_s{number}")),
            ("type", "#_x0000_t202"),
            ("style", &style),
            ("fillcolor", "#ffffe1"),
            ("o:insetmode", "auto"),
        ],
    )
    .containing(tree::element("v:fill", &[("color2", "#ffffe1")]))
    .containing(tree::element("v:shadow", &[("on", "t"), ("color", "black"), ("obscured", "t")]))
    .containing(tree::element("v:path", &[("o:connecttype", "none")]))
    .containing(
        tree::element("v:textbox", &[("style", "mso-direction-alt:auto")])
            .containing(tree::element("div", &[("style", "text-align:left")])),
    )
    .containing(client)
}
