//! Bytes → zlib data (PDF §7.4.4): quickly for contents of pages, as small as can be for what is kept.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Measured on letters of two pages, before they were tagged: level 1 prints 9,500 a second of 39.2 kB each,
/// level 2 6,100 of 37.9, level 6 4,700 of 37.5, no compression 13,000 of 49.0.
const LEVEL: u32 = 1;

thread_local! {
    /// A compressor's tables cost more to set up than a page costs to press.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// zlib data, at the level for contents.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        run(compressor, bytes)
    })
}

/// zlib data, as small as can be: for what is made once and kept.
pub(super) fn deflate_best(bytes: &[u8]) -> Vec<u8> {
    run(&mut Compress::new(Compression::best(), true), bytes)
}

fn run(compressor: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        let read = compressor.total_in() as usize;
        let status = compressor
            .compress_vec(&bytes[read..], &mut out, FlushCompress::Finish)
            .expect("deflating has no error but a misuse of its stream");
        if status == Status::StreamEnd {
            return out;
        }
        out.reserve(out.capacity());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pressed_can_be_read() {
        use std::io::Read;
        for length in [0, 1, 100, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|index: u64| (index * index % 251) as u8).collect();
            for pressed in [deflate(&bytes), deflate_best(&bytes), deflate(&bytes)] {
                let mut read = Vec::new();
                flate2::read::ZlibDecoder::new(&pressed[..]).read_to_end(&mut read).expect("zlib data");
                assert_eq!(read, bytes);
            }
        }
    }
}
