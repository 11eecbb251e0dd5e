//! Objects that refer to each other, as bytes that can be kept and put into any file.
//!
//! A parcel is a list of objects, the first of which is drawn; inside them a reference is the place of
//! another one in the list. Written into a file, places become object numbers. Each object is a row of
//! pieces: `0`, length, bytes; or `1`, place; ended by `2`. Lengths and places are four bytes.

/// A packed list of objects.
pub(super) type Parcel = Vec<u8>;

/// A piece of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Bytes(&'a [u8]),
    /// To the object at this place.
    Reference(u32),
}

/// Packs one object after the other.
#[derive(Default)]
pub(super) struct Writer {
    out: Parcel,
    /// Where the length of the piece that is being written stands.
    open: Option<usize>,
}

impl Writer {
    pub fn bytes(&mut self, bytes: &[u8]) {
        if self.open.is_none() {
            self.out.push(0);
            self.open = Some(self.out.len());
            self.out.extend_from_slice(&[0; 4]);
        }
        self.out.extend_from_slice(bytes);
    }

    pub fn reference(&mut self, place: u32) {
        self.close();
        self.out.push(1);
        self.out.extend_from_slice(&place.to_be_bytes());
    }

    /// Ends the object.
    pub fn end(&mut self) {
        self.close();
        self.out.push(2);
    }

    pub fn finish(self) -> Parcel {
        self.out
    }

    fn close(&mut self) {
        if let Some(at) = self.open.take() {
            let length = (self.out.len() - at - 4) as u32;
            self.out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
    }
}

/// The pieces of each object; `None` if the bytes are no parcel.
pub(super) fn open(parcel: &[u8]) -> Option<Vec<Vec<Piece<'_>>>> {
    let mut objects = Vec::new();
    let mut pieces = Vec::new();
    let mut rest = parcel;
    while let Some((&kind, after)) = rest.split_first() {
        if kind == 2 {
            objects.push(std::mem::take(&mut pieces));
            rest = after;
            continue;
        }
        let (four, after) = after.split_first_chunk::<4>()?;
        let value = u32::from_be_bytes(*four);
        rest = match kind {
            0 => {
                let (bytes, after) = after.split_at_checked(value as usize)?;
                pieces.push(Piece::Bytes(bytes));
                after
            }
            1 => {
                pieces.push(Piece::Reference(value));
                after
            }
            _ => return None,
        };
    }
    pieces.is_empty().then_some(objects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let mut writer = Writer::default();
        writer.bytes(b"<</A ");
        writer.reference(1);
        writer.bytes(b">>");
        writer.end();
        writer.bytes(b"42");
        writer.end();
        let parcel = writer.finish();
        let objects = open(&parcel).expect("a parcel");
        assert_eq!(objects[0], [Piece::Bytes(b"<</A "), Piece::Reference(1), Piece::Bytes(b">>")]);
        assert_eq!(objects[1], [Piece::Bytes(b"42")]);
        assert_eq!(open(&parcel[..parcel.len() - 1]), None);
    }
}
