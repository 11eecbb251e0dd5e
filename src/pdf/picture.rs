//! A picture file → an image object (PDF §8.9.5).
//!
//! PNG, GIF and BMP are decoded and pressed anew, their transparency in a mask of its own; JPEG passes through
//! untouched. Pictures are kept by their content, as the logo of a batch is in every document. Deliberately absent:
//! colour profiles inside the files, and CMYK, which has no place beside the sRGB output intent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use png::{ColorType, Transformations};
use sha2::{Digest, Sha256};

use super::bitmap::{self, Bitmap};
use super::deflate::deflate_best;
use crate::layout::{Image, ImageFormat};

/// More pixels than a scanned A4 page at 600 dpi has are refused: a small file can claim to be huge.
pub(super) const PIXELS: u64 = 40_000_000;
/// When the pressed pictures take so many bytes, all are forgotten.
const KEPT: usize = 64 << 20;

/// An image ready to be written.
pub(super) struct Picture {
    /// Of its dictionary, `/Length` and `/SMask` excepted.
    pub entries: String,
    pub content: Vec<u8>,
    /// The same for its transparency.
    pub mask: Option<(String, Vec<u8>)>,
    /// It is a parcel of objects, in `content`, and not one stream.
    pub parcel: bool,
    /// It is a page of another's file.
    pub foreign: bool,
    /// Of the picture file.
    pub digest: [u8; 32],
}

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it is damaged")]
    Damaged,
    #[error("it has more than 40 million pixels")]
    TooLarge,
    /// CMYK or YCCK.
    #[error("its colours are for print (CMYK); RGB is expected")]
    Cmyk,
    /// A kind of JPEG that PDF does not have: lossless, arithmetic, twelve bits.
    #[error("it is a JPEG of an uncommon kind; a baseline or progressive one is expected")]
    Uncommon,
}

/// The pictures met so far.
#[derive(Default)]
pub(super) struct Pictures(Mutex<Shelf>);

/// Length and sixteen bytes spread over the file: enough to tell most pictures apart before all bytes are compared.
type Sample = (usize, [u8; 16]);

type Known = (Arc<Image>, Arc<Picture>);

#[derive(Default)]
struct Shelf {
    by_sample: HashMap<Sample, Vec<Known>>,
    bytes: usize,
}

impl Pictures {
    pub fn read(&self, image: &Arc<Image>) -> Result<Arc<Picture>, Fault> {
        let key = sample(&image.bytes);
        // A thread that panicked left the shelf whole.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |shelf: &Shelf| {
            let candidates = shelf.by_sample.get(&key)?;
            let found = candidates.iter().find(|(known, _)| Arc::ptr_eq(known, image) || known == image)?;
            Some(found.1.clone())
        };
        if let Some(picture) = find(&lock()) {
            return Ok(picture);
        }
        let picture = Arc::new(read(image)?);
        let mut shelf = lock();
        // Another thread may have been quicker; one document must not hold two of the same.
        if let Some(known) = find(&shelf) {
            return Ok(known);
        }
        let size = image.bytes.len() + picture.content.len();
        if shelf.bytes + size > KEPT {
            *shelf = Shelf::default();
        }
        shelf.bytes += size;
        shelf.by_sample.entry(key).or_default().push((image.clone(), picture.clone()));
        Ok(picture)
    }
}

fn sample(bytes: &[u8]) -> Sample {
    let step = (bytes.len() / 16).max(1);
    let byte = |index: usize| bytes.len().checked_sub(1 + index * step).map_or(0, |at| bytes[at]);
    (bytes.len(), std::array::from_fn(byte))
}

pub(super) fn read(image: &Image) -> Result<Picture, Fault> {
    let (entries, content, mask) = match image.format {
        ImageFormat::Png => read_png(&image.bytes)?,
        ImageFormat::Jpeg => (read_jpeg(&image.bytes)?, image.bytes.clone(), None),
        ImageFormat::Gif => press_bitmap(&bitmap::read_gif(&image.bytes)?),
        ImageFormat::Bmp => press_bitmap(&bitmap::read_bmp(&image.bytes)?),
        ImageFormat::Form | ImageFormat::Foreign => (String::new(), image.bytes.clone(), None),
    };
    let parcel = matches!(image.format, ImageFormat::Form | ImageFormat::Foreign);
    let foreign = image.format == ImageFormat::Foreign;
    Ok(Picture { entries, content, mask, parcel, foreign, digest: Sha256::digest(&image.bytes).into() })
}

