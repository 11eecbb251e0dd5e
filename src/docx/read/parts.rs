//! The parts of a document by name, as the reader looks them up: borrowed from a package, or shared with other
//! documents of a batch.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::sync::Arc;

use crate::docx::Package;

/// The parts of one document, by name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts<'p>(BTreeMap<Cow<'p, str>, Content<'p>>);

#[derive(Clone)]
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

impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Content<'_> {}

/// Names and lengths: what stands in the parts is a person's.
impl Debug for Parts<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, content)| (name, content.len()))).finish()
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
