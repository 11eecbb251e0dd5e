//! A Windows metafile (EMF, WMF) that paints one bitmap and nothing else → that bitmap as a BMP file
//! ([MS-EMF] §2.3, [MS-WMF] §2.3).
//!
//! Logos that were pasted are often held so. Invariant: a metafile that paints anything more, or the bitmap in a
//! part of its frame only, gives nothing. Deliberately absent: vectors, text, EMF+.

/// How far the bitmap may miss the edges of its frame, as a part of it.
const SLACK: f32 = 0.03;

/// The bitmap of a metafile, if it is all that is there.
pub fn bitmap(bytes: &[u8]) -> Option<Vec<u8>> {
    if is_enhanced(bytes) { enhanced(bytes) } else { placeable(bytes) }
}

fn is_enhanced(bytes: &[u8]) -> bool {
    long(bytes, 0) == Some(1) && bytes.get(40..44) == Some(b" EMF")
}

/// What a metafile paints.
struct Painted {
    /// Header and colours of the bitmap, and its pixels.
    header: Vec<u8>,
    pixels: Vec<u8>,
    /// How it is laid over what is there.
    operation: u32,
    /// Part of the bitmap that is painted: left, top, width, height.
    source: [i32; 4],
    /// Width and height of the place where it is painted.
    target: [i32; 2],
}

/// Records that set something and paint nothing, in the order of [MS-EMF] §2.1.1.
const SILENT: &[std::ops::RangeInclusive<u32>] = &[
    1..=1,
    9..=14,
    16..=40,
    48..=52,
    57..=61,
    67..=68,
    70..=70,
    75..=75,
    82..=82,
    93..=95,
    98..=101,
    115..=115,
    119..=122,
];

fn enhanced(bytes: &[u8]) -> Option<Vec<u8>> {
    const STRETCH_DIBITS: u32 = 81;
    let frame = [8, 12, 16, 20].map(|at| whole(bytes, at));
    let [Some(left), Some(top), Some(right), Some(bottom)] = frame else { return None };
    let mut painted = None;
    let mut at = 0;
    while let (Some(kind), Some(size)) = (long(bytes, at), long(bytes, at + 4)) {
        let record = bytes.get(at..at.checked_add(size as usize)?).filter(|record| record.len() >= 8)?;
        match kind {
            STRETCH_DIBITS if painted.is_none() => {
                let area = [8, 12, 16, 20].map(|at| whole(record, at).unwrap_or_default());
                let covers = near(area[2].saturating_sub(area[0]), right.saturating_sub(left))
                    && near(area[3].saturating_sub(area[1]), bottom.saturating_sub(top));
                painted = covers.then(|| stretched(record)).flatten();
                painted.as_ref()?;
            }
            kind if SILENT.iter().any(|range| range.contains(&kind)) => {}
            _ => return None,
        }
        at += size as usize;
    }
    file(painted?)
}

/// [MS-EMF] §2.3.1.7.
fn stretched(record: &[u8]) -> Option<Painted> {
    let part = |offset: usize, length: usize| {
        let (from, length) = (long(record, offset)? as usize, long(record, length)? as usize);
        Some(record.get(from..from.checked_add(length)?)?.to_vec())
    };
    let number = |at| whole(record, at);
    Some(Painted {
        header: part(48, 52)?,
        pixels: part(56, 60)?,
        operation: long(record, 68)?,
        source: [number(32)?, number(36)?, number(40)?, number(44)?],
        target: [number(72)?, number(76)?],
    })
}