type Parts = (String, Vec<u8>, Option<(String, Vec<u8>)>);

fn read_png(bytes: &[u8]) -> Result<Parts, Fault> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|_| Fault::Damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(Fault::TooLarge);
    }
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(Fault::TooLarge)?];
    let frame = reader.next_frame(&mut pixels).map_err(|_| Fault::Damaged)?;
    pixels.truncate(frame.buffer_size());
    let (colors, alpha) = match frame.color_type {
        ColorType::Grayscale => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
        ColorType::Indexed => return Err(Fault::Damaged),
    };
    Ok(separate(&pixels, width, height, colors, alpha))
}

fn press_bitmap(bitmap: &Bitmap) -> Parts {
    let Bitmap { width, height, pixels, alpha } = bitmap;
    separate(pixels, *width, *height, 3, *alpha)
}

/// Colours and coverage of pixels, each as an image of its own; no coverage where all is opaque.
fn separate(pixels: &[u8], width: u32, height: u32, colors: usize, alpha: bool) -> Parts {
    if !alpha {
        let (entries, content) = press(pixels, width, height, colors);
        return (entries, content, None);
    }
    let opaque: Vec<u8> =
        pixels.chunks_exact(colors + 1).flat_map(|pixel| pixel[..colors].iter().copied()).collect();
    let coverage: Vec<u8> = pixels.iter().copied().skip(colors).step_by(colors + 1).collect();
    let (entries, content) = press(&opaque, width, height, colors);
    let mask = coverage.iter().any(|&part| part != 255).then(|| press(&coverage, width, height, 1));
    (entries, content, mask)
}

/// Pixels of eight bits a colour, as they are or by the differences of their rows, whichever is smaller.
fn press(pixels: &[u8], width: u32, height: u32, colors: usize) -> (String, Vec<u8>) {
    let space = if colors == 1 { "DeviceGray" } else { "DeviceRGB" };
    let entries = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8/Filter/FlateDecode"
    );
    let plain = deflate_best(pixels);
    let predicted = deflate_best(&predict(pixels, width as usize * colors, colors));
    if plain.len() <= predicted.len() {
        return (entries, plain);
    }
    let parameters =
        format!("/DecodeParms<</Predictor 15/Colors {colors}/BitsPerComponent 8/Columns {width}>>");
    (entries + &parameters, predicted)
}

/// PNG's filter 4 (Paeth) on every row, each led by the filter's number (PDF §7.4.4.4).
fn predict(pixels: &[u8], row: usize, colors: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() + pixels.len() / row.max(1) + 1);
    let blank = vec![0; row];
    let mut above: &[u8] = &blank;
    for line in pixels.chunks_exact(row) {
        out.push(4);
        for (at, &value) in line.iter().enumerate() {
            let [left, corner] = match at.checked_sub(colors) {
                Some(before) => [line[before], above[before]],
                None => [0, 0],
            };
            out.push(value.wrapping_sub(paeth(left, above[at], corner)));
        }
        above = line;
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    // The first of equals wins, in this order.
    [left, above, corner].into_iter().min_by_key(|&value| (estimate - i16::from(value)).abs()).unwrap_or(0)
}

/// The entries of a JPEG, from its frame header (ISO 10918-1 §B.2.2).
pub(super) fn read_jpeg(bytes: &[u8]) -> Result<String, Fault> {
    let mut at = 2;
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return Err(Fault::Damaged);
    }
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2).ok_or(Fault::Damaged)? else {
            return Err(Fault::Damaged);
        };
        match marker {
            0xFF => at += 1,
            0xC0..=0xC2 => return frame(bytes.get(at + 4..at + 10).ok_or(Fault::Damaged)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Err(Fault::Uncommon),
            0x01 | 0xD0..=0xD7 => at += 2,
            // A scan or the end before any frame.
            0xD8 | 0xD9 | 0xDA | 0x00 => return Err(Fault::Damaged),
            _ => {
                let length = bytes.get(at + 2..at + 4).ok_or(Fault::Damaged)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
            }
        }
    }
}

