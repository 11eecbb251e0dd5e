//! Objects → a PDF file with its cross-reference table (PDF §7.5).

use super::content::{integer, number};
use super::picture::Picture;
use super::skeleton::Skeleton;
use crate::layout::Page;

/// Version and four high bytes, which tell transport programs that the file is binary.
pub(super) const HEADER: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// A file being written behind a skeleton.
pub(super) struct File {
    bytes: Vec<u8>,
    /// By object number, from 1 on.
    offsets: Vec<usize>,
}

impl File {
    pub fn continuing(skeleton: &Skeleton) -> File {
        let mut bytes = Vec::with_capacity(skeleton.bytes.len() + 24_000);
        bytes.extend_from_slice(&skeleton.bytes);
        File { bytes, offsets: skeleton.offsets.clone() }
    }

    /// The number of an object that is written later by [`File::fill`].
    pub fn reserve(&mut self) -> u32 {
        self.offsets.push(0);
        self.offsets.len() as u32
    }

    pub fn object(&mut self, body: &[u8]) -> u32 {
        let number = self.reserve();
        self.fill(number, body);
        number
    }

    pub fn fill(&mut self, number: u32, body: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// A stream with the entries of its dictionary, `/Length` excepted.
    pub fn stream(&mut self, entries: &str, content: &[u8]) -> u32 {
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
        let mut entries = picture.entries.clone();
        if let Some((mask, content)) = &picture.mask {
            let mask = self.stream(mask, content);
            entries.push_str(&format!("/SMask {mask} 0 R"));
        }
        self.stream(&entries, &picture.content)
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

    /// The whole file. `identity` is the same for equal documents only (PDF §14.4).
    pub fn finish(mut self, catalog: u32, info: u32, identity: &[u8]) -> Vec<u8> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(
            format!("xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1).as_bytes(),
        );
        for offset in &self.offsets {
            let mut line = *b"0000000000 00000 n \n";
            let mut rest = *offset;
            for digit in line[..10].iter_mut().rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
            self.bytes.extend_from_slice(&line);
        }
        let size = self.offsets.len() + 1;
        let head = format!("trailer\n<</Size {size}/Root {catalog} 0 R/Info {info} 0 R/ID[");
        self.bytes.extend_from_slice(head.as_bytes());
        hexadecimal(&mut self.bytes, identity);
        hexadecimal(&mut self.bytes, identity);
        self.bytes.extend_from_slice(format!("]>>\nstartxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }

    fn begin(&mut self, number: u32) {
        self.offsets[number as usize - 1] = self.bytes.len();
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
