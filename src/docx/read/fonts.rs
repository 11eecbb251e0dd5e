//! Names of font families, each once, and the fonts, colours and pens that a theme names (ECMA-376 §20.1.4.1,
//! §20.1.6.2).

use std::collections::HashMap;

use super::drawing::emu;
use super::source::Source;
use super::values;
use crate::docx::Error;
use crate::docx::style::{Family, Rgb, Tongue};
use crate::docx::units::Emu;

/// The families of a document, and its theme's two Latin ones.
#[derive(Clone, Debug, Default)]
pub struct Families {
    pub names: Vec<String>,
    /// Languages of text, each once; the first is that of text of which nothing is said.
    pub tongues: Vec<String>,
    major: Option<Family>,
    minor: Option<Family>,
    colors: HashMap<String, Rgb>,
    /// Widths of the outlines that shapes choose from (`a:lnStyleLst`); a theme has three.
    pens: [Option<Emu>; 3],
}

impl Families {
    /// The number of a family, given to it at its first mention.
    pub fn intern(&mut self, name: &str) -> Family {
        let place = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        Family(u16::try_from(place).unwrap_or(0))
    }

    /// The language of a number, `ru`; empty where nothing is said.
    pub fn language(&self, tongue: Option<Tongue>) -> &str {
        tongue.and_then(|tongue| self.tongues.get(usize::from(tongue.0))).map_or("", String::as_str)
    }

    /// The number of a language; of `ru-RU` the `ru` counts, as voices and hyphenation do not differ by region.
    pub fn tongue(&mut self, tag: &str) -> Tongue {
        let own = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        if self.tongues.is_empty() {
            self.tongues.push(String::new());
        }
        // Two or three letters (BCP 47); `x-none` says that it is no language.
        let known = (2..=3).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_lowercase());
        let own = if known { own } else { String::new() };
        let place = self.tongues.iter().position(|known| *known == own).unwrap_or_else(|| {
            self.tongues.push(own);
            self.tongues.len() - 1
        });
        Tongue(u16::try_from(place).unwrap_or(0))
    }

    /// What Word takes when nothing names a font.
    pub fn default_family(&mut self) -> Family {
        self.intern("Times New Roman")
    }

    /// The family of ST_Theme, `minorHAnsi`; only Latin fonts are known.
    pub fn theme(&self, name: &str) -> Option<Family> {
        match name.starts_with("major") {
            true => self.major,
            false => self.minor,
        }
    }

    /// The colour of ST_SchemeColorVal, `accent1`; text and background as Word maps them at first.
    pub fn color(&self, name: &str) -> Option<Rgb> {
        let name = match name {
            "tx1" => "dk1",
            "bg1" => "lt1",
            "tx2" => "dk2",
            "bg2" => "lt2",
            name => name,
        };
        self.colors.get(name).copied()
    }

    /// The pen of an outline of the theme, the first of number 1 (ST_StyleMatrixColumnIndex).
    pub fn pen(&self, index: usize) -> Option<Emu> {
        self.pens.get(index.checked_sub(1)?).copied().flatten()
    }

    /// Reads `a:majorFont` and `a:minorFont` of a theme part.
    pub fn read_theme(&mut self, part: &str, bytes: &[u8]) -> Result<(), Error> {
        let (mut source, _) = Source::open(part, bytes)?;
        self.walk_theme(&mut source)
    }

    fn walk_theme(&mut self, source: &mut Source) -> Result<(), Error> {
        while let Some(element) = source.child()? {
            match element.name() {
                "themeElements" | "fontScheme" | "fmtScheme" => self.walk_theme(source)?,
                "lnStyleLst" => {
                    let mut pens = self.pens.iter_mut();
                    while let Some(line) = source.child()? {
                        if let Some(pen) = pens.next() {
                            *pen = line.get("w").map(|_| emu(&line, "w"));
                        }
                        source.skip()?;
                    }
                }
                "clrScheme" => {
                    while let Some(slot) = source.child()? {
                        while let Some(color) = source.child()? {
                            let value =
                                color.get("lastClr").or_else(|| color.val()).and_then(|v| values::color(&v));
                            self.colors.extend(value.map(|value| (slot.name().to_owned(), value)));
                            source.skip()?;
                        }
                    }
                }
                name @ ("majorFont" | "minorFont") => {
                    let major = name == "majorFont";
                    while let Some(font) = source.child()? {
                        let face = font.get("typeface").filter(|_| font.name() == "latin");
                        if let Some(face) = face.filter(|face| !face.is_empty()) {
                            let family = self.intern(&face);
                            *if major { &mut self.major } else { &mut self.minor } = Some(family);
                        }
                        source.skip()?;
                    }
                }
                _ => source.skip()?,
            }
        }
        Ok(())
    }
}
