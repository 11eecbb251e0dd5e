//! An OLE container ([MS-CFB]) → its streams, and a stream → a clean container.
//!
//! Old workbooks and encrypted new ones are such containers. Invariant: every chain of sectors ends, is
//! inside the file, and yields no more bytes than the file has. The stream is wrapped anew for the
//! parser of calamine, which follows chains without these checks.

/// First bytes of a container.
pub(super) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const END_OF_CHAIN: u32 = 0xffff_fffe;
const FAT_SECTOR: u32 = 0xffff_fffd;
const FREE: u32 = 0xffff_ffff;
/// Ids from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;
/// Bytes of a directory entry; of a sector of the small streams; size from which a stream is not small.
const ENTRY: usize = 128;
const SMALL_SECTOR: usize = 64;
const SMALL: usize = 4096;

/// A container as read.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    small_fat: Vec<u32>,
    /// Bytes of the sectors of small streams.
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0))
}

impl<'a> Compound<'a> {
    /// Reads header, tables of sectors and directory; none if they contradict the file.
    pub fn read(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut compound = Compound {
            bytes,
            sector,
            fat: Vec::new(),
            small_fat: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        compound.fat = compound.read_fat()?;
        let directory = compound.chain(u32_at(bytes, 48)?, usize::MAX)?;
        compound.entries =
            directory.chunks_exact(ENTRY).filter_map(|entry| Entry::read(entry, sector)).collect();
        let root = compound.entries.first()?;
        let (start, length) = (root.start, root.length);
        if u32_at(bytes, 64)? > 0 {
            compound.small_fat = numbers(&compound.chain(u32_at(bytes, 60)?, usize::MAX)?).collect();
            compound.small = compound.chain(start, length)?;
        }
        Some(compound)
    }

    /// The table of sectors: 109 of its own sectors are listed in the header, more in a chain of lists.
    fn read_fat(&self) -> Option<Vec<u32>> {
        let sectors = self.bytes.len() / self.sector + 1;
        let mut lists: Vec<u32> = numbers(self.bytes.get(76..512)?).collect();
        let mut next = u32_at(self.bytes, 68)?;
        for _ in 0..sectors {
            if next >= MARKS {
                break;
            }
            let list = self.sector_at(next)?;
            lists.extend(numbers(&list[..list.len().checked_sub(4)?]));
            next = u32_at(list, list.len() - 4)?;
        }
        let mut fat = Vec::new();
        for id in lists.into_iter().filter(|id| *id < MARKS).take(sectors) {
            fat.extend(numbers(self.sector_at(id)?));
        }
        Some(fat)
    }

    /// A sector; the last one of a file may be cut short.
    fn sector_at(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain of sectors, up to a length; none if it does not end.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        // What the directory says of the length may be a lie; no stream is longer than the file.
        let mut content = Vec::with_capacity(length.min(self.bytes.len()) + self.sector);
        let mut id = start;
        while id < MARKS && content.len() < length {
            content.extend_from_slice(self.sector_at(id)?);
            if content.len() > self.bytes.len() {
                return None;
            }
            id = *self.fat.get(id as usize)?;
        }
        content.truncate(length);
        Some(content)
    }

    /// Whether there is a stream or folder of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The content of a stream.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        if entry.length >= SMALL {
            let content = self.chain(entry.start, entry.length)?;
            return (content.len() == entry.length).then_some(content);
        }
        let mut content = Vec::new();
        let mut id = entry.start;
        while content.len() < entry.length {
            let start = (id as usize).checked_mul(SMALL_SECTOR)?;
            content.extend_from_slice(self.small.get(start..start + SMALL_SECTOR)?);
            id = *self.small_fat.get(id as usize)?;
        }
        content.truncate(entry.length);
        Some(content)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }
}

impl Entry {
    fn read(bytes: &[u8], sector: usize) -> Option<Entry> {
        let letters = usize::from(u16_at(bytes, 64)?.min(64) / 2).saturating_sub(1);
        let units: Vec<u16> =
            bytes[..64].chunks_exact(2).take(letters).filter_map(|unit| u16_at(unit, 0)).collect();
        let length = u32_at(bytes, 120)?;
        // Sizes above 4 GB do not pass the cap on files; old writers leave dirt in the upper half.
        let upper = if sector == 512 { 0 } else { u32_at(bytes, 124)? };
        (upper == 0).then_some(Entry {
            name: String::from_utf16_lossy(&units),
            start: u32_at(bytes, 116)?,
            length: length as usize,
        })
    }
}

