//! A GIF or BMP file → its pixels, eight bits a colour.
//!
//! Of a GIF that moves the first picture is taken. Invariant: neither more pixels nor more memory than allowed, whatever
//! the file claims. Deliberately absent: PNG and JPEG, which [`picture`](super::picture) reads itself.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::picture::{Fault, PIXELS};

/// Rows of pixels of one, two, three or four bytes each.
pub(super) struct Bitmap {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
    /// The fourth byte of each pixel tells how opaque it is.
    pub alpha: bool,
}

pub(super) fn read_gif(bytes: &[u8]) -> Result<Bitmap, Fault> {
    read(bytes, ImageFormat::Gif)
}

pub(super) fn read_bmp(bytes: &[u8]) -> Result<Bitmap, Fault> {
    read(bytes, ImageFormat::Bmp)
}

fn read(bytes: &[u8], format: ImageFormat) -> Result<Bitmap, Fault> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    // The pixels, and a frame that is laid over them.
    limits.max_alloc = Some(PIXELS * 4 * 2);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    match u64::from(width) * u64::from(height) {
        0 => return Err(Fault::Damaged),
        pixels if pixels > PIXELS => return Err(Fault::TooLarge),
        _ => {}
    }
    let decoded = DynamicImage::from_decoder(decoder).map_err(fault)?;
    let alpha = decoded.color().has_alpha();
    let pixels = if alpha { decoded.into_rgba8().into_raw() } else { decoded.into_rgb8().into_raw() };
    Ok(Bitmap { width, height, pixels, alpha })
}

fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooLarge,
        ImageError::Unsupported(_) => Fault::Uncommon,
        _ => Fault::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two by two pixels of a palette of four; the last colour is clear.
    const GIF: &[u8] = b"GIF89a\x02\0\x02\0\x91\0\0\xff\0\0\0\xff\0\0\0\xff\xff\xff\xff\x21\xf9\x04\x01\x0a\0\x03\0\x2c\0\0\0\0\x02\0\x02\0\0\x02\x03\x44\x34\x05\0\x3b";

    /// A bitmap of 24 bits, its rows from below, each filled up to four bytes.
    fn bmp(width: i32, height: i32, rows: &[u8]) -> Vec<u8> {
        let mut file = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        file.extend([width.to_le_bytes(), height.to_le_bytes()].concat());
        file.extend([1, 0, 24, 0]);
        file.extend([0; 24]);
        file.extend(rows);
        file
    }

    #[test]
    fn the_first_frame_of_a_gif_keeps_what_is_clear() {
        let bitmap = read_gif(GIF).expect("a picture");
        assert_eq!((bitmap.width, bitmap.height, bitmap.alpha), (2, 2, true));
        let opaque: Vec<u8> = bitmap.pixels.chunks(4).map(|pixel| pixel[3]).collect();
        assert_eq!(bitmap.pixels[..4], [255, 0, 0, 255]);
        assert_eq!(opaque, [255, 255, 255, 0]);
    }

    #[test]
    fn a_bitmap_stands_upright() {
        let bitmap = read_bmp(&bmp(1, 2, &[0, 0, 255, 0, 255, 0, 0, 0])).expect("a picture of two pixels");
        assert!(!bitmap.alpha);
        assert_eq!(bitmap.pixels, [0, 0, 255, 255, 0, 0], "blue above red");
    }

    #[test]
    fn what_a_file_claims_is_checked() {
        let fault = |read: fn(&[u8]) -> Result<Bitmap, Fault>, bytes: &[u8]| read(bytes).err();
        assert_eq!(fault(read_bmp, &bmp(30_000, 30_000, &[])), Some(Fault::TooLarge));
        assert_eq!(fault(read_bmp, &bmp(2, 2, &[])), Some(Fault::Damaged));
        assert_eq!(fault(read_bmp, b"BM"), Some(Fault::Damaged));
        let mut huge = GIF.to_vec();
        huge[6..10].copy_from_slice(&[0xFF; 4]);
        assert_eq!(fault(read_gif, &huge), Some(Fault::TooLarge));
        for length in 0..GIF.len() - 8 {
            assert_eq!(fault(read_gif, &GIF[..length]), Some(Fault::Damaged), "{length}");
        }
    }
}
