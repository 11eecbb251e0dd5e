//! The routes of a run: begin it, end it, hear of it, fetch what it made.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::api::{Shared, WORKBOOK, Wishes, heavy, told};
use super::desk::Desk;
use super::fault::{Answer, Fault};
use super::order::{Format, Packets, Wanted};
use super::run::{Made, Run};
use super::state::{Page, secret};
use crate::language::Language;
use crate::packet::{self, Password};

/// The folder of a run below that of its desk.
const FOLDER: &str = "packets";
/// How long nothing may be said before a sign of life.
const SILENCE: Duration = Duration::from_secs(15);
/// The largest zip of all packets, in bytes.
const BUNDLE: u64 = 600 << 20;

/// In which languages and forms, and behind which password.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    languages: Vec<Language>,
    formats: Vec<Format>,
    #[serde(default)]
    password: Option<String>,
}

/// Begins a run; one of a desk at a time.
pub async fn begin(
    State(page): Shared,
    Path(id): Path<String>,
    wish: Wishes,
    body: Body,
) -> Answer<StatusCode> {
    let desk = page.desk(&id)?;
    let Asked { languages, formats, password } = told(body).await?;
    if languages.is_empty() || formats.is_empty() {
        return Err(Fault::senseless());
    }
    let order = page.order(&desk, wish.language(), Wanted::Completed);
    let unfit = |_| Fault::new(StatusCode::UNPROCESSABLE_ENTITY, "page-password-unfit");
    let password = password.map(|typed| Password::new(&typed)).transpose().map_err(unfit)?;
    let root = page.path(&format!("{}/{FOLDER}", desk.folder()));
    let templates = page.own_templates();
    let started = desk.begin(|| {
        page.workspace.remove(&format!("{}/{FOLDER}", desk.folder()));
        Run::start(Packets { order, languages, formats, root, templates, scans: desk.scans(), password })
    });
    if started { Ok(StatusCode::ACCEPTED) } else { Err(Fault::new(StatusCode::CONFLICT, "page-run-already")) }
}

/// Ends a run.
pub async fn end(State(page): Shared, Path(id): Path<String>) -> Answer<StatusCode> {
    page.desk(&id)?.run().ok_or_else(Fault::gone)?.stop();
    Ok(StatusCode::NO_CONTENT)
}

/// What happened and happens, as server-sent events; `Last-Event-ID` says what is known already.
pub async fn events(State(page): Shared, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let run = page.desk(&id)?.run().ok_or_else(Fault::gone)?;
    let known = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok()).unwrap_or(0);
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::convert::Infallible>>(16);
    tokio::spawn(speak(run, known, sender));
    let response = Response::builder().header(header::CONTENT_TYPE, "text/event-stream");
    response.body(Body::from_stream(ReceiverStream::new(receiver))).map_err(|_| Fault::internal())
}

/// Sends line after line until the end, or until nobody listens.
async fn speak(
    run: Arc<Run>,
    mut known: usize,
    sender: mpsc::Sender<Result<Bytes, std::convert::Infallible>>,
) {
    let mut news = run.news();
    loop {
        let (lines, over) = run.after(known);
        for line in lines {
            known += 1;
            if sender.send(Ok(format!("id: {known}\ndata: {line}\n\n").into())).await.is_err() {
                return;
            }
        }
        if over {
            return;
        }
        let changed = tokio::time::timeout(SILENCE, news.changed()).await;
        if changed.is_err() && sender.send(Ok(Bytes::from_static(b": still here\n\n"))).await.is_err() {
            return;
        }
    }
}

/// What is fetched of a run.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
enum Fetched {
    /// A packet, by its number in the order of the events.
    Packet {
        index: usize,
    },
    /// All packets in one zip.
    All,
    Report,
    /// The season as tables.
    Season,
}

/// Gives a ticket for something that a run made.
pub async fn fetch(State(page): Shared, Path(id): Path<String>, body: Body) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let run = desk.run().ok_or_else(Fault::gone)?;
    let packets = run.packets();
    let root = format!("{}/{FOLDER}", desk.folder());
    let stem = desk.name.rsplit_once('.').map_or(desk.name.as_str(), |(stem, _)| stem);
    let (path, name, kind, shown) = match told(body).await? {
        Fetched::Packet { index } => {
            let name = packets.get(index).ok_or_else(Fault::gone)?.name.clone();
            (format!("{root}/packets/{name}"), name, "application/zip", false)
        }
        Fetched::Report => {
            (format!("{root}/report.html"), format!("{stem}.report.html"), "text/html; charset=utf-8", true)
        }
        Fetched::Season => (format!("{root}/report.xlsx"), format!("{stem}.report.xlsx"), WORKBOOK, false),
        Fetched::All => {
            fits(&packets)?;
            let path = format!("{}/files/{}", desk.folder(), secret());
            bundle(&page, &desk, &root, packets.iter().map(|packet| packet.name.clone()).collect(), &path)
                .await?;
            (path, format!("{stem}.packets.zip"), "application/zip", false)
        }
    };
    let link = page.ticket(Some(&id), path, name.clone(), kind, shown);
    Ok(Json(json!({ "link": link, "name": name })))
}

/// Whether all packets fit in one zip.
fn fits(packets: &[Made]) -> Answer<()> {
    match packets.iter().map(|packet| packet.bytes).sum::<u64>() {
        0..=BUNDLE => Ok(()),
        _ => Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "page-bundle-large")),
    }
}

/// Packs the packets into one zip.
async fn bundle(
    page: &Arc<Page>,
    desk: &Arc<Desk>,
    root: &str,
    names: Vec<String>,
    path: &str,
) -> Answer<()> {
    let (own, desk) = (page.clone(), desk.clone());
    let (folder, path) = (page.path(root).join("packets"), path.to_owned());
    heavy(page, move || {
        let files = names.into_iter().map(|name| {
            let bytes = std::fs::read(folder.join(&name)).map_err(|_| Fault::gone())?;
            Ok((name, bytes))
        });
        let files = files.collect::<Answer<Vec<_>>>()?;
        own.write(&desk, &path, &packet::bundle(files))
    })
    .await?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_fits_in_one_zip_is_fetched_one_by_one() {
        let made = |bytes| Made { name: "1.zip".to_owned(), bytes };
        assert!(fits(&[made(BUNDLE - 1), made(1)]).is_ok());
        let fault = fits(&[made(BUNDLE), made(1)]).expect_err("a byte too many");
        assert_eq!((fault.status, fault.notice.code), (StatusCode::PAYLOAD_TOO_LARGE, "page-bundle-large"));
    }
}
