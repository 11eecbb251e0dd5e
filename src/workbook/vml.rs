//! VML (ECMA-376 part 4 §19) under the prefixes that everybody reads: `v`, `o`, `x`. Some programs write
//! `ns0`, and a box of ours among theirs would have prefixes without a meaning.

use std::borrow::Cow;

use super::tree::{self, Tree};

const NAMESPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];

/// The same drawing under the usual prefixes; `None` if it is no drawing.
pub fn read(part: &Tree) -> Option<Tree> {
    let mut root = part.clone();
    rename(&mut root, &mut Vec::new());
    for (prefix, space) in NAMESPACES {
        root.attributes.push((Cow::Owned(format!("xmlns:{prefix}")), Cow::Borrowed(space)));
    }
    (root.name == "xml").then_some(root)
}

/// Renames an element and all within; `scope` holds the prefixes that are declared around it.
fn rename(element: &mut Tree, scope: &mut Vec<(String, &'static str)>) {
    let outer = scope.len();
    element.attributes.retain(|(name, value)| {
        let known = NAMESPACES.iter().find(|(_, space)| *space == value.as_ref());
        match (name.strip_prefix("xmlns:").or((name == "xmlns").then_some("")), known) {
            (Some(prefix), Some((own, _))) => {
                scope.push((prefix.to_owned(), own));
                false
            }
            _ => true,
        }
    });
    let canonical = |name: &str, scope: &[(String, &'static str)]| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let own = scope.iter().rev().find(|(declared, _)| declared == prefix)?;
        Some(format!("{}:{local}", own.1))
    };
    if let Some(name) = canonical(&element.name, scope) {
        element.name = Cow::Owned(name);
    }
    for (name, _) in &mut element.attributes {
        // An attribute without prefix is in no namespace.
        if let Some(renamed) = name.contains(':').then(|| canonical(name, scope)).flatten() {
            *name = Cow::Owned(renamed);
        }
    }
    for child in tree::elements_mut(element) {
        rename(child, scope);
    }
    scope.truncate(outer);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml;

    #[test]
    fn prefixes_are_the_usual_ones() {
        let source = "<xml xmlns:ns0=\"urn:schemas-microsoft-com:vml\"><ns0:shape id=\"a\" \
                      xmlns:q=\"urn:schemas-microsoft-com:office:office\" q:spid=\"b\"/></xml>";
        let drawing = read(&tree::piece(source).expect("well-formed")).expect("a drawing");
        let mut written = String::new();
        xml::write_element(&drawing, &mut written);
        assert_eq!(
            written,
            "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"a\" o:spid=\"b\"/></xml>"
        );
        let again = read(&tree::piece(&written).expect("well-formed")).expect("a drawing");
        assert_eq!(again, drawing);
    }
}
