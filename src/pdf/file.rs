//! Objects → a PDF file: streams as they are, all other objects packed into one, and where each stands (PDF §7.5).

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::content::{integer, number};
use super::parcel::{self, Piece};
use super::picture::Picture;
use super::skeleton::Skeleton;
use crate::layout::Page;

/// Version and four high bytes, which tell transport programs that the file is binary.
pub(super) const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// A file being written behind a skeleton.
pub(super) struct File {
    bytes: Vec<u8>,
    /// By object number, from 1 on.
    places: Vec<Place>,
    /// The objects that are no streams, and of each its number and where it starts there.
    packed: Vec<u8>,
    inside: Vec<(u32, usize)>,
    /// Objects of parcels that refer to nothing, by their hash: pages of one file share its fonts.
    shared: HashMap<[u8; 32], u32>,
    /// Of all that was written.
    identity: Sha256,
}

/// Objects of consecutive numbers that are no streams.
#[derive(Default)]
pub(super) struct Objects {
    /// Each with the end of a line behind it.
    pub bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Objects {
    /// Ends an object; the next one starts here.
    pub fn end(&mut self) {
        self.bytes.push(b'\n');
        self.ends.push(self.bytes.len());
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..end - 1])
    }
}

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    /// So many bytes from the start of the file.
    At(usize),
    /// So many objects from the first of those that are packed together.
    Packed(u16),
}

/// The cross-reference stream, and how many bytes the second and the third field of an entry have.
struct Table {
    widths: [usize; 2],
    entries: Vec<u8>,
}

impl File {
    pub fn continuing(skeleton: &Skeleton) -> File {
        let mut bytes = Vec::with_capacity(skeleton.bytes.len() + 24_000);
        bytes.extend_from_slice(&skeleton.bytes);
        let places = skeleton.offsets.iter().copied().map(Place::At).collect();
        let packed = Vec::with_capacity(16_000);
        let identity = Sha256::new_with_prefix(skeleton.digest);
        File { bytes, places, packed, inside: Vec::new(), shared: HashMap::new(), identity }
    }

    /// The number of an object that is written later by [`File::fill`].
    pub fn reserve(&mut self) -> u32 {
        self.reserve_all(1)
    }

    /// The first of so many numbers.
    pub fn reserve_all(&mut self, count: usize) -> u32 {
        let first = self.places.len() as u32 + 1;
        self.places.resize(self.places.len() + count, Place::At(0));
        first
    }

    pub fn object(&mut self, body: &[u8]) -> u32 {
        let number = self.reserve();
        self.fill(number, body);
        number
    }

    /// The body of an object that is no stream. Past what one stream of them can number, it stands by itself.
    pub fn fill(&mut self, number: u32, body: &[u8]) {
        let Ok(index) = u16::try_from(self.inside.len()) else {
            self.identity.update(body);
            return self.unpacked(number, body);
        };
        self.places[number as usize - 1] = Place::Packed(index);
        self.inside.push((number, self.packed.len()));
        self.packed.extend_from_slice(body);
        self.packed.push(b'\n');
    }

    /// The bodies of objects from a number on.
    pub fn fill_all(&mut self, first: u32, objects: &Objects) {
        let count = self.inside.len() + objects.ends.len();
        if count > usize::from(u16::MAX) {
            return (first..).zip(objects.iter()).for_each(|(number, body)| self.fill(number, body));
        }
        let starts = [0].iter().chain(&objects.ends);
        for (number, (start, _)) in (first..).zip(starts.zip(&objects.ends)) {
            self.places[number as usize - 1] = Place::Packed(self.inside.len() as u16);
            self.inside.push((number, self.packed.len() + start));
        }
        self.packed.extend_from_slice(&objects.bytes);
    }

    /// An object that stands by itself: one that differs from one document to the next.
    pub fn alone(&mut self, body: &[u8]) -> u32 {
        let number = self.reserve();
        self.identity.update(body);
        self.unpacked(number, body);
        number
    }

