//! Relationships of a part: from an id to the name of another part or to an address outside (ECMA-376 part 2 §9.3).

use std::collections::HashMap;

use super::source::Source;
use crate::docx::Error;

/// Ids of one part's relationships with the parts that they point at, and with addresses outside.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    targets: HashMap<String, String>,
    external: HashMap<String, String>,
}

impl Relations {
    /// Reads the relationships that a part of that name has of a part in a folder.
    pub fn read(name: &str, folder: &str, bytes: &[u8]) -> Result<Relations, Error> {
        let (mut source, _) = Source::open(name, bytes)?;
        let mut relations = Relations::default();
        while let Some(element) = source.child()? {
            let external = element.get("TargetMode").as_deref() == Some("External");
            if let (Some(id), Some(target)) = (element.get("Id"), element.get("Target")) {
                match external {
                    true => relations.external.insert(id.into_owned(), target.into_owned()),
                    false => relations.targets.insert(id.into_owned(), resolve(folder, &target)),
                };
            }
            source.skip()?;
        }
        Ok(relations)
    }

    pub fn target(&self, id: &str) -> Option<&str> {
        self.targets.get(id).map(String::as_str)
    }

    /// The address of an external relationship.
    pub fn address(&self, id: &str) -> Option<&str> {
        self.external.get(id).map(String::as_str)
    }
}

/// A target as a name in the package: relative to the folder of the part, or absolute.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("word", "media/a.png"), "word/media/a.png");
        assert_eq!(resolve("word", "../media/a.png"), "media/a.png");
        assert_eq!(resolve("word", "/word/media/a.png"), "word/media/a.png");
    }
}
