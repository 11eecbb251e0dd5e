//! The routes: what the page may ask, each answered as JSON or with a file.
//!
//! The body of an upload is the file itself and goes straight to the private folder, piece by piece; there is
//! no form to parse. A file that leaves is named by a ticket alone, never by a path.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router, middleware};
use chrono::NaiveDate;
use http_body_util::{BodyExt, Limited};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;

use super::desk::{self, Act, Choice, Desk, Opened};
use super::fault::{self, Answer, Fault};
use super::order::{self, Format, Order, Wanted};
use super::state::{Page, Passing, secret};
use super::{assets, guard, letters, opening, packets, scans, view};
use crate::confine::{self, Limits};
use crate::language::Language;
use crate::roster::Corrections;
use crate::rules::RuleBook;
use crate::workbook;

/// The largest workbook, in bytes; the same is told on the page.
pub const UPLOAD: usize = confine::LARGE;
/// The largest request that is no upload.
const REQUEST: usize = 1 << 20;
/// How long a body may take.
const BODY: Duration = Duration::from_secs(60);
/// The header with the name of the file, percent-encoded UTF-8.
const NAME: &str = "x-otinish-name";
/// The longest name of a file, in bytes as sent.
const NAME_LENGTH: usize = 4_096;

/// The media type of a workbook.
pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The sample workbooks, by the language of their headers.
const SAMPLE: (&str, &[u8]) = ("roster.xlsx", include_bytes!("../../fixtures/roster.xlsx"));
const SAMPLE_EN: (&str, &[u8]) = ("roster.en.xlsx", include_bytes!("../../fixtures/roster.en.xlsx"));

/// All routes behind all gates.
pub fn router(page: Arc<Page>) -> Router {
    let api = Router::new()
        .route("/desks", get(list).post(upload).delete(delete_all))
        .route("/desks/sample", post(sample))
        .route("/desks/{id}", get(show).delete(delete))
        .route("/desks/{id}/act", post(act))
        .route("/desks/{id}/headers", post(choose))
        .route("/desks/{id}/file", post(file))
        .route("/desks/{id}/scans", post(scans::take).delete(scans::withdraw))
        .route("/desks/{id}/packets", post(packets::begin).delete(packets::end))
        .route("/desks/{id}/events", get(packets::events))
        .route("/desks/{id}/fetch", post(packets::fetch))
        .route("/starter", post(starter))
        .route("/templates", get(letters::list))
        .route("/templates/{name}", put(letters::take).delete(letters::give_back))
        .route("/templates/{name}/fetch", post(letters::fetch))
        .fallback(async || Fault::gone())
        .layer(middleware::from_fn_with_state(page.clone(), guard::token))
        .layer(CsrfLayer::new().with_rejection_response(|_| guard::cross_site()));
    Router::new()
        .route("/", get(shell))
        .route("/assets/{name}", get(async |Path(name): Path<String>| assets::file(&name)))
        .route("/files/{ticket}", get(download))
        .nest("/api", api)
        .fallback(async || Fault::gone())
        .method_not_allowed_fallback(async || {
            Fault::new(StatusCode::METHOD_NOT_ALLOWED, "page-request-senseless")
        })
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyDeadlineLayer::new(BODY))
        .layer(CatchPanicLayer::custom(|_| Fault::internal().into_response()))
        .layer(middleware::from_fn_with_state(page.clone(), guard::host))
        .layer(middleware::from_fn(guard::headers))
        .with_state(page)
}

/// The language that a request asks for, and the first row of the grid.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wish {
    lang: Option<Language>,
    from: usize,
}

impl Wish {
    pub fn language(&self) -> Language {
        self.lang.unwrap_or(Language::En)
    }
}

/// The wish of a request.
pub type Wishes = Query<Wish>;

pub type Shared = State<Arc<Page>>;

async fn shell(
    wish: Result<Query<Wish>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let asked = wish.ok().and_then(|Query(wish)| wish.lang);
    assets::shell(asked.unwrap_or_else(|| accepted(&headers)))
}

/// The first of our languages that the browser names; Russian is what most offices read.
fn accepted(headers: &HeaderMap) -> Language {
    let named =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.split(',').find_map(|one| Language::from_code(one.trim().get(..2)?)).unwrap_or(Language::Ru)
}

async fn list(State(page): Shared) -> Json<Value> {
    Json(json!({ "desks": page.desks().iter().map(|desk| view::summary(desk)).collect::<Vec<_>>() }))
}

/// Takes a file in: to the disk piece by piece, then to a confined process.
async fn upload(State(page): Shared, headers: HeaderMap, body: Body) -> Answer<Response> {
    let name = name(&headers)?;
    let id = secret();
    let folder = page.passing(desk::folder(&id));
    taken(&page, &desk::file(&id), body, UPLOAD, "page-too-large").await?;
    finish(page, folder, id, name).await
}

