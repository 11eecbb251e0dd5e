//! The form of a shape: what its fill fills and its outline follows.

/// The form of a shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Form {
    #[default]
    Box,
    /// A box with corners rounded by this share of its shorter side.
    Rounded(f32),
    Ellipse,
    /// Points are shares of the width and the height, from the top left corner.
    Path(Vec<Step>),
}

/// To the right and down.
pub type Point = [f32; 2];

/// A step of a pen along a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(Point),
    Line(Point),
    /// A curve of Bézier, with its two control points first.
    Curve([Point; 3]),
    Close,
}

impl Step {
    /// Its points, control points first.
    pub fn points(&self) -> &[Point] {
        match self {
            Step::Move(to) | Step::Line(to) => std::slice::from_ref(to),
            Step::Curve(points) => points,
            Step::Close => &[],
        }
    }

    /// The same with other points.
    pub fn map(self, point: impl Fn(Point) -> Point) -> Step {
        match self {
            Step::Move(to) => Step::Move(point(to)),
            Step::Line(to) => Step::Line(point(to)),
            Step::Curve(points) => Step::Curve(points.map(point)),
            Step::Close => Step::Close,
        }
    }
}

impl Form {
    /// As a mirror shows it, left and right or top and bottom; boxes and ellipses stay as they are.
    pub fn mirrored(self, [across, down]: [bool; 2]) -> Form {
        let flip = |flips: bool, at: f32| if flips { 1.0 - at } else { at };
        match self {
            Form::Path(steps) => {
                let turn = |step: Step| step.map(|[x, y]| [flip(across, x), flip(down, y)]);
                Form::Path(steps.into_iter().map(turn).collect())
            }
            same => same,
        }
    }
}
