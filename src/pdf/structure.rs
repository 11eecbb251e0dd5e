//! The elements that pages name → the structure tree of a tagged PDF (PDF §14.7, §14.8; PDF/UA-1, ISO 14289-1).
//!
//! The tree grows while the contents are written: an element takes its place when something of it is first painted, so
//! the order of the pages is the reading order. Only cells of tables stand there even if empty: a table has no holes.
//! Invariants: heading levels leave none out (ISO 14289-1 §7.4.2), whatever the document says; neighbouring items of a
//! list are in one `L`, deeper ones in a list inside.

mod write;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::language::Language;
use crate::layout::{Artifact, NumberFormat, Role};

pub(super) use write::{Numbers, Plan};

/// How many elements a letter of two pages has.
const ELEMENTS: usize = 200;
/// The root of the tree, of which all other elements are descendants.
const DOCUMENT: usize = 0;

/// Where a piece of content belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Artifact(Artifact),
    Element(usize),
}

/// A structure tree under construction.
pub(super) struct Tree {
    elements: Vec<Element>,
    /// By element.
    latest: Vec<Latest>,
    /// What elements hold, in the order in which it came.
    kids: Vec<Kid>,
    /// By number of the layout and tag: an item of a list is two elements.
    known: FxHashMap<(u32, Tag), usize>,
    /// What is open on the page that is written.
    open: Vec<Open>,
    artifact: Option<Artifact>,
    /// By page, how many pieces of content are marked.
    marks: Vec<usize>,
    annotations: usize,
    /// Levels of the headings that the next one may stand under.
    headings: Vec<u8>,
    notes: u32,
}

/// Standard structure types (PDF §14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Tag {
    Document,
    Part,
    Paragraph,
    Heading(u8),
    List,
    Item,
    Label,
    Body,
    Table,
    Row,
    HeadCell,
    Cell,
    Figure,
    Link,
    Reference,
    Note,
}

#[derive(PartialEq, Eq, Hash)]
struct Element {
    tag: Tag,
    parent: usize,
    detail: Detail,
}

/// Elements in an element: the one with which it ends so far, and the body of an item.
#[derive(Clone, Copy, Default)]
struct Latest {
    last: Option<usize>,
    body: Option<usize>,
}

/// What else is said of an element.
#[derive(PartialEq, Eq, Hash)]
enum Detail {
    None,
    /// Which list it is, how deep, how its items are counted.
    List(u32, u8, NumberFormat),
    /// Columns and rows spanned.
    Span(u16, u16),
    Alternative(Option<String>),
    /// Number among the notes.
    Note(u32),
    Language(Language),
}

/// Something in an element, of which `parent` is the number.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kid {
    Element(usize),
    Mark { parent: usize, page: usize, number: usize },
    Annotation { parent: usize, page: usize, number: usize },
}

/// Something that was begun on a page and has not ended.
struct Open {
    element: u32,
    role: Role,
    /// Its element, once there is content for it.
    place: Option<usize>,
    /// The artifact that it stands in.
    outer: Option<Artifact>,
}

impl Tree {
    pub fn new() -> Tree {
        let mut elements = Vec::with_capacity(ELEMENTS);
        elements.push(Element { tag: Tag::Document, parent: DOCUMENT, detail: Detail::None });
        let mut latest = Vec::with_capacity(ELEMENTS);
        latest.push(Latest::default());
        Tree {
            elements,
            latest,
            kids: Vec::with_capacity(2 * ELEMENTS),
            known: FxHashMap::with_capacity_and_hasher(ELEMENTS, FxBuildHasher),
            open: Vec::new(),
            artifact: None,
            marks: Vec::new(),
            annotations: 0,
            headings: Vec::new(),
            notes: 0,
        }
    }

    /// Starts a page; what was left open on the one before is closed.
    pub fn page(&mut self) {
        self.open.clear();
        self.artifact = None;
        self.marks.push(0);
    }

    pub fn begin(&mut self, element: u32, role: &Role) {
        let outer = self.artifact;
        if let Role::Artifact(artifact) = role {
            self.artifact = outer.or(Some(*artifact));
        }
        self.open.push(Open { element, role: role.clone(), place: None, outer });
        if self.artifact.is_none() && matches!(role, Role::Table | Role::Row | Role::Cell { .. }) {
            self.place();
        }
    }

