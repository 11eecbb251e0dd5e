//! Parts → containers without compression: a zip as honest as wanted, and an OLE file of one stream.

use libfuzzer_sys::arbitrary::Unstructured;

use crate::byte;

/// A member of a zip, and what its two headers say about it (APPNOTE.TXT 4.3.7, 4.3.12).
struct Member<'a> {
    name: Vec<u8>,
    local_name: Vec<u8>,
    content: &'a [u8],
    flags: u16,
    method: u16,
    /// Instead of the truth: checksum, compressed size, inflated size, place.
    lies: [Option<u32>; 4],
}

/// An honest zip.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let honest: Vec<Member> = parts.iter().map(|(name, content)| member(name, content)).collect();
    write(&honest, None)
}

fn member<'a>(name: &str, content: &'a [u8]) -> Member<'a> {
    let name = name.as_bytes().to_vec();
    Member { local_name: name.clone(), name, content, flags: 1 << 11, method: 0, lies: [None; 4] }
}

/// A zip of some of these parts, with some lies about them.
pub fn lying_zip(parts: &[(&str, &[u8])], input: &mut Unstructured) -> Vec<u8> {
    let count = byte(input) % 12;
    let mut members = Vec::new();
    for _ in 0..count {
        let (name, content) = parts[usize::from(byte(input)) % parts.len()];
        let mut member = member(name, content);
        match byte(input) {
            0..=99 => {}
            100..=119 => member.name = crate::text::text(input).into_bytes(),
            120..=129 => member.local_name = crate::text::text(input).into_bytes(),
            130..=139 => {
                let name = format!("{}{name}", crate::text::piece(input)).into_bytes();
                (member.name, member.local_name) = (name.clone(), name);
            }
            140..=149 => member.flags = input.arbitrary().unwrap_or(0),
            150..=159 => member.method = 8,
            160..=169 => member.method = input.arbitrary().unwrap_or(0),
            170..=179 => {
                let at = input.arbitrary::<u16>().unwrap_or(0).into();
                member.content = content.get(..at).unwrap_or(content);
            }
            _ => {
                let at = usize::from(byte(input)) % 4;
                let truth = [0, content.len() as u32, content.len() as u32, 0][at];
                member.lies[at] = Some(match byte(input) {
                    0..=63 => truth.wrapping_add(byte(input).into()),
                    64..=127 => truth.wrapping_sub(byte(input).into()),
                    128..=191 => u32::MAX.wrapping_sub(byte(input).into()),
                    _ => input.arbitrary().unwrap_or(0),
                });
            }
        }
        members.push(member);
    }
    let end = (byte(input) > 200).then(|| input.arbitrary().unwrap_or_default());
    let mut zip = write(&members, end);
    // A byte here and there.
    for _ in 0..byte(input) % 4 {
        let at = usize::from(input.arbitrary::<u16>().unwrap_or(0));
        if let Some(place) = zip.len().checked_sub(1).and_then(|last| zip.get_mut(at.min(last))) {
            *place ^= byte(input);
        }
    }
    zip
}

fn write(members: &[Member], end: Option<[u32; 3]>) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let place = zip.len() as u32;
        let content = match member.method {
            8 => deflated(member.content),
            _ => member.content.to_vec(),
        };
        let truth = [crc(member.content), content.len() as u32, member.content.len() as u32, place];
        let [sum, packed, size, place]: [u32; 4] =
            std::array::from_fn(|index| member.lies[index].unwrap_or(truth[index]));
        let common: Vec<u8> = [
            &member.flags.to_le_bytes()[..],
            &member.method.to_le_bytes(),
            &[0, 0, 0x21, 0],
            &sum.to_le_bytes(),
            &packed.to_le_bytes(),
            &size.to_le_bytes(),
        ]
        .concat();
        zip.extend(b"PK\x03\x04\x14\0");
        zip.extend(&common);
        zip.extend((member.local_name.len() as u16).to_le_bytes());
        zip.extend([0, 0]);
        zip.extend(&member.local_name);
        zip.extend(&content);
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(&common);
        directory.extend((member.name.len() as u16).to_le_bytes());
        directory.extend([0; 12]);
        directory.extend(place.to_le_bytes());
        directory.extend(&member.name);
    }
    let truth = [members.len() as u32, directory.len() as u32, zip.len() as u32];
    let [count, size, place] = end.unwrap_or(truth);
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend((count as u16).to_le_bytes());
    zip.extend((count as u16).to_le_bytes());
    zip.extend(size.to_le_bytes());
    zip.extend(place.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

/// Deflate without compression (RFC 1951 §3.2.4).
fn deflated(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let blocks = content.chunks(0xffff).count().max(1);
    for index in 0..blocks {
        let block = content.chunks(0xffff).nth(index).unwrap_or_default();
        let length = block.len() as u16;
        out.push(u8::from(index + 1 == blocks));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out
}

fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    !bytes.iter().fold(!0, |sum, byte| TABLE[usize::from(sum as u8 ^ byte)] ^ (sum >> 8))
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let (mut sum, mut bit) = (index as u32, 0);
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
}

/// An OLE container whose one stream is this ([MS-CFB]); it has to be at least 4,096 bytes long, and at most 60,000.
pub fn ole(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xffff_fffe;
    let sectors = stream.len().div_ceil(SECTOR);
    let mut file = vec![0; 3 * SECTOR];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1u32.to_le_bytes());
    put(48, &1u32.to_le_bytes());
    put(56, &4096u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    put(76, &[0xff; 436]);
    put(76, &0u32.to_le_bytes());
    put(SECTOR, &[0xff; SECTOR]);
    put(SECTOR, &0xffff_fffdu32.to_le_bytes());
    put(SECTOR + 4, &END.to_le_bytes());
    for index in 0..sectors {
        let next = if index + 1 == sectors { END } else { index as u32 + 3 };
        put(SECTOR + 4 * (index + 2), &next.to_le_bytes());
    }
    for (index, name) in ["Root Entry", name].iter().enumerate() {
        let at = 2 * SECTOR + 128 * index;
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &units);
        put(at + 64, &(units.len() as u16 + 2).to_le_bytes());
        put(at + 66, &[if index == 0 { 5 } else { 2 }, 1]);
        put(at + 68, &[0xff; 12]);
        put(at + 116, &END.to_le_bytes());
    }
    put(2 * SECTOR + 76, &1u32.to_le_bytes());
    put(2 * SECTOR + 128 + 116, &2u32.to_le_bytes());
    put(2 * SECTOR + 128 + 120, &(stream.len() as u32).to_le_bytes());
    file.extend(stream);
    file.resize((3 + sectors) * SECTOR, 0);
    file
}
