//! The parts of a document by name, as the reader looks them up: borrowed from a package, or shared with other
//! documents of a batch.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::docx::Package;

#[derive(Debug, Default)]
pub struct Parts<'p>(BTreeMap<Cow<'p, str>, Content<'p>>);

#[derive(Clone, Debug)]
pub enum Content<'p> {
    Borrowed(&'p [u8]),
    Shared(Arc<[u8]>),
}

impl Deref for Content<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Content::Borrowed(bytes) => bytes,
            Content::Shared(bytes) => bytes,
        }
    }
}

impl<'p> Parts<'p> {
    pub fn of(package: &'p Package) -> Parts<'p> {
        let parts = package.parts.iter();
        Parts(parts.map(|(name, bytes)| (Cow::Borrowed(&**name), Content::Borrowed(bytes))).collect())
    }

    pub fn insert(&mut self, name: String, content: Arc<[u8]>) {
        self.0.insert(Cow::Owned(name), Content::Shared(content));
    }

    pub fn get(&self, name: &str) -> Option<&Content<'p>> {
        self.0.get(name)
    }

    /// The first part whose name starts so.
    pub fn first<'s>(&'s self, prefix: &'static str) -> Option<(&'s str, &'s Content<'p>)> {
        let (name, content) = self.0.range(Cow::Borrowed(prefix)..).next()?;
        name.starts_with(prefix).then_some((name, content))
    }
}
