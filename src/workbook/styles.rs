//! The table of styles of a workbook (ECMA-376 part 1 §18.8): ours are added to it, none of it is
//! changed.
//!
//! Invariant: a cell that is coloured keeps its font, borders and alignment, and the colour it had is
//! kept too: a solid fill shows only its foreground, so the former colour waits in the background and
//! comes back when the mark is taken off, wherever the cell has been moved meanwhile.

use std::collections::BTreeMap;

use super::tree::{self, Tree};

/// Parts of a table of styles in their order.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// A table of styles for a workbook that has none.
const LEAST: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellXfs></styleSheet>";

/// The colour of a marked cell; each is one off a usual colour, so that it is known for ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    Filled,
    Doubtful,
    Wrong,
}

impl Colour {
    const ALL: [Colour; 3] = [Colour::Filled, Colour::Doubtful, Colour::Wrong];

    /// As in the file: opacity, red, green, blue.
    pub fn argb(self) -> &'static str {
        match self {
            Colour::Filled => "FFC7EFCE",
            Colour::Doubtful => "FFFFEB9D",
            Colour::Wrong => "FFFFC7CF",
        }
    }
}

/// How a written value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    Text,
    Date,
    AsItWas,
}

/// Look of a cell on a sheet of ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    pub bold: bool,
    pub large: bool,
    pub link: bool,
    pub heading: bool,
    pub wrap: bool,
    pub colour: Option<Colour>,
}

/// The table of styles.
pub struct Styles {
    root: Tree,
    known: BTreeMap<(u32, Option<Colour>, Shown), u32>,
    looks: BTreeMap<Look, u32>,
}

impl Styles {
    /// Reads the table; `None` if it is in another dialect.
    pub fn read(part: Option<&[u8]>) -> Option<Styles> {
        let root = match part {
            Some(part) => tree::read(part)?,
            None => tree::piece(LEAST).expect("it is well-formed"),
        };
        let list = |name: &&str| root.child(name).is_some_and(|list| list.elements().next().is_some());
        let whole = root.name == "styleSheet" && ["fonts", "fills", "borders", "cellXfs"].iter().all(list);
        whole.then_some(Styles { root, known: BTreeMap::new(), looks: BTreeMap::new() })
    }

    /// The table as a tree.
    pub fn root(&self) -> &Tree {
        &self.root
    }

    /// The style of a cell that had the style `base`, with a colour and a number format.
    pub fn marked(&mut self, base: u32, colour: Option<Colour>, shown: Shown) -> u32 {
        if let Some(known) = self.known.get(&(base, colour, shown)) {
            return *known;
        }
        let mut style = self.style(base);
        if let Some(colour) = colour {
            let fill = self.fill(colour, self.colour_of(&style));
            style.set("fillId", fill.to_string());
            style.set("applyFill", "1");
        }
        let format = match shown {
            Shown::Text => Some(49),
            Shown::Date => Some(self.format("dd.mm.yyyy")),
            Shown::AsItWas => None,
        };
        if let Some(format) = format {
            style.set("numFmtId", format.to_string());
            style.set("applyNumberFormat", "1");
        }
        let style = self.add("cellXfs", style);
        self.known.insert((base, colour, shown), style);
        style
    }

    /// For each style that bears a colour of ours, the one without it.
    pub fn unmarked(&mut self) -> BTreeMap<u32, u32> {
        let styles: Vec<Tree> = self.list("cellXfs").elements().cloned().collect();
        let mut all = BTreeMap::new();
        for (index, mut style) in (0..).zip(styles) {
            let Some(fill) = self.fill_of(&style).cloned() else { continue };
            let Some(pattern) = fill.child("patternFill") else { continue };
            let shown = pattern.child("fgColor").and_then(|colour| colour.attribute("rgb"));
            if !Colour::ALL.iter().any(|ours| Some(ours.argb()) == shown) {
                continue;
            }
            let former = pattern.child("bgColor").filter(|colour| colour.attribute("indexed") != Some("64"));
            let fill = former.map_or(0, |former| {
                let mut shown = tree::element("fgColor", &[]);
                shown.attributes.clone_from(&former.attributes);
                self.add("fills", solid(shown, tree::element("bgColor", &[("indexed", "64")])))
            });
            style.set("fillId", fill.to_string());
            all.insert(index, self.add("cellXfs", style));
        }
        all
    }