/// The name of a file as the browser sent it.
pub fn sent_name(headers: &HeaderMap) -> Answer<String> {
    let sent = headers.get(NAME).filter(|name| name.len() <= NAME_LENGTH).ok_or_else(Fault::senseless)?;
    let text = sent.to_str().map_err(|_| Fault::senseless())?;
    let name = percent_decode_str(text).decode_utf8().map_err(|_| Fault::senseless())?;
    Ok(name.into_owned())
}

/// The name of the file: without a folder, and never used as a path.
fn name(headers: &HeaderMap) -> Answer<String> {
    let name = sent_name(headers)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(200).collect();
    if name.trim().is_empty() { Err(Fault::senseless()) } else { Ok(name) }
}

/// Writes a body into a file of the private folder, piece by piece, up to so many bytes; `too_large` is the code
/// of the refusal of more.
pub async fn taken(page: &Page, path: &str, body: Body, most: usize, too_large: &'static str) -> Answer<()> {
    let mut file = page.workspace.create(path)?;
    let mut body = Limited::new(body, most);
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|error| match error.downcast_ref::<http_body_util::LengthLimitError>() {
                Some(_) => Fault::new(StatusCode::PAYLOAD_TOO_LARGE, too_large),
                None => Fault::new(StatusCode::REQUEST_TIMEOUT, "page-broken-off"),
            })?;
        if let Ok(data) = frame.into_data() {
            length += data.len();
            // Some 64 KiB at a time to a local disk: not worth another thread.
            file.write_all(&data).map_err(|_| Fault::new(StatusCode::INSUFFICIENT_STORAGE, "page-disk"))?;
        }
    }
    if length == 0 { Err(Fault::new(StatusCode::UNPROCESSABLE_ENTITY, "page-empty-file")) } else { Ok(()) }
}

async fn sample(State(page): Shared, Query(wish): Query<Wish>) -> Answer<Response> {
    let (name, bytes) = if wish.language() == Language::En { SAMPLE_EN } else { SAMPLE };
    let id = secret();
    let folder = page.passing(desk::folder(&id));
    page.workspace.write(&desk::file(&id), bytes)?;
    finish(page, folder, id, name.to_owned()).await
}

/// The starter workbook, for who has no roster yet.
async fn starter(State(page): Shared, Query(wish): Query<Wish>) -> Answer<Json<Value>> {
    let language = wish.language();
    let bytes = heavy(&page, move || workbook::starter(language)).await??;
    let path = format!("starter/{}", secret());
    page.workspace.write(&path, &bytes)?;
    let name = "roster.xlsx".to_owned();
    let link = page.ticket(None, path, name.clone(), WORKBOOK, false);
    Ok(Json(json!({ "link": link, "name": name })))
}

/// Reads a stored file and keeps its desk.
async fn finish(page: Arc<Page>, folder: Passing, id: String, name: String) -> Answer<Response> {
    let opened = read(&page, &id, &name, Corrections::default()).await?;
    let key = id.clone();
    let desk = checking(&page, move |rules, today| Desk::new(key, opened, rules, today)).await?;
    page.keep(Arc::new(desk));
    folder.keep();
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

/// Reads the file of a desk in a confined process. A large roster is checked there first, too: what takes too much
/// memory or time does so where it harms nobody.
async fn read(page: &Arc<Page>, id: &str, name: &str, corrections: Corrections) -> Answer<Opened> {
    let (own, today) = (page.clone(), (page.clock)());
    let (file, name) = (page.path(&desk::file(id)), name.to_owned());
    heavy(page, move || {
        let bytes = std::fs::read(&file).map_err(|_| Fault::gone())?;
        let opened = opening::open(&bytes, &name, corrections)?;
        let rows = desk::rows(&opened.roster);
        if rows > desk::MOST {
            return Err(fault::rows(rows));
        }
        if rows > desk::LARGE {
            let rules = own.rules.overlay().map(str::to_owned);
            let (corrections, language) = (opened.corrections.clone(), Language::En);
            let order = Order { file, name, today, rules, language, corrections, wanted: Wanted::Checked };
            let asked = confine::ask("check", &order::write(&order), &Limits::CHECKING, |_| ());
            asked.map_err(|error| fault::confined(&error, &order.name))?;
        }
        Ok(opened)
    })
    .await?
}

/// Does heavy work in a thread of its own, when a place is free.
pub async fn heavy<T: Send + 'static>(page: &Page, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let place = page.place().await?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(place);
    done.map_err(|_| Fault::internal())
}

/// Does work that goes by the rule book of the page and the day.
async fn checking<T: Send + 'static>(
    page: &Arc<Page>,
    work: impl FnOnce(&RuleBook, NaiveDate) -> T + Send + 'static,
) -> Answer<T> {
    let (own, today) = (page.clone(), (page.clock)());
    heavy(page, move || work(&own.rules, today)).await
}

async fn show(State(page): Shared, Path(id): Path<String>, Query(wish): Query<Wish>) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    shown(page, desk, wish).await
}

async fn shown(page: Arc<Page>, desk: Arc<Desk>, wish: Wish) -> Answer<Json<Value>> {
    let work = page.clone();
    let view = heavy(&page, move || view::desk(&desk, &work.rules, wish.language(), wish.from));
    view.await.map(Json)
}