    fn unpacked(&mut self, number: u32, body: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// A stream with the entries of its dictionary, `/Length` excepted.
    pub fn stream(&mut self, entries: &str, content: &[u8]) -> u32 {
        self.identity.update(content);
        self.known_stream(entries, content)
    }

    /// The same for one whose hash is part of the file's already.
    fn known_stream(&mut self, entries: &str, content: &[u8]) -> u32 {
        let number = self.reserve();
        self.begin(number);
        self.bytes.extend_from_slice(b"<<");
        self.bytes.extend_from_slice(entries.as_bytes());
        self.bytes.extend_from_slice(b"/Length ");
        integer(&mut self.bytes, content.len() as i64);
        self.bytes.extend_from_slice(b">>\nstream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        number
    }

    pub fn picture(&mut self, picture: &Picture) -> u32 {
        self.identity.update(picture.digest);
        if picture.parcel {
            return self.parcel(&picture.content);
        }
        let mut entries = picture.entries.clone();
        if let Some((mask, content)) = &picture.mask {
            let mask = self.known_stream(mask, content);
            entries.push_str(&format!("/SMask {mask} 0 R"));
        }
        self.known_stream(&entries, &picture.content)
    }

    /// Unpacks a parcel; gives the number of its first object.
    fn parcel(&mut self, parcel: &[u8]) -> u32 {
        let objects = parcel::open(parcel).expect("a parcel is packed by our own scanner");
        let mut fresh = Vec::with_capacity(objects.len());
        let numbers: Vec<u32> = objects
            .iter()
            .map(|object| match object.as_slice() {
                [Piece::Bytes(bytes)] => {
                    let key = Sha256::digest(bytes).into();
                    let known = self.shared.get(&key).copied();
                    fresh.push(known.is_none());
                    known.unwrap_or_else(|| {
                        let number = self.reserve();
                        self.shared.insert(key, number);
                        number
                    })
                }
                _ => {
                    fresh.push(true);
                    self.reserve()
                }
            })
            .collect();
        for ((object, number), _) in objects.iter().zip(&numbers).zip(fresh).filter(|(_, fresh)| *fresh) {
            let mut body = Vec::new();
            for piece in object {
                match piece {
                    Piece::Bytes(bytes) => body.extend_from_slice(bytes),
                    Piece::Reference(place) => {
                        let number = numbers.get(*place as usize).expect("a parcel is whole");
                        body.extend_from_slice(format!("{number} 0 R").as_bytes());
                    }
                }
            }
            match body.ends_with(b"\nendstream") {
                true => self.unpacked(*number, &body),
                false => self.fill(*number, &body),
            }
        }
        numbers[0]
    }

    /// Fills a page; `pictures` are the index in its content and the number of each picture, possibly repeated.
    #[expect(clippy::too_many_arguments, reason = "what a page refers to; bundling it would name nothing")]
    pub fn page(
        &mut self,
        own: u32,
        tree: u32,
        page: &Page,
        content: u32,
        fonts: u32,
        pictures: &[(usize, u32)],
        links: &[u32],
        index: usize,
    ) {
        let mut body = format!("<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 ").into_bytes();
        number(&mut body, (f64::from(page.width) * 1000.0).round() as i64);
        body.push(b' ');
        number(&mut body, (f64::from(page.height) * 1000.0).round() as i64);
        body.extend_from_slice(format!("]/Contents {content} 0 R/Resources<</Font {fonts} 0 R").as_bytes());
        let mut pictures = pictures.to_vec();
        pictures.sort_unstable();
        pictures.dedup();
        if !pictures.is_empty() {
            body.extend_from_slice(b"/XObject<<");
            for (index, object) in pictures {
                body.extend_from_slice(format!("/I{index} {object} 0 R").as_bytes());
            }
            body.extend_from_slice(b">>");
        }
        // Keyboards go through the links in the order of the structure (ISO 14289-1 §7.18.3).
        body.extend_from_slice(format!(">>/Tabs/S/StructParents {index}").as_bytes());
        if !links.is_empty() {
            let list: Vec<String> = links.iter().map(|link| format!("{link} 0 R")).collect();
            body.extend_from_slice(format!("/Annots[{}]", list.join(" ")).as_bytes());
        }
        body.extend_from_slice(b">>");
        self.fill(own, &body)
    }

    pub fn page_tree(&mut self, tree: u32, kids: &[u32]) {
        let list: Vec<String> = kids.iter().map(|kid| format!("{kid} 0 R")).collect();
        let body = format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), list.join(" "));
        self.fill(tree, body.as_bytes());
    }

