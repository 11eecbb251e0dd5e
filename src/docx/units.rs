//! The units of measure of WordprocessingML, each a type of its own; layout turns them into points.
//!
//! Kept as integers, as the file holds them, so that formats can be compared and hashed.

/// Twentieths of a point (ECMA-376 §17.18.84, ST_TwipsMeasure).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Twips(pub i32);

/// Halves of a point: sizes of fonts (ECMA-376 §17.3.2.38).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HalfPoints(pub i32);

/// English metric units, 12,700 to a point: drawings (ECMA-376 §20.1.10.16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Emu(pub i64);

impl Twips {
    pub fn points(self) -> f32 {
        self.0 as f32 / 20.0
    }
}

impl HalfPoints {
    pub fn points(self) -> f32 {
        self.0 as f32 / 2.0
    }
}

impl Emu {
    pub fn points(self) -> f32 {
        self.0 as f32 / 12_700.0
    }
}
