//! A page that serves no socket, and what may be asked of it.

use std::path::PathBuf;
use std::sync::{Arc, Once};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use chrono::NaiveDate;
use http_body_util::BodyExt;
use otinish::confine;
use otinish::output::Workspace;
use otinish::rules::RuleBook;
use otinish::web::{self, Page};
use serde_json::Value;
use tower::ServiceExt;

pub const HOST: &str = "127.0.0.1:8017";
pub const ROSTER: &[u8] = include_bytes!("../../fixtures/roster.xlsx");

static PROGRAM: Once = Once::new();

/// A page that serves no socket.
pub struct Served {
    pub page: Arc<Page>,
    pub router: Router,
}

pub fn serve() -> Served {
    serve_with(None)
}

/// A page with the office's own folder of templates.
pub fn serve_with(templates: Option<PathBuf>) -> Served {
    PROGRAM.call_once(|| confine::confine_with(PathBuf::from(env!("CARGO_BIN_EXE_otinish"))));
    let base = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("web");
    std::fs::create_dir_all(&base).expect("a folder can be made");
    let day = || NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let workspace = Workspace::open_in(&base).expect("the folder is writable");
    let page = Page::new(8017, workspace, RuleBook::kazakhstan(), Box::new(day)).with_templates(templates);
    let page = Arc::new(page);
    Served { router: web::router(page.clone()), page }
}

/// An answer: its status, headers and body.
pub struct Answer {
    pub response: Response<()>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            panic!("JSON expected, not {error}: {}", String::from_utf8_lossy(&self.bytes))
        })
    }

    /// The code of a refusal, with words in every language.
    pub fn code(&self) -> String {
        let error = &self.json()["error"];
        for language in ["en", "ru", "kk"] {
            assert!(error["message"][language].as_str().is_some_and(|text| !text.is_empty()), "{error}");
            assert!(error["hint"][language].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        }
        error["code"].as_str().expect("a code").to_owned()
    }
}

impl Served {
    pub fn send(&self, request: Request<Body>) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("a router always answers");
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.expect("the body arrives").to_bytes().to_vec();
            Answer { response: Response::from_parts(parts, ()), bytes }
        })
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST)
            .header("x-otinish-token", &self.page.token)
    }

    pub fn ask(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request(method, path).body(body.into()).expect("a request"))
    }

    pub fn upload(&self, name: &str, bytes: &[u8]) -> Answer {
        let request = self.request("POST", "/api/desks").header("x-otinish-name", name);
        self.send(request.body(Body::from(bytes.to_vec())).expect("a request"))
    }

    /// A desk of the sample, by its id.
    pub fn desk(&self) -> String {
        let answer = self.upload("roster.xlsx", ROSTER);
        assert_eq!(answer.status(), StatusCode::CREATED, "{}", String::from_utf8_lossy(&answer.bytes));
        answer.json()["id"].as_str().expect("an id").to_owned()
    }

    /// How many files lie in the private folder, the lock aside.
    pub fn files(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
        }
        count(self.page.workspace.path()) - 1
    }
}
