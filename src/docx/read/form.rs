//! What says the form of a shape → its [`Form`]: names of presets (ECMA-376 §20.1.9.18), freehand paths (§20.1.9.15),
//! paths and points of VML (part 4 §14.2.1.6).
//!
//! None where the form is not drawn: the box round it is printed then. Deliberately absent: arcs, formulas, arrowheads.

use super::source::Element;
use crate::docx::form::{Form, Point, Step};

/// Round corners that say nothing, in part of the shorter side.
pub const CORNER: f32 = 0.166_67;

/// The form of that name.
pub fn preset(name: &str) -> Option<Form> {
    let chain = |points: &[Point]| Some(Form::Path(through(points)));
    match name {
        "roundRect" | "flowChartAlternateProcess" => Some(Form::Rounded(CORNER)),
        "flowChartTerminator" => Some(Form::Rounded(0.5)),
        "ellipse" | "flowChartConnector" => Some(Form::Ellipse),
        "line" | "straightConnector1" => chain(&[[0.0, 0.0], [1.0, 1.0]]),
        "lineInv" => chain(&[[0.0, 1.0], [1.0, 0.0]]),
        "bentConnector2" => chain(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]),
        "triangle" => Some(closed(&[[0.0, 1.0], [0.5, 0.0], [1.0, 1.0]])),
        "rtTriangle" => Some(closed(&[[0.0, 1.0], [0.0, 0.0], [1.0, 1.0]])),
        "diamond" | "flowChartDecision" => Some(closed(&[[0.0, 0.5], [0.5, 0.0], [1.0, 0.5], [0.5, 1.0]])),
        "flowChartProcess" | "plaque" => Some(Form::Box),
        box_like => box_like.to_ascii_lowercase().ends_with("rect").then_some(Form::Box),
    }
}

/// The form of a VML shape by the number of its type, which its name ends in (`_x0000_t32`).
pub fn kind(number: &str) -> Option<Form> {
    match number {
        "2" => preset("roundRect"),
        "3" => preset("ellipse"),
        "4" => preset("diamond"),
        "5" => preset("triangle"),
        "6" => preset("rtTriangle"),
        "20" | "32" => preset("line"),
        "33" => preset("bentConnector2"),
        _ => None,
    }
}

/// `a:gd` of a preset: how round its corners are, in 100,000ths (ECMA-376 §20.1.9.11).
pub fn adjust(element: &Element, form: &mut Form) {
    let formula = element.get("fmla").unwrap_or_default();
    let value = formula.strip_prefix("val ").and_then(|value| value.trim().parse::<f32>().ok());
    if let (Form::Rounded(corner), Some(value)) = (form, value) {
        *corner = (value / 100_000.0).clamp(0.0, 0.5);
    }
}

/// A line through points in shares of a shape.
pub fn through(points: &[Point]) -> Vec<Step> {
    let step = |(index, &to)| if index == 0 { Step::Move(to) } else { Step::Line(to) };
    points.iter().enumerate().map(step).collect()
}

fn closed(points: &[Point]) -> Form {
    let mut steps = through(points);
    steps.push(Step::Close);
    Form::Path(steps)
}

/// `a:custGeom` while it is walked: a path whose points are numbers.
#[derive(Clone, Debug, Default)]
pub struct Pen {
    /// Units to the width and the height of the shape.
    size: [f32; 2],
    /// How many points the step that is read has, and those that were read.
    wanted: usize,
    points: Vec<Point>,
    /// It lifts the pen.
    moves: bool,
    steps: Vec<Step>,
    /// Something was met that is not drawn.
    lost: bool,
}

