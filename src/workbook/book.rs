//! The package of a workbook (ECMA-376 part 1 §12): its sheets by name, the links between its parts,
//! sheets added and taken away.
//!
//! Everything that is not touched stays as it was, byte for byte: pictures, charts, pivot tables,
//! conditional formats, page set-up. Macros are taken out, since the result is an `.xlsx`. Deliberately
//! absent: workbooks in other dialects (prefixed or strict names); [`Book::open`] declines them.

use super::styles::Styles;
use super::tree::{self, Tree};
use crate::docx::{Package, xml};

/// Where Excel, LibreOffice and every other program that was met puts the main part.
const MAIN: &str = "xl/workbook.xml";
const LINKS: &str = "xl/_rels/workbook.xml.rels";
const TYPES: &str = "[Content_Types].xml";

/// Namespaces and types of parts.
pub const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

/// Elements of a main part in their order.
const ORDER: [&str; 18] = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "extLst",
];

/// A workbook, open.
pub struct Book {
    package: Package,
    main: Tree,
    links: Links,
    types: Tree,
    pub styles: Styles,
    styles_part: String,
}

/// A worksheet: its name and its part.
#[derive(Clone, Debug)]
pub struct Tab {
    pub name: String,
    pub part: String,
}

impl Book {
    /// Opens a workbook; `None` if it is none, or in a dialect that is not edited.
    pub fn open(bytes: &[u8]) -> Option<Book> {
        let package = Package::unpack(bytes).ok()?;
        let main = tree::read(package.parts.get(MAIN)?)?;
        let plain = main.name == "workbook" && main.attribute("xmlns") == Some(SPREADSHEET);
        let links = Links::of(&package, MAIN);
        let types = tree::read(package.parts.get(TYPES)?).filter(|types| types.name == "Types")?;
        let odd = links
            .all()
            .any(|link| link.kind.ends_with("/xlMacrosheet") || link.kind.ends_with("/dialogsheet"));
        let links_plain = package
            .parts
            .iter()
            .filter(|(name, _)| name.ends_with(".rels"))
            .all(|(_, part)| tree::read(part).is_some_and(|root| root.name == "Relationships"));
        if !plain || !links_plain || odd || main.child("sheets").is_none() {
            return None;
        }
        let styles_part = links.of_kind("/styles").map(|link| link.part);
        let styles =
            Styles::read(styles_part.as_ref().and_then(|part| package.parts.get(part)).map(Vec::as_slice))?;
        let missing = styles_part.is_none();
        let styles_part = styles_part.unwrap_or_else(|| "xl/styles.xml".to_owned());
        let mut book = Book { package, main, links, types, styles, styles_part };
        if missing {
            book.links.add("/styles", "styles.xml");
            book.set_type(&book.styles_part.clone(), &format!("{CONTENT}styles+xml"));
        }
        book.tame();
        Some(book)
    }

    /// Takes out macros, signatures and the chain of formulas, none of which outlives an edit.
    fn tame(&mut self) {
        self.set_type(MAIN, &format!("{CONTENT}sheet.main+xml"));
        for kind in ["/vbaProject", "/calcChain", "/wordVbaData"] {
            while let Some(part) = self.links.of_kind(kind).map(|link| link.part) {
                self.links.remove(&part);
                self.drop_part(&part);
            }
        }
        let signatures: Vec<String> =
            self.package.parts.keys().filter(|part| part.starts_with("_xmlsignatures/")).cloned().collect();
        if !signatures.is_empty() {
            let mut root = Links::of(&self.package, "");
            root.drop_kind("/digital-signature/origin");
            signatures.iter().for_each(|part| self.drop_part(part));
            self.package.parts.insert("_rels/.rels".to_owned(), root.written());
        }
    }

    /// The worksheets, in their order.
    pub fn tabs(&self) -> Vec<Tab> {
        let sheets = self.main.child("sheets").expect("looked for when the workbook was opened");
        let tab = |sheet: &Tree| {
            let link = self.links.all().find(|link| Some(link.id.as_str()) == tree::local(sheet, "id"))?;
            let worksheet = link.kind.ends_with("/worksheet") && self.package.parts.contains_key(&link.part);
            worksheet.then(|| Tab {
                name: sheet.attribute("name").unwrap_or_default().to_owned(),
                part: link.part,
            })
        };
        sheets.elements().filter_map(tab).collect()
    }

    /// Whether dates count from 1904, as on old Macs.
    pub fn counts_from_1904(&self) -> bool {
        let flag = self.main.child("workbookPr").and_then(|properties| properties.attribute("date1904"));
        matches!(flag, Some("1" | "true"))
    }

