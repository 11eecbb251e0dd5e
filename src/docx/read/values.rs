//! The simple types of WordprocessingML: on/off, measures, colours (ECMA-376 §17.18, §22.9.2).
//!
//! A value that is not of its type is taken as absent, as Word does.

use super::source::Element;
use crate::docx::style::{Border, Rgb, Underline};
use crate::docx::units::{HalfPoints, Twips};

/// ST_OnOff: present without a value means on.
pub fn on(element: &Element) -> bool {
    !matches!(element.val().as_deref(), Some("0" | "false" | "off"))
}

/// A whole number; Word writes some with a fraction.
pub fn integer(text: &str) -> Option<i32> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse::<f64>().ok().map(|number| number.round() as i32))
}

/// ST_TwipsMeasure: twentieths of a point, or a number with a unit. Kept within ±31,680 (22 inches, the
/// most that Word takes), so that sums cannot overflow.
pub fn twips(text: &str) -> Option<Twips> {
    measure(text, 20.0).map(|value| Twips(value.clamp(-31_680, 31_680)))
}

/// ST_HpsMeasure: halves of a point, or a number with a unit; at most 1,638 points.
pub fn half_points(text: &str) -> Option<HalfPoints> {
    measure(text, 2.0).map(|value| HalfPoints(value.clamp(-3276, 3276)))
}

fn measure(text: &str, per_point: f64) -> Option<i32> {
    if let Some(number) = integer(text) {
        return Some(number);
    }
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f64 = text[..split].trim().parse().ok()?;
    let points = match &text[split..] {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "pc" | "pi" => 12.0,
        _ => return None,
    };
    Some((number * points * per_point).round() as i32)
}

/// ST_HexColor; `auto` and nonsense give `None`.
pub fn color(text: &str) -> Option<Rgb> {
    let text = text.trim_start_matches('#');
    if text.len() != 6 {
        return None;
    }
    let number = u32::from_str_radix(text, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some(Rgb([red, green, blue]))
}

/// ST_HighlightColor (ECMA-376 §17.18.40).
pub fn highlight(text: &str) -> Option<Rgb> {
    Some(Rgb(match text {
        "black" => [0, 0, 0],
        "blue" => [0, 0, 255],
        "cyan" => [0, 255, 255],
        "green" => [0, 255, 0],
        "magenta" => [255, 0, 255],
        "red" => [255, 0, 0],
        "yellow" => [255, 255, 0],
        "white" => [255, 255, 255],
        "darkBlue" => [0, 0, 128],
        "darkCyan" => [0, 128, 128],
        "darkGreen" => [0, 128, 0],
        "darkMagenta" => [128, 0, 128],
        "darkRed" => [128, 0, 0],
        "darkYellow" => [128, 128, 0],
        "darkGray" => [128, 128, 128],
        "lightGray" => [192, 192, 192],
        _ => return None,
    }))
}

/// ST_Underline, patterns taken together by how they are printed.
pub fn underline(text: &str) -> Underline {
    match text {
        "none" => Underline::None,
        "words" => Underline::Words,
        "double" | "wavyDouble" => Underline::Double,
        "thick" | "dashedHeavy" | "dashLongHeavy" | "dotDashHeavy" | "dotDotDashHeavy" | "wavyHeavy" => {
            Underline::Thick
        }
        "dotted" | "dottedHeavy" => Underline::Dotted,
        "dash" | "dashLong" | "dotDash" | "dotDotDash" => Underline::Dashed,
        _ => Underline::Single,
    }
}

/// A fill: the background colour of CT_Shd, or its pattern colour where it is solid, or the mixture of
/// a percentage (ECMA-376 §17.18.78).
pub fn shading(element: &Element) -> Option<Rgb> {
    let fill = element.get("fill").and_then(|text| color(&text));
    let pen = element.get("color").and_then(|text| color(&text)).unwrap_or_default();
    match element.val().as_deref() {
        Some("nil") | None => None,
        Some("clear") => fill,
        Some("solid") => Some(pen),
        Some(pattern) => {
            let percent = pattern.strip_prefix("pct").and_then(|number| number.parse::<u32>().ok());
            match percent {
                Some(percent) => Some(mix(pen, fill.unwrap_or(Rgb([255; 3])), percent.min(100))),
                None => fill,
            }
        }
    }
}

fn mix(pen: Rgb, paper: Rgb, percent: u32) -> Rgb {
    let part = |index: usize| {
        let sum = u32::from(pen.0[index]) * percent + u32::from(paper.0[index]) * (100 - percent);
        u8::try_from(sum / 100).expect("a mean of two bytes is a byte")
    };
    Rgb([part(0), part(1), part(2)])
}

/// CT_Border (ECMA-376 §17.3.4): `nil` and `none` are lines of no width.
pub fn border(element: &Element) -> Option<Border> {
    let kind = element.val()?;
    if matches!(&*kind, "nil" | "none") {
        return Some(Border::NONE);
    }
    let number = |name| element.get(name).and_then(|text| integer(&text)).unwrap_or(0);
    let size = number("sz").clamp(0, 96);
    Some(Border {
        width: u16::try_from(size.max(2)).expect("clamped"),
        color: element.get("color").and_then(|text| color(&text)).unwrap_or_default(),
        space: u16::try_from(number("space").clamp(0, 31)).expect("clamped"),
        double: &*kind == "double",
        dashed: matches!(&*kind, "dashed" | "dotted" | "dashSmallGap" | "dotDash" | "dotDotDash"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_carry_units() {
        assert_eq!(twips("720"), Some(Twips(720)));
        assert_eq!(twips("12.7mm"), Some(Twips(720)));
        assert_eq!(twips("0.5in"), Some(Twips(720)));
        assert_eq!(twips("99999999"), Some(Twips(31_680)));
        assert_eq!(half_points("24"), Some(HalfPoints(24)));
        assert_eq!(twips("wide"), None);
    }

    #[test]
    fn patterns_mix() {
        assert_eq!(mix(Rgb([0; 3]), Rgb([255; 3]), 20), Rgb([204; 3]));
        assert_eq!(color("auto"), None);
        assert_eq!(color("FF8000"), Some(Rgb([255, 128, 0])));
    }
}
