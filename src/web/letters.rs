//! The templates tab: the office's own Word templates in place of the built-in ones.
//!
//! A template that is put here is examined in a confined process first; one with faults is not taken, and its
//! faults are told by paragraph. Own templates lie in the private folder, or in the folder that the office
//! named when it started the page; neither a built-in one nor an earlier own one of that folder is lost.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::{Shared, UPLOAD, Wishes, heavy, made, taken, told};
use super::fault::{self, Answer, Fault};
use super::order::{self, Format, Specimen, Wanted};
use super::state::{Page, secret};
use super::view;
use crate::confine::{self, Limits};
use crate::filing::FilingKind;
use crate::finding::phrase;
use crate::language::Language;
use crate::template::specimen::routes_for;
use crate::template::{BUILT_IN, language_of};

/// Rosters, and people of each for a template, that are offered to look at it with.
const ROSTERS: usize = 8;
const PEOPLE: usize = 100;

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

/// The kind of filing that a template is about, if it is about one.
fn kind(name: &str) -> Option<FilingKind> {
    name.split('.').next().and_then(FilingKind::from_name)
}

/// All templates, which are the office's own, and whom each can be looked at with.
pub async fn list(State(page): Shared, wish: Wishes) -> Json<Value> {
    let language = wish.language();
    let route = |route: &&str| json!({ "route": route, "title": phrase(&format!("route-{route}"), &[]).get(language) });
    let all = BUILT_IN.iter().map(|(name, _)| {
        json!({
            "name": name, "title": title(name, language), "language": language_of(name),
            "own": page.own_template(name).is_some(), "kind": kind(name),
            "routes": routes_for(name).iter().map(route).collect::<Vec<_>>(),
        })
    });
    let rosters = page.desks().into_iter().take(ROSTERS).map(|desk| {
        let checked = desk.checked();
        let people = FilingKind::ALL.into_iter().map(|kind| {
            let made =
                view::printed(&checked).filter(|(_, filing)| filing.kind == kind && filing.status.is_made());
            let people = made.take(PEOPLE).map(|(filing, one)| {
                json!({ "filing": filing, "subject": one.subject.label(&checked.case, language) })
            });
            (kind.name().to_owned(), people.collect::<Value>())
        });
        json!({ "desk": desk.id, "name": desk.name, "people": people.collect::<Map<_, _>>() })
    });
    Json(json!({
        "templates": all.collect::<Vec<_>>(), "rosters": rosters.collect::<Vec<_>>(), "kept": page.keeps_templates(),
    }))
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
    let _goes = page.passing(trial);
    let stored = taken(&page, &path, body, UPLOAD, "page-too-large").await;
    let examined = match stored {
        Ok(()) => examine(&page, page.path(&path), name).await,
        Err(fault) => Err(fault),
    };
    let kept = match &examined {
        Ok(examined) if examined["faults"].as_array().is_some_and(Vec::is_empty) => keep(&page, &path, name),
        _ => Ok(()),
    };
    kept?;
    Ok(Json(in_language(&examined?, wish.language())))
}

/// Keeps a template that was found good.
fn keep(page: &Page, path: &str, name: &str) -> Answer<()> {
    let bytes = std::fs::read(page.path(path)).map_err(|_| Fault::gone())?;
    page.keep_template(name, &bytes).map_err(Fault::from)
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
    page.set_template_aside(name)?;
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
    /// Filled with a person of a roster, by the place of the filing in its plan.
    Person { desk: String, filing: usize },
}

/// Gives a ticket for a template, or for its print with a specimen or a person.
pub async fn fetch(
    State(page): Shared,
    Path(name): Path<String>,
    wish: Wishes,
    body: Body,
) -> Answer<Json<Value>> {
    let (name, built_in) = built_in(&name)?;
    let own = page.own_template(name);
    let mut owner = None;
    let (bytes, saved, kind, shown) = match told(body).await? {
        Fetched::Word => {
            let bytes =
                own.map_or_else(|| Ok(built_in.to_vec()), std::fs::read).map_err(|_| Fault::gone())?;
            (bytes, name.to_owned(), WORD, false)
        }
        Fetched::Preview { route } => {
            let route = routes_for(name)
                .iter()
                .find(|known| **known == route)
                .ok_or_else(Fault::senseless)?
                .to_string();
            let specimen = Specimen { name: name.to_owned(), own, route };
            let question = serde_json::to_vec(&specimen).expect("a specimen is data");
            let print = made(&page, "specimen", question, name.to_owned()).await?;
            (print, name.replace(".docx", ".pdf"), "application/pdf", true)
        }
        Fetched::Person { desk, filing } => {
            let desk = page.desk(&desk)?;
            let language = language_of(name).ok_or_else(Fault::senseless)?;
            let planned = desk.checked().filings.get(filing).ok_or_else(Fault::gone)?.kind;
            if kind(name) != Some(planned) {
                return Err(Fault::senseless());
            }
            let wanted = Wanted::Letter { filing, language, format: Format::Pdf, template: own };
            let order = page.order(&desk, wish.language(), wanted);
            let print = made(&page, "document", order::write(&order), order.name).await?;
            // It is about a person, so it goes with the roster.
            owner = Some(desk);
            (print, name.replace(".docx", ".pdf"), "application/pdf", true)
        }
    };
    let path = match &owner {
        Some(desk) => format!("{}/files/{}", desk.folder(), secret()),
        None => format!("shown/{}", secret()),
    };
    match &owner {
        Some(desk) => page.write(desk, &path, &bytes)?,
        None => page.workspace.write(&path, &bytes)?,
    }
    let link = page.ticket(owner.map(|desk| desk.id.clone()).as_deref(), path, saved.clone(), kind, shown);
    Ok(Json(json!({ "link": link, "name": saved })))
}