    /// The text of a part.
    pub fn text(&self, part: &str) -> Option<String> {
        xml::decode(self.package.parts.get(part)?).ok().map(|text| text.into_owned())
    }

    /// The part as a tree.
    pub fn tree(&self, part: &str) -> Option<Tree> {
        tree::read(self.package.parts.get(part)?)
    }

    /// Puts a part in its place; a new one has its type declared.
    pub fn put(&mut self, part: &str, content: impl Into<Vec<u8>>) {
        self.package.parts.insert(part.to_owned(), content.into());
    }

    /// Whether there is such a part.
    pub fn has(&self, part: &str) -> bool {
        self.package.parts.contains_key(part)
    }

    /// The links of a part to others.
    pub fn links(&self, part: &str) -> Links {
        Links::of(&self.package, part)
    }

    /// Writes the links of a part.
    pub fn put_links(&mut self, part: &str, links: &Links) {
        let name = links_part(part);
        match links.all().next() {
            Some(_) => drop(self.package.parts.insert(name, links.written())),
            None => drop(self.package.parts.remove(&name)),
        }
    }

    /// Takes out a part with its links and its type.
    pub fn drop_part(&mut self, part: &str) {
        self.package.parts.remove(part);
        self.package.parts.remove(&links_part(part));
        let name = format!("/{part}");
        tree::remove(&mut self.types, |entry| entry.attribute("PartName") == Some(&name));
    }

    /// Declares the type of a part.
    pub fn set_type(&mut self, part: &str, kind: &str) {
        let name = format!("/{part}");
        tree::remove(&mut self.types, |entry| entry.attribute("PartName") == Some(&name));
        let entry = tree::element("Override", &[("PartName", &name), ("ContentType", kind)]);
        self.types.children.push(entry.into());
    }

    /// Declares the type of all parts with this ending that have none of their own.
    pub fn set_default(&mut self, ending: &str, kind: &str) {
        let known = |entry: &Tree| {
            entry.name == "Default"
                && entry.attribute("Extension").is_some_and(|known| known.eq_ignore_ascii_case(ending))
        };
        if !self.types.elements().any(known) {
            let entry = tree::element("Default", &[("Extension", ending), ("ContentType", kind)]);
            self.types.children.insert(0, entry.into());
        }
    }

    /// Adds a worksheet at the end; returns its position among all sheets.
    pub fn add_sheet(&mut self, name: &str, hidden: bool, content: String) -> usize {
        let number = (1..).find(|number| !self.has(&own_part(*number))).expect("numbers do not end");
        let part = own_part(number);
        self.put(&part, content);
        self.set_type(&part, &format!("{CONTENT}worksheet+xml"));
        let id = self.links.add("/worksheet", part.trim_start_matches("xl/"));
        let sheets = tree::child_mut(&mut self.main, "sheets").expect("looked for when opened");
        let ids = sheets.elements().filter_map(|sheet| sheet.attribute("sheetId")?.parse::<u32>().ok());
        let next = ids.max().unwrap_or(0) + 1;
        let mut sheet = tree::element("sheet", &[("name", name), ("sheetId", &next.to_string())]);
        if hidden {
            sheet.set("state", "hidden");
        }
        sheets.children.push(sheet.with("xmlns:r", RELATION).with("r:id", id).into());
        sheets.elements().count() - 1
    }

    /// Takes a sheet away with its part, and the names that belong to it.
    pub fn remove_sheet(&mut self, name: &str) {
        let Some(tab) = self.tabs().into_iter().find(|tab| tab.name == name) else { return };
        let sheets = tree::child_mut(&mut self.main, "sheets").expect("looked for when opened");
        let is = |sheet: &Tree| sheet.attribute("name") == Some(name);
        let position = sheets.elements().position(is).expect("it is among the tabs");
        tree::remove(sheets, is);
        self.links.remove(&tab.part);
        self.drop_part(&tab.part);
        if let Some(names) = tree::child_mut(&mut self.main, "definedNames") {
            tree::remove(names, |name| index(name, "localSheetId") == Some(position));
            for name in tree::elements_mut(names) {
                shift(name, "localSheetId", position);
            }
        }
        if let Some(views) = tree::child_mut(&mut self.main, "bookViews") {
            for view in tree::elements_mut(views) {
                for key in ["activeTab", "firstSheet"] {
                    if index(view, key) == Some(position) {
                        view.remove(key);
                    }
                    shift(view, key, position);
                }
            }
        }
        self.drop_names(|_| false);
    }

