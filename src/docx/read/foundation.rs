//! What the text of a document stands on: theme, numbering, styles and settings. Documents of one template share it.

use std::sync::Arc;

use super::fonts::Families;
use super::memory::Memory;
use super::notes::{self, BothNumbers};
use super::numbering::Numbering;
use super::parts::{Content, Parts};
use super::source::Source;
use super::styles::Styles;
use super::values;
use crate::docx::Error;
use crate::docx::document::Settings;
use crate::language::Language;

#[derive(Debug, Default)]
pub struct Foundation {
    pub families: Families,
    pub styles: Styles,
    pub numbering: Numbering,
    pub settings: Settings,
    /// Words are hyphenated automatically.
    pub hyphenates: bool,
    /// How notes are numbered where their section says nothing.
    pub note_numbers: BothNumbers,
}

/// The parts that a foundation was read from.
#[derive(Debug)]
pub struct Origin([Option<Arc<[u8]>>; 4]);

impl Origin {
    pub fn of(parts: &Parts) -> Origin {
        Origin(sources(parts).map(|part| {
            part.map(|(_, content)| match content {
                Content::Shared(bytes) => Arc::clone(bytes),
                Content::Borrowed(bytes) => Arc::from(*bytes),
            })
        }))
    }

    /// Whether these parts hold the same.
    pub fn is_of(&self, parts: &Parts) -> bool {
        self.0.iter().zip(sources(parts)).all(|(own, other)| match (own, other) {
            (Some(own), Some((_, Content::Shared(other)))) if Arc::ptr_eq(own, other) => true,
            (Some(own), Some((_, other))) => **own == **other,
            (None, None) => true,
            _ => false,
        })
    }
}

type Part<'s, 'p> = Option<(&'s str, &'s Content<'p>)>;

fn sources<'s, 'p>(parts: &'s Parts<'p>) -> [Part<'s, 'p>; 4] {
    let part = |name: &'static str| parts.get(name).map(|content| (name, content));
    [
        parts.first("word/theme/theme"),
        part("word/numbering.xml"),
        part("word/styles.xml"),
        part("word/settings.xml"),
    ]
}

impl Foundation {
    /// The memory of a reader that has read nothing yet.
    pub fn memory(&self) -> Memory {
        Memory::new(self.styles.clone(), &self.families)
    }

    pub fn read(parts: &Parts) -> Result<Foundation, Error> {
        let mut foundation = Foundation::default();
        let Foundation { families, styles, numbering, .. } = &mut foundation;
        let [theme, numbering_part, styles_part, settings_part] = sources(parts);
        if let Some((name, bytes)) = theme {
            families.read_theme(name, bytes)?;
        }
        if let Some((name, bytes)) = numbering_part {
            *numbering = Numbering::read(name, bytes, families)?;
        }
        if let Some((name, bytes)) = styles_part {
            *styles = Styles::read(name, bytes, families)?;
        }
        if let Some((name, bytes)) = settings_part {
            read_settings(name, bytes, &mut foundation)?;
        }
        // What letters may name beyond their styles: those that do are no strangers to one another.
        foundation.families.default_family();
        for language in Language::ALL {
            foundation.families.tongue(language.code());
        }
        Ok(foundation)
    }
}

fn read_settings(part: &str, bytes: &[u8], foundation: &mut Foundation) -> Result<(), Error> {
    let Foundation { settings, hyphenates, note_numbers: [foot, end], .. } = foundation;
    let (mut source, _) = Source::open(part, bytes)?;
    while let Some(element) = source.child()? {
        match element.name() {
            "defaultTabStop" => {
                let stop = element.val().and_then(|v| values::twips(&v)).filter(|stop| stop.0 > 0);
                settings.default_tab = stop.unwrap_or(settings.default_tab);
            }
            "evenAndOddHeaders" => settings.even_and_odd_headers = values::on(&element),
            "autoHyphenation" => *hyphenates = values::on(&element),
            "footnotePr" => {
                *foot = notes::properties(&mut source)?;
                continue;
            }
            "endnotePr" => {
                *end = notes::properties(&mut source)?;
                continue;
            }
            "compat" => {
                while let Some(entry) = source.child()? {
                    match entry.name() {
                        "doNotExpandShiftReturn" => settings.expand_line_breaks = !values::on(&entry),
                        "noLeading" => settings.leading = !values::on(&entry),
                        _ => {}
                    }
                    if entry.get("name").as_deref() == Some("compatibilityMode") {
                        let version = entry.val().and_then(|v| values::integer(&v));
                        settings.compatibility =
                            version.map_or(settings.compatibility, |v| v.clamp(0, 255) as u8);
                    }
                    source.skip()?;
                }
                continue;
            }
            _ => {}
        }
        source.skip()?;
    }
    Ok(())
}
