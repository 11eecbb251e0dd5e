//! A TrueType program → the same outlines without hints.
//!
//! Instructions and their tables are 60 % of Liberation's bytes, and no PDF viewer needs them. Only the tables that
//! an embedded CIDFontType2 must have are kept (PDF §9.9, Table 126): glyf, head, hhea, hmtx, loca, maxp.

const KEPT: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];

/// Flags of a composite glyph's component (OpenType `glyf`).
const ARGUMENTS_ARE_WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE_COMPONENTS: u16 = 0x0020;
const TWO_SCALES: u16 = 0x0040;
const MATRIX: u16 = 0x0080;
const INSTRUCTIONS: u16 = 0x0100;

/// The program without hints; `None` when it is damaged.
pub(super) fn strip(program: &[u8]) -> Option<Vec<u8>> {
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = Vec::with_capacity(KEPT.len());
    for tag in KEPT {
        tables.push((tag, table(program, tag)?.to_vec()));
    }
    let [glyf, head, _, _, loca, maxp] = &mut tables[..] else { return None };
    let (outlines, offsets) = strip_glyphs(&glyf.1, &loca.1, word(&head.1, 50)? == 1)?;
    glyf.1 = outlines;
    let short = offsets.last().is_some_and(|&end| end <= 0x1_FFFE);
    loca.1 = match short {
        true => offsets.iter().flat_map(|&at| ((at / 2) as u16).to_be_bytes()).collect(),
        false => offsets.iter().flat_map(|&at| at.to_be_bytes()).collect(),
    };
    head.1.get_mut(50..52)?.copy_from_slice(&u16::from(!short).to_be_bytes());
    head.1.get_mut(8..12)?.fill(0);
    // maxZones 1; no twilight points, storage, functions, instruction definitions, stack or instructions.
    maxp.1.get_mut(14..28)?.copy_from_slice(&[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    Some(assemble(&tables))
}

fn table<'a>(program: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(word(program, 4)?);
    let record = program.get(12..12 + 16 * count)?.chunks_exact(16).find(|record| record.starts_with(tag))?;
    let (at, length) = (long(record, 8)? as usize, long(record, 12)? as usize);
    program.get(at..at.checked_add(length)?)
}

/// The glyphs without instructions, and where each starts, with the end of the last one. All starts are even.
fn strip_glyphs(glyf: &[u8], loca: &[u8], long_loca: bool) -> Option<(Vec<u8>, Vec<u32>)> {
    let count = loca.len() / if long_loca { 4 } else { 2 };
    let start = |index: usize| match long_loca {
        true => long(loca, index * 4).map(|at| at as usize),
        false => word(loca, index * 2).map(|at| usize::from(at) * 2),
    };
    let mut out = Vec::with_capacity(glyf.len());
    let mut offsets = vec![0];
    for index in 0..count.checked_sub(1)? {
        let glyph = glyf.get(start(index)?..start(index + 1)?)?;
        if !glyph.is_empty() {
            strip_glyph(glyph, &mut out)?;
        }
        out.resize(out.len().next_multiple_of(2), 0);
        offsets.push(out.len() as u32);
    }
    Some((out, offsets))
}

fn strip_glyph(glyph: &[u8], out: &mut Vec<u8>) -> Option<()> {
    match word(glyph, 0)? as i16 {
        contours if contours >= 0 => {
            let ends = 10 + 2 * contours as usize;
            let instructions = usize::from(word(glyph, ends)?);
            out.extend_from_slice(glyph.get(..ends)?);
            out.extend_from_slice(&[0, 0]);
            out.extend_from_slice(glyph.get(ends + 2 + instructions..)?);
        }
        _ => strip_composite(glyph, out)?,
    }
    Some(())
}

fn strip_composite(glyph: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(glyph.get(..10)?);
    let mut at = 10;
    loop {
        let flags = word(glyph, at)?;
        let arguments = if flags & ARGUMENTS_ARE_WORDS != 0 { 4 } else { 2 };
        let scales = match flags {
            _ if flags & SCALE != 0 => 2,
            _ if flags & TWO_SCALES != 0 => 4,
            _ if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        let end = at + 4 + arguments + scales;
        out.extend_from_slice(&(flags & !INSTRUCTIONS).to_be_bytes());
        out.extend_from_slice(glyph.get(at + 2..end)?);
        at = end;
        if flags & MORE_COMPONENTS == 0 {
            return Some(());
        }
    }
}

fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = 1 << count.ilog2();
    let mut out = vec![0, 1, 0, 0];
    for field in [count, power * 16, count.ilog2() as u16, (count - power) * 16] {
        out.extend_from_slice(&field.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    let mut head = 0;
    for (tag, table) in tables {
        if *tag == b"head" {
            head = at;
        }
        out.extend_from_slice(*tag);
        for field in [checksum(table), at as u32, table.len() as u32] {
            out.extend_from_slice(&field.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
    out[head + 8..head + 12].copy_from_slice(&adjustment.to_be_bytes());
    out
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum, chunk| {
        let mut four = [0; 4];
        four[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use rustybuzz::ttf_parser::{Face, GlyphId, OutlineBuilder, Tag};
    use subsetter::GlyphRemapper;

    use super::*;
    use crate::layout::{Block, Fonts};

    #[derive(Default, PartialEq, Debug)]
    struct Path(Vec<(char, [f32; 4])>);

    impl OutlineBuilder for Path {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(('m', [x, y, 0.0, 0.0]));
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(('l', [x, y, 0.0, 0.0]));
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(('q', [x1, y1, x, y]));
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            unreachable!("TrueType outlines are quadratic");
        }
        fn close(&mut self) {
            self.0.push(('z', [0.0; 4]));
        }
    }

    /// Every glyph of the fixed charset in every face draws the same; the file is smaller by more than a third,
    /// unless the face was stripped before it was embedded.
    #[test]
    fn outlines_stay() {
        let fonts = Fonts::load();
        for id in fonts.ids() {
            let face = fonts.face(id);
            let glyphs: Vec<u16> = Block::ALL
                .iter()
                .flat_map(|block| block.characters())
                .filter_map(|c| face.glyph(c))
                .collect();
            let remapper = GlyphRemapper::new_from_glyphs_sorted(&glyphs);
            let subset = subsetter::subset(face.data, face.index, &remapper).expect("an embedded font");
            let stripped = strip(&subset).expect("an embedded font");
            let (whole, small) = (read(face.data), read(&stripped));
            for &glyph in &glyphs {
                let new = remapper.get(glyph).expect("just put in");
                let draw = |face: &Face<'_>, id| {
                    let mut path = Path::default();
                    face.outline_glyph(GlyphId(id), &mut path);
                    (path, face.glyph_hor_advance(GlyphId(id)))
                };
                assert_eq!(draw(&whole, glyph), draw(&small, new), "{} {glyph}", face.name);
            }
            let hinted = whole.raw_face().table(Tag::from_bytes(b"fpgm")).is_some();
            assert!(stripped.len() <= subset.len(), "{}", face.name);
            assert!(!hinted || stripped.len() * 3 < subset.len() * 2, "{}", face.name);
        }
    }

    fn read(data: &[u8]) -> Face<'_> {
        Face::parse(data, 0).expect("a font")
    }

    #[test]
    fn damaged_programs_are_refused() {
        let fonts = Fonts::load();
        let face = fonts.face(fonts.find("Arial", false, false).id);
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&[36, 57]);
        let subset = subsetter::subset(face.data, face.index, &remapper).expect("an embedded font");
        for length in (0..subset.len()).step_by(97) {
            strip(&subset[..length]);
        }
        assert_eq!(strip(&subset[..100]), None);
    }
}
