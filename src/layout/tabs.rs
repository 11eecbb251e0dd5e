//! From a place in a line to the tab stop that a tab goes to (ECMA-376 §17.3.1.37).

use crate::docx::{Leader, ParagraphStyle, TabAlignment};

/// A stop in points from the left margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub position: f32,
    pub alignment: TabAlignment,
    pub leader: Leader,
}

/// The stop after `x`: a custom one, the hanging indent's, or a default one.
pub fn next(style: &ParagraphStyle, default: f32, x: f32) -> Stop {
    // A stop that is reached within a tenth of a point is passed.
    const REACHED: f32 = 0.1;
    let custom = style
        .tabs
        .iter()
        .filter(|stop| stop.alignment != TabAlignment::Bar)
        .find(|stop| stop.position.points() > x + REACHED)
        .map(|stop| Stop {
            position: stop.position.points(),
            alignment: stop.alignment,
            leader: stop.leader,
        });
    let left = |position| Stop { position, alignment: TabAlignment::Left, leader: Leader::None };
    let indent = style.left.points();
    let hanging = (style.first_line.0 < 0 && indent > x + REACHED).then(|| left(indent));
    match (custom, hanging) {
        (Some(custom), Some(hanging)) if hanging.position < custom.position => hanging,
        (Some(custom), _) => custom,
        (None, Some(hanging)) => hanging,
        (None, None) => {
            let default = default.max(1.0);
            left(((x + REACHED) / default).floor().mul_add(default, default))
        }
    }
}