impl Pen {
    /// Takes an element of the path list.
    pub fn take(&mut self, element: &Element) {
        let number = |name| element.get(name).and_then(|text| text.trim().parse::<f32>().ok());
        match element.name() {
            "path" => self.size = ["w", "h"].map(|name| number(name).unwrap_or(0.0)),
            "moveTo" | "lnTo" => {
                self.moves = element.name() == "moveTo";
                self.wanted = 1;
            }
            "cubicBezTo" => self.wanted = 3,
            "pt" => match (number("x"), number("y")) {
                (Some(x), Some(y)) if self.size.iter().all(|units| *units > 0.0) => {
                    self.point([x / self.size[0], y / self.size[1]]);
                }
                _ => self.lost = true,
            },
            "close" => self.steps.push(Step::Close),
            "arcTo" | "quadBezTo" => self.lost = true,
            _ => {}
        }
    }

    fn point(&mut self, point: Point) {
        self.points.push(on_shape(point));
        if self.points.len() < self.wanted {
            return;
        }
        let points = std::mem::take(&mut self.points);
        self.steps.extend(match points[..] {
            [to] if self.moves => Some(Step::Move(to)),
            [to] => Some(Step::Line(to)),
            [first, second, to] => Some(Step::Curve([first, second, to])),
            _ => None,
        });
    }

    /// The path, if all of it is drawn.
    pub fn form(self) -> Option<Form> {
        let whole = !self.lost && matches!(self.steps.first(), Some(Step::Move(_)));
        whole.then_some(Form::Path(self.steps))
    }
}

/// Nothing is drawn outside of its shape, so that all stays on the page.
fn on_shape(point: Point) -> Point {
    point.map(|share| if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 })
}

/// The path of a VML shape (`v`, ECMA-376 part 4 §14.2.1.6), whose coordinates start at `origin` and count `extent` units.
pub fn path(text: &str, origin: [f64; 2], extent: [f64; 2]) -> Option<Form> {
    if extent.iter().any(|units| *units <= 0.0) {
        return None;
    }
    let share = |[x, y]: [f64; 2]| {
        on_shape([((x - origin[0]) / extent[0]) as f32, ((y - origin[1]) / extent[1]) as f32])
    };
    let (mut steps, mut at, mut rest) = (Vec::new(), [0.0; 2], text.trim());
    while let Some(command) = rest.chars().next() {
        let arguments = &rest[command.len_utf8()..];
        let end = arguments.find(|c: char| c.is_ascii_alphabetic() || c == '@').unwrap_or(arguments.len());
        let points = points(&arguments[..end]);
        rest = &arguments[end..];
        let relative = matches!(command, 't' | 'r' | 'v');
        let from = at;
        let place = |point: [f64; 2]| match relative {
            true => [from[0] + point[0], from[1] + point[1]],
            false => point,
        };
        let points: Vec<_> = points.into_iter().map(place).collect();
        at = points.last().copied().unwrap_or(at);
        match command {
            'm' | 't' => steps.push(Step::Move(share(at))),
            // Each pair is counted from where the line has come to.
            'r' if points.len() > 1 => return None,
            'l' | 'r' => steps.extend(points.into_iter().map(|to| Step::Line(share(to)))),
            'v' if points.len() > 3 => return None,
            'c' | 'v' => {
                steps.extend(
                    points.chunks_exact(3).map(|p| Step::Curve([share(p[0]), share(p[1]), share(p[2])])),
                );
            }
            'x' => steps.push(Step::Close),
            'e' => {}
            _ => return None,
        }
    }
    matches!(steps.first(), Some(Step::Move(_))).then_some(Form::Path(steps))
}

/// Points of a VML path: a number that is left out is 0.
fn points(text: &str) -> Vec<[f64; 2]> {
    let text = text.trim().replace('-', " -").replace(", -", ",-");
    let pieces = text.split(',').flat_map(|piece| match piece.trim() {
        "" => vec![0.0],
        numbers => numbers.split_whitespace().map(|number| number.parse().unwrap_or(0.0)).collect(),
    });
    let numbers: Vec<f64> = if text.is_empty() { Vec::new() } else { pieces.collect() };
    numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
}
