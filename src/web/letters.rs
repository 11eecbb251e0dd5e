//! The templates tab: the office's own Word templates in place of the built-in ones.
//!
//! A template that is put here is examined in a confined process first; one with faults is not taken, and its
//! faults are told by paragraph. Own templates lie in the private folder, or in the folder that the office
//! named when it started the page; the built-in one is never lost.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Shared, UPLOAD, Wishes, heavy, made, taken, told};
use super::fault::{self, Answer, Fault};
use super::order::Specimen;
use super::state::{Page, secret};
use crate::confine::{self, Limits};
use crate::filing::FilingKind;
use crate::finding::phrase;
use crate::language::Language;
use crate::template::specimen::ROUTES;
use crate::template::{BUILT_IN, language_of};

/// Media type of a Word document.
pub const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The built-in template of this name.
fn built_in(name: &str) -> Answer<(&'static str, &'static [u8])> {
    BUILT_IN.iter().find(|(known, _)| *known == name).copied().ok_or_else(Fault::gone)
}

/// What the document is called.
fn title(name: &str, language: Language) -> String {
    let stem = name.split('.').next().unwrap_or_default();
    let title = FilingKind::from_name(stem).map(FilingKind::title);
    let title = title.unwrap_or_else(|| match stem {
        "packet-index" => phrase("index", &[]),
        "checklist" | "cover-letter" | "portal-card" | "request-to-employee" => phrase(stem, &[]),
        _ => crate::language::Text::same(stem),
    });
    title.get(language).to_owned()
}

/// Whether a template is about a filing, so that it can be filled with a specimen.
fn is_letter(name: &str) -> bool {
    name.split('.').next().and_then(FilingKind::from_name).is_some()
}

/// All templates, and which are the office's own.
pub async fn list(State(page): Shared, wish: Wishes) -> Json<Value> {
    let language = wish.language();
    let all = BUILT_IN.iter().map(|(name, _)| {
        json!({
            "name": name, "title": title(name, language), "language": language_of(name),
            "own": page.own_template(name).is_some(), "letter": is_letter(name),
        })
    });
    let routes = ROUTES.map(
        |route| json!({ "route": route, "title": phrase(&format!("route-{route}"), &[]).get(language) }),
    );
    Json(json!({ "templates": all.collect::<Vec<_>>(), "routes": routes }))
}

/// Takes an own template, if it has no faults; tells faults and warnings.
pub async fn take(
    State(page): Shared,
    Path(name): Path<String>,
    wish: Wishes,
    body: Body,
) -> Answer<Json<Value>> {
    let (name, _) = built_in(&name)?;
    let trial = format!("trial/{}", secret());
    let path = format!("{trial}/{name}");
    let stored = taken(&page, &path, body, UPLOAD, "page-too-large").await;
    let examined = match stored {
        Ok(()) => examine(&page, page.path(&path), name).await,
        Err(fault) => Err(fault),
    };
    let kept = match &examined {
        Ok(examined) if examined["faults"].as_array().is_some_and(Vec::is_empty) => keep(&page, &path, name),
        _ => Ok(()),
    };
    page.workspace.remove(&trial);
    kept?;
    Ok(Json(in_language(&examined?, wish.language())))
}

/// Keeps a template that was found good.
fn keep(page: &Page, path: &str, name: &str) -> Answer<()> {
    let bytes = std::fs::read(page.path(path)).map_err(|_| Fault::gone())?;
    page.workspace.write(&format!("templates/{name}"), &bytes).map_err(Fault::from)
}

/// What is noticed about a template, in all languages.
async fn examine(page: &Arc<Page>, path: PathBuf, name: &'static str) -> Answer<Value> {
    heavy(page, move || {
        let question = path.to_string_lossy().into_owned().into_bytes();
        let answer = confine::ask("template", &question, &Limits::READING, |_| ());
        let answer = answer.map_err(|error| fault::confined(&error, name))?;
        serde_json::from_slice(&answer).map_err(|_| fault::confined(&confine::Error::Crashed, name))
    })
    .await?
}

/// Faults and warnings in one language.
fn in_language(examined: &Value, language: Language) -> Value {
    let pick = |value: &Value| value[language.code()].clone();
    let lines = |list: &Value| -> Vec<Value> {
        let lines = list.as_array().into_iter().flatten().map(|one| {
            json!({
                "place": pick(&one["place"]), "context": one["context"], "heading": one["heading"],
                "message": pick(&one["message"]), "hint": pick(&one["hint"]), "code": one["code"],
            })
        });
        lines.collect()
    };
    json!({ "faults": lines(&examined["faults"]), "warnings": lines(&examined["warnings"]) })
}

/// Goes back to the built-in template.
pub async fn give_back(State(page): Shared, Path(name): Path<String>) -> Answer<StatusCode> {
    let (name, _) = built_in(&name)?;
    page.own_template(name).ok_or_else(Fault::gone)?;
    page.workspace.remove(&format!("templates/{name}"));
    Ok(StatusCode::NO_CONTENT)
}

/// What is fetched of a template.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
enum Fetched {
    /// The Word file, to edit it.
    Word,
    /// Filled with an invented person of a route.
    Preview { route: String },
}

/// Gives a ticket for a template, or for its print with a specimen.
pub async fn fetch(State(page): Shared, Path(name): Path<String>, body: Body) -> Answer<Json<Value>> {
    let (name, built_in) = built_in(&name)?;
    let own = page.own_template(name);
    let (bytes, saved, kind, shown) = match told(body).await? {
        Fetched::Word => {
            let bytes =
                own.map_or_else(|| Ok(built_in.to_vec()), std::fs::read).map_err(|_| Fault::gone())?;
            (bytes, name.to_owned(), WORD, false)
        }
        Fetched::Preview { route } => {
            let route = ROUTES.into_iter().find(|known| *known == route).filter(|_| is_letter(name));
            let route = route.ok_or_else(Fault::senseless)?.to_owned();
            let specimen = Specimen { name: name.to_owned(), own, route };
            let question = serde_json::to_vec(&specimen).expect("a specimen is data");
            let print = made(&page, "specimen", question, name.to_owned()).await?;
            (print, name.replace(".docx", ".pdf"), "application/pdf", true)
        }
    };
    let path = format!("shown/{}", secret());
    page.workspace.write(&path, &bytes)?;
    let link = page.ticket(None, path, saved.clone(), kind, shown);
    Ok(Json(json!({ "link": link, "name": saved })))
}
