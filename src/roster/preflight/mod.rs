//! Bytes → what kind of workbook they are, opened under caps, or one plain error.
//!
//! The kind is told by content, never by the name. What a parser of a later step sees has been through
//! here: inflated for real under caps, without what no spreadsheet program writes, and packed anew, so
//! that no two readers of one container can disagree (security classes T1, T3, T5, T7).

mod compound;
mod package;

pub(super) use package::Package;

use super::Error;
use super::grid::Intake;
use crate::language::Text;

/// Bytes of a file; a roster of ten thousand people has about five million.
const FILE: usize = 64 << 20;

/// A file whose kind is known.
pub(super) enum Opened {
    Xlsx(Package),
    Xlsb(Package),
    Ods(Package),
    /// The `Workbook` stream of an OLE container (BIFF).
    Xls(Vec<u8>),
    Text,
}

/// Tells what a file is and opens its container.
///
/// # Errors
/// [`Error::Empty`], [`Error::NotWorkbook`], [`Error::Encrypted`], [`Error::Damaged`],
/// [`Error::TooLarge`], [`Error::Refused`].
pub(super) fn open(bytes: &[u8], intake: &Intake) -> Result<Opened, Error> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Error::Empty { name: intake.name.to_owned() });
    }
    if bytes.len() > FILE {
        return Err(intake.too_large(Text::new("over 64 MB", "больше 64 МБ", "64 МБ-тан асады")));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return open_package(package::read(bytes, intake)?, intake);
    }
    if bytes.starts_with(&compound::SIGNATURE) {
        return open_compound(bytes, intake);
    }
    match foreign(bytes) {
        Some(found) => Err(not_workbook(intake, found)),
        None => Ok(Opened::Text),
    }
}

fn open_package(package: Package, intake: &Intake) -> Result<Opened, Error> {
    let has = |name: &str| package.part(name).is_some();
    let target = package.part("_rels/.rels").map(|part| String::from_utf8_lossy(part).into_owned());
    let target = target.unwrap_or_default();
    if package
        .part("mimetype")
        .is_some_and(|part| part.starts_with(b"application/vnd.oasis.opendocument.spreadsheet"))
    {
        let manifest = package.part("META-INF/manifest.xml").unwrap_or_default();
        return match manifest.windows(15).any(|window| window == b"encryption-data") {
            true => Err(Error::Encrypted { name: intake.name.to_owned() }),
            false => Ok(Opened::Ods(package)),
        };
    }
    if has("xl/workbook.bin") {
        return Ok(Opened::Xlsb(package));
    }
    if has("xl/workbook.xml") || target.contains("workbook") {
        return Ok(Opened::Xlsx(package));
    }
    let text = |en, ru, kk| Err(not_workbook(intake, Text::new(en, ru, kk)));
    if has("word/document.xml") {
        return text("a Word document", "документ Word", "Word құжаты");
    }
    if has("ppt/presentation.xml") {
        return text("a PowerPoint presentation", "презентация PowerPoint", "PowerPoint таныстырылымы");
    }
    if has("mimetype") {
        return text(
            "an OpenDocument file of another kind",
            "файл OpenDocument другого вида",
            "басқа түрдегі OpenDocument файлы",
        );
    }
    text("a zip archive", "архив zip", "zip мұрағаты")
}

fn open_compound(bytes: &[u8], intake: &Intake) -> Result<Opened, Error> {
    let compound = compound::Compound::read(bytes).ok_or_else(|| intake.damaged("OLE"))?;
    if compound.has("EncryptedPackage") {
        return Err(Error::Encrypted { name: intake.name.to_owned() });
    }
    if let Some(stream) = compound.stream("Workbook").or_else(|| compound.stream("Book")) {
        return Ok(Opened::Xls(stream));
    }
    if compound.has("Workbook") || compound.has("Book") {
        return Err(intake.damaged("Workbook"));
    }
    let found = match compound.has("WordDocument") {
        true => Text::new("an old Word document", "старый документ Word", "ескі Word құжаты"),
        false => Text::new(
            "an old Office file, but not of Excel",
            "старый файл Office, но не Excel",
            "ескі Office файлы, бірақ Excel емес",
        ),
    };
    Err(not_workbook(intake, found))
}

pub(super) use compound::wrap;

fn not_workbook(intake: &Intake, found: Text) -> Error {
    Error::NotWorkbook { name: intake.name.to_owned(), found }
}

/// What a file is that is neither a container nor a table as text.
fn foreign(bytes: &[u8]) -> Option<Text> {
    let text = Text::new;
    let head = &bytes[..bytes.len().min(1024)];
    let start = head.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).to_ascii_lowercase();
    let starts = |mark: &[u8]| start.starts_with(mark);
    if starts(b"%pdf") {
        return Some(text("a PDF document", "документ PDF", "PDF құжаты"));
    }
    if starts(b"\x89png")
        || starts(b"\xff\xd8\xff")
        || starts(b"gif8")
        || starts(b"ii*\0")
        || starts(b"mm\0*")
    {
        return Some(text("a picture", "изображение", "сурет"));
    }
    if starts(b"<?xml") || starts(b"<html") || starts(b"<!doctype") || starts(b"<table") || starts(b"<meta") {
        return Some(text(
            "a web page or XML file under the name of a workbook",
            "веб-страница или файл XML под именем книги",
            "кітап атымен сақталған веб-бет немесе XML файлы",
        ));
    }
    if starts(b"{\\rtf") {
        return Some(text("an RTF document", "документ RTF", "RTF құжаты"));
    }
    if starts(b"rar!") || starts(b"7z\xbc\xaf") || starts(b"\x1f\x8b") {
        return Some(text("an archive", "архив", "мұрағат"));
    }
    let utf16 = super::csv::utf16(bytes);
    let control = |byte: &&u8| **byte < 9 || (14..32).contains(*byte) && **byte != 27;
    let binary = utf16.is_none() && bytes.iter().filter(control).count() * 100 > bytes.len().max(100);
    let zeros = utf16.is_none() && head.contains(&0);
    (binary || zeros)
        .then(|| text("a file of a kind not known", "файл неизвестного вида", "белгісіз түрдегі файл"))
}
