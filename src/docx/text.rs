//! A document → its text alone, a line for each paragraph: for what looks through a finished document.
//!
//! Everything that is printed is in it: headers, footers, cells, boxes, notes and labels of lists.

use super::document::{Block, Content, Document, FIELD, OBJECT, Object, Paragraph, Stories};
use super::table::{Cell, Table};

impl Document {
    /// The text in the order of the document, headers before and footers after each section.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(4096);
        for section in &self.sections {
            stories(&section.headers, &mut out);
            blocks(&section.blocks, &mut out);
            stories(&section.footers, &mut out);
        }
        for note in self.notes.footnotes.iter().chain(&self.notes.endnotes) {
            blocks(note, &mut out);
        }
        out
    }
}

impl Table {
    /// The texts of its cells, row by row; of a cell with several paragraphs, a line for each.
    pub fn texts(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| {
            let text = |cell: &Cell| {
                let mut out = String::new();
                blocks(&cell.blocks, &mut out);
                out.trim().to_owned()
            };
            row.cells.iter().map(text).collect()
        })
    }
}

fn stories(stories: &Stories, out: &mut String) {
    for story in [&stories.default, &stories.first, &stories.even].into_iter().flatten() {
        blocks(story, out);
    }
}

fn blocks(all: &[Block], out: &mut String) {
    each(all, &mut |paragraph| {
        if let Some(label) = &paragraph.label {
            out.push_str(&label.text);
            out.push(' ');
        }
        out.extend(paragraph.text.chars().filter(|character| ![OBJECT, FIELD].contains(character)));
        out.push('\n');
    });
}

/// What it takes to print the text of blocks, in bytes of text.
pub fn text_length(all: &[Block]) -> usize {
    /// An outline is so much longer than its letter.
    const OUTLINE: usize = 32;
    let mut length = 0;
    each(all, &mut |paragraph| {
        let outlines = paragraph.objects.iter().map(|object| match object {
            Object::Drawing(drawing) => outlined(&drawing.content),
            Object::Field(_) => 0,
        });
        let outlines: usize = outlines.sum();
        length += paragraph.text.len() + outlines * OUTLINE;
    });
    length
}

/// Bytes of text that is printed as outlines.
fn outlined(content: &Content) -> usize {
    match content {
        Content::Picture(..) => 0,
        Content::Shape(shape) => shape.lettering.as_ref().map_or(0, |lettering| lettering.text.len()),
        Content::Group(members) => members.iter().map(|member| outlined(&member.drawing.content)).sum(),
    }
}

/// Looks at each paragraph, then at those of its boxes.
fn each(all: &[Block], look: &mut dyn FnMut(&Paragraph)) {
    for block in all {
        match block {
            Block::Paragraph(paragraph) => {
                look(paragraph);
                for object in &paragraph.objects {
                    if let Object::Drawing(drawing) = object {
                        content(&drawing.content, look);
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    each(&cell.blocks, look);
                }
            }
        }
    }
}

fn content(content: &Content, look: &mut dyn FnMut(&Paragraph)) {
    match content {
        Content::Picture(..) => {}
        Content::Shape(shape) => each(&shape.blocks, look),
        Content::Group(members) => {
            members.iter().for_each(|member| self::content(&member.drawing.content, look))
        }
    }
}