    pub fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.artifact = open.outer;
        }
    }

    /// Where text that is painted now belongs.
    pub fn target(&mut self) -> Target {
        match self.artifact {
            Some(artifact) => Target::Artifact(artifact),
            None => Target::Element(self.place()),
        }
    }

    /// Where what is no content belongs: lines and shading.
    pub fn decoration(&self) -> Target {
        Target::Artifact(self.artifact.unwrap_or(Artifact::Layout))
    }

    /// Where a path belongs: in a figure it is content, elsewhere it is none.
    pub fn drawn(&mut self) -> Target {
        match self.open.last() {
            Some(Open { role: Role::Figure(_), .. }) => self.target(),
            _ => self.decoration(),
        }
    }

    /// The number of a piece of content of an element, on the page that is written.
    pub fn mark(&mut self, element: usize) -> usize {
        let page = self.marks.len() - 1;
        let number = self.marks[page];
        self.marks[page] += 1;
        self.kids.push(Kid::Mark { parent: element, page, number });
        self.latest[element].last = None;
        number
    }

    /// The number of an annotation in the parent tree: pages come before.
    pub fn annotation(&mut self, pages: usize) -> usize {
        let element = self.place();
        let (page, number) = (self.marks.len() - 1, self.annotations);
        self.annotations += 1;
        self.kids.push(Kid::Annotation { parent: element, page, number });
        self.latest[element].last = None;
        pages + number
    }

    /// How an element is named in a content stream.
    pub fn name(&self, element: usize) -> &'static str {
        self.elements[element].tag.name()
    }

    /// The element of what is open, made with those that it stands in where they are not there yet.
    fn place(&mut self) -> usize {
        let mut parent = DOCUMENT;
        for depth in 0..self.open.len() {
            parent = match self.open[depth].place {
                Some(place) => place,
                None => {
                    let place = self.find(depth, parent);
                    self.open[depth].place = Some(place);
                    place
                }
            };
        }
        match parent {
            // Content of no paragraph: pages that no document gave.
            DOCUMENT => self.add(Tag::Paragraph, DOCUMENT, Detail::None),
            part if self.elements[part].tag == Tag::Part => self.add(Tag::Paragraph, part, Detail::None),
            // What stands in an item beside its label is its body.
            item if self.elements[item].tag == Tag::Item => self.body(item),
            place => place,
        }
    }

    fn find(&mut self, depth: usize, parent: usize) -> usize {
        let (element, role) = (self.open[depth].element, self.open[depth].role.clone());
        let tag = match &role {
            Role::Part(_) => Tag::Part,
            Role::Paragraph => Tag::Paragraph,
            Role::Heading(_) => Tag::Heading(0),
            Role::Item { .. } => Tag::Item,
            Role::Label => Tag::Label,
            Role::Table => Tag::Table,
            Role::Row => Tag::Row,
            Role::Cell { header: true, .. } => Tag::HeadCell,
            Role::Cell { .. } => Tag::Cell,
            Role::Figure(_) => Tag::Figure,
            Role::Link => Tag::Link,
            Role::Reference => Tag::Reference,
            Role::Note => Tag::Note,
            Role::Artifact(_) => return parent,
        };
        if let Some(known) = self.known.get(&(element, tag)) {
            return *known;
        }
        let made = match role {
            Role::Heading(level) => {
                let depth = self.heading(level);
                self.add(Tag::Heading(depth), parent, Detail::None)
            }
            Role::Item { list, level, format } => {
                let list = self.list(parent, list, level, format);
                self.add(Tag::Item, list, Detail::None)
            }
            Role::Part(language) => self.add(tag, parent, Detail::Language(language)),
            Role::Cell { columns, rows, .. } => self.add(tag, parent, Detail::Span(columns, rows)),
            Role::Figure(text) => {
                let parent = self.content_parent(parent);
                self.add(tag, parent, Detail::Alternative(text))
            }
            Role::Note => {
                self.notes += 1;
                self.add(tag, parent, Detail::Note(self.notes))
            }
            Role::Link | Role::Reference => {
                let parent = self.content_parent(parent);
                self.add(tag, parent, Detail::None)
            }
            _ => self.add(tag, parent, Detail::None),
        };
        self.known.insert((element, tag), made);
        made
    }

    fn content_parent(&mut self, parent: usize) -> usize {
        match self.elements[parent].tag {
            Tag::Item => self.body(parent),
            _ => parent,
        }
    }

    fn add(&mut self, tag: Tag, parent: usize, detail: Detail) -> usize {
        let own = self.elements.len();
        self.elements.push(Element { tag, parent, detail });
        self.kids.push(Kid::Element(own));
        self.latest.push(Latest::default());
        let latest = &mut self.latest[parent];
        latest.last = Some(own);
        if tag == Tag::Body {
            latest.body.get_or_insert(own);
        }
        own
    }

    /// The level of a heading in the tree, from 1: one below the nearest before it of a lower level.
    fn heading(&mut self, level: u8) -> u8 {
        while self.headings.pop_if(|open| *open >= level).is_some() {}
        self.headings.push(level);
        (self.headings.len() as u8).min(6)
    }

    /// The list that a new item goes on: the one that ends just before it, or one in its last item, or a new one.
    fn list(&mut self, parent: usize, list: u32, level: u8, format: NumberFormat) -> usize {
        let mut parent = parent;
        while let Some(last) = self.latest[parent].last {
            let Detail::List(known, depth, _) = self.elements[last].detail else { break };
            if depth == level && known == list {
                return last;
            }
            let item = self.latest[last].last.filter(|_| depth < level);
            let Some(item) = item else { break };
            parent = self.body(item);
        }
        self.add(Tag::List, parent, Detail::List(list, level, format))
    }

    /// The body of an item.
    fn body(&mut self, item: usize) -> usize {
        self.latest[item].body.unwrap_or_else(|| self.add(Tag::Body, item, Detail::None))
    }
}

impl Tag {
    fn name(self) -> &'static str {
        match self {
            Tag::Document => "Document",
            Tag::Part => "Part",
            Tag::Paragraph => "P",
            Tag::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6) - 1)],
            Tag::List => "L",
            Tag::Item => "LI",
            Tag::Label => "Lbl",
            Tag::Body => "LBody",
            Tag::Table => "Table",
            Tag::Row => "TR",
            Tag::HeadCell => "TH",
            Tag::Cell => "TD",
            Tag::Figure => "Figure",
            Tag::Link => "Link",
            Tag::Reference => "Reference",
            Tag::Note => "Note",
        }
    }
}
