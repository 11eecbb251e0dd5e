//! Why a request is not answered: a status and words of the catalogue, as JSON.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::confine::{self, ReadError};
use crate::finding::{Notice, notice};
use crate::language::Text;
use crate::{output, workbook};

/// A refusal.
#[derive(Debug)]
pub struct Fault {
    pub status: StatusCode,
    pub notice: Box<Notice>,
}

/// The answer, or why there is none.
pub type Answer<T> = Result<T, Fault>;

impl Fault {
    /// A refusal in the words of the catalogue.
    pub fn new(status: StatusCode, code: &'static str) -> Fault {
        Fault { status, notice: Box::new(notice(code, &[])) }
    }

    /// The request does not make sense: nothing that our own page sends.
    pub fn senseless() -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, "page-request-senseless")
    }

    /// There is no such thing, or no more.
    pub fn gone() -> Fault {
        Fault::new(StatusCode::NOT_FOUND, "page-gone")
    }

    /// Too much at once.
    pub fn busy() -> Fault {
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "page-busy")
    }

    /// A mistake of ours.
    pub fn internal() -> Fault {
        Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "page-internal")
    }

    fn about(notice: Notice) -> Fault {
        Fault { status: StatusCode::UNPROCESSABLE_ENTITY, notice: Box::new(notice) }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let Notice { code, message, hint } = &*self.notice;
        let body = Json(json!({ "error": { "code": code, "message": message, "hint": hint } }));
        let mut response = (self.status, body).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Fault {
        Fault::about(error.notice())
    }
}

impl From<workbook::Error> for Fault {
    fn from(error: workbook::Error) -> Fault {
        Fault::about(match error {
            workbook::Error::Unreadable(error) => error.notice(),
            workbook::Error::Unwritable(cause) => {
                notice("workbook-unwritable", &[("cause", &Text::same(cause))])
            }
        })
    }
}

impl From<output::Error> for Fault {
    fn from(_: output::Error) -> Fault {
        Fault::new(StatusCode::INSUFFICIENT_STORAGE, "page-disk")
    }
}

/// A roster has more rows than the page takes.
pub fn rows(count: usize) -> Fault {
    let count = Text::same(count.to_string());
    Fault {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        notice: Box::new(notice("page-rows-many", &[("count", &count)])),
    }
}

/// Why work in a confined process on a file came to nothing.
pub fn confined(error: &confine::Error, file: &str) -> Fault {
    Fault::about(error.notice(file))
}

/// Why a confined process made no file, in its own words.
pub fn told(words: super::order::Words) -> Fault {
    Fault::about(words.into_notice())
}
