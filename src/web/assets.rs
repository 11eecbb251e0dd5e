//! The files of the page, embedded in the program: what a browser loads and nothing else.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, json};

use super::fault::Fault;
use crate::finding::phrases;
use crate::language::Language;
use crate::template::page;

macro_rules! files {
    ($($name:literal $kind:literal)*) => {
        /// Name, type and bytes.
        const FILES: &[(&str, &str, &[u8])] =
            &[$(($name, $kind, include_bytes!(concat!("../../templates/web/", $name)))),*];
    };
}

files! {
    "desk.css" "text/css; charset=utf-8"
    "desk.mjs" "text/javascript; charset=utf-8"
    "server.mjs" "text/javascript; charset=utf-8"
    "element.mjs" "text/javascript; charset=utf-8"
    "drop.mjs" "text/javascript; charset=utf-8"
    "columns.mjs" "text/javascript; charset=utf-8"
    "check.mjs" "text/javascript; charset=utf-8"
    "deadlines.mjs" "text/javascript; charset=utf-8"
    "templates.mjs" "text/javascript; charset=utf-8"
    "packets.mjs" "text/javascript; charset=utf-8"
    "documents.mjs" "text/javascript; charset=utf-8"
    "scans.mjs" "text/javascript; charset=utf-8"
    "icon.svg" "image/svg+xml"
}

/// An embedded file.
pub fn file(name: &str) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, bytes)) => ([(header::CONTENT_TYPE, *kind)], *bytes).into_response(),
        None => Fault::gone().into_response(),
    }
}

/// The page itself, in a language: its frame and its words; the scripts fill it.
pub fn shell(language: Language) -> Response {
    let words = words(language);
    let script = serde_json::to_string(&words).expect("words are text").replace('<', "\\u003c");
    let others =
        Language::ALL.map(|one| json!({ "code": one, "own": own_name(one), "here": one == language }));
    let html = page::desk(&json!({
        "language": language, "words": words, "script": script, "languages": others,
    }));
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// The words of the page by key, without their prefix.
pub fn words(language: Language) -> Map<String, serde_json::Value> {
    let word = |(key, text): (&str, &crate::language::Text)| {
        (key.trim_start_matches("page-").replace('-', "_"), text.get(language).into())
    };
    phrases("page-").map(word).collect()
}

/// What its speakers call a language.
fn own_name(language: Language) -> &'static str {
    language.choose("English", "Русский", "Қазақша")
}
