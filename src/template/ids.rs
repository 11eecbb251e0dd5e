//! Makes the identifiers of a filled document unique again after loops have repeated them.
//!
//! Word refuses or repairs a document with two drawings or two bookmarks of one number (ECMA-376 part 1
//! §17.13.6, §20.4.2.5). The first of each keeps its number, so that what refers to it still does.

use std::collections::{BTreeMap, BTreeSet};

use crate::docx::xml::{Element, Node};

/// First number given to a repeated drawing or bookmark; Word itself counts from 1.
const FIRST: u64 = 100_000;

/// The identifiers of a document met so far.
#[derive(Default)]
pub struct Ids {
    drawings: BTreeSet<String>,
    controls: BTreeSet<String>,
    paragraphs: BTreeSet<String>,
    bookmarks: BTreeSet<String>,
    names: BTreeSet<String>,
    given: u64,
}

/// Elements and attributes that have identifiers.
const IDENTIFIED: [&str; 5] = ["wp:docPr", "w:bookmarkStart", "w:bookmarkEnd", "w:sdtPr", "w14:paraId"];

/// Whether a part may have identifiers.
pub fn are_in(xml: &str) -> bool {
    IDENTIFIED.iter().any(|name| xml.contains(name))
}

impl Ids {
    /// Renews the repeated identifiers of a part.
    pub fn renew(&mut self, root: &mut Element<'_>) {
        let mut open = BTreeMap::new();
        let mut ended = BTreeSet::new();
        self.walk(root, &mut open, &mut ended);
        drop_endless(root, &ended);
    }

    fn walk(
        &mut self,
        element: &mut Element<'_>,
        open: &mut BTreeMap<String, String>,
        ended: &mut BTreeSet<String>,
    ) {
        element.children.retain_mut(|child| {
            let Node::Element(child) = child else { return true };
            match child.name.as_ref() {
                "wp:docPr" => {
                    let id = child.attribute("id").unwrap_or_default().to_owned();
                    if !self.drawings.insert(id) {
                        let fresh = self.fresh();
                        child.set("id", fresh);
                    }
                }
                "w:bookmarkStart" => self.bookmark(child, open),
                "w:bookmarkEnd" => {
                    let Some(id) = child.attribute("w:id").and_then(|id| open.remove(id)) else {
                        return false;
                    };
                    ended.insert(id.clone());
                    child.set("w:id", id);
                }
                "w:sdtPr" => {
                    let id = child.child("w:id").and_then(|id| id.attribute("w:val")).map(str::to_owned);
                    if id.is_some_and(|id| !self.controls.insert(id)) {
                        child.children.retain(|property| !property.is("w:id"));
                    }
                }
                "w:p" => {
                    let id = child.attribute("w14:paraId").map(str::to_owned);
                    if id.is_some_and(|id| !self.paragraphs.insert(id)) {
                        child.remove("w14:paraId");
                        child.remove("w14:textId");
                    }
                }
                _ => {}
            }
            self.walk(child, open, ended);
            true
        });
    }

    fn bookmark(&mut self, start: &mut Element<'_>, open: &mut BTreeMap<String, String>) {
        let old = start.attribute("w:id").unwrap_or_default().to_owned();
        let id = match self.bookmarks.insert(old.clone()) {
            true => old.clone(),
            false => self.fresh(),
        };
        start.set("w:id", id.clone());
        open.insert(old, id);
        let name = start.attribute("w:name").unwrap_or_default().to_owned();
        if !self.names.insert(name.clone()) {
            // At most 40 characters (§17.13.6.2 as Word reads it).
            let short: String = name.chars().take(30).collect();
            let again =
                (2..).map(|number| format!("{short}_{number}")).find(|name| !self.names.contains(name));
            let again = again.expect("there are more numbers than bookmarks");
            self.names.insert(again.clone());
            start.set("w:name", again);
        }
    }

    fn fresh(&mut self) -> String {
        self.given += 1;
        (FIRST + self.given).to_string()
    }
}

/// A bookmark whose end a condition dropped.
fn drop_endless(element: &mut Element<'_>, ended: &BTreeSet<String>) {
    element.children.retain_mut(|child| {
        let Node::Element(child) = child else { return true };
        drop_endless(child, ended);
        child.name != "w:bookmarkStart" || child.attribute("w:id").is_some_and(|id| ended.contains(id))
    });
}