fn placeable(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEY: u32 = 0x9AC6_CDD7;
    const PLACE: usize = 22;
    let start = if long(bytes, 0) == Some(KEY) { PLACE } else { 0 };
    let header = usize::from(short(bytes, start + 2)?) * 2;
    if !matches!(short(bytes, start), Some(1 | 2)) || header != 18 {
        return None;
    }
    let (mut at, mut painted, mut window) = (start + header, None, None);
    while let (Some(size), Some(function)) = (long(bytes, at), short(bytes, at + 4)) {
        let size = (size as usize).checked_mul(2)?;
        let record = bytes.get(at..at.checked_add(size)?).filter(|record| record.len() >= 6)?;
        match function {
            0 => break,
            // [MS-WMF] §2.3.1.6, §2.3.1.3: the second has no word for the use of its colours.
            0x0F43 if painted.is_none() => painted = Some(packed(record, 12)?),
            0x0B41 if painted.is_none() => painted = Some(packed(record, 10)?),
            0x020C => window = Some([signed(record, 8)?.abs(), signed(record, 6)?.abs()]),
            _ if is_silent(function) => {}
            _ => return None,
        }
        at += size;
    }
    let painted = painted?;
    let covers =
        |[width, height]: [i32; 2]| near(painted.target[0], width) && near(painted.target[1], height);
    window.is_none_or(covers).then_some(painted).and_then(file)
}

/// Functions that set something and paint nothing ([MS-WMF] §2.1.1.1).
fn is_silent(function: u16) -> bool {
    matches!(
        function,
        0x001E | 0x0035 | 0x00F7 | 0x0102..=0x0108 | 0x0127 | 0x012C..=0x012E | 0x0139 | 0x0149 | 0x0142
            | 0x01F0 | 0x01F9 | 0x0201..=0x0211 | 0x0214 | 0x0220 | 0x0231 | 0x0234 | 0x02FA..=0x02FC
            | 0x0410 | 0x0412 | 0x0415 | 0x0416 | 0x0626 | 0x06FF
    )
}

/// Sizes and places from `at` on, then a bitmap whose colours and pixels follow its header.
fn packed(record: &[u8], at: usize) -> Option<Painted> {
    let number = |index: usize| signed(record, at + index * 2);
    let dib = record.get(at + 16..)?;
    let colors = colors(dib)?;
    let (header, pixels) = (dib.get(..colors)?, dib.get(colors..)?);
    Some(Painted {
        header: header.to_vec(),
        pixels: pixels.to_vec(),
        operation: long(record, 6)?,
        source: [number(3)?, number(2)?, number(1)?, number(0)?],
        target: [number(5)?, number(4)?],
    })
}

/// Bytes of a bitmap's header, masks and colours ([MS-WMF] §2.2.2.9).
fn colors(dib: &[u8]) -> Option<usize> {
    let header = long(dib, 0)? as usize;
    let (depth, entry, used, masks) = match header {
        12 => (short(dib, 10)?, 3, 0, 0),
        40.. => {
            let masks = if header == 40 && long(dib, 16)? == 3 { 12 } else { 0 };
            (short(dib, 14)?, 4, long(dib, 32)? as usize, masks)
        }
        _ => return None,
    };
    let count = match (used, depth) {
        (0, 1..=8) => 1 << depth,
        (used, _) => used,
    };
    (count <= 256).then_some(header + masks + count * entry)
}

/// The file of a bitmap that is painted as a whole and upright.
fn file(painted: Painted) -> Option<Vec<u8>> {
    const HEADER: usize = 14;
    /// Whatever was there is covered (SRCCOPY).
    const COPY: u32 = 0x00CC_0020;
    let Painted { header, pixels, operation, source, target } = painted;
    let size = match long(&header, 0)? {
        12 => [i32::from(short(&header, 4)?), i32::from(short(&header, 6)?)],
        _ => [whole(&header, 4)?, whole(&header, 8)?.checked_abs()?],
    };
    let whole = source[..2] == [0, 0] && near(source[2], size[0]) && near(source[3].checked_abs()?, size[1]);
    if !whole || operation != COPY || target[0] <= 0 || target[1] <= 0 || pixels.is_empty() {
        return None;
    }
    let start = HEADER + header.len();
    let mut file = b"BM".to_vec();
    file.extend(u32::try_from(start + pixels.len()).ok()?.to_le_bytes());
    file.extend([0; 4]);
    file.extend(u32::try_from(start).ok()?.to_le_bytes());
    file.extend(header);
    file.extend(pixels);
    Some(file)
}

