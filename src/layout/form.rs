//! The form of a shape in its box → a path on the page, and the room that its corners take from text.

use crate::docx::{Form, Step};

/// How far the control points of a quarter of a circle stand from its ends, in part of the radius.
const ROUND: f32 = 0.552_285;
/// What a round corner takes of the box inscribed in it, in part of the radius: 1 − 1/√2 (ECMA-376 §20.1.9.19).
const INSCRIBED: f32 = 0.292_893;

/// The path of what is no plain box; None for a box.
pub fn path(form: &Form, [x, y, width, height]: [f32; 4]) -> Option<Vec<Step>> {
    match form {
        Form::Path(steps) => {
            let place = |step: &Step| step.map(|[across, down]| [x + across * width, y + down * height]);
            Some(steps.iter().map(place).collect())
        }
        _ => radii(form, width, height).map(|radii| rounded([x, y, width, height], radii)),
    }
}

/// What text must leave free at the left and right, and above and below.
pub fn corners(form: &Form, width: f32, height: f32) -> [f32; 2] {
    radii(form, width, height).unwrap_or_default().map(|radius| radius * INSCRIBED)
}

fn radii(form: &Form, width: f32, height: f32) -> Option<[f32; 2]> {
    match form {
        Form::Rounded(corner) => Some([corner * width.min(height); 2]),
        Form::Ellipse => Some([width / 2.0, height / 2.0]),
        Form::Box | Form::Path(_) => None,
    }
}

/// A box with round corners, clockwise from its top left one.
fn rounded([x, y, width, height]: [f32; 4], [across, down]: [f32; 2]) -> Vec<Step> {
    let (right, bottom) = (x + width, y + height);
    let (near, low) = (across * (1.0 - ROUND), down * (1.0 - ROUND));
    // Of an ellipse the corners are all that there is.
    let side = |long: f32, radius: f32, to| (long > 2.0 * radius).then_some(Step::Line(to));
    let steps = [
        Some(Step::Move([x + across, y])),
        side(width, across, [right - across, y]),
        Some(Step::Curve([[right - near, y], [right, y + low], [right, y + down]])),
        side(height, down, [right, bottom - down]),
        Some(Step::Curve([[right, bottom - low], [right - near, bottom], [right - across, bottom]])),
        side(width, across, [x + across, bottom]),
        Some(Step::Curve([[x + near, bottom], [x, bottom - low], [x, bottom - down]])),
        side(height, down, [x, y + down]),
        Some(Step::Curve([[x, y + low], [x + near, y], [x + across, y]])),
        Some(Step::Close),
    ];
    steps.into_iter().flatten().collect()
}
