//! Documents of a batch → [`Document`]s: what many of them share is inflated and read once.
//!
//! The letters of a season come from a few dozen templates: their styles, themes, numbering, settings, logos and most
//! headers are equal to the byte. Invariant: the same document as [`Document::read_on`] reads. Parts that no page
//! shows are not looked at, damaged or not.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use zip::{CompressionMethod, ZipArchive};

use super::package;
use super::read::{Foundation, Memory, Origin, Parts};
use super::{Document, Error};

/// How many parts and how many foundations are kept, and how large a part may be, in bytes. When there are more, all
/// are forgotten.
const PARTS: usize = 256;
const BASES: usize = 64;
const PART: usize = 1 << 20;

/// What documents share. One for all threads of a batch.
#[derive(Debug, Default)]
pub struct Shelf {
    members: Mutex<HashMap<Key, Arc<Member>>>,
    bases: Mutex<Vec<Arc<Base>>>,
}

/// What documents of one template stand on, and the memories of those who read them: as many as read at once.
#[derive(Debug)]
struct Base {
    origin: Origin,
    foundation: Foundation,
    memories: Mutex<Vec<Memory>>,
}

/// Checksum and compressed size of a member, as the directory of its archive has them; two of one key may differ still.
type Key = (u32, u64);

#[derive(Debug)]
struct Member {
    method: CompressionMethod,
    compressed: Box<[u8]>,
    content: Arc<[u8]>,
}

impl Shelf {
    /// Reads a `.docx`, with its date fields as Word would print them on a day.
    ///
    /// # Errors
    /// As [`Package::read`](super::Package::read) and [`Document::read_on`].
    pub fn read(&self, bytes: &[u8], today: impl Into<Option<NaiveDate>>) -> Result<Document, Error> {
        self.read_parts(&self.unpack(bytes)?, today)
    }

    /// Reads the parts of a document that was just written: it is the document that [`Shelf::read`] would read from
    /// its bytes, without unpacking what has just been packed.
    ///
    /// # Errors
    /// As [`Document::read_on`].
    pub fn read_parts(
        &self,
        parts: &Parts<'static>,
        today: impl Into<Option<NaiveDate>>,
    ) -> Result<Document, Error> {
        let base = self.base(parts)?;
        let remembered = lock(&base.memories).pop();
        let mut memory = remembered.unwrap_or_else(|| base.foundation.memory());
        let document = Document::from_parts(parts, &base.foundation, &mut memory, today.into())?;
        lock(&base.memories).push(memory);
        Ok(document)
    }

    fn unpack(&self, bytes: &[u8]) -> Result<Parts<'static>, Error> {
        let mut archive = package::open(bytes)?;
        let mut parts = Parts::default();
        let mut total = 0;
        for index in 0..archive.len() {
            let name = package::name(&mut archive, index)?;
            if let Some(name) = name.filter(|name| package::is_printed(name)) {
                let content = self.member(bytes, &mut archive, index, &name, &mut total)?;
                parts.insert(name, content);
            }
        }
        Ok(parts)
    }

    fn member(
        &self,
        bytes: &[u8],
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        name: &str,
        total: &mut u64,
    ) -> Result<Arc<[u8]>, Error> {
        let damaged = || Error::Damaged { part: name.to_owned() };
        let file = archive.by_index_raw(index).map_err(|_| damaged())?;
        let (key, method) = ((file.crc32(), file.compressed_size()), file.compression());
        let start = file.data_start().and_then(|start| usize::try_from(start).ok());
        let size = usize::try_from(key.1).ok();
        let compressed = start.zip(size).and_then(|(start, size)| bytes.get(start..start.checked_add(size)?));
        drop(file);
        let known = lock(&self.members).get(&key).cloned();
        if let Some(known) =
            known.filter(|known| known.method == method && compressed == Some(&known.compressed))
        {
            *total = package::sum(*total, known.content.len())?;
            return Ok(Arc::clone(&known.content));
        }
        let content: Arc<[u8]> = package::inflate(archive, index, name, total)?.into();
        // The text itself is of one letter only.
        if let Some(compressed) = compressed.filter(|_| name != "word/document.xml" && content.len() <= PART)
        {
            let member = Member { method, compressed: compressed.into(), content: Arc::clone(&content) };
            let mut members = lock(&self.members);
            if members.len() >= PARTS {
                members.clear();
            }
            members.insert(key, Arc::new(member));
        }
        Ok(content)
    }

    fn base(&self, parts: &Parts) -> Result<Arc<Base>, Error> {
        let known = lock(&self.bases).iter().find(|known| known.origin.is_of(parts)).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let (origin, foundation) = (Origin::of(parts), Foundation::read(parts)?);
        let made = Arc::new(Base { origin, foundation, memories: Mutex::default() });
        let mut bases = lock(&self.bases);
        if bases.len() >= BASES {
            bases.clear();
        }
        bases.push(Arc::clone(&made));
        Ok(made)
    }
}

/// A thread that panicked left what is kept whole: every change to it is one insert.
fn lock<T>(kept: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