    /// Takes away names by which formulas know places.
    pub fn drop_names(&mut self, unwanted: impl Fn(&str) -> bool) {
        if let Some(names) = tree::child_mut(&mut self.main, "definedNames") {
            tree::remove(names, |name| name.attribute("name").is_some_and(&unwanted));
            if names.elements().next().is_none() {
                tree::remove(&mut self.main, |child| child.name == "definedNames");
            }
        }
    }

    /// Gives a place a name, for the whole workbook or for the sheet at a position.
    pub fn name_place(&mut self, name: &str, place: &str, sheet: Option<usize>, hidden: bool) {
        let mut entry = tree::element("definedName", &[("name", name)]);
        if let Some(sheet) = sheet {
            entry.set("localSheetId", sheet.to_string());
        }
        if hidden {
            entry.set("hidden", "1");
        }
        entry.children.push(xml::Node::Text(place.to_owned().into()));
        tree::ordered(&mut self.main, "definedNames", &ORDER).children.push(entry.into());
    }

    /// The workbook as a file.
    pub fn write(mut self) -> Vec<u8> {
        let styles = xml::write(self.styles.root());
        self.put(&self.styles_part.clone(), styles);
        self.put(MAIN, xml::write(&self.main));
        self.put(LINKS, self.links.written());
        self.put(TYPES, xml::write(&self.types));
        self.package.write()
    }
}

fn own_part(number: u32) -> String {
    format!("xl/worksheets/otinish{number}.xml")
}

fn index(element: &Tree, key: &str) -> Option<usize> {
    element.attribute(key)?.parse().ok()
}

/// Moves an index down by one that lies beyond a position that is gone.
fn shift(element: &mut Tree, key: &'static str, gone: usize) {
    if let Some(index) = index(element, key).filter(|index| *index > gone) {
        element.set(key, (index - 1).to_string());
    }
}

/// `xl/_rels/workbook.xml.rels` of `xl/workbook.xml`.
fn links_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// The links of one part (ECMA-376 part 2 §6.5).
pub struct Links {
    folder: String,
    root: Tree,
}

/// A link to a part of the package.
pub struct Link {
    pub id: String,
    pub kind: String,
    /// Name of the part that it leads to.
    pub part: String,
}

impl Links {
    fn of(package: &Package, part: &str) -> Links {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let read = package.parts.get(&links_part(part)).and_then(|part| tree::read(part));
        let empty = || tree::element("Relationships", &[("xmlns", PACKAGE)]);
        Links { folder, root: read.filter(|root| root.name == "Relationships").unwrap_or_else(empty) }
    }

    /// The links within the package.
    pub fn all(&self) -> impl Iterator<Item = Link> {
        let inner = self.root.elements().filter(|link| link.attribute("TargetMode") != Some("External"));
        inner.map(|link| {
            let get = |key| link.attribute(key).unwrap_or_default().to_owned();
            Link { id: get("Id"), kind: get("Type"), part: self.resolved(&get("Target")) }
        })
    }

    /// The first link of a type, by the end of its name.
    pub fn of_kind(&self, kind: &str) -> Option<Link> {
        self.all().find(|link| link.kind.ends_with(kind))
    }

    /// `xl/comments1.xml` from `../comments1.xml` in `xl/worksheets`.
    fn resolved(&self, target: &str) -> String {
        let mut names: Vec<&str> = match target.strip_prefix('/') {
            Some(_) => Vec::new(),
            None => self.folder.split('/').filter(|name| !name.is_empty()).collect(),
        };
        for name in target.split('/') {
            match name {
                "" | "." => {}
                ".." => drop(names.pop()),
                name => names.push(name),
            }
        }
        names.join("/")
    }

    /// Adds a link; returns its id.
    pub fn add(&mut self, kind: &str, target: &str) -> String {
        let taken = |id: &str| self.root.elements().any(|link| link.attribute("Id") == Some(id));
        let id = (1..).map(|number| format!("rIdOtinish{number}")).find(|id| !taken(id));
        let id = id.expect("numbers do not end");
        let kind = format!("{RELATION}{kind}");
        let link = tree::element("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target)]);
        self.root.children.push(link.into());
        id
    }

    /// Takes away the links to a part.
    pub fn remove(&mut self, part: &str) {
        let gone: Vec<String> = self.all().filter(|link| link.part == part).map(|link| link.id).collect();
        tree::remove(&mut self.root, |link| {
            link.attribute("Id").is_some_and(|id| gone.iter().any(|gone| gone == id))
        });
    }

    fn drop_kind(&mut self, kind: &str) {
        tree::remove(&mut self.root, |link| link.attribute("Type").is_some_and(|own| own.ends_with(kind)));
    }

    fn written(&self) -> Vec<u8> {
        xml::write(&self.root).into_bytes()
    }
}