fn frame(header: &[u8]) -> Result<String, Fault> {
    let height = u16::from_be_bytes([header[1], header[2]]);
    let width = u16::from_be_bytes([header[3], header[4]]);
    let space = match (header[0], header[5]) {
        (8, 1) => "DeviceGray",
        (8, 3) => "DeviceRGB",
        (8, 4) => return Err(Fault::Cmyk),
        _ => return Err(Fault::Uncommon),
    };
    match (width, height) {
        (0, _) | (_, 0) => Err(Fault::Damaged),
        _ if u64::from(width) * u64::from(height) > PIXELS => Err(Fault::TooLarge),
        _ => Ok(format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8/Filter/DCTDecode"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use png::BitDepth;

    /// The samples of a stream: inflated, and Paeth's differences undone.
    fn samples(entries: &str, content: &[u8], row: usize, colors: usize) -> Vec<u8> {
        use std::io::Read;
        let mut bytes = Vec::new();
        flate2::read::ZlibDecoder::new(content).read_to_end(&mut bytes).expect("zlib data");
        if !entries.contains("/Predictor 15") {
            return bytes;
        }
        let mut out: Vec<u8> = Vec::new();
        for line in bytes.chunks_exact(row + 1) {
            assert_eq!(line[0], 4);
            let start = out.len();
            for (at, &value) in line[1..].iter().enumerate() {
                let left = if at >= colors { out[start + at - colors] } else { 0 };
                let above = if start > 0 { out[start + at - row] } else { 0 };
                let corner = if at >= colors && start > 0 { out[start + at - row - colors] } else { 0 };
                out.push(value.wrapping_add(paeth(left, above, corner)));
            }
        }
        out
    }

    fn encode(
        color: ColorType,
        depth: BitDepth,
        side: u32,
        data: &[u8],
        palette: Option<(&[u8], &[u8])>,
    ) -> Image {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side, side);
        encoder.set_color(color);
        encoder.set_depth(depth);
        if let Some((palette, transparency)) = palette {
            encoder.set_palette(palette.to_vec());
            encoder.set_trns(transparency.to_vec());
        }
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(data).expect("pixels");
        writer.finish().expect("an end");
        Image { format: ImageFormat::Png, bytes }
    }

    /// What a viewer sees of a PNG: colours of each pixel, and coverage if there is a mask.
    fn seen(image: &Image, side: usize) -> (Vec<u8>, Option<Vec<u8>>) {
        let picture = read(image).expect("a picture");
        let colors = if picture.entries.contains("DeviceGray") { 1 } else { 3 };
        let pixels = samples(&picture.entries, &picture.content, side * colors, colors);
        (pixels, picture.mask.map(|(entries, content)| samples(&entries, &content, side, 1)))
    }

    #[test]
    fn every_kind_of_png_is_read() {
        let side = 24;
        let noise = |length: usize| -> Vec<u8> { (0..length).map(|at| (at * at / 7 + at) as u8).collect() };
        let smooth = |length: usize| -> Vec<u8> { (0..length).map(|at| (at / 9) as u8).collect() };
        for data in [noise(side * side * 3), smooth(side * side * 3)] {
            let image = encode(ColorType::Rgb, BitDepth::Eight, side as u32, &data, None);
            assert_eq!(seen(&image, side), (data, None));
        }
        let gray = smooth(side * side);
        let image = encode(ColorType::Grayscale, BitDepth::Eight, side as u32, &gray, None);
        assert_eq!(seen(&image, side), (gray.clone(), None));
        let doubled: Vec<u8> = gray.iter().flat_map(|&value| [value, 7]).collect();
        let image = encode(ColorType::Grayscale, BitDepth::Sixteen, side as u32, &doubled, None);
        assert_eq!(seen(&image, side), (gray.clone(), None));
        let image = encode(ColorType::GrayscaleAlpha, BitDepth::Eight, side as u32, &doubled, None);
        assert_eq!(seen(&image, side), (gray.clone(), Some(vec![7; side * side])));
        let opaque: Vec<u8> = gray.iter().flat_map(|&value| [value, 255]).collect();
        let image = encode(ColorType::GrayscaleAlpha, BitDepth::Eight, side as u32, &opaque, None);
        assert_eq!(seen(&image, side), (gray, None), "no mask where all is opaque");
        let palette: (&[u8], &[u8]) = (&[10, 20, 30, 200, 210, 220], &[255, 0]);
        let image = encode(ColorType::Indexed, BitDepth::One, 8, &[0b0101_0101; 8], Some(palette));
        let pixels = [10, 20, 30, 200, 210, 220].repeat(32);
        assert_eq!(seen(&image, 8), (pixels, Some([255, 0].repeat(32))));
    }
}