async fn act(
    State(page): Shared,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
    body: Body,
) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let act: Act = told(body).await?;
    let own = desk.clone();
    checking(&page, move |rules, today| own.act(act, rules, today)).await??;
    shown(page, desk, wish).await
}

async fn choose(
    State(page): Shared,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
    body: Body,
) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let choices: Vec<Choice> = told(body).await?;
    let opened = read(&page, &id, &desk.name, desk.chosen(&choices)?).await?;
    let own = desk.clone();
    checking(&page, move |rules, today| own.renew(opened, &choices, rules, today)).await?;
    shown(page, desk, wish).await
}

/// A body as data.
pub async fn told<T: DeserializeOwned>(body: Body) -> Answer<T> {
    let bytes: Bytes = match Limited::new(body, REQUEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Err(Fault::senseless()),
    };
    serde_json::from_slice(&bytes).map_err(|_| Fault::senseless())
}

/// What file is asked for.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
enum Asked {
    Completed,
    Calendar,
    Board,
    Letter { filing: usize, language: Language, format: Format },
}

/// Makes a file and answers with its ticket.
async fn file(
    State(page): Shared,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
    body: Body,
) -> Answer<Json<Value>> {
    let desk = page.desk(&id)?;
    let asked: Asked = told(body).await?;
    let stem = desk.name.rsplit_once('.').map_or(desk.name.as_str(), |(stem, _)| stem);
    let (wanted, name, kind, shown) = match asked {
        Asked::Completed => (Wanted::Completed, format!("{stem}.completed.xlsx"), WORKBOOK, false),
        Asked::Calendar => {
            (Wanted::Calendar, format!("{stem}.deadlines.ics"), "text/calendar; charset=utf-8", false)
        }
        Asked::Board => (Wanted::Board, format!("{stem}.deadlines.html"), "text/html; charset=utf-8", true),
        Asked::Letter { filing, language, format } => {
            let checked = desk.checked();
            let kind = checked.filings.get(filing).ok_or_else(Fault::gone)?.kind;
            let (extension, media) = match format {
                Format::Pdf => ("pdf", "application/pdf"),
                Format::Docx => ("docx", letters::WORD),
            };
            let template = page.own_template(&format!("{kind}.{language}.docx"));
            let wanted = Wanted::Letter { filing, language, format, template };
            (wanted, format!("{kind}.{language}.{extension}"), media, format == Format::Pdf)
        }
    };
    let order = page.order(&desk, wish.language(), wanted);
    let bytes = made(&page, "document", order::write(&order), order.name).await?;
    let path = format!("{}/files/{}", desk.folder(), secret());
    page.write(&desk, &path, &bytes)?;
    let link = page.ticket(Some(&id), path, name.clone(), kind, shown);
    Ok(Json(json!({ "link": link, "name": name })))
}

/// The file that a confined process makes; `name` is what it is made of.
pub async fn made(page: &Page, task: &'static str, question: Vec<u8>, name: String) -> Answer<Vec<u8>> {
    heavy(page, move || {
        let answer = confine::ask(task, &question, &Limits::MAKING, |_| ());
        let answer = answer.map_err(|error| fault::confined(&error, &name))?;
        match order::read_answer(&answer) {
            Some(Ok(bytes)) => Ok(bytes),
            Some(Err(words)) => Err(fault::told(words)),
            None => Err(fault::confined(&confine::Error::Crashed, &name)),
        }
    })
    .await?
}

/// Letters that stand as they are in the name of a file (RFC 8187 attr-char).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

async fn download(State(page): Shared, Path(ticket): Path<String>) -> Answer<Response> {
    let download = page.download(&ticket)?;
    let path = page.path(&download.path);
    let bytes = tokio::task::spawn_blocking(move || std::fs::read(path)).await;
    let bytes = bytes.map_err(|_| Fault::internal())?.map_err(|_| Fault::gone())?;
    let way = if download.shown { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&download.name, PLAIN);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(download.kind));
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; filename*=UTF-8''{name}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    // A page of ours that is shown has its styles in it and no script; only our own page may frame it.
    let policy = match download.kind.starts_with("text/html") {
        true => "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-modals",
        false => "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}

async fn delete(State(page): Shared, Path(id): Path<String>) -> Answer<StatusCode> {
    page.remove(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete_all(State(page): Shared) -> StatusCode {
    page.desks().iter().for_each(|desk| drop(page.remove(&desk.id)));
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Workspace;

    #[test]
    fn work_that_fails_by_a_mistake_of_ours_is_told_so_and_gives_its_place_back() {
        let workspace = Workspace::open().expect("there is a folder for temporary files");
        let today = || NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let page = Page::new(0, workspace, RuleBook::kazakhstan(), Box::new(today));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
        for _ in 0..100 {
            let failed = runtime.block_on(heavy(&page, || -> () { panic!("on purpose") }));
            let fault = failed.expect_err("it failed");
            assert_eq!(fault.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(fault.notice.code, "page-internal");
        }
        assert_eq!(runtime.block_on(heavy(&page, || 1)).ok(), Some(1));
    }
}