    /// The whole file; `deflated` gives the zlib data of the objects that are packed.
    pub fn finish(
        mut self,
        catalog: u32,
        info: u32,
        deflated: impl FnOnce(Vec<u8>) -> Arc<Vec<u8>>,
    ) -> Vec<u8> {
        let packed = self.pack(deflated);
        let start = self.bytes.len();
        let own = self.reserve();
        self.places[own as usize - 1] = Place::At(start);
        let table = self.table(packed);
        integer(&mut self.bytes, own.into());
        let size = self.places.len() + 1;
        let [first, second] = table.widths;
        let head = format!(
            " 0 obj\n<</Type/XRef/W[1 {first} {second}]/Size {size}/Root {catalog} 0 R/Info {info} 0 R/ID["
        );
        self.bytes.extend_from_slice(head.as_bytes());
        // The same for equal documents only (PDF §14.4).
        let identity = std::mem::take(&mut self.identity).finalize();
        hexadecimal(&mut self.bytes, &identity[..16]);
        hexadecimal(&mut self.bytes, &identity[..16]);
        self.bytes.extend_from_slice(format!("]/Length {}>>\nstream\n", table.entries.len()).as_bytes());
        self.bytes.extend_from_slice(&table.entries);
        let end = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend_from_slice(end.as_bytes());
        self.bytes
    }

    /// Where each object stands (PDF §7.5.8), in as few bytes as the file needs: deflated they would hardly be fewer.
    /// `packed` is the number of the objects that are packed together.
    fn table(&self, packed: u32) -> Table {
        let width = |largest: u32| (4 - largest.leading_zeros() as usize / 8).max(1);
        let widths = [width(self.bytes.len().max(packed as usize) as u32), width(self.inside.len() as u32)];
        let mut entries = Vec::with_capacity((1 + widths[0] + widths[1]) * (self.places.len() + 1));
        let mut entry = |kind: u8, first: u32, second: u32| {
            entries.push(kind);
            entries.extend_from_slice(&first.to_be_bytes()[4 - widths[0]..]);
            entries.extend_from_slice(&second.to_be_bytes()[4 - widths[1]..]);
        };
        // Object 0 is the head of the free ones.
        entry(0, 0, u32::MAX);
        for place in &self.places {
            match *place {
                Place::At(offset) => entry(1, offset as u32, 0),
                Place::Packed(index) => entry(2, packed, index.into()),
            }
        }
        Table { widths, entries }
    }

    /// Writes the objects that are no streams into one, deflated together (PDF §7.5.7); gives its number.
    fn pack(&mut self, deflated: impl FnOnce(Vec<u8>) -> Arc<Vec<u8>>) -> u32 {
        let mut content = Vec::with_capacity(self.packed.len() + 10 * self.inside.len());
        for (number, offset) in &self.inside {
            integer(&mut content, (*number).into());
            content.push(b' ');
            integer(&mut content, *offset as i64);
            content.push(b' ');
        }
        let entries =
            format!("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", self.inside.len(), content.len());
        content.extend_from_slice(&self.packed);
        self.stream(&entries, &deflated(content))
    }

    fn begin(&mut self, number: u32) {
        self.places[number as usize - 1] = Place::At(self.bytes.len());
        integer(&mut self.bytes, number.into());
        self.bytes.extend_from_slice(b" 0 obj\n");
    }
}

/// A string in hexadecimal (PDF §7.3.4.3).
pub(super) fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push(b'<');
    for byte in bytes {
        out.extend_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    out.push(b'>');
}
