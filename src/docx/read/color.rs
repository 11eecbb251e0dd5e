//! Colours of DrawingML: a value or a slot of the theme, and what is done to it (ECMA-376 §20.1.2.3).
//!
//! `a:lumMod` and `a:lumOff` act on the lightness, `a:shade` and `a:tint` mix with black and white in linear light.
//! Deliberately absent: transparency, which is no colour, and the rarer changes.

use super::Reader;
use super::source::{Element, Source};
use super::values;
use crate::docx::Error;
use crate::docx::style::Rgb;

/// 100 % in ST_Percentage.
const WHOLE: f64 = 100_000.0;

impl Reader<'_> {
    /// Walks `a:srgbClr`, `a:schemeClr`, `a:prstClr` or `a:sysClr`, whose start was taken.
    pub fn read_color(&mut self, element: &Element, source: &mut Source) -> Result<Option<Rgb>, Error> {
        let value = element.val().map(|value| value.into_owned()).unwrap_or_default();
        let mut color = match element.name() {
            "schemeClr" => self.families.color(&value),
            "prstClr" => values::highlight(&value),
            // As the program that wrote it saw the system's colour.
            "sysClr" => element.get("lastClr").and_then(|value| values::color(&value)),
            _ => values::color(&value),
        };
        while let Some(change) = source.child()? {
            let share = change.val().and_then(|share| share.parse().ok()).unwrap_or(WHOLE) / WHOLE;
            color = color.map(|color| changed(color, change.name(), share));
            source.skip()?;
        }
        Ok(color)
    }
}

fn changed(Rgb(color): Rgb, change: &str, share: f64) -> Rgb {
    match change {
        "lumMod" => of_lightness(color, |lightness| lightness * share),
        "lumOff" => of_lightness(color, |lightness| lightness + share),
        "shade" => Rgb(color.map(|part| encoded(linear(part) * share))),
        "tint" => Rgb(color.map(|part| encoded(1.0 - (1.0 - linear(part)) * share))),
        _ => Rgb(color),
    }
}

/// The colour of the same hue and saturation with another lightness (HSL).
fn of_lightness(color: [u8; 3], change: impl Fn(f64) -> f64) -> Rgb {
    let parts = color.map(|part| f64::from(part) / 255.0);
    let (most, least) =
        parts.iter().fold((0f64, 1f64), |(most, least), &part| (most.max(part), least.min(part)));
    let lightness = (most + least) / 2.0;
    let wanted = change(lightness).clamp(0.0, 1.0);
    // The parts stand from the lightness as far as the chroma is, and that is in proportion to what the lightness
    // allows.
    let room = |lightness: f64| 1.0 - (2.0 * lightness - 1.0).abs();
    let chroma = if room(lightness) > 0.0 { room(wanted) / room(lightness) } else { 0.0 };
    Rgb(parts.map(|part| byte(wanted + (part - lightness) * chroma)))
}

/// sRGB → linear light and back (IEC 61966-2-1).
fn linear(part: u8) -> f64 {
    match f64::from(part) / 255.0 {
        part if part <= 0.040_45 => part / 12.92,
        part => ((part + 0.055) / 1.055).powf(2.4),
    }
}

fn encoded(part: f64) -> u8 {
    byte(match part.clamp(0.0, 1.0) {
        part if part <= 0.003_130_8 => part * 12.92,
        part => 1.055 * part.powf(1.0 / 2.4) - 0.055,
    })
}

fn byte(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the colour menu of Word names them: «White, darker 5 %», «Accent 1, darker 25 %», «Accent 1, lighter 60 %».
    #[test]
    fn shades_of_the_theme_are_those_of_the_colour_menu() {
        let made = |color: u32, changes: &[(&str, f64)]| {
            let [_, red, green, blue] = color.to_be_bytes();
            let start = Rgb([red, green, blue]);
            let Rgb([red, green, blue]) =
                changes.iter().fold(start, |color, (change, share)| changed(color, change, *share));
            format!("{red:02X}{green:02X}{blue:02X}")
        };
        assert_eq!(made(0xFFFFFF, &[("lumMod", 0.95)]), "F2F2F2");
        assert_eq!(made(0x4472C4, &[("lumMod", 0.75)]), "2F5597");
        assert_eq!(made(0x4472C4, &[("lumMod", 0.4), ("lumOff", 0.6)]), "B4C6E7");
        assert_eq!(made(0x000000, &[("lumMod", 0.5), ("lumOff", 0.5)]), "808080");
        assert_eq!(made(0xFFFFFF, &[("shade", 0.0)]), "000000");
        assert_eq!(made(0x123456, &[("tint", 1.0), ("alpha", 0.3)]), "123456");
    }
}
