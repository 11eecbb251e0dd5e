//! Pages for a browser: an HTML template of ours and data → HTML, every value escaped.

use serde_json::Value;
use tera::{Context, Tera};

const REPORT: &str = include_str!("../../templates/web/report.html");
const PORTAL_CARD: &str = include_str!("../../templates/web/portal-card.html");
const DESK: &str = include_str!("../../templates/web/desk.html");
const DEADLINES: &str = include_str!("../../templates/web/deadlines.html");

/// The report of a run.
///
/// # Panics
/// When the template asks for a value that `data` lacks: a mistake of ours that its test shows.
pub fn report(data: &Value) -> String {
    render("report.html", REPORT, data)
}

/// The board of deadlines.
///
/// # Panics
/// As [`report`].
pub fn deadlines(data: &Value) -> String {
    render("deadlines.html", DEADLINES, data)
}

/// The portal card of a filing, with a button to copy each value.
///
/// # Panics
/// As [`report`].
pub fn portal_card(data: &Value) -> String {
    render("portal-card.html", PORTAL_CARD, data)
}

/// The drop page.
///
/// # Panics
/// As [`report`].
pub fn desk(data: &Value) -> String {
    render("desk.html", DESK, data)
}

fn render(name: &str, page: &str, data: &Value) -> String {
    let mut tera = Tera::new();
    tera.autoescape_on([".html"]);
    tera.add_raw_template(name, page).expect("our own page parses");
    let context = Context::from_serialize(data).expect("an object makes a context");
    tera.render(name, &context).expect("every value of the page is given")
}