/// Whether a length is another one, but for what rounding leaves.
fn near(length: i32, other: i32) -> bool {
    let (length, other) = (length as f32, other as f32);
    (length - other).abs() <= (other.abs() * SLACK).max(2.0)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn signed(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from(short(bytes, at)? as i16))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn whole(bytes: &[u8], at: usize) -> Option<i32> {
    Some(long(bytes, at)? as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Header of a bitmap of 24 bits, and its pixels.
    fn dib(width: i32, height: i32) -> (Vec<u8>, Vec<u8>) {
        let mut header = 40u32.to_le_bytes().to_vec();
        header.extend([width.to_le_bytes(), height.to_le_bytes()].concat());
        header.extend([1, 0, 24, 0]);
        header.extend([0; 24]);
        (header, vec![7; (width as usize * 3).next_multiple_of(4) * height as usize])
    }

    fn longs(values: &[i32]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    fn record(kind: u32, content: &[u8]) -> Vec<u8> {
        [&longs(&[kind as i32, content.len() as i32 + 8]), content].concat()
    }

    /// A metafile that paints a bitmap of four by two pixels in an area, and other records.
    fn enhanced_file(area: [i32; 4], others: &[u32]) -> Vec<u8> {
        let mut header = longs(&[0, 0, 399, 199, 0, 0, 9999, 9999]);
        header.extend(b" EMF");
        header.resize(80, 0);
        let (bitmap, pixels) = dib(4, 2);
        let mut paint = longs(&area);
        paint.extend(longs(&[0, 0, 0, 0, 4, 2, 80, 40, 120, pixels.len() as i32, 0, 0x00CC_0020, 400, 200]));
        paint.extend([bitmap, pixels].concat());
        let mut file = record(1, &header);
        others.iter().for_each(|kind| file.extend(record(*kind, &[0; 12])));
        file.extend(record(81, &paint));
        file.extend(record(14, &[0; 12]));
        file
    }

    #[test]
    fn a_metafile_of_one_bitmap_is_that_bitmap() {
        let (header, pixels) = dib(4, 2);
        let found = bitmap(&enhanced_file([0, 0, 399, 199], &[17, 70, 37])).expect("a bitmap");
        assert_eq!(found[..2], *b"BM");
        assert_eq!(found[10], 54);
        assert_eq!(found[14..], [header, pixels].concat());
    }

    #[test]
    fn one_that_paints_more_or_less_gives_nothing() {
        const LINE: u32 = 54;
        assert_eq!(bitmap(&enhanced_file([0, 0, 399, 199], &[LINE])), None);
        assert_eq!(bitmap(&enhanced_file([0, 0, 200, 100], &[])), None, "in a corner of the frame");
        let whole = enhanced_file([0, 0, 399, 199], &[]);
        for length in 0..whole.len() - 20 {
            assert_eq!(bitmap(&whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn a_metafile_of_old_too() {
        let (header, pixels) = dib(4, 2);
        let words = |values: &[i16]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
        let record = |function: u16, content: &[u8]| {
            let size = (content.len() as u32 + 6) / 2;
            [&size.to_le_bytes()[..], &function.to_le_bytes(), content].concat()
        };
        let mut file = [&0x9AC6_CDD7_u32.to_le_bytes()[..], &[0; 18]].concat();
        file.extend(words(&[1, 9, 0x300, 0, 0, 0, 0, 0, 0]));
        file.extend(record(0x020C, &words(&[200, 400])));
        let place = words(&[2, 4, 0, 0, 200, 400, 0, 0]);
        let paint = [&0x00CC_0020_u32.to_le_bytes()[..], &[0, 0], &place, &header, &pixels].concat();
        file.extend(record(0x0F43, &paint));
        let end = record(0, &[]);
        assert_eq!(bitmap(&[&file[..], &end].concat()).expect("a bitmap")[14..], [header, pixels].concat());
        file.extend(record(0x041B, &words(&[0, 0, 9, 9])));
        assert_eq!(bitmap(&[&file[..], &end].concat()), None, "a rectangle over it");
    }
}
