//! Words along a path (v:textpath, ECMA-376 part 4 §19.1.2.23) → the lettering of their shape: watermarks.
//!
//! Deliberately absent: paths other than a straight line, and WordArt of DrawingML.

use super::Reader;
use super::drawing::Found;
use super::patch::{BOLD, ITALIC};
use super::source::Element;
use super::vml;
use crate::docx::document::{Lettering, Shape};
use crate::docx::style::Rgb;

/// Letters of all watermarks of a document: each is printed as its outline.
const MOST: usize = 2000;

/// Words along a path, and the font that they ask for.
pub(super) struct Along {
    pub text: String,
    pub family: Option<String>,
    pub bold: bool,
    pub italic: bool,
}

/// `v:textpath`: its words and their font.
pub fn along(element: &Element) -> Option<Along> {
    let style = element.get("style").unwrap_or_default();
    let said = |name| vml::entries(&style).find(|(own, _)| *own == name).map(|(_, value)| value);
    let family = said("font-family").map(|name| name.trim_matches(['"', '\'']).to_owned());
    Some(Along {
        text: element.get("string")?.into_owned(),
        family: family.filter(|name| !name.is_empty()),
        bold: said("font-weight") == Some("bold"),
        italic: said("font-style") == Some("italic"),
    })
}

/// `v:fill`: how far it is seen through, from 0 to 1; a number that ends in `f` is in 65,536th parts.
pub fn opacity(element: &Element) -> Option<f32> {
    let text = element.get("opacity")?;
    let (number, parts) = text.strip_suffix('f').map_or((&*text, 1.0), |number| (number, 65536.0));
    Some((number.trim().parse::<f32>().ok()? / parts).clamp(0.0, 1.0))
}

impl Reader<'_> {
    /// Fills the box with words, in the colour of its fill.
    pub(super) fn letter(&mut self, along: Along, found: &mut Found) {
        let Along { text, family, bold, italic } = along;
        let Shape { fill, line, .. } = std::mem::take(&mut found.shape);
        self.lettered += text.chars().count();
        found.boxed = self.lettered <= MOST;
        if !found.boxed {
            return self.warn("print-lettering");
        }
        let mut patch = self.memory.styles.default_run;
        if let Some(name) = family {
            patch.families = [Some(self.families.intern(&name)); 4];
        }
        (patch.toggles[BOLD], patch.toggles[ITALIC]) = (Some(bold), Some(italic));
        let lettering = Some(Box::new(Lettering { text, style: self.intern(&patch), turn: found.turn }));
        let fill = fill.map(|fill| fill.over_white(found.opacity.unwrap_or(1.0)));
        let fill = fill.or(line.is_none().then_some(Rgb::default()));
        found.shape = Shape { fill, line, lettering, ..Shape::default() };
    }
}