/// A container with one stream, `Workbook`, in sectors of 4096 bytes, one after the other: the stream,
/// the directory, the table of sectors.
pub(in super::super) fn wrap(mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 4096;
    const IDS: usize = SECTOR / 4;
    stream.resize(stream.len().max(SMALL).next_multiple_of(SECTOR), 0);
    let length = stream.len();
    let count = length / SECTOR;
    let tables = (count + 1).div_ceil(IDS - 1);
    let mut fat: Vec<u32> = (1..=count as u32).collect();
    fat[count - 1] = END_OF_CHAIN;
    fat.push(END_OF_CHAIN);
    fat.resize(fat.len() + tables, FAT_SECTOR);
    fat.resize(tables * IDS, FREE);

    // The stream moves up within its own memory, which may be most of what a reader is allowed to hold.
    let mut out = stream;
    out.reserve_exact((2 + tables) * SECTOR);
    out.resize(length + SECTOR, 0);
    out.copy_within(..length, SECTOR);
    out[..SECTOR].fill(0);
    let put16 =
        |out: &mut Vec<u8>, at: usize, value: u16| out[at..at + 2].copy_from_slice(&value.to_le_bytes());
    let put32 =
        |out: &mut Vec<u8>, at: usize, value: u32| out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    out[..8].copy_from_slice(&SIGNATURE);
    put16(&mut out, 24, 0x3e);
    put16(&mut out, 26, 4);
    put16(&mut out, 28, 0xfffe);
    put16(&mut out, 30, 12);
    put16(&mut out, 32, 6);
    put32(&mut out, 40, 1);
    put32(&mut out, 44, tables as u32);
    put32(&mut out, 48, count as u32);
    put32(&mut out, 56, SMALL as u32);
    put32(&mut out, 60, END_OF_CHAIN);
    put32(&mut out, 68, END_OF_CHAIN);
    for index in 0..109 {
        let id = if index < tables { (count + 1 + index) as u32 } else { FREE };
        put32(&mut out, 76 + 4 * index, id);
    }
    out.extend(directory_entry("Root Entry", 5, 1, 0, 0));
    out.extend(directory_entry("Workbook", 2, FREE, 0, length as u32));
    out.resize((count + 2) * SECTOR, 0);
    for id in fat {
        out.extend(id.to_le_bytes());
    }
    out
}

fn directory_entry(name: &str, kind: u8, child: u32, start: u32, length: u32) -> [u8; ENTRY] {
    let mut entry = [0; ENTRY];
    for (index, unit) in name.encode_utf16().enumerate() {
        entry[2 * index..2 * index + 2].copy_from_slice(&unit.to_le_bytes());
    }
    let length_of_name = (2 * name.encode_utf16().count() + 2) as u16;
    entry[64..66].copy_from_slice(&length_of_name.to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    for (at, value) in [(68, FREE), (72, FREE), (76, child), (116, start), (120, length)] {
        entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_stream_is_found_again() {
        for length in [1, 4095, 4096, 4097, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|index: u32| (index % 251) as u8).collect();
            let container = wrap(stream.clone());
            let compound = Compound::read(&container).expect("our own container");
            let read = compound.stream("Workbook").expect("the stream is there");
            assert_eq!(read[..stream.len()], stream[..]);
        }
    }

    #[test]
    fn a_chain_that_bites_its_tail_is_no_stream() {
        let mut container = wrap(vec![1; 10_000]);
        let fat = container.len() - 4096;
        container[fat..fat + 4].copy_from_slice(&0u32.to_le_bytes());
        let compound = Compound::read(&container).expect("the directory is sound");
        assert_eq!(compound.stream("Workbook").map(|stream| stream.len()), Some(12_288));
        let directory = fat + 3 * 4;
        container[directory..directory + 4].copy_from_slice(&3u32.to_le_bytes());
        assert!(Compound::read(&container).is_none());
    }
}
