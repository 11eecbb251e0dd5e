//! Parts that many documents share → each of these documents: what is shared is compressed once, and what a document
//! has of its own is put between it.
//!
//! The zip crate lays out the container, once; a document copies its headers and only writes sizes, checksums and
//! places into them (PKWARE APPNOTE.TXT §4.3.7, §4.3.12, §4.3.16). Invariants: equal parts give equal bytes, those
//! that the zip crate itself would write; what is laid out are the very parts that are packed ([`Fresh`]).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use zip::{ZipArchive, ZipWriter};

use super::package::{self, Package, QUICK};
use super::read::Parts;

/// Lengths of the fixed parts of a local header, of an entry of the directory, and of its end.
const LOCAL: usize = 30;
const ENTRY: usize = 46;
const END: usize = 22;
/// Bit 11 of the flags: the name is in UTF-8 (§4.4.4).
const UTF_8: u16 = 1 << 11;
/// Longest part that is kept for the next document, in bytes: a page of text is shorter, a photo longer.
const KEPT: usize = 1 << 16;

/// A package whose parts are compressed, to be written many times with a few other parts.
#[derive(Debug)]
pub struct Compressed {
    members: BTreeMap<String, Member>,
    /// Other parts as they were packed last: the headers and properties of most documents are equal.
    lately: Mutex<BTreeMap<String, Arc<Member>>>,
    /// Headers of a part that is compressed with a document, and the end of the directory.
    local: [u8; LOCAL],
    entry: [u8; ENTRY],
    end: [u8; END],
}

/// A part as it is packed.
#[derive(Debug)]
struct Member {
    /// Local header and compressed content.
    packed: Vec<u8>,
    /// Its entry in the directory, the place of the header excepted.
    entry: Vec<u8>,
    /// As the reader takes it; of a part that all documents share nothing if no page shows it.
    content: Option<Arc<[u8]>>,
}

/// A document just written: its archive, and the parts that are packed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh {
    pub docx: Vec<u8>,
    pub parts: Parts<'static>,
}

impl Compressed {
    /// Compresses a package.
    pub fn new(package: &Package) -> Compressed {
        let members = split(&package.write(), package);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        package::add(&mut writer, "a", b"a", QUICK);
        let model = writer.finish().expect("memory takes any bytes").into_inner();
        let end = model.len() - END;
        let entry = end - ENTRY - 1;
        Compressed {
            members,
            lately: Mutex::default(),
            local: model[..LOCAL].try_into().expect("a header comes first"),
            entry: model[entry..entry + ENTRY]
                .try_into()
                .expect("an entry and its name stand before the end"),
            end: model[end..].try_into().expect("the end comes last"),
        }
    }

    /// Writes the package as a `.docx`, these parts in the place of its own.
    pub fn write(&self, own: BTreeMap<String, Arc<[u8]>>) -> Fresh {
        let mut docx = Vec::with_capacity(1 << 14);
        let mut directory = Vec::with_capacity(1 << 10);
        let names: BTreeSet<&String> = self.members.keys().chain(own.keys()).collect();
        for name in package::ordered(names.iter().copied()) {
            let place = short(docx.len());
            let entry = directory.len();
            let packed = own.get(name).map(|content| self.packed(name, content));
            let member = packed.as_deref().or(self.members.get(name)).expect("a name is of one or the other");
            docx.extend_from_slice(&member.packed);
            directory.extend_from_slice(&member.entry);
            put(&mut directory, entry + 42, &place);
        }
        let mut end = self.end.to_vec();
        let count = u16::try_from(names.len()).expect("a document has fewer parts").to_le_bytes();
        put(&mut end, 8, &count);
        put(&mut end, 10, &count);
        put(&mut end, 12, &short(directory.len()));
        put(&mut end, 16, &short(docx.len()));
        docx.extend_from_slice(&directory);
        docx.extend_from_slice(&end);
        Fresh { docx, parts: self.parts(own) }
    }

    /// A part that is this document's own.
    fn packed(&self, name: &str, content: &Arc<[u8]>) -> Arc<Member> {
        let lately = || self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lately().get(name).cloned();
        if let Some(known) = known.filter(|known| known.content.as_ref() == Some(content)) {
            return known;
        }
        let member = Arc::new(self.pack(name, content));
        if content.len() <= KEPT {
            lately().insert(name.to_owned(), Arc::clone(&member));
        }
        member
    }