    /// The style of a cell on a sheet of ours.
    pub fn look(&mut self, look: Look) -> u32 {
        if let Some(known) = self.looks.get(&look) {
            return *known;
        }
        let mut font = tree::element("font", &[]);
        let mut set =
            |name, key, value: &str| font.children.push(tree::element(name, &[(key, value)]).into());
        if look.bold || look.heading {
            set("b", "val", "1");
        }
        if look.link {
            set("u", "val", "single");
        }
        set("sz", "val", if look.large { "14" } else { "11" });
        set("color", "rgb", if look.link { "FF0B5394" } else { "FF000000" });
        set("name", "val", "Calibri");
        set("family", "val", "2");
        let font = self.add("fonts", font);
        let fill = match (look.colour, look.heading) {
            (Some(colour), _) => self.fill(colour, None),
            (None, true) => self.add(
                "fills",
                solid(
                    tree::element("fgColor", &[("rgb", "FFD9E2EC")]),
                    tree::element("bgColor", &[("indexed", "64")]),
                ),
            ),
            (None, false) => 0,
        };
        let mut style = tree::element(
            "xf",
            &[
                ("numFmtId", "49"),
                ("fontId", &font.to_string()),
                ("fillId", &fill.to_string()),
                ("borderId", "0"),
                ("applyNumberFormat", "1"),
                ("applyFont", "1"),
                ("applyFill", "1"),
                ("applyAlignment", "1"),
            ],
        );
        if self.root.child("cellStyleXfs").is_some() {
            style.set("xfId", "0");
        }
        let wrap = if look.wrap || look.heading { "1" } else { "0" };
        let style = style.containing(tree::element("alignment", &[("vertical", "top"), ("wrapText", wrap)]));
        let style = self.add("cellXfs", style);
        self.looks.insert(look, style);
        style
    }

    fn list(&self, name: &str) -> &Tree {
        self.root.child(name).expect("looked for when the table was read")
    }

    fn style(&self, index: u32) -> Tree {
        let styles = || self.list("cellXfs").elements();
        let style = styles().nth(index as usize).or_else(|| styles().next());
        style.expect("looked for when the table was read").clone()
    }

    fn fill_of(&self, style: &Tree) -> Option<&Tree> {
        let index: usize = style.attribute("fillId")?.parse().ok()?;
        self.list("fills").elements().nth(index)
    }

    /// The colour that a style shows, if it is one plain colour.
    fn colour_of(&self, style: &Tree) -> Option<Tree> {
        let pattern = self.fill_of(style)?.child("patternFill")?;
        (pattern.attribute("patternType") == Some("solid")).then_some(())?;
        pattern.child("fgColor").cloned()
    }

    fn fill(&mut self, colour: Colour, former: Option<Tree>) -> u32 {
        let mut behind = tree::element("bgColor", &[("indexed", "64")]);
        if let Some(former) = former {
            behind.attributes = former.attributes;
        }
        self.add("fills", solid(tree::element("fgColor", &[("rgb", colour.argb())]), behind))
    }

    /// The number of a format of numbers.
    fn format(&mut self, code: &'static str) -> u32 {
        let formats = tree::ordered(&mut self.root, "numFmts", &ORDER);
        let id = |format: &Tree| format.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
        let known = formats.elements().find(|format| format.attribute("formatCode") == Some(code));
        if let Some(known) = known.and_then(id) {
            return known;
        }
        let next = formats.elements().filter_map(id).max().map_or(164, |last| last.max(163) + 1);
        let format = tree::element("numFmt", &[("numFmtId", &next.to_string()), ("formatCode", code)]);
        self.add("numFmts", format);
        next
    }

    /// The index of an element in a list; an equal one is not added twice.
    fn add(&mut self, list: &'static str, element: Tree) -> u32 {
        let list = tree::ordered(&mut self.root, list, &ORDER);
        let count = list.elements().count();
        let index = list.elements().position(|known| *known == element).unwrap_or(count);
        if index == count {
            list.children.push(element.into());
            list.set("count", (count + 1).to_string());
        }
        index as u32
    }
}

fn solid(shown: Tree, behind: Tree) -> Tree {
    let pattern = tree::element("patternFill", &[("patternType", "solid")]);
    tree::element("fill", &[]).containing(pattern.containing(shown).containing(behind))
}