    fn pack(&self, name: &str, content: &Arc<[u8]>) -> Member {
        let mut packed = [&self.local, name.as_bytes()].concat();
        let mut entry = [&self.entry, name.as_bytes()].concat();
        let start = packed.len();
        deflate(content, &mut packed);
        let mut sum = Crc::new();
        sum.update(content);
        let size = short(packed.len() - start);
        let length = u16::try_from(name.len()).expect("a name is shorter").to_le_bytes();
        for (bytes, checksum, name_length, flags) in [(&mut packed, 14, 26, 6), (&mut entry, 16, 28, 8)] {
            put(bytes, checksum, &sum.sum().to_le_bytes());
            put(bytes, checksum + 4, &size);
            put(bytes, checksum + 8, &short(content.len()));
            put(bytes, name_length, &length);
            if !name.is_ascii() {
                let known = u16::from_le_bytes([bytes[flags], bytes[flags + 1]]);
                put(bytes, flags, &(known | UTF_8).to_le_bytes());
            }
        }
        Member { packed, entry, content: Some(Arc::clone(content)) }
    }

    /// What the archive holds, as far as pages show it.
    fn parts(&self, own: BTreeMap<String, Arc<[u8]>>) -> Parts<'static> {
        let shared = self.members.iter().filter(|(name, _)| !own.contains_key(*name));
        let shared = shared.filter_map(|(name, member)| Some((name.clone(), member.content.clone()?)));
        let mut parts = Parts::default();
        shared.for_each(|(name, content)| parts.insert(name, content));
        let own = own.into_iter().filter(|(name, _)| package::is_printed(name));
        own.for_each(|(name, content)| parts.insert(name, content));
        parts
    }
}

/// The members of an archive of these parts that the zip crate wrote.
fn split(archive: &[u8], package: &Package) -> BTreeMap<String, Member> {
    let mut members = BTreeMap::new();
    let mut read = ZipArchive::new(Cursor::new(archive)).expect("what was just written is a zip");
    let place = |place: u64| usize::try_from(place).expect("it is in memory");
    let mut ends = Vec::new();
    for (index, name) in package::ordered(package.parts.keys()).enumerate() {
        let file = read.by_index_raw(index).expect("it has as many members, in this order");
        let start = file.data_start().expect("its header was read");
        let packed = archive[place(file.header_start())..place(start + file.compressed_size())].to_vec();
        let content = package::is_printed(name).then(|| package.parts[name].as_slice().into());
        members.insert(name.clone(), Member { packed, entry: Vec::new(), content });
        ends.push((name, place(file.central_header_start())));
    }
    let lasts = ends.iter().skip(1).map(|(_, start)| *start).chain([archive.len() - END]);
    for ((name, start), last) in ends.iter().zip(lasts) {
        members.get_mut(*name).expect("just entered").entry = archive[*start..last].to_vec();
    }
    members
}

/// A size or a place as a zip without large files has it.
fn short(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("a document is far below 4 GiB").to_le_bytes()
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

thread_local! {
    /// A compressor's tables cost more to set up than a letter costs to press.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(QUICK as u32), false));
}

/// Adds deflated content.
fn deflate(content: &[u8], out: &mut Vec<u8>) {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        loop {
            let read = usize::try_from(compressor.total_in()).expect("it is in memory");
            out.reserve(content.len() / 4 + 64);
            let status = compressor
                .compress_vec(&content[read..], out, FlushCompress::Finish)
                .expect("deflating has no error but a misuse of its stream");
            if status == Status::StreamEnd {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_once_or_each_time_the_parts_are_the_same() {
        let part = |text: &str| -> Arc<[u8]> { text.repeat(50).into_bytes().into() };
        let parts = [("[Content_Types].xml", "t"), ("word/document.xml", "ab"), ("word/styles.xml", "cd")];
        let parts = parts.map(|(name, text)| (name.to_owned(), part(text).to_vec()));
        let mut package = Package { parts: parts.into() };
        let compressed = Compressed::new(&package);
        assert_eq!(compressed.write(BTreeMap::new()).docx, package.write(), "what is compressed is copied");
        let own: BTreeMap<String, Arc<[u8]>> =
            [("word/document.xml", "xyz"), ("word/media/a.png", "p"), ("word/media/б.png", "")]
                .map(|(name, text)| (name.to_owned(), part(text)))
                .into();
        package.parts.extend(own.iter().map(|(name, content)| (name.clone(), content.to_vec())));
        let written = compressed.write(own.clone());
        assert_eq!(Package::read(&written.docx), Ok(package.clone()));
        assert_eq!(compressed.write(own.clone()), written, "what was packed last is not packed again");
        let changed = own.keys().map(|name| (name.clone(), part("0"))).collect();
        assert_ne!(compressed.write(changed).docx, written.docx);
        assert_eq!(compressed.write(own.clone()), written);

        // As the zip crate packs it by itself.
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in package::ordered(package.parts.keys()) {
            let level = if own.contains_key(name) { QUICK } else { package::SMALL };
            package::add(&mut writer, name, &package.parts[name], level);
        }
        assert_eq!(written.docx, writer.finish().expect("memory takes any bytes").into_inner());
    }
}
